"""A restored copy of the database keeps its mails until a person releases them."""

import contextlib
import os
import subprocess
from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connection, connections

from comms.journal.models import Notice
from comms.outbox.actions import hold_mail, release_held_mail
from comms.outbox.identity import current_identity, difference
from comms.outbox.models import MailState, OutboxControl, OutgoingMail
from dev.postgres import binaries
from tests.outbox.factories import mailing, personal, send, states
from tests.people.factories import head

pytestmark = pytest.mark.django_db(transaction=True)
COPY = "comms_copie_d_essai"


def on_server(*statements: str) -> None:
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    server = psycopg2.connect(**parameters)
    server.autocommit = True
    with contextlib.closing(server), server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextlib.contextmanager
def working_in_the_copy() -> Iterator[None]:
    """As a worker that was started on the restored database."""
    real = connection.settings_dict["NAME"]
    connection.close()
    connections["default"].settings_dict["NAME"] = COPY
    try:
        yield
    finally:
        connection.close()
        connections["default"].settings_dict["NAME"] = real
        on_server(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")


def copy_by_template() -> None:
    source = connection.settings_dict["NAME"]
    connection.close()
    on_server(f"DROP DATABASE IF EXISTS {COPY}", f'CREATE DATABASE {COPY} TEMPLATE "{source}"')


def copy_by_dump() -> None:
    """pg_dump and pg_restore, as the administration's backup does."""
    parameters = connection.get_connection_params()
    env = os.environ | {
        "PGHOST": str(parameters.get("host", "")), "PGPORT": str(parameters.get("port", "")),
        "PGUSER": str(parameters.get("user", "")),
    }  # fmt: skip
    source = connection.settings_dict["NAME"]
    on_server(f"DROP DATABASE IF EXISTS {COPY}", f"CREATE DATABASE {COPY}")
    folder = binaries()
    dump = subprocess.run(
        [folder / "pg_dump", "-Fc", source], env=env, check=True, capture_output=True
    ).stdout
    subprocess.run([folder / "pg_restore", "-d", COPY], env=env, input=dump, check=True, capture_output=True)


@pytest.mark.parametrize("copy", [copy_by_template, copy_by_dump])
def test_a_restored_copy_starts_with_its_mails_on_hold_until_a_person_releases_them(smtp_server, copy):
    author = head()
    personal()
    send()
    assert len(smtp_server.messages) == 1
    mailing(2, created_by=author)
    personal("deux@example.org")
    copy()
    with working_in_the_copy():
        send()
        assert len(smtp_server.messages) == 1
        control = OutboxControl.current()
        assert control.is_held and "copie" in control.held_because
        assert Notice.objects.filter(user=author).count() == 1
        assert release_held_mail(actor=author)
        send()
        assert len(smtp_server.messages) == 4
        send()
    assert OutgoingMail.objects.waiting().count() == 3, "the original still has its own to send"


def test_a_restore_into_the_same_database_is_seen(smtp_server):
    """pg_restore --clean makes the tables anew."""
    personal()
    send()
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TABLE again (LIKE outbox_outgoingmail INCLUDING ALL);
               INSERT INTO again SELECT * FROM outbox_outgoingmail"""
        )
        cursor.execute("ALTER TABLE outbox_outgoingmail RENAME TO former")
        cursor.execute("ALTER TABLE again RENAME TO outbox_outgoingmail")
    try:
        personal("deux@example.org")
        send()
        assert "sauvegarde" in OutboxControl.current().held_because
        assert len(smtp_server.messages) == 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE outbox_outgoingmail; ALTER TABLE former RENAME TO outbox_outgoingmail")


@pytest.mark.parametrize("part", ["cluster", "timeline", "database", "table", "key"])
def test_each_part_of_the_identity_counts_and_says_why(part):
    here = current_identity()
    assert difference(here, here) == ""
    assert difference(here | {part: "another"}, here)


def test_another_key_of_the_opposition_list_holds_mail_rather_than_ignore_it(smtp_server, settings):
    personal()
    send()
    settings.OPPOSITION_KEY = "another"
    mailing(1)
    send()
    assert len(smtp_server.messages) == 1
    assert "liste d’opposition" in OutboxControl.current().held_because


def test_the_first_start_recognises_its_database_and_sends(smtp_server):
    assert OutboxControl.current().identity is None
    personal()
    send()
    assert OutboxControl.current().identity == current_identity()
    assert len(smtp_server.messages) == 1


def test_a_person_may_hold_and_release_all_mail(smtp_server):
    actor = head()
    OutboxControl.current()
    assert hold_mail(actor=actor, reason="essai de secours")
    assert not hold_mail(actor=actor, reason="encore")
    sent = mailing(1, created_by=actor)
    send()
    assert states(sent) == {"j0@media.nc": MailState.READY}
    assert release_held_mail(actor=actor)
    assert not release_held_mail(actor=actor)
    send()
    assert states(sent) == {"j0@media.nc": MailState.ACCEPTED}
