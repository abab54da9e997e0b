"""What stays on the ground while a map flies: hatching that does not crawl, and names of places."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import shapely

from geo.errors import InvalidSpec
from maps.places import place_table
from maps.stills.basemap import place_id
from maps.stills.compose import compose_page
from maps.stills.drawing import Drawing, Item, Shape, Text, circle, outline_path
from maps.stills.frame import MapFrame
from maps.stills.material import Material
from maps.stills.page import View
from maps.stills.spec import StillSpec

HATCH_STEP: Final = 13.0
"""Between the lines of a still's hatching, units; as `maps.stills.symbols.hatching` has it."""

_DENSE: Final = 0.6
"""Share of the closest step by which lines have parted when those between them are all there."""

_LEVEL: Final = 2.0
"""Factor of scale from one set of names to the next."""

_FADE: Final = (0.1, 0.9)
"""Where between two sets the names that only one has come and go."""

_FAR: Final = 900.0
"""Units off the map from which nothing of a name can reach into it."""

_NEAR: Final = 1.0
"""Units that the dot of a town may lie off its place."""


def grounded_hatching(area: Any, frame: MapFrame, stop: MapFrame) -> Iterator[tuple[Any, float]]:
    """Slanted lines across an area that keep to the ground, and how much of each set is seen.

    Parameters
    ----------
    area
        In units of the map `frame`.
    stop
        Map on which the lines stand as `maps.stills.symbols.hatching` has them.

    Notes
    -----
    Far from that map lines would lie too close, so every second, fourth or eighth is drawn; those
    between come little by little as the map grows.
    """
    growth = stop.units_per_degree / frame.units_per_degree
    coarse = 2.0 ** math.floor(math.log2(growth) + 1e-9)
    step = HATCH_STEP * coarse / growth
    # x - y of a place on that map is `growth` times x - y here, and this more; there, lines stand
    # where it is a multiple of their step.
    more = (
        (frame.west - stop.west + frame.top - stop.top) * stop.units_per_degree
        + (stop.box.left - stop.box.top)
        - growth * (frame.box.left - frame.box.top)
    )
    shift = -more / growth
    west, south, east, north = area.bounds
    first = math.floor((west - north - shift) / step)
    last = math.ceil((east - south - shift) / step)
    between = min(1.0, max(0.0, (step / (HATCH_STEP / 2) - 1) / _DENSE))
    for odd, share in ((0, 1.0), (1, between)):
        numbers = np.arange(first, last + 1)
        starts = shift + step * numbers[numbers % 2 == odd]
        lines = [((south + one, south), (north + one, north)) for one in starts]
        seen = shapely.intersection(shapely.MultiLineString(lines), area)
        if share > 0 and not seen.is_empty:
            yield seen, share


def grounded(item: Shape, area: Any, frame: MapFrame, stop: MapFrame) -> list[Item]:
    """The hatching of an area as it stays on the ground."""
    return [
        replace(
            item,
            path=outline_path(lines),
            paint=replace(item.paint, stroke_opacity=item.paint.stroke_opacity * share),
        )
        for lines, share in grounded_hatching(area, frame, stop)
    ]


@dataclass(frozen=True, slots=True)
class FlyingName:
    """The name of a place along the way.

    Attributes
    ----------
    lon, lat
        Of the place.
    texts
        By number of the set: the lines of the name, and where they start off the place, units.
    dots
        By number of the set: the town's dot, or None where it has none.
    """

    lon: float
    lat: float
    texts: Mapping[int, tuple[tuple[Text, float, float], ...]]
    dots: Mapping[int, Shape | None]

    def items(self, frame: MapFrame, position: float) -> Iterator[Item]:
        """What is seen of it on a map.

        Parameters
        ----------
        position
            Number of the set that belongs to the map, with its part on the way to the next.
        """
        lower, part = math.floor(position), position - math.floor(position)
        one, other = self.texts.get(lower), self.texts.get(lower + 1)
        low, high = _FADE
        come = min(1.0, max(0.0, (part - low) / (high - low)))
        opacity = 1.0 if one and (other or part == 0) else 1 - come if one else come
        if opacity <= 0 or not (one or other):
            return
        x, y = frame.point(self.lon, self.lat)
        box = frame.box
        if not (box.left - _FAR < x < box.right + _FAR and box.top - _FAR < y < box.bottom + _FAR):
            return
        dot = self.dots.get(lower) or self.dots.get(lower + 1)
        if dot is not None:
            paint = replace(dot.paint, fill_opacity=opacity, stroke_opacity=opacity)
            yield replace(dot, path=circle(x, y, dot.box.width / 2), paint=paint)
        for index, (text, dx, dy) in enumerate(one or other or ()):
            if one and other and index < len(other):
                dx += (other[index][1] - dx) * part
                dy += (other[index][2] - dy) * part
            yield replace(text, x=x + dx, y=y + dy, opacity=text.opacity * opacity)


def count_sets(start: MapFrame, stop: MapFrame) -> int:
    """How many sets of names follow the first one on the way between two maps."""
    growth = abs(math.log(stop.units_per_degree / start.units_per_degree, _LEVEL))
    return max(1, math.ceil(growth))


def plan_names(
    spec: StillSpec,
    material: Material,
    maps: Sequence[MapFrame],
    still: Drawing,
) -> tuple[FlyingName, ...]:
    """Names of places on maps along the way, each set placed as on a still.

    Parameters
    ----------
    maps
        The first one, those after it, and the last, which the still has.
    """
    sets = [_drawing(spec, material, frame) for frame in maps[:-1]]
    sets.append(still)
    places: dict[str, list[tuple[float, float]]] = {}
    for place in place_table():
        lon, lat = place["location"]
        places.setdefault(place_id(str(place["en"])), []).append((float(lon), float(lat)))
    found = []
    for label_id, lon, lat in [(key, *one) for key, some in places.items() for one in some]:
        texts: dict[int, tuple[tuple[Text, float, float], ...]] = {}
        dots: dict[int, Shape | None] = {}
        for number, (frame, drawing) in enumerate(zip(maps, sets, strict=True)):
            x, y = frame.point(lon, lat)
            lines = tuple(
                (one, one.x - x, one.y - y)
                for one in drawing.texts()
                if one.role == "place"
                and one.label_id == label_id
                # A sea has its name in more than one place.
                and _nearest(frame, places[label_id], one) == (lon, lat)
            )
            if lines:
                shapes = (one for one in drawing.items if isinstance(one, Shape))
                texts[number] = lines
                dots[number] = next((one for one in shapes if _is_dot(one, x, y)), None)
        if texts:
            found.append(FlyingName(lon, lat, texts, dots))
    return tuple(found)


def _drawing(spec: StillSpec, material: Material, frame: MapFrame) -> Drawing:
    """A map with its words; without any where one of them has no room, as on the way it may."""
    try:
        return compose_page(spec, material, View(frame, is_bare=False)).drawing
    except InvalidSpec:
        return Drawing(spec.pixels, None)


def _nearest(
    frame: MapFrame, places: Sequence[tuple[float, float]], text: Text
) -> tuple[float, float]:
    return min(places, key=lambda one: math.dist(frame.point(*one), (text.x, text.y)))


def _is_dot(item: Shape, x: float, y: float) -> bool:
    if item.role != "decoration" or item.subject is not None:
        return False
    middle = item.box.centre
    return max(abs(middle[0] - x), abs(middle[1] - y)) < _NEAR and item.box.width < 40
