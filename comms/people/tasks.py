import logging

from celery import shared_task
from django.utils import timezone

from comms.people import actions

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def answer_password_requests() -> None:
    if answered := actions.answer_password_requests(at=timezone.now()):
        logger.info("%d demande(s) de mot de passe traitée(s)", answered)
