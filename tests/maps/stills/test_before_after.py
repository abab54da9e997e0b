from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geo.errors import InvalidSpec
from layers.records import IndustrialZone
from maps.stills.changes import Change, days_before_changes, find_changes
from maps.stills.compose import compose
from maps.stills.drawing import Drawing, Shape
from maps.stills.material import Material
from maps.stills.page import Page
from maps.stills.spec import spec_of
from tests.maps.invented_shortlist import figure
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
    assert words(drawing, "value") == ["90\u00a0ha\u00a0(B)", "32,1\u00a0ha\u00a0(B)"]


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
            "the picture has no earlier day, and no change is known that one could be chosen by",
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


def circles(drawing: Drawing) -> list[list[Shape]]:
    """Circles of zones, the rings' left out, of the earlier map and of the later."""
    zones = [one for one in drawing.items if isinstance(one, Shape) and one.role == "zone"]
    return [zones[: len(zones) // 2], zones[len(zones) // 2 :]]


@pytest.mark.parametrize("size", ["hd", "square"])
def test_circles_are_stacked_alike_on_both_days_the_smaller_above_the_larger(size: str) -> None:
    # On the earlier day hardly anything was known, so that their classes are others.
    nothing = {f"khu_{n}": zone(n, remaining=NOT_SAID) for n in range(1, 25)}
    nothing["khu_3"] = zone(3, remaining=told(900.0), figures={}, measured_area_ha=4.0)
    first, second = circles(draw(with_earlier(**nothing), size=size))
    assert [one.subject for one in first] == [one.subject for one in second]
    changed = {one.zone.zone_id for one in changes_of(with_earlier(**nothing))}
    is_changed = [one.subject in changed for one in second]
    assert is_changed == sorted(is_changed)
    for subjects in (False, True):
        widths = [one.box.width for one, is_one in zip(second, is_changed, strict=True)
                  if is_one == subjects]  # fmt: skip
        assert widths == sorted(widths, reverse=True)
        assert len(set(widths)) > 2


@pytest.mark.parametrize("size", ["hd", "square", "vertical"])
def test_a_number_is_nearest_to_its_own_ring_or_led_to_it(size: str) -> None:
    earlier = {f"khu_{n}": zone(n, remaining=NOT_SAID) for n in range(1, 25)}
    drawing = draw(with_earlier(**earlier), size=size)
    rings = {
        one.subject: one.box
        for one in drawing.items
        if isinstance(one, Shape) and one.role == "decoration" and one.paint.stroke_width in (4, 6)
        and one.box.width == pytest.approx(one.box.height)
    }  # fmt: skip
    numbers = [one for one in drawing.texts() if one.role == "number" and one.label_id is not None]
    assert len(numbers) >= 2
    for number in numbers:
        x, y = number.box.centre

        def away(subject: str | None, x: float = x, y: float = y) -> float:
            ring = rings[subject]
            middle = ring.centre
            return float(((middle[0] - x) ** 2 + (middle[1] - y) ** 2) ** 0.5) - ring.width / 2

        led = [one for one in drawing.items if isinstance(one, Shape)
               and one.subject == number.subject and one.paint.stroke_width == 3.4]  # fmt: skip
        nearest = min((one for one in rings if one is not None), key=away)
        assert led or nearest == number.subject


def test_figures_have_their_letters_which_the_credit_explains_or_neither() -> None:
    material = with_earlier(khu_1=zone(1, remaining=told(20.0)))
    drawing = draw(material, language="en")
    assert words(drawing, "value") == ["20\u00a0ha\u00a0(B)", "18.4\u00a0ha\u00a0(B)"]
    assert "B:\u00a0press quoting an official" in " ".join(words(drawing, "credit"))
    bare = draw(material, language="en", badge_notes=False)
    assert words(bare, "value") == ["20\u00a0ha", "18.4\u00a0ha"]
    assert "B:" not in " ".join(words(bare, "credit"))


def test_letters_that_no_row_shows_are_not_explained() -> None:
    worse = replace(MATERIAL.region.zones[3].remaining, badge="D")
    many = {f"khu_{n}": zone(n, remaining=told(400.0 - n)) for n in range(1, 25) if n != 4}
    drawing = draw(with_earlier(**many, khu_4=zone(4, remaining=worse)), size="square")
    assert "D:" not in " ".join(words(drawing, "credit"))


def test_the_legend_says_what_size_means_and_tells_no_land_in_figures_from_words() -> None:
    drawing = draw(with_earlier(khu_1=zone(1, remaining=told(0.0))), language="en")
    legend = words(drawing, "legend")
    assert "Circle size: area of the zone" in legend
    assert "0\u00a0ha\u00a0(figure)" in legend
    assert "None\u00a0left\u00a0(no\u00a0figure)" in legend


def test_an_earlier_day_that_the_records_chose_is_shown() -> None:
    chosen = replace(with_earlier(khu_1=zone(1, remaining=told(20.0))), before=date(2024, 9, 30))
    drawing = draw(chosen, before=None)
    assert "30/09/2024" in words(drawing, "date")
    # A day that the spec gives comes first.
    assert "01/01/2024" in words(draw(chosen), "date")


def test_days_before_changes_are_those_before_a_figure_speaks_the_latest_first() -> None:
    dated = [
        zone(1, remaining=replace(told(1.0), as_of="2024-10")),
        zone(2, remaining=replace(told(2.0), as_of="~2023")),
        zone(3, remaining=replace(told(2.0), as_of="2024-10-01")),
        zone(4, remaining=replace(told(2.0), as_of=None)),
        zone(5, remaining=replace(told(2.0), as_of="no day")),
    ]
    dated = [replace(one, figures={}) for one in dated]
    assert days_before_changes(dated, "remaining_ha") == [date(2024, 9, 30), date(2022, 12, 31)]
    # Land left is computed from shares that were published later than the area.
    share = figure("occupancy_rate", 0.3, unit="share", as_of="2025-06-30")
    others = {"occupancy_rate": share, "workers": replace(share, as_of="2026-01-02")}
    later = days_before_changes([*dated, zone(6, figures=others)], "remaining_ha")
    assert later[0] == date(2025, 6, 29)
