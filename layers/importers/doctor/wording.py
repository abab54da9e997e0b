"""Numbers, places and foreign text as they stand in a message, in Vietnamese and English.

What a file brings may hold escape sequences for a terminal or marks that turn the reading
direction: both are written out, so that a message shows what is there and nothing acts on it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from geo.units import M_PER_KM, hectares_from_m2, km_from_m, round_half_up

SHOWN_CHARACTERS: Final = 80
_ACTING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    vi: str
    en: str


def amount(value: float, unit: str = "", decimals: int = 0) -> Words:
    """Number with its unit, written as each language does: 1.234,5 m and 1,234.5 m.

    Parameters
    ----------
    value
        Any number; one that is not finite is written as ``?``.
    unit
        Sign of the unit, the same in both languages.
    decimals
        Digits after the decimal sign.
    """
    english = _grouped(value, decimals)
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    tail = f" {unit}" if unit and unit not in "%°" else unit
    return Words(vietnamese + tail, english + tail)


def count(value: int) -> Words:
    """Whole number of things."""
    return amount(value)


def length(value_m: float) -> Words:
    """Length given in metres: metres to 0.1 m, kilometres to 0.1 km from 1 km on."""
    if value_m < M_PER_KM:
        return amount(value_m, "m", 1)
    return amount(km_from_m(value_m), "km", 1)


def area_m2(value_m2: float) -> Words:
    """Area in square metres, to 0.1 m2."""
    return amount(value_m2, "m²", 1)


def area_ha(value_m2: float) -> Words:
    """Area given in square metres, as hectares to 0.01 ha."""
    return amount(hectares_from_m2(value_m2), "ha", 2)


def share(value: float, decimals: int = 1) -> Words:
    """Share between 0 and 1 as percent."""
    return amount(value * 100, "%", decimals)


def position(lon: float, lat: float) -> str:
    """Longitude, latitude in degrees with decimal points, as maps and GeoJSON write them."""
    return f"{lon:.5f}, {lat:.5f}"


def coordinates(x: float, y: float) -> str:
    """A pair as a file has it: metres to 0.01, degrees to 0.000001."""
    decimals = 6 if max(abs(x), abs(y)) <= 180 else 2
    return f"{x:.{decimals}f}, {y:.{decimals}f}"


def meridian(central_meridian_deg: float) -> str:
    """Central meridian in degrees and minutes, as Vietnamese decisions write it: 105°45'."""
    minutes = round(central_meridian_deg * 60)
    return f"{minutes // 60}°{minutes % 60:02d}'"


def listing(parts: Iterable[Words], separator: str = "; ") -> Words:
    """Several things in one line."""
    known = list(parts)
    return Words(
        separator.join(part.vi for part in known), separator.join(part.en for part in known)
    )


def shown(value: object, limit: int = SHOWN_CHARACTERS) -> str:
    """Text from a file, cut, in which nothing can act on a terminal or turn a line.

    Parameters
    ----------
    value
        What stood in the file.
    limit
        Characters kept before the text is cut.
    """
    text = str(value)
    cut = text if len(text) <= limit else f"{text[: limit - 1]}…"
    return cut if cut.isprintable() else "".join(_harmless(character) for character in cut)


def _harmless(character: str) -> str:
    if unicodedata.category(character) not in _ACTING:
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def _grouped(value: float, decimals: int) -> str:
    if value - value != 0:  # NaN and the infinities
        return "?"
    return f"{round_half_up(value, decimals):,}"
