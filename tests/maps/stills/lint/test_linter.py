from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from geo.errors import InvalidSpec
from maps.stills.drawing import Emblem, Item, Paint, Shape, circle, rectangle
from maps.stills.lint.findings import Finding
from maps.stills.lint.links import is_public
from maps.stills.lint.linter import MOST_OF_A_RULE, has_faults, lint
from maps.stills.sizes import Box, SafeArea, read_size
from maps.stills.typeface import CAP_TO_TAIL
from tests.maps.stills.lint.clean_picture import (
    LOGO,
    Spoil,
    block,
    change,
    clean_items,
    find,
    findings_of,
    on_map,
    picture,
    symbol,
    words,
)


def _spoiled(role: Any, number: int = 0, **changes: Any) -> Spoil:
    return lambda items: change(items, role, number, **changes)


def _added(*more: Item) -> Spoil:
    return lambda items: items.extend(more)


def _without(role: Any) -> Spoil:
    def spoil(items: list[Item]) -> None:
        del items[find(items, role)[0]]

    return spoil


def _bare_label(items: list[Item]) -> None:
    del items[0]
    change(items, "label", halo=None, halo_width=0.0)


def _crowd(items: list[Item]) -> None:
    items[:] = [one for one in items if one.role not in ("label", "zone")]
    for row in range(10):
        for column in range(9):
            x, y = 110 + 180 * column, 220 + 46 * row
            items.append(on_map("Mơ", x, y, f"zone:mo-{row}-{column}"))


def _keyed(*colours: str) -> Spoil:
    """Lines of a legend with dots of some colours."""

    def spoil(items: list[Item]) -> None:
        for index, colour in enumerate(colours):
            x = 520 + 260 * index
            box = Box(x, 730, x + 26, 756)
            items += [
                block(Box(x - 10, 700, x + 240, 800)),
                Shape(circle(x + 13, 743, 13), Paint(fill=colour), box),
                words("Đã thuê", x + 46, 754, "legend", on_block=True),
            ]

    return spoil


def _stray_subject(items: list[Item]) -> None:
    items.append(symbol(1820, 500, "mo-3"))
    change(items, "title", content="Khu Mơ 3")


def _far_label(role: Any) -> Spoil:
    """A label that is moved away from its own symbol, to that of another."""

    def spoil(items: list[Item]) -> None:
        place, label = find(items, "label", 1)
        items[place] = replace(label, y=708, role=role)
        items.append(symbol(1300, 745, "mo-3"))

    return spoil


def _long_line(items: list[Item]) -> None:
    place, _ = find(items, "title")
    items.insert(place, block(Box(100, 60, 1600, 160)))
    change(items, "title", content=LONG_LINE, size=32)


LONG_LINE = (
    "Hai khu này còn nhiều đất trống cho nhà máy mới trong nhiều năm sắp tới, theo quy hoạch"
)

SEEDS: dict[str, tuple[Spoil | None, dict[str, Any]]] = {
    "outside-picture": (_spoiled("label", 1, x=1850), {}),
    "outside-action-safe": (_spoiled("label", 1, x=1662), {}),
    "outside-safe-area": (_spoiled("label", 1, x=1635), {}),
    "outside-safe-area, legacy": (None, {"safe_area": "legacy"}),
    "outside-safe-area, logo": (_spoiled("logo", box=Box(1770, 60, 1834, 124)), {}),
    "text-too-small": (_spoiled("label", size=31), {}),
    "text-too-small, on block": (_spoiled("legend", size=27), {}),
    "text-off-block": (_spoiled("legend", content="Còn nhiều đất trống", x=218), {}),
    "missing-glyph": (_spoiled("label", content="Khu 鋼 Ế"), {}),
    "line-too-long": (_long_line, {"seconds": 12}),
    "low-contrast, block": (_spoiled("legend", fill="#52707c"), {}),
    "low-contrast, halo": (_spoiled("label", fill="#9aa3a8"), {}),
    "low-contrast, map": (_spoiled("label", fill="#8a9096", halo=None, halo_width=0.0), {}),
    "text-on-transparent": (_bare_label, {"ground": "transparent"}),
    "text-hidden": (_added(Shape(rectangle(Box(690, 460, 960, 540)), Paint("#f4f1e8"),
                                 Box(690, 460, 960, 540))), {}),
    "text-overlap": (_added(on_map("Khu Mơ", 760, 525, "zone:mo-8")), {}),
    "text-over-panel": (_spoiled("label", x=480, y=770), {}),
    "mark-overlap": (_added(Emblem(LOGO, Box(1740, 100, 1800, 160), "qr")), {}),
    "mark-overlap, panels": (_added(block(Box(450, 650, 600, 780))), {}),
    "subject-covered": (_added(symbol(300, 650, "mo-3"),
                               block(Box(250, 600, 400, 690))), {}),
    "label-over-symbol": (_added(symbol(760, 500, "mo-3")), {}),
    "qr-not-public": (_added(Emblem(LOGO, Box(1500, 100, 1690, 290), "qr")), {}),
    "subject-not-on-map": (_spoiled("title", content="Khu Mơ 9"), {"zones": ["mo-9"]}),
    "subject-outside-safe-area": (_stray_subject, {"zones": ["mo-3"]}),
    "subject-not-named": (_added(symbol(900, 300, "mo-3")), {"zones": ["mo-3"]}),
    "subject-under-symbol": (_added(symbol(1205, 604, "mo-3")), {"zones": ["mo-2"]}),
    "legend-not-on-map": (_keyed("#aa2200"), {}),
    "legend-not-on-map, in part": (_keyed("#aa2200", "#0b6e69"), {}),
    "label-nearer-other": (_far_label("label"), {}),
    "label-nearer-other, number": (_far_label("number"), {}),
    "credit-missing": (_spoiled("credit", content="Nguồn: Báo Gió"), {}),
    "source-missing": (_spoiled("credit", content="© cộng đồng OpenStreetMap (ODbL)"), {}),
    "date-missing": (_without("date"), {}),
    "too-much-to-read": (None, {"seconds": 2}),
    "too-many-labels": (_crowd, {"seconds": 60}),
    "levels-outside": (_added(Shape(rectangle(Box(1400, 700, 1700, 900)), Paint("#ffffff"),
                                    Box(1400, 700, 1700, 900))), {"levels": "video"}),
}  # fmt: skip
"""What is spoiled, and fields of the spec, by the code that has to be found and no other."""


def _find(name: str) -> tuple[Finding, ...]:
    spoil, fields = SEEDS[name]
    if name == "qr-not-public":
        _, layout, pixels = picture(spoil, **fields)
        return lint(layout, pixels, base_url="http://127.0.0.1:8000")
    if name != "levels-outside":
        return findings_of(spoil, **fields)
    # A desk that takes pixels for video levels and is handed those of a full range.
    _, layout, _ = picture(spoil, **fields)
    _, _, pixels = picture(spoil)
    return lint(layout, pixels)


@pytest.mark.parametrize("name", SEEDS)
def test_seeded_fault_is_found_and_nothing_else(name: str) -> None:
    found = _find(name)

    assert {one.code for one in found} == {name.partition(",")[0]}
    for one in found:
        assert one.vi != one.en
        assert one.text("vi").endswith(".")
        assert one.text("en").endswith(".")


def test_every_rule_has_a_seed() -> None:
    import re
    from pathlib import Path

    from maps.stills import lint as package

    folder = Path(next(iter(package.__path__)))
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    codes = {
        code
        for text in texts
        for code in re.findall(r'(?:Finding\(|_stray\()\s*"([a-z]+(?:-[a-z]+)+)"', text)
    }
    assert len(codes) > 15
    assert codes == {name.partition(",")[0] for name in SEEDS}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"levels": "video"},
        {"ground": "transparent"},
        {"safe_area": "action"},
        {"size": "1280x720"},
    ],
)
def test_clean_picture_has_no_findings(fields: dict[str, Any]) -> None:
    assert findings_of(**fields) == ()


def test_pixels_are_optional_and_checked() -> None:
    _, layout, pixels = picture(_spoiled("label", fill="#8a9096", halo=None, halo_width=0.0))

    assert lint(layout, None) == ()
    assert lint(layout, pixels[::2, ::2])[0].code == "low-contrast"
    with pytest.raises(InvalidSpec, match="the pixels are 360x360x4"):
        lint(layout, pixels[:, :360])
    with pytest.raises(InvalidSpec, match="RGBA of 8 bits in the shape of 640x360"):
        lint(layout, pixels[..., :3])


def test_faults_come_first_and_are_told_from_warnings() -> None:
    def spoil(items: list[Item]) -> None:
        items.append(symbol(760, 500, "mo-3"))
        change(items, "legend", size=20)

    found = findings_of(spoil)

    assert [one.severity for one in found] == ["fault", "warning"]
    assert has_faults(found)
    assert not has_faults(found[1:])


def test_sentence_has_what_is_what_is_expected_and_what_to_do() -> None:
    (small,) = findings_of(_spoiled("legend", size=24))

    assert small.en == (
        "The legend “Trên 50 ha” is 7.5 lines high (capital to tail); on an opaque block it "
        "takes at least 8.7: make it larger, or write less."
    )
    assert small.vi.startswith("Chú giải “Trên 50 ha” cao 7,5 dòng")
    assert small.box is not None
    assert small.document()["box"] == [
        round(one, 2) for one in (small.box.left, small.box.top, small.box.right, small.box.bottom)
    ]


def test_lines_of_one_label_are_told_of_once() -> None:
    second = on_map("50 ha", 1220, 660, "zone:mo-2")

    def spoil(items: list[Item]) -> None:
        items.append(second)
        change(items, "label", 1, x=1880)
        change(items, "label", 2, x=1880)

    (outside,) = findings_of(spoil)
    assert outside.en.startswith("The label “Khu Đá Vàng 50 ha” is cut at the edge")

    other = [on_map("60 ha", 1225, 612, "zone:mo-3"), on_map("Mơ", 1225, 665, "zone:mo-3")]
    over = _added(second, *other)
    (overlap,) = findings_of(over)
    assert overlap.code == "text-overlap"
    assert "“Khu Đá Vàng 50 ha”" in overlap.en
    assert "“60 ha Mơ”" in overlap.en


@pytest.mark.parametrize(
    ("size", "area", "edges_px"),
    [
        ("1920x1080", "graphics", (96, 54, 1823, 1025)),
        ("3840x2160", "graphics", (192, 108, 3647, 2051)),
        ("1920x1080", "action", (67, 38, 1852, 1041)),
        ("1920x1080", "legacy", (192, 108, 1727, 971)),
        ("1080x1920", "vertical", (65, 269, 1014, 1247)),
    ],
)
def test_safe_area_holds_to_the_pixel(
    size: str, area: SafeArea, edges_px: tuple[int, int, int, int]
) -> None:
    _, layout, _ = picture(safe_area=area)
    layout = replace(layout, size=read_size(size), marks=(), symbols=(), has_map=False)
    scale = layout.size.px_per_unit
    # First and last pixel that words may take: the last ends a pixel further on.
    left, top, right, bottom = edges_px
    inside = Box(left / scale, top / scale, (right + 1) / scale, (bottom + 1) / scale)
    text = replace(layout.texts[0], box=inside)
    assert lint(replace(layout, texts=(text,)), None) == ()

    for side in ("left", "top", "right", "bottom"):
        out = -2.0 if side in ("left", "top") else 2.0
        box = replace(inside, **{side: getattr(inside, side) + out / scale})
        found = lint(replace(layout, texts=(replace(text, box=box),)), None)
        assert [one.code for one in found] == [
            "outside-action-safe" if area == "action" else "outside-safe-area"
        ]


@pytest.mark.parametrize(
    ("size", "lines", "lines_on_block"),
    [("1920x1080", 30, 26), ("3840x2160", 60, 52), ("1080x1920", 30, 26), ("1280x720", 20, 17.4)],
)
def test_least_height_is_counted_in_lines_of_the_picture(
    size: str, lines: float, lines_on_block: float
) -> None:
    _, layout, _ = picture()
    layout = replace(layout, size=read_size(size), area="none", marks=(), symbols=(), has_map=False)
    label = replace(layout.texts[0], box=Box(300, 600, 500, 640))
    units = 1 / (CAP_TO_TAIL * layout.size.px_per_unit)

    for behind, least in ((None, lines), ("#000000", lines_on_block)):
        for height, count in ((least, 0), (least - 0.3, 1)):
            text = replace(label, block=behind, fill="#ffffff", halo="#000000", size=height * units)
            codes = [one.code for one in lint(replace(layout, texts=(text,)), None)]
            assert codes == ["text-too-small"] * count


def test_vertical_video_keeps_off_what_phones_draw_over_it() -> None:
    _, layout, _ = picture(size="540x960")
    low = replace(layout.texts[0], box=Box(200, 1300, 400, 1340))
    fine = replace(low, box=Box(200, 1200, 400, 1240))

    alone = replace(layout, marks=(), symbols=(), has_map=False)
    assert [one.code for one in lint(replace(alone, texts=(low,)), None)] == ["outside-safe-area"]
    assert lint(replace(alone, texts=(fine,)), None) == ()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://kcn.example", True),
        ("https://kcn.example:8443/maps", True),
        ("http://8.8.8.8", True),
        ("http://localhost:8000", False),
        ("http://127.0.0.1:8000", False),
        ("http://[::1]:8000", False),
        ("http://192.168.1.20", False),
        ("http://10.0.0.1", False),
        ("http://desk", False),
        ("http://desk.local", False),
        ("http://maps.LOCALHOST.", False),
    ],
)
def test_public_addresses_are_those_of_the_internet(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_subjects_that_are_seen_and_named_are_no_fault() -> None:
    assert findings_of(None, zones=["mo-1", "mo-2"]) == ()


def test_absent_subjects_are_a_fault_if_none_is_left() -> None:
    gone, some = (findings_of(None, zones=one) for one in (["mo-9"], ["mo-1", "mo-9"]))
    assert [one.severity for one in gone if one.code == "subject-not-on-map"] == ["fault"]
    assert [one.severity for one in some if one.code == "subject-not-on-map"] == ["warning"]
    assert any("“mo-9”" in one.vi for one in some)


def test_subjects_outside_the_safe_area_are_a_fault_if_none_is_within() -> None:
    def spoil(x: float) -> Spoil:
        return lambda items: items.append(symbol(x, 500, "mo-3"))

    def severities(spoiled: Spoil, zones: list[str]) -> list[str]:
        found = findings_of(spoiled, zones=zones)
        return [one.severity for one in found if one.code == "subject-outside-safe-area"]

    assert severities(spoil(1820), ["mo-3"]) == ["warning"]
    assert severities(spoil(1870), ["mo-3"]) == ["fault"]
    assert severities(spoil(1870), ["mo-1", "mo-3"]) == ["warning"]


def test_idle_lines_of_a_legend_are_a_fault_if_all_are() -> None:
    assert [one.severity for one in _find("legend-not-on-map")] == ["fault"]
    (some,) = _find("legend-not-on-map, in part")
    assert (some.severity, "“Đã thuê”" in some.en) == ("warning", True)


def test_label_with_a_line_to_its_symbol_may_stand_far_off() -> None:
    def spoil(items: list[Item]) -> None:
        _far_label("label")(items)
        box = Box(1200, 612, 1240, 670)
        line = Paint(stroke="#14232b", stroke_width=2.6)
        items.append(Shape("M1200 612L1240 670", line, box, "decoration", "mo-2"))

    assert findings_of(spoil) == ()


def test_picture_of_before_these_rules_is_not_asked_for_names() -> None:
    _, layout, pixels = picture(_added(symbol(900, 300, "mo-3")), zones=["mo-3"])
    assert lint(replace(layout, named=None), pixels) == ()


def test_code_to_a_public_address_is_no_fault() -> None:
    _, layout, pixels = picture(SEEDS["qr-not-public"][0])
    assert lint(layout, pixels, base_url="https://kcn.example") == ()


def test_lint_of_nothing_painted_finds_no_levels_and_hidden_texts() -> None:
    _, layout, pixels = picture(ground="transparent")

    found = lint(layout, np.zeros_like(pixels))

    assert {one.code for one in found} == {"text-hidden"}
    assert len(found) == len([one for one in clean_items() if hasattr(one, "content")])


def test_words_of_strangers_are_told_without_what_turns_or_hides_them() -> None:
    hostile = "Khu\u202e\u200b Ế\u0007"

    found = findings_of(_spoiled("legend", content=hostile, size=24))

    assert {one.code for one in found} == {"text-too-small", "missing-glyph"}
    assert all("“Khu Ế”" in one.en and "“Khu Ế”" in one.vi for one in found)
    assert any("U+0007" in one.en for one in found)


def test_layout_of_hundreds_of_texts_over_each_other_is_told_of_in_part_and_soon() -> None:
    _, layout, pixels = picture()
    whole = replace(layout.texts[0], box=layout.canvas, size=1000.0)

    started = time.process_time()
    texts = tuple(replace(whole, label_id=f"zone:mo-{number}") for number in range(500))
    found = lint(replace(layout, texts=texts), pixels)

    assert time.process_time() - started < 8
    codes = Counter(one.code for one in found)
    assert codes["text-overlap"] == MOST_OF_A_RULE
    assert codes["outside-action-safe"] == MOST_OF_A_RULE
