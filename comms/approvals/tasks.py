import logging

from celery import shared_task
from django.utils import timezone

from comms.approvals import actions
from comms.approvals.models import ApprovalStep
from comms.calendar.working_days import local_today

logger = logging.getLogger(__name__)


@shared_task
def reconcile() -> None:
    """Void the approvals of things changed by `.update()`, by SQL or by a form that said nothing."""
    for subject, digest in actions.watched():
        try:
            if subject.current_digest != digest and actions.void_if_changed(subject=subject):
                logger.warning("%s changed outside the application: its approval is void", subject)
        except Exception:  # one that can't be read must not hide the others
            logger.exception("%s %s can't be reconciled", type(subject).__name__, subject.pk)


@shared_task
def remind() -> None:
    """Remind those whose time is nearly over or past, at most once in each step's rhythm."""
    at = timezone.now()
    steps = ApprovalStep.objects.due_for_reminder(local_today(at)).readable()
    sent = sum(actions.remind(step=step, at=at) for step in steps)
    if sent:
        logger.info("%s approval steps reminded", sent)
