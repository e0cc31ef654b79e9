"""People for every test: `assistant()`, `head()`, … each call makes another person."""

from datetime import date
from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from comms.people.models import Department, Deputy, Role, RoleAssignment, User

PASSWORD = "niaouli banian kaori"


@cache
def hashed_password() -> str:
    """The real hasher, once a process: argon2 is slow on purpose."""
    return make_password(PASSWORD)


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"Direction {n}")


class UserFactory(DjangoModelFactory):
    """An active person without a role; `UserFactory(roles=[Role.HEAD])`; the password is PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@example.org")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Niaouli {n}")
    password = factory.LazyFunction(hashed_password)

    @factory.post_generation
    def roles(self, create, roles, **kwargs):
        for role in roles or ():
            RoleAssignment.objects.create(user=self, role=role)


class DeputyFactory(DjangoModelFactory):
    class Meta:
        model = Deputy

    absentee = factory.SubFactory(UserFactory)
    deputy = factory.SubFactory(UserFactory)
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)


def assistant(**fields) -> User:
    return UserFactory(roles=[Role.ASSISTANT], **{"first_name": "Léa", **fields})


def head(**fields) -> User:
    """The chargé(e) de communication, who works in the admin."""
    return UserFactory(roles=[Role.HEAD], **{"first_name": "Marc", "is_staff": True, **fields})


def cabinet(**fields) -> User:
    """The director of the mayor's cabinet, who works in the admin."""
    return UserFactory(roles=[Role.CABINET], **{"first_name": "Hélène", "is_staff": True, **fields})


def secretary_general(**fields) -> User:
    return UserFactory(roles=[Role.SECRETARY_GENERAL], **{"first_name": "Paul", **fields})


def department_contact(**fields) -> User:
    return UserFactory(roles=[Role.DEPARTMENT_CONTACT], **{"first_name": "Maïté", **fields})


def elected(**fields) -> User:
    return UserFactory(roles=[Role.ELECTED], **{"first_name": "Élodie", **fields})


def stranger(**fields) -> User:
    """Somebody with an account and no role at all."""
    return UserFactory(**{"first_name": "Inconnu", **fields})


def superuser(**fields) -> User:
    return UserFactory(**{"first_name": "Technique", "is_staff": True, "is_superuser": True, **fields})
