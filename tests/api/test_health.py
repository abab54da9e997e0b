"""Health, and what is left of the server while the database is away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from api.schemas import HealthShape, ProblemShape
from layers.importers.bundle import load_bundle
from layers.managed import ManagedCluster
from layers.migrate import migrate_database
from layers.postgres_binaries import PostgresBinaries
from layers.settings import CHECKOUT

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


def assert_away(client: httpx.Client, address: str) -> None:
    started = time.monotonic()
    answer = client.get(address)
    assert time.monotonic() - started < 5
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    problem = ProblemShape.model_validate_json(answer.text)
    assert problem.detail.startswith(("the database is busy or away", "the database does not"))
    assert "socket" not in answer.text


def assert_back(client: httpx.Client, *, within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while client.get("/api/health/ready").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert client.get("/api/zones").json()["numberMatched"] == 119
    assert client.get("/").status_code == 200


@pytest.mark.slow
def test_server_outlives_a_database_that_goes_and_returns(
    own_cluster: ManagedCluster, serve: Serve
) -> None:
    """So does one that is started while the database is away."""
    address = own_cluster.address()
    client = serve(address, pool_wait_s=1)
    assert_back(client, within_s=5)
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
    assert_back(client, within_s=10)
    assert_back(late, within_s=10)
