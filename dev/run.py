"""`make run`: the whole application on this machine, ended as a whole.

What the environment already names (DATABASE_URL, REDIS_URL, EMAIL_URL) is used as it is; for the rest
PostgreSQL, Valkey and a mail sink start on ports of their own. The data lives in var/ (or VAR_DIR).
"""

import contextlib
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from dev import postgres, valkey
from dev.bootstrap import ROOT
from dev.folders import Lock, end_orphans
from dev.processes import Child, Trouble, attempts, end_with_make, free_port, port_is_free, say

VAR = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve()
RUN = VAR / "run"  # the children stand in this folder: that is how a later launch knows orphans
LOGS = VAR / "log"
ENVIRONMENT = RUN / "environment.json"
LOCK = VAR / "run.lock"
LARGEST_LOG = 5_000_000


class Stop(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, a closed terminal."""


def main() -> int:
    """0 when somebody asked for the end, 1 when a process of ours ended by itself."""
    started = time.monotonic()
    VAR.mkdir(parents=True, exist_ok=True)
    lock = Lock(LOCK)
    if not lock.take():
        raise Trouble("La démonstration tourne déjà dans ce dossier. Arrêtez-la d'abord (Ctrl-C).")
    with contextlib.ExitStack() as ending, until_asked_to_stop():
        RUN.mkdir(exist_ok=True, mode=0o700)
        end_orphans(RUN, "python", signal.SIGTERM)
        port = web_port()
        ending.callback(say, "Tout est arrêté.")
        servers: list[Child] = []
        env = environment(port, ending, servers)
        logins = prepare(env)
        ours: list[Child] = []
        ending.callback(stop, ours)
        start(env, port, ours)
        if first_page_comes(port, servers + ours):
            announce(port, logins, time.monotonic() - started)
        report(first_to_end(servers + ours))
        return 1
    return 0


@contextlib.contextmanager
def until_asked_to_stop() -> Iterator[None]:
    """Leave the block at the first of three signals; a second one doesn't disturb the ending."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def ask(number: int, frame: object) -> None:
        raise Stop

    for number in signals:
        signal.signal(number, ask)
    end_with_make()
    try:
        yield
    except Stop:
        say("\nArrêt…")
    finally:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)


def web_port() -> int:
    said = os.environ.get("PORT", "8000")
    if not said.isdigit() or not 0 < int(said) < 65_536:
        raise Trouble(f"PORT doit être un nombre entre 1 et 65535, pas « {said} ».")
    port = int(said)
    for _ in attempts(2):  # the sockets of a launch that has just ended
        if port_is_free(port):
            return port
    raise Trouble(f"Le port {port} est déjà pris. Choisissez-en un autre : make run PORT={port + 1}")


def environment(port: int, ending: contextlib.ExitStack, servers: list[Child]) -> dict[str, str]:
    """The environment of every process of ours, starting the servers that it doesn't name yet."""
    env = dict(os.environ)
    env.pop("TEST_DB", None)
    env.setdefault("DEMO", "1")
    env.setdefault("SECRET_KEY", secret_key())
    env.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    env.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    env |= {"VAR_DIR": str(VAR), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    env["DJANGO_SETTINGS_MODULE"] = "comms.settings"
    if "DATABASE_URL" not in env:
        say("→ PostgreSQL…")
        cluster = ending.enter_context(postgres.Cluster(VAR / "postgres"))
        env["DATABASE_URL"] = cluster.url
        servers.append(cluster.child)
    if "REDIS_URL" not in env:
        say("→ Valkey…")
        server = ending.enter_context(valkey.Server(VAR / "valkey"))
        env["REDIS_URL"] = server.url
        servers.append(server.child)
    env.setdefault("EMAIL_URL", f"smtp://127.0.0.1:{free_port()}")
    ENVIRONMENT.touch(mode=0o600)
    ENVIRONMENT.write_text(json.dumps(env))
    return env


def secret_key() -> str:
    path = VAR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def prepare(env: dict[str, str]) -> str:
    """Migrations, static files, demo data; returns the demo logins to show."""
    said = RUN / "logins"
    said.unlink(missing_ok=True)
    preparing = Child(
        "la préparation",
        [sys.executable, "-m", "dev.prepare", said],
        log=None,
        env=env | {"LOG_LEVEL": "ERROR"},
        cwd=RUN,
    )
    try:
        if preparing.popen.wait():
            raise Trouble("La préparation a échoué (ci-dessus). Corrigez, ou repartez de zéro : make reset")
    finally:
        preparing.stop(patience=2)
    return said.read_text() if said.exists() else ""


def start(env: dict[str, str], port: int, children: list[Child]) -> None:
    """Web, worker and clock, and the mail sink when the mail is for it; each is added to `children`."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "comms"]
    web = [
        *python,
        "gunicorn",
        "comms.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--no-control-socket",
        "--preload",
    ]
    web += ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--graceful-timeout", "5"]
    web += ["--access-logfile", str(LOGS / "access.log")]
    worker = [*celery, "worker", "--pool", "threads", "--concurrency", "8", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    commands = {
        "web": web,
        "worker": worker,
        "beat": [*celery, "beat", "--schedule", str(VAR / "beat-schedule")],
    }
    if "EMAIL_URL" not in os.environ:
        host, _, mail_port = env["EMAIL_URL"].removeprefix("smtp://").rpartition(":")
        commands["smtp"] = [*python, "dev.smtp_sink", host, mail_port, str(VAR / "demo-mail")]
    for name, command in commands.items():
        # beat says each task that it sends, twenty a minute: the worker says them too
        own = env | {"LOG_LEVEL": "WARNING"} if name == "beat" else env
        children.append(Child(name, command, log=fresh_log(name), env=own, cwd=RUN))


def stop(children: list[Child]) -> None:
    """All are asked at once, then waited for: what is being sent gets its end."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop(patience=20)  # the worker's longest: a slice of sending (8 s) and a slow relay's answer


def fresh_log(name: str) -> Path:
    LOGS.mkdir(exist_ok=True)
    path = LOGS / f"{name}.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.rename(path.with_suffix(".log.1"))
    return path


def first_page_comes(port: int, children: list[Child]) -> bool:
    """True at the first page; False as soon as a child has ended."""
    say("→ Première page…")
    status = 0
    for _ in attempts(90, pause=0.1):
        if not all(child.is_running for child in children):
            return False
        with contextlib.suppress(OSError):  # not listening yet
            status = first_page_status(port)
        if status:
            break
    if 0 < status < 500:
        return True
    web = next(child for child in children if child.name == "web")
    failure = f"La première page répond {status}" if status else "La première page ne vient pas (90 s)"
    raise Trouble(f"{failure}. Les dernières lignes de {web.log} :\n{web.tail()}")


def first_page_status(port: int) -> int:
    """Of the page that a person sees at /: the login page, where / leads."""
    page = "/"
    for _ in range(3):
        with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", page)
            answer = connection.getresponse()
            page = answer.getheader("Location", "")
            if not page.startswith("/"):
                break
    return answer.status


def announce(port: int, logins: str, seconds: float) -> None:
    say(f"\nComms est prêt en {seconds:.1f} s :".replace(".", ","), f"http://127.0.0.1:{port}/")
    if logins:
        say(f"\nComptes de démonstration :\n{logins.rstrip()}")
    say(f"\nJournaux dans {LOGS}. Ctrl-C arrête tout.")


def first_to_end(children: list[Child]) -> Child:
    while True:
        for child in children:
            if not child.is_running:
                return child
        time.sleep(0.3)


def report(ended: Child) -> None:
    say(
        f"\n✗ « {ended.name} » s'est arrêté (code {ended.popen.returncode}). Ses dernières lignes, "
        f"de {ended.log} :\n{ended.tail()}\n"
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"\n✗ {trouble}")
