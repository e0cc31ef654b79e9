"""The retro-planning as mathematics: no database, every plan."""

from datetime import date, timedelta
from graphlib import CycleError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.planning.engine import Days, Step, compute_plan
from comms.calendar.working_days import holiday_name

J0 = date(2026, 12, 11)
DAYS_OF_J0 = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CLOSED = {date(2026, 12, 24) + timedelta(days=n) for n in range(9)}


def is_worked(day: date) -> bool:
    """Monday to Friday, less the holidays of New Caledonia and a closing over Christmas."""
    return day.weekday() < 5 and not holiday_name(day) and day not in CLOSED


@st.composite
def plans(draw):
    """Steps in a random order; each may come after some of those drawn before it, so without a cycle."""
    steps = []
    for key in range(draw(st.integers(1, 8))):
        before = draw(st.frozensets(st.integers(0, key - 1), max_size=3)) if key else frozenset()
        offset, duration = draw(st.integers(-20, 60)), draw(st.integers(1, 10))
        steps.append(Step(key, offset, duration, before))
    return draw(st.permutations(steps))


FLOORS = st.none() | DAYS_OF_J0


@given(plans(), DAYS_OF_J0, FLOORS)
def test_every_step_starts_and_ends_on_a_working_day(steps, j0, floor):
    for placed in compute_plan(steps, j0=j0, is_worked=is_worked, not_before=floor).values():
        assert is_worked(placed.start) and is_worked(placed.due) and placed.start <= placed.due


@given(plans(), DAYS_OF_J0, DAYS_OF_J0)
def test_no_step_falls_before_the_floor(steps, j0, today):
    for placed in compute_plan(steps, j0=j0, is_worked=is_worked, not_before=today).values():
        assert placed.start >= today


@given(plans(), DAYS_OF_J0, FLOORS)
def test_a_step_begins_after_those_it_waits_for(steps, j0, floor):
    plan = compute_plan(steps, j0=j0, is_worked=is_worked, not_before=floor)
    for step in steps:
        assert all(plan[before].due < plan[step.key].start for before in step.after)


@given(plans(), DAYS_OF_J0, st.integers(0, 60), FLOORS)
def test_a_later_j0_brings_nothing_forward(steps, j0, later, floor):
    first = compute_plan(steps, j0=j0, is_worked=is_worked, not_before=floor)
    second = compute_plan(steps, j0=j0 + timedelta(days=later), is_worked=is_worked, not_before=floor)
    for key, placed in first.items():
        assert placed.start <= second[key].start and placed.due <= second[key].due


@given(plans(), DAYS_OF_J0)
def test_a_plan_planned_again_is_the_same(steps, j0):
    plan = compute_plan(steps, j0=j0, is_worked=is_worked)
    days = Days(is_worked)
    again = [Step(s.key, days.offset_of(plan[s.key].due, j0), s.duration, s.after) for s in steps]
    assert compute_plan(again, j0=j0, is_worked=is_worked) == plan


@given(plans(), DAYS_OF_J0, DAYS_OF_J0)
def test_without_a_squeeze_the_floor_changes_nothing(steps, j0, today):
    free = compute_plan(steps, j0=j0, is_worked=is_worked)
    floored = compute_plan(steps, j0=j0, is_worked=is_worked, not_before=today)
    if all(placed.start >= today for placed in free.values()):
        assert floored == free
    assert all(floored[key].due >= free[key].due == floored[key].wanted_due for key in free)


@given(DAYS_OF_J0, st.integers(-30, 30))
def test_the_offset_of_a_day_leads_back_to_it(j0, offset):
    days = Days(is_worked)
    day = days.from_j0(j0, offset)
    assert days.from_j0(j0, days.offset_of(day, j0)) == day


def test_an_event_on_a_saturday_has_its_eve_on_friday():
    saturday = date(2026, 12, 12)
    plan = compute_plan([Step("rappel", 1), Step("photos", -1)], j0=saturday, is_worked=is_worked)
    assert plan["rappel"].due == date(2026, 12, 11)
    assert plan["photos"].due == date(2026, 12, 14)


def test_a_fixed_step_stays_and_holds_what_comes_before_it():
    fixed = (date(2026, 12, 2), date(2026, 12, 2))
    steps = [Step("maquette", 1, 2), Step("tirage", 0, 1, frozenset({"maquette"}), fixed)]
    plan = compute_plan(steps, j0=J0, is_worked=is_worked)
    assert plan["tirage"].due == date(2026, 12, 2)
    assert plan["maquette"].due == date(2026, 12, 1)


def test_what_is_squeezed_says_when_it_should_have_been():
    plan = compute_plan(
        [Step("brief", 30, 3), Step("affiche", 5, 2, frozenset({"brief"}))],
        j0=J0, is_worked=is_worked, not_before=date(2026, 12, 1),
    )  # fmt: skip
    assert plan["brief"].is_squeezed and plan["brief"].due == date(2026, 12, 1)
    assert plan["brief"].wanted_due < date(2026, 12, 1)
    assert not plan["affiche"].is_squeezed


def test_steps_that_wait_for_each_other_are_refused():
    steps = [Step("a", after=frozenset({"b"})), Step("b", after=frozenset({"a"}))]
    with pytest.raises(CycleError):
        compute_plan(steps, j0=J0, is_worked=is_worked)
