"""The life of an action: proposed, decided, begun, done, put off, given up."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from campaigns.planning.actions.writing import locked
from campaigns.planning.errors import Incomplete, NotNow
from campaigns.planning.models import (
    ACTION_MOVES,
    OPEN_TASK_STATES,
    REASONED_MOVES,
    Action,
    ActionState,
    TaskState,
)
from campaigns.planning.permissions import may_move
from comms.approvals.actions import submit_version, withdraw_submission
from comms.approvals.models import Approval
from comms.journal.actions import record
from comms.people.models import User

VERBS = {
    ActionState.IDEA: "a repris l’action comme idée",
    ActionState.APPROVED: "a noté la décision : action validée",
    ActionState.PLANNED: "a planifié l’action",
    ActionState.UNDER_WAY: "a commencé l’action",
    ActionState.DONE: "a noté l’action comme réalisée",
    ActionState.POSTPONED: "a reporté l’action",
    ActionState.CANCELLED: "a annulé l’action",
}


@transaction.atomic
def propose_action(*, action: Action, actor: User) -> Approval:
    """Send what is to be decided round its circuit. Raises NotNow and the errors of `submit_version`.

    Also for an action already at work whose facts changed since they were approved.
    """
    row = locked(action)
    if not row.is_live:
        raise NotNow(f"Cette action ne se propose plus ({row.get_state_display().lower()}).")
    approval = submit_version(subject=row, author=actor)
    action.refresh_from_db()
    return approval


@transaction.atomic
def move_action(*, action: Action, actor: User, to: str, reason: str = "") -> Action:
    """Move an action by hand; raises PermissionDenied, NotNow, Incomplete, SomebodyWasFaster.

    `proposed` starts the circuit, `idea` takes it back. `approved` notes a decision taken elsewhere, so it
    needs its instance and day. Cancelling drops what was still to be done.
    """
    if not may_move(actor, action, to):
        if to not in ACTION_MOVES[action.state]:
            raise NotNow(
                f"Une action « {action.get_state_display()} » ne devient pas « {ActionState(to).label} »."
            )
        raise PermissionDenied("Votre rôle ne permet pas de changer cet état.")
    if to == ActionState.PROPOSED:
        propose_action(action=action, actor=actor)
        return action
    reason = reason.strip()
    _check(action, to, reason)
    row = locked(action)
    if to in (ActionState.IDEA, ActionState.POSTPONED, ActionState.CANCELLED):
        _close_circuit(row, actor=actor, reason=reason)
        if to == ActionState.IDEA:
            action.refresh_from_db()
            return action
        action.refresh_from_db(fields=["state"])
    action.move(to, state_reason=reason)
    if to == ActionState.CANCELLED:
        _drop_what_is_left(action, actor=actor, reason=reason)
    people = User.objects.filter(tasks__in=action.tasks.filter(state__in=OPEN_TASK_STATES))
    told = {*people, action.lead} - {None} if to in REASONED_MOVES else {action.lead} - {None}
    record(actor=actor, verb=VERBS[to], target=action, reason=reason, tell=told)
    return action


def _check(action: Action, to: str, reason: str) -> None:
    if to in REASONED_MOVES and not reason:
        raise Incomplete(["le motif"])
    if to == ActionState.APPROVED and action.state == ActionState.IDEA:
        facts = {"l’instance qui a décidé": action.decided_by, "le jour de la décision": action.decided_on}
        if missing := [name for name, value in facts.items() if not value]:
            raise Incomplete(missing)
    if to == ActionState.PLANNED and not action.starts_on:
        raise Incomplete(["J0, le jour de l’action"])


def _close_circuit(row: Action, *, actor: User, reason: str) -> None:
    approval = row.current_approval
    if approval and approval.is_open:
        withdraw_submission(approval=approval, actor=actor, reason=reason)


def _drop_what_is_left(action: Action, *, actor: User, reason: str) -> None:
    for task in action.tasks.filter(state=TaskState.TO_APPROVE):
        approval = task.current_approval
        if approval and approval.is_open:
            withdraw_submission(approval=approval, actor=actor, reason=reason)
    action.tasks.filter(state__in=OPEN_TASK_STATES).update(
        state=TaskState.DROPPED, state_reason=f"Action annulée : {reason}", remind_on=None
    )
