"""Processes of the application as in production, started by tests."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "k3Jx9-vQ7mZt2LrYw8Pb5NcHs4Dg6Fa1Ue0Ti_XoRyMqWzKjVn",
    "DATABASE_URL": "postgres://comms@127.0.0.1:9/comms",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "EMAIL_URL": "smtp://127.0.0.1:9",
    "ALLOWED_HOSTS": "communication.example.org",
}


def bare(**environment: str) -> dict[str, str]:
    """What a process needs of this machine, and nothing of the settings that the tests run with."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "DJANGO_SETTINGS_MODULE": "comms.settings"} | environment


def start(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """Run a Python command to its end, with nothing in its environment but what production would have."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=bare(**environment),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="session")
def collected_var(tmp_path_factory) -> str:
    """A VAR_DIR in which the static files were collected, as production serves them."""
    var = str(tmp_path_factory.mktemp("var"))
    done = start("manage.py", "collectstatic", "--noinput", "--verbosity=0", **COMPLETE, VAR_DIR=var)
    assert done.returncode == 0, done.stderr
    return var
