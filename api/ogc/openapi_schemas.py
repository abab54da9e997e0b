"""What the OGC API answers with, as its description tells it."""

from __future__ import annotations

from api.ogc.openapi_pieces import KINDS, REF, Schema, words_schema
from api.schemas import ProblemShape
from layers.catalog import Collection
from layers.collections import COLLECTIONS


def describe_schemas() -> dict[str, Schema]:
    """Describe every shape of an answer, by the name it is referred to with."""
    problem = ProblemShape.model_json_schema()
    link: Schema = {
        "type": "object",
        "required": ["href", "rel", "type"],
        "properties": {
            "href": {"type": "string"},
            "rel": {"type": "string"},
            "type": {"type": "string"},
            "title": {"type": "string"},
            "templated": {"type": "boolean"},
        },
    }
    links = {"type": "array", "items": {"$ref": f"{REF}schemas/link"}}
    return {
        "problem": problem,
        "link": link,
        "object": {"type": "object"},
        "links": _object({"links": links}),
        "landing": _object({"title": {"type": "string"}, "links": links}),
        "conformance": _object(
            {"conformsTo": {"type": "array", "items": {"type": "string", "format": "uri"}}}
        ),
        "collection": _object(
            {
                "id": {"type": "string"},
                "title": {"type": "string"},
                "description": {"type": "string"},
                "itemType": words_schema("feature"),
                "extent": {"type": "object"},
                "crs": {"type": "array", "items": {"type": "string"}},
                "storageCrs": {"type": "string"},
                "links": links,
            }
        ),
        "collections": _object(
            {
                "links": links,
                "collections": {
                    "type": "array",
                    "items": {"$ref": f"{REF}schemas/collection"},
                },
            }
        ),
        "schema": _object({"type": words_schema("object"), "properties": {"type": "object"}}),
        "featureFile": _object(
            {
                "type": words_schema("FeatureCollection"),
                "features": {"type": "array", "items": {"type": "object"}},
            }
        ),
        "geometry": {
            "type": "object",
            "nullable": True,
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string"},
                "coordinates": {"type": "array", "items": {}},
            },
        },
        **{
            key: value
            for collection in COLLECTIONS.values()
            for key, value in _feature_schemas(collection).items()
        },
    }


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _feature_schemas(collection: Collection) -> dict[str, Schema]:
    name = collection.collection_id
    properties: dict[str, Schema] = {}
    for item in collection.properties:
        schema = dict(KINDS[item.kind], title=item.title_en)
        if item.is_nullable:
            schema["nullable"] = True
        if item.words:
            schema["enum"] = [*item.words, *([None] if item.is_nullable else [])]
        properties[item.name] = schema
    feature: dict[str, Schema] = {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"$ref": f"{REF}schemas/geometry"},
        "properties": {"type": "object", "properties": properties, "additionalProperties": False},
    }
    links = {"type": "array", "items": {"$ref": f"{REF}schemas/link"}}
    page: dict[str, Schema] = {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {
            "type": "array",
            "items": {"$ref": f"{REF}schemas/{name}Feature"},
        },
        "links": links,
        "timeStamp": {"type": "string", "format": "date-time"},
        "numberReturned": {"type": "integer", "minimum": 0},
    }
    described_page = _object(page)
    described_page["properties"]["numberMatched"] = {"type": "integer", "minimum": 0}
    described = _object(feature)
    described["properties"]["links"] = links
    return {f"{name}Feature": described, f"{name}Page": described_page}
