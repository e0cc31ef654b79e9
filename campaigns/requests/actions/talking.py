"""The thread: words between the unit and who asked, and notes that only the unit reads."""

from collections.abc import Sequence
from typing import IO

from django.db import transaction
from django.utils import timezone

from campaigns.requests import mails
from campaigns.requests.actions.files import attach_files
from campaigns.requests.actions.turns import turn_to, unit_people
from campaigns.requests.errors import ReasonMissing
from campaigns.requests.models import CommunicationRequest, Message, RequestState, WaitsOn
from campaigns.requests.permissions import is_of_requester, may_triage
from comms.journal.actions import record
from comms.people.models import User


def write_message(
    *, request: CommunicationRequest, author: User, text: str, is_internal: bool = False
) -> Message:
    """The row alone; whoever calls tells the others."""
    return Message.objects.create(
        request=request,
        author=author,
        text=text,
        is_internal=is_internal,
        is_from_requester=speaks_for_requester(author, request),
    )


def speaks_for_requester(author: User, request: CommunicationRequest) -> bool:
    """The requester, whoever it is; else a contact of the direction who isn't of the unit."""
    if request.requester_id == author.pk:
        return True
    return is_of_requester(author, request) and not may_triage(author)


@transaction.atomic
def post_message(
    *,
    request: CommunicationRequest,
    author: User,
    text: str,
    is_internal: bool = False,
    awaits_answer: bool = False,
    files: Sequence[IO[bytes]] = (),
) -> Message:
    """A word for the other side, by mail as well; an internal note stays in the unit.

    From the unit, `awaits_answer` gives the turn to who asked. From who asked, it gives it back: a request
    that was to be completed returns to the pile. Raises ReasonMissing without a word, ValidationError for a
    file that can't be kept; nothing is said then.
    """
    if not text.strip():
        raise ReasonMissing("Écrivez votre message.")
    message = write_message(request=request, author=author, text=text.strip(), is_internal=is_internal)
    attach_files(request=request, actor=author, files=files, message=message)
    if is_internal:
        record(actor=author, verb="a écrit une note interne", target=request)
    elif message.is_from_requester:
        _answered(message)
    else:
        _told(message, awaits_answer=awaits_answer)
    return message


def _answered(message: Message) -> None:
    request = message.request
    at = timezone.now()
    if request.state == RequestState.TO_COMPLETE:
        request.move(RequestState.SUBMITTED)
        turn_to(request, WaitsOn.UNIT, why="Précisions reçues", at=at)
    elif request.waits_on == WaitsOn.REQUESTER and request.state != RequestState.TO_AGREE:
        turn_to(request, WaitsOn.UNIT, why="Réponse reçue", at=at)
    people = unit_people(request)
    record(actor=message.author, verb="a répondu", target=request, tell=people)
    for person in people:
        if person.pk != message.author_id:
            mails.message_for_unit(message=message, to=mails.Addressee.of(person))


def _told(message: Message, *, awaits_answer: bool) -> None:
    request = message.request
    if awaits_answer and request.is_open:
        turn_to(request, WaitsOn.REQUESTER, why="Réponse attendue", at=timezone.now())
    told = [request.requester] if request.requester else []
    record(actor=message.author, verb="a écrit au demandeur", target=request, tell=told)
    for person in mails.requester_side(request):
        mails.message_posted(message=message, to=person)
