"""An address with a slash too many leads to the one without."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit

from fastapi import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

_KEPT = "/:@!$&'()*+,;=~"


class TrailingSlash:
    """The router's last resort: send on a reader who typed `/land/`.

    The framework can do it too, but repeats the request's Host header in the answer, and whoever
    chooses that header would choose where a cache sends others. The answer here names a path only.

    Parameters
    ----------
    otherwise
        What answers everything else.
    routes
        Gives the application's routes.
    base_url
        Address that links begin with; its path comes before ours.
    """

    def __init__(
        self, otherwise: ASGIApp, routes: Callable[[], Iterable[BaseRoute]], base_url: str
    ) -> None:
        self._otherwise = otherwise
        self._routes = routes
        self._prefix = urlsplit(base_url).path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the address without the slash, if there is something at it."""
        path = scope["path"].rstrip("/")
        answer = self._otherwise
        if scope["type"] == "http" and path != scope["path"] and self._leads_somewhere(scope, path):
            query = scope["query_string"].decode("latin-1")
            location = self._prefix + quote(path, safe=_KEPT) + (query and f"?{query}")
            answer = Response(status_code=307, headers={"Location": location})
        await answer(scope, receive, send)

    def _leads_somewhere(self, scope: Scope, path: str) -> bool:
        # A browser would take what follows two slashes for another host.
        if not path.startswith("/") or path.startswith("//"):
            return False
        asked = {**scope, "path": path}
        return any(route.matches(asked)[0] is Match.FULL for route in self._routes())
