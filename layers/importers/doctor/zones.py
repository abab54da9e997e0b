"""Known zones, as what a file's coordinates are judged by.

Distances here decide whether a reading is plausible, not what is stored: they are planar, in
UTM 48N, and true to 0.2 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely

from geo.bbox import BBox
from geo.crs import UTM_48N, WGS84, transform_geometry, transform_points

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Geometry

BoundaryQuality = Literal["surveyed", "openstreetmap", "schematic"]

TRUSTED_QUALITIES: Final = frozenset({"surveyed", "openstreetmap"})
"""Outlines good enough to notice a shift of 225 m; a schematic one is off by more."""

_RADIUS_WITHOUT_AREA_M: Final = 1_000.0
# Where the plane of UTM 48N is of use; farther points are infinitely far from every zone.
_PLANE: Final = BBox(99.0, 0.0, 111.0, 25.0)


@dataclass(frozen=True, slots=True)
class KnownZone:
    """A zone that is known already.

    Attributes
    ----------
    outline
        Polygon or MultiPolygon, EPSG:4326; None = only the centre is known.
    centre
        Longitude, latitude in degrees, EPSG:4326.
    boundary_quality
        How good the outline is.
    area_ha
        Declared area, for the size of a zone without outline.
    is_complete
        Whether its parcels are meant to cover all of it.
    """

    zone_id: str
    name_vi: str
    name_en: str
    outline: Geometry | None = None
    centre: tuple[float, float] | None = None
    boundary_quality: BoundaryQuality | None = None
    area_ha: float | None = None
    is_complete: bool = False

    @property
    def is_trusted(self) -> bool:
        """Whether its outline may be held against a file."""
        return self.outline is not None and self.boundary_quality in TRUSTED_QUALITIES


class ZoneIndex:
    """Known zones by place.

    Parameters
    ----------
    zones
        Those with neither outline nor centre are known by id only.

    Raises
    ------
    CrsError
        If an outline or a centre is not in degrees.
    """

    def __init__(self, zones: Iterable[KnownZone]) -> None:
        self._by_id = {zone.zone_id: zone for zone in zones}
        self._placed = [zone for zone in self._by_id.values() if _is_placed(zone)]
        footprints = [_footprint(zone) for zone in self._placed]
        self._footprints = np.array(footprints, dtype=object)
        self._tree = shapely.STRtree(self._footprints)

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, zone_id: str) -> KnownZone | None:
        """Zone of that id, or None."""
        return self._by_id.get(zone_id)

    def nearest(self, lon: float, lat: float) -> tuple[KnownZone, float] | None:
        """Zone nearest to a point (degrees) and the metres to it; 0 = within it.

        None if no zone is placed, or for a point a country away.
        """
        if not self._placed or not _PLANE.contains(lon, lat):
            return None
        point = shapely.Point(*_flat(lon, lat))
        index = int(self._tree.nearest(point))
        return self._placed[index], float(shapely.distance(point, self._footprints[index]))

    def distances_m(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], zone_id: str | None = None
    ) -> NDArray[np.float64] | None:
        """Metres from each point to a zone, or to the nearest one.

        Parameters
        ----------
        lon, lat
            Degrees, EPSG:4326.
        zone_id
            The zone meant; None = whichever is nearest.

        Returns
        -------
        array or None
            None if no such zone is placed.
        """
        west, south, east, north = _PLANE
        near = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        distances = np.full(len(lon), np.inf)
        points = shapely.points(*_flat(lon[near], lat[near]))
        if zone_id is not None:
            footprint = self._footprint_of(zone_id)
            if footprint is None:
                return None
            distances[near] = shapely.distance(points, footprint)
        elif not self._placed:
            return None
        else:
            nearest = self._footprints[self._tree.nearest(points)]
            distances[near] = shapely.distance(points, nearest)
        return distances

    def near(self, bounds: tuple[float, float, float, float], reach_m: float) -> list[KnownZone]:
        """Zones within some metres of a box (west, south, east, north in degrees)."""
        west, south, east, north = _PLANE
        lon = np.clip(np.array(bounds[0::2]), west, east)
        lat = np.clip(np.array(bounds[1::2]), south, north)
        corners = shapely.points(*_flat(lon, lat))
        box = shapely.box(*shapely.total_bounds(corners))
        found = np.sort(self._tree.query(box, predicate="dwithin", distance=reach_m))
        return [self._placed[index] for index in found]

    def _footprint_of(self, zone_id: str) -> Geometry | None:
        for zone, footprint in zip(self._placed, self._footprints, strict=True):
            if zone.zone_id == zone_id:
                return footprint
        return None


def _flat(
    lon: float | NDArray[np.float64], lat: float | NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return transform_points(lon, lat, source=WGS84, target=UTM_48N)


def _footprint(zone: KnownZone) -> Geometry:
    """Outline in the plane, or a disc of the declared area round the centre."""
    if zone.outline is not None:
        return transform_geometry(shapely.force_2d(zone.outline), source=WGS84, target=UTM_48N)
    assert zone.centre is not None  # noqa: S101 - only placed zones come here
    radius = _RADIUS_WITHOUT_AREA_M
    if zone.area_ha:
        radius = math.sqrt(zone.area_ha * 10_000 / math.pi)
    return shapely.Point(*_flat(*zone.centre)).buffer(radius)


def _is_placed(zone: KnownZone) -> bool:
    return zone.outline is not None or zone.centre is not None
