"""How far a request is, as who asked sees it: a line of steps with their days, then the action's plan."""

from dataclasses import dataclass
from datetime import date

from campaigns.planning.models import Task
from campaigns.requests.models import CommunicationRequest, RequestKind, RequestState
from comms.calendar.working_days import local_today

#: Where each state stands on the line.
_PLACE = {
    RequestState.SUBMITTED: 1,
    RequestState.TO_COMPLETE: 1,
    RequestState.ACCEPTED: 2,
    RequestState.IN_PRODUCTION: 2,
    RequestState.TO_AGREE: 3,
    RequestState.DELIVERED: 5,
    RequestState.CLOSED: 5,
}


@dataclass(frozen=True)
class Step:
    label: str
    day: date | None
    is_done: bool
    is_current: bool
    note: str = ""


def steps_of(asked: CommunicationRequest) -> list[Step]:
    """Sent, studied, made, agreed (where somebody has to), delivered; none for a draft and what was ended."""
    place = _PLACE.get(asked.state)
    if place is None:
        return []
    decided_on = local_today(asked.decided_at) if asked.decided_at else None
    found = [
        (0, "Envoyée", asked.submitted_on, ""),
        (1, "Étudiée", decided_on, "à vous de répondre" if asked.state == RequestState.TO_COMPLETE else ""),
        (2, "En production", None, ""),
        (3, "Votre accord", None, "à vous de répondre" if asked.state == RequestState.TO_AGREE else ""),
        (4, "Livrée", asked.delivered_on or asked.needed_on, "" if asked.delivered_on else "souhaitée"),
    ]
    if asked.kind and asked.kind.agreed_by == RequestKind.AgreedBy.NOBODY:
        found.pop(3)
    return [Step(label, day, at < place, at == place, note) for at, label, day, note in found]


def plan_of(asked: CommunicationRequest) -> list[Task]:
    """The dated steps of the action it became, in order; who asked reads their title, day and state."""
    if asked.action_id is None:
        return []
    return list(Task.objects.filter(action=asked.action_id, due_on__isnull=False).order_by("due_on", "pk"))
