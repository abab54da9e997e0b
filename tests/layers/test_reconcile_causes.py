from __future__ import annotations

import pytest

from layers.reconcile_causes import (
    CAUSES,
    are_dates_apart,
    cause_of_numbers,
    is_digit_swap,
    is_rounding,
)


@pytest.mark.parametrize(
    ("first", "second", "unit", "cause"),
    [
        (579, 597, "ha", "digit_swap"),
        (1234.5, 1243.5, "ha", "digit_swap"),
        (12.34, 1234, "ha", "decimal_comma"),
        (0.482, 4.82, "share", "decimal_comma"),
        (99, 99.34, "ha", "rounding"),
        (1000, 997.74, "ha", "rounding"),
        (16.5, 17, "ha", "rounding"),
        (311.4, 311, "ha", "rounding"),
        (427, 534, "ha", None),
        (0.482, 0.62, "share", None),
        (300, 343.9, "ha", None),
        (0, 5, "ha", None),
    ],
)
def test_cause_of_numbers_names_what_two_numbers_show(
    first: float, second: float, unit: str, cause: str | None
) -> None:
    assert cause_of_numbers(first, second, unit) == cause
    assert cause_of_numbers(second, first, unit) == cause


def test_is_rounding_needs_nearness_not_only_fewer_digits() -> None:
    assert not is_rounding(300, 343.9, "ha")
    assert not is_rounding(0.9, 0.872, "share")


def test_is_digit_swap_needs_three_digits_and_neighbours() -> None:
    assert not is_digit_swap(12, 21)
    assert not is_digit_swap(597, 795)


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("2015", None, True),
        (None, None, False),
        ("2015", "2015-06", False),
        ("2022-08", "2022-09-30", True),
        ("2024/2025", "2024-11-05", False),
        ("~2015", "2018-06-04", True),
    ],
)
def test_are_dates_apart_knows_partial_dates(
    first: str | None, second: str | None, apart: bool
) -> None:
    assert are_dates_apart(first, second) is apart


def test_causes_are_worded_as_likely_in_both_languages() -> None:
    for code, cause in CAUSES.items():
        assert cause.rule
        if code != "unknown":
            assert cause.words_en.startswith("Likely"), code
            assert cause.words_vi.startswith("Nhiều khả năng"), code
