"""Bad KML, tables, corner tables and drawings."""

from __future__ import annotations

from layers.importers.reading import ReadOptions
from tests.layers.reading import makers
from tests.layers.reading.bad_files import (
    ENTITY,
    EXTERNAL,
    LAUGHS,
    SQUARE_WKT,
    BadFile,
    archive,
    cut,
    data,
    draw_arc,
    draw_open,
    draw_two_layers,
    drawing,
    kml,
    kml_ring,
    place,
    text,
    two_sheets,
    workbook_with,
)

HEADER = "id,name,wkt\r\n"
CORNERS = "STT;X;Y\r\n"
LONG_NAME = "a" * 2_000_000

KML = [
    BadFile("kml-cut", cut(makers.write_kml, 0.7), "xml_broken", "broken or cut off", "row 2"),
    BadFile("kml-laughs", kml("&i;", LAUGHS), "xml_doctype", "document type or entities"),
    BadFile("kml-dtd", kml("", EXTERNAL), "xml_doctype", "document type or entities"),
    BadFile("kml-entity", kml("&x;", ENTITY), "xml_doctype", "document type or entities"),
    BadFile(
        "kml-link",
        kml("<NetworkLink><Link><href>http://127.0.0.1/a.kml</href></Link></NetworkLink>"),
        "kml_network_link",
        "another address",
    ),
    BadFile("kml-deep", kml("<Folder>" * 5_000), "xml_broken", "nested more than"),
    BadFile("gpx", text("a.kml", "<gpx/>"), "format_other", "not KML"),
    BadFile(
        "kml-two-points",
        kml(place(kml_ring("106.7,10.7 106.8,10.7 106.7,10.7"))),
        "ring_too_short",
        "a ring has 3 points",
        "feature 1 (A)",
    ),
    BadFile(
        "kml-words",
        kml(place(kml_ring("106.7,10.7 east,north 106.8,10.8"))),
        "geometry_broken",
        "east,north",
        "feature 1 (A)",
    ),
    BadFile(
        "kml-nan",
        kml(place(kml_ring("106.7,10.7 nan,10.8 106.8,10.8 106.7,10.7"))),
        "coordinate_not_finite",
        "vertex 2",
    ),
    BadFile(
        "kml-folders",
        kml(
            "".join(
                f"<Folder><name>{name}</name>{place(kml_ring('1,1 2,1 2,2 1,1'))}</Folder>"
                for name in ("Lô A", "Lô B")
            )
        ),
        "layer_choice",
        "one of: Lô A; Lô B",
    ),
    BadFile("kml-nothing", kml(""), "layer_none", "no folder"),
]

TABLES = [
    BadFile(
        "ragged",
        text("a.csv", f'{HEADER}1,A,"{SQUARE_WKT}"\r\n2,B,extra,"{SQUARE_WKT}"\r\n'),
        "csv_ragged",
        "4 cells, the header 3",
        "row 3",
    ),
    BadFile(
        "quote-bomb",
        text("a.csv", f'{HEADER}1,A,"{SQUARE_WKT}"\r\n2,"B,{"x" * 3_000_000}\r\n'),
        "csv_broken",
        "never closed",
        "after row 2",
    ),
    BadFile(
        "quote-inside",
        text("a.csv", f'{HEADER}1,"A" B,"{SQUARE_WKT}"\r\n'),
        "csv_broken",
        "not CSV",
        "after row 1",
    ),
    BadFile(
        "csv-nul",
        data("a.csv", HEADER.encode() + b"1,A\x00,x\r\n"),
        "control_character",
        "U+0000",
        "row 2",
    ),
    BadFile(
        "csv-long-name",
        text("a.csv", f'{HEADER}1,{LONG_NAME},"{SQUARE_WKT}"\r\n'),
        "cell_too_long",
        "2000000 characters",
        "row 2",
    ),
    BadFile(
        "wkt-broken",
        text("a.csv", f'{HEADER}1,A,"POLYGON((106.7 10.7, 106,8 10.7"\r\n'),
        "geometry_broken",
        "the WKT cannot be read",
        "row 2",
    ),
    BadFile(
        "wkt-nan",
        text("a.csv", f'{HEADER}1,A,"POLYGON((1 1,nan 2,3 3,1 1))"\r\n'),
        "coordinate_not_finite",
        "vertex 2",
        "row 2",
    ),
    BadFile(
        "wkt-arc",
        text("a.csv", f'{HEADER}1,A,"CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))"\r\n'),
        "geometry_curve",
        "arcs",
        "row 2",
    ),
    BadFile(
        "wkt-deep",
        text("a.csv", f'{HEADER}1,A,"{"GEOMETRYCOLLECTION(" * 100_000}"\r\n'),
        "geometry_broken",
        "deeper than any geometry",
        "row 2",
    ),
    BadFile(
        "wkb-cut",
        text("a.csv", f"{HEADER}1,A,0103000000010000000500000000\r\n"),
        "geometry_broken",
        "the WKB",
        "row 2",
    ),
    BadFile(
        "no-columns", text("a.csv", "id,name\r\n1,A\r\n"), "columns_missing", "no header row names"
    ),
    BadFile(
        "no-such-column",
        text("a.csv", f'{HEADER}1,A,"{SQUARE_WKT}"\r\n'),
        "columns_missing",
        "no such column ('shape')",
        options=ReadOptions(geometry_column="shape"),
    ),
    BadFile("no-rows", text("a.csv", HEADER), "table_empty", "no rows"),
    BadFile(
        "two-columns",
        text("a.csv", f'id,id,wkt\r\n1,2,"{SQUARE_WKT}"\r\n'),
        "column_duplicate",
        "id",
    ),
    BadFile(
        "unreadable-bytes",
        data("a.csv", HEADER.encode() + b"1,\xff\xfe\xfd\x81,x\r\n"),
        "encoding_wrong",
        "byte 0xff",
        "row 2",
    ),
    BadFile(
        "encoding-unknown",
        text("a.csv", HEADER),
        "encoding_unknown",
        "('ebcdic')",
        options=ReadOptions(encoding="ebcdic"),
    ),
    BadFile(
        "encoding-declared-wrong",
        data("a.csv", HEADER.encode() + "1,Lô,x\r\n".encode("cp1258")),
        "encoding_wrong",
        "not text in utf-8",
        "row 2",
        options=ReadOptions(encoding="utf-8"),
    ),
    BadFile(
        "points-unclear",
        text("a.csv", "port_id,name,x,y\r\np1,A,5,6\r\n"),
        "axes_unclear",
        "which is north",
    ),
    BadFile(
        "workbook-entity",
        workbook_with("xl/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "xml_doctype",
        "document type",
        "xl/styles.xml",
    ),
    BadFile(
        "workbook-broken",
        workbook_with("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"),
        "xml_broken",
        "cut off",
        "xl/worksheets/sheet1.xml",
    ),
    BadFile("not-a-workbook", archive("a.xlsx", ("a.txt", b"x")), "workbook_broken", "no workbook"),
    BadFile("sheets", two_sheets, "layer_choice", "one of: Thửa đất; Thửa đất cũ"),
]

CORNER_TABLES = [
    BadFile(
        "corner-half",
        text("a.csv", f"{CORNERS}1;1191400;603500\r\n2;;603600\r\n3;1191500;603600\r\n"),
        "corner_incomplete",
        "one coordinate and not the other",
        "row 3",
    ),
    BadFile(
        "corner-words",
        text("a.csv", f"{CORNERS}1;1191400;603500\r\n2;như trên;603600\r\n3;1191500;603600\r\n"),
        "number_broken",
        "no number ('như trên')",
        "row 3",
    ),
    BadFile(
        "corner-two",
        text("a.csv", f"{CORNERS}1;1191400;603500\r\n2;1191400;603600\r\n1;1191400;603500\r\n"),
        "corners_too_few",
        "2 different corners",
        "rows 2-4",
    ),
    BadFile(
        "corner-unclear",
        text("a.csv", f"{CORNERS}1;191.400;603.500\r\n2;191.400;603.600\r\n3;191.500;603.600\r\n"),
        "number_ambiguous",
        "two numbers ('191.400')",
        "row 2",
    ),
    BadFile(
        "corner-commas",
        text("a.csv", "STT,X,Y\r\n1,1191400,5,603500,5\r\n2,1191400,5,603600,5\r\n"),
        "csv_ragged",
        "another separator than the decimal mark",
        "row 2",
    ),
    BadFile(
        "corner-beside",
        text("a.csv", "STT;X;Y;Mốc;X;Y\r\n1;1191400;603500;5;1191400;603700\r\n"),
        "tables_side_by_side",
        "coordinate columns twice",
        "row 1",
    ),
    BadFile("corner-none", text("a.csv", f"{CORNERS}Ghi chú\r\n"), "table_empty", "no corners"),
]

DRAWINGS = [
    BadFile("dxf-cut", cut(makers.write_drawing, 0.7), "dxf_broken", "broken or cut off"),
    BadFile("dxf-words", text("a.dxf", "xin chào\n"), "dxf_broken", "broken or cut off"),
    BadFile(
        "dxf-binary",
        data("a.dxf", b"AutoCAD Binary DXF\r\n\x1a\x00"),
        "format_variant",
        "text form",
    ),
    BadFile("dxf-layers", drawing(draw_two_layers), "layer_choice", "one of: NHA; RANH_THUA"),
    BadFile("dxf-arc", drawing(draw_arc), "dxf_arc", "has arcs", "(layer 0)"),
    BadFile("dxf-open", drawing(draw_open), "layer_none", "1 polylines and none is closed"),
]
