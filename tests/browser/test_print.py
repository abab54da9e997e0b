"""The investors' map on paper: what is open is printed whole, credit and address at its end."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.maps.invented import figure, invented_document

Opener = Callable[..., Visit]
Server = Callable[[dict[str, Any]], str]


def printed(seen: Visit) -> tuple[PdfReader, str]:
    """The page as the browser prints it, and its text on one line."""
    data = seen.page.pdf(prefer_css_page_size=True, print_background=True)
    reader = PdfReader(io.BytesIO(data))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize(
    ("rest", "ready", "last", "is_wide"),
    [
        ("&s=may-trang,da-vang,doi-sim&show=compare", ".compare", "Boundary", True),
        ("&zone=may-trang", ".look-sections h3", "Area measured on the map", False),
        ("&show=table", ".zone-table", "Zones: 12", True),
        ("&tab=find", ".find-list", "Zones kept", False),
    ],
)
def test_what_is_open_is_printed_whole(
    serve: Server, visit: Opener, rest: str, ready: str, last: str, is_wide: bool
) -> None:
    seen = visit(f"{serve(invented_document())}#lang=en{rest}")
    expect(seen.page.locator(ready).first).to_be_visible()

    reader, text = printed(seen)

    assert text.startswith("Industrial zones, HCMC region")
    assert last in text
    assert "Find a zone or a port" not in text
    end = re.sub(r"\s+", " ", reader.pages[-1].extract_text())
    assert "Data to 7 Oct 2026" in end
    assert "© Imaginary mappers" in end
    assert "http://127.0.0.1" in end
    box = reader.pages[0].mediabox
    assert (box.width > box.height) == is_wide


def test_table_on_paper_has_every_zone_and_column(serve: Server, visit: Opener) -> None:
    document = invented_document()
    seen = visit(f"{serve(document)}#lang=en&show=table")
    expect(seen.page.locator(".zone-table tbody tr")).to_have_count(12)

    _, text = printed(seen)

    for name in seen.page.locator(".zone-table tbody .link-button").all_text_contents():
        assert name.replace(" ", "") in text.replace(" ", "")
    assert "Sector" in text


def test_english_pages_tell_classes_of_sectors_and_former_districts(
    serve: Server, visit: Opener
) -> None:
    document = invented_document()
    properties = document["zones"]["features"][0]["properties"]
    properties["figures"]["main_sectors"] = figure(None, None, text="điện tử, nhựa", badge="D")
    properties["district"] = "Huyện Châu Đức / Quận 7"
    page = visit(f"{serve(document)}#lang=en&zone=may-trang").page
    sectors = page.locator("#zm-sheet [data-metric=main_sectors]")

    expect(sectors.locator(".value")).to_have_text(
        "Electronics, IT; Chemicals, plastics, petroleum"
    )
    expect(sectors.locator(".passport")).to_contain_text("điện tử, nhựa")
    where = page.locator("#zm-sheet .where")
    expect(where).to_contain_text("Former Châu Đức district / District 7 · ")
    page.click("[data-language=vi]")
    expect(where).to_contain_text("Huyện Châu Đức / Quận 7 cũ")
    expect(sectors.locator(".value")).to_have_text("điện tử, nhựa")


def test_escape_closes_the_topmost_only(serve: Server, visit: Opener) -> None:
    page = visit(f"{serve(invented_document())}#lang=en&show=table&zone=may-trang").page
    expect(page.locator(".zone-table")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#zm-sheet")).to_be_hidden()
    expect(page.locator("#zm-workspace")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#zm-workspace")).to_be_hidden()
