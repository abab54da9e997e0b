"""Zones kept in memory, as they are in the database's present version, for answers while one waits.

A slider asks again with each move; the question that reads every zone takes longer than all else.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

import orjson
from starlette.concurrency import run_in_threadpool

from geo.errors import UnknownZone
from layers.collections import ZONES
from layers.cql.compiling import compile_filter
from layers.data_version import VersionWatch
from layers.database import ReadPool, read_snapshot
from layers.feature_query import FeatureQuery
from layers.feature_reading import read_page
from layers.queries import get_data_state, list_sources, list_zones
from layers.ranking.scoring import WorthTable, build_table
from layers.ranking.stability import Chances
from layers.records import Source

MOST_DAYS = 4
MOST_FILTERS = 64
MOST_CHANCES = 64
MOST_ZONES = 10_000

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Latest(Generic[Key, Value]):
    """The things asked for last, up to a number."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """What is kept under a key."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: Key, value: Value) -> None:
        """Keep something, and drop what nobody asked for the longest."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


@dataclass(frozen=True)
class ZonesOfDay:
    """Every zone as it stood on a day.

    Attributes
    ----------
    tag
        Version of the data that was current before it was read: what is kept is as new or newer.
    passing
        Ids of the zones that pass a filter, by its text.
    chances
        By zones and criteria; they do not hang on the weights.
    """

    tag: str
    day: date
    data_version: int
    data_date: str | None
    table: WorthTable
    sources: Mapping[str, Source]
    passing: Latest[str, frozenset[str]] = field(default_factory=lambda: Latest(MOST_FILTERS))
    chances: Latest[tuple[tuple[str, ...], tuple[int, ...]], Chances] = field(
        default_factory=lambda: Latest(MOST_CHANCES)
    )

    def require(self, zone_id: str) -> None:
        """Refuse an id that no zone has.

        Raises
        ------
        UnknownZone
            If there is none.
        """
        if zone_id not in self.table.row_of:
            raise UnknownZone(
                f"there is no zone {zone_id[:80]!r}",
                expected="the id of a zone, as in /api/zones",
                remedy="look the zone up in /api/zones",
            )


class ZoneMemory:
    """Keeps the zones of the last few days asked for."""

    def __init__(self) -> None:
        self._days: Latest[date, ZonesOfDay] = Latest(MOST_DAYS)
        self._lock = asyncio.Lock()

    async def get(self, pool: ReadPool, watch: VersionWatch, day: date) -> ZonesOfDay:
        """Zones of a day; read anew if the data changed since.

        Raises
        ------
        DatabaseUnavailable, DatabaseNotReady
            See `layers.database.read_snapshot`.
        """
        tag = await watch.current()
        kept = self._days.get(day)
        if kept is not None and kept.tag == tag:
            return kept
        async with self._lock:
            kept = self._days.get(day)
            if kept is None or kept.tag != tag:
                kept = await _read(pool, tag, day)
                self._days.put(day, kept)
            return kept


async def _read(pool: ReadPool, tag: str, day: date) -> ZonesOfDay:
    async with read_snapshot(pool) as connection:
        zones = await list_zones(connection, on_day=day)
        sources = await list_sources(connection)
        state = await get_data_state(connection, on_day=day)
    table = await run_in_threadpool(build_table, zones, day)
    return ZonesOfDay(tag, day, state.version, state.data_date, table, sources)


async def zones_passing(pool: ReadPool, zones: ZonesOfDay, text: str) -> frozenset[str]:
    """Ids of the zones that pass a CQL2 filter on the collection `zones`.

    Parameters
    ----------
    text
        CQL2 text, or CQL2 JSON if it begins with a brace.

    Raises
    ------
    InvalidParameter
        If it is not CQL2, or names what zones do not have.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.translate_errors`.
    """
    passing = zones.passing.get(text)
    if passing is None:
        language = "cql2-json" if text.lstrip().startswith("{") else "cql2-text"
        query = FeatureQuery(
            collection=ZONES,
            on_day=zones.day,
            properties=(ZONES.by_name["zone_id"],),
            condition=compile_filter(text, language, ZONES),
            limit=MOST_ZONES,
            with_geometry=False,
        )
        page = await read_page(pool, query)
        features = orjson.loads(b"[%b]" % page.features)
        passing = frozenset(feature["properties"]["zone_id"] for feature in features)
        zones.passing.put(text, passing)
    return passing & zones.table.row_of.keys()
