"""Who may do what in the directory of the press. Reading is `….objects.visible_to(user)`."""

from comms.people.models import UNIT_ROLES, Role, User


def may_use_directory(user: User) -> bool:
    """See and write cards, médias and lists, import, export, note « ne plus contacter »: the assistant, the
    chargé(e) de communication, the cabinet's director, and who stands in for one of them today."""
    return user.acts_as(*UNIT_ROLES)


def may_lift_opposition(user: User) -> bool:
    """Write again to somebody who had asked not to be: the chargé(e) de communication, or who stands in."""
    return user.acts_as(Role.HEAD)


def may_erase(user: User) -> bool:
    """Erase a person for good: the chargé(e) de communication, or who stands in."""
    return user.acts_as(Role.HEAD)
