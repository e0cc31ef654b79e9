"""Evenings and week-ends worked, and time given back: who is there and who isn't."""

from typing import Any

from desk.calendar.items import Ask, CalendarItem, Reading
from desk.calendar.reading import read_days
from hours.models import Recuperation, TimeEntry


def hours(ask: Ask) -> Reading:
    entries = TimeEntry.objects.visible_to(ask.user).standing().select_related("person", "action")
    given_back = Recuperation.objects.visible_to(ask.user).counted().select_related("person")
    if ask.person:
        entries, given_back = entries.filter(person=ask.person), given_back.filter(person=ask.person)
    reading = read_days(entries, "day", ask, _entry)
    reading.add(read_days(given_back, "day", ask, _recuperation))
    return reading


def _entry(entry: Any) -> CalendarItem:
    what = entry.action.title if entry.action else entry.what
    return CalendarItem(
        uid=f"heures-{entry.pk}",
        slug="heures",
        title=f"{entry.person.full_name} : {what or 'heures'}",
        starts_on=entry.day,
        ends_on=entry.day,
        leads_to=entry,
        at=entry.starts_at,
        until=entry.ends_at,
        who=entry.person.full_name,
        who_pk=entry.person_id,
        place=entry.place,
        changed_at=entry.updated_at,
    )


def _recuperation(recuperation: Any) -> CalendarItem:
    return CalendarItem(
        uid=f"recuperation-{recuperation.pk}",
        slug="heures",
        title=f"{recuperation.person.full_name} : récupération",
        starts_on=recuperation.day,
        ends_on=recuperation.day,
        leads_to=recuperation,
        who=recuperation.person.full_name,
        who_pk=recuperation.person_id,
        changed_at=recuperation.decided_at or recuperation.requested_at,
    )
