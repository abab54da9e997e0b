"""Files are streamed: nothing too early, nothing too much at once, nothing left behind."""

from __future__ import annotations

import asyncio
import resource
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from geo.errors import DatabaseUnavailable, DownloadFailed
from layers.downloads.feed import MOST_WAITING
from layers.downloads.formats import DOWNLOAD_FORMATS
from layers.downloads.layer import Batch
from layers.downloads.spool import PIECE_BYTES, spool_file
from layers.downloads.stream import stream_download
from tests.layers.downloads.made_layers import SHAPES, download, layer, row
from tests.patience import PATIENCE_S

SPOOLED = ("xlsx", "gpkg", "fgb", "parquet")
TEXT = ("geojson", "geojsonl", "csv", "kml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder in which temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def until(is_true: Callable[[], bool], *, seconds: float = PATIENCE_S) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not is_true() and time.monotonic() < end:
        time.sleep(0.01)
    return is_true()


def is_tidy(folder: Path) -> bool:
    """Whether neither a file nor a thread is left."""
    names = [thread.name for thread in threading.enumerate()]
    return not list(folder.iterdir()) and not any(name.startswith("download") for name in names)


async def endless(pulled: list[int] | None = None) -> AsyncIterator[Batch]:
    while True:
        if pulled is not None:
            pulled.append(1)
        yield [row("a", SHAPES["multipolygon"])] * 100
        await asyncio.sleep(0)


async def failing_after(batches: int) -> AsyncIterator[Batch]:
    for _ in range(batches):
        yield [row("a", SHAPES["multipolygon"])] * 100
    raise DatabaseUnavailable("the database went away")


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """A disk on which no file grows beyond a size."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize("format_id", DOWNLOAD_FORMATS)
def test_nothing_comes_before_the_first_batch(folder: Path, format_id: str) -> None:
    async def run() -> None:
        with pytest.raises(DatabaseUnavailable, match="went away"):
            await anext(stream_download(format_id, layer(), failing_after(0)))

    asyncio.run(run())

    assert until(lambda: is_tidy(folder))


@pytest.mark.parametrize("format_id", DOWNLOAD_FORMATS)
def test_error_of_the_batches_ends_the_file(folder: Path, format_id: str) -> None:
    pieces: list[bytes] = []

    async def run() -> None:
        async for piece in stream_download(format_id, layer(), failing_after(10)):
            pieces.append(piece)

    with pytest.raises(DatabaseUnavailable, match="went away"):
        asyncio.run(run())

    assert until(lambda: is_tidy(folder))
    assert len(pieces) == (10 if format_id in TEXT else 0)


@pytest.mark.parametrize("format_id", DOWNLOAD_FORMATS)
def test_client_that_goes_away_while_the_file_is_made(folder: Path, format_id: str) -> None:
    async def run() -> None:
        async def take() -> None:
            async for _ in stream_download(format_id, layer(), endless()):
                pass

        task = asyncio.create_task(take())
        await asyncio.sleep(0.1)
        assert format_id in TEXT or list(folder.iterdir())
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())

    assert until(lambda: is_tidy(folder))


@pytest.mark.parametrize("format_id", SPOOLED)
def test_client_that_goes_away_in_the_middle(folder: Path, format_id: str) -> None:
    async def batches() -> AsyncIterator[Batch]:
        for start in range(0, 20_000, 1000):
            yield [row(f"{start + at:x}" * 9, name_vi=str(hash((start, at)))) for at in range(1000)]

    async def run() -> int:
        async with aclosing(stream_download(format_id, layer(), batches())) as pieces:
            return len(await anext(pieces))

    assert asyncio.run(run()) == PIECE_BYTES
    assert until(lambda: is_tidy(folder))


def test_file_is_left_nowhere_after_its_last_piece(folder: Path) -> None:
    assert download("gpkg", layer(), [row("a")]).startswith(b"SQLite format 3")
    assert until(lambda: is_tidy(folder))


@pytest.mark.usefixtures("folder")
def test_slow_disk_holds_the_batches_back() -> None:
    pulled: list[int] = []
    may_write = threading.Event()

    def write(path: Path, batches: Iterator[Batch]) -> None:
        path.write_bytes(b"x")
        may_write.wait()
        for _ in batches:
            pass

    async def run() -> None:
        task = asyncio.create_task(anext(spool_file("x", write, endless(pulled))))
        await asyncio.sleep(0.2)
        assert len(pulled) == MOST_WAITING + 1
        task.cancel()
        may_write.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())


def test_error_of_the_writer_ends_the_batches(folder: Path) -> None:
    closed: list[bool] = []

    async def batches() -> AsyncIterator[Batch]:
        try:
            async for batch in endless():
                yield batch
        finally:
            closed.append(True)

    def write(path: Path, batches: Iterator[Batch]) -> None:
        next(batches)
        raise DownloadFailed("the disk is gone")

    async def run() -> None:
        async with aclosing(batches()) as rows:
            with pytest.raises(DownloadFailed, match="the disk is gone"):
                await anext(spool_file("x", write, rows))

    asyncio.run(run())

    assert closed == [True]
    assert until(lambda: is_tidy(folder))


@pytest.mark.parametrize("format_id", SPOOLED)
@pytest.mark.parametrize("has_gap", [True, False])
def test_full_disk_gives_an_error_and_no_file(folder: Path, format_id: str, has_gap: bool) -> None:
    rows = [row(f"{at:06}" * 5, SHAPES["multipolygon"], name_vi=str(at)) for at in range(2000)]
    rows += [row("nowhere", None)] if has_gap else []
    whole = len(download(format_id, layer(), rows))

    for share in (0, 0.02, 0.3, 0.7, 0.9, 0.98, 0.999):
        with files_at_most(int(whole * share)), pytest.raises(DownloadFailed) as caught:
            download(format_id, layer(), rows)
        assert "could not be written to its end" in str(caught.value)
        assert str(folder) not in str(caught.value)

    assert until(lambda: is_tidy(folder))


def test_event_loop_goes_on_while_a_file_is_made() -> None:
    rows = [row(str(at), SHAPES["multipolygon"]) for at in range(4000)]
    beats: list[float] = []

    async def beat() -> None:
        while True:
            beats.append(time.monotonic())
            await asyncio.sleep(0.001)

    async def batches() -> AsyncIterator[Batch]:
        for start in range(0, len(rows), 500):
            yield rows[start : start + 500]

    async def run(format_id: str) -> None:
        task: asyncio.Task[Any] = asyncio.create_task(beat())
        async for _ in stream_download(format_id, layer(), batches()):
            pass
        task.cancel()

    for format_id in DOWNLOAD_FORMATS:
        asyncio.run(run(format_id))

    assert len(beats) > 3 * len(DOWNLOAD_FORMATS)
