"""Light and dark: the page follows the reader's scheme, on the map as beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from maps.style import DARK, LIGHT
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.maps.invented import invented_document

Opener = Callable[..., Visit]
Server = Callable[[dict[str, Any]], str]


def colour_of(page: Page, selector: str, name: str) -> str:
    """A computed colour as `#rrggbb`."""
    script = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
    text = page.evaluate(script, [selector, name])
    parts = [int(float(part)) for part in text[text.index("(") + 1 : -1].split(",")[:3]]
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_symbols_and_sheet_follow_the_scheme(serve: Server, visit: Opener, scheme: Any) -> None:
    page = visit(serve(invented_document()) + "#zone=ao-sen").page
    page.emulate_media(color_scheme=scheme)

    colours = DARK if scheme == "dark" else LIGHT
    assert colour_of(page, ".leaflet-container", "backgroundColor") == colours["sea"]
    assert colour_of(page, ".leaflet-land-pane path", "fill") == colours["land"]
    assert colour_of(page, "#zm-sheet", "backgroundColor") == colours["surface"]
    assert colour_of(page, ".name-city, .name", "color") != colours["land"]
    assert colour_of(page, ".tab[aria-selected=true]", "color") == colours["accent"]


def test_standalone_page_has_both_schemes(
    write: Callable[[dict[str, Any]], str], visit: Opener
) -> None:
    page = visit(write(invented_document())).page
    page.emulate_media(color_scheme="dark")

    assert colour_of(page, ".leaflet-land-pane path", "fill") == DARK["land"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_note_of_a_link_is_not_covered_by_the_sheet(
    serve: Server, visit: Opener, viewport: Any
) -> None:
    address = serve(invented_document()) + "#zone=may-trang&view=nonsense&data=0"
    page = visit(address, viewport=viewport).page

    page.locator("#zm-link-note button").click()
    expect(page.locator("#zm-link-note")).to_be_hidden()
    expect(page.locator("#zm-sheet")).to_be_visible()


def test_tabs_and_measures_stand_in_a_landmark(serve: Server, visit: Opener) -> None:
    page = visit(serve(invented_document()) + "#lang=en").page

    region = page.get_by_role("region", name="Parts of the page")
    expect(region.get_by_role("tablist")).to_be_visible()
    expect(region.get_by_role("radiogroup")).to_be_visible()
