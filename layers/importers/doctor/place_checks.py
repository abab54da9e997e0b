"""Whether a file that lies in the region lies where its zone is.

A wrong central meridian next door (105°30' for 105°45': 27 km) and a missing datum shift (225 m)
stay inside the region. Only zones that are known already can tell, so these are questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import shapely

from geo.crs import NAMED_CRS, UTM_48N, VN2000, WGS84, NamedCrs, parse_crs, transform_geometry
from geo.errors import CrsError
from geo.measures import GEOD
from layers.importers.doctor.crs_checks import suggest_crs
from layers.importers.doctor.findings import make_finding
from layers.importers.doctor.readings import Sample, land, to_degrees, whereabouts
from layers.importers.doctor.wording import Words, amount, length, share, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Geometry

    from layers.importers.doctor.records import Declaration, Finding, Landing
    from layers.importers.doctor.zones import KnownZone, ZoneIndex

_FAR_FROM_NAMED_M: Final = 2_000.0
_FAR_FROM_ANY_M: Final = 1_000.0
_AT_HOME_SHARE: Final = 0.8
# A shift of 225 m puts a tenth of a zone of 2 km outside; outlines of two sources differ by less.
_NOTABLE_SHARE: Final = 0.02
_CLEAR_FACTOR: Final = 2.0
_REACH_M: Final = 500.0
_MOST_COMPARED: Final = 2_000
_MOST_NAMED: Final = 3
_TWINS: Final = {4326: 4756, 4756: 4326, 32648: 3405, 3405: 32648}
"""CRSs that differ by the datum alone."""


def check_place(
    sample: Sample,
    crs: NamedCrs,
    landing: Landing,
    landings: tuple[Landing, ...],
    declaration: Declaration,
    zones: ZoneIndex,
) -> list[Finding]:
    """Ask if a file lies far from its zone, or from every zone while another CRS fits one.

    Parameters
    ----------
    sample
        Numbers of the file.
    crs, landing
        What they are read in, and where that is.
    landings
        Other readings.
    declaration
        Names the zone, perhaps.
    zones
        Known zones.

    Returns
    -------
    list of Finding
        At most one question.
    """
    zone_id = declaration.zone_id
    distances = zones.distances_m(*_known(sample, crs), zone_id)
    limit_m = _FAR_FROM_ANY_M if zone_id is None else _FAR_FROM_NAMED_M
    if distances is None or float(np.median(distances)) <= limit_m:
        return []
    others = [one for one in landings if one.crs != f"EPSG:{crs.code}" and one.change == "none"]
    at_home = [one for one in others if _is_at_home(sample, one, zones, zone_id)]
    # The same datum is the likelier slip, and readings of both datums lie side by side.
    at_home.sort(key=lambda one: parse_crs(one.crs).datum != crs.datum)
    value = f"{landing.lon:.5f}, {landing.lat:.5f}"
    if at_home:
        other = land(sample, parse_crs(at_home[0].crs), zones) or at_home[0]
        return [suggest_crs(crs, landing, other, value=value, may_confirm=True)]
    if zone_id is None:
        return []
    away = length(float(np.median(distances)))
    at, zone = whereabouts(landing), shown(zone_id)
    return [make_finding("far_from_zone", at=at, zone=zone, distance=away, value=value)]


def check_shift(
    geometries: NDArray[np.object_], crs: NamedCrs, declaration: Declaration, zones: ZoneIndex
) -> list[Finding]:
    """Ask if polygons fit the known outlines clearly better without, or with, the datum shift.

    Parameters
    ----------
    geometries
        Valid polygons in the file's numbers.
    crs
        What they are read in.
    declaration
        Names the zone, perhaps; else the outlines near by are taken.
    zones
        Known zones; outlines that are only schematic say nothing about 225 m.

    Returns
    -------
    list of Finding
        At most one question.
    """
    chosen = geometries[:: max(1, len(geometries) // _MOST_COMPARED)]
    twin = _twin_reading(chosen, crs)
    if len(chosen) == 0 or twin is None:
        return []
    read = transform_geometry(chosen, source=crs, target=WGS84)
    outlines = _outlines(read, declaration, zones)
    if not outlines:
        return []
    ground = shapely.union_all([_flat(zone.outline) for zone in outlines])
    misfit, twin_misfit = _misfit(_flat(read), ground), _misfit(_flat(twin.geometries), ground)
    if misfit < _NOTABLE_SHARE or twin_misfit * _CLEAR_FACTOR > misfit:
        return []
    start, end = _middle(read), _middle(twin.geometries)
    azimuth, _, distance_m = GEOD.inv(*start, *end)
    named = ", ".join(shown(zone.name_vi) for zone in outlines[:_MOST_NAMED])
    code = "datum_shift_missing" if crs.datum == "WGS 84" else "datum_shift_unneeded"
    return [
        make_finding(
            code,
            crs=f"EPSG:{crs.code}",
            other=f"EPSG:{twin.crs.code}",
            share=share(misfit),
            other_share=share(twin_misfit),
            zones=named,
            distance=length(distance_m),
            bearing=_bearing(azimuth),
            value=f"EPSG:{crs.code}",
        )
    ]


class _Twin(NamedTuple):
    """Same numbers without the datum shift, or with it."""

    crs: NamedCrs
    geometries: NDArray[np.object_]


def _twin_reading(geometries: NDArray[np.object_], crs: NamedCrs) -> _Twin | None:
    """Reading in the CRS that differs by the datum alone; EPSG:4326 has the result."""
    try:
        if crs.code in _TWINS:
            other = NAMED_CRS[_TWINS[crs.code]]
            return _Twin(other, transform_geometry(geometries, source=other, target=WGS84))
        if crs.datum == "VN-2000":
            # Degrees of VN-2000 taken as they are: what a file made without the shift holds.
            degrees = transform_geometry(geometries, source=crs, target=VN2000)
            return _Twin(NAMED_CRS[WGS84], degrees)
    except CrsError:
        return None
    return None


def _outlines(
    read: NDArray[np.object_], declaration: Declaration, zones: ZoneIndex
) -> list[KnownZone]:
    if declaration.zone_id is not None:
        zone = zones.get(declaration.zone_id)
        return [zone] if zone is not None and zone.is_trusted else []
    bounds = shapely.total_bounds(read)
    near = zones.near((bounds[0], bounds[1], bounds[2], bounds[3]), _REACH_M)
    return [zone for zone in near if zone.is_trusted]


def _misfit(polygons: NDArray[np.object_], ground: Geometry) -> float:
    """Share of the polygons' area outside known outlines; polygons far from any do not count."""
    near = polygons[shapely.dwithin(polygons, ground, _REACH_M)]
    whole = float(shapely.area(near).sum())
    if whole <= 0:
        return 0.0
    return max(0.0, 1.0 - float(shapely.area(shapely.intersection(near, ground)).sum()) / whole)


def _known(sample: Sample, crs: NamedCrs) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lon, lat = to_degrees(sample, crs)
    known = np.isfinite(lon)
    return lon[known], lat[known]


def _is_at_home(sample: Sample, other: Landing, zones: ZoneIndex, zone_id: str | None) -> bool:
    """Whether most of the file lies within the zone named, or within one, in another reading."""
    distances = zones.distances_m(*_known(sample, parse_crs(other.crs)), zone_id)
    slack_m = 0.0 if zone_id is None else _FAR_FROM_NAMED_M
    return distances is not None and float((distances <= slack_m).mean()) >= _AT_HOME_SHARE


def _flat(geometries: NDArray[np.object_] | Geometry) -> NDArray[np.object_]:
    flat: NDArray[np.object_] = transform_geometry(geometries, source=WGS84, target=UTM_48N)
    return flat


def _middle(geometries: NDArray[np.object_]) -> tuple[float, float]:
    west, south, east, north = shapely.total_bounds(geometries)
    return (west + east) / 2, (south + north) / 2


def _bearing(azimuth: float) -> Words:
    return amount(round(azimuth) % 360, "°")
