"""Working-day arithmetic: Monday to Friday, less public holidays of New Caledonia, bridges and closings.

Source of the holidays: the `holidays` package, country NC (Code du travail NC; 24 September included).
Days are local days of Nouméa (UTC+11): before 11 h the UTC date is still the day before.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from comms.calendar.models import ClosedDay

MONDAY_TO_FRIDAY = range(5)


def local_today(now: datetime | None = None) -> date:
    return timezone.localdate(now)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """The year's public holidays, day → French name."""
    return {
        day: name.replace("'", "’")
        for day, name in holidays.country_holidays("NC", years=year, language="fr").items()
    }


def holiday_name(day: date) -> str:
    """The public holiday's name, or an empty text."""
    return public_holidays(day.year).get(day, "")


class WorkingCalendar:
    """The closed days between two dates, read once; asks the database again when it must look further."""

    MARGIN = timedelta(days=120)

    def __init__(self, around: date) -> None:
        self._from = self._to = around
        self._closed: set[date] = set()
        self._read(around - self.MARGIN, around + self.MARGIN)

    def _read(self, start: date, end: date) -> None:
        for period in ClosedDay.objects.closing().overlapping(start, end):
            length = (min(period.ends_on, end) - max(period.starts_on, start)).days
            self._closed.update(max(period.starts_on, start) + timedelta(days=n) for n in range(length + 1))
        self._from, self._to = start, end

    def is_working_day(self, day: date) -> bool:
        if not self._from <= day <= self._to:
            self._read(min(day, self._from) - self.MARGIN, max(day, self._to) + self.MARGIN)
        return day.weekday() in MONDAY_TO_FRIDAY and not holiday_name(day) and day not in self._closed


def is_working_day(day: date) -> bool:
    return WorkingCalendar(day).is_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """The working day that stands `count` working days after `day` (before it, when negative).

    0 gives `day` itself when it is worked, else the next working day.
    """
    calendar = WorkingCalendar(day)
    step = timedelta(days=-1 if count < 0 else 1)
    if count == 0:
        while not calendar.is_working_day(day):
            day += step
        return day
    remaining = abs(count)
    while remaining:
        day += step
        remaining -= calendar.is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days after `start` up to `end` included; negative when `end` comes first.

    So that working_days_between(d, add_working_days(d, n)) == n for every n other than 0.
    """
    if end < start:
        calendar = WorkingCalendar(end)
        return -sum(calendar.is_working_day(end + timedelta(days=n)) for n in range((start - end).days))
    calendar = WorkingCalendar(start)
    return sum(calendar.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
