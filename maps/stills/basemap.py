"""Land, sea, roads, rail and waters under every picture, from our own layers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import shape

from layers.records import Link, RegionData
from maps.names import plain, road_code
from maps.places import place_table
from maps.stills.drawing import Paint, Shape, box_of, circle, outline_path, rectangle
from maps.stills.frame import MapFrame
from maps.stills.label_request import LabelRequest, Plate
from maps.stills.labels import PlacedLabel
from maps.stills.page import Page
from maps.stills.sizes import Box
from maps.stills.spec import Layer
from maps.stills.typeset import LEAST_SIZE_ON_BLOCK
from maps.style import LINK_STATUS

# Kind of a link to its layer; painted from the first to the last, the least important first.
_LAYER_OF: Final[dict[str, Layer]] = {
    "waterway": "waterways",
    "railway": "rail",
    "provincial_road": "roads",
    "national_road": "roads",
    "ring_road": "roads",
    "expressway": "roads",
}
_WIDTHS: Final = {
    "waterway": 7.0,
    "railway": 2.4,
    "provincial_road": 2.6,
    "national_road": 4.0,
    "ring_road": 4.6,
    "expressway": 5.6,
}
"""Of a line on a map, units; a line thinner than 2 flickers on an interlaced set."""

_FEWER: Final = 1.1
"""Zooms closer that a town is named on a picture than on a page, whose words are smaller."""

_DOTS: Final = {"town": 5.5, "island": 5.5}
_PLACE_SIZES: Final = {"city": 36.0, "sea": 38.0, "bay": 34.0}
_CHOSEN_PRIORITY: Final = 170.0
_CITY_PRIORITY, _PLACE_PRIORITY, _ROAD_PRIORITY = 150.0, 40.0, 20.0
_SEEN_LINE: Final = 24.0
"""Of what is drawn of a line for a legend to explain it, units."""

_LEAST_LINE, _LEAST_RIVER = 90.0, 320.0
"""Of what is seen of a line for a sign, and of a river for its name, units."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Shapes of what lies under every map; made once for a version of the data.

    Attributes
    ----------
    land
        Of the region and around it, one geometry, EPSG:4326.
    lines
        Roads, rail and waterways with their shapes, least important first.
    """

    land: Any
    lines: tuple[tuple[Link, Any], ...]


class _Held:
    """Records that are one and the same for `lru_cache`, whatever they hold."""

    def __init__(self, data: RegionData) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Held):
            return False
        return other.data.coast is self.data.coast and other.data.links is self.data.links

    def __hash__(self) -> int:
        return id(self.data.coast)


@lru_cache(maxsize=4)
def _ground(region: _Held) -> Ground:
    parts = [shapely.make_valid(shape(one)) for one in (region.data.coast.land,
                                                       region.data.coast.context)]  # fmt: skip
    order = list(_LAYER_OF)
    lines = [(one, shape(one.geometry)) for one in region.data.links if one.kind in _LAYER_OF]
    lines.sort(key=lambda one: (order.index(one[0].kind), one[0].link_id))
    # Land here and land beyond meet along the edge of the region, which is no shore.
    return Ground(shapely.union_all(parts, grid_size=1e-6), tuple(lines))


def ground_of(region: RegionData) -> Ground:
    """What lies under the maps of a region."""
    return _ground(_Held(region))


@lru_cache(maxsize=4)
def _shore(region: _Held) -> Any:
    own = shapely.boundary(shape(region.data.coast.land))
    # Where land goes on beyond the region, its edge is drawn twice and lies within the land.
    return shapely.difference(own, shapely.buffer(_ground(region).land, -1e-4))


def shore_of(region: RegionData) -> Any:
    """Where land ends at the sea, lines, EPSG:4326; the edge of the region is no shore."""
    return _shore(_Held(region))


def zoom_of(frame: MapFrame) -> float:
    """Zoom of a web map of 256 pixels a tile on which a degree is as long, a unit for a pixel."""
    return math.log2(frame.units_per_degree * 360 / 256)


def declare_basemap(page: Page) -> None:
    """Have the credit name what the basemap will show, so that it need not be drawn twice."""
    shown = any(
        link.geometry_quality != "surveyed" and page.spec.shows(_LAYER_OF[link.kind])
        for link, _ in ground_of(page.material.region).lines
    )
    if shown:
        page.note(page.say("sketched_roads"))


def draw_basemap(
    page: Page,
    frame: MapFrame,
    *,
    roads: bool = True,
    chosen: Collection[str] = (),
    leave_out: Collection[str] = (),
) -> list[Link]:
    """Paint sea, land and lines into a frame.

    Parameters
    ----------
    roads
        Whether a spec that does not name layers gets roads, rail and waterways.
    chosen
        Ids of roads that the picture is about: strong, and painted last.
    leave_out
        Kinds of links that this template does without, and states of links, unless the spec names
        their layer.

    Returns
    -------
    Roads, rail and waterways of which enough is seen to be wondered about.
    """
    ground = ground_of(page.material.region)
    land = frame.project(ground.land)
    coast = Paint(stroke=page.theme["coast"], stroke_width=2.4)
    if page.spec.ground == "map":
        sea = Shape(rectangle(frame.box), Paint(fill=page.theme["sea"]), frame.box, "base")
        paint = replace(coast, fill=page.theme["land"])
        page.drawing.add(sea, Shape(outline_path(land), paint, box_of(land), "base"))
    else:
        # Without land and sea the shore alone tells where on earth this is.
        shore = frame.project(shapely.boundary(ground.land))
        page.drawing.add(Shape(outline_path(shore), coast, box_of(shore), "base"))
    seen = []
    for link, line in ground.lines:
        default = roads and link.kind not in leave_out and link.status not in leave_out
        if page.spec.shows(_LAYER_OF[link.kind], default=default) or link.link_id in chosen:
            shown = frame.project(line, detail=0.6)
            if not shown.is_empty:
                seen.append((link, shown))
    seen.sort(key=lambda one: one[0].link_id in chosen)
    closer = min(1.5, max(1.0, 1 + 0.14 * (zoom_of(frame) - 10.3)))
    for link, shown in seen:
        _draw_line(page, link, shown, closer, is_chosen=link.link_id in chosen)
    window = shapely.box(*(getattr(frame.box, side) for side in ("left", "top", "right", "bottom")))
    return [
        link
        for link, shown in seen
        if float(shapely.length(shapely.intersection(shown, window))) > _SEEN_LINE
    ]


def shown_links(page: Page, *, leave_out: Collection[str] = ()) -> list[Link]:
    """Lines that a map of the whole region shows."""
    return [
        link
        for link, _ in ground_of(page.material.region).lines
        if page.spec.shows(
            _LAYER_OF[link.kind],
            default=link.kind not in leave_out and link.status not in leave_out,
        )
    ]


def _draw_line(page: Page, link: Link, seen: Any, closer: float, *, is_chosen: bool) -> None:
    width = _WIDTHS[link.kind] * closer * (1.7 if is_chosen else 1.0)
    dash = LINK_STATUS.get(link.status)
    path, box = outline_path(seen), box_of(seen)
    colour = page.theme["way_road" if is_chosen else f"line_{link.kind}"]
    if link.kind not in ("waterway", "railway") and (dash is None or is_chosen):
        edge = page.theme["halo" if is_chosen else "casing"]
        casing = Paint(stroke=edge, stroke_width=width + 3.5)
        page.drawing.add(Shape(path, casing, box, "road", link.link_id))
    pattern = tuple(1.8 * closer * float(one) for one in dash.split()) if dash else ()
    paint = Paint(stroke=colour, stroke_width=width, dash=pattern)
    page.drawing.add(Shape(path, paint, box, "road", link.link_id))
    if link.kind == "railway" and dash is None:
        # Sleepers: a railway must not be taken for a road.
        ties = Paint(stroke=page.theme["casing"], stroke_width=width * 0.5, dash=(9.0, 9.0),
                     round_ends=False)  # fmt: skip
        page.drawing.add(Shape(path, ties, box, "road", link.link_id))
    if link.geometry_quality != "surveyed":
        page.note(page.say("sketched_roads"))


def place_requests(page: Page, frame: MapFrame, *, most: int = 9) -> list[LabelRequest]:
    """Names of towns, neighbours and seas that are worth their room at this scale.

    Parameters
    ----------
    most
        How many towns at most, the most important first.
    """
    if not page.spec.shows("places"):
        return []
    zoom = zoom_of(frame)
    requests: list[LabelRequest] = []
    towns = 0
    for rank, place in enumerate(place_table()):
        kind = place["kind"]
        # Words are larger on a picture than on a page, so that fewer find room.
        seen_from = zoom if kind in ("sea", "bay", "province") else zoom - _FEWER
        if not place["first"] <= seen_from or zoom > place["last"] + 1:
            continue
        x, y = frame.point(*place["location"])
        away = 200.0 if kind in ("sea", "bay") else 0.0
        seen = page.safe.inset(-away)
        if not (seen.left < x < seen.right and seen.top < y < seen.bottom):
            continue
        is_town = kind in ("city", "town", "island")
        if is_town:
            towns += 1
            if towns > most:
                continue
        elif page.spec.ground != "map" and kind != "province":
            continue
        request = _place_request(page, place, x, y, rank)
        if any(one.label_id == request.label_id for one in requests):
            # A province shares its name with its town, and a sea has places for near and for far.
            continue
        if kind == "city":
            request = replace(request, spots=_spiral(x, y))
        if kind in ("sea", "bay"):
            spots = _water_spots(page, frame, request)
            if not spots:
                continue
            request = replace(request, spots=spots)
        requests.append(request)
    return requests


def _spiral(x: float, y: float) -> tuple[tuple[float, float], ...]:
    """Places around the middle of a city: its name is that of an area, and needs no dot."""
    offsets = [(25.0 * i, 15.0 * j) for i in range(-8, 9) for j in range(-7, 8)]
    offsets.sort(key=lambda one: (math.hypot(one[0], one[1] * 1.3), one))
    return tuple((x + dx, y + dy) for dx, dy in offsets)


def _water_spots(
    page: Page, frame: MapFrame, request: LabelRequest
) -> tuple[tuple[float, float], ...]:
    """Places on the water for its name, the nearest to where it belongs first."""
    width = page.theme.face(request.weight).width(request.text, request.size) + 30
    xs = request.x + np.arange(-7, 8) * 55.0
    ys = request.y + np.arange(-5, 6) * 40.0
    x, y = (one.ravel() for one in np.meshgrid(xs, ys))
    order = np.argsort(np.hypot(x - request.x, y - request.y), kind="stable")
    x, y = x[order], y[order]
    half = request.size * 0.8
    boxes = shapely.box(x - width / 2, y - half, x + width / 2, y + half)
    land = frame.project(ground_of(page.material.region).land)
    shapely.prepare(land)
    on_water = ~shapely.intersects(land, boxes)
    return tuple((float(a), float(b)) for a, b in zip(x[on_water], y[on_water], strict=True))


def _place_request(
    page: Page, place: Mapping[str, Any], x: float, y: float, rank: int
) -> LabelRequest:
    kind = place["kind"]
    name = page.name(place["vi"], place["en"])
    is_water, is_city = kind in ("sea", "bay"), kind == "city"
    word = name.upper() if kind == "province" else name
    return LabelRequest(
        label_id=place_id(str(place["en"])),
        text=word,
        x=x,
        y=y,
        radius=_DOTS.get(kind, 0.0),
        size=_PLACE_SIZES.get(kind, 32.0),
        weight="bold" if is_city else "semibold" if is_water else "regular",
        colour="water_ink" if is_water else "muted" if kind == "province" else "place",
        role="place",
        # People find the city first, and everything else from there.
        priority=_CITY_PRIORITY if is_city else _PLACE_PRIORITY - rank / 100,
        widest=600.0,
        has_dot=kind in _DOTS,
    )


def place_id(name_en: str) -> str:
    """Name by which the label of a town or sea is moved: `place:thu-dau-mot`."""
    return f"place:{plain(name_en).lower().replace(' ', '-')}"


def draw_place_dots(page: Page, placed: Iterable[PlacedLabel]) -> None:
    """Paint the dots of the towns whose names found room."""
    for one in placed:
        request = one.request
        if not request.has_dot:
            continue
        radius = request.radius
        paint = Paint(fill=page.theme["halo"], stroke=page.theme["place"], stroke_width=3.2)
        x, y = request.x, request.y
        box = Box(x - radius, y - radius, x + radius, y + radius)
        page.drawing.add(Shape(circle(x, y, radius), paint, box, "decoration"))


def road_requests(
    page: Page, frame: MapFrame, *, chosen: Collection[str] = (), most: int = 6
) -> list[LabelRequest]:
    """Signs with the codes of roads, along them, the more important first.

    Parameters
    ----------
    chosen
        Ids of roads that the picture is about; those without a code get their name.
    most
        How many at most.
    """
    kinds = ("expressway", "ring_road", "national_road", "provincial_road")
    requests = []
    for link, line in ground_of(page.material.region).lines:
        is_chosen = link.link_id in chosen
        if link.kind not in kinds or not (page.spec.shows("roads") or is_chosen):
            continue
        text = road_code(link.name_vi, page.language)
        if text is None and is_chosen:
            text = road_name(page, link)
        spots = () if text is None else _spots(page, frame, line)
        if text is None or not spots:
            continue
        rank = kinds.index(link.kind)
        requests.append(
            LabelRequest(
                label_id=f"road:{link.link_id}",
                text=text,
                x=spots[0][0],
                y=spots[0][1],
                size=30.0 if is_chosen else LEAST_SIZE_ON_BLOCK,
                weight="bold" if is_chosen else "semibold",
                colour="way_road" if is_chosen else "place",
                role="label",
                subject=link.link_id,
                priority=(_CHOSEN_PRIORITY if is_chosen else _ROAD_PRIORITY) - rank,
                spots=spots,
                plate=Plate(page.theme["halo"], page.theme["way_road" if is_chosen else "place"]),
                widest=360.0,
            )
        )
    requests.sort(key=lambda one: (-one.priority, one.label_id))
    return requests[:most]


def road_name(page: Page, link: Link) -> str:
    """Name of a road for its sign: an expressway by its ends alone is not known as one."""
    name = page.name(link.name_vi, link.name_en)
    return (
        name.replace("Cao tốc", "CT")
        if page.language == "vi"
        else name.replace("Expressway", "Expwy")
    )


def water_requests(page: Page, frame: MapFrame, *, most: int = 2) -> list[LabelRequest]:
    """Names of rivers and fairways along them."""
    if not page.spec.shows("waterways"):
        return []
    requests = []
    for link, line in ground_of(page.material.region).lines:
        if link.kind != "waterway":
            continue
        spots = _spots(page, frame, line)
        if spots and _seen_length(frame, line) > _LEAST_RIVER:
            requests.append(
                LabelRequest(
                    label_id=f"water:{link.link_id}",
                    text=page.name(link.name_vi, link.name_en),
                    x=spots[0][0],
                    y=spots[0][1],
                    size=32.0,
                    weight="regular",
                    colour="water_ink",
                    role="place",
                    subject=link.link_id,
                    priority=_PLACE_PRIORITY - 10 + _seen_length(frame, line) / 1e5,
                    spots=spots,
                    widest=600.0,
                )
            )
    requests.sort(key=lambda one: (-one.priority, one.label_id))
    return requests[:most]


def _seen_length(frame: MapFrame, line: Any) -> float:
    return float(shapely.length(frame.project(line, margin=0)))


def _spots(page: Page, frame: MapFrame, line: Any) -> tuple[tuple[float, float], ...]:
    """Places for a word along what is seen of a line: its middle first, then to both ends."""
    seen = shapely.clip_by_rect(
        frame.project(line, margin=0),
        page.safe.left, page.safe.top, page.safe.right, page.safe.bottom,
    )  # fmt: skip
    if seen.is_empty:
        return ()
    longest = max(shapely.get_parts(seen), key=shapely.length)
    length = float(shapely.length(longest))
    if length < _LEAST_LINE:
        return ()
    count = max(3, min(25, int(length / 40)))
    shares = sorted((index + 1) / (count + 1) for index in range(count))
    shares.sort(key=lambda share: (round(abs(share - 0.5), 6), share))
    points = [shapely.line_interpolate_point(longest, share, normalized=True) for share in shares]
    return tuple((float(point.x), float(point.y)) for point in points)
