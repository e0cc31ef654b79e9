"""The account of minutes: written once, never below zero unless allowed, its total its sum."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comms.calendar.working_days import add_working_days, local_today
from hours.actions.deciding import reopen_entry
from hours.actions.ledger import allow_overdraft
from hours.actions.recuperations import (
    book_recuperation,
    cancel_recuperation,
    decide_recuperation,
    take_recuperation,
)
from hours.errors import HoursError, NotEnoughMinutes, NotYours, WordsMissing
from hours.models import Balance, LedgerRow, Overdraft, Recuperation, RecuperationState
from tests.hours.factories import SUNDAY, validated
from tests.people import factories as people

pytestmark = pytest.mark.django_db
State = RecuperationState


def workday(number=1):
    return add_working_days(local_today(), number)


def balance(person):
    return Balance.objects.get(person=person).minutes


@pytest.fixture
def rich(assistant, head):
    """Four hours on the account."""
    validated(assistant, head)
    return assistant


@pytest.mark.parametrize("change", ["UPDATE hours_ledgerrow SET minutes = 0", "DELETE FROM hours_ledgerrow"])
def test_postgresql_refuses_to_change_the_ledger(rich, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_postgresql_refuses_a_balance_that_no_row_explains(rich):
    with pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.update(minutes=999)


def test_booking_takes_the_minutes_at_once_and_a_refusal_gives_them_back(rich, head):
    row = book_recuperation(person=rich, day=workday(), minutes=180)
    assert balance(rich) == 60
    assert list(Recuperation.objects.pending_of(rich)) == list(Recuperation.objects.awaiting(head)) == [row]
    with pytest.raises(WordsMissing):
        decide_recuperation(recuperation=row, actor=head, answer=State.REFUSED)
    decide_recuperation(recuperation=row, actor=head, answer=State.REFUSED, comment="Bouclage")
    assert balance(rich) == 240


def test_one_books_no_more_than_there_is(rich):
    with pytest.raises(NotEnoughMinutes, match="4\xa0h"):
        book_recuperation(person=rich, day=workday(), minutes=241)
    assert not Recuperation.objects.exists()


def test_the_head_may_let_it_go_below_zero_with_a_reason(rich, head):
    with pytest.raises(WordsMissing):
        allow_overdraft(person=rich, minutes=60, reason=" ", actor=head)
    with pytest.raises(NotYours):
        allow_overdraft(person=rich, minutes=60, reason="Avance", actor=rich)
    allow_overdraft(person=rich, minutes=60, reason="Avance", actor=head)
    book_recuperation(person=rich, day=workday(), minutes=300)
    assert balance(rich) == -60
    with pytest.raises(HoursError, match="déjà à"):
        allow_overdraft(person=rich, minutes=0, reason="Fin", actor=head)


def test_postgresql_itself_keeps_the_balance_above_zero(rich):
    row = Recuperation.objects.create(person=rich, day=workday(), minutes=300)
    with pytest.raises(IntegrityError, match="balance_stays_above"), transaction.atomic():
        LedgerRow.objects.create(
            person=rich, day=row.day, kind="booking", minutes=-300, recuperation=row, written_by=rich
        )


def test_taken_or_cancelled(rich, head):
    day = add_working_days(local_today(), -1)
    row = book_recuperation(person=rich, day=day, minutes=60)
    with pytest.raises(NotYours):
        decide_recuperation(recuperation=row, actor=rich, answer=State.AGREED)
    decide_recuperation(recuperation=row, actor=head, answer=State.AGREED)
    take_recuperation(recuperation=row, actor=rich, today=local_today())
    with pytest.raises(NotYours):
        cancel_recuperation(recuperation=row, actor=rich)
    cancel_recuperation(recuperation=row, actor=head)
    assert balance(rich) == 240


def test_a_day_off_is_not_recovered(rich):
    with pytest.raises(HoursError, match="pas travaillé"):
        book_recuperation(person=rich, day=SUNDAY, minutes=60)


def test_hours_already_recovered_are_not_opened_again(rich, head):
    entry = rich.time_entries.get()
    book_recuperation(person=rich, day=workday(), minutes=200)
    with pytest.raises(HoursError, match="déjà récupérées"):
        reopen_entry(entry=entry, actor=head, reason="Erreur")
    allow_overdraft(person=rich, minutes=200, reason="Correction", actor=head)
    reopen_entry(entry=rich.time_entries.get(), actor=head, reason="Erreur")
    assert balance(rich) == -200


moves = st.lists(st.tuples(st.sampled_from(["work", "book", "undo"]), st.integers(1, 8)), max_size=10)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_whatever_happens_the_total_is_the_sum_and_not_below_zero(moves):
    with transaction.atomic():
        person, head = people.assistant(), people.head()
        for number, (move, hours) in enumerate(moves):
            try:
                if move == "work":
                    validated(person, head, SUNDAY - timedelta(weeks=number), 8, 8 + hours)
                elif move == "book":
                    book_recuperation(person=person, day=workday(number + 1), minutes=hours * 60)
                elif row := Recuperation.objects.booked().filter(person=person).first():
                    cancel_recuperation(recuperation=row, actor=person)
            except NotEnoughMinutes:
                pass
        kept = Balance.objects.filter(person=person).first()
        assert (kept.minutes if kept else 0) == LedgerRow.objects.of(person).total()
        assert not kept or kept.minutes >= 0
        assert not Balance.objects.wrong()
        transaction.set_rollback(True)


def test_a_wrong_total_is_found(rich):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE hours_balance DISABLE TRIGGER moves_with_its_rows")
        cursor.execute("UPDATE hours_balance SET minutes = minutes + 1")
        cursor.execute("ALTER TABLE hours_balance ENABLE TRIGGER moves_with_its_rows")
    assert [row.person for row in Balance.objects.wrong()] == [rich]


def test_an_overdraft_is_written_once(rich, head):
    allow_overdraft(person=rich, minutes=60, reason="Avance", actor=head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Overdraft.objects.update(minutes=600)
