"""How firm a ranking is: how far each weight may move, and what random weightings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.ranking.scoring import Ranking, Whole, WorthTable

WEIGHTINGS: Final = 10_000
SEED: Final = 20_250_701
"""Any fixed number: the day of the merger. The same question has the same answer each time."""

TOPS: Final = (1, 3, 5)
_CHUNK: Final = 500
"""Weightings at a time: few enough to stay in a processor's cache."""


@dataclass(frozen=True, slots=True)
class WeightInterval:
    """Normalised weights (0 to 1) of one criterion with which the first stays first.

    The other weights keep their proportions. At an end that is not 0 or 1 the first ties.

    Attributes
    ----------
    ties_at_low, ties_at_high
        Whether at that end another zone has the same certain score, so that only what is possible
        of them, or their ids, tells the two apart.
    """

    low: float
    high: float
    ties_at_low: bool = False
    ties_at_high: bool = False


def weight_intervals(ranking: Ranking) -> tuple[WeightInterval, ...]:
    """For every criterion, the exact interval of its weight in which the first stays first.

    With weight t on criterion k and the rest in proportion, the first's lead over zone i is
    t d + (1 - t) r, d their difference in k and r that in the others together: linear in t, so
    each other zone bounds t from one side at most. Whole numbers throughout; only the quotient is
    a float. Where all the weight is on k there are no proportions to keep, and only 1 is answered.
    """
    count = len(ranking.weights.shares)
    if not ranking.order:
        return tuple(WeightInterval(0.0, 1.0) for _ in range(count))
    return tuple(_weight_interval(ranking, index) for index in range(count))


def _weight_interval(ranking: Ranking, index: int) -> WeightInterval:
    share = ranking.weights.shares[index]
    rest = ranking.weights.total - share
    first = ranking.order[0]
    others = np.array(ranking.order[1:], dtype=np.int64)
    own = ranking.table.low[first, index] - ranking.table.low[others, index]
    ties_in_own = not own.all()
    if rest == 0:
        return WeightInterval(1.0, 1.0, ties_in_own, ties_in_own)
    ties_in_rest = not (ranking.low[first] - ranking.low[others] - share * own).all()
    low, high = 0.0, 1.0
    ends = ((ranking.table.low, ranking.low), (ranking.table.high, ranking.high))
    for worths, scores in ends:
        own = worths[first, index] - worths[others, index]
        in_rest = (scores[first] - scores[others]) - share * own
        # rest * lead(t) = in_rest + t * slope
        slope = own * rest - in_rest
        rising, falling = slope > 0, slope < 0
        low = max(low, _largest(-in_rest[rising], slope[rising]))
        high = min(high, 1.0 - _largest(-(in_rest + slope)[falling], -slope[falling]))
        # Who ties whatever the weight is told apart by what is possible.
        others = others[(slope == 0) & (in_rest == 0)]
    present = share / ranking.weights.total  # inside, but for the rounding of the quotient
    low, high = min(low, present), max(high, present)
    return WeightInterval(low, high, low > 0 or ties_in_rest, high < 1 or ties_in_own)


def _largest(numerators: Whole, denominators: Whole) -> float:
    """Largest of some fractions, at least 0."""
    return float((numerators / denominators).max(initial=0.0))


@dataclass(frozen=True, slots=True)
class Chances:
    """Shares of the weightings in which each row is among the first 1, 3 and 5."""

    rows: tuple[tuple[float, ...], ...]
    weightings: int

    def likeliest(self, order: Sequence[int]) -> int | None:
        """Row that comes first most often; of those that do so equally the first in an order."""
        return max(order, key=lambda row: self.rows[row][0], default=None)


def chances(
    table: WorthTable, in_play: Sequence[int], *, weightings: int = WEIGHTINGS, seed: int = SEED
) -> Chances:
    """How often each zone comes out at the top when neither weights nor figures are sure.

    Weights are drawn uniformly from the simplex of the criteria in play, whatever they are now;
    each worth that is not certain is drawn uniformly from its interval, each for itself. This is
    the rank acceptability of SMAA-2 (Lahdelma and Salminen 2001), added up over places.

    Parameters
    ----------
    in_play
        Indices of the criteria that are weighed.

    Notes
    -----
    Worths are drawn in steps of 1/65536 of their interval and added up as 32-bit floats, accurate
    to about 1e-6: far finer than 10,000 draws can tell. Two standard errors of a share of one half
    are 1 percentage point.
    """
    zones, criteria = len(table.zones), list(in_play)
    if zones == 0:
        return Chances((), weightings)
    low = table.low[:, criteria].astype(np.float32)
    span = (table.high - table.low)[:, criteria].astype(np.float32) / np.float32(65_536)
    open_rows = [np.flatnonzero(span[:, column]) for column in range(len(criteria))]
    # SFC64 makes raw bytes fastest of numpy's generators; independence is all that is needed.
    random = np.random.Generator(np.random.SFC64(seed))
    counts = np.zeros((min(TOPS[-1], zones), zones), dtype=np.int64)
    for begin in range(0, weightings, _CHUNK):
        size = min(_CHUNK, weightings - begin)
        drawn = random.standard_exponential((size, len(criteria)), dtype=np.float32)
        drawn /= drawn.sum(axis=1, keepdims=True)
        scores = drawn @ low.T
        for column, rows in enumerate(open_rows):
            if len(rows):
                steps = np.frombuffer(random.bytes(2 * size * len(rows)), dtype=np.uint16)
                part = steps.reshape(size, len(rows)) * span[rows, column]
                part *= drawn[:, column, None]
                scores[:, rows] += part
        _count_tops(scores, counts)
    shares = np.cumsum(counts, axis=0) / weightings
    return Chances(
        tuple(
            tuple(float(shares[min(top, zones) - 1, row]) for top in TOPS) for row in range(zones)
        ),
        weightings,
    )


def _count_tops(scores: NDArray[np.float32], counts: Whole) -> None:
    """Add to the counts who is at each of the first places; scores are used up."""
    draws = np.arange(len(scores))
    for place in counts:
        best = scores.argmax(axis=1)
        place += np.bincount(best, minlength=len(place))
        scores[draws, best] = -1.0
