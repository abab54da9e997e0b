"""The browser's Back, and links that are opened where the map is open already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit, wait_until
from tests.maps.invented import invented_document

Opener = Callable[..., Visit]
Server = Callable[[dict[str, Any]], str]


def open_first_zone(page: Page, document: dict[str, Any]) -> None:
    """As a reader does it: by searching for its name."""
    page.fill("#zm-search", document["zones"]["features"][0]["properties"]["name_en"])
    page.get_by_role("option").first.click()
    expect(page.locator("#zm-sheet")).to_be_visible()


def test_back_closes_the_sheet_and_forward_opens_it(serve: Server, visit: Opener) -> None:
    document = invented_document()
    page = visit(serve(document) + "#lang=en", viewport=PHONE).page
    sheet = page.locator("#zm-sheet")
    open_first_zone(page, document)

    page.go_back()
    expect(sheet).to_be_hidden()
    assert "lang=en" in page.url
    page.go_forward()
    expect(sheet).to_be_visible()


def test_back_keeps_what_was_chosen_since(serve: Server, visit: Opener) -> None:
    document = invented_document()
    page = visit(serve(document) + "#lang=en").page
    open_first_zone(page, document)
    page.get_by_role("tab", name="Find").click()
    wait_until(page, "location.hash.includes('tab=find')")

    page.go_back()
    expect(page.locator("#zm-sheet")).to_be_hidden()
    wait_until(page, "location.hash.includes('tab=find')")


def test_skip_link_leads_to_the_search_and_keeps_the_choice(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document()) + "#lang=en&tab=find").page
    address = page.url
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#zm-search")).to_be_focused()
    assert page.url == address


def test_link_is_followed_in_a_tab_that_shows_the_map(serve: Server, visit: Opener) -> None:
    document = invented_document()
    first, second = (one["id"] for one in document["zones"]["features"][:2])
    page = visit(serve(document) + f"#lang=en&s={first}").page
    page.evaluate("(hash) => { location.hash = hash }", f"lang=vi&zone={second}&nonsense=1&s=..,")
    expect(page.locator("#zm-sheet")).to_be_visible()
    wait_until(page, "document.documentElement.lang === 'vi'")
    expect(page.locator("#zm-link-note")).to_be_visible()
