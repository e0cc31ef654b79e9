"""The dated rules, read once: which hours are night, what a day is, what a minute counts."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from comms.calendar.working_days import WorkingCalendar, holiday_name
from hours.kinds import HourKind, usual_coefficient
from hours.models import Coefficient, WorkingHours

SATURDAY, SUNDAY = 5, 6


class Rulebook:
    """Three queries, whatever is asked of it afterwards; `around` is a day near those that will be asked."""

    def __init__(self, around: date) -> None:
        self._calendar = WorkingCalendar(around)
        self._hours = list(WorkingHours.objects.order_by("-starts_on"))
        self._coefficients = list(Coefficient.objects.order_by("-starts_on"))

    def hours_on(self, day: date) -> WorkingHours:
        """Those in force on that day; before the first row, what the row's own defaults say."""
        found = next((row for row in self._hours if row.starts_on <= day), None)
        return found or WorkingHours(starts_on=day)

    def coefficient(self, kind: str, day: date) -> Decimal:
        """The one in force on that day."""
        rows = (row for row in self._coefficients if row.kind == kind and row.starts_on <= day)
        found = next(rows, None)
        return found.value if found else usual_coefficient(kind)

    def credit(self, minutes: int, kind: str, day: date) -> int:
        """So many minutes of this kind, in recuperation; half a minute counts for one."""
        weighed = minutes * self.coefficient(kind, day)
        return int(weighed.quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def kind_at(self, moment: datetime) -> HourKind:
        """What the minute that begins then is, by the town's clock.

        Holiday, Sunday, night, Saturday, in this order (the night first where the rules say so); then a
        minute of a working day is of the usual day or of the week.
        """
        local = timezone.localtime(moment)
        day, at = local.date(), local.time()
        rules = self.hours_on(day)
        is_night = rules.is_night(at)
        if is_night and rules.night_comes_first:
            return HourKind.NIGHT
        if holiday_name(day):
            return HourKind.HOLIDAY
        if day.weekday() == SUNDAY:
            return HourKind.SUNDAY
        if is_night:
            return HourKind.NIGHT
        if day.weekday() == SATURDAY:
            return HourKind.SATURDAY
        is_usual = rules.day_starts_at <= at < rules.day_ends_at and self._calendar.is_working_day(day)
        return HourKind.ORDINARY if is_usual else HourKind.WEEK
