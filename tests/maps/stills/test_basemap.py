from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import box

from maps.stills.basemap import (
    draw_basemap,
    ground_of,
    place_requests,
    road_requests,
    water_requests,
    zoom_of,
)
from maps.stills.drawing import Shape
from maps.stills.frame import MapFrame, fit_frame
from maps.stills.page import Page
from maps.stills.spec import spec_of
from maps.stills.typeset import LEAST_SIZE, LEAST_SIZE_ON_BLOCK
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()
REGION, CITY = (106.3, 10.3, 107.4, 11.3), (106.6, 10.65, 106.9, 10.95)


def page_of(bounds: tuple[float, float, float, float], **fields: Any) -> tuple[Page, MapFrame]:
    page = Page(spec_of({"size": "hd", **fields}), MATERIAL)
    return page, fit_frame([box(*bounds)], page.canvas)


def painted(page: Page) -> set[str | None]:
    return {one.subject for one in page.drawing.items if isinstance(one, Shape)}


def test_zoom_is_that_of_a_web_map() -> None:
    _, frame = page_of(REGION)
    assert zoom_of(replace(frame, units_per_degree=256 / 360 * 2**10)) == pytest.approx(10)


def test_layers_that_the_spec_leaves_out_are_not_painted() -> None:
    page, frame = page_of(REGION, layers=["zones", "waterways"])
    draw_basemap(page, frame)
    assert painted(page) == {None, "song-mo"}
    page, frame = page_of(REGION)
    draw_basemap(page, frame, leave_out=("railway",))
    assert "ds-mo" not in painted(page)
    assert "ql-99" in painted(page)


def test_sketched_roads_are_named_in_the_credit() -> None:
    page, frame = page_of(REGION)
    draw_basemap(page, frame)
    assert page.notes == ["Đường vẽ phác để định hướng"]
    page, frame = page_of(REGION, layers=["zones"])
    draw_basemap(page, frame)
    assert page.notes == []


@pytest.mark.parametrize(("ground", "fills"), [("map", 2), ("solid", 0), ("transparent", 0)])
def test_ground_is_land_and_sea_or_the_shore_alone(ground: str, fills: int) -> None:
    page, frame = page_of(REGION, ground=ground, layers=["zones"])
    draw_basemap(page, frame)
    shapes = [one for one in page.drawing.items if isinstance(one, Shape)]
    assert sum(1 for one in shapes if one.paint.fill is not None) == fills
    assert page.theme["coast"] in {one.paint.stroke for one in shapes}


def test_chosen_road_is_strong_and_painted_last_though_its_layer_is_off() -> None:
    page, frame = page_of(REGION, layers=["zones"])
    draw_basemap(page, frame, chosen=["ql-99"])
    last = page.drawing.items[-1]
    assert isinstance(last, Shape)
    assert (last.subject, last.paint.stroke) == ("ql-99", page.theme["way_road"])


def test_towns_are_few_and_more_from_near_by() -> None:
    far, near = (place_requests(*page_of(one)) for one in (REGION, CITY))
    assert "place:ho-chi-minh-city" in {one.label_id for one in far}
    assert "place:thu-duc" not in {one.label_id for one in far}
    assert "place:thu-duc" in {one.label_id for one in near}
    assert all(one.size >= LEAST_SIZE for one in (*far, *near))
    assert len(place_requests(*page_of(REGION), most=1)) < len(far)


def test_places_are_named_in_the_language_of_the_picture() -> None:
    texts = {one.text for one in place_requests(*page_of(REGION, language="en"))}
    assert "Bien Hoa" in texts
    assert "DONG NAI" in texts
    assert place_requests(*page_of(REGION, layers=["zones"])) == []


def test_sea_is_named_on_the_water_alone() -> None:
    page, frame = page_of(REGION)
    (sea,) = (one for one in place_requests(page, frame) if one.label_id == "place:east-sea")
    land = frame.project(ground_of(MATERIAL.region).land)
    assert not any(land.contains(box(x - 1, y - 1, x + 1, y + 1)) for x, y in sea.spots)
    dry, frame = page_of(REGION, ground="transparent")
    assert "place:east-sea" not in {one.label_id for one in place_requests(dry, frame)}


def test_roads_have_their_codes_on_signs_along_them() -> None:
    page, frame = page_of(REGION)
    signs = {one.label_id: one for one in road_requests(page, frame)}
    sign = signs["road:ql-99"]
    assert (sign.text, sign.size) == ("QL.99", LEAST_SIZE_ON_BLOCK)
    assert sign.plate is not None
    # An expressway has no code: only where the picture is about it does its name stand there.
    assert "road:ct-gio" not in signs
    (chosen,) = (
        one for one in road_requests(page, frame, chosen=["ct-gio"]) if "gio" in one.label_id
    )
    assert chosen.text == "CT Gió"


def test_rivers_are_named_where_enough_of_them_is_seen() -> None:
    assert [one.text for one in water_requests(*page_of(REGION, language="en"))] == ["Mo River"]
    assert water_requests(*page_of((107.2, 11.0, 107.3, 11.1))) == []
    assert water_requests(*page_of(REGION, layers=["zones"])) == []


def test_ground_follows_the_links_of_the_records() -> None:
    fewer = replace(MATERIAL.region, links=MATERIAL.region.links[:1])
    assert len(ground_of(MATERIAL.region).lines) == 6
    assert len(ground_of(fewer).lines) == 1
