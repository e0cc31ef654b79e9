"""Entering, submitting and answering hours."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comms.journal.models import Notice
from comms.outbox.models import OutgoingMail
from comms.people.models import Deputy
from hours.actions.deciding import decide_entry, reopen_entry
from hours.actions.entries import create_entry, delete_entry, edit_entry, submit_entry, take_back_entry
from hours.errors import HoursError, NotNow, NotYours, Overlap, SomebodyWasFaster, WordsMissing
from hours.models import Balance, EntryState, LedgerRow, TimeEntry
from tests.hours.factories import SATURDAY, SUNDAY, WEDNESDAY, submitted, validated, worked
from tests.people import factories as people

pytestmark = pytest.mark.django_db
Answer = EntryState


def test_an_evening_past_midnight_belongs_to_the_day_it_began(assistant):
    entry = create_entry(person=assistant, day=SATURDAY, starts=time(18), ends=time(1), what="Bal")
    assert (entry.day, entry.minutes) == (SATURDAY, 7 * 60)
    assert timezone.localtime(entry.ends_at).date() == SUNDAY
    assert entry.minutes_by_kind() == {"saturday": 240, "sunday": 60, "night": 120}


def test_the_same_person_does_not_work_twice_at_once(assistant, head):
    worked(assistant, SUNDAY, 8, 12)
    with pytest.raises(Overlap, match="Fête du quartier"):
        worked(assistant, SUNDAY, 11, 13)
    worked(assistant, SUNDAY, 12, 13)  # one after the other is no overlap
    worked(head, SUNDAY, 8, 12)


def test_the_database_refuses_an_overlap_too(assistant):
    one, other = worked(assistant, SUNDAY, 8, 12), worked(assistant, SUNDAY, 14, 16)
    with pytest.raises(IntegrityError, match="nobody_works_twice"), transaction.atomic():
        TimeEntry.objects.filter(pk=other.pk).update(starts_at=one.starts_at)


def test_refused_hours_are_in_nobody_s_way(assistant, head):
    entry = submitted(assistant)
    decide_entry(entry=entry, actor=head, answer=Answer.REFUSED, comment="Non")
    worked(assistant)


def test_hours_that_are_still_to_come_are_not_entered(assistant):
    with pytest.raises(HoursError, match="pas encore faites"):
        worked(assistant, timezone.localdate() + timedelta(days=1))


def test_a_break_is_shorter_than_the_work(assistant):
    with pytest.raises(HoursError, match="pause"):
        worked(assistant, SUNDAY, 8, 9, break_minutes=60)


def test_who_is_not_of_the_unit_enters_nothing(elected):
    with pytest.raises(NotYours):
        worked(elected)


def test_editing_cuts_again(assistant):
    entry = worked(assistant, WEDNESDAY, 16, 18)
    edited = edit_entry(entry=entry, actor=assistant, day=SUNDAY, starts=time(9), ends=time(10))
    assert edited.minutes_by_kind() == {"sunday": 60}
    with pytest.raises(NotYours):
        edit_entry(entry=entry, actor=people.head(), day=SUNDAY, starts=time(9), ends=time(10))


def test_submitted_hours_wait_for_the_head_and_tell_them(assistant, head, cabinet):
    entry = submitted(assistant)
    assert list(TimeEntry.objects.awaiting(head)) == [entry]
    assert not TimeEntry.objects.awaiting(cabinet) and not TimeEntry.objects.awaiting(assistant)
    assert list(TimeEntry.objects.pending_of(assistant)) == [entry]
    assert Notice.objects.filter(user=head).count() == 1
    with pytest.raises(NotNow):
        edit_entry(entry=entry, actor=assistant, day=SUNDAY, starts=time(9), ends=time(10))
    take_back_entry(entry=entry, actor=assistant)
    assert entry.is_editable


def test_nobody_validates_their_own_and_the_cabinet_validates_the_head_s(head, cabinet):
    entry = submitted(head)
    with pytest.raises(NotYours):
        decide_entry(entry=entry, actor=head, answer=Answer.VALIDATED)
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeEntry.objects.filter(pk=entry.pk).update(decided_by=head)
    assert list(TimeEntry.objects.awaiting(cabinet)) == [entry]
    decide_entry(entry=entry, actor=cabinet, answer=Answer.VALIDATED)


def test_a_deputy_validates_in_the_head_s_place(assistant, head, elected):
    today = timezone.localdate()
    entry = submitted(assistant)
    with pytest.raises(NotYours):
        decide_entry(entry=entry, actor=elected, answer=Answer.VALIDATED)
    Deputy.objects.create(absentee=head, deputy=elected, starts_on=today, ends_on=today)
    decide_entry(entry=entry, actor=elected, answer=Answer.VALIDATED)


def test_validating_credits_the_account_once(assistant, head):
    entry = validated(assistant, head, SATURDAY, 20, 2)
    assert list(entry.ledger_rows.order_by("pk").values_list("hour_kind", "minutes")) == [
        ("saturday", 120), ("night", 120), ("sunday", 120),
    ]  # fmt: skip
    assert Balance.objects.get(person=assistant).minutes == 360
    with pytest.raises(SomebodyWasFaster):
        decide_entry(
            entry=TimeEntry.objects.get(pk=entry.pk), actor=head, answer=Answer.REFUSED, comment="Non"
        )


def test_hours_to_be_seen_with_the_hr_office_credit_nothing(assistant, head):
    validated(assistant, head, choice=TimeEntry.Choice.OTHER)
    assert not LedgerRow.objects.exists()


def test_a_correction_or_a_refusal_needs_words_and_is_mailed(assistant, head):
    entry = submitted(assistant)
    with pytest.raises(WordsMissing):
        decide_entry(entry=entry, actor=head, answer=Answer.CHANGES_ASKED, comment="  ")
    decide_entry(entry=entry, actor=head, answer=Answer.CHANGES_ASKED, comment="Et la pause ?")
    mail = OutgoingMail.objects.get()
    assert mail.address == assistant.email
    submit_entry(entry=entry, actor=assistant)
    assert TimeEntry.objects.get().state == Answer.SUBMITTED


def test_opened_again_the_credit_is_countered_and_may_be_given_again(assistant, head):
    entry = validated(assistant, head)
    reopen_entry(entry=entry, actor=head, reason="Erreur")
    assert Balance.objects.get(person=assistant).minutes == 0
    with pytest.raises(NotNow):
        delete_entry(entry=entry, actor=assistant)
    submit_entry(entry=entry, actor=assistant)
    decide_entry(entry=entry, actor=head, answer=Answer.VALIDATED)
    assert Balance.objects.get(person=assistant).minutes == 240
    assert [row.minutes for row in LedgerRow.objects.order_by("pk")] == [240, -240, 240]


def test_a_draft_is_thrown_away_with_its_pieces(assistant):
    delete_entry(entry=worked(assistant), actor=assistant)
    assert not TimeEntry.objects.exists()
