"""The land book's page of one zone: twin, history, difference, blocks, hostile names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from playwright.sync_api import Browser, Page, expect

from layers.address import DatabaseAddress
from layers.importers.files import import_file
from layers.importers.import_options import make_options
from layers.managed import ManagedCluster
from layers.settings import CHECKOUT
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.land_server import land_served
from tests.land_history import DAYS, HOSTILE_CONSTRAINT, HOSTILE_LABEL, ZONE

Opener = Callable[..., Visit]
Site = tuple[str, DatabaseAddress]

AXES = ("line", "use", "clearance", "servicing", "commercial", "occupation")


@pytest.fixture(scope="module")
def site(throwaway_cluster: ManagedCluster, loaded_database: DatabaseAddress) -> Iterator[Site]:
    with land_served(throwaway_cluster, loaded_database, "zonemap_land_zone") as served:
        yield served


@pytest.fixture
def zone(site: Site, visit: Opener) -> Visit:
    return visit(f"{site[0]}/land/{ZONE}?as_of=2026-11-22")


def parcel(page: Page, label: str) -> Any:
    return page.locator(f'.leaflet-parcels-pane path[data-parcel="{ZONE}/{label}"]')


def wait_for_day(page: Page, day: str) -> None:
    page.wait_for_selector(f"body[data-day='{day}']")


def assert_nothing_ran(seen: Visit) -> None:
    assert seen.canary is None
    assert seen.dialogs == []
    assert seen.errors == []
    assert seen.foreign_requests == []
    assert seen.page.locator("img, iframe, object, embed, [onerror]").count() == 0


def test_zone_shows_every_parcel_on_the_map_and_in_the_table(zone: Visit) -> None:
    page = zone.page

    expect(page.locator(".leaflet-parcels-pane path")).to_have_count(25)
    expect(page.locator(".parcel-table tbody tr")).to_have_count(25)
    assert page.inner_text("h1") == "Khu công nghiệp An Hạ"
    assert page.inner_text("[data-column=remaining_ha] .number") == "66,90 ha"
    assert_nothing_ran(zone)


def test_zone_total_of_parcels_is_the_sum_shown(zone: Visit) -> None:
    texts = zone.page.locator(".parcel-table tbody td.number").all_inner_texts()

    def tenths(text: str) -> int:
        return int(text.replace(".", "").replace(",", ""))

    total = zone.page.inner_text("[data-total=area_m2]")
    assert tenths(total) == sum(tenths(text) for text in texts)


@pytest.mark.parametrize("axis", AXES)
def test_parcels_are_coloured_by_any_axis_with_a_legend(zone: Visit, axis: str) -> None:
    page = zone.page
    page.click(f"[data-axis={axis}]")

    fills = set(
        page.eval_on_selector_all(
            ".leaflet-parcels-pane path", "(all) => all.map((one) => one.getAttribute('fill'))"
        )
    )
    shown = set(
        page.eval_on_selector_all(
            "#zl-legend rect", "(all) => all.map((one) => one.getAttribute('fill'))"
        )
    )
    assert fills == shown
    counts = page.locator("#zl-legend .legend-amount").all_inner_texts()
    assert sum(int(text.split(" ")[0]) for text in counts) == 25


def test_axes_are_a_radio_group_for_the_keyboard(zone: Visit) -> None:
    page = zone.page
    page.focus("[data-axis=line]")
    page.keyboard.press("ArrowRight")

    assert page.get_attribute("#zl-axes [aria-checked=true]", "data-axis") == "use"
    assert page.evaluate("document.activeElement.dataset.axis") == "use"


def test_table_and_map_are_twins(zone: Visit) -> None:
    page = zone.page
    page.hover(f'tr[data-parcel="{ZONE}/B1"]')
    expect(page.locator(".parcel-ring")).to_have_count(2)

    # A row that the map scrolls under a resting mouse would be pointed at in turn.
    page.mouse.move(1, 1)
    expect(page.locator(".parcel-ring")).to_have_count(0)
    parcel(page, "C3").dispatch_event("mouseover", {"bubbles": True})
    hovered = page.locator(".parcel-table tr.hovered")
    expect(hovered).to_have_attribute("data-parcel", f"{ZONE}/C3")
    expect(page.locator(".stage .tooltip:visible strong")).to_contain_text(
        "C3", use_inner_text=True
    )

    parcel(page, "C3").dispatch_event("click", {"bubbles": True})
    selected = page.locator(".parcel-table tr.selected")
    expect(selected).to_have_attribute("data-parcel", f"{ZONE}/C3")


def test_blocks_are_outlined_with_their_hectares(zone: Visit) -> None:
    page = zone.page
    rows = page.locator(".block-table tbody tr")

    assert page.locator(".block-outline").count() == rows.count() == 4
    expect(page.locator(".block-name").first).to_have_text("1: 25,73 ha", use_inner_text=True)
    expect(rows.first).to_contain_text("25,73", use_inner_text=True)
    page.uncheck("[data-blocks]")
    expect(page.locator(".block-outline")).to_have_count(0)


def test_history_moves_by_the_keyboard_and_changes_everything(zone: Visit) -> None:
    page = zone.page
    slider = page.locator("#zl-slider")
    expect(slider).to_have_attribute("aria-valuetext", "01/03/2026")
    before = parcel(page, "A6").get_attribute("fill")
    slider.focus()
    page.keyboard.press("Home")
    wait_for_day(page, DAYS[0].isoformat())

    expect(slider).to_have_attribute("aria-valuetext", "15/01/2024")
    assert parcel(page, "A6").get_attribute("fill") != before
    expect(page.locator(".parcel-table tbody tr")).to_have_count(24)
    assert page.inner_text("[data-column=leased_ha] .number") == "30,88 ha"
    expect(page).to_have_url(re.compile("as_of=2024-01-15"))
    page.keyboard.press("ArrowRight")
    wait_for_day(page, DAYS[1].isoformat())
    assert page.inner_text("[data-column=leased_ha] .number") == "41,17 ha"


def test_history_stops_at_its_ends(zone: Visit) -> None:
    page = zone.page
    page.click(".history-next")
    wait_for_day(page, DAYS[3].isoformat())
    for day in reversed(DAYS[:3]):
        page.click(".history-previous")
        wait_for_day(page, day.isoformat())
    page.click(".history-previous")
    wait_for_day(page, DAYS[0].isoformat())


def test_history_does_not_run_by_itself_where_motion_is_unwanted(zone: Visit) -> None:
    expect(zone.page.locator(".history-play")).to_have_count(0)


def test_history_plays_and_stops(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport=DESKTOP, reduced_motion="no-preference")
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site[0]}/land/{ZONE}?as_of={DAYS[0]}")
    page.wait_for_selector("html[data-ready=true]")
    page.clock.pause_at(datetime.now() + timedelta(hours=1))
    page.focus(".history-play")
    page.keyboard.press("Enter")
    for day in DAYS[1:]:
        assert page.inner_text(".history-play") == "Dừng"
        page.clock.run_for(1300)
        wait_for_day(page, day.isoformat())
    page.clock.run_for(1300)
    assert page.inner_text(".history-play") == "Chạy"

    # Again from the first day; now the page has every day, and shows it at once.
    page.keyboard.press("Enter")
    page.clock.run_for(1300)
    page.keyboard.press("Enter")
    assert page.inner_text(".history-play") == "Chạy"
    page.clock.run_for(10_000)

    assert page.input_value("#zl-day") == DAYS[1].isoformat()
    context.close()


def test_day_before_the_first_has_no_parcels(zone: Visit) -> None:
    page = zone.page
    page.fill("#zl-day", "2023-12-31")
    page.dispatch_event("#zl-day", "change")
    wait_for_day(page, "2023-12-31")

    expect(page.locator(".leaflet-parcels-pane path")).to_have_count(0)
    assert "Trước ngày đầu tiên" in page.inner_text("#zl-history-day")
    assert "Chưa có lô đất nào" in page.inner_text("#zl-parcels")


def test_diff_shows_moved_hectares_and_marks_parcels(zone: Visit) -> None:
    page = zone.page
    page.select_option("[data-diff=from]", DAYS[0].isoformat())
    page.select_option("[data-diff=to]", DAYS[1].isoformat())
    expect(page.locator(".changed-table tbody tr")).to_have_count(2)

    moved = page.locator(".moved-table tbody td").all_inner_texts()
    assert moved == ["Thuê được ngay", "Đã cho thuê", "10,29"]
    changed = page.locator(".changed-table tbody tr").all_inner_texts()
    assert "A6" in changed[0]
    assert "Cho thuê: Còn trống → Đã cho thuê" in changed[0]
    assert "Hiện trạng: Đất trống → Đang xây dựng" in changed[0]
    marked = "#zl-diff .diff-mark input"
    marks = ".change-mark"
    expect(page.locator(marks)).to_have_count(2)
    page.uncheck(marked)
    expect(page.locator(marks)).to_have_count(0)


def test_diff_of_a_split_tells_new_and_gone(zone: Visit) -> None:
    page = zone.page
    page.wait_for_selector(".changed-table tbody tr")

    text = page.inner_text(".changed-table")
    assert "không còn" in text
    assert text.count("lô mới") == 2


def test_hostile_labels_and_constraints_stay_text(site: Site, visit: Opener) -> None:
    seen = visit(f"{site[0]}/land/{ZONE}")
    page = seen.page
    for language in ("en", "vi"):
        page.click(f"[data-language={language}]")
        for axis in AXES:
            page.click(f"[data-axis={axis}]")
    key = f"{ZONE}/{HOSTILE_LABEL}"
    page.locator(".parcel-button", has_text="<img").click()
    page.evaluate(
        "(key) => [...document.querySelectorAll('[data-parcel]')]"
        ".find((one) => one.dataset.parcel === key && one.tagName === 'path')"
        ".dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))",
        key,
    )

    assert HOSTILE_LABEL in page.inner_text(".parcel-table")
    assert HOSTILE_CONSTRAINT in page.inner_text(".parcel-table")
    assert HOSTILE_LABEL in page.locator(".stage .tooltip:visible").inner_text()
    assert_nothing_ran(seen)


def test_illustrative_zone_says_so_on_map_and_table(site: Site, visit: Opener) -> None:
    page = visit(f"{site[0]}/land/chau-duc").page

    assert "minh họa" in page.inner_text("#zm-notice")
    expect(page.locator(".parcel-table .mark")).to_have_count(24)
    fills = page.eval_on_selector_all(
        ".leaflet-parcels-pane path", "(all) => all.map((one) => one.getAttribute('fill'))"
    )
    assert all(fill.startswith("url(#zm-dots-") for fill in fills)
    for fill in set(fills):
        assert page.locator(fill.removeprefix("url(").removesuffix(")")).count() == 1
    assert "chưa biết các mảnh" in page.inner_text("#zl-blocks")


def test_zone_without_parcels_says_that_it_is_unknown(site: Site, visit: Opener) -> None:
    seen = visit(f"{site[0]}/land/an-phu")

    assert "chưa rõ" in seen.page.inner_text("#zl-summary")
    assert "Chưa có lô đất nào" in seen.page.inner_text("#zl-parcels")
    assert_nothing_ran(seen)


def test_unknown_zone_helps_on(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    answer = page.goto(f"{site[0]}/land/chau-duk")
    page.wait_for_selector("html[data-ready=true]")

    assert answer
    assert answer.status == 404
    assert "chau-duk" in page.inner_text("#zl-missing")
    page.click("text=Châu Đức")
    page.wait_for_selector(".parcel-table")
    context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("zone_id", [ZONE, "chau-duc", "an-phu"])
def test_zone_on_a_phone_has_no_sideways_scroll(
    site: Site, visit: Opener, zone_id: str, language: str
) -> None:
    page = visit(f"{site[0]}/land/{zone_id}?lang={language}", viewport=PHONE, touch=True).page
    # Board and differences come after the rest.
    for part in ("#zl-board", "#zl-diff"):
        expect(page.locator(part)).not_to_have_text(re.compile("Đang tải|Loading"))

    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_english_is_whole(zone: Visit) -> None:
    page = zone.page
    page.wait_for_selector(".changed-table tbody tr")
    page.click("[data-language=en]")

    text = page.inner_text("main") + page.inner_text("header")
    for word in ("Chưa", "Đã cho thuê", "Lịch sử", "Tải", "Mảnh", "Nhập", "Từ các lô", "chưa rõ"):
        assert word not in text
    assert page.title() == "An Ha Industrial Park – Land book"


def test_planner_imports_looks_compares_exports_and_imports_again(
    site: Site, visit: Opener, tmp_path: Path
) -> None:
    url, address = site
    seen = visit(f"{url}/land/{ZONE}?as_of=2026-06-01")
    page = seen.page

    def download(name: str) -> Path:
        if page.locator(".menu-panel.download").is_hidden():
            page.click(".download-button")
        with page.expect_download() as started:
            page.click(f"[data-download={name}]")
        target = tmp_path / started.value.suggested_filename
        started.value.save_as(target)
        return target

    def load(path: Path, *, day: str, **given: Any) -> dict[str, int]:
        options = make_options(
            layer="parcels",
            source="survey",
            publisher="Hepza",
            source_kind="official",
            as_of=day,
            **given,
        )
        report = import_file(address.owner_url, path, options, data_directory=CHECKOUT / "data")
        return {name: count for name, count in report.changed.items() if count}

    # Import: the exported file with one parcel let.
    exported = download("parcels-geojson")
    text = exported.read_text(encoding="utf-8")
    head, tail = text.split(f'"parcel_id":"{ZONE}/B1"', 1)
    edited = tmp_path / "edited.geojson"
    tail = tail.replace('"commercial":"available"', '"commercial":"leased"', 1)
    edited.write_text(f'{head}"parcel_id":"{ZONE}/B1"{tail}', encoding="utf-8")
    assert load(edited, day="2026-06-15") == {"parcel_begun": 1, "parcel_ended": 1}

    # Look and compare.
    page.goto(f"{url}/land/{ZONE}?as_of=2026-07-01")
    page.wait_for_selector(".changed-table tbody tr")
    expect(page.locator(".changed-table tbody tr")).to_have_count(1)
    assert "B1" in page.inner_text(".changed-table")
    assert page.locator(".moved-table tbody td").all_inner_texts()[:2] == [
        "Thuê được ngay",
        "Đã cho thuê",
    ]
    assert "edited.geojson" in page.inner_text("#zl-imports")

    # Export, and import again without a change.
    for name in ("parcels-geojson", "parcels-gpkg"):
        assert load(download(name), day="2026-07-01") == {}
    frame = pyogrio.read_dataframe(download("parcels-gpkg"))
    assert len(frame) == 25
    sheet = openpyxl.load_workbook(download("parcels-xlsx"))["parcels"]
    values = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in values if cell.data_type == "f"]
    assert not [c.coordinate for c in values if str(c.value or "").startswith(("=", "+", "@"))]
    assert_nothing_ran(seen)
