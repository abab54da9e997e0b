"""What is wrong with single boundaries: holes outside, bow-ties, spikes, no area, slivers.

Everything is looked at in the file's own numbers, where vertices that coincide do so exactly.
Lengths in metres are got from them by one factor; they decide what is tiny, not what is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from layers.importers.doctor.findings import make_finding
from layers.importers.doctor.wording import amount, area_m2, coordinates, length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely import Geometry

    from layers.importers.doctor.records import Finding
    from layers.importers.raw import RawFeature

LEAST_AREA_M2: Final = 0.05
"""Smaller areas are shown as 0.0 m2."""

SLIVER_WIDTH_M: Final = 0.1
_SPIKE_WIDTH_M: Final = 0.001
_NARROW_WIDTH_M: Final = 0.1
_SHORTEST_SPIKE_M: Final = 0.01
_NARROW_LENGTH_M: Final = 1.0
_NARROW_RATIO: Final = 50.0
_METRES_PER_DEGREE: Final = 110_600.0
_REASON: Final = re.compile(r"(?P<reason>[^\[]+)\[(?P<x>\S+) (?P<y>\S+?)(?: \S+)?\]")
_CODE_OF_REASON: Final = {
    "self-intersection": "bow_tie",
    "ring self-intersection": "bow_tie",
    "hole lies outside shell": "hole_outside_shell",
    "holes are nested": "holes_overlap",
    "duplicate rings": "holes_overlap",
    "nested shells": "parts_overlap",
    "interior is disconnected": "interior_cut",
    "too few points in geometry component": "zero_area",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Metres that one unit of the file's numbers is worth, along x and y."""

    x: float
    y: float

    @classmethod
    def of(cls, middle: tuple[float, float], *, is_degrees: bool) -> Scale:
        """Scale at the middle of a file, in its own numbers."""
        if not is_degrees:
            return cls(1.0, 1.0)
        return cls(_METRES_PER_DEGREE * float(np.cos(np.radians(middle[1]))), _METRES_PER_DEGREE)

    @property
    def area(self) -> float:
        """Square metres of one unit squared."""
        return self.x * self.y


@dataclass(frozen=True, slots=True)
class Spike:
    """A vertex at which a ring turns back on itself."""

    x: float
    y: float
    length_m: float
    width_m: float


def check_shapes(
    features: Sequence[RawFeature], polygons: NDArray[np.object_], scale: Scale
) -> list[Finding]:
    """Findings about boundaries that cannot be stored or look like a slip.

    Parameters
    ----------
    features
        Whose boundaries they are.
    polygons
        Polygons and multipolygons with finite coordinates, flat, in the file's numbers; None
        where a feature has none. Duplicate vertices are taken out before.
    scale
        Metres of one unit.

    Returns
    -------
    list of Finding
        By feature; one that is not valid gets one error, the gravest.
    """
    known = np.flatnonzero(~shapely.is_missing(polygons))
    shapes = polygons[known]
    valid = shapely.is_valid(shapes)
    areas = shapely.area(shapes) * scale.area
    spikes = find_spikes(shapes, scale)
    findings: list[Finding] = []
    for index in np.flatnonzero(~valid | (areas < LEAST_AREA_M2)).tolist():
        feature, polygon = features[known[index]], shapes[index]
        findings.append(_gravest(feature, polygon, scale, spikes.get(index)))
    for index, spike in spikes.items():
        if valid[index] and areas[index] >= LEAST_AREA_M2:
            findings.append(_spike_finding(features[known[index]], spike))
    widths = 2 * areas / np.maximum(shapely.length(_in_metres(shapes, scale)), 1e-9)
    slivers = valid & (areas >= LEAST_AREA_M2) & (widths < SLIVER_WIDTH_M)
    for index in np.flatnonzero(slivers).tolist():
        width = amount(float(widths[index]) * 100, "cm", 1)
        area = area_m2(float(areas[index]))
        findings.append(make_finding("sliver", features[known[index]], area=area, width=width))
    return findings


def find_spikes(polygons: NDArray[np.object_], scale: Scale) -> dict[int, Spike]:
    """Longest spike of each polygon that has one, by position.

    A spike is a vertex whose two edges lie within 1 mm of one line, on the same side, over 1 cm
    long; or within 10 cm of one, over 1 m and fifty times as long as wide.
    """
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if len(points) == 0:
        return {}
    metres = points * np.array([scale.x, scale.y])
    is_first = np.diff(ring, prepend=-1) != 0
    is_last = np.diff(ring, append=len(rings)) != 0
    previous, following = np.arange(len(points)) - 1, np.arange(len(points)) + 1
    previous[is_first] = np.flatnonzero(is_last) - 1
    inner = ~is_last
    at, back, ahead = metres[inner], metres[previous[inner]], metres[following[inner]]
    lengths_m, widths_m = _needles(back - at, ahead - at)
    is_spike = (widths_m < _SPIKE_WIDTH_M) & (lengths_m > _SHORTEST_SPIKE_M)
    is_narrow = (
        (widths_m < _NARROW_WIDTH_M)
        & (lengths_m > _NARROW_LENGTH_M)
        & (lengths_m > _NARROW_RATIO * widths_m)
    )
    places, owners = points[inner], owner[part[ring[inner]]]
    found: dict[int, Spike] = {}
    for index in np.flatnonzero(is_spike | is_narrow):
        x, y = places[index]
        spike = Spike(float(x), float(y), float(lengths_m[index]), float(widths_m[index]))
        position = int(owners[index])
        if position not in found or spike.length_m > found[position].length_m:
            found[position] = spike
    return found


def make_valid(polygon: Geometry) -> Geometry | None:
    """Land that a polygon encloses, by either method of GEOS; None if neither can tell."""
    for method in ("linework", "structure"):
        try:
            return shapely.make_valid(polygon, method=method)
        except shapely.errors.GEOSException:
            continue
    return None


def explain(polygon: Geometry) -> tuple[str, str]:
    """Reason why a polygon is not valid, lower case, and the place in the file's numbers."""
    told = str(shapely.is_valid_reason(polygon))
    match = _REASON.fullmatch(told)
    if match is None:
        return told.lower(), "?"
    return match["reason"].strip().lower(), coordinates(float(match["x"]), float(match["y"]))


def _needles(
    back: NDArray[np.float64], ahead: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Length and width (m) of the needle at each vertex; length 0 where the ring goes on."""
    behind, before = np.hypot(*back.T), np.hypot(*ahead.T)
    cross = np.abs(back[:, 0] * ahead[:, 1] - back[:, 1] * ahead[:, 0])
    turns_back = (back * ahead).sum(axis=1) > 0
    widths = cross / np.maximum(np.maximum(behind, before), 1e-12)
    return np.where(turns_back, np.minimum(behind, before), 0.0), widths


def _gravest(feature: RawFeature, polygon: Geometry, scale: Scale, spike: Spike | None) -> Finding:
    """Error of a polygon that is not valid or has no area."""
    mended = make_valid(polygon)
    area = float(shapely.area(polygon if mended is None else mended)) * scale.area
    if area < LEAST_AREA_M2:
        return make_finding("zero_area", feature, area=area_m2(area), value=f"{area:.4f} m2")
    reason, at = explain(polygon)
    if spike is not None and spike.width_m < _SPIKE_WIDTH_M:
        return _spike_finding(feature, spike)
    code = _CODE_OF_REASON.get(reason)
    if code is None:
        return make_finding("invalid_geometry", feature, reason=reason, value=reason)
    if code == "bow_tie":
        code = _crossing_code(polygon)
    if code == "zero_area":
        return make_finding(code, feature, area=area_m2(0.0), value=reason)
    return make_finding(code, feature, at=at, value=f"{reason} {at}")


def _crossing_code(polygon: Geometry) -> str:
    """Whether it is one ring that crosses itself, or rings and parts that cross each other."""
    parts = shapely.get_parts(polygon)
    if len(parts) > 1 and bool(shapely.is_valid(parts).all()):
        return "parts_overlap"
    for part in parts[~shapely.is_valid(parts)]:
        shell, *holes = (shapely.polygons(ring) for ring in shapely.get_rings(part))
        if not all(shapely.is_valid([shell, *holes])):
            return "bow_tie"
        if not all(shapely.covers(shell, hole) for hole in holes):
            return "hole_outside_shell"
        return "holes_overlap"
    return "bow_tie"


def _spike_finding(feature: RawFeature, spike: Spike) -> Finding:
    at = coordinates(spike.x, spike.y)
    long = length(spike.length_m)
    if spike.width_m < _SPIKE_WIDTH_M:
        return make_finding("spike", feature, length=long, at=at, value=at)
    wide = amount(spike.width_m * 100, "cm", 1)
    return make_finding("narrow_spike", feature, length=long, width=wide, at=at, value=at)


def _in_metres(polygons: NDArray[np.object_], scale: Scale) -> NDArray[np.object_]:
    if scale.x == scale.y == 1.0:
        return polygons
    factors = np.array([scale.x, scale.y])
    stretched: NDArray[np.object_] = shapely.transform(polygons, lambda xy: xy * factors)
    return stretched
