"""The plan of an action as a drawing: bars in thousandths of its span, drawn by the server."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.planning.actions.days import days_around
from campaigns.planning.engine import Days
from campaigns.planning.models import Action, Task
from comms.calendar.working_days import local_today


@dataclass(frozen=True)
class Bar:
    """One task's line. `x`, `width`, `baseline_x` are thousandths of the drawing's width."""

    task: Task
    x: int
    y: int
    width: int
    baseline_x: int | None
    delay: int | None  # working days between the first plan and now (or when it was done)
    is_late: bool

    @property
    def has_moved(self) -> bool:
        return self.baseline_x is not None and self.task.baseline_due_on != self.task.due_on


#: Height of a task's line, in the drawing's units.
LINE = 22


@dataclass(frozen=True)
class Drawing:
    bars: list[Bar]
    first: date
    last: date
    months: list[tuple[int, date]]
    today_x: int | None
    j0_x: int | None

    @property
    def height(self) -> int:
        return len(self.bars) * LINE


def plan_drawing(action: Action, tasks: Iterable[Task], today: date | None = None) -> Drawing | None:
    """None when no task has a day."""
    today = today or local_today()
    dated = [task for task in tasks if task.due_on]
    if not dated:
        return None
    points = [day for task in dated for day in (task.starts_on, task.due_on, task.baseline_due_on) if day]
    points += [action.starts_on] if action.starts_on else []
    first, last = min(points), max(points)
    span = (last - first).days + 1

    def x(day: date) -> int:
        return (day - first).days * 1000 // span

    days = days_around(today)
    bars = [
        Bar(
            task=task,
            x=x(task.starts_on or task.due_on),
            y=rank * LINE + 4,
            width=max(((task.due_on - (task.starts_on or task.due_on)).days + 1) * 1000 // span, 8),
            baseline_x=x(task.baseline_due_on) if task.baseline_due_on else None,
            delay=delay_of(task, today, days),
            is_late=task.is_late(today),
        )
        for rank, task in enumerate(dated)
    ]
    return Drawing(
        bars=bars,
        first=first,
        last=last,
        months=[(x(day), day) for day in _months(first, last)],
        today_x=x(today) if first <= today <= last else None,
        j0_x=x(action.starts_on) if action.starts_on else None,
    )


def delay_of(task: Task, today: date, days: Days | None = None) -> int | None:
    """Working days after the first plan: of the day it was done, else of the day it is due, or of today."""
    if task.baseline_due_on is None or task.due_on is None:
        return None
    if task.done_at:
        end = local_today(task.done_at)
    else:
        end = max(task.due_on, today) if task.is_open else task.due_on
    return (days or days_around(today)).between(task.baseline_due_on, end)


def delay_of_action(action: Action) -> int | None:
    """Working days by which J0 has slipped since the first plan; negative when it came forward."""
    if not action.baseline_starts_on or not action.starts_on:
        return None
    return days_around(action.starts_on).between(action.baseline_starts_on, action.starts_on)


def _months(first: date, last: date) -> Iterable[date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)
