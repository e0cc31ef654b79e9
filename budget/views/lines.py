"""One line: where it stands, what is still awaited on it, each of its movements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from budget.glance import Figures
from budget.models import Line
from budget.permissions import may_commit, may_run_year
from comms.pages import page_of

SORTS = {"-day": ("happened_on",), "amount": ("amount",)}


@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Line.objects.visible_to(request.user).for_list(), pk=pk)
    context = {
        "line": row,
        "figures": Figures.of([row]),
        "awaited": row.commitments.outstanding().select_related("department"),
        "derogations": row.derogations.select_related("allowed_by"),
        "may_run": may_run_year(request.user) and row.fiscal_year.is_decidable,
        "may_commit": may_commit(request.user) and row.fiscal_year.is_open,
        "page": page_of(row.movements.for_list(), request, sorts=SORTS),
    }
    return render(request, "budget/line.html", context)
