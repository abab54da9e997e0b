"""The parameters of the OGC API as its description tells them."""

from __future__ import annotations

from typing import Final

from api.ogc.cql_note import FILTER_NOTE
from api.ogc.items import FORMATS
from api.ogc.openapi_pieces import Schema, query_parameter, words_schema
from api.ogc.parameters import CRS_URIS, DEFAULT_FEATURES, MOST_FEATURES
from layers.catalog import Collection
from layers.collections import COLLECTIONS
from layers.tiles import DEEPEST_ZOOM, MAP_LAYERS

_CRS: Final[Schema] = {"type": "string", "format": "uri", "enum": list(CRS_URIS)}
_DAY: Final = r"\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?"
_TIME_PATTERN: Final = rf"^({_DAY}|({_DAY}|\.\.)?/({_DAY}|\.\.)?)$"
_COMMA_LIST: Final = {"style": "form", "explode": False}


def describe_parameters() -> dict[str, Schema]:
    """Describe every parameter, by the name it is referred to with."""
    text: Schema = {"type": "string", "minLength": 1}
    zoom_schema = {"type": "integer", "minimum": 0, "maximum": DEEPEST_ZOOM}
    place_schema = {"type": "integer", "minimum": 0, "maximum": 2**DEEPEST_ZOOM - 1}
    return {
        "f": query_parameter("f", "Format", words_schema("json", "html")),
        "fItems": query_parameter(
            "f", "A page, or the whole query as a file", words_schema(*FORMATS)
        ),
        "fTile": query_parameter("f", "Format", words_schema("mvt")),
        "fTileset": query_parameter("f", "Format", words_schema("json", "html", "tilejson")),
        "fStyle": query_parameter("f", "Format", words_schema("json")),
        "lang": query_parameter("lang", "Language of titles and pages", words_schema("vi", "en")),
        "limit": query_parameter(
            "limit",
            f"Features a page; more than {MOST_FEATURES} are taken for {MOST_FEATURES}. Files "
            "have all features where it is not given.",
            {
                "type": "integer",
                "minimum": 1,
                "maximum": MOST_FEATURES,
                "default": DEFAULT_FEATURES,
            },
            style="form",
            explode=False,
        ),
        "cursor": query_parameter(
            "cursor",
            "Place of the next page, out of a link `next`",
            {"type": "string", "pattern": "^[A-Za-z0-9_-]{16,4000}$"},
        ),
        "bbox": query_parameter(
            "bbox",
            "Features that touch a box: west,south,east,north in CRS84, or as bbox-crs says",
            {
                "type": "array",
                "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
                "items": {"type": "number"},
            },
            **_COMMA_LIST,
        ),
        "bbox-crs": query_parameter("bbox-crs", "CRS of bbox", _CRS, **_COMMA_LIST),
        "crs": query_parameter("crs", "CRS of the geometries in the answer", _CRS, **_COMMA_LIST),
        "datetime": query_parameter(
            "datetime",
            "Features as they stood on a day in Vietnam; of an interval on its last day. RFC 3339.",
            {"type": "string", "pattern": _TIME_PATTERN},
            style="form",
            explode=False,
        ),
        "filter": query_parameter("filter", FILTER_NOTE, text, **_COMMA_LIST),
        "filter-lang": query_parameter(
            "filter-lang", "Encoding", words_schema("cql2-text", "cql2-json"), **_COMMA_LIST
        ),
        "filter-crs": query_parameter(
            "filter-crs", "CRS of the geometries in filter", _CRS, **_COMMA_LIST
        ),
        "skipGeometry": query_parameter(
            "skipGeometry", "Leave geometries out", words_schema("true", "false")
        ),
        "collections": query_parameter(
            "collections",
            "Layers wanted",
            {"type": "array", "minItems": 1, "items": words_schema(*MAP_LAYERS)},
            **_COMMA_LIST,
        ),
        "tileMatrix": _path("tileMatrix", "Zoom", zoom_schema),
        "tileRow": _path("tileRow", "Row, from the north", place_schema),
        "tileCol": _path("tileCol", "Column, from the west", place_schema),
        **{
            key: value
            for collection in COLLECTIONS.values()
            for key, value in _lists_of_names(collection).items()
        },
    }


def _path(name: str, description: str, schema: Schema) -> Schema:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
    }


def _lists_of_names(collection: Collection) -> dict[str, Schema]:
    names = list(collection.by_name)
    name = collection.collection_id
    signed = [f"{sign}{item}" for item in names for sign in ("", "-")]
    return {
        f"properties-{name}": query_parameter(
            "properties",
            "Properties wanted",
            {"type": "array", "minItems": 1, "items": words_schema(*names)},
            **_COMMA_LIST,
        ),
        f"sortby-{name}": query_parameter(
            "sortby",
            "Order; - before a name descends, unknown comes last",
            {
                "type": "array",
                "minItems": 1,
                "maxItems": 5,
                "uniqueItems": True,
                "items": words_schema(*signed),
            },
            **_COMMA_LIST,
        ),
    }
