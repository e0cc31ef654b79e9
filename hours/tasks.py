import logging

from celery import shared_task
from django.utils import timezone

from hours.actions.reminding import remind_to_validate
from hours.models import Balance

logger = logging.getLogger(__name__)


@shared_task
def remind() -> None:
    """Those who validate hours, when these have waited for some working days."""
    logger.info("rappels de valider des heures : %s", remind_to_validate(at=timezone.now()))


@shared_task
def check_balances() -> None:
    """Each kept total is the sum of its ledger; a difference is a fault of ours, and is said loudly."""
    for balance in Balance.objects.wrong():
        logger.error("solde faux : %s, écritures : %s min", balance, balance.ledger_total)
