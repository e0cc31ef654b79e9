"""The year at a glance, with a way to each line."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from budget.glance import chapters, whole
from budget.models import FiscalYear
from budget.permissions import may_commit, may_see_budget
from budget.year_end import YearEndAlert
from comms.calendar.working_days import local_today


@require_safe
def glance(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The asked year; without one, the year that is spent now, else the last one."""
    if not may_see_budget(request.user):
        raise PermissionDenied
    years = FiscalYear.objects.visible_to(request.user)
    shown = get_object_or_404(years, year=year) if year else _usual(list(years))
    found = chapters(shown) if shown else []
    context = {
        "fiscal_year": shown,
        "years": years,
        "chapters": found,
        "whole": whole(found),
        "may_commit": may_commit(request.user),
        "alert": YearEndAlert.of(shown, local_today()),
    }
    return render(request, "budget/glance.html", context)


def _usual(years: list[FiscalYear]) -> FiscalYear | None:
    return next((year for year in years if year.is_spendable), years[0] if years else None)
