"""A retro-planning template applied to an action: its steps become tasks, given out by role."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from campaigns.planning.actions.days import days_around, first_reminder
from campaigns.planning.actions.writing import locked
from campaigns.planning.engine import Placed, Step, compute_plan
from campaigns.planning.errors import Incomplete, NotNow
from campaigns.planning.models import (
    OPEN_TASK_STATES,
    Action,
    ActionState,
    PlanningRules,
    PlanTemplate,
    Task,
    TemplateStep,
)
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.people.models import UNIT_ROLES, Role, User


@transaction.atomic
def apply_template(
    *,
    action: Action,
    template: PlanTemplate,
    actor: User,
    today: date | None = None,
    allow_past: bool = False,
) -> list[Task]:
    """Make the tasks of the steps that the action hasn't yet: applied twice, nothing more comes.

    No task is due before `today` unless `allow_past` says so. These first dates are kept as the baseline.
    An approved action becomes planned. Raises Incomplete without J0, NotNow when it is over.
    """
    today = today or local_today()
    row = locked(action)
    if not row.is_live:
        raise NotNow(f"Cette action ne se planifie plus ({row.get_state_display().lower()}).")
    if not row.starts_on:
        raise Incomplete(["J0, le jour de l’action"])
    steps = list(template.steps.prefetch_related("after"))
    there = set(row.tasks.filter(step__in=steps).values_list("step", flat=True))
    missing = [step for step in steps if step.pk not in there]
    tasks = _make_tasks(row, steps, missing, actor=actor, today=today, allow_past=allow_past)
    if not row.baseline_starts_on:
        Action.objects.filter(pk=row.pk).update(baseline_starts_on=row.starts_on)
    if row.state == ActionState.APPROVED:
        row.move(ActionState.PLANNED)
    if tasks:
        told = {task.owner for task in tasks if task.owner}
        record(
            actor=actor, verb=f"a appliqué le rétroplanning « {template} » ({len(tasks)} tâches)",
            target=action, tell=told,
        )  # fmt: skip
    action.refresh_from_db()
    return tasks


def plan_of_template(steps: list[TemplateStep], j0: date, *, today: date | None) -> dict[Any, Placed]:
    """Where each step of a template would fall, by the step's key; `today` is the floor, if any."""
    return compute_plan(
        [
            Step(step.pk, step.offset, step.duration, frozenset(before.pk for before in step.after.all()))
            for step in steps
        ],
        j0=j0,
        is_worked=days_around(j0).is_worked,
        not_before=today,
    )


def _make_tasks(
    action: Action,
    steps: list[TemplateStep],
    missing: list[TemplateStep],
    *,
    actor: User,
    today: date,
    allow_past: bool,
) -> list[Task]:
    placed = plan_of_template(steps, action.starts_on, today=None if allow_past else today)
    owners = owners_by_role(action, {step.role for step in missing})
    days, rules = days_around(today), PlanningRules.current()
    tasks = Task.objects.bulk_create(
        Task(
            action=action,
            step=step,
            title=step.title,
            owner=owners[step.role],
            role=step.role,
            starts_on=placed[step.pk].start,
            due_on=placed[step.pk].due,
            baseline_due_on=placed[step.pk].due,
            offset=step.offset,
            duration=step.duration,
            needs_approval=step.needs_approval,
            remind_on=first_reminder(placed[step.pk].due, today=today, days=days, rules=rules),
            created_by=actor,
        )
        for step in missing
    )
    of_step = {task.step_id: task for task in action.tasks.filter(step__in=steps)}
    link = Task.after.through
    link.objects.bulk_create(
        link(from_task=of_step[step.pk], to_task=of_step[before.pk])
        for step in missing
        for before in step.after.all()
        if before.pk in of_step
    )
    return tasks


def owners_by_role(action: Action, roles: set[str]) -> dict[str, User | None]:
    """Who takes the tasks of each role: the action's lead if it is theirs, else whoever has least to do.

    A department's contact is one of the action's departments. What is kept to the cabinet goes to the unit.
    """
    return {role: _owner(action, role) for role in roles}


def _owner(action: Action, role: str) -> User | None:
    if role == Role.ELECTED or (action.is_confidential and role not in UNIT_ROLES):
        return None
    if action.lead and action.lead.has_role(role):
        return action.lead
    people = User.objects.holding(role)
    if role == Role.DEPARTMENT_CONTACT:
        people = people.filter(department__in=action.departments.all())
    load = Count("tasks", filter=Q(tasks__state__in=OPEN_TASK_STATES))
    return people.annotate(load=load).order_by("load", "pk").first()
