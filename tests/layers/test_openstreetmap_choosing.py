from __future__ import annotations

import pytest
import shapely

from layers.importers.openstreetmap.choosing import Chosen, LeftOut, choose, is_wanted
from layers.importers.openstreetmap.elements import OsmElement

LINE = shapely.LineString([(106.7, 10.9), (106.8, 10.9)])


def verdict(kind: str = "way", /, **tags: str) -> tuple[str, str]:
    """Subject, and status or reason; `_` in a tag's name stands for the colon."""
    named = {key.replace("__", ":"): value for key, value in tags.items()}
    choice = choose([OsmElement(kind, 1, named, LINE)])
    (result,) = [*choice.chosen, *choice.left_out]
    return result.subject, result.status if isinstance(result, Chosen) else result.reason


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"landuse": "industrial", "name": "Khu công nghiệp Amata"}, "operating"),
        ({"landuse": "construction", "name": "KCN Amata"}, "under_construction"),
        ({"proposed__landuse": "industrial", "name": "KCN Amata"}, "planned"),
        ({"highway": "residential", "name": "Khu Công Nghiệp Amata"}, "inside_a_zone"),
        ({"landuse": "industrial", "man_made": "works", "name": "KCN Amata"}, "inside_a_zone"),
        ({"landuse": "industrial", "name": "Nhà máy nước KCN Amata"}, "inside_a_zone"),
        ({"landuse": "residential", "name": "KCN Amata"}, "no_industrial_land"),
    ],
)
def test_choose_zones(tags: dict[str, str], expected: str) -> None:
    assert verdict(**tags) == ("zone", expected)


def test_choose_leaves_a_bus_stop_of_a_zone_out() -> None:
    assert verdict("node", name="Khu công nghiệp Tân Tạo", highway="bus_stop") == (
        "zone",
        "point_only",
    )


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"industrial": "port", "name": "Cảng Cát Lái"}, "operating"),
        ({"industrial": "port", "name": "Cảng Cát Lái", "port": "cargo"}, "operating"),
        ({"industrial": "port", "name": "Cảng cá Cát Lở"}, "fishing_port"),
        ({"industrial": "port", "name": "Cảng X", "port": "fishing"}, "fishing_port"),
        ({"harbour": "yes", "name": "Hung Thai seafood port"}, "fishing_port"),
        (
            {"seamark__type": "harbour", "seamark__harbour__category": "fishing", "name": "X"},
            "fishing_port",
        ),
        ({"amenity": "ferry_terminal", "name": "An Bình"}, "passenger_pier"),
        ({"industrial": "port", "name": "Cảng Tàu Côn Đảo"}, "passenger_pier"),
        (
            {"seamark__type": "harbour", "seamark__harbour__category": "ferry", "name": "X"},
            "passenger_pier",
        ),
        ({"seamark__type": "harbour", "leisure": "marina", "name": "Bến Đò"}, "marina"),
        ({"industrial": "port"}, "nameless"),
        ({"industrial": "port", "name": "Cảng X", "disused": "yes"}, "disused"),
    ],
)
def test_choose_tells_cargo_ports_from_others(tags: dict[str, str], expected: str) -> None:
    assert verdict(**tags) == ("port", expected)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"aeroway": "aerodrome", "name": "A", "iata": "SGN"}, "operating"),
        ({"aeroway": "aerodrome", "name": "A", "construction": "yes"}, "under_construction"),
        ({"construction__aeroway": "aerodrome", "name": "A"}, "under_construction"),
        ({"proposed__aeroway": "aerodrome", "name": "A"}, "planned"),
        ({"disused__aeroway": "aerodrome", "name": "A"}, "disused"),
        ({"aeroway": "aerodrome", "name": "A", "abandoned": "yes"}, "disused"),
    ],
)
def test_choose_airports_by_state(tags: dict[str, str], expected: str) -> None:
    assert verdict(**tags) == ("airport", expected)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "motorway", "ref": "CT.01"}, ("road", "operating")),
        ({"highway": "construction", "construction": "trunk", "ref": "QL.1"},
         ("road", "under_construction")),
        ({"highway": "proposed", "proposed": "motorway", "name": "Vành đai 4"},
         ("road", "planned")),
        ({"highway": "trunk", "name": "Nguyễn Văn Linh"}, ("road", "trunk_without_number")),
        ({"highway": "motorway"}, ("road", "nameless")),
        ({"abandoned:highway": "motorway", "name": "X"}, ("road", "disused")),
        ({"railway": "rail", "name": "Đường sắt Bắc–Nam"}, ("railway", "operating")),
        ({"railway": "rail", "service": "yard"}, ("railway", "rail_yard")),
        ({"railway": "proposed", "proposed": "rail", "name": "X"}, ("railway", "planned")),
    ],
)  # fmt: skip
def test_choose_roads_and_railways(tags: dict[str, str], expected: tuple[str, str]) -> None:
    assert verdict(**tags) == expected


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway_link"},
        {"highway": "residential"},
        {"railway": "subway"},
        {"railway": "proposed", "proposed": "subway"},
        {"landuse": "residential"},
        {},
    ],
)
def test_is_wanted_passes_the_rest_over(tags: dict[str, str]) -> None:
    assert not is_wanted(tags)


def test_choose_counts_an_id_once() -> None:
    one = OsmElement("way", 1, {"highway": "motorway", "ref": "CT.01"}, LINE)
    choice = choose([one, one])
    assert len(choice.chosen) == 1
    assert choice.left_out == [LeftOut(one, "zone", "twice")]
