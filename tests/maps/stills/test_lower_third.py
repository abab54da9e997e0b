from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from geo.errors import InvalidSpec
from maps.stills.compose import compose
from maps.stills.drawing import Drawing
from maps.stills.sizes import safe_box
from maps.stills.spec import spec_of
from maps.stills.templates.lower_third import district_name
from tests.maps.stills.invented_region import invented_material
from tests.maps.stills.test_ranking import NOT_SAID, words

MATERIAL = invented_material()


def draw(**spec: Any) -> Drawing:
    return compose(spec_of({"template": "lower_third", "language": "en", **spec}), MATERIAL)


@pytest.mark.parametrize("size", ["hd", "uhd", "square", "portrait", "vertical"])
@pytest.mark.parametrize("zones", [[], ["khu-4"]])
def test_the_strip_lies_at_the_foot_of_the_safe_area(size: str, zones: list[str]) -> None:
    spec = spec_of({"template": "lower_third", "size": size, "zones": zones})
    drawing = compose(spec, MATERIAL)
    safe = safe_box(drawing.canvas, spec.area)
    boxes = [one.box for one in drawing.items]
    assert all(safe.holds(box, 1.0) for box in boxes)
    assert max(box.bottom for box in boxes) == pytest.approx(safe.bottom)
    assert min(box.top for box in boxes) > safe.top + 0.4 * safe.height
    if size == "vertical":
        assert max(box.bottom for box in boxes) <= 0.65 * drawing.canvas.height + 0.01


def test_there_is_nothing_behind_it_unless_asked() -> None:
    assert draw().background is None
    assert not any(getattr(one, "role", "") == "base" for one in draw().items)
    assert draw(ground="solid").background == "#f4f1e8"
    assert any(getattr(one, "role", "") == "base" for one in draw(ground="map").items)


def test_a_zone_brings_its_key_facts_with_badge_and_date() -> None:
    drawing = draw(zones=["khu-4"])
    assert " ".join(words(drawing, "title")) == ("Rung Thong Extension Phase 2 Industrial Park")
    assert words(drawing, "value") == ["59.5\u00a0ha", "47%", "232.5\u00a0ha"]
    notes = words(drawing, "note")
    assert notes[:2] == ["Land left", "B\u00a0· Oct 2024"]
    assert "A:\u00a0official" in " ".join(words(drawing, "credit"))


@pytest.mark.parametrize(
    ("district", "english"),
    [
        ("Huyện Mơ", "Mo District"),
        ("Quận 7", "District 7"),
        ("TP Mây", "May City"),
        ("TX Gió / Quận Mơ", "Gio Town / Mo District"),
        ("Huyện Mơ / Gió", "Mo District / Gio"),
        ("Đảo Xa", "Dao Xa"),
    ],
)
def test_districts_are_named_as_the_language_has_them(district: str, english: str) -> None:
    assert district_name(district, "en") == english
    assert district_name(district, "vi") == district


def test_unknown_land_is_said_to_be_unknown() -> None:
    zones = [replace(one, remaining=NOT_SAID) for one in MATERIAL.region.zones]
    material = replace(MATERIAL, region=replace(MATERIAL.region, zones=tuple(zones)))
    spec = spec_of({"template": "lower_third", "language": "en", "zones": ["khu-4"]})
    assert words(compose(spec, material), "value")[0] == "unknown"


def test_a_title_of_ones_own_stands_alone() -> None:
    drawing = draw(title="Land is short", subtitle="")
    assert words(drawing, "title") == ["Land is short"]
    assert words(drawing, "value", "subtitle") == []
    assert words(drawing, "credit") == []
    bare = draw(title="Land is short", subtitle="", data_date=False)
    assert words(bare, "title", "credit", "date") == ["Land is short"]
    with_map = draw(title="Land is short", subtitle="", ground="map")
    assert "OpenStreetMap" in " ".join(words(with_map, "credit"))


def test_facts_give_way_to_a_long_title() -> None:
    title = "Khu công nghiệp lớn nhất vùng vẫn còn nhiều đất trống bên cạnh đường cao tốc mới"
    title += " và gần cảng nước sâu"
    assert len(words(draw(zones=["khu-4"], title=title), "value")) < 3
    with pytest.raises(InvalidSpec, match="the title of 300 characters does not fit"):
        draw(zones=["khu-4"], title=(f"{title} " * 4)[:300])


def test_more_than_one_zone_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="the spec names 2 zones; expected one zone, or none"):
        draw(zones=["khu-1", "khu-2"])


def test_columns_share_their_base_lines() -> None:
    drawing = draw(zones=["khu-4"], language="vi")
    labels = [one for one in drawing.texts() if one.role == "note" and one.size == 28]
    assert len({round(one.y, 3) for one in labels}) == 2
    values = [one for one in drawing.texts() if one.role == "value"]
    assert len({round(one.y, 3) for one in values}) == 1
