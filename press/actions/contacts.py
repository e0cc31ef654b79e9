"""Cards of people of the press: write them, stop or resume writing to somebody, erase somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comms.calendar.working_days import local_today
from comms.formats import phone_normalise
from comms.journal.actions import record
from comms.outbox.actions import allow_again, erase_address, erase_hash, is_opted_out, opt_out
from comms.outbox.actions.opposition import ERASED as ERASED_ADDRESS
from comms.outbox.addresses import normalise_address
from comms.outbox.models import OptOut, OutgoingMail
from comms.outbox.models.mails import OPEN
from comms.people.models import User
from press.contact_errors import ContactError
from press.models import (
    OPT_OUT_SCOPE,
    Contact,
    ContactAddress,
    ContactPhone,
    ImportRow,
    ImportRun,
    Media,
    Position,
    Rubric,
    Zone,
)

#: A person's own columns; the rest of a card stands in rows beside it.
CARD_FIELDS = (
    "civility", "first_name", "last_name", "language", "greeting", "preferred_format", "note",
    "source", "source_on", "checked_on", "is_active",
)  # fmt: skip
ALREADY_OPPOSED = "l’adresse était déjà dans la liste d’opposition"
ERASED_NAME = "Fiche effacée"
ERASURE = "effacement de la fiche"


@dataclass(frozen=True)
class PositionWords:
    media: Media
    function: str = ""
    kind: str = ""
    closing_time: Any = None


@dataclass(frozen=True)
class CardWords:
    """A whole card as somebody wrote it; the first address is the one to use."""

    facts: dict[str, Any]
    positions: Sequence[PositionWords] = ()
    addresses: Sequence[str] = ()
    phones: Sequence[tuple[str, str]] = ()  # number as typed, kind
    rubrics: Sequence[Rubric] = field(default_factory=tuple)
    zones: Sequence[Zone] = field(default_factory=tuple)


@transaction.atomic
def create_contact(*, actor: User, card: CardWords) -> Contact:
    """An address that opposed stays opposed: the new card is « ne plus contacter » from the start."""
    contact = Contact.objects.create(**card.facts)
    _write_details(contact, card)
    record(actor=actor, verb="a créé la fiche", target=contact)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, actor: User, card: CardWords) -> Contact:
    """The card becomes what was written; the history says which parts changed, never the words themselves."""
    contact = _locked(contact)
    before = _parts(contact)
    for name, value in card.facts.items():
        setattr(contact, name, value)
    contact.save(update_fields=list(card.facts))
    _write_details(contact, card)
    after = _parts(contact)
    changed = sorted(name for name in after if after[name] != before[name])
    if changed:
        record(actor=actor, verb="a modifié la fiche", target=contact, data={"fields": changed})
    return contact


def _locked(contact: Contact) -> Contact:
    """The row, held until the end of the transaction; an erased or merged card takes no more words."""
    try:
        return Contact.objects.select_for_update(of=("self",)).present().get(pk=contact.pk)
    except Contact.DoesNotExist:
        raise ContactError("Cette fiche a été effacée ou fusionnée entre-temps.") from None


def _parts(contact: Contact) -> dict[str, Any]:
    parts: dict[str, Any] = {name: getattr(contact, name) for name in CARD_FIELDS}
    parts["positions"] = sorted(
        contact.positions.values_list("media", "function", "kind", "closing_time"), key=str
    )
    parts["addresses"] = list(contact.addresses.values_list("address", "is_preferred"))
    parts["phones"] = sorted(contact.phones.values_list("number", "kind"))
    parts["rubrics"] = set(contact.rubrics.values_list("pk", flat=True))
    parts["zones"] = set(contact.zones.values_list("pk", flat=True))
    return parts


def _write_details(contact: Contact, card: CardWords) -> None:
    _write_positions(contact, card.positions)
    _write_addresses(contact, card.addresses)
    _write_phones(contact, card.phones)
    contact.rubrics.set(card.rubrics)
    contact.zones.set(card.zones)
    obey_oppositions(contact)


def _write_positions(contact: Contact, positions: Iterable[PositionWords]) -> None:
    kept = []
    for words in positions:
        position, _ = Position.objects.update_or_create(
            contact=contact,
            media=words.media,
            defaults={"function": words.function, "kind": words.kind, "closing_time": words.closing_time},
        )
        kept.append(position.pk)
    contact.positions.exclude(pk__in=kept).delete()


def _write_addresses(contact: Contact, addresses: Iterable[str]) -> None:
    normalised = list(dict.fromkeys(normalise_address(address) for address in addresses))
    owner = Contact.objects.filter(addresses__address__in=normalised).exclude(pk=contact.pk).first()
    if owner is not None:
        raise ContactError(f"Une de ces adresses est déjà celle de {owner.full_name}.")
    contact.addresses.exclude(address__in=normalised).delete()
    contact.addresses.update(is_preferred=False)  # one at a time may be preferred, so none in between
    for place, address in enumerate(normalised):
        ContactAddress.objects.update_or_create(
            address=address, defaults={"contact": contact, "is_preferred": place == 0}
        )


def _write_phones(contact: Contact, phones: Iterable[tuple[str, str]]) -> None:
    wanted = {phone_normalise(number): kind for number, kind in phones}
    contact.phones.exclude(number__in=wanted).delete()
    for number, kind in wanted.items():
        ContactPhone.objects.update_or_create(contact=contact, number=number, defaults={"kind": kind})


def obey_oppositions(contact: Contact) -> None:
    """One address opposed opposes the person; a person opposed opposes each of their addresses."""
    addresses = list(contact.addresses.values_list("address", flat=True))
    if contact.do_not_contact_since is None:
        if not any(is_opted_out(address=address, scope=OPT_OUT_SCOPE) for address in addresses):
            return
        _note_opposition(contact, ALREADY_OPPOSED)
    for address in addresses:
        opt_out(address=address, scope=OPT_OUT_SCOPE, source=contact.do_not_contact_source)


def _note_opposition(contact: Contact, source: str) -> None:
    contact.do_not_contact_since, contact.do_not_contact_source = timezone.now(), source[:200]
    contact.save(update_fields=["do_not_contact_since", "do_not_contact_source"])


# --- ne plus contacter ---------------------------------------------------------------------------
@transaction.atomic
def stop_contacting(*, contact: Contact, source: str, actor: User | None = None) -> bool:
    """« Ne plus contacter », in force from the next claim of a mail on. False when it was noted already."""
    contact = _locked(contact)
    if contact.do_not_contact_since is not None:
        return False
    if not source.strip():
        raise ContactError("Dites qui l’a demandé, et comment.")
    _note_opposition(contact, source.strip())
    obey_oppositions(contact)
    record(actor=actor, verb="a noté « ne plus contacter »", target=contact, reason=source)
    return True


@transaction.atomic
def resume_contacting(*, contact: Contact, actor: User, reason: str) -> None:
    """Only when the person asks for it; nothing else ever lifts an opposition."""
    contact = _locked(contact)
    if not reason.strip():
        raise ContactError("Dites quand et comment la personne l’a demandé.")
    contact.do_not_contact_since, contact.do_not_contact_source = None, ""
    contact.save(update_fields=["do_not_contact_since", "do_not_contact_source"])
    for address in contact.addresses.values_list("address", flat=True):
        allow_again(address=address, scope=OPT_OUT_SCOPE)
    record(actor=actor, verb="a levé « ne plus contacter »", target=contact, reason=reason)


@transaction.atomic
def mark_checked(*, contact: Contact, actor: User, today: date | None = None) -> None:
    """Somebody made sure that the card is right."""
    contact = _locked(contact)
    contact.checked_on = today or local_today()
    contact.save(update_fields=["checked_on"])
    record(actor=actor, verb="a vérifié la fiche", target=contact)


# --- erasure -------------------------------------------------------------------------------------
@transaction.atomic
def erase_contact(*, contact: Contact, actor: User, reason: str) -> None:
    """Nothing of the person is left but the hash of the addresses, in the opposition list.

    What was sent, when, and that the card was erased by whom and why stays, without a name. Cards that were
    merged into this one hold nothing any more.
    """
    contact = _locked(contact)
    if not reason.strip():
        raise ContactError("Dites pourquoi la fiche est effacée : demande de la personne, durée dépassée…")
    addresses = list(contact.addresses.values_list("address", flat=True))
    for address in addresses:
        opt_out(address=address, scope=OPT_OUT_SCOPE, source=ERASURE)
        erase_address(address=address)
    _forget_import_lines(contact, addresses)
    empty_card(contact)
    contact.last_name, contact.erased_at = ERASED_NAME, timezone.now()
    contact.do_not_contact_since, contact.do_not_contact_source = contact.erased_at, ERASURE
    contact.save()
    record(actor=actor, verb="a effacé la fiche", target=contact, reason=reason)


def finish_erasures() -> int:
    """Mails that could still leave when their person was erased, and since came to an end; how many."""
    erased = OptOut.objects.filter(source=ERASURE, scope=OPT_OUT_SCOPE).values("address_hash")
    over = OutgoingMail.objects.filter(address_hash__in=erased).exclude(state__in=OPEN)
    digests = (
        over.exclude(address=ERASED_ADDRESS).order_by().values_list("address_hash", flat=True).distinct()
    )
    return sum(erase_hash(digest=digest) for digest in list(digests))


def _forget_import_lines(contact: Contact, addresses: Iterable[str]) -> None:
    """The lines of files that spoke of this person: their number and what became of them stay."""
    about = Q(contact=contact) | Q(contact__merged_into=contact)
    for address in addresses:
        about |= Q(values__addresses__contains=[address])
        ImportRun.objects.filter(samples__icontains=address).update(samples=[])
    ImportRow.objects.filter(about).update(cells=[], corrections={}, values={}, changes=[])


def empty_card(contact: Contact) -> None:
    """Take all words off the card; the caller names what is left of it, and saves."""
    for rows in (contact.positions, contact.addresses, contact.phones):
        rows.all().delete()
    for words in (contact.rubrics, contact.zones, contact.lists):
        words.clear()
    blank = Contact()
    for name in CARD_FIELDS:
        setattr(contact, name, getattr(blank, name))
    contact.is_active = False
