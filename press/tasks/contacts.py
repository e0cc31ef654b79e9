import logging

from celery import shared_task

from press.actions.contacts import finish_erasures

logger = logging.getLogger(__name__)


@shared_task
def forget_erased_people() -> None:
    """Mails that were still on their way when their person was erased lose the address too."""
    logger.info("courriels de personnes effacées : %s", finish_erasures())
