"""What is handed on says how old it is, in which language, and what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.browser.conftest import Visit
from tests.patience import PATIENT

Opener = Callable[..., Visit]

AGES = """() => import("zonemap/format").then(({ age }) => {
  const words = { t: (key, { count }) => `${key} ${count}` };
  const on = (asOf, today) => age(asOf, words, today);
  return [
    on("2019-04-08", "2026-11-28"), on("2019-04-08", "2026-04-07"), on("2019-04", "2026-04-29"),
    on("2019-04", "2026-04-30"), on("~2023", "2026-12-30"), on("2019/2021", "2026-12-31"),
    on(null, "2026-01-01"),
  ];
})"""


@pytest.fixture(scope="module")
def site(loaded_database: DatabaseAddress) -> Iterator[str]:
    with served(loaded_database, **PATIENT) as client:
        yield str(client.base_url).rstrip("/") + "/"


def test_ages_are_counted_as_the_server_does(site: str, visit: Opener) -> None:
    page = visit(site).page
    old = [f"years_old {years}" for years in (7, 6, 6, 7)]
    assert page.evaluate(AGES) == [*old, "", "years_old 5", ""]


@pytest.mark.parametrize(("language", "words"), [("en", "years old"), ("vi", "năm trước")])
def test_old_figures_say_so_on_sheet_and_comparison(
    site: str, visit: Opener, language: str, words: str
) -> None:
    page = visit(f"{site}#lang={language}&zone=tan-thuan&c=tan-thuan,linh-trung-1").page
    expect(page.locator("#zm-sheet .tile .stale").first).to_have_text(f"7 {words}")
    expect(page.locator("#zm-sheet .figure .stale").first).to_contain_text(words)
    compared = visit(f"{site}#lang={language}&c=tan-binh,vinh-loc&show=compare").page
    stale = compared.locator(".compare [data-row=remaining_area_ha] .stale")
    expect(stale).to_have_count(2)
    expect(stale.first).to_have_text(f"7 {words}")


def test_foot_tells_from_when_the_figures_are(site: str, visit: Opener) -> None:
    data = httpx.get(f"{site}api/zones", timeout=60).json()
    assert data["data_date"] == "2026"
    foot = visit(f"{site}#lang=en").page.locator("#zm-foot")
    expect(foot).to_contain_text("Figures from about 2005 to 2026")
    foot = visit(f"{site}#lang=vi").page.locator("#zm-foot")
    expect(foot).to_contain_text("Số liệu từ khoảng 2005 đến 2026")


def asked_link(page: Page, language: str) -> dict[str, list[str]]:
    """The link that a brief is asked to carry, as its parts."""
    with (
        page.expect_request(lambda request: "/api/brief" in request.url) as waiting,
        page.expect_download(),
    ):
        page.click(f"[data-brief={language}]")
    link = parse_qs(urlsplit(waiting.value.url).query)["link"][0]
    return parse_qs(link.partition("#")[2])


def test_link_of_a_brief_opens_in_its_language(site: str, visit: Opener) -> None:
    page = visit(f"{site}#lang=en&tab=shortlist&s=chau-duc,tan-thuan").page
    for language in ("vi", "en"):
        link = asked_link(page, language)
        assert link["lang"] == [language]
        assert link["s"] == ["chau-duc,tan-thuan"]
