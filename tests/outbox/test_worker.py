"""A real Celery worker and a real beat, on the real Valkey and the real PostgreSQL: nothing is eager."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psutil
import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection

from comms.outbox.actions import create_mailing
from comms.outbox.models import Heartbeat, MailState, OutgoingMail
from tests.outbox.factories import content, mailing, personal, recipients
from tests.people.factories import head

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def processes(tmp_path, smtp_server, monkeypatch):
    """`processes("worker")`, `processes("beat")`: as `make run` starts them, on this test's database."""
    started: list[subprocess.Popen] = []
    redis.Redis.from_url(django_settings.REDIS_URL).flushdb()
    env = os.environ | {
        "DATABASE_URL": database_url(),
        "REDIS_URL": django_settings.REDIS_URL,
        "EMAIL_URL": smtp_server.url,
        "DJANGO_SETTINGS_MODULE": "comms.settings",
        "VAR_DIR": str(tmp_path),
        "OUTBOX_SLICE_SECONDS": "2",
        "OUTBOX_LEASE_SECONDS": "4",
    }
    env.pop("TEST_DB", None)

    def start(kind: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "comms", kind, "--loglevel", "INFO"]
        if kind == "worker":
            command += ["--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"]
            command += ["--hostname", f"w{len(started)}@essai"]
        else:
            command += ["--schedule", str(tmp_path / f"beat{len(started)}")]
        with (tmp_path / f"{kind}{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(command, env=env, cwd=django_settings.BASE_DIR, stdout=log, stderr=log)
        started.append(process)
        return process

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
    for process in started:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def database_url() -> str:
    known = connection.settings_dict
    host = known["HOST"] or ""
    if host.startswith("/"):
        return f"postgres://{known['USER']}@/{known['NAME']}?host={host}&port={known['PORT']}"
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{host}:{known['PORT']}/{known['NAME']}"


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    ends_at = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends_at, "it didn't happen in time"
        time.sleep(0.05)


def all_accepted() -> bool:
    return not OutgoingMail.objects.exclude(state=MailState.ACCEPTED).exists()


def test_a_warm_worker_sends_at_the_ring_and_a_dead_one_loses_nothing(processes, smtp_server):
    worker = processes("worker")
    personal("chaud@example.org")
    wait_until(lambda: smtp_server.to("chaud@example.org"))
    personal("sonnette@example.org")
    wait_until(lambda: smtp_server.to("sonnette@example.org"), seconds=3)
    assert Heartbeat.objects.get(name="sender")

    smtp_server.delay = 0.05
    sent = mailing(120)
    wait_until(lambda: len(smtp_server.messages) > 10)
    for child in [*psutil.Process(worker.pid).children(recursive=True), worker]:
        child.kill()
    processes("worker")
    processes("beat")
    smtp_server.delay = 0
    wait_until(lambda: not sent.mails.open().exists())
    addresses = [message.rcpt_tos[0] for message in smtp_server.messages if "media.nc" in message.rcpt_tos[0]]
    uncertain = sent.mails.uncertain().count()
    assert len(addresses) == len(set(addresses))
    assert uncertain <= 1
    assert len(addresses) + uncertain >= 120


def test_two_beats_and_two_workers_deliver_once_even_when_the_broker_is_emptied(processes, smtp_server):
    """The beats alone find the rows: the ring was lost with the broker's memory."""
    author = head()
    smtp_server.delay = 0.01
    sent = create_mailing(
        title="Deux", content=content(), recipients=recipients(150), scope="press", created_by=author
    )
    redis.Redis.from_url(django_settings.REDIS_URL).flushdb()
    for kind in ("beat", "beat", "worker", "worker"):
        processes(kind)
    wait_until(lambda: len(smtp_server.messages) > 20)
    redis.Redis.from_url(django_settings.REDIS_URL).flushdb()
    wait_until(all_accepted)
    assert sorted(message.rcpt_tos[0] for message in smtp_server.messages) == sorted(
        sent.mails.values_list("address", flat=True)
    )
    assert Heartbeat.objects.get(name="beat")
