"""Letters, mailings and mails for every test, made by the real actions."""

from datetime import timedelta

from django.db.models.functions import Now

from comms.outbox.actions import create_mailing, queue_mail
from comms.outbox.content import MailContent, Recipient
from comms.outbox.engine import send_what_is_due
from comms.outbox.models import Mailing, OutboxControl, OutgoingMail
from tests.people.factories import head


def content(**fields) -> MailContent:
    usual = {
        "subject": "Travaux de nuit",
        "text": "Bonjour [[salutation]],\nLa route est fermée de 20 h à 5 h.",
        "html": "<p>Bonjour [[salutation]],</p><p>La route est fermée de 20 h à 5 h.</p>",
    }
    return MailContent(**usual | fields)


def recipient(address: str, **substitutions: str) -> Recipient:
    return Recipient(address, "", {"salutation": "Madame, Monsieur"} | substitutions)


def recipients(count: int) -> list[Recipient]:
    return [recipient(f"j{number}@media.nc", salutation=f"Monsieur {number}") for number in range(count)]


def mailing(count: int = 3, **fields) -> Mailing:
    usual = {"title": "Travaux de nuit", "content": content(), "scope": "press"}
    usual |= {"recipients": recipients(count), "created_by": fields.pop("created_by", None) or head()}
    return create_mailing(**usual | fields)


def personal(to: str = "lea@example.org", **fields) -> OutgoingMail:
    return queue_mail(to=to, content=content(**{"text": "Bonjour", "html": "", **fields}))


def send(seconds: float = 5, lines: int = 1) -> bool:
    """One slice of the real engine, in this process."""
    return send_what_is_due(seconds=seconds, lines=lines)


def rest_is_over() -> None:
    """What passing time does after a failure: the relay may be tried again."""
    OutboxControl.objects.update(relay_retry_at=Now() - timedelta(seconds=1))


def states(sent: Mailing) -> dict[str, str]:
    return dict(sent.mails.order_by("pk").values_list("address", "state"))
