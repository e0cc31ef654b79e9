import logging

from celery import shared_task
from django.utils import timezone

from comms.calendar.working_days import local_today
from desk.actions import make_digest, send_immediate
from desk.actions.digests import notices_due_at_once
from desk.models import people_due_for_digest
from desk.reports.computed import measure_computed_indicators
from desk.search import words

logger = logging.getLogger(__name__)


@shared_task
def send_digests() -> None:
    """The daily digests whose hour has come; each person's failure is their own."""
    at = timezone.localtime()
    for user in people_due_for_digest(at.date(), at.hour):
        try:
            make_digest(user=user, day=at.date(), at=at)
        except Exception:  # one that can't be written must not hold back the others
            logger.exception("no digest for person %s", user.pk)


@shared_task
def send_notices_at_once() -> None:
    at = timezone.now()
    sent = sum(send_immediate(notice=notice, at=at) for notice in notices_due_at_once(at))
    if sent:
        logger.info("%s notices mailed at once", sent)


@shared_task
def learn_new_words() -> None:
    words.learn_new_words()


@shared_task
def learn_all_words() -> None:
    words.learn_all_words()


@shared_task
def measure_indicators() -> None:
    """Those of the plan in force that the application measures by itself; twice a day does no harm."""
    noted = measure_computed_indicators(local_today())
    if noted:
        logger.info("%s indicators measured", noted)
