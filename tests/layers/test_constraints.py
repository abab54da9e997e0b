"""What the database itself refuses, whatever writes to it, and what each role may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import shapely

from tests.layers.by_hand import Land, hectares

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.address import DatabaseAddress

BOW_TIE = "MULTIPOLYGON(((106.7 10.8, 106.71 10.81, 106.71 10.8, 106.7 10.81, 106.7 10.8)))"
DECOMPOSED = "Khu công nghiê\u0323p"


def refusal(do: Callable[[], object]) -> str:
    """Name of the constraint that refuses a statement."""
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        do()
    return str(caught.value.diag.constraint_name)


@pytest.mark.parametrize(
    ("wkt", "constraint"),
    [
        (BOW_TIE, "zone_boundary_valid_check"),
        ("MULTIPOLYGON EMPTY", "zone_boundary_in_region_check"),
        ("MULTIPOLYGON(((106 95, 107 95, 107 96, 106 95)))", "zone_boundary_in_region_check"),
        ("MULTIPOLYGON(((105 10, 106 10, 106 11, 105 10)))", "zone_boundary_in_region_check"),
        ("MULTIPOLYGON(((10 106, 11 106, 11 107, 10 106)))", "zone_boundary_in_region_check"),
    ],
)
def test_zone_boundary_is_refused(land: Land, wkt: str, constraint: str) -> None:
    land.zone("sound", boundary=hectares())
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        land.connection.execute(
            "INSERT INTO zone (zone_id, name_vi, name_en, kind, former_province, status, origin,"
            " boundary, boundary_quality) SELECT 'z', name_vi, name_en, kind, former_province,"
            " status, origin, ST_GeomFromText(%s, 4326), 'schematic' FROM zone",
            [wkt],
        )
    assert caught.value.diag.constraint_name == constraint


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (shapely.Point(106.7, 10.8), r"Geometry type \(Point\) does not match column type"),
        (shapely.box(106.7, 10.8, 106.8, 10.9), r"Geometry type \(Polygon\) does not match"),
        (shapely.force_3d(shapely.MultiPolygon([hectares()])), "has Z dimension but column"),
    ],
)
def test_zone_boundary_of_another_type_is_refused(
    land: Land, geometry: shapely.Geometry, message: str
) -> None:
    land.zone()
    with pytest.raises(psycopg.errors.DataError, match=message):
        land.connection.execute(
            "UPDATE zone SET boundary = ST_SetSRID(ST_GeomFromWKB(%s), 4326)",
            [shapely.to_wkb(geometry, include_srid=False, flavor="extended")],
        )


def test_geometry_of_another_system_is_refused(land: Land) -> None:
    land.zone()
    with pytest.raises(psycopg.errors.DataError, match=r"SRID \(32648\) does not match"):
        land.connection.execute("UPDATE zone SET location = 'SRID=32648;POINT(106.7 10.8)'")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"location": shapely.Point(106.7, 95), "location_badge": "D"}, "zone_location_in_region"),
        ({"location": shapely.Point(106.7, 12), "location_badge": "D"}, "zone_location_in_region"),
        (
            {"location": shapely.Point(10.8, 106.7), "location_badge": "D"},
            "zone_location_in_region",
        ),
        ({"location": shapely.Point(106.7, 10.8)}, "zone_location_has_badge_check"),
        ({"location_badge": "D"}, "zone_location_has_badge_check"),
        ({"location": shapely.Point(), "location_badge": "D"}, "zone_location_in_region"),
        ({"boundary_quality": "schematic"}, "zone_boundary_has_quality_check"),
        ({"name_vi": DECOMPOSED}, "zone_name_vi_nfc_check"),
        ({"district": "Bi\u0300nh Dương"}, "zone_district_nfc_check"),
        ({"kind": "KKT"}, "zone_kind_check"),
        ({"status": "sold out"}, "zone_status_check"),
        ({"former_province": "DN"}, "zone_former_province_check"),
        ({"location_badge": "E"}, "zone_location_"),
        ({"extent_length_m": 0, "extent_width_m": 10}, "zone_extent_positive_check"),
        ({"extent_bearing_deg": 361}, "zone_extent_bearing_check"),
    ],
)
def test_zone_is_refused(land: Land, values: dict[str, Any], constraint: str) -> None:
    assert refusal(lambda: land.zone(**values)).startswith(constraint)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"value": 1.2, "unit": "share"}, "figure_share_check"),
        ({"value": -0.1, "unit": "share"}, "figure_share_check"),
        ({"value": -5}, "figure_area_check"),
        ({"value_low": -5, "value_high": 5}, "figure_area_check"),
        ({"value": float("nan")}, "figure_finite_check"),
        ({"value_low": 1, "value_high": float("nan")}, "figure_finite_check"),
        ({}, "figure_says_something_check"),
        ({"value_low": 5}, "figure_says_something_check"),
        ({"value_low": 5, "value_high": 4}, "figure_range_ordered_check"),
        ({"value": 5, "badge": "E"}, "figure_badge_check"),
        ({"value": 5, "scope": "country"}, "figure_scope_check"),
        ({"value": 5, "method": "guessed"}, "figure_method_check"),
        ({"value": 5, "subject_kind": "link"}, "figure_subject_kind_check"),
        ({"value": 5, "note": "nê\u0323n"}, "figure_note_nfc_check"),
        ({"value": 5, "fingerprint": "one"}, "figure_in_force_key"),
    ],
)
def test_figure_is_refused(land: Land, values: dict[str, Any], constraint: str) -> None:
    land.figure("total_area_ha", 300, fingerprint="one")
    assert refusal(lambda: land.figure("leased_area_ha", **values)) == constraint


def test_figure_needs_a_source_of_the_register(land: Land) -> None:
    assert refusal(lambda: land.figure("leased_area_ha", 5, sources=["nobody"])) == (
        "figure_source_source_key_fkey"
    )


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"use": "housing"}, "parcel_use_check"),
        ({"clearance": "done"}, "parcel_clearance_check"),
        ({"servicing": "done"}, "parcel_servicing_check"),
        ({"commercial": "sold"}, "parcel_commercial_check"),
        ({"occupation": "full"}, "parcel_occupation_check"),
        ({"badge": "F"}, "parcel_badge_check"),
        ({"valid": "empty"}, "parcel_times_not_empty_check"),
        ({"constraint_kind": "lu\u0303"}, "parcel_constraint_kind_nfc_check"),
        ({"zone_id": "elsewhere"}, "parcel_zone_id_fkey"),
    ],
)
def test_parcel_is_refused(land: Land, values: dict[str, Any], constraint: str) -> None:
    land.zone()
    assert refusal(lambda: land.parcel("p", hectares(), **values)) == constraint


def test_parcel_has_one_state_at_a_time(land: Land) -> None:
    land.zone()
    land.parcel("p", hectares(), valid="[2020-01-01,2024-06-01)", commercial="available")
    land.parcel("p", hectares(), valid="[2024-06-01,)", commercial="leased")
    assert (
        refusal(lambda: land.parcel("p", hectares(), valid="[2024-05-31,2024-06-01)"))
        == "parcel_one_state_at_a_time"
    )


def test_parcel_state_that_we_no_longer_believe_may_overlap(land: Land) -> None:
    land.zone()
    land.parcel("p", hectares(), recorded="[2024-01-01,2025-01-01)", commercial="available")
    land.parcel("p", hectares(), recorded="[2025-01-01,)", commercial="leased")
    (row,) = land.ask("SELECT commercial FROM parcel_state(%(day)s)", day="2024-03-01")
    assert row["commercial"] == "leased"


def test_port_latitude_95_is_refused(land: Land) -> None:
    land.source()
    values = {"name_vi": "Cảng", "name_en": "Port", "kind": "icd", "status": "operating"}
    place = {"location_accuracy": "approx_2km", "location_source": "s1", "badge": "D"}
    port = {**values, **place, "inside_region": True, "origin": "test"}
    assert (
        refusal(lambda: land.insert("port", port_id="p", geom=shapely.Point(106.7, 95), **port))
        == "port_geom_in_region_check"
    )


def test_link_that_is_a_polygon_is_refused(land: Land) -> None:
    values = {"name_vi": "Đường", "name_en": "Road", "kind": "expressway", "status": "operating"}
    rest = {"geometry_accuracy": "approx_2km", "geometry_quality": "schematic", "badge": "D"}
    link = {**values, **rest, "source_keys": "s1", "origin": "test"}
    assert (
        refusal(lambda: land.insert("link", link_id="l", geom=hectares(), **link))
        == "link_geom_type_check"
    )


@pytest.mark.parametrize(
    ("kind", "geom", "constraint"),
    [
        ("land", shapely.box(105, 10, 106, 11), "coastline_geom_in_region_check"),
        ("river", shapely.box(106, 10, 107, 11), "coastline_kind_check"),
        ("context", shapely.Polygon(), "coastline_geom_not_empty_check"),
        (
            "context",
            shapely.Polygon([(9, 9), (8, 8), (9, 8), (8, 9)]),
            "coastline_geom_valid_check",
        ),
    ],
)
def test_coastline_is_refused(
    land: Land, kind: str, geom: shapely.Geometry, constraint: str
) -> None:
    land.source()
    part = {"kind": kind, "geom": geom, "source_key": "s1", "badge": "C"}
    assert refusal(lambda: land.insert("coastline", part_id="c", **part)) == constraint


def test_distance_below_zero_is_refused(land: Land) -> None:
    land.zone()
    row = {"measure": "port", "nearest_kind": "port", "nearest_id": "p", "badge": "D"}
    assert (
        refusal(
            lambda: land.insert(
                "zone_distance", zone_id="z", distance_m=-1, measured_from="centre", **row
            )
        )
        == "zone_distance_distance_m_check"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO state (key, value) VALUES ('a', 'b')",
        "UPDATE zone SET status = 'planned'",
        "DELETE FROM figure",
        "TRUNCATE parcel",
        "CREATE TABLE zonemap.mine (value int)",
        "CREATE TABLE public.mine (value int)",
        "DROP TABLE zone",
        "ALTER TABLE zone ADD COLUMN mine int",
        "CREATE FUNCTION zonemap.mine() RETURNS int LANGUAGE sql RETURN 1",
        "SELECT nextval('figure_figure_id_seq')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
@pytest.mark.parametrize("read_only", ["on", "off"])
def test_reader_cannot(shared_database: DatabaseAddress, statement: str, read_only: str) -> None:
    """Nor can it after switching off its own read-only default, as any session may."""
    with psycopg.connect(shared_database.reader_url, autocommit=True) as reader:
        reader.execute("SET search_path TO zonemap, public")
        reader.execute(f"SET default_transaction_read_only = {read_only}")
        expected = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
        with pytest.raises(expected):
            reader.execute(statement)


def test_reader_reads_every_table_and_function(
    reader_connection: psycopg.Connection[Any],
) -> None:
    tables = reader_connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'zonemap'::regnamespace"
    ).fetchall()
    assert len(tables) >= 12
    for (table,) in tables:
        reader_connection.execute(f'SELECT count(*) FROM "{table}"')
    assert reader_connection.execute("SELECT * FROM zone_headline('2026-01-01')").fetchall() == []


def test_reader_is_ended_after_15_s(reader_connection: psycopg.Connection[Any]) -> None:
    assert reader_connection.execute("SHOW statement_timeout").fetchone() == ("15s",)
    reader_connection.execute("SET LOCAL statement_timeout = 50")
    with pytest.raises(psycopg.errors.QueryCanceled, match="statement timeout"):
        reader_connection.execute("SELECT pg_sleep(5)")
