"""Children never outlive who started them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev.processes import Child, attempts, free_port, port_is_free

PARENT = """
import sys, time
from pathlib import Path
from dev.processes import Child
child = Child("sleeper", ["sleep", "60"], log=Path(sys.argv[1]))
print(child.pid, flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_a_child_dies_with_a_killed_parent(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, tmp_path / "log"], stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    parent.communicate()
    for _ in attempts(5):
        if not is_alive(pid):
            break
    assert not is_alive(pid)


def test_stopping_a_child_ends_its_own_children_and_one_that_will_not_listen(tmp_path):
    log = tmp_path / "log"
    child = Child("deaf", ["sh", "-c", "trap '' TERM; sleep 60 & echo $!; wait"], log=log)
    for _ in attempts(5):
        if log.read_text().strip():
            break
    grandchild = int(log.read_text())
    child.stop(patience=0.1)
    assert not child.is_running
    for _ in attempts(5):
        if not is_alive(grandchild):
            break
    assert not is_alive(grandchild)


def test_the_tail_holds_the_last_lines_of_this_start_only(tmp_path):
    log = tmp_path / "log"
    log.write_text("yesterday\n")
    child = Child("talker", [sys.executable, "-c", "print(*range(100), sep='\\n')"], log=log)
    child.popen.wait()
    lines = child.tail().splitlines()
    assert lines[-1] == "99"
    assert len(lines) == 15
    short = Child("talker", ["echo", "today"], log=log)
    short.popen.wait()
    assert short.tail() == "today"


def test_a_child_stands_in_a_session_of_its_own(tmp_path):
    child = Child("sleeper", ["sleep", "60"], log=tmp_path / "log")
    assert os.getsid(child.pid) == child.pid != os.getsid(0)
    child.stop()


def test_a_free_port_is_free():
    assert port_is_free(free_port())
