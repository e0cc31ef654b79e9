from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comms.approvals.actions.moves import cancel_steps, locked, move, open_next_step
from comms.approvals.actions.voiding import deciders_so_far, tell_of_replacement, version_of, void
from comms.approvals.errors import AlreadySubmitted, NobodyToDecide, NoCircuit
from comms.approvals.models import Approvable, Approval, ApprovalStep, Circuit
from comms.approvals.permissions import may_withdraw
from comms.calendar.models import Poll
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.people.models import Role, User


@transaction.atomic
def submit_version(*, subject: Approvable, author: User) -> Approval:
    """Put what the subject's saved row says now through its circuit; who may is the subject's own rule.

    An approval under way or given for an earlier version becomes void. Raises NoCircuit,
    NobodyToDecide, AlreadySubmitted. The first step's people get a mail and a notice.
    """
    row = locked(subject)
    circuit = row.approval_circuit()
    if circuit is None or not circuit.steps.exists():
        raise NoCircuit(row.approval_label)
    previous = row.current_approval
    version = version_of(row, author=author)
    at = timezone.now()
    if previous and previous.state in Approval.IN_FORCE:
        if previous.version == version:
            raise AlreadySubmitted(
                f"Ce texte est déjà soumis, et rien n’y a changé ({previous.get_state_display().lower()})."
            )
        void(previous, subject=row, version=version, actor=author, at=at)
        previous = None
    approval = Approval.objects.create(
        version=version,
        subject=row,
        circuit=circuit,
        label=circuit.label,
        allows_own_version=circuit.allows_own_version,
        submitted_by=author,
        submitted_at=at,
    )
    _copy_steps(circuit, approval)
    record(
        actor=author,
        verb=f"a soumis la version {version.number} à validation",
        target=row,
        data={"version": version.number, "digest": version.digest},
    )
    open_next_step(approval, at=at)
    _tell_earlier_deciders(previous, approval, subject=row)
    row.approval_changed(approval)
    subject.refresh_from_db()
    return approval


def _copy_steps(circuit: Circuit, approval: Approval) -> None:
    """The circuit may change afterwards; what is under way keeps the rules it started with."""
    steps = ApprovalStep.objects.bulk_create(
        ApprovalStep(
            approval=approval,
            position=position,
            role=step.role,
            person=step.person,
            delay_working_days=step.delay_working_days,
            reminder_every=step.reminder_every,
        )
        for position, step in enumerate(circuit.steps.select_related("person"), start=1)
    )
    today = local_today()
    steps += _cabinet_step(approval, steps, today)
    decidable = [step for step in steps if step.deciders(today).exists()]
    for step in steps:
        left_to_author = bool(decidable) and step.people(today).filter(pk=approval.owner.pk).exists()
        if step not in decidable and not left_to_author:
            raise NobodyToDecide(step.who)


def _cabinet_step(approval: Approval, steps: list[ApprovalStep], today: date) -> list[ApprovalStep]:
    """Before a poll the cabinet reads whatever leaves: its step comes last, where the circuit has none."""
    poll = Poll.objects.open_on(today).adding_cabinet().first()
    if poll is None or any(_is_cabinets(step) for step in steps):
        return []
    because = f"{poll.get_concern_display()} : {poll}"
    step = ApprovalStep.objects.create(
        approval=approval, position=len(steps) + 1, role=Role.CABINET, added_because=because
    )
    return [step]


def _is_cabinets(step: ApprovalStep) -> bool:
    return step.role == Role.CABINET or bool(step.person and step.person.has_role(Role.CABINET))


def _tell_earlier_deciders(previous: Approval | None, approval: Approval, *, subject: Approvable) -> None:
    """Who asked for changes or refused learns that a new version is there; who is asked now knows already.

    `previous` is one that closed by itself: of a void one everybody was told when it became void.
    """
    if previous is None or previous.state == Approval.State.VOIDED or previous.version == approval.version:
        return
    asked = set(approval.open_step.deciders())
    tell_of_replacement(
        previous,
        subject=subject,
        version=approval.version,
        actor=approval.submitted_by,
        people=deciders_so_far(previous) - asked - {approval.submitted_by},
    )


@transaction.atomic
def withdraw_submission(*, approval: Approval, actor: User, reason: str = "") -> None:
    """Take the text back before the circuit ends, to work on it. Its author, who submitted it, the unit.

    Raises SomebodyWasFaster when it was settled meanwhile.
    """
    if not may_withdraw(actor, approval):
        raise PermissionDenied("Seuls son auteur et la cellule retirent un texte de la validation.")
    row = locked(approval.subject)
    approval = Approval.objects.readable().get(pk=approval.pk)
    step = approval.open_step
    asked = set(step.deciders()) if step else set()
    move(approval, Approval.State.WITHDRAWN, closed_at=timezone.now())
    cancel_steps(approval)
    record(
        actor=actor,
        verb=f"a retiré la version {approval.version.number} de la validation",
        target=row,
        reason=reason.strip(),
        tell=asked | deciders_so_far(approval) | {approval.owner},
    )
    row.approval_changed(approval)
