"""Rankings and comparisons as JSON: shares 0 to 1, figures in their units, null is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from layers.ranking.comparing import GROUP_WORDS, ComparedRow
from layers.ranking.criteria import CRITERIA, WORTH
from layers.ranking.explaining import (
    DECIMALS,
    Contender,
    Explanation,
    Missing,
    Step,
    missing_of,
    shown,
)
from layers.ranking.reading import Known
from layers.ranking.scoring import Ranking, contributions
from layers.ranking.stability import SEED, TOPS, Chances, WeightInterval
from layers.ranking.topsis import CrossCheck
from layers.records import IndustrialZone


@dataclass(frozen=True, slots=True)
class RankAnswer:
    """All that is told of one ranking."""

    ranking: Ranking
    explanation: Explanation | None
    intervals: tuple[WeightInterval, ...]
    chances: Chances
    check: CrossCheck


def rank_dict(answer: RankAnswer, *, with_passports: bool) -> dict[str, Any]:
    """A ranking: criteria, zones the best first, explanation, random weightings, cross-check.

    Parameters
    ----------
    with_passports
        Whether each contribution carries the figure behind it; they are the same whatever the
        weights, and make half of the answer.
    """
    explanation, table = answer.explanation, answer.ranking.table
    likeliest = answer.chances.likeliest(answer.ranking.order)
    return {
        "criteria": [
            {
                "key": item.key,
                "group": item.group,
                "label_vi": item.label_vi,
                "label_en": item.label_en,
                "definition_vi": item.definition_vi,
                "definition_en": item.definition_en,
                "unit": item.unit,
                "better": "more" if item.more_is_better else "less",
                "anchors": [[figure, worth] for figure, worth in item.anchors],
                "reason_vi": item.reason_vi,
                "reason_en": item.reason_en,
                "weight": round(answer.ranking.weights.share_of(index), DECIMALS),
                "first_stays_first": {
                    "low": round(interval.low, DECIMALS),
                    "high": round(interval.high, DECIMALS),
                    "ties_at_low": interval.ties_at_low,
                    "ties_at_high": interval.ties_at_high,
                },
            }
            for index, (item, interval) in enumerate(zip(CRITERIA, answer.intervals, strict=True))
        ],
        "zones": _zones(answer, with_passports=with_passports),
        "explanation": None if explanation is None else explanation_dict(explanation),
        "random_weightings": {
            "count": answer.chances.weightings,
            "seed": SEED,
            "criteria": [CRITERIA[index].key for index in answer.ranking.weights.in_play],
            "likeliest": None if likeliest is None else table.zone_ids[likeliest],
            "method_vi": "Trọng số rút đều trên đơn hình của các tiêu chí có trọng số; giá trị "
            "chưa chắc rút đều trong khoảng có thể của nó.",
            "method_en": "Weights drawn uniformly from the simplex of the criteria that have "
            "weight; each worth that is not certain drawn uniformly from its interval.",
        },
        "topsis": {
            "rho": answer.check.rho,
            "method_vi": "TOPSIS trên đầu chắc chắn của mỗi giá trị, với điểm lý tưởng 1 và phản "
            "lý tưởng 0 cố định; rho là tương quan hạng Spearman với tổng có trọng số.",
            "method_en": "TOPSIS on the certain end of each worth, with the fixed ideal 1 and "
            "anti-ideal 0; rho is Spearman's correlation of its order and the weighted sum's.",
        },
    }


def _zones(answer: RankAnswer, *, with_passports: bool) -> list[dict[str, Any]]:
    ranking, table = answer.ranking, answer.ranking.table
    scale = ranking.weights.scale
    low = (contributions(table.low, ranking.weights) / scale).round(DECIMALS).tolist()
    high = (contributions(table.high, ranking.weights) / scale).round(DECIMALS).tolist()
    worth_low = (table.low / WORTH).round(DECIMALS).tolist()
    worth_high = (table.high / WORTH).round(DECIMALS).tolist()
    return [
        {
            **name_dict(table.zones[row]),
            "rank": place,
            "score": {
                "low": shown(int(ranking.low[row]), scale),
                "high": shown(int(ranking.high[row]), scale),
            },
            "contributions": {
                item.key: {
                    "low": low[row][index],
                    "high": high[row][index],
                    "worth_low": worth_low[row][index],
                    "worth_high": worth_high[row][index],
                    "figure": known_dict(table.known[row][index], item.unit)
                    if with_passports
                    else None,
                }
                for index, item in enumerate(CRITERIA)
            },
            "missing": [
                {
                    "criterion": missing.criterion.key,
                    "state": missing.known.state,
                    "could_add": missing.could_add,
                }
                for missing in missing_of(ranking, row)
            ],
            "chances": {
                f"top_{top}": share
                for top, share in zip(TOPS, answer.chances.rows[row], strict=True)
            },
            "topsis": {
                "score": round(answer.check.scores[row], DECIMALS),
                "rank": answer.check.places[row],
            },
        }
        for place, row in enumerate(ranking.order, 1)
    ]


def explanation_dict(explanation: Explanation) -> dict[str, Any]:
    """Why the first is first, without the sentences."""
    runner_up = explanation.runner_up
    return {
        "first": _contender_dict(explanation.first),
        "runner_up": None if runner_up is None else _contender_dict(runner_up),
        "lead": explanation.lead,
        "waterfall": [_step_dict(step) for step in explanation.steps],
        "reasons_for": [step.criterion.key for step in explanation.reasons_for],
        "reasons_against": [step.criterion.key for step in explanation.reasons_against],
        "missing": [_missing_dict(missing) for missing in explanation.missing],
        "runner_up_could_lead": explanation.runner_up_could_lead,
        "rivals": [_contender_dict(rival) for rival in explanation.rivals],
        "rival_count": explanation.rival_count,
    }


def compare_dict(zones: Sequence[IndustrialZone], rows: Iterable[ComparedRow]) -> dict[str, Any]:
    """A comparison: zones in the order asked for, groups of rows, a cell a zone."""
    by_group: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUP_WORDS}
    for compared in rows:
        row = compared.row
        by_group[row.group].append(
            {
                "key": row.key,
                "label_vi": row.label_vi,
                "label_en": row.label_en,
                "definition_vi": row.definition_vi,
                "definition_en": row.definition_en,
                "unit": row.unit,
                "better": row.better,
                "differs": compared.differs,
                "known_count": compared.known_count,
                "cells": [
                    {
                        "zone_id": zone.zone_id,
                        **known_dict(cell.known, row.unit),
                        "text": cell.text,
                        "is_best": cell.is_best,
                        "difference": cell.difference,
                    }
                    for zone, cell in zip(zones, compared.cells, strict=True)
                ],
            }
        )
    return {
        "zones": [name_dict(zone) for zone in zones],
        "groups": [
            {"key": group, "label_vi": vi, "label_en": en, "rows": by_group[group]}
            for group, (vi, en) in GROUP_WORDS.items()
        ],
    }


def known_dict(known: Known, unit: str | None) -> dict[str, Any]:
    """What is known, with its passport."""
    return {
        "state": known.state,
        "value": _rounded(known.value),
        "low": _rounded(known.low),
        "high": _rounded(known.high),
        "within": known.within,
        "unit": unit,
        "badge": known.badge,
        "as_of": known.as_of,
        "age_years": known.age_years,
        "source_keys": list(known.source_keys),
        "method": known.method,
        "nearest_vi": known.nearest_vi,
        "nearest_en": known.nearest_en,
    }


def name_dict(zone: IndustrialZone) -> dict[str, str]:
    """Id and names of a zone."""
    return {"zone_id": zone.zone_id, "name_vi": zone.name_vi, "name_en": zone.name_en}


def source_keys_of(known: Iterable[Known]) -> set[str]:
    """Keys of the sources that some figures name."""
    return {key for one in known for key in one.source_keys}


def _contender_dict(contender: Contender) -> dict[str, Any]:
    return {
        **name_dict(contender.zone),
        "score": {"low": contender.low, "high": contender.high},
    }


def _step_dict(step: Step) -> dict[str, Any]:
    return {
        "criterion": step.criterion.key,
        "difference": step.difference,
        "start": step.start,
        "end": step.end,
        "first": known_dict(step.first, step.criterion.unit),
        "runner_up": known_dict(step.runner_up, step.criterion.unit),
    }


def _missing_dict(missing: Missing) -> dict[str, Any]:
    return {
        "zone_id": missing.zone.zone_id,
        "criterion": missing.criterion.key,
        "state": missing.known.state,
        "could_add": missing.could_add,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
