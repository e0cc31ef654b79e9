"""`make check`: what can be said of the code without running it. All of it is said, then judged."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from dev.bootstrap import ROOT

BIN = Path(sys.executable).parent
DJANGO = [sys.executable, ROOT / "manage.py"]
CHECKS = {
    "style du code (ruff)": [BIN / "ruff", "check"],
    "mise en forme (ruff)": [BIN / "ruff", "format", "--check"],
    "gabarits (djlint)": [BIN / "djlint", "templates", "--lint", "--quiet"],
    "sens des imports (import-linter)": [BIN / "lint-imports"],
    "migrations complètes": [*DJANGO, "makemigrations", "--check", "--dry-run"],
    "réglages de production": [*DJANGO, "check", "--deploy", "--fail-level", "WARNING"],
}


def production() -> dict[str, str]:
    """The settings as on a server: nothing of the demo, secrets present. Nobody asks the database."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "DEMO", "HTTPS")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "comms.settings",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": "postgres://comms@127.0.0.1:9/comms",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "ALLOWED_HOSTS": "communication.example.org",
        "BASE_URL": "https://communication.example.org",
        "LOG_LEVEL": "ERROR",
    }


def main() -> int:
    failed = []
    env = production()
    for name, command in CHECKS.items():
        done = subprocess.run(command, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        print(f"{'✗' if done.returncode else '✓'} {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(f"{done.stdout}{done.stderr}", flush=True)
    if failed:
        print(f"À corriger : {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
