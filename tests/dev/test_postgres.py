"""PostgreSQL of the launcher: starts anywhere, belongs to one, leaves nothing, survives a kill -9."""

import contextlib
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import environ
import psycopg2
import pytest

from dev import identity, postgres
from dev.folders import processes_in
from dev.processes import Trouble, attempts

QUICK = postgres.THROWAWAY
# a launcher to be killed: says its address once it has written a row
VICTIM = """
import sys, time, psycopg2
from pathlib import Path
from dev import postgres, processes
if sys.argv[2] == "untied":
    processes.die_with_parent = lambda *_: None
cluster = postgres.Cluster(Path(sys.argv[1]), postgres.THROWAWAY)
cluster.start()
with psycopg2.connect(cluster.url) as connection:
    connection.cursor().execute("CREATE TABLE kept AS SELECT 1 AS row")
print(cluster.url, flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder():
    with tempfile.TemporaryDirectory(prefix="comms-t-", dir="/tmp") as name:
        yield Path(name)


def ask(url: str, query: str):
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def killed_launcher(folder: Path, tied: str) -> str:
    """Start a cluster in another process, kill -9 that process; returns the cluster's address."""
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM, folder, tied],
        stdout=subprocess.PIPE,
        text=True,
    )
    url = victim.stdout.readline().strip()
    assert url, "the cluster did not start"
    victim.kill()
    victim.communicate()
    return url


def test_a_throwaway_cluster_is_empty_answers_django_and_leaves_nothing():
    with postgres.throwaway_cluster() as cluster:
        settings = environ.Env.db_url_config(cluster.url)
        connection = psycopg2.connect(dbname=settings["NAME"], user=settings["USER"], **settings["OPTIONS"])
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            assert cursor.fetchone() == (0,)
        pid, folder = cluster.child.pid, cluster.folder
    assert not folder.parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_orders_by_code_points_and_folds_french_letters():
    with postgres.throwaway() as url:
        assert ask(url, "SELECT lower('ÉLAN ŒUVRE')") == "élan œuvre"
        assert ask(url, "SELECT 'Z' < 'a'") is True


def test_nobody_but_its_owner_enters_the_socket_folder(folder):
    with postgres.Cluster(folder / "pg", QUICK) as cluster:
        assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o700
        assert ask(cluster.url, "SHOW listen_addresses") == ""


def test_a_deep_checkout_gets_a_short_socket_path_which_goes_away(folder):
    deep = folder / ("d" * 60) / ("e" * 60)
    with postgres.Cluster(deep, QUICK) as cluster:
        assert ask(cluster.url, "SELECT 1") == 1
        sockets = cluster._sockets
        assert sockets != deep
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert not sockets.exists()


def test_two_launchers_never_share_a_folder(folder):
    with (
        postgres.Cluster(folder, QUICK),
        pytest.raises(Trouble, match="Un autre lancement"),
        postgres.Cluster(folder, QUICK),
    ):
        pass


def test_the_server_ends_with_its_launcher_even_by_kill_9_and_the_data_survives(folder):
    killed_launcher(folder, "tied")
    for _ in attempts(10):
        if not processes_in(folder, "postgres"):
            break
    assert processes_in(folder, "postgres") == []
    with postgres.Cluster(folder, QUICK) as cluster:
        assert ask(cluster.url, "SELECT row FROM kept") == 1


def test_an_orphan_of_a_killed_launcher_is_ended_at_the_next_start(folder):
    """Where the kernel can't tie the server to its launcher."""
    killed_launcher(folder, "untied")
    assert processes_in(folder, "postgres")
    with postgres.Cluster(folder, QUICK) as cluster:
        assert ask(cluster.url, "SELECT row FROM kept") == 1


def test_a_stale_pid_file_that_names_a_living_stranger_does_not_stop_the_start(folder):
    with postgres.Cluster(folder, QUICK) as cluster:
        pid_file = cluster.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with postgres.Cluster(folder, QUICK) as cluster:
        assert ask(cluster.url, "SELECT 1") == 1


def test_an_immediate_restart_keeps_the_address_and_the_committed_rows():
    with postgres.throwaway_cluster() as cluster:
        with contextlib.closing(psycopg2.connect(cluster.url)) as connection:
            connection.cursor().execute("CREATE TABLE kept AS SELECT 7 AS row")
            connection.commit()
        url = cluster.url
        cluster.restart("immediate")
        assert ask(url, "SELECT row FROM kept") == 7


def test_data_of_another_version_is_refused_with_what_to_do(folder):
    with postgres.Cluster(folder, QUICK) as cluster:
        version = cluster.data / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(Trouble, match=r"PostgreSQL 9 .* PG_BIN_DIR.*make reset"):
        postgres.Cluster(folder, QUICK).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs to be somebody else")
@pytest.mark.parametrize("chosen", [identity.namespace, identity.nobody])
def test_root_runs_it_as_somebody_else_in_a_folder_closed_to_others(folder, chosen, monkeypatch):
    try:
        subprocess.run(["true"], preexec_fn=chosen().become, check=True)
    except subprocess.SubprocessError:
        pytest.skip(f"this system doesn't allow: {chosen.__name__}")
    folder.chmod(0o700)
    monkeypatch.setattr(identity, "unprivileged", lambda binary: chosen())
    with postgres.Cluster(folder / "pg", QUICK) as cluster:
        assert ask(cluster.url, "SELECT 1") == 1
        assert Path(f"/proc/{cluster.child.pid}/status").read_text().count("\nCapEff:\t000001") == 0
        assert cluster.data.stat().st_uid == chosen().uid
    # what one of them made, the other can use: a container may forbid tomorrow what it allows today
    other = identity.nobody if chosen is identity.namespace else identity.namespace
    monkeypatch.setattr(identity, "unprivileged", lambda binary: other())
    with contextlib.suppress(subprocess.SubprocessError), postgres.Cluster(folder / "pg", QUICK) as cluster:
        assert ask(cluster.url, "SELECT 1") == 1


def test_a_binary_folder_without_postgres_is_said(monkeypatch, folder):
    monkeypatch.setenv("PG_BIN_DIR", str(folder))
    with pytest.raises(Trouble, match="DATABASE_URL"):
        postgres.binaries()


def test_an_abandoned_throwaway_folder_is_swept(monkeypatch, folder):
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    abandoned = folder / "comms-tmp-abandoned"
    abandoned.mkdir()
    (abandoned / "lock").touch()
    with postgres.throwaway_folder() as mine:
        assert not abandoned.exists()
        assert mine.exists()
    assert list(folder.iterdir()) == []
