"""Opening a crisis, following its level, writing its log, closing it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from comms.approvals.actions import bypass
from comms.approvals.models import Approval, Bypass
from comms.journal.actions import record
from comms.people.models import UNIT_ROLES, Role, User
from comms.periods.actions.log import add_line, locked
from comms.periods.actions.pauses import resume_running
from comms.periods.errors import NotNow, SomebodyWasFaster
from comms.periods.models import Crisis, CrisisLogEntry, Level

Kind = CrisisLogEntry.Kind


def open_crisis(*, actor: User, name: str, level: str) -> Crisis:
    """From now on every page says so. The unit and the secretary general are told in the application.

    Raises SomebodyWasFaster when one is open: the database holds one at a time.
    """
    try:
        with transaction.atomic():
            return _open(actor, name, level)
    except IntegrityError as error:
        if "one_crisis_at_a_time" not in str(error):
            raise
        raise SomebodyWasFaster("Une crise est déjà ouverte : la voici.") from error


def _open(actor: User, name: str, level: str) -> Crisis:
    at = timezone.now()
    crisis = Crisis.objects.create(name=name, level=level, level_since=at, opened_by=actor, opened_at=at)
    add_line(crisis, Kind.OPENED, f"Crise ouverte : {name}, {_said(level)}", by=actor, at=at)
    record(
        actor=actor,
        verb=f"a ouvert le mode crise, {_said(level)}",
        target=crisis,
        tell=User.objects.holding(*UNIT_ROLES, Role.SECRETARY_GENERAL),
    )
    return crisis


def _said(level: str) -> str:
    return Level(level).label.lower()


@transaction.atomic
def change_level(*, crisis: Crisis, level: str, seen_level: str, actor: User) -> Crisis:
    """Follow what was decided outside; `seen_level` is the one that the page showed.

    Raises SomebodyWasFaster when it is another one by now, NotNow when the crisis is over.
    """
    row = locked(crisis)
    if row.level != seen_level:
        raise SomebodyWasFaster(f"Le niveau a déjà changé : {row.get_level_display()}.")
    if level == row.level:
        raise NotNow(f"Le niveau est déjà celui-là : {row.get_level_display()}.")
    at = timezone.now()
    Crisis.objects.filter(pk=row.pk, level=seen_level).update(level=level, level_since=at)
    row.refresh_from_db()
    words = f"Passage de « {Level(seen_level).label} » à « {Level(level).label} »"
    add_line(row, Kind.LEVEL, words, by=actor, at=at)
    record(
        actor=actor,
        verb=f"a noté le passage à : {_said(level)}",
        target=row,
        tell=User.objects.holding(*UNIT_ROLES, Role.SECRETARY_GENERAL),
    )
    return row


@transaction.atomic
def write_entry(
    *, crisis: Crisis, actor: User, text: str, happened_at: datetime | None = None
) -> CrisisLogEntry:
    """A line of the log, now or at the moment it happened. Raises NotNow when the crisis is over."""
    return add_line(locked(crisis), Kind.NOTE, text, by=actor, at=happened_at or timezone.now())


def let_through(*, crisis: Crisis, approval: Approval, actor: User) -> Bypass:
    """An urgent text leaves without waiting for its circuit: recorded, counted, and the others are told.

    Raises NotNow when the crisis is over, and what `comms.approvals.actions.bypass` raises. Not one
    transaction: when the text changed meanwhile, its approval becomes void though nothing is let through.
    """
    with transaction.atomic():
        level = locked(crisis).level
    row = bypass(approval=approval, actor=actor, reason=f"Crise : {_said(level)}")
    with transaction.atomic():
        words = f"Circuit contourné : {approval.version.subject_label}"
        add_line(crisis, Kind.BYPASSED, words, by=actor, at=row.bypassed_at)
    return row


@transaction.atomic
def close_crisis(*, crisis: Crisis, actor: User, words: str = "") -> int:
    """The end: what is in pause is resumed first. How many mailings leave again. Raises NotNow."""
    row = locked(crisis)
    resumed = resume_running(row, actor)
    at = timezone.now()
    add_line(row, Kind.CLOSED, f"Crise close. {words}".strip(), by=actor, at=at)
    Crisis.objects.filter(pk=row.pk, state=Crisis.State.OPEN).update(
        state=Crisis.State.CLOSED, closed_by=actor, closed_at=at
    )
    record(
        actor=actor,
        verb="a clos le mode crise",
        target=row,
        reason=words,
        tell=User.objects.holding(*UNIT_ROLES, Role.SECRETARY_GENERAL),
    )
    crisis.refresh_from_db()
    return resumed
