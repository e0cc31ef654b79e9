"""The month on paper and in a spreadsheet."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comms.exports import csv_response, xlsx_response
from hours.permissions import may_read_everybody, people_with_hours
from hours.sheet import HEADER, MonthSheet, export_rows
from hours.views.access import only, visible_person

RESPONSES = {"csv": csv_response, "xlsx": xlsx_response}


@require_safe
def month_print(request: HttpRequest, person: int, month: date) -> HttpResponse:
    """A sheet that both sign."""
    context = {"sheet": MonthSheet(visible_person(request, person), month)}
    return render(request, "hours/months/print.html", context)


@require_safe
def month_export(request: HttpRequest, person: int, month: date, kind: str) -> HttpResponseBase:
    owner = visible_person(request, person)
    return _answer(kind, f"heures-{month:%Y-%m}-{owner.last_name}", [owner], month)


@require_safe
@only(may_read_everybody)
def unit_export(request: HttpRequest, month: date, kind: str) -> HttpResponseBase:
    return _answer(kind, f"heures-{month:%Y-%m}", list(people_with_hours()), month)


def _answer(kind: str, name: str, people: list, month: date) -> HttpResponseBase:
    if kind not in RESPONSES:
        raise Http404
    return RESPONSES[kind](name, HEADER, export_rows(people, month))
