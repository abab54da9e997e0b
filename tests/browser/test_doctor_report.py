"""The doctor's report in Chromium: it draws, it speaks both languages, and no name runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from layers.importers.doctor.records import Diagnosis
from maps.doctor_report import build_report
from tests.browser.conftest import PHONE, Visit
from tests.layers.doctor.samples import diagnose, five, layer, zones
from tests.maps.test_doctor_report import faulty, hostile


@pytest.fixture
def read(tmp_path: Path, visit: Callable[..., Visit]) -> Callable[..., Visit]:
    """Open the report of a diagnosis from disk."""

    def open_report(diagnosis: Diagnosis, **options: object) -> Visit:
        file = tmp_path / "report.html"
        file.write_text(build_report(diagnosis), encoding="utf-8")
        return visit(file.as_uri(), **options)

    return open_report


def assert_quiet(seen: Visit) -> None:
    assert seen.canary is None
    assert seen.dialogs == []
    assert seen.errors == []
    assert [one for one in seen.requests if not one.startswith(("file:", "data:"))] == []


def test_report_draws_each_boundary_before_and_after(read: Callable[..., Visit]) -> None:
    seen = read(faulty())
    paths = seen.page.locator("#report-map path")

    expect(paths).to_have_count(11)  # five before, five after, one zone
    seen.page.uncheck("[data-layer=before]")
    expect(paths).to_have_count(6)
    seen.page.uncheck("[data-layer=zones]")
    expect(paths).to_have_count(5)
    assert_quiet(seen)


def test_report_leads_from_a_finding_to_its_boundary(read: Callable[..., Visit]) -> None:
    page = read(faulty()).page

    page.click(".findings [data-number='3']")

    # The pointer may come to rest on another boundary, which then has a tooltip of its own.
    told = page.locator(".leaflet-tooltip", has_text="#3 feature 3").first
    told.wait_for()
    assert told.inner_text().splitlines() == ["#3 feature 3", "lỗi"]


def test_report_speaks_one_language_at_a_time(read: Callable[..., Visit]) -> None:
    page = read(faulty()).page
    main = page.locator("main")

    expect(main).to_contain_text("Từ chối", use_inner_text=True)
    expect(main).not_to_contain_text("Refused", use_inner_text=True)
    page.click("button[data-language=en]")
    expect(main).to_contain_text("Refused", use_inner_text=True)
    expect(main).not_to_contain_text("Từ chối", use_inner_text=True)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_report_without_crs_marks_every_reading(read: Callable[..., Visit]) -> None:
    seen = read(diagnose(layer(crs=None), zones()))

    expect(seen.page.locator(".leaflet-tooltip")).to_have_text(
        ["EPSG:5899", "EPSG:5898"], use_inner_text=True
    )
    assert_quiet(seen)


def test_report_of_a_wrong_meridian_shows_both_places(read: Callable[..., Visit]) -> None:
    seen = read(diagnose(layer(five(), "EPSG:9210"), zones()))

    assert "EPSG:5899" in seen.page.locator(".leaflet-tooltip").all_inner_texts()
    assert_quiet(seen)


def test_report_hostile_names_do_not_run(read: Callable[..., Visit]) -> None:
    seen = read(hostile())
    page = seen.page
    for language in ("en", "vi"):
        page.click(f"button[data-language={language}]")
        for button in page.locator(".findings .go").all()[:12]:
            button.click()
    for path in page.locator("#report-map path").all():
        path.dispatch_event("mouseover", {"bubbles": True})

    assert page.locator(".leaflet-tooltip").count() > 0
    assert page.locator("img, iframe, object, embed, [onerror], [onload]").count() == 0
    assert_quiet(seen)


def test_report_fits_a_phone(read: Callable[..., Visit]) -> None:
    page = read(faulty(), viewport=PHONE).page

    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
