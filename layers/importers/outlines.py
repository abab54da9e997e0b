"""Storing zone outlines from a planner's file: a real outline replaces a schematic one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import shapely

from geo.errors import Fault, GeometryError
from geo.geometry import clean_polygon
from layers.database import WriteConnection, read_sql
from layers.importers.bundle_rows import FigureRow
from layers.importers.mapping import FieldColumns, Row
from layers.importers.raw import RawFeature
from layers.importers.store import copy_rows, ewkb, insert_figures
from layers.records import Badge

ZONE_COLUMNS = {
    "zone_id": ("zone_id", "id", "ma_khu", "ma_kcn"),
    "total_area_ha": ("total_area_ha", "area_ha", "dien_tich_ha", "dt_ha"),
}
"""Names by which the fields of a zone go in files."""

_STAGED = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_outline
  (zone_id text, boundary geometry, boundary_quality text, boundary_badge text) ON COMMIT DROP;
TRUNCATE staged_outline
"""


@dataclass(frozen=True, slots=True)
class Outline:
    """Outline of one zone, as a file has it; the declared area beside it if the file tells."""

    zone_id: str
    boundary: shapely.MultiPolygon
    total_area_ha: Decimal | None = None


def map_outlines(
    features: Sequence[RawFeature],
    table: FieldColumns,
    *,
    file: str,
    zone_id: str | None,
    known_zones: frozenset[str],
) -> tuple[list[Outline], list[Fault]]:
    """Zone outlines that the features of a file describe.

    Parameters
    ----------
    features
        Examined, EPSG:4326.
    zone_id
        Zone of a file that holds one outline and does not name it.
    known_zones
        Ids of the zones there are; a file cannot found a zone.

    Returns
    -------
    Outlines, several pieces of one zone joined, and every fault found.
    """
    pieces: dict[str, list[shapely.Geometry]] = {}
    areas: dict[str, Decimal] = {}
    faults: list[Fault] = []
    for feature in features:
        row = Row(file, feature, table, faults)
        zone = row.text("zone_id") or zone_id
        if zone not in known_zones:
            row.fault("zone_id", zone, "the id of a zone that is known, or --zone")
            continue
        try:
            pieces.setdefault(str(zone), []).append(clean_polygon(feature.geometry))
        except GeometryError as error:
            row.fault("geometry", error.received, error.expected)
            continue
        area = row.number("total_area_ha")
        if area is not None:
            areas[str(zone)] = area
    outlines = [
        Outline(zone, _join(parts), areas.get(zone)) for zone, parts in sorted(pieces.items())
    ]
    return outlines, faults


def store_outlines(
    connection: WriteConnection,
    outlines: Sequence[Outline],
    *,
    quality: Literal["surveyed", "openstreetmap"],
    badge: Badge,
    source_key: str,
    as_of: str | None,
    origin: str,
) -> dict[str, int]:
    """Store outlines; what a file declares of the area becomes a figure beside the others.

    Parameters
    ----------
    quality
        How the outlines came about.
    badge
        Quality of what the file says.
    source_key, as_of
        Passport of the areas.

    Returns
    -------
    Rows changed, by table. Illustrative parcels of these zones end: a schematic split cannot be
    laid into a real outline.
    """
    connection.execute(_STAGED)
    copy_rows(
        connection,
        "staged_outline",
        ("zone_id", "boundary", "boundary_quality", "boundary_badge"),
        ((o.zone_id, ewkb(o.boundary), quality, badge) for o in outlines),
    )
    changed = connection.execute(read_sql("update_outlines")).rowcount
    figures = [
        FigureRow(
            subject_kind="zone",
            subject_id=outline.zone_id,
            metric="total_area_ha",
            value=outline.total_area_ha,
            value_low=None,
            value_high=None,
            value_text=None,
            unit="ha",
            scope="zone",
            as_of=as_of,
            sources=source_key,
            method="published",
            badge=badge,
            note=None,
        )
        for outline in outlines
        if outline.total_area_ha is not None
    ]
    return {
        "zone": changed,
        "figure": insert_figures(connection, figures, origin=origin),
        "parcel": end_illustrative(connection, [outline.zone_id for outline in outlines]),
    }


def end_illustrative(connection: WriteConnection, zones: Collection[str]) -> int:
    """End the illustrative parcels of some zones; how many there were."""
    values = {"zones": sorted(zones)}
    return connection.execute(
        "UPDATE parcel SET recorded = tstzrange(lower(recorded), clock_timestamp())"
        " WHERE illustrative AND upper_inf(recorded) AND zone_id = ANY (%(zones)s)",
        values,
    ).rowcount


def _join(parts: list[shapely.Geometry]) -> shapely.MultiPolygon:
    joined = shapely.union_all(parts) if len(parts) > 1 else parts[0]
    return clean_polygon(joined)
