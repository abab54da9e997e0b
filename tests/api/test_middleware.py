"""The layers that every answer passes: ids, headers, other origins, compression."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

from api.headers import SECURITY_HEADERS
from api.middleware.cors import READABLE_HEADERS
from layers.address import DatabaseAddress

Serve = Callable[..., httpx.Client]

NOWHERE = DatabaseAddress(
    owner_url="postgresql://u@127.0.0.1:9/zones",
    reader_url="postgresql://u@127.0.0.1:9/zones",
    found_by="DATABASE_URL",
    detail="a port where nothing listens",
)
TILE = "application/vnd.mapbox-vector-tile"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = b"kcn " * 1000
SLOW_PARTS = 3


def add_routes(app: FastAPI) -> None:
    kept = Response(b"kept", headers={"X-Content-Type-Options": "ours"})

    @app.get("/api/test/typed")
    async def typed(kind: str, size: int = 4000) -> Response:
        return Response(TEXT[:size], media_type=kind)

    @app.get("/api/test/encoded")
    async def encoded() -> Response:
        headers = {"Content-Encoding": "gzip"}
        return Response(gzip.compress(TEXT), media_type="text/plain", headers=headers)

    @app.get("/api/test/stream")
    async def stream() -> Response:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(SLOW_PARTS):
                yield TEXT
                await asyncio.sleep(0.3)

        return StreamingResponse(parts(), media_type="text/plain")

    @app.get("/api/test/kept")
    async def give_kept() -> Response:
        return kept

    @app.get("/api/test/fails")
    async def fail() -> Response:
        raise RuntimeError

    @app.get("/api/test/fails-half-way")
    async def fail_half_way() -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield b"begun"
            raise RuntimeError

        return StreamingResponse(parts(), media_type="text/plain")


@pytest.fixture(scope="module")
def client() -> Any:
    from tests.api.conftest import served

    with served(NOWHERE, prepare=add_routes, pool_min_size=0, pool_wait_s=0.1) as opened:
        yield opened


def test_every_request_has_an_id_of_ours(client: httpx.Client) -> None:
    given = {"X-Request-Id": "forged"}
    ids = [
        client.get(address, headers=given).headers["X-Request-Id"]
        for address in ("/api/health/live", "/nope", "/api/test/fails", "/api/zones")
    ]
    assert all(re.fullmatch(r"[0-9a-f]{12}", one) for one in ids)
    assert len(set(ids)) == 4


def test_layers_add_to_an_answer_that_is_kept_once_only(client: httpx.Client) -> None:
    for _ in range(3):
        headers = client.get("/api/test/kept").headers
        assert headers.get_list("X-Content-Type-Options") == ["ours"]
        assert len(headers.get_list("X-Request-Id")) == 1
        assert headers.get_list("Access-Control-Allow-Origin") == ["*"]


def test_unforeseen_error_has_every_header(client: httpx.Client) -> None:
    answer = client.get("/api/test/fails")
    assert answer.status_code == 500
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers.get_list(name) == [value]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_error_half_way_ends_the_connection(client: httpx.Client) -> None:
    """The client must not take the part for the whole."""
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/api/test/fails-half-way")


@pytest.mark.parametrize("origin", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}])
@pytest.mark.parametrize("address", ["/api/health/live", "/api/zones/a/b", "/ogc", "/ogc/nope"])
def test_interfaces_are_open_to_every_origin(
    client: httpx.Client, address: str, origin: dict[str, str]
) -> None:
    """The same for all, so that what a cache keeps serves all."""
    headers = client.get(address, headers=origin).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Expose-Headers"] == ", ".join(READABLE_HEADERS)
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(
    "address", ["/docs", "/static/icon.svg", "/metrics", "/", "/apiary", "/nope", "//api/zones"]
)
def test_pages_are_not(client: httpx.Client, address: str) -> None:
    headers = client.get(address, headers={"Origin": "https://evil.example"}).headers
    assert not [name for name in headers if name.startswith("access-control")]


def test_preflight_is_answered_without_the_routes(client: httpx.Client) -> None:
    asked = {
        "Origin": "https://a.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = client.options("/api/zones", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.options("/docs", headers=asked).status_code == 405


@pytest.mark.parametrize("kind", ["application/json", "application/geo+json", "image/svg+xml"])
def test_text_is_compressed(client: httpx.Client, kind: str) -> None:
    answer = client.get("/api/test/typed", params={"kind": kind})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < 200
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content == TEXT


@pytest.mark.parametrize(
    "kind", [TILE, XLSX, "application/geopackage+sqlite3", "image/png", "application/zip"]
)
def test_what_is_compact_is_not_compressed(client: httpx.Client, kind: str) -> None:
    answer = client.get("/api/test/typed", params={"kind": kind})
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers
    assert answer.headers["Content-Length"] == "4000"


def test_small_answer_is_not_compressed(client: httpx.Client) -> None:
    answer = client.get("/api/test/typed", params={"kind": "text/plain", "size": 999})
    assert "Content-Encoding" not in answer.headers


def test_answer_that_is_compressed_stays_as_it_is(client: httpx.Client) -> None:
    answer = client.get("/api/test/encoded")
    assert answer.headers.get_list("Content-Encoding") == ["gzip"]
    assert answer.content == TEXT


def test_client_that_reads_no_gzip_gets_none(client: httpx.Client) -> None:
    answer = client.get(
        "/api/test/typed", params={"kind": "text/plain"}, headers={"Accept-Encoding": "identity"}
    )
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_stream_stays_a_stream(client: httpx.Client, encoding: str) -> None:
    """Each part can be read before the next is made."""
    headers = {"Accept-Encoding": encoding}
    with client.stream("GET", "/api/test/stream", headers=headers) as answer:
        parts = answer.iter_bytes()
        first = next(parts)
        assert TEXT.startswith(first)
        assert first + b"".join(parts) == TEXT * SLOW_PARTS
