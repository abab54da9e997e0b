"""Pages of any origin may read the interfaces, and nothing else of ours."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

READABLE_HEADERS = (
    "Content-Crs",
    "Content-Disposition",
    "ETag",
    "Link",
    "Retry-After",
    "X-Request-Id",
    "Zonemap-Findings",
)
"""Headers of an answer that a page of another origin may read."""

_METHODS = b"GET, HEAD, OPTIONS"
_ORIGIN = (b"access-control-allow-origin", b"*")
OPEN_HEADERS = (
    _ORIGIN,
    (b"access-control-expose-headers", ", ".join(READABLE_HEADERS).encode()),
)
"""What lets a page of any origin read an answer."""

_PREFLIGHT = [
    _ORIGIN,
    (b"access-control-allow-methods", _METHODS),
    # A condition such as If-None-Match has to be allowed; without credentials all may be.
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
    (b"allow", _METHODS),
]


class CrossOrigin:
    """Lets pages of any origin read what is below some paths, without credentials.

    Parameters
    ----------
    app
        What answers.
    paths
        Paths without a slash at their end; what is below them is open.

    Notes
    -----
    The answer is the same for every origin and for none, so that a cache may keep one for all;
    no header of the request is repeated in it.
    """

    def __init__(self, app: ASGIApp, paths: Sequence[str]) -> None:
        self.app = app
        self._paths = frozenset(paths)
        self._folders = tuple(f"{path}/" for path in paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is asked in advance, and let the rest be read."""
        if scope["type"] != "http" or not self._is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": _PREFLIGHT})
            await send({"type": "http.response.body"})
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *OPEN_HEADERS]
            await send(message)

        await self.app(scope, receive, send_open)

    def _is_open(self, path: str) -> bool:
        return path.startswith(self._folders) or path in self._paths
