"""TOPSIS as a cross-check: fixed ideals, so nobody moves the others."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.ranking.criteria import WORTH
from layers.ranking.scoring import Weights, WorthTable, build_table, rank
from layers.ranking.topsis import cross_check
from tests.layers.ranking.made_zones import DAY, KEYS, WEIGHTS, only, table_of, tables


def row(**worths: int) -> list[tuple[int, int]]:
    return [(worths.get(key, 0), worths.get(key, 0)) for key in KEYS]


@given(tables(least=1), WEIGHTS)
def test_closeness_is_by_the_book(table: WorthTable, weights: Weights) -> None:
    check = cross_check(rank(table, weights))
    for index, score in enumerate(check.scores):
        weighted = [
            (weights.share_of(column), weights.share_of(column) * int(worth) / WORTH)
            for column, worth in enumerate(table.low[index])
        ]
        to_best = math.sqrt(sum((best - value) ** 2 for best, value in weighted))
        to_worst = math.sqrt(sum(value**2 for _, value in weighted))
        assert score == pytest.approx(to_worst / (to_best + to_worst), abs=1e-9)


@given(tables(least=2, most=8), WEIGHTS, st.data())
def test_no_zone_that_goes_moves_the_others(table: WorthTable, weights: Weights, data: Any) -> None:
    kept = data.draw(st.sets(st.sampled_from(table.zone_ids), min_size=1))
    whole = cross_check(rank(table, weights))
    part = table.only(kept)
    scores = cross_check(rank(part, weights)).scores
    assert scores == tuple(whole.scores[table.row_of[zone_id]] for zone_id in part.zone_ids)


def test_agreement_is_one_for_the_same_order_and_minus_one_for_its_opposite() -> None:
    table = table_of({"a": row(rent=900_000), "b": row(rent=500_000), "c": row(rent=100_000)})
    check = cross_check(rank(table, only(rent=1)))
    assert (check.places, check.rho) == ((1, 2, 3), 1.0)
    # Weights are squared in distances: the weighty criterion turns the order round.
    table = table_of({"x": row(rent=600_000), "y": row(rent=300_000, port=650_000)})
    ranking = rank(table, only(rent=2, port=1))
    check = cross_check(ranking)
    assert (ranking.order, check.places, check.rho) == ((1, 0), (1, 2), -1.0)


def test_agreement_is_unknown_where_there_is_no_order() -> None:
    assert cross_check(rank(build_table([], DAY), only(rent=1))).rho is None
    assert cross_check(rank(table_of({"a": row(rent=1)}), only(rent=1))).rho is None
    alike = table_of({"a": row(rent=1), "b": row(rent=1)})
    assert cross_check(rank(alike, only(rent=1))).rho is None
