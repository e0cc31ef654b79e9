"""An import's lines: the check before, the report after, and one line on its own page."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from comms.pages import page_of
from comms.refusals import said
from press.actions import imports as actions
from press.forms.imports import CorrectionForm, DecisionForm, LaunchForm, RowFilter
from press.importing.cards import field_label
from press.models import ImportRow, ImportRun, ImportState, RowResult, RowState

SORTS = {"number": ("number",)}
#: What so many lines are, in the feminine of « ligne ».
STATE_WORDS: dict[str, tuple[str, str]] = {
    RowState.NEW: ("nouvelle", "nouvelles"),
    RowState.CHANGED: ("modifiée", "modifiées"),
    RowState.SAME: ("identique", "identiques"),
    RowState.DUPLICATE: ("en double", "en double"),
    RowState.FAULTY: ("en défaut", "en défaut"),
    RowState.OPPOSED: ("en opposition", "en opposition"),
    RowState.EMPTY: ("vide", "vides"),
}


def preview(request: HttpRequest, run: ImportRun, launch: LaunchForm | None = None) -> dict[str, Any]:
    """What the page of a checked or finished import shows; filters stand in the address."""
    form = RowFilter(request.GET)
    rows = form.filter(run.rows.select_related("contact"))
    faults = run.counts.get(RowState.FAULTY, 0)
    results = dict(run.rows.exclude(result="").values_list("result").annotate(Count("pk")).order_by())
    return {
        "run": run,
        "form": form,
        "page": page_of(rows, request, sorts=SORTS, size=50),
        "counts": [(state, *counted(state, run.counts.get(state, 0))) for state in RowState],
        "results": [(result.label, results.get(result, 0)) for result in RowResult],
        "faults": faults,
        "launch": launch or LaunchForm(faults=faults),
        "namesakes": actions.undecided_namesakes(run).count() if run.state == ImportState.READY else 0,
        "writes": run.rows.to_write().count() if run.state == ImportState.READY else 0,
    }


def counted(state: RowState, count: int) -> tuple[str, int]:
    """« 3 nouvelles », « 1 en défaut »: the words for so many lines, and how many."""
    one, many = STATE_WORDS[state]
    return (many if count > 1 else one), count


def faulty_lines(run: ImportRun) -> Iterator[list[Any]]:
    for row in run.rows.faulty().iterator(500):
        reasons = " ; ".join(_reason(fault) for fault in row.faults)
        yield [row.number, reasons, *row.cells]


def _reason(fault: dict[str, str]) -> str:
    return f"{field_label(fault['field'])} : {fault['reason']}" if fault["field"] else fault["reason"]


@require_http_methods(["GET", "HEAD", "POST"])
def import_row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One line: what it says, what is wrong or what it would change, and the form that settles it."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(run.rows.select_related("run", "contact"), number=number)
    form = _form(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form is not None and form.is_valid():
        with said(request):
            _settle(row, form, request)
            return redirect(f"{run.get_absolute_url()}?state={row.state}")
    context = {
        "run": run,
        "row": row,
        "form": form,
        "cells": _cells(row),
    }
    return render(request, "press/imports/row.html", context)


def _form(row: ImportRow, data: Any) -> CorrectionForm | DecisionForm | None:
    if row.run.state != ImportState.READY:
        return None
    if row.state == RowState.FAULTY:
        return CorrectionForm(data, row=row)
    if row.state in (RowState.DUPLICATE, RowState.CHANGED):
        return DecisionForm(data, row=row)
    return None


def _settle(row: ImportRow, form: CorrectionForm | DecisionForm, request: HttpRequest) -> None:
    if isinstance(form, CorrectionForm):
        actions.correct_row(row=row, actor=request.user, cells=form.cells)
    else:
        actions.decide_row(
            row=row, actor=request.user, decision=form.cleaned_data["decision"], choices=form.choices
        )


def _cells(row: ImportRow) -> list[tuple[str, str, str]]:
    """(title, as it came, as corrected) for each filled cell."""
    lines = []
    for place, cell in enumerate(row.cells):
        title = row.run.header[place] if place < len(row.run.header) else f"Colonne {place + 1}"
        corrected = row.corrections.get(str(place), "")
        if cell or corrected:
            lines.append((title or f"Colonne {place + 1}", cell, corrected))
    return lines
