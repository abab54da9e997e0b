"""Why the first is first: steps from the runner-up, reasons for and against, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from layers.ranking.criteria import CRITERIA, Criterion
from layers.ranking.reading import Known
from layers.ranking.scoring import Ranking
from layers.records import IndustrialZone

MOST_REASONS: Final = 3
MOST_RIVALS: Final = 5
DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Contender:
    """A zone with its score, 0 to 1."""

    zone: IndustrialZone
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """What one criterion adds to the first's lead over the runner-up; negative where it takes.

    Attributes
    ----------
    difference
        Score of the first less that of the runner-up in this criterion, certain ends. The steps
        add up to the lead, rounding included.
    start, end
        Where the step begins and ends when steps are put one upon another from the runner-up's
        score to the first's.
    """

    criterion: Criterion
    difference: float
    start: float
    end: float
    first: Known
    runner_up: Known


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that is not known, or known as a range only, and what it may add to the score."""

    zone: IndustrialZone
    criterion: Criterion
    known: Known
    could_add: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the first is first.

    Attributes
    ----------
    lead
        The first's certain score less the runner-up's; the sum of the steps.
    steps
        Of the criteria that have weight, the largest difference first.
    missing
        Of the first and the runner-up, what could add most first.
    rivals
        Zones whose possible score is above the first's certain one, the highest first, at most
        `MOST_RIVALS`; `rival_count` says how many there are.
    """

    first: Contender
    runner_up: Contender | None
    lead: float
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]
    rivals: tuple[Contender, ...]
    rival_count: int

    @property
    def reasons_for(self) -> tuple[Step, ...]:
        """Strongest steps in favour of the first."""
        return tuple(step for step in self.steps if step.difference > 0)[:MOST_REASONS]

    @property
    def reasons_against(self) -> tuple[Step, ...]:
        """Strongest steps in favour of the runner-up."""
        return tuple(step for step in self.steps if step.difference < 0)[:MOST_REASONS]

    @property
    def runner_up_could_lead(self) -> bool:
        """Whether the runner-up would be first if all that is not known of it were at its best."""
        return self.runner_up is not None and self.runner_up.high > self.first.low


def explain(ranking: Ranking) -> Explanation | None:
    """Why the first of a ranking is first; None where nothing is ranked."""
    if not ranking.order:
        return None
    first, *others = ranking.order
    runner_up = others[0] if others else None
    could_lead = sorted(
        (row for row in others if ranking.high[row] > ranking.low[first]),
        key=lambda row: (-ranking.high[row], row),
    )
    shown = [first] if runner_up is None else [first, runner_up]
    steps = () if runner_up is None else _steps(ranking, first, runner_up)
    return Explanation(
        first=_contender(ranking, first),
        runner_up=None if runner_up is None else _contender(ranking, runner_up),
        lead=0.0 if runner_up is None else round(sum(step.difference for step in steps), DECIMALS),
        steps=steps,
        missing=tuple(
            sorted(
                (missing for row in shown for missing in missing_of(ranking, row)),
                key=lambda missing: -missing.could_add,
            )
        ),
        rivals=tuple(_contender(ranking, row) for row in could_lead[:MOST_RIVALS]),
        rival_count=len(could_lead),
    )


def missing_of(ranking: Ranking, row: int) -> list[Missing]:
    """What is not known of a zone in criteria that have weight, by what it may add."""
    table, weights = ranking.table, ranking.weights
    found = [
        Missing(
            table.zones[row],
            CRITERIA[index],
            table.known[row][index],
            shown(weights.shares[index] * span, weights.scale),
        )
        for index in weights.in_play
        if (span := int(table.high[row, index] - table.low[row, index]))
        or table.known[row][index].state == "unknown"
    ]
    return sorted(found, key=lambda missing: -missing.could_add)


def shown(score: int, scale: int) -> float:
    """A score of whole numbers as 0 to 1, rounded to `DECIMALS`."""
    return round(score / scale, DECIMALS)


def _contender(ranking: Ranking, row: int) -> Contender:
    scale = ranking.weights.scale
    return Contender(
        ranking.table.zones[row],
        shown(int(ranking.low[row]), scale),
        shown(int(ranking.high[row]), scale),
    )


def _steps(ranking: Ranking, first: int, runner_up: int) -> tuple[Step, ...]:
    """Steps of a waterfall; where each begins is rounded, so that the rounded ones add up, too."""
    table, weights = ranking.table, ranking.weights
    differences = {
        index: weights.shares[index] * int(table.low[first, index] - table.low[runner_up, index])
        for index in weights.in_play
    }
    steps = []
    reached = int(ranking.low[runner_up])
    for index in sorted(differences, key=lambda index: -abs(differences[index])):
        start = shown(reached, weights.scale)
        reached += differences[index]
        end = shown(reached, weights.scale)
        steps.append(
            Step(
                CRITERIA[index],
                round(end - start, DECIMALS),
                start,
                end,
                table.known[first][index],
                table.known[runner_up][index],
            )
        )
    return tuple(steps)
