"""The moves that every action on an approval is made of; each runs inside its caller's transaction.

Locks are always taken in the same order, the subject's row first: nobody edits it meanwhile, and two
people deciding at once come one after the other.
"""

from datetime import datetime
from typing import Any

from comms.approvals import mails
from comms.approvals.differences import differences
from comms.approvals.errors import ChangedSinceSeen, SomebodyWasFaster
from comms.approvals.models import Approvable, Approval, ApprovalStep, Version, digest_of
from comms.calendar.working_days import add_working_days, local_today
from comms.formats import moment_relative
from comms.journal.actions import record
from comms.people.models import User


def locked(subject: Approvable) -> Approvable:
    """The subject's row as it stands now, held until the transaction ends."""
    return type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)


def move(row: Approval | ApprovalStep, to: str, **stamps: Any) -> None:
    """Change the state, on the condition that nobody did so since `row` was read."""
    moved = to in row.MOVES.get(row.state, ()) and (
        type(row).objects.filter(pk=row.pk, state=row.state).update(state=to, **stamps)
    )
    if not moved:
        raise SomebodyWasFaster(settled_words(row if isinstance(row, Approval) else row.approval))
    row.state = to
    for name, value in stamps.items():
        setattr(row, name, value)


def settled_words(approval: Approval, step: ApprovalStep | None = None) -> str:
    """Why there is nothing left to decide: « Camille Durand a approuvé cette étape il y a 2 min. »"""
    decision = step.outcome if step else None
    if decision:
        return (
            f"{decision.decided_by} {decision.said} cette étape {moment_relative(decision.decided_at)} : "
            "votre décision n’a pas été enregistrée."
        )
    approval.refresh_from_db(fields=["state"])
    return f"Cette validation a changé entre-temps ({approval.get_state_display().lower()})."


def check_unchanged(subject: Approvable, version: Version, seen_digest: str) -> None:
    """The person, the version and the row as it stands now say the same text; else ChangedSinceSeen."""
    content = subject.approvable_content()
    if seen_digest == version.digest == digest_of(content):
        return
    seen = Version.objects.about(subject).filter(digest=seen_digest).first() or version
    raise ChangedSinceSeen(differences(seen.content, content, subject.approval_fields))


def open_next_step(approval: Approval, *, at: datetime) -> None:
    """Open the first step still to come and ask its people; without one, the version is approved.

    A step that only the author could decide is left out: somebody else of the circuit decides.
    """
    today = local_today(at)
    for step in approval.steps.upcoming():
        step.approval = approval
        deciders = list(step.deciders(today))
        if not deciders and step.people(today).filter(pk=approval.owner.pk).exists():
            move(step, ApprovalStep.State.SKIPPED)
            continue
        due_on = add_working_days(today, step.delay_working_days)
        first_reminder = max(add_working_days(due_on, -1), add_working_days(today, 1))
        move(
            step,
            ApprovalStep.State.OPEN,
            opened_at=at,
            due_on=due_on,
            remind_on=first_reminder if step.reminder_every else None,
        )
        record(actor=approval.submitted_by, verb="demande votre validation", target=step, tell=deciders)
        for person in deciders:
            mails.to_decide(step=step, person=person)
        return
    move(approval, Approval.State.APPROVED, approved_at=at, closed_at=at)


def cancel_steps(approval: Approval) -> None:
    """Nothing more is asked of anybody: the approval closes before its last step."""
    left = (ApprovalStep.State.OPEN, ApprovalStep.State.WAITING)
    approval.steps.filter(state__in=left).update(state=ApprovalStep.State.CANCELLED, remind_on=None)


def everyone_of(approval: Approval) -> set[User]:
    """Whoever stands at one of its steps today, with the text's owner and who submitted it."""
    people = {approval.owner, approval.submitted_by}
    for step in approval.steps.all():
        people.update(step.people())
    return {person for person in people if person.is_active}
