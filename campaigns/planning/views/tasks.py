"""One task: its page, its form, its checklist, its steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.planning import actions
from campaigns.planning.errors import PlanningError, StaleText
from campaigns.planning.forms.actions import ReasonForm
from campaigns.planning.forms.tasks import CheckForm, OutcomeForm, TaskForm, TickForm
from campaigns.planning.models import Action, Task
from campaigns.planning.permissions import may_plan, may_work_on, task_rights
from campaigns.planning.timeline import delay_of
from campaigns.planning.views.actions import planned_action
from comms.approvals.dossier import rounds_of
from comms.calendar.working_days import local_today
from comms.refusals import said


def visible_task(request: HttpRequest, pk: int) -> Task:
    return get_object_or_404(Task.objects.visible_to(request.user).readable(), pk=pk)


def workable_task(request: HttpRequest, pk: int) -> Task:
    """For its owner and the unit."""
    found = visible_task(request, pk)
    if not may_work_on(request.user, found):
        raise PermissionDenied
    return found


def planned_task(request: HttpRequest, pk: int) -> Task:
    """For who plans."""
    found = visible_task(request, pk)
    if not may_plan(request.user):
        raise PermissionDenied
    return found


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_task(request, pk)
    context: dict[str, Any] = {
        "task": found,
        "may": task_rights(request.user, found),
        "sees_action": found.action_id
        and Action.objects.visible_to(request.user).filter(pk=found.action_id).exists(),
        "checks": found.checks.select_related("done_by"),
        "check_form": CheckForm(),
        "outcome_form": OutcomeForm(initial={"outcome": found.outcome}),
        "followers": found.before.kept(),
        "delay": delay_of(found, local_today()),
        "is_late": found.is_late(local_today()),
        "rounds": rounds_of(found),
    }
    return render(request, "planning/task.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def task_create(request: HttpRequest, action: int | None = None) -> HttpResponse:
    """A task of an action, or one on its own."""
    if not may_plan(request.user):
        raise PermissionDenied
    parent = planned_action(request, action) if action else None
    data = request.POST if request.method == "POST" else None
    form = TaskForm(data, action=parent, initial={"owner": request.user, "duration": 1})
    if request.method == "POST" and form.is_valid():
        after = form.cleaned_data.get("after", ())
        try:
            created = actions.create_task(author=request.user, action=parent, after=after, **form.facts)
        except PlanningError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Tâche créée.")
            return redirect(parent or created)
    return render(request, "planning/task_write.html", {"form": form, "action": parent, "task": None})


@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = planned_task(request, pk)
    data = request.POST if request.method == "POST" else None
    form = TaskForm(data, action=found.action, instance=Task.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        seen, after = form.cleaned_data["seen_revision"] or 0, form.cleaned_data.get("after")
        try:
            actions.edit_task(task=found, actor=request.user, seen_revision=seen, after=after, **form.facts)
        except PlanningError as error:
            form.add_error(None, str(error))
            if isinstance(error, StaleText):
                form.data = form.data.copy()
                form.data["seen_revision"] = error.row.revision
        else:
            messages.success(request, "Tâche enregistrée.")
            return redirect(found)
    context = {"form": form, "action": found.action, "task": found}
    return render(request, "planning/task_write.html", context)


@require_POST
def task_begin(request: HttpRequest, pk: int) -> HttpResponse:
    found = workable_task(request, pk)
    with said(request):
        actions.begin_task(task=found, actor=request.user)
    return redirect(found)


@require_POST
def task_finish(request: HttpRequest, pk: int) -> HttpResponse:
    found = workable_task(request, pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ce texte est trop long : 4 000 signes au plus.")
        return redirect(found)
    with said(request):
        actions.finish_task(task=found, actor=request.user, **form.cleaned_data)
        waiting = "Envoyée à validation." if found.needs_approval else "Tâche terminée."
        messages.success(request, waiting)
    return redirect(found)


@require_POST
def task_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = workable_task(request, pk)
    with said(request):
        actions.reopen_task(task=found, actor=request.user)
        messages.success(request, "Tâche rouverte.")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def task_drop(request: HttpRequest, pk: int) -> HttpResponse:
    found = planned_task(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.drop_task(task=found, actor=request.user, **form.cleaned_data)
            messages.success(request, "Tâche abandonnée ; ce qui l’attendait n’attend plus.")
        return redirect(found)
    return render(request, "planning/task_drop.html", {"task": found, "form": form})


@require_POST
def check_add(request: HttpRequest, pk: int) -> HttpResponse:
    found = workable_task(request, pk)
    form = CheckForm(request.POST)
    if form.is_valid():
        actions.add_check(task=found, actor=request.user, text=form.cleaned_data["text"])
    else:
        messages.error(request, form.error_lines[0].message)
    return redirect(f"{found.get_absolute_url()}#points")


@require_POST
def check_tick(request: HttpRequest, pk: int, check: int) -> HttpResponse:
    """The line again for htmx, the page without it."""
    found = workable_task(request, pk)
    line = get_object_or_404(found.checks, pk=check)
    form = TickForm(request.POST)
    if form.is_valid():
        actions.tick(check=line, actor=request.user, is_done=form.cleaned_data["is_done"])
    if request.htmx:
        context = {"task": found, "check": line, "may": {"work": True}}
        return render(request, "planning/_check.html", context)
    return redirect(f"{found.get_absolute_url()}#points")


@require_POST
def check_remove(request: HttpRequest, pk: int, check: int) -> HttpResponse:
    found = workable_task(request, pk)
    actions.remove_check(check=get_object_or_404(found.checks, pk=check), actor=request.user)
    return redirect(f"{found.get_absolute_url()}#points")
