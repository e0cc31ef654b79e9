"""Retro-planning: from J0 backwards, in working days. Pure: no database, no clock.

A step ends `offset` working days before J0 (after it, when negative) and lasts `duration` working days; it
ends before each step that comes after it begins. With a floor (`not_before`, usually today) what should
already have been done is pushed to the floor, shortened to a day if need be, and what comes after it
follows: `wanted_due` still says when it should have been.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

DAY = timedelta(days=1)

IsWorked = Callable[[date], bool]


@dataclass(frozen=True)
class Step:
    """`after`: keys of the steps that must end first; `fixed`: its (start, due), which nothing moves."""

    key: Hashable
    offset: int = 0
    duration: int = 1
    after: frozenset = frozenset()
    fixed: tuple[date, date] | None = None


@dataclass(frozen=True)
class Placed:
    key: Hashable
    start: date
    due: date
    wanted_due: date

    @property
    def is_squeezed(self) -> bool:
        """It ends later than J0 asks for: the time for it has passed."""
        return self.due > self.wanted_due


class Days:
    """Arithmetic over the days that `is_worked` says are worked."""

    def __init__(self, is_worked: IsWorked) -> None:
        self.is_worked = is_worked

    def at_or_before(self, day: date) -> date:
        while not self.is_worked(day):
            day -= DAY
        return day

    def at_or_after(self, day: date) -> date:
        while not self.is_worked(day):
            day += DAY
        return day

    def before(self, day: date, count: int = 1) -> date:
        for _ in range(count):
            day = self.at_or_before(day - DAY)
        return day

    def after(self, day: date, count: int = 1) -> date:
        for _ in range(count):
            day = self.at_or_after(day + DAY)
        return day

    def from_j0(self, j0: date, offset: int) -> date:
        """J−offset; J0 itself is the last worked day up to it, for an event on a Saturday."""
        if offset < 0:
            return self.after(j0, -offset)
        return self.before(j0, offset) if offset else self.at_or_before(j0)

    def offset_of(self, day: date, j0: date) -> int:
        """The inverse of `from_j0` for a worked day."""
        if day <= j0:
            return self._count(day, j0 - DAY)
        return -self._count(j0 + DAY, day)

    def between(self, start: date, end: date) -> int:
        """Worked days after `start` up to `end` included; negative when `end` comes first."""
        if end < start:
            return -self._count(end + DAY, start)
        return self._count(start + DAY, end)

    def _count(self, first: date, last: date) -> int:
        return sum(self.is_worked(first + timedelta(days=n)) for n in range((last - first).days + 1))


def compute_plan(
    steps: Iterable[Step], *, j0: date, is_worked: IsWorked, not_before: date | None = None
) -> dict[Hashable, Placed]:
    """Where each step falls, key → Placed. Raises CycleError when steps wait for each other.

    Monotone: a later J0 brings no step forward. A step in `after` that isn't among `steps` counts for
    nothing: it is done, or was dropped.
    """
    known = {step.key: step for step in steps}
    days = Days(is_worked)
    order = list(
        TopologicalSorter({key: step.after & known.keys() for key, step in known.items()}).static_order()
    )
    wanted = _backwards(known, order, j0, days)
    placed: dict[Hashable, Placed] = {}
    floor = days.at_or_after(not_before) if not_before else None
    for key in order:
        start, due = wanted[key]
        step = known[key]
        if step.fixed is None:
            ends = [days.after(placed[before].due) for before in step.after if before in placed]
            earliest = max(ends + ([floor] if floor else []), default=start)
            start = max(start, earliest)
            due = max(due, start)
        placed[key] = Placed(key, start, due, wanted[key][1])
    return placed


def _backwards(
    known: dict[Hashable, Step], order: list[Hashable], j0: date, days: Days
) -> dict[Hashable, tuple[date, date]]:
    """(start, due) as J0 wants them: each before what waits for it."""
    next_start: dict[Hashable, date] = {}
    wanted = {}
    for key in reversed(order):
        step = known[key]
        if step.fixed:
            start, due = step.fixed
        else:
            due = days.from_j0(j0, step.offset)
            if key in next_start:
                due = min(due, days.before(next_start[key]))
            start = days.before(due, step.duration - 1)
        wanted[key] = (start, due)
        for before in step.after & known.keys():
            next_start[before] = min(start, next_start.get(before, start))
    return wanted


def has_cycle(after: dict[Hashable, Iterable[Hashable]]) -> bool:
    try:
        tuple(TopologicalSorter(after).static_order())
    except CycleError:
        return True
    return False
