"""Who may do what with missions. Reading one is `Mission.objects.visible_to(user)`."""

from budget.models import READERS
from comms.people.models import UNIT_ROLES, Role, User

#: Who chooses a provider, takes the choice back, gives a mission up.
DECIDERS = (Role.HEAD, Role.CABINET)


def may_see_missions(user: User) -> bool:
    """The unit, the cabinet, the secretary general."""
    return user.acts_as(*READERS)


def may_write_missions(user: User) -> bool:
    """The unit and the cabinet."""
    return user.acts_as(*UNIT_ROLES)


def may_decide_missions(user: User) -> bool:
    """The chargé(e) de communication and the cabinet."""
    return user.acts_as(*DECIDERS)
