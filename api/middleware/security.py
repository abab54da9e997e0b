"""Headers that every answer carries, whatever made it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class SecurityHeaders:
    """Adds the headers that an answer does not bring itself.

    Parameters
    ----------
    app
        What answers.
    headers
        Names and values in ASCII.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self._headers = as_sent(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                brought = message.get("headers", ())
                names = {name.lower() for name, _ in brought}
                # A new list: the old one may belong to an answer that is kept and sent again.
                message["headers"] = [
                    *brought,
                    *[header for header in self._headers if header[0] not in names],
                ]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def as_sent(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as a server sends them, names in lower case."""
    return [
        (name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers.items()
    ]
