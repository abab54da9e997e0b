from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geo.errors import InvalidSpec
from layers.records import NationalClaim
from layers.settings import CHECKOUT
from maps.stills.claim_words import METRICS, NOTES_VI, SCOPES, UNITS, note_of
from maps.stills.compose import compose
from maps.stills.drawing import Drawing, Emblem, Shape
from maps.stills.material import Material
from maps.stills.spec import spec_of
from maps.stills.templates.claim import choose_claim, claim_number, find_rivals
from tests.maps.stills.invented_region import invented_material
from tests.maps.stills.test_ranking import words

DAY = date(2026, 11, 28)


def claim(claim_id: str, value: float | None = 7.0, **more: Any) -> NationalClaim:
    given: dict[str, Any] = {
        "metric": "operating_kcn", "scope": "hcmc_merged", "low": None, "high": None, "text": None,
        "unit": "zones", "as_of": "2025-07", "source_keys": ("board",), "badge": "B", "note": None,
        **more,
    }  # fmt: skip
    return NationalClaim(claim_id=claim_id, value=value, **given)


def material(*claims: NationalClaim) -> Material:
    return replace(invented_material(), claims={one.claim_id: one for one in claims})


def draw(*claims: NationalClaim, **spec: Any) -> Drawing:
    return compose(spec_of({"template": "claim", "language": "en", **spec}), material(*claims))


def dots(drawing: Drawing) -> set[str]:
    return {
        one.subject or "" for one in drawing.items if isinstance(one, Shape) and one.role == "zone"
    }


def lands(drawing: Drawing) -> list[Shape]:
    return [one for one in drawing.items if isinstance(one, Shape) and one.role == "base"]


def operating(**more: Any) -> set[str]:
    """Ids of the zones of the invented region that operate and have a place."""
    return {
        one.zone_id
        for one in invented_material().region.zones
        if one.status == "operating" and one.location is not None
        and all(getattr(one, name) == value for name, value in more.items())
    }  # fmt: skip


def test_dots_are_what_the_total_counts_and_the_card_says_so() -> None:
    counted = operating()
    drawing = draw(claim("main", float(len(counted))))
    assert dots(drawing) == counted
    told = " ".join(words(drawing, "note"))
    assert f"Dots: the {len(counted)} zones of the map's data that operate" in told
    bd = operating(former_province="BD")
    assert dots(draw(claim("bd", float(len(bd)), scope="bd"), claim="bd")) == bd


@pytest.mark.parametrize(
    ("metric", "unit", "scope"),
    [
        ("registered_capital", "billion USD", "hcmc_merged"),
        ("city_population", "persons", "hcmc_merged"),
        ("established_kcn", "zones", "hcmc_merged"),
        ("planned_kcx_kcn_total", "zones", "hcmc_merged"),
        ("occupancy", "share", "bd"),
        ("industrial_parks", "zones", "vietnam"),
        # The invented region has no clusters: a dozen beside no dots would raise questions.
        ("ccn_count", "clusters", "bd"),
    ],
)
def test_a_total_of_something_else_has_a_plain_ground(metric: str, unit: str, scope: str) -> None:
    drawing = draw(claim("a", 12.0, metric=metric, unit=unit, scope=scope), claim="a")
    assert dots(drawing) == set()
    assert "Dots" not in " ".join(words(drawing))
    # A map of the region behind a total of the country would say that it is of the region.
    assert bool(lands(drawing)) == (scope != "vietnam")


def test_dots_are_left_out_where_their_number_would_contradict_the_figure() -> None:
    assert dots(draw(claim("main", 2.0 * len(operating())))) == set()


@pytest.mark.parametrize("size", ["square", "portrait", "vertical"])
def test_an_upright_card_leaves_the_dots_room_in_the_safe_area_of_phones(size: str) -> None:
    drawing = draw(claim("main", float(len(operating()))), size=size)
    zones = [one.box for one in drawing.items if isinstance(one, Shape) and one.role == "zone"]
    figure = next(one for one in drawing.texts() if one.role == "value")
    card = next(one for one in drawing.items if getattr(one, "role", "") == "panel"
                and one.box.holds(figure.box))  # fmt: skip
    assert max(one.bottom for one in zones) <= card.box.top
    assert min(one.top for one in zones) >= 0.08 * drawing.canvas.height * (size == "vertical")
    assert max(one.bottom for one in zones) - min(one.top for one in zones) > 180


def test_every_bundled_total_has_words_in_both_languages() -> None:
    with (CHECKOUT / "data" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["metric"] for row in rows} <= set(METRICS)
    assert {row["scope"] for row in rows} <= set(SCOPES)
    assert {row["unit"] for row in rows if row["unit"]} <= set(UNITS)
    assert {row["note"] for row in rows if row["note"]} <= set(NOTES_VI)
    for table in (METRICS, SCOPES, UNITS):
        assert all(vi and en for vi, en in table.values())


def test_notes_are_told_in_the_language_or_as_they_were_written() -> None:
    assert note_of("of 18", "vi") == "trong số 18 khu"
    assert note_of("of 18", "en") == "of 18"
    assert note_of("số của tôi.", "vi") == "số của tôi"
    assert note_of(None, "vi") is None


def test_the_card_chosen_follows_its_rule() -> None:
    rows = [
        claim("capital", 75.6, unit="billion USD", badge="A", as_of="2026-01"),
        claim("area", 900.0, unit="ha", badge="A", as_of="2026-01"),
        claim("old", 90.0, as_of="2024"),
        claim("worse", 99.0, badge="C", as_of="2026-01"),
        claim("small", 5.0),
        claim("large", 61.0),
        claim("elsewhere", 400.0, scope="vietnam", badge="A"),
        claim("words", None, text="many", badge="A"),
        claim("later", 70.0, badge="A", as_of="2027-01"),
    ]
    order = []
    left = list(rows)
    while (found := choose_claim(left, "hcmc_merged", DAY)) is not None:
        order.append(found.claim_id)
        left.remove(found)
    assert order == ["large", "small", "old", "worse", "area", "capital"]
    assert choose_claim(rows, "bd", DAY) is None


@pytest.mark.parametrize(
    ("one", "language", "number"),
    [
        (claim("a", 14002598.0), "vi", "14.002.598"),
        (claim("a", 0.6942, unit="share"), "en", "69.42"),
        (claim("a", 75.57, unit="billion USD"), "vi", "75,57"),
        (claim("a", None, low=6500.0, high=6800.0), "en", "6,500\u00a0–\u00a06,800"),
        (claim("a", None, low=0.8, high=0.9, unit="share"), "vi", "80\u00a0–\u00a090"),
        (claim("a", None, text="hơn 40"), "vi", "hơn 40"),
    ],
)
def test_figures_are_written_as_the_language_has_them(
    one: NationalClaim, language: Any, number: str
) -> None:
    assert claim_number(one, language) == number


def test_rivals_are_of_the_same_thing_and_place_and_say_something_else() -> None:
    main = claim("main", 66.0)
    others = [
        claim("same", 66.0, as_of="2024"),
        claim("older", 58.0, as_of="2023"),
        claim("newer", 60.0, as_of="2025-10"),
        claim("press", 80.0, metric="operating_kcn_claim", as_of=None),
        claim("elsewhere", 9.0, scope="bd"),
        claim("another", 9.0, metric="established_kcn"),
        claim("not yet", 9.0, as_of="2028"),
    ]
    found = [one.claim_id for one in find_rivals(main, [main, *others], DAY)]
    assert found == ["newer", "older", "press"]


def test_a_card_says_what_of_where_when_by_whom_and_how_good() -> None:
    drawing = draw(claim("main", 66.0, note="66 established, not 66 operating"))
    assert words(drawing, "title") == ["Industrial zones in operation"]
    assert words(drawing, "subtitle") == ["Ho Chi Minh City after the merger"]
    assert words(drawing, "value") == ["66", "zones"]
    assert words(drawing, "badge") == ["B"]
    told = " ".join(words(drawing))
    assert "Ban quản lý Mây\u00a0· Jul 2025" in told
    assert "Press quoting an official" in told
    assert "Note: 66 established, not 66 operating" in told
    assert words(drawing, "date") == ["Data to Jul 2025"]
    assert "OpenStreetMap" in " ".join(words(drawing, "credit"))


def test_what_others_say_stands_below_with_its_date() -> None:
    rivals = [claim(f"r{n}", 50.0 + n, as_of=f"202{n}", source_keys=("press",)) for n in range(5)]
    text = " ".join(words(draw(claim("main", 66.0), *rivals, claim="main"), "note"))
    assert "Other sources say: 54\u00a0zones (2024), 53\u00a0zones (2023)" in text
    assert text.endswith("and 2 more")
    own = claim("own", 50.0, as_of="2020")
    text = " ".join(words(draw(claim("main", 66.0), own, claim="main"), "note"))
    assert "Other figures published: 50\u00a0zones (2020)" in text


def test_an_undated_total_says_so() -> None:
    drawing = draw(claim("main", 66.0, as_of=None, badge="C"))
    assert "Ban quản lý Mây\u00a0· undated" in words(drawing)
    assert words(drawing, "date") == ["Undated figure, looked up on 28 Nov 2026"]


def test_a_province_and_a_title_of_ones_own() -> None:
    drawing = draw(claim("main"), claim("bd", 28.0, scope="bd"), province="BD",
                   title="Binh Duong", subtitle="")  # fmt: skip
    assert words(drawing, "value")[0] == "28"
    assert words(drawing, "title") == ["Binh Duong"]
    assert words(drawing, "subtitle") == []


def test_the_figure_is_very_large_and_never_wider_than_its_card() -> None:
    sizes = {}
    for size in ("hd", "square", "vertical"):
        for value in (66.0, 14002598.0):
            drawing = draw(claim("main", value, unit="persons"), size=size, badge_notes=False)
            number = next(one for one in drawing.texts() if one.role == "value")
            card = next(one for one in drawing.items if getattr(one, "role", "") == "panel"
                        and one.box.holds(number.box))  # fmt: skip
            assert card.box.right > number.box.right
            sizes[size, value] = number.size
    assert sizes["hd", 66.0] >= 200
    assert all(size >= 90 for size in sizes.values())


@pytest.mark.parametrize(
    ("claims", "spec", "message"),
    [
        ([], {}, "there is no published total of hcmc_merged on 2026-11-28"),
        ([claim("a")], {"claim": "gone"}, "there is no claim 'gone'"),
        ([claim("a", as_of="2027")], {"claim": "a"}, "the claim 'a' is dated 2027"),
        ([claim("a", metric="moods")], {}, "there are no words for the metric 'moods'"),
    ],
)
def test_what_cannot_be_shown_is_told(
    claims: list[NationalClaim], spec: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidSpec) as caught:
        draw(*claims, **spec)
    assert message in str(caught.value)


def test_a_metric_without_words_takes_the_title_given() -> None:
    drawing = draw(claim("a", metric="moods", scope="moon"), claim="a", title="Moods")
    assert words(drawing, "title") == ["Moods"]


def test_hostile_records_are_drawn_as_words_or_refused() -> None:
    odd = claim("a", None, text="nhiều\u202e hơn\u0000", note="x\u2067y", unit="zones\u200b")
    drawing = draw(odd, claim="a")
    told = "".join(words(drawing))
    assert not any(letter in told for letter in "\u202e\u0000\u2067\u200b")
    # What the font lacks is plainly missing, not dropped.
    assert words(draw(claim("a", None, text="khoảng 很多"), claim="a"), "value")[0] == "khoảng ??"


@pytest.mark.parametrize("qr", [False, True])
def test_a_card_keeps_off_the_logo_its_figure_smaller_if_need_be(qr: bool) -> None:
    rivals = [claim(f"r{n}", 50.0 + n, source_keys=("press",), as_of="2025") for n in range(3)]
    spec = {"theme": "newsroom", "size": "vertical", "title": "Khu công nghiệp và chế xuất"}
    main = claim("main", 66.0, note="x y " * 30)
    drawing = draw(main, *rivals, claim="main", qr=qr, **spec)
    logo = next(one.box for one in drawing.items if isinstance(one, Emblem))
    panels = [one.box for one in drawing.items if getattr(one, "role", "") in ("panel", "qr")]
    assert all(one.overlap(logo) == 0 for one in panels)
    figure = next(one for one in drawing.texts() if one.role == "value")
    assert figure.size >= 110
