"""Parcels of the served page come as vector tiles, when the reader is close enough."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.browser.conftest import PHONE, Visit, settled_box, wait_for_value, wait_until
from tests.patience import PATIENT

Opener = Callable[..., Visit]
CLOSE = "#lang=en&view=14/11.0980/106.7700"
TILES = "/ogc/collections/parcels/tiles/WebMercatorQuad/"


@pytest.fixture(scope="module")
def site(loaded_database: DatabaseAddress) -> Iterator[str]:
    with served(loaded_database, **PATIENT) as client:
        yield str(client.base_url).rstrip("/")


PAINTED = """Array.from(document.querySelectorAll(".parcel-tiles canvas")).some((one) =>
    one.width && one.getContext("2d").getImageData(0, 0, one.width, one.height)
        .data.some((value) => value > 0))"""


def middle_of_map(page: Page) -> tuple[float, float]:
    box = settled_box(page.locator("#zm-stage"))
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def hover_the_zone(page: Page) -> None:
    """Move the mouse about over the zone until the tile under it has come and tells its parcel."""
    x, y = middle_of_map(page)

    def is_told() -> bool:
        for step in (0, 1):
            page.mouse.move(x + step, y)
        return "Parcel" in (page.locator(".tooltip").text_content() or "")

    wait_for_value(page, is_told, True)


def test_page_holds_no_parcels_and_asks_for_none_from_afar(site: str, visit: Opener) -> None:
    seen = visit(site + "/")

    document = json.loads(seen.page.locator("#zm-document").text_content() or "")
    assert document["parcels"]["features"] == []
    assert not [one for one in seen.requests if TILES in one or "protomaps" in one]
    assert seen.errors == []


def test_tiles_are_asked_row_before_column_and_drawn(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/{CLOSE}")
    page = seen.page

    expect(page.locator(".parcel-tiles canvas.leaflet-tile-loaded").first).to_be_attached()
    asked = [one.split(TILES)[1] for one in seen.requests if TILES in one]
    # 106.77 E lies in column 13,051 of 16,384, 11.098 N in row 7,683.
    assert "14/7683/13051" in asked
    wait_until(page, PAINTED)
    assert (seen.errors, seen.foreign_requests) == ([], [])


def test_illustrative_parcels_are_said_to_be_so(site: str, visit: Opener) -> None:
    page = visit(f"{site}/{CLOSE}").page

    expect(page.locator("#zm-notice")).to_contain_text("Parcels are illustrative")
    expect(page.locator("#zm-legend")).to_contain_text("Unclassified")
    page.locator(".tool-home").click()
    expect(page.locator("#zm-notice")).to_be_hidden()


def test_parcel_under_the_mouse_is_told_and_a_click_opens_its_zone(
    site: str, visit: Opener
) -> None:
    page = visit(f"{site}/{CLOSE}").page
    hover_the_zone(page)
    tooltip = page.locator(".tooltip")
    expect(tooltip).to_have_text(
        re.compile(r"Parcel \(illustrative\)\s*[A-Z][\w -]+ · [A-Z][\w -]+ · [\d.]+ ha")
    )
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("#zm-sheet-title")).to_contain_text("Nam Tan Uyen")


def test_tap_tells_the_parcel_where_nothing_hovers(site: str, visit: Opener) -> None:
    page = visit(f"{site}/{CLOSE}", viewport=PHONE, touch=True).page
    wait_until(page, PAINTED)

    page.touchscreen.tap(*middle_of_map(page))

    expect(page.locator("#zm-sheet-title")).to_contain_text("Nam Tan Uyen")


def test_page_of_a_day_asks_for_tiles_of_that_day(site: str, visit: Opener) -> None:
    seen = visit(f"{site}/?as_of=2026-11-25{CLOSE}")

    expect(seen.page.locator(".parcel-tiles canvas.leaflet-tile-loaded").first).to_be_attached()
    asked = [one for one in seen.requests if TILES in one]
    assert asked
    assert all(one.endswith("?datetime=2026-11-25") for one in asked)


def test_tiles_that_cannot_be_had_are_said_and_the_map_goes_on(site: str, visit: Opener) -> None:
    page = visit(site + "/").page
    page.route(f"**{TILES}**", lambda route: route.abort())

    page.evaluate("location.hash = ''")
    page.goto(f"{site}/?lang=en{CLOSE}")

    expect(page.locator("#zm-notice")).to_contain_text("Parcels could not be loaded")
    expect(page.locator(".leaflet-footprints-pane path").first).to_be_attached()
