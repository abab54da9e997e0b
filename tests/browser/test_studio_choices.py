"""What the studio lets people choose of the map, the language and the day, and what it sends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.browser.conftest import DESKTOP, Visit, settled_box, wait_until
from tests.browser.test_studio import FRAME, LOCATOR, address_of, wait_for_picture, wait_for_spec
from tests.patience import PATIENT

Opener = Callable[..., Visit]


@pytest.fixture(scope="module")
def site(loaded_database: DatabaseAddress) -> Iterator[str]:
    with served(loaded_database, **PATIENT) as client:
        client.get("/api/still", params={"preview": 240})
        yield str(client.base_url).rstrip("/")


def spec_kept(page: Page) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('zonemap.studio')"))
    return kept


def bbox_of(page: Page) -> list[float]:
    found: list[float] = spec_kept(page)["extent"]["bbox"]
    return found


@pytest.mark.parametrize(
    ("language", "alt"), [("vi", "Khu công nghiệp"), ("en", "Industrial Park")]
)
def test_link_to_a_zone_opens_its_picture_in_the_language_of_the_page(
    site: str, visit: Opener, language: str, alt: str
) -> None:
    page = visit(f"{site}/studio?zone=my-xuan-a2&lang={language}").page
    spoken = None if language == "vi" else "en"
    wait_for_picture(page, template="locator", zones=["my-xuan-a2"], language=spoken)
    expect(page.locator(".picture")).to_have_attribute("alt", re.compile(alt))
    expect(page.locator("input[value=locator]")).to_be_checked()


def test_picture_speaks_as_the_page_until_its_spec_says(site: str, visit: Opener) -> None:
    page = visit(address_of(site, {"size": "square"}, "en")).page
    wait_for_picture(page, language="en", size="square")
    wait_until(page, "document.querySelector('.template img').src.includes('language=en')")
    page.click("[data-language=vi]")
    wait_for_picture(page, language=None, size="square")
    wait_until(page, "!document.querySelector('.template img').src.includes('language=')")
    page.click(".chip:has(input[name=st-language][value=en])")
    wait_for_picture(page, language="en")
    page.click("[data-language=en]")
    page.click("[data-language=vi]")
    wait_for_spec(page, {"size": "square", "language": "en"})
    page.click(".chip:has(input[name=st-language][value=''])")
    wait_for_picture(page, language=None)


def test_own_link_of_a_picture_opens_it_as_it_was_made(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/studio?lang=en")
    wait_for_picture(seen.page, language="en")
    seen.page.click("[data-language=vi]")
    seen.page.click("[data-language=en]")
    # As in the PNG: a Vietnamese picture, whose language is as by default.
    seen.page.goto(f"{site}/studio?spec={quote(json.dumps(LOCATOR))}")
    seen.page.wait_for_selector("html[data-ready=true]")
    expect(seen.page.locator("html")).to_have_attribute("lang", "en")
    wait_for_picture(seen.page, template="locator", language=None)


def test_map_is_chosen_by_name(site: str, visit: Opener) -> None:
    page = visit(address_of(site, LOCATOR)).page
    wait_for_picture(page)
    select = page.locator("#st-extent")
    expect(select).to_have_value("")
    select.select_option("province:BRVT")
    wait_for_picture(page, extent={"province": "BRVT"})
    select.select_option("zones")
    wait_for_picture(page, extent={"zones": ["chau-duc"]})
    page.fill("#st-zone", "my xuan a2")
    page.keyboard.press("Enter")
    both = ["chau-duc", "my-xuan-a2"]
    wait_for_picture(page, zones=both, extent={"zones": both})
    page.fill("#st-padding", "20")
    page.keyboard.press("Tab")
    wait_for_picture(page, extent={"zones": both, "padding": 0.2})
    select.select_option("region")
    wait_until(page, "document.querySelector('#st-extent').value === 'region'")
    assert bbox_of(page)[0] > 106
    expect(page.locator(".extent-box")).to_be_hidden()
    select.select_option("")
    wait_for_picture(page, extent={"padding": 0.2})
    page.fill("#st-padding", "")
    page.keyboard.press("Tab")
    wait_for_spec(page, {**LOCATOR, "zones": both})


def test_map_that_is_seen_is_kept_moved_and_zoomed_by_keyboard(site: str, visit: Opener) -> None:
    page = visit(address_of(site, {**LOCATOR, "language": "en"}, "en")).page
    wait_for_picture(page)
    page.select_option("#st-extent", "bbox")
    west, south, east, north = first = bbox_of(page)
    wait_for_picture(page, extent={"bbox": first})
    page.focus("#st-extent-east")
    page.keyboard.press("Enter")
    moved = bbox_of(page)
    step = 0.2 * (east - west)
    assert moved == pytest.approx([west + step, south, east + step, north], abs=3e-4)
    expect(page.locator("#st-said")).to_contain_text("degrees east")
    expect(page.locator("#st-extent-east")).to_be_focused()
    page.focus("#st-extent-in")
    page.keyboard.press("Space")
    closer = bbox_of(page)
    assert closer[2] - closer[0] == pytest.approx(0.75 * (east - west), abs=3e-4)
    wait_for_picture(page, extent={"bbox": closer})

    page.fill("#st-west", "107.5")
    page.keyboard.press("Tab")
    expect(page.locator("#st-error-extent")).to_contain_text("west below east")
    page.keyboard.press("Control+z")
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    wait_until(page, "document.querySelector('#st-error-extent').hidden")

    fresh = visit(page.url).page
    expect(fresh.locator("#st-extent")).to_have_value("bbox")


def test_what_is_seen_gives_about_the_same_map(site: str, visit: Opener) -> None:
    page = visit(address_of(site, LOCATOR)).page
    wait_for_picture(page)
    page.select_option("#st-extent", "bbox")
    seen = bbox_of(page)
    wait_for_picture(page, extent={"bbox": seen})
    # What the second picture shows, as the page would take it.
    page.select_option("#st-extent", "")
    page.select_option("#st-extent", "bbox")
    again = bbox_of(page)
    assert again[2] - again[0] == pytest.approx(seen[2] - seen[0], rel=0.15)


def test_extent_of_a_link_that_makes_no_sense_is_left_out(site: str, visit: Opener) -> None:
    spec = {**LOCATOR, "extent": {"bbox": ["a", 1, 2, 3]}}
    page = visit(address_of(site, spec)).page
    expect(page.locator("#st-link-notice")).to_contain_text("extent")
    wait_for_picture(page, template="locator", extent=None)


def test_zones_of_a_link_that_are_not_highlighted_are_named(site: str, visit: Opener) -> None:
    page = visit(address_of(site, {**LOCATOR, "extent": {"zones": ["my-xuan-a2"]}})).page
    wait_for_picture(page, template="locator")
    chosen = page.locator("#st-extent option:checked")
    expect(chosen).to_have_text("Quanh các khu khác: Khu công nghiệp Mỹ Xuân A2")


def test_before_and_after_leaves_the_earlier_day_to_the_template(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/studio")
    wait_for_picture(seen.page)
    seen.requests.clear()
    seen.page.click(".template:has(input[value=before_after])")
    wait_until(seen.page, "location.search.includes('before_after')")
    assert spec_kept(seen.page) == {"template": "before_after"}
    for address in seen.requests:
        query = parse_qs(urlsplit(address).query)
        assert "before" not in query
        assert "before" not in json.loads(query.get("spec", ["{}"])[0])


def test_wide_picture_has_the_room_beside_the_form(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio", viewport=DESKTOP).page
    wait_for_picture(page)
    assert settled_box(page.locator(FRAME))["width"] > 1000
    verdict = settled_box(page.locator(".verdict"))
    assert verdict["y"] + verdict["height"] <= DESKTOP["height"]
    page.select_option("#st-size", "vertical")
    wait_for_picture(page, size="vertical")
    side = settled_box(page.locator(".side"))
    assert side["x"] > 1100


def test_wrong_address_is_a_page_that_leads_back(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio").page
    page.goto(f"{site}/studio?zonez=my-xuan-a2&lang=en")
    expect(page.locator("h1")).to_have_text("This address cannot be opened")
    page.click("main a >> nth=0")
    page.wait_for_selector("html[data-ready=true]")
    wait_for_picture(page, template="locator", zones=["my-xuan-a2"])
