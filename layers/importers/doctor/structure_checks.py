"""Whether each feature has a geometry that can be looked at: there, of the right type, finite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.geometry import LINE_TYPES, POLYGON_TYPES
from layers.importers.doctor.findings import make_finding
from layers.importers.doctor.wording import Words, count

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.importers.doctor.records import Finding, Layer
    from layers.importers.raw import RawFeature, RawLayer

TYPES_OF_LAYER: Final[Mapping[Layer, tuple[str, ...]]] = {
    "zones": POLYGON_TYPES,
    "parcels": POLYGON_TYPES,
    "ports": ("Point",),
    "links": (*LINE_TYPES, "Point"),
    "coastline": (*LINE_TYPES, *POLYGON_TYPES),
}
"""Geometry types that each layer takes; links are roads and railways, airports and stations."""

FARTHEST: Final = 1e9
"""No easting or northing is larger, in metres or feet; beyond, arithmetic loses its footing."""

_ANY_CRS: Final = Words("bất kỳ hệ tọa độ nào", "any coordinate reference system")


@dataclass(frozen=True, slots=True)
class Structure:
    """Geometries that the other checks may look at.

    Attributes
    ----------
    geometries
        Flat, in the file's own numbers, one for each feature; None where it cannot be used.
    findings
        Why not.
    """

    geometries: NDArray[np.object_]
    findings: tuple[Finding, ...]


def check_structure(raw: RawLayer, layer: Layer) -> Structure:
    """Set aside what has no geometry, one of another type, or coordinates that are no numbers.

    Parameters
    ----------
    raw
        The layer as read.
    layer
        What its features should be.
    """
    geometries = np.empty(len(raw.features), dtype=object)
    geometries[:] = [feature.geometry for feature in raw.features]
    findings: list[Finding] = []
    if len(geometries) == 0:
        return Structure(geometries, (make_finding("no_features", layer=raw.layer),))
    usable = np.ones(len(geometries), dtype=bool)

    def set_aside(code: str, faulty: NDArray[np.bool_], **parts: str) -> None:
        for index in np.flatnonzero(faulty & usable):
            feature = raw.features[index]
            kind = feature.geometry.geom_type if feature.geometry is not None else ""
            findings.append(make_finding(code, feature, value=kind or None, kind=kind, **parts))
        usable[faulty] = False

    findings += _mixed_types(geometries, layer)
    types = TYPES_OF_LAYER[layer]
    set_aside("geometry_missing", shapely.is_missing(geometries))
    set_aside("geometry_empty", shapely.is_empty(geometries))
    wrong = ~np.isin(_type_names(geometries), types)
    set_aside("geometry_type", wrong, layer=layer, expected=" / ".join(types))
    findings += _unusable_numbers(raw.features, geometries, usable)
    findings += _heights(geometries[usable])
    flat = np.full(len(geometries), None, dtype=object)
    flat[usable] = shapely.force_2d(geometries[usable])
    return Structure(flat, tuple(findings))


def _type_names(geometries: NDArray[np.object_]) -> NDArray[np.str_]:
    return np.array(
        ["" if geometry is None else geometry.geom_type for geometry in geometries], dtype=np.str_
    )


def _mixed_types(geometries: NDArray[np.object_], layer: Layer) -> list[Finding]:
    """One finding if points, lines and areas stand in one layer that takes one of them."""
    families = Counter(
        geometry.geom_type.removeprefix("Multi") for geometry in geometries if geometry is not None
    )
    accepted = {name.removeprefix("Multi") for name in TYPES_OF_LAYER[layer]}
    if len(families) < 2 or set(families) <= accepted:
        return []
    kinds = ", ".join(f"{number} {kind}" for kind, number in families.most_common())
    return [make_finding("mixed_types", kinds=kinds, value=kinds)]


def _unusable_numbers(
    features: Sequence[RawFeature], geometries: NDArray[np.object_], usable: NDArray[np.bool_]
) -> list[Finding]:
    """Errors for coordinates that are no place in any system; such features are set aside."""
    looked_at = geometries.copy()
    looked_at[~usable] = None
    points, owner = shapely.get_coordinates(looked_at, return_index=True)
    finite = np.isfinite(points).all(axis=1)
    counts = np.bincount(owner[~finite], minlength=len(geometries))
    far = finite & (np.abs(points) > FARTHEST).any(axis=1)
    findings = [
        make_finding("coordinate_not_finite", features[index], count=count(int(counts[index])))
        for index in np.flatnonzero(counts).tolist()
    ]
    far_owners, first = np.unique(owner[far], return_index=True)
    for index, (x, y) in zip(far_owners.tolist(), points[far][first].tolist(), strict=True):
        middle = f"{x:.6g}, {y:.6g}"
        feature = features[index]
        findings.append(make_finding("out_of_range", feature, middle=middle, crs=_ANY_CRS))
    usable[owner[~finite | far]] = False
    return findings


def _heights(geometries: NDArray[np.object_]) -> list[Finding]:
    number = int(shapely.has_z(geometries).sum())
    return [make_finding("z_dropped", count=count(number), value=number)] if number else []
