from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
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
        target_label=_label(target),
        target_url=_url(target),
        reason=reason,
        data=data or {},
    )
    told = {user.pk for user in tell} - {actor.pk if actor else None}
    Notice.objects.bulk_create(Notice(user_id=pk, entry=entry) for pk in sorted(told))
    return entry


@transaction.atomic
def record_many(
    *, actor: User | None, verb: str, targets: Sequence[models.Model], data: dict[str, Any] | None = None
) -> None:
    """The same step for many objects of one kind, such as the cards of an import; nobody is told."""
    content_type = ContentType.objects.get_for_model(targets[0]) if targets else None
    Entry.objects.bulk_create(
        (
            Entry(
                actor=actor,
                verb=verb,
                target_type=content_type,
                target_id=target.pk,
                target_label=_label(target),
                target_url=_url(target),
                data=data or {},
            )
            for target in targets
        ),
        batch_size=1000,
    )


def _label(target: models.Model) -> str:
    """The object's name, unless it asks for another one here: these rows outlive the erasure of a person."""
    return str(getattr(target, "journal_label", target))[:200]


def _url(target: models.Model) -> str:
    return target.get_absolute_url() if hasattr(target, "get_absolute_url") else ""


def mark_read(*, user: User, at: datetime, entry: Entry | None = None) -> int:
    """One notice of this person, or all of them; how many were unread."""
    notices = user.notices.unread()
    if entry is not None:
        notices = notices.filter(entry=entry)
    return notices.update(read_at=at)
