"""Holidays, bridges, closings, school holidays, polls and their windows: what the days are like."""

from datetime import date

from comms.calendar.models import ClosedDay, Poll
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
    periods = ClosedDay.objects.school_holidays().overlapping(ask.start, ask.end)
    return Reading([_period(period, "scolaires") for period in periods])


def polls(ask: Ask) -> Reading:
    """The window as a period, and the day, or the two days, of the poll."""
    reading = Reading()
    for poll in Poll.objects.overlapping(ask.start, ask.end):
        name = poll.get_kind_display()
        window = f"{poll.get_concern_display()} : {name}"
        reading.items.append(_poll(poll, "periode", window, poll.window_starts_on, poll.window_ends_on))
        for number, day in enumerate(filter(None, (poll.held_on, poll.second_round_on)), start=1):
            if ask.start <= day <= ask.end:
                reading.items.append(_poll(poll, f"tour{number}", name, day, day))
    return reading


def _poll(poll: Poll, part: str, title: str, start: date, end: date) -> CalendarItem:
    return CalendarItem(
        uid=f"scrutin-{poll.pk}-{part}",
        slug="scrutins",
        title=title,
        starts_on=start,
        ends_on=end,
        note=poll.territory,
    )


def _period(period: ClosedDay, slug: str) -> CalendarItem:
    return CalendarItem(
        uid=f"periode-{period.pk}",
        slug=slug,
        title=period.label,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        note=period.get_kind_display(),
    )
