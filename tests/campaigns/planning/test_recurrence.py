"""A rule in words, as RRULE text, and the days it gives."""

from datetime import date, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as some

from campaigns.planning.recurrence import Frequency, MonthlyWay, Wish, rule_days, rule_words

DAYS = some.dates(date(2026, 1, 1), date(2028, 12, 31))
WISHES = some.builds(
    Wish,
    frequency=some.sampled_from(Frequency.values),
    interval=some.integers(1, 6),
    weekdays=some.sets(some.integers(0, 6), max_size=4).map(tuple),
    way=some.sampled_from(MonthlyWay.values),
    count=some.none() | some.integers(1, 20),
)


@given(wish=WISHES, start=DAYS)
def test_every_rule_is_one_that_others_read_and_that_we_can_say(wish, start):
    rule = wish.rule(start)
    rrulestr(rule)
    assert len(rule) <= 200
    assert rule_words(rule, start)


@given(wish=WISHES, start=DAYS, length=some.integers(0, 900))
def test_the_days_of_a_window_are_the_same_whatever_the_windows_before(wish, start, length):
    rule, end = wish.rule(start), start + timedelta(days=length)
    middle = start + timedelta(days=length // 2)
    whole = rule_days(rule, start, start, end)
    halves = rule_days(rule, start, start, middle) + rule_days(rule, start, middle + timedelta(days=1), end)
    assert whole == halves == sorted(set(whole))
    if wish.count:
        assert len(whole) <= wish.count


@given(day=some.integers(1, 31), interval=some.integers(1, 3))
def test_no_month_is_left_out(day, interval):
    start = date(2026, 1, day)
    rule = Wish(Frequency.MONTHLY, interval=interval).rule(start)
    found = rule_days(rule, start, start, date(2027, 12, 31))
    assert len(found) == 24 // interval
    assert all(each.day == day or (each + timedelta(days=1)).day == 1 for each in found)


@pytest.mark.parametrize(
    ("wish", "start", "rule", "words"),
    [
        (Wish("WEEKLY"), date(2026, 12, 8), "FREQ=WEEKLY;BYDAY=TU", "chaque semaine, le mardi"),
        (
            Wish("WEEKLY", interval=2, weekdays=(3, 1), until=date(2027, 6, 30)),
            date(2026, 12, 8),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630",
            "toutes les 2\u00a0semaines, le mardi et le jeudi, jusqu’au 30\u00a0juin 2027",
        ),
        (
            Wish("MONTHLY", way="weekday", count=10),
            date(2026, 12, 8),
            "FREQ=MONTHLY;BYDAY=2TU;COUNT=10",
            "chaque mois, le deuxième mardi, 10 fois en tout",
        ),
        (
            Wish("MONTHLY", interval=3, way="weekday"),
            date(2026, 12, 29),
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1TU",
            "tous les 3\u00a0mois, le dernier mardi",
        ),
        (
            Wish("YEARLY"),
            date(2026, 9, 24),
            "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=24",
            "chaque année, le 24\u00a0septembre",
        ),
    ],
)
def test_a_wish_is_said_back_as_it_was_meant(wish, start, rule, words):
    assert wish.rule(start) == rule
    assert rule_words(rule, start) == words


def test_the_29th_of_february_comes_every_year():
    start = date(2028, 2, 29)
    found = rule_days(Wish("YEARLY").rule(start), start, start, date(2031, 12, 31))
    assert found == [date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28)]
