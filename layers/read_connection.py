"""A reading connection that notices by itself that its server has died or fallen silent."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import socket
from collections.abc import Awaitable, Callable

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.rows import DictRow
from psycopg_pool import AsyncConnectionPool

ANSWER_TO_CHECK_S = 1.0
"""Seconds that a connection with something unread has to show that it still works."""


class ReadConnection(psycopg.AsyncConnection[DictRow]):
    """A read-only connection whose rows are dictionaries, cut when the server falls silent.

    The server ends a query that takes too long, but a server that hangs ends nothing. Then we do:
    the socket is shut, the driver meets its end as it would meet a crash, and the pool replaces
    the connection. Cancelling would not do, because it waits for the same server.
    """

    silence_s: float = 17.0
    """Seconds of one wait for the server after which it counts as gone."""

    async def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for the server, for `silence_s` at most; every operation comes through here.

        Raises
        ------
        psycopg.OperationalError
            If the server was silent for so long; the connection cannot be used again.
        """
        # A timer costs a microsecond; a timeout around the driver's wait would cost a task.
        timer = asyncio.get_running_loop().call_later(self.silence_s, self._cut)
        try:
            return await super().wait(gen, interval, timeout)
        finally:
            timer.cancel()

    def has_unread(self) -> bool:
        """Say whether anything has come that nobody waits for, the end of the stream included.

        Raises
        ------
        psycopg.OperationalError
            If the connection is closed already.
        """
        poll = select.poll()  # not select.select, which knows no descriptor above 1023
        poll.register(self.fileno(), select.POLLIN)
        return bool(poll.poll(0))

    def _cut(self) -> None:
        # Closing the descriptor itself would pull it from under the event loop, which watches it.
        with (
            contextlib.suppress(OSError, psycopg.Error),
            socket.socket(fileno=os.dup(self.fileno())) as stream,
        ):
            stream.shutdown(socket.SHUT_RDWR)


async def require_alive(
    connection: ReadConnection, *, or_else: Callable[[], Awaitable[None]]
) -> None:
    """Refuse a connection that has broken while it was idle, at no cost to one that has not.

    A server that stops or ends a connection says so, and what it said lies unread. Only then is
    the server asked, which takes a round trip.

    Parameters
    ----------
    connection
        Idle, just taken from the pool.
    or_else
        Called before the refusal.

    Raises
    ------
    psycopg.Error
        If it does not work any longer.
    """
    try:
        if not connection.has_unread():
            return
        patience, connection.silence_s = connection.silence_s, ANSWER_TO_CHECK_S
        try:
            await AsyncConnectionPool.check_connection(connection)
        finally:
            connection.silence_s = patience
    except psycopg.Error:
        await or_else()
        raise
