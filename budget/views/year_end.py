"""The end of a year: what is committed and not invoiced is attached, carried or given back, line by line."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from budget import actions
from budget.forms.year_end import YearEndForm
from budget.models import Commitment, Decision, FiscalYear, YearEndChoice
from budget.permissions import may_run_year
from budget.views.pages import posted, saved
from budget.year_end import YearEndAlert, alert_day
from comms.calendar.working_days import local_today


@require_http_methods(["GET", "HEAD", "POST"])
def year_end(request: HttpRequest, year: int) -> HttpResponse:
    """While the year lasts, what its end will ask; while it closes, the form; afterwards, what was chosen."""
    fiscal_year = get_object_or_404(FiscalYear.objects.visible_to(request.user), year=year)
    may_close = may_run_year(request.user)
    if request.method == "POST" and not may_close:
        raise PermissionDenied
    form = YearEndForm(posted(request), commitments=_waiting(fiscal_year))
    made = saved(request, form, lambda typed: _closed(request, fiscal_year, typed), "L’exercice est clos.")
    if made:
        return redirect(made if isinstance(made, Decision) else request.path)
    today = local_today()
    context = {
        "fiscal_year": fiscal_year,
        "form": form,
        "may_close": may_close and fiscal_year.is_closing,
        "alert": YearEndAlert.of(fiscal_year, today),
        "alert_day": alert_day(fiscal_year),
        "totals": Commitment.objects.of_year(fiscal_year).outstanding().totals(),
        "chosen": YearEndChoice.objects.of_year(fiscal_year).for_list(),
        "following": fiscal_year.following(),
    }
    return render(request, "budget/years/end.html", context)


def _waiting(fiscal_year: FiscalYear) -> QuerySet[Commitment]:
    if fiscal_year.is_closed:
        return Commitment.objects.none()
    rows = Commitment.objects.of_year(fiscal_year).outstanding().for_list()
    return rows.order_by("line__account__chapter", "line__account__article", "line", "committed_on", "pk")


def _closed(request: HttpRequest, fiscal_year: FiscalYear, typed: dict[str, Any]) -> Decision | FiscalYear:
    """The draft of what is carried, if anything is: it is the next thing to read."""
    decision = actions.close_year(
        fiscal_year=fiscal_year, choices=typed["choices"], actor=request.user, on=local_today()
    )
    return decision or fiscal_year
