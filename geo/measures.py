"""Area and distance on the WGS 84 ellipsoid, in Python.

The second opinion on what PostGIS measures: Karney's geodesics through pyproj, and a distance that
does not depend on any map projection. Edges are geodesics, as PostGIS's geography takes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyproj
import shapely

from geo.errors import GeometryError
from geo.geometry import LINE_TYPES, POLYGON_TYPES, require_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray
    from shapely import Geometry, LinearRing

    Floats = NDArray[np.float64]

GEOD: Final = pyproj.Geod(ellps="WGS84")
"""The ellipsoid of every measure: WGS 84."""

_MEASURED_TYPES: Final = ("Point", "MultiPoint", *LINE_TYPES, *POLYGON_TYPES)
# Candidates are taken from a flat frame: edges longer than this are split along the geodesic, so
# that what is left bends by under 5 cm within 1,000 km of the middle of the frame.
_LONGEST_EDGE_M: Final = 5_000.0
_BEND_SLACK_M: Final = 0.5
_EARTH_RADIUS_M: Final = 6_335_000.0  # the least radius of curvature: the bound errs to be safe
_REACH_M: Final = 5_000_000.0
_FOOT_ROUNDS: Final = 6


@dataclass(frozen=True, slots=True)
class Nearest:
    """The shortest way between two geometries.

    Attributes
    ----------
    distance_m
        Metres along the WGS 84 ellipsoid; 0 where they touch.
    lon, lat
        Nearest point of the other geometry, degrees, EPSG:4326.
    from_lon, from_lat
        Nearest point of the first geometry.
    """

    distance_m: float
    lon: float
    lat: float
    from_lon: float
    from_lat: float

    def reverse(self) -> Nearest:
        """Return the same way from the other end."""
        return Nearest(self.distance_m, self.from_lon, self.from_lat, self.lon, self.lat)


def geodesic_area_m2(geometry: Geometry) -> float:
    """Area of a polygon on the ellipsoid.

    Parameters
    ----------
    geometry
        Valid Polygon or MultiPolygon, EPSG:4326, rings in any direction.

    Returns
    -------
    float
        Square metres, holes subtracted.

    Raises
    ------
    GeometryError
        If the geometry is missing, empty or of another type, or if its coordinates are no degrees.

    Notes
    -----
    C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013), as kept in PROJ. Rounding
    leaves about 0.001 m2 for a zone of this region.
    """
    require_type(geometry, POLYGON_TYPES)
    _require_degrees(geometry)
    return sum(
        _ring_area(polygon.exterior) - sum(_ring_area(hole) for hole in polygon.interiors)
        for polygon in shapely.get_parts(geometry)
    )


def geodesic_areas_m2(geometries: Sequence[Geometry] | NDArray[np.object_]) -> Floats:
    """Areas (m2) of several polygons, as `geodesic_area_m2` takes them one by one."""
    return np.array([geodesic_area_m2(geometry) for geometry in geometries], dtype=np.float64)


def geodesic_length_m(geometry: Geometry) -> float:
    """Length of a line, or of all rings of a polygon, in metres on the ellipsoid.

    Parameters
    ----------
    geometry
        Any geometry, EPSG:4326; a point has no length.

    Returns
    -------
    float
        Metres.

    Raises
    ------
    GeometryError
        If the coordinates are no degrees.
    """
    _require_degrees(geometry)
    edges = _edges(geometry)
    return float(np.sum(GEOD.inv(edges.lon1, edges.lat1, edges.lon2, edges.lat2)[2]))


def geodesic_distance_m(geometry: Geometry, other: Geometry) -> float:
    """Shortest distance between two geometries, metres; see `find_nearest`."""
    return find_nearest(geometry, other).distance_m


def find_nearest(geometry: Geometry, other: Geometry) -> Nearest:
    """Shortest way between two geometries along the ellipsoid.

    Parameters
    ----------
    geometry
        Point, line or polygon, single or multi, valid, EPSG:4326.
    other
        Likewise. A polygon is its area, not its boundary: what lies inside is at distance 0.

    Returns
    -------
    Nearest
        Distance in metres, and the point on either side.

    Raises
    ------
    GeometryError
        If one is missing, empty, of another type or not in degrees, or if they reach over 5,000 km
        from each other.

    Notes
    -----
    Of two geodesic lines that do not meet, one is nearest at a vertex. So the distance is the
    least from any vertex of one to any edge of the other, both ways; each is solved on the
    ellipsoid by walking to the foot of the perpendicular (Baselga and Martinez-Llario, Intersection
    and point-to-line solutions for geodesics on the ellipsoid, Stud. Geophys. Geod. 62, 2018).
    A flat frame only rules out edges that cannot be nearest, with a proven margin, so no local
    minimum can win. Accuracy is that of the geodesic itself, well below 1 mm.

    Two geometries touch if they do so either as stored (edges straight in degrees) or with
    geodesic edges; for an edge of 1 km the two differ by 4 mm here.
    """
    for side in (geometry, other):
        _require_degrees(require_type(side, _MEASURED_TYPES))
    frame = _Frame.around(geometry)
    flat, flat_other = frame.flatten(geometry), frame.flatten(other)
    if shapely.intersects(geometry, other):
        return _touching(geometry, other)
    if shapely.intersects(flat, flat_other):
        return frame.unflatten(_touching(flat, flat_other))
    edges, edges_other = _near_edges(frame, geometry, other, flat, flat_other)
    return min(
        _nearest_vertex(edges, edges_other),
        _nearest_vertex(edges_other, edges).reverse(),
        key=lambda nearest: nearest.distance_m,
    )


def find_nearest_of(geometry: Geometry, others: Sequence[Geometry]) -> tuple[int, Nearest]:
    """Find the nearest of several geometries.

    Parameters
    ----------
    geometry
        Where the distance is measured from, EPSG:4326.
    others
        One or more geometries; the first wins a tie.

    Returns
    -------
    index, nearest
        Position in `others`, and the way to it.

    Raises
    ------
    GeometryError
        If `others` is empty, or as `find_nearest`.
    """
    if len(others) == 0:
        raise GeometryError(
            "there is nothing to measure a distance to", expected="at least one geometry"
        )
    ways = [find_nearest(geometry, other) for other in others]
    index = min(range(len(ways)), key=lambda i: ways[i].distance_m)
    return index, ways[index]


def _ring_area(ring: LinearRing) -> float:
    lon, lat = shapely.get_coordinates(ring).T
    return abs(GEOD.polygon_area_perimeter(lon, lat)[0])


def _require_degrees(geometry: Geometry) -> None:
    west, south, east, north = shapely.bounds(geometry)
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        return
    raise GeometryError(
        f"the geometry spans {west:.6g},{south:.6g},{east:.6g},{north:.6g}",
        expected="degrees of longitude, latitude (EPSG:4326), not empty",
        remedy="transform it with geo.crs before measuring",
    )


class _Edges(NamedTuple):
    """Edges of a geometry as columns, degrees; a point is an edge of no length."""

    lon1: Floats
    lat1: Floats
    lon2: Floats
    lat2: Floats

    def keep(self, which: NDArray[np.bool_]) -> _Edges:
        return _Edges(*(column[which] for column in self))


def _edges(geometry: Geometry) -> _Edges:
    """All edges of a geometry; a geodesic edge is split into equal parts if it is long."""
    parts = shapely.get_parts(geometry)
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == 3])
    lines = np.concatenate([parts[shapely.get_type_id(parts) != 3], rings])
    columns = [_line_edges(shapely.get_coordinates(line)) for line in lines]
    return _Edges(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _line_edges(coordinates: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    lon, lat = _split_long(*coordinates.T)
    if len(lon) == 1:
        return lon, lat, lon, lat
    return lon[:-1], lat[:-1], lon[1:], lat[1:]


def _split_long(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Vertices with more put in along the geodesic where an edge is long."""
    if len(lon) < 2:
        return lon, lat
    azimuth, _, length = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    pieces = np.maximum(1, np.ceil(length / _LONGEST_EDGE_M)).astype(int)
    edge = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    along = length[edge] * step / pieces[edge]
    new_lon, new_lat, _ = GEOD.fwd(lon[edge], lat[edge], azimuth[edge], along)
    given = step == 0  # a vertex stays what it was, to the last bit
    new_lon[given], new_lat[given] = lon[edge[given]], lat[edge[given]]
    return np.append(new_lon, lon[-1]), np.append(new_lat, lat[-1])


@dataclass(frozen=True, slots=True)
class _Frame:
    """An azimuthal equidistant frame: distances from its middle are true, others too long.

    Two points within c of the middle lie nearer on the ellipsoid than in the frame, by a factor
    of at most (c/R) / sin(c/R) (Snyder, Map Projections: A Working Manual, 1987, p. 191).
    """

    projection: pyproj.Proj

    @classmethod
    def around(cls, geometry: Geometry) -> _Frame:
        west, south, east, north = shapely.bounds(geometry)
        lon, lat = (west + east) / 2, (south + north) / 2
        return cls(pyproj.Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84"))

    def project(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
        x, y = self.projection(lon, lat)
        if not np.all(np.hypot(x, y) < _REACH_M):
            raise GeometryError(
                "the geometries reach over 5,000 km from each other",
                expected="geometries of one region",
                remedy="clip them to the region first",
            )
        return np.asarray(x), np.asarray(y)

    def flatten(self, geometry: Geometry) -> Geometry:
        """Geometry in the frame, its long edges split along the geodesic first."""

        def move(coordinates: Floats) -> Floats:
            return np.column_stack(self.project(*coordinates.T))

        return shapely.transform(_densify(geometry), move)

    def unflatten(self, nearest: Nearest) -> Nearest:
        """Return the same way with its ends in degrees."""
        lon, lat = self.projection(nearest.lon, nearest.lat, inverse=True)
        from_lon, from_lat = self.projection(nearest.from_lon, nearest.from_lat, inverse=True)
        return Nearest(nearest.distance_m, lon, lat, from_lon, from_lat)

    def flat_lines(self, edges: _Edges) -> NDArray[np.object_]:
        start = np.column_stack(self.project(edges.lon1, edges.lat1))
        end = np.column_stack(self.project(edges.lon2, edges.lat2))
        lines: NDArray[np.object_] = shapely.linestrings(np.stack([start, end], axis=1))
        return lines


def _densify(geometry: Geometry) -> Geometry:
    """Geometry with its long edges split along the geodesic."""
    kind = geometry.geom_type
    if kind in ("Point", "MultiPoint"):
        return geometry
    if kind == "Polygon":
        shell, *holes = (_densify(ring) for ring in shapely.get_rings(geometry))
        return shapely.Polygon(shell, holes)
    if kind in ("LineString", "LinearRing"):
        lon, lat = _split_long(*shapely.get_coordinates(geometry).T)
        return type(geometry)(np.column_stack([lon, lat]))
    return type(geometry)([_densify(part) for part in shapely.get_parts(geometry)])


def _touching(geometry: Geometry, other: Geometry) -> Nearest:
    (from_lon, from_lat), (lon, lat) = shapely.get_coordinates(
        shapely.shortest_line(geometry, other)
    )
    return Nearest(0.0, float(lon), float(lat), float(from_lon), float(from_lat))


def _near_edges(
    frame: _Frame, geometry: Geometry, other: Geometry, flat: Geometry, flat_other: Geometry
) -> tuple[_Edges, _Edges]:
    """Edges of both sides that may hold the nearest points; the rest provably cannot."""
    edges, edges_other = _edges(geometry), _edges(other)
    lines, lines_other = frame.flat_lines(edges), frame.flat_lines(edges_other)
    reach = max(np.abs(shapely.bounds(side)).max() for side in (flat, flat_other)) * np.sqrt(2)
    angle = reach / _EARTH_RADIUS_M
    limit = shapely.distance(flat, flat_other) * angle / np.sin(angle) + _BEND_SLACK_M
    near = edges.keep(shapely.dwithin(lines, flat_other, limit))
    near_other = edges_other.keep(shapely.dwithin(lines_other, flat, limit))
    return near, near_other


def _nearest_vertex(edges: _Edges, edges_other: _Edges) -> Nearest:
    """Shortest way from any vertex of some edges to any point of the other edges."""
    ends = np.concatenate([np.stack(edges[0:2], axis=1), np.stack(edges[2:4], axis=1)])
    vertices = np.unique(ends, axis=0)
    ways = (_nearest_on_edges(float(lon), float(lat), edges_other) for lon, lat in vertices)
    return min(ways, key=lambda nearest: nearest.distance_m)


def _nearest_on_edges(lon: float, lat: float, edges: _Edges) -> Nearest:
    """Shortest way from a point to any of several geodesic edges.

    Each round looks at the point from where it stands on the edge, and walks by the projection of
    that sight on the edge; what is left shrinks by (distance / R) squared each time.
    """
    azimuth, _, length = GEOD.inv(edges.lon1, edges.lat1, edges.lon2, edges.lat2)
    from_lon, from_lat = np.full_like(length, lon), np.full_like(length, lat)
    along = np.zeros_like(length)
    foot_lon, foot_lat, heading = edges.lon1, edges.lat1, azimuth
    for _ in range(_FOOT_ROUNDS):
        sight, _, distance = GEOD.inv(foot_lon, foot_lat, from_lon, from_lat)
        forward = distance * np.cos(np.radians(sight - heading))
        along = np.clip(along + forward, 0.0, length)
        foot_lon, foot_lat, back = GEOD.fwd(edges.lon1, edges.lat1, azimuth, along)
        heading = back + 180.0
    distance = GEOD.inv(foot_lon, foot_lat, from_lon, from_lat)[2]
    i = int(np.argmin(distance))
    return Nearest(float(distance[i]), float(foot_lon[i]), float(foot_lat[i]), lon, lat)
