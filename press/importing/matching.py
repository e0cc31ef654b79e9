"""What becomes of each line: new, changed, the same, a duplicate, opposed, faulty or empty.

In this order: an earlier line has the address; the directory has it; an earlier line has the name in the
same média; the directory has it. The address comes first, so that a file that was imported is known again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from comms.outbox.addresses import address_hash
from comms.outbox.models import OptOut
from comms.outbox.models.opposition import EVERYTHING
from comms.tables.reading import Line
from press.importing.cards import Card, changes_of, keys_of, load_cards, name_key
from press.importing.lines import Reading, read_line
from press.importing.vocabulary import named_medias
from press.models import OPT_OUT_SCOPE, DuplicateKind, MediaKind, RowState

OPPOSED_NOTICE = "Cette adresse est dans la liste d’opposition : la fiche n’est pas recréée."
STILL_OPPOSED_NOTICE = "La fiche reste « ne plus contacter » : un import ne lève jamais une opposition."
OTHER_OWNER_NOTICE = "Une autre adresse de la ligne appartient à une autre fiche : elle lui reste."
INACTIVE_NOTICE = "La fiche n’est plus « en poste » : elle le reste."


@dataclass
class Match:
    """One line's place: which card, which earlier line, and what it would change there."""

    line: Line
    reading: Reading
    state: str = RowState.NEW
    contact_id: int | None = None
    earlier: "Match | None" = None
    duplicate_kind: str = ""
    changes: list[dict[str, str]] = field(default_factory=list)


def match_lines(
    lines: Sequence[Line], columns: dict[str, int], *, width: int, progress: Callable[[int], None]
) -> list[Match]:
    """All lines against each other and against the directory; `progress` is told how many were read."""
    matches = []
    for count, line in enumerate(lines, start=1):
        reading = Reading() if line.is_empty else read_line(line.cells, columns)
        _check_width(reading, line, width)
        matches.append(Match(line, reading))
        if count % 1000 == 0:
            progress(count)
    sound = []
    for match in matches:
        if match.line.is_empty:
            match.state = RowState.EMPTY
        elif match.reading.faults:
            match.state = RowState.FAULTY
        else:
            sound.append(match)
    _Directory(sound).place(sound)
    progress(len(matches))
    return matches


def _check_width(reading: Reading, line: Line, width: int) -> None:
    """More filled cells than titles: a separator stands inside a text, and shifts all that follows."""
    if any(line.cells[width:]):
        reading.fault(
            "",
            f"{len(line.cells)} cases pour {width} titres : un séparateur traîne dans un texte, mettez ce "
            "texte entre guillemets.",
        )


def opposed_addresses(addresses: Iterable[str]) -> set[str]:
    """Which of them stand in the opposition list for press mailings."""
    by_hash = {address_hash(address): address for address in addresses}
    found = OptOut.objects.filter(address_hash__in=list(by_hash), scope__in=(OPT_OUT_SCOPE, EVERYTHING))
    return {by_hash[digest] for digest in found.values_list("address_hash", flat=True)}


class _Directory:
    """What lines are compared with: the directory's cards, and the lines that came before."""

    def __init__(self, sound: Sequence[Match]) -> None:
        values = [match.reading.values for match in sound]
        self.keys = keys_of(values)
        addresses = {address for item in values for address in item["addresses"]}
        self.cards = load_cards(addresses, {name_key(item, self.keys) for item in values})
        self.medias = named_medias(values, self.keys)
        self.opposed = opposed_addresses(addresses)
        self.card_of_address = {item: card for card in self.cards.values() for item in card.addresses}
        self.cards_of_name: dict[tuple[str, str], list[Card]] = {}
        for card in self.cards.values():
            for media in card.positions:
                self.cards_of_name.setdefault((card.name_key, media), []).append(card)
        self.line_of_address: dict[str, Match] = {}
        self.line_of_name: dict[tuple[str, str], Match] = {}

    def place(self, sound: Sequence[Match]) -> None:
        for match in sound:
            self._tell_other_kind(match)
            self._place(match)
            for address in match.reading.values["addresses"]:
                self.line_of_address.setdefault(address, match)
            if name := self._name_in_media(match.reading.values):
                self.line_of_name.setdefault(name, match)

    def _tell_other_kind(self, match: Match) -> None:
        values = match.reading.values
        media = self.medias.get(self.keys[values["media"]])
        if media and values["kind"] and values["kind"] != media.kind:
            label = MediaKind(media.kind).label
            match.reading.notices.append(
                f"Type : le média est noté « {label} », l’autre type reste à la personne."
            )

    def _name_in_media(self, values: dict[str, Any]) -> tuple[str, str] | None:
        media = values["media"]
        return (name_key(values, self.keys), self.keys[media]) if media else None

    def _place(self, match: Match) -> None:
        values = match.reading.values
        addresses = values["addresses"]
        earlier = next(
            (self.line_of_address[item] for item in addresses if item in self.line_of_address), None
        )
        if earlier is not None and earlier.state != RowState.OPPOSED:
            return self._is_line_again(match, earlier, DuplicateKind.ADDRESS)
        owners = list({id(card): card for card in map(self.card_of_address.get, addresses) if card}.values())
        if owners:
            if len(owners) > 1:
                match.reading.notices.append(OTHER_OWNER_NOTICE)
            return self._is_in_directory(match, owners[0])
        if any(address in self.opposed for address in addresses):
            match.state = RowState.OPPOSED
            match.reading.notices.append(OPPOSED_NOTICE)
            return None
        return self._place_by_name(match)

    def _place_by_name(self, match: Match) -> None:
        values = match.reading.values
        name = self._name_in_media(values)
        earlier = self.line_of_name.get(name)
        namesakes = self.cards_of_name.get(name, [])
        if not values["addresses"]:
            # without an address the name is all there is to know the card again by
            namesakes = sorted(namesakes, key=lambda card: self._likeness(card, values))
            if namesakes:
                return self._compare(match, namesakes[0])
        if earlier is not None and earlier.state != RowState.OPPOSED:
            return self._is_line_again(match, earlier, DuplicateKind.NAME_AND_MEDIA)
        if namesakes:
            self._compare(match, namesakes[0])
            match.state, match.duplicate_kind = RowState.DUPLICATE, DuplicateKind.NAME_AND_MEDIA
        return None

    @staticmethod
    def _likeness(card: Card, values: dict[str, Any]) -> tuple[bool, bool, int]:
        """Nearest first: a shared phone number, no address either, the oldest card."""
        shares_phone = not card.phones.isdisjoint(phone["number"] for phone in values["phones"])
        return not shares_phone, bool(card.addresses), card.contact_id or 0

    def _is_line_again(self, match: Match, earlier: Match, kind: str) -> None:
        """A duplicate of the file itself; `earlier` is always the first of its kind."""
        while earlier.earlier is not None and earlier.duplicate_kind == kind:
            earlier = earlier.earlier
        match.state, match.duplicate_kind = RowState.DUPLICATE, kind
        match.earlier, match.contact_id = earlier, earlier.contact_id
        first = Card.of_line(earlier.reading.values, self.keys)
        match.changes = changes_of(first, match.reading.values, self.keys)

    def _is_in_directory(self, match: Match, card: Card) -> None:
        """The address is known; under another name it may be another person: somebody must look."""
        self._compare(match, card)
        if name_key(match.reading.values, self.keys) != card.name_key:
            match.state, match.duplicate_kind = RowState.DUPLICATE, DuplicateKind.ADDRESS

    def _compare(self, match: Match, card: Card) -> None:
        values = match.reading.values
        match.contact_id = card.contact_id
        owned = {item for item in values["addresses"] if self.card_of_address.get(item, card) is not card}
        taken = values | {"addresses": [item for item in values["addresses"] if item not in owned]}
        match.changes = changes_of(card, taken, self.keys)
        match.state = RowState.CHANGED if match.changes else RowState.SAME
        if card.do_not_contact and not values["do_not_contact"]:
            match.reading.notices.append(STILL_OPPOSED_NOTICE)
        if not card.is_active:
            match.reading.notices.append(INACTIVE_NOTICE)
