"""CPU seconds and memory of processes while something runs."""

import threading
from collections.abc import Collection, Iterator
from contextlib import suppress

import psutil

MEGABYTE = 1_000_000


def family(pid: int) -> list[psutil.Process]:
    """The process and all below it."""
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    return []


def cpu_seconds(pids: Collection[int]) -> float:
    """Of these processes and all that they started, the ended ones included."""
    total = 0.0
    for pid in pids:
        for member in family(pid):
            with suppress(psutil.NoSuchProcess):
                times = member.cpu_times()
                total += times.user + times.system
                if member.pid == pid:
                    total += times.children_user + times.children_system
    return total


def megabytes(pid: int) -> float:
    """Resident memory of the process and all below it, each shared page counted once."""
    total = 0
    for member in family(pid):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            total += member.memory_full_info().pss
    return total / MEGABYTE


class Peak:
    """The largest memory of each process while the block runs."""

    def __init__(self, pids: Collection[int]) -> None:
        self.of = dict.fromkeys(pids, 0.0)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        for pid in self._again_and_again():
            self.of[pid] = max(self.of[pid], megabytes(pid))

    def _again_and_again(self) -> Iterator[int]:
        while True:
            yield from self.of
            if self._is_over.wait(0.25):
                yield from self.of
                return
