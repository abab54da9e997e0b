from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from geo.errors import InvalidSpec, UnknownZone
from layers.records import Headline, NearestDistance
from maps.stills.compose import compose
from maps.stills.drawing import Drawing
from maps.stills.material import Material
from maps.stills.page import Page
from maps.stills.ranks import Ranking, rank_zones
from maps.stills.spec import spec_of
from maps.stills.theme import theme
from tests.maps.stills.invented_region import invented_material

MATERIAL = invented_material()
NOT_SAID = Headline(None, None, None, None, None, (), None, "unknown")


def told(value: float | None = None, **more: Any) -> Headline:
    given = {"low": None, "high": None, "state": "known", **more}
    return Headline(value, given["low"], given["high"], "2024-10", "B", ("press",), "declared",
                    given["state"], given.get("illustrative", False))  # fmt: skip


def with_remaining(*headlines: Headline) -> Material:
    """The first zones with these figures; nothing is known of the others."""
    zones = [
        replace(one, remaining=headlines[index] if index < len(headlines) else NOT_SAID)
        for index, one in enumerate(MATERIAL.region.zones)
    ]
    return replace(MATERIAL, region=replace(MATERIAL.region, zones=tuple(zones)))


def rank(material: Material, top: int = 8, **spec: Any) -> Ranking:
    return rank_zones(Page(spec_of({"template": "ranking", **spec}), material), top)


def rows(ranking: Ranking) -> list[tuple[int | None, str]]:
    return [(one.rank, one.zone.zone_id) for one in ranking.entries]


def draw(material: Material = MATERIAL, **spec: Any) -> Drawing:
    return compose(spec_of({"template": "ranking", **spec}), material)


def words(drawing: Drawing, *roles: str) -> list[str]:
    return [one.content for one in drawing.texts() if not roles or one.role in roles]


def test_most_land_comes_first_and_unknown_is_never_ranked() -> None:
    ranking = rank(with_remaining(told(5.0), NOT_SAID, told(80.0), told(0.0)))
    assert rows(ranking) == [(1, "khu-3"), (2, "khu-1"), (3, "khu-4")]
    assert (ranking.known, ranking.unknown, ranking.none_left) == (3, 21, 0)


def test_words_without_a_figure_and_illustrations_are_not_ranked() -> None:
    full = told(None, state="none_left")
    ranking = rank(with_remaining(told(5.0), full, told(9.0, illustrative=True)))
    assert rows(ranking) == [(1, "khu-1")]
    assert (ranking.unknown, ranking.none_left) == (22, 1)


def test_equal_figures_share_a_rank_and_the_cut_says_so() -> None:
    material = with_remaining(*[told(value) for value in (9.0, 7.0, 7.0, 7.0, 1.0)])
    ranking = rank(material, top=3)
    assert rows(ranking) == [(1, "khu-1"), (2, "khu-2"), (2, "khu-3")]
    assert ranking.tied == 1
    foot = " ".join(words(draw(material, top=3, language="en"), "note"))
    assert "1 more share the last rank" in foot
    assert rows(rank(material))[-1] == (5, "khu-5")


def test_ranges_rank_by_their_middle_and_are_shown_as_ranges() -> None:
    material = with_remaining(told(40.0), told(low=30.0, high=60.0), told(44.0))
    ranking = rank(material)
    assert rows(ranking) == [(1, "khu-2"), (2, "khu-3"), (3, "khu-1")]
    assert (ranking.entries[0].low, ranking.entries[0].high) == (30.0, 60.0)
    drawing = draw(material, language="en")
    assert any("30" in one and "60" in one for one in words(drawing, "value"))
    assert "ranges rank by their middle" in " ".join(words(drawing, "note"))


def test_bars_begin_at_zero_and_are_as_long_as_their_figures() -> None:
    material = with_remaining(told(80.0), told(20.0), told(low=10.0, high=40.0))
    drawing = draw(material, ground="solid")
    bars: dict[str | None, list[Any]] = {}
    for one in drawing.items:
        if getattr(one, "role", "") == "decoration" and getattr(one, "subject", None):
            bars.setdefault(one.subject, []).append(one.box)  # type: ignore[union-attr]
    (whole,) = bars["khu-1"]
    (quarter,) = bars["khu-2"]
    high, low = bars["khu-3"]
    assert quarter.width == pytest.approx(whole.width / 4)
    assert (low.width, high.width) == pytest.approx((whole.width / 8, whole.width / 2))
    assert {box.left for box in (whole, quarter, high, low)} == {whole.left}


def test_a_share_is_measured_against_the_whole() -> None:
    drawing = draw(measure="occupancy", ground="solid", top=3)
    tracks = [one.box for one in drawing.items
              if getattr(one, "role", "") == "decoration" and one.paint.fill_opacity == 0.25]  # type: ignore[union-attr]  # fmt: skip
    first = next(one.box for one in drawing.items if getattr(one, "subject", None) == "khu-1")
    assert len(tracks) == 3
    assert first.width == pytest.approx(0.35 * tracks[0].width)


def test_lowest_occupancy_and_nearest_sea_come_first() -> None:
    assert rows(rank(MATERIAL, measure="occupancy"))[0] == (1, "khu-1")
    assert rows(rank(MATERIAL, measure="distance"))[0] == (1, "khu-1")


def test_distances_rank_no_finer_than_they_are_shown() -> None:
    zones = [
        replace(one, distances={"coastline": NearestDistance(
            "coastline", 900.0 + 300 * index, None, None, None, None, "centre", "D", 2000.0)})
        for index, one in enumerate(MATERIAL.region.zones[:5])
    ]  # fmt: skip
    material = replace(MATERIAL, region=replace(MATERIAL.region, zones=tuple(zones)))
    ranking = rank(material, measure="distance")
    assert [one.rank for one in ranking.entries] == [1, 1, 1, 1, 5]
    assert (ranking.entries[0].low, ranking.entries[0].high) == (0.0, 2000.0)


def test_rows_and_dots_of_equal_figures_have_numbers_of_their_own() -> None:
    material = with_remaining(*[told(value) for value in (9.0, 7.0, 7.0, 7.0, 1.0)])
    drawing = draw(material, top=5, language="en")
    numbers = words(drawing, "number")
    assert [numbers.count(str(one)) for one in range(1, 6)] == [2] * 5
    assert "No. 2–4: equal" in " ".join(words(drawing, "note"))


@pytest.mark.parametrize("size", ["square", "portrait", "vertical"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_narrow_rankings_leave_the_map_a_third_of_the_height_and_have_its_scale(
    size: str, language: str
) -> None:
    drawing = draw(size=size, language=language)
    canvas, safe = drawing.canvas, Page(spec_of({"size": size}), MATERIAL).safe
    wide = sorted(
        (one.box for one in drawing.items
         if getattr(one, "role", "") == "panel" and one.box.width > 0.5 * canvas.width),  # type: ignore[union-attr]
        key=lambda box: box.top,
    )  # fmt: skip
    title, second, third = wide
    if size == "vertical":
        # The list stands below the title, and the map goes on below the words.
        assert second.top - title.bottom == pytest.approx(18)
        assert canvas.bottom - second.bottom - third.height >= 0.35 * canvas.height
    else:
        assert second.top - title.bottom >= 0.35 * canvas.height
    bar = next(one.box for one in drawing.items if getattr(one, "role", "") == "scale")
    assert safe.holds(bar)
    plain = draw(size=size, language=language, scale_bar=False, north_arrow=False)
    assert not [one for one in plain.items if getattr(one, "role", "") == "scale"]
    arrow = draw(size=size, language=language, scale_bar=False)
    assert words(arrow, "scale") == ["B" if language == "vi" else "N"]


def test_narrow_rankings_show_their_own_zones_large() -> None:
    drawing = draw(size="square", top=3)
    marks = {one.subject: one.box.centre for one in drawing.items
             if getattr(one, "role", "") == "zone" and round(one.box.width) == 24}  # type: ignore[union-attr]  # fmt: skip
    xs, ys = zip(*marks.values(), strict=True)
    assert len(marks) == 3
    assert max(max(xs) - min(xs), 2 * (max(ys) - min(ys))) > 0.4 * 1080


def test_a_place_too_far_off_for_the_map_is_told_in_words() -> None:
    figures = with_remaining(told(90.0), told(80.0), told(70.0), told(60.0))
    far = replace(figures.region.zones[1], location=(106.6, 8.6), boundary=None)
    zones = [far if one.zone_id == far.zone_id else one for one in figures.region.zones]
    material = replace(figures, region=replace(figures.region, zones=tuple(zones)))
    drawing = draw(material, size="vertical", top=4, language="en", title="A " * 60)
    assert "No. 2: beyond the map" in " ".join(words(drawing, "note"))
    assert words(drawing, "number").count("2") == 1
    assert words(drawing, "number").count("1") == 2


def test_zones_named_are_highlighted_and_keep_their_true_rank() -> None:
    ranking = rank(MATERIAL, top=3, zones=["khu-1", "khu-6"])
    assert rows(ranking)[3:] == [(15, "khu-1"), (None, "khu-6")]
    assert [one.is_highlighted for one in ranking.entries] == [False, False, False, True, True]
    shown = words(draw(top=3, zones=["khu-1", "khu-6"]))
    assert "chưa rõ" in shown
    assert "–" in shown


def test_a_province_ranks_its_own_zones() -> None:
    ranking = rank(MATERIAL, province="BD")
    assert {one.zone.former_province for one in ranking.entries} == {"BD"}


def test_what_cannot_be_ranked_is_told() -> None:
    with pytest.raises(InvalidSpec, match="the measure 'status' has no order"):
        draw(measure="status")
    with pytest.raises(InvalidSpec, match="no zone can be ranked by 'remaining_ha'"):
        draw(with_remaining())
    with pytest.raises(UnknownZone, match="there is no zone 'gone'"):
        draw(zones=["gone"])
    with pytest.raises(InvalidSpec, match="12 rows of a ranking do not fit"):
        draw(top=12, size="vertical", title="Khu " * 20, subtitle="và khu " * 18)


def test_ranks_stand_on_the_map_too() -> None:
    numbers = words(draw(top=4), "number")
    assert [numbers.count(str(one)) for one in (1, 2, 3, 4)] == [2, 2, 2, 2]
    # Without a map there is the list alone.
    assert [words(draw(top=4, ground="solid"), "number").count(str(one)) for one in (1, 4)] == [
        1,
        1,
    ]


@pytest.mark.parametrize("corner", ["top-right", "bottom-right", "bottom-left", "none"])
def test_the_map_has_room_wherever_the_logo_stands(
    corner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = replace(theme("newsroom"), corner=corner)
    monkeypatch.setattr("maps.stills.page.theme", lambda _name: look)
    assert words(draw(top=4), "number").count("1") == 2


def test_every_figure_has_its_badge_and_the_credit_explains_it() -> None:
    drawing = draw(top=5, language="en")
    assert words(drawing, "badge") == ["B"] * 5
    credit = " ".join(words(drawing, "credit"))
    assert "OpenStreetMap" in credit
    assert "B:\u00a0press quoting an official" in credit
    assert "B:" not in " ".join(words(draw(top=5, badge_notes=False), "credit"))
