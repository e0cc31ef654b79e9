"""Days as a French text says them, and whether the weekday is the right one.

« lundi 7 décembre », « du lundi 7 au vendredi 11 décembre », « mardi 1er décembre 2026 », « samedi 5, 6 et
7 décembre »: a month or a year said later counts for the days before it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import reduce

from comms.formats import MONTHS, WEEKDAYS, day_medium, day_number

_SHORT_MONTHS = ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc")


def _plain(text: str) -> str:
    """Lower case without accents, one character for each: positions stay those of the text."""
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text).lower()


_MONTH_NUMBERS = {_plain(name): number for number, name in enumerate(MONTHS, start=1)} | {
    _plain(name): number for number, name in enumerate(_SHORT_MONTHS, start=1)
}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_ITEM = re.compile(
    rf"\b(?:(?P<weekday>{'|'.join(WEEKDAYS)})\s+(?:le\s+)?)?"
    rf"(?:(?P<slashed>\d{{1,2}}/\d{{1,2}}/\d{{4}})|(?P<day>\d{{1,2}})(?:er)?\b"
    rf"(?:\s+(?P<month>{_MONTH})\b\.?(?:\s+(?P<year>\d{{4}})\b)?)?)"
)
#: What may stand between two days that share a month: « au », « et », « , 8 », « puis le ».
_BETWEEN = re.compile(r"^(?:\s|,|et|au|a|puis|ou|le|du|jusqu['’]|-|–|\d{1,2}(?:er)?)*$")


@dataclass(frozen=True)
class SaidDay:
    """A day with its weekday as written; `day` is None when the month has no such day."""

    words: str
    weekday: int
    day: date | None

    @property
    def is_wrong(self) -> bool:
        return self.day is None or self.day.weekday() != self.weekday

    @property
    def fault(self) -> str:
        if self.day is None:
            return f"« {self.words} » : ce jour n’existe pas."
        return f"« {self.words} » : le {day_medium(self.day)} est un {WEEKDAYS[self.day.weekday()]}."

    @property
    def mend(self) -> str:
        if self.day is None:
            return "Vérifiez le jour et le mois."
        right = f"{WEEKDAYS[self.day.weekday()]} {day_number(self.day)} {MONTHS[self.day.month - 1]}"
        return f"Écrivez « {right} », ou corrigez le jour du mois."


def said_days(text: str, around: date) -> list[SaidDay]:
    """Each weekday with a day and a month in the text; a year that isn't said is the nearest to `around`."""
    plain = _plain(" ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()))
    written = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    found = [item for item in _ITEM.finditer(plain) if item["weekday"] or item["month"] or item["slashed"]]
    said: list[SaidDay] = []
    month = year = 0
    for place in range(len(found) - 1, -1, -1):
        item = found[place]
        if item["slashed"]:
            day_of_month, month, year = (int(part) for part in item["slashed"].split("/"))
        else:
            follows = place + 1 < len(found) and _BETWEEN.match(plain[item.end() : found[place + 1].start()])
            day_of_month = int(item["day"])
            month, year = _month_and_year(item, (month, year) if follows else (0, 0))
            if follows and not item["month"] and day_of_month > _first_day(found[place + 1]):
                month, year = _month_before(month, year)
        if item["weekday"] and month:
            said.append(
                SaidDay(
                    written[item.start() : item.end()],
                    WEEKDAYS.index(item["weekday"]),
                    _the_day(day_of_month, month, year, around),
                )
            )
    return said[::-1]


def _month_and_year(item: re.Match, following: tuple[int, int]) -> tuple[int, int]:
    month = _MONTH_NUMBERS[item["month"]] if item["month"] else following[0]
    return month, int(item["year"]) if item["year"] else following[1]


def _first_day(item: re.Match) -> int:
    return int((item["slashed"] or item["day"]).split("/")[0])


def _month_before(month: int, year: int) -> tuple[int, int]:
    """« du lundi 30 au vendredi 4 décembre » begins in November."""
    if month > 1:
        return month - 1, year
    return (12, year - 1 if year else 0) if month else (0, 0)


def _the_day(day_of_month: int, month: int, year: int, around: date) -> date | None:
    years = [year] if year else range(around.year - 4, around.year + 5)  # a 29 February is never far
    days = [day for each in years if (day := _day(each, month, day_of_month))]
    return reduce(lambda a, b: min(a, b, key=lambda day: abs(day - around)), days) if days else None


def _day(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None
