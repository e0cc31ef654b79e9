import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from press.actions.import_work import forget_old_imports, work_on
from press.models import ImportRun

logger = logging.getLogger(__name__)

#: How long the lines of a closed import are kept; its report's counts stay.
KEPT_FOR = timedelta(days=90)


@shared_task
def work_on_import(run_id: int) -> None:
    """Analyse or write one import; does nothing when another worker holds it."""
    if work_on(run_id=run_id):
        logger.info("import %s : travail fait", run_id)


@shared_task
def resume_imports() -> None:
    """Imports whose bell was lost, or whose worker died."""
    for run_id in ImportRun.objects.due_for_work().values_list("pk", flat=True):
        work_on_import.delay(run_id)


@shared_task
def forget_imports() -> None:
    """Personal data of old imports go."""
    logger.info("imports anciens nettoyés : %s", forget_old_imports(before=timezone.now() - KEPT_FOR))
