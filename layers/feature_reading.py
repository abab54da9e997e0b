"""Asking the database for features: a page, one, or all of a query as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
import orjson
import psycopg
import shapely
from psycopg.pq.abc import PGresult
from psycopg.rows import tuple_row

from geo.crs import WGS84, NamedCrs, transform_geometry
from geo.errors import InvalidParameter
from layers.database import ReadPool, fetch_rows, fetch_texts, translate_errors, wide_snapshot
from layers.feature_query import (
    FeatureQuery,
    Statement,
    feature_statement,
    page_statement,
    rows_statement,
    shape_statement,
    shapes_statement,
    write_cursor,
)

METRE_DECIMALS: Final = 4
"""Digits after the point in metres: 0.1 mm."""

ROWS_A_BATCH: Final = 2_000

MOST_PAGE_BYTES: Final = 32_000_000
"""Bytes of a page at most; outlines may have any number of corners."""


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """A page of features.

    Attributes
    ----------
    tag
        Version of the data that it was made from.
    features
        GeoJSON features joined by commas, UTF-8.
    cursor
        Where the next page begins; None on the last one.
    matched
        How many features the whole query has; None where only counting them would tell.
    """

    tag: str
    features: bytes
    returned: int
    cursor: str | None
    matched: int | None


async def read_page(pool: ReadPool, query: FeatureQuery) -> FeaturePage:
    """A page of features.

    Raises
    ------
    InvalidParameter
        If the filter cannot be computed, as for numbers that grow too large, or the page would be
        larger than `MOST_PAGE_BYTES`.
    ServerBusy, QueryTooSlow
        If the query is wide: see `layers.database.wide_snapshot`.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.translate_errors`.
    """
    if query.crs.code != WGS84:
        return await _read_shapes_page(pool, query)
    text, values = page_statement(query)
    with _faults_of_filters(query):
        if query.is_wide:
            async with wide_snapshot(pool) as connection:
                answer = await connection.execute(
                    text, values, prepare=query.has_one_plan, binary=True
                )
                found = cast("PGresult", answer.pgresult)
        else:
            found = await fetch_texts(pool, text, values, prepare=query.has_one_plan)
    rows, limit = found.ntuples - 1, query.limit or 0
    returned, is_last = min(rows, limit), rows <= limit
    texts = [found.get_value(n, 0) or b"" for n in range(returned + 1)]
    tag = texts.pop(0).decode()
    features = b",".join(texts)
    _require_small(features)
    cursor = None if is_last else write_cursor(query, found.get_value(returned, 1) or b"")
    matched: int | None
    if is_last and query.after is None:
        matched = returned
    else:
        counted = found.get_value(0, 1)
        matched = None if counted is None else int(counted)
    return FeaturePage(tag, features, returned, cursor, matched)


async def read_feature(
    pool: ReadPool, query: FeatureQuery, feature_id: str
) -> tuple[str, bytes | None]:
    """Version of the data, and GeoJSON of one feature, None if there is none.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.translate_errors`.
    """
    if query.crs.code != WGS84:
        rows = await _fetch(pool, shape_statement(query, feature_id), query)
        if not rows:
            return "", None
        return rows[0]["tag"], _write_features(rows, query)
    (row,) = await _fetch(pool, feature_statement(query, feature_id), query)
    return row["tag"], row["feature"]


async def read_tag(pool: ReadPool) -> str:
    """Version of the data as answers and caches name it.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.translate_errors`.
    """
    (row,) = await fetch_rows(pool, b"SELECT tag FROM data_tag()", None, prepare=True)
    return str(row["tag"])


async def stream_rows(
    pool: ReadPool, query: FeatureQuery
) -> AsyncGenerator[Sequence[tuple[Any, ...]], None]:
    """All features of a query in batches, from one snapshot: values, then WKB in the query's CRS.

    The connection is kept until the last batch is taken or the generator is closed. A turn of the
    wide questions is given back with the first batch: the rest takes as long as the client does.

    Raises
    ------
    As `read_page`.
    """
    statement, values = rows_statement(query)
    with _faults_of_filters(query), translate_errors():
        async with AsyncExitStack() as turn:
            if query.is_wide:
                await turn.enter_async_context(pool.wide.turn())
            # A cursor: each batch is a statement of its own, so a slow client meets no timeout.
            async with (
                pool.connection() as connection,
                connection.transaction(),
                connection.cursor("download", row_factory=tuple_row, scrollable=False) as cursor,
            ):
                if query.is_wide:
                    await connection.execute(pool.wide.limit_statement)
                await cursor.execute(statement, values)
                rows = await cursor.fetchmany(ROWS_A_BATCH)
                await turn.aclose()
                while rows:
                    yield await asyncio.to_thread(_in_crs, rows, query.crs)
                    rows = await cursor.fetchmany(ROWS_A_BATCH)


async def _fetch(pool: ReadPool, statement: Statement, query: FeatureQuery) -> list[dict[str, Any]]:
    text, values = statement
    with _faults_of_filters(query):
        if not query.is_wide:
            return await fetch_rows(pool, text, values, prepare=query.has_one_plan)
        async with wide_snapshot(pool) as connection:
            cursor = await connection.execute(text, values, prepare=query.has_one_plan, binary=True)
            return await cursor.fetchall()


@contextmanager
def _faults_of_filters(query: FeatureQuery) -> Iterator[None]:
    """Turn what PostgreSQL cannot compute of a filter into a refusal of the filter."""
    try:
        yield
    except (psycopg.DataError, psycopg.errors.InternalError_) as error:
        if query.condition is None:
            raise
        raise InvalidParameter(
            "the filter cannot be computed",
            expected="numbers that stay below 1e308, and geometries that can be compared",
            remedy="simplify it",
        ) from error


async def _read_shapes_page(pool: ReadPool, query: FeatureQuery) -> FeaturePage:
    """A page in a CRS that the database must not transform to."""
    rows = await _fetch(pool, shapes_statement(query), query)
    if not rows:
        # The tag comes with the rows. Without any it is read first, and the rows anew: an answer
        # must not go by a tag that is newer than it.
        tag = await read_tag(pool)
        rows = await _fetch(pool, shapes_statement(query), query)
        if not rows:
            return FeaturePage(tag, b"", 0, None, 0 if query.after is None else None)
    limit = query.limit or 0
    kept, is_last = rows[:limit], len(rows) <= limit
    features = await asyncio.to_thread(_write_features, kept, query)
    _require_small(features)
    cursor = None if is_last else write_cursor(query, kept[-1]["key"])
    matched = len(kept) if is_last and query.after is None else rows[0]["matched"]
    return FeaturePage(rows[0]["tag"], features, len(kept), cursor, matched)


def _require_small(features: bytes) -> None:
    if len(features) > MOST_PAGE_BYTES:
        raise InvalidParameter(
            f"this page would have {len(features) // 1_000_000} MB",
            expected=f"at most {MOST_PAGE_BYTES // 1_000_000} MB",
            remedy="lower limit, leave geometries out, or take the whole query as a file",
        )


def _write_features(rows: Sequence[Mapping[str, Any]], query: FeatureQuery) -> bytes:
    """GeoJSON of rows, their geometry in the query's CRS."""
    shapes = shapely.from_wkb([row["geom"] if query.with_geometry else None for row in rows])
    moved = transform_geometry(shapes, source=WGS84, target=query.crs)
    decimals = 9 if query.crs.is_geographic else METRE_DECIMALS
    texts = shapely.to_geojson(shapely.transform(moved, lambda points: np.round(points, decimals)))
    features = [
        {
            "type": "Feature",
            "id": orjson.Fragment(row["id"]),
            "geometry": None if text is None else orjson.Fragment(text),
            "properties": orjson.Fragment(row["properties"]),
        }
        for row, text in zip(rows, texts, strict=True)
    ]
    return orjson.dumps(features)[1:-1]


def _in_crs(rows: Sequence[tuple[Any, ...]], crs: NamedCrs) -> Sequence[tuple[Any, ...]]:
    """Rows with their last value, WKB in EPSG:4326, taken to another CRS."""
    if crs.code == WGS84:
        return rows
    shapes = shapely.from_wkb([row[-1] for row in rows])
    moved = shapely.to_wkb(transform_geometry(shapes, source=WGS84, target=crs))
    return [(*row[:-1], wkb) for row, wkb in zip(rows, moved, strict=True)]
