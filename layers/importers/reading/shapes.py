"""Geometries from what formats hold: rings of coordinates, WKT and WKB. Nothing is mended.

A ring that does not end where it began can only be held closed; it is noted, and the doctor lists
the closing among the repairs. Coordinates that are not finite are faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.importers.reading.notebook import Notebook, shorten

Coordinates = NDArray[np.float64]

DEEPEST_COLLECTION: Final = 4
_DEEPEST_BRACKETS: Final = 12
_RING_POINTS: Final = 4
_SIMPLE: Final = ("Point", "LineString", "MultiPoint", "MultiLineString")
_SRID: Final = re.compile(r"\s*SRID\s*=\s*(\d{1,9})\s*;", re.IGNORECASE | re.ASCII)
_BRACKETS: Final = re.compile(r"[()]")
_EWKB_SRID: Final = 0x20000000


def is_closed(ring: Coordinates) -> bool:
    """Whether a ring ends where it began, in x and y."""
    return len(ring) > 1 and bool(ring[0, 0] == ring[-1, 0] and ring[0, 1] == ring[-1, 1])


def ring_from(ring: Coordinates, place: str, notes: Notebook) -> shapely.LinearRing | None:
    """Ring of an outline, closed to be held; None with a fault if it is no ring."""
    if not np.isfinite(ring).all():
        index = int(np.flatnonzero(~np.isfinite(ring).all(axis=1))[0])
        notes.fault_not_finite(index, ring[index], place)
        return None
    closed = is_closed(ring)
    if len(ring) < 3 or (len(ring) == 3 and closed):
        notes.fault(
            "ring_too_short",
            f"a ring has {len(ring)} points",
            place=place,
            expected="at least three different points, and the first again",
            remedy="draw the outline or delete the feature",
        )
        return None
    if not closed:
        gap = float(np.hypot(*(ring[0, :2] - ring[-1, :2])))
        notes.find("ring_not_closed", place, f"the gap is {gap:.6g} in the file's units")
        ring = np.vstack([ring, ring[:1]])
    return shapely.linearrings(ring)


def polygon_from(
    rings: Sequence[Coordinates], place: str, notes: Notebook
) -> shapely.Polygon | None:
    """Polygon of a shell and its holes; None with faults if a ring cannot be read."""
    made = [ring_from(ring, place, notes) for ring in rings]
    if not made:
        return shapely.Polygon()
    if any(ring is None for ring in made):
        return None
    return shapely.polygons(made[0], made[1:] or None)


def geometry_from_wkt(
    text: str, place: str, column: str | None, notes: Notebook
) -> tuple[shapely.Geometry | None, int | None]:
    """Geometry and SRID of a WKT or EWKT; None with a fault if it cannot be read."""
    srid = None
    if match := _SRID.match(text):
        srid, text = int(match[1]), text[match.end() :]
    if _bracket_depth(text) > _DEEPEST_BRACKETS:
        notes.fault(
            "geometry_broken",
            "the WKT nests brackets deeper than any geometry",
            place=place,
            column=column,
            value=text,
        )
        return None, None
    return _read(shapely.from_wkt, text, "WKT", place, column, notes), srid


def geometry_from_wkb(
    blob: bytes, place: str, column: str | None, notes: Notebook
) -> tuple[shapely.Geometry | None, int | None]:
    """Geometry and SRID of a WKB or EWKB; None with a fault if it cannot be read."""
    geometry = _read(shapely.from_wkb, blob, "WKB", place, column, notes)
    if geometry is None:
        return None, None
    return geometry, int(shapely.get_srid(geometry)) or None


def _read(
    reader: Callable[..., shapely.Geometry | None],
    source: str | bytes,
    name: str,
    place: str,
    column: str | None,
    notes: Notebook,
) -> shapely.Geometry | None:
    """Read by GEOS; an open ring is closed to be held, and noted."""
    try:
        with np.errstate(all="ignore"):
            geometry = _read_or_close(reader, source, name, place, notes)
    except NotImplementedError:
        notes.fault(
            "geometry_curve",
            f"the {name} holds arcs",
            place=place,
            column=column,
            expected="straight edges",
            remedy="turn arcs into short edges in the program that drew them",
        )
        return None
    except shapely.errors.GEOSException as error:
        notes.fault(
            "geometry_broken",
            f"the {name} cannot be read: {shorten(str(error).partition(': ')[2] or str(error))}",
            place=place,
            column=column,
            value=source if isinstance(source, str) else source[:20].hex(),
            remedy="export the geometries again",
        )
        return None
    return _check_made(geometry, name, place, notes)


def _read_or_close(
    reader: Callable[..., shapely.Geometry | None],
    source: str | bytes,
    name: str,
    place: str,
    notes: Notebook,
) -> shapely.Geometry:
    try:
        return reader(source, on_invalid="raise")
    except shapely.errors.GEOSException as error:
        if "closed linestring" not in str(error):
            raise
        geometry = reader(source, on_invalid="fix")
        if geometry is None:
            raise
        notes.find("ring_not_closed", place, f"a ring of the {name} is open")
        return geometry


def _check_made(
    geometry: shapely.Geometry, name: str, place: str, notes: Notebook
) -> shapely.Geometry | None:
    """Refuse collections in collections and rings of two points."""
    if geometry.geom_type in _SIMPLE or (geometry.geom_type == "Polygon" and _is_plain(geometry)):
        return geometry
    if _collection_depth(geometry) > DEEPEST_COLLECTION:
        notes.fault("geometry_broken", f"the {name} nests collections", place=place)
        return None
    polygons = shapely.get_parts(shapely.get_parts(geometry))
    rings = shapely.get_rings(polygons[shapely.get_type_id(polygons) == 3])
    if len(rings) and int(shapely.get_num_coordinates(rings).min()) < _RING_POINTS:
        notes.fault(
            "ring_too_short",
            "a ring has fewer than three different points",
            place=place,
            expected="at least three different points, and the first again",
            remedy="draw the outline or delete the feature",
        )
        return None
    return geometry


def _is_plain(polygon: shapely.Polygon) -> bool:
    """Whether a polygon has one ring, and enough points in it."""
    has_one_ring = not shapely.get_num_interior_rings(polygon)
    return bool(has_one_ring and shapely.get_num_coordinates(polygon) >= _RING_POINTS)


def _collection_depth(geometry: shapely.Geometry) -> int:
    depth, level = 0, np.array([geometry])
    while len(level) and depth <= DEEPEST_COLLECTION:
        level = shapely.get_parts(level[shapely.get_type_id(level) == 7])
        depth += 1
    return depth - 1


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for match in _BRACKETS.finditer(text):
        depth += 1 if match[0] == "(" else -1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST_BRACKETS:
            break
    return deepest
