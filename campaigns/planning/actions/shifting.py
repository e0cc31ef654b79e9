"""Moving J0: what would move, what has become impossible, what is spared; then exactly that, or nothing."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.planning.actions.days import days_around, first_reminder
from campaigns.planning.actions.writing import locked
from campaigns.planning.engine import Placed, Step, compute_plan
from campaigns.planning.errors import ChangedSinceSeen, NotNow
from campaigns.planning.models import Action, ActionState, PlanningRules, Task
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.people.models import User


@dataclass(frozen=True)
class Change:
    """What becomes of one task; `wanted_due` is what the new J0 asks for, maybe before today."""

    task: Task
    starts_on: date | None
    due_on: date | None
    wanted_due: date | None
    spared: str = ""  # why it stays: « faite », « date fixe »…
    shift: int = 0  # working days, later is positive

    @property
    def is_impossible(self) -> bool:
        """Its time has passed: it is put at the first day there is."""
        return not self.spared and self.due_on != self.wanted_due

    @property
    def moves(self) -> bool:
        return not self.spared and (self.task.starts_on, self.task.due_on) != (self.starts_on, self.due_on)


@dataclass(frozen=True)
class MovePreview:
    action: Action
    starts_on: date
    ends_on: date | None
    today: date
    changes: list[Change] = field(default_factory=list)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    @property
    def moved(self) -> list[Change]:
        return [change for change in self.changes if change.moves and not change.is_impossible]

    @property
    def impossible(self) -> list[Change]:
        return [change for change in self.changes if change.is_impossible]

    @property
    def unmoved(self) -> list[Change]:
        """Counted from J0, and falling on the same days."""
        return [
            change
            for change in self.changes
            if not change.spared and not change.moves and not change.is_impossible
        ]

    @property
    def spared(self) -> list[Change]:
        return [change for change in self.changes if change.spared]

    @property
    def people(self) -> list[User]:
        """Whose days change."""
        owners = {change.task.owner for change in self.changes if change.moves and change.task.owner}
        return sorted(owners, key=lambda user: (user.last_name, user.first_name, user.pk))

    @property
    def digest(self) -> str:
        """Of all that the preview shows: applied only while it is still so."""
        shown = [
            [self.action.pk, self.action.starts_on, self.action.ends_on, self.starts_on, self.ends_on],
            *(
                [c.task.pk, c.task.starts_on, c.task.due_on, c.starts_on, c.due_on, c.wanted_due, c.spared]
                for c in self.changes
            ),
        ]
        return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()


def preview_move(action: Action, new_j0: date, *, today: date | None = None) -> MovePreview:
    """What moving J0 to that day would do; reads only. A period keeps its length in days."""
    today = today or local_today()
    tasks = list(action.tasks.kept().select_related("owner").prefetch_related("after"))
    ends_on = new_j0 + (action.ends_on - action.starts_on) if action.ends_on else None
    days = days_around(min(new_j0, today))
    placed = compute_plan(
        [_step(task) for task in tasks if task.is_open and task.due_on],
        j0=new_j0,
        is_worked=days.is_worked,
        not_before=today,
    )
    changes = []
    for task in tasks:
        place: Placed | None = placed.get(task.pk)
        if why := _why_spared(task):
            changes.append(Change(task, task.starts_on, task.due_on, task.due_on, spared=why))
        else:
            shift = days.between(task.due_on, place.due)
            changes.append(Change(task, place.start, place.due, place.wanted_due, shift=shift))
    return MovePreview(action, new_j0, ends_on, today, changes)


def _why_spared(task: Task) -> str:
    if not task.is_open:
        return "faite"
    if task.due_on is None:
        return "sans date"
    if task.is_pinned:
        return "date fixe"
    return "" if task.offset is not None else "hors du rétroplanning"


def _step(task: Task) -> Step:
    fixed = (task.starts_on or task.due_on, task.due_on) if _why_spared(task) else None
    before = frozenset(other.pk for other in task.after.all() if other.is_open and other.due_on)
    return Step(task.pk, task.offset or 0, task.duration, before, fixed)


@transaction.atomic
def move_j0(
    *,
    action: Action,
    new_j0: date,
    actor: User,
    seen: str = "",
    reason: str = "",
    today: date | None = None,
) -> MovePreview:
    """Apply the preview whose digest is `seen` (whatever it would be, when empty). Baselines stay.

    A postponed action is planned again. Raises ChangedSinceSeen with the new preview, NotNow.
    """
    row = locked(action)
    if not row.is_live and row.state != ActionState.POSTPONED:
        raise NotNow(f"Le jour de cette action ne bouge plus ({row.get_state_display().lower()}).")
    list(row.tasks.select_for_update().order_by("pk").values_list("pk"))
    preview = preview_move(row, new_j0, today=today)
    if seen and preview.digest != seen:
        raise ChangedSinceSeen(preview)
    before = row.starts_on
    _write(row, preview, actor)
    if row.state == ActionState.POSTPONED:
        row.move(ActionState.PLANNED, state_reason="")
    said = (
        f"a déplacé J0 du {before:%d/%m/%Y} au {new_j0:%d/%m/%Y}"
        if before
        else f"a fixé J0 au {new_j0:%d/%m/%Y}"
    )
    record(
        actor=actor, verb=said, target=action, reason=reason.strip(),
        data={"moved": len(preview.moved), "impossible": len(preview.impossible)},
        tell={*preview.people, row.lead} - {None},
    )  # fmt: skip
    action.refresh_from_db()
    return preview


def _write(row: Action, preview: MovePreview, actor: User) -> None:
    Action.objects.filter(pk=row.pk).update(
        starts_on=preview.starts_on, ends_on=preview.ends_on, revision=F("revision") + 1, updated_by=actor,
        updated_at=timezone.now(),
    )  # fmt: skip
    days, rules = days_around(preview.today), PlanningRules.current()
    moved = []
    for change in preview:
        if change.moves:
            task = change.task
            task.starts_on, task.due_on = change.starts_on, change.due_on
            task.remind_on = first_reminder(change.due_on, today=preview.today, days=days, rules=rules)
            task.revision += 1
            moved.append(task)
    Task.objects.bulk_update(moved, ["starts_on", "due_on", "remind_on", "revision"])
