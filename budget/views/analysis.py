"""Money by provider, department, month, action: the groups, the documents behind each, the workbook."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budget import analysis
from budget.analysis import Axis, Group
from budget.forms.analysis import AnalysisFilter
from budget.permissions import may_see_budget
from budget.views.pages import only
from comms.exports import with_totals, workbook_response
from comms.pages import page_of

SORTS = {"-day": ("happened_on",), "amount": ("amount",)}
HEADER = (
    "Engagé (F CFP)", "Facturé (F CFP)", "Mandaté (F CFP)", "Payé (F CFP)", "Facture attendue (F CFP)",
)  # fmt: skip


@require_safe
def money_by(request: HttpRequest) -> HttpResponse:
    only(request, may_see_budget)
    form = AnalysisFilter(request.GET)
    year = form.shown_year
    rows = analysis.groups(year, form.axis, request.user) if year else []
    context = {
        "form": form,
        "fiscal_year": year,
        "axis": form.axis,
        "groups": rows,
        "whole": analysis.whole(rows),
        "query": urlencode(form.parameters),
    }
    return render(request, "budget/analysis/groups.html", context)


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Each movement of one group, with the document it rests on."""
    only(request, may_see_budget)
    form = AnalysisFilter(request.GET)
    key = request.GET.get("key", "").replace("\x00", "")
    year = form.shown_year
    if year is None:
        raise Http404
    rows = analysis.spending(year, form.axis).filter(group=key)
    context = {
        "fiscal_year": year,
        "name": analysis.names(form.axis, [key], request.user)[key],
        "axis": form.axis,
        "page": page_of(rows.for_list(), request, sorts=SORTS),
        "query": urlencode(form.parameters),
    }
    return render(request, "budget/analysis/documents.html", context)


@require_safe
def money_by_xlsx(request: HttpRequest) -> HttpResponseBase:
    """A sheet for each way of looking at the same year."""
    only(request, may_see_budget)
    year = AnalysisFilter(request.GET).shown_year
    if year is None:
        raise Http404
    sheets = [
        (axis.label, (axis.label.removeprefix("Par ").capitalize(), *HEADER), _summed(rows))
        for axis, rows in ((axis, analysis.groups(year, axis, request.user)) for axis in Axis)
    ]
    return workbook_response(f"budget-{year.year}-repartition", sheets)


def _summed(rows: list[Group]) -> Iterator[Sequence[Any]]:
    return with_totals(((row.label, *row.amounts) for row in rows), summed=range(1, len(HEADER) + 1))
