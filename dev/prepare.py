"""Brings database, static files and demo data to the state of the code, in one Django process.

`python -m dev.prepare FILE` writes the demo logins to FILE. Steps whose sources haven't changed are skipped.
"""

import hashlib
import io
import os
import sys
import traceback
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from dev.bootstrap import NODE_MODULES, ROOT, VENV, step


def main(logins: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comms.settings")
    django.setup()
    migrate()
    collect_static()
    if settings.DEMO:
        logins.write_text(demo_logins())


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Tables de la base"):
            call_command("migrate", database=DEFAULT_DB_ALIAS, interactive=False, verbosity=0)


def collect_static() -> None:
    """Hashed and compressed copies for WhiteNoise. Packages are known by the stamps of their installation."""
    known = hashlib.sha256()
    sources = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    stamps = [NODE_MODULES / ".comms-packages", VENV / "comms-packages", ROOT / "comms" / "settings.py"]
    for path in [*sources, *stamps]:
        known.update(f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".comms-sources"
    if stamp.exists() and stamp.read_text() == known.hexdigest():
        return
    with step("Feuilles de style et scripts"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(known.hexdigest())


def demo_logins() -> str:
    """The demo people's logins; the first time, with the whole demonstration, all of it or nothing."""
    said = io.StringIO()
    if get_user_model().objects.exists():
        call_command("demo_logins", stdout=said)
    else:
        with step("Données de démonstration"), transaction.atomic():
            call_command("seed_demo", stdout=said)
    return said.getvalue()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Exception as error:  # whatever it is, it is told in one line; the log has the rest
        log = Path(os.environ["VAR_DIR"]) / "log" / "prepare.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(traceback.format_exc())
        sys.exit(f"✗ {type(error).__name__} : {error}\n  Le détail est dans {log}")
