"""Rings and multipolygons put together from ways.

Nothing is mended: ways that do not close, rings that cross and holes outside their shell make no
surface, and the reason is handed back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from geo.errors import GeometryError
from geo.geometry import require_valid

Coordinates = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Member:
    """A way of a multipolygon relation; an empty role counts as `outer`."""

    role: str
    line: shapely.LineString


def polygon_from_ring(coordinates: Coordinates) -> shapely.Polygon:
    """Polygon of a closed way.

    Raises
    ------
    GeometryError
        If it is not closed, has fewer than three corners or crosses itself.
    """
    if len(coordinates) < 4:
        raise _broken(f"the ring has {len(coordinates)} points")
    if coordinates[0] != coordinates[-1]:
        raise _broken("the way does not close")
    polygon = shapely.Polygon(coordinates)
    require_valid(polygon)
    return polygon


def rings_from_lines(lines: Iterable[shapely.LineString]) -> list[shapely.Polygon]:
    """Polygons that ways make when joined end to end.

    Raises
    ------
    GeometryError
        If an end stays loose, or a ring that they make crosses itself.
    """
    parts = list(lines)
    closed = [line for line in parts if line.is_closed]
    polygons = [polygon_from_ring(list(line.coords)) for line in closed]
    open_lines = [line for line in parts if not line.is_closed]
    if not open_lines:
        return polygons
    collection, cuts, dangles, invalid = shapely.polygonize_full(open_lines)
    loose = sum(not part.is_empty for part in (cuts, dangles, invalid))
    if loose or collection.is_empty:
        raise _broken("its ways do not close to rings")
    joined = list(shapely.get_parts(collection))
    for polygon in joined:
        require_valid(polygon)
    return polygons + joined


def assemble_multipolygon(members: Sequence[Member]) -> shapely.MultiPolygon:
    """Surface of a multipolygon relation.

    Parameters
    ----------
    members
        Its ways, EPSG:4326; the order carries no meaning.

    Raises
    ------
    GeometryError
        If no way is outer, a ring does not close or crosses itself, or a hole lies outside.
    """
    outer = [member.line for member in members if member.role in ("", "outer", "outline")]
    inner = [member.line for member in members if member.role == "inner"]
    if not outer:
        raise _broken("the relation has no outer way")
    shells = rings_from_lines(outer)
    holes = rings_from_lines(inner) if inner else []
    of_shell: list[list[Coordinates]] = [[] for _ in shells]
    for hole in holes:
        around = [number for number, shell in enumerate(shells) if shell.covers(hole)]
        if len(around) != 1:
            raise _broken("a hole lies outside its shell")
        of_shell[around[0]].append(list(hole.exterior.coords))
    surface = shapely.MultiPolygon(
        [
            shapely.Polygon(shell.exterior.coords, rings)
            for shell, rings in zip(shells, of_shell, strict=True)
        ]
    )
    require_valid(surface)
    return surface


def surface_of(geometry: shapely.Geometry | None) -> shapely.MultiPolygon | None:
    """Surface that a geometry stands for when its tags say that it is one.

    Returns
    -------
    The surface, or None for a point, an open way or no geometry.

    Raises
    ------
    GeometryError
        If a closed way crosses itself.
    """
    if geometry is None:
        return None
    if geometry.geom_type == "LineString":
        if not geometry.is_closed:
            return None
        return shapely.MultiPolygon([polygon_from_ring(list(geometry.coords))])
    if geometry.geom_type == "Polygon":
        require_valid(geometry)
        return shapely.MultiPolygon([geometry])
    if geometry.geom_type == "MultiPolygon":
        require_valid(geometry)
        return geometry
    return None


def _broken(reason: str) -> GeometryError:
    return GeometryError(
        reason,
        expected="closed rings that do not cross, holes inside their shell",
        remedy="correct it at OpenStreetMap and fetch it again",
    )
