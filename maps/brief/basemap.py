"""Land, sea, roads and rail of a map, drawn from our own layers as lines, never as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from reportlab.lib.colors import HexColor
from shapely.geometry import shape

from layers.records import Coast, Link
from maps.brief.frame import Window
from maps.style import LINK_KIND, LINK_STATUS, PAPER

# Drawn from the first to the last; the first are the least important.
_ROADS = ("waterway", "railway", "provincial_road", "national_road", "ring_road", "expressway")
# Points of a pixel of the page's style: paper is looked at more closely than a screen.
_POINTS = 0.62


@dataclass(frozen=True, slots=True)
class Basemap:
    """Shapes of what lies under every map of a brief, made once."""

    land: Any
    roads: tuple[tuple[Link, Any], ...]


def make_basemap(coast: Coast, links: Sequence[Link]) -> Basemap:
    """Shapes of land and of what runs over it."""
    parts = [shapely.make_valid(shape(one)) for one in (coast.land, coast.context)]
    roads = [(link, shape(link.geometry)) for link in links if link.kind in _ROADS]
    roads.sort(key=lambda one: (_ROADS.index(one[0].kind), one[0].link_id))
    # Land here and land beyond meet along the edge of the region, which is no shore.
    return Basemap(shapely.union_all(parts, grid_size=1e-6), tuple(roads))


def draw_basemap(canvas: Any, window: Window, base: Basemap, *, is_quiet: bool = False) -> None:
    """Draw sea, land and roads into the rectangle of a window, whose corner is the origin.

    Parameters
    ----------
    is_quiet
        Land and sea alone, for a map as small as a stamp.
    """
    canvas.setFillColor(HexColor(PAPER["sea"]))
    canvas.rect(0, 0, window.width, window.height, stroke=0, fill=1)
    canvas.setFillColor(HexColor(PAPER["land"]))
    canvas.setStrokeColor(HexColor(PAPER["coast"]))
    canvas.setLineWidth(0.4)
    fill_area(canvas, window, window.clip(base.land), stroke=True)
    if is_quiet:
        return
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for link, line in base.roads:
        seen = window.clip(line)
        if seen.is_empty:
            continue
        style = LINK_KIND[link.kind]
        width = style["width"] * _POINTS
        dash = LINK_STATUS.get(link.status)
        if style["casing"] and not dash:
            set_pen(canvas, "#ffffff", width + 1)
            stroke_lines(canvas, window, seen)
        set_pen(canvas, style["color"], width, dash)
        stroke_lines(canvas, window, seen)
    canvas.setDash()
    canvas.setLineCap(0)
    canvas.setLineJoin(0)


def set_pen(canvas: Any, colour: str, width: float, dash: str | None = None) -> None:
    """Colour, width in points and pattern of the lines to come."""
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(width)
    canvas.setDash([float(one) * _POINTS for one in dash.split()] if dash else [])


def stroke_lines(canvas: Any, window: Window, geometry: Any) -> None:
    """Draw every line of a geometry, rings of areas included."""
    path = canvas.beginPath()
    for coordinates in _lines(geometry):
        _trace(path, window, coordinates)
    canvas.drawPath(path, stroke=1, fill=0)


def fill_area(canvas: Any, window: Window, geometry: Any, *, stroke: bool = False) -> None:
    """Fill the areas of a geometry, their holes left out."""
    path = area_path(canvas, window, geometry)
    canvas.drawPath(path, stroke=int(stroke), fill=1, fillMode=0)


def area_path(canvas: Any, window: Window, geometry: Any) -> Any:
    """Path of every ring of a geometry; to be filled by the even-odd rule."""
    path = canvas.beginPath()
    for polygon in _parts(geometry, "Polygon"):
        for ring in (polygon.exterior, *polygon.interiors):
            _trace(path, window, shapely.get_coordinates(ring))
            path.close()
    return path


def targets_by_id(*records: Sequence[Any]) -> Mapping[str, Any]:
    """Ports and links by their ids."""
    return {getattr(one, "port_id", None) or one.link_id: one for many in records for one in many}


def _lines(geometry: Any) -> Iterable[Any]:
    for line in _parts(geometry, "LineString"):
        yield shapely.get_coordinates(line)
    for polygon in _parts(geometry, "Polygon"):
        yield shapely.get_coordinates(polygon.exterior)


def _parts(geometry: Any, kind: str) -> Iterable[Any]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == kind:
            yield part
        elif part.geom_type.startswith("Multi") or part.geom_type == "GeometryCollection":
            yield from _parts(part, kind)


def _trace(path: Any, window: Window, coordinates: Any) -> None:
    first = True
    for lon, lat in coordinates:
        x, y = window.point(lon, lat)
        if first:
            path.moveTo(x, y)
            first = False
        else:
            path.lineTo(x, y)
