"""Whose move it is: the row says it for lists, the turns keep it for figures; within a transaction."""

from datetime import datetime

from campaigns.requests.models import CommunicationRequest, RequestRules, Turn, WaitsOn
from comms.calendar.working_days import add_working_days, local_today
from comms.people.models import Role, User


def turn_to(request: CommunicationRequest, side: str, *, why: str, at: datetime) -> None:
    """From now on the request waits on this side; a reminder is set when that is who asked."""
    today = local_today(at)
    remind_on = None
    if side == WaitsOn.REQUESTER:
        remind_on = add_working_days(today, RequestRules.current().answer_days)
    if request.waits_on != side:
        Turn.objects.create(request=request, side=side, began_at=at, began_on=today, why=why[:200])
    CommunicationRequest.objects.filter(pk=request.pk).update(waits_on=side, remind_on=remind_on)
    request.waits_on, request.remind_on = side, remind_on


def unit_people(request: CommunicationRequest) -> list[User]:
    """Who in the unit follows this request: who decided on it, else those who sort requests."""
    decider = request.decided_by
    if decider is not None and decider.is_active:
        return [decider]
    return list(User.objects.holding(Role.ASSISTANT, Role.HEAD))
