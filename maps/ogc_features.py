"""Tables and map of features, from GeoJSON of the OGC API to what the templates write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from layers.catalog import Collection, Property
from maps.labels import Language
from maps.ogc_style import UNKNOWN_CLASS, class_of, colouring_of
from maps.ogc_values import (
    Shown,
    is_badge,
    is_number,
    show_value,
    title_of,
    unit_of,
    word_of,
)
from maps.ogc_words import ogc_word

Feature = Mapping[str, Any]

SCHEMATIC = "schematic"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of features."""

    item: Property
    title: str
    unit: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with what stands beside it."""

    shown: Shown
    badge: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A feature in the table; `second` is its name in the other language."""

    feature_id: str
    name: str
    second: str
    second_language: str
    is_placed: bool
    cells: Sequence[Cell]
    marks: Sequence[str] = field(default=())


def properties_of(feature: Feature) -> Mapping[str, Any]:
    """Properties of a feature; none where it has none."""
    found = feature.get("properties")
    return found if isinstance(found, Mapping) else {}


def id_of(feature: Feature, collection: Collection | None) -> str:
    """Id of a feature, also where only its properties have it."""
    found = feature.get("id")
    if found is None and collection is not None:
        found = properties_of(feature).get(collection.id_property)
    return "" if found is None else str(found)


def described(collection: Collection | None, features: Iterable[Feature]) -> tuple[Property, ...]:
    """Every property, described; those that no catalogue knows come last, under their names."""
    known = collection.properties if collection else ()
    names = {item.name for item in known}
    more: dict[str, Property] = {}
    for feature in features:
        for name, value in properties_of(feature).items():
            if name not in names and name not in more:
                more[name] = Property(str(name), _kind_of(value), "", "")
    return (*known, *more.values())


def _kind_of(value: Any) -> Any:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "text"


def name_of(feature: Feature, collection: Collection | None, language: Language) -> str:
    """Name of a feature in a language; its id where it has none."""
    properties = properties_of(feature)
    other: Language = "en" if language == "vi" else "vi"
    for key in (f"name_{language}", f"name_{other}"):
        if properties.get(key):
            return str(properties[key])
    return id_of(feature, collection)


def main_columns(
    collection: Collection | None, items: Sequence[Property], features: Sequence[Feature]
) -> list[Property]:
    """Properties of the table beside the name, those that the answer carries."""
    carried = {name for feature in features for name in properties_of(feature)}
    if collection is None:
        return [item for item in items if not features or item.name in carried][:12]
    named = {"name_vi", "name_en"} if "name_vi" in collection.by_name else set()
    skipped = named or {collection.id_property}
    return [
        collection.by_name[name]
        for name in collection.table_properties
        if name not in skipped and (not features or name in carried)
    ]


def columns_of(items: Iterable[Property], language: Language) -> list[Column]:
    """Columns with their heads in a language."""
    return [
        Column(item, title_of(item, language), unit_of(item, language), is_number(item))
        for item in items
    ]


def rows_of(
    features: Iterable[Feature],
    collection: Collection | None,
    items: Sequence[Property],
    language: Language,
) -> list[Row]:
    """Rows of the table, one a feature, in the order of the answer."""
    return [_row(feature, collection, items, language) for feature in features]


def _row(
    feature: Feature, collection: Collection | None, items: Sequence[Property], language: Language
) -> Row:
    properties = properties_of(feature)
    other: Language = "en" if language == "vi" else "vi"
    second = properties.get(f"name_{other}")
    name = name_of(feature, collection, language)
    return Row(
        id_of(feature, collection),
        name,
        str(second) if second and str(second) != name else "",
        other,
        feature.get("geometry") is not None,
        [cell_of(item, properties, language) for item in items],
        marks_of(properties, language),
    )


def marks_of(properties: Mapping[str, Any], language: Language) -> list[str]:
    """What a row must say of its feature beside the name."""
    return (
        [ogc_word("mark_illustrative", language)] if properties.get("illustrative") is True else []
    )


def cell_of(item: Property, properties: Mapping[str, Any], language: Language) -> Cell:
    """A value with its badge, and a mark where it was added up from illustrative parcels."""
    shown = show_value(item, properties, language)
    if is_badge(item) and shown.state == "known":
        return Cell(Shown(""), shown.text)
    badge = properties.get(f"{_stem(item.name)}_badge") if item.figure == item.name else None
    illustrative = (
        properties.get(f"{item.name}_method") == "ledger"
        and properties.get("ledger_illustrative") is True
    )
    mark = ogc_word("mark_illustrative", language) if illustrative else ""
    known = shown.state in {"known", "none_left"}
    return Cell(shown, str(badge) if badge and known else None, mark if known else "")


def _stem(name: str) -> str:
    """Name of a figure without the unit that only its value has: `distance_to_port`."""
    return name.removesuffix("_m") if name.startswith("distance_to_") else name


def plain_rows(
    features: Iterable[Feature], items: Sequence[Property], language: Language
) -> list[list[str | list[str] | None]]:
    """Every value for the switch to all columns: a text, None for unknown, or text and state."""
    return [
        [_plain(show_value(item, properties_of(feature), language)) for item in items]
        for feature in features
    ]


def _plain(shown: Shown) -> str | list[str] | None:
    if shown.state == "unknown":
        return None
    return shown.text if shown.state == "known" else [shown.text, shown.state]


def map_features(
    features: Iterable[Feature], collection: Collection | None, language: Language
) -> list[dict[str, Any]]:
    """What the map draws: those with a place, with name, class and how sure their outline is."""
    colouring = colouring_of(collection)
    return [
        {
            "id": id_of(feature, collection),
            "name": name_of(feature, collection, language),
            "class": class_of(properties_of(feature), colouring),
            "look": look_of(feature),
            "geometry": feature["geometry"],
        }
        for feature in features
        if isinstance(feature.get("geometry"), Mapping)
    ]


def look_of(feature: Feature) -> str:
    """How a feature is drawn: hatched (schematic), dotted (illustrative), rough or plain."""
    properties = properties_of(feature)
    if properties.get("illustrative") is True:
        return "dotted"
    if SCHEMATIC in (properties.get("boundary_quality"), properties.get("geometry_quality")):
        return "hatched"
    rough = str(properties.get("location_accuracy") or "").startswith("approx_")
    return "rough" if rough and not properties.get("boundary_quality") else "plain"


def legend_of(
    drawn: Sequence[Mapping[str, Any]], collection: Collection | None, language: Language
) -> list[dict[str, Any]]:
    """Classes that are on the map, in the order of the style, each with its count and shape."""
    colouring = colouring_of(collection)
    counts = Counter(str(one["class"]) for one in drawn)
    shapes: dict[str, str] = {}
    for one in drawn:
        shapes.setdefault(str(one["class"]), shape_of(one["geometry"]))
    item = collection.by_name.get(colouring.by) if collection else None
    return [
        {
            "key": key,
            "shape": shapes[key],
            "label": _class_label(item, key, language),
            "count": counts[key],
        }
        for key in (*colouring.fills, UNKNOWN_CLASS)
        if counts[key]
    ]


def _class_label(item: Property | None, key: str, language: Language) -> str:
    if item is None:
        return ogc_word("features_word", language)
    if key == UNKNOWN_CLASS:
        none = item.name == "ledger_line"
        return ogc_word("class_none" if none else "unknown", language)
    return word_of(item, key, language)


def shape_of(geometry: Any) -> str:
    """Which sign stands for a geometry in the legend: area, line or point."""
    kind = str(geometry.get("type", "")) if isinstance(geometry, Mapping) else ""
    if kind.endswith("Polygon"):
        return "area"
    return "line" if kind.endswith("LineString") else "point"


def notices_of(
    features: Sequence[Feature], collection: Collection | None, language: Language
) -> list[str]:
    """What a reader must know of the outlines shown."""
    found = [properties_of(feature) for feature in features]
    keys = []
    if any(
        one.get("illustrative") is True or one.get("ledger_illustrative") is True for one in found
    ):
        keys.append("notice_illustrative")
    if any(one.get("boundary_quality") == SCHEMATIC for one in found):
        keys.append("notice_schematic")
    if any(one.get("geometry_quality") == SCHEMATIC for one in found):
        keys.append("notice_sketch")
    return [ogc_word(key, language) for key in keys]


def looks_of(
    drawn: Iterable[Mapping[str, Any]], collection: Collection | None, language: Language
) -> list[tuple[str, str]]:
    """How sure outlines are: the looks that are on the map, with the words of the legend."""
    looks = {str(one["look"]) for one in drawn}
    sketch = collection is not None and "geometry_quality" in collection.by_name
    words = {
        "hatched": "legend_sketch" if sketch else "legend_schematic",
        "dotted": "legend_illustrative",
        "rough": "legend_rough",
    }
    return [(look, ogc_word(key, language)) for look, key in words.items() if look in looks]
