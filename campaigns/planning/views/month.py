"""The month as a calendar on a wall: Monday first, with holidays, bridges and school holidays."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.planning import listing
from campaigns.planning.views.narrowed import asked_months, narrowed
from comms.calendar.working_days import local_today
from comms.formats import WEEKDAYS, month_long


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    found = narrowed(request)
    months = asked_months(request, found.filters)
    shown = listing.month(found.actions, months.first)
    for week in shown.weeks:
        for day in week:
            day.url = found.list_url(start=day.date, end=day.date)
    context = {
        "found": found,
        "form": found.form,
        "months": months,
        "label": month_long(months.first),
        "month": shown,
        "weekdays": WEEKDAYS,
        "today": local_today(),
    }
    return render(request, "planning/month.html", context)
