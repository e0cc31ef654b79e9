"""Finance's chart and voted credits: the file, each of its lines checked, then all of them at once."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget import actions
from budget.charts.columns import COLUMNS
from budget.charts.comparing import Finding
from budget.forms.charts import ApplyChartForm, ChartFileForm
from budget.models import ChartFile, DecisionKind, FiscalYear
from budget.permissions import may_run_year
from budget.views.pages import only
from comms.exports import csv_response
from comms.refusals import Refused, said
from comms.tables.workbooks import UnreadableFile

#: Of the good lines; the faulty ones are all shown.
MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def chart_bring(request: HttpRequest, year: int) -> HttpResponse:
    only(request, may_run_year)
    fiscal_year = get_object_or_404(FiscalYear.objects.visible_to(request.user), year=year)
    posted = request.method == "POST"
    form = ChartFileForm(request.POST, request.FILES) if posted else ChartFileForm()
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        brought = {"fiscal_year": fiscal_year, "name": file.name, "content": file.read()}
        try:
            return redirect(actions.bring_chart(actor=request.user, **brought))
        except (UnreadableFile, Refused) as reason:
            form.add_error("file", str(reason))
    context = {"form": form, "fiscal_year": fiscal_year, "columns": COLUMNS.values()}
    return render(request, "budget/chart/bring.html", context)


@require_safe
def chart_model(request: HttpRequest) -> HttpResponseBase:
    """An empty file with the titles that are known."""
    only(request, may_run_year)
    return csv_response("modele-plan-de-comptes", [column.label for column in COLUMNS.values()], [])


def _visible(request: HttpRequest, pk: int) -> ChartFile:
    files = ChartFile.objects.visible_to(request.user).select_related(
        "fiscal_year", "brought_by", "decision__fiscal_year"
    )
    return get_object_or_404(files, pk=pk)


@require_safe
def chart_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What it would add, or what it added; what stayed out and why."""
    return _page(request, _visible(request, pk))


def _page(request: HttpRequest, file: ChartFile, form: ApplyChartForm | None = None) -> HttpResponse:
    rows = actions.compared(file)
    faulty = [row for row in rows if row.finding == Finding.FAULTY]
    good = [row for row in rows if row.is_good]
    may_apply = file.is_ready and may_run_year(request.user)
    context: dict[str, Any] = {
        "file": file,
        "faulty": faulty,
        "good": good[:MOST_SHOWN],
        "counts": {
            "new": sum(row.finding == Finding.NEW for row in good),
            "known": sum(row.finding == Finding.KNOWN for row in good),
            "totals": sum(row.finding == Finding.TOTAL for row in rows),
            "more": max(len(good) - MOST_SHOWN, 0),
        },
        "voted": sum(row.said.voted or 0 for row in good),
        "may_apply": may_apply,
        "form": (form or _apply_form(file, len(faulty))) if may_apply and good else None,
    }
    return render(request, "budget/chart/file.html", context)


def _apply_form(file: ChartFile, faults: int, data: Any = None) -> ApplyChartForm:
    has_budget = file.fiscal_year.decisions.passed().filter(kind=DecisionKind.PRIMITIVE).exists()
    kind = DecisionKind.AMENDING if has_budget else DecisionKind.PRIMITIVE
    return ApplyChartForm(data, faults=faults, initial={"kind": kind})


def _applicable(request: HttpRequest, pk: int) -> ChartFile:
    file = _visible(request, pk)
    if not may_run_year(request.user):
        raise PermissionDenied
    return file


@require_POST
def chart_apply(request: HttpRequest, pk: int) -> HttpResponse:
    file = _applicable(request, pk)
    faults = sum(row.finding == Finding.FAULTY for row in actions.compared(file))
    form = _apply_form(file, faults, request.POST)
    if not form.is_valid():
        return _page(request, file, form)
    with said(request, done="Le plan est importé."):
        actions.apply_chart(file=file, kind=form.cleaned_data["kind"], actor=request.user)
    return redirect(file)


@require_POST
def chart_drop(request: HttpRequest, pk: int) -> HttpResponse:
    file = _applicable(request, pk)
    with said(request, done="Le fichier est abandonné : rien n’a changé."):
        actions.drop_chart(file=file, actor=request.user)
    return redirect("budget:chart", file.fiscal_year.year)
