"""The two pieces of every action on a crisis: its locked row, and a line of its log."""

from datetime import datetime

from comms.formats import moment_long
from comms.people.models import User
from comms.periods.errors import NotNow
from comms.periods.models import Crisis, CrisisLogEntry, CrisisMessage


def locked(crisis: Crisis) -> Crisis:
    """The crisis as it stands now, held until the transaction ends: two clicks come one after the other.

    Raises NotNow when it is over.
    """
    row = Crisis.objects.select_for_update().get(pk=crisis.pk)
    if not row.is_open:
        raise NotNow(
            f"Cette crise est close depuis le {moment_long(row.closed_at)} : son journal ne s’écrit plus."
        )
    return row


def add_line(
    crisis: Crisis, kind: str, text: str, *, by: User, at: datetime, message: CrisisMessage | None = None
) -> CrisisLogEntry:
    return CrisisLogEntry.objects.create(
        crisis=crisis, kind=kind, level=crisis.level, text=text, by=by, happened_at=at, message=message
    )
