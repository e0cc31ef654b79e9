"""The real thing on a stage, for chaos and bench: PostgreSQL, Valkey, an SMTP sink, Celery workers, beat.

    with Stage() as stage:
        stage.migrate()
        worker = stage.worker()         a process as `make run` starts it; worker.popen.kill() is kill -9
        stage.beat()

All is thrown away afterwards. A commit always reaches the operating system, so it survives any kill -9;
`durable` adds what a fall of the machine asks for: each commit waits for the disk.
"""

import contextlib
import os
import secrets
import sys
from pathlib import Path

import django
from django.db import connection

from dev import postgres, valkey
from dev.bootstrap import ROOT
from dev.fast_sink import FastSink
from dev.folders import throwaway_folder
from dev.processes import Child, Trouble, attempts

COMMITTED = {"synchronous_commit": "on"}
DURABLE = {"fsync": "on", "full_page_writes": "on"}


class Stage:
    def __init__(self, *, delay: float = 0, durable: bool = False, **environment: str) -> None:
        self._delay = delay
        self._settings = COMMITTED | (DURABLE if durable else {})
        self._environment = environment
        self._ending = contextlib.ExitStack()
        self.children: list[Child] = []

    def __enter__(self) -> "Stage":
        try:
            self.folder: Path = self._ending.enter_context(throwaway_folder())
            self.cluster = self._ending.enter_context(postgres.throwaway_cluster(self._settings))
            self.valkey = self._ending.enter_context(valkey.throwaway_server())
            self.sink = self._ending.enter_context(FastSink(self._delay))
            self._ending.callback(self._end_children)
        except BaseException:
            self._ending.close()
            raise
        self.env = self._clean_environment() | {
            "DATABASE_URL": self.cluster.url,
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": self.sink.url,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "DEMO": "1",
            "LOG_LEVEL": "WARNING",
            "VAR_DIR": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "comms.settings",
            **self._environment,
        }
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._ending.close()

    def migrate(self) -> None:
        self.run("migrating", "manage.py", "migrate", "--verbosity", "0")

    def collect_static(self) -> None:
        """Pages are then answered as in production."""
        self.run("collecting", "manage.py", "collectstatic", "--noinput", "--verbosity", "0")

    def become_durable(self) -> None:
        """From now on each commit waits for the disk; the database restarts, what it holds stays."""
        self.cluster.settings = self.cluster.settings | DURABLE
        self.cluster.restart()

    def set_up_django(self) -> None:
        """In this very process, with the stage's environment; once a process."""
        os.environ.update(self.env)
        django.setup()

    def move_to_new_database(self, name: str) -> None:
        """Empty and migrated; Django in this very process uses it from now on, and so do later children."""
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        connection.close()
        connection.settings_dict["NAME"] = name
        self.env["DATABASE_URL"] = self.cluster.url_of(name)
        self.migrate()

    def run(self, name: str, *command: str, **environment: str) -> None:
        """A Python command to its end."""
        child = self._child(name, list(command), environment)
        if child.popen.wait():
            raise Trouble(f"« {name} » a échoué :\n{child.tail()}")

    def worker(self, app: str = "comms", **environment: str) -> Child:
        options = ["--pool", "threads", "--concurrency", "8", "--without-gossip", "--without-mingle"]
        number = sum(child.name.startswith("worker") for child in self.children) + 1
        command = ["-m", "celery", "-A", app, "worker", *options, "--hostname", f"worker{number}@stage"]
        return self._child(f"worker{number}", [*command, "--loglevel", "INFO"], environment)

    def beat(self) -> Child:
        number = sum(child.name.startswith("beat") for child in self.children) + 1
        schedule = str(self.folder / f"beat-schedule-{number}")
        return self._child(
            f"beat{number}", ["-m", "celery", "-A", "comms", "beat", "--schedule", schedule], {}
        )

    def wait_until_ready(self, *workers: Child) -> None:
        for worker in workers:
            for _ in attempts(60, pause=0.1):
                if "ready." in worker.tail():
                    break
                if not worker.is_running:
                    raise Trouble(f"« {worker.name} » n'a pas démarré :\n{worker.tail()}")
            else:
                raise Trouble(f"« {worker.name} » n'est pas prêt après 60 s :\n{worker.tail()}")

    def stop(self, *children: Child) -> None:
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop()

    def _child(self, name: str, command: list[str], environment: dict[str, str]) -> Child:
        log = self.folder / f"{name}.log"
        child = Child(name, [sys.executable, *command], log=log, env=self.env | environment, cwd=ROOT)
        self.children.append(child)
        return child

    def _end_children(self) -> None:
        self.stop(*self.children)

    @staticmethod
    def _clean_environment() -> dict[str, str]:
        """This shell's, without what would change the product's mind."""
        foreign = ("DEBUG", "HTTPS", "TEST_DB", "PROXY_COUNT", "MEDIA_ROOT", "TIME_ZONE", "PORT")
        kept = {name: value for name, value in os.environ.items() if name not in foreign}
        return {name: value for name, value in kept.items() if not name.startswith("OUTBOX_")}
