"""The two maps of the brief: the region with every zone of the list, and where one zone lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from layers.records import Link, Port
from maps.brief.basemap import Basemap, area_path, draw_basemap
from maps.brief.fonts import REGULAR, SEMIBOLD, text_width
from maps.brief.frame import Window, fit
from maps.brief.marks import WAY_STYLE, draw_disc, draw_target, hatch
from maps.brief.places import Labels, Placed, Way, bounds_of, ways_of
from maps.brief.text import clean
from maps.brief.words import phrase
from maps.labels import Language, format_number
from maps.names import road_code, short_name
from maps.places import place_table
from maps.style import LINK_KIND, PAPER

_ACCENT = PAPER["accent"]
_SCALES_M = (500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the maps of one brief have in common."""

    base: Basemap
    placed: tuple[Placed, ...]
    ways: Mapping[int, tuple[Way, ...]]
    language: Language


def make_scene(
    base: Basemap,
    placed: Sequence[Placed],
    targets: Mapping[str, Port | Link],
    language: Language,
) -> Scene:
    """Zones with their distance lines over a basemap."""
    ways = {one.number: tuple(ways_of(one, targets, language)) for one in placed}
    return Scene(base, tuple(placed), ways, language)


class RegionMap(Flowable):
    """All zones of the list, numbered, with what is nearest; fills the rest of the page."""

    LEAST, MOST = 250.0, 480.0

    def __init__(self, scene: Scene, above: Sequence[Flowable], below: Sequence[Flowable]) -> None:
        super().__init__()
        self.scene = scene
        self.above, self.below = above, below
        self.spaceBefore = 8

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """As high as the page leaves room for; more than there is where that is too little."""
        self.width = width
        around = sum(one.wrap(width, height)[1] + 3 for one in (*self.above, *self.below))
        self._map_height = max(self.LEAST, min(self.MOST, height - around - 1))
        self.height = self._map_height + around
        return self.width, self.height

    def draw(self) -> None:
        """Draw title, map with an inset of the whole region, legend and notes."""
        y = self.height
        for one in self.above:
            y -= one.height
            one.drawOn(self.canv, 0, y)
            y -= 3
        ways = [way for many in self.scene.ways.values() for way in many]
        shapes = bounds_of(ways, self.scene.placed)
        window = fit(shapes, self.width, self._map_height, pad=26, least_km=38)
        y -= self._map_height
        self.canv.saveState()
        self.canv.translate(0, y)
        _draw_map(self.canv, window, self.scene, self.scene.placed, names=True, inset=True)
        self.canv.restoreState()
        for one in self.below:
            y -= one.height + 3
            one.drawOn(self.canv, 0, y)


class LocatorMap(Flowable):
    """One zone with its distance lines."""

    def __init__(self, scene: Scene, number: int, width: float, height: float) -> None:
        super().__init__()
        self.scene, self.number = scene, number
        self.width, self.height = width, height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size, whatever the room."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the map."""
        placed = [one for one in self.scene.placed if one.number == self.number]
        shapes = bounds_of(self.scene.ways[self.number], placed)
        window = fit(shapes, self.width, self.height, pad=20, least_km=9)
        _draw_map(self.canv, window, self.scene, placed, names=False, inset=False)


def _draw_map(
    canvas: Any, window: Window, scene: Scene, shown: Sequence[Placed], *, names: bool, inset: bool
) -> None:
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(0, 0, window.width, window.height)
    canvas.clipPath(edge, stroke=0, fill=0)
    draw_basemap(canvas, window, scene.base)
    labels = Labels(window.width, window.height)
    _reserve_corners(labels, window, scene, inset=inset)
    numbers = {one.number for one in shown}
    ways = [way for number, many in scene.ways.items() if number in numbers for way in many]
    for other in scene.placed:
        if other.number not in numbers:
            _draw_ground(canvas, window, other, is_faint=True)
    for one in shown:
        _draw_ground(canvas, window, one)
    for way in ways:
        _draw_way(canvas, window, way)
    for way in ways:
        x, y = window.point(*way.end)
        draw_target(canvas, x, y, way.measures[0])
        labels.take((x - 3.5, y - 3.5, x + 3.5, y + 3.5))
    discs = [_draw_number(canvas, window, one, labels) for one in shown]
    if names:
        for one, (x, y) in zip(shown, discs, strict=True):
            name = one.zone.name_vi if scene.language == "vi" else one.zone.name_en
            text = short_name(clean(name), scene.language)
            _label(canvas, labels, x, y, text, SEMIBOLD, 7.4, _ACCENT, gap=8.5, must=True)
    named: set[str] = set()
    for way in ways:
        if way.name in named:
            continue
        named.add(way.name)
        x, y = window.point(*way.end)
        colour = WAY_STYLE[way.measures[0]][0]
        _label(canvas, labels, x, y, way.name, REGULAR, 6.4, colour, gap=5)
    _draw_road_codes(canvas, window, scene, labels)
    _draw_places(canvas, window, scene, labels)
    if inset:
        _draw_inset(canvas, window, scene)
    _draw_scale(canvas, window, scene.language)
    _draw_credit(canvas, window, scene.language)
    canvas.restoreState()
    canvas.setStrokeColor(HexColor(PAPER["line"]))
    canvas.setLineWidth(0.6)
    canvas.rect(0, 0, window.width, window.height, stroke=1, fill=0)


def _draw_ground(canvas: Any, window: Window, one: Placed, *, is_faint: bool = False) -> None:
    """Outline of a zone: whole if real, hatched and dashed if it only stands for one."""
    if one.zone.boundary is None:
        return
    canvas.saveState()
    if is_faint:
        canvas.setStrokeAlpha(0.35)
        canvas.setFillAlpha(0.35)
    path = area_path(canvas, window, one.ground)
    west, south, east, north = one.ground.bounds
    corners = (*window.point(west, south), *window.point(east, north))
    canvas.setFillColor(Color(0.04, 0.43, 0.41, alpha=0.16))
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    if one.is_schematic:
        hatch(canvas, path, corners, _ACCENT)
    canvas.setStrokeColor(HexColor(_ACCENT))
    canvas.setLineWidth(0.9)
    canvas.setDash([2.6, 1.6] if one.is_schematic else [])
    canvas.drawPath(area_path(canvas, window, one.ground), stroke=1, fill=0)
    canvas.restoreState()


def _draw_way(canvas: Any, window: Window, way: Way) -> None:
    (west, south), (east, north) = (
        window.point(*point) for point in shapely.get_coordinates(way.line)
    )
    colour, dash = WAY_STYLE[way.measures[0]]
    canvas.setDash()
    canvas.setStrokeColor(Color(1, 1, 1, alpha=0.75))
    canvas.setLineWidth(2.2)
    canvas.line(west, south, east, north)
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(1)
    canvas.setDash(dash)
    canvas.line(west, south, east, north)
    canvas.setDash()


def _draw_number(
    canvas: Any, window: Window, one: Placed, labels: Labels, radius: float = 6.2
) -> tuple[float, float]:
    """Draw the number of a zone, moved aside with a leader where another stands."""
    at = window.point(*one.centre)
    x, y = labels.spread(*at, radius)
    if (x, y) != at:
        canvas.setStrokeColor(HexColor(_ACCENT))
        canvas.setLineWidth(0.7)
        canvas.setDash()
        canvas.line(*at, x, y)
        canvas.setFillColor(HexColor(_ACCENT))
        canvas.circle(*at, 1.3, stroke=0, fill=1)
    draw_disc(canvas, x, y, one.number, radius)
    return x, y


def _label(
    canvas: Any,
    labels: Labels,
    x: float,
    y: float,
    text: str,
    font: str,
    size: float,
    colour: str,
    *,
    gap: float,
    must: bool = False,
) -> None:
    """Write a word beside a point on a veil of paper, if there is room."""
    width, height = text_width(text, font, size) + 3, size * 1.42
    corner = labels.find(x, y, width, height, gap, must=must)
    if corner is None:
        return
    left, bottom = corner
    canvas.setFillColor(Color(1, 1, 1, alpha=0.72))
    canvas.roundRect(left, bottom, width, height, 1.5, stroke=0, fill=1)
    canvas.setFillColor(HexColor(colour))
    canvas.setFont(font, size)
    canvas.drawString(left + 1.5, bottom + size * 0.34, text)


def _draw_road_codes(canvas: Any, window: Window, scene: Scene, labels: Labels) -> None:
    """Codes of the main roads, each once, in the middle of what is seen of it."""
    seen_codes: set[str] = set()
    for link, line in reversed(scene.base.roads):
        code = road_code(link.name_vi, scene.language)
        if code is None or code in seen_codes or link.kind == "provincial_road":
            continue
        seen = window.clip(line, margin=-12)
        if seen.is_empty:
            continue
        middle = shapely.line_interpolate_point(_longest(seen), 0.5, normalized=True)
        x, y = window.point(middle.x, middle.y)
        width, height = text_width(code, REGULAR, 5.4) + 3, 7.4
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if any(_overlap(box, other) for other in labels.taken):
            continue
        labels.take(box)
        seen_codes.add(code)
        canvas.setFillColor(HexColor("#ffffff"))
        canvas.setStrokeColor(HexColor(LINK_KIND[link.kind]["color"]))
        canvas.setLineWidth(0.4)
        canvas.roundRect(box[0], box[1], width, height, 1.5, stroke=1, fill=1)
        canvas.setFillColor(HexColor(PAPER["muted"]))
        canvas.setFont(REGULAR, 5.4)
        canvas.drawString(box[0] + 1.5, y - 1.9, code)


def _longest(geometry: Any) -> Any:
    return max(shapely.get_parts(geometry), key=shapely.length)


def _overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _draw_places(canvas: Any, window: Window, scene: Scene, labels: Labels) -> None:
    """Towns and waters, where nothing else stands."""
    for place in place_table():
        if place["kind"] == "province":
            continue
        x, y = window.point(*place["location"])
        if not (0 < x < window.width and 0 < y < window.height):
            continue
        is_town = place["kind"] in ("city", "town")
        size = 7 if place["kind"] == "city" else 6.2
        text = place[scene.language]
        width, height = text_width(text, REGULAR, size), size * 1.3
        corner = labels.find(x, y, width, height, 2.5 if is_town else 0)
        if corner is None:
            continue
        if is_town:
            canvas.setFillColor(HexColor(PAPER["muted"]))
            canvas.circle(x, y, 1, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#5c8198" if place["kind"] in ("sea", "bay") else "#54666f"))
        canvas.setFont(REGULAR, size)
        canvas.drawString(corner[0], corner[1] + size * 0.3, text)


_INSET = 78.0
_INSET_BOUNDS = (105.2, 9.35, 108.1, 12.2)


def _reserve_corners(labels: Labels, window: Window, scene: Scene, *, inset: bool) -> None:
    """Keep words off the scale, the credit and the inset."""
    labels.take((0, 0, 96, 20))
    credit = text_width(phrase("attribution", scene.language), REGULAR, 6) + 8
    labels.take((window.width - credit, 0, window.width, 11))
    if inset:
        left, bottom = _inset_corner(window, scene)
        labels.take((left - 2, bottom - 2, left + _INSET + 2, bottom + _INSET + 2))


def _inset_corner(window: Window, scene: Scene) -> tuple[float, float]:
    """Corner of the map that covers the fewest points of interest."""
    ways = [way for many in scene.ways.values() for way in many]
    points = [window.point(*one.centre) for one in scene.placed]
    points += [window.point(*way.end) for way in ways]
    corners = [
        (window.width - _INSET - 5, window.height - _INSET - 5),
        (5, window.height - _INSET - 5),
        (window.width - _INSET - 5, 16),
        (5, 26),
    ]

    def covered(corner: tuple[float, float]) -> int:
        left, bottom = corner[0] - 18, corner[1] - 18
        side = _INSET + 36
        return sum(0 < x - left < side and 0 < y - bottom < side for x, y in points)

    return min(corners, key=covered)


def _draw_inset(canvas: Any, window: Window, scene: Scene) -> None:
    """The region as a stamp, with the window of the map on it."""
    small = Window(_INSET_BOUNDS, _INSET, _INSET)
    left, bottom = _inset_corner(window, scene)
    canvas.saveState()
    canvas.translate(left, bottom)
    edge = canvas.beginPath()
    edge.rect(0, 0, _INSET, _INSET)
    canvas.clipPath(edge, stroke=0, fill=0)
    draw_basemap(canvas, small, scene.base, is_quiet=True)
    west, south, east, north = window.bounds
    x, y = small.point(west, south)
    right, top = small.point(east, north)
    canvas.setStrokeColor(HexColor(_ACCENT))
    canvas.setLineWidth(1)
    canvas.rect(x, y, right - x, top - y, stroke=1, fill=0)
    x, y = small.point(106.7, 10.776)
    canvas.setFillColor(HexColor(PAPER["ink"]))
    canvas.circle(x, y, 1, stroke=0, fill=1)
    canvas.setFont(REGULAR, 5.2)
    canvas.drawString(x + 2, y - 1.6, "TP.HCM" if scene.language == "vi" else "HCMC")
    canvas.setStrokeColor(HexColor("#ffffff"))
    canvas.setLineWidth(2.4)
    canvas.rect(0, 0, _INSET, _INSET, stroke=1, fill=0)
    canvas.restoreState()
    canvas.setStrokeColor(HexColor(PAPER["muted"]))
    canvas.setLineWidth(0.5)
    canvas.rect(left, bottom, _INSET, _INSET, stroke=1, fill=0)


def _draw_scale(canvas: Any, window: Window, language: Language) -> None:
    """A scale bar of a round length, true in the middle of the map, and an arrow to the north."""
    per_point = window.metres_of(1)
    room = min(80.0, window.width * 0.2)
    metres = max((one for one in _SCALES_M if one / per_point <= room), default=_SCALES_M[0])
    length = metres / per_point
    ink = HexColor(PAPER["ink"])
    canvas.setFillColor(Color(1, 1, 1, alpha=0.75))
    canvas.rect(0, 0, length + 26, 18, stroke=0, fill=1)
    canvas.setStrokeColor(ink)
    canvas.setFillColor(ink)
    canvas.setLineWidth(0.8)
    canvas.setDash()
    canvas.lines([(6, 4, 6 + length, 4), (6, 3, 6, 6.5), (6 + length, 3, 6 + length, 6.5)])
    canvas.setFont(REGULAR, 6)
    text = f"{format_number(metres / 1000, 1, language)} km"
    canvas.drawString(8, 7.5, text)
    x = length + 17
    path = canvas.beginPath()
    path.moveTo(x, 15.5)
    path.lineTo(x + 2.6, 8)
    path.lineTo(x, 9.8)
    path.lineTo(x - 2.6, 8)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFont(SEMIBOLD, 5)
    north = "B" if language == "vi" else "N"
    canvas.drawCentredString(x, 2.6, north)


def _draw_credit(canvas: Any, window: Window, language: Language) -> None:
    text = phrase("attribution", language)
    width = text_width(text, REGULAR, 6) + 8
    canvas.setFillColor(Color(1, 1, 1, alpha=0.78))
    canvas.rect(window.width - width, 0, width, 11, stroke=0, fill=1)
    canvas.setFillColor(HexColor(PAPER["ink"]))
    canvas.setFont(REGULAR, 6)
    canvas.drawString(window.width - width + 4, 3.4, text)
