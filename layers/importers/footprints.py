"""Schematic outlines and illustrative parcels, made from declared figures.

A zone without a real outline gets a rectangle of its declared area at its best known centre. Where
leasable and leased land are declared too, the rectangle is cut so that the ledger adds up to just
these figures. Both are marked wherever they appear, and give way to real data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import shapely
from psycopg.types.range import DateRange

from geo.footprints import LENGTH_TO_WIDTH, rectangle_footprint
from geo.measures import geodesic_area_m2
from geo.parcelling import Parcelling, parcel_footprint
from geo.units import m2_from_hectares
from layers.database import WriteConnection, read_sql
from layers.importers.store import BUNDLE, copy_rows, ewkb

GROUPS = {
    "leased": {"use": "industrial", "commercial": "leased"},
    "unleased": {"use": "industrial", "commercial": "available"},
    "rest": {"use": "other", "commercial": "not_for_lease"},
}
"""Axes of illustrative parcels; what the figures do not tell stays `unknown`."""


@dataclass(frozen=True, slots=True)
class _Footprint:
    """Schematic outline of one zone, and its illustrative parcels if it has any."""

    zone_id: str
    metric: str
    badge: str
    outline: shapely.Polygon
    parcelling: Parcelling | None
    parcel_badge: str | None
    valid: DateRange


def store_footprints(connection: WriteConnection, *, illustrative: bool) -> dict[str, int]:
    """Draw the schematic outlines and illustrative parcels that the figures call for.

    Parameters
    ----------
    connection
        Inside the transaction of the load.
    illustrative
        Whether parcels are wanted; if not, those on record are ended.

    Returns
    -------
    Rows changed: `footprint` outlines and `parcel` versions begun or ended.
    """
    inputs = connection.execute(read_sql("list_footprint_inputs")).fetchall()
    footprints = [_draw(row) for row in inputs]
    connection.execute(
        "CREATE TEMPORARY TABLE staged_footprint (zone_id text, boundary geometry,"
        " boundary_metric text, boundary_badge text) ON COMMIT DROP"
    )
    copy_rows(
        connection,
        "staged_footprint",
        ("zone_id", "boundary", "boundary_metric", "boundary_badge"),
        (
            (drawn.zone_id, ewkb(shapely.MultiPolygon([drawn.outline])), drawn.metric, drawn.badge)
            for drawn in footprints
        ),
    )
    connection.execute(
        "CREATE TEMPORARY TABLE staged_parcel (parcel_id text, zone_id text, geom geometry,"
        " use text, commercial text, badge text, origin text, valid daterange) ON COMMIT DROP"
    )
    columns = ("parcel_id", "zone_id", "geom", "use", "commercial", "badge", "origin", "valid")
    if illustrative:
        copy_rows(connection, "staged_parcel", columns, _parcel_rows(footprints))
    return {
        "footprint": connection.execute(read_sql("update_footprints")).rowcount,
        "parcel": connection.execute(read_sql("end_illustrative_parcels")).rowcount
        + connection.execute(read_sql("insert_illustrative_parcels")).rowcount,
    }


def _draw(row: dict[str, Any]) -> _Footprint:
    proportion, bearing = LENGTH_TO_WIDTH, 0.0
    if row["extent_length_m"] and row["extent_width_m"]:
        proportion = max(row["extent_length_m"] / row["extent_width_m"], 1.0)
        bearing = row["extent_bearing_deg"] or 0.0
    rectangle = rectangle_footprint(
        row["lon"],
        row["lat"],
        m2_from_hectares(float(row["area_ha"])),
        length_to_width=proportion,
        bearing_deg=bearing,
    )
    groups = _declared_groups(row, geodesic_area_m2(rectangle))
    parcelling = parcel_footprint(rectangle, groups) if groups else None
    return _Footprint(
        zone_id=row["zone_id"],
        metric=row["area_metric"],
        badge=row["boundary_badge"],
        outline=parcelling.outline if parcelling else rectangle,
        parcelling=parcelling,
        parcel_badge=row["parcel_badge"],
        valid=DateRange(row["held_from"], None),
    )


def _declared_groups(row: dict[str, Any], whole_m2: float) -> dict[str, float] | None:
    """Areas of the parcel groups, square metres; None where a figure is missing or contradicts."""
    leasable: Decimal | None = row["leasable_ha"]
    leased: Decimal | None = row["leased_ha"]
    if row["real_parcels"] or leasable is None or leased is None:
        return None
    if not leased <= leasable <= row["area_ha"] or leasable <= 0:
        return None
    leasable_m2, leased_m2 = m2_from_hectares(float(leasable)), m2_from_hectares(float(leased))
    # A rest below what the footprint's own rounding leaves is no land.
    rest_m2 = whole_m2 - leasable_m2 if leasable < row["area_ha"] else 0.0
    return {"leased": leased_m2, "unleased": leasable_m2 - leased_m2, "rest": rest_m2}


def _parcel_rows(footprints: list[_Footprint]) -> Iterator[tuple[Any, ...]]:
    for drawn in footprints:
        if drawn.parcelling is None:
            continue
        for number, parcel in enumerate(drawn.parcelling.parcels, start=1):
            axes = GROUPS[parcel.group]
            yield (
                f"{drawn.zone_id}-illustrative-{number:02d}",
                drawn.zone_id,
                ewkb(shapely.MultiPolygon([parcel.polygon])),
                axes["use"],
                axes["commercial"],
                drawn.parcel_badge,
                BUNDLE,
                drawn.valid,
            )
