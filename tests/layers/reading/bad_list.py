"""The list of bad files that the tests go through."""

from __future__ import annotations

import json

from layers.importers.reading import ReadOptions
from tests.layers.reading import makers
from tests.layers.reading.bad_files import (
    SQUARE,
    BadFile,
    archive,
    cut,
    data,
    drop_row,
    feature,
    folder_named,
    geojson,
    geometry_blob,
    geopackage,
    link_archive,
    many_parts,
    missing,
    open_elsewhere,
    overlapping,
    overlong_record,
    patched_archive,
    pipe,
    polygon_text,
    repeated_member,
    set_vertex_nan,
    spoiled_shapefile,
    text,
    two_layers,
    unlink,
)
from tests.layers.reading.bad_tables import CORNER_TABLES, DRAWINGS, KML, TABLES

DEEP = "[" * 5_000 + "]" * 5_000
LONG_NAME = "a" * 2_000_000

FILES = [
    BadFile("missing", missing("no.geojson"), "file_missing", "no such file"),
    BadFile("database-string", missing("PG:dbname=zonemap"), "file_missing", "no such file"),
    BadFile("vsi", missing("/vsicurl/http://127.0.0.1/a.gpkg"), "file_missing", "no such file"),
    BadFile("folder", folder_named("old.gdb"), "file_not_regular", "a folder"),
    BadFile("pipe", pipe, "file_not_regular", "a device"),
    BadFile("empty", data("empty.csv", b""), "file_empty", "is empty"),
    BadFile("noise", data("a.bin", bytes(range(256))), "format_unknown", "no format"),
    BadFile("vrt", text("a.vrt", "<OGRVRTDataSource/>"), "format_variant", "virtual"),
    BadFile("xls", data("a.xls", b"\xd0\xcf\x11\xe0" + bytes(99)), "format_variant", "Office"),
    BadFile("dwg", data("a.dwg", b"AC1032" + bytes(99)), "format_variant", "save it as DXF"),
    BadFile("pdf", data("a.pdf", b"%PDF-1.7"), "format_variant", "a PDF"),
    BadFile("misnamed", data("a.csv", b"PK\x03\x04" + bytes(99)), "format_other", "is named .csv"),
]

GEOJSON = [
    BadFile(
        "json-cut", cut(makers.write_geojson, 0.7), "json_broken", "cut off", "row 1, character"
    ),
    BadFile("json-deep", geojson(polygon_text(DEEP)), "json_nested", "nested too deep"),
    BadFile("json-open", text("a.geojson", "[" * 100_000), "json_nested", "nested too deep"),
    BadFile(
        "json-two-keys",
        geojson(feature(), '{"type":"Feature","properties":{"a":1,"a":2},"geometry":null}'),
        "json_duplicate_key",
        "one key twice ('a')",
        "feature 2",
    ),
    BadFile(
        "json-nan",
        geojson(polygon_text("[[[106.7,10.7],[NaN,10.7],[106.7,10.8],[106.7,10.7]]]")),
        "coordinate_not_finite",
        "vertex 2",
        "feature 1",
    ),
    BadFile(
        "json-infinite",
        geojson(feature(), polygon_text("[[[106.7,10.7],[1,1],[106.7,1e999],[106.7,10.7]]]")),
        "coordinate_not_finite",
        "vertex 3",
        "feature 2",
    ),
    BadFile(
        "json-text-coordinates",
        geojson(polygon_text('[[["106.7",10.7],[1,1],[2,2],["106.7",10.7]]]')),
        "geometry_broken",
        "not those of a Polygon",
        "feature 1",
    ),
    BadFile(
        "json-uneven",
        geojson(polygon_text("[[[1,2],[1,2,3],[4,5]]]")),
        "geometry_broken",
        "Polygon",
    ),
    BadFile(
        "json-two-points",
        geojson(polygon_text("[[[106.7,10.7],[106.8,10.7],[106.7,10.7]]]")),
        "ring_too_short",
        "a ring has 3 points",
        "feature 1",
    ),
    BadFile(
        "json-arc",
        geojson(feature(geometry={"type": "CircularString", "coordinates": SQUARE})),
        "geojson_shape",
        "no type of GeoJSON",
        "feature 1",
    ),
    BadFile(
        "json-number-nan",
        geojson('{"type":"Feature","properties":{"area":NaN},"geometry":null}'),
        "number_not_finite",
        "nan",
        "feature 1",
    ),
    BadFile("overpass", text("a.json", '{"elements":[]}'), "geojson_shape", "import osm"),
    BadFile("topojson", text("a.json", '{"type":"Topology"}'), "geojson_shape", "TopoJSON"),
    BadFile("json-list", text("a.geojson", "[1,2]"), "geojson_shape", "JSON object"),
    BadFile(
        "long-name",
        geojson(feature(properties={"name": LONG_NAME})),
        "cell_too_long",
        "2000000 characters",
        "feature 1",
    ),
    BadFile(
        "nul-in-name",
        geojson(feature(properties={"name": "Lô\x00A"})),
        "control_character",
        "U+0000",
        "feature 1",
    ),
    BadFile(
        "half-a-character",
        geojson(r'{"type":"Feature","properties":{"a":"\ud800"},"geometry":null}'),
        "control_character",
        "U+D800",
    ),
    BadFile(
        "line-broken",
        text("a.geojsonl", f"{json.dumps(feature())}\n{json.dumps(feature())[:-9]}\n"),
        "json_broken",
        "cut off",
        "row 2",
    ),
    BadFile(
        "not-utf8",
        data("a.geojson", b'{"type":"Feature","properties":{"a":"\xff\xfe\x81"},"geometry":null}'),
        "encoding_wrong",
        "byte 0xff",
        "row 1",
    ),
]

ARCHIVES = [
    BadFile("zip-cut", cut(makers.write_zipped_shapefile, 0.8), "archive_truncated", "cut off"),
    BadFile("kmz-cut", cut(makers.write_kmz, 0.8), "archive_truncated", "cut off"),
    BadFile("xlsx-cut", cut(makers.write_workbook, 0.8), "archive_truncated", "cut off"),
    BadFile(
        "zip-slip",
        archive("slip.zip", ("../../etc/parcels.shp", b"x")),
        "archive_path",
        "out of its folder",
        "../../etc/parcels.shp",
    ),
    BadFile(
        "zip-root", archive("r.zip", ("/etc/a.shp", b"x")), "archive_path", "out of its folder"
    ),
    BadFile(
        "zip-drive", archive("d.zip", ("C:\\a.shp", b"x")), "archive_path", "out of its folder"
    ),
    BadFile(
        "kmz-bomb",
        archive("bomb.kmz", ("doc.kml", b" " * 200_000_000)),
        "archive_bomb",
        "times its size",
        "doc.kml",
    ),
    BadFile(
        "zip-many",
        archive("many.zip", *((f"{n}.shp", b"x") for n in range(3_000))),
        "archive_members",
        "3000 files",
    ),
    BadFile("zip-link", link_archive, "archive_symlink", "a link", "parcels.shp"),
    BadFile(
        "zip-nested",
        archive("nested.zip", ("inner.zip", b"PK"), ("a.shp", b"x")),
        "archive_nested",
        "holds an archive",
        "inner.zip",
    ),
    BadFile("zip-twice", repeated_member, "archive_duplicate", "one name"),
    BadFile("zip-overlap", overlapping, "archive_overlap", "share their bytes"),
    BadFile(
        "zip-password",
        patched_archive(b"PK\x01\x02", 8, b"\x01\x00"),
        "archive_encrypted",
        "behind a password",
    ),
    BadFile(
        "zip-checksum",
        patched_archive(b"PK\x01\x02", 16, b"\x00\x00\x00\x00"),
        "archive_truncated",
        "damaged",
        "doc.kml",
    ),
    BadFile("zip-empty", archive("e.zip", ("readme.txt", b"x")), "archive_part_missing", "no .shp"),
    BadFile("kmz-empty", archive("e.kmz", ("a.txt", b"x")), "archive_part_missing", "no .kml"),
    BadFile(
        "zip-two-layers",
        archive("two.zip", ("a.shp", b"x"), ("b.shp", b"x")),
        "layer_choice",
        "one of: a; b",
    ),
]

SHAPEFILES = [
    BadFile("shp-cut", cut(makers.write_shapefile, 0.6), "shapefile_truncated", "the .shp is cut"),
    BadFile(
        "dbf-cut",
        cut(makers.write_shapefile, 0.8, ".dbf"),
        "shapefile_truncated",
        "the .dbf is cut",
    ),
    BadFile(
        "shx-cut",
        cut(makers.write_shapefile, 0.8, ".shx"),
        "shapefile_truncated",
        "the .shx is cut",
    ),
    BadFile(
        "counts", spoiled_shapefile(drop_row), "shapefile_counts", "5 shapes in the .shp, 5 entries"
    ),
    BadFile("no-dbf", spoiled_shapefile(unlink(".dbf")), "shapefile_part_missing", "no .dbf"),
    BadFile("no-shx", spoiled_shapefile(unlink(".shx")), "shapefile_part_missing", "no .shx"),
    BadFile(
        "shp-nan",
        spoiled_shapefile(set_vertex_nan),
        "coordinate_not_finite",
        "vertex 1",
        "feature 1",
    ),
    BadFile(
        "shp-overlong", spoiled_shapefile(overlong_record), "shapefile_truncated", "beyond its end"
    ),
    BadFile(
        "shp-parts", spoiled_shapefile(many_parts), "shapefile_truncated", "shorter than it says"
    ),
    BadFile(
        "cpg",
        spoiled_shapefile(lambda path: path.with_suffix(".cpg").write_text("EBCDIC") and None),
        "encoding_unknown",
        "the .cpg names",
    ),
]

GEOPACKAGES = [
    BadFile("gpkg-cut", cut(makers.write_geopackage, 0.6), "gpkg_truncated", "cut off or damaged"),
    BadFile(
        "sqlite",
        geopackage("PRAGMA application_id = 0"),
        "gpkg_application",
        "does not call itself",
    ),
    BadFile(
        "gpkg-trigger",
        geopackage("CREATE TRIGGER evil AFTER INSERT ON parcels BEGIN SELECT 1; END"),
        "gpkg_trigger",
        "holds a trigger",
        "evil",
    ),
    BadFile(
        "gpkg-view",
        geopackage("CREATE VIEW doubled AS SELECT * FROM parcels"),
        "gpkg_view",
        "holds a view",
        "doubled",
    ),
    BadFile(
        "gpkg-recursive-view",
        geopackage(
            "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n)"
            " SELECT i FROM n"
        ),
        "gpkg_view",
        "a view that refers to itself",
        "endless",
    ),
    BadFile(
        "gpkg-virtual-table",
        geopackage("CREATE VIRTUAL TABLE found USING fts5(words)"),
        "gpkg_virtual_table",
        "holds a virtual table",
        "found",
    ),
    BadFile(
        "gpkg-computed-column",
        geopackage("ALTER TABLE parcels ADD COLUMN twice AS (area_ha * 2)"),
        "gpkg_generated_column",
        "computed column",
        "twice",
    ),
    BadFile(
        "gpkg-register",
        geopackage("UPDATE gpkg_contents SET table_name = 'gone'", "DROP TABLE gpkg_ogr_contents"),
        "layer_none",
        "no layer",
    ),
    BadFile("gpkg-no-register", geopackage("DROP TABLE gpkg_contents"), "gpkg_schema", "missing"),
    BadFile("gpkg-two", two_layers, "layer_choice", "one of: parcels; old parcels"),
    BadFile("gpkg-open", open_elsewhere, "gpkg_journal", "has the file open"),
    BadFile(
        "gpkg-layer",
        lambda folder: makers.write_geopackage(folder),
        "layer_unknown",
        "no such layer ('zones')",
        options=ReadOptions(layer="zones"),
    ),
    BadFile("gpkg-geometry", geometry_blob("00112233"), "geometry_broken", "no GeoPackage header"),
    BadFile(
        "gpkg-wkb-cut",
        geometry_blob("47500001fa230000" + "0103000000ffffffff"),
        "geometry_broken",
        "the WKB cannot be read",
        "feature 1 (fid 1)",
    ),
    BadFile(
        "gpkg-arc",
        geometry_blob("47500001fa230000" + "0108000000" + "03000000" + "00" * 48),
        "geometry_curve",
        "arcs",
        "feature 1",
    ),
]

ALL = [
    *FILES,
    *GEOJSON,
    *ARCHIVES,
    *SHAPEFILES,
    *GEOPACKAGES,
    *KML,
    *TABLES,
    *CORNER_TABLES,
    *DRAWINGS,
]
"""Every bad file; names are unique."""
