"""Straight lines from a zone to the nearest of something, as its distances are measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import Point, shape

from layers.records import IndustrialZone, Link, Port, RegionData
from maps.stills.basemap import shore_of
from maps.stills.fitting import zone_ground
from maps.stills.material import Material

MEASURES: Final = ("coastline", "deep_sea_berth", "port", "airport", "expressway")
_SEA: Final = "sea"


@dataclass(frozen=True, slots=True)
class Way:
    """The straight line from a zone to the nearest of something.

    Attributes
    ----------
    way_id
        Of the end; `sea` for the sea.
    measures
        What it is the nearest of: a berth is often the nearest port as well.
    target
        None for the sea.
    line
        EPSG:4326, from the zone; of no length where the two touch.
    """

    way_id: str
    measures: tuple[str, ...]
    target: Port | Link | None
    line: Any

    @property
    def colour(self) -> str:
        """Name of its colour in a theme."""
        return {
            "coastline": "way_sea",
            "airport": "way_airport",
            "expressway": "way_road",
        }.get(self.measures[0], "way_port")


def ways_of(zone: IndustrialZone, material: Material) -> list[Way]:
    """Lines to each different end, in the order of the measures; none for a zone without a place.

    Notes
    -----
    Figures come from the records. The end on the shore is found here, for drawing alone: the
    records say how far the sea is, not where.
    """
    ground = zone_ground(zone)
    if ground is None:
        return []
    targets = material.targets()
    ends: dict[str, list[str]] = {}
    for measure in MEASURES:
        distance = zone.distances.get(measure)
        if distance is None:
            continue
        end = _SEA if measure == "coastline" else distance.nearest_id
        if end == _SEA or end in targets:
            ends.setdefault(str(end), []).append(measure)
    ways = []
    for end, measures in ends.items():
        is_centre = zone.distances[measures[0]].measured_from == "centre"
        start = Point(zone.location) if is_centre and zone.location is not None else ground
        ways.append(_way(end, measures, start, targets, material.region))
    return ways


def _way(
    end: str,
    measures: list[str],
    start: Any,
    targets: Mapping[str, Port | Link],
    region: RegionData,
) -> Way:
    if end == _SEA:
        return Way(end, tuple(measures), None, shortest(start, shore_of(region)))
    target = targets[end]
    ground = Point(target.location) if isinstance(target, Port) else shape(target.geometry)
    return Way(end, tuple(measures), target, shortest(start, ground))


def shortest(start: Any, end: Any) -> Any:
    """Shortest line between two geometries, with degrees of longitude as long as they are."""
    stretch = math.cos(math.radians(float(shapely.get_coordinates(start)[0][1])))

    def scaled(geometry: Any, factor: float) -> Any:
        return shapely.transform(geometry, lambda points: points * [factor, 1])

    return scaled(shapely.shortest_line(scaled(start, stretch), scaled(end, stretch)), 1 / stretch)
