"""Distances for people: no finer than the positions that they were measured between."""

from __future__ import annotations

from geo.units import km_from_m
from layers.positions import COARSE_M, shown_distance_m
from maps.labels import Language, format_number, word
from maps.plain_text import NBSP


def distance_text(distance_m: float, within_m: float, language: Language) -> str:
    """Kilometres without their unit: `7.4`, `about 7`, `under 2`; as the page writes them."""
    low, high = shown_distance_m(distance_m, within_m)
    number = format_number(km_from_m(high), 1, language)
    if low != high:
        return f"{word('under', language)}{NBSP}{number}"
    about = f"{word('about', language)}{NBSP}" if within_m >= COARSE_M else ""
    return f"{about}{number}"
