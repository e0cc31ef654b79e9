"""Who sends how fast: rounds of the outbox and of the others, on one stage."""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

from django.db import connection

from dev.bench.meters import Peak, cpu_seconds
from dev.bench.outbox import Run, Workers
from dev.bench.table import Figures, figure
from dev.bootstrap import ROOT
from dev.processes import Trouble, say
from dev.stage import Stage

CONNECTIONS = 32
#: What the slow relay takes for a message.
RELAY_DELAY = 0.05
BARE = "boucle smtplib nue"
POST_OFFICE = "django-post-office"


@dataclass(frozen=True)
class Bench:
    stage: Stage
    messages: int
    rounds: int

    def fast(self) -> Figures:
        """A relay that answers at once: one, two and four workers, a bare loop between their rounds."""
        bare: list[Run] = []
        runs: dict[int, list[Run]] = {1: [], 2: [], 4: []}
        long: list[Run] = []
        workers = Workers(self.stage)
        for count, done in runs.items():
            say(f"→ {count} ouvrier{'s' if count > 1 else ''}, serveur rapide…")
            workers.grow_to(count)
            self.rounds_of(workers, bare, done)
            if count == 2:
                long.append(workers.run(self.messages * 10))
        workers.stop()
        least = median(bare, "rate")
        figures = {"bare_smtplib": figure(least, "messages/s")}
        for count, done in runs.items():
            rate = median(done, "rate")
            goal = "≥ 1.3" if count == 2 else ""
            figures[f"outbox_{count}_workers"] = figure(
                rate, "messages/s", ratio=rate / least, to=BARE, goal=goal
            )
        return figures | self.details(bare, runs[2], long)

    def rounds_of(self, workers: Workers, bare: list[Run], done: list[Run]) -> None:
        for _ in range(self.rounds):
            bare.append(self.rival("bare_smtplib", self.messages))
            done.append(workers.run(self.messages))

    def durable(self) -> Figures:
        """The same two workers when each commit waits for the disk, one a message; the loop keeps nothing."""
        say("→ 2 ouvriers, PostgreSQL qui attend le disque (fsync)…")
        self.stage.become_durable()
        connection.close()
        bare: list[Run] = []
        done: list[Run] = []
        workers = Workers(self.stage)
        workers.grow_to(2)
        self.rounds_of(workers, bare, done)
        workers.stop()
        rate = median(done, "rate")
        return {
            "outbox_2_workers_fsync": figure(rate, "messages/s", ratio=rate / median(bare, "rate"), to=BARE),
            "outbox_cpu_per_1000_fsync": figure(median(done, "cpu"), "s", goal="≤ 0.6"),
        }

    def details(self, bare: list[Run], two: list[Run], long: list[Run]) -> Figures:
        rate = median(two, "rate")
        return {
            "outbox_2_workers_10_times_the_list": figure(
                median(long, "rate"), "messages/s", ratio=median(long, "rate") / rate, to="outbox_2_workers"
            ),
            "outbox_first_mail": figure(median(two, "first"), "s", goal="≤ 0.5"),
            "outbox_first_mail_10_times_the_list": figure(median(long, "first"), "s", goal="≤ 0.5"),
            "outbox_cpu_per_1000": figure(median(two, "cpu"), "s", goal="≤ 0.6"),
            "bare_smtplib_cpu_per_1000": figure(median(bare, "cpu"), "s"),
            "outbox_memory_above_idle": figure(median(two, "memory"), "Mo"),
        }

    def slow(self) -> Figures:
        """A relay that takes 50 ms a message, and 32 connections: in one process, then in two."""
        ceiling = CONNECTIONS / RELAY_DELAY
        figures: Figures = {}
        for count in (1, 2):
            lines = CONNECTIONS // count
            say(f"→ {CONNECTIONS} connexions dans {count} processus, serveur à {RELAY_DELAY * 1000:.0f} ms…")
            workers = Workers(self.stage, OUTBOX_CONNECTIONS=str(lines))
            workers.grow_to(count)
            runs = [workers.run(self.messages, RELAY_DELAY) for _ in range(max(1, self.rounds - 1))]
            rate = median(runs, "rate")
            figures[f"slow_relay_{CONNECTIONS}_connections_{count}_process"] = figure(
                rate, "messages/s", ratio=rate / ceiling, to=f"{CONNECTIONS} × 20/s", goal="≥ 0.93"
            )
            if count == 1:
                figures["memory_above_idle_32_connections"] = figure(
                    median(runs, "memory"), "Mo", goal="≤ 100"
                )
                say("→ la même chose pour dix fois plus de destinataires…")
                figures["memory_above_idle_10_times_the_list"] = figure(
                    workers.run(self.messages * 10, RELAY_DELAY).memory, "Mo", goal="≤ 100"
                )
            workers.stop()
        return figures

    def rivals(self, ours: float | None) -> Figures:
        """Django's send() one by one, and django-post-office with two processes."""
        figures: Figures = {}
        for name, words, goal in (
            ("django_send", "send() de Django, un par un", ""),
            ("post_office", POST_OFFICE, "≥ 6"),
        ):
            say(f"→ {words}…")
            run = self.rival(name, self.messages)
            figures[name] = figure(run.rate, "messages/s")
            figures[f"{name}_cpu_per_1000"] = figure(run.cpu, "s")
            figures[f"{name}_first_mail"] = figure(run.first, "s")
            if ours:
                figures[f"outbox_2_workers_to_{name}"] = figure(
                    ours, "messages/s", ratio=ours / run.rate, to=words, goal=goal
                )
        return figures

    def rival(self, name: str, count: int) -> Run:
        """Another way of sending, in a process of its own, on the same server and database."""
        self.stage.sink.reset()
        env = self.stage.env | {"BENCH_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
        postgres = [self.stage.cluster.child.pid]
        used = cpu_seconds(postgres)
        command = [sys.executable, "-m", "dev.bench.rivals", name, str(count)]
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        with Peak([process.pid]) as peak:
            said, _ = process.communicate(timeout=900)
        if process.returncode:
            raise Trouble(f"« {name} » a échoué (code {process.returncode}).")
        stats = self.stage.sink.wait_for(count, timeout=5)
        result = json.loads(said.splitlines()[-1])
        return Run(
            rate=count / (stats.last_at - result["launched_at"]),
            first=stats.first_at - result["launched_at"],
            cpu=(result["cpu"] + cpu_seconds(postgres) - used) / count * 1000,
            memory=peak.of[process.pid],
        )


def median(runs: list[Run], name: str) -> float:
    return statistics.median(getattr(run, name) for run in runs)
