"""Parcels against each other and against their zone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import box

from geo.measures import geodesic_area_m2
from layers.importers.doctor.coverage import (
    find_overlaps,
    list_coverage_findings,
    measure_coverage,
)
from layers.importers.doctor.examination import add_findings
from tests.layers.doctor.samples import (
    E0,
    N0,
    all_moved,
    cai_mep,
    diagnose,
    five,
    layer,
    moved,
    square,
    zone_outline,
)


def placed(*shapes: shapely.Geometry) -> list[shapely.Geometry]:
    return all_moved(shapes, "EPSG:4326")


def test_neighbours_do_not_overlap() -> None:
    coverage = measure_coverage(placed(*five()))

    assert coverage.overlaps == ()
    assert coverage.land_m2 == coverage.sum_m2 == pytest.approx(50_002.4, abs=0.1)


def test_overlapping_land_is_counted_once() -> None:
    half = square(0, 0)
    other = box(E0 + 50, N0, E0 + 150, N0 + 100)

    coverage = measure_coverage(placed(half, other))

    (overlap,) = coverage.overlaps
    assert (overlap.first, overlap.second) == (0, 1)
    assert overlap.area_m2 == pytest.approx(5_000.2, abs=0.2)
    assert coverage.sum_m2 == pytest.approx(20_001.0, abs=0.2)
    assert coverage.land_m2 == pytest.approx(15_000.8, abs=0.2)


def test_land_that_three_parcels_claim_is_counted_once() -> None:
    shapes = [square(), square(), square(), square(3)]

    coverage = measure_coverage(placed(*shapes))

    assert len(coverage.overlaps) == 3
    assert coverage.land_m2 == pytest.approx(20_001.0, abs=0.2)


def test_overlap_is_said_of_the_later_parcel_with_its_size() -> None:
    shapes = placed(square(), box(E0 + 50, N0, E0 + 150, N0 + 100))

    (found,) = list_coverage_findings(measure_coverage(shapes), layer(shapes).features)

    assert (found.code, found.number) == ("parcels_overlap", 2)
    assert found.message_en.startswith("It overlaps feature 1 by 5,000.")


def test_overlap_with_a_parcel_on_record_is_said_of_the_parcel_of_the_file() -> None:
    shapes = placed(square(), box(E0 + 50, N0, E0 + 150, N0 + 100))
    brought, other = layer(shapes).features
    on_record = replace(other, number=0, place="parcel khu-mau/A7 on record")

    (found,) = list_coverage_findings(measure_coverage(shapes), [brought, on_record])

    assert found.number == 1
    assert "parcel khu-mau/A7 on record" in found.message_vi


def test_overlap_refuses_the_file() -> None:
    diagnosis = diagnose(layer([square(), square(side_m=50)]))
    assert not diagnosis.is_refused

    shapes = [feature.geometry for feature in diagnosis.features]
    found = list_coverage_findings(measure_coverage(shapes), diagnosis.features)
    refused = add_findings(diagnosis, found)

    assert refused.is_refused
    assert refused.features == ()
    assert refused.count("error") == 1


def test_zone_that_is_filled_has_no_gap() -> None:
    halves = [
        box(E0 - 50, N0 - 250, E0 + 250, N0 + 350),
        box(E0 + 250, N0 - 250, E0 + 550, N0 + 350),
    ]
    outline = moved(shapely.union_all(halves), "EPSG:5899", "EPSG:4326")
    zone = cai_mep(outline=outline, is_complete=True)

    coverage = measure_coverage(placed(*halves), zone)

    assert list_coverage_findings(coverage, layer(halves).features) == []
    assert coverage.difference_m2 == pytest.approx(0.0, abs=0.01)
    assert coverage.tolerance_m2 == 500.0


def test_gap_of_a_complete_zone_is_measured_and_placed() -> None:
    coverage = measure_coverage(
        placed(box(E0 - 50, N0 - 250, E0 + 450, N0 + 350)), cai_mep(is_complete=True)
    )

    (gap,) = coverage.gaps
    assert gap.area_m2 == pytest.approx(60_003.0, abs=1.0)
    codes = [one.code for one in list_coverage_findings(coverage, layer([square()]).features)]
    assert codes == ["zone_gap", "zone_sum_differs"]


def test_sum_tolerance_is_a_thousandth_of_a_large_zone() -> None:
    large = moved(box(E0, N0, E0 + 3_000, N0 + 3_000), "EPSG:5899", "EPSG:4326")

    coverage = measure_coverage([large], cai_mep(outline=large))

    assert coverage.tolerance_m2 == pytest.approx(9_000, abs=5)
    assert coverage.zone_m2 == pytest.approx(geodesic_area_m2(large), rel=1e-12)


def test_outside_is_measured_and_said_as_a_share() -> None:
    shapes = placed(box(E0 - 100, N0, E0, N0 + 100))

    coverage = measure_coverage(shapes, cai_mep())

    (found,) = list_coverage_findings(coverage, layer(shapes).features)
    assert coverage.outside[0].area_m2 == pytest.approx(5_000.2, abs=0.5)
    assert (found.code, found.severity) == ("parcel_outside_zone", "error")
    assert "50.0%" in found.message_en


@pytest.mark.parametrize(
    ("quality", "away_m", "code"),
    [
        ("surveyed", 55.0, "parcel_outside_zone"),
        ("openstreetmap", 55.0, "parcel_beyond_outline"),
        ("openstreetmap", 900.0, "parcel_outside_zone"),
        ("schematic", 900.0, "parcel_beyond_outline"),
    ],
)
def test_outside_weighs_by_the_quality_of_the_outline(
    quality: str, away_m: float, code: str
) -> None:
    shapes = placed(box(E0 - away_m, N0, E0 - away_m + 100, N0 + 100))

    coverage = measure_coverage(shapes, cai_mep(boundary_quality=quality))

    (found,) = list_coverage_findings(coverage, layer(shapes).features)
    assert found.code == code


def test_zone_without_outline_asks_nothing() -> None:
    coverage = measure_coverage(placed(square()), cai_mep(outline=None))

    assert coverage.zone_m2 is None
    assert coverage.difference_m2 is None
    assert list_coverage_findings(coverage, layer([square()]).features) == []


def test_coverage_of_no_parcels_is_empty() -> None:
    coverage = measure_coverage([], cai_mep(is_complete=True))

    assert coverage.sum_m2 == 0.0
    assert coverage.gaps[0].area_m2 == pytest.approx(geodesic_area_m2(zone_outline()))


def test_overlaps_do_not_depend_on_order() -> None:
    shapes = placed(square(), square(side_m=90), square(1), box(E0 + 150, N0, E0 + 250, N0 + 9))
    forward = find_overlaps(np.array(shapes))
    backward = find_overlaps(np.array(shapes[::-1]))

    sizes = [sorted(round(one.area_m2, 3) for one in found) for found in (forward, backward)]
    assert sizes[0] == sizes[1]
    assert len(forward) == 2
