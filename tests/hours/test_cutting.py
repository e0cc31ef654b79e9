"""A stretch of work is cut where its minutes change their kind; whatever it is, its minutes add up."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.calendar.working_days import holiday_name
from hours.cutting import cut, minutes_between
from hours.kinds import HourKind
from hours.models import Coefficient, WorkingHours
from hours.rulebook import Rulebook
from tests.hours.factories import HOLIDAY, SATURDAY, SUNDAY, WEDNESDAY


class FixedRules(Rulebook):
    """The defaults, without a database: no closed day, no row."""

    def __init__(self, **hours) -> None:
        self._hours = [WorkingHours(starts_on=date(2000, 1, 1), **hours)]
        self._coefficients = []
        self._calendar = self

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and not holiday_name(day)


RULES = FixedRules()


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def shown(day, starts, length_hours, break_minutes=0, rules=RULES):
    start = moment(day, starts)
    pieces = cut(start, start + timedelta(hours=length_hours), break_minutes, rules)
    return [(piece.kind, piece.minutes) for piece in pieces]


def test_an_evening_of_the_week_that_runs_into_the_night():
    assert shown(WEDNESDAY, 17, 6) == [(HourKind.WEEK, 300), (HourKind.NIGHT, 60)]


def test_what_lies_in_the_usual_day_is_told_apart():
    assert shown(WEDNESDAY, 14, 4) == [(HourKind.ORDINARY, 90), (HourKind.WEEK, 150)]


def test_a_saturday_night_ends_on_sunday():
    assert shown(SATURDAY, 20, 6) == [
        (HourKind.SATURDAY, 120),
        (HourKind.NIGHT, 120),
        (HourKind.SUNDAY, 120),
    ]


def test_a_holiday_counts_whole_and_the_evening_before_does_not():
    assert shown(HOLIDAY, 8, 5) == [(HourKind.HOLIDAY, 300)]
    assert shown(HOLIDAY - timedelta(days=1), 20, 5) == [
        (HourKind.WEEK, 120),
        (HourKind.NIGHT, 120),
        (HourKind.HOLIDAY, 60),
    ]


def test_the_town_may_put_the_night_before_sunday():
    rules = FixedRules(night_comes_first=True)
    assert shown(SUNDAY, 20, 4, rules=rules) == [(HourKind.SUNDAY, 120), (HourKind.NIGHT, 120)]
    assert shown(SUNDAY, 20, 4) == [(HourKind.SUNDAY, 240)]


def test_the_break_comes_off_the_longest_piece():
    assert shown(WEDNESDAY, 17, 6, 30) == [(HourKind.WEEK, 270), (HourKind.NIGHT, 60)]


def test_days_are_those_of_noumea():
    """At 8 h here it is still the day before in UTC: Monday's morning isn't Sunday's."""
    assert shown(SUNDAY + timedelta(days=1), 16, 2) == [(HourKind.WEEK, 120)]
    assert shown(SUNDAY, 8, 2) == [(HourKind.SUNDAY, 120)]


stretches = st.tuples(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 24 * 60),
    st.integers(0, 24 * 60),
)


@settings(max_examples=150, deadline=None)
@given(stretches)
def test_whatever_the_stretch_its_minutes_add_up_and_each_piece_is_of_one_kind(stretch):
    day, starts, length, pause = stretch
    pause = min(pause, length - 1)
    start = moment(day, 0) + timedelta(minutes=starts)
    end = start + timedelta(minutes=length)
    pieces = cut(start, end, pause, RULES)
    assert sum(piece.minutes for piece in pieces) == length - pause
    for piece in pieces:
        last = piece.ends_at - timedelta(minutes=1)
        middle = piece.starts_at + timedelta(minutes=minutes_between(piece.starts_at, piece.ends_at) // 2)
        kinds = {RULES.kind_at(at) for at in (piece.starts_at, middle, last)}
        assert kinds == {piece.kind}
        assert timezone.localdate(piece.starts_at) == timezone.localdate(last) == piece.day
        assert start <= piece.starts_at < piece.ends_at <= end
        assert 0 < piece.minutes <= minutes_between(piece.starts_at, piece.ends_at)
    ordered = sorted(pieces, key=lambda piece: piece.starts_at)
    assert pieces == ordered
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(pieces))


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 24 * 60 - 1))
def test_the_kind_of_a_minute_is_what_the_calendar_says(day, minute):
    at = moment(day, minute // 60, minute % 60)
    kind = RULES.kind_at(at)
    assert (kind == HourKind.HOLIDAY) == bool(holiday_name(day))
    if not holiday_name(day):
        assert (kind == HourKind.SUNDAY) == (day.weekday() == 6)
    if kind == HourKind.NIGHT:
        assert minute >= 22 * 60 or minute < 7 * 60


@pytest.mark.django_db
def test_the_coefficient_in_force_is_that_of_the_day():
    Coefficient.objects.create(kind=HourKind.SUNDAY, starts_on=SUNDAY, value=Decimal("1.50"))
    rules = Rulebook(SUNDAY)
    assert rules.credit(61, HourKind.SUNDAY, SUNDAY) == 92  # 91.5: half a minute counts for one
    assert rules.credit(60, HourKind.SUNDAY, SUNDAY - timedelta(days=7)) == 60
    assert rules.credit(60, HourKind.ORDINARY, SUNDAY) == 0


@pytest.mark.django_db
def test_the_night_in_force_is_that_of_the_day():
    WorkingHours.objects.create(starts_on=WEDNESDAY, night_starts_at=time(21), night_ends_at=time(5))
    rules = Rulebook(WEDNESDAY)
    assert rules.kind_at(moment(WEDNESDAY, 21)) == HourKind.NIGHT
    assert rules.kind_at(moment(WEDNESDAY - timedelta(days=7), 21)) == HourKind.WEEK


@pytest.mark.django_db
def test_without_any_row_each_minute_counts_for_one():
    Coefficient.objects.all().delete()
    WorkingHours.objects.all().delete()
    assert Rulebook(SUNDAY).credit(60, HourKind.NIGHT, SUNDAY) == 60
    assert Rulebook(SUNDAY).hours_on(SUNDAY).usual_minutes == 480
