"""Health, and what is left of the server while the database is away."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from api.schemas import HealthShape, ProblemShape
from layers.address import DatabaseAddress, database_name_of
from layers.importers.bundle import load_bundle
from layers.managed import ManagedCluster
from layers.migrate import migrate_database
from layers.postgres_binaries import PostgresBinaries
from layers.settings import CHECKOUT
from tests.patience import PATIENT, wait_for

Serve = Callable[..., httpx.Client]


def test_live(api: httpx.Client) -> None:
    answer = api.get("/api/health/live").json()
    assert answer == {"status": "live", "zones": None, "data_version": None}
    HealthShape.model_validate(answer)


def test_ready_tells_what_is_loaded(api: httpx.Client) -> None:
    answer = HealthShape.model_validate(api.get("/api/health/ready").json())
    assert (answer.status, answer.zones) == ("ready", 119)
    assert int(answer.data_version or 0) >= 1


@pytest.fixture
def own_cluster(state_dir: Path, postgres_binaries: PostgresBinaries) -> Iterator[ManagedCluster]:
    """A loaded cluster that the test may stop."""
    cluster = ManagedCluster.locate(state_dir, is_durable=False, binaries=postgres_binaries)
    try:
        cluster.start()
        migrate_database(cluster.address().owner_url)
        load_bundle(cluster.address().owner_url, CHECKOUT / "data")
        yield cluster
    finally:
        cluster.destroy()


# The waits that are told add up to five seconds; what has no bound takes longer than this.
BOUNDED_S = 20


def assert_away(client: httpx.Client, address: str) -> None:
    started = time.monotonic()
    answer = client.get(address)
    assert time.monotonic() - started < BOUNDED_S
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    problem = ProblemShape.model_validate_json(answer.text)
    assert problem.detail.startswith(("the database is busy or away", "the database does not"))
    assert "socket" not in answer.text


def assert_back(client: httpx.Client) -> None:
    wait_for(lambda: client.get("/api/health/ready").status_code == 200)
    assert client.get("/api/zones").json()["numberMatched"] == 119
    assert client.get("/").status_code == 200


@pytest.mark.slow
def test_server_outlives_a_database_that_goes_and_returns(
    own_cluster: ManagedCluster, serve: Serve
) -> None:
    """So does one that is started while the database is away."""
    address = own_cluster.address()
    client = serve(address, pool_wait_s=1)
    assert_back(client)
    own_cluster.stop()
    gone = time.monotonic()
    late = serve(address)  # with the waits that users have
    assert_away(late, "/")
    for path in ("/api/zones", "/", "/api/zones/tan-thuan", "/api/health/ready"):
        assert_away(client, path)
        assert client.get("/api/health/live").status_code == 200
    # The pool gives up reconnecting after 5 s; it has to begin again when it is asked.
    time.sleep(max(0.0, 7 - (time.monotonic() - gone)))
    assert_away(client, "/api/zones")
    own_cluster.start()
    assert_back(client)
    assert_back(late)


@contextmanager
def stopped(cluster: ManagedCluster) -> Iterator[None]:
    """Let every process of the cluster hang, as on a disk that does not answer."""
    postmaster = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    processes = [postmaster, *map(int, children)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


@pytest.mark.slow
def test_server_outlives_a_database_that_hangs(own_cluster: ManagedCluster, serve: Serve) -> None:
    """Requests that have a connection end with the deadline, the others with the wait for one."""
    client = serve(own_cluster.address(), statement_timeout_ms=1000, pool_max_size=2)
    assert_back(client)
    with stopped(own_cluster):
        started = time.monotonic()
        with ThreadPoolExecutor(6) as many:
            answers = list(many.map(lambda _: client.get("/api/zones"), range(6)))
        assert time.monotonic() - started < BOUNDED_S
        assert [answer.status_code for answer in answers] == [503] * 6
        assert {answer.headers["Retry-After"] for answer in answers} == {"5"}
        for answer in answers:
            ProblemShape.model_validate_json(answer.text)
        assert client.get("/api/health/live").status_code == 200
        # What hung is not waited for again.
        assert_away(client, "/api/zones")
    assert_back(client)


def test_idle_connections_that_the_database_ended_are_replaced(
    loaded_copy: DatabaseAddress, throwaway_cluster: ManagedCluster, serve: Serve
) -> None:
    """Several at once: the next requests get answers, not errors, and need not wait."""
    client = serve(loaded_copy, pool_min_size=4, pool_max_size=4, **PATIENT)
    name = database_name_of(loaded_copy.reader_url)

    def ask_at_once() -> list[int]:
        with ThreadPoolExecutor(8) as many:
            answers = many.map(lambda _: client.get("/api/zones/tan-thuan"), range(8))
            return [answer.status_code for answer in answers]

    assert ask_at_once() == [200] * 8
    for ask in (lambda: [client.get("/api/zones").status_code] * 8, ask_at_once):
        took_s: list[float] = []
        # The best of some, as other tests may run beside this one.
        while len(took_s) < 5 and min(took_s, default=9) >= 1.5:
            with psycopg.connect(throwaway_cluster.admin_url(name), autocommit=True) as admin:
                ended = admin.execute(
                    "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity"
                    " WHERE usename = 'zonemap_reader' AND datname = current_database()"
                ).fetchall()
            assert len(ended) >= 3
            started = time.monotonic()
            assert ask() == [200] * 8
            took_s.append(time.monotonic() - started)
            time.sleep(1)
        assert min(took_s) < 1.5
