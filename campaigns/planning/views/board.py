"""The board by state. A card moves by its button; dragging it sends the same form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from campaigns.planning import listing
from campaigns.planning.actions import move_action
from campaigns.planning.forms.several import BoardMoveForm
from campaigns.planning.models import ACTION_MOVES, REASONED_MOVES, Action, ActionState
from campaigns.planning.permissions import may_move, may_plan, moves_by_state
from campaigns.planning.views.narrowed import narrowed, with_query
from comms.calendar.working_days import local_today
from comms.refusals import Refused

#: Shown with the open ones, so that a card has somewhere to go.
BESIDE = (ActionState.DONE, ActionState.POSTPONED)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    found = narrowed(request)
    states = found.form.states if "state" in found.form.chosen else (*found.form.states, *BESIDE)
    columns = listing.board(found.form.narrow(found.visible), states, local_today())
    moves = moves_by_state(request.user)
    for column in columns:
        column.moves = moves[column.state]
        column.url = found.list_url(state=column.state)
    context = {"found": found, "form": found.form, "columns": columns}
    return render(request, "planning/board.html", context)


@require_POST
def board_move(request: HttpRequest, pk: int) -> HttpResponse:
    """By the action's own rules; a refusal is said on the board; a move that says why asks it on a page."""
    action = get_object_or_404(Action.objects.visible_to(request.user), pk=pk)
    if not may_plan(request.user):
        raise PermissionDenied
    form = BoardMoveForm(request.POST)
    back = with_query(reverse("planning:board"), QueryDict(request.POST.get("filters", "")[:2000]))
    if not form.is_valid() and "to" in form.errors:
        messages.error(request, "Choisissez l’état où va cette action.")
        return redirect(back)
    to = form.cleaned_data["to"]
    needs_reason = to in REASONED_MOVES and may_move(request.user, action, to)
    if not form.is_valid() or (needs_reason and not form.cleaned_data["reason"]):
        return _ask_why(request, action, form, back)
    if not may_move(request.user, action, to) and to in ACTION_MOVES[action.state]:
        messages.error(request, f"« {action} » n’a pas bougé : {_why_not(to)}")
        return redirect(back)
    try:
        move_action(action=action, actor=request.user, to=to, reason=form.cleaned_data["reason"])
    except Refused as error:
        messages.error(request, f"« {action} » n’a pas bougé. {error}")
    else:
        messages.success(request, f"« {action} » est maintenant à l’état « {action.get_state_display()} ».")
    return redirect(back)


def _why_not(to: str) -> str:
    """What the moves table allows and this person can't do by hand."""
    if to == ActionState.EVALUATED:
        return "écrivez son bilan, sur sa page : elle sera évaluée."
    if to == ActionState.APPROVED:
        return "la validation se donne dans « À valider », ou se note par qui décide."
    return "seuls le chargé de communication et le cabinet reportent, annulent ou reprennent une action."


def _ask_why(request: HttpRequest, action: Action, form: BoardMoveForm, back: str) -> HttpResponse:
    if form.is_bound and "reason" not in form.data:
        form = BoardMoveForm(initial=form.cleaned_data | {"filters": request.POST.get("filters", "")})
    elif not form.errors:
        form.add_error("reason", "Dites pourquoi : cela se lit dans l’historique.")
    context = {"action": action, "form": form, "back": back}
    return render(request, "planning/board_reason.html", context)
