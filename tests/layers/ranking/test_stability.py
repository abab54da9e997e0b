"""How far weights may move, held against brute force, and what random weightings say."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.ranking.criteria import CRITERIA, PRESETS, WORTH
from layers.ranking.scoring import Weights, WorthTable, build_table, rank, weights_from
from layers.ranking.stability import SEED, Chances, chances, weight_intervals
from tests.layers.ranking.made_zones import DAY, KEYS, WEIGHTS, only, table_of, tables, zone


def first_at(table: WorthTable, weights: Weights, index: int, share: Fraction) -> int:
    """Who is first with a share of the weight on one criterion, others in proportion: exact."""
    rest = weights.total - weights.shares[index]
    exact = [
        share if column == index else (1 - share) * Fraction(weights.shares[column], rest)
        for column in range(len(CRITERIA))
    ]

    def score(ends: Any) -> Fraction:
        return sum(
            (weight * int(end) for weight, end in zip(exact, ends, strict=True)), Fraction(0)
        )

    return min(
        range(len(table.zones)),
        key=lambda row: (-score(table.low[row]), -score(table.high[row]), row),
    )


@given(tables(least=2, most=5), WEIGHTS, st.integers(0, len(CRITERIA) - 1))
def test_first_stays_first_within_its_interval_only(
    table: WorthTable, weights: Weights, index: int
) -> None:
    if weights.shares[index] == weights.total:
        return
    ranking = rank(table, weights)
    interval = weight_intervals(ranking)[index]
    present = weights.share_of(index)
    assert 0 <= interval.low <= present <= interval.high <= 1
    for step in range(41):
        share = Fraction(step, 40)
        first = first_at(table, weights, index, share)
        if interval.low + 1e-9 < share < interval.high - 1e-9:
            assert first == ranking.order[0]
        elif not interval.low - 1e-9 <= share <= interval.high + 1e-9:
            assert first != ranking.order[0]


@given(tables(least=2, most=5), WEIGHTS, st.integers(0, len(CRITERIA) - 1))
def test_end_of_an_interval_is_where_another_takes_over(
    table: WorthTable, weights: Weights, index: int
) -> None:
    if weights.shares[index] == weights.total:
        return
    ranking = rank(table, weights)
    interval = weight_intervals(ranking)[index]
    beyond = Fraction(1, 10**7)
    for end, share in (
        (interval.low, Fraction(interval.low) - beyond),
        (interval.high, Fraction(interval.high) + beyond),
    ):
        if 1e-6 < end < 1 - 1e-6:
            assert first_at(table, weights, index, share) != ranking.order[0]


def row(**worths: int) -> list[tuple[int, int]]:
    return [(worths.get(key, 0), worths.get(key, 0)) for key in KEYS]


def test_interval_by_hand() -> None:
    # a leads by 0.4 in rent, b by 0.2 in port: with t on rent a leads while 0.4 t > 0.2 (1 - t).
    table = table_of({"a": row(rent=900_000, port=300_000), "b": row(rent=500_000, port=500_000)})
    intervals = dict(zip(KEYS, weight_intervals(rank(table, only(rent=1, port=1))), strict=True))
    assert intervals["rent"].low == pytest.approx(1 / 3)
    assert intervals["rent"].high == 1.0
    assert (intervals["port"].low, intervals["port"].high) == (0.0, pytest.approx(2 / 3))
    assert (intervals["airport"].low, intervals["airport"].high) == (0.0, 1.0)


def test_all_the_weight_on_one_criterion_has_no_proportions() -> None:
    table = table_of({"a": row(rent=WORTH), "b": row(port=WORTH)})
    intervals = weight_intervals(rank(table, only(rent=1)))
    assert (intervals[KEYS.index("rent")].low, intervals[KEYS.index("rent")].high) == (1.0, 1.0)
    assert intervals[KEYS.index("port")].high == pytest.approx(0.5)


def test_ends_that_tie_say_so() -> None:
    # All the weight on rent, or none of it: a and b are level; in between a leads by port.
    table = table_of({"a": row(rent=700_000, port=300_000), "b": row(rent=700_000)})
    intervals = dict(zip(KEYS, weight_intervals(rank(table, only(rent=1, port=1))), strict=True))
    rent, port, airport = (intervals[key] for key in ("rent", "port", "airport"))
    assert (rent.low, rent.high, rent.ties_at_low, rent.ties_at_high) == (0, 1, False, True)
    assert (port.low, port.high, port.ties_at_low, port.ties_at_high) == (0, 1, True, False)
    assert (airport.ties_at_low, airport.ties_at_high) == (False, True)
    alone = weight_intervals(rank(table, only(rent=1)))[KEYS.index("rent")]
    assert (alone.low, alone.high, alone.ties_at_low) == (1, 1, True)


def test_end_inside_ties() -> None:
    table = table_of({"a": row(rent=900_000, port=300_000), "b": row(rent=500_000, port=500_000)})
    rent = weight_intervals(rank(table, only(rent=1, port=1)))[KEYS.index("rent")]
    assert (rent.ties_at_low, rent.ties_at_high) == (True, False)


def test_likeliest_is_the_one_first_most_often() -> None:
    found = Chances(((0.2, 1, 1), (0.5, 1, 1), (0.5, 1, 1)), 100)
    assert found.likeliest((0, 2, 1)) == 2
    assert Chances((), 100).likeliest(()) is None


def test_alone_or_nobody_stays_first_whatever_the_weight() -> None:
    for table in (build_table([], DAY), build_table([zone()], DAY)):
        for interval in weight_intervals(rank(table, weights_from(PRESETS["land"]))):
            assert (interval.low, interval.high) == (0.0, 1.0)


def test_chances_are_the_same_each_time_and_with_another_seed_nearly() -> None:
    ends = np.sort(np.random.default_rng(1).integers(0, WORTH, (12, len(KEYS), 2)))
    table = table_of({f"z{n:02}": row for n, row in enumerate(ends.tolist())})
    in_play = tuple(range(len(KEYS)))
    first = chances(table, in_play)
    assert first == chances(table, in_play, seed=SEED)
    other = chances(table, in_play, seed=SEED + 1)
    assert first != other
    assert np.abs(np.array(first.rows) - np.array(other.rows)).max() < 0.03
    assert first.weightings == 10_000


@settings(max_examples=25)
@given(tables(least=1, most=7), st.sets(st.sampled_from(range(len(KEYS))), min_size=1))
def test_chances_add_up(table: WorthTable, in_play: set[int]) -> None:
    found = np.array(chances(table, sorted(in_play), weightings=300).rows)
    count = len(table.zones)
    sums = [min(top, count) for top in (1, 3, 5)]
    assert found.sum(axis=0).tolist() == pytest.approx(sums)
    assert (np.diff(found, axis=1) >= 0).all()


def test_chances_match_a_plain_simulation() -> None:
    table = table_of(
        {
            "a": [(200_000, 800_000)] * len(KEYS),
            "b": [(0, WORTH)] * len(KEYS),
            "c": [(450_000, 450_000)] * len(KEYS),
            "d": row(rent=WORTH),
        }
    )
    generator = np.random.default_rng(7)
    weights = generator.dirichlet(np.ones(len(KEYS)), 20_000)
    span = table.high - table.low
    worths = table.low + generator.random((20_000, 4, len(KEYS))) * span
    best = (weights[:, None, :] * worths).sum(axis=2).argmax(axis=1)
    plain = np.bincount(best, minlength=4) / 20_000
    ours = [row[0] for row in chances(table, range(len(KEYS))).rows]
    assert ours == pytest.approx(plain.tolist(), abs=0.02)


def test_zone_that_is_worse_in_everything_has_no_chance() -> None:
    table = table_of({"a": [(600_000, 900_000)] * len(KEYS), "b": [(0, 500_000)] * len(KEYS)})
    assert chances(table, range(len(KEYS))).rows == ((1.0, 1.0, 1.0), (0.0, 1.0, 1.0))
    assert chances(build_table([], DAY), [0]).rows == ()
