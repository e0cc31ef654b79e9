"""When something comes again, in the words of a form, of a sentence and of RFC 5545 (RRULE)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import takewhile

from dateutil.rrule import rrulestr
from django.db import models

from comms.formats import MONTHS, SPACE, WEEKDAYS, day_medium, day_number

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RANKS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
#: The last day that every month has; a later one means « that day, or the month's last ».
SHORTEST_MONTH = 28


class Frequency(models.TextChoices):
    WEEKLY = "WEEKLY", "semaine"
    MONTHLY = "MONTHLY", "mois"
    YEARLY = "YEARLY", "année"


class MonthlyWay(models.TextChoices):
    DATE = "date", "le même jour du mois"
    WEEKDAY = "weekday", "le même jour de la semaine, de même rang (« le deuxième mardi »)"


@dataclass(frozen=True)
class Wish:
    """What the form asks: every `interval` weeks, months or years, until a day, or so many times."""

    frequency: str
    interval: int = 1
    weekdays: Sequence[int] = ()
    way: str = MonthlyWay.DATE
    until: date | None = None
    count: int | None = None

    def rule(self, start: date) -> str:
        """« FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU;COUNT=10 »"""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.frequency == Frequency.WEEKLY:
            days = sorted(set(self.weekdays)) or [start.weekday()]
            parts.append("BYDAY=" + ",".join(CODES[day] for day in days))
        elif self.frequency == Frequency.YEARLY:
            parts += [f"BYMONTH={start.month}", *_day_of_month(start.day)]
        elif self.way == MonthlyWay.WEEKDAY:
            rank = (start.day - 1) // 7 + 1
            parts.append(f"BYDAY={rank if rank < 5 else -1}{CODES[start.weekday()]}")
        else:
            parts += _day_of_month(start.day)
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        elif self.count:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)


def wish_of(rule: str) -> Wish:
    """What a form asked to get this rule; the day of the month is the first time's own."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    weekly = parts["FREQ"] == Frequency.WEEKLY
    until = parts.get("UNTIL")
    return Wish(
        frequency=parts["FREQ"],
        interval=int(parts.get("INTERVAL", 1)),
        weekdays=tuple(CODES.index(code) for code in parts["BYDAY"].split(",")) if weekly else (),
        way=MonthlyWay.WEEKDAY if "BYDAY" in parts and not weekly else MonthlyWay.DATE,
        until=datetime.strptime(until, "%Y%m%d").date() if until else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def _day_of_month(day: int) -> list[str]:
    """No month is left out: the 31st is the last day of those that have none."""
    if day <= SHORTEST_MONTH:
        return [f"BYMONTHDAY={day}"]
    days = ",".join(str(each) for each in range(SHORTEST_MONTH, day + 1))
    return [f"BYMONTHDAY={days}", "BYSETPOS=-1"]


def rule_days(rule: str, start: date, first: date, last: date) -> list[date]:
    """The rule's days between two days, both included."""
    return list(takewhile(lambda day: day <= last, days_from(rule, start, first)))


def days_from(rule: str, start: date, first: date) -> Iterator[date]:
    """The rule's days from `first` on; it may never end."""
    found = rrulestr(rule, dtstart=datetime.combine(start, time.min))
    for moment in found.xafter(datetime.combine(max(first, start), time.min), inc=True):
        yield moment.date()


def rule_words(rule: str, start: date) -> str:
    """« toutes les 2 semaines, le mardi et le jeudi, jusqu’au 30 juin 2027 »"""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    words = [_rhythm(parts), _place(parts, start)]
    if "UNTIL" in parts:
        words.append(f"jusqu’au {day_medium(datetime.strptime(parts['UNTIL'], '%Y%m%d').date())}")
    if "COUNT" in parts:
        words.append(f"{parts['COUNT']} fois en tout")
    return ", ".join(words)


def _rhythm(parts: dict[str, str]) -> str:
    unit, interval = Frequency(parts["FREQ"]), int(parts.get("INTERVAL", 1))
    if interval == 1:
        return f"chaque {unit.label}"
    every = "tous" if unit == Frequency.MONTHLY else "toutes"
    plural = unit.label if unit.label.endswith("s") else f"{unit.label}s"
    return f"{every} les {interval}{SPACE}{plural}"


def _place(parts: dict[str, str], start: date) -> str:
    if parts["FREQ"] == Frequency.WEEKLY:
        days = [WEEKDAYS[CODES.index(code)] for code in parts["BYDAY"].split(",")]
        return "le " + " et le ".join([", le ".join(days[:-1]), days[-1]] if len(days) > 1 else days)
    if "BYDAY" in parts:
        rank, code = int(parts["BYDAY"][:-2]), parts["BYDAY"][-2:]
        return f"le {RANKS[rank]} {WEEKDAYS[CODES.index(code)]}"
    if parts["FREQ"] == Frequency.YEARLY:
        return f"le {day_number(start)}{SPACE}{MONTHS[start.month - 1]}"
    return "le dernier jour du mois" if start.day == 31 else f"le {day_number(start)}"
