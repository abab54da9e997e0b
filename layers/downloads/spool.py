"""Files that only exist when they are whole: written to a folder of their own, then handed out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from layers.downloads.feed import feed_thread
from layers.downloads.layer import Batch

FOLDER_PREFIX: Final = "zonemap-download-"
PIECE_BYTES: Final = 256 * 1024


async def spool_file(
    name: str,
    write: Callable[[Path, Iterator[Batch]], None],
    batches: AsyncIterator[Batch],
) -> AsyncGenerator[bytes, None]:
    """Write a file in a thread, then hand it out in pieces.

    Parameters
    ----------
    name
        Of the file in its folder, with its extension.
    write
        Writes it, in the thread.

    Yields
    ------
    bytes
        Pieces of `PIECE_BYTES`; none before the file is whole.
    """
    loop = asyncio.get_running_loop()
    executor = ThreadPoolExecutor(1, thread_name_prefix="download")
    stack = ExitStack()
    try:
        path = Path(stack.enter_context(TemporaryDirectory(prefix=FOLDER_PREFIX))) / name
        await feed_thread(partial(write, path), batches, executor)
        file = stack.enter_context(await loop.run_in_executor(executor, path.open, "rb"))
        while piece := await loop.run_in_executor(executor, file.read, PIECE_BYTES):
            yield piece
    finally:
        # The thread may be inside a library that ends only at the next batch. To wait for it here
        # would be cancelled again and again (anyio); whatever it does, this comes after.
        executor.submit(stack.close)
        executor.shutdown(wait=False)
