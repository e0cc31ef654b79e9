from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comms.calendar.working_days import local_today
from desk.day import Day


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/my_day.html", {"day": Day(request.user, local_today())})
