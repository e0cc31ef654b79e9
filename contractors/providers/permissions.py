"""Who may do what with providers. Each question is asked again by the action that it guards."""

from budget.models import READERS
from comms.people.models import UNIT_ROLES, Role, User

#: Who decides that a provider isn't asked any more.
DECIDERS = (Role.HEAD, Role.CABINET)


def may_see_providers(user: User) -> bool:
    """The unit, the cabinet, the secretary general: whoever sees the money sees whom it pays."""
    return user.acts_as(*READERS)


def may_write_providers(user: User) -> bool:
    """The unit and the cabinet."""
    return user.acts_as(*UNIT_ROLES)


def may_block_providers(user: User) -> bool:
    """The chargé(e) de communication and the cabinet."""
    return user.acts_as(*DECIDERS)
