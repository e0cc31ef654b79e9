"""`make run`: starts, answers, says what is wrong, and ends with nothing left, however it ends."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import pytest

from dev.bootstrap import ROOT
from dev.folders import Lock, processes_in
from dev.processes import attempts, free_port, port_is_free


@pytest.fixture
def var():
    with tempfile.TemporaryDirectory(prefix="comms-var-", dir="/tmp") as name:
        yield Path(name)


class Launch:
    """A `make run` with its own var/, without the demo's data, whose output is read until it is ready."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        own = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "MAKELEVEL", "BASE_URL", "MEDIA_ROOT")
        env = {name: value for name, value in os.environ.items() if name not in own}
        env |= {"VAR_DIR": str(var), "PORT": str(port), "DEMO": "0", "HTTPS": "0"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dev.run"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_ready(self) -> float:
        """The seconds that it says it took."""
        said = ""
        for line in self.process.stdout:
            said += line
            if ready := re.search(r"prêt en (\d+),(\d) s", line):
                return float(f"{ready[1]}.{ready[2]}")
        raise AssertionError(f"never ready:\n{said}")

    def rest(self) -> str:
        return self.process.communicate(timeout=40)[0]

    def leftovers(self, patience: float = 0) -> list[int]:
        """Processes that still stand in its folder, after giving them `patience` seconds."""
        found = []
        for _ in attempts(patience + 0.1):
            found = processes_in(self.var, "")
            if not found:
                break
        return found


def pid_of(var: Path, command: str) -> int:
    (pid,) = [
        pid for pid in processes_in(var, "python") if command in Path(f"/proc/{pid}/cmdline").read_text()
    ]
    return pid


def test_it_answers_and_nothing_is_left_however_it_ends(var):
    first = Launch(var, free_port())
    first.wait_until_ready()
    with urllib.request.urlopen(f"http://127.0.0.1:{first.port}/") as page:
        assert page.status == 200
    kept = {name: (var / name).read_text() for name in ("secret_key", "valkey/password", "valkey/port")}
    # a worker that dies: said by its name, the rest is ended
    os.kill(pid_of(var, "\0worker\0"), signal.SIGKILL)
    said = first.rest()
    assert first.process.returncode == 1
    assert "« worker » s'est arrêté" in said
    assert first.leftovers() == []

    # the launcher is killed: the kernel ends its children
    second = Launch(var, first.port)
    second.wait_until_ready()
    second.process.kill()
    second.rest()
    assert second.leftovers(patience=10) == []

    # Ctrl-C after that: the data was kept, the end is orderly and the second start quick
    third = Launch(var, first.port)
    assert third.wait_until_ready() < 10 * slowness()
    assert {name: (var / name).read_text() for name in kept} == kept
    third.process.send_signal(signal.SIGINT)
    assert "Tout est arrêté" in third.rest()
    assert third.process.returncode == 0
    assert third.leftovers() == []
    assert port_is_free(first.port)


def slowness() -> float:
    """How much longer things take while the other tests fill the cores."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_a_taken_port_is_said_with_what_to_do(var):
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        launch = Launch(var, port)
        said = launch.rest()
    assert launch.process.returncode == 1
    assert f"Le port {port} est déjà pris" in said
    assert f"make run PORT={port + 1}" in said
    assert "Traceback" not in said


def test_two_launches_of_one_folder_are_refused(var):
    lock = Lock(var / "run.lock")
    assert lock.take()
    launch = Launch(var, free_port())
    assert "tourne déjà" in launch.rest()
    assert launch.process.returncode == 1
    lock.release()


def reset(var: Path) -> subprocess.CompletedProcess:
    env = os.environ | {"VAR_DIR": str(var)}
    return subprocess.run(
        [sys.executable, "-m", "dev.reset"], cwd=ROOT, env=env, capture_output=True, text=True
    )


def test_reset_wipes_the_data_and_keeps_the_tools(var):
    for name in ("postgres/data", "media", "tools/bin"):
        (var / name).mkdir(parents=True)
    (var / "secret_key").touch()
    assert reset(var).returncode == 0
    assert {path.name for path in var.iterdir()} == {"tools", "run.lock"}


def test_reset_refuses_while_the_demonstration_runs(var):
    (var / "media").mkdir()
    lock = Lock(var / "run.lock")
    assert lock.take()
    done = reset(var)
    assert done.returncode == 1
    assert "rien n'a été effacé" in done.stderr
    assert (var / "media").exists()
    lock.release()
