"""JSON Schemas of a collection: what can be asked for, what comes back, what can be sorted by."""

from __future__ import annotations

from typing import Any, Final, Literal

from api.ogc.links import Links
from api.ogc.negotiation import Language
from layers.catalog import Collection, GeometryKind, Property
from layers.cql.compiling import GEOMETRY_NAME

SchemaKind = Literal["queryables", "schema", "sortables"]

_TYPES: Final = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
_GEOMETRY_FORMAT: Final[dict[GeometryKind, str]] = {
    "point": "geometry-point",
    "multipolygon": "geometry-multipolygon",
    "any": "geometry-any",
}
_TITLES: Final = {
    "queryables": ("Thuộc tính lọc được", "Queryables"),
    "schema": ("Lược đồ", "Schema"),
    "sortables": ("Thuộc tính sắp được", "Sortables"),
}
# Whatever UCUM has no unit for is counted in braces. A year of the calendar is no measure.
_UCUM: Final = {
    "ha": "har",
    "m": "m",
    "m2": "m2",
    "m3/day": "m3/d",
    "MVA": "MV.A",
    "DWT": "t",
    "share": "1",
    "TEU": "{TEU}/a",
    "USD/m2/term": "{USD}/m2",
    "persons": "{persons}",
    "tenants": "{tenants}",
}


def collection_schema(
    collection: Collection, kind: SchemaKind, links: Links, language: Language
) -> dict[str, Any]:
    """Schema document of a collection (OGC API - Features Part 3, 6.2, and Part 5).

    Parameters
    ----------
    kind
        Which of the three is wanted; only the geometry and its roles differ.
    """
    properties: dict[str, Any] = {}
    for item in collection.properties:
        properties[item.name] = describe_property(item, language)
    if kind == "schema":
        properties[collection.id_property]["x-ogc-role"] = "id"
    if kind != "sortables":
        properties[GEOMETRY_NAME] = {
            "title": "Hình dạng" if language == "vi" else "Geometry",
            "format": _GEOMETRY_FORMAT[collection.geometry],
            "x-ogc-role": "primary-geometry",
        }
    vi, en = _TITLES[kind]
    title = f"{collection.title_vi}: {vi}" if language == "vi" else f"{collection.title_en}: {en}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": links.href(f"/collections/{collection.collection_id}/{kind}"),
        "type": "object",
        "title": title,
        "properties": properties,
        "additionalProperties": False,
    }


def describe_property(item: Property, language: Language) -> dict[str, Any]:
    """Schema of one property: title, definition, unit and words."""
    is_vi = language == "vi"
    described: dict[str, Any] = {"title": item.title_vi if is_vi else item.title_en}
    definition = item.definition_vi if is_vi else item.definition_en
    if definition:
        described["description"] = definition
    described |= _TYPES[item.kind]
    if item.words:
        described["enum"] = list(item.words)
    if item.unit in _UCUM:
        described |= {"x-ogc-unit": _UCUM[item.unit], "x-ogc-unitLang": "UCUM"}
    return described
