from collections.abc import Iterator

import pytest
from django.test import override_settings

from comms.calendar.working_days import local_today
from tests.every_address.world import World, rolled_back


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Seeded once for all these tests: it stays in an open transaction until the last of them; each test's
    own transaction (`db`) is a savepoint in it."""
    mailbox = tmp_path_factory.mktemp("mailbox")
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, DEMO_MAILBOX_DIR=mailbox),
        rolled_back(),
    ):
        yield World(local_today(), mailbox)
