"""« Tâches »: mine, those that are late, the week's, everybody's; finished or given out several at once."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from campaigns.planning.actions.several import Outcome, assign_several, finish_several
from campaigns.planning.forms.filters import TaskFilter
from campaigns.planning.forms.several import TasksForm
from campaigns.planning.models import Task
from campaigns.planning.permissions import may_plan
from campaigns.planning.views.narrowed import with_query
from comms import pages
from comms.calendar.working_days import local_today
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of

SORTS = {"due": ("due_on",), "title": ("title",), "owner": ("owner__last_name", "due_on")}
EXPORT_HEADER = (
    "Tâche", "État", "Qui", "À partir du", "Pour le", "Prévue à l’origine pour le", "Faite le", "Action",
    "Référence", "Précisions",
)  # fmt: skip


def _filtered(request: HttpRequest, asked: QueryDict) -> tuple[TaskFilter, QuerySet]:
    form = TaskFilter(asked, user=request.user)
    return form, form.filter(Task.objects.visible_to(request.user))


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    form, tasks = _filtered(request, request.GET)
    plans = may_plan(request.user)
    context = {
        "form": form,
        "page": page_of(tasks.select_related("action", "owner"), request, sorts=SORTS),
        "tabs": _tabs(request),
        "several": TasksForm(visible=tasks) if plans else None,
        "today": local_today(),
    }
    return render(request, "planning/tasks.html", context)


def _tabs(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The questions that one asks each morning, as addresses of this same list."""
    today = local_today()
    monday = today - timedelta(days=today.weekday())
    questions = (
        ("Toutes", {}),
        ("Les miennes", {"mine": "on"}),
        ("En retard", {"late": "on"}),
        ("Cette semaine", {"start": monday, "end": monday + timedelta(days=6)}),
        ("Sans personne", {"unassigned": "on"}),
    )
    kept = (pages.SORT, pages.SIZE, pages.AFTER, pages.BEFORE)
    asked = {name: value for name, value in request.GET.items() if value and name not in kept}
    return [
        (
            label,
            with_query(request.path, QueryDict(), **query),
            asked == {k: str(v) for k, v in query.items()},
        )
        for label, query in questions
    ]


@require_safe
def task_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    _, tasks = _filtered(request, request.GET)
    rows = tasks.select_related("action", "owner").order_by("due_on", "pk").iterator(500)
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("taches", EXPORT_HEADER, (_exported(task) for task in rows))


def _exported(task: Task) -> tuple[Any, ...]:
    return (
        task.title, task.get_state_display(), task.owner or "", task.starts_on, task.due_on,
        task.baseline_due_on, task.done_at, task.action or "", task.action.reference if task.action else "",
        task.description,
    )  # fmt: skip


@require_POST
def task_several(request: HttpRequest) -> HttpResponse:
    if not may_plan(request.user):
        raise PermissionDenied
    asked = QueryDict(request.POST.get("filters", "")[:2000])
    _, tasks = _filtered(request, asked)
    form = TasksForm(request.POST, visible=Task.objects.visible_to(request.user))
    if form.is_valid():
        chosen = tasks if form.cleaned_data["everything"] else form.cleaned_data["task"]
        if form.cleaned_data["way"] == "assign":
            done = assign_several(tasks=chosen, owner=form.cleaned_data["owner"], actor=request.user)
        else:
            done = finish_several(tasks=chosen, actor=request.user)
        _tell(request, done)
    else:
        messages.error(request, " ".join(line.message for line in form.error_lines))
    return redirect(with_query(reverse("planning:tasks"), asked))


def _tell(request: HttpRequest, done: Outcome) -> None:
    plural = "s" if done.changed > 1 else ""
    messages.success(request, f"C’est fait pour {done.changed} tâche{plural}.")
    for refusal in done.refusals[:5]:
        messages.warning(request, refusal)
    if len(done.refusals) > 5:
        messages.warning(request, f"Et {len(done.refusals) - 5} autres n’ont pas changé.")
