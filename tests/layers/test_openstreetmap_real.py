"""The importer on real files, where ZONEMAP_GEODATA names the folder that holds them."""

from __future__ import annotations

import psycopg

from geo.measures import geodesic_area_m2
from layers.address import DatabaseAddress
from layers.importers.openstreetmap.choosing import choose
from layers.importers.openstreetmap.importing import OsmOptions, import_osm
from layers.importers.openstreetmap.reading import read_osm_file
from tests.layers.osm_made import geodata, needs_geodata

pytestmark = needs_geodata
PARKS = "osm-industrial-parks-2026-08-11.json.gz"


def test_real_overpass_file_gives_44_zone_outlines(loaded_copy: DatabaseAddress) -> None:
    report = import_osm(loaded_copy.owner_url, geodata(PARKS))
    assert len(report.zones) == 44
    assert sum(line.how == "id" for line in report.zones) == 42
    gaps = sorted(
        (line for line in report.zones if line.declared_ha),
        key=lambda line: -abs(line.area_ha - (line.declared_ha or 0)),
    )
    assert [line.zone_id for line in gaps[:3]] == ["bau-bang", "my-phuoc-3", "phu-my-3"]
    left_out = {one.code: one for one in report.findings if one.place == "zone"}
    assert "relation/8191003" in (left_out["left_out_no_outline"].value or "")
    with psycopg.connect(loaded_copy.owner_url) as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (WHERE boundary_quality = 'openstreetmap'),"
            " count(DISTINCT p.zone_id)"
            " FROM zonemap.zone AS z LEFT JOIN zonemap.parcel AS p ON p.zone_id = z.zone_id"
            " AND z.boundary_quality = 'openstreetmap' AND upper_inf(p.recorded)"
        ).fetchone()
    assert row == (44, 0)


def test_real_overpass_file_twice_adds_nothing(loaded_copy: DatabaseAddress) -> None:
    import_osm(loaded_copy.owner_url, geodata(PARKS))
    again = import_osm(loaded_copy.owner_url, geodata(PARKS))
    assert not again.anything_changed


def test_real_clean_outlines_agree_with_the_raw_file(loaded_copy: DatabaseAddress) -> None:
    import_osm(loaded_copy.owner_url, geodata(PARKS))
    clean = geodata("industrial_parks_osm_hcmc2025_clean.geojson")
    report = import_osm(
        loaded_copy.owner_url, clean, OsmOptions(as_of="2026-08-11", is_dry_run=True)
    )
    assert len(report.zones) == 42
    assert {line.action for line in report.zones} <= {"unchanged", "redrawn"}
    raw = {one.key: one for one in read_osm_file(geodata(PARKS)).elements}
    for element in read_osm_file(clean).elements:
        line = raw[element.key].geometry
        assert line is not None
        assert element.geometry is not None
        ring = type(element.geometry)(line.coords)
        ours, theirs = geodesic_area_m2(ring), geodesic_area_m2(element.geometry)
        assert abs(ours - theirs) <= 1e-6 * ours


def test_real_facilities_tell_ports_from_fishing_and_ferries(loaded_copy: DatabaseAddress) -> None:
    file = geodata("osm-transport-facilities-2026-08-11.json")
    report = import_osm(loaded_copy.owner_url, file)
    ports = {line.record_id for line in report.places if line.subject == "port"}
    airports = {line.record_id for line in report.places if line.kind == "airport"}
    assert {"cat-lai", "phu-huu", "lotus", "vict", "sp-itc"} <= ports
    assert len(ports) == 15
    assert airports == {
        "tan-son-nhat",
        "long-thanh",
        "vung-tau-airport",
        "con-dao",
        "bien-hoa-airport",
    }
    reasons = {
        one.element.number: one.reason for one in choose(read_osm_file(file).elements).left_out
    }
    assert reasons[244180712] == "fishing_port"  # Cảng cá Cát Lở
    assert reasons[244180711] == "passenger_pier"  # Cảng Tàu Côn Đảo
    assert reasons[1346620020] == "disused"  # Sân bay Nước Trong


def test_real_network_east_of_the_region_replaces_nothing(loaded_copy: DatabaseAddress) -> None:
    report = import_osm(loaded_copy.owner_url, geodata("osm_network_tile_8_108_12_110.json.gz"))
    assert not report.anything_changed
    assert {one.code for one in report.questions} <= {"link_far_away", "link_in_part"}


def test_real_nodes_and_ways_are_read() -> None:
    file = read_osm_file(geodata("osm_overpass_binhthanh_2023.json"))
    assert file.osm_base == "2023-08-24"
    assert dict(file.counts) == {"node": 21856, "way": 4858, "relation": 7}
    assert all(element.geometry is not None for element in file.elements)
