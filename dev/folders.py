"""Folders that belong to one server at a time: their lock, their orphans, throwaway ones."""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dev.processes import Trouble, attempts

THROWAWAY = "comms-tmp-"


class Lock:
    """Held by the open file: a process that dies, however it dies, holds it no longer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = None

    def take(self) -> bool:
        """True when it is ours now; False when another process has it."""
        self._file = self.path.open("a")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        return True

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def processes_in(folder: Path, name: str) -> list[int]:
    """Living processes called `name` whose current folder is `folder` or below: our servers stand in theirs.

    Only where there is a /proc; elsewhere nothing is found and the servers' own checks remain.
    """
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended while we looked, or is somebody else's
            where = (entry / "cwd").readlink()
            is_there = where == folder or folder in where.parents
            if is_there and (entry / "comm").read_text().startswith(name):
                found.append(int(entry.name))
    return found


def end_orphans(folder: Path, name: str, gently: int, patience: float = 10) -> None:
    """End what a killed launcher left at work in `folder`. The caller holds the folder's lock."""
    folder = folder.resolve()
    for stop_signal, seconds in ((gently, patience), (signal.SIGKILL, 5)):
        for pid in processes_in(folder, name):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, stop_signal)
        for _ in attempts(seconds):
            if not processes_in(folder, name):
                return
    raise Trouble(
        f"Des processus d'un lancement précédent restent dans {folder} et ne s'arrêtent pas : "
        f"{', '.join(map(str, processes_in(folder, name)))}. Arrêtez-les (kill -9) puis recommencez."
    )


@contextlib.contextmanager
def throwaway_folder() -> Iterator[Path]:
    """A private folder with a short path (a socket's path has 107 bytes), removed at the end."""
    sweep_throwaway_folders()
    newborn = Path(tempfile.mkdtemp(prefix="comms-new-"))
    lock = Lock(newborn / "lock")
    lock.take()
    # only now may a sweep find it: a folder without its lock would be taken for an abandoned one
    folder = newborn.rename(newborn.with_name(THROWAWAY + newborn.name.rpartition("-")[2]))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def sweep_throwaway_folders() -> None:
    """Remove the throwaway folders of processes that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{THROWAWAY}*"):
        with contextlib.suppress(OSError):
            lock = Lock(folder / "lock")
            if folder.stat().st_uid == os.getuid() and lock.take():
                end_orphans(folder, "postgres", signal.SIGQUIT, patience=3)
                end_orphans(folder, "valkey-server", signal.SIGTERM, patience=3)
                shutil.rmtree(folder, ignore_errors=True)
                lock.release()
