"""From the first draft of a support to the rating: shown, corrected, agreed, delivered, closed."""

from collections.abc import Sequence
from typing import IO

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from campaigns.requests import mails
from campaigns.requests.actions.files import attach_files
from campaigns.requests.actions.turns import turn_to, unit_people
from campaigns.requests.errors import NotNow, ReasonMissing, SomebodyWasFaster
from campaigns.requests.models import (
    DELIVERABLE_STATES,
    CommunicationRequest,
    Delivery,
    RequestKind,
    RequestRules,
    RequestState,
    WaitsOn,
)
from comms.approvals.actions import submit_version
from comms.calendar.working_days import add_working_days, local_today
from comms.journal.actions import record
from comms.people.models import User


@transaction.atomic
def begin_production(*, request: CommunicationRequest, actor: User) -> None:
    """The unit is at work on it."""
    request.move(RequestState.IN_PRODUCTION)
    turn_to(request, WaitsOn.UNIT, why="Production commencée", at=timezone.now())
    told = [request.requester] if request.requester else []
    record(actor=actor, verb="a commencé la production", target=request, tell=told)


@transaction.atomic
def deliver(
    *,
    request: CommunicationRequest,
    actor: User,
    text: str,
    link: str = "",
    files: Sequence[IO[bytes]] = (),
) -> Delivery:
    """Show what was made, or have it read first by the circuit of the request's kind, where it has one.

    Raises NotNow while an earlier version goes round it.
    """
    if not text.strip():
        raise ReasonMissing("Dites ce que vous livrez.")
    if request.state not in DELIVERABLE_STATES:
        raise SomebodyWasFaster(request.get_state_display())
    CommunicationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if pending := request.deliveries.in_circuit().first():
        raise NotNow(
            f"La proposition {pending.number} est en validation : attendez la réponse, ou retirez-la."
        )
    last = request.deliveries.aggregate(last=Max("number"))["last"] or 0
    delivery = Delivery.objects.create(
        request=request, number=last + 1, text=text.strip(), link=link, shown_by=actor
    )
    attach_files(request=request, actor=actor, files=files, delivery=delivery)
    if delivery.approval_circuit():
        submit_version(subject=delivery, author=actor)
        record(actor=actor, verb=f"a fait valider la version {delivery.number}", target=request)
    else:
        _show(delivery)
    return delivery


@transaction.atomic
def show_approved_delivery(*, delivery: Delivery) -> None:
    """Its circuit said yes: whoever asked sees it now. Raises SomebodyWasFaster when it isn't awaited."""
    locked = Delivery.objects.due_to_be_shown().select_for_update(of=("self",)).filter(pk=delivery.pk).first()
    if locked is None:
        raise SomebodyWasFaster(delivery.request.get_state_display())
    _show(locked)


def _show(delivery: Delivery) -> None:
    """Who the kind says agrees to it; where nobody has to, it is delivered at once."""
    request = delivery.request
    needs_nobody = request.kind and request.kind.agreed_by == RequestKind.AgreedBy.NOBODY
    request.move(RequestState.DELIVERED if needs_nobody else RequestState.TO_AGREE)
    delivery.shown_at = timezone.now()
    delivery.save(update_fields=["shown_at"])
    told = [request.requester] if request.requester else []
    record(actor=delivery.shown_by, verb=f"a livré la version {delivery.number}", target=request, tell=told)
    if needs_nobody:
        _delivered(request)
        return
    turn_to(request, WaitsOn.REQUESTER, why="Accord attendu", at=delivery.shown_at)
    for person in mails.requester_side(request):
        mails.to_agree(delivery=delivery, to=person)


def _delivered(request: CommunicationRequest) -> None:
    at = timezone.now()
    today = local_today(at)
    close_on = add_working_days(today, RequestRules.current().closing_days)
    CommunicationRequest.objects.filter(pk=request.pk).update(
        delivered_at=at, delivered_on=today, close_on=close_on
    )
    request.refresh_from_db()
    turn_to(request, WaitsOn.NOBODY, why="Livrée", at=at)
    for person in mails.requester_side(request):
        mails.delivered(request=request, to=person)


@transaction.atomic
def answer_delivery(*, delivery: Delivery, actor: User, verdict: str, comment: str = "") -> None:
    """« D’accord » delivers it; « À corriger » says what, counts one correction and gives it back.

    Only the last version shown is answered, once.
    """
    request, comment = delivery.request, comment.strip()
    is_agreed = verdict == Delivery.Verdict.AGREED
    if not is_agreed and not comment:
        raise ReasonMissing("Dites ce qui est à corriger.")
    if not delivery.is_shown:
        raise NotNow("Cette version est encore en validation : elle n’attend pas de réponse.")
    if delivery.number != request.deliveries.shown().aggregate(last=Max("number"))["last"]:
        raise NotNow("Une version plus récente est là : répondez sur celle-là.")
    at = timezone.now()
    changed = Delivery.objects.filter(pk=delivery.pk, verdict="").update(
        verdict=verdict, comment=comment, decided_by=actor, decided_at=at
    )
    if not changed:
        raise SomebodyWasFaster(request.get_state_display())
    request.move(RequestState.DELIVERED if is_agreed else RequestState.IN_PRODUCTION)
    said = "a donné son accord" if is_agreed else "a demandé une correction"
    people = unit_people(request)
    record(
        actor=actor, verb=f"{said} sur la version {delivery.number}", target=request, reason=comment,
        tell=people,
    )  # fmt: skip
    if is_agreed:
        _delivered(request)
        return
    CommunicationRequest.objects.filter(pk=request.pk).update(corrections=F("corrections") + 1)
    request.refresh_from_db()
    turn_to(request, WaitsOn.UNIT, why="Correction demandée", at=at)


@transaction.atomic
def rate_request(*, request: CommunicationRequest, actor: User, rating: int, words: str = "") -> None:
    """1 to 5 and a word, once; it closes the request."""
    changed = CommunicationRequest.objects.filter(pk=request.pk, rating=None).update(
        rating=rating, rating_words=words.strip()
    )
    request.refresh_from_db()
    if not changed:
        raise NotNow("Cette demande est déjà notée. Merci !")
    if request.state == RequestState.DELIVERED:
        request.move(RequestState.CLOSED, close_on=None)
    record(
        actor=actor, verb=f"a donné la note de {rating} sur 5", target=request, reason=words.strip(),
        tell=unit_people(request),
    )  # fmt: skip


@transaction.atomic
def close_request(*, request: CommunicationRequest, actor: User | None) -> None:
    """Nothing more is awaited; by the application when nobody said anything for long enough."""
    request.move(RequestState.CLOSED, close_on=None)
    record(actor=actor, verb="a clôturé la demande", target=request)
