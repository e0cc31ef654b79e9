"""The pile, one request after the other: each decision is a short form, a letter opens it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from campaigns.requests import actions, permissions
from campaigns.requests.errors import RequestError
from campaigns.requests.forms import deciding as forms
from campaigns.requests.models import CommunicationRequest, RequestState
from campaigns.requests.views.shared import for_unit
from comms.calendar.working_days import local_today

#: How far the page looks for « 3 sur 12 », the one before and the one after.
PILE = 500
#: Asked for nearly the same day by the same direction: perhaps the same thing.
NEIGHBOURS = 5


@dataclass(frozen=True)
class Decision:
    slug: str
    key: str
    label: str
    icon: str
    form: type[forms.DecisionForm]
    action: Callable[..., Any]
    done: str
    states: tuple[str, ...] = (RequestState.SUBMITTED,)
    takes_on: bool = False


BOTH = (RequestState.SUBMITTED, RequestState.TO_COMPLETE)
DECISIONS = {
    decision.slug: decision
    for decision in (
        Decision(
            "accepter", "a", "Accepter", "check-lg", forms.AcceptForm, actions.accept_request,
            "{} est acceptée : son action et son plan sont prêts.", takes_on=True,
        ),
        Decision(
            "alleger", "l", "Accepter, allégée", "feather", forms.LightenForm, actions.accept_request,
            "{} est acceptée, allégée.", takes_on=True,
        ),
        Decision(
            "completer", "p", "Demander des précisions", "question-lg", forms.MoreForm, actions.ask_more,
            "{} attend les précisions du demandeur.",
        ),
        Decision(
            "regrouper", "d", "C’est un doublon", "intersect", forms.DuplicateForm, actions.merge_request,
            "{} est regroupée.", BOTH,
        ),
        Decision(
            "orienter", "m", "Orienter vers un modèle", "signpost-2", forms.RedirectForm,
            actions.redirect_request, "{} : la personne a reçu le modèle.",
        ),
        Decision(
            "refuser", "r", "Refuser", "x-lg", forms.DeclineForm, actions.decline_request,
            "{} est refusée.", BOTH,
        ),
        Decision(
            "remettre", "s", "Remettre à plus tard", "alarm", forms.SnoozeForm, actions.snooze_request,
            "{} reviendra au jour dit.",
        ),
        Decision(
            "cabinet", "c", "Demander au cabinet", "bank", forms.CabinetForm, actions.ask_cabinet,
            "{} attend l’arbitrage du cabinet.",
        ),
    )
}  # fmt: skip


@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    """The first of the pile."""
    if not permissions.may_triage(request.user):
        raise PermissionDenied
    first = _pile(request).first()
    if first is None:
        return render(request, "requests/triage_done.html")
    return redirect("requests:triage_one", first.pk)


def _pile(request: HttpRequest) -> Any:
    return CommunicationRequest.objects.visible_to(request.user).to_triage(local_today())


@require_safe
def triage_one(request: HttpRequest, pk: int) -> HttpResponse:
    asked = for_unit(request, pk)
    if not asked.is_undecided:
        return redirect(asked)
    return _page(request, asked)


@require_POST
def triage_decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """The decision, then the next of the pile; a form that isn't right comes back open."""
    asked = for_unit(request, pk)
    chosen = DECISIONS.get(decision)
    if chosen is None:
        raise Http404
    if chosen.takes_on and not _may_take_on(request, asked):
        raise PermissionDenied("Une demande tardive est acceptée par le chargé de communication.")
    form = chosen.form(request.POST, request=asked, actor=request.user)
    if not form.is_valid():
        return _page(request, asked, form)
    following = _neighbours(request, asked)["next"]
    try:
        chosen.action(request=asked, actor=request.user, **form.values)
    except RequestError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, chosen.done.format(asked.reference))
    return redirect("requests:triage_one", following) if following else redirect("requests:triage")


def _may_take_on(request: HttpRequest, asked: CommunicationRequest) -> bool:
    return not asked.is_late or permissions.may_accept_late(request.user)


def _page(
    request: HttpRequest, asked: CommunicationRequest, bound: forms.DecisionForm | None = None
) -> HttpResponse:
    """With the form that came back in its place, open."""
    may_take_on = _may_take_on(request, asked)
    choices = [
        (each, _form(each, asked, request, bound))
        for each in DECISIONS.values()
        if asked.state in each.states and (may_take_on or not each.takes_on)
    ]
    context = {
        "asked": asked,
        "choices": choices,
        "bound": bound,
        "may_take_on": may_take_on,
        "similar": _similar(request, asked),
        "files": asked.files.filter(message=None, delivery=None),
        "thread": asked.thread.select_related("author").prefetch_related("files"),
        **_neighbours(request, asked),
    }
    return render(request, "requests/triage.html", context, status=422 if bound else 200)


def _form(
    decision: Decision, asked: CommunicationRequest, request: HttpRequest, bound: forms.DecisionForm | None
) -> forms.DecisionForm:
    if bound is not None and type(bound) is decision.form:
        return bound
    return decision.form(request=asked, actor=request.user)


def _neighbours(request: HttpRequest, asked: CommunicationRequest) -> dict[str, int | None]:
    """Where it stands in the pile; one that isn't in it (any more) is followed by the first."""
    pile = list(_pile(request).values_list("pk", flat=True)[:PILE])
    if asked.pk not in pile:
        return {"previous": None, "next": pile[0] if pile else None, "place": None, "count": len(pile)}
    at = pile.index(asked.pk)
    return {
        "previous": pile[at - 1] if at else None,
        "next": pile[at + 1] if at + 1 < len(pile) else None,
        "place": at + 1,
        "count": len(pile),
    }


def _similar(request: HttpRequest, asked: CommunicationRequest) -> list[CommunicationRequest]:
    """Open ones of the same direction: the nearest days first."""
    if asked.department_id is None:
        return []
    others = CommunicationRequest.objects.visible_to(request.user).open().exclude(pk=asked.pk)
    others = others.filter(department=asked.department_id).readable()
    return list(others.order_by("-submitted_at")[:NEIGHBOURS])
