"""The investors' map as its readers use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.names import overlapping, visible_names
from tests.maps.invented import invented_document

Opener = Callable[..., Visit]
Server = Callable[[dict[str, Any]], str]


@pytest.fixture
def desktop(serve: Server, visit: Opener) -> Visit:
    return visit(serve(invented_document()))


def open_zone(page: Page, zone: str) -> None:
    page.fill("#zm-search", zone)
    page.click(f"#zm-results [data-id={zone}]")


def test_page_asks_no_other_host_and_breaks_no_policy(desktop: Visit) -> None:
    assert desktop.foreign_requests == []
    assert desktop.errors == []
    assert any("/static/leaflet/leaflet.js" in address for address in desktop.requests)


def test_page_standalone_opens_from_disk_and_asks_nothing(write: Server, visit: Opener) -> None:
    seen = visit(write(invented_document()))

    assert [one[:5] for one in seen.requests if not one.startswith("data:")] == ["file:"]
    assert seen.errors == []
    assert seen.page.locator(".name-zone").count() >= 5
    font = "document.fonts.check('600 12px \"Be Vietnam Pro\"', 'Đất')"
    assert seen.page.evaluate(font)


def test_page_is_drawn_in_under_two_seconds(serve: Server, visit: Opener) -> None:
    address = serve(invented_document())
    ready = "performance.getEntriesByName('zonemap-ready')[0].startTime"

    times_ms = [visit(address).page.evaluate(ready) for _ in range(2)]

    assert min(times_ms) < 2000


def test_page_speaks_vietnamese_first_and_english_whole(desktop: Visit) -> None:
    page = desktop.page
    assert page.locator("h1").inner_text() == "Khu công nghiệp vùng TP.HCM"
    assert page.evaluate("document.documentElement.lang") == "vi"

    page.click("[data-language=en]")

    assert page.locator("h1").inner_text() == "Industrial zones, HCMC region"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_text("List of 12 zones").is_visible()
    assert "Data to 7 Oct 2026" in page.locator("#zm-foot").inner_text()
    assert "lang=en" in page.url


def test_page_keeps_the_language_of_the_address(serve: Server, visit: Opener) -> None:
    seen = visit(serve(invented_document()) + "#lang=en&zone=ben-dua")

    assert seen.page.locator("#zm-sheet-title").inner_text() == "Ben Dua Industrial Park"


@pytest.mark.parametrize("query", ["suoi ngoc", "SUỐI NGỌC", "kcn suoi", "Suối", "suoingoc"])
def test_search_ignores_diacritics_and_case(desktop: Visit, query: str) -> None:
    page = desktop.page
    page.fill("#zm-search", query)

    first = page.locator("#zm-results [role=option]").first
    assert first.get_attribute("data-id") == "suoi-ngoc"


def test_search_finds_d_with_stroke_both_ways(desktop: Visit) -> None:
    page = desktop.page
    for query in ("da vang", "Đá Vàng", "đa vang"):
        page.fill("#zm-search", query)
        first = page.locator("#zm-results [role=option]").first
        assert first.get_attribute("data-id") == "da-vang"


def test_search_works_by_keyboard(desktop: Visit) -> None:
    page = desktop.page
    page.focus("#zm-search")
    page.keyboard.type("ben")
    expect(page.locator("#zm-search")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#zm-results [aria-selected=true]")
    wanted = chosen.locator(".result-name").inner_text()
    page.keyboard.press("Enter")

    assert page.locator("#zm-sheet-title").inner_text() == wanted
    page.keyboard.press("Escape")
    assert page.locator("#zm-sheet").is_hidden()


def test_search_opens_a_zone_that_is_not_on_the_map(desktop: Visit) -> None:
    page = desktop.page
    page.fill("#zm-search", "xa xoi")
    assert "không có trên bản đồ" in page.locator("#zm-results li").first.inner_text()
    page.keyboard.press("Enter")

    assert page.locator("#zm-sheet-title").inner_text() == "Khu công nghiệp Xa Xôi"
    assert page.locator("#zm-sheet .tag.warn").inner_text() == "không có trên bản đồ"


def test_zones_not_on_the_map_are_listed(desktop: Visit) -> None:
    page = desktop.page
    page.click("[data-open=missing]")

    assert page.locator(".zone-list .row-name").all_inner_texts() == [
        "Khu công nghiệp Vô Định",
        "Khu công nghiệp Xa Xôi",
    ]


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        (
            "remaining_ha",
            {"b4": 1, "b3": 1, "b2": 0, "b1": 1, "b0": 1, "none_left": 1, "unknown": 5},
        ),
        (
            "occupancy",
            {"b4": 1, "b3": 1, "b2": 1, "b1": 1, "b0": 0, "none_left": 1, "unknown": 5},
        ),
        ("distance", {"b4": 0, "b3": 0, "b2": 0, "b1": 10, "b0": 0}),
        ("status", {"operating": 7, "under_construction": 1, "planned": 2}),
    ],
)
def test_legend_counts_each_class(desktop: Visit, measure: str, counts: dict[str, int]) -> None:
    page = desktop.page
    page.click(f"[data-measure={measure}]")

    rows = page.locator(".class-row").all()
    shown = {
        row.get_attribute("data-class"): int(row.locator(".class-count").inner_text())
        for row in rows
    }
    assert shown == counts


def test_circles_take_the_colours_of_the_legend(desktop: Visit) -> None:
    page = desktop.page
    circles = ".leaflet-zones-pane path.leaflet-interactive"
    fills = page.eval_on_selector_all(
        circles, "(all) => all.map((one) => one.getAttribute('fill'))"
    )
    legend = page.eval_on_selector_all(
        ".class-row circle", "(all) => all.map((one) => one.getAttribute('fill'))"
    )

    assert len(fills) == 10
    assert fills.count("var(--unknown-fill)") == 5
    assert set(fills) <= set(legend)


def test_unknown_is_shown_as_unknown_and_never_as_zero(desktop: Visit) -> None:
    page = desktop.page
    open_zone(page, "suoi-ngoc")

    tiles = page.locator(".tile").all_inner_texts()
    assert tiles[0].split("\n")[:2] == ["Đất còn lại", "Chưa rõ"]
    assert tiles[1].split("\n")[:2] == ["Tỷ lệ lấp đầy", "Chưa rõ"]


def test_none_left_is_a_statement_and_not_a_number(desktop: Visit) -> None:
    page = desktop.page
    open_zone(page, "ben-dua")

    tile = page.locator(".tile").first.inner_text()
    assert "Hết đất cho thuê" in tile
    assert "0 ha" not in tile
    assert "100%" not in page.locator(".tiles").inner_text()


def test_sheet_shows_a_figure_with_badge_date_and_source(desktop: Visit) -> None:
    page = desktop.page
    open_zone(page, "may-trang")

    row = page.locator("details.figure").first
    text = row.locator("summary").inner_text()
    assert "640 ha" in text
    assert "04/2019 · Công báo Tưởng tượng +1" in text
    assert row.locator(".badge").first.get_attribute("title") == "A: chính thức, có ngày"
    assert row.locator(".passport").is_hidden()

    row.locator("summary").click()

    passport = row.locator(".passport")
    assert "Định nghĩa: Diện tích tự nhiên." in passport.inner_text()
    link = passport.locator("a")
    assert link.count() == 1
    assert link.get_attribute("href") == "https://gazette.example/2019/1"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert "1 số liệu khác, không khớp" in passport.inner_text()


def test_sheet_names_what_is_nearest(desktop: Visit) -> None:
    page = desktop.page
    open_zone(page, "may-trang")

    text = page.locator("#zm-sheet").inner_text()
    assert "khoảng 18 km" in text
    assert "Bến Mơ" in text
    assert "Cao tốc Gió, đang xây dựng" in text


def test_sheet_marks_the_illustrative_ledger(desktop: Visit) -> None:
    page = desktop.page
    open_zone(page, "may-trang")

    assert "212,5 ha" in page.locator(".ledger").inner_text()
    assert "Minh họa" in page.locator(".ledger").inner_text()


def test_parcels_are_drawn_close_by_and_said_to_be_illustrative(desktop: Visit) -> None:
    page = desktop.page
    assert page.locator("#zm-notice").is_hidden()
    open_zone(page, "may-trang")

    fills = page.eval_on_selector_all(
        ".leaflet-parcels-pane path", "(all) => all.map((one) => one.getAttribute('fill'))"
    )
    assert len(fills) == 3
    assert all(fill.startswith("url(#zm-dots-") for fill in fills)
    assert "minh họa" in page.locator("#zm-notice").inner_text()


def test_footprints_are_drawn_by_boundary_quality(desktop: Visit) -> None:
    page = desktop.page
    open_zone(page, "ben-dua")

    paths = page.eval_on_selector_all(
        ".leaflet-footprints-pane path",
        """(all) => all.map(
            (one) => [one.getAttribute('fill'), one.hasAttribute('stroke-dasharray')])""",
    )
    hatched = [dashed for fill, dashed in paths if fill.startswith("url(#zm-hatch-")]
    plain = [dashed for fill, dashed in paths if not fill.startswith("url(")]
    assert len(hatched) == 7
    assert all(hatched)
    assert len(plain) == 2
    assert not any(plain)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_never_overlap(
    serve: Server, visit: Opener, viewport: ViewportSize, language: str
) -> None:
    page = visit(serve(invented_document()) + f"#lang={language}", viewport=viewport).page
    counts = []
    for _ in range(4):
        names = visible_names(page)
        counts.append(len(names))
        assert overlapping(names) == []
        page.evaluate("document.querySelector('.tool-in').click()")
    assert counts[0] >= 6


def test_names_stay_where_they_are_while_panning(desktop: Visit) -> None:
    page = desktop.page
    where = """Object.fromEntries(Array.from(document.querySelectorAll('.name'),
        (node) => [node.dataset.key, node.style.transform]))"""
    before = page.evaluate(where)
    page.mouse.move(900, 450)
    page.mouse.down()
    page.mouse.move(760, 380, steps=4)
    page.mouse.up()

    assert page.evaluate(where) == before


def test_layers_can_be_switched_off(desktop: Visit) -> None:
    page = desktop.page
    assert page.locator(".port").count() == 4
    page.uncheck("[data-layer=ports]")
    assert page.locator(".port").count() == 0
    page.uncheck("[data-layer=labels_layer], [data-layer=names]")
    assert page.locator(".name").count() == 0
    page.check("[data-layer=ports]")
    assert page.locator(".port").count() == 4


def test_legend_class_fades_the_others(desktop: Visit) -> None:
    page = desktop.page
    page.click("[data-class=none_left]")

    faded = page.eval_on_selector_all(
        ".leaflet-zones-pane path.leaflet-interactive",
        "(all) => all.filter((one) => one.getAttribute('fill-opacity') < 0.2).length",
    )
    assert faded == 9
    assert page.locator("[data-class=none_left]").get_attribute("aria-pressed") == "true"
    assert page.locator(".name-zone").all_inner_texts() == ["Bến Dừa"]


def test_phone_fits_360_pixels_and_opens_its_legend(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document()), viewport=PHONE, touch=True).page
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("#zm-panel").is_hidden()
    assert "Chưa rõ" in page.locator("#zm-strip").inner_text()

    page.click("#zm-strip")
    assert page.locator("#zm-panel").is_visible()
    page.click(".panel-close")
    assert page.locator("#zm-panel").is_hidden()


def test_phone_touch_near_a_small_zone_opens_its_sheet(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document()), viewport=PHONE, touch=True).page
    ochre = ".leaflet-zones-pane path[fill='#bf812d']"
    box = page.locator(ochre).bounding_box()
    assert box
    assert box["width"] < 20
    page.touchscreen.tap(box["x"] - 10, box["y"] + box["height"] / 2)

    assert page.locator("#zm-sheet-title").inner_text() == "Khu công nghiệp Bến Dừa"
    sheet = page.locator("#zm-sheet").bounding_box()
    assert sheet
    assert sheet["width"] == 360
    assert sheet["y"] + sheet["height"] == pytest.approx(740, abs=1)


def test_measures_are_a_radio_group_for_the_keyboard(desktop: Visit) -> None:
    page = desktop.page
    page.focus("[data-measure=remaining_ha]")
    page.keyboard.press("ArrowRight")

    checked = page.locator("#zm-measures [aria-checked=true]")
    assert checked.get_attribute("data-measure") == "occupancy"
    assert page.evaluate("document.activeElement.dataset.measure") == "occupancy"


def test_credits_and_data_date_are_on_the_page(desktop: Visit) -> None:
    foot = desktop.page.locator("#zm-foot")

    assert "Dữ liệu đến 07/10/2026" in foot.inner_text()
    assert foot.locator("a").get_attribute("href") == "https://credits.example/licence"
    assert desktop.page.locator(".leaflet-control-scale-line").is_visible()
    assert desktop.page.locator(".leaflet-control-attribution").count() == 0


def test_page_works_where_storage_is_forbidden(serve: Server, visit: Opener, chromium: Any) -> None:
    address = serve(invented_document())
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]")
    page.click("[data-language=en]")

    assert page.locator("h1").inner_text() == "Industrial zones, HCMC region"
    context.close()


def test_sheet_asks_the_server_for_the_other_figures(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document())).page
    other = {
        "metric": "total_area_ha",
        "value": 612.0,
        "low": None,
        "high": None,
        "text": None,
        "unit": "ha",
        "scope": "zone",
        "as_of": "2015",
        "badge": "C",
        "source_keys": ["almanac"],
        "note": "<b>bold</b>",
        "picked": False,
    }
    sources = {"almanac": {"publisher": "Niên giám", "address": "https://almanac.example/"}}
    page.route(
        "**/api/zones/may-trang",
        lambda route: route.fulfill(json={"all_figures": [other], "sources": sources}),
    )
    open_zone(page, "may-trang")
    page.locator("details.figure summary").first.click()
    page.locator(".rivals-button").first.click()

    expect(page.locator(".rivals li")).to_have_count(1)
    text = page.locator(".rivals li").inner_text()
    assert "612 ha" in text
    assert "C · 2015 · Niên giám" in text
    assert "<b>bold</b>" in text
    assert page.locator(".rivals a").get_attribute("href") == "https://almanac.example/"


def test_sheet_says_so_when_the_server_is_away(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document())).page
    open_zone(page, "may-trang")
    page.locator("details.figure summary").first.click()
    page.locator(".rivals-button").first.click()

    expect(page.get_by_text("Chưa tải được, hãy thử lại.")).to_be_visible()
    assert page.locator(".rivals-button").first.is_enabled()
