"""Indicators that the application measures by itself: how each is computed, and when it is noted."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import F

from campaigns.planning.models import Action, Task, TaskState
from campaigns.strategy.actions.measures import record_measure
from campaigns.strategy.models import Indicator, Measure
from desk.reports.year import ACHIEVED
from press.models import Contact, Release

Computation = Indicator.Computation


def actions_done(indicator: Indicator, today: date) -> Decimal | None:
    return Decimal(Action.objects.filter(objective=indicator.objective, state__in=ACHIEVED).count())


def actions_on_time(indicator: Indicator, today: date) -> Decimal | None:
    """Percent of the tasks under the objective finished by their day; None while nothing is finished."""
    tasks = Task.objects.filter(action__objective=indicator.objective, state=TaskState.DONE)
    finished = tasks.exclude(due_on=None).count()
    if not finished:
        return None
    in_time = tasks.filter(done_at__date__lte=F("due_on")).count()
    return (Decimal(in_time) * 100 / finished).quantize(Decimal("0.1"))


def releases_sent(indicator: Indicator, today: date) -> Decimal | None:
    """Since the plan's first day."""
    since = indicator.objective.axis.plan.starts_on
    return Decimal(Release.objects.filter(sent_at__date__gte=since, sent_at__date__lte=today).count())


def journalists(indicator: Indicator, today: date) -> Decimal | None:
    return Decimal(Contact.objects.reachable().count())


COMPUTED: dict[str, Callable[[Indicator, date], Decimal | None]] = {
    Computation.ACTIONS_DONE: actions_done,
    Computation.ACTIONS_ON_TIME: actions_on_time,
    Computation.RELEASES_SENT: releases_sent,
    Computation.JOURNALISTS: journalists,
}


def measure_computed_indicators(today: date) -> int:
    """Note what changed since the last measure, and once a month what didn't; how many were noted."""
    noted = 0
    for indicator in Indicator.objects.computed().with_last().select_related("objective__axis__plan"):
        value = COMPUTED[indicator.computation](indicator, today)
        if value is None or (indicator.last_value == value and _is_this_month(indicator.last_on, today)):
            continue
        measure = record_measure(
            indicator=indicator, actor=None, measured_on=today, value=value, way=Measure.Way.COMPUTED
        )
        noted += measure is not None
    return noted


def _is_this_month(day: date, today: date) -> bool:
    return (day.year, day.month) == (today.year, today.month)
