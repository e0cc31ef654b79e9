from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from comms.calendar.models import Poll
from comms.journal.actions import record
from comms.people.models import User
from comms.periods.models import NeutralityCheck


@transaction.atomic
def record_check(
    *,
    subject: models.Model,
    poll: Poll,
    actor: User,
    answers: Mapping[str, Any],
    compared: models.Model | None = None,
) -> NeutralityCheck:
    """Keep what somebody found; nothing is forbidden by it, whatever the answers."""
    check = NeutralityCheck.objects.create(
        poll=poll,
        subject=subject,
        subject_label=str(subject)[:200],
        compared=compared,
        compared_label=str(compared)[:200] if compared else "",
        by=actor,
        **answers,
    )
    record(
        actor=actor,
        verb=f"a vérifié la neutralité : {check.outcome.lower()}",
        target=subject,
        reason=check.note,
    )
    return check
