"""The map without a network: what is kept, when it is shown, and when it gives way."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

import api.app
from layers.address import DatabaseAddress
from maps import assets, offline
from tests.api.conftest import served
from tests.browser.conftest import PHONE, Visit, wait_until
from tests.browser.test_decide import ranked
from tests.patience import PATIENCE_S, PATIENT

Opener = Callable[..., Visit]

NOTE = "#zm-offline"
READY = "html[data-ready=true]"


class Site:
    """A server that goes away and comes back at the same address."""

    settings: Mapping[str, Any] = PATIENT

    def __init__(self) -> None:
        # Bound, but not listening: refuses every client, and nobody else gets the port meanwhile.
        self._holder = socket.socket()
        self._holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._holder.bind(("127.0.0.1", 0))
        self._port = int(self._holder.getsockname()[1])
        self._running: AbstractContextManager[httpx.Client] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    def start(
        self, database: DatabaseAddress, prepare: Callable[[FastAPI], None] | None = None
    ) -> None:
        self._running = served(database, port=self._port, prepare=prepare, **self.settings)
        self._running.__enter__()

    def stop(self) -> None:
        if self._running is not None:
            self._running.__exit__(None, None, None)
            self._running = None

    def close(self) -> None:
        self.stop()
        self._holder.close()


@pytest.fixture
def page_wait_ms() -> int:
    """How long the worker waits for the server's page: as long as tests do, on a busy machine."""
    return int(PATIENCE_S * 1000)


@pytest.fixture
def site(
    loaded_database: DatabaseAddress,
    page_wait_ms: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    text = offline._WORKER.read_text(encoding="utf-8")
    usual = "const PAGE_WAIT_MS = 3000;"
    assert usual in text
    worker = tmp_path / "worker.js"
    worker.write_text(text.replace(usual, f"const PAGE_WAIT_MS = {page_wait_ms};"), "utf-8")
    monkeypatch.setattr(offline, "_WORKER", worker)
    with ExitStack() as stack:
        site = Site()
        stack.callback(site.close)
        site.start(loaded_database)
        yield site


def kept_caches(page: Page) -> list[str]:
    names: list[str] = page.evaluate("caches.keys()")
    return names


def wait_until_kept(page: Page) -> None:
    """Until a worker is in charge of the page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    wait_until(page, "navigator.serviceWorker.controller !== null")


def wait_until_asked_and_kept(page: Page, part: str) -> None:
    """Until the worker has put by an answer whose address has a part."""
    wait_until(
        page,
        """(part) => caches.keys()
          .then((names) => Promise.all(names.map((name) => caches.open(name))))
          .then((opened) => Promise.all(opened.map((cache) => cache.keys())))
          .then((kept) => kept.flat().some((one) => one.url.includes(part)))""",
        part,
    )


def wait_until_presets_are_kept(page: Page) -> None:
    """Until nothing is asked for any more that nobody asked to see."""
    for preset in ("balanced", "logistics", "cost", "land"):
        wait_until_asked_and_kept(page, f"lang=en&land=to_lease&preset={preset}")


def reload(page: Page) -> None:
    page.reload()
    page.wait_for_selector(READY)


def own_errors(seen: Visit) -> list[str]:
    """Errors but those by which a browser says that a request had no answer."""
    return [error for error in seen.errors if not error.startswith("Failed to load resource")]


def test_map_works_when_reloaded_offline(site: Site, visit: Opener) -> None:
    seen = visit(site.address + "#lang=en", workers=True)
    page = seen.page
    wait_until_kept(page)
    reload(page)
    expect(page.locator(NOTE)).to_be_hidden()
    page.click("#zm-tab-rank")
    expect(page.locator(".rank-row").first).to_be_visible()
    first = page.locator(".rank-row").first.get_attribute("data-zone")
    circles = page.locator(".leaflet-zones-pane path.leaflet-interactive").count()
    wait_until_asked_and_kept(page, "/api/rank?")
    assert seen.errors == []

    site.stop()
    reload(page)

    expect(page.locator(NOTE)).to_contain_text("Offline: data of")
    assert page.locator(".leaflet-zones-pane path.leaflet-interactive").count() == circles > 100
    expect(page.locator(".rank-row").first).to_have_attribute("data-zone", first or "")
    page.click("#zm-tab-find")
    page.click("[data-act=table]")
    expect(page.locator("#zm-workspace tbody tr").first).to_be_visible()
    page.click("#zm-workspace .close")
    page.click("[data-language=vi]")
    expect(page.locator(NOTE)).to_contain_text("Ngoại tuyến: dữ liệu ngày")
    expect(page.locator(f"{NOTE} button")).to_have_text("Thử lại")
    assert own_errors(seen) == []
    assert seen.foreign_requests == []


def test_new_data_are_shown_once_the_server_is_back(
    site: Site, loaded_copy: DatabaseAddress, visit: Opener
) -> None:
    seen = visit(site.address, workers=True)
    page = seen.page
    wait_until_kept(page)
    with psycopg.connect(loaded_copy.owner_url) as connection:
        connection.execute("UPDATE zonemap.zone SET name_vi = 'Tên mới' WHERE zone_id = 'shtp'")
        connection.execute("UPDATE zonemap.state SET value = '77' WHERE key = 'data_version'")

    site.stop()
    reload(page)
    expect(page.locator(NOTE)).to_be_visible()
    assert "Tên mới" not in page.content()
    site.start(loaded_copy)
    page.click(f"{NOTE} button")
    wait_until(page, "document.documentElement.textContent.includes('Tên mới')")
    page.wait_for_selector(READY)
    expect(page.locator(NOTE)).to_be_hidden()
    wait_until(
        page,
        "caches.match('/', { ignoreVary: true }).then((page) => page.text())"
        ".then((text) => text.includes('Tên mới'))",
    )

    site.stop()
    reload(page)
    assert "Tên mới" in page.content()
    assert own_errors(seen) == []


def test_server_without_its_database_leaves_the_kept_page(
    site: Site, visit: Opener, unreachable: DatabaseAddress
) -> None:
    page = visit(site.address, workers=True).page
    wait_until_kept(page)

    site.stop()
    site.settings = {}
    site.start(unreachable)
    assert httpx.get(site.address, timeout=PATIENCE_S).status_code == 503
    reload(page)

    expect(page.locator(NOTE)).to_be_visible()


@pytest.fixture
def unreachable(loaded_database: DatabaseAddress) -> DatabaseAddress:
    """A database that nobody serves."""
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    return replace(loaded_database, owner_url=nowhere, reader_url=nowhere)


def slow(is_over: Callable[[float], bool]) -> Callable[[FastAPI], None]:
    """Make the page at `/` one that lets wait until, so many seconds later, something is over."""

    async def answer(_request: Request) -> HTMLResponse:
        asked = time.monotonic()
        while not is_over(time.monotonic() - asked):
            await asyncio.sleep(0.05)
        return HTMLResponse("<!doctype html><title>late</title>")

    return lambda app: app.router.routes.insert(0, Route("/", answer))


def test_kept_page_gives_way_to_a_server_that_takes_a_second(
    site: Site, visit: Opener, loaded_database: DatabaseAddress
) -> None:
    page = visit(site.address, workers=True).page
    wait_until_kept(page)

    site.stop()
    site.start(loaded_database, slow(lambda waited_s: waited_s > 1))
    page.reload()

    assert page.title() == "late"


@pytest.mark.parametrize("page_wait_ms", [3000])
def test_kept_page_is_shown_when_the_server_lets_wait(
    site: Site, visit: Opener, loaded_database: DatabaseAddress
) -> None:
    page = visit(site.address, workers=True).page
    wait_until_kept(page)
    is_over = threading.Event()

    site.stop()
    site.start(loaded_database, slow(lambda _: is_over.is_set()))
    try:
        reload(page)
        expect(page.locator(NOTE)).to_be_visible()
    finally:
        is_over.set()


def test_presets_rank_offline_though_rank_was_never_opened(site: Site, visit: Opener) -> None:
    seen = visit(site.address + "#lang=en", workers=True)
    page = seen.page
    wait_until_kept(page)
    wait_until_presets_are_kept(page)

    site.stop()
    page.click("#zm-tab-rank")
    orders = {"balanced": ranked(page)}
    for preset in ("logistics", "cost", "land"):
        with page.expect_response(lambda answer: "/api/rank" in answer.url):
            page.click(f"[data-preset={preset}]")
        orders[preset] = ranked(page)
    assert len({tuple(order) for order in orders.values()}) == 4

    page.click("[data-land=any]")
    expect(page.locator(".rank-message")).to_contain_text("not kept for use without a network")
    expect(page.locator("[data-retry=rank]")).to_be_hidden()
    expect(page.locator(NOTE)).to_be_visible()
    assert own_errors(seen) == []


def test_open_page_ranks_from_what_was_kept(
    site: Site, visit: Opener, loaded_database: DatabaseAddress
) -> None:
    seen = visit(site.address + "#lang=en", workers=True)
    page = seen.page
    wait_until_kept(page)
    page.click("#zm-tab-rank")
    wait_until_presets_are_kept(page)
    orders = {}
    for preset in ("logistics", "cost"):
        with page.expect_response(lambda answer: "/api/rank" in answer.url):
            page.click(f"[data-preset={preset}]")
        orders[preset] = ranked(page)
    expect(page.locator(NOTE)).to_be_hidden()

    site.stop()
    page.click("[data-preset=logistics]")
    expect(page.locator(NOTE)).to_be_visible()
    assert ranked(page) == orders["logistics"] != orders["cost"]

    site.start(loaded_database)
    page.click("[data-preset=cost]")
    expect(page.locator(NOTE)).to_be_hidden()
    assert own_errors(seen) == []


def test_another_version_of_the_files_removes_what_was_kept(
    site: Site,
    loaded_database: DatabaseAddress,
    visit: Opener,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = visit(site.address, workers=True).page
    wait_until_kept(page)
    before = kept_caches(page)
    assert len(before) == 1

    copy = shutil.copytree(assets.STATIC_DIR, tmp_path / "static")
    with (copy / "css" / "look.css").open("a", encoding="utf-8") as sheet:
        sheet.write("/* another version */\n")
    monkeypatch.setattr(assets, "STATIC_DIR", copy)
    monkeypatch.setattr(api.app, "STATIC_DIRECTORY", copy)
    site.stop()
    site.start(loaded_database)
    reload(page)
    wait_until(
        page,
        "(old) => caches.keys().then((names) => names.length === 1 && names[0] !== old)",
        before[0],
    )

    site.stop()
    reload(page)
    expect(page.locator(NOTE)).to_be_visible()


def test_page_works_where_workers_are_forbidden(site: Site, visit: Opener) -> None:
    seen = visit(site.address)

    assert seen.page.evaluate("navigator.serviceWorker?.controller ?? null") is None
    assert kept_caches(seen.page) == []
    assert seen.errors == []


def test_note_fits_a_phone(site: Site, visit: Opener) -> None:
    page = visit(site.address, viewport=PHONE, touch=True, workers=True).page
    wait_until_kept(page)

    site.stop()
    reload(page)

    expect(page.locator(NOTE)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("#zm-tab-find")
    expect(page.locator(NOTE)).to_be_in_viewport(ratio=1)
