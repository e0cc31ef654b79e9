"""Who may administer whose account: one table, and its query says the same."""

import pytest

from comms.people import permissions
from comms.people.models import Role, User
from tests.people import factories

pytestmark = pytest.mark.django_db

#: Whose account each may change; nobody in the table changes their own, but a superuser.
MAY_CHANGE = {
    "assistant": set(),
    "head": {"assistant", "department_contact", "elected", "stranger"},
    "cabinet": {"assistant", "head", "secretary_general", "department_contact", "elected", "stranger"},
    "secretary_general": set(),
    "department_contact": set(),
    "elected": set(),
    "stranger": set(),
    "superuser": {
        "assistant", "head", "cabinet", "secretary_general", "department_contact", "elected", "stranger",
        "superuser",
    },
}  # fmt: skip

#: Who gives which roles.
GIVES = {name: set() for name in MAY_CHANGE} | {
    "head": {Role.ASSISTANT, Role.DEPARTMENT_CONTACT, Role.ELECTED},
    "cabinet": set(Role),
    "superuser": set(Role),
}


@pytest.fixture
def people(db):
    return {name: getattr(factories, name)() for name in MAY_CHANGE}


@pytest.mark.parametrize("actor", MAY_CHANGE)
def test_accounts_are_changed_from_above(people, actor):
    changed = {
        name for name, account in people.items() if permissions.may_change_account(people[actor], account)
    }
    assert changed == MAY_CHANGE[actor]
    by_query = set(permissions.accounts_changed_by(people[actor]))
    assert by_query == {people[name] for name in MAY_CHANGE[actor]}


@pytest.mark.parametrize("actor", GIVES)
def test_roles_are_given_from_above(people, actor):
    assert permissions.roles_given_by(people[actor]) == GIVES[actor]
    assert permissions.may_administer_accounts(people[actor]) is bool(GIVES[actor])


def test_another_head_is_out_of_a_head_s_reach(people):
    assert not permissions.may_change_account(people["head"], factories.head())


def test_an_account_with_one_higher_role_is_out_of_reach(people):
    both = factories.UserFactory(roles=[Role.ASSISTANT, Role.CABINET])
    assert not permissions.may_change_account(people["head"], both)
    assert both not in permissions.accounts_changed_by(people["head"])


@pytest.mark.parametrize("actor", ["head", "cabinet", "superuser"])
def test_a_closed_account_administers_nothing(people, actor):
    User.objects.filter(pk=people[actor].pk).update(is_active=False)
    closed = User.objects.get(pk=people[actor].pk)
    assert permissions.roles_given_by(closed) == set()
    assert not permissions.may_change_account(closed, people["assistant"])
    assert not permissions.accounts_changed_by(closed).exists()


def test_holding_several_roles_counts_for_each():
    both = factories.UserFactory(roles=[Role.ASSISTANT, Role.ELECTED])
    assert both.has_role(Role.ELECTED)
    assert both.is_unit
    assert both.role_labels == ["Assistant(e) de communication", "Élu(e)"]
    assert User.objects.holding(Role.ASSISTANT, Role.ELECTED).count() == 1
