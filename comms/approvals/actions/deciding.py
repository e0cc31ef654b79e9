from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comms.approvals import mails
from comms.approvals.actions.moves import (
    cancel_steps,
    check_unchanged,
    locked,
    move,
    open_next_step,
    settled_words,
)
from comms.approvals.actions.voiding import void_if_changed
from comms.approvals.errors import ApprovalError, ChangedSinceSeen, SomebodyWasFaster, WordsMissing
from comms.approvals.models import Approvable, Approval, ApprovalStep, Decision
from comms.approvals.permissions import may_decide, stands_in_for
from comms.journal.actions import record
from comms.people.models import User

CLOSING = {
    Decision.Verdict.CHANGES_ASKED: Approval.State.CHANGES_ASKED,
    Decision.Verdict.REFUSED: Approval.State.REFUSED,
}


def decide(*, step: ApprovalStep, actor: User, verdict: str, comment: str = "", seen_digest: str) -> Decision:
    """Say yes or no to the version of this step; `seen_digest` is the one of the text that was read.

    Raises PermissionDenied, WordsMissing, SomebodyWasFaster; ChangedSinceSeen when the text isn't the
    one that was read, and then the approval of the replaced version is made void at once.
    """
    if not may_decide(actor, step):
        raise PermissionDenied(_why_not(actor, step))
    comment = comment.strip()
    if verdict != Decision.Verdict.APPROVED and not comment:
        raise WordsMissing("Écrivez un commentaire : que changer, ou pourquoi ce refus ?")
    try:
        return _decide(step, actor, verdict, comment, seen_digest)
    except ChangedSinceSeen:
        void_if_changed(subject=step.approval.subject)
        raise


@transaction.atomic
def _decide(step: ApprovalStep, actor: User, verdict: str, comment: str, seen_digest: str) -> Decision:
    subject = locked(step.approval.subject)
    step = ApprovalStep.objects.select_related(
        "approval__version__author", "approval__submitted_by", "person"
    ).get(pk=step.pk)
    approval = step.approval
    check_unchanged(subject, approval.version, seen_digest)
    if not step.is_open:
        raise SomebodyWasFaster(settled_words(approval, step))
    at = timezone.now()
    move(step, ApprovalStep.State.DECIDED, remind_on=None)
    decision = Decision.objects.create(
        step=step,
        verdict=verdict,
        comment=comment,
        decided_by=actor,
        on_behalf_of=stands_in_for(actor, step),
        digest=seen_digest,
        decided_at=at,
    )
    if decision.approves:
        open_next_step(approval, at=at)
    else:
        cancel_steps(approval)
        move(approval, CLOSING[Decision.Verdict(verdict)], closed_at=at)
    _tell(decision, subject)
    if not approval.is_open:
        subject.approval_changed(approval)
    return decision


def _tell(decision: Decision, subject: Approvable) -> None:
    approval = decision.step.approval
    standing_in = f", en suppléance de {decision.on_behalf_of}," if decision.on_behalf_of else ""
    people = {person for person in (approval.owner, approval.submitted_by) if person.is_active}
    record(
        actor=decision.decided_by,
        verb=f"{decision.said}{standing_in} la version {approval.version.number}",
        target=subject,
        reason=decision.comment,
        data={"version": approval.version.number, "digest": decision.digest},
        tell=people,
    )
    for person in sorted(people - {decision.decided_by}, key=lambda user: user.pk):
        mails.decision_made(decision=decision, person=person)


def _why_not(actor: User, step: ApprovalStep) -> str:
    if step.people().filter(pk=actor.pk).exists():
        return "Le circuit ne permet pas de valider son propre texte : quelqu’un d’autre doit le lire."
    return f"Cette étape attend l’avis de : {step.who}."


def decide_several(
    *, seen: Iterable[tuple[ApprovalStep, str]], actor: User, verdict: str, comment: str = ""
) -> tuple[list[Decision], list[tuple[ApprovalStep, str]]]:
    """The same verdict on several steps, each with the digest of the text that was read.

    Each in its own transaction: one that can't be decided leaves the others, and is given back with why.
    """
    done, left = [], []
    for step, digest in seen:
        try:
            done.append(decide(step=step, actor=actor, verdict=verdict, comment=comment, seen_digest=digest))
        except (ApprovalError, PermissionDenied) as error:
            left.append((step, str(error)))
    return done, left
