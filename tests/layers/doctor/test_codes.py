"""Each code of the table: a file that triggers it, and one nearly the same that does not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon

from layers.importers.doctor.coverage import list_coverage_findings, measure_coverage
from layers.importers.doctor.findings import KINDS, make_finding
from layers.importers.doctor.findings_of_reading import LISTED_AS_REPAIRS, READING_KINDS
from layers.importers.doctor.records import SEVERITIES, Diagnosis, Finding
from layers.importers.raw import RawFinding
from layers.importers.reading.codes import FINDINGS
from tests.layers.doctor.samples import (
    E0,
    N0,
    all_moved,
    cai_mep,
    diagnose,
    five,
    layer,
    shifted,
    square,
    swapped,
    zones,
)

Case = Callable[[], Diagnosis | list[Finding]]

TM3_ON_WGS84 = pyproj.CRS.from_proj4(
    "+proj=tmerc +lat_0=0 +lon_0=107.75 +k=0.9999 +x_0=500000 +y_0=0 +datum=WGS84 +units=m"
).to_wkt()


def of(geometries: Any = None, crs: str | None = "EPSG:5899", **options: Any) -> Case:
    """Case of one file; `zone_index` and what is declared are options too."""
    known = ("properties", "findings", "format", "encoding", "columns")
    file = {name: options.pop(name) for name in known if name in options}
    index = options.pop("zone_index", None)
    return lambda: diagnose(layer(geometries, crs, **file), index, **options)


def cover(parcels: list[Polygon], **changes: Any) -> Case:
    """Case of parcels, EPSG:5899, held against the zone."""

    def measure() -> list[Finding]:
        placed = all_moved(parcels, "EPSG:4326")
        coverage = measure_coverage(placed, cai_mep(**changes))
        return list_coverage_findings(coverage, layer(placed).features)

    return measure


def ring(*corners: tuple[float, float]) -> Polygon:
    """Polygon by metres from the first parcel's corner."""
    return Polygon([(E0 + x, N0 + y) for x, y in corners])


def with_hole(*corners: tuple[float, float]) -> Polygon:
    return Polygon(square().exterior.coords, [[(E0 + x, N0 + y) for x, y in corners]])


def broken(coordinate: float) -> Polygon:
    """Parcel with a coordinate that is no number."""
    with np.errstate(invalid="ignore"):
        return ring((0, 0), (coordinate, 0), (100, 100))


def areas(*values: Any, column: str = "area_m2") -> dict[str, Any]:
    return {"geometries": five()[: len(values)], "properties": [{column: v} for v in values]}


def noticed(code: str) -> Case:
    return of(findings=[RawFinding(code, "feature 2", "seen: 1.234")])


HA = 10_000.53  # what 100 m by 100 m of EPSG:5899 are on the ellipsoid here
BOW_TIE = ring((0, 0), (100, 100), (100, 0), (0, 100))
TOUCH = ring((0, 0), (100, 0), (100, 100), (0, 100), (0, 0), (20, 60), (60, 20))
CLOCKWISE = all_moved([shapely.reverse(square())], "EPSG:4326")
DEGREES = all_moved(five(), "EPSG:4326")
UNSHIFTED = all_moved(five(), "EPSG:4756")
FILL = [ring((-50, -250), (550, -250), (550, 350), (-50, 350))]
UNSHIFTED_FILL = all_moved(FILL, "EPSG:4756")
IN_9210 = all_moved(five(), "EPSG:9210")
SLOT = [(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)]

CASES: dict[str, tuple[Case, Case]] = {
    "no_features": (of([]), of()),
    "legacy_encoding": (of(encoding="tcvn3"), of(encoding="utf-8")),
    "crs_missing": (of(crs=None), lambda: diagnose(layer(crs=None), crs="EPSG:5899")),
    "crs_unknown": (of(crs="EPSG:2045"), of(crs="urn:ogc:def:crs:EPSG::5899")),
    "crs_declared_unknown": (
        lambda: diagnose(layer(), crs="EPSG:2048"),
        lambda: diagnose(layer(), crs="EPSG:5899"),
    ),
    "crs_deprecated": (of(crs="EPSG:6959"), of(crs="EPSG:5899")),
    "crs_declared_deprecated": (
        lambda: diagnose(layer(), crs="6959"),
        lambda: diagnose(layer(), crs="5899"),
    ),
    "crs_differs": (
        lambda: diagnose(layer(IN_9210, "EPSG:9210"), crs="EPSG:9209"),
        lambda: diagnose(layer(IN_9210, "EPSG:9210"), crs="EPSG:9210"),
    ),
    "crs_override": (
        lambda: diagnose(layer(five(), "EPSG:4326"), crs="EPSG:5899"),
        lambda: diagnose(layer(five(), None), crs="EPSG:5899"),
    ),
    "degrees_called_metres": (of(DEGREES, "EPSG:5899"), of(five(), "EPSG:5899")),
    "metres_called_degrees": (of(five(), "EPSG:4756"), of(DEGREES, "EPSG:4756")),
    "wgs84_with_vn2000_numbers": (
        of(five(), "EPSG:4326", format="shapefile"),
        of(DEGREES, "EPSG:4326", format="shapefile"),
    ),
    "axes_swapped": (of(swapped(five())), of(five())),
    "wrong_meridian": (of(five(), "EPSG:9210"), of(IN_9210, "EPSG:9210")),
    "other_crs_fits": (
        of(five(), "EPSG:3857"),
        of(all_moved(five(), "EPSG:3857"), "EPSG:3857"),
    ),
    "datum_shift_missing": (
        of(UNSHIFTED_FILL, "EPSG:4326", zone_index=zones()),
        of(UNSHIFTED_FILL, "EPSG:4756", zone_index=zones()),
    ),
    "datum_shift_unneeded": (
        of(all_moved(FILL, "EPSG:4326"), "EPSG:4756", zone_index=zones()),
        of(all_moved(FILL, "EPSG:4326"), "EPSG:4326", zone_index=zones()),
    ),
    "false_easting_missing": (of(shifted(five(), -500_000, 0)), of(five())),
    "false_origin_swapped": (of(shifted(five(), -500_000, 500_000)), of(five())),
    "far_from_zone": (
        of(shifted(five(), 0, 40_000), zone_index=zones(), zone_id="khu-mau"),
        of(five(), zone_index=zones(), zone_id="khu-mau"),
    ),
    "zone_unknown": (
        of(zone_index=zones(), zone_id="khu-la"),
        of(zone_index=zones(), zone_id="khu-mau"),
    ),
    "outside_region": (of([*five(), square(row=9_000)]), of([*five(), square(row=900)])),
    "reaches_outside": (
        of([LineString([(E0, N0), (E0 + 300_000, N0)])], layer="links"),
        of([LineString([(E0, N0), (E0 + 300, N0)])], layer="links"),
    ),
    "out_of_range": (of([*five(), square(row=900_000)]), of([*five(), square(row=900)])),
    "geometry_missing": (of([square(), None]), of([square()])),
    "geometry_empty": (of([square(), Polygon()]), of([square()])),
    "geometry_type": (of([Point(E0, N0)]), of([Point(E0, N0)], layer="ports")),
    "mixed_types": (
        of([square(), LineString([(E0, N0), (E0 + 9, N0)])]),
        of([square(), MultiPolygon([square(2)])]),
    ),
    "coordinate_not_finite": (of([square(), broken(math.nan), broken(math.inf)]), of(five())),
    "z_dropped": (of([shapely.force_3d(square(), 2.5)]), of([square()])),
    "unclosed_ring": (
        of(findings=[RawFinding("ring_not_closed", "feature 2", "the gap is 0.2")]),
        of(),
    ),
    "duplicate_vertices": (
        of([ring((0, 0), (100, 0), (100, 0), (100, 100), (0, 100))]),
        of([ring((0, 0), (50, 0), (100, 0), (100, 100), (0, 100))]),
    ),
    "ring_direction": (
        of(CLOCKWISE, "EPSG:4326", format="geojson"),
        of(CLOCKWISE, "EPSG:4326", format="shapefile"),
    ),
    "self_touch": (of([TOUCH]), of([with_hole((20, 60), (60, 20), (60, 60))])),
    "repair_changes_area": (
        of([ring((0, 0), (100, 0), (100, 100), (0, 100), (0, 0), (60, 20), (20, 60))]),
        of([TOUCH]),
    ),
    "zero_area": (of([ring((0, 0), (100, 0), (200, 0))]), of([ring((0, 0), (100, 0), (200, 1))])),
    "spike": (
        of([ring((0, 0), (100, 0), (100, 100), (50, 100), (50, 150), (50, 100), (0, 100))]),
        of([ring((0, 0), (100, 0), (100, 100), (60, 100), (50, 150), (40, 100), (0, 100))]),
    ),
    "narrow_spike": (
        of([ring((0, 0), (100, 0), (100, 100), (50.05, 100), (50, 150), (50, 100), (0, 100))]),
        of([ring((0, 0), (100, 0), (100, 100), (55, 100), (50, 150), (50, 100), (0, 100))]),
    ),
    "bow_tie": (of([BOW_TIE]), of([square()])),
    "hole_outside_shell": (
        of([with_hole((200, 200), (210, 200), (210, 210))]),
        of([with_hole(*SLOT)]),
    ),
    "holes_overlap": (
        of(
            [
                Polygon(
                    square().exterior.coords,
                    [
                        [(E0 + 10, N0 + 10), (E0 + 50, N0 + 10), (E0 + 50, N0 + 50)],
                        [(E0 + 30, N0 + 15), (E0 + 45, N0 + 15), (E0 + 45, N0 + 30)],
                    ],
                )
            ]
        ),
        of([with_hole(*SLOT)]),
    ),
    "parts_overlap": (
        of([MultiPolygon([square(), square(side_m=150)])]),
        of([MultiPolygon([square(), square(2)])]),
    ),
    "interior_cut": (
        of([with_hole((0, 50), (50, 0), (100, 50), (50, 100))]),
        of([with_hole((1, 50), (50, 1), (99, 50), (50, 99))]),
    ),
    "invalid_geometry": (lambda: [make_invalid()], of()),
    "sliver": (
        of([ring((0, 0), (100, 0), (100, 0.05), (0, 0.05))]),
        of([ring((0, 0), (100, 0), (100, 1), (0, 1))]),
    ),
    "duplicate_feature": (
        of([square(), Polygon([*square().exterior.coords[2:-1], *square().exterior.coords[:2]])]),
        of([square(), square(1)]),
    ),
    "same_position": (
        of([Point(E0, N0), Point(E0, N0)], layer="ports"),
        of([Point(E0, N0), Point(E0, N0 + 1)], layer="ports"),
    ),
    "duplicate_id": (
        of(five()[:2], properties=[{"ma_lo": "A1"}, {"ma_lo": "A1"}]),
        of(
            five()[:2],
            properties=[{"ma_lo": "A1", "ma_khu": "x"}, {"ma_lo": "A1", "ma_khu": "y"}],
        ),
    ),
    "nul_in_text": (
        of([square()], properties=[{"ten": "Lô\x00 A"}]),
        of([square()], properties=[{"ten": "Lô A"}]),
    ),
    "hectares_for_m2": (of(**areas(1.0, 1.0)), of(**areas(HA, HA))),
    "m2_for_hectares": (
        of(**areas(10_000, 10_000, column="Diện tích (ha)")),
        of(**areas(1.0, 1.0, column="Diện tích (ha)")),
    ),
    "decimal_comma_lost": (of(**areas(HA, 100_005.3)), of(**areas(HA, 10_000.5))),
    "area_disagrees": (of(**areas(HA, 10_150.0)), of(**areas(HA, 10_050.0))),
    "area_differs": (of(**areas(HA, 10_050.0)), of(**areas(HA, 10_003.0))),
    "area_null": (of(**areas(HA, None)), of(**areas(HA, HA))),
    "area_column_empty": (of(**areas(None, "")), of(**areas(HA, HA))),
    "area_not_positive": (of(**areas(HA, -HA)), of(**areas(HA, HA))),
    "area_not_number": (of(**areas(HA, "một hecta")), of(**areas(HA, "10.000,5"))),
    "parcels_overlap": (cover([square(), square(side_m=90)]), cover([square(), square(1)])),
    "parcels_overlap_slightly": (
        cover([square(), *shifted([square(1)], -0.005, 0)]),
        cover([square(), *shifted([square(1)], -0.0005, 0)]),
    ),
    "parcel_outside_zone": (cover(shifted([square()], -100, 0)), cover([square()])),
    "parcel_beyond_outline": (
        cover(shifted([square()], -100, 0), boundary_quality="openstreetmap"),
        cover(shifted([square()], -100, 0), boundary_quality="surveyed"),
    ),
    "zone_gap": (
        cover([ring((-50, -250), (450, -250), (450, 350), (-50, 350))], is_complete=True),
        cover([ring((-50, -250), (450, -250), (450, 350), (-50, 350))], is_complete=False),
    ),
    "zone_sum_differs": (
        cover([ring((-50, -250), (548, -250), (548, 350), (-50, 350))], is_complete=True),
        cover([ring((-50, -250), (549.5, -250), (549.5, 350), (-50, 350))], is_complete=True),
    ),
}
for reading_code in READING_KINDS:
    CASES[reading_code] = (noticed(reading_code), of())


def make_invalid() -> Finding:
    """GEOS has a reason for each case above; a reason of a later release keeps its own words."""
    return make_finding("invalid_geometry", layer().features[0], reason="odd ring")


def found_codes(case: Case) -> set[str]:
    result = case()
    findings = result.findings if isinstance(result, Diagnosis) else result
    return {finding.code for finding in findings}


def test_cases_cover_every_code() -> None:
    assert set(CASES) == set(KINDS)


def test_kinds_cover_every_code_of_the_readers() -> None:
    assert set(FINDINGS) - LISTED_AS_REPAIRS == set(READING_KINDS) - {"reader_noticed"}


@pytest.mark.parametrize("code", sorted(CASES))
def test_code_is_found_where_it_is(code: str) -> None:
    assert code in found_codes(CASES[code][0])


@pytest.mark.parametrize("code", sorted(CASES))
def test_code_is_not_found_where_it_is_not(code: str) -> None:
    assert code not in found_codes(CASES[code][1])


@pytest.mark.parametrize("code", sorted(CASES))
def test_code_has_all_its_words_filled_in(code: str) -> None:
    result = CASES[code][0]()
    findings = result.findings if isinstance(result, Diagnosis) else result
    for finding in findings:
        words = (finding.message_vi, finding.message_en, finding.remedy_vi, finding.remedy_en)
        assert all(words)
        assert not [text for text in words if "{" in text or "}" in text]
        assert finding.message_vi != finding.message_en
        assert finding.severity in SEVERITIES
        assert finding.severity == KINDS[finding.code].severity
