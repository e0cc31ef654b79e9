"""The year in figures: what was done, for whom, at what cost, whom it reached, how late it came."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import cached_property

from campaigns.planning.models import Action, ActionState, TaskState
from campaigns.strategy.models import Campaign, Indicator
from campaigns.strategy.models.states import KNOWN_STATES
from campaigns.strategy.trends import Trend, trends_of
from comms.people.models import User
from press.models import Release

ACHIEVED = (ActionState.DONE, ActionState.EVALUATED)
DROPPED = (ActionState.CANCELLED, ActionState.POSTPONED)
NO_AXIS = "Sans objectif"
NO_DEPARTMENT = "Sans direction"


@dataclass(frozen=True)
class Done:
    """An action of the year, with what its evaluation says of it."""

    action: Action
    axis: str
    departments: list[str]
    audiences: list[str]
    reach: int | None
    cost: int | None
    tasks: int
    late_tasks: int

    @property
    def slip(self) -> int | None:
        """Days between the first J0 and the real one; None when nothing was planned."""
        action = self.action
        if not (action.starts_on and action.baseline_starts_on):
            return None
        return (action.starts_on - action.baseline_starts_on).days


@dataclass
class Line:
    """The sums of one axis, one department, or of all."""

    name: str
    actions: int = 0
    reach: int = 0
    foreseen: int = 0
    cost: int = 0
    tasks: int = 0
    late_tasks: int = 0
    moved: int = 0

    def add(self, done: Done) -> None:
        self.actions += 1
        self.reach += done.reach or 0
        self.foreseen += done.action.foreseen_cost or 0
        self.cost += done.cost or 0
        self.tasks += done.tasks
        self.late_tasks += done.late_tasks
        self.moved += bool(done.slip)

    @property
    def on_time(self) -> int | None:
        """Percent of the finished tasks that were finished by their day; None without any."""
        return round(100 * (self.tasks - self.late_tasks) / self.tasks) if self.tasks else None


@dataclass
class YearReport:
    """Everything this person may see of the year; each part is one or two queries, whatever its size."""

    user: User
    year: int

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def _actions(self) -> QuerySet:
        return Action.objects.visible_to(self.user).filter(
            starts_on__gte=self.first, starts_on__lte=self.last
        )

    @cached_property
    def done(self) -> list[Done]:
        finished = Q(tasks__state=TaskState.DONE)
        late = finished & Q(tasks__done_at__date__gt=F("tasks__due_on"))
        actions = (
            self._actions.filter(state__in=ACHIEVED)
            .select_related("objective__axis", "evaluation")
            .prefetch_related("departments", "audiences")
            .annotate(
                done_tasks=Count("tasks", filter=finished, distinct=True),
                late_tasks=Count("tasks", filter=late, distinct=True),
            )
            .order_by("starts_on", "pk")
        )
        return [_done(action) for action in actions]

    @cached_property
    def total(self) -> Line:
        return _summed("Total", self.done)

    @cached_property
    def by_axis(self) -> list[Line]:
        return _grouped(self.done, lambda done: [done.axis])

    @cached_property
    def by_department(self) -> list[Line]:
        """An action for two departments counts for each: the sums may pass the total."""
        return _grouped(self.done, lambda done: done.departments or [NO_DEPARTMENT])

    @cached_property
    def by_audience(self) -> list[Line]:
        return _grouped(self.done, lambda done: done.audiences or ["Sans public"])

    @cached_property
    def states(self) -> dict[str, int]:
        """How many actions of the year in each state, by its French name."""
        counts = self._actions.order_by().values_list("state").annotate(count=Count("pk"))
        return {ActionState(state).label: count for state, count in counts}

    @property
    def given_up(self) -> int:
        return sum(self.states.get(state.label, 0) for state in DROPPED)

    @cached_property
    def releases(self) -> int:
        """Press releases sent during the year."""
        return Release.objects.filter(sent_at__year=self.year).count()

    @cached_property
    def campaigns(self) -> list[Campaign]:
        visible = Campaign.objects.visible_to(self.user).between(self.first, self.last)
        return list(visible.select_related("objective").order_by("starts_on", "pk"))

    @cached_property
    def trends(self) -> list[Trend]:
        """The indicators of the plans that lasted in the year."""
        plans = {
            "objective__axis__plan__state__in": KNOWN_STATES,
            "objective__axis__plan__starts_on__lte": self.last,
            "objective__axis__plan__ends_on__gte": self.first,
        }
        indicators = Indicator.objects.visible_to(self.user).filter(**plans)
        found = list(indicators.select_related("objective__axis__plan"))
        trends = trends_of(found)
        return [trends[indicator.pk] for indicator in found]


def _done(action: Action) -> Done:
    evaluation = getattr(action, "evaluation", None)
    return Done(
        action=action,
        axis=action.objective.axis.title if action.objective else NO_AXIS,
        departments=[department.name for department in action.departments.all()],
        audiences=[audience.name for audience in action.audiences.all()],
        reach=evaluation.reach if evaluation else None,
        cost=evaluation.real_cost if evaluation else None,
        tasks=action.done_tasks,
        late_tasks=action.late_tasks,
    )


def _summed(name: str, done: Iterable[Done]) -> Line:
    line = Line(name)
    for one in done:
        line.add(one)
    return line


def _grouped(done: Iterable[Done], names: Callable[[Done], list[str]]) -> list[Line]:
    """The most active first."""
    lines: dict[str, Line] = {}
    for one in done:
        for name in names(one):
            lines.setdefault(name, Line(name)).add(one)
    return sorted(lines.values(), key=lambda line: (-line.actions, line.name))


def years_with_actions(user: User, today: date) -> list[int]:
    """This year, and those in which there were actions, the latest first."""
    days = Action.objects.visible_to(user).filter(starts_on__lte=today).dates("starts_on", "year")
    return sorted({today.year, *(day.year for day in days)}, reverse=True)
