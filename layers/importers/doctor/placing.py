"""From the file's own numbers to EPSG:4326, feature by feature, and whether that is in the region.

One feature with a slipped digit must not keep the others from being placed: what a CRS cannot
hold is left out here and named by the checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.bbox import REGION
from geo.crs import WGS84, NamedCrs, transform_geometry
from layers.importers.doctor.findings import make_finding
from layers.importers.doctor.readings import fits_crs
from layers.importers.doctor.wording import coordinates, position

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.importers.doctor.records import Finding, Layer
    from layers.importers.raw import RawFeature

MAY_REACH_OUTSIDE: Final = frozenset({"links", "coastline"})
"""Layers whose features go on beyond the region; the others must lie in it wholly."""


def to_wgs84(geometries: NDArray[np.object_], crs: NamedCrs | None) -> NDArray[np.object_]:
    """Geometries in EPSG:4326.

    Parameters
    ----------
    geometries
        Flat and finite, in `crs`; None stays None.
    crs
        What they are read in; None = not known.

    Returns
    -------
    array
        None where the numbers cannot occur in `crs`.
    """
    placed = np.full(len(geometries), None, dtype=object)
    if crs is None:
        return placed
    held = holds(geometries, crs)
    placed[held] = transform_geometry(geometries[held], source=crs, target=WGS84)
    return placed


def holds(geometries: NDArray[np.object_], crs: NamedCrs) -> NDArray[np.bool_]:
    """Whether all numbers of each geometry can occur in a CRS; false for None."""
    # Not by bounds: those of a polygon do not see its holes.
    points, owner = shapely.get_coordinates(geometries, return_index=True)
    held: NDArray[np.bool_] = ~shapely.is_missing(geometries)
    held[owner[~fits_crs(points[:, 0], points[:, 1], crs)]] = False
    return held


def check_region(
    features: Sequence[RawFeature],
    geometries: NDArray[np.object_],
    placed: NDArray[np.object_],
    crs: NamedCrs,
    layer: Layer,
) -> list[Finding]:
    """Findings about single features that lie outside the region, or nowhere.

    Parameters
    ----------
    features
        The features.
    geometries
        Theirs, in the file's numbers; None where there is nothing to look at.
    placed
        The same in EPSG:4326, of `to_wgs84`.
    crs
        What they were read in.
    layer
        Links and coasts may go on beyond the region.
    """
    findings = []
    name = f"EPSG:{crs.code}"
    lost = shapely.is_missing(placed) & ~shapely.is_missing(geometries)
    for index in np.flatnonzero(lost).tolist():
        middle = _middle(shapely.bounds(geometries[index]))
        text = coordinates(*middle)
        findings.append(make_finding("out_of_range", features[index], middle=text, crs=name))
    bounds = shapely.bounds(placed)
    west, south, east, north = bounds.T
    known = np.isfinite(west)
    with np.errstate(invalid="ignore"):
        inside = (
            (west >= REGION.west)
            & (east <= REGION.east)
            & (south >= REGION.south)
            & (north <= REGION.north)
        )
        apart = (
            (west > REGION.east)
            | (east < REGION.west)
            | (south > REGION.north)
            | (north < REGION.south)
        )
    for index in np.flatnonzero(known & ~inside).tolist():
        if layer in MAY_REACH_OUTSIDE and (layer == "coastline" or not apart[index]):
            span = ",".join(f"{edge:.4f}" for edge in bounds[index])
            findings.append(
                make_finding("reaches_outside", features[index], region=str(REGION), span=span)
            )
            continue
        at = position(*_middle(bounds[index]))
        findings.append(
            make_finding(
                "outside_region",
                features[index],
                crs=name,
                at=at,
                region=str(REGION),
                value=coordinates(*_middle(shapely.bounds(geometries[index]))),
            )
        )
    return findings


def _middle(bounds: NDArray[np.float64]) -> tuple[float, float]:
    return float(bounds[0] + bounds[2]) / 2, float(bounds[1] + bounds[3]) / 2
