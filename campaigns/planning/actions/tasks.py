"""Tasks: made, edited, given to somebody, begun, ticked, dropped."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.planning.actions.days import days_around, first_reminder
from campaigns.planning.engine import has_cycle
from campaigns.planning.errors import Circular, Incomplete, NotNow, StaleText
from campaigns.planning.models import Action, ActionState, PlanningRules, Task, TaskCheck, TaskState
from comms.approvals.actions import void_if_changed, withdraw_submission
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.people.models import UNIT_ROLES, User

FACTS = ("title", "description", "owner", "role", "due_on", "duration", "is_pinned", "needs_approval")


@transaction.atomic
def create_task(
    *,
    author: User,
    title: str,
    action: Action | None = None,
    after: Iterable[Task] = (),
    checks: Iterable[str] = (),
    today: date | None = None,
    **facts: Any,
) -> Task:
    """A task of an action, or on its own; its first day is its baseline, and its place before J0 is kept."""
    _known(facts)
    if action and action.is_closed:
        raise NotNow(f"Cette action est close ({action.get_state_display().lower()}).")
    _check_owner(action, facts.get("owner"))
    dates = _dates(action, facts.get("due_on"), facts.get("duration") or 1, today or local_today())
    task = Task.objects.create(
        title=title,
        action=action,
        created_by=author,
        baseline_due_on=facts.get("due_on"),
        **facts | dates,
    )
    task.after.set(_of_same_action(task, after))
    TaskCheck.objects.bulk_create(
        TaskCheck(task=task, position=position, text=text) for position, text in enumerate(checks, start=1)
    )
    record(actor=author, verb="a créé la tâche", target=task, tell=[task.owner] if task.owner else [])
    return task


def _known(facts: dict[str, Any]) -> None:
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"not a fact of a task: {', '.join(sorted(unknown))}")


def _check_owner(action: Action | None, owner: User | None) -> None:
    if action and action.is_confidential and owner and not owner.acts_as(*UNIT_ROLES):
        raise NotNow("Cette action est réservée au cabinet : seule la cellule y reçoit des tâches.")


def _dates(action: Action | None, due_on: date | None, duration: int, today: date) -> dict[str, Any]:
    """What follows from the day it is due: its start, its place before J0, its first reminder."""
    if due_on is None:
        return {"starts_on": None, "offset": None, "remind_on": None}
    days = days_around(due_on)
    j0 = action.starts_on if action else None
    return {
        "starts_on": min(due_on, days.before(days.at_or_before(due_on), duration - 1)),
        "offset": days.offset_of(due_on, j0) if j0 else None,
        "remind_on": first_reminder(due_on, today=today, days=days, rules=PlanningRules.current()),
    }


def _of_same_action(task: Task, after: Iterable[Task]) -> list[Task]:
    others = [other for other in after if other.pk != task.pk and other.action_id == task.action_id]
    links = {task.pk: {other.pk for other in others}}
    if others and task.action_id:
        siblings = Task.objects.filter(action=task.action_id).exclude(pk=task.pk).prefetch_related("after")
        links |= {other.pk: {before.pk for before in other.after.all()} for other in siblings}
    if has_cycle(links):
        raise Circular
    return others


def locked_task(task: Task) -> Task:
    """The row as it stands now, held until the transaction ends."""
    return Task.objects.select_for_update(of=("self",)).select_related("action").get(pk=task.pk)


@transaction.atomic
def edit_task(
    *,
    task: Task,
    actor: User,
    seen_revision: int | None = None,
    after: Iterable[Task] | None = None,
    today: date | None = None,
    **facts: Any,
) -> Task:
    """Write these facts over the revision the person began from. Raises StaleText, Circular, NotNow."""
    _known(facts)
    row = locked_task(task)
    if seen_revision is not None and row.revision != seen_revision:
        raise StaleText(row, None)
    owner_before = row.owner_id
    _check_owner(row.action, facts.get("owner", row.owner))
    if {"due_on", "duration"} & facts.keys():
        due_on, duration = facts.get("due_on", row.due_on), facts.get("duration") or row.duration
        if (due_on, duration) != (row.due_on, row.duration):
            facts |= _dates(row.action, due_on, duration, today or local_today())
    if after is not None:
        row.after.set(_of_same_action(row, after))
    Task.objects.filter(pk=row.pk).update(revision=F("revision") + 1, **facts)
    task.refresh_from_db()
    told = [task.owner] if task.owner and task.owner_id != owner_before else []
    record(actor=actor, verb="a modifié la tâche", target=task, tell=told)
    void_if_changed(subject=task, actor=actor)
    return task


@transaction.atomic
def assign_task(*, task: Task, owner: User | None, actor: User) -> None:
    """Give the task to somebody, or to nobody; both learn of it."""
    _check_owner(task.action, owner)
    before = task.owner
    Task.objects.filter(pk=task.pk).update(owner=owner, revision=F("revision") + 1)
    task.refresh_from_db()
    verb = f"a confié la tâche à {owner}" if owner else "a retiré le responsable de la tâche"
    record(actor=actor, verb=verb, target=task, tell={before, owner} - {None})


@transaction.atomic
def begin_task(*, task: Task, actor: User) -> None:
    """Raises SomebodyWasFaster."""
    task.move(TaskState.UNDER_WAY)
    record(actor=actor, verb="a commencé la tâche", target=task)
    begin_action(task, actor=actor)


def begin_action(task: Task, *, actor: User) -> None:
    """The first work on a planned action begins it."""
    begun = task.action_id and Action.objects.filter(pk=task.action_id, state=ActionState.PLANNED).update(
        state=ActionState.UNDER_WAY
    )
    if begun:
        record(actor=actor, verb="a commencé l’action", target=Action.objects.get(pk=task.action_id))


@transaction.atomic
def drop_task(*, task: Task, actor: User, reason: str) -> None:
    """Give the task up, saying why; what waited for it waits no longer.

    Raises Incomplete without a reason, SomebodyWasFaster.
    """
    reason = reason.strip()
    if not reason:
        raise Incomplete(["le motif"])
    approval = task.current_approval
    if approval and approval.is_open:
        withdraw_submission(approval=approval, actor=actor, reason=reason)
        task.refresh_from_db()
    task.move(TaskState.DROPPED, state_reason=reason, remind_on=None, done_at=None)
    record(
        actor=actor, verb="a abandonné la tâche", target=task, reason=reason,
        tell=[task.owner] if task.owner else [],
    )  # fmt: skip


@transaction.atomic
def add_check(*, task: Task, actor: User, text: str) -> TaskCheck:
    last = task.checks.order_by("-position").values_list("position", flat=True).first() or 0
    return TaskCheck.objects.create(task=task, position=last + 1, text=text.strip())


@transaction.atomic
def tick(*, check: TaskCheck, actor: User, is_done: bool) -> None:
    """Set, not switched: a second click, or a second person, changes nothing more."""
    changed = (
        TaskCheck.objects.filter(pk=check.pk)
        .exclude(is_done=is_done)
        .update(
            is_done=is_done, done_by=actor if is_done else None, done_at=timezone.now() if is_done else None
        )
    )
    check.refresh_from_db()
    if changed:
        verb = "a coché" if is_done else "a décoché"
        record(actor=actor, verb=f"{verb} « {check.text[:150]} »", target=check.task)


@transaction.atomic
def remove_check(*, check: TaskCheck, actor: User) -> None:
    record(actor=actor, verb=f"a retiré « {check.text[:150]} » de la liste", target=check.task)
    check.delete()
