"""Creating and editing an action: its number, its facts, who saved last."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.planning.errors import NotNow, StaleText
from campaigns.planning.models import Action
from comms.approvals.actions import void_if_changed
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.numbering.actions import next_number
from comms.people.models import User

#: What a person writes; nothing else passes from a form to the row.
FACTS = (
    "title", "description", "kind", "origin", "decided_by", "decided_on", "objective", "campaign", "lead",
    "place", "zone", "starts_on", "ends_on", "priority", "foreseen_cost", "is_confidential",
)  # fmt: skip
LINKS = ("audiences", "departments", "channels")


@transaction.atomic
def create_action(*, author: User, title: str, **facts: Any) -> Action:
    """An idea with the next number of its year (J0's when it is known); its author leads it at first."""
    columns, links = _sorted_facts(facts)
    year = (columns.get("starts_on") or local_today()).year
    action = Action.objects.create(
        year=year,
        number=next_number(series="planning.action", year=year),
        title=title,
        created_by=author,
        updated_by=author,
        **{"lead": author} | columns,
    )
    for name, rows in links.items():
        getattr(action, name).set(rows)
    record(actor=author, verb="a créé l’action", target=action, tell=[action.lead] if action.lead else [])
    return action


def _sorted_facts(facts: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    unknown = facts.keys() - {*FACTS, *LINKS}
    if unknown:
        raise TypeError(f"not a fact of an action: {', '.join(sorted(unknown))}")
    columns = {name: value for name, value in facts.items() if name in FACTS}
    return columns, {name: value for name, value in facts.items() if name in LINKS}


@transaction.atomic
def edit_action(*, action: Action, actor: User, seen_revision: int | None = None, **facts: Any) -> Action:
    """Write these facts over the revision the person began from; an approval of other facts is void.

    J0 of an action that has a plan moves by `move_j0` only. Raises StaleText, NotNow.
    """
    columns, links = _sorted_facts(facts)
    row = locked(action)
    if row.is_closed:
        raise NotNow(f"Cette action est close ({row.get_state_display().lower()}).")
    if seen_revision is not None and row.revision != seen_revision:
        raise StaleText(row, row.updated_by)
    if columns.get("starts_on", row.starts_on) != row.starts_on and has_plan(row):
        raise NotNow("Cette action a un rétroplanning : passez par « Déplacer J0 ».")
    Action.objects.filter(pk=row.pk).update(
        revision=F("revision") + 1, updated_by=actor, updated_at=timezone.now(), **columns
    )
    for name, rows in links.items():
        getattr(action, name).set(rows)
    action.refresh_from_db()
    record(actor=actor, verb="a modifié l’action", target=action, data={"revision": action.revision})
    void_if_changed(subject=action, actor=actor)
    return action


def locked(action: Action) -> Action:
    """The row as it stands now, held until the transaction ends."""
    return Action.objects.select_for_update(of=("self",)).select_related("updated_by").get(pk=action.pk)


def has_plan(action: Action) -> bool:
    """Some of its tasks are counted from J0."""
    return action.tasks.filter(offset__isnull=False).exists()
