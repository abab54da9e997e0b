"""Geometries of a filter: GeoJSON and bboxes in the filter's CRS to EPSG:4326."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
import shapely.geometry

from geo.bbox import BBox, read_corners
from geo.crs import WGS84, NamedCrs, transform_geometry
from geo.errors import CrsError, InvalidBBox, InvalidParameter

# Whatever shapely raises for something that only looks like GeoJSON.
_UNREADABLE: Final = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    shapely.errors.ShapelyError,
)

_STEPS: Final = 32
"""Pieces of each edge of a box: straight in its CRS, it is a curve in longitude and latitude."""


def read_geometry(value: Mapping[str, Any], crs: NamedCrs, *, lat_first: bool) -> shapely.Geometry:
    """Geometry of a filter in EPSG:4326, longitude first.

    Parameters
    ----------
    value
        GeoJSON geometry, or `{"bbox": [...]}`.
    crs
        CRS of its coordinates.
    lat_first
        Whether latitude comes first, as EPSG:4326 has it.

    Raises
    ------
    InvalidParameter, InvalidBBox
        If it cannot be read, is not valid or lies outside what the CRS can express.
    """
    if "bbox" in value:
        return read_box(value["bbox"], crs, lat_first=lat_first)
    try:
        geometry = shapely.geometry.shape(dict(value))
        if not np.isfinite(shapely.get_coordinates(geometry)).all():
            raise ValueError("a coordinate is not finite")
    except _UNREADABLE as error:
        raise _refuse("a geometry of the filter cannot be read", "WKT or GeoJSON") from error
    if geometry.is_empty or not geometry.is_valid:
        raise _refuse(
            f"the {geometry.geom_type} of the filter is empty or crosses itself",
            "a valid geometry",
        )
    return to_wgs84(shapely.force_2d(geometry), crs, lat_first=lat_first)


def join_members(geometry: shapely.Geometry) -> shapely.Geometry:
    """One geometry of the members of a collection, for relations that know no collections.

    Raises
    ------
    InvalidParameter
        If they are of several dimensions: then it is not defined what touches or lies within them.
    """
    members = shapely.get_parts(geometry)
    while any(member.geom_type == "GeometryCollection" for member in members):
        members = shapely.get_parts(members)
    if len(set(shapely.get_dimensions(members).tolist())) != 1:
        raise _refuse(
            "a GEOMETRYCOLLECTION of the filter has members of several dimensions",
            "S_INTERSECTS or S_DISJOINT with it, or members of one dimension",
        )
    return shapely.union_all(members)


def read_box(numbers: Sequence[Any] | str, crs: NamedCrs, *, lat_first: bool) -> shapely.Geometry:
    """Area of a bbox in EPSG:4326, longitude first.

    A box that crosses the antimeridian (west > east, in a geographic CRS) is two areas.

    Parameters
    ----------
    numbers
        Four, or six with heights, which are set aside; or their text.

    Raises
    ------
    InvalidBBox
        If they are not four or six finite numbers in order.
    """
    corners = read_corners(numbers)
    if lat_first:
        corners = (corners[1], corners[0], corners[3], corners[2])
    west, south, east, north = corners
    if not crs.is_geographic:
        if west > east or south > north:
            raise InvalidBBox(
                f"the bbox {west}, {south}, {east}, {north} has its corners swapped",
                expected="minimum easting, minimum northing, maximum easting, maximum northing",
            )
        return to_wgs84(shapely.segmentize(shapely.box(*corners), _step(corners)), crs)
    if west > east:
        halves = [BBox(west, south, 180, north), BBox(-180, south, east, north)]
        return to_wgs84(shapely.union_all([half.to_shapely() for half in halves]), crs)
    return to_wgs84(BBox(west, south, east, north).to_shapely(), crs)


def to_wgs84(
    geometry: shapely.Geometry, crs: NamedCrs, *, lat_first: bool = False
) -> shapely.Geometry:
    """Take a geometry to EPSG:4326, longitude first.

    Raises
    ------
    InvalidParameter
        If its coordinates mean nothing in that CRS.
    """
    if lat_first:
        geometry = shapely.transform(geometry, lambda points: points[:, ::-1])
    if crs.code == WGS84:
        return geometry
    try:
        moved = transform_geometry(geometry, source=crs, target=WGS84)
    except CrsError as error:
        raise _refuse(
            f"the coordinates do not fit {crs.name}", "coordinates of that CRS"
        ) from error
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise _refuse(f"the coordinates do not fit {crs.name}", "coordinates of that CRS")
    return moved


def _step(corners: Sequence[float]) -> float:
    return max(corners[2] - corners[0], corners[3] - corners[1], 1e-9) / _STEPS


def _refuse(received: str, expected: str) -> InvalidParameter:
    return InvalidParameter(received, expected=expected, remedy="correct the geometry")
