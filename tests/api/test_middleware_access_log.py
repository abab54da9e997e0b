"""One line of JSON for each request, which holds no secret and cannot be forged."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from api.middleware import access_log
from api.middleware.access_log import LONGEST_PATH, MOST_PARAMETERS, AccessLog
from api.middleware.exchange import Exchange
from api.settings import ServerSettings
from tests.api.conftest import served
from tests.api.test_middleware import NOWHERE, add_routes
from tests.patience import PATIENCE_S

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def client(
    request: pytest.FixtureRequest, capfdbinary: pytest.CaptureFixture[bytes]
) -> Iterator[httpx.Client]:
    server = ServerSettings(**getattr(request, "param", {}))
    with served(NOWHERE, server=server, prepare=add_routes, pool_min_size=0) as opened:
        yield opened


def read_log(client: httpx.Client, capture: pytest.CaptureFixture[bytes]) -> bytes:
    """Everything logged so far; a request is logged just after its answer is sent."""
    last = client.get("/api/health/live").headers["X-Request-Id"].encode()
    written = b""
    deadline = time.monotonic() + PATIENCE_S
    while last not in written:
        assert time.monotonic() < deadline
        time.sleep(0.01)
        written += capture.readouterr().err
    return b"".join(line for line in written.splitlines(keepends=True) if last not in line)


@pytest.fixture
def lines(client: httpx.Client, capfdbinary: pytest.CaptureFixture[bytes]) -> Lines:
    """What was logged since the last call."""

    def read() -> list[dict[str, Any]]:
        written = read_log(client, capfdbinary).splitlines()
        return [json.loads(line) for line in written if line.startswith(b"{")]

    return read


def test_line_tells_of_a_request(client: httpx.Client, lines: Lines) -> None:
    answer = client.get("/static/icon.svg", params={"v": "geheim", "a": "b"})
    (line,) = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", line.pop("time"))
    assert 0 < line.pop("ms") < 5000
    assert line == {
        "id": answer.headers["X-Request-Id"],
        "method": "GET",
        "path": "/static/icon.svg",
        "parameters": ["a", "v"],
        "status": 200,
        "bytes": int(answer.headers["Content-Length"]),
    }


def test_line_has_no_secret(
    client: httpx.Client, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    headers = {"Authorization": "geheim", "Cookie": "geheim", "User-Agent": "geheim"}
    client.get("/api/zones?token=geheim&x=geheim", headers=headers)
    written = read_log(client, capfdbinary)
    assert b"/api/zones" in written
    assert b"geheim" not in written
    assert b"127.0.0.1" not in b"".join(
        line for line in written.splitlines() if line.startswith(b"{")
    )


@pytest.mark.parametrize("client", [{"access_log": False}], indirect=True)
def test_log_can_be_switched_off(
    client: httpx.Client, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    client.get("/nope")
    client.get("/nope")
    assert b"{" not in capfdbinary.readouterr().err


@pytest.mark.parametrize("client", [{"access_log_client": True}], indirect=True)
def test_client_is_told_if_a_setting_says_so(client: httpx.Client, lines: Lines) -> None:
    client.get("/nope", headers={"X-Forwarded-For": "6.6.6.6"})
    assert [line["client"] for line in lines()] == ["127.0.0.1"]


def test_bytes_are_those_that_left(client: httpx.Client, lines: Lines) -> None:
    """Compressed, in parts, and none for HEAD."""
    compressed = client.get("/api/test/typed?kind=text/plain")
    client.get("/api/test/stream", headers={"Accept-Encoding": "identity"})
    client.head("/docs")
    assert [line["bytes"] for line in lines()] == [
        int(compressed.headers["Content-Length"]),
        3 * 4000,
        0,
    ]


def test_failures_have_their_status(client: httpx.Client, lines: Lines) -> None:
    client.get("/api/test/fails")
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/api/test/fails-half-way")
    first, second = lines()
    assert (first["status"], "cut" in first) == (500, False)
    assert (second["status"], second["cut"]) == (200, True)


@pytest.mark.parametrize(
    "target",
    [
        "/a%0a%0d%1b[31m%00",
        "/%e2%80%a8%c2%85",
        '/"},{"status":200',
        "/" + "x" * 5000,
        "/nope?a%0ab=1&%1b=2&%e2%80%a8",
    ],
)
def test_hostile_address_stays_in_its_line(
    client: httpx.Client, capfdbinary: pytest.CaptureFixture[bytes], target: str
) -> None:
    address = (client.base_url.host, client.base_url.port)
    with socket.create_connection(address, timeout=PATIENCE_S) as raw:
        raw.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        while raw.recv(65536):
            pass
    written = read_log(client, capfdbinary)
    (line,) = written.decode("ascii").splitlines()
    assert written.count(b"\n") == 1
    assert json.loads(line)["status"] == 404
    assert len(line) < LONGEST_PATH + 500


def exchange(**scope: Any) -> Exchange:
    given = {"method": "GET", "path": "/", "query_string": b"", **scope}
    return Exchange("0123456789ab", given, status=200, is_whole=True)


def test_parameters_are_few_and_short() -> None:
    written: list[bytes] = []
    query = b"&".join(b"p%d=1" % number for number in range(500)) + b"&" + b"q" * 9000
    AccessLog(written.append, shows_client=False).end(exchange(query_string=query))
    names = json.loads(written[0])["parameters"]
    assert len(names) == MOST_PARAMETERS
    assert len(written[0]) < 1000


@pytest.mark.parametrize("path", ["/a\nb", "/\x1b[2J", "/\u2028", "/\udc80", "/\x9b"])
def test_server_that_lets_control_characters_through(path: str) -> None:
    written: list[bytes] = []
    AccessLog(written.append, shows_client=False).end(exchange(path=path, method="G\nET"))
    (line,) = written[0].decode("ascii").splitlines()
    assert json.loads(line)["path"].isprintable()


def test_reader_of_the_log_that_left_takes_nobody_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(access_log.os, "write", refuse)
    AccessLog(shows_client=False).end(exchange())
