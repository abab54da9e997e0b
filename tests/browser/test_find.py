"""The tab Find and the table of zones: filters, reasons, list, map and link move together."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Visit, settled_box
from tests.maps.invented import figure, hostile_document, invented_document

Opener = Callable[..., Visit]
Server = Callable[[dict[str, Any]], str]

MODULE = 'await import("zonemap/find/filtering")'
TODAY = "2026-10-07"


def find_document() -> dict[str, Any]:
    """The invented zones, with something to filter in each facet."""
    document = invented_document()
    zones = {zone["id"]: zone["properties"] for zone in document["zones"]["features"]}
    for zone_id, kilometres in {
        "may-trang": 4,
        "da-vang": 12,
        "doi-sim": 15,
        "ben-dua": 40,
    }.items():
        zones[zone_id]["distances"]["deep_sea_berth"]["distance_m"] = kilometres * 1000.0
    zones["da-vang"]["former_province"] = "HCMC"
    zones["ben-dua"]["kind"] = "CCN"
    zones["doi-sim"]["remaining_ha"].update(value=None, low=20.0, high=66.0)
    zones["doi-sim"]["ledger"] = {
        **zones["may-trang"]["ledger"],
        "illustrative": False,
        "largest_block_ha": 18.0,
    }
    zones["may-trang"]["ledger"]["largest_block_ha"] = 90.0
    sectors = {
        "may-trang": "đa ngành",
        "da-vang": "gỗ, giấy – bao bì",
        "doi-sim": "dệt may; da giày",
    }
    for zone_id, text in sectors.items():
        zones[zone_id]["figures"]["main_sectors"] = figure(None, None, text=text, badge="D")
    rents = {"da-vang": (100.0, None, None), "doi-sim": (None, 80.0, 125.0)}
    for zone_id, (value, low, high) in rents.items():
        zones[zone_id]["figures"]["lease_price_usd_m2"] = figure(
            value, "USD/m2/term", low=low, high=high, badge="C"
        )
    zones["da-vang"]["figures"]["lease_expiry_year"] = figure(2056.0, "year", badge="B")
    zones["ao-sen"]["note"] = "Was CCN Ao Cá. Investment 2027."
    return document


@pytest.fixture
def address(serve: Server) -> str:
    return serve(find_document())


@pytest.fixture
def finder(address: str, visit: Opener) -> Visit:
    seen = visit(f"{address}#tab=find&lang=en")
    expect(count_of(seen.page)).to_have_text("12 of 12 zones")
    return seen


def count_of(page: Page) -> Locator:
    return page.locator("#zm-find-count > span")


def listed(page: Page) -> list[str]:
    return [str(row.get_attribute("data-id")) for row in page.locator(".find-list > li").all()]


def reasons(page: Page) -> list[str]:
    return page.locator(".find-reasons li > span").all_inner_texts()


def open_groups(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.find-group').forEach((one) => { one.open = true; })")


def apply(page: Page, zones: list[dict[str, Any]], filters: dict[str, str]) -> dict[str, Any]:
    """What `applyFilters` says, with its sets as sorted lists."""
    result: dict[str, Any] = page.evaluate(
        f"""async ([zones, filters, today]) => {{
            const {{ applyFilters }} = {MODULE};
            const {{ kept, unsure, possible, ...rest }} = applyFilters(zones, filters, today);
            return {{ ...rest, kept: [...kept].sort(), unsure: [...unsure].sort() }};
        }}""",
        [zones, filters, TODAY],
    )
    return result


def document_zones() -> list[dict[str, Any]]:
    zones: list[dict[str, Any]] = find_document()["zones"]["features"]
    return zones


def random_zones(seed: int, count: int) -> list[dict[str, Any]]:
    """Zones in which anything may be known, open, a range, a statement or missing."""
    chance = random.Random(seed)  # noqa: S311 - not a secret

    def some_range(largest: float) -> dict[str, Any]:
        low, high = sorted(chance.choice([None, chance.uniform(0, largest)]) or 0 for _ in "12")
        return chance.choice(
            [
                {"value": high, "low": None, "high": None},
                {"value": None, "low": low, "high": high},
                {"value": None, "low": low, "high": None},
                {"value": None, "low": None, "high": high},
                {"value": None, "low": None, "high": None},
            ]
        )

    def zone(index: int) -> dict[str, Any]:
        figures = {
            name: {**some_range(largest), "badge": chance.choice("ABCD"), "scope": scope}
            for name, largest in [("lease_price_usd_m2", 400), ("lease_expiry_year", 2080)]
            for scope in [chance.choice(["zone", "part"])]
            if chance.random() < 0.7
        }
        figures["total_area_ha"] = {"value": 1.0, "badge": chance.choice(["A", "B", "D", None])}
        words = ["dệt may", "gỗ", "đa ngành", "thép", "lạ lùng", ""]
        figures["main_sectors"] = {"text": ", ".join(chance.sample(words, chance.randint(0, 3)))}
        names = ["coastline", "deep_sea_berth", "port", "airport", "expressway"]
        return {
            "id": f"z{index}",
            "properties": {
                "former_province": chance.choice(["HCMC", "BD", "BRVT", None]),
                "kind": chance.choice(["KCN", "KCX", "CCN", "?"]),
                "status": chance.choice(["operating", "planned", "under_construction"]),
                "figures": figures,
                "distances": {
                    name: {"distance_m": chance.uniform(0, 90_000)}
                    for name in names
                    if chance.random() < 0.8
                },
                "remaining_ha": {
                    **some_range(600),
                    "state": chance.choice(["known", "none_left", "unknown"]),
                    "badge": "B",
                    "illustrative": chance.random() < 0.2,
                },
                "ledger": chance.choice(
                    [
                        None,
                        {"illustrative": True, "largest_block_ha": 50.0},
                        {"illustrative": False, "largest_block_ha": chance.uniform(0, 80)},
                        {"illustrative": False, "largest_block_ha": None},
                    ]
                ),
            },
        }

    return [zone(index) for index in range(count)]


LEAST = ("remaining", "block", "term")
MOST = ("coastline", "berth", "port", "airport", "expressway", "rent")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("key", [*LEAST, *MOST])
def test_stricter_limit_never_keeps_more(finder: Visit, key: str, seed: int) -> None:
    broken = finder.page.evaluate(
        f"""async ([zones, key, today, isLeast]) => {{
            const {{ applyFilters }} = {MODULE};
            const limits = [0, 1, 5, 12.5, 30, 75, 99];
            if (!isLeast) limits.reverse();
            const broken = [];
            for (const tail of ["", "?"]) {{
                let before = null;
                for (const limit of limits) {{
                    const filters = {{ [key]: `${{limit}}${{tail}}` }};
                    const {{ kept }} = applyFilters(zones, filters, today);
                    const extra = [...kept].filter((id) => before && !before.has(id));
                    if (extra.length) broken.push(limit + tail);
                    before = kept;
                }}
            }}
            return broken;
        }}""",
        [random_zones(seed, 119), key, TODAY, key in LEAST],
    )
    assert broken == []


@pytest.mark.parametrize("seed", range(4))
def test_counts_add_up_whatever_is_asked(finder: Visit, seed: int) -> None:
    zones = random_zones(seed, 119)
    for filters in (
        {},
        {"remaining": "25", "berth": "20"},
        {"block": "5?", "sector": "textiles,materials", "rent": "150?"},
        {"province": "BD,HCMC?", "kind": "KCN", "badge": "B", "term": "20"},
    ):
        result = apply(finder.page, zones, filters)

        out = [zone_id for reason in result["out"] for zone_id in reason["ids"]]
        assert sorted([*out, *result["kept"]]) == sorted(zone["id"] for zone in zones)
        assert all(len(one["ids"]) == one["count"] for one in result["out"])
        assert set(result["unsure"]) <= set(result["kept"])
        for key in ("province", "kind", "status"):
            counts = result["counts"][key]
            others = {name: text for name, text in filters.items() if name != key}
            total = len(apply(finder.page, zones, others)["kept"])
            assert sum(counts["choices"].values()) + counts["unknown"] == total


def test_letting_unknown_through_keeps_all_that_was_kept(finder: Visit) -> None:
    zones = random_zones(11, 119)
    for key in [*LEAST, *MOST]:
        strict = apply(finder.page, zones, {key: "20"})["kept"]
        open_ = apply(finder.page, zones, {key: "20?"})
        assert set(strict) | set(open_["unsure"]) == set(open_["kept"])
        assert not set(strict) & set(open_["unsure"])


def test_more_choices_never_keep_fewer(finder: Visit) -> None:
    zones = random_zones(5, 119)
    for narrow, wide in (("textiles", "textiles,food"), ("textiles", "textiles,multi")):
        assert set(apply(finder.page, zones, {"sector": narrow})["kept"]) <= set(
            apply(finder.page, zones, {"sector": wide})["kept"]
        )


def test_illustrative_parcels_and_ranges_do_not_pass_for_known(finder: Visit) -> None:
    zones = document_zones()

    # Mây Trắng's 212.5 ha and 90 ha block are illustrative; Đồi Sim has 20 to 66 ha.
    assert apply(finder.page, zones, {"remaining": "20"})["kept"] == ["doi-sim"]
    assert apply(finder.page, zones, {"remaining": "21"})["kept"] == []
    assert apply(finder.page, zones, {"block": "18"})["kept"] == ["doi-sim"]
    assert apply(finder.page, zones, {"rent": "110"})["kept"] == ["da-vang"]
    assert apply(finder.page, zones, {"rent": "125"})["kept"] == ["da-vang", "doi-sim"]
    assert apply(finder.page, zones, {"term": "30"})["kept"] == ["da-vang"]
    assert apply(finder.page, zones, {"term": "31"})["kept"] == []


def test_block_is_ruled_out_where_less_land_is_left(finder: Visit) -> None:
    out = apply(finder.page, document_zones(), {"block": "5"})["out"]

    failed = next(one for one in out if one["reason"] == "fails")
    assert sorted(failed["ids"]) == ["ben-dua", "da-vang", "go-cat-lon"]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("gỗ, giấy – bao bì", ["wood_paper"]),
        ("dệt nhuộm, da giày, cơ khí", ["mechanics", "textiles"]),
        ("đa ngành: điện tử, hoá chất", ["electronics", "chemicals", "multi"]),
        ("nhiệt điện khí", ["energy"]),
        ("điện – điện tử", ["electronics"]),
        ("lắp ráp máy", ["mechanics"]),
        ("khoáng sản lạ", ["other"]),
        ("", None),
        (None, None),
    ],
)
def test_sectors_are_grouped_by_their_words(
    finder: Visit, text: str | None, groups: list[str] | None
) -> None:
    found = finder.page.evaluate(
        'async (text) => (await import("zonemap/find/sectors")).sectorsOf(text)', text
    )
    assert found == groups


@pytest.mark.parametrize(
    "text",
    ["-5", "NaN", "1e3", "", "?", "999999", "5;", "Infinity", "5??", "0x10"],
)
def test_bad_limits_are_dropped(finder: Visit, text: str) -> None:
    result = apply(finder.page, document_zones(), {"remaining": text})

    assert result["faults"] == ["remaining"]
    assert len(result["kept"]) == 12


def test_filter_moves_map_list_legend_and_numbers_together(finder: Visit) -> None:
    page = finder.page
    page.click("[data-quick='berth:15']")

    expect(count_of(page)).to_have_text("3 of 12 zones")
    assert sorted(listed(page)) == ["da-vang", "doi-sim", "may-trang"]
    faint = page.eval_on_selector_all(
        ".leaflet-zones-pane path.leaflet-interactive",
        "(all) => all.filter((one) => one.getAttribute('fill-opacity') === '0.12').length",
    )
    assert faint == 7
    names = page.locator(".name-zone").all_inner_texts()
    assert 1 <= len(names) <= 3
    page.click("#zm-tab-map")
    counts = page.locator(".class-row .class-count").all_inner_texts()
    assert sum(map(int, counts)) == 3
    expect(page.get_by_text("List of 3 zones")).to_be_visible()
    page.fill("#zm-search", "ben dua")
    expect(page.locator("#zm-results [data-id=ben-dua]")).to_contain_text(
        "filtered out", use_inner_text=True
    )
    assert finder.errors == []


def test_every_exclusion_has_its_reason_and_unknown_can_be_let_through(finder: Visit) -> None:
    page = finder.page
    page.click("[data-quick='berth:15']")

    assert reasons(page) == [
        "7 zones out: deep-sea berth farther than 15 km",
        "2 zones out: deep-sea berth unknown",
    ]
    expect(page.locator(".find-why")).to_contain_text(
        "Each zone is counted once, by its first reason.", use_inner_text=True
    )

    page.click(".find-reasons [data-reason=unknown] button")

    expect(count_of(page)).to_have_text("5 of 12 zones")
    expect(page.locator(".find-head")).to_contain_text(
        "2 with something asked for unknown", use_inner_text=True
    )
    open_groups(page)
    expect(page.locator("[data-unknown=berth]")).to_be_checked()
    page.uncheck("[data-unknown=berth]")
    expect(count_of(page)).to_have_text("3 of 12 zones")


def test_what_may_yet_be_is_told_apart_from_what_is_unknown(finder: Visit) -> None:
    page = finder.page
    result = apply(page, document_zones(), {"sector": "food"})
    unknown = next(one for one in result["out"] if one["reason"] == "unknown")
    assert 0 < unknown["possible"] < unknown["count"]
    let_in = apply(page, document_zones(), {"sector": "food?"})
    assert result["counts"]["sector"]["possible"] == unknown["possible"]
    assert len(let_in["unsure"]) == unknown["count"]

    open_groups(page)
    page.check("#zm-f-sector-food")
    rest = unknown["count"] - unknown["possible"]
    told = f"{unknown['possible']} possible, {rest} unknown"
    assert any(told in reason for reason in reasons(page))
    page.click(".find-reasons [data-reason=unknown] button")
    expect(page.locator(".find-head small")).to_have_text(told)


def test_filters_that_leave_nothing_say_which_to_loosen(finder: Visit) -> None:
    page = finder.page
    open_groups(page)
    page.fill("#zm-f-remaining", "15")
    page.fill("#zm-f-berth", "10")

    expect(page.locator(".find-none")).to_contain_text("No zone is left. Loosen one filter:")
    assert listed(page) == []
    way = page.locator("[data-loosen='berth limit']")
    expect(way).to_have_text("Deep-sea berth ≤ 15 km: brings back 1", use_inner_text=True)
    expect(page.locator("[data-loosen='remaining unknown']")).to_be_visible()
    way.click()
    expect(count_of(page)).to_have_text("1 of 12 zones")
    assert listed(page) == ["doi-sim"]
    assert page.input_value("#zm-f-berth") == "15"


def test_numbers_are_read_as_the_language_writes_them(finder: Visit) -> None:
    page = finder.page
    page.click("[data-language=vi]")
    open_groups(page)
    page.fill("#zm-f-remaining", "4,2")
    expect(count_of(page)).to_have_text("2 / 12 khu")
    expect(page).to_have_url(re.compile("f=remaining%3A4.2"))

    page.fill("#zm-f-remaining", "nhiều")
    expect(page.locator("#zm-f-remaining")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#zm-f-remaining-note")).to_contain_text(
        "hàng nghìn sau dấu chấm: 1.234,5.", use_inner_text=True
    )
    expect(count_of(page)).to_have_text("2 / 12 khu")
    page.fill("#zm-f-remaining", "1.234,5")
    expect(page).to_have_url(re.compile("f=remaining%3A1234.5"))
    expect(page.get_by_role("textbox", name="Đất còn lại, từ, ha", exact=True)).to_have_count(1)

    page.fill("#zm-f-remaining", "")
    expect(count_of(page)).to_have_text("12 / 12 khu")
    assert "f=" not in page.url.replace("lang=", "")


def test_link_restores_filters_without_opening_the_tab(address: str, visit: Opener) -> None:
    seen = visit(f"{address}#lang=en&f=berth:15;province:HCMC")

    expect(seen.page.locator(".legend-count")).to_have_text("Zones that fit", use_inner_text=True)
    expect(seen.page.get_by_text("List of 1 zone")).to_be_visible()
    assert not any("/find/panel" in one for one in seen.requests)
    seen.page.click("#zm-tab-find")
    expect(count_of(seen.page)).to_have_text("1 of 12 zones")
    assert seen.page.locator(".find-active li > span").all_inner_texts() == [
        "Deep-sea berth ≤ 15 km",
        "Former province: Former HCMC",
    ]


def test_page_without_filters_loads_nothing_of_find(address: str, visit: Opener) -> None:
    seen = visit(address)

    assert not any("/js/find/" in one for one in seen.requests)


def test_bad_parts_of_a_link_are_left_out_and_told(address: str, visit: Opener) -> None:
    seen = visit(f"{address}#lang=en&tab=find&f=berth:15;rent:-4;kind:XXX;__proto__:1;nope:2")
    limit = "Land rent: -4 (0 to 10,000 USD/m² are possible)"

    note = seen.page.locator("#zm-link-note").inner_text()
    assert f"{limit}, Kind: XXX, __proto__:1, nope:2" in note
    expect(count_of(seen.page)).to_have_text("3 of 12 zones")
    assert "rent" not in seen.page.url
    assert seen.errors == []


def test_list_is_sorted_points_at_the_map_and_opens_the_sheet(finder: Visit) -> None:
    page = finder.page
    page.select_option("#zm-find-sort", "berth")
    assert listed(page)[:2] == ["may-trang", "da-vang"]
    assert set(listed(page)[-2:]) == {"xa-xoi", "vo-dinh"}

    row = page.locator(".find-list [data-id=da-vang]")
    row.hover()
    expect(page.locator(".pointed-ring")).to_have_count(2)
    page.mouse.move(900, 5)
    expect(page.locator(".pointed-ring")).to_have_count(0)

    row.locator(".star").click()
    expect(page).to_have_url(re.compile("s=da-vang"))
    expect(row.locator(".star")).to_have_attribute("aria-pressed", "true")
    row.locator(".find-row").click()
    expect(page.locator("#zm-sheet-title")).to_have_text(
        "Da Vang 1 Industrial Park", use_inner_text=True
    )


def test_find_is_walked_by_keyboard(finder: Visit) -> None:
    page = finder.page
    page.focus("#zm-find-count")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.dataset.quick") == "block:3"
    expect(count_of(page)).to_have_text("1 of 12 zones")
    status = page.locator("#zm-panel-find > [role=status]")
    expect(status).to_have_text("1 of 12 zones")

    page.focus("[data-drop=block]")
    page.keyboard.press("Enter")
    expect(count_of(page)).to_have_text("12 of 12 zones")
    assert page.evaluate("document.activeElement.id") == "zm-find-count"

    page.focus("[data-group=zone] summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.id") == "zm-f-province-HCMC"
    expect(count_of(page)).to_have_text("1 of 12 zones")


def test_choices_say_how_many_zones_they_leave(finder: Visit) -> None:
    page = finder.page
    open_groups(page)
    page.check("#zm-f-province-BD")

    label = page.locator("label[for=zm-f-kind-CCN]")
    assert re.sub(r"\s+", " ", label.inner_text()) == "Industrial cluster (CCN) 1"
    page.check("#zm-f-kind-CCN")
    expect(count_of(page)).to_have_text("1 of 12 zones")
    assert reasons(page) == [
        "10 zones out: another kind",
        "1 zone out: another former province",
    ]


def test_find_speaks_vietnamese(address: str, visit: Opener) -> None:
    page = visit(f"{address}#tab=find&f=berth:15").page

    expect(count_of(page)).to_have_text("3 / 12 khu")
    assert "7 khu bị loại: bến nước sâu xa hơn 15 km" in reasons(page)
    text = page.locator("#zm-panel-find").inner_text()
    assert not re.search(r"\b(find|facet|group|quick|sector|why|loosen)_\w+", text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_find_fits_a_phone(address: str, visit: Opener, language: str) -> None:
    seen = visit(
        f"{address}#tab=find&lang={language}&f=remaining:15;berth:10", viewport=PHONE, touch=True
    )
    page = seen.page
    open_groups(page)

    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    assert page.locator("#zm-panel").evaluate("(box) => box.scrollWidth <= box.clientWidth")
    small = page.eval_on_selector_all(
        "#zm-panel-find button, #zm-panel-find summary, #zm-panel-find .find-choice",
        "(all) => all.filter((one) => one.offsetHeight && one.offsetHeight < 40)"
        ".map((one) => one.outerHTML.slice(0, 80))",
    )
    assert small == []
    page.locator("[data-act=table]").tap()
    page.locator("[data-act=table], .zone-table").first.wait_for()
    page.uncheck("#zm-table-only")
    page.locator(".zone-table [data-id=da-vang] .link-button").tap()
    expect(page.locator("#zm-workspace")).to_be_hidden()
    expect(page.locator("#zm-sheet-title")).to_be_visible()
    assert seen.errors == []


def test_find_works_in_a_file_from_disk(write: Server, visit: Opener) -> None:
    seen = visit(write(find_document()) + "#lang=en&tab=find&f=berth:15")

    expect(count_of(seen.page)).to_have_text("3 of 12 zones")
    seen.page.click("[data-act=table]")
    seen.page.wait_for_selector(".zone-table tbody tr")
    expect(seen.page.locator(".zone-table tbody tr")).to_have_count(3)
    expect(seen.page.locator("[data-get]")).to_have_count(0)
    assert seen.errors == []


@pytest.fixture
def table(address: str, visit: Opener) -> Visit:
    seen = visit(f"{address}#lang=en&show=table")
    seen.page.wait_for_selector(".zone-table tbody tr")
    return seen


def column(page: Page, key: str) -> list[str]:
    at = page.locator("thead th").evaluate_all(
        "(all, key) => all.findIndex((one) => one.dataset.key === key)", key
    )
    cells = page.locator(f".zone-table tbody tr > :nth-child({at + 1}) > span:first-child")
    return cells.all_inner_texts()


def test_table_sorts_both_ways_with_unknown_last(table: Visit) -> None:
    page = table.page
    expect(page.locator("tbody tr")).to_have_count(12)
    head = page.locator("th[data-key=total]")
    assert head.inner_text().split() == ["Total", "area", "ha"]

    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = column(page, "total")
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    down = column(page, "total")

    assert up[:2] == ["40", "60"]
    assert down[:2] == ["900", "640"]
    assert up[-2:] == down[-2:] == ["Unknown", "Unknown"]
    expect(page.locator("thead [aria-sort]")).to_have_count(1)


def test_table_keeps_heads_and_names_in_sight(table: Visit) -> None:
    page = table.page
    page.set_viewport_size({"width": 1024, "height": 500})
    box = page.locator(".table-scroll")
    box.evaluate("(one) => one.scrollTo(600, 200)")
    frame = settled_box(box)
    head = settled_box(page.locator("thead th").first)

    assert abs(head["x"] - frame["x"]) < 2
    assert abs(head["y"] - frame["y"]) < 2


def test_table_shows_the_kept_or_all_and_takes_the_same_rows_along(
    address: str, visit: Opener
) -> None:
    page = visit(f"{address}#lang=en&show=table&f=province:HCMC").page
    page.wait_for_selector(".zone-table tbody tr")

    expect(page.locator("tbody tr")).to_have_count(1)
    href = str(page.get_attribute("[data-get=csv]", "href"))
    assert href.startswith("/ogc/collections/zones/items?f=csv&")
    assert "filter=zone_id+IN+%28%27da-vang%27%29" in href

    page.uncheck("#zm-table-only")
    expect(page.locator("tbody tr")).to_have_count(12)
    expect(page.locator("tbody tr.out")).to_have_count(11)
    assert "filter" not in str(page.get_attribute("[data-get=xlsx]", "href"))


def test_table_never_shows_illustrative_blocks(table: Visit) -> None:
    """Where only the land that is left is known, no block is larger than that."""
    assert sorted(set(column(table.page, "block"))) == ["0", "18", "Unknown", "at most 4.2"]


def test_known_blocks_come_before_bounds_and_those_before_unknown_ones(finder: Visit) -> None:
    finder.page.select_option("#zm-find-sort", "block")
    shown = finder.page.locator(".find-list .row-value").all_inner_texts()
    kinds = [
        next(kind for kind in ("18", "at most", "0", "Unknown") if kind in text) for text in shown
    ]
    assert list(dict.fromkeys(kinds)) == ["18", "at most", "0", "Unknown"]


@pytest.mark.parametrize("query", ["ccn ao ca", "Ao Cá", "khu công nghiệp ao sen", "ao sen zone"])
def test_search_knows_other_names_and_other_kinds(address: str, visit: Opener, query: str) -> None:
    page = visit(address).page
    page.fill("#zm-search", query)

    first = page.locator("#zm-results [role=option]").first
    expect(first).to_have_attribute("data-id", "ao-sen")
    expect(first).to_contain_text("tên khác: CCN Ao Cá", use_inner_text=True)


@pytest.mark.parametrize("opener", ["serve", "write"])
def test_hostile_names_stay_text_in_panel_list_and_table(
    request: pytest.FixtureRequest, visit: Opener, opener: str
) -> None:
    document = hostile_document()
    for zone in document["zones"]["features"][:3]:
        hostile = zone["properties"]["name_vi"]
        zone["properties"]["figures"]["main_sectors"] = figure(None, None, text=hostile)
        zone["properties"]["note"] = f"Was Ga Ga{hostile}"
    address: str = request.getfixturevalue(opener)(document)
    seen = visit(f"{address}#tab=find&lang=en&f=remaining:1?;berth:20;rent:<img src=x>;${{x}}:1")
    page = seen.page
    expect(page.locator(".find-list > li").first).to_be_visible()
    open_groups(page)
    for row in page.locator(".find-list > li").all():
        row.hover()
    page.click("[data-act=table]")
    page.wait_for_selector(".zone-table tbody tr")
    for head in page.locator("thead button").all():
        head.click()
    page.click("[data-language=vi]")
    page.wait_for_selector(".zone-table tbody tr")

    assert seen.canary is None
    assert seen.dialogs == []
    assert seen.errors == []
    assert seen.foreign_requests == []
    assert page.locator("img, iframe, object, embed, svg[onload], [onerror]").count() == 0
