"""What the sheet of a zone says of figures that are unknown, computed or told in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.maps.invented import figure, invented_document, reading

Opener = Callable[..., Visit]
Server = Callable[[dict[str, Any]], str]

LINES = (
    "net_ha",
    "leased_ha",
    "remaining_ha",
    "available_now_ha",
    "constrained_ha",
    "in_preparation_ha",
    "not_cleared_ha",
    "reserved_ha",
    "unclassified_ha",
    "occupancy_decree35",
    "largest_block_ha",
)


def open_sheet(
    serve: Server, visit: Opener, document: dict[str, Any], *, language: str = "vi"
) -> Page:
    """The page with the sheet of the first zone open."""
    zone = document["zones"]["features"][0]["id"]
    seen = visit(serve(document) + f"#lang={language}&zone={zone}")
    assert seen.errors == []
    return seen.page


def first_zone(document: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = document["zones"]["features"][0]["properties"]
    return properties


def test_ledger_of_nulls_says_unknown_and_never_zero(serve: Server, visit: Opener) -> None:
    document = invented_document()
    first_zone(document)["ledger"].update(dict.fromkeys(LINES), illustrative=False)
    page = open_sheet(serve, visit, document)

    text = page.locator(".ledger").inner_text()
    assert "Đất có thể cho thuê: Chưa rõ" in text
    assert "0" not in text.replace("Nghị định 35", "")
    leased = page.locator(".ledger-key li", has_text="Đã cho thuê")
    expect(leased.locator(".ledger-value")).to_have_text("Chưa rõ", use_inner_text=True)


def test_illustrative_ledger_leaves_out_what_it_cannot_tell(serve: Server, visit: Opener) -> None:
    document = invented_document()
    first_zone(document)["ledger"].update(occupancy_decree35=None, reserved_ha=None)
    page = open_sheet(serve, visit, document, language="en")

    text = page.locator(".ledger").inner_text()
    assert "Decree 35" not in text
    assert "reserved" not in text.lower()
    assert "Unknown" not in text


def test_number_of_an_unknown_is_the_word_for_unknown(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, invented_document())

    written = page.evaluate(
        """async () => {
            const { number, percent, hectares } = await import("zonemap/format");
            const words = { language: "en", t: (key) => key };
            return [null, undefined].flatMap((value) => [
              number(value, 2, words), percent(value, words), hectares(value, words)]);
        }"""
    )
    assert written == ["unknown"] * 6


@pytest.mark.parametrize(("language", "words"), [("vi", "Ảnh bản đồ"), ("en", "Map still")])
def test_sheet_leads_to_the_picture_of_its_zone(
    serve: Server, visit: Opener, language: str, words: str
) -> None:
    document = invented_document()
    page = open_sheet(serve, visit, document, language=language)
    link = page.get_by_role("link", name=words, exact=True)
    zone = first_zone(document)["zone_id"]
    expect(link).to_have_attribute("href", f"/studio?zone={zone}&lang={language}")


def test_sheet_of_what_has_no_picture_leads_to_none(
    serve: Server, write: Server, visit: Opener
) -> None:
    lost = invented_document()
    lost["zones"]["features"][0]["geometry"] = None
    first_zone(lost)["location"] = None
    assert open_sheet(serve, visit, lost).locator('a[href^="/studio?"]').count() == 0
    # A file on a disk has no server that could draw.
    assert open_sheet(write, visit, invented_document()).locator('a[href^="/studio?"]').count() == 0


def computed_document() -> dict[str, Any]:
    """Remaining land computed as 212.5 ha, where 230 ha is declared with a note."""
    document = invented_document()
    properties = first_zone(document)
    properties["remaining_ha"].update(method="computed", illustrative=False)
    properties["figures"]["remaining_area_ha"] = figure(230.0, "ha", note="Đã trừ đường nội bộ.")
    return document


def test_computed_land_says_how_and_leaves_the_declared_note(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, computed_document())
    answer = {
        **figure(230.0, "ha", note="Đã trừ đường nội bộ.", source_keys=["gazette"]),
        "metric": "remaining_area_ha",
        "scope": "zone",
        "picked": True,
    }
    page.route(
        "**/api/zones/may-trang",
        lambda route: route.fulfill(json={"all_figures": [answer], "sources": {}}),
    )
    row = page.locator("details.figure", has_text="212,5 ha")

    expect(row.locator("summary")).to_contain_text(
        "tính từ đất cho thuê − đất đã thuê", use_inner_text=True
    )
    row.locator("summary").click()
    expect(row).not_to_contain_text("Đã trừ đường nội bộ.", use_inner_text=True)
    expect(row).to_contain_text("1 số liệu khác, không khớp", use_inner_text=True)
    row.locator(".rivals-button").click()
    rival = row.locator(".rivals li")
    expect(rival).to_contain_text("230 ha")
    expect(rival).to_contain_text("Đã trừ đường nội bộ.")
    expect(rival).not_to_contain_text("đang hiển thị", use_inner_text=True)


def test_standalone_sheet_lists_the_declared_figure_it_carries(
    write: Server, visit: Opener
) -> None:
    document = computed_document()
    page = visit(write(document) + "#lang=en&zone=may-trang").page
    row = page.locator("details.figure", has_text="212.5 ha")
    row.locator("summary").click()

    expect(row).to_contain_text("computed: leasable less leased", use_inner_text=True)
    expect(row.locator(".rivals li")).to_contain_text("230 ha", use_inner_text=True)
    area = page.locator("details.figure", has_text="640 ha")
    area.locator("summary").click()
    expect(area).to_contain_text("the map on its server lists them", use_inner_text=True)


def test_statement_of_no_land_left_stands_beside_an_unknown(serve: Server, visit: Opener) -> None:
    document = invented_document()
    properties = first_zone(document)
    properties["remaining_ha"] = reading(None, "unknown")
    properties["figures"]["no_land_left"] = figure(
        None, None, text="no land left (Gazette)", badge="B", method="statement"
    )
    page = open_sheet(serve, visit, document)

    row = page.locator("details.figure", has_text="Lời công bố").first
    summary = row.locator("summary").inner_text()
    assert "Hết đất cho thuê" in summary
    assert "04/2019 · Công báo Tưởng tượng" in summary
    assert row.locator(".badge").first.inner_text().endswith("B")
    assert page.locator(".tile").first.inner_text().split("\n")[1] == "Chưa rõ"


def test_distances_are_written_as_fine_as_the_worse_position(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, invented_document())
    distances = page.locator(".sheet-section", has_text="Khoảng cách đường thẳng")

    text = distances.inner_text()
    assert "khoảng 25 km" in text
    assert "khoảng 3 km" in text
    assert "dưới 2 km" in text
    assert "0,9 km" not in text


def test_distance_between_known_places_keeps_a_tenth(serve: Server, visit: Opener) -> None:
    document = invented_document()
    properties = first_zone(document)
    properties.update(boundary_quality="openstreetmap")
    properties["distances"]["coastline"].update(badge="C", measured_from="boundary", within_m=50.0)
    page = open_sheet(serve, visit, document, language="en")

    expect(page.locator(".tiles")).to_contain_text("24.6 km", use_inner_text=True)
    expect(page.locator("#zm-sheet")).to_contain_text("about 18 km", use_inner_text=True)


def test_distance_opens_to_its_passport(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, invented_document(), language="en")
    row = page.locator("details.figure", has_text="Deep-sea berth")
    row.locator("summary").click()

    passport = row.locator(".passport").inner_text()
    assert "Straight line on the WGS 84 ellipsoid" in passport
    assert "Schematic: rectangle of the declared area. Position within about 2 km" in passport
    assert "Nowhere · Position within about 2 km" in passport
    assert "7 Oct 2026" in passport
    assert "D: estimate or general knowledge" in passport


def test_illustrative_parcels_are_not_called_available(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, invented_document(), language="en")

    legend = page.locator("#zm-legend").inner_text()
    assert "not leased (by declared figures)" in legend
    assert "Available" not in legend
    page.hover(".leaflet-parcels-pane path:nth-of-type(2)")
    expect(page.locator(".tooltip")).to_contain_text(
        "not leased (by declared figures)", use_inner_text=True
    )


def test_real_parcels_keep_their_commercial_state(serve: Server, visit: Opener) -> None:
    document = invented_document()
    for parcel in document["parcels"]["features"]:
        parcel["properties"]["illustrative"] = False
    page = open_sheet(serve, visit, document, language="en")

    expect(page.locator("#zm-legend")).to_contain_text("Available", use_inner_text=True)


def test_sources_that_are_no_names_are_in_the_language_shown(serve: Server, visit: Opener) -> None:
    document = invented_document()
    document["sources"]["gazette"].update(
        publisher="General knowledge", licence="facts quoted with source"
    )
    page = open_sheet(serve, visit, document)
    row = page.locator("details.figure").first
    row.locator("summary").click()

    expect(row.locator("summary")).to_contain_text("Kiến thức chung", use_inner_text=True)
    expect(row.locator(".passport")).to_contain_text(
        "trích số liệu, ghi nguồn", use_inner_text=True
    )


def test_names_of_the_other_language_say_which_it_is(serve: Server, visit: Opener) -> None:
    page = open_sheet(serve, visit, invented_document(), language="en")

    expect(page.locator(".other-name")).to_have_attribute("lang", "vi")
    expect(page.locator(".where")).to_contain_text("Former Mơ district · ")
    expect(page.locator("#zm-legend")).to_contain_text("A official", use_inner_text=True)
