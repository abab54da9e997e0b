"""What the tab Rank says of doubt: distances, chances, what is left out, what criteria mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.browser.conftest import Visit
from tests.patience import PATIENT

Opener = Callable[..., Visit]


@pytest.fixture(scope="module")
def client(loaded_database: DatabaseAddress) -> Iterator[httpx.Client]:
    with served(loaded_database, **PATIENT) as opened:
        yield opened


def opened(client: httpx.Client, visit: Opener, state: str) -> Page:
    """The tab Rank, once its answer is there."""
    page = visit(f"{str(client.base_url).rstrip('/')}/#tab=rank&{state}").page
    settled(page)
    return page


def settled(page: Page) -> None:
    expect(page.locator(".land-note")).to_be_visible()
    expect(page.locator("#zm-panel-rank")).not_to_have_attribute("aria-busy", "true")


def test_zones_with_nothing_to_lease_are_left_out_and_shown_at_a_tap(
    client: httpx.Client, visit: Opener
) -> None:
    told = client.get("/api/rank?passports=false").json()["nothing_to_lease"]
    none, planned = len(told["no_land_left"]), len(told["planned"])
    page = opened(client, visit, "lang=en")
    results = page.locator(".rank-results")
    note = page.locator(".land-note")
    expect(results).to_contain_text(f"{119 - none - planned} zones by their certain score")
    expect(note).to_contain_text(
        f"Left out: {none} zones with no land left, {planned} zones only planned"
    )

    note.locator("button").focus()
    page.keyboard.press("Enter")
    expect(results).to_contain_text("119 zones by their certain score")
    expect(note).to_contain_text("Also ranked")
    expect(note.locator("button")).to_be_focused()
    expect(page).to_have_url(re.compile("land=any"))

    again = opened(client, visit, "lang=vi&land=any")
    expect(again.locator(".land-note")).to_contain_text(f"Xếp cả: {none} khu hết đất cho thuê")


def test_filters_of_the_page_are_told(client: httpx.Client, visit: Opener) -> None:
    page = opened(client, visit, "lang=en&f=province:BRVT")
    expect(page.locator(".rank-results")).to_contain_text(
        re.compile(r"\d+ of 119, by your filters")
    )


def test_likeliest_zones_head_the_chances(client: httpx.Client, visit: Opener) -> None:
    page = opened(client, visit, "lang=en&preset=logistics&land=any")
    answer = client.get("/api/rank?passports=false&preset=logistics").json()
    zones = answer["zones"]
    by_chance = sorted(zones, key=lambda zone: -zone["chances"]["top_1"])
    told = {zone["zone_id"] for zone in (*zones[:5], *by_chance[:5])}

    rows = page.locator(".chances tbody tr")
    expect(rows).to_have_count(len(told))
    places = [int(text) for text in rows.locator("td:nth-child(2)").all_inner_texts()]
    assert places[0] == by_chance[0]["rank"]
    assert set(range(1, 6)) <= set(places)


def test_criterion_tells_what_it_means_at_a_tap(client: httpx.Client, visit: Opener) -> None:
    page = opened(client, visit, "lang=en")
    page.locator(".weights > summary").click()
    button = page.get_by_role("button", name="About this criterion: Land rent")
    about = page.locator(f"[id='{button.get_attribute('aria-controls')}']")
    expect(about).to_be_hidden()
    button.click()

    expect(button).to_have_attribute("aria-expanded", "true")
    (rent,) = (
        one
        for one in client.get("/api/rank?passports=false").json()["criteria"]
        if one["key"] == "rent"
    )
    expect(about).to_contain_text(rent["definition_en"])
    expect(about).to_contain_text(rent["reason_en"])
    expect(about).to_contain_text(re.compile(r"50 USD/m.+ = 100; 120 USD/m.+ = 75"))


def test_steps_begin_at_zero_and_unknown_is_not_equal(client: httpx.Client, visit: Opener) -> None:
    page = opened(client, visit, "lang=en")
    totals = page.locator(".waterfall rect.total")
    expect(totals).to_have_count(2)
    assert {float(rect.get_attribute("x") or "nan") for rect in totals.all()} == {0.0}
    # Neither block is known: one is at most what remains, of the other nothing is known.
    steps = client.get("/api/rank?passports=false&land=to_lease").json()["explanation"]["waterfall"]
    (block,) = (step for step in steps if step["criterion"] == "largest_block_ha")
    assert block["difference"] == 0
    assert "unknown" in {block["first"]["state"], block["runner_up"]["state"]}
    expect(page.locator("#zm-panel-rank")).to_contain_text(
        re.compile(r"Not told apart: [^:]*Largest block")
    )


def test_distances_read_as_on_the_sheet(client: httpx.Client, visit: Opener) -> None:
    page = opened(client, visit, "lang=en&zone=chau-duc")
    told = page.locator("#zm-sheet [data-distance=expressway] .figure-value").first.inner_text()
    assert re.match(r"(about|under) \d+ km", told)
    page.locator(".rank-details", has=page.locator(".steps")).locator("summary").click()
    row = page.locator(".steps tbody tr", has_text="Expressway").or_(
        page.locator(".steps tbody tr", has_text="expressway")
    )
    expect(row).to_contain_text(told)
