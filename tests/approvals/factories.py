"""Posters to approve, and circuits to approve them through."""

import factory
from django.db import transaction
from django.db.models import Max
from factory.django import DjangoModelFactory

from comms.approvals import actions
from comms.approvals.models import Approval, ApprovalStep, Circuit, CircuitStep, Decision
from comms.outbox.models import OutgoingMail
from comms.people.models import Role, User
from tests.approvals.subject.models import Poster


class PosterFactory(DjangoModelFactory):
    class Meta:
        model = Poster

    title = factory.Sequence(lambda n: f"Fermeture de la route {n}")
    body = "<p>La route est fermée lundi.</p>"


def circuit(*steps: Role | User, allows_own_version: bool = False, **rule) -> Circuit:
    """The posters' circuit, replaced by these roles and people."""
    with transaction.atomic():
        Circuit.objects.filter(kind=Poster.approval_kind).update(is_active=False)
        made = Circuit.objects.create(
            kind=Poster.approval_kind, label="Affiche", allows_own_version=allows_own_version
        )
        for position, who in enumerate(steps, start=1):
            field = {"person": who} if isinstance(who, User) else {"role": who}
            CircuitStep.objects.create(circuit=made, position=position, **field, **rule)
    return made


def submitted(author: User, poster: Poster | None = None, **fields) -> Approval:
    """A poster put through its circuit by the action."""
    return actions.submit_version(subject=poster or PosterFactory(**fields), author=author)


def step_of(approval: Approval) -> ApprovalStep:
    """The step that is open now, as a page would fetch it."""
    return ApprovalStep.objects.readable().get(approval=approval, state=ApprovalStep.State.OPEN)


def say(
    approval: Approval, actor: User, verdict: str = Decision.Verdict.APPROVED, comment: str = ""
) -> Decision:
    """Decide the open step, having read the version as it is."""
    return actions.decide(
        step=step_of(approval),
        actor=actor,
        verdict=verdict,
        comment=comment,
        seen_digest=approval.version.digest,
    )


def mails(after: int = 0) -> set[tuple[str, str]]:
    """(address, first words of the subject) of the mails written after that one."""
    rows = OutgoingMail.objects.filter(pk__gt=after).select_related("letter")
    return {(mail.address, mail.letter.subject.partition(" :")[0]) for mail in rows}


def last_mail() -> int:
    return OutgoingMail.objects.aggregate(last=Max("pk"))["last"] or 0
