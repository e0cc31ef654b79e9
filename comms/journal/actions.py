from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction

from comms.journal.models import Entry, Notice
from comms.people.models import User


@transaction.atomic
def record(
    *,
    actor: User | None,
    verb: str,
    target: models.Model,
    reason: str = "",
    data: dict[str, Any] | None = None,
    tell: Iterable[User] = (),
) -> Entry:
    """Write what happened to `target`, and tell these people (never the actor) in the application.

    `verb` is a French clause that reads after the actor's name: « a soumis la version 2 ».
    """
    entry = Entry.objects.create(
        actor=actor,
        verb=verb,
        target=target,
        target_label=str(target)[:200],
        target_url=target.get_absolute_url() if hasattr(target, "get_absolute_url") else "",
        reason=reason,
        data=data or {},
    )
    told = {user.pk for user in tell} - {actor.pk if actor else None}
    Notice.objects.bulk_create(Notice(user_id=pk, entry=entry) for pk in sorted(told))
    return entry


def mark_read(*, user: User, at: datetime, entry: Entry | None = None) -> int:
    """One notice of this person, or all of them; how many were unread."""
    notices = user.notices.unread()
    if entry is not None:
        notices = notices.filter(entry=entry)
    return notices.update(read_at=at)
