"""Words of the studio in Vietnamese and English: the choices of a picture, and the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from layers.records import NationalClaim
from maps.labels import LANGUAGES, Language, format_number
from maps.stills.claim_words import METRICS, SCOPES, UNITS

Words = tuple[str, str]
"""Vietnamese, English."""

CHOICE_WORDS: Final[Mapping[str, Mapping[str, Words]]] = {
    "template": {
        "overview": ("Toàn vùng", "Region overview"),
        "locator": ("Vị trí một khu", "Zone locator"),
        "ranking": ("Xếp hạng", "Ranking"),
        "distances": ("Khoảng cách", "Distances"),
        "before_after": ("Trước và sau", "Before and after"),
        "corridor": ("Hành lang cung ứng", "Supply corridor"),
        "claim": ("Số liệu quốc gia", "National figure"),
        "lower_third": ("Dải chân hình", "Lower third"),
    },
    "province": {
        "HCMC": ("TP.HCM trước sáp nhập", "Former HCMC"),
        "BD": ("Bình Dương", "Bình Dương"),
        "BRVT": ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
    },
    "layer": {
        "zones": ("Khu công nghiệp", "Zones"),
        "parcels": ("Lô đất", "Parcels"),
        "ports": ("Cảng", "Ports"),
        "roads": ("Đường bộ", "Roads"),
        "rail": ("Đường sắt", "Rail"),
        "waterways": ("Đường thủy", "Waterways"),
        "airports": ("Sân bay", "Airports"),
        "places": ("Địa danh", "Places"),
    },
    "size": {
        "hd": ("HD ngang", "HD"),
        "uhd": ("UHD ngang", "UHD"),
        "vertical": ("Dọc 9:16", "Vertical 9:16"),
        "square": ("Vuông 1:1", "Square 1:1"),
        "portrait": ("Đứng 4:5", "Portrait 4:5"),
    },
    "safe_area": {
        "graphics": ("Đồ họa 90%", "Graphics safe 90%"),
        "action": ("Hành động 93%", "Action safe 93%"),
        "legacy": ("Máy thu cũ 80%", "Legacy 80%"),
        "vertical": ("Video dọc", "Vertical video"),
        "none": ("Không chừa mép", "No margin"),
    },
    "ground": {
        "map": ("Bản đồ", "Map"),
        "solid": ("Nền trơn", "Plain ground"),
        "transparent": ("Trong suốt", "Transparent"),
    },
    "levels": {
        "full": ("Toàn dải 0–255", "Full range 0–255"),
        "video": ("Mức video 16–235", "Video levels 16–235"),
    },
    "output": {
        "png": ("PNG có nền trong", "PNG with alpha"),
        "svg": ("SVG", "SVG"),
        "pdf": ("PDF", "PDF"),
        "fill": ("PNG phần hình (fill)", "PNG fill"),
        "key": ("PNG phần khóa (key)", "PNG key"),
    },
}


def claim_name(claim: NationalClaim, language: Language) -> str:
    """What a published total counts, of where, when and how much, in one line."""
    index = LANGUAGES.index(language)
    plain = (claim.metric.replace("_", " "),) * 2
    metric = METRICS.get(claim.metric, plain)[index]
    scope = SCOPES.get(claim.scope, (claim.scope, claim.scope))[index]
    told = f"{scope}: {metric}"
    if value := _value(claim, language):
        told += f", {value}"
    return f"{told} ({claim.as_of})" if claim.as_of else told


def _value(claim: NationalClaim, language: Language) -> str:
    numbers = [claim.value] if claim.value is not None else [claim.low, claim.high]
    known = [one for one in numbers if one is not None]
    if not known:
        return claim.text or ""
    if claim.unit == "share":
        return " – ".join(f"{format_number(100 * one, 1, language)}%" for one in known)
    shown = " – ".join(format_number(one, 2, language) for one in known)
    unit = claim.unit or ""
    return f"{shown} {UNITS.get(unit, (unit, unit))[LANGUAGES.index(language)]}".strip()


PAGE_WORDS: Final[Mapping[str, Words]] = {}


def studio_word_table() -> dict[str, dict[str, str]]:
    """Words of the page by language and key."""
    return {
        language: {key: words[index] for key, words in PAGE_WORDS.items()}
        for index, language in enumerate(LANGUAGES)
    }


def studio_word(key: str, language: Language, **values: str) -> str:
    """The words of a key, with values filled in; KeyError if there are none."""
    text = PAGE_WORDS[key][LANGUAGES.index(language)]
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)
