"""Fixtures of the OGC API: a client of its root, and the same database by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from layers.address import DatabaseAddress
from layers.database import with_search_path
from tests.api.conftest import Serve, served


@pytest.fixture(scope="session")
def ogc(loaded_database: DatabaseAddress) -> Iterator[httpx.Client]:
    """Client of `/ogc` of a server of the bundled data; its links lead to that server."""
    with (
        served(loaded_database) as client,
        httpx.Client(base_url=f"{client.base_url}/ogc", timeout=20) as rooted,
    ):
        yield rooted


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that end with the test; gives clients of `/ogc`."""
    opened: list[Any] = []

    def start(address: DatabaseAddress, **settings: Any) -> httpx.Client:
        context = served(address, **settings)
        base_url = context.__enter__().base_url
        client = httpx.Client(base_url=f"{base_url}/ogc", timeout=20)
        opened.append((client, context))
        return client

    yield start
    for client, context in reversed(opened):
        client.close()
        context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def sql(loaded_database: DatabaseAddress) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Connection of the reading role to the bundled data."""
    url = loaded_database.reader_url
    with psycopg.connect(url, options=with_search_path(url), autocommit=True) as opened:
        yield opened
