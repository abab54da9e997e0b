"""One line of JSON for each request, on standard error."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

import orjson
from starlette.types import Scope

from api.middleware.exchange import Exchange

LONGEST_PATH = 1000
"""Characters of a path that are kept."""

MOST_PARAMETERS = 20
LONGEST_PARAMETER = 40

_STANDARD_ERROR = 2
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE


def write_to_standard_error(line: bytes) -> None:
    """Write a line in one piece, so that lines of several processes stay apart.

    A reader of ours that has left must not take the server with it: the line is lost.
    """
    with contextlib.suppress(OSError):
        os.write(_STANDARD_ERROR, line)


class AccessLog:
    """Writes what was asked and how it went, without what may be secret.

    Parameters
    ----------
    write
        Takes one line with its end.
    shows_client
        Whether the address of the client is told.
    """

    def __init__(
        self, write: Callable[[bytes], None] = write_to_standard_error, *, shows_client: bool
    ) -> None:
        self._write = write
        self._shows_client = shows_client

    def begin(self) -> None:
        """Do nothing: a request is told of when it has ended."""

    def end(self, exchange: Exchange) -> None:
        """Write the line of a request."""
        scope = exchange.scope
        line = {
            "time": datetime.now(UTC),
            "id": exchange.request_id,
            "method": _plain(scope["method"]),
            "path": path_of(scope),
            "parameters": parameter_names_of(scope["query_string"]),
            "status": exchange.status,
            "bytes": exchange.bytes_sent,
            "ms": round(exchange.seconds * 1000, 3),
        }
        if not exchange.is_whole:
            line["cut"] = True
        if self._shows_client:
            line["client"] = (scope.get("client") or (None,))[0]
        self._write(orjson.dumps(line, option=_OPTIONS))


def path_of(scope: Scope) -> str:
    """Path as it was sent, its first `LONGEST_PATH` characters.

    Percent signs keep whatever could end a line or steer a terminal in what it was sent as.
    """
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    return _plain(raw[:LONGEST_PATH].decode("latin-1"))


def parameter_names_of(query: bytes) -> list[str]:
    """Names of a query's parameters, sorted, each once, as they were sent; never their values."""
    if not query:
        return []
    names = {part.partition(b"=")[0][:LONGEST_PARAMETER] for part in query.split(b"&") if part}
    return [_plain(name.decode("latin-1")) for name in sorted(names)[:MOST_PARAMETERS]]


def _plain(text: str) -> str:
    """Write a text in visible ASCII; a server checks what it is sent, but not all do."""
    if text.isascii() and text.isprintable():
        return text
    return quote(text, safe="/%&=", encoding="latin-1", errors="replace")
