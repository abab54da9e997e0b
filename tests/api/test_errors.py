"""Every error is an RFC 9457 problem in our own words, with the headers of every answer."""

from __future__ import annotations

import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx
import psycopg
import pytest

from api.errors import STATUS_OF
from api.headers import SECURITY_HEADERS
from api.routes import zones as zones_module
from api.schemas import ProblemShape
from geo.errors import DatabaseError, ZonemapError
from layers.address import DatabaseAddress
from tests.patience import PATIENCE_S

Serve = Callable[..., httpx.Client]

# Of the driver, of SQL, of Python and of this machine; none may reach a user.
FOREIGN_WORDS = (
    "psycopg",
    "sqlalchemy",
    "SELECT",
    "zonemap_",
    "Traceback",
    'File "',
    "/site-packages",
    "FATAL",
    "postgresql://",
    "socket",
    "geheim",
    "LINE 1",
)


def assert_problem(answer: httpx.Response, status: int) -> ProblemShape:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = ProblemShape.model_validate_json(answer.text)
    assert problem.status == status
    assert problem.title == HTTPStatus(status).phrase
    assert problem.type == "about:blank"
    assert problem.detail
    assert [word for word in FOREIGN_WORDS if word in answer.text] == []
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    return problem


@pytest.mark.parametrize(
    ("method", "address", "status", "detail"),
    [
        ("GET", "/nope", 404, "there is nothing at this address; `/` is the map"),
        ("GET", "/api", 404, "there is nothing at this address; `/` is the map"),
        ("GET", "/api/zones/a/b", 404, "there is nothing at this address; `/` is the map"),
        ("GET", "/api/zones/atlantis", 404, "there is no zone 'atlantis'; expected the id"),
        ("GET", "/api/zones?as_of=soon", 400, "as_of is 'soon'; expected a day as YYYY-MM-DD"),
        ("GET", "/api/zones?format=kml", 400, "format is 'kml'; expected 'json' or 'geojson'"),
        ("GET", "/?as_of=soon", 400, "as_of is 'soon'; expected a day"),
        ("GET", "/?zoom=3", 400, "there is no parameter 'zoom'; expected only as_of, lang"),
        ("POST", "/api/zones", 405, "POST is not possible here; use GET"),
        ("PUT", "/api/zones/tan-thuan", 405, "PUT is not possible here; use GET"),
        ("DELETE", "/", 405, "DELETE is not possible here; use GET"),
        ("PATCH", "/api/health/live", 405, "PATCH is not possible here; use GET"),
        ("POST", "/static/icon.svg", 405, "POST is not possible here; use GET"),
        ("GET", "/static/", 404, "there is nothing at this address"),
        ("GET", "/static/nope.js", 404, "there is nothing at this address"),
        ("GET", "/static/%00", 404, "there is nothing at this address"),
        ("GET", "/static/..%2f..%2fpyproject.toml", 404, "there is nothing at this address"),
        ("GET", "/static/%2e%2e/%2e%2e/layers/settings.py", 404, "there is nothing at this"),
        ("GET", f"/static/{'a' * 3000}", 404, "there is nothing at this address"),
    ],
)
def test_error_is_a_problem(
    api: httpx.Client, method: str, address: str, status: int, detail: str
) -> None:
    problem = assert_problem(api.request(method, address), status)
    assert problem.detail.startswith(detail)


def test_error_names_the_address_asked_for(api: httpx.Client) -> None:
    assert assert_problem(api.get("/api/zones/atlantis?as_of=2026-01-01"), 404).instance == (
        "/api/zones/atlantis"
    )


def test_error_of_a_wrong_method_names_the_right_one(api: httpx.Client) -> None:
    assert "GET" in api.post("/api/zones").headers["Allow"]


@pytest.mark.parametrize(
    "fault",
    [
        RuntimeError("SELECT geheim FROM zonemap_owner"),
        psycopg.errors.SyntaxError('syntax error at or near "SELEC"\nLINE 1: SELEC'),
        DatabaseError("the role geheim", remedy="correct DATABASE_URL"),
        OSError(2, "No such file", "/site-packages/geheim.py"),
        KeyError("geheim"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_unforeseen_error_keeps_its_words_to_the_log(
    api: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise fault

    monkeypatch.setattr(zones_module, "list_zones", fail)
    problem = assert_problem(api.get("/api/zones"), 500)
    assert problem.detail == "something went wrong on our side"
    assert fault in [record.exc_info[1] for record in caplog.records if record.exc_info]


def test_unforeseen_error_tells_that_the_connection_ends(
    api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(zones_module, "list_zones", fail)
    assert api.get("/api/zones").headers["Connection"] == "close"


def test_database_without_tables_is_not_ready(
    unmigrated_database: DatabaseAddress, serve: Serve
) -> None:
    client = serve(unmigrated_database)
    for address in ("/api/zones", "/api/zones/tan-thuan", "/", "/api/health/ready"):
        answer = client.get(address)
        problem = assert_problem(answer, 503)
        assert problem.detail == "the database has no tables of ours; run `zonemap load`"
        assert answer.headers["Retry-After"] == "5"


def test_database_without_data_is_not_ready(shared_database: DatabaseAddress, serve: Serve) -> None:
    client = serve(shared_database)
    problem = assert_problem(client.get("/api/health/ready"), 503)
    assert problem.detail == "the database holds no zones; run `zonemap load`"
    problem = assert_problem(client.get("/"), 503)
    assert problem.detail == "the database holds no coastline; run `zonemap load`"
    assert client.get("/api/zones").json()["zones"] == []


def test_every_error_of_ours_has_a_status_or_is_a_fault() -> None:
    for error, status in STATUS_OF.items():
        assert issubclass(error, ZonemapError)
        assert status in (400, 404, 406, 503)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/api/zones",
        "/api/zones/tan-thuan",
        "/api/health/live",
        "/api/health/ready",
        "/api/openapi.json",
        "/static/icon.svg",
        "/nope",
        "/static",
    ],
)
def test_every_answer_has_the_security_headers(api: httpx.Client, address: str) -> None:
    headers = api.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Server" not in headers


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /static/../../pyproject.toml HTTP/1.1",
        b"GET /static/../../../../../../etc/passwd HTTP/1.1",
        b"GET //etc/passwd HTTP/1.1",
        b"GET /api/zones/../../../pyproject.toml HTTP/1.1",
    ],
)
def test_raw_request_stays_inside(api: httpx.Client, request_line: bytes) -> None:
    """As a client sends it that does not tidy the address first."""
    host, port = api.base_url.host, api.base_url.port
    with socket.create_connection((host, port), timeout=PATIENCE_S) as connection:
        connection.sendall(request_line + b"\r\nHost: a\r\nConnection: close\r\n\r\n")
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert b"root:" not in answer
    assert b"[project]" not in answer
