"""Deciding on the real data: shortlist, zones side by side, ranking, link and files."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from layers.address import DatabaseAddress
from tests.api.conftest import served
from tests.browser.conftest import DESKTOP, PHONE, Visit, wait_until
from tests.patience import PATIENT

Opener = Callable[..., Visit]

SHORTLIST = "s=chau-duc,nam-tan-uyen-mr2,tan-thuan,phu-my-2"
COMPARED = [
    "chau-duc,nam-tan-uyen-mr2,shtp,phu-my-3,hiep-phuoc-1",
    "tan-thuan,linh-trung-1,linh-trung-2,my-xuan-b1-dai-duong",
    "binh-khanh-1,binh-khanh-2,cat-lai-2,co-khi-o-to,dong-nam,tan-binh",
]
API_KEYS = {
    "remaining_area_ha": "remaining_ha",
    "lease_price_usd_m2": "rent",
    "wastewater_capacity_m3_day": "wastewater",
    "power_mva": "power",
}


@pytest.fixture(scope="module")
def client(loaded_database: DatabaseAddress) -> Iterator[httpx.Client]:
    with served(loaded_database, **PATIENT) as opened:
        yield opened


@pytest.fixture
def site(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/") + "/"


def ranked(page: Page) -> list[str]:
    """Ids of the ranking, once it is there and nothing is being asked."""
    expect(page.locator(".rank-row").first).to_be_visible()
    expect(page.locator("#zm-panel-rank")).not_to_have_attribute("aria-busy", "true")
    ids: list[str] = page.eval_on_selector_all(
        ".rank-row", "(rows) => rows.map((row) => row.dataset.zone)"
    )
    return ids


def shortlisted(page: Page) -> list[str]:
    expect(page.locator(".shortlist-row").first).to_be_visible()
    ids: list[str] = page.eval_on_selector_all(
        ".shortlist-row", "(rows) => rows.map((row) => row.dataset.zone)"
    )
    return ids


def calm(seen: Visit) -> bool:
    return (seen.errors, seen.foreign_requests, seen.dialogs) == ([], [], [])


def test_walk_from_filter_to_brief(site: str, visit: Opener, chromium: Browser) -> None:
    seen = visit(f"{site}#lang=en&f=province:BRVT&tab=rank&preset=logistics")
    page = seen.page

    # rank what the filter keeps, and look at the first three
    first = ranked(page)[:3]
    expect(page.locator(".rank-results")).to_contain_text(
        "of 119, by your filters", use_inner_text=True
    )
    for zone in first:
        page.click(f".rank-row[data-zone={zone}] .rank-name")
        page.click(f"#zm-sheet [data-star={zone}]")
        expect(page.locator(f".rank-row[data-zone={zone}] .star")).to_have_attribute(
            "aria-pressed", "true"
        )
    page.keyboard.press("Escape")

    # put them in order, and side by side
    page.click("#zm-tab-shortlist")
    assert shortlisted(page) == first
    page.click(f"[data-key=up-{first[1]}]")
    order = [first[1], first[0], first[2]]
    assert shortlisted(page) == order
    expect(page.locator(".shortlist-number")).to_have_text(["1", "2", "3"], use_inner_text=True)
    page.click("[data-open=compare]")
    heads = page.locator(".compare thead th[data-zone]")
    expect(heads).to_have_count(3)
    assert [head.get_attribute("data-zone") for head in heads.all()] == order
    expect(page.locator(".compare .mini-map")).to_have_count(3)
    page.click("#zm-workspace .close")

    # hand the link on, and open it fresh
    page.click("[data-share=copy]")
    link = page.locator("#zm-share-link").input_value()
    assert all(part in link for part in ("f=province", "preset=logistics", "lang=en", "dv="))
    fresh = visit(link).page
    expect(fresh.locator(".shortlist-row")).to_have_count(3)
    assert shortlisted(fresh) == order
    expect(fresh.locator("#zm-link-note")).to_be_hidden()
    fresh.click("#zm-tab-rank")
    assert ranked(fresh)[:3] == first
    expect(fresh.locator("[data-preset=logistics]")).to_have_attribute("aria-pressed", "true")

    # the brief says the same
    fresh.click("#zm-tab-shortlist")
    fresh.fill("#zm-brief-title", "Three for the board")
    fresh.fill("#zm-brief-notes", "Visited in November.")
    with fresh.expect_download() as waiting:
        fresh.click("[data-brief=en]")
    text = pdf_text(waiting.value.path().read_bytes())
    for words in ("Three for the board", "Visited in November."):
        assert words in text
    for zone in order:
        name = fresh.locator(f".shortlist-row[data-zone={zone}] .shortlist-name").inner_text()
        assert re.sub(r"\s+", " ", name) in text
    assert calm(seen)


def pdf_text(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("zones", COMPARED)
def test_compare_marks_the_best_as_the_server_does(
    site: str, client: httpx.Client, visit: Opener, zones: str
) -> None:
    seen = visit(f"{site}#c={zones}&show=compare")
    page = seen.page
    expect(page.locator(".compare")).to_be_visible()
    answer = client.get("/api/compare", params={"zones": zones}).json()
    rows = {row["key"]: row for group in answer["groups"] for row in group["rows"]}

    marks = {API_KEYS.get(key, key): flags for key, flags in marks_by_row(page).items()}
    both = marks.keys() & rows.keys()
    assert len(both) >= 10
    for key in both:
        assert marks[key] == [cell["is_best"] for cell in rows[key]["cells"]], key
    page.check("[data-key=differs]")
    shown = {API_KEYS.get(key, key) for key in marks_by_row(page)}
    assert shown & both == {key for key in both if rows[key]["differs"]}
    assert calm(seen)


def marks_by_row(page: Page) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = page.evaluate(
        """Object.fromEntries(Array.from(document.querySelectorAll(".compare tr[data-row]"),
            (row) => [row.dataset.row, Array.from(row.querySelectorAll("td"),
                (cell) => cell.classList.contains("best"))]))"""
    )
    return found


def test_compare_never_lets_what_is_unknown_win(site: str, visit: Opener) -> None:
    page = visit(f"{site}#c={COMPARED[0]}&show=compare").page
    expect(page.locator(".compare")).to_be_visible()

    expect(page.locator(".compare td.best .unknown")).to_have_count(0)
    assert page.locator(".compare td.best").count() > 3
    rents = page.locator(".compare [data-row=lease_price_usd_m2] td").all_inner_texts()
    assert [text.strip().endswith("Chưa rõ") for text in rents] == [False, True, True, True, False]


def test_compare_opens_a_passport_by_one_click(site: str, visit: Opener) -> None:
    page = visit(f"{site}#lang=en&c={COMPARED[0]}&show=compare").page
    cell = page.locator(".compare [data-row=total_area_ha] td").first
    cell.locator("summary").click()

    expect(cell.locator(".passport")).to_contain_text("Definition", use_inner_text=True)


def test_compare_takes_zones_in_and_out(site: str, visit: Opener) -> None:
    page = visit(f"{site}#{SHORTLIST}&show=compare").page
    heads = page.locator(".compare thead th[data-zone]")
    expect(heads).to_have_count(4)
    page.click("[data-key=leave-tan-thuan]")
    expect(heads).to_have_count(3)
    page.select_option("[data-key=add]", "vsip-1")
    expect(heads).to_have_count(4)

    expect(page).to_have_url(re.compile("c=chau-duc%2Cnam-tan-uyen-mr2%2Cphu-my-2%2Cvsip-1"))
    for _ in range(3):
        page.locator(".compare [data-key^=leave-]").first.click()
    expect(page.locator("#zm-workspace")).to_contain_text(
        "Cần ít nhất hai khu", use_inner_text=True
    )


def test_rank_follows_presets_sliders_and_filters(site: str, visit: Opener) -> None:
    seen = visit(f"{site}#tab=rank")
    page = seen.page
    balanced = ranked(page)
    page.click("[data-preset=cost]")
    expect(page.locator("[data-preset=cost]")).to_have_attribute("aria-pressed", "true")
    wait_until(
        page,
        "(before) => document.querySelector('.rank-leader').textContent !== before",
        page.locator(".rank-leader").inner_text(),
    )
    cost = ranked(page)

    assert cost != balanced
    expect(page).to_have_url(re.compile("preset=cost"))
    page.click(".weights summary")
    slider = page.locator("[data-criterion=rent]")
    expect(slider).to_have_value("40")
    expect(slider).to_have_attribute("aria-valuetext", "40%")
    assert page.locator(".slider-band:visible").count() >= 10
    assert calm(seen)


def test_rank_explains_itself(site: str, visit: Opener) -> None:
    page = visit(f"{site}#tab=rank&lang=en").page
    ranked(page)
    text = page.locator("#zm-panel-rank").inner_text()

    assert "comes first with" in text
    assert "random weightings" in text
    assert re.search(r"Unknown: .+ for \d+ zones", text)
    picture = page.locator(".waterfall")
    assert "score" in str(picture.get_attribute("aria-label"))
    for details in page.locator("#zm-panel-rank .rank-details:not(.weights)").all():
        details.locator("summary").click()
    steps = page.locator(".steps tbody tr").count()
    assert steps == 12
    expect(page.locator("#zm-panel-rank")).to_contain_text("Spearman", use_inner_text=True)


def test_rank_by_keyboard_alone(site: str, visit: Opener) -> None:
    page = visit(f"{site}#tab=rank&lang=en").page
    ranked(page)
    page.focus("#zm-tab-rank")
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('details')?.className") == (
        "rank-details weights"
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_response(lambda answer: "/api/rank" in answer.url):
        page.keyboard.press("End")
    slider = page.locator("[data-criterion=remaining_ha]")

    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", "41.4%")
    expect(page).to_have_url(re.compile("remaining_ha%3A60"))
    ranked(page)
    star = page.locator(".rank-row .star").first
    star.focus()
    page.keyboard.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    expect(page.locator(".said")).to_contain_text("Added", use_inner_text=True)


def test_shortlist_by_keyboard_keeps_its_place(site: str, visit: Opener) -> None:
    page = visit(f"{site}#tab=shortlist&{SHORTLIST}").page
    page.focus("[data-key=down-chau-duc]")
    page.keyboard.press("Enter")
    assert shortlisted(page)[:2] == ["nam-tan-uyen-mr2", "chau-duc"]
    expect(page.locator("[data-key=down-chau-duc]")).to_be_focused()
    page.focus("[data-key=remove-chau-duc]")
    page.keyboard.press("Enter")

    assert shortlisted(page) == ["nam-tan-uyen-mr2", "tan-thuan", "phu-my-2"]
    assert page.evaluate("document.activeElement.dataset.key") == "name-tan-thuan"


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ("w=rent:-3;power:1", "rent: -3"),
        ("w=rent:NaN", "rent: NaN"),
        ("w=rent:0;power:0", "rent: 0, power: 0"),
        ("w=luck:5", "luck"),
        ("w=rent:1e999", "rent: 1e999"),
        ("preset=greedy", "greedy"),
    ],
)
def test_rank_tells_of_weights_it_cannot_use(
    site: str, visit: Opener, weights: str, told: str
) -> None:
    page = visit(f"{site}#lang=en&tab=rank&{weights}").page
    assert len(ranked(page)) == 10

    expect(page.locator(".rank-message")).to_contain_text("Balanced is used instead")
    assert told in page.locator(".rank-message").inner_text()
    expect(page.locator("[data-preset=balanced]")).to_have_attribute("aria-pressed", "true")


def test_rank_keeps_the_last_ranking_when_the_server_is_away(site: str, visit: Opener) -> None:
    page = visit(f"{site}#tab=rank&lang=en").page
    before = ranked(page)
    page.route("**/api/rank?*", lambda route: route.abort())
    page.click("[data-preset=land]")

    expect(page.locator(".rank-message")).to_contain_text("not kept for use without a network")
    assert ranked(page) == before
    page.unroute("**/api/rank?*")
    page.click("[data-retry=rank]")
    expect(page.locator(".rank-message")).to_be_hidden()
    assert ranked(page) != before


def test_rank_says_so_when_the_server_never_answered(site: str, visit: Opener) -> None:
    page = visit(f"{site}#lang=en").page
    page.route("**/api/rank?*", lambda route: route.fulfill(status=503, json={"detail": "down"}))
    page.click("#zm-tab-rank")

    expect(page.locator(".rank-message")).to_contain_text("The server could not answer.")
    page.unroute("**/api/rank?*")
    page.click("[data-retry=rank]")
    assert len(ranked(page)) == 10


def test_rank_says_when_the_filters_leave_nothing(site: str, visit: Opener) -> None:
    page = visit(f"{site}#tab=rank&lang=en&f=remaining:9999").page

    expect(page.locator(".rank-message")).to_contain_text("loosen one under Find")


def test_shortlist_downloads_its_zones_and_says_when_it_cannot(site: str, visit: Opener) -> None:
    page = visit(f"{site}#tab=shortlist&lang=en&{SHORTLIST}").page
    for form in ("geojson", "kml", "xlsx"):
        with page.expect_download() as waiting:
            page.click(f"[data-download={form}]")
        data = waiting.value.path().read_bytes()
        if form == "geojson":
            listed = [one["id"] for one in json.loads(data)["features"]]
            assert listed == ["chau-duc", "nam-tan-uyen-mr2", "tan-thuan", "phu-my-2"]
        assert len(data) > 500
    page.route("**/api/exports/**", lambda route: route.abort())
    page.click("[data-download=kml]")

    expect(page.get_by_text("The download failed. Your shortlist is kept")).to_be_visible()
    assert len(shortlisted(page)) == 4


def test_shortlist_says_how_to_begin(site: str, visit: Opener) -> None:
    page = visit(f"{site}#tab=shortlist").page

    expect(page.get_by_text("Chưa chọn khu nào")).to_be_visible()
    page.get_by_role("button", name="Xếp hạng", exact=True).click()
    expect(page.locator("#zm-tab-rank")).to_have_attribute("aria-selected", "true")


def test_shortlist_where_storage_is_refused_is_told_once(site: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto(f"{site}#lang=en&zone=chau-duc")
    page.wait_for_selector("html[data-ready=true]")
    page.click("#zm-sheet .star")
    said = page.locator(".said")
    expect(said).to_contain_text("The browser refuses to keep the list", use_inner_text=True)
    page.click("#zm-sheet .star")
    expect(said).to_have_text("Removed Chau Duc Industrial Park.", use_inner_text=True)
    page.click("#zm-sheet .star")

    expect(said).not_to_contain_text("refuses", use_inner_text=True)
    expect(page).to_have_url(re.compile("s=chau-duc"))
    context.close()


def test_shortlist_of_another_day_is_still_there(site: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}#zone=chau-duc")
    page.wait_for_selector("html[data-ready=true]")
    page.click("#zm-sheet .star")
    page.goto("about:blank")
    page.goto(f"{site}#tab=shortlist")
    page.wait_for_selector("html[data-ready=true]")

    expect(page.locator(".shortlist-row")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_phone_holds_every_part_of_deciding(site: str, visit: Opener, language: str) -> None:
    seen = visit(f"{site}#lang={language}&{SHORTLIST}", viewport=PHONE, touch=True)
    page = seen.page
    width = "document.documentElement.scrollWidth"
    page.click("#zm-tab-rank")
    ranked(page)
    page.click(".weights summary")
    assert page.evaluate(width) == 360
    inside = "(n) => n.scrollWidth - n.clientWidth"
    assert page.locator("#zm-panel").evaluate(inside) <= 0
    page.click("#zm-tab-shortlist")
    expect(page.locator(".shortlist-row")).to_have_count(4)
    assert page.locator("#zm-panel").evaluate(inside) <= 0
    page.click("[data-open=compare]")
    body = page.locator(".workspace-body")
    expect(page.locator(".compare")).to_be_visible()
    body.evaluate("(n) => n.scrollTo(200, 400)")
    head = page.locator(".compare tbody th[scope=row]").nth(4).bounding_box()
    assert head
    assert 0 <= head["x"] <= 20
    assert page.evaluate(width) == 360
    assert calm(seen)


def test_words_change_with_the_language_everywhere(site: str, visit: Opener) -> None:
    page = visit(f"{site}#tab=rank&{SHORTLIST}").page
    ranked(page)
    page.click("[data-language=en]")
    expect(page.locator("#zm-panel-rank")).to_contain_text("Why the first is first")
    page.click("#zm-tab-shortlist")
    expect(page.locator("#zm-panel-shortlist")).to_contain_text("Shortlist: 4 zones")
    page.click("[data-open=compare]")
    expect(page.locator("#zm-workspace")).to_contain_text("Only what differs")

    for part in ("#zm-panel-shortlist", "#zm-panel-rank"):
        assert not re.search("Xếp|Đang|Chép|điểm", page.locator(part).text_content() or "")
