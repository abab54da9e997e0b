"""What only one format has: notes, indexes, metadata, limits."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pyproj
import pytest
import shapely
from defusedxml import ElementTree
from shapely.geometry import shape

from geo.errors import InvalidParameter
from layers.downloads import drivers, parquet, workbook
from layers.downloads.shapes import geojson_texts, kml_texts, wkt_texts
from tests.layers.downloads.made_layers import (
    BEN_THANH,
    NOTE,
    RING,
    SHAPES,
    download,
    download_to,
    layer,
    mixed_rows,
    row,
)

KML = {"k": "http://www.opengis.net/kml/2.2"}
ODD_SHAPES = [
    "POINT EMPTY",
    "MULTIPOLYGON EMPTY",
    "GEOMETRYCOLLECTION EMPTY",
    "MULTIPOINT ((1 2), EMPTY)",
    "MULTILINESTRING ((0 0, 1 1), EMPTY)",
    "GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1)))",
    "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (5 1, 5 2, 6 2, 5 1)), ((20 0, 21 0, 21 1, 20 0)))",
]
FLAT = layer().crs


def wkb(shape: Any) -> bytes:
    return bytes(shapely.to_wkb(shape))


def test_geojson_turns_rings_as_the_standard_wants() -> None:
    document = json.loads(download("geojson", layer(), [row("a", RING)]))

    found = shape(document["features"][0]["geometry"])
    assert found.exterior.is_ccw
    assert not found.interiors[0].is_ccw


@pytest.mark.parametrize(
    ("code", "x", "wanted"),
    [(4326, 106.12345678949, 106.123456789), (9210, 6e5 + 0.12344, 600000.1234)],
)
def test_text_has_coordinates_to_a_tenth_of_a_millimetre(
    code: int, x: float, wanted: float
) -> None:
    rows = [("a", wkb(shapely.Point(x, 10.5)))]
    of = layer(code, properties=layer().properties[:1])

    document = json.loads(download("geojson", of, rows))

    assert document["features"][0]["geometry"]["coordinates"] == [wanted, 10.5]


def test_geojson_says_its_crs_only_where_it_is_not_wgs84() -> None:
    plain = json.loads(download("geojson", layer(), []))
    vietnamese = json.loads(download("geojson", layer(9210), []))

    assert plain == {"type": "FeatureCollection", "name": "plots", "note": NOTE, "features": []}
    assert vietnamese["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::9210"


@pytest.mark.parametrize("wkt", ODD_SHAPES)
def test_geojson_of_odd_shapes_is_that_of_shapely(wkt: str) -> None:
    wanted = shapely.orient_polygons(shapely.from_wkt(wkt))

    (text,) = geojson_texts([wkb(wanted)], FLAT)

    assert json.loads(text or "") == json.loads(shapely.to_geojson(wanted))


def test_heights_are_left_out_of_text() -> None:
    assert wkt_texts([wkb(shapely.Point(1, 2, 3))], FLAT) == ["POINT (1 2)"]
    assert geojson_texts([wkb(shapely.Point(1, 2, 3)), None], FLAT) == [
        '{"type":"Point","coordinates":[1,2]}',
        None,
    ]


def test_kml_of_odd_shapes_leaves_out_what_has_no_position() -> None:
    texts = kml_texts([wkb(shapely.from_wkt(wkt)) for wkt in ODD_SHAPES], FLAT)

    assert texts[:3] == [None] * 3
    assert texts[3] == (
        "<MultiGeometry><Point><coordinates>1,2</coordinates></Point></MultiGeometry>"
    )
    assert texts[6] is not None
    assert texts[6].count("<outerBoundaryIs>") == 2
    assert texts[6].count("<innerBoundaryIs>") == 1


def test_kml_is_one_document_with_notes_titles_and_typed_data() -> None:
    root = ElementTree.fromstring(download("kml", layer(), mixed_rows()))

    document = root.find("k:Document", KML)
    assert document.findtext("k:description", None, KML) == NOTE
    fields = document.findall("k:Schema/k:SimpleField", KML)
    assert [field.get("type") for field in fields] == [
        "string", "string", "double", "int", "bool", "string",
    ]  # fmt: skip
    assert fields[2].findtext("k:displayName", None, KML) == "Diện tích / Area"
    places = document.findall("k:Placemark", KML)
    assert len(places) == len(mixed_rows())
    nowhere = next(x for x in places if x.findtext("k:name", None, KML) == "Đất nowhere")
    assert nowhere.find("k:Point", KML) is None
    point = next(x for x in places if x.findtext("k:name", None, KML) == "Đất point")
    assert point.findtext("k:Point/k:coordinates", None, KML) == f"{BEN_THANH[0]},{BEN_THANH[1]}"


def test_kml_names_a_place_by_its_id_where_it_has_no_name() -> None:
    root = ElementTree.fromstring(download("kml", layer(), [row("a<b")]))

    assert root.findtext("k:Document/k:Placemark/k:name", None, KML) == "a<b"


def test_csv_guards_cells_and_quotes() -> None:
    text = download("csv", layer(), [row("=1+1", None, name_vi='a,"b"\nc', area_ha=-1.5)])

    assert text.startswith(b"\xef\xbb\xbfplot_id,")
    assert text.decode().splitlines()[1:] == ['\'=1+1,"a,""b""', 'c",-1.5,,,,']


def test_xlsx_has_typed_cells_and_sheets_of_notes_and_columns(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(download_to(tmp_path, "xlsx", layer(9210), mixed_rows(9210)))

    sheet = book["plots"]
    assert book.sheetnames == ["plots", "notes", "columns"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:G{len(mixed_rows()) + 1}"
    assert [cell.data_type for cell in sheet[3]] == ["s", "s", "n", "n", "b", "d", "s"]
    assert [cell.number_format for cell in sheet[3]][2:6] == [
        "#,##0.00", "0", "General", "yyyy-mm-dd",
    ]  # fmt: skip
    notes = [cell.value for cell in book["notes"]["A"]]
    assert NOTE in notes
    assert any("EPSG:9210 (VN-2000 / TM-3 105-45)" in note for note in notes)
    assert [cell.value for cell in book["columns"][4]] == [
        "area_ha", "Diện tích", "Area", "ha", "Trên elipxoit.", "Geodesic.",
    ]  # fmt: skip


def test_xlsx_holds_no_formula_and_no_zip64() -> None:
    content = download("xlsx", layer(), [row("=1+1", name_vi="@SUM(A1)")])

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert archive.testzip() is None
        assert all(not entry.extra for entry in archive.infolist())
    assert b"<f>" not in sheet
    assert b"'=1+1" in sheet


@pytest.mark.parametrize("size", [1, 1000])
def test_xlsx_has_each_row_and_each_cell_once_and_in_order(size: int) -> None:
    content = download("xlsx", layer(), mixed_rows(), size=size)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    tags = [item.tag.rpartition("}")[2] for item in sheet]
    rows = sheet.findall("{*}sheetData/{*}row")
    assert [int(item.get("r")) for item in rows] == list(range(1, len(mixed_rows()) + 2))
    for number, item in enumerate(rows, start=1):
        cells = [cell.get("r") for cell in item]
        assert cells == sorted(set(cells))
        assert all(cell[1:] == str(number) for cell in cells)
    assert tags == [
        "sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "pageMargins",
    ]  # fmt: skip


def test_xlsx_leaves_out_outlines_that_a_cell_cannot_hold(tmp_path: Path) -> None:
    long = shapely.Point(0, 0).buffer(1, quad_segs=1000)
    rows = [row("a", long, name_vi="x" * 40_000), row("b")]

    book = openpyxl.load_workbook(download_to(tmp_path, "xlsx", layer(), rows))

    assert book["plots"]["G2"].value is None
    assert book["plots"]["G3"].value.startswith("POINT")
    assert len(book["plots"]["B2"].value) == 32_767
    notes = " ".join(str(cell.value) for cell in book["notes"]["A"])
    assert "1 outlines are left out" in notes
    assert "1 texts are cut to 32,767 characters" in notes


@pytest.mark.parametrize("limit", ["MOST_SHEET_ROWS", "MOST_SHEET_BYTES"])
def test_xlsx_refuses_more_than_a_sheet_holds(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(workbook, limit, 5)

    with pytest.raises(InvalidParameter, match="ask for csv or gpkg"):
        download("xlsx", layer(), mixed_rows())


def test_geopackage_has_titles_a_note_an_index_and_its_crs(tmp_path: Path) -> None:
    path = download_to(tmp_path, "gpkg", layer(5899), mixed_rows(5899))

    with sqlite3.connect(path) as database:
        contents = database.execute(
            "SELECT table_name, description, srs_id FROM gpkg_contents"
        ).fetchall()
        srs = database.execute(
            "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys "
            "WHERE srs_id = 5899"
        ).fetchall()
        title = database.execute(
            "SELECT name, description FROM gpkg_data_columns WHERE column_name = 'area_ha'"
        ).fetchall()
        kind = database.execute("SELECT geometry_type_name FROM gpkg_geometry_columns").fetchall()
    assert contents == [("plots", NOTE, 5899)]
    assert srs == [("EPSG", 5899)]
    assert title == [("Diện tích, ha", "Area. Geodesic.")]
    assert kind == [("GEOMETRY",)]
    assert pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"]


def test_geopackage_takes_titles_that_are_alike(tmp_path: Path) -> None:
    alike = tuple(replace(item, title_vi="Số", unit=None) for item in layer().properties[:2])
    rows = [("a", "b", None)]

    path = download_to(tmp_path, "gpkg", layer(properties=alike), rows)

    with sqlite3.connect(path) as database:
        titles = database.execute("SELECT name FROM gpkg_data_columns").fetchall()
    assert titles == [("Số",), ("Số (name_vi)",)]


@pytest.mark.parametrize("format_id", ["gpkg", "fgb", "parquet"])
def test_whole_numbers_have_64_bits(tmp_path: Path, format_id: str) -> None:
    path = download_to(tmp_path, format_id, layer(), [row("a", tenants=2**53 + 1)])

    frame = geopandas.read_parquet(path) if format_id == "parquet" else pyogrio.read_dataframe(path)

    assert frame["tenants"].tolist() == [2**53 + 1]


def test_flatgeobuf_has_an_index_where_every_feature_has_a_place(tmp_path: Path) -> None:
    rows = [row(str(at), shapely.Point(106 + at / 1000, 10)) for at in range(100)]

    path = download_to(tmp_path, "fgb", layer(), rows)

    info = pyogrio.read_info(path)
    assert info["capabilities"]["fast_spatial_filter"]
    assert info["layer_metadata"] == {"TITLE": "Plots", "DESCRIPTION": NOTE}
    assert sorted(pyogrio.read_dataframe(path)["plot_id"], key=int) == [x[0] for x in rows]
    assert len(pyogrio.read_dataframe(path, bbox=(106.0505, 9, 107, 11))) == 49


@pytest.mark.parametrize("shape", [None, shapely.Point()])
def test_flatgeobuf_without_an_index_says_so(tmp_path: Path, shape: Any) -> None:
    path = download_to(tmp_path, "fgb", layer(), [row("a"), row("b", shape), row("c")])

    info = pyogrio.read_info(path)
    assert not info["capabilities"]["fast_spatial_filter"]
    assert info["layer_metadata"]["DESCRIPTION"] == f"{NOTE} This file has no spatial index."
    assert pyogrio.read_dataframe(path)["plot_id"].tolist() == ["a", "b", "c"]


def test_flatgeobuf_of_many_features_has_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers, "MOST_INDEXED", 2)

    path = download_to(tmp_path, "fgb", layer(), [row("a"), row("b"), row("c")])

    assert not pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"]
    assert pyogrio.read_info(path)["features"] == 3


def test_geoparquet_says_all_that_the_standard_wants(tmp_path: Path) -> None:
    path = download_to(tmp_path, "parquet", layer(9210), mixed_rows(9210))

    metadata = pq.read_metadata(path).metadata
    geo = json.loads(metadata[b"geo"])
    column = geo["columns"]["geometry"]
    everything = shapely.total_bounds(
        [shapely.from_wkb(item[-1]) for item in mixed_rows(9210) if item[-1]]
    )
    assert metadata[b"description"].decode() == NOTE
    assert geo["version"] == "1.1.0"
    assert geo["primary_column"] == "geometry"
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == sorted(
        {item.geom_type for item in SHAPES.values() if item is not None}
    )
    assert column["bbox"] == pytest.approx(everything.tolist())
    assert pyproj.CRS.from_json_dict(column["crs"]).to_epsg() == 9210
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"


def test_geoparquet_is_read_by_place(tmp_path: Path) -> None:
    rows = [row(str(at), shapely.Point(106 + at / 1000, 10)) for at in range(100)]
    path = download_to(tmp_path, "parquet", layer(), [*rows, row("nowhere", None)])

    frame = geopandas.read_parquet(path, bbox=(106.0505, 9, 107, 11))

    assert len(frame) == 49
    assert "bbox" not in frame.columns


def test_geoparquet_has_groups_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_OF_GROUP", 4)

    path = download_to(tmp_path, "parquet", layer(), mixed_rows(), size=2)

    assert pq.read_metadata(path).num_row_groups == 3
    assert pq.read_table(path).num_rows == len(mixed_rows())
