"""`make manage ARGS="shell"`: a Django command on the demonstration that runs now."""

import json
import os
import sys

from dev.bootstrap import ROOT
from dev.folders import Lock
from dev.processes import Trouble
from dev.run import ENVIRONMENT, LOCK


def main(arguments: list[str]) -> None:
    lock = Lock(LOCK)
    if not ENVIRONMENT.exists() or lock.take():
        raise Trouble("La démonstration ne tourne pas : lancez d'abord make run dans un autre terminal.")
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    os.execve(sys.executable, command, json.loads(ENVIRONMENT.read_text()))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Trouble as trouble:
        sys.exit(f"✗ {trouble}")
