"""Criteria, their anchors and the presets of weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.metrics import METRICS
from layers.ranking.criteria import (
    CRITERIA,
    CRITERION_BY_KEY,
    PRESET_WORDS,
    PRESETS,
    WORTH,
    Criterion,
)

HIGHER = {
    "remaining_ha",
    "largest_block_ha",
    "total_area_ha",
    "years_left",
    "wastewater",
    "power",
    "data_quality",
}


@pytest.mark.parametrize("preset", PRESETS)
def test_preset_sums_to_one(preset: str) -> None:
    weights = PRESETS[preset]
    assert sum(weights.values()) == 100
    assert set(weights) == set(CRITERION_BY_KEY)
    assert all(weight >= 0 for weight in weights.values())


def test_presets_have_names_and_leave_the_coast_out() -> None:
    assert list(PRESET_WORDS) == list(PRESETS) == ["balanced", "logistics", "cost", "land"]
    assert {preset["coastline"] for preset in PRESETS.values()} == {0}


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_anchors_go_one_way_from_nothing_to_all(criterion: Criterion) -> None:
    figures = [figure for figure, _ in criterion.anchors]
    worths = [worth for _, worth in criterion.anchors]
    assert figures == sorted(set(figures))
    assert {worths[0], worths[-1]} == {0, 1}
    assert worths in (sorted(worths), sorted(worths, reverse=True))
    assert criterion.more_is_better == (criterion.key in HIGHER)
    assert criterion.reason_vi
    assert criterion.reason_en


@pytest.mark.parametrize(
    ("key", "figure", "worth"),
    [
        ("remaining_ha", 0, 0),
        ("remaining_ha", 3, 250_000),
        ("remaining_ha", 17.5, 625_000),
        ("remaining_ha", 5_000, WORTH),
        ("largest_block_ha", 4, 500_000),
        ("rent", 45, WORTH),
        ("rent", 150, 625_000),
        ("rent", 900, 0),
        ("years_left", 25, 625_000),
        ("deep_sea_berth", 45_000, 575_000),
        ("port", 0, WORTH),
        ("expressway", 40_000, 0),
        ("power", 126, WORTH),
        ("data_quality", 0.5, 500_000),
    ],
)
def test_worth_is_straight_between_anchors(key: str, figure: float, worth: int) -> None:
    assert CRITERION_BY_KEY[key].worth(figure) == worth


@given(st.sampled_from(CRITERIA), st.floats(-10, 1e6), st.floats(-10, 1e6))
def test_worth_never_falls_for_the_better_figure(
    criterion: Criterion, first: float, second: float
) -> None:
    worse, better = sorted((first, second), reverse=not criterion.more_is_better)
    assert 0 <= criterion.worth(worse) <= criterion.worth(better) <= WORTH


def test_words_are_those_of_the_metrics() -> None:
    assert CRITERION_BY_KEY["rent"].label_en == METRICS["lease_price_usd_m2"].label_en
    assert CRITERION_BY_KEY["port"].definition_vi == METRICS["port"].definition_vi
    assert "Illustrative parcels do not count" in CRITERION_BY_KEY["largest_block_ha"].definition_en
