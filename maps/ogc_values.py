"""Values of features as people read them: words, numbers with units, dates, and what is unknown.

A null is never an empty cell and never zero. Most nulls mean unknown; a few mean that there is none
(no note, no option to lease), and those say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from layers.catalog import Property
from layers.metrics import METRICS
from maps.labels import Language, format_date, format_number
from maps.ogc_words import has_word, ogc_word

# What the words of a property are called in the tables of words.
_PREFIX_OF: Final[Mapping[str, str]] = {
    "kind": "kind",
    "status": "status",
    "former_province": "province",
    "location_accuracy": "accuracy",
    "boundary_quality": "outline",
    "geometry_quality": "geometry",
    "use": "use",
    "clearance": "clearance",
    "servicing": "servicing",
    "commercial": "commercial",
    "occupation": "occupation",
    "ledger_line": "line",
    "constraint_kind": "constraint",
    "distance_measured_from": "from",
}
_ENDINGS: Final = (("_state", "state"), ("_method", "method"), ("_badge", "badge"))

_NULL_IS_NONE: Final = frozenset({"note", "option_expires", "cluster", "official_unit"})
"""Properties whose null says that there is none."""

_METRIC_OF: Final = {"remaining_ha": "remaining_area_ha"}
_DECIMALS: Final = {"ha": 2, "m2": 1, "m": 1, "share": 1, "year": 0}

WITHIN_M: Final = {"surveyed": 50, "openstreetmap": 50, "approx_500m": 500, "approx_2km": 2000}
"""Metres by which a position may be off; what is not known is as bad as the worst."""
WORST_M: Final = 2000


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it is written.

    Attributes
    ----------
    unit
        Beside the number, or empty.
    state
        known, unknown, none (there is none) or none_left (a source says that no land is left).
    """

    text: str
    unit: str = ""
    state: str = "known"

    @property
    def whole(self) -> str:
        """Text and unit together."""
        return f"{self.text} {self.unit}" if self.unit else self.text


def title_of(item: Property, language: Language) -> str:
    """Title of a property; its name where it has none."""
    return (item.title_vi if language == "vi" else item.title_en) or item.name


def definition_of(item: Property, language: Language) -> str:
    """Definition of a property; may be empty."""
    return item.definition_vi if language == "vi" else item.definition_en


def unit_of(item: Property, language: Language) -> str:
    """Unit as the column head writes it; empty for shares, years and words."""
    if item.unit is None or item.unit in {"share", "year"}:
        return ""
    if is_distance(item):
        return "km"
    return _unit_word(item.unit, language)


def is_number(item: Property) -> bool:
    """Whether values stand to the right of their column."""
    return item.kind in {"number", "integer"}


def is_badge(item: Property) -> bool:
    """Whether it is the quality of something: one letter."""
    return item.name == "badge" or item.name.endswith("_badge")


def is_distance(item: Property) -> bool:
    """Whether it is a straight-line distance of a zone: metres, written as kilometres."""
    return item.name.startswith("distance_to_") and item.unit == "m"


def show_value(item: Property, properties: Mapping[str, Any], language: Language) -> Shown:
    """A value of a feature as it is written.

    Parameters
    ----------
    properties
        All of the feature: a range, a statement or the feature's accuracy change how it is written.
    """
    value = properties.get(item.name)
    if value is None:
        return _show_null(item, properties, language)
    if isinstance(value, bool):
        return Shown(ogc_word("yes" if value else "no", language))
    if isinstance(value, int | float):
        return _show_number(item, value, properties, language)
    return Shown(_show_text(item, str(value), properties, language))


def word_of(item: Property, value: str, language: Language) -> str:
    """Word of one of a property's fixed values; the value itself where there is no word."""
    key = f"{_prefix_of(item.name)}_{value}"
    return ogc_word(key, language) if has_word(key) else value


def as_of_text(value: Any, language: Language) -> str:
    """Date of a figure for people; `undated` in words where it has none."""
    return format_date(str(value) if value else None, language)


def source_keys(value: Any) -> list[str]:
    """Keys of the source register out of one value, `a+b`."""
    return [key for key in str(value or "").split("+") if key]


def _prefix_of(name: str) -> str:
    for ending, prefix in _ENDINGS:
        if name.endswith(ending):
            return prefix
    return _PREFIX_OF.get(name, name)


def _show_null(item: Property, properties: Mapping[str, Any], language: Language) -> Shown:
    low, high = (properties.get(name) for name in _range_names(item.name))
    if low is not None and high is not None:
        ends = [_show_number(item, end, properties, language) for end in (low, high)]
        return Shown(f"{ends[0].text} – {ends[1].text}", ends[1].unit)
    if properties.get(f"{item.name}_state") == "none_left":
        return Shown(ogc_word("cell_none_left", language), state="none_left")
    if item.name == "ledger_line":
        return Shown(ogc_word("class_none", language), state="none")
    if item.name in _NULL_IS_NONE:
        return Shown(ogc_word("none_small", language), state="none")
    return Shown(ogc_word("unknown_small", language), state="unknown")


def _range_names(name: str) -> tuple[str, str]:
    """Names of both ends of a range: `remaining_low_ha`, or `occupancy_rate_low`."""
    if name == "remaining_ha":
        return "remaining_low_ha", "remaining_high_ha"
    return f"{name}_low", f"{name}_high"


def _show_number(
    item: Property, value: float, properties: Mapping[str, Any], language: Language
) -> Shown:
    if item.unit == "year":
        return Shown(str(round(value)))
    if item.unit == "share":
        return Shown(f"{format_number(value * 100, 1, language)}%")
    if is_distance(item):
        return _show_distance(value, _within(properties), language)
    decimals = 0 if item.kind == "integer" else _decimals_of(item)
    text = format_number(value, decimals, language)
    return Shown(text, _unit_word(item.unit, language) if item.unit else "")


def _decimals_of(item: Property) -> int:
    metric = METRICS.get(_METRIC_OF.get(item.name, item.name))
    if metric is not None:
        return metric.decimals
    return _DECIMALS.get(item.unit or "", 2)


def _within(properties: Mapping[str, Any]) -> int:
    """Metres by which a zone's own place may be off; as on the investors' map."""
    if properties.get("distance_measured_from") == "centre":
        return WORST_M
    quality = str(properties.get("boundary_quality"))
    return WITHIN_M[quality] if quality in {"surveyed", "openstreetmap"} else WORST_M


def _show_distance(metres: float, within: int, language: Language) -> Shown:
    if within < 500:
        return Shown(format_number(metres / 1000, 1, language), "km")
    least = max(within, 1000)
    if metres < least:
        text = f"{ogc_word('under', language)} {format_number(least / 1000, 0, language)}"
        return Shown(text, "km")
    return Shown(f"{ogc_word('about', language)} {format_number(metres / 1000, 0, language)}", "km")


def _show_text(
    item: Property, value: str, properties: Mapping[str, Any], language: Language
) -> str:
    if is_badge(item):
        return value
    if item.kind == "date" or item.name.endswith("as_of"):
        return format_date(value, language)
    if item.name == "commercial" and value == "available" and properties.get("illustrative"):
        return ogc_word("parcel_not_leased", language)
    return word_of(item, value, language) if _has_words(item) else value


def _has_words(item: Property) -> bool:
    return bool(item.words) or item.name == "constraint_kind"


def _unit_word(unit: str | None, language: Language) -> str:
    key = f"unit_{unit}"
    return ogc_word(key, language) if has_word(key) else (unit or "")
