"""Who may administer accounts. The rule: nobody raises their own rights, nor takes over a higher account.

An account's address is its key (a forgotten password is sent there), so changing somebody's account
amounts to being able to act as that person: one changes only accounts below one's own.
"""

from datetime import date

from django.db.models import Q, QuerySet

from comms.people.models import Deputy, Role, RoleAssignment, User

#: Who opens and closes accounts, besides a superuser.
ACCOUNT_ROLES = (Role.HEAD, Role.CABINET)


def may_administer_accounts(user: User) -> bool:
    """The chargé(e) de communication, the cabinet's director, or a superuser."""
    return user.is_active and (user.is_superuser or user.has_role(*ACCOUNT_ROLES))


def roles_given_by(user: User) -> frozenset[str]:
    """The cabinet's director (and a superuser) gives any role; the chargé(e) de communication gives those
    that decide nothing: assistant(e), référent(e) de direction, élu(e). Others give none."""
    if not may_administer_accounts(user):
        return frozenset()
    if user.is_superuser or user.has_role(Role.CABINET):
        return frozenset(Role.values)
    return frozenset({Role.ASSISTANT, Role.DEPARTMENT_CONTACT, Role.ELECTED})


def may_change_account(actor: User, account: User) -> bool:
    """Who administers accounts, for a person other than oneself who holds only roles that one may give.

    A superuser's account is changed by a superuser only. One's own name and phone are on the profile page.
    """
    if not may_administer_accounts(actor):
        return False
    if actor.is_superuser:
        return True
    return account.pk != actor.pk and not account.is_superuser and account.roles <= roles_given_by(actor)


def accounts_changed_by(actor: User) -> QuerySet[User]:
    """The accounts for which `may_change_account` says yes, as one query."""
    if not may_administer_accounts(actor):
        return User.objects.none()
    if actor.is_superuser:
        return User.objects.all()
    higher = RoleAssignment.objects.exclude(role__in=roles_given_by(actor)).values("user")
    return User.objects.exclude(Q(pk=actor.pk) | Q(is_superuser=True) | Q(pk__in=higher))


def may_name_deputy(actor: User, absentee: User, deputy: User | None = None) -> bool:
    """The absent person, or who may change that person's account; never to one's own benefit."""
    if actor.pk == absentee.pk:
        return actor.is_active
    return may_change_account(actor, absentee) and (deputy is None or deputy.pk != actor.pk)


def possible_deputies(absentee: User) -> QuerySet[User]:
    """Active people who already hold a role here: a deputy decides in the absentee's place."""
    with_role = RoleAssignment.objects.values("user")
    return User.objects.active().filter(pk__in=with_role).exclude(pk=absentee.pk)


def may_end_deputyship(actor: User, deputy: Deputy, today: date) -> bool:
    """Whoever may name it, as long as it isn't over."""
    return not deputy.ended_at and deputy.ends_on >= today and may_name_deputy(actor, deputy.absentee)
