from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from layers.importers.raw import RawLayer
from layers.importers.reading import ReadOptions, read_file
from tests.layers.reading import makers

HEADER = ["STT", "X (m)", "Y (m)"]
SQUARE = [[1, 1191400, 603500], [2, 1191400, 603600], [3, 1191500, 603600], [4, 1191500, 603500]]
EAST = [[1, 1191400, 603700], [2, 1191400, 603800], [3, 1191500, 603800]]


def read_rows(folder: Path, rows: list[list[Any]], **options: Any) -> RawLayer:
    """Layer of a CSV with semicolons."""
    path = folder / "table.csv"
    path.write_text(makers.csv_text(rows, ";"), encoding="utf-8")
    return read_file(path, ReadOptions(**options))


def codes(raw: RawLayer) -> list[str]:
    return [finding.code for finding in raw.findings]


def test_read_file_takes_x_as_north(tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [HEADER, *SQUARE])
    (feature,) = raw.features
    assert raw.format == "csv-corners"
    assert feature.geometry.bounds == (603500, 1191400, 603600, 1191500)
    assert feature.geometry.area == 10_000
    assert codes(raw) == []


def test_read_file_closes_a_table_with_its_first_corner_repeated_or_not(tmp_path: Path) -> None:
    once = read_rows(tmp_path, [HEADER, *SQUARE])
    twice = read_rows(tmp_path, [HEADER, *SQUARE, SQUARE[0]])
    assert shapely.equals_exact(once.features[0].geometry, twice.features[0].geometry)
    assert (once.features[0].place, twice.features[0].place) == ("rows 2-5", "rows 2-6")


def test_read_file_obeys_headers_that_say_the_axes(tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [["Điểm", "Đông (m)", "Bắc (m)"], *((n, y, x) for n, x, y in SQUARE)])
    assert raw.features[0].geometry.bounds == (603500, 1191400, 603600, 1191500)
    raw = read_rows(tmp_path, [["Điểm", "X (Đông)", "Y (Bắc)"], *((n, y, x) for n, x, y in SQUARE)])
    assert raw.features[0].geometry.bounds == (603500, 1191400, 603600, 1191500)


def test_read_file_obeys_the_person_on_the_axes(tmp_path: Path) -> None:
    rows = [HEADER, *((n, y, x) for n, x, y in SQUARE)]
    raw = read_rows(tmp_path, rows, x_is_north=False)
    assert raw.features[0].geometry.bounds == (603500, 1191400, 603600, 1191500)
    assert codes(raw) == []


def test_read_file_notes_numbers_that_speak_against_custom(tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [HEADER, *((n, y, x) for n, x, y in SQUARE)])
    assert raw.features[0].geometry.bounds == (1191400, 603500, 1191500, 603600)
    assert codes(raw) == ["axes_contradict_convention"]
    assert "X 603500, Y 1191400" in raw.findings[0].detail


def test_read_file_notes_axes_that_nothing_tells(tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [HEADER, [1, 0, 0], [2, 0, 100], [3, 100, 0]])
    assert codes(raw) == ["axes_assumed"]


def test_read_file_parts_parcels_by_a_column(tmp_path: Path) -> None:
    rows = [["Số thửa", *HEADER], ["12", *SQUARE[0]], *(["", *row] for row in SQUARE[1:])]
    rows += [["13", *row] for row in EAST]
    raw = read_rows(tmp_path, rows)
    assert [feature.properties["Số thửa"] for feature in raw.features] == ["12", "13"]
    assert [feature.geometry.area for feature in raw.features] == [10_000, 5_000]
    assert raw.columns == ("Số thửa",)


def test_read_file_parts_parcels_by_headings(tmp_path: Path) -> None:
    rows = [HEADER, ["Lô A-1 (diện tích 10.000 m2)"], *SQUARE, ["Lô A-2: kho"], *EAST]
    raw = read_rows(tmp_path, rows)
    assert [feature.properties["parcel"] for feature in raw.features] == ["A-1", "A-2"]
    assert raw.features[0].properties["heading"] == "Lô A-1 (diện tích 10.000 m2)"
    assert codes(raw) == []


def test_read_file_parts_parcels_where_numbering_restarts(tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [HEADER, *SQUARE, *EAST])
    assert [feature.geometry.area for feature in raw.features] == [10_000, 5_000]
    assert [feature.properties["parcel"] for feature in raw.features] == ["1", "2"]
    assert codes(raw) == ["parcel_by_restart"]
    assert raw.findings[0].place == "row 6"


def test_read_file_does_not_part_a_parcel_by_a_remark(tmp_path: Path) -> None:
    rows = [HEADER, ["Thửa 1"], *SQUARE[:2], ["Giáp đường số 2"], *SQUARE[2:]]
    raw = read_rows(tmp_path, rows)
    assert [feature.geometry.area for feature in raw.features] == [10_000]
    assert [(f.code, f.place) for f in raw.findings] == [("row_not_read", "row 5")]


@pytest.mark.parametrize(
    ("heading", "parcel"),
    [
        ("Thửa đất số 12, tờ bản đồ số 3", "12"),
        ("Lô đất: B-07 (1,2 ha)", "B-07"),
        ("Ô đất CX-01", "CX-01"),
        ("Khu A2: kho", "A2"),
        ("Công ty TNHH Một Thành Viên", "Công ty TNHH Một Thành Viên"),
        ("Plot 7", "7"),
    ],
)
def test_read_file_names_a_parcel_by_its_heading(heading: str, parcel: str, tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [HEADER, [heading], *SQUARE])
    assert raw.features[0].properties == {"parcel": parcel, "heading": heading}


@pytest.mark.parametrize("words", ["Tổng diện tích: 2 ha", "Cộng", "Total"])
def test_read_file_passes_over_totals(words: str, tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [HEADER, ["Thửa 1"], *SQUARE, [words], ["Thửa 2"], *EAST])
    assert [feature.properties["parcel"] for feature in raw.features] == ["1", "2"]
    assert codes(raw) == ["row_not_read"]


def test_read_file_keeps_the_area_printed_below_a_parcel(tmp_path: Path) -> None:
    rows = [HEADER, ["Thửa 1"], *SQUARE, ["Diện tích: 1,0 ha"], ["Thửa 2"], *EAST]
    raw = read_rows(tmp_path, rows)
    assert raw.features[0].properties["area_text"] == "Diện tích: 1,0 ha"
    assert raw.features[1].properties["area_text"] is None


def test_read_file_passes_over_sides_numbers_and_repeated_headers(tmp_path: Path) -> None:
    rows = [
        ["BẢNG KÊ TỌA ĐỘ"],
        ["Số hiệu mốc", "Tọa độ", "", "Cạnh (m)", "Ghi chú"],
        ["", "X", "Y", "", ""],
        ["1", "2", "3", "4", "5"],
        [*SQUARE[0], "", ""],
        ["", "", "", "100,0", ""],
        [*SQUARE[1], "", "mốc bê tông"],
        ["Số hiệu mốc", "X", "Y", "Cạnh (m)", "Ghi chú"],
        [*SQUARE[2], "100,0", ""],
        [*SQUARE[3], "", ""],
        ["Người lập"],
    ]
    raw = read_rows(tmp_path, rows)
    (feature,) = raw.features
    assert feature.geometry.area == 10_000
    assert feature.properties == {"parcel": "1", "Ghi chú": "mốc bê tông"}
    assert [(f.code, f.detail) for f in raw.findings] == [("row_not_read", "Người lập")]


def test_read_file_takes_columns_of_a_parcel_from_its_corners(tmp_path: Path) -> None:
    rows = [["Lô", *HEADER, "Mục đích"]]
    rows += [["A1", *row, "SKK"] for row in SQUARE] + [["A2", *row, "DGT"] for row in EAST]
    rows[2][-1] = "SKN"
    raw = read_rows(tmp_path, rows)
    assert [feature.properties["Mục đích"] for feature in raw.features] == ["SKK", "DGT"]
    assert codes(raw) == ["parcel_value_differs"]


def test_read_file_reads_points_and_not_corners_where_rows_have_names(tmp_path: Path) -> None:
    rows = [["STT", "Tên cảng", "Kinh độ", "Vĩ độ"], [1, "Cát Lái", "106,7985", "10,7612"]]
    raw = read_rows(tmp_path, rows)
    assert raw.format == "csv"
    assert raw.features[0].geometry.equals(shapely.Point(106.7985, 10.7612))
    assert raw.features[0].properties == {"STT": "1", "Tên cảng": "Cát Lái"}
    assert "names no datum" in (raw.crs_note or "")


def test_read_file_takes_degrees_with_three_decimals(tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [["id", "lon", "lat"], ["a", "106.798", "10.761"]])
    assert raw.features[0].geometry.equals(shapely.Point(106.798, 10.761))


def test_read_file_notes_how_it_took_x_and_y_of_points(tmp_path: Path) -> None:
    raw = read_rows(tmp_path, [["id", "name", "x", "y"], ["a", "A", 106.7985, 10.7612]])
    assert raw.features[0].geometry.equals(shapely.Point(106.7985, 10.7612))
    assert codes(raw) == ["axes_assumed"]


@pytest.mark.parametrize("decimal", ["auto", "comma"])
def test_read_file_reads_coordinates_as_vietnam_writes_them(decimal: str, tmp_path: Path) -> None:
    rows = [HEADER, *([n, makers.vietnamese(x, 3), makers.vietnamese(y, 3)] for n, x, y in SQUARE)]
    raw = read_rows(tmp_path, rows, decimal=decimal)
    assert raw.features[0].geometry.area == 10_000
