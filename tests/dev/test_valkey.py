"""Valkey of the launcher: its own port and password, its data across restarts, nothing left."""

import os
import socket

import pytest
import redis

from dev import valkey
from dev.processes import Trouble


def test_a_throwaway_server_wants_its_password_and_leaves_nothing():
    with valkey.throwaway_server() as server:
        assert redis.Redis.from_url(server.url).ping()
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as stranger:
            stranger.sendall(b"PING\r\n")
            assert stranger.recv(100).startswith(b"-NOAUTH")
        pid, folder = server.child.pid, server.folder
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_was_queued_survives_a_kill_and_the_address_stays(tmp_path):
    with valkey.Server(tmp_path / "valkey") as server:
        url = server.url
        redis.Redis.from_url(url).rpush("celery", "task")
        server.kill()
        server.restart()
        assert redis.Redis.from_url(url).lrange("celery", 0, -1) == [b"task"]
    with valkey.Server(tmp_path / "valkey") as again:
        assert again.url == url
        assert redis.Redis.from_url(url).llen("celery") == 1


def test_two_launchers_never_share_a_folder(tmp_path):
    with valkey.Server(tmp_path), pytest.raises(Trouble, match="Un autre lancement"), valkey.Server(tmp_path):
        pass
