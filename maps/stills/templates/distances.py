"""Distances: straight lines from a zone to the sea, a berth, a port, an airport, an expressway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import shapely

from geo.errors import InvalidSpec
from layers.records import IndustrialZone, Link, Port
from maps.labels import Language, word
from maps.stills.basemap import declare_basemap, draw_basemap, place_requests, road_name
from maps.stills.drawing import Paint, Shape, box_of, outline_path
from maps.stills.factpanel import Swatch, draw_facts
from maps.stills.figures import (
    Fact,
    distance_fact,
    target_label,
    use_fact,
    with_badge,
    zone_label,
    zone_name,
)
from maps.stills.fitting import draw_around, extent_of, fit_clear, zone_ground
from maps.stills.frame import MapFrame
from maps.stills.furniture import draw_credit, draw_logo
from maps.stills.label_request import LabelRequest, Obstacles
from maps.stills.mapwork import (
    COLUMN,
    draw_column_title,
    draw_emptiest_inset,
    draw_page_code,
    draw_scale_at,
    obstacles_of,
    scale_place,
    write_words,
)
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.symbols import ZoneMark, draw_airport, draw_port, draw_zones
from maps.stills.targets import Spot
from maps.stills.typeset import NBSP
from maps.stills.ways import Way, ways_of

_DASHES: Final[dict[str, tuple[float, ...]]] = {
    "coastline": (),
    "deep_sea_berth": (20.0, 8.0),
    "port": (8.0, 8.0),
    "airport": (22.0, 7.0, 5.0, 7.0),
    "expressway": (13.0, 8.0),
}
"""Patterns, so that lines are told apart without their colours as well; units."""

_WORDS: Final = 240.0
"""Room that the words at the end of a line need to one of its sides, units."""

_LEAST_LINE: Final = 14.0
"""A shorter line is not seen for what it is, units."""


def draw_distances(page: Page) -> None:
    """Draw the lines of one zone.

    Raises
    ------
    InvalidSpec
        If the spec does not name one zone, or the place of that zone is not known.
    UnknownZone
        If the zone is not known.
    """
    zone = _zone_of(page)
    ways = ways_of(zone, page.material)
    if not ways:
        raise InvalidSpec(
            f"the place of {zone.zone_id} is not known, so there is no distance to draw",
            expected="a zone with a location",
            remedy="use the template locator, which says that the place is not known",
        )
    declare_basemap(page)
    if zone.boundary_quality == "schematic":
        page.note(page.say("schematic"))
    page.note(page.say("ends_defined"))
    facts = [_fact(page, zone, way) for way in ways]
    swatches = [Swatch(page.theme[way.colour], _DASHES[way.measures[0]]) for way in ways]
    kept: list[Box | None] = [None]

    def panels() -> None:
        logo = draw_logo(page)
        subtitle = page.say("subtitle_distances")
        draw_column_title(page, zone_name(zone, page.language), subtitle, logo=logo)
        for fact in facts:
            use_fact(page, fact)
        credit = draw_credit(page)
        if not page.is_narrow:
            draw_facts(
                page, facts, left=page.safe.left, bottom=credit.top - GAP, widest=COLUMN + 60,
                swatches=swatches,
            )  # fmt: skip
        kept[0] = scale_place(page, draw_page_code(page, [zone]))

    draw_around(page, panels, lambda: _draw_map(page, zone, ways, facts, kept[0]))


def _zone_of(page: Page) -> IndustrialZone:
    zones = page.material.zones(page.spec)
    if len(zones) != 1:
        raise InvalidSpec(
            f"the template distances has {len(zones)} zones",
            expected="the id of one zone in `zones`",
            remedy="name one zone, as --zone my-xuan-a2",
        )
    return zones[0]


def _fact(page: Page, zone: IndustrialZone, way: Way) -> Fact:
    """The distance of a line, its sources those of the places that it was measured between."""
    fact = distance_fact(zone, way.measures[0], page.material, page.language)
    if len(way.measures) > 1:
        # One terminal is both the nearest port and the nearest berth: the stricter word is true.
        fact = replace(fact, label=page.say("fact_deep_sea_berth"))
    return fact


def _draw_map(
    page: Page, zone: IndustrialZone, ways: Sequence[Way], facts: Sequence[Fact], scale: Box | None
) -> None:
    kept = [] if scale is None else [scale]
    shown = extent_of(page) or [
        zone_ground(zone),
        *(way.line for way in ways if shapely.length(way.line) > 0),
    ]
    frame = fit_clear(page, shown, kept=kept, margin=46, least_km=6)
    roads = [one.way_id for one in ways if one.measures[0] == "expressway"]
    draw_basemap(page, frame, chosen=roads)
    marks = draw_zones(
        page, frame, [zone], highlighted=[zone.zone_id], outlines=True, by_measure=False
    )
    lines = [_seen(frame, way) for way in ways]
    for way, line in zip(ways, lines, strict=True):
        _draw_way(page, way, line)
    spots = [spot for way in ways if (spot := _draw_end(page, frame, way)) is not None]
    obstacles = obstacles_of(marks, spots)
    _keep_off_lines(obstacles, ways, lines)
    draw_scale_at(page, frame, scale)
    if not page.is_narrow:
        drawn = [one for one in lines if not one.is_empty]
        ends = [shapely.Point(x, y).buffer(_WORDS) for x, y, _, _ in spots]
        draw_emptiest_inset(page, frame, drawn, ends, side=280.0)
    requests = [
        _zone_request(page, zone, marks),
        *_end_requests(page, ways, spots, facts),
        *place_requests(page, frame, most=4),
    ]
    write_words(page, [one for one in requests if one is not None], obstacles)


def _seen(frame: MapFrame, way: Way) -> Any:
    """The line in units; empty where zone and end touch."""
    if shapely.length(way.line) == 0:
        return shapely.LineString()
    return frame.project(way.line, detail=0.01)


def _draw_way(page: Page, way: Way, line: Any) -> None:
    if line.is_empty or shapely.length(line) < _LEAST_LINE:
        return
    path, box = outline_path(line), box_of(line)
    dash = _DASHES[way.measures[0]]
    casing = Paint(stroke=page.theme["halo"], stroke_width=10.5)
    ink = Paint(stroke=page.theme[way.colour], stroke_width=5.5, dash=dash, round_ends=not dash)
    page.drawing.add(
        Shape(path, casing, box, "way", way.way_id), Shape(path, ink, box, "way", way.way_id)
    )


def _draw_end(page: Page, frame: MapFrame, way: Way) -> Spot | None:
    """Symbol at the end of a line; a ring where the end is no port or airport."""
    target = way.target
    if isinstance(target, Port):
        port = draw_port(page, frame, target)
        return None if port is None else (*port, way.way_id)
    if isinstance(target, Link) and target.kind == "airport":
        airport = draw_airport(page, frame, target, radius=18.0)
        return None if airport is None else (*airport, way.way_id)
    lon, lat = (float(one) for one in shapely.get_coordinates(way.line)[-1])
    x, y = frame.point(lon, lat)
    radius = 8.0
    dot = shapely.Point(x, y).buffer(radius)
    paint = Paint(fill=page.theme["halo"], stroke=page.theme[way.colour], stroke_width=4.5)
    page.drawing.add(Shape(outline_path(dot), paint, box_of(dot), "way", way.way_id))
    return x, y, radius, way.way_id


def _keep_off_lines(obstacles: Obstacles, ways: Sequence[Way], lines: Sequence[Any]) -> None:
    """Have words keep off the lines."""
    for way, line in zip(ways, lines, strict=True):
        if line.is_empty:
            continue
        obstacles.areas.append((shapely.buffer(line, 5), f"way {way.way_id}"))


def _zone_request(
    page: Page, zone: IndustrialZone, marks: Sequence[ZoneMark]
) -> LabelRequest | None:
    if not marks:
        return None
    mark = marks[0]
    half = None
    if mark.outline is not None:
        west, north, east, south = (float(one) for one in mark.outline.bounds)
        half = (east - west) / 2 + 3, (south - north) / 2 + 3
    return LabelRequest(
        label_id=f"zone:{zone.zone_id}",
        text=zone_label(zone, page.language),
        x=mark.x,
        y=mark.y,
        radius=mark.radius + 9,
        half=half,
        size=40.0,
        weight="bold",
        subject=zone.zone_id,
        priority=250.0,
        required=True,
        widest=300.0 if page.is_narrow else 460.0,
    )


def _end_requests(
    page: Page, ways: Sequence[Way], spots: Sequence[Spot], facts: Sequence[Fact]
) -> list[LabelRequest]:
    """What stands at the end of each line, with its kilometres.

    They are not written on the line: it may be too short for them, and lines that leave a zone
    together would crowd their figures.
    """
    place = {spot[3]: spot for spot in spots}
    requests = []
    for rank, (way, fact) in enumerate(zip(ways, facts, strict=True)):
        spot = place.get(way.way_id)
        if spot is None:
            continue
        x, y, radius, _ = spot
        requests.append(
            LabelRequest(
                label_id=f"end:{way.way_id}",
                text=_end_name(page, way),
                detail=_detail(page, fact),
                x=x,
                y=y,
                radius=radius,
                size=34.0,
                colour=way.colour,
                subject=way.way_id,
                priority=240.0 - rank,
                required=True,
                widest=_widest(page, way),
            )
        )
    return requests


def _widest(page: Page, way: Way) -> float:
    """Width from which a name is broken: the long ones of expressways take too many lines."""
    if page.is_narrow:
        return 250.0
    return 720.0 if way.measures[0] == "expressway" else 380.0


def _detail(page: Page, fact: Fact) -> str:
    """Kilometres under a name; with the badge where no panel tells it."""
    if not page.is_narrow:
        return fact.value
    return with_badge(page, _signed(fact.value, page.language), fact.badge)


def _signed(value: str, language: Language) -> str:
    """A distance with signs for its words, for a picture that is short of room: `~ 11 km`."""
    for key, sign in (("about", "~"), ("under", "<")):
        value = value.replace(f"{word(key, language)}{NBSP}", f"{sign}{NBSP}")
    return value


def _end_name(page: Page, way: Way) -> str:
    target = way.target
    if target is None:
        return page.say("end_sea")
    if isinstance(target, Link) and target.kind == "expressway":
        if page.is_narrow:
            return word("kind_expressway", page.language)
        return road_name(page, target)
    return target_label(target, page.language)
