"""The page of the interfaces in a browser: it describes, it tries out, and asks no other host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.browser.conftest import PHONE, Visit
from tests.patience import PATIENT

Opener = Callable[..., Visit]

DOCS = "/docs?urls.primaryName=Zonemap+API"


@pytest.fixture(scope="module")
def site(loaded_database: DatabaseAddress) -> Iterator[str]:
    with served(loaded_database, **PATIENT) as client:
        yield str(client.base_url).rstrip("/")


def test_docs_show_the_operations(site: str, visit: Opener) -> None:
    seen = visit(site + DOCS)
    expect(seen.page.locator(".opblock").first).to_be_visible()
    paths = seen.page.locator(".opblock-summary-path").all_text_contents()
    assert {"/api/zones", "/api/land"} <= {path.replace("\u200b", "") for path in paths}
    expect(seen.page.locator(".errors-wrapper")).to_have_count(0)
    assert seen.errors == []
    assert seen.foreign_requests == []


def test_docs_resolve_every_schema_of_an_operation(site: str, visit: Opener) -> None:
    seen = visit(site + DOCS)
    for summary in seen.page.locator(".opblock-summary-control").all():
        summary.click()
    expect(seen.page.locator(".opblock.is-open")).to_have_count(
        seen.page.locator(".opblock").count()
    )
    expect(seen.page.locator(".errors-wrapper")).to_have_count(0)
    assert seen.errors == []
    assert seen.foreign_requests == []


def test_docs_try_an_operation_out(site: str, visit: Opener) -> None:
    page = (seen := visit(site + DOCS)).page
    block = page.locator(".opblock", has_text="The server runs")
    block.locator(".opblock-summary-control").click()
    block.locator(".execute").click()
    expect(block.locator(".live-responses-table tbody .response-col_status")).to_have_text("200")
    expect(block.locator(".live-responses-table")).to_contain_text('"live"')
    assert seen.errors == []
    assert seen.foreign_requests == []


def test_docs_change_to_the_other_description(site: str, visit: Opener) -> None:
    page = (seen := visit(site + DOCS)).page
    expect(page.locator(".opblock-summary-path").filter(has_text="zones").first).to_be_visible()
    page.locator("#select").select_option(label="OGC API")
    expect(page.locator("[data-path='/conformance']")).to_be_visible()
    expect(page).to_have_url(re.compile("primaryName=OGC"))
    page.reload()
    expect(page.locator("#select option:checked")).to_have_text("OGC API")
    expect(page.locator(".errors-wrapper")).to_have_count(0)
    assert seen.errors == []
    assert seen.foreign_requests == []


def test_docs_try_out_the_server_they_came_from(site: str, visit: Opener) -> None:
    """The description names the public address, which the page's policy lets nobody ask."""
    page = (seen := visit(f"{site}/docs?urls.primaryName=OGC+API")).page
    block = page.locator(".opblock", has=page.locator("[data-path='/conformance']"))
    block.locator(".opblock-summary-control").click()
    block.locator(".execute").click()
    expect(block.locator(".live-responses-table tbody .response-col_status")).to_have_text("200")
    assert [url for url in seen.requests if not url.startswith((site, "data:"))] == []
    assert seen.errors == []


def test_docs_fit_a_phone(site: str, visit: Opener) -> None:
    page = visit(site + DOCS, viewport=PHONE, touch=True).page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.locator("#select")).to_be_in_viewport()
