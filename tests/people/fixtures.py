"""One person of each role as a fixture; registered for all tests by tests/conftest.py."""

import pytest

from tests.people import factories


@pytest.fixture
def assistant(db):
    return factories.assistant()


@pytest.fixture
def head(db):
    return factories.head()


@pytest.fixture
def cabinet(db):
    return factories.cabinet()


@pytest.fixture
def secretary_general(db):
    return factories.secretary_general()


@pytest.fixture
def department_contact(db):
    return factories.department_contact()


@pytest.fixture
def elected(db):
    return factories.elected()


@pytest.fixture
def stranger(db):
    return factories.stranger()


@pytest.fixture
def superuser(db):
    return factories.superuser()
