"""Where a file lies: the check points of VN-2000, read rightly and in every wrong way."""

from __future__ import annotations

import pytest
import shapely
from pyproj import CRS
from shapely import LineString, Point, box

from geo.measures import GEOD
from layers.importers.doctor.findings import KINDS
from layers.importers.doctor.zones import KnownZone, ZoneIndex
from tests.layers.doctor.samples import (
    E0,
    N0,
    all_moved,
    cai_mep,
    codes,
    diagnose,
    five,
    layer,
    moved,
    only,
    square,
    swapped,
    zone_outline,
    zones,
)

# WGS 84 longitude, latitude -> CRS, easting, northing (metres).
CHECK_POINTS = {
    "Bến Thành": (106.6983, 10.7721, "EPSG:9210", 603514.537, 1191410.466),
    "Cái Mép": (107.0300, 10.5400, "EPSG:5899", 421004.421, 1165671.352),
    "Mỹ Phước": (106.6000, 11.1500, "EPSG:9210", 592645.311, 1233180.188),
}


def parcel_at(easting: float, northing: float) -> list[shapely.Geometry]:
    return [box(easting - 50, northing - 50, easting + 50, northing + 50)]


@pytest.mark.parametrize("name", CHECK_POINTS)
def test_examine_places_a_check_point_within_a_centimetre(name: str) -> None:
    lon, lat, crs, easting, northing = CHECK_POINTS[name]

    diagnosis = diagnose(layer(parcel_at(easting, northing), crs))

    assert not diagnosis.is_refused
    placed = diagnosis.features[0].geometry
    assert placed is not None
    middle = shapely.centroid(placed)
    assert GEOD.inv(lon, lat, middle.x, middle.y)[2] < 0.01


@pytest.mark.parametrize("name", CHECK_POINTS)
def test_examine_names_the_place_of_every_crs_if_none_is_known(name: str) -> None:
    lon, lat, crs, easting, northing = CHECK_POINTS[name]

    diagnosis = diagnose(layer(parcel_at(easting, northing), None))

    asked = only(diagnosis, "crs_missing")
    assert diagnosis.is_refused
    assert diagnosis.features == ()
    assert f"{crs} → {lon:.5f}, {lat:.5f}" in asked.message_en
    assert f"{easting:.2f}, {northing:.2f}" in asked.message_vi
    assert crs in {landing.crs for landing in diagnosis.landings}


def test_examine_declared_crs_answers_the_question() -> None:
    diagnosis = diagnose(layer(crs=None), crs="EPSG:5899")

    assert not diagnosis.is_refused
    assert (diagnosis.crs_declared, diagnosis.crs_used) == ("EPSG:5899", "EPSG:5899")
    assert diagnosis.hectares_after == pytest.approx(5.00026, abs=1e-4)


def test_examine_five_parcels_have_the_same_area_in_every_crs() -> None:
    hectares = []
    for crs in ("EPSG:5899", "EPSG:9210", "EPSG:3405", "EPSG:4326", "EPSG:4756", "EPSG:3857"):
        diagnosis = diagnose(layer(all_moved(five(), crs), crs))
        assert diagnosis.hectares_after is not None
        hectares.append(diagnosis.hectares_after)

    assert max(hectares) - min(hectares) < 0.1 / 10_000


def test_examine_wrong_meridian_says_218_km() -> None:
    asked = only(diagnose(layer(five(), "EPSG:9210"), zones()), "wrong_meridian")

    assert asked.severity == "question"
    assert "105°45'" in asked.message_vi
    assert "107°45'" in asked.message_vi
    assert "218,9 km" in asked.message_vi
    assert "in Sample IP" in asked.message_en
    assert asked.remedy_en == "If the central meridian is 107°45', declare --crs EPSG:5899."


def test_examine_next_meridian_is_noticed_by_the_zone_alone() -> None:
    # 105°30' for 105°45': 27 km west, still in the region.
    raw = layer(all_moved(five(), "EPSG:9210"), "EPSG:9209")

    assert codes(diagnose(raw)) == []
    asked = only(diagnose(raw, zones(), zone_id="khu-mau"), "wrong_meridian")
    assert "27.4 km away" in asked.message_en
    assert "--confirm wrong_meridian" in asked.remedy_en


def test_examine_confirmed_question_becomes_a_note() -> None:
    raw = layer(all_moved(five(), "EPSG:9210"), "EPSG:9209")

    diagnosis = diagnose(raw, zones(), zone_id="khu-mau", confirmed=frozenset({"wrong_meridian"}))

    answered = only(diagnosis, "wrong_meridian")
    assert answered.severity == "note"
    assert answered.message_en.endswith("(Confirmed.)")
    assert not diagnosis.is_refused


def test_examine_confirming_does_not_bring_a_file_into_the_region() -> None:
    raw = layer(five(), "EPSG:9210")

    diagnosis = diagnose(raw, confirmed=frozenset({"wrong_meridian"}))

    assert diagnosis.is_refused
    assert diagnosis.count("error") == 5
    assert codes(diagnosis).count("outside_region") == 5


def test_examine_question_without_confirmation_stays_open() -> None:
    diagnosis = diagnose(layer(crs=None), confirmed=frozenset(KINDS))

    assert only(diagnosis, "crs_missing").severity == "question"
    assert diagnosis.is_refused


def test_examine_missing_shift_says_225_m_and_both_shares() -> None:
    unshifted = layer([moved(zone_outline(), "EPSG:4326", "EPSG:4756")], "EPSG:4326")

    asked = only(diagnose(unshifted, zones()), "datum_shift_missing")

    assert "225.5 m" in asked.message_en or "225.4 m" in asked.message_en
    assert "only 0.0%" in asked.message_en
    assert "EPSG:4756" in asked.remedy_en


def test_examine_missing_shift_of_a_projected_file_is_noticed() -> None:
    # Degrees of WGS 84 projected as if they were VN-2000, as a program without the shift does.
    as_vn2000 = moved(zone_outline(), "EPSG:4756", "EPSG:5899")

    asked = only(diagnose(layer([as_vn2000], "EPSG:5899"), zones()), "datum_shift_unneeded")

    assert asked.severity == "question"
    assert "KCN Mẫu" in asked.message_vi


@pytest.mark.parametrize("quality", ["schematic", None])
def test_examine_schematic_outline_says_nothing_about_a_shift(quality: str | None) -> None:
    unshifted = layer([moved(zone_outline(), "EPSG:4326", "EPSG:4756")], "EPSG:4326")

    assert codes(diagnose(unshifted, zones(boundary_quality=quality))) == []


def test_examine_shift_is_not_asked_of_parcels_well_inside() -> None:
    inside = layer([moved(square(2, 0), "EPSG:5899", "EPSG:4756")], "EPSG:4326")

    assert codes(diagnose(inside, zones())) == []


def test_examine_swapped_degrees_are_noticed() -> None:
    raw = layer(swapped(all_moved(five(), "EPSG:4326")), "EPSG:4326", format="csv")

    asked = only(diagnose(raw), "axes_swapped")

    assert "107.03" in asked.message_en
    assert "X = north" in asked.remedy_en


def test_examine_swapped_without_crs_lists_readings_with_columns_swapped() -> None:
    diagnosis = diagnose(layer(swapped(five()), None))

    assert "EPSG:5899 with columns swapped" in only(diagnosis, "crs_missing").message_en


def test_examine_prj_on_wgs84_is_told_from_metres_in_geojson() -> None:
    prj = diagnose(layer(five(), "EPSG:4326", format="shapefile"))
    geojson = diagnose(layer(five(), "EPSG:4326", format="geojson"))

    assert codes(prj) == ["wgs84_with_vn2000_numbers"]
    assert codes(geojson) == ["metres_called_degrees"]
    assert "EPSG:5899" in only(geojson, "metres_called_degrees").message_vi


def test_examine_wkt_of_vn2000_projection_on_wgs84_gets_a_hint() -> None:
    wkt = CRS.from_proj4(
        "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +datum=WGS84 +units=m"
    ).to_wkt()

    asked = only(diagnose(layer(crs=wkt)), "crs_unknown")

    assert "Its projection is that of EPSG:9210, but its datum is WGS 84." in asked.message_en


def test_examine_deprecated_code_names_its_replacement() -> None:
    asked = only(diagnose(layer(crs="EPSG:6959")), "crs_deprecated")

    assert "EPSG:5899 replaced it" in asked.message_en
    assert "107.0" in asked.message_en


def test_examine_declared_replacement_of_a_deprecated_code_is_taken() -> None:
    diagnosis = diagnose(layer(crs="EPSG:6959"), crs="EPSG:5899")

    assert codes(diagnosis) == ["crs_override"]
    assert not diagnosis.is_refused


def test_examine_geojson_rule_gives_way_to_a_declaration() -> None:
    raw = layer(all_moved(five(), "EPSG:4756"), "EPSG:4326", format="geojson")

    diagnosis = diagnose(raw, crs="EPSG:4756")

    assert codes(diagnosis) == ["crs_override"]
    assert "225." in only(diagnosis, "crs_override").message_en


def test_examine_one_slipped_feature_does_not_hide_the_others() -> None:
    slipped = shapely.transform(square(5), lambda xy: xy * 10)

    diagnosis = diagnose(layer([*five(), slipped]))

    assert codes(diagnosis) == ["out_of_range"]
    assert diagnosis.findings[0].number == 6
    assert diagnosis.hectares_before == pytest.approx(5.00026, abs=1e-4)


def test_examine_coast_of_a_whole_country_lands() -> None:
    coast = LineString([(103.0 + step / 100, 10.0) for step in range(600)])

    diagnosis = diagnose(layer([coast], "EPSG:4326"), layer="coastline")

    assert codes(diagnosis) == ["reaches_outside"]
    assert not diagnosis.is_refused


def test_examine_ports_are_placed_and_have_no_area() -> None:
    diagnosis = diagnose(layer([Point(E0, N0)]), layer="ports")

    assert not diagnosis.is_refused
    assert diagnosis.hectares_before is None


def test_examine_zone_known_by_its_centre_judges_by_distance() -> None:
    centre_only = ZoneIndex([cai_mep(outline=None, boundary_quality=None, area_ha=36.0)])
    far = layer([square(0, 400)])

    asked = only(diagnose(far, centre_only, zone_id="khu-mau"), "far_from_zone")

    assert "39." in asked.message_en
    assert codes(diagnose(layer(), centre_only, zone_id="khu-mau")) == []


def test_zone_index_measures_and_finds() -> None:
    index = ZoneIndex([cai_mep(), KnownZone("xa", "Xa", "Far")])

    assert len(index) == 2
    assert index.get("xa") is not None
    inside, zero = index.nearest(107.03, 10.54) or (None, -1.0)
    _, beyond = index.nearest(107.05, 10.54) or (None, -1.0)
    assert inside is not None
    assert (inside.zone_id, zero) == ("khu-mau", 0.0)
    assert beyond == pytest.approx(1_645, abs=5)
    assert index.nearest(10.0, 50.0) is None
    assert index.near((107.04, 10.53, 107.05, 10.54), 2_000.0) == [inside]


def test_zone_index_without_zones_knows_nothing() -> None:
    index = ZoneIndex([])

    assert index.nearest(107.0, 10.5) is None
    assert codes(diagnose(layer(), index)) == []
