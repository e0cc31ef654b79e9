"""Working-day arithmetic, whatever the day, the distance and the closed days."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from comms.calendar.models import ClosedDay
from comms.calendar.working_days import (
    WorkingCalendar,
    add_working_days,
    holiday_name,
    is_working_day,
    local_today,
    working_days_between,
)
from tests.calendar.factories import ClosedDayFactory

DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
COUNTS = st.integers(-260, 260)
A_BRIDGE = date(2026, 9, 25)
A_CLOSING = (date(2026, 12, 21), date(2027, 1, 8))

pytestmark = pytest.mark.django_db
given_any = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def closed_days(db):
    ClosedDayFactory(starts_on=A_BRIDGE, ends_on=A_BRIDGE)
    ClosedDayFactory(kind=ClosedDay.Kind.CLOSING, starts_on=A_CLOSING[0], ends_on=A_CLOSING[1])
    ClosedDayFactory(kind=ClosedDay.Kind.SCHOOL, starts_on=date(2026, 6, 6), ends_on=date(2026, 6, 21))


def worked(day: date) -> bool:
    """The rule said again, without the code under test."""
    closed = day == A_BRIDGE or A_CLOSING[0] <= day <= A_CLOSING[1]
    return day.weekday() < 5 and not holiday_name(day) and not closed


@given_any
@given(day=DAYS)
def test_a_day_is_worked_unless_weekend_holiday_bridge_or_closing(day):
    assert is_working_day(day) == worked(day)


@given_any
@given(day=DAYS, count=COUNTS)
@example(day=date(2026, 9, 23), count=1)  # a holiday, then a bridge, then a weekend
@example(day=date(2026, 12, 18), count=1)
@example(day=date(2026, 12, 19), count=0)
def test_adding_never_lands_on_a_closed_day(day, count):
    assert worked(add_working_days(day, count))


@given_any
@given(day=DAYS, count=COUNTS.filter(bool))
def test_between_undoes_adding(day, count):
    assert working_days_between(day, add_working_days(day, count)) == count


@given_any
@given(day=DAYS, count=COUNTS.filter(bool))
def test_adding_and_going_back_returns_to_a_worked_day(day, count):
    assume(worked(day))
    assert add_working_days(add_working_days(day, count), -count) == day


@given_any
@given(day=DAYS, count=COUNTS, more=st.integers(0, 60))
def test_a_longer_delay_is_never_due_sooner(day, count, more):
    assert add_working_days(day, count) <= add_working_days(day, count + more)


@given_any
@given(day=DAYS, later=st.integers(0, 90), count=COUNTS)
def test_a_later_start_is_never_due_sooner(day, later, count):
    assert add_working_days(day, count) <= add_working_days(day + timedelta(days=later), count)


@given_any
@given(start=DAYS, end=DAYS)
def test_between_has_the_sign_of_the_direction_and_no_more_days_than_the_calendar(start, end):
    between = working_days_between(start, end)
    assert abs(between) <= abs((end - start).days)
    assert between >= 0 if end >= start else between <= 0


@given_any
@given(first=DAYS, second=DAYS, third=DAYS)
def test_stretches_add_up(first, second, third):
    first, second, third = sorted((first, second, third))
    whole = working_days_between(first, third)
    assert whole == working_days_between(first, second) + working_days_between(second, third)


def test_zero_days_is_today_when_worked_else_the_next_worked_day():
    assert add_working_days(date(2026, 9, 23), 0) == date(2026, 9, 23)
    assert add_working_days(date(2026, 9, 24), 0) == date(2026, 9, 28)  # holiday, bridge, weekend


def test_the_24_september_and_its_bridge_make_a_long_weekend():
    assert add_working_days(date(2026, 9, 23), 1) == date(2026, 9, 28)
    assert working_days_between(date(2026, 9, 23), date(2026, 9, 28)) == 1
    assert add_working_days(date(2026, 9, 28), -1) == date(2026, 9, 23)


def test_without_its_row_the_bridge_is_worked():
    ClosedDay.objects.filter(kind=ClosedDay.Kind.BRIDGE).delete()
    assert add_working_days(date(2026, 9, 23), 1) == A_BRIDGE


def test_school_holidays_are_worked():
    assert is_working_day(date(2026, 6, 10))


def test_a_year_of_arithmetic_asks_the_database_a_few_times_at_most(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        add_working_days(date(2026, 1, 2), 240)


def test_a_calendar_read_once_answers_for_the_months_around(django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = WorkingCalendar(date(2026, 9, 1))
        assert [calendar.is_working_day(A_BRIDGE + timedelta(days=n)) for n in range(4)] == [False] * 3 + [
            True
        ]


# --- which day is it here? ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("utc", "here"),
    [
        (datetime(2026, 9, 23, 13, 30, tzinfo=UTC), date(2026, 9, 24)),  # 0 h 30 in Nouméa
        (datetime(2026, 9, 23, 23, 59, tzinfo=UTC), date(2026, 9, 24)),  # 10 h 59: UTC is still on the 23rd
        (datetime(2026, 9, 24, 0, 0, tzinfo=UTC), date(2026, 9, 24)),  # 11 h: both agree
        (datetime(2026, 9, 24, 12, 59, tzinfo=UTC), date(2026, 9, 24)),  # 23 h 59
        (datetime(2026, 9, 24, 13, 0, tzinfo=UTC), date(2026, 9, 25)),  # midnight
        (datetime(2026, 12, 31, 13, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_today_is_the_day_of_noumea_not_of_utc(utc, here):
    assert local_today(utc) == here
    with time_machine.travel(utc, tick=False):
        assert local_today() == here
