"""Reminding those who validate, once in a while, on working days."""

from datetime import datetime

from django.db import transaction

from comms.calendar.working_days import add_working_days, is_working_day, local_today
from comms.outbox.actions import reminders_are_paused
from comms.people.models import User
from hours import mails
from hours.models import Recuperation, TimeEntry
from hours.permissions import deciders_for
from hours.rulebook import Rulebook


@transaction.atomic
def remind_to_validate(*, at: datetime) -> int:
    """One mail to each person for whom hours have waited too long; how many people.

    The rows are stamped first, and held meanwhile: a second worker at the same instant finds none.
    """
    today = local_today(at)
    if not is_working_day(today) or reminders_are_paused():
        return 0
    until = add_working_days(today, -Rulebook(today).hours_on(today).reminder_after)
    due = TimeEntry.objects.due_for_reminder(until).select_for_update(skip_locked=True, of=("self",))
    waiting = list(due.select_related("person"))
    TimeEntry.objects.filter(pk__in=[entry.pk for entry in waiting]).update(reminded_on=today)
    by_decider: dict[User, list[TimeEntry]] = {}
    for entry in waiting:
        for decider in deciders_for(entry.person, today):
            by_decider.setdefault(decider, []).append(entry)
    for decider, entries in by_decider.items():
        requests = Recuperation.objects.awaiting(decider).count()
        mails.to_validate(person=decider, entries=entries, requests=requests)
    return len(by_decider)
