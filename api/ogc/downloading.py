"""Whole queries as files, made while they are sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.ogc.answering import door_of, known_tags, not_modified
from api.ogc.cache import etag_of, is_known
from api.ogc.parameters import CRS84_URI
from geo.errors import DownloadFailed, InvalidParameter, ServerBusy
from layers.data_version import VersionWatch
from layers.downloads.formats import DownloadFormat, require_format
from layers.downloads.layer import Batch, DownloadLayer
from layers.downloads.stream import stream_download
from layers.exports import file_name
from layers.feature_query import FeatureQuery
from layers.feature_reading import stream_rows

DOWNLOAD_WAIT_S: Final = 5.0
"""Seconds that a file waits for others to be made; most are made in less."""

_PIECES_AHEAD: Final = 2
"""Pieces that are made before the client takes them."""

ILLUSTRATIVE: Final = (
    "Parcels with illustrative = true only split a zone to agree with declared figures; they are "
    "no real plots."
)


async def answer_download(
    request: Request,
    query: FeatureQuery,
    *,
    chosen: str,
    crs_uri: str,
    is_known_day: bool,
    key: str,
) -> Response:
    """Answer with a whole query as a file.

    Parameters
    ----------
    chosen
        A key of `DOWNLOAD_FORMATS`.
    crs_uri
        As it was asked for. Formats that prescribe the order of coordinates have longitude first,
        and the header then names the CRS that they are in.
    is_known_day
        False of a day to come: then there are no features.
    key
        All that the file depends on, but for the data.

    Raises
    ------
    ServerBusy
        If too many files are being made, and none of them ends in time.
    """
    door = door_of(request)
    query = _with_id_first(query)
    layer = DownloadLayer(
        collection=query.collection,
        properties=query.properties,
        crs=query.crs,
        on_day=query.on_day,
        note=_note(query),
        lat_first=query.lat_first,
        with_geometry=query.with_geometry,
    )
    made = require_format(chosen, layer)
    if query.lat_first and not made.has_lat_first:
        crs_uri, layer = CRS84_URI, replace(layer, lat_first=False)
    _require_geometry(made, layer)
    etag = await _etag(door.watch, key, door.mark)
    known = known_tags(request)
    if known is not None and known.strip() != "*" and is_known(etag, known):
        door.metrics.count_cache("revalidated")
        return not_modified(etag)
    batches = stream_rows(door.pool, query) if is_known_day else _nothing()
    pieces = _pieces(
        door.downloads, door.download_s, stream_download(chosen, layer, batches), batches
    )
    # What goes wrong before the first piece can still be told by the status.
    first = await anext(pieces, b"")
    name = file_name(
        "zonemap",
        query.collection.collection_id,
        query.on_day.isoformat(),
        extension=made.extension,
    )
    return StreamingResponse(
        _after_first(first, pieces),
        media_type=made.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Crs": f"<{crs_uri}>",
            "ETag": etag,
            "Vary": "Accept",
            "Cache-Control": "no-cache",
        },
    )


def _with_id_first(query: FeatureQuery) -> FeatureQuery:
    id_property = query.collection.id_property
    properties = sorted(query.properties, key=lambda item: item.name != id_property)
    return replace(query, properties=tuple(properties))


def _require_geometry(made: DownloadFormat, layer: DownloadLayer) -> None:
    if not layer.with_geometry and not made.can_leave_geometry_out:
        raise InvalidParameter(
            f"skipGeometry is true, and {made.title_en} is made of geometries",
            expected="another format, such as csv or xlsx",
            remedy="change f, or leave skipGeometry out",
        )


async def _etag(watch: VersionWatch, key: str, mark: bytes) -> str:
    # Asked before the rows are: they are never older than it says.
    return etag_of(await watch.current(), key, mark)


async def _nothing() -> AsyncGenerator[Batch, None]:
    return
    yield


async def _pieces(
    turns: asyncio.Semaphore,
    longest_s: float,
    made: AsyncGenerator[bytes, None],
    batches: AsyncGenerator[Batch, None],
) -> AsyncGenerator[bytes, None]:
    """Pieces of a file, which is made in a task of its own.

    So it gives back its connection when its time is over, also while the client takes nothing.
    """
    ready: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue(_PIECES_AHEAD)
    making = asyncio.create_task(_make(turns, longest_s, made, batches, ready))
    try:
        while (piece := await ready.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        # Not waited for: whoever is cancelled here would be so again at each wait (anyio).
        making.cancel()


async def _make(
    turns: asyncio.Semaphore,
    longest_s: float,
    made: AsyncGenerator[bytes, None],
    batches: AsyncGenerator[Batch, None],
    ready: asyncio.Queue[bytes | BaseException | None],
) -> None:
    end: BaseException | None = None
    try:
        await _wait_for_turn(turns)
        try:
            async with asyncio.timeout(longest_s), aclosing(batches), aclosing(made):
                async for piece in made:
                    await ready.put(piece)
        finally:
            turns.release()
    except TimeoutError as error:
        end = DownloadFailed(f"the file was not made and taken within {longest_s:g} s")
        end.__cause__ = error
    except Exception as error:
        end = error
    await ready.put(end)


async def _wait_for_turn(turns: asyncio.Semaphore) -> None:
    try:
        async with asyncio.timeout(DOWNLOAD_WAIT_S):
            await turns.acquire()
    except TimeoutError as error:
        raise ServerBusy(
            "too many files are being made", remedy="try again in a few seconds"
        ) from error


async def _after_first(first: bytes, pieces: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    async with aclosing(pieces):
        yield first
        async for piece in pieces:
            yield piece


def _note(query: FeatureQuery) -> str:
    """What a file says of itself."""
    parts = [f"{query.collection.title_en} as of {query.on_day}."]
    if query.condition is not None and not query.condition.is_simple:
        parts.append("Filtered.")
    if query.collection.collection_id == "parcels":
        parts.append(ILLUSTRATIVE)
    return " ".join(parts)
