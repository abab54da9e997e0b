"""Made-up files: five parcels of a made-up zone at Cái Mép, and what is done to them.

The zone is a square of 600 m round the check point 107.0300, 10.5400, whose coordinates in
EPSG:5899 are 421004.421, 1165671.352. Nothing here is cut from data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely import Geometry, Polygon, box

from geo.crs import transform_geometry
from layers.importers.doctor.examination import examine
from layers.importers.doctor.records import Declaration, Diagnosis, Finding
from layers.importers.doctor.zones import KnownZone, ZoneIndex
from layers.importers.raw import RawFeature, RawFinding, RawLayer, Value

E0, N0 = 421_000.0, 1_165_600.0
"""South-west corner of the first parcel, EPSG:5899."""


def square(column: int = 0, row: int = 0, side_m: float = 100.0) -> Polygon:
    """A parcel of 1 ha, counter-clockwise from its south-west corner, EPSG:5899."""
    x, y = E0 + column * 100.0, N0 + row * 100.0
    return Polygon([(x, y), (x + side_m, y), (x + side_m, y + side_m), (x, y + side_m)])


def five() -> list[Geometry]:
    """Five parcels of 1 ha in a row, EPSG:5899."""
    return [square(column) for column in range(5)]


def zone_outline() -> Geometry:
    """The zone they fill in part: 600 m by 600 m, EPSG:4326."""
    return moved(box(E0 - 50, N0 - 250, E0 + 550, N0 + 350), "EPSG:5899", "EPSG:4326")


def cai_mep(**changes: Any) -> KnownZone:
    zone = KnownZone(
        "khu-mau",
        "KCN Mẫu",
        "Sample IP",
        outline=zone_outline(),
        centre=(107.03, 10.54),
        boundary_quality="surveyed",
    )
    return replace(zone, **changes)


def zones(**changes: Any) -> ZoneIndex:
    return ZoneIndex([cai_mep(**changes)])


def moved(geometry: Geometry, source: str, target: str) -> Geometry:
    return transform_geometry(geometry, source=source, target=target)


def all_moved(geometries: Iterable[Geometry], target: str) -> list[Geometry]:
    """From EPSG:5899 to another CRS."""
    return [moved(geometry, "EPSG:5899", target) for geometry in geometries]


def shifted(geometries: Iterable[Geometry], dx: float, dy: float) -> list[Geometry]:
    return [shapely.transform(one, lambda xy: xy + np.array([dx, dy])) for one in geometries]


def swapped(geometries: Iterable[Geometry]) -> list[Geometry]:
    return [shapely.transform(one, lambda xy: xy[:, ::-1]) for one in geometries]


def layer(
    geometries: Sequence[Geometry | None] | None = None,
    crs: str | None = "EPSG:5899",
    *,
    properties: Sequence[Mapping[str, Value]] | None = None,
    findings: Sequence[RawFinding] = (),
    **changes: Any,
) -> RawLayer:
    """A file with these geometries; without any, the five parcels."""
    shapes = five() if geometries is None else list(geometries)
    rows = properties if properties is not None else [{} for _ in shapes]
    raw = RawLayer(
        file="lo-dat.gpkg",
        sha256="5e" * 32,
        format="gpkg",
        layer="lo_dat",
        layers=("lo_dat",),
        crs_found=crs,
        crs_note=None,
        encoding=None,
        columns=tuple(rows[0]) if rows else (),
        features=tuple(
            RawFeature(number, f"feature {number}", shape, row)
            for number, (shape, row) in enumerate(zip(shapes, rows, strict=True), start=1)
        ),
        findings=tuple(findings),
    )
    return replace(raw, **changes)


def diagnose(
    raw: RawLayer, index: ZoneIndex | None = None, *, layer: Any = "parcels", **said: Any
) -> Diagnosis:
    return examine(raw, Declaration(layer, **said), index)


def codes(diagnosis: Diagnosis) -> list[str]:
    return [finding.code for finding in diagnosis.findings]


def only(diagnosis: Diagnosis, code: str) -> Finding:
    """The one finding of a code."""
    (found,) = [finding for finding in diagnosis.findings if finding.code == code]
    return found
