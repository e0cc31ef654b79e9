"""The list of years, and what brings one from its preparation to its end."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget import actions
from budget.forms.years import YearForm
from budget.models import FiscalYear
from budget.permissions import may_run_year, may_see_budget
from budget.views.pages import form_page, only, posted
from comms.calendar.working_days import local_today
from comms.refusals import said


@require_safe
def year_list(request: HttpRequest) -> HttpResponse:
    only(request, may_see_budget)
    context = {
        "years": FiscalYear.objects.visible_to(request.user).with_totals(),
        "may_run": may_run_year(request.user),
    }
    return render(request, "budget/years/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def year_create(request: HttpRequest) -> HttpResponse:
    only(request, may_run_year)
    last = FiscalYear.objects.first()
    initial = {"year": last.year + 1 if last else local_today().year, "is_copied": last is not None}
    form = YearForm(posted(request), initial=initial)

    def save(typed: dict[str, Any]) -> FiscalYear:
        if typed["is_copied"]:
            return actions.copy_year(source=form.source, actor=request.user)
        return actions.create_year(year=typed["year"], actor=request.user)

    return form_page(
        request, form, save=save, done="L’exercice est en préparation.", heading="Préparer un exercice",
        lead="Son plan et ses lignes d’abord, puis son budget primitif : une fois voté, l’exercice s’ouvre.",
        submit="Préparer", back=reverse("budget:years"), up=("Exercices", reverse("budget:years")),
    )  # fmt: skip


def _step(request: HttpRequest, year: int, act: Callable[..., Any], done: str) -> HttpResponse:
    only(request, may_run_year)
    fiscal_year = get_object_or_404(FiscalYear.objects.visible_to(request.user), year=year)
    with said(request, done=done):
        act(fiscal_year=fiscal_year, actor=request.user)
    return redirect("budget:years")


@require_POST
def year_open(request: HttpRequest, year: int) -> HttpResponse:
    """Once its budget primitif is passed; also a year whose closing had begun."""
    return _step(request, year, actions.open_year, f"L’exercice {year} est ouvert : on peut y engager.")


@require_POST
def year_start_closing(request: HttpRequest, year: int) -> HttpResponse:
    done = f"La clôture de {year} est commencée : on n’y engage plus, les factures arrivent encore."
    return _step(request, year, actions.start_closing, done)
