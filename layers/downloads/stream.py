"""A query of a collection as a file, streamed: what it takes does not grow with the rows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from layers.downloads.drivers import write_flatgeobuf, write_geopackage
from layers.downloads.formats import require_format
from layers.downloads.kml import KmlWriter
from layers.downloads.layer import Batch, DownloadLayer
from layers.downloads.parquet import write_parquet
from layers.downloads.spool import spool_file
from layers.downloads.text import CsvWriter, GeoJsonSequenceWriter, GeoJsonWriter, TextWriter
from layers.downloads.workbook import write_workbook

_TEXT_WRITERS: Final[Mapping[str, Callable[[DownloadLayer], TextWriter]]] = MappingProxyType(
    {
        "geojson": GeoJsonWriter,
        "geojsonl": GeoJsonSequenceWriter,
        "csv": CsvWriter,
        "kml": KmlWriter,
    }
)
_FILE_WRITERS: Final[Mapping[str, Callable[[DownloadLayer, Path, Iterator[Batch]], None]]] = (
    MappingProxyType(
        {
            "xlsx": write_workbook,
            "gpkg": write_geopackage,
            "fgb": write_flatgeobuf,
            "parquet": write_parquet,
        }
    )
)


async def stream_download(
    format_id: str, layer: DownloadLayer, batches: AsyncIterator[Batch]
) -> AsyncGenerator[bytes, None]:
    """Write the features of some batches in a format.

    Parameters
    ----------
    format_id
        A key of `DOWNLOAD_FORMATS`.
    batches
        Rows in the order of the file; its geometries are in the CRS of the layer. Some thousand
        rows each are quickest. It is iterated in the caller's task and not closed.

    Yields
    ------
    bytes
        Pieces of the file, none empty, and none before the first batch has come. Text formats
        come batch by batch; the others only when the whole file is made. So whoever takes the
        first piece before answering can still answer with an error.

    Raises
    ------
    InvalidParameter
        If there is no such format, it cannot say the CRS of the layer, or it cannot hold so many
        rows; always before the first piece.
    DownloadFailed
        If the file cannot be written to its end, as on a full disk; before the first piece.
    Exception
        Whatever the batches raise. In a text format this can be in the middle: the answer must
        then break off, so that nobody takes a part for the whole.
    """
    chosen = require_format(format_id, layer)
    make_text = _TEXT_WRITERS.get(format_id)
    if make_text is not None:
        pieces = _stream_text(make_text(layer), batches)
    else:
        write = partial(_FILE_WRITERS[format_id], layer)
        pieces = spool_file(f"{layer.name}.{chosen.extension}", write, batches)
    async with aclosing(pieces):
        async for piece in pieces:
            yield piece


async def _stream_text(
    writer: TextWriter, batches: AsyncIterator[Batch]
) -> AsyncGenerator[bytes, None]:
    """Pieces of a text as its rows come; made in a thread, or each would hold up all requests."""
    loop = asyncio.get_running_loop()
    executor = ThreadPoolExecutor(1, thread_name_prefix="download")
    try:
        before = writer.begin()
        async for batch in batches:
            piece = before + await loop.run_in_executor(executor, writer.write, batch)
            before = b""
            if piece:
                yield piece
        if last := before + writer.end():
            yield last
    finally:
        executor.shutdown(wait=False)
