"""The ranking of a brief, read from what `/api/rank` answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maps.brief.text import clean
from maps.labels import Language

TOPS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Score:
    """What one zone scored, 0 to 100; `parts` by criterion, certain and possible."""

    zone_id: str
    rank: int
    low: float
    high: float
    parts: Mapping[str, tuple[float, float]]
    chances: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Step:
    """What a criterion adds to, or takes from, the lead of the first over the runner-up."""

    criterion: str
    difference: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class BriefRanking:
    """A ranking as the brief shows it.

    Attributes
    ----------
    labels, weights
        Of the criteria that have weight, the heaviest first; weights 0 to 1.
    ranked
        How many zones were ranked.
    scores
        Of the shortlisted zones, the best first.
    pair
        Ids of the first and the runner-up that `steps` lie between.
    """

    labels: Mapping[str, str]
    weights: Mapping[str, float]
    ranked: int
    scores: tuple[Score, ...]
    sentences: tuple[str, ...]
    pair: tuple[str, str] | None
    pair_scores: tuple[float, float]
    steps: tuple[Step, ...]
    weightings: int | None


def read_ranking(
    document: Mapping[str, Any] | None, zone_ids: Sequence[str], language: Language
) -> BriefRanking | None:
    """What a brief shows of a ranking; None without one, or if it ranks none of the zones."""
    if not document:
        return None
    criteria = [one for one in document.get("criteria") or () if (one.get("weight") or 0) > 0]
    criteria.sort(key=lambda one: -one["weight"])
    rows = document.get("zones") or ()
    scores = [_score(row, place) for place, row in enumerate(rows, 1)]
    wanted = tuple(one for one in scores if one.zone_id in zone_ids)
    if not wanted:
        return None
    explanation = document.get("explanation") or {}
    first = explanation.get("first") or {}
    runner_up = explanation.get("runner_up") or {}
    pair = (str(first.get("zone_id")), str(runner_up.get("zone_id")))
    is_of_ours = set(pair) <= set(zone_ids)
    return BriefRanking(
        labels={one["key"]: clean(str(one[f"label_{language}"])) for one in criteria},
        weights={one["key"]: float(one["weight"]) for one in criteria},
        ranked=len(rows),
        scores=wanted,
        sentences=_sentences(explanation, language),
        pair=pair if is_of_ours else None,
        pair_scores=(
            (_percent(first["score"]["low"]), _percent(runner_up["score"]["low"]))
            if is_of_ours
            else (0.0, 0.0)
        ),
        steps=tuple(
            Step(
                str(step["criterion"]),
                _percent(step["difference"]),
                _percent(step["start"]),
                _percent(step["end"]),
            )
            for step in explanation.get("waterfall") or ()
        )
        if is_of_ours
        else (),
        weightings=(document.get("random_weightings") or {}).get("count"),
    )


def _score(row: Mapping[str, Any], place: int) -> Score:
    parts = {
        key: (_percent(part["low"]), _percent(part["high"]))
        for key, part in (row.get("contributions") or {}).items()
    }
    chances = {
        top: float(share)
        for top in TOPS
        if (share := (row.get("chances") or {}).get(f"top_{top}")) is not None
    }
    score = row["score"]
    return Score(
        str(row["zone_id"]),
        int(row.get("rank") or place),
        _percent(score["low"]),
        _percent(score["high"]),
        parts,
        chances,
    )


def _sentences(explanation: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    """Why the first is first, and how far to trust that."""
    told = (explanation.get(f"{part}_{language}") for part in ("sentence", "missing", "doubt"))
    return tuple(clean(str(one)) for one in told if one)


def _percent(share: float | None) -> float:
    return float(share or 0) * 100
