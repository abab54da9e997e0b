"""Times and memory, each beside a rival that is measured in the same run.

A ratio says more than a time that depends on the machine and on what else it does. Nothing is
asserted of time here: a test that fails on a busy machine teaches people to run it again.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import orjson
import psycopg
import pytest
import shapely

from layers.address import DatabaseAddress
from layers.database import create_read_pool, read_sql, write_transaction
from layers.features import map_document
from layers.importers.bundle import load_bundle
from layers.importers.store import copy_rows, ewkb
from layers.migrate import migrate_database
from layers.queries import get_region
from layers.settings import CHECKOUT, DatabaseSettings
from maps.interactive import build_page

TODAY = date(2026, 11, 22)
ROWS = 5_000

# Every zone against every edge of the shore: no index, no bound.
BRUTE_FORCE = """
SELECT z.zone_id, min(ST_Distance(coalesce(z.boundary, z.location)::geography, e.geom::geography))
FROM zone AS z,
  (SELECT (ST_DumpSegments(geom)).geom FROM coastline WHERE kind = 'shore') AS e
WHERE z.location IS NOT NULL
GROUP BY z.zone_id
"""

BARE_SERVER = """
import os, sys, fastapi, uvicorn
app = fastapi.FastAPI()
app.get("/")(lambda: {})
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical")
"""


@pytest.fixture(scope="module", autouse=True)
def _heading() -> None:
    sys.stdout.write(f"\n{'':<34}{'ours':>12}{'rival':>12}{'rival/ours':>12}\n")


def report(what: str, ours: float, rival: float, rival_is: str, unit: str = "ms") -> None:
    """Print one line: both figures, how many times larger the rival's is, and what it is."""
    ratio = rival / ours
    sys.stdout.write(
        f"{what:<34}{ours:>9.1f} {unit}{rival:>9.1f} {unit}{ratio:>11.1f}x  {rival_is}\n"
    )


def fastest_ms(work: Callable[[], Any], *, times: int = 5) -> float:
    """Shortest of several runs, milliseconds: what the work itself takes."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return 1000 * min(taken)


@pytest.fixture(scope="module")
def region(loaded_database: DatabaseAddress) -> Any:
    async def ask() -> Any:
        async with create_read_pool(loaded_database.reader_url, DatabaseSettings()) as pool:
            return await get_region(pool, on_day=TODAY)

    return lambda: asyncio.run(ask())


def test_load_by_copy(fresh_database: DatabaseAddress) -> None:
    rows = [(f"p-{n}", ewkb(shapely.Point(106 + n / ROWS, 10))) for n in range(ROWS)]

    def by_copy() -> None:
        with write_transaction(fresh_database.owner_url) as connection:
            connection.execute(
                "CREATE TEMPORARY TABLE staged (id text, geom geometry) ON COMMIT DROP"
            )
            copy_rows(connection, "staged", ("id", "geom"), rows)

    def by_insert() -> None:
        with write_transaction(fresh_database.owner_url) as connection:
            connection.execute(
                "CREATE TEMPORARY TABLE staged (id text, geom geometry) ON COMMIT DROP"
            )
            for row in rows:
                connection.execute("INSERT INTO staged VALUES (%s, %s)", row)

    ours, rival = fastest_ms(by_copy, times=3), fastest_ms(by_insert, times=3)
    report(f"store {ROWS} points by COPY", ours, rival, "one INSERT a row")


def test_load_again(unmigrated_database: DatabaseAddress) -> None:
    url = unmigrated_database.owner_url
    first = fastest_ms(
        lambda: (migrate_database(url), load_bundle(url, CHECKOUT / "data")), times=1
    )
    again = fastest_ms(lambda: load_bundle(url, CHECKOUT / "data"), times=3)
    report("load what is loaded already", again, first, "migrate and load from nothing")


def test_distances_by_index(loaded_copy: DatabaseAddress) -> None:
    options = "-c search_path=zonemap,public"
    with psycopg.connect(loaded_copy.owner_url, options=options) as connection:

        def ours() -> None:
            with connection.transaction(force_rollback=True):
                connection.execute(read_sql("measure_distances"))

        rival = fastest_ms(lambda: connection.execute(BRUTE_FORCE.encode()).fetchall(), times=2)
        report("five distances of every zone", fastest_ms(ours), rival, "sea only, brute force")


def test_region_query(loaded_database: DatabaseAddress, region: Any) -> None:
    tables = ("zone", "figure", "figure_source", "source", "parcel", "port", "link", "coastline")

    def everything() -> None:
        with psycopg.connect(loaded_database.reader_url) as connection:
            for table in tables:
                connection.execute(f"SELECT * FROM zonemap.{table}".encode()).fetchall()

    report("query of the whole region", fastest_ms(region), fastest_ms(everything), "bare tables")


def test_page_build(region: Any) -> None:
    document = map_document(region())
    assembled = fastest_ms(lambda: map_document(region()))
    built = fastest_ms(lambda: build_page(document, standalone=False, nonce="n"), times=3)
    alone = fastest_ms(lambda: build_page(document, standalone=True), times=3)
    report("build the page", built, alone, "the page as one file")
    report(
        "write the document by orjson",
        fastest_ms(lambda: orjson.dumps(document)),
        fastest_ms(lambda: json.dumps(document)),
        "json of the standard library",
    )
    report("query and document", assembled, built, "building the page from it")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def resident_mb(process: subprocess.Popen[bytes]) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


def answering(command: list[str], port: int, **environment: str) -> Iterator[Any]:
    """Process that serves, its client, and the milliseconds until it answered."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=CHECKOUT, env=os.environ | environment, stdout=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            while process.poll() is None:
                try:
                    client.get("/api/health/live")
                    break
                except httpx.ConnectError:
                    time.sleep(0.02)
            yield process, client, 1000 * (time.perf_counter() - started)
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def server(loaded_copy: DatabaseAddress, throwaway_cluster: Any) -> Iterator[Any]:
    name = loaded_copy.owner_url.partition("?")[0].rpartition("/")[2]
    port = free_port()
    yield from answering(
        [sys.executable, "-m", "api.cli", "serve"],
        port,
        DATABASE_URL=throwaway_cluster.admin_url(name),
        PORT=str(port),
    )


@pytest.fixture
def bare_server() -> Iterator[Any]:
    port = free_port()
    yield from answering([sys.executable, "-c", BARE_SERVER, str(port)], port)


def test_server(server: Any, bare_server: Any) -> None:
    process, client, started_ms = server
    bare_process, bare_client, bare_started_ms = bare_server
    ids = [zone["zone_id"] for zone in client.get("/api/zones").json()["zones"]]
    first = fastest_ms(lambda: client.get("/?as_of=2026-10-31"), times=1)
    report("start until it answers", started_ms, bare_started_ms, "an empty FastAPI")
    report(
        "the page again",
        fastest_ms(lambda: client.get("/?as_of=2026-10-31")),
        first,
        "the page for the first time",
    )
    zones = fastest_ms(lambda: client.get("/api/zones"))
    each = fastest_ms(lambda: [client.get(f"/api/zones/{zone}") for zone in ids], times=1)
    report("all zones in one answer", zones, each, "one request a zone")
    live = fastest_ms(lambda: client.get("/api/health/live"), times=50)
    bare = fastest_ms(lambda: bare_client.get("/"), times=50)
    report("live", live, bare, "an empty FastAPI")
    packed, plain = (
        client.get("/", headers={"Accept-Encoding": coding}).num_bytes_downloaded / 1000
        for coding in ("gzip", "identity")
    )
    report("the page, as it travels", packed, plain, "not compressed", "kB")
    report(
        "memory of the server",
        resident_mb(process),
        resident_mb(bare_process),
        "an empty FastAPI",
        "MB",
    )
