"""The same thing done to several actions or tasks at once, each by its own rules."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from campaigns.planning.actions.finishing import finish_task
from campaigns.planning.actions.tasks import assign_task
from campaigns.planning.actions.writing import edit_action
from campaigns.planning.errors import NotNow
from campaigns.planning.models import Action, Task
from campaigns.planning.permissions import may_work_on
from comms.people.models import User
from comms.refusals import Refused

#: Each one leaves a line of history: more than this at once is a slip, not a wish.
MOST_AT_ONCE = 500


@dataclass
class Outcome:
    changed: int = 0
    refusals: list[str] = field(default_factory=list)


@transaction.atomic
def change_several(*, actions: QuerySet[Action], actor: User, **facts: Any) -> int:
    """The same facts on each action that has others and isn't closed; how many changed."""
    changed = 0
    for action in _bounded(actions):
        if not action.is_closed and any(getattr(action, name) != value for name, value in facts.items()):
            edit_action(action=action, actor=actor, **facts)
            changed += 1
    return changed


def assign_several(*, tasks: QuerySet[Task], owner: User, actor: User) -> Outcome:
    def assign(task: Task) -> None:
        if task.owner_id != owner.pk:
            assign_task(task=task, owner=owner, actor=actor)

    return _each(tasks, assign)


def finish_several(*, tasks: QuerySet[Task], actor: User) -> Outcome:
    """What is refused (a task that waits for another one) is told, the others are done."""

    def finish(task: Task) -> None:
        if not may_work_on(actor, task):
            raise PermissionDenied
        finish_task(task=task, actor=actor)

    return _each(tasks, finish)


def _each(tasks: QuerySet[Task], do: Any) -> Outcome:
    outcome = Outcome()
    for task in _bounded(tasks.select_related("action", "owner")):
        try:
            with transaction.atomic():
                do(task)
        except Refused as error:
            outcome.refusals.append(f"« {task} » : {error}")
        else:
            outcome.changed += 1
    return outcome


def _bounded(rows: QuerySet) -> list[Any]:
    found = list(rows[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        raise NotNow(f"Cela fait plus de {MOST_AT_ONCE} lignes : filtrez d’abord, puis recommencez.")
    return found
