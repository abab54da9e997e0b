"""Scores: monotone, blind to who else is ranked, and honest about what is not known."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidParameter
from layers.ranking.criteria import CRITERIA, PRESETS, WORTH
from layers.ranking.scoring import (
    Weights,
    WorthTable,
    build_table,
    contributions,
    rank,
    weights_from,
)
from layers.records import IndustrialZone
from tests.layers.ranking.made_zones import (
    DAY,
    KEYS,
    WEIGHTS,
    distance,
    figure,
    headline,
    only,
    table_of,
    tables,
    zone,
    zones,
)


def order_of(table: WorthTable, weights: Weights) -> list[str]:
    return [table.zone_ids[row] for row in rank(table, weights).order]


def rent(value: float | None, **ends: float) -> dict[str, Any]:
    made = figure("lease_price_usd_m2", value, unit="USD/m2/term", **ends)
    return {"figures": {"lease_price_usd_m2": made}}


def test_score_is_the_weighted_sum_of_worths() -> None:
    of = zone(**rent(150), remaining=headline(10.0))
    ranking = rank(build_table([of], DAY), only(rent=3, remaining_ha=1))
    assert ranking.low[0] / ranking.weights.scale == pytest.approx(0.75 * 0.625 + 0.25 * 0.5)
    assert ranking.low[0] == ranking.high[0]


def test_missing_figure_gives_an_interval_and_never_wins() -> None:
    table = build_table([zone("a"), zone("b", **rent(340))], DAY)
    ranking = rank(table, only(rent=1))
    assert (ranking.low[0], ranking.high[0]) == (0, ranking.weights.scale)
    assert order_of(table, only(rent=1)) == ["b", "a"]


def test_ties_go_by_what_is_possible_and_then_by_id() -> None:
    cells = dict.fromkeys(KEYS, (0, 0))
    row = lambda **ends: list({**cells, **ends}.values())  # noqa: E731 - a name for a table's row
    table = table_of(
        {
            "d": row(rent=(500_000, 500_000)),
            "c": row(rent=(500_000, 900_000)),
            "b": row(rent=(500_000, 500_000)),
            "a": row(rent=(400_000, WORTH)),
        }
    )
    assert order_of(table, only(rent=1)) == ["c", "b", "d", "a"]


@given(tables(), WEIGHTS, st.data())
def test_better_worth_never_lowers_a_score(table: WorthTable, weights: Weights, data: Any) -> None:
    before = rank(table, weights)
    row = data.draw(st.integers(0, len(table.zones) - 1))
    column = data.draw(st.integers(0, len(CRITERIA) - 1))
    low, high = table.low.copy(), table.high.copy()
    low[row, column] = data.draw(st.integers(int(low[row, column]), WORTH))
    high[row, column] = max(high[row, column], low[row, column])
    after = rank(replace(table, low=low, high=high), weights)
    assert after.low[row] >= before.low[row]
    assert after.high[row] >= before.high[row]
    assert after.order.index(row) <= before.order.index(row)


@given(zones(), WEIGHTS, st.sampled_from(["port", "airport", "expressway"]), st.data())
def test_better_figure_never_lowers_a_score(
    of: IndustrialZone, weights: Weights, measure: str, data: Any
) -> None:
    far = data.draw(st.floats(0, 200_000))
    near = data.draw(st.floats(0, far))
    within_m = data.draw(st.sampled_from([50.0, 500.0, 2000.0]))
    scores = []
    for metres in (far, near):
        measured = distance(measure, metres, within_m=within_m)
        moved = replace(of, distances={**of.distances, measure: measured})
        scores.append(rank(build_table([moved], DAY), weights))
    assert scores[1].low[0] >= scores[0].low[0]
    assert scores[1].high[0] >= scores[0].high[0]


@given(zones(), WEIGHTS, st.sampled_from(["port", "coastline"]), st.floats(0, 200_000))
def test_better_position_narrows_a_score(
    of: IndustrialZone, weights: Weights, measure: str, metres: float
) -> None:
    scores = []
    for within_m in (2000.0, 500.0, 50.0):
        measured = distance(measure, metres, within_m=within_m)
        placed = replace(of, distances={**of.distances, measure: measured})
        scores.append(rank(build_table([placed], DAY), weights))
    lows, highs = ([int(getattr(one, end)[0]) for one in scores] for end in ("low", "high"))
    assert lows == sorted(lows)
    assert highs == sorted(highs, reverse=True)


@given(zones(), WEIGHTS, st.floats(0, 500), st.floats(0, 500))
def test_more_land_never_lowers_a_score(
    of: IndustrialZone, weights: Weights, first: float, second: float
) -> None:
    less, more = (
        rank(build_table([replace(of, remaining=headline(hectares))], DAY), weights)
        for hectares in sorted((first, second))
    )
    assert more.low[0] >= less.low[0]
    assert more.high[0] >= less.high[0]


@given(tables(least=2, most=8), WEIGHTS, st.data())
def test_no_zone_that_goes_reorders_the_others(
    table: WorthTable, weights: Weights, data: Any
) -> None:
    kept = data.draw(st.sets(st.sampled_from(table.zone_ids)))
    whole = [zone_id for zone_id in order_of(table, weights) if zone_id in kept]
    assert order_of(table.only(kept), weights) == whole


@given(st.lists(zones(), min_size=2, max_size=5), zones("new"), WEIGHTS)
def test_no_zone_that_comes_reorders_the_others(
    made: list[IndustrialZone], new: IndustrialZone, weights: Weights
) -> None:
    named = [replace(one, zone_id=f"z{n}") for n, one in enumerate(made)]
    before = build_table(named, DAY)
    after = build_table([*named, new], DAY)
    left = [zone_id for zone_id in order_of(after, weights) if zone_id != "new"]
    assert left == order_of(before, weights)
    old, now = rank(before, weights), rank(after, weights)
    for zone_id in left:
        assert now.low[after.row_of[zone_id]] == old.low[before.row_of[zone_id]]


@given(zones(), WEIGHTS, st.randoms(use_true_random=False))
def test_interval_holds_every_completion(
    of: IndustrialZone, weights: Weights, chance: random.Random
) -> None:
    table = build_table([of], DAY)
    ranking = rank(table, weights)
    completed = np.array(
        [
            [
                chance.randint(int(low), int(high))
                for low, high in zip(table.low[0], table.high[0], strict=True)
            ]
        ]
    )
    sure = rank(replace(table, low=completed, high=completed), weights)
    assert ranking.low[0] <= sure.low[0] <= ranking.high[0]


@given(zones(), WEIGHTS, st.floats(0, 400))
def test_interval_holds_every_rent_that_may_come(
    of: IndustrialZone, weights: Weights, price: float
) -> None:
    """Learning a figure, at the same quality of data, stays within what was said before."""
    figures = {key: value for key, value in of.figures.items() if key != "lease_price_usd_m2"}
    unknown = replace(of, figures=figures)
    learnt = replace(of, figures={**figures, **rent(price)["figures"]})
    # The quality of the data is that of today's; learning raises it, for all to see.
    quiet = Weights((*weights.shares[:-1], 0)) if any(weights.shares[:-1]) else only(rent=1)
    before = rank(build_table([unknown], DAY), quiet)
    after = rank(build_table([learnt], DAY), quiet)
    assert before.low[0] <= after.low[0] <= after.high[0] <= before.high[0]


@given(tables(), WEIGHTS)
def test_contributions_add_up_to_the_score(table: WorthTable, weights: Weights) -> None:
    ranking = rank(table, weights)
    assert contributions(table.low, weights).sum(axis=1).tolist() == ranking.low.tolist()
    assert contributions(table.high, weights).sum(axis=1).tolist() == ranking.high.tolist()
    assert ranking.low.min() >= 0
    assert ranking.high.max() <= weights.scale


@given(tables(), st.sampled_from(list(PRESETS)), st.integers(1, 1000))
def test_scale_of_the_weights_does_not_matter(table: WorthTable, preset: Any, by: int) -> None:
    percents = PRESETS[preset]
    scaled = weights_from({key: weight * by for key, weight in percents.items()})
    assert order_of(table, scaled) == order_of(table, weights_from(percents))
    assert sum(scaled.shares) == 1_000_000_000


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ({"rent": -1.0}, "the weight of rent is -1; expected a number from 0 to 1,000,000"),
        ({"rent": float("nan")}, "the weight of rent is nan; expected a number from 0"),
        ({"rent": float("inf")}, "the weight of rent is inf; expected a number from 0"),
        ({"rent": 1e7}, "the weight of rent is 1e\\+07; expected"),
        ({"rent": 0.0, "port": 0.0}, "all weights are 0; expected at least one positive weight"),
        ({}, "all weights are 0"),
        ({"beauty": 1.0}, "there is no criterion 'beauty'; expected one of remaining_ha, largest"),
    ],
)
def test_weights_that_cannot_be_used(numbers: dict[str, float], message: str) -> None:
    with pytest.raises(InvalidParameter, match=message):
        weights_from(numbers)


def test_nothing_ranked_is_no_error() -> None:
    empty = build_table([], DAY)
    assert rank(empty, only(rent=1)).order == ()
    assert empty.only([]) is empty
