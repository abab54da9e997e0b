"""Storing another coastline: land from a planner's file in place of the one of record."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from geo.bbox import REGION
from geo.errors import GeometryError
from geo.geometry import clean_polygon
from layers.database import WriteConnection
from layers.importers.coastline import derive_parts
from layers.importers.raw import RawFeature
from layers.importers.store import ewkb, upsert
from layers.records import Badge
from layers.tables import coastline


def store_coastline(
    connection: WriteConnection,
    features: Sequence[RawFeature],
    *,
    source_key: str,
    badge: Badge,
) -> int:
    """Replace the land of the region, and with it sea and shore; land beyond stays.

    Parameters
    ----------
    features
        Polygons of land, EPSG:4326, examined; clipped to the region.
    source_key, badge
        Passport of the file.

    Returns
    -------
    Rows changed. Distances to the sea have to be measured anew.

    Raises
    ------
    GeometryError
        If the file holds no land in the region.
    """
    land = shapely.union_all([clean_polygon(feature.geometry) for feature in features])
    parts = derive_parts(shapely.intersection(land, shapely.box(*REGION)))
    if not any(kind == "land" for _, kind, _ in parts):
        raise GeometryError(
            "the file holds no land in the region",
            expected=f"polygons of land within {REGION}",
            remedy="check the layer and its coordinate reference system",
        )
    rows = [
        {
            "part_id": part_id,
            "kind": kind,
            "geom": ewkb(geometry),
            "source_key": source_key,
            "badge": badge,
        }
        for part_id, kind, geometry in parts
    ]
    changed = upsert(connection, coastline, rows)
    kept = [row["part_id"] for row in rows]
    departed = connection.execute(
        "DELETE FROM coastline WHERE kind <> 'context' AND part_id <> ALL (%s)", [kept]
    )
    return changed + departed.rowcount
