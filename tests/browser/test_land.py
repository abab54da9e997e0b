"""The land book of all zones as planners use it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from playwright.sync_api import Page, expect

from layers.address import DatabaseAddress
from layers.managed import ManagedCluster
from tests.browser.conftest import PHONE, Visit, settled_box
from tests.browser.land_server import land_served
from tests.land_history import ZONE

Opener = Callable[..., Visit]

CELLS = """(key) => {
  const columns = [...document.querySelectorAll("#zl-table thead [data-sort]")];
  const at = columns.findIndex((one) => one.dataset.sort === key);
  return [...document.querySelectorAll("#zl-table tbody tr")].map((row) =>
    row.children[at].firstElementChild?.textContent ?? row.children[at].textContent);
}"""


@pytest.fixture(scope="module")
def site(throwaway_cluster: ManagedCluster, loaded_database: DatabaseAddress) -> Iterator[str]:
    with land_served(throwaway_cluster, loaded_database, "zonemap_land_book") as (url, _):
        yield url


@pytest.fixture
def book(site: str, visit: Opener) -> Visit:
    return visit(f"{site}/land?as_of=2026-11-22")


def ids(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "#zl-table tbody tr", "(all) => all.map((one) => one.dataset.id)"
    )
    return found


def cells(page: Page, column: str) -> list[str]:
    found: list[str] = page.evaluate(CELLS, column)
    return found


def value(text: str) -> Decimal | None:
    """Number of a cell as Vietnamese writes it; None for words."""
    plain = text.replace(".", "").replace(",", ".").rstrip("%")
    return Decimal(plain) if plain.replace(".", "").isdigit() else None


def test_book_breaks_no_policy_and_asks_no_other_host(book: Visit) -> None:
    for tab, whole in (
        ("board", ".board-table tbody tr"),
        ("coverage", "[data-coverage]"),
        ("book", "#zl-table tbody tr"),
    ):
        book.page.click(f"#zl-tab-{tab}")
        expect(book.page.locator(whole).first).to_be_visible()

    assert book.errors == []
    assert book.foreign_requests == []
    assert len(ids(book.page)) == 119


@pytest.mark.parametrize(
    "column",
    ["gross_ha", "declared_total_ha", "declared_occupancy", "largest_block_ha", "blocks_3_ha"],
)
def test_sort_puts_unknown_last_both_ways(book: Visit, column: str) -> None:
    page = book.page
    for order in ("descending", "ascending"):
        page.click(f"[data-sort={column}]")
        expect(page.locator("th[aria-sort=descending], th[aria-sort=ascending]")).to_have_count(1)
        expect(page.locator(f"th[aria-sort={order}] [data-sort={column}]")).to_have_count(1)
        values = [value(text) for text in cells(page, column)]
        known = [one for one in values if one is not None]
        assert known
        assert values == known + [None] * (len(values) - len(known))
        assert known == sorted(known, reverse=order == "descending")


def test_sort_by_name_follows_vietnamese(book: Visit) -> None:
    names = cells(book.page, "name")
    texts = book.page.eval_on_selector_all(
        "#zl-table tbody a", "(all) => all.map((one) => one.textContent)"
    )

    collate = "(all) => [...all].sort(new Intl.Collator('vi', { numeric: true }).compare)"
    assert texts == book.page.evaluate(collate, texts)
    assert len(names) == 119


def test_a_statement_without_a_number_comes_before_unknown(book: Visit) -> None:
    page = book.page
    page.click("[data-sort=declared_remaining_ha]")

    texts = cells(page, "declared_remaining_ha")
    words = [text for text in texts if value(text) is None]
    assert words == sorted(words, key=lambda text: text != "hết đất")
    assert "hết đất" in words
    assert "chưa rõ" in words


def test_filter_ignores_diacritics_and_counts(book: Visit) -> None:
    page = book.page
    page.fill("#zl-q", "chau duc")
    # Two more lie in the district of that name.
    assert set(ids(page)) == {"chau-duc", "da-bac", "ccn-ngai-giao"}
    page.fill("#zl-q", "khu cong nghiep chau duc")
    assert ids(page) == ["chau-duc"]
    assert page.inner_text(".filter-count") == "1 trên 119 khu"
    page.click("#zl-filters .plain-button")
    assert len(ids(page)) == 119


def test_filters_combine_and_stay_in_the_address(book: Visit, visit: Opener) -> None:
    page = book.page
    page.select_option("[data-filter=province]", "BRVT")
    page.select_option("[data-filter=parcels]", "illustrative")
    page.click("[data-sort=declared_total_ha]")
    shown = ids(page)

    assert set(shown) == {"chau-duc", "da-bac", "my-xuan-a", "my-xuan-a2", "phu-my-1"}
    again = visit(page.url).page
    assert ids(again) == shown
    expect(again.locator("th[aria-sort=descending] [data-sort=declared_total_ha]")).to_have_count(1)


@pytest.mark.parametrize("province", ["", "BRVT", "HCMC"])
def test_totals_add_up_to_what_is_shown(book: Visit, province: str) -> None:
    page = book.page
    page.select_option("[data-filter=province]", province)

    totals = page.locator("tfoot [data-total]")
    assert totals.count() >= 10
    for cell in totals.all():
        column = cell.get_attribute("data-total")
        assert column
        known = [one for text in cells(page, column) if (one := value(text)) is not None]
        assert value(cell.locator(".value").inner_text()) == sum(known), column
        unknown = len(ids(page)) - len(known)
        assert ("≥" in cell.inner_text()) is (unknown > 0)
        if unknown:
            expect(cell).to_contain_text(f"{unknown} chưa rõ", use_inner_text=True)


def test_unknown_is_written_and_illustrative_is_marked(book: Visit) -> None:
    row = book.page.locator("tr[data-id=an-phu]")
    expect(row).to_contain_text("chưa rõ", use_inner_text=True)
    assert not value(cells(book.page, "gross_ha")[ids(book.page).index("an-phu")])

    expect(book.page.locator("tr[data-id=chau-duc] .mark")).to_have_text(
        "minh họa", use_inner_text=True
    )
    expect(book.page.locator(f"tr[data-id={ZONE}] .mark")).to_have_count(0)


def test_hovering_a_row_rings_its_zone_on_the_map(book: Visit) -> None:
    page = book.page
    expect(page.locator(".hover-ring")).to_have_count(0)
    page.hover("tr[data-id=an-tay] td >> nth=0")

    expect(page.locator(".hover-ring")).to_have_count(2)
    assert "hovered" in (page.get_attribute("tr[data-id=an-tay]", "class") or "")


def test_hovering_a_zone_on_the_map_marks_its_row(book: Visit) -> None:
    page = book.page
    page.locator(".leaflet-zones-pane path.leaflet-interactive").first.dispatch_event(
        "mouseover", {"bubbles": True}
    )

    expect(page.locator("#zl-table tr.hovered")).to_have_count(1)
    assert page.locator(".tooltip strong").inner_text()


def test_choosing_a_zone_on_the_map_brings_its_row_into_view(book: Visit) -> None:
    page = book.page
    page.click("tr[data-id=an-tay] .locate")
    assert page.get_attribute("tr[data-id=an-tay]", "aria-current") == "true"

    # Vĩnh Lộc 3 is far down the table; its circle is chosen on the map.
    page.evaluate("document.querySelector('#zl-table').scrollTop = 0")
    last = page.locator(".leaflet-zones-pane path.leaflet-interactive:not(.away)").last
    last.dispatch_event("click", {"bubbles": True})
    chosen = page.locator("#zl-table tr.selected")
    box = settled_box(chosen)
    table = settled_box(page.locator("#zl-table"))
    assert table["y"] <= box["y"] <= table["y"] + table["height"]


def test_filtered_zones_leave_the_map_too(book: Visit) -> None:
    page = book.page
    page.fill("#zl-q", "KCN Châu Đức")

    visible = ".leaflet-zones-pane path.leaflet-interactive:not(.away)"
    expect(page.locator(visible)).to_have_count(1)
    expect(page.locator(".name-zone")).to_have_text(["Châu Đức"], use_inner_text=True)


def test_keyboard_reaches_sorting_rows_and_tabs(book: Visit) -> None:
    page = book.page
    page.focus("[data-sort=gross_ha]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.sort") == "gross_ha"
    expect(page.locator("th[aria-sort=descending] [data-sort=gross_ha]")).to_have_count(1)

    page.focus("tr[data-id=chau-duc] a")
    expect(page.locator(".hover-ring")).to_have_count(2)

    page.focus("#zl-tab-book")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#zl-tab-board", "aria-selected") == "true"
    assert page.evaluate("document.activeElement.id") == "zl-tab-board"


def test_column_groups_can_be_switched_off(book: Visit) -> None:
    page = book.page
    page.click(".columns-button")
    page.uncheck("[data-group=declared]")
    page.uncheck("[data-group=zone]")

    expect(page.locator("[data-sort^=declared_], [data-sort=status]")).to_have_count(0)
    expect(page.locator("[data-sort=name]")).to_have_count(1)
    expect(page.locator("[data-sort=gross_ha]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".menu-panel.columns")).to_be_hidden()


def test_board_lists_the_largest_gap_first_and_filters(book: Visit) -> None:
    page = book.page
    page.click("#zl-tab-board")
    page.wait_for_selector(".board-table tbody tr")

    shown = page.locator(".board-list .filter-count").inner_text()
    page.fill("[data-board=text]", "song than")
    expect(page.locator(".board-list .filter-count")).not_to_have_text(shown)
    for text in page.locator(".board-table tbody th").all_inner_texts():
        assert "Sóng Thần" in text
    page.fill("[data-board=text]", "")
    cause = page.locator("[data-board=cause] option").nth(1).get_attribute("value")
    page.select_option("[data-board=cause]", cause)
    causes = page.eval_on_selector_all(
        ".board-table tbody tr", "(all) => [...new Set(all.map((one) => one.dataset.cause))]"
    )
    assert causes == [cause]


def test_board_that_does_not_answer_leaves_the_rest_usable(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/land")
    seen.page.route("**/api/reconcile*", lambda route: route.fulfill(status=503, body="{}"))
    seen.page.click("#zl-tab-board")
    seen.page.wait_for_selector("#zl-board .nothing button")

    assert "chưa trả lời" in seen.page.inner_text("#zl-board")
    seen.page.unroute("**/api/reconcile*")
    seen.page.click("#zl-board .nothing button")
    seen.page.wait_for_selector(".board-table tbody tr")


def test_coverage_says_shares_and_ages(book: Visit) -> None:
    page = book.page
    page.click("#zl-tab-coverage")

    assert "1 (0,8%)" in page.inner_text("[data-coverage=parcels_real]")
    row = page.locator("[data-freshness=total_area_ha]")
    expect(row).to_contain_text("104", use_inner_text=True)
    expect(row).to_contain_text("khoảng 2005", use_inner_text=True)
    assert "dưới 1 năm" in (row.locator(".age-bar").get_attribute("aria-label") or "")


def test_another_day_is_another_page_with_the_same_filters(book: Visit) -> None:
    page = book.page
    page.fill("#zl-q", "an ha")
    page.fill("#zl-day", "2024-01-10")
    page.wait_for_url("**as_of=2024-01-10**")
    page.wait_for_selector("html[data-ready=true]")

    assert ZONE in ids(page)
    assert page.input_value("#zl-q") == "an ha"
    expect(page.locator(f"tr[data-id={ZONE}] .parcels-none")).to_have_count(1)


def test_english_is_whole(book: Visit) -> None:
    page = book.page
    page.click("[data-language=en]")

    for tab in ("book", "board", "coverage"):
        page.click(f"#zl-tab-{tab}")
        if tab == "board":
            page.wait_for_selector(".board-table tbody tr")
    assert page.inner_text("h1").startswith("Land book")
    page.click("#zl-tab-book")
    text = page.inner_text(".land-bar") + page.inner_text("thead") + page.inner_text("tfoot")
    for word in ("Tổng", "chưa rõ", "Tải", "Lọc", "Còn lại", "Mọi"):
        assert word not in text
    assert "unknown" in text


@pytest.mark.parametrize("tab", ["book", "board", "coverage"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_phone_has_no_sideways_scroll(site: str, visit: Opener, tab: str, language: str) -> None:
    page = visit(f"{site}/land?lang={language}#tab={tab}&map=on", viewport=PHONE, touch=True).page
    if tab == "board":
        page.wait_for_selector(".board-table tbody tr")

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    if tab == "book":
        page.click(".download-button")
        box = settled_box(page.locator(".menu-panel.download"))
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def download(page: Page, name: str) -> Path:
    with page.expect_download() as started:
        page.click(f"[data-download={name}]")
    path = Path(started.value.path())
    target = path.with_name(f"{path.name}-{started.value.suggested_filename}")
    return path.rename(target)


def test_downloads_hold_what_is_on_the_screen(book: Visit) -> None:
    page = book.page
    page.select_option("[data-filter=province]", "BRVT")
    page.click("[data-sort=declared_total_ha]")
    shown, totals = ids(page), cells(page, "declared_total_ha")
    page.click(".download-button")

    text = download(page, "zones-csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert [row["zone_id"] for row in rows] == shown
    known = [value(cell) for cell in totals]
    assert [Decimal(r["declared_total_ha"]) if r["declared_total_ha"] else None for r in rows] == (
        known
    )
    sheet = openpyxl.load_workbook(download(page, "zones-xlsx")).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == shown


def test_downloads_of_parcels_open_in_the_crs_chosen(book: Visit) -> None:
    page = book.page
    page.fill("#zl-q", "kcn an ha")
    page.click(".download-button")
    page.select_option("#zl-crs", "9210")

    path = download(page, "parcels-gpkg")
    assert path.name.endswith(f"zonemap_parcels_{ZONE}_2026-11-22_epsg9210.gpkg")
    frame: Any = pyogrio.read_dataframe(path)
    assert frame.crs.to_epsg() == 9210
    assert len(frame) == 25
    assert set(frame["zone_id"]) == {ZONE}
