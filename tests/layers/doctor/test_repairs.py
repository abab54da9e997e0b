"""Repairs: listed one by one, made only when accepted, refused where they change the land."""

from __future__ import annotations

import pytest
import shapely
from shapely import MultiPolygon, Polygon

from layers.importers.raw import RawFinding
from tests.layers.doctor.samples import (
    E0,
    N0,
    all_moved,
    codes,
    diagnose,
    five,
    layer,
    only,
    square,
)


def at(*corners: tuple[float, float]) -> Polygon:
    return Polygon([(E0 + x, N0 + y) for x, y in corners])


DOUBLED = at((0, 0), (100, 0), (100, 0), (100, 100), (100, 100), (0, 100))
TOUCH = at((0, 0), (100, 0), (100, 100), (0, 100), (0, 0), (20, 60), (60, 20))
# The inner loop turns the same way as the outer one: counted twice, or a hole?
TWICE = at((0, 0), (100, 0), (100, 100), (0, 100), (0, 0), (60, 20), (20, 60))
# Two edges overshoot their corner: a crossing whose loop has 0.005 m2.
TINY_LOOP = at((0, 0), (100, 0), (100, 100.1), (100.1, 100), (0, 100))


def test_repairs_are_proposed_and_refuse_the_file() -> None:
    diagnosis = diagnose(layer([square(2), DOUBLED]))

    assert diagnosis.is_refused
    assert diagnosis.features == ()
    (repair,) = diagnosis.repairs
    assert (repair.code, repair.number, repair.is_applied) == ("duplicate_vertices", 2, False)
    assert repair.area_before_m2 == pytest.approx(10_000.5, abs=0.1)
    assert repair.area_after_m2 == pytest.approx(repair.area_before_m2, abs=1e-6)
    assert "one before: 2." in only(diagnosis, "duplicate_vertices").message_en


def test_repairs_are_made_when_accepted() -> None:
    diagnosis = diagnose(layer([square(2), DOUBLED]), accept_repairs=True)

    assert not diagnosis.is_refused
    assert diagnosis.repairs[0].is_applied
    made = diagnosis.features[1].geometry
    assert shapely.get_num_coordinates(made) == 5
    assert diagnosis.hectares_before == pytest.approx(diagnosis.hectares_after, abs=1e-9)


def test_repairs_leave_other_features_as_they_are() -> None:
    mended = diagnose(layer([square(2), DOUBLED]), accept_repairs=True)
    alone = diagnose(layer([square(2)]))

    assert mended.features[0].geometry == alone.features[0].geometry


def test_repairs_leave_the_file_as_read() -> None:
    raw = layer([square(2), DOUBLED])

    diagnosis = diagnose(raw, accept_repairs=True)

    assert diagnosis.raw.features[1].geometry is DOUBLED


def test_ring_direction_is_turned_in_geojson() -> None:
    clockwise = all_moved([shapely.reverse(one) for one in five()], "EPSG:4326")

    diagnosis = diagnose(layer(clockwise, "EPSG:4326", format="geojson"), accept_repairs=True)

    assert codes(diagnosis) == ["ring_direction"] * 5
    assert not diagnosis.is_refused
    shells = [shapely.get_exterior_ring(feature.geometry) for feature in diagnosis.features]
    assert shapely.is_ccw(shells).all()
    assert all(one.area_before_m2 == one.area_after_m2 for one in diagnosis.repairs)


@pytest.mark.parametrize("file_format", ["shapefile", "csv", "dxf", "xlsx-corners", "gpkg"])
def test_ring_direction_means_nothing_in_other_formats(file_format: str) -> None:
    clockwise = [shapely.reverse(one) for one in five()]

    assert codes(diagnose(layer(clockwise, format=file_format))) == []


def test_ring_direction_that_the_reader_noticed_is_listed() -> None:
    seen = [RawFinding("ring_direction", "feature 2", "shell runs counter-clockwise")]

    diagnosis = diagnose(layer(format="shapefile", findings=seen))

    assert codes(diagnosis) == ["ring_direction"]
    assert diagnosis.findings[0].number == 2


def test_unclosed_ring_has_no_area_before() -> None:
    seen = [RawFinding("ring_not_closed", "feature 4", "the gap is 0.2 in the file's units")]

    diagnosis = diagnose(layer(findings=seen))

    (repair,) = diagnosis.repairs
    assert (repair.code, repair.number) == ("unclosed_ring", 4)
    assert repair.area_before_m2 is None
    assert repair.area_after_m2 == pytest.approx(10_000.5, abs=0.1)
    assert "the gap is 0.2" in only(diagnosis, "unclosed_ring").message_vi


def test_self_touch_becomes_a_hole_of_the_same_land() -> None:
    diagnosis = diagnose(layer([TOUCH]), accept_repairs=True)

    assert codes(diagnosis) == ["self_touch"]
    made = diagnosis.features[0].geometry
    assert made.is_valid
    assert shapely.get_num_interior_rings(made) == 1
    assert diagnosis.hectares_before == pytest.approx(diagnosis.hectares_after, abs=1e-6)


def test_self_touch_by_a_loop_of_centimetres_is_small() -> None:
    diagnosis = diagnose(layer([TINY_LOOP]), accept_repairs=True)

    assert codes(diagnosis) == ["self_touch"]
    assert diagnosis.features[0].geometry.is_valid


def test_repair_that_changes_the_area_is_refused_even_if_accepted() -> None:
    diagnosis = diagnose(layer([TWICE]), accept_repairs=True)

    assert diagnosis.is_refused
    assert diagnosis.repairs[0].is_refused
    assert not diagnosis.repairs[0].is_applied
    refused = only(diagnosis, "repair_changes_area")
    assert refused.severity == "error"
    assert "27.59%" in refused.message_en
    assert diagnosis.after[0] == diagnosis.before[0]


def test_bow_tie_with_a_vertex_at_its_waist_is_no_touch() -> None:
    waist = at((0, 0), (50, 50), (100, 100), (100, 0), (50, 50), (0, 100))

    assert codes(diagnose(layer([waist]), accept_repairs=True)) == ["bow_tie"]


def test_two_repairs_of_one_feature_are_listed_apart() -> None:
    both = Polygon([*TOUCH.exterior.coords[:2], *TOUCH.exterior.coords[1:]])

    diagnosis = diagnose(layer([both]), accept_repairs=True)

    assert [repair.code for repair in diagnosis.repairs] == ["duplicate_vertices", "self_touch"]
    assert not diagnosis.is_refused


def test_hole_that_turns_with_its_shell_is_turned() -> None:
    hole = [(E0 + 10, N0 + 10), (E0 + 20, N0 + 10), (E0 + 20, N0 + 20)]
    shape = Polygon(square().exterior.coords, [hole])

    raw = layer(all_moved([MultiPolygon([shape])], "EPSG:4326"), "EPSG:4326", format="kml")
    diagnosis = diagnose(raw, accept_repairs=True)

    assert codes(diagnosis) == ["ring_direction"]
    part = diagnosis.features[0].geometry.geoms[0]
    assert not part.interiors[0].is_ccw
