"""No answer repeats the request's Host header, wherever a framework would build an address."""

from __future__ import annotations

import socket

import httpx
import pytest

from api.settings import ServerSettings
from tests.api.conftest import served
from tests.api.test_middleware import NOWHERE
from tests.patience import PATIENCE_S

HOST = "evil.example"


def ask(client: httpx.Client, target: str, *headers: str) -> bytes:
    """Answer to a request as an attacker writes it, head and body."""
    address = (client.base_url.host, client.base_url.port)
    lines = [f"GET {target} HTTP/1.1", f"Host: {HOST}", "Connection: close", *headers]
    answer = b""
    with socket.create_connection(address, timeout=PATIENCE_S) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/land",
        "/land/",
        "/land/tan-thuan",
        "/land/atlantis",
        "/studio",
        "/api/still/options",
        "/api/still/layout?size=640x360",
        "/docs",
        "/docs/",
        "/metrics",
        "/api/zones/",
        "/api/zones/tan-thuan",
        "/api/zones/atlantis",
        "/api/openapi.json",
        "/api/health/ready",
        "/api/exports/zones?format=csv",
        "/ogc",
        "/ogc/",
        "/ogc/collections/",
        "/static",
        "/static/",
        "/static/js",
        "/static/icon.svg",
        "/nope",
        "//evil.example/",
        "/?as_of=soon",
        f"http://{HOST}/land/",
    ],
)
def test_host_header_is_repeated_nowhere(api: httpx.Client, target: str) -> None:
    answer = ask(api, target, f"X-Forwarded-Host: {HOST}", "X-Forwarded-Proto: gopher")
    assert answer.startswith(b"HTTP/1.1 ")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"evil" not in head
    assert b"gopher" not in answer
    if HOST not in target.removeprefix("http://"):
        assert b"evil" not in body


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/land/", "/land"),
        ("/land///", "/land"),
        ("/docs/?lang=en", "/docs?lang=en"),
        ("/api/zones/", "/api/zones"),
        ("/land/a%5cb%2f%2fc%0d%0a/", None),
        ("/land/t%C3%A2n/", "/land/t%C3%A2n"),
        ("/land/a%5c%5cevil/", "/land/a%5C%5Cevil"),
        ("/land/a%0d%0aX-Evil:%201/", "/land/a%0D%0AX-Evil:%201"),
    ],
)
def test_slash_too_many_is_sent_on_by_path(
    api: httpx.Client, target: str, location: str | None
) -> None:
    answer = api.get(target)
    if location is None:
        assert answer.status_code == 404
    else:
        assert (answer.status_code, answer.headers["Location"]) == (307, location)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "target", ["/nope/", "//evil.example/", "///land/", "/%2fevil.example/", "/static/"]
)
def test_slash_leads_nowhere_else(api: httpx.Client, target: str) -> None:
    answer = ask(api, target)
    assert answer.startswith(b"HTTP/1.1 404")
    assert b"\r\nlocation:" not in answer.lower()


def test_path_of_the_base_url_comes_first() -> None:
    server = ServerSettings(public_url="https://maps.example.org/zones/", access_log=False)
    with served(NOWHERE, server=server, pool_min_size=0) as client:
        assert client.get("/land/").headers["Location"] == "/zones/land"
