"""Two cards for one person: found, merged with a choice for each part, or told apart for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from comms.journal.actions import record
from comms.people.models import User
from press.actions.contacts import CARD_FIELDS, empty_card, obey_oppositions
from press.contact_errors import ContactError
from press.models import Contact, ContactAddress, ContactList, ImportRow, Namesakes, Position

MERGED_NAME = "Fiche fusionnée"
#: Names this much alike in one média are shown; « Niaouli Lea » and « Niaouly Léa » are at 0.6.
NEARNESS = 0.5
MOST = 100

#: Columns of a card that two cards may tell differently, in the order of the page.
MERGED_FIELDS = tuple(name for name in CARD_FIELDS if name not in ("checked_on", "is_active", "source_on"))

# Only within one média, and only names of about the same start: comparing all with all would take minutes.
PAIRS = """
WITH places AS (
    SELECT DISTINCT p.media_id, c.id, c.sort_name
    FROM press_position p JOIN press_contact c ON c.id = p.contact_id
    WHERE c.erased_at IS NULL AND c.merged_into_id IS NULL
), pairs AS (
    SELECT a.id AS first, b.id AS second, similarity(a.sort_name, b.sort_name) AS nearness
    FROM places a JOIN places b ON b.media_id = a.media_id AND b.id > a.id
        AND left(b.sort_name, 2) = left(a.sort_name, 2)
    UNION
    SELECT a.id, b.id, 1
    FROM press_contact a JOIN press_contact b ON b.sort_name = a.sort_name AND b.id > a.id
    WHERE a.erased_at IS NULL AND a.merged_into_id IS NULL
        AND b.erased_at IS NULL AND b.merged_into_id IS NULL
)
SELECT first, second, max(nearness) FROM pairs
WHERE nearness >= %(nearness)s
    AND NOT EXISTS (SELECT FROM press_namesakes n WHERE n.first_id = first AND n.second_id = second)
GROUP BY first, second ORDER BY 3 DESC, 1, 2 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Suggestion:
    first: Contact
    second: Contact
    nearness: float

    @property
    def reason(self) -> str:
        return "même nom" if self.nearness >= 1 else "noms proches, même média"


def suggested_duplicates(most: int = MOST) -> list[Suggestion]:
    """Pairs that may be one person, the surest first; three queries."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"nearness": NEARNESS, "most": most})
        pairs = cursor.fetchall()
    wanted = {pk for first, second, _ in pairs for pk in (first, second)}
    contacts = {contact.pk: contact for contact in Contact.objects.filter(pk__in=wanted).for_list()}
    return [Suggestion(contacts[first], contacts[second], nearness) for first, second, nearness in pairs]


@transaction.atomic
def tell_apart(*, first: Contact, second: Contact, actor: User) -> None:
    """They are two people: the pair isn't suggested again."""
    low, high = sorted((first, second), key=lambda contact: contact.pk)
    _, is_new = Namesakes.objects.get_or_create(first=low, second=high)
    if is_new:
        record(actor=actor, verb=f"a distingué la fiche de la fiche n° {high.pk}", target=low)
        record(actor=actor, verb=f"a distingué la fiche de la fiche n° {low.pk}", target=high)


def differing_fields(kept: Contact, dropped: Contact) -> list[str]:
    """The columns for which a choice must be made: both cards say something, and not the same."""
    return [
        name
        for name in MERGED_FIELDS
        if getattr(dropped, name) and getattr(kept, name) and getattr(dropped, name) != getattr(kept, name)
    ]


@transaction.atomic
def merge_contacts(
    *, kept: Contact, dropped: Contact, actor: User, choices: Mapping[str, str] | None = None
) -> Contact:
    """One card for both. `choices`: column, or `position-<média>`, → "dropped" where its value is to stay.

    Addresses, phones, médias, rubrics, zones and lists are united; an opposition of either holds for the
    one card. The dropped card is emptied and points to the kept one, so its history stays within reach.
    """
    kept, dropped = _both_locked(kept, dropped)
    choices = choices or {}
    for name in MERGED_FIELDS:
        ours, theirs = getattr(kept, name), getattr(dropped, name)
        if theirs and (not ours or choices.get(name) == "dropped"):
            setattr(kept, name, theirs)
    kept.source_on = kept.source_on or dropped.source_on
    kept.checked_on = max(filter(None, (kept.checked_on, dropped.checked_on)), default=None)
    kept.is_active = kept.is_active or dropped.is_active
    if kept.do_not_contact_since is None:
        kept.do_not_contact_since = dropped.do_not_contact_since
        kept.do_not_contact_source = dropped.do_not_contact_source
    kept.save()
    _move_details(kept, dropped, choices)
    obey_oppositions(kept)
    empty_card(dropped)
    dropped.last_name, dropped.merged_into = MERGED_NAME, kept
    dropped.do_not_contact_since, dropped.do_not_contact_source = None, ""
    dropped.save()
    Contact.objects.filter(merged_into=dropped).update(merged_into=kept)
    record(actor=actor, verb=f"a fusionné la fiche n° {dropped.pk} dans celle-ci", target=kept)
    record(actor=actor, verb=f"a fusionné cette fiche dans la fiche n° {kept.pk}", target=dropped)
    return kept


def _both_locked(kept: Contact, dropped: Contact) -> tuple[Contact, Contact]:
    """In the order of their numbers, so that two people merging the same pair never wait for each other."""
    if kept.pk == dropped.pk:
        raise ContactError("Choisissez deux fiches différentes.")
    locked = {
        contact.pk: contact
        for contact in Contact.objects.select_for_update(of=("self",))
        .present()
        .filter(pk__in=(kept.pk, dropped.pk))
        .order_by("pk")
    }
    if len(locked) < 2:
        raise ContactError("Une des deux fiches a été effacée ou fusionnée entre-temps.")
    return locked[kept.pk], locked[dropped.pk]


def _move_details(kept: Contact, dropped: Contact, choices: Mapping[str, str]) -> None:
    held = {position.media_id: position for position in kept.positions.all()}
    for position in dropped.positions.all():
        ours = held.get(position.media_id)
        if ours is None:
            Position.objects.filter(pk=position.pk).update(contact=kept)
        else:
            _join(ours, position, wins=choices.get(f"position-{position.media_id}") == "dropped")
    has_preferred = kept.addresses.filter(is_preferred=True).exists()
    addresses: dict[str, Any] = {"contact": kept} | ({"is_preferred": False} if has_preferred else {})
    ContactAddress.objects.filter(contact=dropped).update(**addresses)
    numbers = kept.phones.values_list("number", flat=True)
    dropped.phones.exclude(number__in=list(numbers)).update(contact=kept)
    kept.rubrics.add(*dropped.rubrics.all())
    kept.zones.add(*dropped.zones.all())
    kept.lists.add(*ContactList.objects.filter(members=dropped))
    ImportRow.objects.filter(contact=dropped).update(contact=kept)


def _join(ours: Position, theirs: Position, *, wins: bool) -> None:
    """Two positions in one média: ours, completed by theirs, or the other way round."""
    for name in ("function", "kind", "closing_time"):
        if getattr(theirs, name) and (wins or not getattr(ours, name)):
            setattr(ours, name, getattr(theirs, name))
    ours.save()
