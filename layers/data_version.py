"""The version of the data, asked for once by all who wait for it."""

from __future__ import annotations

import asyncio

from layers.database import ReadPool
from layers.feature_reading import read_tag


class VersionWatch:
    """Tells the database's present version to many requests with few questions.

    A request is only told what was asked after it came: so what is kept under that version is as
    new as the database was then, whichever process changed it. Requests that come while a question
    is under way share the next one.

    Parameters
    ----------
    pool
        Where the question goes.
    """

    def __init__(self, pool: ReadPool) -> None:
        self._pool = pool
        self._next: asyncio.Future[str] | None = None
        self._asking: asyncio.Task[None] | None = None

    async def current(self) -> str:
        """Version as `data_tag` names it.

        Raises
        ------
        DatabaseUnavailable, DatabaseNotReady
            See `layers.database.translate_errors`.
        """
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        answer = self._next
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        # One that leaves must not take the answer from the others.
        return await asyncio.shield(answer)

    async def _ask(self) -> None:
        while (answer := self._next) is not None:
            self._next = None
            try:
                answer.set_result(await read_tag(self._pool))
            except BaseException as error:
                answer.set_exception(error)
                answer.exception()  # somebody may have left before it came
                if not isinstance(error, Exception):
                    raise
