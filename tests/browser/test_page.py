"""The investors' map as its readers use it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser.conftest import (
    DESKTOP,
    PHONE,
    Visit,
    patient_context,
    settled_box,
    wait_for_value,
    wait_until,
    work_until_ready_s,
)
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


def test_page_is_drawn_with_under_two_seconds_of_work(serve: Server, chromium: Browser) -> None:
    assert 0 < work_until_ready_s(chromium, serve(invented_document())) < 2


def test_page_speaks_vietnamese_first_and_english_whole(desktop: Visit) -> None:
    page = desktop.page
    expect(page.locator("h1")).to_have_text("Khu công nghiệp vùng TP.HCM", use_inner_text=True)
    assert page.evaluate("document.documentElement.lang") == "vi"

    page.click("[data-language=en]")

    expect(page.locator("h1")).to_have_text("Industrial zones, HCMC region", use_inner_text=True)
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.get_by_text("List of 12 zones")).to_be_visible()
    expect(page.locator("#zm-foot")).to_contain_text("Data to 7 Oct 2026", use_inner_text=True)
    expect(page).to_have_url(re.compile("lang=en"))


def test_page_keeps_the_language_of_the_address(serve: Server, visit: Opener) -> None:
    seen = visit(serve(invented_document()) + "#lang=en&zone=ben-dua")

    expect(seen.page.locator("#zm-sheet-title")).to_have_text(
        "Ben Dua Industrial Park", use_inner_text=True
    )


@pytest.mark.parametrize("query", ["suoi ngoc", "SUỐI NGỌC", "kcn suoi", "Suối", "suoingoc"])
def test_search_ignores_diacritics_and_case(desktop: Visit, query: str) -> None:
    page = desktop.page
    page.fill("#zm-search", query)

    first = page.locator("#zm-results [role=option]").first
    expect(first).to_have_attribute("data-id", "suoi-ngoc")


def test_search_finds_d_with_stroke_both_ways(desktop: Visit) -> None:
    page = desktop.page
    for query in ("da vang", "Đá Vàng", "đa vang"):
        page.fill("#zm-search", query)
        first = page.locator("#zm-results [role=option]").first
        expect(first).to_have_attribute("data-id", "da-vang")


def test_search_works_by_keyboard(desktop: Visit) -> None:
    page = desktop.page
    page.focus("#zm-search")
    page.keyboard.type("ben")
    expect(page.locator("#zm-search")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#zm-results [aria-selected=true]")
    wanted = chosen.locator(".result-name").inner_text()
    page.keyboard.press("Enter")

    expect(page.locator("#zm-sheet-title")).to_have_text(wanted, use_inner_text=True)
    page.keyboard.press("Escape")
    expect(page.locator("#zm-sheet")).to_be_hidden()


def test_search_opens_a_zone_that_is_not_on_the_map(desktop: Visit) -> None:
    page = desktop.page
    page.fill("#zm-search", "xa xoi")
    expect(page.locator("#zm-results li").first).to_contain_text(
        "không có trên bản đồ", use_inner_text=True
    )
    page.keyboard.press("Enter")

    expect(page.locator("#zm-sheet-title")).to_have_text(
        "Khu công nghiệp Xa Xôi", use_inner_text=True
    )
    expect(page.locator("#zm-sheet .tag.warn")).to_have_text(
        "không có trên bản đồ", use_inner_text=True
    )


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
    expect(page.locator(".tiles")).not_to_contain_text("100%", use_inner_text=True)


def test_sheet_shows_a_figure_with_badge_date_and_source(desktop: Visit) -> None:
    page = desktop.page
    open_zone(page, "may-trang")

    row = page.locator("details.figure").first
    text = row.locator("summary").inner_text()
    assert "640 ha" in text
    assert "04/2019 · Công báo Tưởng tượng +1" in text
    expect(row.locator(".badge").first).to_have_attribute("title", "A: chính thức, có ngày")
    expect(row.locator(".passport")).to_be_hidden()

    row.locator("summary").click()

    passport = row.locator(".passport")
    expect(passport).to_contain_text("Định nghĩa: Diện tích tự nhiên.", use_inner_text=True)
    link = passport.locator("a")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://gazette.example/2019/1")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(passport).to_contain_text("1 số liệu khác, không khớp", use_inner_text=True)


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

    expect(page.locator(".ledger")).to_contain_text("212,5 ha", use_inner_text=True)
    expect(page.locator(".ledger")).to_contain_text("Minh họa", use_inner_text=True)


def test_parcels_are_drawn_close_by_and_said_to_be_illustrative(desktop: Visit) -> None:
    page = desktop.page
    expect(page.locator("#zm-notice")).to_be_hidden()
    open_zone(page, "may-trang")

    fills = page.eval_on_selector_all(
        ".leaflet-parcels-pane path", "(all) => all.map((one) => one.getAttribute('fill'))"
    )
    assert len(fills) == 3
    assert all(fill.startswith("url(#zm-dots-") for fill in fills)
    expect(page.locator("#zm-notice")).to_contain_text("minh họa", use_inner_text=True)


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


PLACES_OF_NAMES = """Object.fromEntries(Array.from(document.querySelectorAll('.name'),
    (node) => [node.dataset.key, node.style.transform]))"""


def test_names_are_measured_anew_when_their_font_comes_late(
    serve: Server, visit: Opener, chromium: Browser
) -> None:
    address = serve(invented_document())
    wanted = visit(address).page.evaluate(PLACES_OF_NAMES)
    with patient_context(chromium, viewport=DESKTOP, reduced_motion="reduce") as context:
        page = context.new_page()
        fonts: list[Route] = []
        page.route("**/*.woff2", lambda route: fonts.append(route))
        page.goto(address, wait_until="commit")
        page.wait_for_selector("html[data-ready=true]")
        assert page.evaluate(PLACES_OF_NAMES) != wanted
        for font in fonts:
            font.continue_()
        page.unroute("**/*.woff2")

        wait_for_value(page, lambda: page.evaluate(PLACES_OF_NAMES), wanted)


def test_names_stay_where_they_are_while_panning(desktop: Visit) -> None:
    page = desktop.page
    before = page.evaluate(PLACES_OF_NAMES)
    pane = "document.querySelector('.leaflet-map-pane').style.transform"
    unmoved = page.evaluate(pane)
    page.mouse.move(900, 450)
    page.mouse.down()
    page.mouse.move(760, 380, steps=4)
    page.mouse.up()
    wait_until(page, f"(unmoved) => {pane} !== unmoved", unmoved)

    assert page.evaluate(PLACES_OF_NAMES) == before


def test_layers_can_be_switched_off(desktop: Visit) -> None:
    page = desktop.page
    expect(page.locator(".port")).to_have_count(4)
    page.uncheck("[data-layer=ports]")
    expect(page.locator(".port")).to_have_count(0)
    page.uncheck("[data-layer=labels_layer], [data-layer=names]")
    expect(page.locator(".name")).to_have_count(0)
    page.check("[data-layer=ports]")
    expect(page.locator(".port")).to_have_count(4)


def test_legend_class_fades_the_others(desktop: Visit) -> None:
    page = desktop.page
    page.click("[data-class=none_left]")

    faded = page.eval_on_selector_all(
        ".leaflet-zones-pane path.leaflet-interactive",
        "(all) => all.filter((one) => one.getAttribute('fill-opacity') < 0.2).length",
    )
    assert faded == 9
    expect(page.locator("[data-class=none_left]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".name-zone")).to_have_text(["Bến Dừa"], use_inner_text=True)


def test_phone_fits_360_pixels_and_opens_its_legend(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document()), viewport=PHONE, touch=True).page
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.locator("#zm-panel")).to_be_hidden()
    expect(page.locator("#zm-strip")).to_contain_text("Chưa rõ", use_inner_text=True)
    classes = page.locator(".class-row").count()
    assert page.locator(".strip-class").count() == classes

    page.click("#zm-strip")
    expect(page.locator("#zm-panel")).to_be_visible()
    page.click(".panel-close")
    expect(page.locator("#zm-panel")).to_be_hidden()


def test_phone_touch_near_a_small_zone_opens_its_sheet(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document()), viewport=PHONE, touch=True).page
    ochre = ".leaflet-zones-pane path[fill='#bf812d']"
    box = settled_box(page.locator(ochre))
    assert box["width"] < 20
    page.touchscreen.tap(box["x"] - 10, box["y"] + box["height"] / 2)

    expect(page.locator("#zm-sheet-title")).to_have_text("Khu công nghiệp Bến Dừa")
    sheet = settled_box(page.locator("#zm-sheet"))
    assert sheet["width"] == 360
    assert sheet["y"] + sheet["height"] == pytest.approx(740, abs=1)


def test_measures_are_a_radio_group_for_the_keyboard(desktop: Visit) -> None:
    page = desktop.page
    page.focus("[data-measure=remaining_ha]")
    page.keyboard.press("ArrowRight")

    checked = page.locator("#zm-measures [aria-checked=true]")
    expect(checked).to_have_attribute("data-measure", "occupancy")
    assert page.evaluate("document.activeElement.dataset.measure") == "occupancy"


def test_credits_and_data_date_are_on_the_page(desktop: Visit) -> None:
    foot = desktop.page.locator("#zm-foot")

    expect(foot).to_contain_text("Dữ liệu đến 07/10/2026", use_inner_text=True)
    expect(foot.locator("a")).to_have_attribute("href", "https://credits.example/licence")
    expect(desktop.page.locator(".leaflet-control-scale-line")).to_be_visible()
    expect(desktop.page.locator(".leaflet-control-attribution")).to_have_count(0)


def test_page_works_where_storage_is_forbidden(
    serve: Server, visit: Opener, chromium: Browser
) -> None:
    address = serve(invented_document())
    with patient_context(chromium, viewport=DESKTOP) as context:
        page = context.new_page()
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
        )
        page.goto(address)
        page.wait_for_selector("html[data-ready=true]")
        page.click("[data-language=en]")

        expect(page.locator("h1")).to_have_text(
            "Industrial zones, HCMC region", use_inner_text=True
        )


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
    expect(page.locator(".rivals a")).to_have_attribute("href", "https://almanac.example/")


def test_sheet_says_so_when_the_server_is_away(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document())).page
    open_zone(page, "may-trang")
    page.locator("details.figure summary").first.click()
    page.locator(".rivals-button").first.click()

    expect(page.get_by_text("Chưa tải được, hãy thử lại.")).to_be_visible()
    expect(page.locator(".rivals-button").first).to_be_enabled()
