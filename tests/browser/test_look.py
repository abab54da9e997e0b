"""What a zone's sheet shows around it: lines on the map, blocks, neighbours, zones like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from geo.vietnam_time import today_in_vietnam
from tests.browser.conftest import Visit, wait_until
from tests.maps.invented import figure, hostile_document, invented_document

Opener = Callable[..., Visit]
Server = Callable[[dict[str, Any]], str]


def document_with_targets() -> dict[str, Any]:
    """Each distance of the first zone leads to what it names."""
    document = invented_document()
    distances = document["zones"]["features"][0]["properties"]["distances"]
    distances["port"].update(nearest_id="ben-lau", nearest_name_vi="Cảng Bến Lau")
    distances["airport"].update(nearest_id="sb-may")
    distances["expressway"].update(nearest_id="ct-gio")
    return document


def open_sheet(
    serve: Server, visit: Opener, document: dict[str, Any], rest: str = "&lang=en"
) -> Visit:
    seen = visit(serve(document) + f"#zone=may-trang{rest}")
    expect(seen.page.locator(".look-sections h3")).not_to_have_count(0)
    assert seen.errors == []
    return seen


def section(page: Page, title: str) -> Any:
    return page.locator(
        ".look-sections .sheet-section", has=page.get_by_role("heading", name=title)
    )


def test_each_distance_has_a_line_with_its_length_until_the_sheet_closes(
    serve: Server, visit: Opener
) -> None:
    page = open_sheet(serve, visit, document_with_targets(), "&lang=en&view=9/10.8/106.9").page

    expect(page.locator("path.reach")).to_have_count(5)
    told = page.locator(".distance-label")
    labels = [
        f"{one.locator('span').first.text_content()} {one.locator('b').text_content()}"
        for one in told.all()
    ]
    assert sorted(labels) == [
        "Airport about 32 km",
        "Deep berth about 18 km",
        "Expressway under 2 km",
        "Port about 3 km",
        "Sea about 25 km",
    ]
    page.keyboard.press("Escape")
    expect(page.locator("path.reach")).to_have_count(0)
    expect(page.locator(".distance-label")).to_have_count(0)


def test_row_of_a_distance_emphasises_its_line_by_mouse_and_by_keyboard(
    serve: Server, visit: Opener
) -> None:
    page = open_sheet(serve, visit, document_with_targets(), "&lang=en&view=9/10.8/106.9").page
    strong = page.locator(".distance-label.strong")

    page.locator("#zm-sheet [data-distance=airport] summary").hover()
    expect(strong).to_have_attribute("data-distance", "airport")
    expect(page.locator('path.reach[stroke-width="3.5"]')).to_have_count(1)
    page.locator("#zm-sheet [data-distance=port] summary").focus()
    expect(strong).to_have_attribute("data-distance", "port")
    page.locator("#zm-sheet h2").hover()
    page.locator("#zm-sheet .close").focus()
    expect(strong).to_have_count(0)


def test_opening_a_distance_shows_where_it_leads_to(serve: Server, visit: Opener) -> None:
    document = document_with_targets()
    page = open_sheet(serve, visit, document, "&lang=en&view=14/10.8/106.9").page
    distances = document["zones"]["features"][0]["properties"]["distances"]
    named = page.locator(".distance-label[data-distance=airport] .distance-name")
    expect(named).to_be_hidden()

    page.locator("#zm-sheet [data-distance=airport] summary").click()

    expect(named).to_have_text(f" · {distances['airport']['nearest_name_en']}")
    expect(named).to_be_visible()
    wait_until(page, "Number(/view=([\\d.]+)/.exec(decodeURIComponent(location.hash))[1]) < 12")


def test_labels_do_not_lie_on_each_other(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, document_with_targets(), "&view=9/10.8/106.9").page

    boxes = page.locator(".distance-label:not([hidden])").evaluate_all(
        "nodes => nodes.map((node) => node.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) > 1
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            assert (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )


def test_unknown_distance_has_no_line(serve: Server, visit: Opener) -> None:
    document = document_with_targets()
    document["zones"]["features"][0]["properties"]["distances"]["airport"]["distance_m"] = None

    page = open_sheet(serve, visit, document).page

    expect(page.locator("path.reach")).to_have_count(4)
    expect(page.locator(".distance-label[data-distance=airport]")).to_have_count(0)


def test_blocks_of_illustrative_parcels_and_an_unknown_term_are_unknown(
    serve: Server, visit: Opener
) -> None:
    document = document_with_targets()
    ledger = document["zones"]["features"][0]["properties"]["ledger"]
    ledger.update(
        largest_block_ha=80.0, blocks_3_ha=7, blocks_5_ha=5, blocks_10_ha=2, blocks_25_ha=1
    )

    blocks = section(open_sheet(serve, visit, document).page, "Blocks in one piece")

    assert blocks.locator(".figure-value").all_text_contents() == ["Unknown"] * 6
    expect(blocks).to_contain_text("only illustrate", use_inner_text=True)


def test_blocks_of_real_parcels_and_years_left_are_told(serve: Server, visit: Opener) -> None:
    document = document_with_targets()
    properties = document["zones"]["features"][0]["properties"]
    properties["ledger"].update(
        illustrative=False, largest_block_ha=81.25, blocks_3_ha=7, blocks_5_ha=5, blocks_10_ha=2
    )
    properties["ledger"]["blocks_25_ha"] = 0
    term = figure(2060.0, "year", scope="zone", badge="B")
    properties["figures"]["lease_expiry_year"] = term

    seen = open_sheet(serve, visit, document)

    blocks = section(seen.page, "Blocks in one piece")
    year = today_in_vietnam().year
    values = blocks.locator(".figure-value").all_text_contents()
    assert values == ["81.25 ha", "7", "5", "2", "0", f"{2060 - year} years"]
    expect(blocks).to_contain_text("until 2060", use_inner_text=True)


def test_ports_and_roads_around_are_sorted_and_select(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, document_with_targets()).page
    around = section(page, "Ports and roads around")

    titles = around.locator("h4").all_text_contents()
    assert [title.split(" (")[0] for title in titles] == ["Within 10 km", "10 – 25 km"]
    names = around.locator(".near-name").all_text_contents()
    assert names[0] == "ql-mo link"
    assert "song-mo link" not in names
    around.get_by_role("button", name="ben-lau Port").click()
    expect(page.locator("#zm-sheet-title")).to_have_text("ben-lau Port")


def test_similar_zones_say_why_and_open(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, document_with_targets()).page
    similar = section(page, "Similar zones")

    first = similar.locator("li > button").first
    assert 1 <= similar.locator("li").count() <= 5
    expect(first).to_contain_text("Total area: ", use_inner_text=True)
    expect(first).to_contain_text("Remaining land: ", use_inner_text=True)
    expect(first).to_contain_text("Land rent: ", use_inner_text=True)
    expect(first).to_contain_text(
        "same former province · same kind · same status", use_inner_text=True
    )
    name = first.locator(".near-name").inner_text()
    first.click()
    expect(page.locator("#zm-sheet-title")).to_have_text(name)


def test_similar_zones_are_laid_side_by_side(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, document_with_targets()).page
    section(page, "Similar zones").locator("li .compare-these").first.click()
    heads = page.locator(".compare thead th[data-zone]")
    expect(heads).to_have_count(2)
    expect(heads.first).to_have_attribute("data-zone", "may-trang")
    expect(page.locator("#zm-sheet")).to_be_hidden()


def test_unknown_values_make_no_zone_alike(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, invented_document()).page

    alike = page.evaluate(
        """async () => {
            const { likenesses } = await import("zonemap/look/similar");
            const bare = { figures: {}, distances: {}, remaining_ha: { state: "unknown" } };
            return likenesses(bare, structuredClone(bare));
        }"""
    )
    assert alike == []


def test_nearest_places_touch_cross_and_lie_apart(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, invented_document()).page

    metres = page.evaluate(
        """async () => {
            const { nearestPlaces } = await import("zonemap/look/nearest");
            const ring = [[106, 11], [106.1, 11], [106.1, 11.1], [106, 11.1], [106, 11]];
            const area = { type: "Polygon", coordinates: [ring] };
            const line = (...coordinates) => ({ type: "LineString", coordinates });
            const point = (...coordinates) => ({ type: "Point", coordinates });
            return [point(106.05, 11.05), line([105, 11.05], [107, 11.05]), point(106.1, 11.2)]
              .map((target) => Math.round(nearestPlaces(area, [target]).metres));
        }"""
    )
    # A tenth of a degree of latitude is 11,061 m there.
    assert metres[:2] == [0, 0]
    assert abs(metres[2] - 11_061) < 12


def test_hostile_names_stay_text_around_a_zone(serve: Server, visit: Opener) -> None:
    seen = open_sheet(serve, visit, hostile_document())

    assert seen.page.locator(".near-name").count() > 3
    assert seen.canary is None
    assert seen.dialogs == []


def test_words_of_lines_and_likenesses_are_there(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, invented_document()).page

    words = "document.querySelectorAll('.near-kind, .distance-label')"
    texts = page.evaluate(f"[...{words}].map((node) => node.textContent)")
    assert texts
    assert not any("_" in text for text in texts)
