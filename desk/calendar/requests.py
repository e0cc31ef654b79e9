"""The days for which departments need what they asked for."""

from typing import Any

from campaigns.requests.models import CommunicationRequest, RequestState
from desk.calendar.items import Ask, CalendarItem, Reading
from desk.calendar.reading import read_days

#: Those that became an action stand there as the action's J0.
WAITING_FOR_A_DAY = (RequestState.SUBMITTED, RequestState.TO_COMPLETE)

SHOWN = ("title", "year", "number", "needed_on", "place", "state", "updated_at", "department__name")


def requests(ask: Ask) -> Reading:
    """What is asked and not yet an action, on the day it is needed."""
    rows = CommunicationRequest.objects.visible_to(ask.user).filter(state__in=WAITING_FOR_A_DAY)
    if ask.department:
        rows = rows.filter(department=ask.department)
    return read_days(rows.select_related("department").only(*SHOWN), "needed_on", ask, _request)


def _request(request: Any) -> CalendarItem:
    return CalendarItem(
        uid=f"demande-{request.pk}",
        slug="demandes",
        title=request.title,
        starts_on=request.needed_on,
        ends_on=request.needed_on,
        leads_to=request,
        note=" · ".join(filter(None, (request.reference, str(request.department or "")))),
        place=request.place,
        changed_at=request.updated_at,
    )
