"""The calendar laid out: weeks of days with their periods as bands, a list, people by day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from comms import formats
from comms.calendar.working_days import WorkingCalendar
from desk.calendar.items import CalendarItem, Reading, days_between

#: Kinds that say what a day is like rather than what happens.
BACKGROUND = ("feries", "scolaires", "scrutins")


@dataclass(frozen=True)
class Day:
    date: date
    items: list[CalendarItem]
    more: int
    is_today: bool
    is_worked: bool
    #: False for the days of the month before and after.
    is_inside: bool = True

    @property
    def is_empty(self) -> bool:
        return not self.items and not self.more

    @property
    def name(self) -> str:
        return formats.day_long(self.date).capitalize()

    @property
    def weekday(self) -> str:
        return formats.WEEKDAYS[self.date.weekday()]

    @property
    def number(self) -> str:
        return formats.day_number(self.date)


@dataclass(frozen=True)
class Band:
    """A period in a week: from which column, over how many, on which line."""

    item: CalendarItem
    column: int
    span: int
    line: int
    begins: bool
    ends: bool

    @property
    def days(self) -> str:
        return f"du {formats.day_short(self.item.starts_on)} au {formats.day_short(self.item.ends_on)}"


@dataclass(frozen=True)
class Week:
    days: list[Day]
    bands: list[Band]

    @property
    def number(self) -> int:
        return self.days[0].date.isocalendar().week

    @property
    def is_empty(self) -> bool:
        return not self.bands and all(day.is_empty for day in self.days)


@dataclass
class Row:
    """A person's week."""

    name: str
    pk: int
    days: list[list[CalendarItem]] = field(default_factory=lambda: [[] for _ in range(7)])

    @property
    def count(self) -> int:
        return sum(map(len, self.days))


class Layout:
    def __init__(self, reading: Reading, start: date, end: date, today: date, a_day: int) -> None:
        self.reading = reading
        self.start, self.end = start, end
        self.today = today
        self.a_day = a_day
        self.calendar = WorkingCalendar(start + (end - start) / 2)

    def day(self, day: date, month: int = 0) -> Day:
        items = self.reading.by_day.get(day, [])
        more = self.reading.more.get(day, 0) + max(0, len(items) - self.a_day)
        return Day(
            date=day,
            items=_shown(items, self.a_day),
            more=more,
            is_today=day == self.today,
            is_worked=self.calendar.is_working_day(day),
            is_inside=not month or day.month == month,
        )

    def weeks(self, month: int = 0) -> list[Week]:
        first = self.start - timedelta(days=self.start.weekday())
        mondays = [first + timedelta(weeks=n) for n in range(((self.end - first).days // 7) + 1)]
        return [
            Week(
                [self.day(monday + timedelta(days=n), month) for n in range(7)],
                bands_of(self.reading.long_items, monday),
            )
            for monday in mondays
        ]

    def filled_days(self) -> list[Day]:
        return [day for day in map(self.day, days_between(self.start, self.end)) if not day.is_empty]

    @cached_property
    def rows(self) -> list[Row]:
        """Who has something that week, those with most to do first; what is nobody's comes last."""
        rows: dict[int, Row] = {}
        for item in self.reading.items:
            if item.slug in BACKGROUND:
                continue
            row = rows.setdefault(item.who_pk, Row(item.who or "Sans responsable", item.who_pk))
            for day in days_between(max(item.starts_on, self.start), min(item.ends_on, self.end)):
                row.days[(day - self.start).days].append(item)
        return sorted(rows.values(), key=lambda row: (not row.pk, -row.count, row.name))


def _shown(items: list[CalendarItem], most: int) -> list[CalendarItem]:
    """What the day is like first, then the rest by the hour."""
    background = [item for item in items if item.slug in BACKGROUND]
    return [*background, *(item for item in items if item.slug not in BACKGROUND)][:most]


#: More bands than this would push the days off the screen.
LINES = 4


def bands_of(items: Iterable[CalendarItem], monday: date) -> list[Band]:
    """The periods of a week, each on the first line where it doesn't cross another one."""
    sunday = monday + timedelta(days=6)
    taken: list[date] = []  # each line is taken up to this day
    bands = []
    for item in items:
        first, last = max(item.starts_on, monday), min(item.ends_on, sunday)
        if first > last:
            continue
        line = next((n for n, until in enumerate(taken) if until < first), len(taken))
        if line == LINES:
            continue
        taken[line : line + 1] = [last]
        bands.append(
            Band(
                item=item,
                column=(first - monday).days + 1,
                span=(last - first).days + 1,
                line=line + 1,
                begins=item.starts_on >= monday,
                ends=item.ends_on <= sunday,
            )
        )
    return bands
