"""Child processes that never outlive who started them. Standard library only."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
TAIL = 15


class Trouble(Exception):
    """What went wrong and what to do about it, in French, fit to be shown without a traceback."""


def die_with_parent(death_signal: int, parent: int) -> None:
    """Ask the kernel for `death_signal` when our parent ends, whatever ended it (Linux only).

    The kernel forgets this wish when the process changes its identity: call it after that.
    """
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:  # it died between the fork and the line above
        os._exit(1)


def end_with_make() -> None:
    """When a make started us: a make that is killed tells nobody."""
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM, os.getppid())


def say(*words: object) -> None:
    """Print, unless nobody listens any more: a closed terminal must not disturb the ending."""
    with contextlib.suppress(OSError):
        print(*words, flush=True)


class Child:
    """One process in a session of its own: the terminal's Ctrl-C reaches the launcher only.

    The kernel ties it to the *thread* that starts it: start children from a thread that lasts.
    Its output goes to the end of `log`, or where ours goes.
    """

    def __init__(
        self,
        name: str,
        argv: list[str | os.PathLike],
        *,
        log: Path | None,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        death_signal: int = signal.SIGKILL,
        become: Callable[[], None] | None = None,
    ) -> None:
        self.name = name
        self.log = log
        parent = os.getpid()

        def prepare() -> None:
            if become:
                become()
            die_with_parent(death_signal, parent)

        with contextlib.ExitStack() as closing:
            output = None
            if log:
                log.parent.mkdir(parents=True, exist_ok=True)
                output = closing.enter_context(log.open("ab"))
                self._starts_at = output.tell()
            self.popen = subprocess.Popen(
                argv,
                env=env,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if log else None,
                start_new_session=True,
                preexec_fn=prepare,
            )

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def is_running(self) -> bool:
        return self.popen.poll() is None

    def tail(self) -> str:
        """The last lines that it wrote since this start."""
        with self.log.open("rb") as lines:
            lines.seek(self._starts_at)
            return "\n".join(lines.read().decode(errors="replace").splitlines()[-TAIL:])

    def ask_to_stop(self, stop_signal: int = signal.SIGTERM) -> None:
        if self.is_running:
            self.popen.send_signal(stop_signal)

    def stop(self, stop_signal: int = signal.SIGTERM, patience: float = 10) -> None:
        """Ask; after `patience` seconds end it and whatever it left in its process group."""
        self.ask_to_stop(stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.popen.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def attempts(seconds: float, pause: float = 0.03) -> Iterator[float]:
    """Yield the seconds that are left, again and again, until none is."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        yield left
        time.sleep(pause)
