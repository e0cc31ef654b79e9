from celery import shared_task

from comms.outbox.doorbell import ring
from comms.outbox.engine import send_what_is_due
from comms.outbox.health import beat_seen, sender_seen


@shared_task
def deliver(from_beat: bool = False) -> None:
    """Send what is due for some seconds. Safe to run as often and in as many places as one likes."""
    if from_beat:
        beat_seen()
    sender_seen()
    if send_what_is_due():
        ring()
