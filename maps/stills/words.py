"""Words that pictures write beside names and figures, Vietnamese and English."""

from __future__ import annotations

import re
from typing import Final

from maps.labels import LANGUAGES, Language

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # titles that fit a template when the spec gives none
    "title_overview": (
        "Khu công nghiệp vùng TP. Hồ Chí Minh",
        "Industrial zones of the Ho Chi Minh City region",
    ),
    "subtitle_overview": ("{measure} – {count} khu và cụm", "{measure} – {count} zones"),
    "region": ("Vùng TP. Hồ Chí Minh", "Ho Chi Minh City region"),
    # credit
    "osm": (
        "Nền và bờ biển © cộng đồng OpenStreetMap (ODbL)",
        "Map and coastline © OpenStreetMap contributors (ODbL)",
    ),
    "sources": ("Nguồn: {names}", "Sources: {names}"),
    "more_sources": ("và {count} nguồn khác", "and {count} more"),
    "data_to": ("Số liệu đến {date}", "Data to {date}"),
    "as_of": ("tình trạng ngày {date}", "as of {date}"),
    "schematic": ("Ranh giới sơ đồ", "Schematic outlines"),
    "schematic_some": (
        "Ranh giới nét đứt là sơ đồ, đúng diện tích",
        "Dashed outlines are schematic, true in area",
    ),
    "illustrative": ("Lô đất minh họa", "Illustrative parcels"),
    "sketched_roads": ("Đường vẽ phác để định hướng", "Roads sketched for orientation"),
    "badge_A": ("A: chính thức", "A: official"),
    "badge_B": ("B: báo chí dẫn nguồn chính thức", "B: press quoting an official"),
    "badge_C": ("C: chủ đầu tư, môi giới hoặc không rõ ngày", "C: developer, broker or undated"),
    "badge_D": ("D: ước tính", "D: estimate"),
    "unknown": ("chưa rõ", "unknown"),
    "north": ("B", "N"),
}


def phrase(key: str, language: Language, **values: str) -> str:
    """The words of that key, with values filled in as they are; KeyError if there are none."""
    text = PHRASES[key][LANGUAGES.index(language)]
    # In one go: a value may hold braces of its own.
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], text)
