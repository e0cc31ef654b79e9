"""Two at the same instant, on the real database; each beside the same scene with its guard off."""

from datetime import date, time

import pytest
from django.db import connection

from comms.calendar.working_days import add_working_days, local_today
from hours.actions import entries, ledger
from hours.actions.entries import create_entry
from hours.actions.locks import lock_month
from hours.actions.recuperations import book_recuperation
from hours.errors import HoursError, NotEnoughMinutes
from hours.models import Balance, LedgerRow, MonthLock, Recuperation, TimeEntry
from tests.hours.factories import SUNDAY, validated
from tests.people import factories as people
from tests.press.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rich():
    """Four hours on the account."""
    person = people.assistant()
    validated(person, people.head())
    return person


def book_the_rest(person):
    return lambda n: book_recuperation(person=person, day=add_working_days(local_today(), n + 1), minutes=240)


def test_the_last_minutes_go_to_one_booking(rich):
    outcomes = at_once(book_the_rest(rich), 6)
    assert sum(isinstance(outcome, Recuperation) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NotEnoughMinutes) for outcome in outcomes) == 5
    assert Balance.objects.get(person=rich).minutes == LedgerRow.objects.of(rich).total() == 0


def test_without_the_lock_the_database_is_the_second_wall(rich, monkeypatch):
    monkeypatch.setattr(ledger, "locked_balance", lambda person: Balance(person=person, minutes=240))
    outcomes = at_once(book_the_rest(rich), 6)
    assert sum(isinstance(outcome, Recuperation) for outcome in outcomes) == 1
    assert all(isinstance(outcome, Recuperation | HoursError) for outcome in outcomes)


def test_without_the_lock_and_the_constraint_the_account_goes_below_zero(rich, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(ledger, "locked_balance", lambda person: Balance(person=person, minutes=240))
    constraint = next(row for row in Balance._meta.constraints if row.name.startswith("balance_stays"))
    with connection.schema_editor() as editor:
        editor.remove_constraint(Balance, constraint)
    try:
        outcomes = at_once(book_the_rest(rich), 6)
        assert sum(isinstance(outcome, Recuperation) for outcome in outcomes) == 6
        assert Balance.objects.get(person=rich).minutes < 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE hours_balance, hours_ledgerrow, hours_recuperation, "
                "hours_hoursegment, hours_timeentry"
            )
        with connection.schema_editor() as editor:
            editor.add_constraint(Balance, constraint)


def same_sunday(person):
    return lambda n: create_entry(person=person, day=SUNDAY, starts=time(8), ends=time(12), what="Fête")


def test_the_same_hours_typed_twice_at_once_stand_once(db):
    person = people.assistant()
    outcomes = at_once(same_sunday(person), 4)
    assert sum(isinstance(outcome, TimeEntry) for outcome in outcomes) == 1
    assert all(isinstance(outcome, TimeEntry | HoursError) for outcome in outcomes)


def test_without_the_exclusion_they_stand_several_times(db, monkeypatch):
    """The negative control."""
    person = people.assistant()
    constraint = next(row for row in TimeEntry._meta.constraints if row.name.startswith("nobody_works"))
    monkeypatch.setattr(entries, "overlapping", lambda entry: TimeEntry.objects.none())
    with connection.schema_editor() as editor:
        editor.remove_constraint(TimeEntry, constraint)
    try:
        at_once(same_sunday(person), 4)
        assert TimeEntry.objects.count() == 4
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE hours_hoursegment, hours_timeentry, hours_ledgerrow")
        with connection.schema_editor() as editor:
            editor.add_constraint(TimeEntry, constraint)


def test_a_month_closes_before_or_after_a_change_never_during_it(db):
    """What was entered before the closing is in the month; what comes after is refused."""
    person, head = people.assistant(), people.head()

    def work(number):
        if number == 0:
            return lock_month(person=person, month=date(2026, 10, 1), actor=head, today=date(2026, 11, 23))
        return create_entry(
            person=person, day=date(2026, 10, number), starts=time(18), ends=time(20), what="Soirée"
        )

    outcomes = at_once(work, 6)
    lock = next(outcome for outcome in outcomes if isinstance(outcome, MonthLock))
    made = [outcome for outcome in outcomes if isinstance(outcome, TimeEntry)]
    assert all(isinstance(outcome, MonthLock | TimeEntry | HoursError) for outcome in outcomes)
    assert TimeEntry.objects.count() == len(made)
    assert lock.pk
