"""Who may do what with an approval. Each question is asked again by the action that it guards."""

from datetime import date

from comms.approvals.models import Approval, ApprovalStep
from comms.people.models import UNIT_ROLES, Deputy, Role, User


def may_decide(user: User, step: ApprovalStep, on: date | None = None) -> bool:
    """The holders of the step's role or its person, and their deputies of the day.

    Never the text's own author, unless the circuit allows it; being a superuser gives nothing here.
    """
    return user.is_active and step.deciders(on).filter(pk=user.pk).exists()


def stands_in_for(user: User, step: ApprovalStep, on: date | None = None) -> User | None:
    """In whose place this person decides; None when it is in person."""
    if user.pk == step.person_id or (step.role and user.has_role(step.role)):
        return None
    deputies = Deputy.objects.in_force(on).filter(deputy=user, absentee__is_active=True)
    if step.role:
        deputies = deputies.filter(absentee__role_assignments__role=step.role)
    else:
        deputies = deputies.filter(absentee=step.person_id)
    deputy = deputies.select_related("absentee").first()
    return deputy.absentee if deputy else None


def may_bypass(user: User) -> bool:
    """The chargé(e) de communication, the cabinet's director, and who stands in for them today."""
    return user.acts_as(Role.HEAD, Role.CABINET)


def may_withdraw(user: User, approval: Approval) -> bool:
    """The text's author, who submitted it, the unit and who stands in for it."""
    is_theirs = user.pk in (approval.owner.pk, approval.submitted_by_id)
    return user.is_active and (is_theirs or user.acts_as(*UNIT_ROLES))


def may_edit_circuits(user: User) -> bool:
    """The chargé(e) de communication and the cabinet's director, in person; superusers."""
    return user.is_superuser or user.has_role(Role.HEAD, Role.CABINET)


def may_read_register(user: User) -> bool:
    """Versions, decisions and bypasses as they were written: the unit and superusers."""
    return user.is_superuser or user.is_unit
