"""Answers are compressed where that makes them smaller."""

from __future__ import annotations

import re

from starlette.middleware.gzip import GZipResponder
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1000
"""Bytes below which an answer goes out as it is."""

LEVEL = 6
"""Of 9: the levels above take twice the time for a hundredth of the size."""

COMPRESSED_TYPES = frozenset(
    {
        # Tiles come in thousands and save little: geometry in them is packed already.
        "application/vnd.mapbox-vector-tile",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/geopackage+sqlite3",
        "application/vnd.apache.parquet",
        "application/gzip",
        "application/zip",
        "application/octet-stream",
        "font/woff2",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/avif",
    }
)
"""Media types that are compact in themselves, or not worth the time."""


class Compression:
    """Compresses with gzip what a client can read and what is not compressed yet.

    An answer in parts stays one: each part is compressed and flushed as it comes.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, compressed if that is of use."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen: Send | None = None

        async def send_chosen(message: Message) -> None:
            nonlocal chosen
            if chosen is None:
                chosen = send
                if message["type"] == "http.response.start" and _is_worth_it(message):
                    if _is_read_by_client(scope):
                        # Made only now: it costs more than all our other layers together.
                        responder = GZipResponder(self.app, SMALLEST, LEVEL)
                        responder.send = send
                        chosen = responder.send_with_compression
                    else:
                        _vary(message)
            await chosen(message)

        await self.app(scope, receive, send_chosen)


def _is_worth_it(message: Message) -> bool:
    if message["status"] in (204, 206, 304):
        return False
    media_type = b""
    for name, value in message.get("headers", ()):
        match name.lower():
            case b"content-encoding":
                return False
            case b"content-length" if value.isdigit() and int(value) < SMALLEST:
                return False
            case b"content-type":
                media_type = value
    return media_type.partition(b";")[0].strip().lower().decode("latin-1") not in COMPRESSED_TYPES


def reads_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip, by its Accept-Encoding; `gzip;q=0` says that it does not."""
    for part in accept_encoding.lower().split(","):
        coding, _, weight = (piece.strip() for piece in part.partition(";"))
        if coding == "gzip":
            return not re.fullmatch(r"q=0(\.0*)?", weight)
    return False


def _is_read_by_client(scope: Scope) -> bool:
    return any(
        name == b"accept-encoding" and reads_gzip(value.decode("latin-1"))
        for name, value in scope["headers"]
    )


def _vary(message: Message) -> None:
    """Tell caches that another client gets this answer compressed."""
    headers = [(name.lower(), value) for name, value in message.get("headers", ())]
    told = [value for name, value in headers if name == b"vary"]
    if not any(b"accept-encoding" in value.lower() or value == b"*" for value in told):
        rest = [header for header in headers if header[0] != b"vary"]
        message["headers"] = [*rest, (b"vary", b", ".join([*told, b"Accept-Encoding"]))]
