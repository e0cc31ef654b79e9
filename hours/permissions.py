"""Who may do what with hours. Each question is asked again by the action that it guards."""

from datetime import date

from django.db.models import QuerySet

from comms.people.models import UNIT_ROLES, Role, User

#: Who reads everybody's hours.
READERS = (Role.HEAD, Role.CABINET)


def may_open_hours(user: User) -> bool:
    """The unit, the cabinet's director, and who stands in for one of them."""
    return user.acts_as(*UNIT_ROLES)


def may_log_hours(user: User) -> bool:
    """The unit and the cabinet's director, in person, each for themselves."""
    return user.is_unit


def may_read_everybody(user: User) -> bool:
    """The chargé(e) de communication, the cabinet's director, and who stands in for them."""
    return user.acts_as(*READERS)


def may_decide_hours(user: User) -> bool:
    """The chargé(e) de communication, the cabinet's director for the chargé(e)'s hours, their deputies."""
    return user.acts_as(*READERS)


def may_decide_for(user: User, person: User) -> bool:
    """Never for oneself. The chargé(e) and their deputies for everybody; the cabinet for the chargé(e)."""
    if user.pk == person.pk:
        return False
    return user.acts_as(Role.HEAD) or (person.has_role(Role.HEAD) and user.acts_as(Role.CABINET))


def deciders_for(person: User, on: date | None = None) -> QuerySet[User]:
    """The people for whom `may_decide_for` says yes."""
    roles = READERS if person.has_role(Role.HEAD) else (Role.HEAD,)
    return User.objects.acting_as(*roles, on=on).exclude(pk=person.pk)


def may_see_person(user: User, person: User) -> bool:
    """Oneself, or anybody of the unit for who reads everybody."""
    return (user.pk == person.pk and may_log_hours(user)) or may_read_everybody(user)


def may_lock_unit(user: User) -> bool:
    """The chargé(e) de communication and their deputies."""
    return user.acts_as(Role.HEAD)


def may_lock_month(user: User, person: User) -> bool:
    """The chargé(e) and their deputies close any month, their own too; the cabinet the chargé(e)'s."""
    return may_lock_unit(user) or may_decide_for(user, person)


def people_with_hours() -> QuerySet[User]:
    """Those of the unit: whose months are closed together, whom the overload view shows."""
    return User.objects.unit()
