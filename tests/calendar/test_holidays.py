"""The public holidays of New Caledonia, as people there name them."""

from datetime import date

import pytest

from comms.calendar.working_days import holiday_name, public_holidays

# /work/shared/domain.md, part D: the days of the Code du travail NC, 24 September included.
IN_2026 = {
    date(2026, 1, 1): "Jour de l’an",
    date(2026, 4, 6): "Lundi de Pâques",
    date(2026, 5, 1): "Fête du Travail",
    date(2026, 5, 8): "Fête de la Victoire",
    date(2026, 5, 14): "Ascension",
    date(2026, 5, 25): "Lundi de Pentecôte",
    date(2026, 7, 14): "Fête nationale",
    date(2026, 8, 15): "Assomption",
    date(2026, 9, 24): "Fête de la Citoyenneté",
    date(2026, 11, 1): "Toussaint",
    date(2026, 11, 11): "Armistice",
    date(2026, 12, 25): "Noël",
}
IN_2027 = {
    date(2027, 1, 1): "Jour de l’an",
    date(2027, 3, 29): "Lundi de Pâques",
    date(2027, 5, 1): "Fête du Travail",
    date(2027, 5, 6): "Ascension",
    date(2027, 5, 8): "Fête de la Victoire",
    date(2027, 5, 17): "Lundi de Pentecôte",
    date(2027, 7, 14): "Fête nationale",
    date(2027, 8, 15): "Assomption",
    date(2027, 9, 24): "Fête de la Citoyenneté",
    date(2027, 11, 1): "Toussaint",
    date(2027, 11, 11): "Armistice",
    date(2027, 12, 25): "Noël",
}


@pytest.mark.parametrize("expected", [IN_2026, IN_2027], ids=["2026", "2027"])
def test_the_year_has_its_twelve_holidays_and_no_other(expected):
    assert public_holidays(next(iter(expected)).year) == expected


@pytest.mark.parametrize("year", range(2024, 2040))
def test_every_year_has_twelve_with_the_24_september_under_its_official_name(year):
    assert len(public_holidays(year)) == 12
    assert holiday_name(date(year, 9, 24)) == "Fête de la Citoyenneté"


def test_an_ordinary_day_has_no_name():
    assert holiday_name(date(2026, 9, 23)) == ""
