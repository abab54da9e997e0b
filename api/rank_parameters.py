"""Parameters of rankings and comparisons, read strictly: each refusal says what would do."""

from __future__ import annotations

import re
from typing import Final

from geo.errors import InvalidParameter
from layers.ranking.criteria import CRITERION_BY_KEY, PRESETS, Preset
from layers.ranking.scoring import Weights, weights_from

MOST_RANKED: Final = 500
LEAST_COMPARED: Final = 2
MOST_COMPARED: Final = 6
DEFAULT_PRESET: Final[Preset] = "balanced"

_NUMBER: Final = re.compile(
    r"[+-]?(?:\d{1,12}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,2})?", re.ASCII
)
_LONGEST: Final = 2_000


def read_weights(text: str | None, preset: Preset | None) -> Weights:
    """Weights of all criteria.

    Parameters
    ----------
    text
        `criterion:number` joined by commas, as `remaining_ha:3,rent:1`.
    preset
        With one, the named weights replace its own, which are percents. Without, criteria that
        are not named have no weight; with neither, the preset `balanced` holds.

    Raises
    ------
    InvalidParameter
        If a part is not such a pair, a criterion is unknown or given twice, a number is negative
        or not one, or all weights are 0.
    """
    numbers = {} if text is None else _read_pairs(text)
    if preset is None and text is not None:
        return weights_from(numbers)
    return weights_from({**PRESETS[preset or DEFAULT_PRESET], **numbers})


def _read_pairs(text: str) -> dict[str, float]:
    if len(text) > _LONGEST:
        raise InvalidParameter(
            f"weights has {len(text)} characters",
            expected=f"at most {_LONGEST}",
            remedy="name each criterion once",
        )
    found: dict[str, float] = {}
    for part in text.split(","):
        key, colon, number = part.partition(":")
        if not colon:
            raise InvalidParameter(
                f"weights has {part[:40]!r}",
                expected="criterion:number joined by commas, as remaining_ha:3,rent:1",
                remedy="correct it, or leave weights out for a preset",
            )
        if key not in CRITERION_BY_KEY:
            raise InvalidParameter(
                f"there is no criterion {key[:40]!r}",
                expected=f"one of {', '.join(CRITERION_BY_KEY)}",
                remedy="correct or remove it",
            )
        if key in found:
            raise InvalidParameter(
                f"the weight of {key} is given more than once",
                expected="one number",
                remedy="remove one",
            )
        if not _NUMBER.fullmatch(number):
            raise InvalidParameter(
                f"the weight of {key} is {number[:40]!r}",
                expected="a number from 0 to 1,000,000 with a decimal point",
                remedy="correct it",
            )
        found[key] = float(number)
    return found


def read_zone_ids(text: str, *, least: int, most: int) -> tuple[str, ...]:
    """Ids joined by commas, in the order given.

    Raises
    ------
    InvalidParameter
        If one is empty or given twice, or there are too few or too many.
    """
    ids = tuple(text.split(","))
    if not all(ids):
        raise InvalidParameter(
            "zones has an empty id" if text else "zones is empty",
            expected="ids joined by commas, as tan-thuan,vsip-1",
            remedy="remove the comma too many" if text else "name zones, or leave it out",
        )
    if not least <= len(ids) <= most:
        raise InvalidParameter(
            f"zones names {len(ids)} {'zone' if len(ids) == 1 else 'zones'}",
            expected=f"{least} to {most}",
            remedy="add one" if len(ids) < least else "leave some out",
        )
    seen: set[str] = set()
    for zone_id in ids:
        if zone_id in seen:
            raise InvalidParameter(
                f"zones names {zone_id[:80]!r} more than once",
                expected="each zone once",
                remedy="remove one",
            )
        seen.add(zone_id)
    return ids
