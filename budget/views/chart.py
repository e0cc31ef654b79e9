"""The chart of a year with its lines; accounts and lines written, put right, shared out."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from budget import actions
from budget.forms.chart import AccountForm, LineForm, SplitForms
from budget.models import Account, FiscalYear, Line
from budget.permissions import may_run_year, may_see_budget
from budget.views.pages import form_page, only, posted, saved
from comms.forms import BaseForm


@require_safe
def chart(request: HttpRequest, year: int) -> HttpResponse:
    only(request, may_see_budget)
    fiscal_year = _year(request, year)
    context = {
        "fiscal_year": fiscal_year,
        "accounts": fiscal_year.accounts.with_lines(),
        "may_run": may_run_year(request.user) and fiscal_year.is_decidable,
    }
    return render(request, "budget/chart/chart.html", context)


def _year(request: HttpRequest, year: int) -> FiscalYear:
    return get_object_or_404(FiscalYear.objects.visible_to(request.user), year=year)


def _about(fiscal_year: FiscalYear) -> dict[str, Any]:
    """Where one comes from and goes back to."""
    back = reverse("budget:chart", args=[fiscal_year.year])
    return {"back": back, "up": (f"Plan et lignes de {fiscal_year.year}", back)}


@require_http_methods(["GET", "HEAD", "POST"])
def account_create(request: HttpRequest, year: int) -> HttpResponse:
    only(request, may_run_year)
    fiscal_year = _year(request, year)
    return _account_page(request, fiscal_year, Account(fiscal_year=fiscal_year), "Ajouter un compte")


@require_http_methods(["GET", "HEAD", "POST"])
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    only(request, may_run_year)
    account = get_object_or_404(Account.objects.visible_to(request.user).select_related("fiscal_year"), pk=pk)
    return _account_page(request, account.fiscal_year, account, f"Corriger le compte {account.code}")


@require_http_methods(["GET", "HEAD", "POST"])
def account_remove(request: HttpRequest, pk: int) -> HttpResponse:
    only(request, may_run_year)
    account = get_object_or_404(Account.objects.visible_to(request.user).select_related("fiscal_year"), pk=pk)
    about = _about(account.fiscal_year)

    def save(typed: dict[str, Any]) -> str:
        actions.remove_account(account=account, actor=request.user)
        return about["back"]

    return form_page(
        request, BaseForm(posted(request)), save=save, done="Le compte n’est plus au plan.",
        heading=f"Retirer le compte {account.code}", submit="Retirer", submit_class="btn-danger",
        lead=f"« {account.label} » a été ajouté par erreur ? Il se retire tant qu’il n’a pas de ligne.",
        **about,
    )  # fmt: skip


def _account_page(
    request: HttpRequest, fiscal_year: FiscalYear, account: Account, heading: str
) -> HttpResponse:
    known = account if account.pk else None

    def save(typed: dict[str, Any]) -> str:
        actions.write_account(fiscal_year=fiscal_year, account=known, actor=request.user, **typed)
        return reverse("budget:chart", args=[fiscal_year.year])

    return form_page(
        request, AccountForm(posted(request), instance=account), save=save, done="Le compte est au plan.",
        heading=heading, **_about(fiscal_year),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def line_create(request: HttpRequest, year: int) -> HttpResponse:
    """`?account=` chooses its account beforehand."""
    only(request, may_run_year)
    fiscal_year = _year(request, year)
    form = LineForm(posted(request), fiscal_year=fiscal_year, initial={"account": request.GET.get("account")})

    def save(typed: dict[str, Any]) -> Line:
        return actions.create_line(actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="La ligne est créée : une décision lui donne ses crédits.",
        heading=f"Ajouter une ligne à {fiscal_year.year}", submit="Créer la ligne", **_about(fiscal_year),
    )  # fmt: skip


def _line(request: HttpRequest, pk: int) -> Line:
    row = get_object_or_404(Line.objects.visible_to(request.user).for_list(), pk=pk)
    if not may_run_year(request.user):
        raise PermissionDenied
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _line(request, pk)

    def save(typed: dict[str, Any]) -> Line:
        return actions.edit_line(line=row, actor=request.user, **typed)

    return form_page(
        request, LineForm(posted(request), fiscal_year=row.fiscal_year, line=row), save=save,
        done="La ligne est modifiée.", heading=f"Modifier « {row.label} »",
        back=row.get_absolute_url(), up=(row.label, row.get_absolute_url()),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def line_split(request: HttpRequest, pk: int) -> HttpResponse:
    """By department or by operation: what is available goes to new lines of the same account."""
    row = _line(request, pk)
    forms = SplitForms(posted(request))

    def save(typed: dict[str, Any]) -> list[Line]:
        return actions.split_line(line=row, actor=request.user, **typed)

    if saved(request, forms, save, "La ligne est répartie."):
        return redirect("budget:chart", row.fiscal_year.year)
    return render(request, "budget/chart/split.html", {"line": row, "forms": forms})


@require_http_methods(["GET", "HEAD", "POST"])
def line_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = _line(request, pk)
    about = _about(row.fiscal_year)

    def save(typed: dict[str, Any]) -> str:
        actions.remove_line(line=row, actor=request.user)
        return about["back"]

    return form_page(
        request, BaseForm(posted(request)), save=save, done="La ligne est retirée.",
        heading=f"Retirer « {row.label} »", submit="Retirer", submit_class="btn-danger",
        lead="Créée par erreur ? Elle se retire tant que rien ne repose sur elle.", **about,
    )  # fmt: skip
