"""A weekday that doesn't fit its date is the mistake journalists write back about."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.formats import MONTHS, WEEKDAYS, day_long, day_number
from press.checks.dates import said_days

AROUND = date(2026, 11, 24)
days = st.dates(date(1990, 1, 1), date(2080, 12, 31))
near_days = st.integers(-170, 150).map(lambda n: AROUND + timedelta(days=n))


def words(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day_number(day)} {MONTHS[day.month - 1]}"


@given(days)
def test_a_right_day_with_its_year_is_never_a_fault(day):
    (said,) = said_days(f"Rendez-vous le {day_long(day)} à 18 h.", AROUND)
    assert said.day == day
    assert not said.is_wrong


@given(days, st.integers(1, 6))
def test_every_other_weekday_is_a_fault_that_names_the_right_one(day, shift):
    wrong = WEEKDAYS[(day.weekday() + shift) % 7]
    (said,) = said_days(f"Le {wrong} {day_number(day)} {MONTHS[day.month - 1]} {day.year}", AROUND)
    assert said.is_wrong
    assert WEEKDAYS[day.weekday()] in said.fault
    assert WEEKDAYS[day.weekday()] in said.mend


@given(near_days)
def test_without_a_year_the_nearest_day_is_meant(day):
    (said,) = said_days(f"jusqu’au {words(day)} inclus", AROUND)
    assert said.day == day
    assert not said.is_wrong


@given(near_days, st.integers(1, 27))
def test_a_period_borrows_the_month_that_is_said_last(start, length):
    end = start + timedelta(days=length)
    text = f"Du {WEEKDAYS[start.weekday()]} {day_number(start)} au {words(end)}, la rue est fermée."
    if start.month != end.month and start.day <= end.day:
        return  # « du lundi 3 au mardi 4 mai » can't mean April
    first, last = said_days(text, AROUND)
    assert (first.day, last.day) == (start, end)
    assert not first.is_wrong
    assert not last.is_wrong


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    said_days(text, AROUND)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Du lundi 7 au vendredi 11 décembre", []),
        ("Du lundi 7 au vendredi 12 décembre", ["vendredi 12 décembre"]),
        ("Du mardi 7 au vendredi 11 décembre", ["mardi 7"]),
        ("Du lundi 30 au vendredi 4 décembre", []),
        ("mardi 1er décembre 2026", []),
        ("lundi 1er décembre 2026", ["lundi 1er décembre 2026"]),
        ("samedi 5, 6 et 7 décembre", []),
        ("samedi 5 et dimanche 6 décembre", []),
        ("Jeudi\u00a024\u202fseptembre, 7 h 30", []),
        ("JEUDI 24 DÉCEMBRE", []),
        ("lundi 31 novembre", ["lundi 31 novembre"]),
        ("dimanche 29 février 2027", ["dimanche 29 février 2027"]),
        ("mardi 08/12/2026", []),
        ("mercredi 08/12/2026", ["mercredi 08/12/2026"]),
        ("vendredi 25 déc.", []),
        ("jeudi 31 décembre et vendredi 1er janvier", []),
        ("chaque lundi à 20 h", []),
        ("lundi 7 à 18 h", []),
        ("le 7 décembre", []),
        ("de 20 h à 4 h, mardi 20 h 30 au plus tard, mercredi 9 décembre", []),
        ("14 850 000 F CFP", []),
    ],
)
def test_days_as_people_write_them(text, wrong):
    assert [day.words for day in said_days(text, AROUND) if day.is_wrong] == wrong


def test_a_day_that_does_not_exist_is_said_so():
    (said,) = said_days("lundi 31 novembre", AROUND)
    assert said.fault == "« lundi 31 novembre » : ce jour n’existe pas."
