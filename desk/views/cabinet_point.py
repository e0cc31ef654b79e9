from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.planning.permissions import may_plan
from comms.calendar.working_days import local_today
from comms.pdf import pdf_response, render_pdf
from comms.town.models import TownSettings
from desk.cabinet_point import CabinetPoint, as_pdf_data
from desk.forms import WeekForm


def _point(request: HttpRequest) -> CabinetPoint:
    """The week that the address names, for the unit and who stands in for it."""
    if not may_plan(request.user):
        raise PermissionDenied
    today = local_today()
    return CabinetPoint(request.user, WeekForm(request.GET).chosen.get("semaine", today), today)


@require_safe
def point(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/cabinet_point.html", {"point": _point(request)})


@require_safe
def point_pdf(request: HttpRequest) -> HttpResponse:
    shown = _point(request)
    content = render_pdf("desk/pdf/cabinet_point.typ", as_pdf_data(shown, TownSettings.current()))
    return pdf_response(f"point-cabinet-{shown.monday:%Y-%m-%d}", content)
