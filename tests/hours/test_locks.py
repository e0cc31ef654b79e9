"""A closed month: nothing of it changes, by our actions or by SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hours.actions.deciding import decide_entry, reopen_entry
from hours.actions.entries import delete_entry, submit_entry
from hours.actions.locks import lock_month, lock_unit_month, unlock_month
from hours.errors import HoursError, MonthIsLocked, NotNow, NotYours, SomebodyWasFaster, WordsMissing
from hours.models import EntryState, HourSegment, LedgerRow, MonthLock, TimeEntry
from tests.hours.factories import SATURDAY, SUNDAY, submitted, validated, worked

pytestmark = pytest.mark.django_db
OCTOBER, TODAY = date(2026, 10, 1), date(2026, 11, 23)


@pytest.fixture
def closed(assistant, head):
    """October is closed, with hours that count and a draft that doesn't."""
    entry = validated(assistant, head)
    draft = worked(assistant, SATURDAY)
    lock = lock_month(person=assistant, month=OCTOBER, actor=head, today=TODAY)
    return entry, draft, lock


def test_no_action_changes_a_closed_month(closed, assistant, head):
    entry, draft, _ = closed
    refused = (
        lambda: worked(assistant, date(2026, 10, 25)),
        lambda: submit_entry(entry=draft, actor=assistant),
        lambda: delete_entry(entry=draft, actor=assistant),
        lambda: reopen_entry(entry=entry, actor=head, reason="Erreur"),
    )
    for change in refused:
        with pytest.raises(MonthIsLocked, match="octobre 2026 est clos"), transaction.atomic():
            change()
    worked(assistant, date(2026, 11, 1))


def test_nor_does_sql(closed, assistant, head):
    entry, draft, lock = closed
    november = date(2026, 11, 8)
    refused = (
        lambda: TimeEntry.objects.filter(pk=draft.pk).update(place="Ailleurs"),
        lambda: TimeEntry.objects.filter(pk=draft.pk).update(day=november),
        lambda: TimeEntry.objects.filter(pk=worked(assistant, november).pk).update(day=SUNDAY),
        lambda: HourSegment.objects.filter(entry=entry).update(minutes=1),
        lambda: HourSegment.objects.filter(entry=draft).delete(),
        lambda: LedgerRow.objects.create(
            person=assistant, day=SUNDAY, kind="credit", minutes=1, entry=entry, written_by=head
        ),
        lambda: MonthLock.objects.all().delete(),
        lambda: MonthLock.objects.update(month=date(2026, 9, 1)),
        lambda: MonthLock.objects.filter(pk=lock.pk).update(unlocked_at=lock.locked_at, unlocked_by=head),
    )
    for number, change in enumerate(refused):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
            pytest.fail(f"change {number} was taken")


def test_others_months_stay_open(closed, head):
    worked(head)


def test_nothing_may_wait_for_an_answer(assistant, head):
    entry = submitted(assistant)
    with pytest.raises(HoursError, match="attend encore une réponse"):
        lock_month(person=assistant, month=OCTOBER, actor=head, today=TODAY)
    decide_entry(entry=entry, actor=head, answer=EntryState.VALIDATED)
    lock_month(person=assistant, month=OCTOBER, actor=head, today=TODAY)
    with pytest.raises(SomebodyWasFaster):
        lock_month(person=assistant, month=OCTOBER, actor=head, today=TODAY)


def test_only_who_decides_closes_and_only_what_has_begun(assistant, head, stranger):
    for person in (assistant, stranger):
        with pytest.raises(NotYours):
            lock_month(person=assistant, month=OCTOBER, actor=person, today=TODAY)
    with pytest.raises(NotNow):
        lock_month(person=assistant, month=date(2026, 12, 1), actor=head, today=TODAY)


def test_opening_leaves_a_row_with_its_reason(closed, assistant, head):
    _, draft, lock = closed
    with pytest.raises(WordsMissing):
        unlock_month(lock=lock, actor=head, reason=" ")
    with pytest.raises(NotYours):
        unlock_month(lock=lock, actor=assistant, reason="Oubli")
    unlock_month(lock=lock, actor=head, reason="Une soirée oubliée")
    submit_entry(entry=draft, actor=assistant)
    decide_entry(entry=draft, actor=head, answer=EntryState.REFUSED, comment="Non")
    lock_month(person=assistant, month=OCTOBER, actor=head, today=TODAY)
    assert list(MonthLock.objects.order_by("pk").values_list("reason", flat=True)) == [
        "Une soirée oubliée",
        "",
    ]
    with pytest.raises(SomebodyWasFaster):
        unlock_month(lock=lock, actor=head, reason="Encore")


def test_the_unit_s_month_closes_for_all_who_can(assistant, head, cabinet):
    submitted(assistant)
    done, left = lock_unit_month(month=OCTOBER, actor=head, today=TODAY)
    assert {lock.person for lock in done} == {head, cabinet}
    assert [person for person, _ in left] == [assistant]
    with pytest.raises(NotYours):
        lock_unit_month(month=OCTOBER, actor=cabinet, today=TODAY)
