"""Who carries too much: person × week."""

from datetime import date, timedelta

import pytest

from hours.overload import loads, monday_of
from tests.campaigns.planning.factories import TaskFactory
from tests.hours.factories import HOLIDAY, SUNDAY, submitted, worked

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 12)


def test_evenings_weekends_and_holidays_are_told_apart(assistant):
    worked(assistant, MONDAY, 18, 20)
    worked(assistant, SUNDAY, 8, 12)
    worked(assistant, HOLIDAY, 8, 10)
    weeks = loads([assistant], monday_of(HOLIDAY), 4)[0].weeks
    assert [len(week.holidays) for week in weeks] == [1, 0, 0, 0]
    assert [len(week.evenings) for week in weeks] == [0, 0, 0, 1]
    assert [len(week.weekend_days) for week in weeks] == [0, 0, 0, 1]
    assert [week.extra for week in weeks] == [120, 0, 0, 360]
    assert [week.level for week in weeks] == ["worked", "calm", "calm", "heavy"]


def test_hours_of_the_usual_day_are_no_overload(assistant):
    worked(assistant, MONDAY, 8, 12)
    assert loads([assistant], MONDAY, 1)[0].weeks[0].level == "calm"


def test_tasks_that_are_due_weigh_too(assistant, head):
    for number in range(8):
        TaskFactory(owner=assistant, due_on=MONDAY + timedelta(days=number % 5))
    mine, theirs = loads([assistant, head], MONDAY, 2)
    assert (mine.weeks[0].tasks, mine.weeks[0].level, mine.weeks[1].level) == (8, "heavy", "calm")
    assert theirs.heavy_count == 0


def test_the_picture_stays_in_its_frame(assistant):
    for day in range(7):
        submitted(assistant, MONDAY + timedelta(days=day), 16, 7)
    week = loads([assistant], MONDAY, 1)[0].weeks[0]
    assert week.level == "too_heavy"
    assert all(top >= 0 and height > 0 and top + height <= 60 for _, height, top in week.bars)
