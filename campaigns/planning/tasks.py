import logging

from celery import shared_task
from django.utils import timezone

from campaigns.planning import actions
from campaigns.planning.actions.series import make_all_occurrences
from campaigns.planning.models import Action, Task
from comms.calendar.working_days import local_today
from comms.periods.now import reminders_are_paused

logger = logging.getLogger(__name__)


@shared_task
def remind_of_tasks() -> None:
    """Remind the owners of what is nearly due, due or late; silent while a crisis pauses reminders."""
    if reminders_are_paused():
        return
    at = timezone.now()
    due = Task.objects.due_for_reminder(local_today(at)).select_related("action", "owner")
    sent = sum(actions.remind(task=task, at=at) for task in due)
    if sent:
        logger.info("%s tasks reminded", sent)


@shared_task
def ask_for_evaluations() -> None:
    """Ask for the evaluation of what is over since long enough."""
    if reminders_are_paused():
        return
    at = timezone.now()
    due = Action.objects.due_for_evaluation(actions.evaluation_day(local_today(at)))
    asked = sum(
        actions.ask_for_evaluation(action=action, at=at)
        for action in due.select_related("lead", "created_by")
    )
    if asked:
        logger.info("%s evaluations asked", asked)


@shared_task
def make_occurrences_of_series() -> None:
    """Make the actions of what comes again, ahead of their plan; run twice, nothing more comes."""
    made = make_all_occurrences(today=local_today())
    if made:
        logger.info("%s occurrences made", made)
