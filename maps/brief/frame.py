"""Where the world lands on a map of the brief: a window of longitudes and latitudes, in points."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely

from geo.measures import GEOD

Bounds = tuple[float, float, float, float]
"""West, south, east, north; degrees."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world on a rectangle of paper, north up.

    Degrees of longitude are shortened by the cosine of the middle latitude: over the 100 km of a
    map here the scale changes by less than 0.3 %.

    Attributes
    ----------
    bounds
        What is seen, degrees.
    width, height
        Of the rectangle, points.
    """

    bounds: Bounds
    width: float
    height: float

    @property
    def shrink(self) -> float:
        """Length of a degree of longitude over that of a degree of latitude."""
        return math.cos(math.radians((self.bounds[1] + self.bounds[3]) / 2))

    @property
    def points_per_degree(self) -> float:
        """Points of a degree of latitude."""
        return self.height / (self.bounds[3] - self.bounds[1])

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Points from the lower left corner."""
        scale = self.points_per_degree
        return (lon - self.bounds[0]) * self.shrink * scale, (lat - self.bounds[1]) * scale

    def metres_of(self, points: float) -> float:
        """Metres on the ground of a length on the paper, at the middle of the map."""
        west, south, east, north = self.bounds
        lat, lon = (south + north) / 2, (west + east) / 2
        half = points / (self.points_per_degree * self.shrink) / 2
        _, _, metres = GEOD.inv(lon - half, lat, lon + half, lat)
        return float(metres)

    def clip(self, geometry: Any, margin: float = 6) -> Any:
        """Part of a geometry that is seen, and a margin (points) around, as fine as it shows."""
        west, south, east, north = self.bounds
        more = margin / self.points_per_degree
        seen = shapely.clip_by_rect(geometry, west - more, south - more, east + more, north + more)
        return shapely.simplify(seen, 0.12 / self.points_per_degree, preserve_topology=False)


def fit(
    geometries: Iterable[Any], width: float, height: float, *, pad: float, least_km: float
) -> Window:
    """A window that shows some geometries whole.

    Parameters
    ----------
    geometries
        Shapes, EPSG:4326; at least one that is not empty.
    pad
        Points kept free around them.
    least_km
        Kilometres that the smaller side shows at least.
    """
    west, south, east, north = (
        float(one) for one in shapely.total_bounds(shapely.GeometryCollection(list(geometries)))
    )
    lat, lon = (south + north) / 2, (west + east) / 2
    shrink = math.cos(math.radians(lat))
    degrees = max(
        (east - west) * shrink / (width - 2 * pad),
        (north - south) / (height - 2 * pad),
        least_km / 111.2 / min(width, height),
    )
    half_x, half_y = degrees * width / shrink / 2, degrees * height / 2
    return Window((lon - half_x, lat - half_y, lon + half_x, lat + half_y), width, height)
