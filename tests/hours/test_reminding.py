"""Those who validate are reminded: once, on working days, not during a crisis."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from comms.outbox.models import OutgoingMail
from hours import tasks
from hours.actions import reminding
from hours.actions.reminding import remind_to_validate
from hours.models import TimeEntry
from tests.hours.factories import submitted

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


def at(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()).replace(hour=9))


@pytest.fixture
def waiting(assistant, head):
    entry = submitted(assistant)
    TimeEntry.objects.filter(pk=entry.pk).update(submitted_on=MONDAY)
    return entry


def test_the_head_is_reminded_after_three_working_days_and_again_later(waiting, head):
    assert remind_to_validate(at=at(MONDAY + timedelta(days=2))) == 0
    assert remind_to_validate(at=at(MONDAY + timedelta(days=3))) == 1
    assert remind_to_validate(at=at(MONDAY + timedelta(days=3))) == 0
    mail = OutgoingMail.objects.get()
    assert mail.address == head.email
    assert remind_to_validate(at=at(MONDAY + timedelta(days=4))) == 0
    assert remind_to_validate(at=at(MONDAY + timedelta(days=8))) == 1


def test_nobody_is_reminded_on_a_day_off_or_during_a_crisis(waiting, monkeypatch):
    assert remind_to_validate(at=at(MONDAY + timedelta(days=5))) == 0
    monkeypatch.setattr(reminding, "reminders_are_paused", lambda: True)
    assert remind_to_validate(at=at(MONDAY + timedelta(days=7))) == 0
    assert not OutgoingMail.objects.exists()


def test_the_tasks_run(waiting):
    tasks.remind()
    tasks.check_balances()
