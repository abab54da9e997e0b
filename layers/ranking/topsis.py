"""TOPSIS beside the weighted sum: another way to add up the same worths, as a cross-check.

Hwang and Yoon (1981), computed by pyrepo-mcda. It orders by the distances to an ideal and an
anti-ideal zone, in which weights are squared: weighty criteria count for more than in a sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from layers.ranking.criteria import WORTH
from layers.ranking.scoring import Ranking, places


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What TOPSIS says of the rows of a table.

    Attributes
    ----------
    scores
        Closeness to the ideal, 0 to 1.
    places
        Place of each row, from 1.
    rho
        Spearman's rank correlation of TOPSIS and the weighted sum, both of what is certain; None
        for less than two zones, or where all are alike.
    """

    scores: tuple[float, ...]
    places: tuple[int, ...]
    rho: float | None


def cross_check(ranking: Ranking) -> CrossCheck:
    """TOPSIS of the certain ends, with the weights of a ranking.

    The library takes ideal and anti-ideal from the rows it is given. Two rows are added that are
    worth 1 and 0 in everything, and worths are taken as they are: so no zone that comes or goes
    moves the others.
    """
    import pandas as pd
    from pyrepo_mcda.mcda_methods import TOPSIS  # brings scipy, which nothing else here needs

    if not ranking.order:
        return CrossCheck((), (), None)
    worths = ranking.table.low / WORTH
    width = worths.shape[1]
    matrix = np.vstack([worths, np.ones(width), np.zeros(width)])
    weights = np.array(ranking.weights.shares) / ranking.weights.total
    topsis = TOPSIS(normalization_method=_as_they_are)
    scores = np.round(topsis(matrix, weights, np.ones(width))[:-2], 12)
    order = np.argsort(-scores, kind="stable")
    both = pd.DataFrame({"sum": ranking.low, "topsis": scores})
    rho = float(both.corr("spearman").iloc[0, 1])
    return CrossCheck(
        tuple(scores.tolist()),
        tuple(places(order.tolist())),
        round(rho, 4) if np.isfinite(rho) else None,
    )


def _as_they_are(matrix: Any, types: Any) -> Any:
    del types
    return matrix
