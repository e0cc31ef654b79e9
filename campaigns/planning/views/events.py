"""The sheet of an event: prepared at the office, unrolled on a phone."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.planning.actions import events as actions
from campaigns.planning.forms.events import CheckForm, LineForm, PersonForm, RunForm, SheetForm
from campaigns.planning.models import Action, CheckItem, EventPerson, EventSheet, RunLine
from campaigns.planning.permissions import may_plan, may_tick
from comms.calendar.working_days import local_today
from comms.refusals import said


class Part(NamedTuple):
    model: type[models.Model]
    form: type[LineForm]
    heading: str


PARTS = {
    "materiel": Part(CheckItem, CheckForm, "À prévoir"),
    "deroule": Part(RunLine, RunForm, "Déroulé"),
    "personnes": Part(EventPerson, PersonForm, "Personnes"),
}


def visible_action(request: HttpRequest, pk: int) -> Action:
    return get_object_or_404(Action.objects.visible_to(request.user), pk=pk)


def visible_sheet(request: HttpRequest, pk: int) -> EventSheet:
    seen = Action.objects.visible_to(request.user)
    return get_object_or_404(EventSheet.objects.select_related("action"), action__in=seen.filter(pk=pk))


def _writable(request: HttpRequest, pk: int) -> EventSheet:
    sheet = visible_sheet(request, pk)
    if not may_plan(request.user):
        raise PermissionDenied
    return sheet


def _part(name: str) -> Part:
    if name not in PARTS:
        raise Http404
    return PARTS[name]


def _context(request: HttpRequest, sheet: EventSheet) -> dict[str, Any]:
    checks, run, people = list(sheet.checks.all()), list(sheet.run.all()), list(sheet.people.all())
    return {
        "sheet": sheet,
        "action": sheet.action,
        "checks": checks,
        "checked": sum(each.is_done for each in checks),
        "run": run,
        "several_days": len({line.on for line in run}) > 1,
        "team": [each for each in people if each.side == EventPerson.Side.TEAM],
        "contacts": [each for each in people if each.side == EventPerson.Side.CONTACT],
        "may_plan": may_plan(request.user),
        "may_tick": may_tick(request.user),
    }


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "planning/event.html", _context(request, visible_sheet(request, pk)))


@require_safe
def road_map(request: HttpRequest, pk: int) -> HttpResponse:
    """« Feuille de route »: one page for the pocket, on paper or on a phone; lines are ticked on site."""
    sheet = visible_sheet(request, pk)
    return render(request, "planning/road_map.html", _context(request, sheet) | {"today": local_today()})


@require_POST
def event_open(request: HttpRequest, pk: int) -> HttpResponse:
    action = visible_action(request, pk)
    if not may_plan(request.user):
        raise PermissionDenied
    with said(request):
        return redirect(actions.open_sheet(action=action, actor=request.user))
    return redirect(action)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _writable(request, pk)
    form = SheetForm(request.POST if request.method == "POST" else None, instance=sheet)
    if request.method == "POST" and form.is_valid():
        actions.write_sheet(sheet=sheet, actor=request.user, **form.cleaned_data)
        messages.success(request, "La fiche est enregistrée.")
        return redirect(sheet)
    return render(request, "planning/event_edit.html", {"sheet": sheet, "action": sheet.action, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def line_add(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    sheet = _writable(request, pk)
    return _write_line(request, sheet, _part(part), _part(part).model())


@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: HttpRequest, pk: int, part: str, line: int) -> HttpResponse:
    sheet = _writable(request, pk)
    return _write_line(
        request, sheet, _part(part), get_object_or_404(_part(part).model, sheet=sheet, pk=line)
    )


def _write_line(request: HttpRequest, sheet: EventSheet, part: Part, line: Any) -> HttpResponse:
    form = part.form(request.POST if request.method == "POST" else None, instance=line, action=sheet.action)
    if request.method == "POST" and form.is_valid():
        actions.write_line(line=line, sheet=sheet, actor=request.user, **form.cleaned_data)
        messages.success(request, f"« {line} » est sur la fiche.")
        return redirect(f"{sheet.get_absolute_url()}#{request.resolver_match.kwargs['part']}")
    context = {"sheet": sheet, "action": sheet.action, "form": form, "line": line, "heading": part.heading}
    return render(request, "planning/event_line.html", context)


@require_POST
def line_remove(request: HttpRequest, pk: int, part: str, line: int) -> HttpResponse:
    sheet = _writable(request, pk)
    found = get_object_or_404(_part(part).model, sheet=sheet, pk=line)
    actions.remove_line(line=found, actor=request.user)
    messages.success(request, f"« {found} » n’est plus sur la fiche.")
    return redirect(f"{sheet.get_absolute_url()}#{part}")


@require_POST
def line_tick(request: HttpRequest, pk: int, part: str, line: int) -> HttpResponse:
    """`done` says what is wanted, so that two people who tick at once agree."""
    sheet = visible_sheet(request, pk)
    if not may_tick(request.user) or part == "personnes":
        raise PermissionDenied
    found = get_object_or_404(_part(part).model, sheet=sheet, pk=line)
    actions.tick(line=found, actor=request.user, done=request.POST.get("done") == "1")
    place = f"{part}-{found.pk}"
    if request.POST.get("from") == "road_map":
        return redirect("planning:road_map", pk)
    return redirect(f"{sheet.get_absolute_url()}#{place}")
