"""The year's polls, windows, holidays, bridges and school holidays, on one page that prints."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comms.calendar.models import Poll
from comms.calendar.working_days import local_today
from comms.periods.forms import YearForm
from comms.periods.permissions import may_check, may_edit_calendar, may_read_calendar
from comms.periods.planner import Year


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """For everybody in the house: these days concern each direction."""
    today = local_today()
    asked = request.GET if "annee" in request.GET else None
    form = YearForm(asked, this_year=today.year, initial={"annee": today.year})
    year = Year(form.year, today)
    context = {
        "form": form,
        "year": year,
        "today": today,
        "open_polls": list(Poll.objects.open_on(today)),
        "other_polls": Poll.objects.active().exclude(pk__in=[poll.pk for poll in year.polls]),
        "may_read": may_read_calendar(request.user),
        "may_edit": may_edit_calendar(request.user),
        "may_check": may_check(request.user),
    }
    return render(request, "periods/overview.html", context)
