"""The plan of an action: a template applied, J0 moved after its preview, the plan as a file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.planning import actions
from campaigns.planning.actions import MovePreview
from campaigns.planning.actions.templating import plan_of_template
from campaigns.planning.errors import ChangedSinceSeen, NotNow
from campaigns.planning.forms.actions import NewDayForm, ShiftForm, TemplateChoiceForm
from campaigns.planning.models import Action, PlanTemplate
from campaigns.planning.timeline import delay_of
from campaigns.planning.views.actions import planned_action, visible_action
from comms.calendar.working_days import local_today
from comms.exports import csv_response, xlsx_response
from comms.refusals import said

EXPORT_HEADER = (
    "Rang", "Tâche", "Responsable", "Du", "Pour le", "Prévue à l’origine", "Retard (jours ouvrés)", "État",
    "Après", "À faire valider",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def action_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a template and see its dates (?template=), then apply it."""
    found = planned_action(request, pk)
    form = TemplateChoiceForm(request.POST if request.method == "POST" else request.GET or None)
    is_chosen = form.is_bound and form.is_valid()
    if request.method == "POST" and is_chosen:
        template = form.cleaned_data["template"]
        with said(request):
            tasks = actions.apply_template(action=found, template=template, actor=request.user)
            messages.success(request, f"{len(tasks)} tâches ajoutées au rétroplanning.")
        return redirect(found)
    context: dict[str, Any] = {"action": found, "form": form}
    if is_chosen:
        context |= {
            "template": form.cleaned_data["template"],
            "lines": _lines(found, form.cleaned_data["template"]),
        }
    return render(request, "planning/plan.html", context)


def _lines(action: Action, template: PlanTemplate) -> list[dict[str, Any]]:
    steps = list(template.steps.prefetch_related("after"))
    if not action.starts_on:
        return [{"step": step} for step in steps]
    placed = plan_of_template(steps, action.starts_on, today=local_today())
    return [{"step": step, "placed": placed[step.pk]} for step in steps]


@require_http_methods(["GET", "HEAD", "POST"])
def action_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """?jour= shows what moving J0 to that day would do; the POST applies exactly what was shown."""
    found = planned_action(request, pk)
    if request.method == "POST":
        return _shift(request, found)
    form = NewDayForm(request.GET or None)
    if not form.is_bound or not form.is_valid():
        return render(request, "planning/shift.html", {"action": found, "form": form})
    return _shown(request, found, actions.preview_move(found, form.cleaned_data["jour"]))


def _shift(request: HttpRequest, found: Action) -> HttpResponse:
    form = ShiftForm(request.POST)
    if not form.is_valid():
        return render(request, "planning/shift.html", {"action": found, "form": NewDayForm(request.POST)})
    chosen = form.cleaned_data
    try:
        preview = actions.move_j0(
            action=found,
            new_j0=chosen["jour"],
            actor=request.user,
            seen=chosen["seen"],
            reason=chosen["reason"],
        )
    except ChangedSinceSeen as error:
        messages.warning(request, str(error))
        return _shown(request, found, error.preview)
    except NotNow as error:
        messages.error(request, str(error))
    else:
        moved = sum(change.moves for change in preview)
        messages.success(request, f"J0 est déplacé ; tâches qui ont bougé : {moved}.")
    return redirect(found)


def _shown(request: HttpRequest, found: Action, preview: MovePreview) -> HttpResponse:
    context = {
        "action": found,
        "preview": preview,
        "form": NewDayForm({"jour": preview.starts_on}),
        "apply_form": ShiftForm(initial={"jour": preview.starts_on, "seen": preview.digest}),
    }
    return render(request, "planning/shift.html", context)


@require_safe
def plan_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The plan of one action, in the order of its days."""
    found = visible_action(request, pk)
    today = local_today()
    rows = [
        (
            task.rank, task.title, task.owner or "", task.starts_on, task.due_on, task.baseline_due_on,
            delay_of(task, today), task.get_state_display(),
            ", ".join(str(before) for before in task.after.all()), "oui" if task.needs_approval else "",
        )
        for task in found.tasks.readable().order_by("due_on", "pk")
    ]  # fmt: skip
    respond = csv_response if kind == "csv" else xlsx_response
    return respond(f"plan-{found.year}-{found.number:03d}", EXPORT_HEADER, rows)
