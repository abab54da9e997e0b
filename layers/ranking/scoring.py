"""Weighted sums over worths, as intervals: what is certain, and what is possible.

Worths are whole millionths and weights whole numbers of about a thousand millionths, so each score
is a whole number: sums are exact, equal zones tie exactly, and the score of a zone never hangs on
which others are ranked with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import InvalidParameter
from layers.ranking.criteria import CRITERIA, CRITERION_BY_KEY, WORTH
from layers.ranking.reading import Known, read_zone, worth_interval
from layers.records import IndustrialZone

SHARES: Final = 1_000_000_000
"""Into how many parts the sum of weights is divided."""

MOST_WEIGHT: Final = 1_000_000.0

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of all criteria, in their order; whole numbers of which at least one is positive."""

    shares: tuple[int, ...]

    @property
    def total(self) -> int:
        """Sum of the weights; `SHARES` but for rounding."""
        return sum(self.shares)

    @property
    def scale(self) -> int:
        """What scores are counted in: the score of a zone that is worth 1 in everything."""
        return self.total * WORTH

    def share_of(self, index: int) -> float:
        """Normalised weight of a criterion, 0 to 1."""
        return self.shares[index] / self.total

    @property
    def in_play(self) -> tuple[int, ...]:
        """Indices of the criteria that have any weight."""
        return tuple(index for index, share in enumerate(self.shares) if share)


def weights_from(numbers: Mapping[str, float]) -> Weights:
    """Weights from numbers in any common scale; criteria that are not named have none.

    Raises
    ------
    InvalidParameter
        If a criterion is unknown, a number is negative, not finite or too large, or all are 0.
    """
    for key, number in numbers.items():
        if key not in CRITERION_BY_KEY:
            raise InvalidParameter(
                f"there is no criterion {key[:40]!r}",
                expected=f"one of {', '.join(CRITERION_BY_KEY)}",
                remedy="correct or remove it",
            )
        if not 0 <= number <= MOST_WEIGHT:  # NaN is not, either
            raise InvalidParameter(
                f"the weight of {key} is {number:g}",
                expected=f"a number from 0 to {MOST_WEIGHT:,.0f}",
                remedy="correct it",
            )
    total = sum(numbers.values())
    # Divided first: a number as small as floats go would otherwise overflow.
    shares = tuple(
        round(numbers.get(item.key, 0.0) / total * SHARES) if total else 0 for item in CRITERIA
    )
    if not any(shares):
        raise InvalidParameter(
            "all weights are 0",
            expected="at least one positive weight",
            remedy="raise the weight of what matters to you, or name a preset",
        )
    return Weights(shares)


@dataclass(frozen=True)
class WorthTable:
    """What zones are worth: a row a zone, a column a criterion.

    Attributes
    ----------
    zones
        By id, ascending: the order that breaks ties.
    known
        What is known, by zone and criterion.
    low, high
        Least and most worth, millionths.
    """

    zones: tuple[IndustrialZone, ...]
    known: tuple[tuple[Known, ...], ...]
    low: Whole
    high: Whole

    @cached_property
    def zone_ids(self) -> tuple[str, ...]:
        """Ids of the rows."""
        return tuple(zone.zone_id for zone in self.zones)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row of a zone by its id."""
        return {zone_id: row for row, zone_id in enumerate(self.zone_ids)}

    def only(self, zone_ids: Iterable[str]) -> WorthTable:
        """The rows of some of the zones."""
        rows = sorted({self.row_of[zone_id] for zone_id in zone_ids})
        if len(rows) == len(self.zones):
            return self
        return WorthTable(
            tuple(self.zones[row] for row in rows),
            tuple(self.known[row] for row in rows),
            self.low[rows],
            self.high[rows],
        )


def build_table(zones: Iterable[IndustrialZone], day: date) -> WorthTable:
    """Read the figures of zones and value them.

    Parameters
    ----------
    day
        On which the years left are counted.
    """
    ordered = tuple(sorted(zones, key=lambda zone: zone.zone_id))
    known = tuple(read_zone(zone, day) for zone in ordered)
    worths = [
        [worth_interval(criterion, one) for criterion, one in zip(CRITERIA, row, strict=True)]
        for row in known
    ]
    ends = np.array(worths, dtype=np.int64).reshape(len(ordered), len(CRITERIA), 2)
    return WorthTable(ordered, known, ends[:, :, 0].copy(), ends[:, :, 1].copy())


@dataclass(frozen=True, slots=True)
class Ranking:
    """Zones of a table in order.

    Attributes
    ----------
    low, high
        Score of each row, out of `weights.scale`: the certain end and the possible one.
    order
        Rows, the best first: by the certain end, then the possible one, then the id.
    """

    table: WorthTable
    weights: Weights
    low: Whole
    high: Whole
    order: tuple[int, ...]


def rank(table: WorthTable, weights: Weights) -> Ranking:
    """Order zones by what is certain of them."""
    shares = np.array(weights.shares, dtype=np.int64)
    low, high = table.low @ shares, table.high @ shares
    # Rows are in the order of ids, and the sort is stable.
    order = np.lexsort((-high, -low))
    return Ranking(table, weights, low, high, tuple(order.tolist()))


def contributions(ends: Whole, weights: Weights) -> Whole:
    """What each worth adds to the score, out of `weights.scale`."""
    product: Whole = ends * np.array(weights.shares, dtype=np.int64)
    return product


def places(order: Sequence[int]) -> list[int]:
    """Place of each row, from 1, out of an order of rows."""
    found = [0] * len(order)
    for place, row in enumerate(order, 1):
        found[row] = place
    return found
