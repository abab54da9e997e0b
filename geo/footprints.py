"""Schematic footprints: a rectangle of the declared area at the best known centre.

A zone whose outline nobody published is drawn as such a rectangle and marked as schematic. Only
its area and its centre say something about the zone.
"""

from __future__ import annotations

import math
from typing import Final

from shapely import Polygon

from geo.errors import GeometryError
from geo.measures import GEOD, geodesic_area_m2

LENGTH_TO_WIDTH: Final = 1.6
"""Proportion of a rectangle of which only the area is known."""

_LARGEST_M2: Final = 1e9
_ROUNDS: Final = 4


def rectangle_footprint(
    lon: float,
    lat: float,
    area_m2: float,
    *,
    length_to_width: float = LENGTH_TO_WIDTH,
    bearing_deg: float = 0.0,
) -> Polygon:
    """Rectangle of a given geodesic area round a point.

    Parameters
    ----------
    lon
        Longitude of the centre, degrees, EPSG:4326.
    lat
        Latitude of the centre, degrees, between -80 and 80.
    area_m2
        Area wanted in square metres on the WGS 84 ellipsoid, over 0 and up to 1,000 km2.
    length_to_width
        Length of the long side over that of the short side, 1 to 100.
    bearing_deg
        Direction of the long side, degrees clockwise from true north at the centre.

    Returns
    -------
    Polygon
        Four corners, counter-clockwise, EPSG:4326. The first is the rear right one as seen along
        the bearing, so that the first edge is a long one and points along the bearing. The same
        input gives the same bits.

    Raises
    ------
    GeometryError
        If a number is not finite or out of range.

    Notes
    -----
    Corners lie on the geodesics from the centre; half the diagonal is scaled until the geodesic
    area (Karney 2013) is the one wanted. Edges are geodesics. The area is true to 0.001 m2, sides
    and angles to a millionth.
    """
    _require_range("longitude", lon, -180, 180)
    _require_range("latitude", lat, -80, 80)
    _require_range("area in m2", area_m2, 1e-2, _LARGEST_M2)
    _require_range("length to width", length_to_width, 1, 100)
    _require_range("bearing in degrees", bearing_deg, -360, 360)
    length_m = math.sqrt(area_m2 * length_to_width)
    scale = 1.0
    for _ in range(_ROUNDS):
        footprint = _rectangle(
            lon, lat, scale * length_m, scale * length_m / length_to_width, bearing_deg
        )
        scale *= math.sqrt(area_m2 / geodesic_area_m2(footprint))
    return footprint


def _rectangle(
    lon: float, lat: float, length_m: float, width_m: float, bearing_deg: float
) -> Polygon:
    half_diagonal_m = math.hypot(length_m, width_m) / 2
    to_corner_deg = math.degrees(math.atan2(width_m, length_m))
    corners = []
    for turn_deg in (180 - to_corner_deg, to_corner_deg, -to_corner_deg, 180 + to_corner_deg):
        corner_lon, corner_lat, _ = GEOD.fwd(lon, lat, bearing_deg + turn_deg, half_diagonal_m)
        corners.append((corner_lon, corner_lat))
    return Polygon(corners)


def _require_range(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise GeometryError(
            f"the {name} of a footprint is {value}",
            expected=f"a number between {least:g} and {most:g}",
            remedy="give the zone a known centre and area, or draw no footprint",
        )
