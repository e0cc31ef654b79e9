from datetime import datetime

from django.db import transaction

from comms.approvals import mails
from comms.approvals.models import ApprovalStep
from comms.calendar.working_days import add_working_days, is_working_day, local_today
from comms.journal.actions import record
from comms.outbox.actions import reminders_are_paused


@transaction.atomic
def remind(*, step: ApprovalStep, at: datetime) -> bool:
    """Remind the step's people once, and set the day of the next reminder; False when it isn't the moment.

    The stamp is claimed first: two workers at once send one reminder. Nothing leaves on a day off. The
    first time it is late, the text's owner is told as well. Silent during a crisis that paused everything.
    """
    today = local_today(at)
    if not is_working_day(today) or reminders_are_paused():
        return False
    claimed = (
        ApprovalStep.objects.due_for_reminder(today)
        .filter(pk=step.pk)
        .update(remind_on=add_working_days(today, step.reminder_every), reminded_at=at)
    )
    if not claimed:
        return False
    for person in step.deciders(today):
        mails.reminder(step=step, person=person, today=today)
    if step.is_late(today) and ApprovalStep.objects.filter(pk=step.pk, escalated_at=None).update(
        escalated_at=at
    ):
        record(
            actor=None,
            verb=f"signale un retard : l’étape « {step.who} » était attendue pour le {step.due_on:%d/%m/%Y}",
            target=step.approval.subject,
            tell=[step.approval.owner],
        )
    return True
