"""What is known of a zone for each criterion, and what that may be worth."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from layers.ranking.criteria import CRITERION_BY_KEY, WORTH
from layers.ranking.reading import Known, read_zone_by_key, worth_interval
from layers.records import IndustrialZone
from tests.layers.ranking.made_zones import DAY, distance, figure, headline, ledger, zone, zones


def known(of: IndustrialZone, key: str, day: date = DAY) -> Known:
    return read_zone_by_key(of, day)[key]


def worths(of: IndustrialZone, key: str) -> tuple[int, int]:
    return worth_interval(CRITERION_BY_KEY[key], known(of, key))


def test_unknown_may_be_worth_anything() -> None:
    for key in set(CRITERION_BY_KEY) - {"data_quality"}:
        assert known(zone(), key).state == "unknown"
        assert worths(zone(), key) == (0, WORTH)
    assert worths(zone(), "data_quality") == (0, 0)


def test_figure_carries_its_passport() -> None:
    rent = figure("lease_price_usd_m2", 150, unit="USD/m2/term", badge="C")
    found = known(zone(figures={"lease_price_usd_m2": rent}), "rent")
    assert (found.state, found.value, found.badge, found.as_of) == ("known", 150, "C", "2025")
    assert (found.source_keys, found.method) == (("s1",), "published")


def test_range_gives_the_interval_of_its_ends() -> None:
    rent = figure("lease_price_usd_m2", unit="USD/m2/term", low=120, high=180)
    assert worths(zone(figures={"lease_price_usd_m2": rent}), "rent") == (500_000, 750_000)


@pytest.mark.parametrize(
    ("ends", "worth"),
    [({"low": 120}, (0, 750_000)), ({"high": 180}, (500_000, WORTH)), ({}, (0, WORTH))],
)
def test_open_range_is_open(ends: dict[str, float], worth: tuple[int, int]) -> None:
    rent = figure("lease_price_usd_m2", unit="USD/m2/term", **ends)
    assert worths(zone(figures={"lease_price_usd_m2": rent}), "rent") == worth


@pytest.mark.parametrize("change", [{"scope": "part"}, {"scope": "group"}, {"unit": "VND"}])
def test_figure_of_something_else_is_unknown(change: dict[str, Any]) -> None:
    area = figure("total_area_ha", 300, **{"unit": "ha", **change})
    assert known(zone(figures={"total_area_ha": area}), "total_area_ha").state == "unknown"


def test_no_land_left_as_a_statement_is_at_most_a_hectare() -> None:
    said = zone(remaining=headline(state="none_left"))
    at_one = CRITERION_BY_KEY["remaining_ha"].worth(1)
    assert 0 < at_one < WORTH
    assert worths(said, "remaining_ha") == (0, at_one)
    assert worths(said, "largest_block_ha") == (0, 100_000)


def test_known_zero_is_worth_nothing() -> None:
    full = zone(remaining=headline(0.0))
    assert worths(full, "remaining_ha") == (0, 0)
    assert worths(full, "largest_block_ha") == (0, 0)


def test_illustrative_ledger_never_counts() -> None:
    made_up = zone(ledger=ledger(20.0, illustrative=True))
    assert known(made_up, "largest_block_ha").state == "unknown"
    summed = zone(remaining=headline(40.0, illustrative=True))
    assert known(summed, "remaining_ha").state == "unknown"
    assert known(summed, "largest_block_ha").state == "unknown"
    real = zone(ledger=ledger(20.0))
    assert (known(real, "largest_block_ha").value, known(real, "largest_block_ha").badge) == (
        20.0,
        "A",
    )


def test_unknown_block_is_at_most_what_remains() -> None:
    found = known(zone(remaining=headline(10.0)), "largest_block_ha")
    assert (found.state, found.value, found.low, found.high) == ("bounded", None, 0.0, 10.0)
    assert worths(zone(remaining=headline(10.0)), "largest_block_ha") == (0, 800_000)
    ranged = zone(remaining=headline(low=3.0, high=5.0))
    assert worths(ranged, "largest_block_ha") == (0, 600_000)
    assert known(zone(remaining=headline(low=3.0)), "largest_block_ha").state == "unknown"


@pytest.mark.parametrize(
    ("year", "day", "left"),
    [
        (2055, date(2026, 1, 1), 29),
        (2055, date(2026, 12, 31), 29),
        (2026, DAY, 0),
        (2020, DAY, 0),
        (2055, date(2014, 5, 1), 41),
    ],
)
def test_years_left_are_counted_from_the_day(year: int, day: date, left: float) -> None:
    of = zone(figures={"lease_expiry_year": figure("lease_expiry_year", year, unit="year")})
    assert known(of, "years_left", day).value == left
    assert known(of, "years_left", day).method == "computed"


def test_distance_names_what_it_leads_to() -> None:
    found = known(zone(distances={"port": distance("port", 1_234.5)}), "port")
    assert (found.value, found.nearest_vi, found.nearest_en) == (1_234.5, "Nơi gần", "Near place")
    assert (found.badge, found.method) == ("C", "straight_line_from_boundary")


def test_distance_is_worth_what_its_positions_allow() -> None:
    rough = zone(distances={"expressway": distance("expressway", 747.39, "D", 2000.0)})
    found = known(rough, "expressway")
    assert (found.value, found.low, found.high, found.within) == (747.39, 0.0, 2747.39, 2000.0)
    worth = CRITERION_BY_KEY["expressway"].worth
    assert worths(rough, "expressway") == (worth(2747.39), WORTH)
    fine = zone(distances={"expressway": distance("expressway", 3_000.0)})
    assert worths(fine, "expressway") == (worth(3_050.0), worth(2_950.0))


def test_quality_counts_badges_and_what_is_missing() -> None:
    area = figure("total_area_ha", 300, unit="ha", badge="A")
    found = known(zone(figures={"total_area_ha": area}), "data_quality")
    assert (found.value, found.badge) == (pytest.approx(1 / 11), "A")
    with_coast = zone(
        figures={"total_area_ha": area}, distances={"coastline": distance("coastline", 1.0)}
    )
    assert known(with_coast, "data_quality").value == found.value
    with_port = zone(figures={"total_area_ha": area}, distances={"port": distance("port", 1.0)})
    assert known(with_port, "data_quality").value == pytest.approx(1.4 / 11)
    assert known(with_port, "data_quality").badge == "C"


@given(zones())
def test_every_interval_is_in_order_and_in_range(of: IndustrialZone) -> None:
    for key in CRITERION_BY_KEY:
        low, high = worths(of, key)
        assert 0 <= low <= high <= WORTH
        if known(of, key).state == "known" and known(of, key).within is None:
            assert low == high
