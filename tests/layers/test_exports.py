"""Files that people take away: no cell runs, numbers stay numbers, coordinates stay true."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely

from geo.crs import NAMED_CRS
from layers.export_features import parcel_table, write_geojson, write_geopackage
from layers.exports import Column, Table, file_name, safe_text, write_csv, write_xlsx
from layers.land_book import LandParcel

DAY = date(2026, 11, 22)
# Ben Thanh, with a tail of digits that only a full double keeps.
CORNER = (106.69830000000003, 10.772100000000012)
RUNS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1"]


def square(lon: float, lat: float, side_deg: float = 0.001) -> shapely.MultiPolygon:
    ring = [
        (lon, lat),
        (lon + side_deg, lat),
        (lon + side_deg, lat + side_deg),
        (lon, lat + side_deg),
    ]
    return shapely.MultiPolygon([shapely.Polygon(ring)])


def parcel(label: str = "A1", **values: Any) -> LandParcel:
    row: dict[str, Any] = {
        "parcel_id": f"an-ha/{label}",
        "zone_id": "an-ha",
        "outline": square(*CORNER),
        "area_m2": Decimal("12100.4"),
        "use": "industrial",
        "clearance": "cleared",
        "servicing": "serviced",
        "commercial": "optioned",
        "occupation": "vacant",
        "constraint_kind": "none",
        "option_expires": date(2027, 1, 31),
        "land_use_code": "SKK",
        "line": "reserved",
        "illustrative": False,
        "badge": "A",
        "holds_from": date(2025, 6, 30),
        "source_key": "s1",
        "as_of": "2025-06-30",
    }
    return LandParcel(**{**row, **values})


@pytest.mark.parametrize("text", RUNS)
def test_safe_text_puts_an_apostrophe_before_what_would_run(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12", "-12.5", "-1.234,5", "", "A-1", "Lô 5 = 3 ha", "'=1"])
def test_safe_text_leaves_what_does_not_run(text: str) -> None:
    assert safe_text(text) == text


def test_safe_text_shows_control_characters_as_replaced() -> None:
    assert safe_text("a\x00b\x1fc") == "a\ufffdb\ufffdc"


def test_write_csv_keeps_numbers_days_and_unknown_apart() -> None:
    columns = (Column("name"), Column("ha", "area"), Column("day", "date"), Column("real", "flag"))
    rows = [
        ["Đất Đỏ", Decimal("-3.50"), DAY, True],
        [None, None, None, None],
        ['a,b\n"c"', 0, None, False],
    ]

    text = write_csv(Table("t", columns, rows))

    assert text.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))) == [
        ["name", "ha", "day", "real"],
        ["Đất Đỏ", "-3.50", "2026-11-22", "true"],
        ["", "", "", ""],
        ['a,b\n"c"', "0", "", "false"],
    ]


@pytest.mark.parametrize("text", RUNS)
def test_no_cell_of_any_table_begins_a_formula(text: str) -> None:
    table = Table("t", (Column(text),), [[text]])

    cells = list(csv.reader(io.StringIO(write_csv(table).decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx([table]))).active

    assert all(cell[0].startswith("'") for cell in cells)
    assert [cell.data_type for row in sheet for cell in row] == ["s", "s"]
    assert all(str(cell.value).startswith("'") for row in sheet for cell in row)


def test_write_xlsx_types_cells_and_freezes_the_header() -> None:
    columns = (Column("zone"), Column("ha", "area"), Column("share", "share"), Column("d", "date"))
    table = Table("Sổ đất", columns, [["=x", Decimal("12.34"), 0.482, DAY]], frozen_columns=1)

    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([table])))
    sheet = book["Sổ đất"]

    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d"]
    assert sheet["B2"].value == 12.34
    assert sheet["B2"].number_format == "#,##0.00"
    assert sheet["C2"].number_format == "0.0%"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:D2"


def test_write_xlsx_takes_text_of_any_length_and_any_character() -> None:
    rows = [["x" * 40_000], ["a\x0bb\ud7ff"], ["\uffff"]]
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([Table("t", (Column("c"),), rows)])))

    assert len(book.active["A2"].value) == 32_767
    assert book.active["A4"].value == "\ufffd"


def test_file_name_says_what_is_inside_and_holds_no_path() -> None:
    name = file_name("zonemap", "parcels", '../a"b\r\n/ç', "2026-11-22", extension="gpkg")

    assert name == "zonemap_parcels_a-b_2026-11-22.gpkg"


def test_write_geojson_in_wgs84_keeps_every_digit() -> None:
    document = json.loads(write_geojson([parcel()], NAMED_CRS[4326], on_day=DAY))

    (feature,) = document["features"]
    assert "crs" not in document
    assert tuple(feature["geometry"]["coordinates"][0][0][0]) == CORNER
    assert shapely.geometry.shape(feature["geometry"]).equals_exact(square(*CORNER), 0)
    assert feature["properties"]["option_expires"] == "2027-01-31"


def test_write_geojson_turns_rings_as_the_standard_wants() -> None:
    clockwise = shapely.MultiPolygon(
        [shapely.Polygon(square(*CORNER).geoms[0].exterior.coords[::-1])]
    )

    document = json.loads(write_geojson([parcel(outline=clockwise)], NAMED_CRS[4326], on_day=DAY))

    shell = shapely.geometry.shape(document["features"][0]["geometry"]).geoms[0].exterior
    assert shell.is_ccw


@pytest.mark.parametrize(
    ("code", "place", "easting", "northing"),
    [
        (9210, (106.6983, 10.7721), 603514.537, 1191410.466),
        (5899, (107.0300, 10.5400), 421004.421, 1165671.352),
    ],
)
def test_exports_in_vn2000_use_the_pinned_shift(
    tmp_path: Path, code: int, place: tuple[float, float], easting: float, northing: float
) -> None:
    parcels = [parcel(outline=square(*place))]
    path = tmp_path / "p.gpkg"
    path.write_bytes(write_geopackage(parcels, NAMED_CRS[code], on_day=DAY))
    document = json.loads(write_geojson(parcels, NAMED_CRS[code], on_day=DAY))

    corner = document["features"][0]["geometry"]["coordinates"][0][0][0]
    assert corner == pytest.approx([easting, northing], abs=0.01)
    assert document["crs"]["properties"]["name"] == f"urn:ogc:def:crs:EPSG::{code}"
    assert "EPSG:6960" in document["note"]
    frame = pyogrio.read_dataframe(path)
    assert frame.crs.to_epsg() == code
    assert frame.geometry[0].equals_exact(
        shapely.geometry.shape(document["features"][0]["geometry"]), 0
    )


def test_write_geopackage_is_typed_and_says_the_transformation(tmp_path: Path) -> None:
    parcels = [parcel("A1"), parcel("A2", option_expires=None, land_use_code=None, line=None)]
    path = tmp_path / "p.gpkg"
    path.write_bytes(write_geopackage(parcels, NAMED_CRS[9210], on_day=DAY))

    frame = pyogrio.read_dataframe(path)
    with sqlite3.connect(path) as database:
        (contents,) = database.execute(
            "SELECT table_name, description, srs_id FROM gpkg_contents"
        ).fetchall()
        code = database.execute(
            "SELECT organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = 9210"
        ).fetchone()

    assert frame["parcel_id"].tolist() == ["an-ha/A1", "an-ha/A2"]
    assert frame["area_m2"].tolist() == [12100.4, 12100.4]
    assert frame["illustrative"].tolist() == [False, False]
    assert str(frame["option_expires"][0])[:10] == "2027-01-31"
    assert frame["option_expires"].isna().tolist() == [False, True]
    assert contents[0] == "parcels"
    assert contents[2] == 9210
    assert "EPSG:6960" in contents[1]
    assert "2026-11-22" in contents[1]
    assert code == (9210,)


def test_write_geopackage_of_nothing_is_an_empty_layer(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    path.write_bytes(write_geopackage([], NAMED_CRS[4326], on_day=DAY))

    assert pyogrio.read_info(path)["features"] == 0


def test_exports_keep_hostile_text_as_text(tmp_path: Path) -> None:
    hostile = parcel("<script>alert(1)</script>", constraint_kind="=1+1${x}'; DROP TABLE parcel;--")
    path = tmp_path / "p.gpkg"
    path.write_bytes(write_geopackage([hostile], NAMED_CRS[4326], on_day=DAY))
    document = json.loads(write_geojson([hostile], NAMED_CRS[4326], on_day=DAY))

    frame = pyogrio.read_dataframe(path)
    assert frame["parcel_id"][0] == hostile.parcel_id
    assert frame["constraint_kind"][0] == hostile.constraint_kind
    assert document["features"][0]["properties"]["constraint_kind"] == hostile.constraint_kind


def test_exports_of_illustrative_parcels_say_so() -> None:
    document = json.loads(write_geojson([parcel(illustrative=True)], NAMED_CRS[4326], on_day=DAY))

    assert document["features"][0]["properties"]["illustrative"] is True
    assert "illustrative" in document["note"]


def test_parcel_table_carries_outlines_whole_or_not_at_all() -> None:
    whole = parcel_table([parcel()], NAMED_CRS[4326], longest_wkt=1000)
    without = parcel_table([parcel()], NAMED_CRS[4326], longest_wkt=50)

    assert whole.columns[-1].header == "wkt"
    assert shapely.from_wkt(whole.rows[0][-1]).equals_exact(square(*CORNER), 0)
    assert "wkt" not in [column.header for column in without.columns]
    assert len(without.rows[0]) == len(without.columns)
