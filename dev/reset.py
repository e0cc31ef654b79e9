"""`make reset`: wipes the demonstration's data. Standard library only; refuses while it runs."""

import os
import shutil
import sys
from pathlib import Path

from dev.bootstrap import ROOT
from dev.folders import Lock
from dev.processes import Trouble

VAR = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve()
KEPT = {"tools", "bootstrap.lock", "run.lock"}  # the tools are no data; an open lock must stay the same file


def main() -> None:
    VAR.mkdir(exist_ok=True)
    lock = Lock(VAR / "run.lock")
    if not lock.take():
        raise Trouble("La démonstration tourne : arrêtez-la d'abord (Ctrl-C), rien n'a été effacé.")
    for path in VAR.iterdir():
        if path.name in KEPT:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    print("Les données de la démonstration sont effacées. make run repart de zéro.")


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(f"✗ {trouble}")
