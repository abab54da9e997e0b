from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from geo.errors import InvalidSpec
from layers.records import IndustrialZone
from maps.stills.changes import Change, find_changes
from maps.stills.compose import compose
from maps.stills.drawing import Drawing, Shape
from maps.stills.material import Material
from maps.stills.page import Page
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material
from tests.maps.stills.test_ranking import NOT_SAID, told, words

MATERIAL = invented_material()
_BASE = {"template": "before_after", "before": "2024-01-01", "as_of": "2026-11-28"}


def with_earlier(**changes: IndustrialZone | None) -> Material:
    """The same records earlier, but for some zones; None takes a zone away."""
    zones = [changes.get(one.zone_id.replace("-", "_"), one) for one in MATERIAL.region.zones]
    kept = tuple(one for one in zones if one is not None)
    return replace(MATERIAL, earlier=replace(MATERIAL.region, zones=kept))


def zone(number: int, **changes: Any) -> IndustrialZone:
    return replace(MATERIAL.region.zones[number - 1], **changes)


def changes_of(material: Material, **spec: Any) -> list[Change]:
    assert material.earlier is not None
    return find_changes(Page(spec_of({**_BASE, **spec}), material), material.earlier)


def draw(material: Material, **spec: Any) -> Drawing:
    return compose(spec_of({**_BASE, **spec}), material)


def test_changes_of_figures_come_before_new_figures_and_states() -> None:
    material = with_earlier(
        khu_1=zone(1, remaining=told(20.0)),
        khu_2=zone(2, remaining=told(90.0)),
        khu_4=zone(4, remaining=NOT_SAID),
        khu_7=zone(7, status="planned"),
    )
    found = changes_of(material, language="en")
    assert [one.zone.zone_id for one in found] == ["khu-2", "khu-1", "khu-4", "khu-7"]
    assert [one.before for one in found] == ["90\u00a0ha", "20\u00a0ha", "unknown", "Planned"]
    assert found[2].after == "59.5\u00a0ha"
    assert found[3].after == "Operating"


def test_no_change_is_said_plainly() -> None:
    same = with_earlier()
    assert changes_of(same) == []
    assert "Không có thay đổi giữa hai ngày" in words(draw(same), "subtitle")
    assert words(draw(same, language="en"), "subtitle") == ["No change between the two dates"]
    one = with_earlier(khu_1=zone(1, remaining=told(20.0)))
    assert words(draw(one, language="en"), "subtitle") == ["New information on one zone"]


def test_both_days_stand_in_large_type() -> None:
    days = [one for one in draw(with_earlier()).texts() if one.role == "date" and one.size > 40]
    assert [one.content for one in days] == ["01/01/2024", "28/11/2026"]
    assert days[0].y == days[1].y


@pytest.mark.parametrize("size", ["hd", "square", "portrait", "vertical"])
def test_both_maps_have_one_scale_and_one_extent(size: str) -> None:
    drawing = draw(with_earlier(), size=size)
    seen: dict[str, list[Shape]] = {}
    for one in drawing.items:
        if isinstance(one, Shape) and one.role == "zone" and one.subject:
            seen.setdefault(one.subject, []).append(one)
    pairs = [shapes for shapes in seen.values() if len(shapes) == 2]
    assert len(pairs) > 10
    moves = {
        (round(second.box.left - first.box.left, 3), round(second.box.top - first.box.top, 3))
        for first, second in pairs
    }
    assert len(moves) == 1
    assert all(first.box.width == pytest.approx(second.box.width) for first, second in pairs)


def test_changed_zones_are_ringed_on_both_maps_and_numbered_as_in_the_list() -> None:
    material = with_earlier(khu_2=zone(2, remaining=told(90.0)))
    drawing = draw(material)
    rings = [one for one in drawing.items
             if isinstance(one, Shape) and one.subject == "khu-2" and one.role == "decoration"
             and one.paint.stroke_width == 6]  # fmt: skip
    assert len(rings) == 2
    assert words(drawing, "number") == ["1", "1"]
    assert words(drawing, "value") == ["90\u00a0ha", "32,1\u00a0ha"]


def test_a_long_list_says_how_many_more_there_are() -> None:
    earlier = {f"khu_{n}": zone(n, status="planned") for n in range(1, 20)}
    found = len(changes_of(with_earlier(**earlier)))
    drawing = draw(with_earlier(**earlier), language="en")
    listed = len(words(drawing, "value")) // 2
    assert 0 < listed < found
    assert f"and {found - listed} more" in words(drawing, "note")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"before": None},
            "the picture has no earlier day; expected `before`, a day as 2024-01-01",
        ),
        ({"before": "2026-11-28"}, "the earlier day 2026-11-28 is not before 2026-11-28"),
        ({"before": "2027-01-01"}, "the earlier day 2027-01-01 is not before 2026-11-28"),
        ({"measure": "distance"}, "the measure 'distance' does not change with the date"),
    ],
)
def test_what_cannot_be_compared_is_told(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidSpec) as caught:
        draw(with_earlier(), **changes)
    assert message in str(caught.value)


def test_records_that_were_not_read_are_told() -> None:
    with pytest.raises(InvalidSpec, match="the records of 2024-01-01 were not read"):
        draw(replace(MATERIAL, earlier=None))


def test_a_zone_that_was_not_there_is_a_change() -> None:
    (change,) = changes_of(with_earlier(khu_1=None), language="en")
    assert (change.zone.zone_id, change.before, change.after) == (
        "khu-1",
        "unknown",
        "18.4\u00a0ha",
    )


def test_maps_without_room_are_refused_not_squeezed() -> None:
    long = {"title": "Khu công nghiệp " * 7, "subtitle": "và đất còn lại " * 9, "qr": True}
    with pytest.raises(InvalidSpec, match=r"the two maps have \d+ units of height left"):
        draw(with_earlier(khu_1=None, khu_2=None), **long, size="vertical")
    assert words(draw(with_earlier(khu_1=None), **long, size="portrait"), "date")


def test_a_short_list_ends_where_it_ends() -> None:
    one = draw(with_earlier(khu_1=None))
    many = draw(with_earlier(**{f"khu_{n}": zone(n, status="planned") for n in range(1, 20)}))

    def list_height(drawing: Drawing) -> float:
        number = [text for text in drawing.texts() if text.role == "number"][-1]
        return next(
            item.box.height
            for item in drawing.items
            if isinstance(item, Shape) and item.role == "panel" and item.box.holds(number.box)
        )

    assert list_height(one) < 170 < list_height(many)
