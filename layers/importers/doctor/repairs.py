"""Small mends of a boundary: proposed one by one, with the area before and after.

Four only: a ring closed, vertices that repeat the one before taken out, the direction of rings, a
small self-touch. What would change the area by over 0.1 % is no mend and is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from layers.importers.doctor.areas import areas_m2
from layers.importers.doctor.findings import make_finding
from layers.importers.doctor.findings_of_reading import LISTED_AS_REPAIRS
from layers.importers.doctor.placing import to_wgs84
from layers.importers.doctor.records import Finding, Repair
from layers.importers.doctor.shape_checks import Scale, explain, find_spikes, make_valid
from layers.importers.doctor.wording import Words, area_m2, count, share

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Geometry

    from geo.crs import NamedCrs
    from layers.importers.raw import RawFeature, RawLayer

LARGEST_CHANGE: Final = 0.001
"""Share of the area that a repair may change."""

COUNTER_CLOCKWISE_FORMATS: Final = {
    "geojson": "GeoJSON (RFC 7946, 3.1.6)",
    "geojsonl": "GeoJSON (RFC 7946, 3.1.6)",
    "kml": "KML 2.3",
    "kmz": "KML 2.3",
}
"""Formats that ask for a direction; in the others it carries no meaning or is the reader's."""

_TINY_LOOP_M2: Final = 0.1
_LEAST_RING: Final = 4  # three places and the first again
_UNKNOWN = Words("không rõ", "unknown")


@dataclass(slots=True)
class _Step:
    """One kind of repair of several features."""

    code: str
    indices: NDArray[np.intp]
    before: NDArray[np.object_]
    after: NDArray[np.object_]
    details: list[dict[str, Words | str]]


@dataclass(slots=True)
class RepairPlan:
    """What could be mended.

    Attributes
    ----------
    geometries
        As they would be, flat, in the file's own numbers; None where there is no polygon.
    refused
        Positions of features that have a fault a repair would change too much to mend.
    """

    geometries: NDArray[np.object_]
    refused: set[int] = field(default_factory=set)
    steps: list[_Step] = field(default_factory=list)

    @property
    def changed(self) -> NDArray[np.intp]:
        """Positions of the features whose geometry would be another."""
        indices = [step.indices for step in self.steps]
        return np.unique(np.concatenate(indices)) if indices else np.array([], dtype=np.intp)


def plan_repairs(raw: RawLayer, polygons: NDArray[np.object_], scale: Scale) -> RepairPlan:
    """Find what could be mended, and mend a copy.

    Parameters
    ----------
    raw
        The layer as read; what its reader noticed about rings is listed here.
    polygons
        Polygons and multipolygons, flat and finite, in the file's numbers; None elsewhere.
    scale
        Metres of one unit.

    Returns
    -------
    RepairPlan
        The input is left as it is.
    """
    plan = RepairPlan(polygons.copy())
    noticed = _noticed_by_reader(raw)
    _close_rings(plan, noticed)
    _drop_duplicate_vertices(plan)
    _mend_self_touch(plan, scale)
    _turn_rings(plan, raw.format, noticed)
    return plan


def judge_repairs(
    plan: RepairPlan, features: Sequence[RawFeature], crs: NamedCrs | None, *, accept: bool
) -> tuple[tuple[Repair, ...], list[Finding]]:
    """Measure each repair and list it; those that change too much become errors.

    Parameters
    ----------
    plan
        Repairs found; its geometries of refused ones go back to what they were.
    features
        Features of the layer.
    crs
        What the numbers are read in; None = areas cannot be known.
    accept
        Whether the person accepts repairs.

    Returns
    -------
    repairs, findings
        One of each for every change.
    """
    repairs: list[Repair] = []
    findings: list[Finding] = []
    for step in plan.steps:
        before = _measure(step.before, crs)
        # Turned rings enclose what they did.
        after = before if step.code == "ring_direction" else _measure(step.after, crs)
        if step.code == "unclosed_ring":
            before[:] = np.nan
        rows = zip(
            step.indices.tolist(), before.tolist(), after.tolist(), step.details, strict=True
        )
        for index, before_m2, after_m2, detail in rows:
            change = _change(before_m2, after_m2)
            refused = change > LARGEST_CHANGE
            feature = features[index]
            words = {"before": _area_words(before_m2), "after": _area_words(after_m2)}
            if refused:
                plan.refused.add(index)
                finding = make_finding(
                    "repair_changes_area",
                    feature,
                    value=step.code,
                    repair=step.code,
                    share=share(change, 2),
                    **words,
                )
            else:
                finding = make_finding(step.code, feature, value=None, **words, **detail)
            findings.append(finding)
            repairs.append(
                Repair(
                    step.code,
                    feature.number,
                    feature.place,
                    _known(before_m2),
                    _known(after_m2),
                    is_applied=accept and not refused,
                    is_refused=refused,
                )
            )
    for step in reversed(plan.steps):
        for index, geometry in zip(step.indices.tolist(), step.before, strict=True):
            if index in plan.refused:
                plan.geometries[index] = geometry
    return tuple(repairs), findings


def _noticed_by_reader(raw: RawLayer) -> dict[str, dict[int, str]]:
    """Position and detail of the features about whose rings the reader noticed something."""
    by_place = {feature.place: index for index, feature in enumerate(raw.features)}
    noticed: dict[str, dict[int, str]] = {code: {} for code in LISTED_AS_REPAIRS}
    for finding in raw.findings:
        if finding.code in noticed and finding.place in by_place:
            noticed[finding.code][by_place[finding.place]] = finding.detail
    return noticed


def _close_rings(plan: RepairPlan, noticed: dict[str, dict[int, str]]) -> None:
    """List rings that the reader could only hold closed."""
    gaps = {
        index: detail
        for index, detail in noticed["ring_not_closed"].items()
        if plan.geometries[index] is not None
    }
    _add(
        plan, "unclosed_ring", list(gaps), plan.geometries, [{"gap": gap} for gap in gaps.values()]
    )


def _drop_duplicate_vertices(plan: RepairPlan) -> None:
    parts, owner = shapely.get_parts(plan.geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    repeats = (np.diff(points, axis=0) == 0).all(axis=1) & (np.diff(ring) == 0)
    lost = np.bincount(ring[1:][repeats], minlength=len(rings))
    left = shapely.get_num_coordinates(rings) - lost
    lost_of = np.bincount(owner[part], weights=lost, minlength=len(plan.geometries))
    # A ring of fewer than three places has no area, and cannot be written without repeats.
    lost_of[owner[part[left < _LEAST_RING]]] = 0
    indices = np.flatnonzero(lost_of > 0)
    slim = plan.geometries.copy()
    slim[indices] = shapely.remove_repeated_points(plan.geometries[indices], 0)
    details: list[dict[str, Words | str]] = [{"count": count(int(lost_of[i]))} for i in indices]
    _add(plan, "duplicate_vertices", indices.tolist(), slim, details)


def _mend_self_touch(plan: RepairPlan, scale: Scale) -> None:
    mended = plan.geometries.copy()
    details: dict[int, dict[str, Words | str]] = {}
    valid = shapely.is_valid(plan.geometries) | shapely.is_missing(plan.geometries)
    for index in np.flatnonzero(~valid).tolist():
        polygon = plan.geometries[index]
        reason, at = explain(polygon)
        if "self-intersection" not in reason or find_spikes(np.array([polygon]), scale):
            continue
        land = make_valid(polygon)
        candidate = _polygons_of(land) if land is not None else shapely.Polygon()
        if _is_small_touch(polygon, candidate, reason, scale):
            mended[index] = candidate
            details[index] = {"at": at}
    _add(plan, "self_touch", list(details), mended, list(details.values()))


def _is_small_touch(polygon: Geometry, candidate: Geometry, reason: str, scale: Scale) -> bool:
    """Whether a ring only touches itself, or crosses itself by a loop of under 0.1 m2.

    Loops that turn the other way have their area subtracted: a bow-tie, whatever its vertices.
    """
    before, after = float(shapely.area(polygon)), float(shapely.area(candidate))
    if after <= 0:
        return False
    if reason == "ring self-intersection":
        return before >= after * (1 - LARGEST_CHANGE)
    loops = np.sort(shapely.area(shapely.get_parts(candidate)))[:-1].sum()
    is_one_ring = int(shapely.get_num_interior_rings(shapely.get_parts(polygon)).sum()) == 0
    small = loops * scale.area <= _TINY_LOOP_M2 and loops <= LARGEST_CHANGE * after
    return bool(is_one_ring and loops > 0 and small)


def _turn_rings(plan: RepairPlan, file_format: str, noticed: dict[str, dict[int, str]]) -> None:
    turned = shapely.orient_polygons(plan.geometries)
    wrong = np.zeros(len(turned), dtype=bool)
    if file_format in COUNTER_CLOCKWISE_FORMATS:
        wrong = ~_rings_turn_right(plan.geometries)
    flagged = [i for i in noticed["ring_direction"] if plan.geometries[i] is not None]
    wrong[flagged] = True
    wrong &= shapely.is_valid(plan.geometries)
    name = COUNTER_CLOCKWISE_FORMATS.get(file_format, file_format)
    indices = np.flatnonzero(wrong).tolist()
    _add(plan, "ring_direction", indices, turned, [{"format": name} for _ in indices])


def _rings_turn_right(polygons: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether shells run counter-clockwise and holes clockwise; true where there is no polygon."""
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    is_shell = np.diff(part, prepend=-1) != 0
    against = shapely.is_ccw(rings) != is_shell
    wrong = np.bincount(owner[part], weights=against, minlength=len(polygons))
    right: NDArray[np.bool_] = wrong == 0
    return right


def _add(
    plan: RepairPlan,
    code: str,
    indices: list[int],
    geometries: NDArray[np.object_],
    details: list[dict[str, Words | str]],
) -> None:
    if not indices:
        return
    chosen = np.array(indices, dtype=np.intp)
    plan.steps.append(_Step(code, chosen, plan.geometries[chosen], geometries[chosen], details))
    plan.geometries[chosen] = geometries[chosen]


def _polygons_of(geometry: Geometry) -> Geometry:
    """Polygons of a geometry that was made valid; lines and points of it carry no area."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    polygons = parts[shapely.get_type_id(parts) == 3]
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)


def _measure(geometries: NDArray[np.object_], crs: NamedCrs | None) -> NDArray[np.float64]:
    return areas_m2(to_wgs84(geometries, crs))


def _change(before_m2: float, after_m2: float) -> float:
    """Share by which an area changes; 0 where it cannot be known."""
    if not (np.isfinite(before_m2) and np.isfinite(after_m2)):
        return 0.0
    return abs(after_m2 - before_m2) / max(before_m2, after_m2, 1e-9)


def _known(area: float) -> float | None:
    return area if np.isfinite(area) else None


def _area_words(area: float) -> Words:
    return area_m2(area) if np.isfinite(area) else _UNKNOWN
