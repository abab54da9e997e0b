"""The description of the OGC API in OpenAPI 3.0, made from the catalogue."""

from __future__ import annotations

from typing import Any, Final

from api.ogc.documents import DOCUMENT_PARAMETERS
from api.ogc.items import ITEM_PARAMETERS, PAGE_PARAMETERS
from api.ogc.links import GEOJSON, HTML, JSON, OPENAPI, SCHEMA_JSON, STYLE, TILE, TILEJSON
from api.ogc.openapi_parameters import describe_parameters
from api.ogc.openapi_pieces import KINDS, REF, Schema, query_parameter
from api.ogc.openapi_schemas import describe_schemas
from api.ogc.tile_documents import MATRIX_SET
from api.problems import PROBLEM_TYPE
from layers.catalog import Collection, Property
from layers.collections import COLLECTIONS
from layers.downloads.formats import DOWNLOAD_FORMATS

_PROBLEMS: Final = {
    "400": "A parameter cannot be used",
    "404": "There is nothing with that id",
    "406": "Accept refuses every format that there is",
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
            "parameters": describe_parameters(),
            "responses": {
                status: {
                    "description": text,
                    "content": _problem(),
                }
                for status, text in _PROBLEMS.items()
            },
            "schemas": describe_schemas(),
        },
    }


def _problem() -> dict[str, Schema]:
    """Bodies of a problem; people get a page."""
    return {
        PROBLEM_TYPE: {"schema": {"$ref": f"{REF}schemas/problem"}},
        HTML: {"schema": {"type": "string"}},
    }


def _get(
    operation_id: str,
    summary: str,
    tag: str,
    parameters: list[Schema],
    content: dict[str, Schema],
    *,
    problems: tuple[str, ...] = ("400", "406", "503"),
    more: dict[str, Schema] | None = None,
) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": summary, "content": content}}
    responses |= more or {}
    responses |= {status: {"$ref": f"{REF}responses/{status}"} for status in problems}
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
    return [{"$ref": f"{REF}parameters/{name}"} for name in names]


def _document(schema: str, media_type: str = JSON) -> dict[str, Schema]:
    return {
        media_type: {"schema": {"$ref": f"{REF}schemas/{schema}"}},
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
    page: dict[str, Schema] = {
        # A page, or with f=geojson the whole query as a file.
        GEOJSON: {
            "schema": {
                "anyOf": [
                    {"$ref": f"{REF}schemas/{name}Page"},
                    {"$ref": f"{REF}schemas/featureFile"},
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
    one: dict[str, Schema] = {
        GEOJSON: {"schema": {"$ref": f"{REF}schemas/{name}Feature"}},
        HTML: {"schema": {"type": "string"}},
    }
    every = ("400", "404", "406", "503")
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
    schema = dict(KINDS[item.kind])
    if item.words:
        schema["enum"] = list(item.words)
    return query_parameter(item.name, item.title_en, schema, style="form", explode=False)


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
    every = ("400", "404", "406", "503")
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
