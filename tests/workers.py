"""Real Celery processes on the test's own database and broker, as `make run` starts them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from dev.bootstrap import ROOT
from dev.processes import Child, attempts


def environment() -> dict[str, str]:
    """What makes a process see what this test sees: its database, its broker, its SMTP server."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return {name: value for name, value in os.environ.items() if name != "TEST_DB"} | {
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "BASE_URL": settings.BASE_URL,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "comms.settings",
    }


@contextmanager
def celery_process(folder: Path, *command: str, sign: str) -> Iterator[Child]:
    """`celery -A comms <command>` for the time of the block, from the moment its log says `sign`."""
    child = Child(
        command[0],
        [sys.executable, "-m", "celery", "-A", "comms", *command],
        log=folder / f"{command[0]}.log",
        env=environment(),
        cwd=ROOT,
    )
    try:
        for _ in attempts(60, pause=0.1):
            if sign in child.log.read_text(errors="replace"):
                break
            assert child.is_running, child.tail()
        else:
            raise AssertionError(f"{command[0]} isn't ready:\n{child.tail()}")
        yield child
    finally:
        child.stop()


@contextmanager
def worker(folder: Path) -> Iterator[Child]:
    options = ("--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle")
    with celery_process(folder, "worker", *options, "--loglevel", "INFO", sign="ready.") as child:
        yield child
