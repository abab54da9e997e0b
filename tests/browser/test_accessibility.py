"""What axe-core finds wrong on the pages, in the states people meet: nothing.

The page at `/docs` is left out: what it shows is Swagger UI's, whose markup is not ours to mend.
No rule is off. What axe-core cannot decide by itself, such as text over the map, is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.patience import PATIENT

Opener = Callable[..., Visit]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TWO = "s=chau-duc,phu-my-2"
ITEMS = "/ogc/collections/zones/items"


@pytest.fixture(scope="module")
def site(loaded_database: DatabaseAddress) -> Iterator[str]:
    with served(loaded_database, **PATIENT) as client:
        yield str(client.base_url).rstrip("/")


def faults(page: Page, state: str) -> list[str]:
    """What breaks a rule now: state, rule, where, and what axe-core says of it."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{state}: {rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def in_both_schemes(page: Page, state: str) -> list[str]:
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += faults(page, f"{state}, {scheme}")
    return found


def told(found: list[str]) -> None:
    assert not found, "\n".join(found)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_map_and_sheet(site: str, visit: Opener, viewport: Any) -> None:
    page = visit(f"{site}/#lang=en&zone=chau-duc", viewport=viewport).page
    expect(page.locator("#zm-sheet")).to_be_visible()
    found = in_both_schemes(page, "sheet")
    page.keyboard.press("Escape")
    expect(page.locator("#zm-sheet")).to_be_hidden()
    told(found + in_both_schemes(page, "map"))


def test_tabs(site: str, visit: Opener) -> None:
    page = visit(f"{site}/#lang=en&{TWO}").page
    found = []
    for tab, ready in (
        ("find", ".find-title"),
        ("rank", ".rank-row"),
        ("shortlist", ".shortlist-row"),
    ):
        page.click(f"#zm-tab-{tab}")
        expect(page.locator(ready).first).to_be_visible()
        found += faults(page, tab)
    told(found)


def test_table_and_comparison(site: str, visit: Opener) -> None:
    page = visit(f"{site}/#lang=en&show=table&{TWO}").page
    expect(page.locator("#zm-workspace tbody tr").first).to_be_visible()
    found = faults(page, "table")
    page.keyboard.press("Escape")
    page.click("#zm-tab-shortlist")
    page.click("[data-open=compare]")
    expect(page.locator(".compare tbody tr").first).to_be_visible()
    told(found + faults(page, "compare"))


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_land_book(site: str, visit: Opener, viewport: Any) -> None:
    page = visit(f"{site}/land", viewport=viewport).page
    expect(page.locator("#zl-table tbody tr").first).to_be_visible()
    told(faults(page, "land book"))


def test_land_of_a_zone(site: str, visit: Opener) -> None:
    told(faults(visit(f"{site}/land/chau-duc").page, "land of a zone"))


@pytest.mark.parametrize(
    "path",
    [
        "/ogc?f=html",
        "/ogc/collections?f=html",
        f"{ITEMS}?limit=20&f=html",
        f"{ITEMS}/chau-duc?f=html",
    ],
    ids=["landing", "collections", "items", "item"],
)
def test_ogc_pages(site: str, visit: Opener, path: str) -> None:
    page = visit(f"{site}{path}").page
    expect(page.locator(".page-problem")).to_have_count(0)
    told(faults(page, path))


def without_labels(found: list[str]) -> list[str]:
    """Leave out that labels on a picture are small and close: they stand where they stand.

    The list of labels beside the picture and the form do the same with targets that are large
    enough, which the rule allows (WCAG 2.5.8, Equivalent).
    """
    on_picture = re.compile(r"target-size at \['button\[data-(label|text)=")
    return [one for one in found if not on_picture.search(one)]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_studio(site: str, visit: Opener, viewport: Any) -> None:
    spec = '{"template":"locator","zones":["chau-duc"],"labels":{"zone:chau-duc":{"dx":900}}}'
    page = visit(f"{site}/studio?lang=en&spec={quote(spec)}", viewport=viewport).page
    expect(page.locator(".finding").first).to_be_visible()
    found = in_both_schemes(page, "findings")
    page.fill("#st-zone", "my xuan")
    expect(page.locator("#st-zone-list [role=option]").first).to_be_visible()
    found += faults(page, "zones found")
    page.fill("#st-title", "long " * 90)
    expect(page.locator("#st-error-title")).to_be_visible()
    found += in_both_schemes(page, "refused")
    page.select_option("#st-extent", "bbox")
    expect(page.locator("#st-west")).to_be_visible()
    found += in_both_schemes(page, "extent")
    told(without_labels(found))


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_wrong_address_of_the_studio(site: str, visit: Opener, viewport: Any) -> None:
    page = visit(f"{site}/studio?lang=en", viewport=viewport).page
    page.goto(f"{site}/studio?zonez=x&lang=en")
    expect(page.locator("main h1")).to_be_visible()
    told(in_both_schemes(page, "wrong address"))


def test_studio_of_a_broken_link_and_while_a_title_is_edited(site: str, visit: Opener) -> None:
    page = visit(f"{site}/studio?lang=vi&spec=broken").page
    expect(page.locator(".text-box").first).to_be_attached()
    found = faults(page, "broken link")
    page.locator(".text-box").first.click()
    expect(page.locator(".text-editor")).to_be_visible()
    told(without_labels(found + faults(page, "title edited")))
