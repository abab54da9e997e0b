"""Parcels held against each other and against their zone: overlaps, land outside, gaps, sums.

Shapes are cut in EPSG:4326 with edges straight in degrees, as they are stored; what is cut out is
measured on the ellipsoid. Two parcels that share an edge overlap by rounding alone: under 0.1 m2,
the last digit shown, is no overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from layers.importers.doctor.areas import areas_m2
from layers.importers.doctor.findings import make_finding
from layers.importers.doctor.wording import Words, area_ha, area_m2, position, share, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Geometry

    from layers.importers.doctor.records import Finding
    from layers.importers.doctor.zones import KnownZone
    from layers.importers.raw import RawFeature

OVERLAP_TOLERANCE_M2: Final = 0.1
NEGLIGIBLE_M2: Final = 1.0
NEGLIGIBLE_SHARE: Final = 0.001
SUM_TOLERANCE_M2: Final = 500.0
SUM_TOLERANCE_SHARE: Final = 0.001
GAP_WIDTH_M: Final = 0.1
WHOLLY_OUTSIDE_SHARE: Final = 0.5
ON_RECORD: Final = 0
"""Number of a feature that stands for a parcel on record, not for one of the file."""

_METRES_PER_DEGREE: Final = 110_600.0

_QUALITY_WORDS: Final = {
    "openstreetmap": Words("theo OpenStreetMap", "from OpenStreetMap"),
    "schematic": Words("sơ đồ", "schematic"),
    "surveyed": Words("đo đạc", "surveyed"),
}


@dataclass(frozen=True, slots=True)
class Overlap:
    """Land that two parcels both claim.

    Attributes
    ----------
    first, second
        Positions in the parcels given, first < second.
    area_m2
        Geodesic area of the land both claim.
    smaller_m2
        Area of the smaller of the two.
    shape
        That land, EPSG:4326.
    """

    first: int
    second: int
    area_m2: float
    smaller_m2: float
    shape: Geometry

    @property
    def is_negligible(self) -> bool:
        """Whether it is at most 1 m2 and 0.1 % of the smaller parcel."""
        limit_m2 = min(NEGLIGIBLE_M2, NEGLIGIBLE_SHARE * self.smaller_m2)
        return self.area_m2 <= limit_m2


@dataclass(frozen=True, slots=True)
class Outside:
    """Land of one parcel that lies outside its zone.

    Attributes
    ----------
    index
        Position of the parcel.
    area_m2, share
        That land, and as a share of the parcel, 0 to 1.
    """

    index: int
    area_m2: float
    share: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Land of a zone that belongs to no parcel; EPSG:4326."""

    area_m2: float
    shape: Geometry


@dataclass(frozen=True, slots=True)
class Coverage:
    """How parcels cover their zone.

    Attributes
    ----------
    zone
        The zone; None where only overlaps were asked for.
    areas_m2
        Area of each parcel.
    sum_m2
        Sum of the parcels' areas: overlapping land counted as often as it is claimed.
    land_m2
        Area of the land itself: overlapping land counted once.
    zone_m2
        Area of the zone's outline; None without one.
    overlaps, outside, gaps
        What does not fit; gaps only where the zone is complete.
    """

    zone: KnownZone | None
    areas_m2: tuple[float, ...]
    sum_m2: float
    land_m2: float
    zone_m2: float | None
    overlaps: tuple[Overlap, ...]
    outside: tuple[Outside, ...]
    gaps: tuple[Gap, ...]

    @property
    def tolerance_m2(self) -> float | None:
        """How far the sum may be from the zone's outline: 0.05 ha or 0.1 % of it."""
        if self.zone_m2 is None:
            return None
        return max(SUM_TOLERANCE_M2, SUM_TOLERANCE_SHARE * self.zone_m2)

    @property
    def difference_m2(self) -> float | None:
        """Sum of the parcels less the zone's outline; None without an outline."""
        return None if self.zone_m2 is None else self.sum_m2 - self.zone_m2


def measure_coverage(
    parcels: Sequence[Geometry], zone: KnownZone | None = None, *, is_complete: bool | None = None
) -> Coverage:
    """Hold the parcels of one zone against each other and against the zone.

    Parameters
    ----------
    parcels
        Valid polygons and multipolygons, EPSG:4326.
    zone
        The zone they belong to; None = only overlaps.
    is_complete
        Whether the parcels are meant to cover all of the zone; None = as the zone says.

    Returns
    -------
    Coverage
        Gaps are looked for only where the zone is complete.
    """
    shapes = np.empty(len(parcels), dtype=object)
    shapes[:] = list(parcels)
    areas = areas_m2(shapes)
    overlaps = find_overlaps(shapes, areas)
    sum_m2 = float(areas.sum())
    outline = zone.outline if zone is not None else None
    complete = is_complete if is_complete is not None else zone is not None and zone.is_complete
    return Coverage(
        zone=zone,
        areas_m2=tuple(areas.tolist()),
        sum_m2=sum_m2,
        land_m2=_land_m2(shapes, areas, overlaps),
        zone_m2=_area_m2(outline) if outline is not None else None,
        overlaps=overlaps,
        outside=tuple(_outside(shapes, areas, outline)) if outline is not None else (),
        gaps=tuple(_gaps(shapes, outline)) if outline is not None and complete else (),
    )


def find_overlaps(
    parcels: NDArray[np.object_], areas: NDArray[np.float64] | None = None
) -> tuple[Overlap, ...]:
    """Pairs of parcels that claim the same land.

    Parameters
    ----------
    parcels
        Valid polygons and multipolygons, EPSG:4326.
    areas
        Their areas in square metres, if known already.

    Returns
    -------
    tuple of Overlap
        Those over 0.1 m2, in the order of the parcels.
    """
    if areas is None:
        areas = areas_m2(parcels)
    first, second = shapely.STRtree(parcels).query(parcels, predicate="intersects")
    pairs = first < second
    first, second = first[pairs], second[pairs]
    # Most neighbours only touch; to ask that is quicker than to cut.
    meet = ~shapely.touches(parcels[first], parcels[second])
    first, second = first[meet], second[meet]
    shared = _polygons_of(shapely.intersection(parcels[first], parcels[second]))
    shared_m2 = np.nan_to_num(areas_m2(shared))
    return tuple(
        Overlap(i, j, area, float(min(areas[i], areas[j])), shape)
        for i, j, area, shape in sorted(
            zip(first.tolist(), second.tolist(), shared_m2.tolist(), shared, strict=True),
            key=lambda row: row[:2],
        )
        if area > OVERLAP_TOLERANCE_M2
    )


def list_coverage_findings(
    coverage: Coverage, features: Sequence[RawFeature], *, is_complete: bool | None = None
) -> list[Finding]:
    """Findings about a coverage, for the parcels that a file brings.

    Parameters
    ----------
    coverage
        Of `measure_coverage`.
    features
        The parcels, in the same order; those on record have the number 0.
    is_complete
        As in `measure_coverage`.

    Returns
    -------
    list of Finding
        An outline that is only approximate raises questions where a surveyed one makes errors.
    """
    findings = [_overlap_finding(overlap, features) for overlap in coverage.overlaps]
    zone = coverage.zone
    if zone is None or zone.outline is None:
        return findings
    name = Words(shown(zone.name_vi), shown(zone.name_en))
    findings += [_outside_finding(one, features, zone) for one in coverage.outside]
    for gap in coverage.gaps:
        at = shapely.point_on_surface(gap.shape)
        where = position(at.x, at.y)
        area = area_m2(gap.area_m2)
        findings.append(make_finding("zone_gap", zone=name, area=area, at=where, value=where))
    complete = is_complete if is_complete is not None else zone.is_complete
    return [*findings, *_sum_findings(coverage, name)] if complete else findings


def _sum_findings(coverage: Coverage, name: Words) -> list[Finding]:
    """Error if the parcels of a complete zone do not add up to its outline."""
    zone_m2, tolerance, difference = (
        coverage.zone_m2,
        coverage.tolerance_m2,
        coverage.difference_m2,
    )
    if zone_m2 is None or tolerance is None or difference is None or abs(difference) <= tolerance:
        return []
    return [
        make_finding(
            "zone_sum_differs",
            zone=name,
            total=area_ha(coverage.sum_m2),
            zone_area=area_ha(zone_m2),
            difference=area_ha(abs(difference)),
            tolerance=area_ha(tolerance),
            value=f"{difference:.1f} m2",
        )
    ]


def _overlap_finding(overlap: Overlap, features: Sequence[RawFeature]) -> Finding:
    code = "parcels_overlap_slightly" if overlap.is_negligible else "parcels_overlap"
    earlier, later = features[overlap.first], features[overlap.second]
    if later.number == ON_RECORD:
        earlier, later = later, earlier
    other = shown(earlier.place)
    return make_finding(code, later, other=other, area=area_m2(overlap.area_m2), value=other)


def _outside_finding(one: Outside, features: Sequence[RawFeature], zone: KnownZone) -> Finding:
    """Error against a surveyed outline, or where most of a parcel lies outside a mapped one."""
    quality = zone.boundary_quality or "schematic"
    misplaced = quality == "openstreetmap" and one.share > WHOLLY_OUTSIDE_SHARE
    certain = quality == "surveyed" or misplaced
    parts = {
        "area": area_m2(one.area_m2),
        "share": share(one.share),
        "zone": Words(shown(zone.name_vi), shown(zone.name_en)),
    }
    feature = features[one.index]
    value = f"{one.area_m2:.1f} m2"
    if certain:
        return make_finding("parcel_outside_zone", feature, value=value, **parts)
    words = _QUALITY_WORDS[quality]
    return make_finding("parcel_beyond_outline", feature, value=value, quality=words, **parts)


def _land_m2(
    shapes: NDArray[np.object_], areas: NDArray[np.float64], overlaps: tuple[Overlap, ...]
) -> float:
    """Area of the union; only parcels that overlap need be united."""
    if not overlaps:
        return float(areas.sum())
    involved = sorted({i for overlap in overlaps for i in (overlap.first, overlap.second)})
    alone = np.ones(len(shapes), dtype=bool)
    alone[involved] = False
    return float(areas[alone].sum()) + _area_m2(shapely.union_all(shapes[involved]))


def _outside(
    shapes: NDArray[np.object_], areas: NDArray[np.float64], outline: Geometry
) -> Iterator[Outside]:
    """Parcels over the edge by more than 1 m2 and 0.1 % of themselves."""
    shapely.prepare(outline)
    over = np.flatnonzero(~shapely.covers(outline, shapes))
    beyond = np.nan_to_num(areas_m2(_polygons_of(shapely.difference(shapes[over], outline))))
    for index, area in zip(over.tolist(), beyond.tolist(), strict=True):
        if area > max(NEGLIGIBLE_M2, NEGLIGIBLE_SHARE * areas[index]):
            yield Outside(index, area, min(1.0, area / float(areas[index])))


def _gaps(shapes: NDArray[np.object_], outline: Geometry) -> Iterator[Gap]:
    """Holes in the cover, the largest first; seams narrower than 0.1 m are rounding."""
    rest = shapely.difference(outline, shapely.union_all(shapes))
    parts = _polygon_parts(rest)
    areas = areas_m2(parts)
    widths = 2 * areas / np.maximum(shapely.length(parts) * _METRES_PER_DEGREE, 1e-9)
    wide = np.flatnonzero((areas > NEGLIGIBLE_M2) & (widths > GAP_WIDTH_M))
    for index in wide[np.argsort(-areas[wide], kind="stable")]:
        yield Gap(float(areas[index]), parts[index])


def _polygons_of(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Polygons of what was cut out; where only points and lines are left, an empty one."""
    kinds = shapely.get_type_id(geometries)
    cut = geometries.copy()
    for index in np.flatnonzero(~np.isin(kinds, (3, 6))).tolist():
        cut[index] = shapely.multipolygons(_polygon_parts(cut[index]))
    return cut


def _polygon_parts(geometry: Geometry) -> NDArray[np.object_]:
    parts = shapely.get_parts(shapely.get_parts(geometry))
    polygons: NDArray[np.object_] = parts[shapely.get_type_id(parts) == 3]
    return polygons


def _area_m2(geometry: Geometry) -> float:
    single = np.empty(1, dtype=object)
    single[0] = geometry
    return float(np.nan_to_num(areas_m2(single))[0])
