"""What the unit decides of a request; each decision is refused when somebody was faster."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from campaigns.planning.actions import apply_template, create_action, move_action
from campaigns.planning.models import Action, ActionState
from campaigns.planning.permissions import may_decide_action
from campaigns.requests import mails
from campaigns.requests.actions.talking import write_message
from campaigns.requests.actions.turns import turn_to
from campaigns.requests.errors import NotNow, ReasonMissing, SomebodyWasFaster
from campaigns.requests.models import CommunicationRequest, Message, RequestState, SupportLevel, WaitsOn
from campaigns.requests.permissions import may_accept_late
from comms.calendar.working_days import local_today
from comms.formats import day_medium
from comms.journal.actions import record
from comms.people.models import Role, User

#: The instance that decided of an action born of a request.
TRIAGE = "Tri des demandes"


@transaction.atomic
def accept_request(
    *,
    request: CommunicationRequest,
    actor: User,
    level: str = SupportLevel.B,
    lead: User | None = None,
    is_lightened: bool = False,
    words: str = "",
) -> Action:
    """It becomes an action with the plan of its kind, its facts carried over; who asked is told.

    Accepted by who decides of actions, the action is decided too, and planned once its plan is laid; the
    assistant's is an idea to propose. A late one is taken on by who answers for it. Lightened, `words` say
    what is done instead. Two people at once make one action: the second learns that somebody was faster.
    """
    if request.is_late and not may_accept_late(actor):
        raise PermissionDenied("Une demande tardive est acceptée par le chargé de communication.")
    words = words.strip()
    if is_lightened and not words:
        raise ReasonMissing("Dites ce qui est fait, et ce qui ne l’est pas.")
    action = _action_for(request, actor, lead, lightened=words if is_lightened else "")
    # who comes second waits here, finds another state, and takes the action made for nothing back
    _claim(
        request, actor, RequestState.ACCEPTED,
        action=action, level=level, is_lightened=is_lightened, state_reason=words,
    )  # fmt: skip
    turn_to(request, WaitsOn.UNIT, why="Demande acceptée", at=request.decided_at)
    verb = "a accepté la demande, allégée" if is_lightened else "a accepté la demande"
    _tell(request, actor, f"{verb}, niveau {level}", words)
    return action


def _claim(request: CommunicationRequest, actor: User, to: str, **values: object) -> None:
    """The conditional update that every decision begins with."""
    request.move(
        to, decided_by=actor, decided_at=timezone.now(), snoozed_until=None, remind_on=None, **values
    )


def _action_for(request: CommunicationRequest, actor: User, lead: User | None, *, lightened: str) -> Action:
    kind = request.kind
    decides = may_decide_action(actor)
    asked = {
        "Ce qui doit changer": request.purpose,
        "Pour qui": request.audience,
        "Supports souhaités": request.wishes,
        "Allègement": lightened,
    }
    action = create_action(
        author=actor,
        title=request.title,
        description="\n\n".join(f"{label} : {text}" for label, text in asked.items() if text),
        kind=kind.action_kind if kind else Action.Kind.HELP,
        origin=Action.Origin.REQUEST,
        decided_by=TRIAGE if decides else "",
        decided_on=local_today() if decides else None,
        departments=[request.department] if request.department else [],
        lead=lead or actor,
        place=request.place,
        starts_on=request.needed_on,
        foreseen_cost=kind.indicative_cost if kind else None,
        is_confidential=request.is_confidential,
    )
    has_plan = bool(kind and kind.plan_template and request.needed_on)
    if has_plan:
        apply_template(action=action, template=kind.plan_template, actor=actor)
    if decides:
        move_action(action=action, actor=actor, to=ActionState.APPROVED)
        if has_plan:
            move_action(action=action, actor=actor, to=ActionState.PLANNED)
    return action


def _tell(request: CommunicationRequest, actor: User, verb: str, reason: str) -> None:
    told = [request.requester] if request.requester else []
    record(actor=actor, verb=verb, target=request, reason=reason, tell=told)
    for person in mails.requester_side(request):
        mails.decided(request=request, to=person)


@transaction.atomic
def ask_more(*, request: CommunicationRequest, actor: User, question: str) -> Message:
    """The clock now waits on who asked; their answer, or their completed text, brings it back."""
    if not question.strip():
        raise ReasonMissing("Écrivez ce qui manque.")
    at = timezone.now()
    request.move(RequestState.TO_COMPLETE, snoozed_until=None)
    message = write_message(request=request, author=actor, text=question.strip())
    turn_to(request, WaitsOn.REQUESTER, why="Précisions demandées", at=at)
    told = [request.requester] if request.requester else []
    record(actor=actor, verb="a demandé des précisions", target=request, tell=told)
    for person in mails.requester_side(request):
        mails.more_wanted(message=message, to=person)
    return message


@transaction.atomic
def decline_request(*, request: CommunicationRequest, actor: User, reason: str) -> None:
    """The unit won't do it, and says why."""
    _end(request, actor, RequestState.DECLINED, reason, "a refusé la demande")


@transaction.atomic
def redirect_request(*, request: CommunicationRequest, actor: User, reason: str = "") -> None:
    """Who asked can do it with the kind's template; `reason` adds to what the kind says of it."""
    kind = request.kind
    if not reason.strip() and not (kind and kind.has_self_service):
        raise ReasonMissing("Cette nature de demande n’a pas de modèle : dites quoi utiliser.")
    template = kind.self_service_name or kind.self_service_url if kind else ""
    words = reason.strip() or f"Vous pouvez la réaliser vous-même : {template}."
    _end(request, actor, RequestState.REDIRECTED, words, "a orienté vers un modèle à remplir")


def _end(request: CommunicationRequest, actor: User, state: str, reason: str, verb: str) -> None:
    if not reason.strip():
        raise ReasonMissing("Dites pourquoi : la personne le lira.")
    _claim(request, actor, state, state_reason=reason.strip())
    turn_to(request, WaitsOn.NOBODY, why=request.get_state_display(), at=request.decided_at)
    _tell(request, actor, verb, reason.strip())


@transaction.atomic
def merge_request(
    *, request: CommunicationRequest, other: CommunicationRequest, actor: User, words: str = ""
) -> None:
    """A double: its people follow the other one from now on, and read it."""
    if other.pk == request.pk:
        raise NotNow("Une demande ne se regroupe pas avec elle-même.")
    locked = CommunicationRequest.objects.select_for_update(of=("self",)).get(pk=other.pk)
    if not locked.is_open:
        raise NotNow(f"{locked.reference} n’est plus en cours : choisissez-en une autre.")
    if locked.is_confidential and not request.is_confidential:
        raise NotNow(f"{locked.reference} est confidentielle : d’autres la liraient.")
    _claim(request, actor, RequestState.MERGED, merged_into=locked, state_reason=words.strip())
    turn_to(request, WaitsOn.NOBODY, why=f"Regroupée avec {locked.reference}", at=request.decided_at)
    # those who followed this one follow the other
    CommunicationRequest.objects.filter(merged_into=request).update(merged_into=locked)
    record(actor=actor, verb=f"y a regroupé {request.reference}", target=locked)
    _tell(request, actor, f"l’a regroupée avec {locked.reference}", words.strip())


@transaction.atomic
def snooze_request(*, request: CommunicationRequest, actor: User, until: date, words: str = "") -> None:
    """Off the pile until that day; the clock goes on running on the unit's side."""
    changed = CommunicationRequest.objects.filter(pk=request.pk, state=RequestState.SUBMITTED).update(
        snoozed_until=until
    )
    request.refresh_from_db()
    if not changed:
        raise SomebodyWasFaster(request.get_state_display())
    record(actor=actor, verb=f"l’a remise au {day_medium(until)}", target=request, reason=words.strip())


@transaction.atomic
def ask_cabinet(*, request: CommunicationRequest, actor: User, question: str) -> Message:
    """The cabinet must say; the clock runs on its side. Only the unit and the cabinet read the question."""
    if not question.strip():
        raise ReasonMissing("Écrivez ce que le cabinet doit trancher.")
    if not request.is_open:
        raise NotNow("Cette demande n’est plus en cours.")
    message = write_message(request=request, author=actor, text=question.strip(), is_internal=True)
    turn_to(request, WaitsOn.CABINET, why="Arbitrage demandé", at=timezone.now())
    record(
        actor=actor, verb="a demandé l’arbitrage du cabinet", target=request, reason=question.strip(),
        tell=User.objects.holding(Role.CABINET),
    )  # fmt: skip
    return message


@transaction.atomic
def answer_for_cabinet(*, request: CommunicationRequest, actor: User, answer: str) -> Message:
    """What the cabinet says; the request comes back to the unit."""
    if not answer.strip():
        raise ReasonMissing("Écrivez la réponse du cabinet.")
    if request.waits_on != WaitsOn.CABINET:
        raise NotNow("Le cabinet n’a rien à trancher sur cette demande.")
    message = write_message(request=request, author=actor, text=answer.strip(), is_internal=True)
    turn_to(request, WaitsOn.UNIT, why="Le cabinet a répondu", at=timezone.now())
    record(
        actor=actor, verb="a répondu pour le cabinet", target=request, reason=answer.strip(),
        tell=User.objects.holding(Role.ASSISTANT, Role.HEAD),
    )  # fmt: skip
    return message
