from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geo.errors import InvalidSpec, UnknownZone
from maps.stills.drawing import Paint, Shape, rectangle
from maps.stills.fitting import draw_around, extent_of, fit_clear, largest_free, zone_ground
from maps.stills.frame import fit_frame
from maps.stills.page import Page
from maps.stills.sizes import Box
from maps.stills.spec import spec_of
from tests.maps.invented_shortlist import zone
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()


def page(**fields: object) -> Page:
    return Page(spec_of({"size": "hd", **fields}), MATERIAL)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(106, 107.5), st.floats(10.3, 11.4)), min_size=2, max_size=20),
    st.floats(200, 700),
    st.floats(150, 500),
)
def test_points_lie_in_the_safe_area_and_under_no_panel(
    places: list[tuple[float, float]], width: float, height: float
) -> None:
    drawn = page()
    corner = Box(drawn.safe.left, drawn.safe.top, drawn.safe.left + width, drawn.safe.top + height)
    foot = Box(drawn.safe.left, drawn.safe.bottom - 120, drawn.safe.right, drawn.safe.bottom)
    drawn.taken = [corner, foot]
    frame = fit_clear(drawn, [Point(one) for one in places])
    for lon, lat in places:
        x, y = frame.point(lon, lat)
        assert drawn.safe.holds(Box(x, y, x, y), 1e-6)
        assert not any(panel.holds(Box(x, y, x, y), -1) for panel in drawn.taken)


def test_map_is_larger_than_in_the_largest_free_box() -> None:
    drawn = page()
    drawn.taken = [Box(96, 54, 700, 400), Box(1200, 700, 1824, 1026)]
    slanted = [Point(106.3, 10.4), Point(107.3, 11.4)]
    free = largest_free(drawn)
    frame = fit_clear(drawn, slanted)
    assert frame.units_per_degree > min(free.width, free.height)


def test_largest_free_box_reaches_no_panel() -> None:
    drawn = page()
    drawn.taken = [Box(96, 54, 500, 1026)]
    assert largest_free(drawn) == Box(500, 54, 1824, 1026)


def test_extent_of_a_bbox_province_and_zones() -> None:
    asked = page(extent={"bbox": [106.5, 10.5, 106.9, 10.9]})
    assert extent_of(asked)[0].equals(box(106.5, 10.5, 106.9, 10.9))
    assert len(extent_of(page(extent={"province": "BD"}))) == 8
    assert len(extent_of(page(extent={"zones": ["khu-1", "khu-2"]}))) == 2
    assert extent_of(page()) == []


def test_extent_of_an_unknown_zone_or_one_without_a_place_is_refused() -> None:
    with pytest.raises(UnknownZone, match="no zone 'nowhere'"):
        extent_of(page(extent={"zones": ["nowhere"]}))
    with pytest.raises(InvalidSpec, match="no zone whose place is known"):
        extent_of(page(extent={"zones": ["khu-6"]}))


def test_ground_of_a_zone_is_its_outline_else_its_centre() -> None:
    assert zone_ground(zone(1)).geom_type == "MultiPolygon"
    assert zone_ground(zone(1, boundary=None)).geom_type == "Point"
    assert zone_ground(zone(1, boundary=None, location=None)) is None


def test_panels_are_drawn_again_for_what_the_map_has_to_say() -> None:
    drawn = page()
    seen: list[tuple[str, ...]] = []
    where = Box(0, 0, 10, 10)

    def panels() -> None:
        seen.append(tuple(drawn.notes))
        drawn.panel(where)

    def map_() -> None:
        drawn.note("sơ đồ")
        drawn.drawing.add(Shape(rectangle(where), Paint(fill="#ffffff"), where, "base"))

    draw_around(drawn, panels, map_)
    assert seen == [(), ("sơ đồ",)]
    assert [item.role for item in drawn.drawing.items] == ["base", "panel"]
    assert drawn.taken == [where]


@pytest.mark.parametrize("bbox", [[99, 4, 115, 16], [105, 8, 107, 15.9], [99, 4, 101, 5]])
def test_no_map_reaches_beyond_where_land_is_known(bbox: list[float]) -> None:
    with pytest.raises(InvalidSpec, match="map would reach from"):
        fit_clear(page(extent={"bbox": bbox}), [box(*bbox)])
    with pytest.raises(InvalidSpec, match="map would reach"):
        fit_frame([box(*bbox)], page().canvas)
