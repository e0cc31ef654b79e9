"""One function per message; its templates are templates/hours/mails/<name>.{subject.txt,txt,html}.

Each links to a page: nothing is decided by following a link.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from comms.outbox.actions import queue_mail
from comms.outbox.content import Recipient, render_mail
from comms.people.models import User
from hours.models import Recuperation, TimeEntry


def to_validate(*, person: User, entries: Sequence[TimeEntry], requests: int) -> None:
    """To somebody who validates, when hours have waited for some working days."""
    context = {"entries": entries, "requests": requests}
    _queue("to_validate", person, reverse("hours:to_validate"), cause=entries[0], **context)


def entry_answered(*, entry: TimeEntry) -> None:
    """To the person who worked: to be corrected, or refused. A plain yes is told in the application."""
    _queue("entry_answered", entry.person, entry.get_absolute_url(), cause=entry, entry=entry)


def recuperation_answered(*, recuperation: Recuperation) -> None:
    """To the person who asked for it."""
    page = recuperation.get_absolute_url()
    _queue("recuperation_answered", recuperation.person, page, cause=recuperation, recuperation=recuperation)


def _queue(name: str, person: User, page: str, *, cause: models.Model, **context: Any) -> None:
    content = render_mail(f"hours/{name}", context | {"person": person, "link": settings.BASE_URL + page})
    queue_mail(to=Recipient(person.email, person.full_name), content=content, cause=cause)
