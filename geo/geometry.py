"""Checks and cleaning of a geometry before it is stored or measured.

Nothing is repaired: a bow-tie has two readings, and choosing one would invent a boundary. What is
changed is only what carries no meaning here: Z, the order of vertices round a ring, and whether a
single polygon is wrapped as a multipolygon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import shapely
from shapely import MultiPolygon, Point
from shapely.geometry.polygon import orient

from geo.bbox import REGION, BBox
from geo.errors import GeometryError

if TYPE_CHECKING:
    from shapely import Geometry, LineString, MultiLineString

POLYGON_TYPES: Final = ("Polygon", "MultiPolygon")
LINE_TYPES: Final = ("LineString", "MultiLineString")
_REASON: Final = re.compile(r"(?P<reason>[^\[]+)\[(?P<x>\S+) (?P<y>\S+?)(?: \S+)?\]")


def require_type(geometry: Geometry | None, types: tuple[str, ...]) -> Geometry:
    """Refuse a geometry that is missing, empty or of another type.

    Parameters
    ----------
    geometry
        Any shapely geometry, or None.
    types
        Names of the types accepted, as shapely spells them.

    Returns
    -------
    Geometry
        The same geometry.

    Raises
    ------
    GeometryError
        If it is None, empty, or of a type not listed.
    """
    expected = " or ".join(types)
    if geometry is None:
        raise GeometryError(
            "the geometry is missing", expected=expected, remedy="give the row a geometry"
        )
    if geometry.geom_type not in types:
        raise GeometryError(
            f"the geometry is a {geometry.geom_type}",
            expected=expected,
            remedy="export the layer as that type",
        )
    if geometry.is_empty:
        raise GeometryError(
            f"the {geometry.geom_type} is empty",
            expected=f"{expected} with coordinates",
            remedy="draw it or delete the row",
        )
    return geometry


def require_valid(geometry: Geometry) -> Geometry:
    """Refuse a geometry that is not valid, saying why and where.

    Parameters
    ----------
    geometry
        Any shapely geometry.

    Returns
    -------
    Geometry
        The same geometry.

    Raises
    ------
    GeometryError
        If it is not valid in the sense of OGC Simple Features (06-103r4): a ring that crosses or
        touches itself (a bow-tie), a hole outside its shell, a coordinate that is not finite.
    """
    if geometry.is_valid:
        return geometry
    reason, place = _explain(geometry)
    raise GeometryError(
        f"the {geometry.geom_type} is not valid: {reason}{place}",
        expected="rings that do not cross or touch themselves, holes inside their shell",
        remedy="correct the boundary where it was drawn; it is not repaired here",
    )


def require_inside(geometry: Geometry, region: BBox = REGION) -> Geometry:
    """Refuse a geometry that leaves the region.

    Parameters
    ----------
    geometry
        Geometry that is not empty, EPSG:4326.
    region
        Box that must hold all of it; its edge counts as inside.

    Returns
    -------
    Geometry
        The same geometry.

    Raises
    ------
    GeometryError
        If any part lies outside. Metres read as degrees and swapped columns end here too.
    """
    west, south, east, north = geometry.bounds
    if region.contains(west, south) and region.contains(east, north):
        return geometry
    raise GeometryError(
        f"the {geometry.geom_type} spans {west:.6g},{south:.6g},{east:.6g},{north:.6g}",
        expected=f"degrees of longitude, latitude inside {region}",
        remedy="check the declared CRS and the order of the columns (X = north in VN-2000)",
    )


def drop_z(geometry: Geometry) -> Geometry:
    """Copy of a geometry without Z and M; the store is flat."""
    return shapely.force_2d(geometry)


def clean_polygon(geometry: Geometry | None, *, region: BBox = REGION) -> MultiPolygon:
    """Check a zone or parcel boundary and bring it into the one form that is stored.

    Parameters
    ----------
    geometry
        Polygon or MultiPolygon, EPSG:4326, with or without Z.
    region
        Box that must hold all of it.

    Returns
    -------
    MultiPolygon
        Flat, valid, shells counter-clockwise and holes clockwise (RFC 7946, 3.1.6).

    Raises
    ------
    GeometryError
        If it is missing, empty, of another type, not valid or not inside the region.
    """
    checked = _clean(geometry, POLYGON_TYPES, region)
    return MultiPolygon([orient(part) for part in shapely.get_parts(checked)])


def clean_line(geometry: Geometry | None, *, region: BBox = REGION) -> LineString | MultiLineString:
    """Check a road, railway, waterway or coast.

    Parameters
    ----------
    geometry
        LineString or MultiLineString, EPSG:4326, with or without Z.
    region
        Box that must hold all of it.

    Returns
    -------
    LineString | MultiLineString
        Flat and valid.

    Raises
    ------
    GeometryError
        If it is missing, empty, of another type, not valid or not inside the region.
    """
    return _clean(geometry, LINE_TYPES, region)


def clean_point(geometry: Geometry | None, *, region: BBox = REGION) -> Point:
    """Check the position of a port, an airport or the centre of a zone.

    Parameters
    ----------
    geometry
        Point, EPSG:4326, with or without Z.
    region
        Box that must hold it.

    Returns
    -------
    Point
        Flat and valid.

    Raises
    ------
    GeometryError
        If it is missing, empty, of another type, not finite or not inside the region.
    """
    return _clean(geometry, ("Point",), region)


def _clean(geometry: Geometry | None, types: tuple[str, ...], region: BBox) -> Geometry:
    flat = drop_z(require_type(geometry, types))
    return require_inside(require_valid(flat), region)


def _explain(geometry: Geometry) -> tuple[str, str]:
    """Reason why a geometry is not valid, and the place as text that may be empty."""
    told = shapely.is_valid_reason(geometry)
    match = _REASON.fullmatch(told)
    if match is None:
        return told.lower(), ""
    place = f" at {float(match['x']):.7g}, {float(match['y']):.7g}"
    return match["reason"].strip().lower(), place
