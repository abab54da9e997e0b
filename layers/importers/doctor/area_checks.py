"""Declared areas held against the measured ones: unit, lost decimal comma, disagreement.

What a file declares is a statement of its own and is kept; these checks only ask whether it was
read as it was meant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geo.units import M2_PER_HA
from layers.importers.doctor.findings import make_finding
from layers.importers.doctor.wording import Words, amount, area_ha, area_m2, share, shown
from layers.importers.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from layers.importers.doctor.records import AreaUnit, Declaration, Finding
    from layers.importers.raw import RawFeature, RawLayer, Value

NOTED_SHARE: Final = 0.001
ASKED_SHARE: Final = 0.01
_WHOLE_COLUMN: Final = 0.8
_UNIT_SLACK: Final = 1.25
_LOST_SLACK: Final = 1.02
_LOST_FACTORS: Final = (10.0, 100.0, 1000.0, 0.1, 0.01, 0.001)
_NAME: Final = re.compile(
    r"(?:total |gross )?(?:area|dien tich|dientich|dt)(?: (?P<unit>m2|m²|ha|hecta|met vuong))?"
)
_HECTARES: Final = frozenset({"ha", "hecta"})
_PLAIN_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_GROUPED_NUMBER: Final = re.compile(
    r"[+-]?\d{1,3}(?:(?:[.\s]\d{3})+(?:,\d+)?|(?:[,\s]\d{3})+(?:\.\d+)?)"
)


class _Column(NamedTuple):
    name: str
    unit: AreaUnit | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One declared area beside the measured one, both in square metres."""

    feature: RawFeature
    value: Value
    declared_m2: float
    measured_m2: float
    rounding_m2: float

    @property
    def ratio(self) -> float:
        return self.declared_m2 / self.measured_m2


def check_areas(
    raw: RawLayer, declaration: Declaration, measured_m2: NDArray[np.float64]
) -> list[Finding]:
    """Findings about the column of declared areas, if there is one.

    Parameters
    ----------
    raw
        The layer as read.
    declaration
        Names the column and its unit, perhaps.
    measured_m2
        Geodesic area of each feature; NaN where it is not known.

    Returns
    -------
    list of Finding
        For the whole column where most of it is off by one factor, else feature by feature.
    """
    column = _find_column(raw, declaration)
    if column is None or not raw.features:
        return []
    values = [feature.properties.get(column.name) for feature in raw.features]
    if all(_is_empty(value) for value in values):
        return [make_finding("area_column_empty", column=column.name)]
    findings: list[Finding] = []
    entries: list[_Entry] = []
    factor = M2_PER_HA if column.unit == "ha" else 1
    for feature, value, measured in zip(raw.features, values, measured_m2.tolist(), strict=True):
        fault = _fault(feature, value, column)
        if fault is not None:
            findings.append(fault)
        elif measured > 0:
            number, half_step = _read_number(value)
            entries.append(_Entry(feature, value, number * factor, measured, half_step * factor))
    whole = _whole_column(column, entries)
    return [whole, *findings] if whole else [*findings, *_each(column, entries)]


def _find_column(raw: RawLayer, declaration: Declaration) -> _Column | None:
    if declaration.area_column is not None:
        named = _by_name(declaration.area_column)
        unit = declaration.area_unit or (named.unit if named else None)
        return _Column(declaration.area_column, unit)
    found = [column for name in raw.columns if (column := _by_name(name)) is not None]
    # A name that says its unit is surer than one that does not.
    return min(found, key=lambda column: column.unit is None, default=None)


def _by_name(name: str) -> _Column | None:
    match = _NAME.fullmatch(plain(name))
    if match is None:
        return None
    unit = match["unit"]
    if unit is None:
        return _Column(name, None)
    return _Column(name, "ha" if unit in _HECTARES else "m2")


def _fault(feature: RawFeature, value: Value, column: _Column) -> Finding | None:
    """Error of a cell that holds no area."""
    if _is_empty(value):
        return make_finding("area_null", feature, column=column.name)
    number, _ = _read_number(value)
    if not np.isfinite(number):
        return make_finding(
            "area_not_number", feature, column=column.name, text=shown(value), value=value
        )
    if number <= 0:
        return make_finding(
            "area_not_positive", feature, column=column.name, declared=shown(value), value=value
        )
    return None


def _whole_column(column: _Column, entries: Sequence[_Entry]) -> Finding | None:
    """One question if most of a column is off by one factor."""
    if not entries:
        return None
    ratios = np.array([entry.ratio for entry in entries])
    if column.unit == "ha":
        code, factor = "m2_for_hectares", float(M2_PER_HA)
    else:
        code, factor = "hectares_for_m2", 1 / M2_PER_HA
    slack = _UNIT_SLACK
    if _share_near(ratios, factor, slack) < _WHOLE_COLUMN:
        slack, code = _LOST_SLACK, "decimal_comma_lost"
        factor = max(_LOST_FACTORS, key=lambda lost: _share_near(ratios, lost, slack))
    if len(entries) < 2 and code == "decimal_comma_lost":
        return None
    if _share_near(ratios, factor, slack) < _WHOLE_COLUMN:
        return None
    declared = sum(entry.declared_m2 for entry in entries)
    measured = sum(entry.measured_m2 for entry in entries)
    return make_finding(
        code,
        column=column.name,
        ratio=_ratio(declared / measured),
        declared=_area_words(column, declared),
        measured=_area_words(column, measured),
        value=entries[0].value,
    )


def _each(column: _Column, entries: Sequence[_Entry]) -> Iterator[Finding]:
    for entry in entries:
        off_m2 = abs(entry.declared_m2 - entry.measured_m2)
        off = off_m2 / entry.measured_m2
        if off <= NOTED_SHARE or off_m2 <= entry.rounding_m2:
            continue
        words = {
            "declared": _area_words(column, entry.declared_m2),
            "measured": _area_words(column, entry.measured_m2),
        }
        ratios = np.array([entry.ratio])
        if any(_share_near(ratios, lost, _LOST_SLACK) for lost in _LOST_FACTORS):
            words["ratio"] = _ratio(entry.ratio)
            code = "decimal_comma_lost"
        else:
            words["share"] = share(off, 2)
            code = "area_disagrees" if off > ASKED_SHARE else "area_differs"
        yield make_finding(code, entry.feature, value=entry.value, column=column.name, **words)


def _share_near(ratios: NDArray[np.float64], factor: float, slack: float) -> float:
    return float(((ratios >= factor / slack) & (ratios <= factor * slack)).mean())


def _ratio(ratio: float) -> Words:
    """Ratio to two digits that count: 10.000, 10, 0.1, 0.0001."""
    digits = max(0, 1 - math.floor(math.log10(ratio)))
    rounded = round(ratio, digits)
    return amount(
        rounded, decimals=next(n for n in range(digits + 1) if round(rounded, n) == rounded)
    )


def _area_words(column: _Column, area: float) -> Words:
    return area_ha(area) if column.unit == "ha" else area_m2(area)


def _is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _read_number(value: Value) -> tuple[float, float]:
    """Number of a cell and half of its last decimal step; NaN if it is none.

    A text is read with a decimal comma or point, or with marks of thousands and the other mark
    before the decimals. One mark alone is taken as that of decimals; a slip shows in the ratio.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return math.nan, 0.0
    if not isinstance(value, str):
        decimals = repr(value).partition(".")[2]
        return float(value), 0.5 if decimals in ("", "0") else 0.5 * 10.0 ** -len(decimals)
    text = value.strip()
    if _PLAIN_NUMBER.fullmatch(text):
        whole, _, decimals = text.replace(",", ".").partition(".")
    elif _GROUPED_NUMBER.fullmatch(text):
        whole, decimals = _ungrouped(re.sub(r"\s", "", text))
    else:
        return math.nan, 0.0
    return float(f"{whole}.{decimals or 0}"), 0.5 * 10.0 ** -len(decimals)


def _ungrouped(text: str) -> tuple[str, str]:
    """Digits before and after the decimal mark: the last mark, unless it is one of thousands."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0 or text.count(text[last]) > 1:
        return re.sub(r"[.,]", "", text), ""
    return re.sub(r"[.,]", "", text[:last]), text[last + 1 :]
