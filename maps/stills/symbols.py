"""Symbols of the map: zones, their outlines and parcels, ports, airports and stations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely import affinity

from layers.records import IndustrialZone, Link, Parcel, Port
from maps.stills.drawing import (
    Paint,
    Shape,
    box_of,
    circle,
    outline_path,
    polyline,
    symbol_points,
)
from maps.stills.fitting import shape_of
from maps.stills.frame import MapFrame
from maps.stills.page import Page
from maps.stills.sizes import Box
from maps.style import (
    PARCEL_COMMERCIAL,
    PORT_SYMBOL,
    UNKNOWN,
    class_of_value,
)

LEAST_RADIUS: Final = 7.0
CLOSE_M: Final = 26.0
"""A map of fewer metres a unit shows outlines; a wider one circles."""

_LEAST_OUTLINE: Final = 20.0
_LEAST_CHOSEN: Final = 36.0
"""An outline smaller than this is shown as a circle, units; one that the picture is about."""

RINGS: Final = (8.0, 5.0)
"""Of a zone that the picture is about, beyond its circle, units; of a slim one."""

_LEAST_RINGED: Final = (13.0, 8.0)
"""Least radius of its circle; of a slim one."""

_SLIM, _SLIM_LEAST = 0.75, 5.5
"""Size of slim circles over that of others, and their least radius, units."""

_HATCH_STEP: Final = 13.0
_PORT_SIDES: Final = {"large": 27.0, "deep": 23.0, "small": 19.0, "unknown": 18.0}


@dataclass(frozen=True, slots=True)
class ZoneMark:
    """A zone as it was drawn.

    Attributes
    ----------
    x, y
        Of its centre, units.
    radius
        Of its circle; of a circle around its outline where that is drawn.
    outline
        Units, or None for a circle.
    """

    zone: IndustrialZone
    x: float
    y: float
    radius: float
    outline: Any | None = None


def class_of_zone(zone: IndustrialZone, measure_key: str) -> str:
    """Class of a zone in a measure; `unknown` for what is not known, never the lowest class."""
    if measure_key == "status":
        known = ("operating", "under_construction", "planned")
        return zone.status if zone.status in known else UNKNOWN
    if measure_key == "distance":
        coast = zone.distances.get("coastline")
        return class_of_value("distance", None if coast is None else coast.distance_m)
    headline = zone.remaining if measure_key == "remaining_ha" else zone.occupancy
    if headline.state != "known":
        return headline.state
    value = headline.value
    if value is None and headline.low is not None and headline.high is not None:
        value = (headline.low + headline.high) / 2
    return class_of_value(measure_key, value)


def cite_measure(page: Page, zones: Iterable[IndustrialZone]) -> None:
    """Have the credit cite what zones are coloured and sized by.

    The date is that of the measure alone: a newer count of workers makes no land newer. Where the
    measure has none it is that of the areas.
    """
    key = page.spec.measure
    page.shows_few = True
    page.is_measured = key == "distance"
    for zone in zones:
        area = zone.figures.get("total_area_ha")
        if area is not None and zone.location is not None:
            page.cite(area.source_keys)
            if key == "status" and area.as_of:
                page.dates.append(area.as_of)
        if key in ("remaining_ha", "occupancy"):
            headline = zone.remaining if key == "remaining_ha" else zone.occupancy
            page.cite(headline.source_keys)
            if headline.as_of:
                page.dates.append(headline.as_of)


def zone_radius(zone: IndustrialZone, frame: MapFrame) -> float:
    """Radius of a zone's circle, units: its area is in proportion to the declared one.

    Circles of a smaller map are smaller, though not as much as the map.
    """
    factor = 0.72 * min(1.4, max(0.55, math.sqrt(frame.units_per_degree / 900)))
    figure = zone.figures.get("total_area_ha")
    area = figure.value if figure is not None and figure.scope == "zone" else None
    area = zone.measured_area_ha if area is None else area
    return LEAST_RADIUS if area is None else max(LEAST_RADIUS, factor * math.sqrt(area))


def draw_zones(
    page: Page,
    frame: MapFrame,
    zones: Sequence[IndustrialZone],
    *,
    highlighted: Sequence[str] = (),
    outlines: bool | None = None,
    quiet: bool = False,
    by_measure: bool = True,
    by_size: bool = False,
    slim: bool = False,
) -> list[ZoneMark]:
    """Paint zones, the largest first, those that the picture is about last.

    Parameters
    ----------
    highlighted
        Ids of zones that get a ring.
    outlines
        Whether outlines are drawn; None decides by the scale.
    quiet
        Zones that are not highlighted are only hinted at.
    by_measure
        Whether they have the colours of the spec's measure; a map without its legend must not.
    by_size
        Whether only their size says which lies above which, so that maps that are compared are
        stacked alike; else those that nothing is known of lie below the others.
    slim
        Smaller circles with thinner rings, for a small map on which they would hide each other.

    Returns
    -------
    The marks of zones that are seen.
    """
    close = frame.metres_of(1) < CLOSE_M if outlines is None else outlines
    marks = []
    for zone in zones:
        is_chosen = zone.zone_id in highlighted
        mark = _mark_of(frame, zone, outline=close, is_chosen=is_chosen, slim=slim)
        if mark is not None:
            marks.append(mark)
    measure = page.spec.measure
    # Hollow circles below, for they would hide what is known.
    marks.sort(
        key=lambda one: (
            one.zone.zone_id in highlighted,
            by_size or class_of_zone(one.zone, measure) != UNKNOWN,
            -one.radius,
            one.zone.zone_id,
        )
    )
    for mark in marks:
        chosen = mark.zone.zone_id in highlighted
        fill = zone_fill(page, mark.zone) if by_measure else ""
        if chosen and not by_measure:
            fill = page.theme["highlight"]
        if mark.outline is not None:
            _draw_outline(page, mark, fill, chosen=chosen, quiet=quiet)
        else:
            _draw_circle(page, mark, fill, chosen=chosen, quiet=quiet, slim=slim)
    return marks


def hatching(area: Any, step: float = _HATCH_STEP) -> Any:
    """Slanted lines across an area, cut at its edge; both in units."""
    west, south, east, north = area.bounds
    reach = north - south
    # Lines stand on a grid of the picture, not of the area, so that neighbours' lines meet.
    first = math.floor((west - reach - south) / step) * step
    starts = np.arange(first, east - south + reach + step, step)
    lines = [
        ((start + south - reach, south - reach), (start + north + reach, north + reach))
        for start in starts
    ]
    return shapely.intersection(shapely.MultiLineString(lines), area)


def draw_parcels(page: Page, frame: MapFrame, parcels: Iterable[Parcel]) -> list[str]:
    """Paint parcels by what can be leased of them; those that only illustrate are hatched.

    Returns
    -------
    The commercial states that are shown.
    """
    states = []
    for parcel in parcels:
        seen = frame.project(shape_of(parcel.geometry), margin=0, detail=0.1)
        if seen.is_empty:
            continue
        states.append(parcel.commercial)
        colour = PARCEL_COMMERCIAL.get(parcel.commercial) or None
        dash = (7.0, 5.0) if parcel.illustrative else ()
        edge = Paint(
            fill=colour or page.theme["halo"], fill_opacity=0.85 if colour else 0.5,
            stroke=page.theme["ink"], stroke_width=1.6, dash=dash, round_ends=not dash,
        )  # fmt: skip
        box = box_of(seen)
        page.drawing.add(Shape(outline_path(seen), edge, box, "base", parcel.parcel_id))
        if parcel.illustrative:
            lines = hatching(seen, 18.0)
            paint = Paint(stroke=page.theme["halo"], stroke_width=1.4, stroke_opacity=0.7)
            page.drawing.add(Shape(outline_path(lines), paint, box, "base", parcel.parcel_id))
            page.note(page.say("illustrative"))
    return list(dict.fromkeys(states))


def port_side(port: Port) -> float:
    """Size of a port's symbol by the largest vessel that it takes, units."""
    figure = port.figures.get("max_vessel_dwt")
    tonnage = None if figure is None else figure.value if figure.value is not None else figure.high
    if tonnage is None:
        return _PORT_SIDES["unknown"]
    key = next(one["key"] for one in PORT_SYMBOL["sizes"] if tonnage >= one["lower"])
    return _PORT_SIDES[str(key)]


def port_symbol(port: Port) -> str:
    """Shape of a port's symbol: `square`, `diamond` or `triangle`."""
    return str(PORT_SYMBOL["shape"].get(port.kind, "square"))


def draw_port(
    page: Page, frame: MapFrame, port: Port, *, quiet: bool = False
) -> tuple[float, float, float] | None:
    """Paint a port by its kind: sea a square, river a diamond, depot a triangle.

    Returns
    -------
    Middle and radius, units; None if it is not seen.
    """
    x, y = frame.point(*port.location)
    if not _is_seen(frame, x, y):
        return None
    half = port_side(port) / 2 * (0.75 if quiet else 1.0)
    state = PORT_SYMBOL["status"].get(port.status, PORT_SYMBOL["status"]["operating"])
    colour = page.theme["port"]
    paint = (
        Paint(fill=colour, stroke=page.theme["halo"], stroke_width=2.5)
        if state["filled"]
        else Paint(fill=page.theme["halo"], stroke=colour, stroke_width=3,
                   dash=(5.0, 3.0) if state["dash"] else (), round_ends=False)
    )  # fmt: skip
    points = symbol_points(port_symbol(port), x, y, half)
    box = Box(x - half, y - half, x + half, y + half)
    page.drawing.add(Shape(polyline(points, closed=True), paint, box, "port", port.port_id))
    return x, y, half


def draw_airport(
    page: Page, frame: MapFrame, link: Link, *, radius: float = 15.0
) -> tuple[float, float, float] | None:
    """Paint an airport as an aeroplane on a disc; hollow until it is open."""
    x, y = frame.point(*point_of(link))
    if not _is_seen(frame, x, y):
        return None
    colour, halo = page.theme["way_airport"], page.theme["halo"]
    is_open = link.status == "operating"
    disc = Paint(
        fill=colour if is_open else halo, stroke=halo if is_open else colour, stroke_width=2.5
    )
    plane = affinity.translate(affinity.scale(_PLANE, radius, radius, origin=(0, 0)), x, y)
    box = Box(x - radius, y - radius, x + radius, y + radius)
    page.drawing.add(
        Shape(circle(x, y, radius), disc, box, "road", link.link_id),
        Shape(outline_path(plane), Paint(fill=halo if is_open else colour), box, "road",
              link.link_id),
    )  # fmt: skip
    return x, y, radius


def draw_station(
    page: Page, frame: MapFrame, link: Link, *, half: float = 8.0
) -> tuple[float, float, float] | None:
    """Paint a station as a square; hollow until it is open."""
    x, y = frame.point(*point_of(link))
    if not _is_seen(frame, x, y):
        return None
    colour, halo = page.theme["line_railway"], page.theme["halo"]
    fill = halo if link.status != "operating" else colour
    paint = Paint(fill=fill, stroke=colour if fill == halo else halo, stroke_width=2.5)
    points = symbol_points("square", x, y, half)
    box = Box(x - half, y - half, x + half, y + half)
    page.drawing.add(Shape(polyline(points, closed=True), paint, box, "road", link.link_id))
    return x, y, half


def point_of(link: Link) -> tuple[float, float]:
    """Longitude and latitude of an airport or station."""
    lon, lat = link.geometry["coordinates"][:2]
    return float(lon), float(lat)


def _is_seen(frame: MapFrame, x: float, y: float) -> bool:
    box = frame.box
    return box.left - 40 < x < box.right + 40 and box.top - 40 < y < box.bottom + 40


def _mark_of(
    frame: MapFrame, zone: IndustrialZone, *, outline: bool, is_chosen: bool, slim: bool
) -> ZoneMark | None:
    ground = shape_of(zone.boundary) if zone.boundary is not None else None
    if outline and ground is not None:
        seen = frame.project(ground, detail=0.15)
        if seen.is_empty:
            return None
        west, north, east, south = seen.bounds
        least = _LEAST_CHOSEN if is_chosen else _LEAST_OUTLINE
        if max(east - west, south - north) >= least:
            x, y = seen.centroid.x, seen.centroid.y
            return ZoneMark(zone, x, y, min(east - west, south - north) / 2, seen)
    if zone.location is None:
        return None
    x, y = frame.point(*zone.location)
    if not _is_seen(frame, x, y):
        return None
    radius = LEAST_RADIUS + 2 if outline else zone_radius(zone, frame)
    if slim:
        radius = max(_SLIM_LEAST, _SLIM * radius)
    least = _LEAST_RINGED[slim]
    return ZoneMark(zone, x, y, max(radius, least) if is_chosen else radius)


def zone_fill(page: Page, zone: IndustrialZone) -> str:
    """Colour of a zone by the spec's measure, `#rrggbb`; empty for what is not known."""
    return page.theme.class_fill(page.spec.measure, class_of_zone(zone, page.spec.measure))


def circle_paint(page: Page, fill: str, *, opacity: float = 1.0) -> Paint:
    """How a zone's circle is painted; hollow for an empty colour."""
    if not fill:
        return Paint(
            fill=page.theme["halo"], fill_opacity=0.75 * opacity, stroke=page.theme["unknown"],
            stroke_width=2.6, stroke_opacity=opacity,
        )  # fmt: skip
    return Paint(
        fill=fill, fill_opacity=opacity, stroke=page.theme["ink"], stroke_width=2.0,
        stroke_opacity=opacity,
    )  # fmt: skip


def _draw_circle(
    page: Page, mark: ZoneMark, fill: str, *, chosen: bool, quiet: bool, slim: bool
) -> None:
    x, y, radius = mark.x, mark.y, mark.radius
    if chosen:
        away, width, wide = (3.4, 4.0, 7.5) if slim else (5.5, 6.0, 11.0)
        ring = radius + away
        box = Box(x - ring, y - ring, x + ring, y + ring)
        halo = Paint(stroke=page.theme["halo"], stroke_width=wide)
        paint = Paint(stroke=page.theme["highlight"], stroke_width=width)
        page.drawing.add(
            Shape(circle(x, y, ring), halo, box, "decoration", mark.zone.zone_id),
            Shape(circle(x, y, ring), paint, box, "decoration", mark.zone.zone_id),
        )
    paint = circle_paint(page, fill, opacity=0.45 if quiet and not chosen else 1.0)
    box = Box(x - radius, y - radius, x + radius, y + radius)
    page.drawing.add(Shape(circle(x, y, radius), paint, box, "zone", mark.zone.zone_id))


def _draw_outline(page: Page, mark: ZoneMark, fill: str, *, chosen: bool, quiet: bool) -> None:
    """Outline as it is if known; hatched and dashed if it only has the right area."""
    outline, zone = mark.outline, mark.zone
    path, box = outline_path(outline), box_of(outline)
    edge = page.theme["highlight"] if chosen else page.theme["unknown" if quiet else "ink"]
    ground = page.theme["highlight"] if chosen else fill or page.theme["unknown"]
    opacity = 0.3 if chosen else 0.16 if quiet or not fill else 0.7
    page.drawing.add(
        Shape(path, Paint(fill=ground, fill_opacity=opacity), box, "zone", zone.zone_id)
    )
    schematic = zone.boundary_quality == "schematic"
    if schematic:
        page.note(page.say("schematic"))
        lines = Paint(stroke=edge, stroke_width=2.2, stroke_opacity=0.75 if chosen else 0.5)
        page.drawing.add(
            Shape(outline_path(hatching(outline)), lines, box, "decoration", zone.zone_id)
        )
    draw_edge(page, mark, chosen=chosen, quiet=quiet)


def draw_edge(page: Page, mark: ZoneMark, *, chosen: bool = True, quiet: bool = False) -> None:
    """Paint the edge of an outline, dashed if it is schematic; over parcels, which hide it."""
    if mark.outline is None:
        return
    path, box = outline_path(mark.outline), box_of(mark.outline)
    schematic = mark.zone.boundary_quality == "schematic"
    width = 5.0 if chosen else 2.4
    dash = (14.0, 8.0) if schematic else ()
    if chosen:
        casing = Paint(stroke=page.theme["halo"], stroke_width=width + 5)
        page.drawing.add(Shape(path, casing, box, "decoration", mark.zone.zone_id))
    edge = page.theme["highlight"] if chosen else page.theme["unknown" if quiet else "ink"]
    stroke = Paint(stroke=edge, stroke_width=width, dash=dash, round_ends=not dash)
    page.drawing.add(Shape(path, stroke, box, "decoration", mark.zone.zone_id))


_PLANE: Final = shapely.Polygon(
    [
        (0, -0.72), (0.1, -0.55), (0.1, -0.2), (0.68, 0.16), (0.68, 0.32), (0.1, 0.14),
        (0.1, 0.46), (0.27, 0.6), (0.27, 0.72), (0, 0.64), (-0.27, 0.72), (-0.27, 0.6),
        (-0.1, 0.46), (-0.1, 0.14), (-0.68, 0.32), (-0.68, 0.16), (-0.1, -0.2), (-0.1, -0.55),
    ]
)  # fmt: skip
"""An aeroplane flying north, within a circle of radius 1."""
