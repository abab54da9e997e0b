"""The addresses that are asked most often, answered before the framework looks at a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

OUTCOME: Final = "zonemap.outcome"
"""Key in the scope of what a handler has come to already: a response, or the error it raised."""

Headers = list[tuple[bytes, bytes]]


class WholeAnswer(Response):
    """An answer that may leave as it is: whole, compressed if it is to be, and described.

    Parameters
    ----------
    headers
        All that the answer has of its own, names in lower case; they are not looked over again.
    """

    def __init__(self, status: int, body: bytes, headers: Headers) -> None:
        self.status_code = status
        self.body = body
        self.raw_headers = headers
        self.background = None


class QuickRoutes:
    """Calls the handlers of some routes itself; the rest is left to the application.

    Going through the framework and the layers around it takes longer than most answers. What is not
    a `WholeAnswer` goes through them, with all that they do about errors and pages: the handler
    finds it as `OUTCOME` in the scope and gives it out or raises it instead of working again.

    Parameters
    ----------
    app
        What answers everything else, within its layers.
    begin
        What all paths of the routes begin with.
    routes
        Answered here if they are asked by GET.
    headers
        What the layers would add to every answer.
    """

    def __init__(self, app: ASGIApp, begin: str, routes: Sequence[Route], headers: Headers) -> None:
        self.app = app
        self._begin = begin
        self._routes = [(route.path_regex, route.endpoint) for route in routes]
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] == "http" and scope["method"] == "GET" and not scope.get("root_path"):
            path = scope["path"]
            for pattern, endpoint in self._routes if path.startswith(self._begin) else ():
                found = pattern.match(path)
                if found is None:
                    continue
                # As the router leaves them.
                scope["endpoint"], scope["path_params"] = endpoint, found.groupdict()
                try:
                    response = await endpoint(Request(scope, receive, send))
                except Exception as error:
                    scope[OUTCOME] = error
                    break
                if isinstance(response, WholeAnswer):
                    headers = [*response.raw_headers, *self._headers]
                    status = response.status_code
                    start = {"type": "http.response.start", "status": status, "headers": headers}
                    await send(start)
                    await send({"type": "http.response.body", "body": response.body})
                    return
                scope[OUTCOME] = response
                break
        await self.app(scope, receive, send)
