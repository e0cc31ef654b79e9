"""Actions, events and tasks."""

from functools import partial
from typing import Any

from django.db.models import F, QuerySet

from campaigns.planning.models import Action, ActionState, Task, TaskState
from campaigns.planning.permissions import may_plan
from desk.calendar.items import Ask, CalendarItem, Reading
from desk.calendar.reading import read_days, read_periods

NOT_TAKING_PLACE = (ActionState.CANCELLED, ActionState.POSTPONED)
#: A month holds hundreds of rows: their texts stay in the database.
SHOWN_OF_ACTION = (
    "title", "year", "number", "starts_on", "ends_on", "place", "state", "updated_at",
    "lead__first_name", "lead__last_name",
)  # fmt: skip
SHOWN_OF_TASK = (
    "title", "due_on", "state", "done_at", "created_at", "action__title",
    "owner__first_name", "owner__last_name",
)  # fmt: skip
OVER = (ActionState.DONE, ActionState.EVALUATED)


def events(ask: Ask) -> Reading:
    return _actions(ask, "evenements", Action.objects.filter(kind=Action.Kind.EVENT))


def actions(ask: Ask) -> Reading:
    return _actions(ask, "actions", Action.objects.exclude(kind=Action.Kind.EVENT))


def _actions(ask: Ask, slug: str, rows: QuerySet) -> Reading:
    """Those of a day by day, those of several days as periods."""
    rows = narrowed_actions(rows.visible_to(ask.user).exclude(state__in=NOT_TAKING_PLACE), ask)
    rows = rows.select_related("lead").only(*SHOWN_OF_ACTION)
    show = partial(_action, slug=slug)
    of_a_day = rows.filter(ends_on=None) | rows.filter(ends_on=F("starts_on"))
    reading = read_days(of_a_day, "starts_on", ask, show)
    reading.add(read_periods(rows.filter(ends_on__gt=F("starts_on")), ask, show))
    return reading


def narrowed_actions(rows: QuerySet, ask: Ask) -> QuerySet:
    if ask.person:
        rows = rows.filter(lead=ask.person)
    if ask.department:
        rows = rows.filter(departments=ask.department)
    return rows.filter(zone__icontains=ask.zone) if ask.zone else rows


def tasks(ask: Ask) -> Reading:
    rows = Task.objects.visible_to(ask.user).exclude(state=TaskState.DROPPED)
    rows = rows.select_related("owner", "action").only(*SHOWN_OF_TASK)
    if ask.person:
        rows = rows.filter(owner=ask.person)
    if ask.department:
        rows = rows.filter(action__departments=ask.department)
    if ask.zone:
        rows = rows.filter(action__zone__icontains=ask.zone)
    show = partial(_task, today=ask.today, may_move=may_plan(ask.user))
    return read_days(rows, "due_on", ask, show)


def _action(action: Any, slug: str) -> CalendarItem:
    return CalendarItem(
        uid=f"action-{action.pk}",
        slug=slug,
        title=action.title,
        starts_on=action.starts_on,
        ends_on=action.ends_on or action.starts_on,
        leads_to=action,
        note=action.reference,
        who=action.lead.full_name if action.lead else "",
        who_pk=action.lead_id or 0,
        place=action.place,
        is_done=action.state in OVER,
        changed_at=action.updated_at,
    )


def _task(task: Any, today: Any, may_move: bool) -> CalendarItem:
    is_done = task.state == TaskState.DONE
    return CalendarItem(
        uid=f"tache-{task.pk}",
        slug="taches",
        title=task.title,
        starts_on=task.due_on,
        ends_on=task.due_on,
        leads_to=task,
        note=task.action.title if task.action else "",
        who=task.owner.full_name if task.owner else "",
        who_pk=task.owner_id or 0,
        is_done=is_done,
        is_late=not is_done and task.due_on < today,
        task_pk=task.pk if may_move and not is_done else 0,
        changed_at=task.done_at or task.created_at,
    )
