"""Storing ports and links from a planner's file: each row checked as a row of the bundle is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import shapely
from pydantic import ValidationError

from geo.errors import Fault, GeometryError
from geo.geometry import clean_line, clean_point
from layers.database import WriteConnection
from layers.importers.bundle_rows import LinkRow, PortRow
from layers.importers.mapping import FieldColumns, Row
from layers.importers.raw import RawFeature
from layers.importers.store import ewkb, upsert
from layers.records import Badge
from layers.tables import link, port

PORT_COLUMNS = {
    name: (name,)
    for name in ("port_id", "name_vi", "name_en", "kind", "status", "cluster", "un_locode", "note")
} | {"inside_region": ("inside_region",)}
LINK_COLUMNS = {
    name: (name,)
    for name in (
        "link_id",
        "name_vi",
        "name_en",
        "kind",
        "status",
        "opened_or_planned_year",
        "note",
    )
}


def map_ports(
    features: Sequence[RawFeature],
    table: FieldColumns,
    *,
    file: str,
    source_key: str,
    badge: Badge,
) -> tuple[list[PortRow], list[Fault]]:
    """Ports that the features of a file describe, and every fault found."""
    rows: list[PortRow] = []
    faults: list[Fault] = []
    for feature in features:
        row = Row(file, feature, table, faults)
        try:
            point = clean_point(feature.geometry)
        except GeometryError as error:
            row.fault("geometry", error.received, error.expected)
            continue
        cells = {name: row.text(name) for name in PORT_COLUMNS}
        cells |= {
            "name_en": cells["name_en"] or cells["name_vi"],
            "status": cells["status"] or "operating",
            "inside_region": cells["inside_region"] or "true",
            "lon": point.x,
            "lat": point.y,
            "location_accuracy": "surveyed",
            "location_source": source_key,
            "location_badge": badge,
        }
        _check(rows, PortRow, cells, row)
    return rows, faults


def map_links(
    features: Sequence[RawFeature],
    table: FieldColumns,
    *,
    file: str,
    source_key: str,
    badge: Badge,
) -> tuple[list[LinkRow], list[Fault]]:
    """Airports, roads, railways and waterways of a file, and every fault found."""
    rows: list[LinkRow] = []
    faults: list[Fault] = []
    for feature in features:
        row = Row(file, feature, table, faults)
        try:
            is_point = feature.geometry is not None and feature.geometry.geom_type == "Point"
            geometry = (clean_point if is_point else clean_line)(feature.geometry)
        except GeometryError as error:
            row.fault("geometry", error.received, error.expected)
            continue
        cells = {name: row.text(name) for name in LINK_COLUMNS}
        cells |= {
            "name_en": cells["name_en"] or cells["name_vi"],
            "status": cells["status"] or "operating",
            "geometry_wkt": geometry.wkt,
            "geometry_accuracy": "surveyed",
            "sources": source_key,
            "badge": badge,
        }
        _check(rows, LinkRow, cells, row)
    return rows, faults


def store_ports(connection: WriteConnection, rows: Sequence[PortRow], *, origin: str) -> int:
    """Store ports; how many rows were new or changed."""
    cells = [
        {
            **row.model_dump(exclude={"lon", "lat", "location_badge"}),
            "geom": ewkb(shapely.Point(row.lon, row.lat)),
            "badge": row.location_badge,
            "origin": origin,
        }
        for row in rows
    ]
    return upsert(connection, port, cells, over_imports=True)


def store_links(
    connection: WriteConnection,
    rows: Sequence[LinkRow],
    *,
    quality: Literal["surveyed", "openstreetmap"],
    origin: str,
) -> int:
    """Store links with real geometry; how many rows were new or changed."""
    cells = [
        {
            **row.model_dump(exclude={"geometry_wkt", "sources"}),
            "geom": ewkb(shapely.from_wkt(row.geometry_wkt)),
            "geometry_quality": quality,
            "source_keys": row.sources,
            "origin": origin,
        }
        for row in rows
    ]
    return upsert(connection, link, cells, over_imports=True)


def _check(rows: list[Any], row_type: Any, cells: Mapping[str, Any], row: Row) -> None:
    """Add a checked row, or note what is wrong with it."""
    try:
        rows.append(row_type.model_validate(dict(cells)))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            field = str(detail["loc"][0]) if detail["loc"] else "the row"
            expected = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
            row.fault(field, detail["input"] if detail["loc"] else None, expected)
