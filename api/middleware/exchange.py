"""One request and its answer, measured once for all who want to know of it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CLIENT_LEFT = 499
"""Status of a request whose client left before there was an answer; none is sent."""


@dataclass(slots=True)
class Exchange:
    """What is known of a request when it has ended.

    Attributes
    ----------
    request_id
        Made here; a client's own would let it forge our log.
    scope
        The request as the server and the router describe it.
    status
        Status of the answer; `CLIENT_LEFT` if the client did not wait for one.
    bytes_sent
        Bytes of the answer's body as it left us, after compression.
    seconds
        From the first look at the request to the end of the answer.
    is_whole
        Whether the answer was sent to its end.
    """

    request_id: str
    scope: Scope
    status: int = 0
    bytes_sent: int = 0
    seconds: float = 0.0
    is_whole: bool = False


class Observer(Protocol):
    """Who wants to know of requests."""

    def begin(self) -> None:
        """Take note that a request has come."""

    def end(self, exchange: Exchange) -> None:
        """Take note of a request that has ended."""


class Exchanges:
    """Gives each request an id, measures it and tells the observers.

    Parameters
    ----------
    app
        What answers. An error that it raises after a whole answer has been logged by it, and
        ends here.
    observers
        Who is told.
    """

    def __init__(self, app: ASGIApp, observers: Sequence[Observer]) -> None:
        self.app = app
        self._observers = tuple(observers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with an `X-Request-Id`."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = Exchange(secrets.token_hex(6), scope)
        scope.setdefault("state", {})["request_id"] = exchange.request_id
        has_body = scope["method"] != "HEAD"

        async def send_measured(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                header = (b"x-request-id", exchange.request_id.encode())
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)
            if message["type"] == "http.response.body":
                if has_body:
                    exchange.bytes_sent += len(message.get("body", b""))
                exchange.is_whole = not message.get("more_body", False)

        for observer in self._observers:
            observer.begin()
        started = time.perf_counter()
        try:
            await self.app(scope, receive, send_measured)
        except Exception:
            if not exchange.is_whole:
                exchange.status = exchange.status or 500  # the server makes this answer
                raise
        finally:
            exchange.seconds = time.perf_counter() - started
            exchange.status = exchange.status or CLIENT_LEFT
            for observer in self._observers:
                observer.end(exchange)
