"""Dates on pictures, as exactly as they are known: a figure of "2026" is not one of 1 January."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from geo.errors import InvalidParameter
from layers.as_of import first_day, last_day
from layers.records import RegionData
from maps.labels import Language, format_date

_MAPPED = ("location", "mapped_area_ha")
"""Metrics that a newer map changes without making the facts newer; see `get_data_state.sql`."""

_MAPS = ("openstreetmap", "general_knowledge", "estimate")
"""Kinds of sources that places and the coast are from."""


def data_as_of(region: RegionData) -> str | None:
    """Date of the latest figure of any zone, as its source gives it; None without figures.

    Notes
    -----
    The rule of `get_data_state.sql`, whose `data_date` is the first day of what is found here:
    a figure of "2026" counts from 1 January, yet says no more than the year.
    """
    return latest(
        figure.as_of
        for zone in region.zones
        for figure in zone.figures.values()
        if figure.metric not in _MAPPED
    )


def measured_year(region: RegionData) -> int | None:
    """Year in which distances were measured: that of the map that they were measured on.

    None where no source says when it was read.
    """
    read = [
        one.retrieved.year
        for one in region.sources.values()
        if one.kind in _MAPS and one.retrieved is not None
    ]
    return max(read, default=None)


def latest(dates: Iterable[str | None]) -> str | None:
    """The one that begins last; of those that begin together the one that ends last."""
    spans = [(*span, one) for one in dates if one and (span := _span(one))]
    return max(spans)[2] if spans else None


def say_date(as_of: str | None, language: Language) -> str:
    """A date within a sentence: `năm 2026`, `tháng 8/2026`, `11/08/2026`; `Aug 2026` in English."""
    text = format_date(as_of, language)
    if language == "en" or not as_of or not as_of[0].isdigit() or "/" in as_of:
        return text
    if len(as_of) == 4:
        return f"năm {text}"
    return f"tháng {text.lstrip('0')}" if len(as_of) == 7 else text


def _span(as_of: str) -> tuple[date, date] | None:
    """First and last day; None for a date that cannot be read, which a user's file may have."""
    try:
        return first_day(as_of), last_day(as_of)
    except InvalidParameter:
        return None
