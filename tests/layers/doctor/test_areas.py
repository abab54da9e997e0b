"""Declared areas: units, decimal commas, disagreements; and areas of very many polygons."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import MultiPolygon, Polygon

from geo.measures import geodesic_area_m2
from layers.importers.doctor.areas import areas_m2
from tests.layers.doctor.samples import all_moved, codes, diagnose, five, layer, only, square

HA = 10_000.5


def declared(*values: object, column: str = "area_m2", **said: object) -> list[str]:
    rows = [{column: value} for value in values]
    raw = layer(five()[: len(values)], properties=rows)  # type: ignore[arg-type]
    return codes(diagnose(raw, **said))


@pytest.mark.parametrize(
    "text", ["10.000,5", "10,000.5", "10000,5", "10000.5", "10 000,5", " 10000.5 "]
)
def test_area_is_read_as_vietnam_and_england_write_it(text: str) -> None:
    assert declared(text) == []


@pytest.mark.parametrize("column", ["Diện tích (ha)", "dien_tich_ha", "AREA_HA", "DT (hecta)"])
def test_area_column_in_hectares_is_known_by_its_name(column: str) -> None:
    assert declared(1.0, 1.0, column=column) == []
    assert declared(HA, HA, column=column) == ["m2_for_hectares"]


@pytest.mark.parametrize("column", ["area", "Diện tích", "DT_m2", "dientich", "Diện tích (m²)"])
def test_area_column_in_square_metres_is_known_by_its_name(column: str) -> None:
    assert declared(HA, HA, column=column) == []
    assert declared(1.0, 1.0, column=column) == ["hectares_for_m2"]


def test_area_unit_can_be_declared() -> None:
    assert declared(1.0, 1.0, column="x", area_column="x", area_unit="ha") == []


def test_other_columns_are_no_areas() -> None:
    assert declared(7.0, 7.0, column="Số thửa cạnh diện tích") == []
    assert declared(7.0, 7.0, column="Shape_Area") == []


def test_hectares_for_square_metres_gives_totals_and_ratio() -> None:
    rows = [{"dien_tich": 1.0} for _ in five()]

    asked = only(diagnose(layer(properties=rows)), "hectares_for_m2")

    assert "bằng 0,0001 lần" in asked.message_vi
    assert "(5.0 m² written, 50,002.4 m² measured)" in asked.message_en
    assert '--map area_ha="dien_tich"' in asked.remedy_vi


@pytest.mark.parametrize(("value", "ratio"), [(100_005.0, "10"), (1_000_050.0, "100"), (10.0, "0")])
def test_lost_decimal_comma_is_asked_of_its_feature(value: float, ratio: str) -> None:
    rows = [{"area_m2": HA}, {"area_m2": value}, {"area_m2": HA}]

    asked = only(diagnose(layer(five()[:3], properties=rows)), "decimal_comma_lost")

    assert asked.number == 2
    assert f"{ratio}" in asked.message_en


def test_lost_decimal_comma_of_a_whole_column_is_asked_once() -> None:
    diagnosis_codes = declared(100_005, 100_005, 100_005)

    assert diagnosis_codes == ["decimal_comma_lost"]


def test_disagreement_within_rounding_is_none() -> None:
    assert declared(1.0, 1, column="area_ha") == []
    assert declared(1.03, 1.0, column="area_ha") == ["area_disagrees"]


def test_disagreement_is_confirmed() -> None:
    rows = [{"area_m2": 10_200.0}]
    raw = layer([square()], properties=rows)

    assert diagnose(raw).is_refused
    answered = diagnose(raw, confirmed=frozenset({"area_disagrees"}))
    assert not answered.is_refused
    assert "2.00%" in only(answered, "area_disagrees").message_en


def test_area_of_a_boundary_that_is_not_valid_is_not_compared() -> None:
    bow_tie = Polygon([square().exterior.coords[i] for i in (0, 2, 1, 3)])

    assert codes(diagnose(layer([bow_tie], properties=[{"area_m2": HA}]))) == ["bow_tie"]


@pytest.mark.parametrize("value", [True, float("nan"), "1,2,3.4.5", "12 ha"])
def test_area_that_is_no_number_is_an_error(value: object) -> None:
    assert declared(HA, value) == ["area_not_number"]


def test_areas_are_those_of_geo_measures() -> None:
    shapes = [
        square(),
        MultiPolygon([square(1), square(3)]),
        Polygon(square(5).exterior.coords, [square(5, side_m=10).exterior.coords]),
    ]
    placed = all_moved(shapes, "EPSG:4326")
    array = np.empty(4, dtype=object)
    array[:3] = placed

    areas = areas_m2(array)

    for area, shape in zip(areas, placed, strict=False):
        assert area == pytest.approx(geodesic_area_m2(shape), rel=1e-12)
    assert np.isnan(areas[3])
