"""Who may do what with the unit's money. Each question is asked again by the action that it guards."""

from budget.models import READERS
from comms.people.models import UNIT_ROLES, Role, User

#: Who decides on the unit's money.
DECIDERS = (Role.HEAD, Role.CABINET)


def may_see_budget(user: User) -> bool:
    """The unit, the cabinet, the secretary general, and who stands in for them."""
    return user.acts_as(*READERS)


def may_commit(user: User) -> bool:
    """The unit and the cabinet: commitments and invoices."""
    return user.acts_as(*UNIT_ROLES)


def may_derogate(user: User, *, head_may: bool) -> bool:
    """The cabinet, and the chargé(e) de communication as long as the rules say so."""
    return user.acts_as(*DECIDERS) if head_may else user.acts_as(Role.CABINET)


def may_propose(user: User) -> bool:
    """The unit and the cabinet write decisions and send them round their circuit."""
    return user.acts_as(*UNIT_ROLES)


def may_pass(user: User) -> bool:
    """The chargé(e) de communication and the cabinet note that a decision was voted or taken."""
    return user.acts_as(*DECIDERS)


def may_run_year(user: User) -> bool:
    """They open, copy and close years, and split lines."""
    return user.acts_as(*DECIDERS)


def may_counter(user: User) -> bool:
    """They counter what is in the ledger."""
    return user.acts_as(*DECIDERS)
