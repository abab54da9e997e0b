"""Names that would run if anything made HTML of them, on every surface of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.maps.invented import HOSTILE_TEXTS, hostile_document


@pytest.fixture(params=["served", "standalone"])
def hostile(request: pytest.FixtureRequest, visit: Callable[..., Visit]) -> Visit:
    opener = request.getfixturevalue("serve" if request.param == "served" else "write")
    address: str = opener(hostile_document())
    return visit(address)


def assert_nothing_ran(seen: Visit) -> None:
    assert seen.canary is None
    assert seen.dialogs == []
    assert seen.errors == []
    assert seen.foreign_requests == []
    # An element made from a name would be one of these, beside the map's own pictures.
    assert seen.page.locator("img, iframe, object, embed, svg[onload], [onerror]").count() == 0


def open_every_figure(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def test_hostile_names_do_not_run_on_the_first_view(hostile: Visit) -> None:
    assert_nothing_ran(hostile)
    assert hostile.page.locator(".name-zone").count() > 0


def test_hostile_names_do_not_run_in_lists_and_sheets_of_zones(hostile: Visit) -> None:
    page = hostile.page
    for language in ("vi", "en"):
        page.click(f"[data-language={language}]")
        for index in range(12):
            page.click("[data-open=list]")
            page.locator(".zone-list button").nth(index).click()
            open_every_figure(page)
            assert page.locator("#zm-sheet-title").inner_text().strip()
    page.click("[data-open=missing]")
    assert page.locator(".zone-list li").count() == 2
    assert_nothing_ran(hostile)


def test_hostile_names_do_not_run_in_search_and_sheets_of_ports(hostile: Visit) -> None:
    page = hostile.page
    for port in ("ben-mo", "ben-lau", "icd-gio", "dao-cat"):
        page.fill("#zm-search", port)
        page.click(f"#zm-results [data-id={port}]")
        open_every_figure(page)
    for text in HOSTILE_TEXTS:
        page.fill("#zm-search", text)
    page.fill("#zm-search", "<img src=x onerror=alert(1)> nothing at all")
    assert "<img" in page.locator("#zm-results .nothing").inner_text()
    assert_nothing_ran(hostile)


def test_hostile_names_do_not_run_in_tooltips(hostile: Visit) -> None:
    page = hostile.page
    shown = set()
    for selector in ("path.leaflet-interactive:not(.link)", ".port", ".place", "path.link"):
        for node in page.locator(selector).all()[:6]:
            node.dispatch_event("mouseover", {"bubbles": True})
            shown.add(page.locator(".tooltip strong").inner_text())
            node.dispatch_event("mouseout", {"bubbles": True})
    assert len(shown) > 3
    assert_nothing_ran(hostile)


def test_hostile_name_becomes_the_title_as_text(hostile: Visit) -> None:
    page = hostile.page
    page.fill("#zm-search", "may-trang")
    page.click("#zm-results [data-id=may-trang]")

    assert page.title().split(" – ")[0] == page.locator("#zm-sheet-title").inner_text()
    assert_nothing_ran(hostile)


def test_hostile_addresses_never_become_links(hostile: Visit) -> None:
    page = hostile.page
    page.fill("#zm-search", "may-trang")
    page.click("#zm-results [data-id=may-trang]")
    open_every_figure(page)

    assert page.locator("a[href^='javascript:'], a[href^='data:']").count() == 0
    assert page.locator("#zm-sheet a:not([href^='/studio?'])").count() == 0
    assert page.locator("#zm-foot a").count() == 0


def test_hostile_hash_is_only_read(serve: Any, visit: Callable[..., Visit]) -> None:
    address = serve(hostile_document())
    tail = "#lang=<img src=x onerror=alert(1)>&zone=${alert(1)}&measure=__proto__&view=NaN/1e999/x"

    seen = visit(address + tail, viewport=PHONE)

    assert seen.page.locator("#zm-sheet").is_hidden()
    assert_nothing_ran(seen)


def test_hostile_names_do_not_run_in_the_shortlist_and_side_by_side(hostile: Visit) -> None:
    page = hostile.page
    zones = page.evaluate(
        """JSON.parse(document.getElementById("zm-document").textContent)
            .zones.features.slice(0, 7).map((zone) => zone.id)"""
    )
    for zone in zones:
        page.fill("#zm-search", zone)
        page.click(f"#zm-results [data-id={zone}]")
        page.click("#zm-sheet .star")
        assert page.locator(".said").inner_text()
    page.click("#zm-tab-shortlist")
    for language in ("vi", "en"):
        page.click(f"[data-language={language}]")
        expect(page.locator(".shortlist-row")).to_have_count(7)
        page.click("[data-open=compare]")
        expect(page.locator(".compare thead th[data-zone]")).to_have_count(6)
        open_every_figure(page)
        page.click("#zm-workspace .close")
    page.click("[data-share=copy]")
    assert_nothing_ran(hostile)


def test_hostile_names_do_not_run_in_the_ranking(serve: Any, visit: Callable[..., Visit]) -> None:
    seen = visit(serve(hostile_document()))
    page = seen.page
    page.route("**/api/rank?*", lambda route: route.fulfill(json=hostile_ranking()))
    page.click("#zm-tab-rank")
    page.locator(".rank-row").first.wait_for()
    open_every_figure(page)
    page.locator(".rank-row .star").first.click()
    page.click("[data-language=en]")
    open_every_figure(page)
    page.route(
        "**/api/rank?*",
        lambda route: route.fulfill(status=400, json={"detail": HOSTILE_TEXTS[0]}),
    )
    page.click("[data-preset=cost]")
    page.locator("[data-retry=rank]").wait_for()

    assert HOSTILE_TEXTS[0] in page.locator(".rank-message").inner_text()
    assert page.locator(".waterfall text").count() == 8
    # The browser itself tells of the refusal.
    seen.errors[:] = [error for error in seen.errors if "400" not in error]
    assert_nothing_ran(seen)


def hostile_ranking() -> dict[str, Any]:
    """An answer of `/api/rank` in which every text would run if it were HTML."""
    texts = iter(HOSTILE_TEXTS * 20)
    known = {"state": "known", "value": 1.0, "low": None, "high": None}
    score = {"low": 0.5, "high": 0.7}

    def both(*stems: str) -> dict[str, str]:
        return {f"{stem}_{language}": next(texts) for stem in stems for language in ("vi", "en")}

    criteria = [
        {
            "key": key,
            "unit": next(texts),
            "weight": 0.5,
            "anchors": [[0, 0], [1, 1]],
            "first_stays_first": {"low": 0.1, "high": 0.9},
            **both("label", "definition", "reason"),
        }
        for key in ("rent", "port")
    ]
    zones = [
        {
            "zone_id": zone_id,
            "rank": rank,
            "score": score,
            "missing": [{"criterion": "rent", "state": "unknown", "could_add": 0.1}],
            "chances": {"top_1": 0.4, "top_3": 0.6, "top_5": 0.8},
            "topsis": {"score": 0.5, "rank": rank},
            **both("name"),
        }
        for rank, zone_id in enumerate(("may-trang", "not-on-the-page"), 1)
    ]
    step = {"difference": 0.1, "start": 0.4, "end": 0.5, "first": known, "runner_up": known}
    return {
        "preset": "balanced",
        "nothing_to_lease": {"left_out": True, "no_land_left": ["may-trang"], "planned": []},
        "criteria": criteria,
        "zones": zones,
        "explanation": {
            "first": zones[0],
            "runner_up": zones[1],
            "waterfall": [{"criterion": one["key"], **step} for one in criteria],
            **both("sentence", "doubt", "missing"),
        },
        "topsis": {"rho": 0.9, **both("method")},
    }
