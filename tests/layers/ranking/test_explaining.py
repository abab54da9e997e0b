"""Why the first is first: steps that add up, reasons, and what is missing."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given

from layers.ranking.criteria import CRITERIA
from layers.ranking.explaining import DECIMALS, explain, missing_of
from layers.ranking.scoring import Weights, WorthTable, build_table, rank
from tests.layers.ranking.made_zones import (
    DAY,
    WEIGHTS,
    distance,
    figure,
    headline,
    only,
    tables,
    zone,
)


@given(tables(least=2), WEIGHTS)
def test_waterfall_adds_up_to_the_difference(table: WorthTable, weights: Weights) -> None:
    ranking = rank(table, weights)
    explanation = explain(ranking)
    assert explanation is not None
    assert explanation.runner_up is not None
    units = 10**DECIMALS
    steps = [round(step.difference * units) for step in explanation.steps]
    lead = round(explanation.first.low * units) - round(explanation.runner_up.low * units)
    assert sum(steps) == lead == round(explanation.lead * units)
    # Each step is what it is, but for the rounding of its ends.
    first, runner_up = ranking.order[:2]
    for step in explanation.steps:
        index = [item.key for item in CRITERIA].index(step.criterion.key)
        gap = int(table.low[first, index] - table.low[runner_up, index])
        exact = Fraction(weights.shares[index] * gap, weights.scale)
        assert abs(step.difference - exact) <= 1.1 / units


@given(tables(least=2), WEIGHTS)
def test_waterfall_begins_at_the_runner_up_and_ends_at_the_first(
    table: WorthTable, weights: Weights
) -> None:
    explanation = explain(rank(table, weights))
    assert explanation is not None
    assert explanation.runner_up is not None
    steps = explanation.steps
    assert steps[0].start == explanation.runner_up.low
    assert steps[-1].end == explanation.first.low
    assert [step.end for step in steps[:-1]] == [step.start for step in steps[1:]]
    assert {step.criterion.key for step in steps} == {
        CRITERIA[index].key for index in weights.in_play
    }


@given(tables(least=2), WEIGHTS)
def test_reasons_are_the_strongest_of_their_side(table: WorthTable, weights: Weights) -> None:
    explanation = explain(rank(table, weights))
    assert explanation is not None
    sizes = [abs(step.difference) for step in explanation.reasons_for]
    assert all(step.difference > 0 for step in explanation.reasons_for)
    assert all(step.difference < 0 for step in explanation.reasons_against)
    assert len(sizes) <= 3
    # Steps are ordered by what they are, told by what they are rounded to.
    assert all(left >= right - 2e-6 for left, right in pairwise(sizes))


@given(tables(least=1), WEIGHTS)
def test_what_is_missing_makes_up_the_width_of_the_score(
    table: WorthTable, weights: Weights
) -> None:
    ranking = rank(table, weights)
    for row in range(len(table.zones)):
        width = int(ranking.high[row] - ranking.low[row]) / weights.scale
        could_add = sum(missing.could_add for missing in missing_of(ranking, row))
        assert could_add == pytest.approx(width, abs=1e-5)


@given(tables(least=1), WEIGHTS)
def test_rivals_are_all_who_could_lead(table: WorthTable, weights: Weights) -> None:
    ranking = rank(table, weights)
    explanation = explain(ranking)
    assert explanation is not None
    first = ranking.order[0]
    could = {
        table.zone_ids[row] for row in ranking.order[1:] if ranking.high[row] > ranking.low[first]
    }
    assert explanation.rival_count == len(could)
    assert {rival.zone.zone_id for rival in explanation.rivals} <= could
    assert len(explanation.rivals) == min(5, len(could))


def test_one_zone_has_no_runner_up() -> None:
    explanation = explain(rank(build_table([zone("a")], DAY), only(rent=1)))
    assert explanation is not None
    assert (explanation.runner_up, explanation.steps, explanation.lead) == (None, (), 0.0)
    assert [missing.criterion.key for missing in explanation.missing] == ["rent"]
    assert not explanation.runner_up_could_lead


def test_no_zone_has_no_explanation() -> None:
    assert explain(rank(build_table([], DAY), only(rent=1))) is None


def test_missing_figure_of_the_runner_up_is_told() -> None:
    near = zone("near", distances={"port": distance("port", 0.0)}, remaining=headline(0.0))
    rent = figure("lease_price_usd_m2", unit="USD/m2/term", low=120, high=180)
    cheap = zone("cheap", figures={"lease_price_usd_m2": rent}, remaining=headline(0.0))
    explanation = explain(rank(build_table([near, cheap], DAY), only(port=3, rent=1)))
    assert explanation is not None
    assert explanation.first.zone is near
    assert explanation.lead == pytest.approx(0.75 - 0.125)
    told = [(one.zone.zone_id, one.criterion.key, one.could_add) for one in explanation.missing]
    assert told == [("cheap", "port", 0.75), ("near", "rent", 0.25), ("cheap", "rent", 0.0625)]
    assert explanation.runner_up_could_lead
    assert [rival.zone.zone_id for rival in explanation.rivals] == ["cheap"]
