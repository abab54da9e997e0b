from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import orjson
import osmium
import pytest

from geo.errors import ImportRejected, SourceError
from layers.importers.openstreetmap.elements import OsmFile, OsmLimits
from layers.importers.openstreetmap.reading import read_here, read_osm_file
from tests.layers.osm_made import answer, park, path, ring, way, written

LIMITS = OsmLimits()


def read(folder: Path, content: bytes, limits: OsmLimits = LIMITS) -> OsmFile:
    return read_here(written(folder, content), limits)


def codes(file: OsmFile) -> list[str]:
    return [note.code for note in file.notes]


def relation(number: int, members: list[dict[str, Any]], name: str = "KCN X") -> dict[str, Any]:
    tags = {"type": "multipolygon", "landuse": "industrial", "name": name}
    return {"type": "relation", "id": number, "tags": tags, "members": members}


def member(geometry: list[Any], role: str = "outer", ref: int = 9) -> dict[str, Any]:
    return {"type": "way", "ref": ref, "role": role, "geometry": geometry}


def test_read_osm_file_in_a_child_process(tmp_path: Path) -> None:
    file = read_osm_file(written(tmp_path, answer(park(7, "KCN Thử", 106.7, 10.9))))
    (element,) = file.elements
    assert (file.format, file.osm_base, dict(file.counts)) == ("overpass", "2026-08-11", {"way": 1})
    assert (element.key, element.names) == ("way/7", ("KCN Thử",))
    assert element.geometry is not None
    assert element.geometry.bounds == (106.7, 10.9, 106.71, 10.91)


def test_read_json_in_gzip_is_told_by_its_bytes(tmp_path: Path) -> None:
    content = gzip.compress(answer(park(7, "KCN Thử", 106.7, 10.9)))
    assert len(read(tmp_path, content).elements) == 1


def test_read_json_looks_nodes_up(tmp_path: Path) -> None:
    places = ring(106.7, 10.9)[:4]
    nodes = [{"type": "node", "id": n, **place} for n, place in enumerate(places, start=1)]
    tags = {"landuse": "industrial", "name": "KCN Thử"}
    one = {"type": "way", "id": 5, "nodes": [1, 2, 3, 4, 1], "tags": tags}
    (element,) = read(tmp_path, answer(*nodes, one)).elements
    assert element.geometry is not None
    assert element.geometry.is_closed


def test_read_json_notes_a_way_whose_nodes_are_missing(tmp_path: Path) -> None:
    node = {"type": "node", "id": 1, "lon": 106.7, "lat": 10.9}
    tags = {"landuse": "industrial", "name": "KCN Thử"}
    file = read(tmp_path, answer(node, {"type": "way", "id": 5, "nodes": [1, 2], "tags": tags}))
    assert file.elements[0].geometry is None
    assert codes(file) == ["missing_nodes"]


def test_read_json_joins_the_ways_of_a_relation_round_a_hole(tmp_path: Path) -> None:
    outer = ring(106.7, 10.9, 0.03)
    members = [member(outer[:3]), member(outer[2:]), member(ring(106.71, 10.91), "inner")]
    (element,) = read(tmp_path, answer(relation(3, members))).elements
    assert element.geometry is not None
    assert element.geometry.geom_type == "MultiPolygon"
    assert element.geometry.area == pytest.approx(0.03**2 - 0.01**2)


@pytest.mark.parametrize(
    ("members", "code", "detail"),
    [
        ([member(ring(106.7, 10.9)[:3])], "broken_geometry", "do not close"),
        ([member(ring(106.7, 10.9), "inner")], "broken_geometry", "no outer way"),
        (
            [member(ring(106.7, 10.9)), member(ring(106.8, 10.9), "inner")],
            "broken_geometry",
            "a hole lies outside its shell",
        ),
        (
            [member(path((106.7, 10.9), (106.71, 10.91), (106.71, 10.9), (106.7, 10.91),
                         (106.7, 10.9)))],
            "broken_geometry",
            "not valid",
        ),
        ([{"type": "way", "ref": 77, "role": "outer"}], "missing_members", "way/77"),
        ([member([*ring(106.7, 10.9)[:2], None])], "clipped", "cut to a box"),
    ],
)  # fmt: skip
def test_read_json_notes_a_broken_relation(
    tmp_path: Path, members: list[dict[str, Any]], code: str, detail: str
) -> None:
    file = read(tmp_path, answer(relation(3, members)))
    assert file.elements[0].geometry is None
    assert codes(file)[0] == code
    assert detail in file.notes[0].detail


def test_read_json_keeps_bounds_where_there_is_no_more(tmp_path: Path) -> None:
    bounds = {"minlat": 10.9, "minlon": 106.7, "maxlat": 10.91, "maxlon": 106.72}
    one = {**relation(3, []), "bounds": bounds}
    (element,) = read(tmp_path, answer(one)).elements
    assert element.geometry is None
    assert element.bounds == (106.7, 10.9, 106.72, 10.91)


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("KCN \x00 Thử", "control characters"),
        ("KCN Thử \u202egnp", "control characters"),
        ("KCN " + "A" * 2_000_000, "2000004 characters"),
    ],
)
def test_read_json_leaves_out_hostile_names(tmp_path: Path, name: str, detail: str) -> None:
    file = read(tmp_path, answer(park(1, name, 106.7, 10.9), park(2, "KCN Y", 106.7, 10.9)))
    assert [element.number for element in file.elements] == [2]
    assert codes(file) == ["bad_text"]
    assert detail in file.notes[0].detail


def test_read_json_keeps_markup_as_text_and_names_as_nfc(tmp_path: Path) -> None:
    name = "KCN <script>${alert(1)}</script> Ho\u0300a"
    (element,) = read(tmp_path, answer(park(1, name, 106.7, 10.9))).elements
    assert element.names == ("KCN <script>${alert(1)}</script> Hòa",)


@pytest.mark.parametrize(
    "vertex",
    [{"lon": 603_514.5, "lat": 1_191_410.4}, {"lon": "106.7", "lat": 10.9}, {"lat": 10.9}, 7],
)
def test_read_json_notes_what_is_no_longitude_and_latitude(tmp_path: Path, vertex: Any) -> None:
    geometry: list[Any] = ring(106.7, 10.9)
    geometry[2] = vertex
    one = way(1, geometry, landuse="industrial", name="KCN X")
    file = read(tmp_path, answer(one))
    assert file.elements[0].geometry is None
    assert codes(file) == ["bad_coordinate"]


def test_read_json_notes_elements_that_are_none(tmp_path: Path) -> None:
    file = read(tmp_path, answer({"type": "way", "id": "1; DROP"}, park(2, "KCN Y", 106.7, 10.9)))
    assert codes(file) == ["bad_object"]
    assert len(file.elements) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Overpass JSON"),
        (b"<html>busy</html>", "Overpass JSON"),
        (b'{"elements": [', "expected the JSON"),
        (b'{"version": 0.6}', "no list named 'elements'"),
        (b'{"elements": ' + b"[" * 5000 + b"]" * 5000 + b"}", "JSON"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}', None),
        (answer(remark="runtime error: Query timed out"), "a complete answer"),
        # Without the time of day, so that the test has the same name in every process.
        (gzip.compress(answer(), mtime=0)[:-9], "cut off"),
        (gzip.compress(answer(), mtime=0)[:20] + b"rubbish", "gzip"),
        (b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18\x90\x4e" + b"\xff" * 200, ".osm.pbf"),
    ],
)
def test_read_osm_file_refuses_what_it_is_not(
    tmp_path: Path, content: bytes, told: str | None
) -> None:
    file = written(tmp_path, content)
    if told is None:
        assert codes(read_here(file, LIMITS)) == ["bad_object"]
        return
    with pytest.raises(ImportRejected, match="fault") as caught:
        read_here(file, LIMITS)
    assert told in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_read_osm_file_refuses_a_gzip_bomb(tmp_path: Path) -> None:
    bomb = written(tmp_path, gzip.compress(b'{"elements": [' + b" " * 30_000_000))
    with pytest.raises(ImportRejected, match="over 20 MB"):
        read_osm_file(bomb, OsmLimits(unpacked_mb=20))


@pytest.mark.parametrize("limits", [OsmLimits(elements=1), OsmLimits(vertices=6)])
def test_read_osm_file_refuses_more_than_the_limits(tmp_path: Path, limits: OsmLimits) -> None:
    file = written(tmp_path, answer(park(1, "KCN A", 106.7, 10.9), park(2, "KCN B", 106.8, 10.9)))
    with pytest.raises(ImportRejected, match="at most"):
        read_osm_file(file, limits)


def test_read_osm_file_ends_a_reader_that_takes_too_long(tmp_path: Path) -> None:
    file = written(tmp_path, answer(park(1, "KCN A", 106.7, 10.9)))
    with pytest.raises(ImportRejected, match="reading took longer"):
        read_osm_file(file, OsmLimits(seconds=0.01))


def test_read_osm_file_outlives_a_reader_out_of_memory(tmp_path: Path) -> None:
    padding = [{"type": "node", "id": n, "tags": {"name": "x"}} for n in range(1, 200_000)]
    with pytest.raises(ImportRejected, match="the reader broke off"):
        read_osm_file(written(tmp_path, answer(*padding)), OsmLimits(memory_mb=230))


def test_read_osm_file_refuses_what_is_no_file(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.json"
    os.mkfifo(fifo)
    for path_of in (fifo, tmp_path, tmp_path / "absent.json"):
        with pytest.raises(SourceError, match="cannot be read"):
            read_osm_file(path_of)


def test_read_geojson_with_osm_ids(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[p["lon"], p["lat"]] for p in ring(106.7, 10.9)]]}
    tags = {"name": "KCN A", "landuse": "industrial"}
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"@id": "way/5", **tags}, "geometry": square},
            {"type": "Feature", "properties": {"osm_type": "way", "osm_id": 6, **tags},
             "geometry": square},
            {"type": "Feature", "properties": tags, "geometry": square},
        ],
    }  # fmt: skip
    file = read(tmp_path, orjson.dumps(collection))
    assert [element.key for element in file.elements] == ["way/5", "way/6"]
    assert codes(file) == ["bad_object"]
    assert file.osm_base is None


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """An .osm.pbf with a park as way, one as relation, a road, and a way that lacks a node."""
    file = tmp_path / "invented.osm.pbf"
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-08-10T20:20:00Z")
    places = [(p["lon"], p["lat"]) for p in ring(106.7, 10.9)[:4]]
    places += [(p["lon"], p["lat"]) for p in ring(106.8, 10.9)[:4]]
    with osmium.SimpleWriter(str(file), header=header) as writer:
        for number, place in enumerate(places, start=1):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=place, version=1))
        for number, nodes, tags in (
            (1, [1, 2, 3, 4, 1], {"landuse": "industrial", "name": "KCN Một"}),
            (2, [5, 6, 7], {}),
            (3, [7, 8, 5], {}),
            (4, [1, 5], {"highway": "motorway", "ref": "CT.01", "name": "Cao tốc A"}),
            (5, [1, 99], {"highway": "trunk", "ref": "QL.1"}),
            (6, [1, 2], {"highway": "residential"}),
        ):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags, version=1))
        members = [("w", 2, "outer"), ("w", 3, "outer")]
        tags = {"type": "multipolygon", "landuse": "industrial", "name": "KCN Hai"}
        writer.add_relation(
            osmium.osm.mutable.Relation(id=1, members=members, tags=tags, version=1)
        )
    return file


def test_read_extract_takes_what_is_ours_with_its_nodes(extract: Path) -> None:
    file = read_osm_file(extract)
    found = {element.key: element.geometry for element in file.elements}
    assert (file.format, file.osm_base) == ("pbf", "2026-08-10")
    assert set(found) == {"way/1", "way/4", "way/5", "relation/1"}
    assert found["way/1"] is not None
    assert found["relation/1"] is not None
    assert found["relation/1"].area == pytest.approx(0.0001)
    assert found["way/5"] is None
    assert codes(file) == ["missing_nodes"]


def test_read_extract_refuses_a_file_cut_off(extract: Path, tmp_path: Path) -> None:
    content = extract.read_bytes()
    cut = written(tmp_path, content[: len(content) - 20], "cut.osm.pbf")
    with pytest.raises(ImportRejected, match=r"a whole \.osm\.pbf file"):
        read_osm_file(cut)
