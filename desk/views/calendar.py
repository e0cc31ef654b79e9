from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comms.calendar.working_days import local_today
from desk.calendar.pages import CalendarPage
from desk.calendar.sources import SOURCES
from desk.forms import CalendarFilter, CalendarPlaceForm


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Everything that has a day, as the person may see it."""
    today = local_today()
    view, day = CalendarPlaceForm(request.GET).place(today)
    form = CalendarFilter(request.GET)
    page = CalendarPage(request.user, view, day, today, form.asked, request.GET)
    context = {"calendar": page, "form": form, "sources": SOURCES}
    return render(request, "desk/calendar.html", context)
