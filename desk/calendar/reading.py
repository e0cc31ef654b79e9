"""Reading rows for the calendar: never more of a day than it can show, whatever the day holds."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from desk.calendar.items import Ask, CalendarItem, Reading

#: Periods shown at once; those that began last come first.
LONG_AT_MOST = 60


def read_days(rows: QuerySet, day: str, ask: Ask, show: Callable[[Any], CalendarItem]) -> Reading:
    """Rows of one day each, `ask.a_day` of a day at most, with the count of the others: one query."""
    rows = rows.filter(**{f"{day}__gte": ask.start, f"{day}__lte": ask.end}).annotate(
        rank_of_day=Window(RowNumber(), partition_by=[F(day)], order_by=[F("pk").asc()]),
        count_of_day=Window(Count("pk"), partition_by=[F(day)]),
    )
    reading = Reading()
    for row in rows.filter(rank_of_day__lte=ask.a_day).order_by(day, "pk"):
        reading.items.append(show(row))
        if row.rank_of_day == 1 and row.count_of_day > ask.a_day:
            reading.more[getattr(row, day)] = row.count_of_day - ask.a_day
    return reading


def read_periods(rows: QuerySet, ask: Ask, show: Callable[[Any], CalendarItem]) -> Reading:
    """Rows of several days that touch what is asked, the latest first: one query."""
    rows = rows.filter(starts_on__lte=ask.end, ends_on__gte=ask.start).order_by("-starts_on", "pk")
    return Reading([show(row) for row in rows[:LONG_AT_MOST]])
