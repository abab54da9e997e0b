"""Fixtures of the OGC API: a client of its root, and the same database by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from layers.address import DatabaseAddress
from layers.database import with_search_path
from layers.managed import ManagedCluster
from tests.api.conftest import Serve, served
from tests.land_history import make_land_database
from tests.patience import PATIENCE_S, PATIENT

Sql = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(scope="session")
def ogc(loaded_database: DatabaseAddress) -> Iterator[httpx.Client]:
    """Client of `/ogc` of a server of the bundled data; its links lead to that server."""
    with (
        served(loaded_database, **PATIENT) as client,
        httpx.Client(base_url=f"{client.base_url}/ogc", timeout=PATIENCE_S) as rooted,
    ):
        yield rooted


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that end with the test; gives clients of `/ogc`."""
    opened: list[Any] = []

    def start(address: DatabaseAddress, **settings: Any) -> httpx.Client:
        context = served(address, **settings)
        base_url = context.__enter__().base_url
        client = httpx.Client(base_url=f"{base_url}/ogc", timeout=PATIENCE_S)
        opened.append((client, context))
        return client

    yield start
    for client, context in reversed(opened):
        client.close()
        context.__exit__(None, None, None)


@pytest.fixture
def sql(loaded_database: DatabaseAddress) -> Iterator[Sql]:
    """Connection of the reading role to the bundled data."""
    with _connected(loaded_database.reader_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def history_database(
    throwaway_cluster: ManagedCluster, loaded_database: DatabaseAddress
) -> Iterator[DatabaseAddress]:
    """The bundled data with parcels of one zone whose states changed on four days; only read."""
    yield make_land_database(throwaway_cluster, loaded_database, "zonemap_ogc_history")
    throwaway_cluster.drop_database("zonemap_ogc_history")


@pytest.fixture(scope="session")
def history(history_database: DatabaseAddress) -> Iterator[httpx.Client]:
    """Client of `/ogc` of a server of the history."""
    with (
        served(history_database, **PATIENT) as client,
        httpx.Client(base_url=f"{client.base_url}/ogc", timeout=PATIENCE_S) as rooted,
    ):
        yield rooted


@pytest.fixture
def history_sql(history_database: DatabaseAddress) -> Iterator[Sql]:
    """Connection of the reading role to the history."""
    with _connected(history_database.reader_url) as opened:
        yield opened


def _connected(url: str) -> Sql:
    return psycopg.connect(url, options=with_search_path(url), autocommit=True)
