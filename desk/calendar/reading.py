"""Reading rows for the calendar: never more of a day than it can show, whatever the day holds."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from desk.calendar.items import Ask, CalendarItem, Reading

#: Periods shown at once; those that began last come first.
LONG_AT_MOST = 60


def read_days(rows: QuerySet, day: str, ask: Ask, show: Callable[[Any], CalendarItem]) -> Reading:
    """Rows of one day each, `ask.a_day` of a day at most, with the count of the others: two queries.

    The first one counts and chooses by number alone; only what is shown is read whole.
    """
    rows = rows.filter(**{f"{day}__gte": ask.start, f"{day}__lte": ask.end})
    places = rows.select_related(None).order_by().annotate(
        rank_of_day=Window(RowNumber(), partition_by=[F(day)], order_by=[F("pk").asc()]),
        count_of_day=Window(Count("pk"), partition_by=[F(day)]),
    )  # fmt: skip
    places = places.filter(rank_of_day__lte=ask.a_day)
    chosen = {
        pk: (rank, count) for pk, rank, count in places.values_list("pk", "rank_of_day", "count_of_day")
    }
    reading = Reading()
    for row in rows.filter(pk__in=chosen).order_by(day, "pk") if chosen else ():
        reading.items.append(show(row))
        rank, count = chosen[row.pk]
        if rank == 1 and count > ask.a_day:
            reading.more[getattr(row, day)] = count - ask.a_day
    return reading


def read_periods(rows: QuerySet, ask: Ask, show: Callable[[Any], CalendarItem]) -> Reading:
    """Rows of several days that touch what is asked, the latest first: one query."""
    rows = rows.filter(starts_on__lte=ask.end, ends_on__gte=ask.start).order_by("-starts_on", "pk")
    return Reading([show(row) for row in rows[:LONG_AT_MOST]])
