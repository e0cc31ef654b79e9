"""Closing months, one person's or the unit's, and opening them again."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from comms.formats import month_long
from comms.journal.actions import record
from comms.people.models import User
from hours.actions.guards import refused_in_words
from hours.errors import HoursError, NotNow, NotYours, SomebodyWasFaster, WordsMissing
from hours.models import MonthLock, Recuperation, TimeEntry
from hours.permissions import may_decide_for, may_lock_month, may_lock_unit, people_with_hours


def lock_month(*, person: User, month: date, actor: User, today: date) -> MonthLock:
    """Close a person's month: its drafts stay out, and nothing may wait for an answer.

    Raises NotYours, NotNow, HoursError; PostgreSQL then refuses each change of the month's rows.
    """
    if not may_lock_month(actor, person):
        raise NotYours("C’est au ou à la chargé(e) de communication de clore un mois.")
    if month > today:
        raise NotNow(f"Le mois de {month_long(month)} n’a pas commencé.")
    with refused_in_words():
        _hold_month(person, month)
        if waiting := waiting_in(person, month):
            raise HoursError(
                f"{person}, {month_long(month)} : {waiting} attend{'ent' if waiting > 1 else ''} "
                "encore une réponse. Validez ou refusez d’abord."
            )
        if MonthLock.objects.of(person, month).in_force().exists():
            raise SomebodyWasFaster(f"{person} : le mois de {month_long(month)} est déjà clos.")
        lock = MonthLock.objects.create(person=person, month=month, locked_by=actor)
        record(actor=actor, verb="a clos ce mois", target=lock, tell=[person])
    return lock


def waiting_in(person: User, month: date) -> int:
    """How many hours and recuperations of the month wait for an answer."""
    entries = TimeEntry.objects.submitted().of_month(month).filter(person=person)
    return entries.count() + Recuperation.objects.requested().of_month(month).filter(person=person).count()


def lock_unit_month(
    *, month: date, actor: User, today: date
) -> tuple[list[MonthLock], list[tuple[User, str]]]:
    """Close the month of everybody in the unit: those that are now closed, and why others aren't."""
    if not may_lock_unit(actor):
        raise NotYours("C’est au ou à la chargé(e) de communication de clore un mois.")
    closed = set(MonthLock.objects.in_force().filter(month=month).values_list("person", flat=True))
    done, left = [], []
    for person in people_with_hours().exclude(pk__in=closed):
        try:
            done.append(lock_month(person=person, month=month, actor=actor, today=today))
        except HoursError as error:
            left.append((person, str(error)))
    return done, left


@transaction.atomic
def unlock_month(*, lock: MonthLock, actor: User, reason: str) -> None:
    """Open it again; the row stays, with who, when and why."""
    if not may_decide_for(actor, lock.person):
        raise NotYours("Personne ne rouvre son propre mois : c’est au ou à la chargé(e) de communication.")
    if not reason.strip():
        raise WordsMissing("Dites pourquoi ce mois est rouvert.")
    opened = (
        MonthLock.objects.in_force()
        .filter(pk=lock.pk)
        .update(unlocked_by=actor, unlocked_at=timezone.now(), reason=reason.strip())
    )
    if not opened:
        raise SomebodyWasFaster("Ce mois vient d’être rouvert par quelqu’un d’autre.")
    record(actor=actor, verb="a rouvert ce mois", target=lock, reason=reason.strip(), tell=[lock.person])


def _hold_month(person: User, month: date) -> None:
    """Wait for those who are changing a row of the month, and make the others wait (migration 0002)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::integer, hours_month_key(%s))", [person.pk, month])
