"""Units and rounding for people."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import units
from geo.errors import InvalidParameter

areas_m2 = st.floats(0, 1e9, allow_subnormal=False).map(lambda area: round(area, 3))


def test_hectares_of_a_square_of_100_m():
    assert units.hectares_from_m2(100 * 100) == 1


@given(areas_m2)
def test_hectares_round_trip(area_m2):
    back = units.m2_from_hectares(units.hectares_from_m2(area_m2))
    assert math.isclose(back, area_m2, rel_tol=1e-15)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (2.675, 2, "2.68"),
        (0.125, 2, "0.13"),
        (-0.125, 2, "-0.13"),
        (-0.001, 2, "0.00"),
        (24.62, 1, "24.6"),
        (3166, 2, "3166.00"),
        (Decimal("1.005"), 2, "1.01"),
        (1e300, 0, f"1{'0' * 300}"),
    ],
)
def test_round_half_up_rounds_as_on_paper(value, decimals, shown):
    assert format(units.round_half_up(value, decimals), "f") == shown


@pytest.mark.parametrize("value", [math.nan, math.inf, Decimal("NaN")])
def test_round_half_up_refuses_what_is_no_number(value):
    with pytest.raises(InvalidParameter, match="show an unknown number as unknown"):
        units.round_half_up(value, 2)


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_round_half_up_moves_by_half_a_step_at_most(value, decimals):
    moved = abs(units.round_half_up(value, decimals) - Decimal(repr(value)))
    assert moved <= Decimal("0.5").scaleb(-decimals)


def test_total_shown_is_the_sum_of_what_is_shown():
    assert units.total_shown([0.125, 0.125], 2) == Decimal("0.26")


@given(st.lists(areas_m2, max_size=20), st.randoms())
def test_total_shown_does_not_depend_on_order(values, random):
    shuffled = random.sample(values, len(values))
    assert units.total_shown(shuffled, 1) == units.total_shown(values, 1)


def test_total_shown_of_nothing_is_zero():
    assert str(units.total_shown([], 2)) == "0.00"


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (units.shown_zone_area_ha(165_049.99), "16.50"),
        (units.shown_parcel_area_m2(50_000.25), "50000.3"),
        (units.shown_distance_km(24_649.9), "24.6"),
        # 0.8765 * 100 is 87.64999999999999 in floats.
        (units.shown_percent(0.8765), "87.7"),
    ],
)
def test_shown_numbers_have_their_decimals(shown, text):
    assert str(shown) == text
