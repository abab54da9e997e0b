"""The desk that requests for pictures come to: so many wait, so many are made, the rest are told.

Requests for the same picture share one making; who leaves before it is begun gives up the place.
"""

from __future__ import annotations

import asyncio
import functools
import heapq
import itertools
import os
import pickle
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from api.ogc.cache import AnswerCache
from api.stills.worker import MOST_MATERIALS, Done, Job
from api.stills.workers import Worker
from api.zone_memory import Latest
from geo.errors import ServerBusy
from maps.stills.material import Material

LONGEST_S: Final = 30.0
"""Seconds that one picture may take, and one second more for each million pixels."""

LARGE_PX: Final = 12_000_000
"""Pixels from which a picture is made while no other large one is: it may take 300 MB."""

KEPT_BYTES: Final = 48_000_000
MOST_UPLOADS: Final = 4

ReadMaterial = Callable[[], Awaitable[Material]]


@dataclass(slots=True)
class _Making:
    """A picture that is asked for by one or more requests."""

    task: asyncio.Task[Done] | None = None
    waiters: int = 0
    is_begun: bool = False


@dataclass(order=True, slots=True)
class _Place:
    """A place in the queue for a worker; what is quick goes first."""

    is_slow: bool
    number: int
    turn: asyncio.Future[Worker] = field(compare=False)


class StillDesk:
    """Takes requests for pictures, and hands them to worker processes.

    Parameters
    ----------
    workers
        Processes; they start with the first picture.
    most_waiting
        Pictures that may wait for one of them.
    longest_s
        Seconds that one small picture may take.
    """

    def __init__(self, workers: int, most_waiting: int, *, longest_s: float = LONGEST_S) -> None:
        self.workers = tuple(Worker() for _ in range(workers))
        self._longest_s = longest_s
        self.cache = AnswerCache(KEPT_BYTES)
        self.uploads = asyncio.Semaphore(MOST_UPLOADS)
        self._most = workers + most_waiting
        self._idle = list(self.workers)
        self._queue: list[_Place] = []
        self._numbers = itertools.count()
        self._making: dict[str, _Making] = {}
        self._materials: Latest[str, bytes] = Latest(MOST_MATERIALS)
        self._reading = asyncio.Lock()
        self._large = asyncio.Lock()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="stills")
        self._warming: asyncio.Task[None] | None = None

    @property
    def in_hand(self) -> int:
        """Pictures that are made or wait."""
        return len(self._making)

    def warm(self) -> None:
        """Start the processes beside everything else, for a picture will be asked for soon."""
        if self._warming is None:
            self._warming = asyncio.create_task(self._warm())

    async def make(
        self, name: str, job: Job, *, key: str, read: ReadMaterial, file: int | None = None
    ) -> Done:
        """Have something made, or wait for it if it is being made.

        Parameters
        ----------
        name
            All that it depends on, the version of the data included.
        key
            Of the material: the version of the data, and the day or days.
        read
            Reads the material where it is not at hand.
        file
            Descriptor of a file that goes with the job; the caller closes it when it likes.

        Raises
        ------
        ServerBusy
            If as many pictures as may wait are waiting, the process died or took too long.
        InvalidSpec, UnknownZone
            If it cannot be drawn.
        StillFailed
            If there is a fault in the program.
        DatabaseUnavailable, DatabaseNotReady
            As `read` raises them.
        """
        making = self._making.get(name)
        if making is None:
            if len(self._making) >= self._most:
                raise ServerBusy(
                    f"{len(self._making)} pictures are being made or wait",
                    remedy="ask again in a few seconds",
                )
            making = self._making[name] = _Making()
            own = None if file is None else os.dup(file)
            making.task = asyncio.create_task(self._make(name, making, job, key, read, own))
            # Somebody may have left before an error came.
            making.task.add_done_callback(lambda task: task.cancelled() or task.exception())
        assert making.task is not None  # noqa: S101 - set where it is made
        making.waiters += 1
        try:
            return await asyncio.shield(making.task)
        finally:
            making.waiters -= 1
            if making.waiters == 0 and not making.is_begun:
                making.task.cancel()

    async def close(self) -> None:
        """End the processes."""
        for making in list(self._making.values()):
            if making.task is not None:
                making.task.cancel()
        for worker in self.workers:
            worker.end()
        await asyncio.to_thread(self._reap)

    def _reap(self) -> None:
        for worker in self.workers:
            worker.reap()
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _make(
        self, name: str, making: _Making, job: Job, key: str, read: ReadMaterial, file: int | None
    ) -> Done:
        try:
            pickled = await self._material(key, read) if key else b""
            if _pixels(job) < LARGE_PX:
                return await self._hand_over(making, job, key, pickled, file)
            async with self._large:
                return await self._hand_over(making, job, key, pickled, file)
        finally:
            if file is not None and not making.is_begun:
                os.close(file)
            if self._making.get(name) is making:
                del self._making[name]

    async def _hand_over(
        self, making: _Making, job: Job, key: str, pickled: bytes, file: int | None
    ) -> Done:
        worker = await self._take(is_slow=job.preview_px is None and job.kind == "picture")
        making.is_begun = True
        longest_s = self._longest_s + _pixels(job) / 1e6

        def run() -> Done:
            try:
                return worker.run(job, key, pickled, file, longest_s=longest_s)
            finally:
                if file is not None:
                    os.close(file)

        work = asyncio.get_running_loop().run_in_executor(self._threads, run)
        # The worker is free when it is done, whoever has left by then.
        work.add_done_callback(lambda _: self._give_back(worker))
        return await work

    async def _material(self, key: str, read: ReadMaterial) -> bytes:
        async with self._reading:
            pickled = self._materials.get(key)
            if pickled is None:
                material = await read()
                pickled = await asyncio.to_thread(pickle.dumps, material, 5)
                self._materials.put(key, pickled)
            return pickled

    async def _take(self, *, is_slow: bool) -> Worker:
        if self._idle:
            return self._idle.pop()
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, _Place(is_slow, next(self._numbers), turn))
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back(turn.result())
            raise

    def _give_back(self, worker: Worker) -> None:
        while self._queue:
            place = heapq.heappop(self._queue)
            if not place.turn.done():
                place.turn.set_result(worker)
                return
        self._idle.append(worker)

    async def _warm(self) -> None:
        for worker in list(self._idle):
            if worker not in self._idle:
                continue  # it has work, which warms it as well
            self._idle.remove(worker)
            work = asyncio.get_running_loop().run_in_executor(
                self._threads, worker.run, Job("warm")
            )
            work.add_done_callback(functools.partial(self._warmed, worker))

    def _warmed(self, worker: Worker, work: asyncio.Future[Done]) -> None:
        if not work.cancelled():
            work.exception()  # the first picture will meet it again, and tell
        self._give_back(worker)


def _pixels(job: Job) -> int:
    if job.kind == "lint":  # how large the picture is, only its worker will know
        return LARGE_PX
    if job.spec is None:
        return 0
    size = job.spec.pixels
    if job.preview_px is None:
        return size.width_px * size.height_px
    return job.preview_px * job.preview_px * size.height_px // size.width_px
