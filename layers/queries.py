"""One function a question; each runs one SQL file and returns records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from geo.errors import DatabaseNotReady, UnknownZone
from geo.vietnam_time import today_in_vietnam
from layers.database import ReadConnection, ReadPool, fetch_all, read_snapshot
from layers.positions import distance_within_m
from layers.records import (
    Coast,
    DataState,
    Figure,
    Headline,
    IndustrialZone,
    Ledger,
    Link,
    NationalClaim,
    NearestDistance,
    Parcel,
    Port,
    RegionData,
    Source,
    ZoneDetail,
)

Row = Mapping[str, Any]


async def get_region(pool: ReadPool, *, on_day: date, with_parcels: bool = True) -> RegionData:
    """Everything one map shows, from one snapshot of the database.

    Parameters
    ----------
    on_day
        Figures and parcels are taken as they stood then.
    with_parcels
        Whether parcels are read, which may be many; ledgers are there in any case.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`; also not ready while no coastline is loaded.
    """
    async with read_snapshot(pool) as connection:
        return await read_region(connection, on_day=on_day, with_parcels=with_parcels)


async def read_region(
    connection: ReadConnection, *, on_day: date, with_parcels: bool = True
) -> RegionData:
    """As `get_region`, on a connection that reads other things from the same snapshot.

    Raises
    ------
    DatabaseNotReady
        If no coastline is loaded.
    """
    state = await get_data_state(connection, on_day=on_day)
    return RegionData(
        zones=await list_zones(connection, on_day=on_day),
        ports=await list_ports(connection, on_day=on_day),
        links=await list_links(connection),
        parcels=await list_parcels(connection, on_day=on_day) if with_parcels else (),
        coast=await get_coast(connection),
        sources=await list_sources(connection),
        data_version=state.version,
        data_date=state.day,
        data_dates=state.dates,
    )


async def get_zone_detail(pool: ReadPool, zone_id: str, *, on_day: date) -> ZoneDetail:
    """One zone with every figure known of it, its parcels and the sources they name.

    Raises
    ------
    UnknownZone
        If no zone has that id.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`.
    """
    async with read_snapshot(pool) as connection:
        # PostgreSQL's text cannot hold NUL, so no zone has such an id.
        is_text = "\x00" not in zone_id
        zones = await list_zones(connection, on_day=on_day, zone_id=zone_id) if is_text else ()
        if not zones:
            raise UnknownZone(
                f"there is no zone {zone_id[:80]!r}",
                expected="the id of a zone, as in /api/zones",
                remedy="look the zone up in /api/zones",
            )
        figures = await list_figures(connection, zone_id, on_day=on_day)
        sources = await list_sources(connection)
        named = {key for figure in figures for key in figure.source_keys}
        return ZoneDetail(
            zone=zones[0],
            figures=figures,
            parcels=await list_parcels(connection, on_day=on_day, zone_id=zone_id),
            sources={key: source for key, source in sources.items() if key in named},
        )


async def list_zones(
    connection: ReadConnection, *, on_day: date, zone_id: str | None = None
) -> tuple[IndustrialZone, ...]:
    """Zones with picked figures, distances, ledger and headline figures."""
    rows = await fetch_all(connection, "list_zones", on_day=on_day, zone_id=zone_id)
    return tuple(_zone(row, on_day) for row in rows)


async def list_figures(
    connection: ReadConnection, zone_id: str, *, on_day: date
) -> tuple[Figure, ...]:
    """Every figure known of one zone, the picked one of each metric first."""
    rows = await fetch_all(connection, "list_figures", on_day=on_day, zone_id=zone_id)
    return tuple(_figure(row) for row in rows)


async def list_parcels(
    connection: ReadConnection, *, on_day: date, zone_id: str | None = None
) -> tuple[Parcel, ...]:
    """Parcels as they stood on a day."""
    rows = await fetch_all(connection, "list_parcels", on_day=on_day, zone_id=zone_id)
    return tuple(
        Parcel(
            **{name: row[name] for name in row if name not in ("geometry", "constraint_kind")},
            geometry=orjson.loads(row["geometry"]),
            constraint=row["constraint_kind"],
        )
        for row in rows
    )


async def list_ports(connection: ReadConnection, *, on_day: date) -> tuple[Port, ...]:
    """Every port with its picked figures."""
    rows = await fetch_all(connection, "list_ports", on_day=on_day)
    return tuple(
        Port(
            **{name: row[name] for name in row if name not in ("lon", "lat", "figures")},
            location=(row["lon"], row["lat"]),
            figures={metric: _figure(figure) for metric, figure in row["figures"].items()},
        )
        for row in rows
    )


async def list_links(connection: ReadConnection) -> tuple[Link, ...]:
    """Every airport, station, road, railway and waterway."""
    rows = await fetch_all(connection, "list_links")
    return tuple(Link(**{**row, "geometry": orjson.loads(row["geometry"])}) for row in rows)


async def list_national_claims(connection: ReadConnection) -> dict[str, NationalClaim]:
    """Published totals by id, in the order of their file."""
    rows = await fetch_all(connection, "list_claims")
    return {
        row["claim_id"]: NationalClaim(**{**row, "source_keys": tuple(row["source_keys"])})
        for row in rows
    }


async def list_sources(connection: ReadConnection) -> dict[str, Source]:
    """The source register by key."""
    rows = await fetch_all(connection, "list_sources")
    return {row["key"]: Source(**row) for row in rows}


async def get_coast(connection: ReadConnection) -> Coast:
    """Land of the region and around it.

    Raises
    ------
    DatabaseNotReady
        If no coastline is loaded.
    """
    parts = {
        row["kind"]: orjson.loads(row["geometry"])
        for row in await fetch_all(connection, "get_coast")
    }
    if "land" not in parts or "context" not in parts:
        raise DatabaseNotReady("the database holds no coastline", remedy="run `zonemap load`")
    return Coast(land=parts["land"], context=parts["context"])


async def get_data_state(connection: ReadConnection, *, on_day: date | None = None) -> DataState:
    """Version of the data, and the dates of the figures shown on a day (today)."""
    (row,) = await fetch_all(connection, "get_data_state", on_day=on_day or today_in_vietnam())
    dates = None if row["first"] is None else (row["first"], row["last"])
    return DataState(row["data_version"], row["data_date"], dates)


async def get_data_tag(connection: ReadConnection) -> str:
    """Version of the data with what tells databases apart."""
    (row,) = await fetch_all(connection, "get_data_tag")
    return str(row["tag"])


async def get_status(pool: ReadPool) -> dict[str, Any]:
    """Counts, coverage and dates; columns as in `get_status.sql`."""
    async with read_snapshot(pool) as connection:
        (row,) = await fetch_all(connection, "get_status")
        return dict(row)


def _zone(row: Row, on_day: date) -> IndustrialZone:
    return IndustrialZone(
        zone_id=row["zone_id"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        kind=row["kind"],
        status=row["status"],
        former_province=row["former_province"],
        district=row["district"],
        official_unit=row["official_unit"],
        note=row["note"],
        location=None if row["lon"] is None else (row["lon"], row["lat"]),
        location_accuracy=row["location_accuracy"],
        location_badge=row["location_badge"],
        boundary=None if row["boundary"] is None else orjson.loads(row["boundary"]),
        boundary_quality=row["boundary_quality"],
        measured_area_ha=row["measured_area_ha"],
        figures={metric: _figure(figure) for metric, figure in row["figures"].items()},
        distances={
            measure: _distance(distance, row["boundary_quality"])
            for measure, distance in row["distances"].items()
        },
        ledger=None if row["ledger"] is None else Ledger(as_of=on_day, **row["ledger"]),
        remaining=_headline(row, "remaining"),
        occupancy=_headline(row, "occupancy"),
    )


def _distance(row: Row, boundary_quality: str | None) -> NearestDistance:
    told = dict(row)
    within_m = distance_within_m(
        measured_from=told["measured_from"],
        boundary_quality=boundary_quality,
        target_accuracy=told.pop("target_accuracy"),
        badge=told["badge"],
    )
    return NearestDistance(**told, within_m=within_m)


def _figure(row: Row) -> Figure:
    values = {name: _number(row[name]) for name in ("value", "low", "high")}
    return Figure(**{**row, **values, "source_keys": tuple(row["source_keys"])})


def _headline(row: Row, quantity: str) -> Headline:
    headline = row["headlines"][quantity]
    return Headline(**{**headline, "source_keys": tuple(headline["source_keys"])})


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
