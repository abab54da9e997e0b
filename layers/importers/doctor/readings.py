"""Ways to read a file's numbers: each named CRS, with columns swapped or the origin put right.

A reading is judged by a sample: the middles of up to 2,000 features, or as many vertices. All
transforms go through `geo.crs`; numbers that a CRS cannot hold are set aside before, so that one
wild feature does not hide where the others lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.bbox import REGION
from geo.crs import NAMED_CRS, WEB_MERCATOR, WGS84, transform_points
from layers.importers.doctor.records import Change, Landing
from layers.importers.doctor.wording import Words, length, listing, position, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.crs import NamedCrs
    from layers.importers.doctor.zones import ZoneIndex

    Floats = NDArray[np.float64]

FALSE_EASTING_M: Final = 500_000.0
LANDED_SHARE: Final = 0.5
"""A reading lands if at least this share of the features' middles lies in the region."""

REACHING_SHARE: Final = 0.01
"""The same for the vertices of roads and coasts, which go on beyond the region."""

_SAMPLE = 2_000
# Beyond these a number is no easting or northing of a country: projections may fail on it.
_TM_REACH_M = 5_000_000.0
_MERCATOR_REACH_M = 20_037_508.0
_MERIDIAN = re.compile(r"\+lon_0=([\d.]+)")


@dataclass(frozen=True, slots=True)
class Sample:
    """Middles of some features, in the file's own numbers.

    Attributes
    ----------
    x, y
        Finite, as the file has them; at least one.
    landed_share
        Share of them that has to lie in the region for a reading to land.
    """

    x: Floats
    y: Floats
    landed_share: float = LANDED_SHARE

    @classmethod
    def of(cls, geometries: NDArray[np.object_]) -> Sample | None:
        """Middles of up to 2,000 geometries, evenly spread; None if there is none to take."""
        bounds = shapely.bounds(geometries)
        bounds = bounds[np.isfinite(bounds).all(axis=1)]
        if len(bounds) == 0:
            return None
        chosen = bounds[:: max(1, len(bounds) // _SAMPLE)]
        return cls((chosen[:, 0] + chosen[:, 2]) / 2, (chosen[:, 1] + chosen[:, 3]) / 2)

    @classmethod
    def of_vertices(cls, geometries: NDArray[np.object_]) -> Sample | None:
        """About 2,000 vertices, evenly spread, for features that go on beyond the region."""
        points = shapely.get_coordinates(geometries)
        if len(points) == 0:
            return None
        chosen = points[:: max(1, len(points) // _SAMPLE)]
        return cls(chosen[:, 0], chosen[:, 1], REACHING_SHARE)

    @property
    def middle(self) -> tuple[float, float]:
        """Median of the sample, in the file's own numbers."""
        return float(np.median(self.x)), float(np.median(self.y))

    @property
    def is_in_degrees(self) -> bool:
        """Whether the numbers look like degrees, in either order."""
        x, y = np.abs(self.middle)
        return bool(x <= 180 and y <= 180)

    def change(self, change: Change) -> Sample:
        """Same sample with its numbers put another way."""
        if change == "swapped":
            return replace(self, x=self.y, y=self.x)
        if change == "false_easting":
            return replace(self, x=self.x + FALSE_EASTING_M)
        if change == "false_origin":
            return replace(self, x=self.x + FALSE_EASTING_M, y=self.y - FALSE_EASTING_M)
        return self


def fits_crs(x: Floats, y: Floats, crs: NamedCrs) -> NDArray[np.bool_]:
    """Whether each pair could occur in a CRS at all: degrees in range, metres within reach."""
    if crs.is_geographic:
        held = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    elif crs.code == WEB_MERCATOR:
        held = (np.abs(x) <= _MERCATOR_REACH_M) & (np.abs(y) <= _MERCATOR_REACH_M)
    else:
        held = (np.abs(x - FALSE_EASTING_M) <= _TM_REACH_M) & (np.abs(y) <= 2 * _TM_REACH_M)
    return held


def land(
    sample: Sample, crs: NamedCrs, zones: ZoneIndex | None = None, change: Change = "none"
) -> Landing | None:
    """Where a sample comes to lie in a CRS.

    Parameters
    ----------
    sample
        Numbers of the file.
    crs
        System to read them in.
    zones
        Known zones, to say what is near.
    change
        What is done to the numbers first.

    Returns
    -------
    Landing or None
        None if most of the numbers cannot occur in that CRS.
    """
    lon, lat = to_degrees(sample.change(change), crs)
    known = np.isfinite(lon)
    if known.mean() < sample.landed_share:
        return None
    west, south, east, north = REGION
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    landed = float(inside.mean()) >= sample.landed_share
    shown_by = inside if landed else known
    middle = float(np.median(lon[shown_by])), float(np.median(lat[shown_by]))
    nearest = zones.nearest(*middle) if zones is not None else None
    zone, distance_m = nearest if nearest is not None else (None, None)
    code = f"EPSG:{crs.code}"
    return Landing(code, crs.name, change, *middle, landed, zone, distance_m)


def to_degrees(sample: Sample, crs: NamedCrs) -> tuple[Floats, Floats]:
    """Longitude and latitude (EPSG:4326) of a sample; NaN where the CRS cannot hold it."""
    lon, lat = np.full(len(sample.x), np.nan), np.full(len(sample.x), np.nan)
    held = fits_crs(sample.x, sample.y, crs)
    lon[held], lat[held] = transform_points(
        sample.x[held], sample.y[held], source=crs, target=WGS84
    )
    return lon, lat


def has_landed(landing: Landing | None) -> bool:
    """Whether a reading brings the file into the region."""
    return landing is not None and landing.has_landed


def list_landings(sample: Sample, zones: ZoneIndex | None) -> tuple[Landing, ...]:
    """Every named CRS that brings a sample into the region, the nearest to a zone first.

    If none does as the numbers stand, the same with the two columns swapped.
    """
    changes: tuple[Change, ...] = ("none", "swapped")
    for change in changes:
        landed = list(_landed(sample, zones, change))
        if landed:
            return tuple(sorted(landed, key=_distance))
    return ()


def central_meridian_deg(crs: NamedCrs) -> float | None:
    """Central meridian of a transverse Mercator CRS in degrees; None for any other."""
    if crs.code == WEB_MERCATOR:
        return None
    found = _MERIDIAN.search(crs.projection)
    return float(found[1]) if found else None


def whereabouts(landing: Landing) -> Words:
    """Position of the middle of the file and the known zone nearest to it."""
    at = position(landing.lon, landing.lat)
    if landing.zone is None or landing.zone_distance_m is None:
        return Words(at, at)
    name_vi, name_en = shown(landing.zone.name_vi), shown(landing.zone.name_en)
    if landing.zone_distance_m == 0:
        return Words(f"{at} (trong {name_vi})", f"{at} (in {name_en})")
    away = length(landing.zone_distance_m)
    return Words(f"{at} (cách {name_vi} {away.vi})", f"{at} ({away.en} from {name_en})")


def candidates(landings: tuple[Landing, ...]) -> Words:
    """List of readings with where each lands; words for none."""
    if not landings:
        return Words("không có hệ nào", "none does")
    return listing(_candidate(landing) for landing in landings)


def _candidate(landing: Landing) -> Words:
    at = whereabouts(landing)
    if landing.change == "swapped":
        return Words(
            f"{landing.crs} khi đổi cột → {at.vi}", f"{landing.crs} with columns swapped → {at.en}"
        )
    return Words(f"{landing.crs} → {at.vi}", f"{landing.crs} → {at.en}")


def _landed(sample: Sample, zones: ZoneIndex | None, change: Change) -> Iterator[Landing]:
    for crs in NAMED_CRS.values():
        landing = land(sample, crs, zones, change)
        if landing is not None and has_landed(landing):
            yield landing


def _distance(landing: Landing) -> float:
    return np.inf if landing.zone_distance_m is None else landing.zone_distance_m
