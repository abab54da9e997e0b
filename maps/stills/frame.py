"""Where the world lands on a picture: Web Mercator, north up, in units."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from geo.bbox import MAPPED
from geo.errors import InvalidSpec
from geo.measures import GEOD
from maps.stills.sizes import Box

_DEGREE: Final = math.pi / 180


def _mercator(lat: Any) -> Any:
    """Mercator's y of a latitude, in degrees of longitude."""
    return np.degrees(np.arctanh(np.sin(np.radians(lat))))


def _latitude(y: float) -> float:
    return math.degrees(math.asin(math.tanh(y * _DEGREE)))


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A map on a part of a picture.

    Attributes
    ----------
    box
        Part of the picture that the map fills, units.
    west, top
        Longitude, and Mercator's y in degrees, of its upper left corner.
    units_per_degree
        Units of a degree of longitude.
    """

    box: Box
    west: float
    top: float
    units_per_degree: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Place of a point, EPSG:4326, on the picture."""
        scale = self.units_per_degree
        return (
            self.box.left + (lon - self.west) * scale,
            self.box.top + (self.top - float(_mercator(lat))) * scale,
        )

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a place on the picture."""
        scale = self.units_per_degree
        return (
            self.west + (x - self.box.left) / scale,
            _latitude(self.top - (y - self.box.top) / scale),
        )

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what is seen, degrees."""
        return self.bounds_of(self.box)

    def bounds_of(self, box: Box) -> tuple[float, float, float, float]:
        """West, south, east, north of what is seen in a part of the picture, degrees."""
        west, north = self.place(box.left, box.top)
        east, south = self.place(box.right, box.bottom)
        return west, south, east, north

    def project(self, geometry: Any, *, margin: float = 12.0, detail: float = 0.25) -> Any:
        """What is seen of a geometry, in units, as fine as it shows.

        Parameters
        ----------
        geometry
            EPSG:4326.
        margin
            Kept around the map, units, so that no cut edge is seen.
        detail
            Shortest piece that is kept, units.
        """
        more = margin / self.units_per_degree
        west, south, east, north = self.bounds
        seen = shapely.clip_by_rect(geometry, west - more, south - more, east + more, north + more)
        if seen.is_empty:
            return seen
        scale, left, upper = self.units_per_degree, self.box.left, self.box.top

        def to_units(points: Any) -> Any:
            return np.column_stack(
                (
                    left + (points[:, 0] - self.west) * scale,
                    upper + (self.top - _mercator(points[:, 1])) * scale,
                )
            )

        return shapely.simplify(shapely.transform(seen, to_units), detail, preserve_topology=False)

    def metres_of(self, units: float) -> float:
        """Metres on the ground of a length across the middle of the map."""
        x, y = self.box.centre
        west, lat = self.place(x - units / 2, y)
        east, _ = self.place(x + units / 2, y)
        return float(GEOD.inv(west, lat, east, lat)[2])


def require_mapped(frame: MapFrame) -> MapFrame:
    """Return a frame all of which shows where land is known.

    Raises
    ------
    InvalidSpec
        If it reaches beyond: land would be painted as sea there, or end along a straight line.
    """
    west, south, east, north = frame.bounds
    slack = 1e-6
    if (
        west < MAPPED.west - slack
        or south < MAPPED.south - slack
        or east > MAPPED.east + slack
        or north > MAPPED.north + slack
    ):
        raise InvalidSpec(
            f"the map would reach from {west:.1f} to {east:.1f} degrees east and from {south:.1f} "
            f"to {north:.1f} degrees north",
            expected=f"a part of {MAPPED.west:g} to {MAPPED.east:g} degrees east and "
            f"{MAPPED.south:g} to {MAPPED.north:g} degrees north, where land is known",
            remedy="choose a smaller extent, less padding, or a picture that is less narrow",
        )
    return frame


def fit_frame(
    geometries: Iterable[Any],
    box: Box,
    *,
    focus: Box | None = None,
    padding: float = 0.0,
    least_km: float = 4.0,
) -> MapFrame:
    """A map that shows geometries whole.

    Parameters
    ----------
    geometries
        EPSG:4326; at least one that is not empty.
    box
        Part of the picture that the map fills.
    focus
        Part of it that the geometries are fitted into: what panels leave free. None is all of it.
    padding
        Share of the shorter side of `focus` kept free around them.
    least_km
        Kilometres that the shorter side of `focus` shows at least.

    Raises
    ------
    ValueError
        If every geometry is empty.
    InvalidSpec
        See `require_mapped`.
    """
    bounds = shapely.total_bounds(shapely.GeometryCollection(list(geometries)))
    west, south, east, north = (float(one) for one in bounds)
    if math.isnan(west):
        raise ValueError("nothing to fit a map to")
    focus = box if focus is None else focus
    lower, upper = float(_mercator(south)), float(_mercator(north))
    free = 1 - 2 * padding
    middle = math.cos(math.radians((south + north) / 2))
    degrees_per_unit = max(
        (east - west) / (focus.width * free),
        (upper - lower) / (focus.height * free),
        least_km / (111.32 * middle) / min(focus.width, focus.height),
    )
    x, y = focus.centre
    return require_mapped(
        MapFrame(
            box,
            (west + east) / 2 - (x - box.left) * degrees_per_unit,
            (lower + upper) / 2 + (y - box.top) * degrees_per_unit,
            1 / degrees_per_unit,
        )
    )
