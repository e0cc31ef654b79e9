"""Who may see what leaves, and who may act on it."""

from comms.people.models import UNIT_ROLES, Role, User


def may_see_outbox(user: User) -> bool:
    """The communication unit and the cabinet's director above it; a superuser."""
    return user.is_active and (user.is_superuser or user.has_role(*UNIT_ROLES))


def may_act_on_outbox(user: User) -> bool:
    """The chargé(e) de communication, or a superuser: pause, settle, send again, release."""
    return user.is_active and (user.is_superuser or user.has_role(Role.HEAD))
