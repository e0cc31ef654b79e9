"""Hours as people enter them: `worked(person, day, 8, 12)` is a draft made by the real action."""

from datetime import date, time

from comms.people.models import User
from hours.actions.deciding import decide_entry
from hours.actions.entries import create_entry, submit_entry
from hours.models import EntryState, TimeEntry

#: A Wednesday of an ordinary week, a Saturday, a Sunday, and a holiday on a Thursday.
WEDNESDAY, SATURDAY, SUNDAY = date(2026, 10, 14), date(2026, 10, 17), date(2026, 10, 18)
HOLIDAY = date(2026, 9, 24)


def worked(person: User, day: date = SUNDAY, starts: int = 8, ends: int = 12, **facts) -> TimeEntry:
    facts = {"what": "Fête du quartier", "place": "Boulari", **facts}
    return create_entry(person=person, day=day, starts=time(starts), ends=time(ends), **facts)


def submitted(person: User, day: date = SUNDAY, starts: int = 8, ends: int = 12, **facts) -> TimeEntry:
    entry = worked(person, day, starts, ends, **facts)
    submit_entry(entry=entry, actor=person)
    return entry


def validated(
    person: User, by: User, day: date = SUNDAY, starts: int = 8, ends: int = 12, **facts
) -> TimeEntry:
    entry = submitted(person, day, starts, ends, **facts)
    decide_entry(entry=entry, actor=by, answer=EntryState.VALIDATED)
    return entry
