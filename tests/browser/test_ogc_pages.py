"""Pages of the OGC API as people use them: table and map, filters, keyboard, languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from maps.ogc_pages import PageKind
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.ogc_server import ogc_served

Opener = Callable[..., Visit]
Site = tuple[str, Mapping[PageKind, str]]

KINDS: tuple[PageKind, ...] = get_args(PageKind)
ITEMS = "/ogc/collections/zones/items"
SHAPES = ".leaflet-features-pane path.leaflet-interactive"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with ogc_served() as served:
        yield served


@pytest.fixture(scope="module")
def hostile_site() -> Iterator[Site]:
    with ogc_served(is_hostile=True) as served:
        yield served


@pytest.fixture
def table(site: Site, visit: Opener) -> Visit:
    return visit(f"{site[0]}{ITEMS}?lang=en")


def at(page: Page) -> tuple[str, dict[str, list[str]]]:
    """Path and query of where the page is."""
    parts = urlsplit(page.url)
    return parts.path, parse_qs(parts.query, keep_blank_values=True)


def chosen_ids(page: Page, kind: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        f"#ogc-table tr.{kind}", "(all) => all.map((one) => one.dataset.id)"
    )
    return found


def shape_of(page: Page, name: str) -> Any:
    """The shape on the map whose tip is that name."""
    for shape in page.locator(SHAPES).all():
        shape.dispatch_event("mouseover", {"bubbles": True})
        found = page.locator(".tip").inner_text()
        shape.dispatch_event("mouseout", {"bubbles": True})
        if found == name:
            return shape
    raise AssertionError(f"no shape is called {name}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_page_keeps_its_policy_and_fits(
    kind: PageKind, size: Any, site: Site, visit: Opener
) -> None:
    address, paths = site
    for language in ("vi", "en"):
        mark = "&" if "?" in paths[kind] else "?"
        seen = visit(f"{address}{paths[kind]}{mark}lang={language}", viewport=size)
        if seen.page.locator("#ogc-map").count():
            seen.page.wait_for_selector("#ogc-map.with-land")

        assert seen.errors == []
        assert seen.foreign_requests == []
        assert seen.page.evaluate("document.documentElement.lang") == language
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_never_run(kind: PageKind, hostile_site: Site, visit: Opener) -> None:
    address, paths = hostile_site
    seen = visit(f"{address}{paths[kind]}")
    page = seen.page
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for shape in page.locator(SHAPES).all():
        shape.dispatch_event("mouseover", {"bubbles": True})
        shape.dispatch_event("click", {"bubbles": True})
    if kind == "items":
        page.click("#ogc-columns")
        assert page.locator(".card-over strong").inner_text()
    # What a name made load has failed by the time that this one has.
    page.evaluate(
        "new Promise((done) => { const image = new Image(); image.onerror = () => done(null);"
        " image.src = 'data:,'; })"
    )

    assert seen.canary is None
    assert seen.dialogs == []
    assert seen.errors == []
    assert seen.foreign_requests == []
    assert (
        page.locator("iframe, object, embed, [onerror], [onload], img:not(.brand img)").count() == 0
    )
    assert page.locator("a[href^='javascript:'], a[href^='data:']").count() == 0


def test_land_is_drawn_under_the_features(table: Visit) -> None:
    expect(table.page.locator("#ogc-map.with-land")).to_be_visible()
    expect(table.page.locator("path.land")).to_have_count(1)
    assert table.page.inner_text(".leaflet-control-attribution") == (
        "© OpenStreetMap contributors (ODbL)"
    )


def test_hovering_a_row_rings_its_feature(table: Visit) -> None:
    page = table.page
    expect(page.locator("path.ring")).to_have_count(0)

    page.hover("tr[data-id=da-vang] td >> nth=0")
    expect(page.locator("path.ring.point")).to_have_count(2)
    page.hover("h1")
    expect(page.locator("path.ring")).to_have_count(0)


def test_focusing_a_row_rings_its_feature(table: Visit) -> None:
    table.page.focus("tr[data-id=da-vang] a")

    expect(table.page.locator("path.ring.point")).to_have_count(2)
    assert chosen_ids(table.page, "pointed") == ["da-vang"]


def test_pointing_at_a_feature_marks_its_row(table: Visit) -> None:
    shape = shape_of(table.page, "Đá Vàng Industrial Park")
    shape.dispatch_event("mouseover", {"bubbles": True})

    assert chosen_ids(table.page, "pointed") == ["da-vang"]


def test_choosing_a_feature_marks_its_row_and_offers_its_page(table: Visit) -> None:
    page = table.page
    shape_of(page, "Đồi Sim Industrial Park").dispatch_event("click", {"bubbles": True})

    assert chosen_ids(page, "chosen") == ["doi-sim"]
    assert page.get_attribute("tr[data-id=doi-sim]", "aria-current") == "true"
    page.click(".card-over a")
    page.wait_for_url(re.compile("/doi-sim"))
    page.wait_for_selector("html[data-ready=true]")
    assert at(page)[0] == f"{ITEMS}/doi-sim"
    assert page.inner_text("h1") == "Đồi Sim Industrial Park"


def test_card_over_the_map_can_be_closed(table: Visit) -> None:
    page = table.page
    shape_of(page, "Đồi Sim Industrial Park").dispatch_event("click", {"bubbles": True})
    page.click(".card-over button")

    expect(page.locator(".card-over")).to_have_count(0)
    assert chosen_ids(page, "chosen") == []


def test_clicking_a_row_opens_its_feature(table: Visit) -> None:
    page = table.page
    page.click("tr[data-id=may-trang] td >> nth=1")
    page.wait_for_url(re.compile("/may-trang"))

    assert at(page) == (f"{ITEMS}/may-trang", {"f": ["html"], "lang": ["en"]})


def test_next_leads_to_the_next_page_in_the_same_language(table: Visit) -> None:
    page = table.page
    page.click(".pager a[rel=next] >> nth=0")
    page.wait_for_url(re.compile("cursor=abc"))

    assert at(page) == (ITEMS, {"cursor": ["abc"], "f": ["html"], "lang": ["en"]})
    assert "cursor=abc" not in (page.get_attribute(".pager a[rel=first]", "href") or "")


def test_switching_language_keeps_the_filter(site: Site, visit: Opener) -> None:
    seen = visit(f"{site[0]}{ITEMS}?filter=remaining_ha%3E5&lang=en")
    seen.page.click(".languages a[hreflang=vi]")
    seen.page.wait_for_url(re.compile("lang=vi"))

    assert at(seen.page) == (ITEMS, {"filter": ["remaining_ha>5"], "lang": ["vi"]})
    assert seen.page.inner_text("h1") == "Khu và cụm công nghiệp"
    assert seen.errors == []


def test_form_sends_only_what_is_filled_in(table: Visit) -> None:
    page = table.page
    page.click(".filter summary")
    page.fill("#ogc-cql", "remaining_ha>=50")
    page.select_option("#ogc-limit", "100")
    page.select_option("#ogc-sort", "-total_area_ha")
    page.click("#ogc-from-view")
    box = [float(part) for part in page.input_value("#ogc-bbox").split(",")]
    page.click("#ogc-filter button[type=submit]")
    page.wait_for_url(re.compile("limit=100"))

    path, query = at(page)
    assert path == ITEMS
    assert box[0] < 106.6 < 107.05 < box[2]
    assert query.pop("bbox") == [",".join(f"{side:.4f}" for side in box)]
    assert query == {
        "f": ["html"],
        "lang": ["en"],
        "filter": ["remaining_ha>=50"],
        "limit": ["100"],
        "sortby": ["-total_area_ha"],
    }
    assert table.errors == []


def test_example_of_a_filter_can_be_followed(table: Visit) -> None:
    page = table.page
    page.click(".filter summary")
    wanted = page.inner_text(".examples a >> nth=0")
    page.click(".examples a >> nth=0")
    page.wait_for_url(re.compile("filter="))
    page.wait_for_selector("html[data-ready=true]")

    assert at(page)[1]["filter"] == [wanted]
    assert page.input_value("#ogc-cql") == wanted
    expect(page.locator(".filter[open]")).to_have_count(1)


def test_all_columns_come_and_go(table: Visit) -> None:
    page = table.page
    few = page.locator("#ogc-table thead th").count()
    page.click("#ogc-columns")

    assert page.locator("#ogc-table thead th").count() > 100
    expect(page.locator("#ogc-table tbody td:empty")).to_have_count(0)
    assert page.get_attribute("#ogc-columns", "aria-pressed") == "true"
    page.click("#ogc-columns")
    assert page.locator("#ogc-table thead th").count() == few


def test_everything_can_be_reached_by_keyboard(table: Visit) -> None:
    page = table.page
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(() => { const one = document.activeElement; const box = getComputedStyle(one);"
                " return `${one.tagName}|${one.id}|${one.textContent.trim().slice(0, 30)}|"
                "${box.outlineStyle}`; })()"
            )
        )
    text = "\n".join(reached)

    assert reached[0].startswith("A||Skip to the content")
    for part in ("EN English", "CSV", "Filter and sort", "Next page", "ogc-columns", "ogc-table"):
        assert part in text, part
    assert "Mây Trắng Industrial Park" in text
    assert "ogc-map" in text
    assert all(one.endswith(("solid", "auto")) for one in reached if not one.startswith("BODY"))


def test_row_opens_by_the_enter_key(table: Visit) -> None:
    page = table.page
    page.focus("tr[data-id=da-vang] a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/da-vang"))


def test_copying_says_that_it_copied(site: Site, visit: Opener) -> None:
    page = visit(f"{site[0]}/ogc?lang=en").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#qgis .copy >> nth=0")

    expect(page.locator("#ogc-status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site[0]}/ogc"


def test_page_says_everything_without_javascript(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site[0]}{ITEMS}?lang=en")

    expect(page.locator("#ogc-table tbody tr")).to_have_count(4)
    assert page.is_hidden("#ogc-columns")
    page.click(".filter summary")
    page.fill("#ogc-cql", "tenants>3")
    page.click("#ogc-filter button[type=submit]")
    page.wait_for_url(re.compile("filter="))
    assert at(page)[1]["filter"] == ["tenants>3"]
    assert page.inner_text(".map-note") == "The map needs JavaScript to be drawn."
    context.close()


def test_dark_scheme_darkens_page_and_map(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{site[0]}{ITEMS}")
    page.wait_for_selector("#ogc-map.with-land")

    colours = page.evaluate(
        "['body', 'path.land', '#ogc-table th'].map((one) => {"
        " const style = getComputedStyle(document.querySelector(one));"
        " return one.startsWith('path') ? style.fill : style.backgroundColor; })"
    )
    for colour in colours:
        parts = [int(part) for part in re.findall(r"\d+", colour)[:3]]
        assert max(parts) < 80, colour
    context.close()


def test_schematic_outlines_are_hatched_and_dashed(site: Site, visit: Opener) -> None:
    page = visit(f"{site[0]}{ITEMS}/may-trang?lang=en").page
    shape = page.locator("path.f.area.hatched")

    expect(shape).to_have_count(1)
    style = shape.evaluate(
        "(one) => { const s = getComputedStyle(one); return [s.fill, s.strokeDasharray]; }"
    )
    assert "hatch-operating" in style[0]
    assert style[1] != "none"


def test_illustrative_parcels_are_dotted(site: Site, visit: Opener) -> None:
    page = visit(f"{site[0]}/ogc/collections/parcels/items/lo-1?lang=en").page

    fill = page.locator("path.f.area.dotted").evaluate("(one) => getComputedStyle(one).fill")
    assert "dots-unclassified" in fill
    expect(page.locator(".notice")).to_have_count(1)
