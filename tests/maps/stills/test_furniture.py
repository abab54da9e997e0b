from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import box as rectangle_of

from geo.errors import InvalidSpec
from layers.records import Source
from maps.assets import STATIC_DIR
from maps.brief.readings import publisher_of
from maps.stills.compose import TEMPLATES, compose
from maps.stills.credit_line import credit_text, date_text, draw_credit, draw_logo, source_names
from maps.stills.drawing import Drawing, Emblem, Shape
from maps.stills.figures import Fact, use_fact
from maps.stills.frame import fit_frame
from maps.stills.furniture import draw_inset, draw_qr, draw_scale, draw_title
from maps.stills.layout import layout_of
from maps.stills.legend import Entry, draw_legend
from maps.stills.material import Material
from maps.stills.page import GAP, Page
from maps.stills.sizes import NAMED_SIZES, Box
from maps.stills.spec import Template, spec_of
from maps.stills.theme import theme
from tests.maps.stills.invented_region import invented_material
from tests.maps.stills.test_ranking import words

MATERIAL = invented_material()


def page(material: Material = MATERIAL, **spec: Any) -> Page:
    return Page(spec_of(spec), material)


def written(one: Page, role: str) -> list[str]:
    return words(one.drawing, role)


def test_a_title_is_written_on_a_panel_no_wider_than_it_needs() -> None:
    one = page()
    box = draw_title(one, "Đất", "còn lại")
    assert box is not None
    assert (box.left, box.top) == (one.safe.left, one.safe.top)
    texts = list(one.drawing.texts())
    assert [text.content for text in texts] == ["Đất", "còn lại"]
    assert all(box.inset(12).holds(text.box) for text in texts)
    assert box.right - max(text.box.right for text in texts) == pytest.approx(24, abs=6)
    assert box in one.taken


def test_the_specs_own_words_come_first_and_empty_ones_leave_none() -> None:
    one = page(title="Của tôi", subtitle="")
    draw_title(one, "Mẫu", "phụ")
    assert [text.content for text in one.drawing.texts()] == ["Của tôi"]
    none = page(title="", subtitle="")
    assert draw_title(none, "Mẫu", "phụ") is None
    assert none.drawing.items == []


@pytest.mark.parametrize("size", NAMED_SIZES)
@pytest.mark.parametrize("length", [40, 90, 160, 300, 500])
def test_a_long_title_is_fitted_whole_or_refused_never_cut(size: str, length: int) -> None:
    title = ("Đất công nghiệp " * 40)[:length].strip()
    one = page(size=size, title=title)
    if length >= 160:
        with pytest.raises(InvalidSpec, match=f"title of {len(title)} characters does not fit"):
            draw_title(one, "", "")
        return
    box = draw_title(one, "", "")
    assert " ".join(written(one, "title")) == title
    assert box is not None
    assert one.safe.holds(box, 0.01)
    assert all(box.holds(text.box) for text in one.drawing.texts())


def test_letters_that_the_font_lacks_are_refused() -> None:
    for field in ("title", "subtitle"):
        with pytest.raises(InvalidSpec, match=f"the {field} has characters that the font cannot"):
            draw_title(page(**{field: "Khu 你好"}), "a", "b")


def test_a_title_keeps_off_the_logo() -> None:
    one = page(theme="newsroom", size="vertical", title="Khu công nghiệp vùng TP. Hồ Chí Minh")
    logo = draw_logo(one)
    box = draw_title(one, "", "", logo=logo)
    assert logo is not None
    assert box is not None
    assert box.overlap(logo) == 0
    assert logo.left - box.right >= GAP - 0.01
    assert logo.right == pytest.approx(one.safe.right)
    assert draw_logo(page()) is None


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_picture_with_a_map_credits_openstreetmap(template: str, language: str) -> None:
    spec = {"template": template, "language": language, "source_line": False, "data_date": False,
            "badge_notes": False, "before": "2024-01-01", "ground": "map"}  # fmt: skip
    if template in ("locator", "distances", "corridor", "lower_third"):
        spec["zones"] = ["khu-10"]
    drawing = compose(spec_of(spec), MATERIAL)
    assert "OpenStreetMap" in " ".join(words(drawing, "credit"))
    assert "2024" not in " ".join(words(drawing, "credit"))


@pytest.mark.parametrize("size", NAMED_SIZES)
def test_a_credit_is_whole_and_readable_at_any_size(size: str) -> None:
    one = page(size=size, language="vi")
    one.cite(["board", "press", "berth", "words"])
    one.badges.update("ABCD")
    one.note(one.say("sketched_roads"))
    box = draw_credit(one)
    assert one.safe.holds(box, 0.01)
    assert box.bottom == pytest.approx(one.safe.bottom)
    texts = [text for text in one.drawing.texts() if text.role in ("credit", "date")]
    assert all(text.size >= 28 and box.holds(text.box) for text in texts)
    told = " ".join(text.content for text in texts)
    for words_ in ("OpenStreetMap", "Ban quản lý Mây", "Đường vẽ phác", "A:\u00a0chính thức",
                   "D:\u00a0ước tính"):  # fmt: skip
        assert words_ in told


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("ground", ["map", "solid", "transparent"])
def test_a_page_knows_whether_it_has_a_map(template: Template, ground: str) -> None:
    spec = spec_of({"template": template, "ground": ground, "before": "2024-01-01",
                    "zones": ["khu-10"]})  # fmt: skip
    has_map = layout_of(compose(spec, MATERIAL), spec).has_map
    assert Page(spec, MATERIAL).has_map == has_map


def test_best_publishers_are_named_first_and_the_rest_counted() -> None:
    one = page(language="en")
    one.cite(["press", "board", "berth"])
    one.cite(["press", "press", "berth"])
    assert source_names(one) == "Cảng vụ Mơ, Ban quản lý Mây, Báo Gió"
    assert source_names(one, 1) == "Cảng vụ Mơ and 2 more"


def test_what_is_no_publication_is_not_named_as_one() -> None:
    one = page(language="vi")
    one.cite(["words", "general-knowledge", "openstreetmap-land", "not in the register"])
    assert source_names(one) == ""
    assert credit_text(one) == one.say("osm")
    one.badges.add("D")
    assert credit_text(one).startswith("Nguồn: ước tính")
    one.is_measured = True
    assert credit_text(one).startswith("Nguồn: đo trên bản đồ này")
    one.cite(["press"])
    assert credit_text(one).startswith("Nguồn: Báo Gió\u00a0·")


def test_openstreetmap_is_credited_once_with_a_map_and_without() -> None:
    for ground in ("map", "transparent"):
        one = page(language="en", template="lower_third", ground=ground)
        one.cite(["openstreetmap-land"])
        assert credit_text(one).count("OpenStreetMap") == 1
        assert ("Map and coastline" in credit_text(one)) == (ground == "map")
    assert credit_text(page(template="lower_third")) == ""


def test_fewer_publishers_are_named_where_the_width_is_short() -> None:
    sources = {f"s{n}": Source(f"s{n}", f"Nhà xuất bản số {n} " + "rất dài " * 22, "", "press", "")
               for n in range(5)}  # fmt: skip
    material = replace(MATERIAL, region=replace(MATERIAL.region, sources=sources))
    one = page(material, size="square")
    one.cite(sources)
    draw_credit(one)
    told = " ".join(written(one, "credit"))
    assert "Nhà xuất bản số 0" in told
    assert "Nhà xuất bản số 2" not in told
    assert "nguồn khác" in told
    long = {"s": replace(sources["s0"], publisher="rất dài " * 80)}
    two = page(replace(material, region=replace(material.region, sources=long)), size="square")
    two.cite(["s"])
    with pytest.raises(InvalidSpec, match=r"the credit of \d+ characters does not fit the picture"):
        draw_credit(two)


def test_the_date_is_as_exact_as_it_is_known() -> None:
    assert date_text(page(language="vi")) == "Số liệu đến tháng 10/2024"
    one = page(language="vi", as_of="2026-01-05")
    one.dates[:] = ["2025", "2026", "2024-12-31"]
    assert date_text(one) == "Số liệu đến năm 2026, tình trạng ngày 05/01/2026"
    one.dates[:] = ["2026", "2026-03-04", "junk"]
    assert date_text(one).startswith("Số liệu đến 04/03/2026")
    one.dates[:] = [""]
    assert date_text(one) == "Số liệu không rõ ngày, tình trạng ngày 05/01/2026"


def test_no_year_is_made_up_for_what_was_measured() -> None:
    unread = replace(MATERIAL, region=replace(MATERIAL.region, sources={}))
    one = page(unread, language="vi", template="locator")
    use_fact(one, Fact("Tới biển", "21 km", "C", "C", is_measured=True))
    assert date_text(one) == "Tra cứu ngày 28/11/2026"


def test_the_date_is_that_of_the_figures_shown_and_of_no_other() -> None:
    one = page(language="vi", template="locator")
    assert date_text(one) == "Tra cứu ngày 28/11/2026"
    use_fact(one, Fact("Diện tích", "chưa rõ", is_known=False))
    assert date_text(one) == "Tra cứu ngày 28/11/2026"
    use_fact(one, Fact("Tới biển", "21 km", "C", "C", is_measured=True))
    assert date_text(one) == "Khoảng cách đo năm 2026"
    use_fact(one, Fact("Diện tích", "90 ha", "C", "C"))
    assert date_text(one) == "Số liệu không rõ ngày, khoảng cách đo năm 2026"
    use_fact(one, Fact("Đất còn lại", "9 ha", "B", "B", "2024-10"))
    assert date_text(one) == "Số liệu đến tháng 10/2024"
    past = page(language="vi", template="locator", as_of="2024-01-05")
    assert date_text(past) == "Tình trạng ngày 05/01/2024"


def test_badges_are_explained_only_if_they_are_shown() -> None:
    one = page(language="en")
    assert "B:" not in credit_text(one)
    one.badges.add("B")
    assert credit_text(one).endswith("B:\u00a0press quoting an official")
    off = page(language="en", badge_notes=False)
    off.badges.add("B")
    assert "B:" not in credit_text(off)


def test_a_legend_stands_above_the_credit_with_all_its_lines() -> None:
    one = page()
    entries = [Entry(f"Lớp {n}", "#0b6e69", kind) for n, kind in enumerate(
        ("dot", "ring", "square", "line", "dash"))]  # fmt: skip
    box = draw_legend(one, "Chú giải", entries, above=900)
    assert box is not None
    assert box.bottom == 900
    assert written(one, "legend") == ["Chú giải", "Lớp 0", "Lớp 1", "Lớp 2", "Lớp 3", "Lớp 4"]
    assert all(box.holds(text.box) for text in one.drawing.texts())
    assert draw_legend(page(legend=False), "Chú giải", entries, above=900) is None


def test_a_scale_bar_is_true_and_round() -> None:
    one = page(north_arrow=False, language="en")
    frame = fit_frame([rectangle_of(106.4, 10.4, 107.4, 11.2)], one.canvas)
    draw_scale(one, frame, right=one.safe.right, bottom=900)
    bar = next(item for item in one.drawing.items if getattr(item, "role", "") == "scale")
    (label,) = written(one, "scale")
    kilometres = float(label.removesuffix(" km"))
    assert isinstance(bar, Shape)
    assert frame.metres_of(bar.box.width) == pytest.approx(kilometres * 1000, rel=0.001)
    assert draw_scale(page(scale_bar=False, north_arrow=False), frame, right=9, bottom=9) is None


def test_a_qr_code_has_its_quiet_zone_and_reads_as_it_was_written() -> None:
    one = page()
    box = draw_qr(one, "https://x.example/#zone=khu-1", right=1800, bottom=1000, side=200)
    light, dark = one.drawing.items
    assert isinstance(light, Shape)
    assert isinstance(dark, Shape)
    assert light.box == box == Box(1600, 800, 1800, 1000)
    assert (light.paint.fill, dark.paint.fill) == ("#ffffff", "#000000")
    numbers = [float(part) for part in dark.path.replace("M", " ").replace("L", " ")
               .replace("Z", " ").split()]  # fmt: skip
    module = 200 / 37
    assert min(numbers[::2]) == pytest.approx(1600 + 4 * module, abs=0.02)
    assert max(numbers[1::2]) == pytest.approx(1000 - 4 * module, abs=0.02)


@pytest.mark.parametrize("corner", ["top-left", "top-right", "bottom-left", "bottom-right"])
def test_a_logo_stands_in_any_corner_and_nothing_covers_it(
    corner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = replace(theme("newsroom"), corner=corner)
    monkeypatch.setattr("maps.stills.page.theme", lambda _name: look)

    def logo_of(drawing: Drawing) -> Box:
        return next(item.box for item in drawing.items if isinstance(item, Emblem))

    for spec in ({"template": "claim"}, {"template": "ranking"}, {"template": "overview"}):
        drawing = compose(spec_of(spec), MATERIAL)
        logo = logo_of(drawing)
        panels = [item.box for item in drawing.items
                  if isinstance(item, Shape) and item.role == "panel"]  # fmt: skip
        assert all(panel.overlap(logo) == 0 for panel in panels), spec


_PARTS: dict[str, Callable[[Page], object]] = {
    "title": lambda one: draw_title(one, "Ế Ộ Ữ Ẵ", "Ẵ g p y"),
    "credit": draw_credit,
}


@pytest.mark.parametrize("part", _PARTS)
@pytest.mark.parametrize("name", ["neutral", "newsroom"])
def test_stacked_marks_stay_within_their_panel(part: str, name: str) -> None:
    one = page(theme=name)
    _PARTS[part](one)
    panel = next(item.box for item in one.drawing.items if getattr(item, "role", "") == "panel")
    assert all(panel.inset(4).holds(text.box) for text in one.drawing.texts())


def test_an_inset_keeps_its_edge_and_its_window_within_its_corner() -> None:
    one = page()
    frame = fit_frame([rectangle_of(104, 9, 109, 13)], one.canvas)
    corner = Box(100, 100, 400, 360)
    assert draw_inset(one, frame, corner) == corner
    drawn = [item for item in one.drawing.items if isinstance(item, Shape)]
    edge = next(item for item in drawn if item.role == "panel")
    assert edge.path == "M103 103L397 103L397 357L103 357Z"
    assert edge.paint.stroke_width == 6
    window = next(item for item in drawn if item.role == "decoration")
    assert window.box == corner.inset(6)
    assert draw_inset(page(inset=False), frame, corner) is None


@pytest.mark.parametrize(
    "publisher",
    [
        "OpenStreetMap contributors", "Press report without an address", "Unsigned public list",
        "Unsigned demonstration file", "General knowledge", "Estimate",
    ],
)  # fmt: skip
def test_publishers_that_are_no_names_are_told_in_both_languages(publisher: str) -> None:
    source = Source("s", publisher, "", "press", "")
    assert publisher_of(source, "s", "en") == publisher
    assert publisher_of(source, "s", "vi") != publisher
    # The pages have words of their own for them.
    script = (STATIC_DIR / "js" / "sources.js").read_text(encoding="utf-8")
    assert f'{publisher}"' in script or f"{publisher}:" in script


@pytest.mark.parametrize("template", ["claim", "ranking", "lower_third", "locator", "overview"])
def test_letters_come_and_go_with_their_meaning(template: Template) -> None:
    def letters(**fields: Any) -> list[str]:
        spec = {"template": template, "zones": ["khu-4"], "language": "en", **fields}
        if template == "claim":
            spec["claim"] = "operating-kcn"
        drawing = compose(spec_of(spec), MATERIAL)
        told = " ".join(text.content for text in drawing.texts() if text.role != "title")
        return re.findall(r"(?<![\w.-])[ABCD](?=\)|:|\u00a0·|$| )", told)

    assert letters()
    assert letters(badge_notes=False) == []
