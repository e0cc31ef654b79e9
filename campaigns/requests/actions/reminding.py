"""What the clock does: it reminds who must answer, and closes what was delivered long ago."""

from datetime import datetime

from django.db import transaction

from campaigns.requests import mails
from campaigns.requests.actions.delivering import close_request
from campaigns.requests.models import CommunicationRequest, RequestRules
from comms.calendar.working_days import add_working_days, is_working_day, local_today
from comms.journal.actions import record


@transaction.atomic
def remind_requester(*, request: CommunicationRequest, at: datetime) -> bool:
    """Once for each due day; the stamp is claimed first, so that two workers send one. Never on a day off."""
    today = local_today(at)
    if not is_working_day(today):
        return False
    every = RequestRules.current().reminder_every
    claimed = (
        CommunicationRequest.objects.due_for_reminder(today)
        .filter(pk=request.pk)
        .update(remind_on=add_working_days(today, every) if every else None)
    )
    if not claimed:
        return False
    request.refresh_from_db()
    for person in mails.requester_side(request):
        mails.reminder(request=request, to=person)
    told = [request.requester] if request.requester else []
    record(actor=None, verb="a rappelé qu’une réponse est attendue", target=request, tell=told)
    return True


@transaction.atomic
def close_quiet_request(*, request: CommunicationRequest, at: datetime) -> bool:
    """Delivered, and nobody said anything for the days of the rules."""
    due = CommunicationRequest.objects.due_for_closing(local_today(at)).select_for_update(of=("self",))
    row = due.filter(pk=request.pk).first()
    if row is None:
        return False
    close_request(request=row, actor=None)
    return True
