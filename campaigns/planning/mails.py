"""One function per message; its templates are templates/planning/mails/<name>.{subject.txt,txt,html}."""

from typing import Any

from django.conf import settings
from django.db import models

from campaigns.planning.models import Action, Comment
from comms.outbox.actions import queue_mail
from comms.outbox.content import Recipient, render_mail
from comms.people.models import User


def evaluation_asked(*, action: Action, person: User) -> None:
    """To whoever leads an action that is over."""
    _queue("evaluation_asked", person, cause=action, action=action)


def mentioned(*, comment: Comment, person: User) -> None:
    """To somebody whom a comment names, and who may see what it is about."""
    _queue("mentioned", person, cause=comment.subject, comment=comment)


def _queue(name: str, person: User, *, cause: models.Model, **context: Any) -> None:
    link = f"{settings.BASE_URL}{cause.get_absolute_url()}"
    context |= {"person": person, "link": link, "title": str(cause)}
    queue_mail(
        to=Recipient(person.email, person.full_name),
        content=render_mail(f"planning/{name}", context),
        cause=cause,
    )
