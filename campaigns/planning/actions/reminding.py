"""Reminders of tasks: before, on the day, then while late; never on a day off.

A reminder is a notice: whether it is mailed at once or waits for the day's digest is the person's choice
(desk/notices.py).
"""

from datetime import date, datetime

from django.db import transaction

from campaigns.planning.actions.days import days_around, next_reminder
from campaigns.planning.models import PlanningRules, Task
from comms.calendar.working_days import is_working_day, local_today
from comms.journal.actions import record


@transaction.atomic
def remind(*, task: Task, at: datetime) -> bool:
    """Remind the owner once and set the day of the next reminder; False when it isn't the moment.

    The stamp is claimed first: two workers at once write one notice.
    """
    today = local_today(at)
    if not is_working_day(today):
        return False
    following = next_reminder(
        task.due_on, today=today, days=days_around(today), rules=PlanningRules.current()
    )
    claimed = Task.objects.filter(
        pk__in=Task.objects.due_for_reminder(today).filter(pk=task.pk).values("pk"), remind_on=task.remind_on
    ).update(remind_on=following, reminded_at=at)
    if not claimed:
        return False
    record(actor=None, verb=_verb(task, today), target=task, tell=[task.owner])
    task.refresh_from_db()
    return True


def _verb(task: Task, today: date) -> str:
    if task.due_on < today:
        return f"rappelle : en retard depuis le {task.due_on:%d/%m/%Y}"
    return (
        "rappelle : à finir aujourd’hui"
        if task.due_on == today
        else f"rappelle : pour le {task.due_on:%d/%m/%Y}"
    )
