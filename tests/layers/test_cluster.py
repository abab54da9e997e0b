"""The managed cluster and the ladder that leads to it, against real servers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from geo.errors import DatabaseError, DatabaseNotFound, DatabaseUnavailable
from layers.address import DatabaseAddress
from layers.cluster import find_database
from layers.managed import ManagedCluster
from layers.postgres_binaries import PostgresBinaries
from layers.roles import ensure_roles_and_extensions
from layers.server_settings import LONGEST_SOCKET_PATH
from layers.server_user import find_server_user
from layers.settings import CHECKOUT, DatabaseSettings
from tests.patience import PATIENCE_S, wait_for

MakeCluster = Callable[..., ManagedCluster]


@pytest.fixture
def make_cluster(state_dir: Path, postgres_binaries: PostgresBinaries) -> Iterator[MakeCluster]:
    made: list[ManagedCluster] = []

    def make(folder: str = "", *, is_durable: bool = False) -> ManagedCluster:
        cluster = ManagedCluster.locate(
            state_dir / folder, is_durable=is_durable, binaries=postgres_binaries
        )
        made.append(cluster)
        return cluster

    yield make
    for cluster in made:
        cluster.destroy()


def postmaster_of(cluster: ManagedCluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row else None


def test_start_makes_roles_database_and_extensions(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    steps: list[str] = []
    cluster.start(progress=steps.append)
    address = cluster.address()
    assert steps == [
        "creating the local database",
        "starting the local database",
        "preparing PostGIS",
    ]
    assert ask(address.owner_url, "SELECT current_user") == "zonemap_owner"
    assert ask(address.reader_url, "SELECT current_user") == "zonemap_reader"
    assert ask(address.owner_url, "SHOW server_encoding") == "UTF8"
    assert ask(address.owner_url, "SELECT upper('đồng nai')") == "ĐỒNG NAI"
    assert ask(address.reader_url, "SELECT ST_Area(ST_MakeEnvelope(0, 0, 2, 3))") == 6
    assert address.found_by == "managed cluster"


def test_start_again_is_quick_and_says_nothing(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    first = time.monotonic()
    cluster.start()
    first_s = time.monotonic() - first
    steps: list[str] = []
    times_s = []
    for _ in range(3):  # the best of them, as other tests may run beside this one
        started = time.monotonic()
        cluster.start(progress=steps.append)
        times_s.append(time.monotonic() - started)
    assert steps == []
    assert min(times_s) < max(0.5, first_s / 3)


def test_stop_ends_the_server_and_keeps_the_data(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    assert cluster.stop() is False
    cluster.start()
    owner_url = cluster.address().owner_url
    with psycopg.connect(owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS value")
    pid = postmaster_of(cluster)
    assert cluster.stop() is True
    # pg_ctl waits for the server's pid file to go, which the server removes just before it ends.
    wait_for(lambda: not cluster.user.is_server(pid, cluster.data))
    assert cluster.status().is_created is True
    assert cluster.status().is_running is False
    cluster.start()
    assert ask(owner_url, "SELECT value FROM kept") == 1


def test_start_twice_at_once_makes_one_cluster(make_cluster: MakeCluster, state_dir: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from layers.managed import ManagedCluster; "
        "c = ManagedCluster.locate(Path(sys.argv[1]), is_durable=False); c.start(); "
        "import psycopg; psycopg.connect(c.address().reader_url).close()"
    )
    command = [sys.executable, "-c", script, str(state_dir)]
    both = [
        subprocess.Popen(command, cwd=CHECKOUT, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    outcomes = [(one.communicate(timeout=3 * PATIENCE_S)[1], one.returncode) for one in both]
    cluster = make_cluster()
    assert outcomes == [("", 0), ("", 0)]
    assert cluster.status().is_running is True
    assert list(cluster.home.glob("data.partial*")) == []


def test_start_under_a_long_path_uses_a_short_socket_folder(make_cluster: MakeCluster) -> None:
    cluster = make_cluster("khu-công-nghiệp-" * 5 + "/" + "d" * 60)
    cluster.start()
    assert not cluster.socket_dir.is_relative_to(cluster.home)
    assert len(os.fsencode(cluster.socket_dir / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    assert cluster.socket_dir.stat().st_mode & 0o777 == 0o700
    assert ask(cluster.address().owner_url, "SELECT 1") == 1


def test_start_refuses_a_socket_folder_that_another_user_made(make_cluster: MakeCluster) -> None:
    cluster = make_cluster("d" * 120)
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder of another user")
    cluster.socket_dir.mkdir(mode=0o777)
    os.chown(cluster.socket_dir, 65534, 65534)
    with pytest.raises(DatabaseError, match="belongs to another user") as caught:
        cluster.start()
    assert str(cluster.socket_dir) in str(caught.value)


def test_start_with_odd_characters_in_the_path(make_cluster: MakeCluster) -> None:
    cluster = make_cluster('it\'s a #100%, \\ "folder"')
    cluster.start()
    assert ask(cluster.address().reader_url, "SELECT 1") == 1


def test_start_after_kill_9_of_the_server(make_cluster: MakeCluster) -> None:
    cluster = make_cluster(is_durable=True)
    cluster.start()
    owner_url = cluster.address().owner_url
    with psycopg.connect(owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS value")
    os.kill(postmaster_of(cluster), signal.SIGKILL)
    cluster.start()
    assert ask(owner_url, "SELECT value FROM kept") == 1


def test_start_when_the_pid_file_names_another_process(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    pid_file = cluster.data / "postmaster.pid"
    text = pid_file.read_text()
    cluster.stop()
    # As after a reboot: the number now belongs to some process of the same user.
    sleeper = subprocess.Popen(["sleep", "60"], user=cluster.user.uid)
    try:
        cluster.user.write(pid_file, text.replace(text.splitlines()[0], str(sleeper.pid), 1))
        cluster.start()
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()
    assert ask(cluster.address().owner_url, "SELECT 1") == 1


def test_start_when_the_socket_was_swept_away(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    for file in cluster.socket_dir.iterdir():
        file.unlink()
    cluster.start()
    assert ask(cluster.address().owner_url, "SELECT 1") == 1


def test_start_after_a_killed_initdb(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    leftover = cluster.home / "data.partial.1"
    leftover.mkdir(parents=True)
    (leftover / "PG_VERSION").write_text("15\n")
    os.chown(cluster.home, cluster.user.uid, cluster.user.gid)
    cluster.start()
    assert not leftover.exists()
    assert ask(cluster.address().owner_url, "SELECT 1") == 1


def test_start_after_a_killed_preparation(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    (cluster.data / "zonemap.prepared").unlink()
    with psycopg.connect(cluster.admin_url("zonemap"), autocommit=True) as admin:
        admin.execute("DROP EXTENSION btree_gist")
    cluster.start()
    query = "SELECT count(*) FROM pg_extension WHERE extname IN ('postgis', 'btree_gist')"
    assert ask(cluster.address().owner_url, query) == 2


def test_cluster_listens_on_no_tcp_port(throwaway_cluster: ManagedCluster) -> None:
    owner_url = throwaway_cluster.address().owner_url
    assert ask(owner_url, "SHOW listen_addresses") == ""
    listening = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        rows = [row.split() for row in Path(table).read_text().splitlines()[1:]]
        listening += [row[9] for row in rows if row[3] == "0A"]
    descriptors = Path(f"/proc/{postmaster_of(throwaway_cluster)}/fd").iterdir()
    held = {os.readlink(one) for one in descriptors}
    assert not held & {f"socket:[{inode}]" for inode in listening}


def test_cluster_folder_is_closed_to_others(throwaway_cluster: ManagedCluster) -> None:
    assert throwaway_cluster.home.stat().st_mode & 0o777 == 0o700
    assert throwaway_cluster.socket_dir.stat().st_mode & 0o777 == 0o700
    assert throwaway_cluster.home.stat().st_uid == throwaway_cluster.user.uid != 0


def test_reader_reads_what_the_owner_makes_and_cannot_write(
    unmigrated_database: DatabaseAddress,
) -> None:
    with psycopg.connect(unmigrated_database.owner_url) as owner:
        owner.execute("CREATE TABLE parcels_seen AS SELECT 7 AS value")
    with psycopg.connect(unmigrated_database.reader_url, autocommit=True) as reader:
        assert reader.execute("SELECT value FROM parcels_seen").fetchone() == (7,)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            reader.execute("DELETE FROM parcels_seen")
        reader.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("DELETE FROM parcels_seen")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("CREATE TABLE public.mine (value int)")


def test_reader_is_ended_after_its_statement_timeout(
    state_dir: Path, postgres_binaries: PostgresBinaries
) -> None:
    cluster = ManagedCluster.locate(
        state_dir, statement_timeout_ms=200, is_durable=False, binaries=postgres_binaries
    )
    try:
        cluster.start()
        with (
            psycopg.connect(cluster.address().reader_url) as reader,
            pytest.raises(psycopg.errors.QueryCanceled, match="statement timeout"),
        ):
            reader.execute("SELECT pg_sleep(5)")
    finally:
        cluster.destroy()


def test_changed_timeout_reaches_an_existing_cluster(
    state_dir: Path, postgres_binaries: PostgresBinaries
) -> None:
    settings = {"is_durable": False, "binaries": postgres_binaries}
    first = ManagedCluster.locate(state_dir, statement_timeout_ms=1_000, **settings)
    try:
        first.start()
        second = ManagedCluster.locate(state_dir, statement_timeout_ms=2_000, **settings)
        second.start()
        assert ask(second.address().reader_url, "SHOW statement_timeout") == "2s"
    finally:
        first.destroy()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_root_below_a_closed_folder_keeps_the_cluster_elsewhere(
    state_dir: Path, postgres_binaries: PostgresBinaries
) -> None:
    state_dir.chmod(0o700)
    cluster = ManagedCluster.locate(state_dir / ".zonemap", binaries=postgres_binaries)
    assert cluster.home.parent == Path("/var/lib/zonemap")
    assert len(cluster.home.name) == 12


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_root_runs_a_users_cluster_as_that_user(state_dir: Path) -> None:
    data = state_dir / "postgres" / "data"
    data.mkdir(parents=True)
    os.chown(data, 65534, 65534)
    assert find_server_user(data).uid == 65534


def test_locate_wants_the_version_that_made_the_cluster(state_dir: Path) -> None:
    data = state_dir / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(DatabaseNotFound, match="expected PostgreSQL 9 with PostGIS"):
        ManagedCluster.locate(state_dir)


def test_start_that_fails_says_the_servers_last_words(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    cluster.stop()
    with (cluster.data / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = none\n")
    with pytest.raises(DatabaseUnavailable, match=r"does not start: .*FATAL"):
        cluster.start()


def test_find_database_takes_the_address_from_the_environment(
    throwaway_cluster: ManagedCluster, unmigrated_database: DatabaseAddress
) -> None:
    name = str(ask(unmigrated_database.owner_url, "SELECT current_database()"))
    settings = DatabaseSettings(
        database_url=SecretStr(throwaway_cluster.admin_url(name)), statement_timeout_ms=12_345
    )
    address = find_database(settings)
    assert address.found_by == "DATABASE_URL"
    assert ask(address.owner_url, "SELECT current_user") == "postgres"
    assert ask(address.reader_url, "SELECT current_user") == "zonemap_reader"
    assert ask(address.reader_url, "SHOW statement_timeout") == "12345ms"
    with psycopg.connect(address.owner_url) as owner:
        owner.execute("CREATE TABLE seen AS SELECT 7 AS value")
    assert ask(address.reader_url, "SELECT value FROM seen") == 7
    with (
        psycopg.connect(address.reader_url) as reader,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        reader.execute("DELETE FROM seen")


def test_find_database_prepares_a_named_database_with_nothing_in_it(
    throwaway_cluster: ManagedCluster,
) -> None:
    with psycopg.connect(throwaway_cluster.admin_url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE plain TEMPLATE template0")
    try:
        url = throwaway_cluster.admin_url("plain").replace("postgresql://", "postgres://")
        address = find_database(DatabaseSettings(database_url=SecretStr(url)))
        assert ask(address.reader_url, "SELECT ST_AsText(ST_Point(1, 2))") == "POINT(1 2)"
    finally:
        throwaway_cluster.drop_database("plain")


def test_find_database_tells_an_administrator_what_is_missing(
    make_cluster: MakeCluster,
) -> None:
    cluster = make_cluster()
    cluster.start()
    with psycopg.connect(cluster.admin_url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE plain OWNER zonemap_owner TEMPLATE template0")
    owner_url = cluster.address("plain").owner_url
    with pytest.raises(DatabaseError) as caught:
        ensure_roles_and_extensions(owner_url)
    sentence = str(caught.value)
    told = sentence.partition("connected to this database: ")[2]
    assert told == (
        'CREATE EXTENSION IF NOT EXISTS "postgis"; CREATE EXTENSION IF NOT EXISTS "btree_gist"; '
        'GRANT "zonemap_reader" TO "zonemap_owner";'
    )
    with psycopg.connect(cluster.admin_url("plain"), autocommit=True) as admin:
        admin.execute(told.encode())
    assert ensure_roles_and_extensions(owner_url).startswith("3.")


def test_find_database_away_hides_the_password() -> None:
    settings = DatabaseSettings(
        database_url=SecretStr("postgresql://u:geheim@127.0.0.1:9/zones"), pool_wait_s=1
    )
    with pytest.raises(DatabaseUnavailable) as caught:
        find_database(settings)
    assert "postgresql://u:***@127.0.0.1:9/zones" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert "geheim" not in repr(settings)


def test_find_database_with_an_unknown_name(throwaway_cluster: ManagedCluster) -> None:
    settings = DatabaseSettings(database_url=SecretStr(throwaway_cluster.admin_url("no_such")))
    with pytest.raises(DatabaseNotFound, match='database "no_such" does not exist'):
        find_database(settings)


def test_address_shown_has_no_password() -> None:
    address = DatabaseAddress("postgresql://u:geheim@h/d", "postgresql://h/d", "DATABASE_URL", "")
    assert "geheim" not in repr(address)
