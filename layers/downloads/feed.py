"""Batches of an async iterator in a thread: a few at a time, and neither side outlives the other.

Libraries that write files pull their rows, from a thread; the rows come from the event loop. What
lies between is bounded, so that a slow disk holds the database back and no file grows the memory.
"""

from __future__ import annotations

import asyncio
import queue
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from layers.downloads.layer import Batch

MOST_WAITING: Final = 3
"""Batches between the database and the file."""


class FeedAbandoned(Exception):  # noqa: N818 - no fault: the word for whoever still waits
    """Nobody wants the file any more."""


class _Feed:
    """The batches on their way; made in the event loop, iterated in the thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._room = asyncio.Semaphore(MOST_WAITING)
        # Bounded by the room above; `close` must never wait.
        self._waiting: queue.SimpleQueue[Batch | BaseException] = queue.SimpleQueue()

    async def put(self, batch: Batch) -> None:
        """Hand a batch over as soon as there is room."""
        await self._room.acquire()
        self._waiting.put(batch)

    def close(self, reason: BaseException) -> None:
        """Say that there is no more: `StopIteration` at the end, else why not."""
        self._waiting.put(reason)

    def make_room(self) -> None:
        """Let the event loop go on; called in the thread."""
        try:
            self._loop.call_soon_threadsafe(self._room.release)
        except RuntimeError:  # the loop is closed: nobody waits for room
            return

    def __iter__(self) -> Iterator[Batch]:
        while not isinstance(batch := self._waiting.get(), BaseException):
            yield batch
            self.make_room()
        if not isinstance(batch, StopIteration):
            raise batch


async def feed_thread(
    write: Callable[[Iterator[Batch]], None],
    batches: AsyncIterator[Batch],
    executor: ThreadPoolExecutor,
) -> None:
    """Run a function in a thread over batches that come from the event loop.

    Parameters
    ----------
    write
        Takes all batches and returns. If nobody waits any more, its iterator raises
        `FeedAbandoned` instead of the next batch.
    executor
        With a thread to spare. It is not waited for if this is cancelled or the batches fail:
        what is to come after it can be submitted to the same executor of one thread.

    Raises
    ------
    Exception
        Whatever `write` or the batches raise.
    """
    feed = _Feed()
    writing = executor.submit(write, iter(feed))
    writing.add_done_callback(lambda _: feed.make_room())
    try:
        async for batch in batches:
            await feed.put(batch)
            if writing.done():
                break
        else:
            feed.close(StopIteration())
        await asyncio.wrap_future(writing)
    finally:
        feed.close(FeedAbandoned())
