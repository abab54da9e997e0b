"""The addresses that are asked most often, answered before the framework looks at a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

REFUSAL: Final = "zonemap.refusal"
"""Key in the scope of an error that a handler has raised already."""


class QuickRoutes:
    """Calls the handlers of some routes itself; the rest is left to the application.

    Going through the framework's own layers takes longer than most answers. An error goes through
    them, with all that the application does about it: the handler finds it as `REFUSAL` in the
    scope and raises it again instead of working again.

    Parameters
    ----------
    app
        What answers everything else.
    begin
        What all paths of the routes begin with.
    routes
        Answered here if they are asked by GET.
    """

    def __init__(self, app: ASGIApp, begin: str, routes: Sequence[Route]) -> None:
        self.app = app
        self._begin = begin
        self._routes = [(route.path_regex, route.endpoint) for route in routes]

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
                    scope[REFUSAL] = error
                    break
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)
