"""The map of the bundled facts: what a reader of the first view really sees."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from layers.address import DatabaseAddress
from layers.database import create_read_pool
from layers.features import map_document
from layers.queries import get_region
from layers.settings import DatabaseSettings
from maps.assets import STATIC_DIR
from maps.interactive import build_page
from tests.browser.conftest import DESKTOP, PHONE, Visit, work_until_ready_s
from tests.browser.names import overlapping, visible_names

Opener = Callable[..., Visit]
Server = Callable[[dict[str, Any]], str]


@pytest.fixture(scope="module")
def bundled(loaded_database: DatabaseAddress) -> dict[str, Any]:
    """The map document of the bundled facts."""
    found: dict[str, Any] = {}

    async def read() -> None:
        pool = create_read_pool(loaded_database.reader_url, DatabaseSettings())
        async with pool:
            found.update(map_document(await get_region(pool, on_day=date(2026, 12, 1))))

    # In a thread of its own: the browser's driver keeps an event loop in this one.
    thread = threading.Thread(target=lambda: asyncio.run(read()))
    thread.start()
    thread.join()
    return found


@pytest.mark.parametrize(
    ("viewport", "fewest"), [(DESKTOP, 45), (PHONE, 12)], ids=["desktop", "phone"]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_first_view_is_named_without_overlap(
    bundled: dict[str, Any],
    serve: Server,
    visit: Opener,
    viewport: ViewportSize,
    fewest: int,
    language: str,
) -> None:
    seen = visit(serve(bundled) + f"#lang={language}", viewport=viewport)

    names = visible_names(seen.page)
    assert overlapping(names) == []
    assert len(names) >= fewest
    city = "TP. Hồ Chí Minh" if language == "vi" else "Ho Chi Minh City"
    assert city in {name["text"] for name in names}
    assert seen.errors == []
    assert seen.foreign_requests == []


@pytest.mark.parametrize("view", ["12.25/10.91/106.74", "12/10.55/107.05", "14/10.92/106.73"])
def test_dense_places_are_named_without_overlap(
    bundled: dict[str, Any], serve: Server, visit: Opener, view: str
) -> None:
    seen = visit(serve(bundled) + f"#view={view}")

    assert overlapping(visible_names(seen.page)) == []


def test_every_zone_with_a_position_is_drawn(
    bundled: dict[str, Any], serve: Server, visit: Opener
) -> None:
    page = visit(serve(bundled)).page

    circles = page.locator(".leaflet-zones-pane path.leaflet-interactive").count()
    assert circles == bundled["counts"]["zones_on_map"] == 107
    page.click("[data-open=missing]")
    expect(page.locator(".zone-list li")).to_have_count(12)


def test_first_view_is_drawn_with_under_two_seconds_of_work(
    bundled: dict[str, Any], serve: Server, chromium: Browser
) -> None:
    assert 0 < work_until_ready_s(chromium, serve(bundled)) < 2


def test_first_load_stays_under_300_kb_compressed(
    bundled: dict[str, Any], serve: Server, visit: Opener
) -> None:
    # As it is served: parcels come as tiles, later.
    served = {**bundled, "parcels": {"type": "FeatureCollection", "features": []}}
    seen = visit(serve(served))

    paths = {address.split("?")[0].split("/static/")[1] for address in seen.requests[1:]}
    sizes = {path: _transferred(path) for path in paths}
    sizes["/"] = len(gzip.compress(build_page(served, standalone=False).encode(), 6))
    assert sum(sizes.values()) < 300_000, sizes
    assert sizes["/"] < 110_000


def _transferred(path: str) -> int:
    content = (STATIC_DIR / path).read_bytes()
    return len(content) if path.endswith((".woff2", ".png")) else len(gzip.compress(content, 6))
