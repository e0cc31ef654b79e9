"""One action: its page, its form, its states, its evaluation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.planning import actions
from campaigns.planning.actions.writing import has_plan
from campaigns.planning.errors import NotNow, StaleText
from campaigns.planning.forms.actions import ActionForm, EvaluationForm, MoveForm, NewActionForm, ReasonForm
from campaigns.planning.models import Action, ActionState, Evaluation
from campaigns.planning.permissions import may_decide_action, may_plan, rights
from campaigns.planning.timeline import delay_of_action, plan_drawing
from comms.approvals.dossier import rounds_of
from comms.calendar.working_days import local_today
from comms.refusals import said

REASONED = {"reporter": ActionState.POSTPONED, "annuler": ActionState.CANCELLED}


def visible_action(request: HttpRequest, pk: int) -> Action:
    return get_object_or_404(Action.objects.visible_to(request.user).readable(), pk=pk)


def planned_action(request: HttpRequest, pk: int) -> Action:
    """For who plans."""
    found = visible_action(request, pk)
    if not may_plan(request.user):
        raise PermissionDenied
    return found


@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_action(request, pk)
    tasks = list(found.tasks.readable().with_checks())
    context: dict[str, Any] = {
        "action": found,
        "may": rights(request.user, found),
        "tasks": tasks,
        "open_count": sum(task.is_open for task in tasks),
        "drawing": plan_drawing(found, [task for task in tasks if task.state != "dropped"]),
        "delay": delay_of_action(found),
        "rounds": rounds_of(found),
        "evaluation": Evaluation.objects.filter(action=found).select_related("written_by").first(),
        "today": local_today(),
        "is_changed": found.is_live and found.is_changed_since_approval,
    }
    return render(request, "planning/action.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def action_create(request: HttpRequest) -> HttpResponse:
    if not may_plan(request.user):
        raise PermissionDenied
    form = NewActionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        created = actions.create_action(author=request.user, **form.facts)
        messages.success(
            request, f"{created.reference} est créée : c’est une idée, complétez-la ou proposez-la."
        )
        return redirect(created)
    return render(request, "planning/action_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = planned_action(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ActionForm(data, instance=Action.objects.get(pk=pk), has_plan=has_plan(found))
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen_revision"]
            actions.edit_action(action=found, actor=request.user, seen_revision=seen, **form.facts)
        except StaleText as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["seen_revision"] = error.row.revision
        except NotNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Action enregistrée.")
            return redirect(found)
    return render(request, "planning/action_edit.html", {"form": form, "action": found})


@require_POST
def action_move(request: HttpRequest, pk: int) -> HttpResponse:
    """The states that are one click away; the others have their page."""
    found = visible_action(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Cet état n’existe pas.")
        return redirect(found)
    to = ActionState(form.cleaned_data["to"])
    with said(request):
        if to == ActionState.PROPOSED and may_plan(request.user):
            approval = actions.propose_action(action=found, actor=request.user)
            messages.success(request, f"Proposée. Première étape : {approval.open_step.who}.")
        else:
            actions.move_action(action=found, actor=request.user, to=to)
            messages.success(request, f"L’action est maintenant « {found.get_state_display()} ».")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def action_stop(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Postpone or cancel, with the reason."""
    found = visible_action(request, pk)
    to = REASONED[way]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not may_decide_action(request.user):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.move_action(action=found, actor=request.user, to=to, **form.cleaned_data)
            messages.success(
                request, f"L’action est {to.label.lower()} ; les personnes concernées le savent."
            )
        return redirect(found)
    context = {"action": found, "form": form, "way": way, "open_tasks": found.tasks.open().count()}
    return render(request, "planning/action_stop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def action_evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    found = planned_action(request, pk)
    written = Evaluation.objects.filter(action=found).first()
    form = EvaluationForm(request.POST if request.method == "POST" else None, instance=written)
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.evaluate_action(action=found, actor=request.user, **form.cleaned_data)
            messages.success(request, "Le bilan est écrit.")
        return redirect(found)
    return render(request, "planning/action_evaluate.html", {"action": found, "form": form})
