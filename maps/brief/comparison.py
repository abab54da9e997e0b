"""The zones side by side: rows by group, and which figure of a row is the best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from layers.metrics import METRICS
from layers.records import IndustrialZone
from maps.brief.readings import (
    DISTANCES,
    Reading,
    aged,
    distance_reading,
    figure_reading,
    headline_reading,
    largest_block_reading,
    unit_word,
    unknown,
    years_left_reading,
)
from maps.brief.words import phrase, vocabulary
from maps.labels import Language, format_number

Better = Literal["more", "less"]

_BETTER: Mapping[str, Better] = {
    "total_area_ha": "more",
    "leasable_area_ha": "more",
    "remaining": "more",
    "largest_block_ha": "more",
    "lease_price_usd_m2": "less",
    "years_left": "more",
    "deep_sea_berth": "less",
    "port": "less",
    "airport": "less",
    "expressway": "less",
    "wastewater_capacity_m3_day": "more",
    "power_mva": "more",
}
"""Only where more, or less, is plainly better for whoever builds there."""

_FIGURES = {
    "terms": ("lease_price_usd_m2", "lease_expiry_year"),
    "services": (
        "wastewater_capacity_m3_day",
        "power_mva",
        "worker_housing_units",
        "workers",
        "tenants",
    ),
}
KEY_FIGURES = (
    "total_area_ha",
    "leasable_area_ha",
    "leased_area_ha",
    "remaining",
    "occupancy",
    "largest_block_ha",
    "lease_price_usd_m2",
    "lease_expiry_year",
    *DISTANCES,
    "wastewater_capacity_m3_day",
    "power_mva",
)
"""Rows that a decision rests on; what of them is unknown is said."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every zone.

    Attributes
    ----------
    readings
        In the order of the zones.
    best
        Places of the best readings; empty where none is plainly the best.
    is_words
        Whether the readings are words rather than numbers.
    """

    key: str
    label: str
    unit: str
    readings: tuple[Reading, ...]
    best: frozenset[int] = frozenset()
    is_words: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows on one subject."""

    key: str
    label: str
    rows: tuple[Row, ...]


def compare(
    zones: Sequence[IndustrialZone],
    *,
    as_of: date,
    language: Language,
) -> tuple[Group, ...]:
    """The comparison of some zones.

    Parameters
    ----------
    as_of
        Day from which ages, and the years left on the land term, are counted.
    """

    def row(key: str, label: str, unit: str, readings: Sequence[Reading]) -> Row:
        best = find_best(readings, _BETTER.get(key))
        told = tuple(aged(reading, as_of, language) for reading in readings)
        return Row(key, label, unit, told, best)

    def words(key: str, label: str, texts: Sequence[str | None]) -> Row:
        readings = [Reading(text) if text else unknown(language) for text in texts]
        return Row(key, label, "", tuple(readings), is_words=True)

    def metric(key: str) -> Row:
        readings = [figure_reading(zone.figures.get(key), key, language) for zone in zones]
        return row(key, label_of(key, language), unit_word(METRICS[key].unit, language), readings)

    def known_count(zone_index: int) -> Reading:
        rows = [one for one in known if one.key in KEY_FIGURES]
        count = sum(one.readings[zone_index].is_known for one in rows)
        total = format_number(len(rows), 0, language)
        return Reading(f"{format_number(count, 0, language)}/{total}")

    identity = (
        words(
            "kind", phrase("kind", language), [_in_words("kind", z.kind, language) for z in zones]
        ),
        words(
            "former_province",
            phrase("former_province", language),
            [_in_words("province", zone.former_province, language) for zone in zones],
        ),
        words(
            "status",
            phrase("status", language),
            [_in_words("status", zone.status, language) for zone in zones],
        ),
        metric("established_year"),
    )
    hectare = unit_word("ha", language)
    land = (
        metric("total_area_ha"),
        metric("leasable_area_ha"),
        metric("leased_area_ha"),
        row(
            "remaining",
            vocabulary("remaining", language),
            hectare,
            [headline_reading(zone.remaining, "remaining", language) for zone in zones],
        ),
        row(
            "occupancy",
            vocabulary("occupancy", language),
            "%",
            [headline_reading(zone.occupancy, "occupancy", language) for zone in zones],
        ),
        row(
            "largest_block_ha",
            phrase("largest_block", language),
            hectare,
            [largest_block_reading(zone, language) for zone in zones],
        ),
    )
    terms = (
        *(metric(key) for key in _FIGURES["terms"]),
        row(
            "years_left",
            phrase("years_left", language),
            phrase("years", language),
            [
                years_left_reading(zone.figures.get("lease_expiry_year"), as_of.year, language)
                for zone in zones
            ],
        ),
    )
    access = tuple(
        row(
            measure,
            vocabulary(f"distance_{measure}", language),
            unit_word("km", language),
            [distance_reading(zone, measure, language) for zone in zones],
        )
        for measure in DISTANCES
    )
    services = tuple(metric(key) for key in _FIGURES["services"])
    known = (*land, *terms, *access, *services)
    data = (
        words(
            "boundary",
            vocabulary("boundary", language),
            [phrase(f"boundary_{zone.boundary_quality or 'none'}", language) for zone in zones],
        ),
        Row(
            "known",
            phrase("key_figures_known", language),
            "",
            tuple(known_count(index) for index in range(len(zones))),
        ),
    )
    return (
        Group("identity", phrase("group_identity", language), identity),
        Group("land", vocabulary("land", language), land),
        Group("terms", phrase("group_terms", language), terms),
        Group("access", vocabulary("distances", language), access),
        Group("services", vocabulary("infrastructure", language), services),
        Group("data", phrase("group_data", language), data),
    )


def find_best(readings: Sequence[Reading], better: Better | None) -> frozenset[int]:
    """Places of the readings whose worse end is the best of all worse ends, as they are shown.

    Returns
    -------
    frozenset[int]
        Ties are all in it. Empty if nothing tells the zones apart: fewer than two readings that
        can be compared, or all alike. What is unknown, a mere statement, or not about the whole
        zone never wins.
    """
    spans = {place: one.span for place, one in enumerate(readings) if one.span is not None}
    if better is None or len(spans) < 2 or len(set(spans.values())) == 1:
        return frozenset()
    worse = {place: low if better == "more" else high for place, (low, high) in spans.items()}
    best = max(worse.values()) if better == "more" else min(worse.values())
    if math.isinf(best):  # only open ends, which promise nothing
        return frozenset()
    return frozenset(place for place, end in worse.items() if end == best)


def label_of(metric: str, language: Language) -> str:
    """Short name of a metric."""
    definition = METRICS[metric]
    return definition.label_vi if language == "vi" else definition.label_en


def definition_of(metric: str, language: Language) -> str:
    """What a metric means."""
    definition = METRICS[metric]
    return definition.definition_vi if language == "vi" else definition.definition_en


def _in_words(kind: str, value: str, language: Language) -> str | None:
    try:
        return vocabulary(f"{kind}_{value}", language)
    except KeyError:
        return None
