"""Who reads the year's report and what isn't linked; each still sees only the actions open to them."""

from comms.people.models import UNIT_ROLES, Role, User

READERS = (*UNIT_ROLES, Role.SECRETARY_GENERAL, Role.ELECTED)


def may_read_reports(user: User) -> bool:
    """The unit, the secretary general, elected people, and who stands in for one of them today."""
    return user.acts_as(*READERS)
