"""Holidays, bridges, closings, school holidays: what the days are like."""

from comms.calendar.models import ClosedDay
from comms.calendar.working_days import public_holidays
from desk.calendar.items import Ask, CalendarItem, Reading


def holidays_and_bridges(ask: Ask) -> Reading:
    years = range(ask.start.year, ask.end.year + 1)
    holidays = [
        CalendarItem(uid=f"ferie-{day:%Y%m%d}", slug="feries", title=name, starts_on=day, ends_on=day)
        for year in years
        for day, name in public_holidays(year).items()
        if ask.start <= day <= ask.end
    ]
    closed = ClosedDay.objects.closing().overlapping(ask.start, ask.end)
    return Reading([*holidays, *(_period(period, "feries") for period in closed)])


def school_holidays(ask: Ask) -> Reading:
    periods = ClosedDay.objects.filter(kind=ClosedDay.Kind.SCHOOL).overlapping(ask.start, ask.end)
    return Reading([_period(period, "scolaires") for period in periods])


def _period(period: ClosedDay, slug: str) -> CalendarItem:
    return CalendarItem(
        uid=f"periode-{period.pk}",
        slug=slug,
        title=period.label,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        note=period.get_kind_display(),
    )
