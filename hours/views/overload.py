"""Who carries too much, week by week: everybody for the head and the cabinet, oneself for the others."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comms.calendar.working_days import local_today
from hours.forms.months import WeeksForm
from hours.overload import loads, monday_of
from hours.permissions import may_read_everybody, people_with_hours
from hours.rulebook import Rulebook
from hours.views.access import hours_page


@require_safe
@hours_page
def overload(request: HttpRequest) -> HttpResponse:
    today = local_today()
    asked = WeeksForm(request.GET).asked
    count = asked.get("semaines", 8)
    first = monday_of(asked.get("du") or today - timedelta(weeks=count - 3))
    everybody = may_read_everybody(request.user)
    people = people_with_hours() if everybody else people_with_hours().filter(pk=request.user.pk)
    context = {
        "loads": loads(list(people), first, count),
        "rules": Rulebook(today).hours_on(today),
        "everybody": everybody,
        "count": count,
        "lengths": WeeksForm.LENGTHS,
        "first": first,
        "this_monday": monday_of(today),
        "earlier": first - timedelta(weeks=count),
        "later": first + timedelta(weeks=count),
    }
    return render(request, "hours/overload.html", context)
