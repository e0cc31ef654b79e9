"""Lines that a person approved → cards: a portion a transaction, which stamps the lines it writes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from comms.journal.actions import record_many
from comms.outbox.actions import opt_out
from comms.people.models import User
from press.importing.cards import Card, PositionFacts, changes_of, keys_of, load_cards, name_key
from press.importing.matching import opposed_addresses
from press.importing.vocabulary import make_missing_medias, make_missing_words, named_medias
from press.models import (
    OPT_OUT_SCOPE,
    Contact,
    ContactAddress,
    ContactPhone,
    DuplicateKind,
    ImportRow,
    ImportRun,
    Media,
    Position,
    RowDecision,
    RowResult,
    RowState,
    Rubric,
    Zone,
)

SKIPPED = "Laissée de côté, comme demandé."
TAKEN_MEANWHILE = "Non importée : l’adresse a été donnée à une autre fiche entre-temps."
OPPOSED_MEANWHILE = "Non importée : l’adresse est entrée dans la liste d’opposition entre-temps."
NO_FIRST_LINE = "Non importée : la ligne avec laquelle elle devait fusionner ne l’a pas été."


def prepare_vocabulary(run: ImportRun) -> None:
    """The médias, rubrics and zones that the run needs, before its first portion; twice does no harm."""
    lines = list(run.rows.to_write().exclude(decision=RowDecision.SKIP).values_list("values", flat=True))
    make_missing_medias(named_medias(lines, keys_of(lines)))
    make_missing_words(Rubric, {word for values in lines for word in values["rubrics"]})
    make_missing_words(Zone, {word for values in lines for word in values["zones"]})


def write_rows(run: ImportRun, rows: list[ImportRow], at: datetime) -> None:
    """One portion, inside the caller's transaction."""
    portion = _Portion(run, rows, at)
    for row in rows:
        portion.take(row)
    portion.flush()
    _stamp(rows, at)


# bulk_update() would build one CASE a line and column: two thirds of the whole import's time
STAMP = """
UPDATE press_importrow
SET contact_id = said.contact, result = said.result, outcome = said.outcome, done_at = %s
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[]) AS said(id, contact, result, outcome)
WHERE press_importrow.id = said.id
"""


def _stamp(rows: list[ImportRow], at: datetime) -> None:
    columns = zip(*((row.pk, row.contact_id, row.result, row.outcome) for row in rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(STAMP, [at, *map(list, columns)])


@dataclass
class _Target:
    """A card on its way: the row of the directory, or one to be made, with what must be added to it."""

    contact: Contact
    card: Card
    changed: set[str] = field(default_factory=set)  # the contact's own columns
    positions: dict[str, Position] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    phones: list[dict[str, str]] = field(default_factory=list)
    words: dict[str, set[str]] = field(default_factory=lambda: {"rubrics": set(), "zones": set()})
    opts_out: bool = False

    @property
    def is_new(self) -> bool:
        return self.contact.pk is None

    @property
    def is_touched(self) -> bool:
        extras = (self.changed, self.positions, self.addresses, self.phones, *self.words.values())
        return self.opts_out or any(extras)


class _Portion:
    def __init__(self, run: ImportRun, rows: list[ImportRow], at: datetime) -> None:
        self.run, self.rows, self.at = run, rows, at
        values = [row.values for row in rows]
        self.keys = keys_of(values)
        addresses = {address for item in values for address in item["addresses"]}
        cards = load_cards(addresses, [])
        cards |= self._cards_of_rows(cards)
        self.contacts = Contact.objects.in_bulk(list(cards))
        self.targets = {pk: _Target(self.contacts[pk], card) for pk, card in cards.items()}
        self.owner = {item: target for target in self.targets.values() for item in target.card.addresses}
        self.target_of_line: dict[int, _Target] = {}
        self.opposed = opposed_addresses(addresses)
        media_keys = {self.keys[item["media"]] for item in values}
        self.medias = {media.name_key: media for media in Media.objects.filter(name_key__in=media_keys)}

    def _cards_of_rows(self, known: dict[int, Card]) -> dict[int, Card]:
        """Cards that the lines were matched to by name, or through an earlier portion's line."""
        wanted = {row.contact_id for row in self.rows if row.contact_id}
        earlier = {row.duplicate_of for row in self.rows if row.duplicate_of}
        self.contact_of_line = dict(
            self.run.rows.filter(number__in=earlier, contact__isnull=False).values_list("number", "contact")
        )
        wanted |= set(self.contact_of_line.values())
        return load_cards([], [], contacts=wanted - known.keys())

    # --- which card a line goes to -------------------------------------------------------------
    def take(self, row: ImportRow) -> None:
        if row.decision == RowDecision.SKIP:
            self._leave(row, SKIPPED)
            return
        target, reason = self._target_of(row)
        if target is None:
            self._leave(row, reason)
            return
        was_new = target.is_new and not target.card.name_key
        has_added = self._apply(target, row, takes_all=was_new)
        row.result = RowResult.CREATED if was_new else RowResult.UPDATED if has_added else RowResult.SAME
        self.target_of_line[row.number] = target

    def _leave(self, row: ImportRow, reason: str) -> None:
        row.result, row.outcome = RowResult.LEFT, reason

    def _target_of(self, row: ImportRow) -> tuple[_Target | None, str]:
        if row.state == RowState.CHANGED or is_merged(row):
            contact = row.contact_id or self.contact_of_line.get(row.duplicate_of)
            target = self.targets.get(contact) or self.target_of_line.get(row.duplicate_of)
            return (target, "") if target else (None, NO_FIRST_LINE)
        owner = next(filter(None, map(self.owner.get, row.values["addresses"])), None)
        if owner is not None:
            same_name = owner.card.name_key == name_key(row.values, self.keys)
            return (owner, "") if same_name else (None, TAKEN_MEANWHILE)
        if any(address in self.opposed for address in row.values["addresses"]):
            return None, OPPOSED_MEANWHILE
        return self._new_target(), ""

    def _new_target(self) -> _Target:
        single = dict.fromkeys(("civility", "last_name", "first_name", "note", "source", "source_on"), "")
        return _Target(Contact(), Card(single=single | {"language": Contact().language}))

    # --- what the line adds to it --------------------------------------------------------------
    def _apply(self, target: _Target, row: ImportRow, *, takes_all: bool) -> bool:
        """False when the card said all of it already, or nothing of it was wanted."""
        values, has_added = row.values, False
        usual = "row" if row.state == RowState.CHANGED or takes_all else "kept"
        for change in changes_of(target.card, values, self.keys):
            name, before, after = change["field"], change["before"], change["after"]
            if before and name != "do_not_contact" and row.choices.get(name, usual) != "row":
                continue
            self._apply_change(target, name, after, values)
            has_added = True
        target.card.name_key = name_key(values, self.keys) if takes_all else target.card.name_key
        return has_added

    def _apply_change(self, target: _Target, name: str, after: str, values: dict[str, Any]) -> None:
        card = target.card
        if name in card.single:
            card.single[name] = after
            setattr(target.contact, name, date.fromisoformat(after) if name == "source_on" else after)
            target.changed.add(name)
        elif name == "address":
            self._add_address(target, after)
        elif name == "phone":
            card.phones.add(after)
            target.phones.append(next(phone for phone in values["phones"] if phone["number"] == after))
        elif name in target.words:
            new = {self.keys[word] for word in values[name]} - getattr(card, name)
            getattr(card, name).update(new)
            target.words[name] |= new
        elif name == "do_not_contact":
            card.do_not_contact = target.opts_out = True
        else:
            self._apply_position(target, values, name)

    def _add_address(self, target: _Target, address: str) -> None:
        if address in self.owner or address in self.opposed:
            return
        self.owner[address] = target
        target.card.addresses.add(address)
        target.addresses.append(address)

    def _apply_position(self, target: _Target, values: dict[str, Any], name: str) -> None:
        media = self.medias[self.keys[values["media"]]]
        facts = target.card.positions.get(media.name_key)
        if facts is None:
            facts = PositionFacts(media.name, media_kind=media.kind)
            facts.function, facts.closing_time = values["function"], values["closing_time"]
            facts.kind = values["kind"] if values["kind"] != media.kind else ""
            target.card.positions[media.name_key] = facts
        else:
            setattr(facts, name, values[name] if name != "kind" or values[name] != media.kind else "")
        target.positions[media.name_key] = Position(
            media=media, function=facts.function, kind=facts.kind, closing_time=facts.closing_time or None
        )

    # --- all of it, in a dozen statements ------------------------------------------------------
    def flush(self) -> None:
        touched = self._touched()
        new = [target for target in touched if target.is_new]
        old = [target for target in touched if not target.is_new]
        for target in touched:
            self._finish_columns(target)
        Contact.objects.bulk_create([target.contact for target in new])
        columns = sorted({name for target in old for name in target.changed})
        if columns:
            Contact.objects.bulk_update([target.contact for target in old if target.changed], columns)
        self._write_details(touched)
        self._write_oppositions(touched)
        for row in self.rows:
            if row.number in self.target_of_line:
                row.contact = self.target_of_line[row.number].contact
        self._record(new, old)

    def _touched(self) -> list[_Target]:
        targets = {id(target): target for target in (*self.targets.values(), *self.target_of_line.values())}
        return [target for target in targets.values() if target.is_new or target.is_touched]

    def _finish_columns(self, target: _Target) -> None:
        contact = target.contact
        if target.is_new and not contact.source and self.run.source:
            contact.source, contact.source_on = self.run.source, contact.source_on or localdate(self.at)
        if target.opts_out:
            contact.do_not_contact_since, contact.do_not_contact_source = self.at, self._opposition_source
            target.changed |= {"do_not_contact_since", "do_not_contact_source"}

    @property
    def _opposition_source(self) -> str:
        return f"noté dans l’import n° {self.run.pk}"

    def _write_details(self, touched: list[_Target]) -> None:
        ContactAddress.objects.bulk_create(
            ContactAddress(
                contact=target.contact, address=address,
                is_preferred=place == 0 and len(target.card.addresses) == len(target.addresses),
            ).seal()
            for target in touched for place, address in enumerate(target.addresses)
        )  # fmt: skip
        ContactPhone.objects.bulk_create(
            ContactPhone(contact=target.contact, **phone) for target in touched for phone in target.phones
        )
        Position.objects.bulk_create(
            (_held_by(target, position) for target in touched for position in target.positions.values()),
            update_conflicts=True,
            unique_fields=["contact", "media"],
            update_fields=["function", "kind", "closing_time"],
        )
        self._write_words(touched, "rubrics", Rubric, Contact.rubrics.through)
        self._write_words(touched, "zones", Zone, Contact.zones.through)

    def _write_words(self, touched: list[_Target], name: str, model: Any, through: Any) -> None:
        used = {key for target in touched for key in target.words[name]}
        spelled = {self.keys[word]: word for row in self.rows for word in row.values[name]}
        known = make_missing_words(model, [spelled[key] for key in used])
        column = f"{name[:-1]}_id"
        through.objects.bulk_create(
            (
                through(contact_id=target.contact.pk, **{column: known[key]})
                for target in touched
                for key in target.words[name]
            ),
            ignore_conflicts=True,
        )

    def _write_oppositions(self, touched: list[_Target]) -> None:
        """Every address of a card that isn't to be contacted, old and new ones."""
        for target in touched:
            if target.card.do_not_contact:
                for address in target.card.addresses:
                    opt_out(address=address, scope=OPT_OUT_SCOPE, source=self._opposition_source)

    def _record(self, new: list[_Target], old: list[_Target]) -> None:
        actor: User | None = self.run.launched_by
        data = {"import": self.run.pk}
        verb = f"par l’import n° {self.run.pk}"
        record_many(
            actor=actor, verb=f"a créé la fiche {verb}", targets=[item.contact for item in new], data=data
        )
        record_many(
            actor=actor, verb=f"a complété la fiche {verb}", targets=[item.contact for item in old], data=data
        )


def _held_by(target: _Target, position: Position) -> Position:
    position.contact = target.contact
    return position


def is_merged(row: ImportRow) -> bool:
    """An address is one card, so its lines merge unless a person leaves them; a namesake needs a decision."""
    return row.state == RowState.DUPLICATE and (
        row.decision == RowDecision.MERGE
        or (row.decision == RowDecision.UNDECIDED and row.duplicate_kind == DuplicateKind.ADDRESS)
    )
