"""Overview, locator, distances and corridor: what they show, say and refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import Point

from geo.errors import InvalidSpec, UnknownZone
from layers.records import Coast
from maps.stills.compose import compose
from maps.stills.drawing import Drawing, Shape
from maps.stills.material import Material
from maps.stills.page import Page
from maps.stills.sizes import Box
from maps.stills.spec import spec_of
from maps.stills.svg import svg_of
from maps.stills.templates.corridor import corridor_of
from maps.stills.ways import ways_of
from tests.maps.invented_shortlist import NOTHING
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()


def draw(template: str, material: Material = MATERIAL, **fields: Any) -> Drawing:
    return compose(spec_of({"template": template, **fields}), material)


def words(drawing: Drawing, *roles: str) -> str:
    """Words of those roles, with plain spaces."""
    said = (one.content for one in drawing.texts() if one.role in roles)
    return " ".join(said).replace("\u00a0", " ")


def labels(drawing: Drawing) -> set[str]:
    return {one.label_id for one in drawing.texts() if one.label_id is not None}


def shapes(drawing: Drawing, role: str) -> list[Shape]:
    return [one for one in drawing.items if isinstance(one, Shape) and one.role == role]


def test_overview_counts_unknown_as_unknown() -> None:
    drawing = draw("overview")
    zones = MATERIAL.region.zones
    unknown = sum(1 for one in zones if one.remaining.state == "unknown")
    assert f"Chưa rõ: {unknown}" in words(drawing, "legend")
    assert "24 khu và cụm, 1 chưa rõ vị trí" in words(drawing, "subtitle")
    assert {one.subject for one in shapes(drawing, "zone")} == {
        one.zone_id for one in zones if one.location is not None
    }


def test_overview_explains_only_layers_that_it_shows() -> None:
    assert "Chưa rõ: " in words(draw("overview"), "legend")
    assert words(draw("overview", layers=[]), "legend") == ""
    assert "Chưa rõ" not in words(draw("overview", layers=["ports"]), "legend")
    assert "Cảng" in words(draw("overview", layers=["ports"]), "legend")


def test_overview_names_zones_with_the_most_land_and_their_badge() -> None:
    drawing = draw("overview", language="en")
    most = max(
        (one for one in MATERIAL.region.zones if one.remaining.value and one.location),
        key=lambda one: one.remaining.value or 0,
    )
    assert f"zone:{most.zone_id}" in labels(drawing)
    assert f"{most.remaining.value:g} ha (B)" in words(drawing, "label")
    assert "B: press quoting an official" in words(drawing, "credit")


def test_overview_names_the_zones_it_is_about_instead() -> None:
    drawing = draw("overview", zones=["khu-3", "khu-9"])
    named = {one for one in labels(drawing) if one.startswith("zone:")}
    assert named == {"zone:khu-3", "zone:khu-9"}


def test_overview_of_a_province_leaves_the_others_out() -> None:
    drawing = draw("overview", province="BRVT")
    subjects = {one.subject for one in shapes(drawing, "zone")}
    brvt = {one.zone_id for one in MATERIAL.region.zones if one.former_province == "BRVT"}
    assert subjects == {one for one in brvt if one != "khu-6"}


def test_overview_without_any_place_is_refused() -> None:
    nowhere = tuple(replace(one, location=None) for one in MATERIAL.region.zones)
    lost = replace(MATERIAL, region=replace(MATERIAL.region, zones=nowhere))
    with pytest.raises(InvalidSpec, match="no zone of this picture has a known place"):
        draw("overview", lost)


def test_locator_needs_a_zone_that_there_is() -> None:
    with pytest.raises(InvalidSpec, match="the template locator has no zone"):
        draw("locator")
    with pytest.raises(UnknownZone, match="no zone 'khu-99'"):
        draw("locator", zones=["khu-99"])


def test_locator_tells_figures_with_date_and_badge_and_unknown_as_unknown() -> None:
    drawing = draw("locator", zones=["khu-3"])
    assert MATERIAL.zone("khu-3").remaining == NOTHING
    assert "Khu công nghiệp Đá Vàng – Suối Ngọc A2" in words(drawing, "title")
    assert "195 ha" in words(drawing, "value")
    assert "A · 10/2024" in words(drawing, "date")
    assert "Chưa công bố: đất còn lại, lấp đầy" in words(drawing, "legend")
    assert "chưa rõ" not in words(drawing, "legend", "value")
    assert "zone:khu-3" in labels(drawing)


def test_locator_says_once_what_nothing_is_published_of() -> None:
    blank = replace(
        MATERIAL.zone("khu-6"), figures={}, remaining=NOTHING, occupancy=NOTHING, distances={}
    )
    zones = [blank if one.zone_id == "khu-6" else one for one in MATERIAL.region.zones]
    material = replace(MATERIAL, region=replace(MATERIAL.region, zones=tuple(zones)))
    drawing = draw("locator", material, zones=["khu-6"], language="en")
    assert "Not published: area, land left, occupancy" in words(drawing, "legend")
    # That there is no distance goes without saying where there is no place.
    assert "sea" not in words(drawing, "legend", "value")
    several = draw("locator", zones=["khu-2", "khu-3", "khu-6"], language="en")
    assert "Land left not published: Da Vang A2, Ao Sen" in words(several, "legend")


@pytest.mark.parametrize("size", ["square", "portrait", "vertical"])
@pytest.mark.parametrize("template", ["overview", "locator"])
def test_the_map_of_a_narrow_picture_has_two_fifths_of_its_height(template: str, size: str) -> None:
    drawing = draw(template, zones=["khu-1"], size=size)
    canvas = drawing.canvas
    full = [one.box for one in shapes(drawing, "panel") if one.box.width > 0.55 * canvas.width]
    edges = [0.0, *(edge for box in sorted(full, key=lambda one: one.top)
                    for edge in (box.top, box.bottom)), canvas.bottom]  # fmt: skip
    free = [below - above for above, below in zip(edges[::2], edges[1::2], strict=True)]
    # What lies above the title is ground and no more.
    seen = sum(free[1:]) if size == "vertical" else max(free)
    assert seen >= 0.4 * canvas.height


@pytest.mark.parametrize("size", ["square", "portrait", "vertical"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_narrow_credits_keep_to_three_lines(size: str, language: str) -> None:
    drawing = draw("locator", zones=["khu-1"], size=size, language=language)
    lines = {round(one.y) for one in drawing.texts() if one.role in ("credit", "date")
             and one.size == 28 and one.y > 0.5 * drawing.canvas.height}  # fmt: skip
    credit = {round(one.y) for one in drawing.texts() if one.role == "credit"}
    assert credit <= lines
    assert len(credit) <= 3


@pytest.mark.parametrize("size", ["hd", "square", "portrait", "vertical"])
def test_overview_names_the_first_three_and_none_before_one_with_more(size: str) -> None:
    drawing = draw("overview", size=size)
    placed = [one for one in MATERIAL.region.zones if one.remaining.value and one.location]
    placed.sort(key=lambda one: -(one.remaining.value or 0))
    named = [f"zone:{one.zone_id}" in labels(drawing) for one in placed]
    assert named[:3] == [True] * 3
    # Once one is left out, so are all that have less.
    assert named == sorted(named, reverse=True)


def test_locator_of_a_schematic_outline_says_so_in_the_credit() -> None:
    assert "Ranh giới sơ đồ" in words(draw("locator", zones=["khu-1"]), "credit")


def test_locator_of_a_zone_without_a_place_says_that_it_is_not_known() -> None:
    drawing = draw("locator", zones=["khu-6"], language="en")
    assert "The location of the zone is not known" in words(drawing, "note")
    assert "zone:khu-6" not in labels(drawing)


@pytest.mark.parametrize("size", ["hd", "square", "vertical"])
def test_locator_of_a_zone_without_a_place_has_a_scale_all_the_same(size: str) -> None:
    assert shapes(draw("locator", zones=["khu-6"], size=size), "scale")
    bare = draw("locator", zones=["khu-6"], size=size, scale_bar=False, north_arrow=False)
    assert not shapes(bare, "scale")


def test_locator_draws_illustrative_parcels_only_where_they_are_asked_for() -> None:
    plain = draw("locator", zones=["khu-1"])
    asked = draw("locator", zones=["khu-1"], layers=["zones", "parcels", "roads"])
    assert "Lô đất minh họa" not in words(plain, "credit")
    assert "Lô đất minh họa" in words(asked, "credit")


def test_distances_draws_a_line_to_each_end_and_defines_them() -> None:
    drawing = draw("distances", zones=["khu-3"])
    assert {one.subject for one in shapes(drawing, "way")} == {
        "sea", "ben-mo", "bien-cat", "sb-may", "ct-gio",
    }  # fmt: skip
    assert "Đường thẳng tới bờ biển (cửa sông khép kín)" in words(drawing, "credit")
    assert "khoảng 23 km" in words(drawing, "value")


def test_distances_on_an_upright_picture_stand_at_the_ends() -> None:
    drawing = draw("distances", zones=["khu-3"], size="square")
    assert "end:sea" in labels(drawing)
    assert "~ 23 km (C)" in words(drawing, "label")


def test_distances_need_one_zone_with_a_place() -> None:
    with pytest.raises(InvalidSpec, match="the template distances has 2 zones"):
        draw("distances", zones=["khu-1", "khu-2"])
    with pytest.raises(InvalidSpec, match="the place of khu-6 is not known"):
        draw("distances", zones=["khu-6"])


def test_way_to_the_sea_ends_on_the_shore_and_not_at_the_edge_of_the_region() -> None:
    land = {"type": "Polygon", "coordinates": [
        [[106, 10.3], [108, 10.3], [108, 11.3], [106, 11.3], [106, 10.3]]]}  # fmt: skip
    beyond = {"type": "Polygon", "coordinates": [
        [[105, 11.3], [109, 11.3], [109, 13], [105, 13], [105, 11.3]]]}  # fmt: skip
    region = replace(MATERIAL.region, coast=Coast(land, beyond))
    zone = replace(MATERIAL.zone("khu-1"), boundary=None, location=(107.0, 11.2))
    material = replace(MATERIAL, region=region)
    sea = next(one for one in ways_of(zone, material) if one.way_id == "sea")
    end = Point(list(sea.line.coords)[-1])
    assert (end.x, end.y) == (pytest.approx(107.0), pytest.approx(10.3))


def test_port_that_is_also_the_nearest_berth_has_one_line() -> None:
    zone = MATERIAL.zone("khu-3")
    near = replace(zone.distances["port"], nearest_id="bien-cat")
    twice = replace(zone, distances={**zone.distances, "port": near})
    berth = next(one for one in ways_of(twice, MATERIAL) if one.way_id == "bien-cat")
    assert berth.measures == ("deep_sea_berth", "port")


def test_corridor_chooses_ports_and_roads_of_its_zones() -> None:
    page = Page(spec_of({"template": "corridor", "zones": ["khu-2", "khu-4"]}), MATERIAL)
    corridor = corridor_of(page)
    assert [one.zone_id for one in corridor.zones] == ["khu-2", "khu-4"]
    assert {one.port_id for one in corridor.ports} == {"ben-mo", "bien-cat"}
    assert "ct-gio" in corridor.road_ids


def test_corridor_labels_ports_with_deadweight() -> None:
    drawing = draw("corridor", zones=["khu-2", "khu-4"], language="en")
    assert "160,000 DWT (B)" in words(drawing, "label")


def test_corridor_without_a_placed_zone_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="no zone of the corridor has a known place"):
        draw("corridor", zones=["khu-6"])


@pytest.mark.parametrize("template", ["overview", "locator", "distances", "corridor"])
def test_map_is_the_same_each_time_and_its_words_stay_in_the_safe_area(template: str) -> None:
    first = draw(template, zones=["khu-2"], size="vertical")
    assert svg_of(first) == svg_of(draw(template, zones=["khu-2"], size="vertical"))
    page = Page(spec_of({"template": template, "size": "vertical"}), MATERIAL)
    assert all(page.safe.holds(one.box, 1.0) for one in first.texts())


@pytest.mark.parametrize("template", ["overview", "locator", "distances", "corridor"])
def test_label_moved_in_the_spec_moves_alone(template: str) -> None:
    label = "zone:khu-2"
    before = draw(template, zones=["khu-2"])
    after = draw(template, zones=["khu-2"], labels={label: {"dx": 30, "dy": -40}})

    def boxes(drawing: Drawing) -> list[tuple[str | None, Box]]:
        return [(one.label_id, one.box) for one in drawing.texts()]

    assert label in labels(before)
    for (one, was), (two, now) in zip(boxes(before), boxes(after), strict=True):
        assert one == two
        moved = was.moved(30, -40) if one == label else was
        assert (now.left, now.top) == pytest.approx((moved.left, moved.top))


@pytest.mark.parametrize("template", ["overview", "locator", "distances", "corridor"])
@pytest.mark.parametrize(
    ("field", "role"), [("scale_bar", "scale"), ("inset", "panel"), ("legend", "legend")]
)
def test_furniture_is_left_out_as_the_spec_says(template: str, field: str, role: str) -> None:
    def count(**fields: Any) -> int:
        return sum(1 for one in draw(template, zones=["khu-2"], **fields).items if one.role == role)

    if (template, field) in {("overview", "inset"), ("distances", "legend")}:
        pytest.skip("this template has none")
    assert count(**{field: False}) < count()
