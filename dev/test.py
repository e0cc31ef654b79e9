"""`make test`: the tests on a PostgreSQL and a Valkey of their own, gone afterwards."""

import os
import secrets
import signal
import subprocess
import sys

from dev import browser, postgres, valkey
from dev.bootstrap import ROOT
from dev.folders import throwaway_folder
from dev.processes import Trouble, die_with_parent, end_with_make

# what a developer's shell may hold and the tests must not see
FOREIGN = ("DJANGO_SETTINGS_MODULE", "DEBUG", "HTTPS", "TEST_DB", "BASE_URL", "PROXY_COUNT")
FOREIGN += ("MEDIA_ROOT", "VAR_DIR", "TIME_ZONE", "TOWN_NAME", "TOWN_SITE_URL", "TOWN_ACCENT_COLOR")


def main(arguments: list[str]) -> int:
    browser.install()
    if os.environ.get("CI") and not browser.chromium():
        raise Trouble(f"En intégration continue, les essais de navigateur sont dus : {browser.MISSING}.")
    # the signals end pytest first; we then leave the blocks below, which remove everything
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(143))
    end_with_make()
    with postgres.throwaway() as database_url, valkey.throwaway() as redis_url, throwaway_folder() as scratch:
        env = environment(database_url, redis_url) | {"TMPDIR": str(scratch)}
        migrate(env)
        return run_pytest(arguments, env | {"TEST_TEMPLATE": postgres.DATABASE})


def environment(database_url: str, redis_url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return (
        kept
        | browser.environment()
        | {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "EMAIL_URL": "smtp://127.0.0.1:9",  # nobody listens: a test that sends takes smtp_server
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
            "DEMO": "1",
            # Playwright's loop runs in the thread of the test, which uses the ORM
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
    )


def migrate(env: dict[str, str]) -> None:
    """Once for all workers: each begins with a copy of the database that stands here."""
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--run-syncdb", "--verbosity=0"]
    subprocess.run(command, env=env | {"DJANGO_SETTINGS_MODULE": "tests.settings"}, check=True)


def run_pytest(arguments: list[str], env: dict[str, str]) -> int:
    parent = os.getpid()
    workers = str((os.cpu_count() or 1) + 1)  # one waits for a browser, a server or an embargo
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "worksteal", "--no-fold-skipped"]
    tests = subprocess.Popen(
        [*command, *arguments], env=env, preexec_fn=lambda: die_with_parent(signal.SIGTERM, parent)
    )
    try:
        while True:
            try:
                return tests.wait()
            except KeyboardInterrupt:
                continue  # the terminal told pytest too: it ends and reports
    finally:
        if tests.poll() is None:
            tests.terminate()
            tests.wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"\n✗ {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
