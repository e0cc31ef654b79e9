from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from comms.approvals import actions
from comms.approvals.models import ApprovalStep
from comms.approvals.tasks import remind
from comms.journal.models import Entry
from comms.people.models import Role
from tests.approvals.factories import circuit, last_mail, mails, say, step_of, submitted
from tests.people.factories import DeputyFactory

pytestmark = pytest.mark.django_db

# 8 h in Nouméa on these days of March 2026, a month without a public holiday
MONDAY = datetime(2026, 3, 1, 21, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (MONDAY + timedelta(days=n) for n in range(1, 6))
NEXT_MONDAY = MONDAY + timedelta(days=7)


@pytest.fixture
def asked_on_monday(assistant, head, cabinet):
    """Asked on Monday for Wednesday: two working days."""
    with time_machine.travel(MONDAY, tick=False):
        return step_of(submitted(assistant))


def reminded_on(moment) -> set[tuple[str, str]]:
    before = last_mail()
    with time_machine.travel(moment, tick=False):
        remind()
    return mails(after=before)


def test_the_day_before_and_then_each_day_one_mail(asked_on_monday, head):
    assert reminded_on(MONDAY) == set()
    assert reminded_on(TUESDAY) == {(head.email, "Rappel, à valider")}
    assert reminded_on(TUESDAY + timedelta(hours=2)) == set(), "once a day, however often the clock rings"
    assert reminded_on(WEDNESDAY) == {(head.email, "Rappel, à valider")}
    assert reminded_on(THURSDAY) == {(head.email, "En retard, à valider")}


def test_a_deputy_of_the_day_is_reminded_too(asked_on_monday, head, secretary_general):
    DeputyFactory(absentee=head, deputy=secretary_general, starts_on=TUESDAY.date(), ends_on=THURSDAY.date())
    assert reminded_on(FRIDAY - timedelta(days=2)) == {
        (head.email, "Rappel, à valider"),
        (secretary_general.email, "Rappel, à valider"),
    }


def test_a_reminder_missed_while_all_was_down_leaves_at_return(asked_on_monday, head):
    assert reminded_on(THURSDAY) == {(head.email, "En retard, à valider")}
    assert reminded_on(THURSDAY) == set()


def test_nobody_is_reminded_on_a_day_off(asked_on_monday, head):
    assert reminded_on(FRIDAY)
    assert reminded_on(SATURDAY) == set()
    assert reminded_on(NEXT_MONDAY) == {(head.email, "En retard, à valider")}


def test_delays_count_working_days_only(assistant, head, cabinet):
    with time_machine.travel(FRIDAY, tick=False):
        step = step_of(submitted(assistant))
    assert step.due_on == datetime(2026, 3, 10).date()


def test_each_steps_own_rhythm_is_kept(assistant, head):
    circuit(Role.HEAD, delay_working_days=1, reminder_every=2)
    with time_machine.travel(MONDAY, tick=False):
        submitted(assistant)
    reminded = [day for day in (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY) if reminded_on(day)]
    assert reminded == [TUESDAY, THURSDAY]


def test_a_step_without_reminders_stays_quiet(assistant, head):
    circuit(Role.HEAD, reminder_every=0)
    with time_machine.travel(MONDAY, tick=False):
        submitted(assistant)
    assert reminded_on(NEXT_MONDAY) == set()


def test_the_author_learns_once_that_it_is_late(asked_on_monday, assistant):
    for day in (WEDNESDAY, THURSDAY, FRIDAY):
        reminded_on(day)
    entry = Entry.objects.get(verb__startswith="signale un retard")
    assert [notice.user for notice in entry.notices.all()] == [assistant]


def test_a_decided_step_is_reminded_no_more_and_the_next_has_its_own_time(asked_on_monday, head, cabinet):
    with time_machine.travel(TUESDAY, tick=False):
        say(asked_on_monday.approval, head)
    assert reminded_on(WEDNESDAY) == {(cabinet.email, "Rappel, à valider")}


def test_a_worker_with_an_old_reading_reminds_nobody_twice(asked_on_monday):
    stale = ApprovalStep.objects.readable().get(pk=asked_on_monday.pk)
    reminded_on(TUESDAY)
    with time_machine.travel(TUESDAY, tick=False):
        assert not actions.remind(step=stale, at=TUESDAY)
