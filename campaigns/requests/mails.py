"""One function per message; its templates are templates/requests/mails/<name>.{subject.txt,txt,html}.

Each leads to a page and decides nothing. Who has no account gets the words without the link.
"""

from typing import Any, NamedTuple

from django.conf import settings

from campaigns.requests.models import CommunicationRequest, Delivery, Message, RequestRules
from comms.outbox.actions import queue_mail
from comms.outbox.content import Recipient, render_mail
from comms.people.models import User


class Addressee(NamedTuple):
    """Somebody to write to; `has_account` says whether the page would open."""

    address: str
    name: str
    has_account: bool

    @classmethod
    def of(cls, user: User) -> "Addressee":
        return cls(user.email, user.full_name, True)


def requester_side(request: CommunicationRequest) -> list[Addressee]:
    """Who asked, and those whose request was merged into this one; each address once."""
    merged = request.merged.select_related("requester").order_by("pk")
    found = {}
    for asked in [request, *merged]:
        if asked.requester and asked.requester.is_active:
            found[asked.requester.email] = Addressee.of(asked.requester)
        elif asked.requester is None and asked.email:
            found.setdefault(asked.email, Addressee(asked.email, asked.requester_name, False))
    return list(found.values())


def received(*, request: CommunicationRequest, to: Addressee) -> None:
    """The reference, and what happens next."""
    _queue("received", request, to, rules=RequestRules.current())


def more_wanted(*, message: Message, to: Addressee) -> None:
    """The unit can't decide yet: what it asks."""
    _queue("more_wanted", message.request, to, message=message, rules=RequestRules.current())


def decided(*, request: CommunicationRequest, to: Addressee) -> None:
    """Accepted, lightened, declined, sent to a template, or merged: which, and why."""
    _queue("decided", request, to)


def message_posted(*, message: Message, to: Addressee) -> None:
    """A word of the unit for who asked."""
    _queue("message_posted", message.request, to, message=message)


def message_for_unit(*, message: Message, to: Addressee) -> None:
    """A word of who asked for the unit."""
    _queue("message_for_unit", message.request, to, message=message)


def to_agree(*, delivery: Delivery, to: Addressee) -> None:
    """A support waits for « D’accord » or « À corriger »."""
    _queue("to_agree", delivery.request, to, delivery=delivery)


def delivered(*, request: CommunicationRequest, to: Addressee) -> None:
    """It is there; and how was it?"""
    _queue("delivered", request, to, rules=RequestRules.current())


def reminder(*, request: CommunicationRequest, to: Addressee) -> None:
    """An answer or an agreement is still awaited."""
    _queue("reminder", request, to)


def _queue(name: str, request: CommunicationRequest, to: Addressee, **context: Any) -> None:
    link = settings.BASE_URL + request.get_absolute_url() if to.has_account else ""
    context |= {"request": request, "to": to, "link": link}
    queue_mail(
        to=Recipient(to.address, to.name), content=render_mail(f"requests/{name}", context), cause=request
    )
