"""Work ends when the client that asked for it has left."""

from __future__ import annotations

import asyncio
from collections import deque

from starlette.types import ASGIApp, Message, Receive, Scope, Send

WATCHED_AFTER_S = 0.05
"""Seconds that a request takes before anybody looks whether its client is still there."""

_READING = frozenset({"GET", "HEAD"})
_READING_PATHS = ("/api/still",)
"""Below these a POST only asks, with a long question."""
_FILE_PATHS = ("/static/",)
"""Below these no query runs. A thread opens the file, and would open it for nobody to close."""


class CancelOnDisconnect:
    """Cancels a request's task when its client leaves before the answer is complete.

    A query that runs for the request is then ended in the database, and its connection goes back
    to the pool. Only reading is cancelled: what changes something is finished.

    Parameters
    ----------
    app
        What answers, in the task that calls it.
    after_s
        Seconds after which the client is watched; quicker requests pay for a timer only.
    """

    def __init__(self, app: ASGIApp, *, after_s: float = WATCHED_AFTER_S) -> None:
        self.app = app
        self._after_s = after_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or stop when nobody is left to answer."""
        task = asyncio.current_task()
        if scope["type"] != "http" or not _is_reading(scope) or task is None:
            await self.app(scope, receive, send)
            return
        # From 2.4 on answers in parts are sent from the request's own task. Before, a group of
        # tasks sends them and cancels again and again, which tears the driver out of its own
        # cancelling and costs the connection.
        scope["asgi"] = {**scope["asgi"], "spec_version": "2.4"}
        watch = _Watch(task, receive, send)
        watch.begin(self._after_s)
        try:
            await self.app(scope, watch.receive, watch.send)
        except asyncio.CancelledError:
            # Somebody else's cancelling, as at the server's end, is not for us to swallow.
            if not watch.has_left or task.uncancel() > 0:
                raise
        finally:
            watch.end()


def _is_reading(scope: Scope) -> bool:
    if scope["path"].startswith(_FILE_PATHS):
        return False
    is_asking = scope["method"] == "POST" and scope["path"].startswith(_READING_PATHS)
    return is_asking or scope["method"] in _READING


class _Watch:
    """Listens for the end of one request's connection, beside whoever reads the request.

    Parameters
    ----------
    task
        What is cancelled.
    receive, send
        Of the server.
    """

    __slots__ = ("_lock", "_receive", "_send", "_task", "_timer", "_unread", "_watcher", "has_left")

    def __init__(self, task: asyncio.Task[object], receive: Receive, send: Send) -> None:
        self.has_left = False
        self._task = task
        self._receive = receive
        self._send = send
        self._lock: asyncio.Lock | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._unread: deque[Message] | None = None
        self._watcher: asyncio.Task[None] | None = None

    def begin(self, after_s: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(after_s, self._listen_from_now)

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._watcher is not None:
            self._watcher.cancel()
            self._watcher = None

    async def receive(self) -> Message:
        """Next message of the request, as the server or the watcher has it."""
        async with self._alone():
            if self._unread:
                return self._unread.popleft()
            return await self._receive()

    async def send(self, message: Message) -> None:
        """Pass on a part of the answer; after the last one there is nothing left to cancel."""
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            # The server calls the end of the answer a disconnection too.
            self.end()
        await self._send(message)

    def _alone(self) -> asyncio.Lock:
        if self._lock is None:
            self._lock = asyncio.Lock()
        return self._lock

    def _listen_from_now(self) -> None:
        self._watcher = asyncio.get_running_loop().create_task(self._listen())

    async def _listen(self) -> None:
        self._unread = deque()
        while True:
            async with self._alone():
                message = await self._receive()
                if message["type"] == "http.disconnect":
                    break
                self._unread.append(message)
                if message.get("more_body", False):
                    return  # a body that nobody reads would fill the memory
        self.has_left = True
        self._task.cancel()
