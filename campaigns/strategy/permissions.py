"""Who may do what with the strategy. Reading is `visible_to(user)` of each thing."""

from campaigns.strategy.models import Plan, PlanState
from campaigns.strategy.models.campaigns import READERS
from comms.people.models import UNIT_ROLES, Role, User

#: Those who answer for the plan once the mayor said yes.
RESPONSIBLE_ROLES = (Role.HEAD, Role.CABINET)


def may_read_strategy(user: User) -> bool:
    """Everybody who holds a role here, and who stands in for one of them today."""
    return user.acts_as(*READERS)


def may_write_strategy(user: User) -> bool:
    """Plans, axes, objectives, audiences, campaigns, measures: the unit and who stands in for it."""
    return user.acts_as(*UNIT_ROLES)


def may_edit(user: User, plan: Plan) -> bool:
    """Who may write, until the plan is closed; in force it is an amendment."""
    return plan.is_writable and may_write_strategy(user)


def may_submit(user: User, plan: Plan) -> bool:
    """A draft, or the amendment of the plan in force."""
    return plan.state in (PlanState.DRAFT, PlanState.IN_FORCE) and may_write_strategy(user)


def may_put_in_force(user: User, plan: Plan) -> bool:
    """The chargé(e) de communication, the cabinet's director and who stands in for them."""
    return plan.state == PlanState.APPROVED and user.acts_as(*RESPONSIBLE_ROLES)


def may_close(user: User, plan: Plan) -> bool:
    """As for putting it in force."""
    return plan.is_in_force and user.acts_as(*RESPONSIBLE_ROLES)


def rights(user: User, plan: Plan) -> dict[str, bool]:
    """For the plan's page: each question's short name and its answer."""
    return {
        "edit": may_edit(user, plan),
        "submit": may_submit(user, plan),
        "put_in_force": may_put_in_force(user, plan),
        "close": may_close(user, plan),
        "write": may_write_strategy(user),
    }
