"""One function per message; its templates are templates/approvals/mails/<name>.{subject.txt,txt,html}.

Each links to a page: nothing is decided by following a link. They are written in the transaction of
their cause, and leave after it.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from comms.approvals.differences import FieldDifference
from comms.approvals.models import Approval, ApprovalStep, Bypass, Decision, Version
from comms.outbox.actions import queue_mail
from comms.outbox.content import Recipient, render_mail
from comms.people.models import User


def to_decide(*, step: ApprovalStep, person: User) -> None:
    """To each person who may decide the step that has just opened."""
    _queue("to_decide", person, step.approval, step, cause=step, step=step)


def reminder(*, step: ApprovalStep, person: User, today: date) -> None:
    _queue("reminder", person, step.approval, step, cause=step, step=step, late=step.is_late(today))


def decision_made(*, decision: Decision, person: User) -> None:
    """To the text's author, whatever was decided."""
    approval = decision.step.approval
    next_step = approval.open_step
    _queue(
        "decision_made", person, approval, approval, cause=decision, decision=decision, next_step=next_step
    )


def version_replaced(
    *,
    approval: Approval,
    version: Version,
    actor: User | None,
    person: User,
    differences: list[FieldDifference],
) -> None:
    """To those who decided on the version that `version` replaces, with what changed."""
    _queue(
        "version_replaced",
        person,
        approval,
        approval,
        cause=version,
        version=version,
        actor=actor,
        differences=differences,
    )


def bypassed(*, bypass: Bypass, person: User) -> None:
    """To everyone of the circuit: the version may leave without having waited for them."""
    _queue("bypassed", person, bypass.approval, bypass.approval, cause=bypass, bypass=bypass)


def _queue(
    name: str, person: User, approval: Approval, page: models.Model, *, cause: models.Model, **context: Any
) -> None:
    context |= {
        "person": person,
        "approval": approval,
        "subject": approval.version.subject_label,
        "link": settings.BASE_URL + page.get_absolute_url(),
    }
    queue_mail(
        to=Recipient(person.email, person.full_name),
        content=render_mail(f"approvals/{name}", context),
        cause=cause,
    )
