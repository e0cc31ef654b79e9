"""Finishing a task, or taking it up again."""

from django.db import transaction
from django.utils import timezone

from campaigns.planning.actions.days import days_around, first_reminder
from campaigns.planning.actions.tasks import begin_action, locked_task
from campaigns.planning.errors import SomebodyWasFaster, Waiting
from campaigns.planning.models import OPEN_TASK_STATES, PlanningRules, Task, TaskState
from comms.approvals.actions import submit_version
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.people.models import User


@transaction.atomic
def finish_task(*, task: Task, actor: User, outcome: str = "") -> Task:
    """Done; or, when it needs approval, its outcome goes round the circuit and the task is done by its yes.

    Raises Waiting (tasks before it are open), SomebodyWasFaster, and the errors of `submit_version`.
    """
    row = locked_task(task)
    if not row.is_open or row.state == TaskState.TO_APPROVE:
        raise SomebodyWasFaster(row)
    if before := list(row.after.filter(state__in=OPEN_TASK_STATES)):
        raise Waiting(before)
    begin_action(row, actor=actor)
    if outcome.strip():
        Task.objects.filter(pk=row.pk).update(outcome=outcome.strip())
    if row.needs_approval:
        row.refresh_from_db()
        submit_version(subject=row, author=actor)
    else:
        row.move(TaskState.DONE, done_at=timezone.now(), remind_on=None)
        record(actor=actor, verb="a terminé la tâche", target=row, tell=_who_waited(row))
    task.refresh_from_db()
    return task


def _who_waited(task: Task) -> list[User]:
    return list(User.objects.active().filter(tasks__in=task.before.filter(state__in=OPEN_TASK_STATES)))


@transaction.atomic
def reopen_task(*, task: Task, actor: User, reason: str = "") -> None:
    """Take up again what was done or dropped. Raises SomebodyWasFaster."""
    today = local_today()
    days = days_around(today)
    remind_on = first_reminder(task.due_on, today=today, days=days, rules=PlanningRules.current())
    task.move(TaskState.UNDER_WAY, done_at=None, state_reason="", remind_on=remind_on)
    told = {task.owner, task.action.lead if task.action else None} - {None}
    record(actor=actor, verb="a rouvert la tâche", target=task, reason=reason.strip(), tell=told)
