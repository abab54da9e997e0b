from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from maps.stills.dates import data_as_of, latest, say_date
from tests.maps.invented_shortlist import figure
from tests.maps.stills.invented_region import invented_region


def test_a_year_stays_a_year() -> None:
    region = invented_region(2)
    first = region.zones[0]
    later = replace(first, figures={
        "lease_price_usd_m2": figure("lease_price_usd_m2", 9.0, as_of="2026"),
        "total_area_ha": figure("total_area_ha", 9.0, as_of="2025-12-31"),
    })  # fmt: skip
    dated = replace(region, zones=(later, region.zones[1]), data_date=date(2026, 1, 1))
    assert data_as_of(dated) == "2026"
    assert say_date(data_as_of(dated), "vi") == "năm 2026"


def test_a_newer_map_makes_no_figure_newer() -> None:
    region = invented_region(1)
    mapped = {"mapped_area_ha": figure("mapped_area_ha", 1.0, as_of="2026-08-11")}
    zones = (replace(region.zones[0], figures={**region.zones[0].figures, **mapped}),)
    assert data_as_of(replace(region, zones=zones)) == "2024-10"
    assert data_as_of(replace(region, zones=())) is None


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        (["2024", "2023-12-31"], "2024"),
        (["2026-01", "2026"], "2026"),
        (["2026", "2026-08-11"], "2026-08-11"),
        (["2025/2026", "2025-06"], "2025-06"),
        (["~2024-11", "2020"], "~2024-11"),
        (["soon", "", None, "2020"], "2020"),
        (["soon"], None),
        ([], None),
    ],
)
def test_the_latest_is_the_one_that_begins_last(dates: list[str | None], found: str | None) -> None:
    assert latest(dates) == found


@pytest.mark.parametrize(
    ("as_of", "vi", "en"),
    [
        ("2026", "năm 2026", "2026"),
        ("2026-08", "tháng 8/2026", "Aug 2026"),
        ("2026-12", "tháng 12/2026", "Dec 2026"),
        ("2026-08-01", "01/08/2026", "1 Aug 2026"),
        ("~2015", "khoảng 2015", "about 2015"),
        ("2024-11/2025-03", "11/2024 – 03/2025", "Nov 2024 – Mar 2025"),
    ],
)
def test_dates_are_said_within_a_sentence(as_of: str, vi: str, en: str) -> None:
    assert (say_date(as_of, "vi"), say_date(as_of, "en")) == (vi, en)
