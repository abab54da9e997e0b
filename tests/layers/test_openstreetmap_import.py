from __future__ import annotations

from pathlib import Path

import orjson
import psycopg
import pytest
import shapely

from geo.errors import DatabaseNotReady, ImportRejected, InvalidParameter
from layers.address import DatabaseAddress
from layers.importers.openstreetmap import importing
from layers.importers.openstreetmap.importing import OsmOptions, import_osm, read_city_outline
from layers.importers.openstreetmap.report import OsmReport
from tests.layers.osm_made import Record, answer, park, path, ring, way, written

SQUARE = shapely.box(106.70, 10.90, 106.71, 10.91)
NAME = "Khu công nghiệp Amata"


@pytest.fixture
def record(fresh_database: DatabaseAddress) -> Record:
    """One zone with a schematic outline and an illustrative parcel, a road, an airport, a port."""
    made = Record(fresh_database)
    made.zone("amata", NAME, (106.705, 10.905), boundary=SQUARE.buffer(0.001))
    made.area("amata", 60)
    made.parcel("amata", SQUARE)
    made.link("ql13", "Quốc lộ 13", "national_road", "LINESTRING(106.70 10.90, 106.70 11.00)")
    made.link("tsn", "Cảng hàng không Tân Sơn Nhất", "airport", "POINT(106.65 10.81)")
    made.port("cat-lai", "Cảng Cát Lái", (106.789, 10.761))
    return made


def everything() -> bytes:
    return answer(
        park(1, NAME, 106.70, 10.90),
        way(2, path((106.701, 10.90), (106.702, 11.00)), highway="trunk", ref="QL.13"),
        way(3, path((106.71, 10.90), (106.72, 11.00)), highway="trunk", ref="QL.1K"),
        way(4, ring(106.65, 10.81), aeroway="aerodrome", name="Sân bay Tân Sơn Nhất", iata="SGN"),
        way(5, ring(106.79, 10.76), industrial="port", name="Cảng Cát Lái"),
    )


def brought(record: Record, folder: Path, content: bytes, **options: object) -> OsmReport:
    return import_osm(record.url, written(folder, content), OsmOptions(**options))  # type: ignore[arg-type]


def test_import_osm_replaces_what_is_schematic(record: Record, tmp_path: Path) -> None:
    report = brought(record, tmp_path, everything())
    assert report.counts == {"zone": 1, "figure": 2, "parcel": 1, "link": 3, "port": 1}
    assert [(line.zone_id, line.how, line.action) for line in report.zones] == [
        ("amata", "name and place", "replaced")
    ]
    assert [(line.record_id, line.action) for line in report.places] == [
        ("tsn", "replaced"),
        ("osm-way-3", "added"),
        ("ql13", "replaced"),
        ("cat-lai", "replaced"),
    ]
    ((outline, quality, badge, metric),) = record.run(
        "SELECT ST_AsText(boundary), boundary_quality, boundary_badge, boundary_metric FROM zone"
    )
    assert shapely.from_wkt(str(outline)).equals(SQUARE)
    assert (quality, badge, metric) == ("openstreetmap", "C", None)


def test_import_osm_keeps_the_declared_area_beside_the_mapped_one(
    record: Record, tmp_path: Path
) -> None:
    brought(record, tmp_path, everything())
    rows = record.run(
        "SELECT f.metric, f.value::text, f.as_of, f.badge, f.method, f.note, s.source_key, f.origin"
        " FROM figure AS f LEFT JOIN figure_source AS s USING (figure_id)"
        " WHERE f.subject_kind = 'zone' AND upper_inf(f.recorded) ORDER BY f.metric"
    )
    assert rows == [
        ("mapped_area_ha", "120.93", "2026-08-11", "C", "computed", "area of the outline way/1",
         "openstreetmap", "import:1"),
        ("total_area_ha", "60", None, "C", "published", None, None, "bundle"),
    ]  # fmt: skip


def test_import_osm_says_the_gap_between_mapped_and_declared(
    record: Record, tmp_path: Path
) -> None:
    report = brought(record, tmp_path, everything())
    told = {one.code: one for one in report.findings if one.place == "amata"}
    assert told["area_gap"].message_en.endswith("by +102 %")
    assert told["covers_several"].severity == "note"


def test_import_osm_ends_illustrative_parcels_and_keeps_them_on_record(
    record: Record, tmp_path: Path
) -> None:
    brought(record, tmp_path, everything())
    assert record.run("SELECT upper_inf(recorded) FROM parcel") == [(False,)]


def test_import_osm_keeps_names_state_and_sources_of_a_link(record: Record, tmp_path: Path) -> None:
    brought(record, tmp_path, everything())
    rows = record.run(
        "SELECT link_id, name_vi, status, geometry_accuracy, geometry_quality, badge, source_keys,"
        " note, GeometryType(geom) FROM link ORDER BY link_id"
    )
    assert rows == [
        ("osm-way-3", "Quốc lộ 1K", "operating", "openstreetmap", "openstreetmap", "C",
         "openstreetmap", None, "LINESTRING"),
        ("ql13", "Quốc lộ 13", "operating", "openstreetmap", "openstreetmap", "C",
         "estimate+openstreetmap", "a note", "LINESTRING"),
        ("tsn", "Cảng hàng không Tân Sơn Nhất", "operating", "openstreetmap", "openstreetmap", "C",
         "estimate+openstreetmap", "a note", "POINT"),
    ]  # fmt: skip


def test_import_osm_keeps_where_a_port_was_before(record: Record, tmp_path: Path) -> None:
    brought(record, tmp_path, everything())
    assert record.run("SELECT location_accuracy, location_source, badge FROM port") == [
        ("openstreetmap", "openstreetmap", "C")
    ]
    assert record.run("SELECT value_text, badge FROM figure WHERE subject_kind = 'port'") == [
        ("106.78900 10.76100", "D")
    ]


def test_import_osm_writes_one_audit_row_and_measures(record: Record, tmp_path: Path) -> None:
    report = brought(record, tmp_path, everything())
    rows = record.run("SELECT import_id, file, sha256, layer, source_key, as_of FROM import_run")
    assert rows == [
        (report.import_id, "answer.json", report.sha256, "openstreetmap", "openstreetmap",
         "2026-08-11")
    ]  # fmt: skip
    assert record.run("SELECT measure FROM zone_distance ORDER BY measure") == [
        ("airport",),
        ("port",),
    ]


def test_import_osm_twice_adds_nothing(record: Record, tmp_path: Path) -> None:
    brought(record, tmp_path, everything())
    before = record.run("SELECT link_id, xmin FROM link ORDER BY link_id")
    again = brought(record, tmp_path, everything())
    assert not again.anything_changed
    assert again.import_id is None
    assert {line.action for line in (*again.zones, *again.places)} == {"unchanged"}
    assert record.run("SELECT count(*) FROM import_run") == [(1,)]
    assert record.run("SELECT link_id, xmin FROM link ORDER BY link_id") == before


def test_import_osm_dry_run_tells_the_same_and_stores_nothing(
    record: Record, tmp_path: Path
) -> None:
    tried = brought(record, tmp_path, everything(), is_dry_run=True)
    assert tried.import_id is None
    assert record.run("SELECT boundary_quality FROM zone") == [("schematic",)]
    assert record.run("SELECT count(*) FROM import_run") == [(0,)]
    done = brought(record, tmp_path, everything())
    assert (tried.counts, tried.zones, tried.places) == (done.counts, done.zones, done.places)


@pytest.mark.parametrize(
    "step", ["store_zones", "store_lines", "store_airports", "store_ports", "record_import"]
)
def test_import_osm_that_fails_at_a_step_leaves_the_old_state(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    tables = ("zone", "figure", "parcel", "link", "port", "import_run", "zone_distance")
    before = [record.run(f"SELECT md5(string_agg(t::text, '|')) FROM {name} AS t")
              for name in tables]  # fmt: skip
    done = getattr(importing, step)

    def fail(*values: object) -> None:
        done(*values)
        raise RuntimeError("killed here")

    monkeypatch.setattr(importing, step, fail)
    with pytest.raises(RuntimeError, match="killed here"):
        brought(record, tmp_path, everything())
    after = [record.run(f"SELECT md5(string_agg(t::text, '|')) FROM {name} AS t")
             for name in tables]  # fmt: skip
    assert after == before


def test_import_osm_of_a_later_outline_ends_the_earlier_area(
    record: Record, tmp_path: Path
) -> None:
    brought(record, tmp_path, everything())
    later = answer(park(1, NAME, 106.70, 10.90, 0.012), base="2026-09-01T00:00:00Z")
    assert brought(record, tmp_path, later).zones[0].action == "redrawn"
    areas = record.run(
        "SELECT as_of FROM figure WHERE metric = 'mapped_area_ha' AND upper_inf(recorded)"
    )
    assert areas == [("2026-09-01",)]


def test_import_osm_of_an_older_outline_is_left_out(record: Record, tmp_path: Path) -> None:
    brought(record, tmp_path, everything())
    older = answer(park(1, NAME, 106.70, 10.90, 0.012), base="2023-08-24T00:00:00Z")
    report = brought(record, tmp_path, older)
    assert report.zones[0].action == "older"
    assert not report.anything_changed
    assert "left_out_older_outline" in {one.code for one in report.findings}


def test_import_osm_leaves_a_surveyed_outline_alone(record: Record, tmp_path: Path) -> None:
    record.run("UPDATE zone SET boundary_quality = 'surveyed'")
    report = brought(record, tmp_path, answer(park(1, NAME, 106.70, 10.90)))
    assert report.zones[0].action == "surveyed"
    assert not report.anything_changed


def test_import_osm_follows_a_road_whose_lowest_way_is_gone(record: Record, tmp_path: Path) -> None:
    brought(record, tmp_path, everything())
    other = way(9, path((106.71, 10.90), (106.72, 11.00)), highway="trunk", ref="QL.1K")
    brought(record, tmp_path, answer(other))
    assert record.run("SELECT link_id FROM link WHERE link_id LIKE 'osm-%'") == [("osm-way-9",)]


def test_import_osm_stores_a_hostile_name_as_text(record: Record, tmp_path: Path) -> None:
    name = "Cao tốc <img src=x onerror=alert(1)>') ${alert(1)} --"
    one = way(7, path((106.70, 10.90), (106.70, 10.95)), highway="motorway", name=name)
    brought(record, tmp_path, answer(one))
    assert record.run("SELECT name_vi FROM link WHERE link_id = 'osm-way-7'") == [(name,)]


def test_import_osm_asks_for_the_day_of_an_undated_file(record: Record, tmp_path: Path) -> None:
    content = answer(park(1, NAME, 106.70, 10.90), base=None)
    tried = brought(record, tmp_path, content, is_dry_run=True)
    assert [one.code for one in tried.questions] == ["undated"]
    assert brought(record, tmp_path, content, as_of="2026-08-11").as_of == "2026-08-11"


def test_import_osm_refuses_a_day_that_is_none(record: Record, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter, match="the date 'yesterday' cannot be read"):
        brought(record, tmp_path, everything(), as_of="yesterday")


def test_import_osm_into_an_empty_database(fresh_database: DatabaseAddress, tmp_path: Path) -> None:
    with pytest.raises(DatabaseNotReady, match="no zones to match with"):
        import_osm(fresh_database.owner_url, written(tmp_path, everything()))


def test_import_osm_keeps_to_the_outline_of_the_city(record: Record, tmp_path: Path) -> None:
    box = shapely.box(105.9, 10.0, 106.5, 11.5)
    collection = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": orjson.loads(shapely.to_geojson(box))}
    ]}  # fmt: skip
    city = read_city_outline(written(tmp_path, orjson.dumps(collection), "city.geojson"))
    report = brought(record, tmp_path, everything(), city=city)
    assert report.zones == ()
    assert "left_out_outside_city" in {one.code for one in report.findings}


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b'{"type": "Point", "coordinates": [106, 10]}', b'{"type": "Polygon"}'],
)
def test_read_city_outline_refuses_what_is_none(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ImportRejected, match="GeoJSON with polygons"):
        read_city_outline(written(tmp_path, content))


def test_bundle_load_keeps_what_openstreetmap_gave(
    loaded_copy: DatabaseAddress, tmp_path: Path
) -> None:
    from layers.importers.bundle import load_bundle
    from layers.settings import CHECKOUT

    # A ring round the centre on record, under the id that the bundle names.
    query = "SELECT ST_X(location), ST_Y(location) FROM zonemap.zone WHERE zone_id = 'tan-tao'"
    with psycopg.connect(loaded_copy.owner_url) as connection:
        place = connection.execute(query).fetchone()
    assert place is not None
    lon, lat = place
    content = answer(
        park(493155221, "Khu công nghiệp Tân Tạo", lon - 0.01, lat - 0.01, 0.02),
        way(5, ring(106.79, 10.76), industrial="port", name="Cảng Cát Lái"),
        way(4, ring(106.65, 10.81), aeroway="aerodrome", name="Sân bay Tân Sơn Nhất", iata="SGN"),
    )
    report = import_osm(loaded_copy.owner_url, written(tmp_path, content))
    assert {line.action for line in (*report.zones, *report.places)} == {"replaced"}
    load_bundle(loaded_copy.owner_url, CHECKOUT / "data", illustrative=True)
    again = import_osm(loaded_copy.owner_url, written(tmp_path, content))
    assert not again.anything_changed
    assert {line.action for line in (*again.zones, *again.places)} == {"unchanged"}
