"""A client that leaves takes its work with it, in the database too."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace

import httpx
import psycopg
import pytest
from fastapi import BackgroundTasks, FastAPI, Request, Response
from fastapi.responses import StreamingResponse

from api.middleware.disconnect import CancelOnDisconnect
from layers.address import DatabaseAddress, database_name_of
from layers.database import read_snapshot
from layers.managed import ManagedCluster
from tests.api.conftest import served
from tests.patience import PATIENCE_S, PATIENT, wait_for

APPLICATION = "disconnecting"
SLEEP = b"SELECT pg_sleep(50)"
SLEEP_AFTER_FIRST = b"SELECT n, pg_sleep(50 * (n - 1)) FROM generate_series(1, 9) AS n"

# Long before the query would end by itself.
ENDED_S = 20

seen: list[str] = []


def add_routes(app: FastAPI) -> None:
    @app.get("/api/test/slow")
    async def slow(request: Request) -> Response:
        async with read_snapshot(request.app.state.pool) as connection:
            await connection.execute(SLEEP)
        return Response()

    @app.post("/api/test/slow")
    async def write(request: Request) -> Response:
        await asyncio.sleep(0.5)
        seen.append("written")
        return Response()

    @app.get("/api/test/stream")
    async def stream(request: Request) -> Response:
        async def rows() -> AsyncIterator[bytes]:
            async with (
                read_snapshot(request.app.state.pool) as connection,
                connection.cursor("rows") as cursor,
            ):
                cursor.itersize = 1
                await cursor.execute(SLEEP_AFTER_FIRST)
                async for row in cursor:
                    yield f"{row['n']}\n".encode()

        return StreamingResponse(rows(), media_type="text/plain")

    @app.get("/api/test/listens")
    async def listen(request: Request) -> Response:
        """Handlers may look for themselves, and read a body that a GET should not have."""
        body = await request.body()
        await asyncio.sleep(0.2)
        left = await request.is_disconnected()
        return Response(f"{body.decode()} {left}")

    @app.get("/api/test/afterwards")
    async def afterwards(tasks: BackgroundTasks) -> Response:
        async def work() -> None:
            await asyncio.sleep(0.3)
            seen.append("afterwards")

        tasks.add_task(work)
        await asyncio.sleep(0.1)
        return Response("answered")


@pytest.fixture(scope="module")
def client(loaded_database: DatabaseAddress) -> Iterator[httpx.Client]:
    reader_url = f"{loaded_database.reader_url}&application_name={APPLICATION}"
    address = replace(loaded_database, reader_url=reader_url)
    with served(address, prepare=add_routes, pool_max_size=2, **PATIENT) as opened:
        yield opened


@pytest.fixture
def backends(
    loaded_database: DatabaseAddress, throwaway_cluster: ManagedCluster
) -> Iterator[Callable[[], dict[int, str]]]:
    """State of each connection of the reading role, by process number."""
    name = database_name_of(loaded_database.reader_url)
    # Only the superuser sees what others do.
    with psycopg.connect(throwaway_cluster.admin_url(name), autocommit=True) as admin:

        def ask() -> dict[int, str]:
            rows = admin.execute(
                "SELECT pid, state FROM pg_stat_activity"
                " WHERE usename = 'zonemap_reader' AND datname = current_database()"
                " AND application_name = %s",
                [APPLICATION],
            )
            return dict(rows.fetchall())

        yield ask


@pytest.fixture
def running(backends: Callable[[], dict[int, str]]) -> Callable[[], int]:
    """How many connections are at work, or in the midst of it."""
    return lambda: sum(state != "idle" for state in backends().values())


def open_request(client: httpx.Client, line: str, body: bytes = b"") -> socket.socket:
    connection = socket.create_connection(
        (client.base_url.host, client.base_url.port), timeout=PATIENCE_S
    )
    head = f"{line} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.sendall(head.encode() + body)
    return connection


def pool_is_whole(client: httpx.Client) -> bool:
    """Every connection of the pool is back."""
    lines = dict(
        line.split(" ")
        for line in client.get("/metrics").text.splitlines()
        if line.startswith("zonemap_read_pool")
    )
    return lines["zonemap_read_pool_size"] == lines["zonemap_read_pool_available"]


@pytest.mark.parametrize("address", ["/api/test/slow", "/api/test/stream"])
def test_query_ends_when_its_client_leaves(
    client: httpx.Client, running: Callable[[], int], address: str
) -> None:
    connection = open_request(client, f"GET {address}")
    wait_for(lambda: running() == 1)
    time.sleep(0.1)
    connection.close()
    wait_for(lambda: running() == 0, within_s=ENDED_S)
    wait_for(lambda: pool_is_whole(client), within_s=ENDED_S)


@pytest.mark.parametrize("address", ["/api/test/slow", "/api/test/stream"])
def test_connections_are_used_again_afterwards(
    client: httpx.Client,
    running: Callable[[], int],
    backends: Callable[[], dict[int, str]],
    address: str,
) -> None:
    """As many leave as there are connections, and none is lost or thrown away."""
    before: set[int] = set()
    for _ in range(2):
        opened = [open_request(client, f"GET {address}") for _ in range(2)]
        wait_for(lambda: running() == 2)
        before = before or set(backends())
        for connection in opened:
            connection.close()
        wait_for(lambda: running() == 0, within_s=ENDED_S)
    assert client.get("/api/zones").status_code == 200
    assert set(backends()) == before


def test_request_that_waits_for_a_connection_leaves_the_queue(
    client: httpx.Client, running: Callable[[], int]
) -> None:
    opened = [open_request(client, "GET /api/test/slow") for _ in range(3)]
    wait_for(lambda: running() == 2)
    for connection in reversed(opened):
        connection.close()
    wait_for(lambda: running() == 0, within_s=ENDED_S)
    wait_for(lambda: pool_is_whole(client), within_s=ENDED_S)
    assert "zonemap_read_pool_waiting 0.0" in client.get("/metrics").text


def test_writing_is_finished(client: httpx.Client) -> None:
    seen.clear()
    connection = open_request(client, "POST /api/test/slow")
    time.sleep(0.2)
    connection.close()
    wait_for(lambda: seen == ["written"])


def test_work_after_the_answer_is_finished(client: httpx.Client) -> None:
    seen.clear()
    connection = open_request(client, "GET /api/test/afterwards")
    assert b"answered" in connection.recv(65536)
    connection.close()
    wait_for(lambda: seen == ["afterwards"])


def test_handler_may_listen_for_itself(client: httpx.Client) -> None:
    answer = client.request("GET", "/api/test/listens", content=b"body")
    assert answer.text == "body False"


def test_client_that_left_is_counted(client: httpx.Client, running: Callable[[], int]) -> None:
    line = 'zonemap_requests_total{method="GET",route="/api/test/slow",status="4xx"}'

    def count() -> float:
        found = [one for one in client.get("/metrics").text.splitlines() if one.startswith(line)]
        return float(found[0].split()[-1]) if found else 0.0

    before = count()
    connection = open_request(client, "GET /api/test/slow")
    wait_for(lambda: running() == 1)
    connection.close()
    wait_for(lambda: count() == before + 1)


@pytest.mark.parametrize(("path", "is_finished"), [("/static/a.js", True), ("/api/zones", False)])
def test_files_are_not_broken_off(path: str, is_finished: bool) -> None:
    """A thread may be about to open one, and nobody would close it."""
    finished: list[str] = []

    async def answer(*_: object) -> None:
        await asyncio.sleep(0.05)
        finished.append(path)

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(_: object) -> None:
        raise AssertionError

    scope = {"type": "http", "method": "GET", "path": path, "asgi": {}}
    asyncio.run(CancelOnDisconnect(answer, after_s=0)(scope, receive, send))
    assert finished == [path] * is_finished
