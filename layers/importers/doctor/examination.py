"""The doctor: what a file is, what looks wrong with it, and what it would be once mended.

It asks, it never guesses in silence. Nothing is stored from here, and nothing is changed but what
is listed among the repairs; coordinates reach EPSG:4326 only through `geo.crs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.units import hectares_from_m2
from layers.importers.doctor.area_checks import check_areas
from layers.importers.doctor.areas import areas_m2
from layers.importers.doctor.crs_checks import CrsVerdict, decide_crs
from layers.importers.doctor.findings import confirm, make_finding
from layers.importers.doctor.place_checks import check_place, check_shift
from layers.importers.doctor.placing import MAY_REACH_OUTSIDE, check_region, to_wgs84
from layers.importers.doctor.readings import Sample
from layers.importers.doctor.records import SEVERITIES, Declaration, Diagnosis, Finding, Repair
from layers.importers.doctor.repairs import RepairPlan, judge_repairs, plan_repairs
from layers.importers.doctor.shape_checks import Scale, check_shapes, explain
from layers.importers.doctor.structure_checks import check_structure
from layers.importers.doctor.table_checks import (
    check_duplicates,
    check_ids,
    check_text,
    list_reader_findings,
)
from layers.importers.raw import RawFeature

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.importers.doctor.records import Landing
    from layers.importers.doctor.zones import KnownZone, ZoneIndex
    from layers.importers.raw import RawLayer

LAND_LAYERS: Final = frozenset({"zones", "parcels"})
"""Layers of polygons that are land: their areas count."""

_NEARBY_M: Final = 3_000.0
_MOST_NEARBY: Final = 40
_POLYGON_IDS: Final = (3, 6)


def examine(raw: RawLayer, declaration: Declaration, zones: ZoneIndex | None = None) -> Diagnosis:
    """Examine one layer of a file before anything of it is stored.

    Parameters
    ----------
    raw
        The layer as its reader gave it, in its own numbers.
    declaration
        What the person says about it: layer, CRS, whether repairs are accepted, answers.
    zones
        Known zones, EPSG:4326; without them a file is judged by the region alone, and a missing
        datum shift cannot be noticed.

    Returns
    -------
    Diagnosis
        Every finding, what it would be once mended, and whether it is refused: by any error, by a
        question that nobody has answered, or by repairs that nobody has accepted.

    Notes
    -----
    Areas are geodesic on the WGS 84 ellipsoid. Checks that need parcels of other files - overlaps,
    land outside the zone, gaps - are in `layers.importers.doctor.coverage`.
    """
    structure = check_structure(raw, declaration.layer)
    native = structure.geometries
    reaching = declaration.layer in MAY_REACH_OUTSIDE
    sample = Sample.of_vertices(native) if reaching else Sample.of(native)
    verdict = decide_crs(raw, declaration, sample, zones)
    findings = [
        *list_reader_findings(raw),
        *check_text(raw),
        *check_ids(raw, declaration),
        *structure.findings,
        *_check_zone_named(declaration, zones),
        *verdict.findings,
    ]
    if sample is None:
        return _close(raw, declaration, findings, verdict)
    scale = Scale.of(sample.middle, is_degrees=sample.is_in_degrees)
    polygons = _polygons(native)
    plan = plan_repairs(raw, polygons, scale)
    accept = declaration.accept_repairs
    repairs, listed = judge_repairs(plan, raw.features, verdict.crs, accept=accept)
    sound = plan.geometries.copy()
    sound[list(plan.refused)] = None
    findings += [*listed, *check_shapes(raw.features, sound, scale)]
    findings += check_duplicates(raw, native, declaration.layer)
    findings += _ask_place(verdict, declaration, sample, sound, zones)

    before = to_wgs84(native, verdict.crs)
    after = _after(before, plan, verdict)
    if verdict.crs is not None and not _explains(verdict, declaration):
        findings += check_region(raw.features, native, before, verdict.crs, declaration.layer)
    findings += _check_placed(raw, sound, after)
    areas_before = areas_m2(before)
    areas_after = areas_before.copy()
    changed = plan.changed
    areas_after[changed] = areas_m2(after[changed])
    if verdict.is_explained:
        # In a reading that is in doubt as a whole, an area says nothing.
        areas_before[:], areas_after[:] = np.nan, np.nan
    if declaration.layer in LAND_LAYERS:
        measured = np.where(shapely.is_valid(sound), areas_after, np.nan)
        findings += check_areas(raw, declaration, measured)
    return _close(
        raw,
        declaration,
        findings,
        verdict,
        repairs=repairs,
        before=before.tolist(),
        after=after.tolist(),
        hectares=(_hectares(areas_before), _hectares(areas_after)),
        nearby=_nearby(after, declaration, verdict.landings, zones),
    )


def add_findings(diagnosis: Diagnosis, findings: Iterable[Finding]) -> Diagnosis:
    """Same diagnosis with findings that came later, such as those about coverage.

    Parameters
    ----------
    diagnosis
        Of `examine`.
    findings
        More findings about the same file.

    Returns
    -------
    Diagnosis
        Refused, and without features, if one of them refuses it.
    """
    more = [confirm(finding, diagnosis.declaration.confirmed) for finding in findings]
    refused = diagnosis.is_refused or _refuses(more, diagnosis.declaration)
    return replace(
        diagnosis,
        findings=_in_order([*diagnosis.findings, *more]),
        is_refused=refused,
        features=() if refused else diagnosis.features,
    )


def _check_zone_named(declaration: Declaration, zones: ZoneIndex | None) -> list[Finding]:
    zone_id = declaration.zone_id
    if zone_id is None or zones is None or zones.get(zone_id) is not None:
        return []
    return [make_finding("zone_unknown", zone=zone_id, value=zone_id)]


def _check_placed(
    raw: RawLayer, sound: NDArray[np.object_], after: NDArray[np.object_]
) -> list[Finding]:
    """Errors for boundaries that are valid in the file's numbers and not in degrees.

    Rounding can do that to rings that all but touch themselves.
    """
    torn = shapely.is_valid(sound) & ~shapely.is_valid(after) & ~shapely.is_missing(after)
    return [
        make_finding("invalid_geometry", raw.features[index], reason=explain(after[index])[0])
        for index in np.flatnonzero(torn).tolist()
    ]


def _explains(verdict: CrsVerdict, declaration: Declaration) -> bool:
    """Whether an open question about the whole file says why its features lie elsewhere."""
    answered = [confirm(finding, declaration.confirmed) for finding in verdict.findings]
    return verdict.is_explained and _refuses(answered, declaration)


def _ask_place(
    verdict: CrsVerdict,
    declaration: Declaration,
    sample: Sample,
    polygons: NDArray[np.object_],
    zones: ZoneIndex | None,
) -> list[Finding]:
    """Questions that only known zones can raise; one is enough."""
    if verdict.crs is None or verdict.landing is None or verdict.is_explained or zones is None:
        return []
    if declaration.layer not in LAND_LAYERS:
        return []
    asked = check_place(sample, verdict.crs, verdict.landing, verdict.landings, declaration, zones)
    valid = polygons[~shapely.is_missing(polygons)]
    valid = valid[shapely.is_valid(valid)]
    return asked or check_shift(valid, verdict.crs, declaration, zones)


def _polygons(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    polygons = geometries.copy()
    polygons[~np.isin(shapely.get_type_id(geometries), _POLYGON_IDS)] = None
    return polygons


def _after(
    before: NDArray[np.object_], plan: RepairPlan, verdict: CrsVerdict
) -> NDArray[np.object_]:
    """Geometries as they would be stored: those that a repair changes are placed anew."""
    after, changed = before.copy(), plan.changed
    after[changed] = to_wgs84(plan.geometries[changed], verdict.crs)
    return after


def _close(
    raw: RawLayer,
    declaration: Declaration,
    findings: Iterable[Finding],
    verdict: CrsVerdict,
    *,
    repairs: tuple[Repair, ...] = (),
    before: Sequence[shapely.Geometry | None] = (),
    after: Sequence[shapely.Geometry | None] = (),
    hectares: tuple[float | None, float | None] = (None, None),
    nearby: tuple[KnownZone, ...] = (),
) -> Diagnosis:
    answered = [confirm(finding, declaration.confirmed) for finding in findings]
    refused = _refuses(answered, declaration)
    features: tuple[RawFeature, ...] = ()
    if not refused:
        features = tuple(
            RawFeature(feature.number, feature.place, geometry, feature.properties)
            for feature, geometry in zip(raw.features, after, strict=True)
        )
    return Diagnosis(
        raw=raw,
        declaration=declaration,
        crs_declared=declaration.crs,
        crs_used=f"EPSG:{verdict.crs.code}" if verdict.crs is not None else None,
        findings=_in_order(answered),
        features=features,
        hectares_before=hectares[0],
        hectares_after=hectares[1],
        repairs=repairs,
        is_refused=refused,
        landings=verdict.landings,
        before=tuple(before),
        after=tuple(after),
        nearby=nearby,
    )


def _refuses(findings: Iterable[Finding], declaration: Declaration) -> bool:
    refusing = {"error", "question"} | (set() if declaration.accept_repairs else {"repair"})
    return any(finding.severity in refusing for finding in findings)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings about the whole file first, then by feature, the gravest first."""
    return tuple(
        sorted(
            findings, key=lambda one: (one.number or 0, SEVERITIES.index(one.severity), one.code)
        )
    )


def _hectares(areas: NDArray[np.float64]) -> float | None:
    known = areas[np.isfinite(areas)]
    return hectares_from_m2(float(known.sum())) if len(known) else None


def _nearby(
    after: NDArray[np.object_],
    declaration: Declaration,
    landings: tuple[Landing, ...],
    zones: ZoneIndex | None,
) -> tuple[KnownZone, ...]:
    """Known zones to show: the one named, those next to the file, those of other readings."""
    if zones is None:
        return ()
    bounds = shapely.total_bounds(after)
    near: list[KnownZone] = []
    if np.isfinite(bounds).all():
        near = zones.near((bounds[0], bounds[1], bounds[2], bounds[3]), _NEARBY_M)
    named = zones.get(declaration.zone_id) if declaration.zone_id else None
    landed = [landing.zone for landing in landings if landing.zone is not None]
    shown = [*([named] if named is not None else []), *near, *landed]
    return tuple({zone.zone_id: zone for zone in shown}.values())[:_MOST_NEARBY]
