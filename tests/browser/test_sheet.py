"""What the sheet of a zone says of figures that are unknown, computed or told in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.maps.invented import invented_document

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
    assert leased.locator(".ledger-value").inner_text() == "Chưa rõ"


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
