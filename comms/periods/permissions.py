"""Who may do what during a crisis and before a poll; a deputy decides in the absentee's place."""

from comms.people.models import UNIT_ROLES, Role, User


def may_read_crisis(user: User) -> bool:
    """The log and the messages: the unit, the secretary general, and who stands in for them."""
    return user.acts_as(*UNIT_ROLES, Role.SECRETARY_GENERAL)


def may_log(user: User) -> bool:
    """Write in the log, publish an approved message, write messages: the unit and its deputies."""
    return user.acts_as(*UNIT_ROLES)


def may_lead_crisis(user: User) -> bool:
    """Open, follow the level, pause everything, let a text through, close: the chargé(e) de communication,
    the cabinet's director, and who stands in for them."""
    return user.acts_as(Role.HEAD, Role.CABINET)


def may_check(user: User) -> bool:
    """Say before a poll that a thing is regular and neutral: the unit and its deputies."""
    return user.acts_as(*UNIT_ROLES)


def may_read_calendar(user: User) -> bool:
    """The lists of polls, bridges and school holidays, with their history: the unit and its deputies."""
    return user.acts_as(*UNIT_ROLES)


def may_edit_calendar(user: User) -> bool:
    """Polls, bridges and school holidays: the chargé(e) de communication, the cabinet's director, and who
    stands in for them."""
    return user.acts_as(Role.HEAD, Role.CABINET)
