"""Time worked: written, submitted, taken back, thrown away by who worked. Deciding is next door."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from comms.calendar.working_days import local_today
from comms.formats import day_medium
from comms.journal.actions import record
from comms.people.models import User
from hours.actions.guards import check_month_is_open, move, refused_in_words
from hours.cutting import Piece, cut
from hours.errors import HoursError, NotNow, NotYours, Overlap
from hours.models import EntryState, HourSegment, TimeEntry
from hours.permissions import deciders_for, may_log_hours
from hours.rulebook import Rulebook

#: What a person writes besides the hours themselves; nothing else passes from a form to the row.
FACTS = ("place", "action", "what", "ordered_by", "choice")


def stretch(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """From–to as moments of the town; an end before the start (or at it) is of the next day."""
    next_day = day + timedelta(days=1) if ends <= starts else day
    moments = (datetime.combine(day, starts), datetime.combine(next_day, ends))
    start, end = (timezone.make_aware(moment.replace(second=0, microsecond=0)) for moment in moments)
    return start, end


def create_entry(
    *, person: User, day: date, starts: time, ends: time, break_minutes: int = 0, **facts: Any
) -> TimeEntry:
    """A draft, cut into its kinds. Raises Overlap, MonthIsLocked, HoursError."""
    if not may_log_hours(person):
        raise NotYours("Seules les personnes de la cellule et du cabinet saisissent des heures ici.")
    entry = TimeEntry(person=person)
    with refused_in_words():
        _write(entry, day, starts, ends, break_minutes, facts)
        record(actor=person, verb="a saisi ces heures", target=entry)
    return entry


def edit_entry(
    *,
    entry: TimeEntry,
    actor: User,
    day: date,
    starts: time,
    ends: time,
    break_minutes: int = 0,
    **facts: Any,
) -> TimeEntry:
    """One's own draft, or what came back to be corrected. Raises as `create_entry` does."""
    _check_own(entry, actor)
    with refused_in_words():
        held = TimeEntry.objects.select_for_update().get(pk=entry.pk)
        if not held.is_editable:
            raise NotNow("Ces heures ne sont plus un brouillon : reprenez-les d’abord.")
        check_month_is_open(actor, held.day)
        _write(held, day, starts, ends, break_minutes, facts)
        record(actor=actor, verb="a modifié ces heures", target=held)
    return held


def _write(
    entry: TimeEntry, day: date, starts: time, ends: time, break_minutes: int, facts: Mapping[str, Any]
) -> None:
    unknown = facts.keys() - set(FACTS)
    if unknown:
        raise TypeError(f"not a fact of time worked: {', '.join(sorted(unknown))}")
    check_month_is_open(entry.person, day)
    entry.day, entry.break_minutes = day, break_minutes
    entry.starts_at, entry.ends_at = stretch(day, starts, ends)
    pieces = checked_pieces(entry)
    entry.minutes = sum(piece.minutes for piece in pieces)
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save()
    entry.segments.all().delete()
    HourSegment.objects.bulk_create(HourSegment(entry=entry, **vars(piece)) for piece in pieces)


def checked_pieces(entry: TimeEntry) -> list[Piece]:
    """The entry's hours, cut. Raises what can be said before the database refuses."""
    if entry.starts_at > timezone.now():
        raise HoursError("Ces heures ne sont pas encore faites : saisissez-les quand elles le seront.")
    if timedelta(minutes=entry.break_minutes) >= entry.ends_at - entry.starts_at:
        raise HoursError("La pause est aussi longue que le travail.")
    other = overlapping(entry).first()
    if other:
        raise Overlap(
            f"Ces heures en recouvrent d’autres : {other.title}, {day_medium(other.day)}, {other.from_to}. "
            "Corrigez l’heure de début ou de fin, ou modifiez l’autre saisie."
        )
    return cut(entry.starts_at, entry.ends_at, entry.break_minutes, Rulebook(entry.day))


def overlapping(entry: TimeEntry) -> Any:
    standing = TimeEntry.objects.standing().exclude(pk=entry.pk).select_related("action")
    return standing.filter(
        person=entry.person, starts_at__lt=entry.ends_at, ends_at__gt=entry.starts_at
    ).order_by("starts_at")


def submit_entry(*, entry: TimeEntry, actor: User) -> None:
    """Ask for validation; those who decide are told."""
    _check_own(entry, actor)
    with refused_in_words():
        check_month_is_open(entry.person, entry.day)
        move(entry, EntryState.SUBMITTED, submitted_on=local_today(), reminded_on=None, comment="")
        record(
            actor=actor, verb="demande la validation de ces heures", target=entry,
            tell=deciders_for(entry.person),
        )  # fmt: skip


def take_back_entry(*, entry: TimeEntry, actor: User) -> None:
    """Out of validation, to work on it."""
    _check_own(entry, actor)
    with refused_in_words():
        check_month_is_open(entry.person, entry.day)
        move(entry, EntryState.DRAFT, submitted_on=None)
        record(actor=actor, verb="a repris ces heures", target=entry)


def delete_entry(*, entry: TimeEntry, actor: User) -> None:
    """Only what never counted: a draft, or what came back and credited nothing."""
    _check_own(entry, actor)
    with refused_in_words():
        held = TimeEntry.objects.select_for_update().get(pk=entry.pk)
        if not held.is_editable or held.ledger_rows.exists():
            raise NotNow("Ces heures ont déjà compté : elles restent, avec ce qui leur est arrivé.")
        check_month_is_open(held.person, held.day)
        record(actor=actor, verb="a supprimé ces heures", target=held)
        held.delete()


def _check_own(entry: TimeEntry, actor: User) -> None:
    if entry.person_id != actor.pk:
        raise NotYours("Chacun ne modifie que ses propres heures.")
