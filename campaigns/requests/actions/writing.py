"""From the first word to the sending: drafts, the check, the reference."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from campaigns.requests import mails
from campaigns.requests.actions.turns import turn_to, unit_people
from campaigns.requests.delays import estimate
from campaigns.requests.errors import Incomplete, NotNow, ReasonMissing
from campaigns.requests.models import CommunicationRequest, Door, RequestKind, RequestState, WaitsOn
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.numbering.actions import next_number
from comms.people.models import Role, User

#: What a person writes; nothing else passes from a form to the row.
TEXT_FIELDS = (
    "kind", "door", "requester", "requester_name", "organisation", "phone", "email", "department",
    "endorsed_by", "title", "purpose", "audience", "needed_on", "place", "material", "wishes", "budget_note",
    "answers", "is_confidential",
)  # fmt: skip


@transaction.atomic
def create_draft(*, author: User, title: str, **texts: Any) -> CommunicationRequest:
    """A request that only its author sees; without a number until it is sent."""
    door = Door.ELECTED if author.has_role(Role.ELECTED) else Door.DEPARTMENT
    usual = {
        "door": door,
        "requester": author,
        "requester_name": author.full_name,
        "phone": author.phone,
        "email": author.email,
        "department": author.department,
    }
    return CommunicationRequest.objects.create(entered_by=author, title=title, **usual | _texts(texts))


def _texts(changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = changes.keys() - set(TEXT_FIELDS)
    if unknown:
        raise TypeError(f"not a text of a request: {', '.join(sorted(unknown))}")
    return dict(changes)


@transaction.atomic
def save_request(
    *, request: CommunicationRequest, actor: User, changes: Mapping[str, Any], late_reason: str = ""
) -> CommunicationRequest:
    """Write what changed, while it is a draft or nobody has decided.

    Of a sent one the lateness is counted again from the day it was sent; when it is late only now, the
    reason is asked (ReasonMissing).
    """
    row = CommunicationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not (row.is_draft or row.is_undecided):
        raise NotNow(f"Cette demande est {row.get_state_display().lower()} : son texte ne change plus.")
    for name, value in _texts(changes).items():
        setattr(row, name, value)
    if row.submitted_on:
        found = estimate(kind=row.kind, needed_on=row.needed_on, sent_on=row.submitted_on)
        row.earliest_on, row.lateness = found.earliest_on, found.lateness
        row.late_reason = late_reason.strip() or row.late_reason
        if found.is_late and not row.late_reason:
            raise ReasonMissing(_late_words(found.lateness))
        record(actor=actor, verb="a modifié la demande", target=row)
    row.save()
    request.refresh_from_db()
    return request


def _late_words(days: int) -> str:
    plural = "s" if days > 1 else ""
    return (
        f"Cette date arrive {days} jour{plural} ouvré{plural} trop tôt pour le délai habituel : "
        "dites pourquoi, la cellule décidera."
    )


@transaction.atomic
def drop_draft(*, request: CommunicationRequest, actor: User) -> None:
    """A draft leaves without a trace; its files stay on disk, where nothing names them."""
    deleted = CommunicationRequest.objects.filter(pk=request.pk, state=RequestState.DRAFT)
    if not deleted.exists():
        raise NotNow("Cette demande est envoyée : retirez-la plutôt.")
    deleted.delete()


class Missing(NamedTuple):
    """What isn't there yet, and the field of the form where it is written."""

    field: str
    label: str


def missing_for_sending(request: CommunicationRequest) -> list[Missing]:
    """What a request needs before the unit is asked to read it."""
    kind = request.kind
    needed = [
        Missing("kind", "la nature de la demande"),
        Missing("purpose", "ce qui doit changer"),
        Missing("audience", "pour qui"),
        Missing("needed_on", "le jour"),
    ]
    if kind and kind.needs_endorsement and request.door == Door.DEPARTMENT:
        needed.append(Missing("endorsed_by", "qui l’a validée dans votre direction"))
    missing = [each for each in needed if not getattr(request, each.field)]
    answered = {answer["question"] for answer in request.answers if answer["value"] not in ("", [], None)}
    required = kind.questions.filter(is_required=True) if kind else []
    asked = [question for question in required if question.pk not in answered]
    return missing + [Missing(f"q{question.pk}", f"« {question.label} »") for question in asked]


@transaction.atomic
def submit_request(
    *, request: CommunicationRequest, actor: User, late_reason: str = "", at: datetime | None = None
) -> CommunicationRequest:
    """Send the draft: it gets its number and its lateness, the unit is told, who asked gets the reference.

    Raises Incomplete, ReasonMissing when it is late without a word, SomebodyWasFaster on a second click.
    """
    if missing := missing_for_sending(request):
        raise Incomplete([each.label for each in missing])
    at = at or timezone.now()
    found = estimate(kind=request.kind, needed_on=request.needed_on, sent_on=local_today(at))
    if found.is_late and not late_reason.strip():
        raise ReasonMissing(_late_words(found.lateness))
    _send(request, actor, at=at, late_reason=late_reason.strip())
    return request


def _send(
    request: CommunicationRequest, actor: User, *, at: datetime, late_reason: str, tell: bool = True
) -> None:
    today = local_today(at)
    found = estimate(kind=request.kind, needed_on=request.needed_on, sent_on=today)
    request.move(
        RequestState.SUBMITTED,
        year=today.year,
        number=next_number(series="requests.request", year=today.year),
        submitted_at=at,
        submitted_on=today,
        earliest_on=found.earliest_on,
        lateness=found.lateness,
        late_reason=late_reason if found.is_late else "",
    )
    turn_to(request, WaitsOn.UNIT, why="Demande envoyée", at=at)
    record(
        actor=actor,
        verb=f"a envoyé la demande {request.reference}",
        target=request,
        reason=request.late_reason,
        tell=unit_people(request),
    )
    if tell:
        for person in mails.requester_side(request):
            mails.received(request=request, to=person)


@transaction.atomic
def enter_request(
    *, actor: User, title: str, late_reason: str = "", at: datetime | None = None, **texts: Any
) -> CommunicationRequest:
    """What came by another door (an association, the press, an elected person), entered by the unit: sent
    at once, complete or not."""
    at = at or timezone.now()
    request = CommunicationRequest.objects.create(entered_by=actor, title=title, **_texts(texts))
    _send(request, actor, at=at, late_reason=late_reason.strip() or "Saisie par la cellule.")
    return request


@transaction.atomic
def note_in_passing(
    *,
    actor: User,
    title: str,
    requester_name: str,
    needed_on: Any = None,
    department: Any = None,
    kind: RequestKind | None = None,
) -> CommunicationRequest:
    """What was asked in a corridor or on the phone, noted before it is forgotten; nobody gets a mail."""
    request = CommunicationRequest.objects.create(
        entered_by=actor,
        title=title,
        requester_name=requester_name,
        needed_on=needed_on,
        department=department,
        kind=kind,
        door=Door.CORRIDOR,
    )
    _send(request, actor, at=timezone.now(), late_reason="Demandée de vive voix.", tell=False)
    return request


@transaction.atomic
def withdraw_request(*, request: CommunicationRequest, actor: User, reason: str) -> None:
    """Who asked needs it no more; an action that was begun stays, and its lead is told."""
    at = timezone.now()
    people = unit_people(request)
    request.move(RequestState.WITHDRAWN, state_reason=reason.strip(), remind_on=None)
    turn_to(request, WaitsOn.NOBODY, why="Demande retirée", at=at)
    record(actor=actor, verb="a retiré la demande", target=request, reason=reason.strip(), tell=people)
