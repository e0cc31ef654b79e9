"""Finance's files: bring one, look at each line, note them all; files brought before."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget import actions
from budget.finance.columns import COLUMNS
from budget.forms.finance import FinanceFileForm, FindingFilter
from budget.models import FinanceFile, Finding
from budget.models.finance import FINDINGS_TO_WRITE
from budget.permissions import may_commit, may_see_budget
from budget.views.pages import only
from comms.exports import csv_response
from comms.pages import page_of
from comms.refusals import said
from comms.tables.workbooks import UnreadableFile

SORTS = {"-brought": ("brought_at",)}
ROW_SORTS = {"number": ("number",)}


@require_safe
def finance_list(request: HttpRequest) -> HttpResponse:
    only(request, may_see_budget)
    files = FinanceFile.objects.visible_to(request.user).select_related("brought_by")
    context = {"page": page_of(files, request, sorts=SORTS), "may_commit": may_commit(request.user)}
    return render(request, "budget/finance/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finance_create(request: HttpRequest) -> HttpResponse:
    only(request, may_commit)
    posted = request.method == "POST"
    form = FinanceFileForm(request.POST, request.FILES) if posted else FinanceFileForm()
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect(
                actions.bring_finance_file(name=file.name, content=file.read(), actor=request.user)
            )
        except UnreadableFile as reason:
            form.add_error("file", str(reason))
    return render(request, "budget/finance/upload.html", {"form": form, "columns": COLUMNS.values()})


def visible_file(request: HttpRequest, pk: int) -> FinanceFile:
    files = FinanceFile.objects.visible_to(request.user).select_related("brought_by", "applied_by")
    return get_object_or_404(files, pk=pk)


@require_safe
def finance_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Each line with what it would note, or what it noted."""
    file = visible_file(request, pk)
    form = FindingFilter(request.GET)
    counts = file.rows.counted()
    context = {
        "file": file,
        "form": form,
        "page": page_of(form.filter(file.rows.select_related("invoice")), request, sorts=ROW_SORTS),
        "counts": [(finding, Finding(finding).label, count) for finding, count in counts.items()],
        "to_write": sum(counts.get(finding, 0) for finding in FINDINGS_TO_WRITE),
        "may_commit": may_commit(request.user),
    }
    return render(request, "budget/finance/file.html", context)


@require_POST
def finance_apply(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, actions.apply_finance_file, "Les mandats et les paiements sont notés.")


@require_POST
def finance_compare(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, actions.compare_again, "Le fichier est comparé aux factures d’aujourd’hui.")


@require_POST
def finance_drop(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, actions.drop_finance_file, "Le fichier est abandonné : rien n’en est gardé.")


def _step(request: HttpRequest, pk: int, action: Callable[..., FinanceFile], done: str) -> HttpResponse:
    file = visible_file(request, pk)
    only(request, may_commit)
    with said(request, done):
        action(file=file, actor=request.user)
    return redirect(file)


@require_safe
def finance_model(request: HttpRequest) -> HttpResponseBase:
    """An empty file with the titles that are known."""
    only(request, may_commit)
    return csv_response("modele-mandats", [column.label for column in COLUMNS.values()], [])
