"""Many actions at once, cheaply: what a row says of its tasks, a column of the board, a month, a timeline.

Each answer is bounded and takes a constant number of queries, at 200 rows as at 200,000.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from campaigns.planning.models import OPEN_TASK_STATES, Action, ActionState, Task, TaskState
from comms.calendar.models import ClosedDay
from comms.calendar.working_days import holiday_name
from comms.pages import COUNT_BOUND
from comms.people.models import Department

#: Cards of a column, rows of the timeline, actions of a day: beyond, the list shows the rest.
COLUMN_LENGTH = 20
TIMELINE_LENGTH = 60
DAY_LENGTH = 4
#: An action longer than this stands above the month, not in each of its days.
LONG_DAYS = 7
LONG_LENGTH = 30
#: Latest first, where one looks back.
BACKWARDS = (ActionState.DONE, ActionState.EVALUATED, ActionState.CANCELLED)


@dataclass(frozen=True)
class TaskCounts:
    total: int = 0
    done: int = 0
    late: int = 0

    @property
    def late_words(self) -> str:
        return f"{self.late} en retard"


def with_people(actions: QuerySet) -> QuerySet:
    return actions.select_related("lead", "campaign").prefetch_related(
        Prefetch("departments", Department.objects.only("name", "short_name"))
    )


def count_tasks(actions: Sequence[Action], today: date) -> None:
    """Gives each action its `counts`, in one query over these rows only."""
    late = Q(state__in=OPEN_TASK_STATES, due_on__lt=today)
    kept = Task.objects.filter(action__in=[action.pk for action in actions]).exclude(state=TaskState.DROPPED)
    rows = kept.order_by().values_list("action").annotate(
        total=Count("pk"), done=Count("pk", filter=Q(state=TaskState.DONE)), late=Count("pk", filter=late)
    )  # fmt: skip
    found = {pk: TaskCounts(*counts) for pk, *counts in rows}
    for action in actions:
        action.counts = found.get(action.pk, TaskCounts())


def total_cost(actions: QuerySet) -> int | None:
    """The foreseen cost of the filtered actions; nothing beyond what a list counts."""
    first = actions.order_by().values("foreseen_cost")[:COUNT_BOUND]
    return first.aggregate(total=Sum("foreseen_cost"))["total"]


# --- the board ------------------------------------------------------------------------------------------


@dataclass
class Column:
    state: str
    actions: list[Action] = field(default_factory=list)
    is_cut: bool = False

    @property
    def label(self) -> str:
        return ActionState(self.state).label

    @property
    def count(self) -> str:
        return f"{len(self.actions)}{' et plus' if self.is_cut else ''}"


def board(actions: QuerySet, states: Sequence[str], today: date) -> list[Column]:
    """The next actions of each state, in three queries however many columns there are."""
    columns = {state: Column(state) for state in states}
    heads = [_head(actions, state) for state in states]
    first, *others = heads
    keys = [row["pk"] for row in (first.union(*others, all=True) if others else first)]
    for action in with_people(Action.objects.filter(pk__in=keys)).order_by(F("starts_on").asc(), "pk"):
        columns[action.state].actions.append(action)
    for column in columns.values():
        if column.state in BACKWARDS:
            column.actions.reverse()
        column.is_cut = len(column.actions) > COLUMN_LENGTH
        del column.actions[COLUMN_LENGTH:]
    count_tasks([action for column in columns.values() for action in column.actions], today)
    return list(columns.values())


def _head(actions: QuerySet, state: str) -> QuerySet:
    way = "-" if state in BACKWARDS else ""
    found = actions.filter(state=state).order_by(f"{way}starts_on", f"{way}pk")
    return found.values("pk")[: COLUMN_LENGTH + 1]


# --- between two days -----------------------------------------------------------------------------------


def _begun_before(actions: QuerySet, first: date, most: int) -> list[Action]:
    """Those under way on the first day; read by the day they end, so that the past isn't walked through."""
    return list(actions.filter(ends_on__gte=first, starts_on__lt=first).order_by("ends_on", "pk")[:most])


def timeline(actions: QuerySet, first: date, last: date) -> tuple[list[Action], bool]:
    """The actions of a period in the order of their days; true when there are more."""
    most = TIMELINE_LENGTH + 1
    rows = actions.select_related("lead")
    found = sorted(_begun_before(rows, first, most), key=lambda action: (action.starts_on, action.pk))
    found += rows.filter(starts_on__gte=first, starts_on__lte=last).order_by("starts_on", "pk")[:most]
    return found[:TIMELINE_LENGTH], len(found) > TIMELINE_LENGTH


@dataclass
class Day:
    date: date
    is_of_month: bool
    holiday: str = ""
    closed: list[ClosedDay] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    #: Beginning on this day, shown or not.
    count: int = 0

    @property
    def more(self) -> int:
        return max(0, self.count - sum(action.starts_on == self.date for action in self.actions))

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() > 4

    @property
    def is_closed(self) -> bool:
        return bool(self.holiday) or any(each.kind != ClosedDay.Kind.SCHOOL for each in self.closed)


@dataclass
class Month:
    weeks: list[list[Day]]
    long: list[Action]

    @property
    def days(self) -> list[Day]:
        return [day for week in self.weeks for day in week if day.is_of_month]


def month(actions: QuerySet, first: date) -> Month:
    """Whole weeks, Monday first, with what happens on each day and what makes it a day unlike the others."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    start = first - timedelta(days=first.weekday())
    end = last + timedelta(days=6 - last.weekday())
    length = (end - start).days + 1
    days = {
        day: Day(day, day.month == first.month, holiday_name(day))
        for day in (start + timedelta(days=n) for n in range(length))
    }
    for period in ClosedDay.objects.overlapping(start, end):
        for day in days.values():
            if period.starts_on <= day.date <= period.ends_on:
                day.closed.append(period)
    long = _fill(days, actions, start, end)
    cells = list(days.values())
    return Month([cells[n : n + 7] for n in range(0, length, 7)], long)


def _fill(days: dict[date, Day], actions: QuerySet, start: date, end: date) -> list[Action]:
    """Puts the actions into their days; gives back those that are too long for that."""
    numbered = actions.filter(starts_on__gte=start, starts_on__lte=end).annotate(
        rank_of_day=Window(RowNumber(), partition_by="starts_on", order_by=["priority", "pk"]),
        beginning=Window(Count("pk"), partition_by="starts_on"),
    )
    shown = numbered.filter(rank_of_day__lte=DAY_LENGTH).order_by("starts_on", "rank_of_day")
    by_kind = defaultdict(list)
    for action in [*_begun_before(actions, start, LONG_LENGTH), *shown]:
        spread = ((action.ends_on or action.starts_on) - action.starts_on).days + 1
        by_kind[spread > LONG_DAYS].append(action)
        if action.starts_on >= start:
            days[action.starts_on].count = action.beginning
    for action in by_kind[False]:
        day = max(action.starts_on, start)
        while day <= min(action.ends_on or action.starts_on, end):
            days[day].actions.append(action)
            day += timedelta(days=1)
    for action in by_kind[True]:
        if action.starts_on >= start:
            days[action.starts_on].count -= 1
    return by_kind[True]
