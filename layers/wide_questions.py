"""Questions that may take long, those with a filter or an order: bounded, so that others go on.

A filter that is legal can still keep a connection busy for seconds. Only so many such questions
are put at a time; the rest of the pool's connections is for pages, tiles and single features.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from geo.errors import QueryTooSlow, ServerBusy
from layers.settings import DatabaseSettings


class WideQuestions:
    """Lets half of a pool's connections, and at least one, answer such questions at a time.

    Parameters
    ----------
    settings
        Size of the pool, how long and how many requests wait, and how long a question may take.
    """

    def __init__(self, settings: DatabaseSettings) -> None:
        self._turns = asyncio.Semaphore(max(1, settings.pool_max_size // 2))
        self._wait_s = settings.pool_wait_s
        self._most_waiting = settings.pool_max_waiting
        self._waiting = 0
        self._timeout_ms = min(settings.filter_timeout_ms, settings.statement_timeout_ms)

    @property
    def limit_statement(self) -> bytes:
        """Statement that limits the time of the others in its transaction."""
        return b"SET LOCAL statement_timeout = %d" % self._timeout_ms

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and tell of a question that the database ended as one that took long.

        Raises
        ------
        ServerBusy
            If no turn comes in time, or too many wait already.
        QueryTooSlow
            If the question inside took longer than it may.
        """
        await self._wait()
        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            raise QueryTooSlow(
                f"the query took longer than {self._timeout_ms / 1000:g} s",
                remedy="narrow the filter to a smaller area or to one zone, or leave the order out",
            ) from error
        finally:
            self._turns.release()

    async def _wait(self) -> None:
        if self._waiting >= self._most_waiting:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._wait_s):
                await self._turns.acquire()
        except TimeoutError as error:
            raise _busy() from error
        finally:
            self._waiting -= 1


def _busy() -> ServerBusy:
    return ServerBusy(
        "too many queries with a filter or an order are being answered",
        remedy="try again in a few seconds",
    )
