"""What the page needs beside the map document: classes, counts, short names, words and style.

Worked out here once, in Python, so that polygon, legend and picture cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from maps.labels import LANGUAGES, Language, word_table
from maps.names import other_names, road_code, short_name
from maps.places import place_table
from maps.style import MEASURE_KEYS, classify_zone, measure, port_size, style_table


def page_view(document: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the page derives from the document and the style.

    Parameters
    ----------
    document
        The map document.

    Returns
    -------
    dict[str, Any]
        `style`, `words`, `places`, `zone_classes` by zone, `class_counts` by measure and class
        (zones on the map only), `port_sizes` by port, `short_names` by layer and id, `other_names`,
        `road_codes`.
    """
    zones = document["zones"]["features"]
    ports = document["ports"]["features"]
    links = document["links"]["features"]
    classes = {str(zone["id"]): classify_zone(zone["properties"]) for zone in zones}
    return {
        "style": style_table(),
        "words": word_table(),
        "places": place_table(),
        "zone_classes": classes,
        "class_counts": class_counts(zones, classes),
        "port_sizes": {str(port["id"]): port_size(port["properties"]) for port in ports},
        "short_names": {
            "zones": _short_names(zones),
            "ports": _short_names(ports),
            "links": _short_names_by_kind(links),
        },
        "other_names": {
            str(one["id"]): names
            for one in [*zones, *ports]
            if (names := other_names(one["properties"].get("note")))
        },
        "road_codes": {
            str(link["id"]): {"vi": code, "en": road_code(link["properties"]["name_vi"], "en")}
            for link in links
            if (code := road_code(link["properties"]["name_vi"], "vi"))
        },
    }


def class_counts(
    zones: list[Mapping[str, Any]], classes: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, int]]:
    """Number of zones drawn on the map in each class of each measure; every class is present."""
    counts = {key: {style.key: 0 for style in measure(key).classes} for key in MEASURE_KEYS}
    for zone in zones:
        if zone.get("geometry") is None:
            continue
        for key, class_key in classes[str(zone["id"])].items():
            counts[key][class_key] += 1
    return counts


def _short_names(features: list[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Short names by id; where two would be alike, both keep what stands in brackets."""
    names: dict[str, dict[str, str]] = {str(feature["id"]): {} for feature in features}
    for language in LANGUAGES:
        full = {str(one["id"]): _full_name(one["properties"], language) for one in features}
        short = {key: short_name(name, language) for key, name in full.items()}
        uses = Counter(short.values())
        for key, name in full.items():
            alike = uses[short[key]] > 1
            names[key][language] = (
                short_name(name, language, keep_brackets=True) if alike else short[key]
            )
    return names


def _short_names_by_kind(features: list[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Short names by id; an airport and a station may be alike, their symbols differ."""
    names: dict[str, dict[str, str]] = {}
    for kind in sorted({str(feature["properties"]["kind"]) for feature in features}):
        names.update(_short_names([one for one in features if one["properties"]["kind"] == kind]))
    return names


def _full_name(properties: Mapping[str, Any], language: Language) -> str:
    return str(properties.get(f"name_{language}") or properties.get("name_vi") or "")
