import logging

from celery import shared_task

from budget.actions.checking import tell_of_wrong_totals

logger = logging.getLogger(__name__)


@shared_task
def check_totals() -> None:
    """Each kept total is the sum of its ledger; a difference is told to people and said loudly here."""
    for line in tell_of_wrong_totals():
        logger.error("total faux sur la ligne budgétaire %s (%s)", line.pk, line)
