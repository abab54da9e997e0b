"""A map fitted into what the panels of a picture leave free, and drawn beneath them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import Point, shape
from shapely.geometry import box as rectangle_of

from geo.errors import InvalidSpec
from layers.records import GeoJSON, IndustrialZone
from maps.stills.frame import MapFrame, fit_frame, require_mapped
from maps.stills.page import Page
from maps.stills.sizes import Box

_TRIES: Final = 17
"""Places along each axis at which a map is tried."""

_HALVINGS: Final = 9
_SMALLEST: Final = 0.25
"""Of the scale that would fill the safe area: a smaller map is not looked for."""

_SHARES: Final = (0.94, 1.0)
_MOST_PASSES: Final = 3
_MOST_SHAPES: Final = 4000


_shapes: Final[dict[int, tuple[GeoJSON, Any]]] = {}
"""Geometries by the identity of the records that they were read from, which they keep alive."""


def shape_of(geometry: GeoJSON) -> Any:
    """Shapely geometry of a record's GeoJSON, read once: a batch draws zones many times."""
    known = _shapes.get(id(geometry))
    if known is None or known[0] is not geometry:
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        known = _shapes[id(geometry)] = (geometry, shape(geometry))
    return known[1]


def zone_ground(zone: IndustrialZone) -> Any | None:
    """Outline of a zone, else its centre, EPSG:4326; None where its place is not known."""
    if zone.boundary is not None:
        return shape_of(zone.boundary)
    return Point(zone.location) if zone.location is not None else None


def extent_of(page: Page) -> list[Any]:
    """What the spec says the map has to show; empty if it leaves that to the template.

    Raises
    ------
    InvalidSpec
        If none of the zones it names has a known place.
    UnknownZone
        If a zone is not known.
    """
    extent = page.spec.extent
    if extent.bbox is not None:
        return [rectangle_of(*extent.bbox)]
    zones: Iterable[IndustrialZone] = ()
    if extent.province is not None:
        zones = (
            one for one in page.material.region.zones if one.former_province == extent.province
        )
    elif extent.zones:
        zones = [page.material.zone(one) for one in extent.zones]
    else:
        return []
    grounds = [ground for ground in map(zone_ground, zones) if ground is not None]
    if not grounds:
        raise InvalidSpec(
            "the extent has no zone whose place is known",
            expected="at least one zone with a location",
            remedy="choose another extent",
        )
    return grounds


def fit_clear(
    page: Page,
    geometries: Sequence[Any],
    *,
    kept: Sequence[Box] = (),
    margin: float = 14.0,
    least_km: float = 4.0,
) -> MapFrame:
    """The largest map whose geometries lie in the safe area and under no panel.

    Parameters
    ----------
    geometries
        EPSG:4326; what has to be seen whole.
    kept
        Boxes to keep off beside those that the page has taken.
    margin
        Kept around the geometries for their symbols, units; the spec's padding comes on top.
    least_km
        Kilometres that the shorter side of the safe area shows at least.

    Raises
    ------
    InvalidSpec
        See `maps.stills.frame.require_mapped`.

    Notes
    -----
    Panels stand in corners, and a region has corners too in which nothing is: fitting it into an
    empty rectangle would make it smaller than it has to be. So the map is tried at places across
    the safe area, at ever finer steps of scale. A map that was chosen beforehand is not fitted.
    """
    if page.view is None:
        page.frame = require_mapped(_fit_clear(page, geometries, kept, margin, least_km))
        focus = largest_free(page, kept).inset(margin + _padding_of(page, page.safe))
        page.shown = page.frame.bounds_of(focus)
    else:
        page.frame = page.view.frame
    return page.frame


def _fit_clear(
    page: Page, geometries: Sequence[Any], kept: Sequence[Box], margin: float, least_km: float
) -> MapFrame:
    margin += _padding_of(page, page.safe)
    points = _points(geometries)
    panels = [one.inset(-margin) for one in (*page.taken, *kept)]
    area = page.safe.inset(margin)
    extent = np.ptp(points, axis=0)
    middle = math.cos(math.radians(float(shapely.total_bounds(list(geometries))[1])))
    most = min(
        area.width / max(float(extent[0]), 1e-9),
        area.height / max(float(extent[1]), 1e-9),
        min(page.safe.width, page.safe.height) * 111.32 * middle / least_km,
    )
    found = None
    low, high = most * _SMALLEST, most
    for step in range(_HALVINGS):
        scale = high if step == 0 else math.sqrt(low * high)
        offset = _place(points * scale, area, panels)
        if offset is None:
            high = scale
        else:
            found, low = (scale, offset), scale
            if step == 0:
                break
    if found is None:
        focus = largest_free(page, kept).inset(min(margin, 30.0))
        return fit_frame(geometries, page.canvas, focus=focus, least_km=least_km)
    # A little smaller there is room to bring it nearer to the middle of what is free.
    scale, (x, y) = found
    middle_free = largest_free(page, kept).centre
    for share in _SHARES:
        offset = _place(points * scale * share, area, panels, middle_free)
        if offset is not None:
            scale, (x, y) = scale * share, offset
            break
    return MapFrame(
        page.canvas, (page.canvas.left - x) / scale, (y - page.canvas.top) / scale, scale
    )


def fit_room(
    page: Page, geometries: Sequence[Any], box: Box, room: Box, *, margin: float, least_km: float
) -> MapFrame:
    """A map in a box, what it has to show fitted into a room with the spec's padding.

    Parameters
    ----------
    geometries
        EPSG:4326; what has to be seen whole.
    box
        Part of the picture that the map fills, units.
    room
        Part of it that panels leave free, units.
    margin
        Kept around the geometries for their symbols, units; the spec's padding comes on top.
    least_km
        Kilometres that the shorter side of the room shows at least.

    Raises
    ------
    InvalidSpec
        See `maps.stills.frame.require_mapped`.
    """
    focus = room.inset(margin + _padding_of(page, room))
    frame = fit_frame(geometries, box, focus=focus, least_km=least_km)
    page.shown = frame.bounds_of(focus)
    return frame


def _padding_of(page: Page, room: Box) -> float:
    return page.spec.extent.padding * min(room.width, room.height)


def largest_free(page: Page, kept: Sequence[Box] = ()) -> Box:
    """The largest box within the safe area that no panel reaches into."""
    safe = page.safe
    panels = [one for one in (*page.taken, *kept) if one.overlap(safe)]
    lefts = [safe.left, *(one.right for one in panels if one.right < safe.right)]
    rights = [safe.right, *(one.left for one in panels if one.left > safe.left)]
    tops = [safe.top, *(one.bottom for one in panels if one.bottom < safe.bottom)]
    bottoms = [safe.bottom, *(one.top for one in panels if one.top > safe.top)]
    boxes = (
        Box(left, top, right, bottom)
        for left, top, right, bottom in product(lefts, tops, rights, bottoms)
        if right > left and bottom > top
    )
    free = (one for one in boxes if not any(one.overlap(panel) > 0 for panel in panels))
    return max(free, key=lambda one: one.width * one.height, default=safe)


def draw_around(
    page: Page,
    draw_panels: Callable[[], None],
    draw_map: Callable[[], None],
    *,
    more: Callable[[], object] | None = None,
) -> None:
    """Draw panels, then the map that is fitted between them, and put it beneath.

    What the map turns out to show may have to be named in the credit, which is a panel: then both
    are drawn anew.

    Parameters
    ----------
    more
        What else of the map the panels are written from, as the entries of a legend.
    """

    def told() -> tuple[object, ...]:
        return *_told(page), None if more is None else more()

    first, taken = len(page.drawing.items), len(page.taken)
    for attempt in range(_MOST_PASSES):
        draw_panels()
        panels = page.drawing.items[first:]
        del page.drawing.items[first:]
        before = told()
        draw_map()
        if told() == before or attempt == _MOST_PASSES - 1:
            page.map_items = len(page.drawing.items)
            page.drawing.items.extend(panels)
            return
        del page.drawing.items[first:]
        del page.taken[taken:]


def _told(page: Page) -> tuple[Any, ...]:
    """What the credit is written from."""
    return tuple(page.notes), tuple(page.source_keys), set(page.dates), set(page.badges)


def _points(geometries: Sequence[Any]) -> Any:
    """Corners of geometries in Mercator degrees, y downward; long edges have points between."""
    dense = shapely.segmentize(np.asarray(list(geometries), dtype=object), _edge_of(geometries))
    lon, lat = shapely.get_coordinates(dense).T
    y = -np.degrees(np.arctanh(np.sin(np.radians(lat))))
    return np.unique(np.column_stack((lon, y)).round(6), axis=0)


def _edge_of(geometries: Sequence[Any]) -> float:
    """Longest edge without points between, degrees: fine enough that no panel slips in."""
    west, south, east, north = shapely.total_bounds(list(geometries))
    return max(float(max(east - west, north - south)) / 12, 1e-4)


def _place(
    points: Any, area: Box, panels: Sequence[Box], middle: tuple[float, float] | None = None
) -> tuple[float, float] | None:
    """Offset that brings points into an area and off panels.

    Of those that do it brings them the nearest to a middle; None for any.
    """
    low = np.array((area.left, area.top)) - points.min(axis=0)
    high = np.array((area.right, area.bottom)) - points.max(axis=0)
    if (high < low - 1e-6).any():
        return None
    high = np.maximum(high, low)
    xs = np.linspace(low[0], high[0], _TRIES)
    ys = np.linspace(low[1], high[1], _TRIES)
    x, y = points[:, 0, None] + xs, points[:, 1, None] + ys
    covered = np.zeros((_TRIES, _TRIES), dtype=bool)
    for panel in panels:
        within_x = (x > panel.left) & (x < panel.right)
        within_y = (y > panel.top) & (y < panel.bottom)
        covered |= (within_x.T.astype(np.float32) @ within_y.astype(np.float32)) > 0
    free = np.argwhere(~covered)
    if not len(free):
        return None
    if middle is None:
        middle = area.centre
    own = (points.min(axis=0) + points.max(axis=0)) / 2
    away = (own[0] + xs[free[:, 0]] - middle[0]) ** 2 + (own[1] + ys[free[:, 1]] - middle[1]) ** 2
    best = free[int(np.argmin(away))]
    return float(xs[best[0]]), float(ys[best[1]])
