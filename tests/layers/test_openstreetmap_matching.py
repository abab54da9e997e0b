from __future__ import annotations

import shapely

from layers.importers.openstreetmap.choosing import Chosen
from layers.importers.openstreetmap.elements import OsmElement
from layers.importers.openstreetmap.line_matching import LineMatching, match_lines
from layers.importers.openstreetmap.point_matching import match_airports, match_ports
from layers.importers.openstreetmap.records import LinkOnRecord, PortOnRecord, ZoneOnRecord
from layers.importers.openstreetmap.zone_matching import ZoneMatching, match_zones


def park(
    number: int, name: str, west: float, south: float, side: float = 0.01, **tags: str
) -> Chosen:
    box = shapely.box(west, south, west + side, south + side)
    line = shapely.LineString(box.exterior.coords)
    element = OsmElement("way", number, {"name": name, "landuse": "industrial", **tags}, line)
    return Chosen(element, "zone", "operating")


def zone(
    zone_id: str,
    name: str,
    place: tuple[float, float] | None,
    *,
    kind: str = "KCN",
    osm_ids: tuple[str, ...] = (),
) -> ZoneOnRecord:
    point = shapely.Point(place) if place else None
    accuracy = "approx_2km" if place else None
    return ZoneOnRecord(zone_id, name, name, kind, osm_ids, point, accuracy, None, None, None, None)


def found(matching: ZoneMatching) -> dict[str, tuple[str, str, str]]:
    return {one.zone.zone_id: (one.osm_ids, one.how, one.sure) for one in matching.matches}


def asked(matching: ZoneMatching) -> list[tuple[str, tuple[str, ...]]]:
    return [(question.code, question.candidates) for question in matching.questions]


AMATA = zone("amata", "Khu công nghiệp Amata", (106.705, 10.905))


def test_match_zones_by_id_first() -> None:
    ours = zone("dong-nam", "KCN Đông Nam", (106.705, 10.905), osm_ids=("way/1",))
    matching = match_zones([park(1, "Khu công nghiệp Đông Nam Củ Chi", 106.7, 10.9)], [ours])
    assert found(matching) == {"dong-nam": ("way/1", "id", "sure")}


def test_match_zones_asks_when_an_id_has_another_name_now() -> None:
    ours = zone("amata", "KCN Amata", (106.705, 10.905), osm_ids=("way/1",))
    matching = match_zones([park(1, "Khu công nghiệp Sóng Thần", 106.7, 10.9)], [ours])
    assert asked(matching) == [("id_other_name", ("amata",))]


def test_match_zones_asks_when_an_id_lies_elsewhere() -> None:
    ours = zone("amata", "KCN Amata", (107.3, 10.5), osm_ids=("way/1",))
    assert asked(match_zones([park(1, "KCN Amata", 106.7, 10.9)], [ours])) == [
        ("id_far_away", ("amata",))
    ]


def test_match_zones_by_name_and_place() -> None:
    matching = match_zones([park(1, "KCN AMATA", 106.7, 10.9)], [AMATA])
    assert found(matching) == {"amata": ("way/1", "name and place", "sure")}
    assert matching.matches[0].distance_m == 0
    assert round(matching.matches[0].area_ha) == 121


def test_match_zones_is_less_sure_at_some_distance() -> None:
    matching = match_zones([park(1, "KCN Amata", 106.735, 10.9)], [AMATA])
    assert found(matching) == {"amata": ("way/1", "name and place", "likely")}
    assert 3_200 < (matching.matches[0].distance_m or 0) < 3_400


def test_match_zones_asks_when_the_name_is_far_away() -> None:
    assert asked(match_zones([park(1, "KCN Amata", 106.8, 10.9)], [AMATA])) == [
        ("name_far_away", ("amata",))
    ]


def test_match_zones_leaves_a_namesake_in_another_province_alone() -> None:
    matching = match_zones([park(1, "KCN Amata", 107.5, 10.9)], [AMATA])
    assert matching.left_out[0].reason == "unknown_zone"
    assert not asked(matching)


def test_match_zones_tells_namesakes_apart_by_place() -> None:
    ours = [
        zone("tan-binh", "Khu công nghiệp Tân Bình", (106.619, 10.817)),
        zone("tan-binh-bd", "Khu công nghiệp Tân Bình (Bình Dương)", (106.713, 11.199)),
    ]
    matching = match_zones([park(1, "Khu công nghiệp Tân Bình", 106.71, 11.19)], ours)
    assert list(found(matching)) == ["tan-binh-bd"]


def test_match_zones_reads_1_as_the_first_of_several() -> None:
    ours = [
        zone("dong-an-1", "Khu công nghiệp Đồng An", (106.705, 10.905)),
        zone("dong-an-2", "Khu công nghiệp Đồng An 2", (106.75, 10.905)),
    ]
    matching = match_zones([park(1, "Khu công nghiệp Đồng An 1", 106.7, 10.9)], ours)
    assert found(matching) == {"dong-an-1": ("way/1", "name and place", "likely")}


def test_match_zones_asks_which_of_several_is_meant() -> None:
    ours = [
        zone(f"hiep-phuoc-{n}", f"Khu công nghiệp Hiệp Phước (giai đoạn {n})", (106.705, 10.905))
        for n in (1, 2, 3)
    ]
    matching = match_zones([park(1, "Khu công nghiệp Hiệp Phước", 106.7, 10.9)], ours)
    assert asked(matching) == [("several_zones", ("hiep-phuoc-1", "hiep-phuoc-2", "hiep-phuoc-3"))]
    assert not matching.matches


def test_match_zones_keeps_an_extension_and_a_cluster_apart() -> None:
    ours = [
        zone("amata-mr", "Khu công nghiệp Amata mở rộng", (106.705, 10.905)),
        zone("ccn-amata", "Cụm công nghiệp Amata", (106.705, 10.905), kind="CCN"),
    ]
    matching = match_zones([park(1, "Khu công nghiệp Amata", 106.7, 10.9)], ours)
    assert not matching.matches
    assert matching.left_out[0].reason == "unknown_zone"


def test_match_zones_unites_the_ways_of_one_zone() -> None:
    parts = [
        park(1, "Khu công nghiệp Amata (Khu A)", 106.7, 10.9),
        park(2, "Khu công nghiệp Amata (Khu B)", 106.712, 10.9),
    ]
    (match,) = match_zones(parts, [AMATA]).matches
    assert match.osm_ids == "way/1;way/2"
    assert len(match.outline.geoms) == 2
    assert round(match.area_ha) == 242


def test_match_zones_asks_when_parts_of_one_name_lie_far_apart() -> None:
    parts = [park(1, "KCN Amata", 106.7, 10.9), park(2, "KCN Amata", 106.74, 10.9)]
    matching = match_zones(parts, [AMATA])
    assert asked(matching) == [("several_outlines", ("amata",))] * 2


def test_match_zones_does_not_take_a_part_for_the_whole() -> None:
    ours = zone("amata", "KCN Amata", (106.705, 10.905), osm_ids=("way/1", "way/2"))
    matching = match_zones([park(1, "KCN Amata", 106.7, 10.9)], [ours])
    assert asked(matching) == [("ids_missing", ("amata",))]
    assert matching.questions[0].detail == "way/2"


def test_match_zones_says_what_an_outline_covers() -> None:
    inside = zone("inside", "KCN Ở Trong", (106.702, 10.902))
    (match,) = match_zones([park(1, "KCN Amata", 106.7, 10.9)], [AMATA, inside]).matches
    assert match.covers == ("inside",)


def test_match_zones_tells_outlines_that_overlap() -> None:
    other = zone("loteco", "KCN Loteco", (106.71, 10.905))
    parts = [park(1, "KCN Amata", 106.7, 10.9), park(2, "KCN Loteco", 106.705, 10.9)]
    ((first, second, share),) = match_zones(parts, [AMATA, other]).overlaps
    assert (first, second) == ("amata", "loteco")
    assert round(share, 2) == 0.5


def test_match_zones_asks_about_a_zone_without_place() -> None:
    matching = match_zones([park(1, "KCN Amata", 106.7, 10.9)], [zone("amata", "KCN Amata", None)])
    assert asked(matching) == [("unplaced_zone", ("amata",))]


def test_match_zones_leaves_neighbours_out_by_tag_and_by_outline() -> None:
    by_tag = park(1, "KCN Amata", 106.7, 10.9, **{"addr:province": "Đồng Nai"})
    assert match_zones([by_tag], [AMATA]).left_out[0].reason == "outside_city"
    city = shapely.box(106.0, 10.0, 106.6, 11.0)
    matching = match_zones([park(1, "KCN Amata", 106.7, 10.9)], [AMATA], city=city)
    assert matching.left_out[0].reason == "outside_city"


def test_match_zones_leaves_bow_ties_and_open_ways_out() -> None:
    tie = shapely.LineString([(106.7, 10.9), (106.71, 10.91), (106.71, 10.9), (106.7, 10.91),
                              (106.7, 10.9)])  # fmt: skip
    loose = shapely.LineString([(106.7, 10.9), (106.71, 10.91), (106.71, 10.9)])
    tags = {"name": "KCN Amata", "landuse": "industrial"}
    chosen = [
        Chosen(OsmElement("way", number, tags, line), "zone", "operating")
        for number, line in ((1, tie), (2, loose))
    ]
    reasons = [one.reason for one in match_zones(chosen, [AMATA]).left_out]
    assert reasons == ["broken_geometry", "open_way"]


def test_match_zones_joins_open_ways_of_one_name_to_a_ring() -> None:
    corners = list(shapely.box(106.7, 10.9, 106.71, 10.91).exterior.coords)
    tags = {"name": "KCN Amata", "landuse": "industrial"}
    chosen = [
        Chosen(OsmElement("way", n, tags, shapely.LineString(part)), "zone", "operating")
        for n, part in ((1, corners[:3]), (2, corners[2:]))
    ]
    (match,) = match_zones(chosen, [AMATA]).matches
    assert round(match.area_ha) == 121


def link(
    link_id: str, name: str, kind: str, *places: tuple[float, float], quality: str = "schematic"
) -> LinkOnRecord:
    shape = shapely.LineString(places) if len(places) > 1 else shapely.Point(places[0])
    return LinkOnRecord(
        link_id,
        name,
        name,
        kind,
        "operating",
        shape,
        "approx_2km",
        quality,
        "estimate",
        "D",
        "bundle",
    )


def line(number: int, *places: tuple[float, float], status: str = "operating", road: str = "trunk",
         **tags: str) -> Chosen:  # fmt: skip
    element = OsmElement("way", number, tags, shapely.LineString(places))
    subject = "road" if road else "railway"
    return Chosen(element, subject, status, road)  # type: ignore[arg-type]


NEAR = [shapely.Point(106.7, 10.95)]
QL13 = link("ql13", "Quốc lộ 13", "national_road", (106.70, 10.90), (106.70, 11.00))


def lines(matching: LineMatching) -> dict[str, tuple[int, ...]]:
    return {one.link_id: tuple(e.number for e in one.elements) for one in matching.matches}


def test_match_lines_by_number_joins_the_ways() -> None:
    ways = [
        line(1, (106.70, 10.90), (106.701, 10.95), ref="QL.13"),
        line(2, (106.701, 10.95), (106.70, 11.00), ref="QL.13", name="Cầu Ông Bố"),
    ]
    matching = match_lines(ways, [QL13], NEAR)
    assert lines(matching) == {"ql13": (1, 2)}
    assert matching.matches[0].geometry.geom_type == "LineString"
    assert matching.matches[0].geometry.length > 0.1


def test_match_lines_does_not_take_a_piece_for_the_road() -> None:
    matching = match_lines([line(1, (106.7, 10.9), (106.7, 10.91), ref="QL.13")], [QL13], NEAR)
    assert not matching.matches
    assert [(one.code, one.candidates) for one in matching.questions] == [
        ("link_in_part", ("ql13",))
    ]
    assert matching.questions[0].detail == "10 %"


def test_match_lines_asks_about_the_same_number_far_away() -> None:
    matching = match_lines([line(1, (107.5, 10.9), (107.5, 11.0), ref="QL.13")], [QL13], NEAR)
    assert [one.code for one in matching.questions] == ["link_far_away"]


def test_match_lines_uses_only_what_is_open_of_an_open_road() -> None:
    road = link("ct", "Cao tốc A – B", "expressway", (106.70, 10.90), (106.70, 11.00))
    name = "Đường cao tốc A - B"
    ways = [
        line(1, (106.70, 10.90), (106.70, 11.00), road="motorway", name=name),
        line(2, (106.70, 11.00), (106.70, 11.10), road="motorway", name=name,
             status="under_construction"),
        line(3, (106.71, 10.90), (106.71, 11.00), road="motorway", name=f"{name} (mở rộng)",
             status="under_construction"),
    ]  # fmt: skip
    assert lines(match_lines(ways, [road], NEAR)) == {"ct": (1,)}


def test_match_lines_adds_what_is_not_on_record_by_state() -> None:
    ways = [
        line(7, (106.70, 10.90), (106.70, 10.95), ref="QL.1K"),
        line(5, (106.70, 10.95), (106.70, 11.00), ref="QL.1K"),
        line(6, (106.70, 11.00), (106.70, 11.02), ref="QL.1K", status="under_construction"),
        line(8, (107.5, 10.1), (107.5, 10.2), ref="QL.99"),
    ]
    matching = match_lines(ways, [], NEAR)
    told = {one.link_id: (one.name_vi, one.name_en, one.status) for one in matching.matches}
    assert told == {
        "osm-way-5": ("Quốc lộ 1K", "National Highway 1K", "operating"),
        "osm-way-6": ("Quốc lộ 1K", "National Highway 1K", "under_construction"),
    }
    assert [one.reason for one in matching.left_out] == ["far_from_zones"]


def test_match_lines_gives_two_roads_that_share_ways_their_own_ids() -> None:
    ways = [
        line(1, (106.70, 10.90), (106.70, 10.95), ref="QL.50;QL.60"),
        line(2, (106.70, 10.95), (106.70, 11.00), ref="QL.50"),
        line(3, (106.70, 10.95), (106.75, 10.95), ref="QL.60"),
    ]
    assert lines(match_lines(ways, [], NEAR)) == {"osm-way-2": (1, 2), "osm-way-3": (1, 3)}


def test_match_lines_gives_a_bridge_to_its_road() -> None:
    ways = [
        line(1, (106.70, 10.90), (106.70, 10.95), road="motorway", name="Cao tốc A", ref="CT.40"),
        line(2, (106.70, 10.95), (106.70, 10.96), road="motorway", name="Cầu Bình Gởi",
             ref="CT.40"),
    ]  # fmt: skip
    assert lines(match_lines(ways, [], NEAR)) == {"osm-way-1": (1, 2)}


def test_match_lines_clips_to_the_region() -> None:
    (match,) = match_lines([line(1, (106.7, 10.9), (108.5, 10.9), ref="QL.1K")], [], NEAR).matches
    assert match.geometry.bounds == (106.7, 10.9, 108.0, 10.9)


def test_match_lines_railway_by_name() -> None:
    rail = link("dsbn", "Đường sắt Bắc – Nam (đoạn phía Nam)", "railway", (106.7, 10.9),
                (106.7, 11.0))  # fmt: skip
    ways = [line(1, (106.7, 10.9), (106.7, 11.0), road="", name="Đường sắt Bắc–Nam")]
    assert lines(match_lines(ways, [rail], NEAR)) == {"dsbn": (1,)}


def airport(number: int, name: str, place: tuple[float, float], **tags: str) -> Chosen:
    field = shapely.LineString(shapely.Point(place).buffer(0.01).exterior.coords)
    return Chosen(OsmElement("way", number, {"name": name, **tags}, field), "airport", "operating")


def test_match_airports_moves_the_point_to_the_middle_of_the_field() -> None:
    ours = link("tsn", "Cảng hàng không quốc tế Tân Sơn Nhất", "airport", (106.652, 10.8188))
    chosen = [airport(1, "Sân bay quốc tế Tân Sơn Nhất", (106.66, 10.82), iata="SGN")]
    (match,) = match_airports(chosen, [ours]).matches
    assert (match.record_id, match.position.accuracy) == ("tsn", "openstreetmap")
    assert match.position.point.distance(shapely.Point(106.66, 10.82)) < 1e-9


def test_match_airports_adds_only_those_with_a_code() -> None:
    chosen = [
        airport(1, "Sân bay Phú Giáo", (106.79, 11.3)),
        airport(2, "Sân bay Mới", (106.9, 11.3), iata="XYZ"),
    ]
    matching = match_airports(chosen, [])
    assert [match.record_id for match in matching.matches] == ["osm-way-2"]
    assert [one.reason for one in matching.left_out] == ["airstrip"]


def port(port_id: str, name: str, place: tuple[float, float]) -> PortOnRecord:
    point = shapely.Point(place)
    return PortOnRecord(port_id, name, name, "seaport_terminal", "operating", True, point,
                        "approx_2km", "estimate", "D", "bundle")  # fmt: skip


def harbour(number: int, name: str, place: tuple[float, float], **tags: str) -> Chosen:
    element = OsmElement("node", number, {"name": name, **tags}, shapely.Point(place))
    return Chosen(element, "port", "operating")


def test_match_ports_by_a_part_of_the_name_that_is_nobody_elses() -> None:
    ours = [port("cat-lai", "Cảng Tân Cảng – Cát Lái", (106.789, 10.761))]
    (match,) = match_ports([harbour(1, "Cảng Cát Lái", (106.795, 10.7667))], ours).matches
    assert match.record_id == "cat-lai"


def test_match_ports_asks_when_several_share_the_name() -> None:
    ours = [
        port("cmit", "Cảng quốc tế Cái Mép (CMIT)", (107.02, 10.52)),
        port("tcit", "Tân Cảng – Cái Mép quốc tế (TCIT)", (107.1, 10.6)),
    ]
    matching = match_ports([harbour(1, "Cảng Cái Mép", (107.02, 10.52))], ours)
    assert [(one.code, one.candidates) for one in matching.questions] == [
        ("several_places", ("cmit", "tcit"))
    ]


def test_match_ports_adds_cargo_ports_inside_the_city_only() -> None:
    chosen = [
        harbour(1, "Cảng Một", (106.7, 10.7), port="cargo"),
        harbour(2, "Cảng Hai", (106.7, 10.7)),
        harbour(3, "Cảng Ba", (107.5, 10.7), port="cargo"),
    ]
    matching = match_ports(chosen, [], city=shapely.box(106, 10, 107, 11))
    assert [(one.record_id, one.kind) for one in matching.matches] == [
        ("osm-node-1", "seaport_terminal")
    ]
    assert [one.reason for one in matching.left_out] == ["cargo_unknown", "outside_city"]
    assert match_ports(chosen[:1], []).left_out[0].reason == "side_unknown"
