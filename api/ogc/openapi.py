"""The description of the OGC API in OpenAPI 3.0, made from the catalogue."""

from __future__ import annotations

from typing import Any, Final

from api.ogc.cql_note import FILTER_NOTE
from api.ogc.documents import DOCUMENT_PARAMETERS
from api.ogc.items import FORMATS, ITEM_PARAMETERS, PAGE_PARAMETERS
from api.ogc.links import GEOJSON, HTML, JSON, OPENAPI, SCHEMA_JSON, STYLE, TILE, TILEJSON
from api.ogc.parameters import CRS_URIS, DEFAULT_FEATURES, MOST_FEATURES
from api.ogc.tile_documents import MATRIX_SET
from api.problems import PROBLEM_TYPE
from api.schemas import ProblemShape
from layers.catalog import Collection, Property
from layers.collections import COLLECTIONS
from layers.downloads.formats import DOWNLOAD_FORMATS
from layers.tiles import DEEPEST_ZOOM, MAP_LAYERS

Schema = dict[str, Any]

_REF: Final = "#/components/"
_CRS: Final[Schema] = {"type": "string", "format": "uri", "enum": list(CRS_URIS)}
_KINDS: Final[dict[str, Schema]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
_PROBLEMS: Final = {
    "400": "A parameter cannot be used",
    "404": "There is nothing with that id",
    "503": "The database is away, busy or not loaded; see Retry-After",
}


def describe_api(base_url: str) -> dict[str, Any]:
    """OpenAPI 3.0.3 document of everything below `/ogc`.

    Parameters
    ----------
    base_url
        Public address of the server.
    """
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Zonemap: OGC API - Features and Tiles",
            "version": "1",
            "description": "Industrial zones of the merged Ho Chi Minh City region. Coastline and "
            "the place of some zones © OpenStreetMap contributors, ODbL 1.0.",
            "license": {"name": "MIT (program)", "url": "https://opensource.org/license/mit"},
        },
        "servers": [{"url": f"{base_url}/ogc"}],
        "tags": [{"name": name} for name in ("about", *COLLECTIONS, "tiles")],
        "paths": {
            **_about_paths(),
            **{
                path: described
                for collection in COLLECTIONS.values()
                for path, described in _collection_paths(collection).items()
            },
            **_tile_paths(),
        },
        "components": {
            "parameters": _parameters(),
            "responses": {
                status: {
                    "description": text,
                    "content": _problem(status),
                }
                for status, text in _PROBLEMS.items()
            },
            "schemas": _schemas(),
        },
    }


def _problem(status: str) -> dict[str, Schema]:
    """Bodies of a problem; people get a page where the request is at fault."""
    content: dict[str, Schema] = {PROBLEM_TYPE: {"schema": {"$ref": f"{_REF}schemas/problem"}}}
    if status in ("400", "404"):
        content[HTML] = {"schema": {"type": "string"}}
    return content


def _get(
    operation_id: str,
    summary: str,
    tag: str,
    parameters: list[Schema],
    content: dict[str, Schema],
    *,
    problems: tuple[str, ...] = ("400", "503"),
    more: dict[str, Schema] | None = None,
) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": summary, "content": content}}
    responses |= more or {}
    responses |= {status: {"$ref": f"{_REF}responses/{status}"} for status in problems}
    return {
        "get": {
            "operationId": operation_id,
            "summary": summary,
            "tags": [tag],
            "parameters": parameters,
            "responses": responses,
        }
    }


def _use(*names: str) -> list[Schema]:
    return [{"$ref": f"{_REF}parameters/{name}"} for name in names]


def _document(schema: str, media_type: str = JSON) -> dict[str, Schema]:
    return {
        media_type: {"schema": {"$ref": f"{_REF}schemas/{schema}"}},
        HTML: {"schema": {"type": "string"}},
    }


def _about_paths() -> dict[str, Any]:
    about = _use(*DOCUMENT_PARAMETERS)
    api = {
        OPENAPI: {"schema": {"type": "object"}},
        HTML: {"schema": {"type": "string"}},
    }
    return {
        "/": _get("getLandingPage", "Landing page", "about", about, _document("landing")),
        "/api": _get("getDescription", "This description", "about", _use("f"), api),
        "/conformance": _get(
            "getConformance", "Conformance classes", "about", about, _document("conformance")
        ),
        "/collections": _get(
            "getCollections", "All collections", "about", about, _document("collections")
        ),
    }


def _collection_paths(collection: Collection) -> dict[str, Any]:
    name = collection.collection_id
    path = f"/collections/{name}"
    about = _use(*DOCUMENT_PARAMETERS)
    id_parameter = {
        "name": "featureId",
        "in": "path",
        "required": True,
        "description": "Id of a feature",
        "schema": {"type": "string", "minLength": 1},
    }
    page = {
        # A page, or with f=geojson the whole query as a file.
        GEOJSON: {
            "schema": {
                "anyOf": [
                    {"$ref": f"{_REF}schemas/{name}Page"},
                    {"$ref": f"{_REF}schemas/featureFile"},
                ]
            }
        },
        HTML: {"schema": {"type": "string"}},
        **{
            item.media_type: {"schema": {"type": "string", "format": "binary"}}
            for item in DOWNLOAD_FORMATS.values()
            if item.media_type != GEOJSON
        },
    }
    one = {
        GEOJSON: {"schema": {"$ref": f"{_REF}schemas/{name}Feature"}},
        HTML: {"schema": {"type": "string"}},
    }
    every = ("400", "404", "503")
    own = {"f": "fItems", "properties": f"properties-{name}", "sortby": f"sortby-{name}"}
    return {
        path: _get(
            f"describe_{name}",
            f"About {name}",
            name,
            about,
            _document("collection"),
            problems=every,
        ),
        f"{path}/items": _get(
            f"list_{name}",
            collection.title_en,
            name,
            [
                *_use(*(own.get(item, item) for item in PAGE_PARAMETERS)),
                *(_matched(item) for item in collection.properties),
            ],
            page,
            problems=every,
        ),
        f"{path}/items/{{featureId}}": _get(
            f"get_{name}",
            f"One of {name}",
            name,
            [
                id_parameter,
                *_use(*("f" if item == "f" else own.get(item, item) for item in ITEM_PARAMETERS)),
            ],
            one,
            problems=every,
        ),
        **{
            f"{path}/{kind}": _get(
                f"{kind}_{name}",
                f"{kind.capitalize()} of {name}",
                name,
                about,
                _document("schema", SCHEMA_JSON),
                problems=every,
            )
            for kind in ("queryables", "schema", "sortables")
        },
        **_tileset_paths(f"{path}/tiles", name, name),
    }


def _matched(item: Property) -> Schema:
    """Parameter that is a property: features whose property has that value."""
    schema = dict(_KINDS[item.kind])
    if item.words:
        schema["enum"] = list(item.words)
    return _query(item.name, item.title_en, schema, style="form", explode=False)


def _tile_paths() -> dict[str, Any]:
    about = _use(*DOCUMENT_PARAMETERS)
    return {
        **_tileset_paths("/tiles", "map", "tiles"),
        "/tileMatrixSets": _get(
            "getTileMatrixSets", "Tile matrix sets", "tiles", about, _document("links")
        ),
        f"/tileMatrixSets/{MATRIX_SET}": _get(
            "getTileMatrixSet", "WebMercatorQuad", "tiles", about, _document("object")
        ),
        "/styles/zonemap": _get(
            "getStyle",
            "Style of the whole map",
            "tiles",
            _use("fStyle", "lang"),
            {STYLE: {"schema": {"type": "object"}}},
        ),
    }


def _tileset_paths(path: str, name: str, tag: str) -> dict[str, Any]:
    every = ("400", "404", "503")
    tileset = _document("object") | {TILEJSON: {"schema": {"type": "object"}}}
    tile_parameters = _use("tileMatrix", "tileRow", "tileCol", "fTile", "datetime")
    if name == "map":
        tile_parameters += _use("collections")
    return {
        path: _get(
            f"tilesets_{name}",
            "Tilesets",
            tag,
            _use(*DOCUMENT_PARAMETERS),
            _document("links"),
            problems=every,
        ),
        f"{path}/{MATRIX_SET}": _get(
            f"tileset_{name}", "Tileset", tag, _use("fTileset", "lang"), tileset, problems=every
        ),
        f"{path}/{MATRIX_SET}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _get(
            f"tile_{name}",
            "Vector tile",
            tag,
            tile_parameters,
            {TILE: {"schema": {"type": "string", "format": "binary"}}},
            problems=every,
            more={"204": {"description": "Nothing lies in the tile"}},
        ),
    }


def _query(name: str, description: str, schema: Schema, **more: Any) -> Schema:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "required": False,
        "schema": schema,
        **more,
    }


def _words(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


_COMMA_LIST: Final = {"style": "form", "explode": False}


def _parameters() -> dict[str, Schema]:
    text: Schema = {"type": "string", "minLength": 1}
    zoom_schema = {"type": "integer", "minimum": 0, "maximum": DEEPEST_ZOOM}
    place_schema = {"type": "integer", "minimum": 0, "maximum": 2**DEEPEST_ZOOM - 1}
    return {
        "f": _query("f", "Format", _words("json", "html")),
        "fItems": _query("f", "A page, or the whole query as a file", _words(*FORMATS)),
        "fTile": _query("f", "Format", _words("mvt")),
        "fTileset": _query("f", "Format", _words("json", "html", "tilejson")),
        "fStyle": _query("f", "Format", _words("json")),
        "lang": _query("lang", "Language of titles and pages", _words("vi", "en")),
        "limit": _query(
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
        "cursor": _query("cursor", "Place of the next page, out of a link `next`", text),
        "bbox": _query(
            "bbox",
            "Features that touch a box: west,south,east,north in CRS84, or as bbox-crs says",
            {
                "type": "array",
                "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
                "items": {"type": "number"},
            },
            **_COMMA_LIST,
        ),
        "bbox-crs": _query("bbox-crs", "CRS of bbox", _CRS),
        "crs": _query("crs", "CRS of the geometries in the answer", _CRS),
        "datetime": _query(
            "datetime",
            "Features as they stood on a day; of an interval on its last day. RFC 3339.",
            text,
            style="form",
            explode=False,
        ),
        "filter": _query("filter", FILTER_NOTE, text),
        "filter-lang": _query("filter-lang", "Encoding", _words("cql2-text", "cql2-json")),
        "filter-crs": _query("filter-crs", "CRS of the geometries in filter", _CRS),
        "skipGeometry": _query("skipGeometry", "Leave geometries out", _words("true", "false")),
        "collections": _query(
            "collections",
            "Layers wanted",
            {"type": "array", "minItems": 1, "items": _words(*MAP_LAYERS)},
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
        f"properties-{name}": _query(
            "properties",
            "Properties wanted",
            {"type": "array", "minItems": 1, "items": _words(*names)},
            **_COMMA_LIST,
        ),
        f"sortby-{name}": _query(
            "sortby",
            "Order; - before a name descends, unknown comes last",
            {
                "type": "array",
                "minItems": 1,
                "maxItems": 5,
                "uniqueItems": True,
                "items": _words(*signed),
            },
            **_COMMA_LIST,
        ),
    }


def _schemas() -> dict[str, Schema]:
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
    links = {"type": "array", "items": {"$ref": f"{_REF}schemas/link"}}
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
                "itemType": _words("feature"),
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
                    "items": {"$ref": f"{_REF}schemas/collection"},
                },
            }
        ),
        "schema": _object({"type": _words("object"), "properties": {"type": "object"}}),
        "featureFile": _object(
            {
                "type": _words("FeatureCollection"),
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
        schema = dict(_KINDS[item.kind], title=item.title_en)
        if item.is_nullable:
            schema["nullable"] = True
        if item.words:
            schema["enum"] = [*item.words, *([None] if item.is_nullable else [])]
        properties[item.name] = schema
    feature: dict[str, Schema] = {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"$ref": f"{_REF}schemas/geometry"},
        "properties": {"type": "object", "properties": properties, "additionalProperties": False},
    }
    links = {"type": "array", "items": {"$ref": f"{_REF}schemas/link"}}
    page: dict[str, Schema] = {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {
            "type": "array",
            "items": {"$ref": f"{_REF}schemas/{name}Feature"},
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
