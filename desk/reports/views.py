"""The year's report, and what isn't linked: objectives without action, actions without objective."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.planning.actions.several import change_several
from campaigns.planning.models import Action, ActionState
from campaigns.planning.permissions import may_plan
from campaigns.strategy.models import Objective
from comms.calendar.working_days import local_today
from comms.exports import workbook_response
from comms.pages import page_of
from comms.pdf import pdf_response
from comms.refusals import said
from desk.reports import papers
from desk.reports.forms import LinkForm, YearFilter
from desk.reports.permissions import may_read_reports
from desk.reports.year import YearReport, years_with_actions


def _report(request: HttpRequest) -> tuple[YearFilter, YearReport]:
    if not may_read_reports(request.user):
        raise PermissionDenied
    form = YearFilter(request.GET, years=years_with_actions(request.user, local_today()))
    return form, YearReport(request.user, form.year)


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    form, report = _report(request)
    return render(request, "reports/year.html", {"form": form, "report": report})


@require_safe
def year_pdf(request: HttpRequest) -> HttpResponse:
    _, report = _report(request)
    return pdf_response(f"bilan-{report.year}", papers.report_pdf(report, local_today()))


@require_safe
def year_xlsx(request: HttpRequest) -> HttpResponseBase:
    _, report = _report(request)
    return workbook_response(f"bilan-{report.year}", papers.sheets(report))


# --- what isn't linked -----------------------------------------------------------------------------------
@require_safe
def objectives_without_action(request: HttpRequest) -> HttpResponse:
    """Of the plan in force: nothing that still counts serves them."""
    if not may_read_reports(request.user):
        raise PermissionDenied
    serving = Action.objects.filter(objective=OuterRef("pk")).exclude(state=ActionState.CANCELLED)
    objectives = Objective.objects.visible_to(request.user).in_force().filter(~Exists(serving))
    sorts = {"place": ("axis__position", "position"), "statement": ("statement",)}
    page = page_of(objectives.select_related("axis__elected"), request, sorts=sorts)
    return render(request, "reports/objectives.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def actions_without_objective(request: HttpRequest) -> HttpResponse:
    """Live ones: the past isn't tidied up. Who plans links several at once to an objective."""
    if not may_read_reports(request.user):
        raise PermissionDenied
    actions = Action.objects.visible_to(request.user).live().filter(objective=None)
    if request.method == "POST":
        return _linked(request, _link_form(request, actions))
    sorts = {"day": ("starts_on",), "title": ("title",)}
    page = page_of(actions.select_related("lead"), request, sorts=sorts)
    form = _link_form(request, actions) if may_plan(request.user) else None
    return render(request, "reports/actions.html", {"page": page, "form": form})


def _link_form(request: HttpRequest, actions: QuerySet[Action]) -> LinkForm:
    objectives = Objective.objects.visible_to(request.user).in_force()
    return LinkForm(
        request.POST if request.method == "POST" else None, actions=actions, objectives=objectives
    )


def _linked(request: HttpRequest, form: LinkForm) -> HttpResponse:
    if not may_plan(request.user):
        raise PermissionDenied
    if not form.is_valid():
        messages.error(request, " ".join(line.message for line in form.error_lines))
        return redirect("reports:unlinked_actions")
    objective = form.cleaned_data["objective"]
    with said(request):
        count = change_several(actions=form.cleaned_data["action"], actor=request.user, objective=objective)
        linked = "action est reliée" if count == 1 else "actions sont reliées"
        messages.success(request, f"{count} {linked} à « {objective} ».")
    return redirect("reports:unlinked_actions")
