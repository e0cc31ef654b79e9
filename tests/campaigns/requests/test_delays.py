"""How soon, and how late: in working days, never a surprise."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.requests.delays import earliest_day, estimate, lateness_of
from campaigns.requests.figures import WorkingIndex
from comms.calendar.working_days import add_working_days, is_working_day, working_days_between
from tests.campaigns.requests.factories import RequestKindFactory

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(sent_on=DAYS, delay=st.integers(0, 60))
def test_the_earliest_day_is_worked_and_never_before_the_sending(sent_on, delay):
    earliest = earliest_day(delay, sent_on)
    assert is_working_day(earliest)
    assert earliest >= sent_on


@QUICK
@given(sent_on=DAYS, delay=st.integers(1, 60), ahead=st.integers(-20, 120))
def test_late_is_exactly_before_the_earliest_day(sent_on, delay, ahead):
    needed_on, earliest = sent_on + timedelta(days=ahead), earliest_day(delay, sent_on)
    assert (lateness_of(needed_on, earliest) > 0) == (needed_on < earliest)


@QUICK
@given(sent_on=DAYS, delay=st.integers(1, 40), ahead=st.integers(0, 80), sooner=st.integers(1, 20))
def test_needing_it_sooner_or_asking_later_is_never_less_late(sent_on, delay, ahead, sooner):
    needed_on, earliest = sent_on + timedelta(days=ahead), earliest_day(delay, sent_on)
    late = lateness_of(needed_on, earliest)
    assert lateness_of(needed_on - timedelta(days=sooner), earliest) >= late
    assert lateness_of(needed_on, earliest_day(delay, sent_on + timedelta(days=sooner))) >= late


@QUICK
@given(sent_on=DAYS, delay=st.integers(1, 40), ahead=st.integers(0, 80))
def test_so_many_working_days_later_it_is_feasible(sent_on, delay, ahead):
    needed_on, earliest = sent_on + timedelta(days=ahead), earliest_day(delay, sent_on)
    late = lateness_of(needed_on, earliest)
    if late:
        assert lateness_of(add_working_days(needed_on, late), earliest) == 0


@QUICK
@given(start=DAYS, length=st.integers(0, 90))
def test_the_index_counts_as_the_calendar_does(start, length):
    end = start + timedelta(days=length)
    assert WorkingIndex(start, end).between(start, end) == working_days_between(start, end)


def test_without_a_kind_or_a_day_nothing_is_late():
    today = date(2026, 11, 24)
    assert estimate(kind=None, needed_on=today, sent_on=today).lateness == 0
    assert estimate(kind=RequestKindFactory(), needed_on=None, sent_on=today).lateness == 0


def test_a_poster_asked_on_monday_for_thursday_is_seven_working_days_late():
    kind = RequestKindFactory(minimum_days=10)
    found = estimate(kind=kind, needed_on=date(2026, 11, 26), sent_on=date(2026, 11, 23))
    assert (found.earliest_on, found.lateness) == (date(2026, 12, 7), 7)
