"""What PostGIS measures, held against `geo.measures`, on every bundled zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import shapely
from psycopg.rows import DictRow, dict_row

from geo.measures import GEOD, find_nearest, find_nearest_of, geodesic_area_m2
from layers.address import DatabaseAddress
from layers.database import SQL_DIRECTORY
from layers.measuring import measure_zones
from tests.layers.by_hand import Land

MEASURES = ("coastline", "deep_sea_berth", "port", "airport", "expressway")
DISTANCE_TOLERANCE_M = 0.5
DISTANCE_TOLERANCE_SHARE = 0.00005


@dataclass(frozen=True)
class Region:
    """All zones and targets as shapely geometries."""

    zones: dict[str, shapely.Geometry]
    targets: dict[str, dict[str, shapely.Geometry]]
    distances: dict[tuple[str, str], DictRow]


@pytest.fixture(scope="module")
def region(loaded_database: DatabaseAddress) -> Iterator[Region]:
    options = "-c search_path=zonemap,public"
    with psycopg.connect(
        loaded_database.reader_url, row_factory=dict_row, options=options
    ) as connection:

        def read(query: str) -> dict[str, shapely.Geometry]:
            rows = connection.execute(query).fetchall()
            return {row["id"]: shapely.from_wkb(bytes(row["geom"])) for row in rows}

        sea = read(
            "SELECT part_id AS id, ST_AsBinary(geom) AS geom FROM coastline WHERE kind='sea'"
        )
        port = (
            "SELECT port_id AS id, ST_AsBinary(geom) AS geom FROM port WHERE status = 'operating'"
        )
        deep = (
            " AND port_id IN (SELECT subject_id FROM ranked_figure('2026-11-22')"
            " WHERE picked AND metric = 'max_vessel_dwt' AND value >= 50000)"
        )
        link = (
            "SELECT link_id AS id, ST_AsBinary(geom) AS geom FROM link"
            " WHERE status IN ('operating', 'partly_open') AND kind = "
        )
        rows = connection.execute("SELECT * FROM zone_distance").fetchall()
        yield Region(
            zones=read(
                "SELECT zone_id AS id, ST_AsBinary(coalesce(boundary, location)) AS geom FROM zone"
                " WHERE location IS NOT NULL"
            ),
            targets={
                "coastline": sea,
                "port": read(port),
                "deep_sea_berth": read(port + deep),
                "airport": read(f"{link}'airport'"),
                "expressway": read(f"{link}'expressway'"),
            },
            distances={(row["zone_id"], row["measure"]): row for row in rows},
        )


def within_reach(
    zone: shapely.Geometry, targets: dict[str, shapely.Geometry]
) -> dict[str, shapely.Geometry]:
    """Targets that may be nearest; a point that is farther than the nearest by more than the
    zone is wide cannot be."""
    if any(target.geom_type != "Point" for target in targets.values()):
        return targets
    west, south, east, north = zone.bounds
    centre = zone.centroid
    width = GEOD.inv(west, south, east, north)[2]
    away = {
        key: GEOD.inv(centre.x, centre.y, target.x, target.y)[2] for key, target in targets.items()
    }
    return {key: targets[key] for key in targets if away[key] <= min(away.values()) + width}


def test_area_of_every_zone_agrees(loaded: psycopg.Connection[DictRow]) -> None:
    rows = loaded.execute(
        "SELECT zone_id, ST_AsBinary(boundary) AS geom, ST_Area(boundary::geography) AS area_m2"
        " FROM zone WHERE boundary IS NOT NULL"
    ).fetchall()
    assert len(rows) == 98
    worst = 0.0
    for row in rows:
        opinion = geodesic_area_m2(shapely.from_wkb(bytes(row["geom"])))
        off = abs(row["area_m2"] - opinion)
        assert off <= max(0.1, 0.00001 * opinion), row["zone_id"]
        worst = max(worst, off)
    assert worst < 0.01


def test_area_of_every_parcel_agrees(loaded: psycopg.Connection[DictRow]) -> None:
    rows = loaded.execute(
        "SELECT parcel_id, ST_AsBinary(geom) AS geom, area_m2 FROM parcel_state('2026-11-22')"
    ).fetchall()
    assert len(rows) == 258
    for row in rows:
        opinion = geodesic_area_m2(shapely.from_wkb(bytes(row["geom"])))
        assert float(row["area_m2"]) == pytest.approx(opinion, abs=0.051), row["parcel_id"]


@pytest.mark.parametrize("measure", MEASURES)
def test_distance_of_every_zone_agrees(region: Region, measure: str) -> None:
    """Within 0.5 m or 0.005 %; and the nearest one is the nearest one, ties aside."""
    assert len(region.zones) == 107
    targets = region.targets[measure]
    for zone_id, zone in region.zones.items():
        row = region.distances[zone_id, measure]
        near = within_reach(zone, targets)
        index, nearest = find_nearest_of(zone, list(near.values()))
        tolerance = max(DISTANCE_TOLERANCE_M, DISTANCE_TOLERANCE_SHARE * nearest.distance_m)
        assert row["distance_m"] == pytest.approx(nearest.distance_m, abs=tolerance), zone_id
        if measure != "coastline" and row["nearest_id"] != list(near)[index]:
            stored = find_nearest(zone, targets[row["nearest_id"]])
            assert stored.distance_m <= nearest.distance_m + tolerance, zone_id


def test_distance_is_there_for_every_zone_with_a_place(region: Region) -> None:
    assert set(region.distances) == {
        (zone_id, measure) for zone_id in region.zones for measure in MEASURES
    }


@pytest.mark.parametrize(
    ("measure", "count"), [("port", 35), ("deep_sea_berth", 16), ("airport", 3), ("expressway", 3)]
)
def test_distance_targets_are_open_for_use(region: Region, measure: str, count: int) -> None:
    assert len(region.targets[measure]) == count
    used = {row["nearest_id"] for key, row in region.distances.items() if key[1] == measure}
    assert used <= set(region.targets[measure])


def test_distance_to_the_sea_of_known_zones(region: Region) -> None:
    """Hiệp Phước is 24.6 km from the sea by OpenStreetMap's coastline, river mouths closed."""
    assert region.distances["hiep-phuoc-1", "coastline"]["distance_m"] == pytest.approx(
        24_600, abs=1_500
    )
    assert max(row["distance_m"] for row in region.distances.values()) < 130_000


def test_distance_badge_is_the_worst_of_its_inputs(loaded: psycopg.Connection[DictRow]) -> None:
    """A zone estimated to 2 km, or a road drawn by hand, gives no better than an estimate."""
    rows = loaded.execute(
        "SELECT d.measure, d.badge, greatest(z.boundary_badge, z.location_badge) AS place,"
        " d.measured_from, z.boundary IS NULL AS bare FROM zone_distance AS d JOIN zone AS z"
        " USING (zone_id)"
    ).fetchall()
    assert all(row["badge"] >= row["place"] for row in rows)
    assert all((row["measured_from"] == "centre") == row["bare"] for row in rows)
    assert {row["badge"] for row in rows if row["measure"] in ("airport", "expressway")} == {"D"}


@pytest.fixture
def coast(fresh_database: DatabaseAddress) -> Iterator[Land]:
    """An empty database that may be committed to, with a sea east of 107 E."""
    options = "-c search_path=zonemap,public"
    with psycopg.connect(fresh_database.owner_url, options=options, autocommit=True) as connection:
        land = Land(connection)
        land.source()
        sea = {"source_key": "s1", "badge": "C"}
        land.insert(
            "coastline", part_id="sea-1", kind="sea", geom=shapely.box(107, 9, 108, 11), **sea
        )
        shore = shapely.LineString([(107, 9), (107, 11)])
        land.insert("coastline", part_id="shore-1", kind="shore", geom=shore, **sea)
        yield land


def measured(land: Land, database: DatabaseAddress) -> dict[tuple[str, str], DictRow]:
    measure_zones(database.owner_url)
    rows = land.ask("SELECT * FROM zone_distance")
    return {(row["zone_id"], row["measure"]): row for row in rows}


def test_measure_of_hand_built_places(coast: Land, fresh_database: DatabaseAddress) -> None:
    """Touching, inside, a gap of 0.1 degree, a bare centre, and a zone that nobody placed."""
    place = {"location_badge": "B", "boundary_badge": "A"}
    for zone_id, west in (("touching", 106.9), ("inside", 107.4), ("inland", 106.8)):
        box = shapely.box(west, 10, west + 0.1, 10.1)
        coast.zone(zone_id, location=shapely.Point(west, 10), boundary=box, **place)
    coast.zone("bare", location=shapely.Point(106.5, 10), location_badge="D")
    coast.zone("nowhere")
    row = measured(coast, fresh_database)
    assert {key[1] for key in row} == {"coastline"}  # nothing else is known to measure to
    assert row["touching", "coastline"]["distance_m"] == 0
    assert row["inside", "coastline"]["distance_m"] == 0
    expected = GEOD.inv(106.9, 10.1, 107, 10.1)[2]
    assert row["inland", "coastline"]["distance_m"] == pytest.approx(expected, abs=0.5)
    assert (row["inland", "coastline"]["badge"], row["bare", "coastline"]["badge"]) == ("C", "D")
    assert row["bare", "coastline"]["measured_from"] == "centre"
    assert ("nowhere", "coastline") not in row


def test_measure_takes_only_ports_and_links_in_use(
    coast: Land, fresh_database: DatabaseAddress
) -> None:
    coast.zone(location=shapely.Point(106.5, 10), location_badge="B")
    names = {"name_vi": "Tên", "name_en": "Name", "badge": "B", "origin": "test"}
    port = {**names, "kind": "icd", "inside_region": True, "location_source": "s1"}
    for number, (status, dwt) in enumerate(
        [("planned", 90_000), ("no_cargo", 90_000), ("operating", 49_999), ("operating", 50_000)]
    ):
        point = shapely.Point(106.51 + number / 100, 10)
        key = f"port-{number}"
        accuracy = {"location_accuracy": "surveyed", "status": status}
        coast.insert("port", port_id=key, geom=point, **port, **accuracy)
        subject = {"subject_kind": "port", "subject_id": key, "scope": "port", "unit": "DWT"}
        coast.figure("max_vessel_dwt", dwt, **subject)
    link = {**names, "source_keys": "s1", "geometry_accuracy": "surveyed"}
    for number, (kind, status) in enumerate(
        [
            ("expressway", "planned"),
            ("expressway", "under_construction"),
            ("national_road", "operating"),
            ("expressway", "partly_open"),
            ("expressway", "operating"),
        ]
    ):
        line = shapely.LineString([(106.6 + number / 100, 9.5), (106.6 + number / 100, 10.5)])
        state = {"kind": kind, "status": status, "geometry_quality": "surveyed"}
        coast.insert("link", link_id=f"link-{number}", geom=line, **link, **state)
    row = measured(coast, fresh_database)
    assert row["z", "port"]["nearest_id"] == "port-2"
    assert row["z", "deep_sea_berth"]["nearest_id"] == "port-3"
    assert row["z", "expressway"]["nearest_id"] == "link-3"
    assert (row["z", "expressway"]["nearest_kind"], row["z", "expressway"]["badge"]) == (
        "link",
        "B",
    )
    expected = GEOD.inv(106.5, 10, 106.52 + 0.01, 10)[2]
    assert row["z", "port"]["distance_m"] == pytest.approx(expected, abs=1e-6)


def test_measure_takes_the_nearer_of_two_that_a_sphere_confuses(
    coast: Land, fresh_database: DatabaseAddress
) -> None:
    """North is 0.6 % shorter on the ellipsoid than on a sphere with the equator's radius."""
    coast.zone(location=shapely.Point(106.5, 10), location_badge="B")
    names = {"name_vi": "Tên", "name_en": "Name", "badge": "B", "origin": "test"}
    link = {**names, "source_keys": "s1", "geometry_accuracy": "surveyed", "kind": "expressway"}
    lon, lat, _ = GEOD.fwd(106.5, 10, 90, 40_010)
    east = shapely.Point(lon, lat)
    lon, lat, _ = GEOD.fwd(106.5, 10, 0, 40_000)
    north = shapely.Point(lon, lat)
    bent = shapely.LineString([east, (106.95, 10.4), north])
    state = {"status": "operating", "geometry_quality": "surveyed"}
    coast.insert("link", link_id="bent", geom=bent, **link, **state)
    row = measured(coast, fresh_database)["z", "expressway"]
    opinion = find_nearest(shapely.Point(106.5, 10), bent).distance_m
    assert row["distance_m"] == pytest.approx(opinion, abs=0.5)
    assert opinion == pytest.approx(40_000, abs=0.01)


SQL_FILES = sorted(SQL_DIRECTORY.rglob("*.sql"))


@pytest.mark.parametrize("file", SQL_FILES, ids=lambda file: file.stem)
def test_sql_never_transforms_between_datums(file: Path) -> None:
    """PostGIS would choose the wrong shift to VN-2000: only codes on WGS 84 are used."""
    statement = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
    for call in re.findall(r"ST_Transform\s*\((.*)", statement, flags=re.IGNORECASE):
        assert re.search(r",\s*(4326|3857|32648)\s*\)", call), call
    srids = set(re.findall(r"\b(?:9210|5899|3405|3406|4756|5897|9209|695[6-9])\b", statement))
    assert srids == set()
    assert "ST_SetSRID" not in statement or "4326" in statement


@pytest.mark.parametrize("file", SQL_FILES, ids=lambda file: file.stem)
def test_sql_opens_with_what_it_answers(file: Path) -> None:
    first, _, _ = file.read_text(encoding="utf-8").partition("\n")
    assert re.fullmatch(r"-- [A-ZÀ-Ỹ].{15,}", first), first
