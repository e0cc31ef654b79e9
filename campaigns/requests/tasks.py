import logging
from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from campaigns.requests import actions
from campaigns.requests.errors import SomebodyWasFaster
from campaigns.requests.models import CommunicationRequest, Delivery
from comms.calendar.working_days import local_today
from comms.outbox.actions import reminders_are_paused

logger = logging.getLogger(__name__)


@shared_task
def remind_requesters() -> None:
    """Those who owe the unit an answer or an agreement; nothing while a crisis holds reminders back."""
    if reminders_are_paused():
        return
    at = timezone.now()
    due = CommunicationRequest.objects.due_for_reminder(local_today(at))
    sent = sum(actions.remind_requester(request=request, at=at) for request in due)
    if sent:
        logger.info("%s requesters reminded", sent)


@shared_task
def show_approved_deliveries() -> None:
    """What its circuit said yes to; one that was withdrawn or shown meanwhile is left alone."""
    for delivery in Delivery.objects.due_to_be_shown():
        with suppress(SomebodyWasFaster):
            actions.show_approved_delivery(delivery=delivery)


@shared_task
def close_quiet_requests() -> None:
    """What was delivered and left without a word."""
    at = timezone.now()
    due = CommunicationRequest.objects.due_for_closing(local_today(at))
    closed = sum(actions.close_quiet_request(request=request, at=at) for request in due)
    if closed:
        logger.info("%s requests closed", closed)
