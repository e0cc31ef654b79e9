"""A year as twelve small months, each day with what makes it matter."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from comms.calendar.models import ClosedDay, Poll
from comms.calendar.working_days import public_holidays
from comms.formats import MONTHS

WEEKS = Calendar(firstweekday=0)


@dataclass
class Day:
    date: date
    words: list[str] = field(default_factory=list)  # what it is, said on hover and to screen readers
    kinds: set[str] = field(default_factory=set)  # poll, window, holiday, closed, school

    @property
    def classes(self) -> str:
        return " ".join(f"is-{kind}" for kind in sorted(self.kinds))

    @property
    def title(self) -> str:
        return ", ".join(self.words)


@dataclass(frozen=True)
class Month:
    number: int
    name: str
    weeks: list[list[Day | None]]


@dataclass
class Year:
    """Read in three queries, whatever the number of rows."""

    year: int
    today: date

    def __post_init__(self) -> None:
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        closed = list(ClosedDay.objects.overlapping(first, last))
        self.polls = list(Poll.objects.overlapping(first, last))
        self.holidays = sorted(public_holidays(self.year).items())
        self.closings = [row for row in closed if row.kind != ClosedDay.Kind.SCHOOL]
        self.school = [row for row in closed if row.kind == ClosedDay.Kind.SCHOOL]
        self._days = {
            first + timedelta(days=n): Day(first + timedelta(days=n)) for n in range((last - first).days + 1)
        }
        self._mark()

    def _mark(self) -> None:
        for day, name in self.holidays:
            self._note(day, day, "holiday", name)
        for row in self.closings:
            self._note(row.starts_on, row.ends_on, "closed", row.label)
        for row in self.school:
            self._note(row.starts_on, row.ends_on, "school", row.label)
        for poll in self.polls:
            kind = "vigilance" if poll.is_vigilance else "window"
            self._note(poll.window_starts_on, poll.window_ends_on, kind, poll.get_concern_display())
            for day in (poll.held_on, poll.second_round_on):
                if day:
                    self._note(day, day, "poll", poll.get_kind_display())

    def _note(self, start: date, end: date, kind: str, words: str) -> None:
        for n in range((end - start).days + 1):
            day = self._days.get(start + timedelta(days=n))
            if day is not None:
                day.kinds.add(kind)
                if words not in day.words:
                    day.words.append(words)

    @property
    def months(self) -> list[Month]:
        return [
            Month(
                number,
                MONTHS[number - 1],
                [
                    [self._days[day] if day.month == number else None for day in week]
                    for week in WEEKS.monthdatescalendar(self.year, number)
                ],
            )
            for number in range(1, 13)
        ]
