from __future__ import annotations

import datetime
import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import ezdxf
import geopandas
import openpyxl
import pytest
import shapely

from geo.errors import ImportRejected
from layers.importers.raw import RawLayer
from layers.importers.reading import ReadLimits, ReadOptions, read_file
from layers.importers.reading.codes import FAULTS, FINDINGS
from layers.importers.reading.crs_text import crs_from_name, crs_from_wkt
from layers.importers.reading.notebook import Notebook
from layers.importers.reading.shapefile import assemble_polygons
from layers.settings import CHECKOUT
from tests.layers.reading import makers
from tests.layers.reading.bad_files import feature, geojson, kml, kml_ring, place, two_layers

OPEN_RING = [[0, 0], [1, 0], [1, 1], [0, 1]]
SHIFTED = 'PROJCS["{name}",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",' + (
    '6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",{easting}],'
    'PARAMETER["False_Northing",{northing}],PARAMETER["Central_Meridian",{meridian}],'
    'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def codes(raw: RawLayer) -> list[str]:
    return [finding.code for finding in raw.findings]


def test_codes_are_used_and_named() -> None:
    folder = CHECKOUT / "layers" / "importers" / "reading"
    text = "".join(path.read_text() for path in folder.glob("*.py") if path.name != "codes.py")
    unused = [code for code in (*FINDINGS, *FAULTS) if f'"{code}"' not in text]
    assert unused == []


def test_geojson_keeps_z_mixed_types_empty_and_missing_geometries(tmp_path: Path) -> None:
    path = geojson(
        feature(geometry={"type": "Point", "coordinates": [1, 2, 3]}),
        feature(geometry={"type": "Polygon", "coordinates": []}),
        feature(geometry=None),
        feature(geometry={"type": "LineString", "coordinates": [[0, 0], [1, 1]]}),
    )(tmp_path)
    point, empty, none, line = (item.geometry for item in read_file(path).features)
    assert point.has_z
    assert empty.is_empty
    assert none is None
    assert line.geom_type == "LineString"


def test_geojson_notes_a_ring_that_is_open(tmp_path: Path) -> None:
    path = geojson(feature(geometry={"type": "Polygon", "coordinates": [OPEN_RING]}))(tmp_path)
    raw = read_file(path)
    assert [(f.code, f.place) for f in raw.findings] == [("ring_not_closed", "feature 1")]
    assert "the gap is 1 " in raw.findings[0].detail
    assert raw.features[0].geometry.area == 1


def test_geojson_keeps_what_is_wrong_with_a_shape(tmp_path: Path) -> None:
    bow_tie = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    path = geojson(feature(geometry={"type": "Polygon", "coordinates": [bow_tie]}))(tmp_path)
    assert not read_file(path).features[0].geometry.is_valid


def test_geojson_values_keep_their_types(tmp_path: Path) -> None:
    values = {"n": 1, "f": 1.5, "b": True, "none": None, "big": 2**70, "list": [1, "ô"]}
    raw = read_file(geojson(feature(properties=values))(tmp_path))
    read = raw.features[0].properties
    assert (read["n"], read["f"], read["b"], read["none"]) == (1, 1.5, True, None)
    assert read["list"] == '[1, "ô"]'
    assert codes(raw) == ["nested_value"]


def test_geojson_text_becomes_nfc(tmp_path: Path) -> None:
    values = {"te\u0302n": "Lo\u0302 A"}
    raw = read_file(geojson(feature(properties=values))(tmp_path))
    assert raw.features[0].properties == {"tên": "Lô A"}


@pytest.mark.parametrize(
    ("member", "found"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::9210"}}, "EPSG:9210"),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "EPSG:4326"),
        ({"type": "name", "properties": {"name": "EPSG:6957"}}, "EPSG:6957"),
        ({"type": "link", "properties": {"href": "http://127.0.0.1/"}}, None),
        (None, None),
    ],
)
def test_geojson_crs_member(member: Any, found: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [], "crs": member}))
    assert read_file(path).crs_found == found


def test_crs_from_wkt_names_entries_of_the_register() -> None:
    wkt = SHIFTED.format(name="VN2000 HCM", easting=500000.0, northing=0.0, meridian=105.75)
    assert crs_from_wkt(wkt) == ("EPSG:9210", "defined in the file as VN2000 HCM")


def test_crs_from_wkt_knows_the_deprecated_ones() -> None:
    wkt = SHIFTED.format(name="x", easting=0.0, northing=500000.0, meridian=105.0)
    found, note = crs_from_wkt(wkt)
    assert found == "EPSG:6957"
    assert "swapped" in (note or "")


def test_crs_from_wkt_hands_on_what_is_no_entry() -> None:
    wkt = SHIFTED.format(name="x", easting=500000.0, northing=0.0, meridian=106.3)
    assert crs_from_wkt(wkt)[0] == wkt
    assert crs_from_wkt("GEOGCS[")[0] is None
    assert crs_from_wkt("x" * 30_000)[0] is None


def test_crs_from_name_reads_addresses() -> None:
    assert crs_from_name("http://www.opengis.net/def/crs/EPSG/0/5899") == "EPSG:5899"
    assert crs_from_name("urn:ogc:def:crs:EPSG:6.9:4326") == "EPSG:4326"


def test_geopackage_reads_the_layer_that_was_chosen(tmp_path: Path) -> None:
    raw = read_file(two_layers(tmp_path), ReadOptions(layer="Old Parcels"))
    assert (raw.layer, raw.layers) == ("old parcels", ("parcels", "old parcels"))
    assert len(raw.features) == 5


def test_geopackage_leaves_out_columns_of_bytes(tmp_path: Path) -> None:
    path = makers.write_geopackage(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE parcels ADD COLUMN photo BLOB")
    connection.commit()
    connection.close()
    raw = read_file(path)
    assert "photo" not in raw.columns
    assert codes(raw) == ["blob_column"]


def test_geopackage_reads_dates_and_missing_geometries(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"leased": [True]}, geometry=[None], crs=9210)
    path = tmp_path / "a.gpkg"
    frame.to_file(path, driver="GPKG", geometry_type="Polygon")
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE a ADD COLUMN signed DATE DEFAULT '2026-05-01'")
    connection.commit()
    connection.close()
    (read,) = read_file(path).features
    assert read.geometry is None
    assert read.properties["leased"] is True
    assert read.properties["signed"] == datetime.date(2026, 5, 1)


def test_geopackage_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = makers.write_geopackage(tmp_path)
    before = path.read_bytes()
    read_file(path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_shapefile_without_prj_says_nothing(tmp_path: Path) -> None:
    path = makers.write_shapefile(tmp_path)
    path.with_suffix(".prj").unlink()
    raw = read_file(path)
    assert raw.crs_found is None
    assert "no .prj" in (raw.crs_note or "")


def test_shapefile_guesses_its_code_page_only_with_a_finding(tmp_path: Path) -> None:
    path = makers.write_shapefile(tmp_path)
    path.with_suffix(".cpg").unlink()
    table = path.with_suffix(".dbf")
    words = "Lô A1 - nhà xưởng".encode()
    legacy = "L« A1 - nhµ x\xadëng".encode("latin-1")
    content = table.read_bytes()
    for parcel in makers.PARCELS[1:]:
        content = content.replace(parcel.name_vi.encode(), b" " * len(parcel.name_vi.encode()))
    table.write_bytes(content.replace(words, legacy.ljust(len(words))))
    raw = read_file(path)
    assert raw.features[0].properties["name_vi"] == "Lô A1 - nhà xưởng"
    assert (raw.encoding, codes(raw)) == ("tcvn3", ["encoding_guessed"])


def test_shapefile_leaves_out_deleted_records(tmp_path: Path) -> None:
    path = makers.write_shapefile(tmp_path)
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    (begin,) = struct.unpack_from("<H", content, 8)
    content[begin] = ord("*")
    table.write_bytes(content)
    raw = read_file(path)
    assert [feature.number for feature in raw.features] == [2, 3, 4, 5]
    assert [(f.code, f.place) for f in raw.findings] == [("deleted_record", "feature 1")]


@pytest.mark.parametrize("kind", ["Point", "LineString", "MultiPolygon", "Polygon Z", "hole"])
def test_shapefile_reads_what_gdal_wrote(kind: str, tmp_path: Path) -> None:
    square = shapely.box(0, 0, 10, 10)
    made = {
        "Point": shapely.Point(1, 2),
        "LineString": shapely.LineString([(0, 0), (1, 1), (2, 0)]),
        "MultiPolygon": shapely.MultiPolygon([square, shapely.box(20, 0, 30, 10)]),
        "Polygon Z": shapely.force_3d(square, 5.0),
        "hole": square.difference(shapely.box(2, 2, 4, 4)),
    }[kind]
    path = tmp_path / "a.shp"
    geopandas.GeoDataFrame({"id": [1]}, geometry=[made], crs=9210).to_file(path)
    read = read_file(path).features[0].geometry
    assert shapely.equals(read, made)
    assert read.has_z == made.has_z


def test_assemble_polygons_keeps_a_hole_outside_its_shell() -> None:
    notes = Notebook("a.shp", ReadOptions(), ReadLimits())
    shell = shapely.LinearRing([(0, 0), (0, 1), (1, 1), (1, 0)])
    hole = shapely.LinearRing([(5, 5), (6, 5), (6, 6), (5, 6)])
    polygon = assemble_polygons([shell, hole], "feature 1", notes)
    assert shapely.is_valid_reason(polygon).startswith("Hole lies outside shell")


def test_assemble_polygons_notes_shells_drawn_the_other_way() -> None:
    notes = Notebook("a.shp", ReadOptions(), ReadLimits())
    outer = shapely.LinearRing([(0, 0), (10, 0), (10, 10), (0, 10)])
    other = shapely.LinearRing([(20, 0), (30, 0), (30, 10)])
    inner = shapely.LinearRing([(2, 2), (4, 2), (4, 4)])
    polygon = assemble_polygons([outer, other, inner], "feature 1", notes)
    assert polygon.area == 100 + 50 - 2
    assert [finding.code for finding in notes.findings()] == ["ring_direction"]


def test_kml_reads_the_folder_that_was_chosen(tmp_path: Path) -> None:
    ring = kml_ring("106.7,10.7,3 106.8,10.7,3 106.8,10.8,3 106.7,10.7,3")
    body = "".join(
        f"<Folder><name>{name}</name>{place(ring, name)}</Folder>" for name in ("Lô A", "Lô B")
    )
    raw = read_file(kml(body)(tmp_path), ReadOptions(layer="Lô B"))
    (read,) = raw.features
    assert (raw.layer, raw.layers) == ("Lô B", ("Lô A", "Lô B"))
    assert read.geometry.has_z
    assert read.properties["name"] == "Lô B"


def test_kml_reads_parts_and_passes_over_models(tmp_path: Path) -> None:
    ring = kml_ring("106.7,10.7 106.8,10.7 106.8,10.8 106.7,10.7")
    body = place(f"<MultiGeometry>{ring}{ring}</MultiGeometry>") + place("<Model/>", "B")
    raw = read_file(kml(body)(tmp_path))
    assert raw.features[0].geometry.geom_type == "MultiPolygon"
    assert raw.features[1].geometry is None
    assert codes(raw) == ["geometry_type_skipped"]


def test_csv_takes_the_crs_of_ewkt(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,wkt\nA,"SRID=9210;POINT(603500 1191400)"\n')
    assert read_file(path).crs_found == "EPSG:9210"


def test_csv_reads_wkb_and_a_named_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    blob = shapely.to_wkb(shapely.Point(1, 2), hex=True)
    path.write_text(f"id,where\nA,{blob}\n")
    assert read_file(path).features[0].geometry.equals(shapely.Point(1, 2))
    read = read_file(path, ReadOptions(geometry_column="where"))
    assert read.features[0].geometry.equals(shapely.Point(1, 2))


def test_csv_notes_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,name,wkt\n1,"=HYPERLINK(""http://x"")","POINT(1 2)"\n')
    raw = read_file(path)
    assert [(f.code, f.place) for f in raw.findings] == [("formula_cell", "row 2")]


def save_book(path: Path, fill: Any) -> Path:
    book = openpyxl.Workbook()
    fill(book)
    book.save(path)
    return path


def test_xlsx_notes_formulas_errors_and_hidden_sheets(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "Lô"
        for row in (["id", "area", "wkt"], ["A", "=1+1", "POINT(1 2)"], ["B", "#REF!", None]):
            book.active.append(row)
        book.create_sheet("cũ").append(["id", "wkt"])
        book["cũ"].sheet_state = "hidden"

    raw = read_file(save_book(tmp_path / "a.xlsx", fill))
    found = {finding.code: finding for finding in raw.findings}
    assert set(found) == {"formula_cell", "error_cell", "hidden_sheet"}
    assert found["formula_cell"].place == "sheet Lô, row 2"
    assert found["formula_cell"].detail == "column B: =1+1; last value None"
    assert found["error_cell"].place == "sheet Lô, row 3"
    assert [feature.properties["area"] for feature in raw.features] == [None, None]


def test_xlsx_reads_dates_as_excel_stores_them(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        rows = [
            ["id", "ngày thuê", "hạn", "wkt"],
            ["A", 45000, datetime.date(2049, 12, 31), "POINT(1 2)"],
        ]
        for row in rows:
            book.active.append(row)

    raw = read_file(save_book(tmp_path / "a.xlsx", fill))
    values = raw.features[0].properties
    assert values["ngày thuê"] == datetime.date(2023, 3, 15)
    assert values["hạn"] == datetime.date(2049, 12, 31)
    assert codes(raw) == ["date_serial"]


def test_xlsx_reads_the_sheet_that_was_chosen(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for name in ("Lô A", "Lô B"):
            for row in ([f"id {name}", "wkt"], [name, "POINT(1 2)"]):
                (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)

    raw = read_file(save_book(tmp_path / "a.xlsx", fill), ReadOptions(layer="lô b"))
    assert raw.layer == "Lô B"
    assert raw.features[0].properties == {"id Lô B": "Lô B"}


def test_dxf_leaves_open_polylines_out_with_a_finding(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    model = drawing.modelspace()
    attributes = {"layer": "RANH"}
    model.add_lwpolyline([(0, 0), (9, 0), (9, 9)], close=True, dxfattribs=attributes)
    model.add_lwpolyline([(0, 0), (9, 0), (9, 9), (0, 0.5)], dxfattribs=attributes)
    drawing.blocks.new("MỐC")
    model.add_blockref("MỐC", (0, 0))
    drawing.saveas(tmp_path / "a.dxf")
    raw = read_file(tmp_path / "a.dxf")
    found = {finding.code: finding.detail for finding in raw.findings}
    assert len(raw.features) == 1
    assert found["open_polyline"] == "the gap is 0.5 drawing units"
    assert found["block_not_read"] == "block MỐC"
    assert "metre" in (raw.crs_note or "") or "units_unknown" in found


def test_dxf_notes_units_that_are_not_metres(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010", units=4)
    drawing.modelspace().add_lwpolyline([(0, 0), (9, 0), (9, 9)], close=True)
    drawing.saveas(tmp_path / "a.dxf")
    raw = read_file(tmp_path / "a.dxf")
    assert [(f.code, f.detail) for f in raw.findings] == [
        ("units_not_metres", "the drawing says millimetres")
    ]


def test_kmz_reads_doc_kml_among_others(tmp_path: Path) -> None:
    path = makers.write_kmz(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("files/other.kml", "<kml/>")
    assert len(read_file(path).features) == 5


def test_read_file_refuses_a_choice_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportRejected, match="one of: parcels; old parcels"):
        read_file(two_layers(tmp_path), ReadOptions(layer="roads"))
