from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from campaigns.strategy.errors import NotNow
from campaigns.strategy.models import Plan
from campaigns.strategy.models.states import BEFORE_FORCE
from comms.approvals.actions import void_if_changed
from comms.journal.actions import record
from comms.people.models import User


@contextmanager
def written_into(plan: Plan, *, actor: User, verb: str, data: dict[str, Any] | None = None) -> Iterator[Plan]:
    """One change of a plan's rows: the plan is locked, the step recorded, an approval of the old text void.

    Of the plan in force the version in effect stays: the change is an amendment until its own approval.
    Raises NotNow when the plan is closed.
    """
    with transaction.atomic():
        row = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if not row.is_writable:
            raise NotNow("Ce plan est clos : il ne se modifie plus.")
        yield row
        record(actor=actor, verb=verb, target=row, data=data)
        if row.state in BEFORE_FORCE:
            void_if_changed(subject=row, actor=actor)
