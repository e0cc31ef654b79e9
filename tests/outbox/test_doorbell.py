"""The doorbell may be dead: the request succeeds, the mail is there, and nobody waits."""

import time

import pytest
from celery import current_app
from django.db import transaction

from comms.outbox import doorbell
from comms.outbox.models import OutgoingMail
from dev.processes import free_port
from tests.outbox.factories import mailing, personal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rung(monkeypatch) -> list[str]:
    """What reaches the broker."""
    names: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: names.append(name))
    monkeypatch.setattr(doorbell, "_silent_until", 0)
    return names


@pytest.fixture
def dead_broker(monkeypatch):
    """An address where nobody listens, in place of the broker."""
    url = f"redis://127.0.0.1:{free_port()}/0"
    monkeypatch.setattr(doorbell, "_silent_until", 0)
    before = current_app.conf.broker_url, current_app.conf.broker_write_url
    current_app.conf.update(broker_url=url, broker_write_url=url)
    current_app.amqp.__dict__.pop("producer_pool", None)
    current_app._pool, pool = None, current_app._pool
    current_app.amqp._producer_pool, producers = None, current_app.amqp._producer_pool
    yield
    current_app.conf.update(broker_url=before[0], broker_write_url=before[1])
    current_app._pool, current_app.amqp._producer_pool = pool, producers


def test_it_rings_once_a_transaction_and_after_it(rung):
    with transaction.atomic():
        personal("a@example.org")
        personal("b@example.org")
        mailing(2)
        assert rung == []
    assert rung == [doorbell.DELIVER]


def test_it_does_not_ring_for_what_was_rolled_back(rung):
    with pytest.raises(RuntimeError), transaction.atomic():
        personal()
        raise RuntimeError
    assert rung == []


def test_a_dead_broker_costs_neither_the_mail_nor_much_time(dead_broker, caplog):
    started = time.monotonic()
    for number in range(5):
        personal(f"a{number}@example.org")
    assert time.monotonic() - started < 3
    assert OutgoingMail.objects.count() == 5
    assert "la file d’attente ne répond pas" in caplog.text


def test_a_broker_that_failed_is_not_asked_again_at_once(rung, monkeypatch):
    calls = []

    def fail(name, **options):
        calls.append(name)
        raise OSError("down")

    monkeypatch.setattr(current_app, "send_task", fail)
    personal("a@example.org")
    personal("b@example.org")
    assert len(calls) == 1
    monkeypatch.setattr(doorbell, "_silent_until", time.monotonic() - 1)
    personal("c@example.org")
    assert len(calls) == 2
