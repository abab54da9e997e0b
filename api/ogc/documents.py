"""Documents about what there is: landing page, conformance, collections, schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from api.ogc.answering import answer_document, door_of
from api.ogc.conformance import CONFORMS_TO
from api.ogc.items import collection_of, download_links
from api.ogc.links import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    REL,
    SCHEMA_JSON,
    STYLE,
    Link,
    Links,
)
from api.ogc.negotiation import Language, choose_format, choose_language
from api.ogc.parameters import CRS84_URI, CRS_URIS, Parameters, read_parameters
from api.ogc.schemas import SchemaKind, collection_schema
from geo.bbox import REGION
from layers.catalog import Collection
from layers.collection_extents import Extent, list_extents
from layers.collections import COLLECTIONS

DOCUMENT_FORMATS: Final = {"json": JSON, "html": HTML}
SCHEMA_FORMATS: Final = {"json": SCHEMA_JSON, "html": HTML}
DOCUMENT_PARAMETERS: Final = ("f", "lang")
_GREGORIAN: Final = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_TITLE: Final = {
    "vi": "Khu công nghiệp vùng Thành phố Hồ Chí Minh",
    "en": "Industrial zones of the Ho Chi Minh City region",
}
_DESCRIPTION: Final = {
    "vi": "Khu và cụm công nghiệp, lô đất, cảng, kết nối và bờ biển của Thành phố Hồ Chí Minh sau "
    "sáp nhập (TP.HCM, Bình Dương, Bà Rịa - Vũng Tàu cũ). Mỗi số liệu có thời điểm, chất lượng và "
    "nguồn. Bờ biển và vị trí một số khu: © người đóng góp OpenStreetMap, ODbL.",
    "en": "Industrial zones and clusters, land parcels, ports, links and the coastline of the "
    "merged Ho Chi Minh City (the former HCMC, Bình Dương and Bà Rịa - Vũng Tàu). Every figure "
    "has its date, quality and sources. Coastline and the place of some zones: © OpenStreetMap "
    "contributors, ODbL.",
}


async def read_landing(request: Request) -> Response:
    """Answer with the landing page."""
    parameters, chosen, language = _read(request)
    links = door_of(request).links
    document = {
        "title": _TITLE[language],
        "description": _DESCRIPTION[language],
        "attribution": "© OpenStreetMap contributors (ODbL)",
        "links": [
            *links.both("", parameters, chosen),
            links.link("service-desc", OPENAPI, "/api", "API (OpenAPI 3.0)"),
            {
                "rel": "service-doc",
                "type": HTML,
                "title": "API",
                "href": f"{links.base_url}/docs",
            },
            links.link("conformance", JSON, "/conformance", "Conformance"),
            links.link(f"{REL}conformance", JSON, "/conformance", "Conformance"),
            links.link("data", JSON, "/collections", "Collections"),
            links.link(f"{REL}data", JSON, "/collections", "Collections"),
            links.link(f"{REL}tilesets-vector", JSON, "/tiles", "Vector tiles of the whole map"),
            links.link(f"{REL}tiling-schemes", JSON, "/tileMatrixSets", "Tile matrix sets"),
            links.link(f"{REL}styles", STYLE, "/styles/zonemap", "Style of the map"),
            {
                "rel": "license",
                "type": HTML,
                "title": "ODbL 1.0 (coastline)",
                "href": "https://opendatacommons.org/licenses/odbl/1-0/",
            },
        ],
    }
    return await answer_document(
        request, document, "landing", chosen=chosen, language=language, media_type=JSON
    )


async def read_conformance(request: Request) -> Response:
    """Answer with the conformance classes that hold."""
    parameters, chosen, language = _read(request)
    document = {
        "conformsTo": list(CONFORMS_TO),
        "links": door_of(request).links.both("/conformance", parameters, chosen),
    }
    return await answer_document(
        request, document, "conformance", chosen=chosen, language=language, media_type=JSON
    )


async def read_collections(request: Request) -> Response:
    """Answer with all collections."""
    parameters, chosen, language = _read(request)
    door = door_of(request)
    _, extents = await list_extents(door.pool)
    document = {
        "links": door.links.both("/collections", parameters, chosen),
        "collections": [
            _describe(collection, extents.get(collection.collection_id), door.links, language)
            for collection in COLLECTIONS.values()
        ],
    }
    return await answer_document(
        request, document, "collections", chosen=chosen, language=language, media_type=JSON
    )


async def read_collection(request: Request) -> Response:
    """Answer with one collection."""
    collection = collection_of(request)
    parameters, chosen, language = _read(request)
    door = door_of(request)
    _, extents = await list_extents(door.pool)
    document = _describe(collection, extents.get(collection.collection_id), door.links, language)
    path = f"/collections/{collection.collection_id}"
    document["links"] = [*door.links.both(path, parameters, chosen), *document["links"][1:]]
    return await answer_document(
        request,
        document,
        "collection",
        chosen=chosen,
        language=language,
        media_type=JSON,
        collection=collection,
    )


async def read_queryables(request: Request) -> Response:
    """Answer with what a filter may name."""
    return await _read_schema(request, "queryables")


async def read_schema(request: Request) -> Response:
    """Answer with what features have."""
    return await _read_schema(request, "schema")


async def read_sortables(request: Request) -> Response:
    """Answer with what features can be sorted by."""
    return await _read_schema(request, "sortables")


async def _read_schema(request: Request, kind: SchemaKind) -> Response:
    collection = collection_of(request)
    _, chosen, language = _read(request, SCHEMA_FORMATS)
    document = collection_schema(collection, kind, door_of(request).links, language)
    return await answer_document(
        request,
        document,
        "queryables" if kind == "queryables" else "schema",
        chosen=chosen,
        language=language,
        media_type=SCHEMA_JSON,
        collection=collection,
    )


def _read(
    request: Request, formats: Mapping[str, str] = DOCUMENT_FORMATS
) -> tuple[Parameters, str, Language]:
    parameters = read_parameters(request, DOCUMENT_PARAMETERS)
    chosen = choose_format(request, parameters.get("f"), formats)
    return parameters, chosen, choose_language(request, parameters.get("lang"))


def _describe(
    collection: Collection, extent: Extent | None, links: Links, language: Language
) -> dict[str, Any]:
    """Describe a collection; its first link is to itself."""
    is_vi = language == "vi"
    box = (extent.bbox if extent else None) or REGION
    described: dict[str, Any] = {
        "id": collection.collection_id,
        "title": collection.title_vi if is_vi else collection.title_en,
        "description": collection.description_vi if is_vi else collection.description_en,
        "itemType": "feature",
        "extent": {"spatial": {"bbox": [[round(value, 6) for value in box]], "crs": CRS84_URI}},
        "crs": list(CRS_URIS),
        "storageCrs": CRS84_URI,
        "links": _collection_links(collection, links),
    }
    if extent is not None:
        if extent.features is not None:
            described["numberOfFeatures"] = extent.features
        if collection.has_days:
            begins = extent.begins and f"{extent.begins.isoformat()}T00:00:00Z"
            described["extent"]["temporal"] = {"interval": [[begins, None]], "trs": _GREGORIAN}
    return described


def _collection_links(collection: Collection, links: Links) -> list[Link]:
    path = f"/collections/{collection.collection_id}"
    return [
        links.link("self", JSON, path, collection.title_en),
        links.link("items", GEOJSON, f"{path}/items", "Features as GeoJSON", {"f": "json"}),
        links.link("items", HTML, f"{path}/items", "Features as a page", {"f": "html"}),
        links.link(f"{REL}queryables", SCHEMA_JSON, f"{path}/queryables", "Queryables"),
        links.link("describedby", SCHEMA_JSON, f"{path}/schema", "Schema"),
        links.link(f"{REL}schema", SCHEMA_JSON, f"{path}/schema", "Schema"),
        links.link(f"{REL}sortables", SCHEMA_JSON, f"{path}/sortables", "Sortables"),
        links.link(f"{REL}tilesets-vector", JSON, f"{path}/tiles", "Vector tiles"),
        *download_links(links, collection, {}),
    ]
