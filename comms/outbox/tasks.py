from typing import Any

from celery import shared_task
from celery.signals import worker_shutting_down

from comms.outbox.doorbell import ring
from comms.outbox.engine import leave, send_what_is_due
from comms.outbox.health import beat_seen, sender_seen


@worker_shutting_down.connect
def leave_the_engine(**details: Any) -> None:
    """A worker that is asked to stop waits for its tasks: the slice under way ends at once."""
    leave()


@shared_task
def deliver(from_beat: bool = False) -> None:
    """Send what is due for some seconds. Safe to run as often and in as many places as one likes."""
    if from_beat:
        beat_seen()
    sender_seen()
    if send_what_is_due():
        ring()
