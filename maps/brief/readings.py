"""What a zone's figures read as in a language: text, unit, passport, and what they compare by."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from geo.units import km_from_m, round_half_up
from layers.as_of import age_years
from layers.metrics import METRICS
from layers.positions import shown_distance_m
from layers.ranking.reading import largest_block
from layers.records import Badge, Figure, Headline, IndustrialZone, Source
from maps.brief.words import phrase, told, vocabulary
from maps.distances import distance_text
from maps.labels import WORDS, Language, age_text, format_number
from maps.plain_text import NBSP, clean

DISTANCES = ("coastline", "deep_sea_berth", "port", "airport", "expressway")

State = Literal["known", "none_left", "unknown"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure as it is shown.

    Attributes
    ----------
    text
        Number or words; the word for unknown where nothing is known, never 0 or nothing.
    unit
        Word of the unit, or nothing.
    method
        How it was come by, in words.
    mark
        What it is about if not the zone itself, as `of a part of the zone`.
    doubt
        That other sources give other figures, in words.
    age
        How old it is, in words, once it is old.
    is_year
        Whether it is a year, or follows from one alone: no newer source makes it another.
    span
        Least and most as shown, to compare by; None if it must not be compared.
    """

    text: str
    unit: str = ""
    state: State = "known"
    badge: Badge | None = None
    as_of: str | None = None
    source_keys: tuple[str, ...] = ()
    method: str = ""
    mark: str = ""
    doubt: str = ""
    note: str = ""
    age: str = ""
    is_year: bool = False
    span: tuple[float, float] | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything is known at all."""
        return self.state != "unknown"

    @property
    def joined(self) -> str:
        """Value and unit, which stay on one line."""
        gap = "" if self.unit == "%" else NBSP
        return f"{self.text}{gap}{self.unit}" if self.unit else self.text


def aged(reading: Reading, day: date, language: Language) -> Reading:
    """The same reading with how old it is on a day; a year that something happens in stays so."""
    if reading.is_year:
        return reading
    age = age_text(age_years(reading.as_of, day), language)
    return replace(reading, age=age.replace(" ", NBSP))


def unknown(language: Language) -> Reading:
    """The reading of what nobody has told."""
    return Reading(phrase("unknown_value", language), state="unknown")


def figure_reading(figure: Figure | None, metric: str, language: Language) -> Reading:
    """A published or computed figure; unknown for None."""
    if figure is None:
        return unknown(language)
    definition = METRICS[metric]
    unit = figure.unit or definition.unit
    text, span = _amount(figure.value, figure.low, figure.high, unit, definition.decimals, language)
    if not text:
        text = clean(figure.text or "")
    if metric == "no_land_left":
        text = vocabulary("none_left", language)
    if not text:
        return unknown(language)
    is_whole = figure.scope in ("zone", "port")
    is_comparable = is_whole and _unit_key(unit) == _unit_key(definition.unit)
    return Reading(
        text,
        unit=unit_word(unit, language) if span else "",
        badge=figure.badge,
        as_of=figure.as_of,
        source_keys=figure.source_keys,
        method=_method(figure.method, language),
        mark="" if is_whole else told("scope", figure.scope, language),
        doubt=_doubt(figure, language),
        note=clean(figure.note or ""),
        is_year=unit == "year",
        span=span if is_comparable else None,
    )


def headline_reading(
    headline: Headline, quantity: Literal["remaining", "occupancy"], language: Language
) -> Reading:
    """Land remaining or occupancy; `none_left` is neither zero nor 100 %, and never compared."""
    if headline.state == "unknown":
        return unknown(language)
    method = headline.method or ""
    if method == "computed":
        method += "_remaining_ha" if quantity == "remaining" else "_occupancy"
    passport = {
        "badge": headline.badge,
        "as_of": headline.as_of,
        "source_keys": headline.source_keys,
        "method": _method(method, language),
    }
    if headline.state == "none_left":
        words = vocabulary("none_left", language)
        return Reading(words, state="none_left", **passport)  # type: ignore[arg-type]
    unit, decimals = ("ha", 2) if quantity == "remaining" else ("share", 1)
    text, span = _amount(headline.value, headline.low, headline.high, unit, decimals, language)
    if not text:
        return unknown(language)
    mark = vocabulary("from_illustrative", language) if headline.illustrative else ""
    return Reading(
        text,
        unit=unit_word(unit, language),
        mark=mark,
        span=None if headline.illustrative else span,
        **passport,  # type: ignore[arg-type]
    )


def largest_block_reading(zone: IndustrialZone, language: Language) -> Reading:
    """Largest block of real parcels, else at most what remains, as everywhere else.

    A bound is never compared; illustrative parcels tell nothing of blocks.
    """
    known = largest_block(zone)
    if known.state == "unknown":
        return unknown(language)
    is_bound = known.state != "known"
    how = "bounded_by_remaining" if is_bound else "method_ledger"
    given = Reading(
        "",
        badge=known.badge,
        as_of=known.as_of,
        source_keys=known.source_keys,
        method=vocabulary(how, language),
    )
    if known.state == "none_left":
        return replace(given, text=vocabulary("none_left", language), state="none_left")
    text, span = _amount(known.high if is_bound else known.value, None, None, "ha", 2, language)
    if is_bound:
        text, span = vocabulary("at_most", language).replace("{value}", text), None
    return replace(given, text=text, unit=unit_word("ha", language), span=span)


def years_left_reading(figure: Figure | None, year: int, language: Language) -> Reading:
    """Years from a year to the end of the land term."""
    ends = figure_reading(figure, "lease_expiry_year", language)
    if not ends.is_known or ends.span is None:
        return unknown(language)
    low, high = (max(0.0, end - year) for end in ends.span)
    ranged = (None if math.isinf(ends.span[0]) else low, None if math.isinf(high) else high)
    is_one = low == high
    text, span = _amount(low if is_one else None, *ranged, "years", 0, language)
    return Reading(
        text,
        unit=phrase("years", language),
        badge=ends.badge,
        as_of=ends.as_of,
        source_keys=ends.source_keys,
        method=vocabulary("method_computed", language),
        is_year=True,
        span=span,
    )


def distance_reading(zone: IndustrialZone, measure: str, language: Language) -> Reading:
    """A straight-line distance, no finer than the positions that it was measured between."""
    distance = zone.distances.get(measure)
    if distance is None:
        return unknown(language)
    low, high = shown_distance_m(distance.distance_m, distance.within_m)
    return Reading(
        distance_text(distance.distance_m, distance.within_m, language),
        unit=unit_word("km", language),
        badge=distance.badge,
        method=vocabulary("method_measured", language),
        span=(km_from_m(low), km_from_m(high)),
    )


def unit_word(unit: str | None, language: Language) -> str:
    """The word of a unit; the unit itself where there is no word for it."""
    if not unit or unit in ("year", "years", "deg"):
        return ""
    key = f"unit_{_unit_key(unit)}"
    return vocabulary(key, language) if key in WORDS else clean(unit)


def publisher_of(source: Source | None, key: str, language: Language) -> str:
    """Name of a publisher; those that are no proper names in the language."""
    if source is None:
        return clean(key)
    known = {
        "General knowledge": "publisher_general_knowledge",
        "Estimate": "publisher_estimate",
        "OpenStreetMap contributors": "publisher_openstreetmap",
        "Press report without an address": "publisher_press_report",
        "Unsigned public list": "publisher_unsigned_list",
        "Unsigned demonstration file": "publisher_unsigned_file",
    }.get(source.publisher)
    return vocabulary(known, language) if known else clean(source.publisher)


def licence_of(source: Source, language: Language) -> str:
    """Licence of a source in the language."""
    known = {
        "facts quoted with source": "licence_facts",
        "none: no source text": "licence_none",
    }.get(source.licence)
    return vocabulary(known, language) if known else clean(source.licence)


def _amount(
    value: float | None,
    low: float | None,
    high: float | None,
    unit: str,
    decimals: int,
    language: Language,
) -> tuple[str, tuple[float, float] | None]:
    """Text of a number or range, and its span as shown; an open end is said in words."""
    if unit == "share":
        value, low, high = (None if one is None else one * 100 for one in (value, low, high))
        decimals = 1

    def shown(number: float) -> float:
        return float(round_half_up(number, decimals))

    def written(number: float) -> str:
        if unit == "year":
            return str(round(number))
        return format_number(shown(number), decimals, language)

    if value is not None:
        return written(value), (shown(value), shown(value))
    if low is not None and high is not None:
        return f"{written(low)}{NBSP}–{NBSP}{written(high)}", (shown(low), shown(high))
    if low is not None:
        return f"{phrase('at_least', language)}{NBSP}{written(low)}", (shown(low), math.inf)
    if high is not None:
        return f"{phrase('at_most', language)}{NBSP}{written(high)}", (-math.inf, shown(high))
    return "", None


def _method(method: str, language: Language) -> str:
    key = f"method_{method}"
    return vocabulary(key, language) if key in WORDS else clean(method)


def _doubt(figure: Figure, language: Language) -> str:
    if not figure.rivals or not figure.conflict:
        return ""
    if figure.rivals == 1:
        return vocabulary("rivals_one_conflict", language)
    count = format_number(figure.rivals, 0, language)
    return vocabulary("rivals_conflict", language).replace("{count}", count)


def _unit_key(unit: str | None) -> str:
    return (unit or "").replace("²", "2").replace("³", "3")
