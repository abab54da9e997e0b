"""Zones on a map with what is nearest to them: shapes, distance lines, and where words go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry import Point, shape

from layers.records import IndustrialZone, Link, Port
from maps.brief.text import clean
from maps.brief.words import vocabulary
from maps.labels import Language
from maps.names import short_name

MEASURES_DRAWN = ("deep_sea_berth", "port", "airport", "expressway")

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; points."""

# Where a word stands beside its symbol: direction, best first.
_AROUND = (
    (1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.9), (0.8, -0.9), (-0.8, 0.9), (-0.8, -0.9),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A zone of the shortlist with its place on the ground.

    Attributes
    ----------
    number
        In the list, from 1.
    ground
        Outline, else centre.
    """

    number: int
    zone: IndustrialZone
    ground: Any

    @property
    def is_schematic(self) -> bool:
        """Whether the outline only stands for one."""
        return self.zone.boundary is not None and self.zone.boundary_quality == "schematic"

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude that the number stands on."""
        if self.zone.location is not None:
            return self.zone.location
        middle = self.ground.centroid
        return middle.x, middle.y


@dataclass(frozen=True, slots=True)
class Way:
    """The straight line from a zone to the nearest of something.

    Attributes
    ----------
    measures
        What it is the nearest of: a berth is often the nearest port as well.
    line
        EPSG:4326, from the zone.
    """

    number: int
    measures: tuple[str, ...]
    target: Port | Link
    name: str
    line: Any

    @property
    def end(self) -> tuple[float, float]:
        """Longitude and latitude of the far end."""
        lon, lat = shapely.get_coordinates(self.line)[-1]
        return float(lon), float(lat)


def place_zones(zones: Sequence[IndustrialZone]) -> list[Placed]:
    """Zones with a place on the ground; those without are left out."""
    placed = []
    for number, zone in enumerate(zones, start=1):
        if zone.boundary is not None:
            placed.append(Placed(number, zone, shape(zone.boundary)))
        elif zone.location is not None:
            placed.append(Placed(number, zone, Point(zone.location)))
    return placed


def ways_of(placed: Placed, targets: Mapping[str, Port | Link], language: Language) -> list[Way]:
    """Distance lines of a zone, one for each different end, in the order of the measures."""
    ends: dict[str, list[str]] = {}
    for measure in MEASURES_DRAWN:
        distance = placed.zone.distances.get(measure)
        nearest = distance.nearest_id if distance is not None else None
        if nearest is not None and nearest in targets:
            ends.setdefault(nearest, []).append(measure)
    ways = []
    for target_id, measures in ends.items():
        target = targets[target_id]
        is_centre = placed.zone.distances[measures[0]].measured_from == "centre"
        start = Point(placed.centre) if is_centre else placed.ground
        name = _name_of(target, language)
        line = _straight(start, _ground_of(target))
        ways.append(Way(placed.number, tuple(measures), target, name, line))
    return ways


@dataclass(slots=True)
class Labels:
    """Places taken on a map, so that words and numbers keep off each other."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Keep a box free of words."""
        self.taken.append(box)

    def find(
        self, x: float, y: float, width: float, height: float, gap: float, *, must: bool = False
    ) -> tuple[float, float] | None:
        """Lower left corner for a word around a point; the place is then taken.

        Parameters
        ----------
        gap
            From the point to the word.
        must
            Take the least bad place rather than none.
        """
        best: tuple[float, Box] | None = None
        for step, (right, up) in enumerate(_AROUND):
            left = x + right * gap - width * (1 - (right > 0) - (right == 0) / 2)
            bottom = y + up * gap - height * (1 - (up > 0) - (up == 0) / 2)
            box = (left, bottom, left + width, bottom + height)
            if not self._is_inside(box):
                continue
            covered = sum(_common(box, other) for other in self.taken)
            if covered == 0:
                self.taken.append(box)
                return left, bottom
            if best is None or covered + step < best[0]:
                best = (covered + step, box)
        if not must:
            return None
        if best is None:
            left = min(max(2.0, x + gap), max(2.0, self.width - width - 2))
            bottom = min(max(2.0, y - height / 2), max(2.0, self.height - height - 2))
            best = (0, (left, bottom, left + width, bottom + height))
        self.taken.append(best[1])
        return best[1][0], best[1][1]

    def spread(self, x: float, y: float, radius: float) -> tuple[float, float]:
        """Middle for a disc that overlaps no other, as near to a point as can be."""
        for distance in (0.0, *(radius * step for step in (1.3, 2.0, 2.8, 3.6, 4.5))):
            for turn in range(12 if distance else 1):
                angle = turn * math.pi / 6 + math.pi / 4
                left = x + distance * math.cos(angle) - radius
                bottom = y + distance * math.sin(angle) - radius
                box = (left, bottom, left + 2 * radius, bottom + 2 * radius)
                if self._is_inside(box) and not any(_common(box, one) for one in self.taken):
                    self.taken.append(box)
                    return left + radius, bottom + radius
        return x, y

    def _is_inside(self, box: Box) -> bool:
        return (
            box[0] >= 2 and box[1] >= 2 and box[2] <= self.width - 2 and box[3] <= self.height - 2
        )


def _name_of(target: Port | Link, language: Language) -> str:
    """Short name; of an airport with that word, since towns have the same names."""
    name = clean(target.name_vi if language == "vi" else target.name_en)
    short = short_name(name, language)
    if isinstance(target, Link) and target.kind == "airport":
        return (
            f"{vocabulary('kind_airport', language)} {short}"
            if language == "vi"
            else (f"{short} {vocabulary('kind_airport', language)}")
        )
    return short


def _ground_of(target: Port | Link) -> Any:
    return Point(target.location) if isinstance(target, Port) else shape(target.geometry)


def _straight(start: Any, end: Any) -> Any:
    """Shortest line between two geometries, with degrees of longitude as long as they are."""
    lat = math.radians(shapely.get_coordinates(start)[0][1])
    stretch = math.cos(lat)

    def scaled(geometry: Any, factor: float) -> Any:
        return shapely.transform(geometry, lambda points: points * [factor, 1])

    return scaled(shapely.shortest_line(scaled(start, stretch), scaled(end, stretch)), 1 / stretch)


def _common(box: Box, other: Box) -> float:
    """Square points that two boxes share."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    return max(0.0, width) * max(0.0, height)


def bounds_of(ways: Iterable[Way], placed: Iterable[Placed]) -> list[Any]:
    """Shapes that a map of zones and their distance lines has to show."""
    return [*(one.ground for one in placed), *(way.line for way in ways)]
