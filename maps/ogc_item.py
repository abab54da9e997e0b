"""One feature, arranged for reading: about it, its figures with their passports, its ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from layers.catalog import Collection, Property
from maps.labels import Language
from maps.ogc_features import Feature, described, id_of, properties_of
from maps.ogc_links import Addresses
from maps.ogc_values import (
    Shown,
    as_of_text,
    definition_of,
    is_badge,
    is_distance,
    show_value,
    source_keys,
    title_of,
    word_of,
)
from maps.ogc_words import ogc_word

_LEDGER_STARTS: Final = ("ledger_", "blocks_", "largest_block", "occupancy_decree35")
_LEDGER_NAMES: Final = frozenset({"occupancy_industrial"})

NEAREST_IN: Final[Mapping[str, str]] = {
    "deep_sea_berth": "ports",
    "port": "ports",
    "airport": "links",
    "expressway": "links",
}
"""Collection of what a distance leads to."""


@dataclass(frozen=True, slots=True)
class Line:
    """A property and its value; `badge` instead of a text where it is a quality."""

    name: str
    title: str
    definition: str
    shown: Shown
    badge: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure with its passport in one row."""

    name: str
    title: str
    definition: str
    shown: Shown
    as_of: str
    badge: str | None
    sources: Sequence[str]
    method: str
    nearest: str = ""
    nearest_href: str | None = None


@dataclass(frozen=True, slots=True)
class FeatureTables:
    """The parts of a feature's page."""

    about: Sequence[Line]
    figures: Sequence[FigureLine]
    distances: Sequence[FigureLine]
    ledger: Sequence[Line]
    ledger_badge: str | None
    ledger_known: bool


def feature_tables(
    feature: Feature, collection: Collection | None, addresses: Addresses
) -> FeatureTables:
    """Arrange all properties of a feature; each stands in exactly one part."""
    properties = properties_of(feature)
    items = [
        item
        for item in described(collection, [feature])
        if item.name in properties or collection is None
    ]
    figures: dict[str, list[Property]] = {}
    about, ledger = [], []
    for item in items:
        if item.figure:
            figures.setdefault(item.figure, []).append(item)
        elif _is_ledger(item.name):
            ledger.append(item)
        elif not _is_nearest(item.name):
            about.append(item)
    lines = {
        name: _figure_line(name, group, properties, addresses) for name, group in figures.items()
    }
    return FeatureTables(
        [_line(item, properties, addresses) for item in about],
        [line for name, line in lines.items() if not name.startswith("distance_to_")],
        [line for name, line in lines.items() if name.startswith("distance_to_")],
        [_line(item, properties, addresses) for item in ledger if item.name != "ledger_badge"],
        _text(properties.get("ledger_badge")),
        any(properties.get(item.name) is not None for item in ledger),
    )


def related_links(
    feature: Feature, collection: Collection | None, addresses: Addresses
) -> list[tuple[str, str]]:
    """Address and words of pages about the same thing."""
    if collection is None:
        return []
    language = addresses.language
    found = []
    properties = properties_of(feature)
    if collection.collection_id == "zones":
        zone_id = id_of(feature, collection)
        quoted = zone_id.replace("'", "''")
        found.append(
            (
                addresses.ogc(
                    "collections", "parcels", "items", filter=f"zone_id='{quoted}'", **addresses.day
                ),
                ogc_word("related_parcels", language),
            )
        )
        found.append((addresses.zone_in_land_book(zone_id), ogc_word("related_land", language)))
    elif collection.collection_id == "parcels" and properties.get("zone_id"):
        zone = str(properties["zone_id"])
        found.append(
            (
                addresses.ogc("collections", "zones", "items", zone, **addresses.day),
                ogc_word("related_zone", language),
            )
        )
    return found


def _is_ledger(name: str) -> bool:
    # The line of one parcel is a word about it, and no sum.
    return name in _LEDGER_NAMES or (name.startswith(_LEDGER_STARTS) and name != "ledger_line")


def _is_nearest(name: str) -> bool:
    return name.startswith("nearest_")


def _line(item: Property, properties: Mapping[str, Any], addresses: Addresses) -> Line:
    language = addresses.language
    value = properties.get(item.name)
    href = None
    if item.name == "zone_id" and "parcel_id" in properties and value:
        href = addresses.ogc("collections", "zones", "items", str(value), **addresses.day)
    return Line(
        item.name,
        title_of(item, language),
        definition_of(item, language),
        show_value(item, properties, language),
        _text(value) if is_badge(item) else None,
        href,
    )


def _figure_line(
    name: str, group: Sequence[Property], properties: Mapping[str, Any], addresses: Addresses
) -> FigureLine:
    """Row of one figure out of the properties that name it."""
    language = addresses.language
    by_name = {item.name: item for item in group}
    value = by_name.get(name, group[0])
    shown = show_value(value, properties, language)
    stem = name.removesuffix("_m") if is_distance(value) else name
    method = by_name.get(f"{name}_method")
    nearest, href = _nearest(name, properties, addresses)
    return FigureLine(
        name,
        title_of(value, language),
        definition_of(value, language),
        shown,
        as_of_text(properties.get(f"{name}_as_of"), language),
        _text(properties.get(f"{stem}_badge")),
        source_keys(properties.get(f"{name}_sources")),
        _method_word(method, properties, language),
        nearest,
        href,
    )


def _method_word(method: Property | None, properties: Mapping[str, Any], language: Language) -> str:
    value = properties.get(method.name) if method else None
    return word_of(method, str(value), language) if method and value else ""


def _nearest(
    name: str, properties: Mapping[str, Any], addresses: Addresses
) -> tuple[str, str | None]:
    """What a distance leads to, with its page."""
    measure = name.removeprefix("distance_to_").removesuffix("_m")
    if measure not in NEAREST_IN:
        return "", None
    language = addresses.language
    found = properties.get(f"nearest_{measure}_name_{language}") or properties.get(
        f"nearest_{measure}_name_vi"
    )
    nearest_id = properties.get(f"nearest_{measure}_id")
    if not nearest_id:
        return str(found or ""), None
    page = addresses.ogc("collections", NEAREST_IN[measure], "items", str(nearest_id))
    return str(found or nearest_id), page


def _text(value: Any) -> str | None:
    return str(value) if value else None
