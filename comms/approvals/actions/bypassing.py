from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comms.approvals import mails
from comms.approvals.actions.moves import cancel_steps, check_unchanged, everyone_of, locked, move
from comms.approvals.actions.voiding import void_if_changed
from comms.approvals.errors import ChangedSinceSeen, WordsMissing
from comms.approvals.models import Approval, Bypass
from comms.approvals.permissions import may_bypass
from comms.journal.actions import record
from comms.people.models import User


def bypass(*, approval: Approval, actor: User, reason: str) -> Bypass:
    """Let the version leave in an emergency without waiting for the rest of its circuit.

    The chargé(e) de communication or the cabinet's director, with a reason; everyone of the circuit is
    told. Raises PermissionDenied, WordsMissing, SomebodyWasFaster, ChangedSinceSeen.
    """
    if not may_bypass(actor):
        raise PermissionDenied("Seules la charge de communication et la direction de cabinet le peuvent.")
    reason = reason.strip()
    if not reason:
        raise WordsMissing("Écrivez le motif de l’urgence : il est envoyé à tout le circuit.")
    try:
        return _bypass(approval, actor, reason)
    except ChangedSinceSeen:
        void_if_changed(subject=approval.subject)
        raise


@transaction.atomic
def _bypass(approval: Approval, actor: User, reason: str) -> Bypass:
    subject = locked(approval.subject)
    approval = Approval.objects.readable().get(pk=approval.pk)
    check_unchanged(subject, approval.version, approval.version.digest)
    at = timezone.now()
    move(approval, Approval.State.BYPASSED, approved_at=at, closed_at=at)
    row = Bypass.objects.create(approval=approval, by=actor, reason=reason, bypassed_at=at)
    people = everyone_of(approval)
    cancel_steps(approval)
    record(
        actor=actor,
        verb=f"a approuvé en urgence la version {approval.version.number}, sans attendre le circuit",
        target=subject,
        reason=reason,
        data={"version": approval.version.number, "digest": approval.version.digest},
        tell=people,
    )
    for person in sorted(people - {actor}, key=lambda user: user.pk):
        mails.bypassed(bypass=row, person=person)
    subject.approval_changed(approval)
    return row
