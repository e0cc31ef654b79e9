"""Tells a worker that an import waits. It may be lost without harm: beat finds the row."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)
WORK_ON_IMPORT = "press.tasks.imports.work_on_import"


def ring_for_import_after_commit(run_id: int) -> None:
    transaction.on_commit(partial(_ring, run_id), robust=True)


def _ring(run_id: int) -> None:
    try:
        current_app.send_task(WORK_ON_IMPORT, [run_id], retry=False, ignore_result=True, expires=60)
    except Exception as error:  # whatever the broker's library raises, the request that rings has succeeded
        logger.warning("la file d’attente ne répond pas (%s) : beat prendra l’import %s", error, run_id)
