"""The doorbell: tells a worker that there is something to send.

It may be lost without harm, since beat finds the rows. So it never fails, never waits for a broker that
is down, and rings once a transaction.
"""

import logging
import time

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)
DELIVER = "comms.outbox.tasks.deliver"
#: After a failure nobody waits for the broker again during these seconds; beat does without the bell.
SILENCE = 5.0
_silent_until = 0.0


def ring_after_commit() -> None:
    waiting = transaction.get_connection().run_on_commit
    if not any(call is ring for _savepoints, call, _robust in waiting):
        transaction.on_commit(ring, robust=True)


def ring() -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task(DELIVER, retry=False, ignore_result=True, expires=60)
    except Exception as error:  # whatever the broker's library raises, the request that rings has succeeded
        _silent_until = time.monotonic() + SILENCE
        logger.warning("la file d’attente ne répond pas (%s) : beat prendra les courriels", error)
