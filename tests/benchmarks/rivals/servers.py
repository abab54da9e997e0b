"""The servers that are measured: how each is set up and run, and what its addresses are."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import psycopg

from api.settings import ServerSettings
from layers.database import with_search_path
from layers.settings import CHECKOUT
from tests.benchmarks.rivals.environments import rival_environment
from tests.benchmarks.rivals.load import CONNECTIONS

# The rivals and the bare server are given what a deployer would make for them: one flat table of
# today's parcels with the columns that ours answers with, a primary key and a spatial index. Ours
# picks the same rows from all states of all times while it answers.
PUBLISHED = """
CREATE SCHEMA rivals;
CREATE TABLE rivals.parcels AS SELECT * FROM parcel_feature(current_date);
ALTER TABLE rivals.parcels ADD PRIMARY KEY (parcel_id);
CREATE INDEX ON rivals.parcels USING gist (geom);
"""

STATEMENT_TIMEOUT_MS = 5_000

UVICORN = ["-m", "uvicorn", "--workers", "1", "--loop", "uvloop", "--http", "httptools"]
UVICORN += ["--no-access-log", "--log-level", "error"]


@dataclass(frozen=True, slots=True)
class Doors:
    """Addresses of one server, with braces where the question goes in.

    Attributes
    ----------
    one, items, inside, tile
        One parcel by `id`; the first `limit`; the first `limit` in `bbox`; a tile by `z`, `row`
        and `col`.
    """

    one: str
    items: str
    inside: str
    tile: str


@dataclass(frozen=True, slots=True)
class Contender:
    """A running server.

    Attributes
    ----------
    name
        Heading of its column.
    port
        TCP port on this machine.
    doors
        Its addresses.
    process
        Its one process.
    client
        Asks it as wrk does: for any kind of answer, not packed.
    """

    name: str
    port: int
    doors: Doors
    process: subprocess.Popen[bytes]
    client: httpx.Client

    def peak_mb(self) -> float:
        """Most memory that the process has held, megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


OURS = Doors(
    one="/ogc/collections/parcels/items/{id}",
    items="/ogc/collections/parcels/items?limit={limit}",
    inside="/ogc/collections/parcels/items?limit={limit}&bbox={bbox}",
    tile="/ogc/collections/parcels/tiles/WebMercatorQuad/{z}/{row}/{col}",
)
BARE = Doors(
    one="/one/{id}",
    items="/items?limit={limit}",
    inside="/items?limit={limit}&bbox={bbox}",
    tile="/tile/{z}/{row}/{col}",
)
# Column before row.
TIPG = Doors(
    one="/collections/rivals.parcels/items/{id}",
    items="/collections/rivals.parcels/items?limit={limit}",
    inside="/collections/rivals.parcels/items?limit={limit}&bbox={bbox}",
    tile="/collections/rivals.parcels/tiles/WebMercatorQuad/{z}/{col}/{row}",
)
PYGEOAPI = Doors(
    one="/collections/parcels/items/{id}",
    items="/collections/parcels/items?limit={limit}",
    inside="/collections/parcels/items?limit={limit}&bbox={bbox}",
    tile="/collections/parcels/tiles/WebMercatorQuad/{z}/{row}/{col}?f=mvt",
)


def publish_for_rivals(owner_url: str) -> None:
    """Make the table that the rivals and the bare server answer from."""
    options = with_search_path(owner_url)
    with psycopg.connect(owner_url, options=options, autocommit=True) as connection:
        connection.execute(PUBLISHED.encode())
        connection.execute("VACUUM ANALYZE rivals.parcels")


@contextmanager
def ours(admin_url: str, folder: Path, *, name: str, **settings: str) -> Iterator[Contender]:
    """Serve as `zonemap serve` does, with some of its settings changed."""
    known = {str(field.validation_alias) for field in ServerSettings.model_fields.values()}
    # A name that the server ignores would have measured what the table does not say.
    assert settings.keys() <= known, f"no settings of the server: {settings.keys() - known}"
    port = _free_port()
    command = [sys.executable, "-m", "api.cli", "serve"]
    environment = {"DATABASE_URL": admin_url, "PORT": str(port), **settings}
    with _running(command, port, "/api/health/live", folder / f"{name}.log", environment) as served:
        yield Contender(name, port, OURS, *served)


@contextmanager
def bare(owner_url: str, folder: Path) -> Iterator[Contender]:
    """Serve what `bare_server` makes of a question, in our own environment."""
    port = _free_port()
    command = [sys.executable, *UVICORN, "--port", str(port)]
    command.append("tests.benchmarks.rivals.bare_server:app")
    environment = {"DATABASE_URL": owner_url}
    with _running(command, port, "/items?limit=1", folder / "bare.log", environment) as served:
        yield Contender("bare", port, BARE, *served)


@contextmanager
def tipg(owner_url: str, folder: Path) -> Iterator[Contender]:
    """Serve the table by tipg's own application."""
    port = _free_port()
    command = [str(rival_environment("tipg") / "python"), *UVICORN, "--port", str(port)]
    environment = {
        "DATABASE_URL": _with_socket_as_host(owner_url),
        # Nothing else is looked at, and the table is not looked at again while it is measured.
        "TIPG_DB_SCHEMAS": '["rivals"]',
        "TIPG_DB_TABLES": '["rivals.parcels"]',
        "TIPG_DB_FUNCTIONS": "[]",
        "TIPG_CATALOG_TTL": "0",
        # A tile shows every parcel that is in it, as those of the others do; 10,000 is the default.
        "TIPG_MAX_FEATURES_PER_TILE": "1000000",
        # As many as there are requests at a time, open before the first.
        "DB_MIN_CONN_SIZE": str(CONNECTIONS),
        "DB_MAX_CONN_SIZE": str(CONNECTIONS),
    }
    command.append("tipg.main:app")
    with _running(command, port, "/healthz", folder / "tipg.log", environment) as served:
        yield Contender("tipg", port, TIPG, *served)


@contextmanager
def pygeoapi(owner_url: str, folder: Path) -> Iterator[Contender]:
    """Serve the table by pygeoapi's Starlette application: features, and tiles made by PostGIS."""
    port = _free_port()
    programs = rival_environment("pygeoapi")
    config, description = folder / "pygeoapi.yml", folder / "pygeoapi-openapi.yml"
    config.write_text(json.dumps(_pygeoapi_config(owner_url, port)))  # JSON is YAML
    generate = [str(programs / "pygeoapi"), "openapi", "generate", str(config)]
    # The database is there, so a collection that cannot be described is a mistake of ours.
    generate += ["--fail-on-invalid-collection", "--output-file", str(description)]
    subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
    command = [
        str(programs / "python"),
        *UVICORN,
        "--port",
        str(port),
        "pygeoapi.starlette_app:APP",
    ]
    environment = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(description)}
    with _running(command, port, "/conformance", folder / "pygeoapi.log", environment) as served:
        yield Contender("pygeoapi", port, PYGEOAPI, *served)


def _pygeoapi_config(owner_url: str, port: int) -> dict[str, object]:
    address = psycopg.conninfo.conninfo_to_dict(owner_url)
    table = {
        "data": {
            "host": address["host"],
            "port": address["port"],
            "dbname": address["dbname"],
            "user": address["user"],
            "password": "",
            "search_path": ["rivals", "public"],
        },
        "table": "parcels",
        "id_field": "parcel_id",
        "geom_field": "geom",
    }
    # A tile can take minutes: `MVT-postgresql` names the projection by text, and PostGIS 3.3 looks
    # that up anew for each parcel, 2 to 20 ms. The database would go on when nobody waits any more.
    bounded = {"options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"}
    providers = [
        {"type": "feature", "name": "PostgreSQL", **table, "options": bounded},
        {
            "type": "tile",
            "name": "MVT-postgresql",
            **table,
            "options": {"zoom": {"min": 0, "max": 22}, **bounded},
            "format": {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"},
        },
    ]
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            # What takes time and is not asked for is off.
            "gzip": False,
            "pretty_print": False,
            "admin": False,
            "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": "http://127.0.0.1/{z}/{x}/{y}", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "Parcels",
                "description": "Invented parcels",
                "keywords": ["parcels"],
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": "http://127.0.0.1",
            },
            "license": {"name": "none", "url": "http://127.0.0.1"},
            "provider": {"name": "none", "url": "http://127.0.0.1"},
            "contact": {"name": "none"},
        },
        "resources": {
            "parcels": {
                "type": "collection",
                "title": "Parcels",
                "description": "Invented parcels",
                "keywords": ["parcels"],
                "links": [],
                "extents": {
                    "spatial": {
                        "bbox": [105.8, 8.5, 108.0, 11.8],
                        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                    }
                },
                "providers": providers,
            }
        },
    }


def _with_socket_as_host(url: str) -> str:
    """Write an address with its socket's folder as the host: tipg's settings want a host."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host = f"{parts.username}@{quote(query['host'][0], safe='')}:{query['port'][0]}"
    return f"postgresql://{host}{parts.path}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def _running(
    command: list[str], port: int, address: str, log: Path, environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """Run a server from before it answers to the end of the block; its words go into a file."""
    with log.open("wb") as words:
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env=os.environ | environment, stdout=words, stderr=words
        )
    try:
        deadline = time.monotonic() + 60
        asked = {"Accept": "*/*", "Accept-Encoding": "identity"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=asked, timeout=60) as client:
            while not _answers(client, address):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{log.stem} does not start: {log.read_text()[-2000:]}")
                time.sleep(0.1)
            yield process, client
    finally:
        process.kill()
        process.wait()


def _answers(client: httpx.Client, address: str) -> bool:
    try:
        return client.get(address).is_success
    except httpx.TransportError:
        return False
