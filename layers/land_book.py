"""The land book: every zone with its ledger and what is declared, and one zone with its parcels.

Numbers are handed out as they are shown, so that a column adds up to its total.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import orjson
import shapely

from geo.errors import UnknownZone
from geo.units import round_half_up, total_shown
from layers.database import ReadConnection, ReadPool, fetch_all, read_snapshot
from layers.land_columns import NUMBER_COLUMNS, LandColumn
from layers.queries import get_coast, get_data_state, list_sources, list_zones
from layers.records import Coast, IndustrialZone, Source

ParcelsKind = Literal["real", "illustrative", "none"]

DECLARED = ("total", "leasable", "leased", "remaining", "occupancy")
BLOCK_GAP_M = 30
"""Parcels at most this far apart, metres, make one block: the default of `zone_block`."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared figure with its passport.

    Attributes
    ----------
    value, low, high
        Hectares, or a share 0 to 1; a range has no value.
    state
        `none_left` where a source only says that no land is left: no number at all.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    as_of: str | None
    badge: str | None
    source_keys: tuple[str, ...]
    method: str | None
    state: Literal["known", "none_left"] = "known"


@dataclass(frozen=True, slots=True)
class LandRow:
    """One zone of the land book.

    Attributes
    ----------
    values
        Column to number as shown, None for unknown; keys as in `layers.land_columns`.
    declared
        Declared figures by quantity, absent where unknown.
    parcels
        Whether its parcels are real, only illustrate declared figures, or are not there.
    """

    zone: IndustrialZone
    values: Mapping[str, Decimal | int | None]
    declared: Mapping[str, Declared]
    parcels: ParcelsKind
    is_complete: bool | None
    badge: str | None

    @property
    def zone_id(self) -> str:
        """Id of the zone."""
        return self.zone.zone_id


@dataclass(frozen=True, slots=True)
class LandTotal:
    """Sum of what is shown in one column.

    Attributes
    ----------
    total
        Sum of the known numbers; None if none is known. A lower bound while any is unknown.
    known, unknown
        How many zones went in, and how many have no number.
    illustrative
        Of the known ones, those from illustrative parcels.
    """

    total: Decimal | int | None
    known: int
    unknown: int
    illustrative: int

    @property
    def is_lower_bound(self) -> bool:
        """Whether the whole is at least this."""
        return self.total is not None and self.unknown > 0


@dataclass(frozen=True, slots=True)
class LandBook:
    """Every zone on one day."""

    on_day: date
    rows: tuple[LandRow, ...]
    totals: Mapping[str, LandTotal]
    sources: Mapping[str, Source]
    data_version: int
    data_date: str | None
    coast: Coast


@dataclass(frozen=True, slots=True)
class LandParcel:
    """One parcel as it stood on a day.

    Attributes
    ----------
    outline
        Polygons, EPSG:4326, as stored to the last digit.
    area_m2
        Geodesic area, to 0.1 m2.
    line
        Line of the ledger; None for land outside industry and services.
    holds_from
        First day of this state; None if not known.
    """

    parcel_id: str
    zone_id: str
    outline: shapely.Geometry
    area_m2: Decimal
    use: str
    clearance: str
    servicing: str
    commercial: str
    occupation: str
    constraint_kind: str
    option_expires: date | None
    land_use_code: str | None
    line: str | None
    illustrative: bool
    badge: str
    holds_from: date | None
    source_key: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True)
class LandBlock:
    """One contiguous block of available land.

    Attributes
    ----------
    outline
        GeoJSON geometry, EPSG:4326, the gaps between its parcels closed.
    area_ha
        Sum of its parcels as shown; the gaps are not counted.
    compactness
        4 pi area / perimeter^2 of the outline: 1 for a circle, 0.785 for a square.
    """

    parcel_ids: tuple[str, ...]
    area_ha: Decimal
    outline: Mapping[str, Any]
    compactness: float


@dataclass(frozen=True, slots=True)
class LandZone:
    """One zone on one day, with its parcels, blocks, days of change and imports."""

    on_day: date
    row: LandRow
    parcels: tuple[LandParcel, ...]
    blocks: tuple[LandBlock, ...]
    days: tuple[date, ...]
    imports: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, Source]
    data_version: int
    data_date: str | None
    coast: Coast


async def get_land_book(pool: ReadPool, *, on_day: date) -> LandBook:
    """Every zone of the region with its ledger on a day, from one snapshot.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`; also not ready while no coastline is loaded.
    """
    async with read_snapshot(pool) as connection:
        rows = await _list_rows(connection, on_day=on_day)
        state = await get_data_state(connection, on_day=on_day)
        return LandBook(
            on_day=on_day,
            rows=rows,
            totals=sum_rows(rows),
            sources=await list_sources(connection),
            data_version=state.version,
            data_date=state.data_date,
            coast=await get_coast(connection),
        )


async def get_land_zone(pool: ReadPool, zone_id: str, *, on_day: date) -> LandZone:
    """One zone on a day, from one snapshot.

    Raises
    ------
    UnknownZone
        If no zone has that id.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`; also not ready while no coastline is loaded.
    """
    require_possible(zone_id)
    async with read_snapshot(pool) as connection:
        rows = await _list_rows(connection, on_day=on_day, zone_id=zone_id)
        require_zones([zone_id], {row.zone_id for row in rows})
        state = await get_data_state(connection, on_day=on_day)
        days = await fetch_all(connection, "list_parcel_days", zone_id=zone_id)
        return LandZone(
            on_day=on_day,
            row=rows[0],
            parcels=await list_land_parcels(connection, on_day=on_day, zone_ids=[zone_id]),
            blocks=await _list_blocks(connection, zone_id, on_day=on_day),
            days=tuple(row["day"] for row in days),
            imports=tuple(
                await fetch_all(connection, "list_zone_imports", zone_id=zone_id, most=20)
            ),
            sources=await list_sources(connection),
            data_version=state.version,
            data_date=state.data_date,
            coast=await get_coast(connection),
        )


async def list_land_parcels(
    connection: ReadConnection, *, on_day: date, zone_ids: list[str] | None = None
) -> tuple[LandParcel, ...]:
    """Parcels on a day with all that is known of them, by zone and id.

    Parameters
    ----------
    zone_ids
        Zones asked for, or None for all.
    """
    rows = await fetch_all(connection, "list_land_parcels", on_day=on_day, zone_ids=zone_ids)
    return tuple(
        LandParcel(outline=shapely.from_wkb(bytes(row.pop("geom"))), **row) for row in rows
    )


def sum_rows(rows: Iterable[LandRow]) -> dict[str, LandTotal]:
    """Totals of every column that adds up, over some rows: sums of what is shown."""
    listed = list(rows)
    return {column.key: _total(column, listed) for column in NUMBER_COLUMNS if column.is_summed}


def choose_rows(book: LandBook, zone_ids: list[str] | None) -> tuple[LandRow, ...]:
    """Rows of some zones in the order asked for; all of them for None.

    Raises
    ------
    UnknownZone
        If one of the ids is no zone's.
    """
    if zone_ids is None:
        return book.rows
    by_id = {row.zone_id: row for row in book.rows}
    require_zones(zone_ids, by_id)
    return tuple(by_id[zone_id] for zone_id in zone_ids)


def require_possible(zone_id: str) -> None:
    """Refuse an id that no zone can have: PostgreSQL's text cannot hold NUL.

    Raises
    ------
    UnknownZone
        If it is one.
    """
    if "\x00" in zone_id:
        require_zones([zone_id], ())


def require_zones(zone_ids: Iterable[str], known: Container[str]) -> None:
    """Refuse ids that no zone has.

    Raises
    ------
    UnknownZone
        With the first of them.
    """
    missing = next((zone_id for zone_id in zone_ids if zone_id not in known), None)
    if missing is not None:
        raise UnknownZone(
            f"there is no zone {missing[:80]!r}",
            expected="the id of a zone, as in /api/land",
            remedy="look the zone up in /api/land",
        )


async def _list_rows(
    connection: ReadConnection, *, on_day: date, zone_id: str | None = None
) -> tuple[LandRow, ...]:
    zones = await list_zones(connection, on_day=on_day, zone_id=zone_id)
    found = await fetch_all(connection, "list_declared_land", on_day=on_day, zone_id=zone_id)
    declared: dict[str, dict[str, Declared]] = {}
    for row in found:
        figure = _declared(row)
        declared.setdefault(row["zone_id"], {})[row["quantity"]] = figure
    return tuple(_row(zone, declared.get(zone.zone_id, {})) for zone in zones)


async def _list_blocks(
    connection: ReadConnection, zone_id: str, *, on_day: date
) -> tuple[LandBlock, ...]:
    rows = await fetch_all(
        connection, "list_zone_blocks", on_day=on_day, zone_id=zone_id, gap_m=BLOCK_GAP_M
    )
    return tuple(
        LandBlock(
            parcel_ids=tuple(row["parcel_ids"]),
            area_ha=round_half_up(row["area_m2"] / 10_000, 2),
            outline=orjson.loads(row["outline"]),
            compactness=round(row["compactness"], 3),
        )
        for row in rows
    )


def _row(zone: IndustrialZone, declared: dict[str, Declared]) -> LandRow:
    ledger = zone.ledger
    if "remaining" not in declared and zone.remaining.state == "none_left":
        declared = {**declared, "remaining": _statement(zone)}
    is_real_outline = zone.boundary_quality in ("surveyed", "openstreetmap")
    raw: dict[str, Any] = {
        **{column.key: getattr(ledger, column.key, None) for column in NUMBER_COLUMNS},
        "declared_occupancy": _value(declared.get("occupancy")),
        "outline_ha": zone.measured_area_ha if is_real_outline else None,
    }
    for quantity in DECLARED[:-1]:
        raw[f"declared_{quantity}_ha"] = _value(declared.get(quantity))
    parcels: ParcelsKind = "none"
    if ledger is not None:
        parcels = "illustrative" if ledger.illustrative else "real"
    return LandRow(
        zone=zone,
        values={column.key: _shown(raw[column.key], column) for column in NUMBER_COLUMNS},
        declared=declared,
        parcels=parcels,
        is_complete=None if ledger is None else ledger.complete,
        badge=None if ledger is None else ledger.badge,
    )


def _declared(row: Mapping[str, Any]) -> Declared:
    decimals = 3 if row["quantity"] == "occupancy" else 2
    value, low, high = (
        None if row[name] is None else round_half_up(row[name], decimals)
        for name in ("value", "value_low", "value_high")
    )
    return Declared(
        value=value,
        low=low,
        high=high,
        as_of=row["as_of"],
        badge=row["badge"],
        source_keys=tuple(row["source_keys"]),
        method=row["method"],
    )


def _statement(zone: IndustrialZone) -> Declared:
    said = zone.remaining
    return Declared(
        value=None,
        low=None,
        high=None,
        as_of=said.as_of,
        badge=said.badge,
        source_keys=said.source_keys,
        method="statement",
        state="none_left",
    )


def _value(figure: Declared | None) -> Decimal | None:
    return None if figure is None else figure.value


def _shown(value: Any, column: LandColumn) -> Decimal | int | None:
    if value is None:
        return None
    return int(value) if column.kind == "count" else round_half_up(value, column.decimals)


def _total(column: LandColumn, rows: list[LandRow]) -> LandTotal:
    known = [(row, value) for row in rows if (value := row.values[column.key]) is not None]
    total = total_shown((value for _, value in known), column.decimals) if known else None
    from_parcels = column.group in ("ledger", "blocks")
    return LandTotal(
        total=int(total) if total is not None and column.kind == "count" else total,
        known=len(known),
        unknown=len(rows) - len(known),
        illustrative=sum(from_parcels and row.parcels == "illustrative" for row, _ in known),
    )
