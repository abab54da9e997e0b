"""Features of a collection: pages, single ones, and whole queries as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

import orjson
from psycopg import sql
from starlette.requests import Request
from starlette.responses import Response

from api.ogc.answering import (
    answer_kept,
    answer_page,
    door_of,
    key_of,
    now_text,
)
from api.ogc.cache import Answer
from api.ogc.downloading import answer_download
from api.ogc.links import GEOJSON, HTML, Link, Links, segment
from api.ogc.negotiation import Language, choose_format, choose_language
from api.ogc.parameters import (
    CRS84_URI,
    Parameters,
    read_choice,
    read_crs,
    read_day,
    read_limit,
    read_parameters,
    read_properties,
    read_sort,
    read_value,
)
from geo.errors import UnknownFeature
from geo.vietnam_time import today_in_vietnam
from layers.catalog import Collection
from layers.collections import COLLECTIONS
from layers.cql.compiling import KIND_OF, SQL_TYPE, compile_filter
from layers.cql.geometries import read_box
from layers.cql.terms import Bound, Filter
from layers.downloads.formats import DOWNLOAD_FORMATS
from layers.feature_query import FeatureQuery, read_cursor
from layers.feature_reading import FeaturePage, read_feature, read_page

FORMATS: Final[Mapping[str, str]] = {
    "json": GEOJSON,
    "html": HTML,
    **{name: item.media_type for name, item in DOWNLOAD_FORMATS.items()},
}
ITEM_FORMATS: Final[Mapping[str, str]] = {"json": GEOJSON, "html": HTML}

PAGE_PARAMETERS: Final = (
    "f",
    "lang",
    "limit",
    "cursor",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "properties",
    "sortby",
    "skipGeometry",
)
ITEM_PARAMETERS: Final = ("f", "lang", "crs", "datetime", "properties")
MOST_SHOWN: Final = 1_000
"""Features of a page for people: more take seconds to lay out."""


@cache
def parameter_names(collection: Collection) -> tuple[str, ...]:
    """All parameters of a page of features: each property is one, too (OGC 19-079r2, clause 7)."""
    return (*PAGE_PARAMETERS, *collection.by_name)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for features, read."""

    collection: Collection
    parameters: Parameters
    chosen: str
    language: Language
    day: date | None
    crs_uri: str


async def read_items(request: Request) -> Response:
    """Answer with a page of features, or with all of them as a file."""
    collection = collection_of(request)
    asked = _read_request(request, collection, parameter_names(collection), FORMATS)
    if asked.chosen in DOWNLOAD_FORMATS:
        return await answer_download(
            request,
            build_query(asked, default_limit=None),
            chosen=asked.chosen,
            crs_uri=asked.crs_uri,
            is_known_day=asked.day is not None,
            key=key_of(request, asked.chosen, "", asked.day),
        )
    if asked.chosen == "html":
        answer = await _make_page(request, asked)
        return await answer_page(
            request,
            orjson.loads(answer.body),
            "items",
            language=asked.language,
            collection=collection,
        )
    key = key_of(request, "json", asked.language, asked.day)
    # The rest of the parameters is read when an answer is made: for one that is kept it has been.
    return await answer_kept(request, key, lambda: _make_page(request, asked))


async def read_item(request: Request) -> Response:
    """Answer with one feature.

    Raises
    ------
    UnknownFeature
        If the collection has none with that id on that day.
    """
    collection = collection_of(request)
    asked = _read_request(request, collection, ITEM_PARAMETERS, ITEM_FORMATS)
    feature_id: str = request.path_params["feature_id"]
    if asked.chosen == "html":
        answer = await _make_feature(request, asked, feature_id)
        return await answer_page(
            request,
            orjson.loads(answer.body),
            "item",
            language=asked.language,
            collection=collection,
        )
    key = key_of(request, "json", asked.language, asked.day)
    return await answer_kept(request, key, lambda: _make_feature(request, asked, feature_id))


def collection_of(request: Request) -> Collection:
    """Collection that the address names.

    Raises
    ------
    UnknownFeature
        If there is none.
    """
    name: str = request.path_params["collection_id"]
    found = COLLECTIONS.get(name)
    if found is None:
        raise UnknownFeature(
            f"there is no collection {name[:40]!r}",
            expected=f"one of {', '.join(COLLECTIONS)}",
            remedy="see /ogc/collections",
        )
    return found


def _read_request(
    request: Request,
    collection: Collection,
    names: tuple[str, ...],
    formats: Mapping[str, str],
) -> Asked:
    parameters = read_parameters(request, names)
    crs_uri = parameters.get("crs", CRS84_URI).removeprefix("[").removesuffix("]")
    read_crs("crs", crs_uri)
    day = read_day(parameters.get("datetime"))
    if day is None and not collection.has_days:
        # Any time matches what carries none (OGC 17-069r4, 7.15.4, fc-time-response).
        day = today_in_vietnam()
    return Asked(
        collection,
        parameters,
        choose_format(request, parameters.get("f"), formats),
        choose_language(request, parameters.get("lang")),
        day,
        crs_uri,
    )


def build_query(asked: Asked, *, default_limit: int | None) -> FeatureQuery:
    """Question to the database that a request asks.

    Raises
    ------
    InvalidParameter, InvalidBBox
        If a parameter cannot be used.
    """
    parameters, collection = asked.parameters, asked.collection
    crs, lat_first = read_crs("crs", asked.crs_uri)
    bbox = parameters.get("bbox")
    bbox_crs, bbox_lat_first = read_crs("bbox-crs", parameters.get("bbox-crs"))
    query = FeatureQuery(
        collection=collection,
        on_day=asked.day or today_in_vietnam(),
        properties=read_properties(collection, parameters.get("properties")),
        bbox=None if bbox is None else read_box(bbox, bbox_crs, lat_first=bbox_lat_first),
        condition=_read_condition(collection, parameters),
        sort=read_sort(collection, parameters.get("sortby")),
        limit=read_limit(parameters.get("limit"), default=default_limit),
        crs=crs,
        lat_first=lat_first,
        with_geometry=read_choice("skipGeometry", parameters.get("skipGeometry"), ("true", "false"))
        != "true",
        is_narrow="zone_id" in parameters,
    )
    if asked.chosen == "html" and query.limit is not None:
        query = replace(query, limit=min(query.limit, MOST_SHOWN))
    cursor = parameters.get("cursor")
    return query if cursor is None else replace(query, after=read_cursor(query, cursor))


def _read_condition(collection: Collection, parameters: Parameters) -> Filter | None:
    """Condition of `filter` and of the parameters that are properties."""
    conditions: list[sql.Composable] = []
    values: dict[str, Any] = {}
    language = read_choice("filter-lang", parameters.get("filter-lang"), ("cql2-text", "cql2-json"))
    crs, lat_first = read_crs("filter-crs", parameters.get("filter-crs"))
    text = parameters.get("filter")
    if text is not None:
        found = compile_filter(
            text, language or "cql2-text", collection, crs=crs, lat_first=lat_first
        )
        conditions.append(found.condition)
        values |= found.values
    bound = Bound(values)
    for name, given in parameters.items():
        item = collection.by_name.get(name)
        if item is not None:
            wanted = bound.bind(read_value(item, given), SQL_TYPE[KIND_OF[item.kind]])
            column = sql.SQL("f.{}").format(sql.Identifier(name))
            conditions.append(sql.SQL("{} = {}").format(column, wanted))
    if not conditions:
        return None
    return Filter(sql.SQL(" AND ").join(conditions), bound.values, is_simple=text is None)


async def _make_page(request: Request, asked: Asked) -> Answer:
    """A page as GeoJSON; its features come from the database as text."""
    query = build_query(asked, default_limit=read_limit(None))
    door = door_of(request)
    if asked.day is None:
        page = FeaturePage(await door.watch.current(), b"", 0, None, 0)
    else:
        page = await read_page(door.pool, query)
    about: dict[str, Any] = {"numberReturned": page.returned}
    if page.matched is not None:
        about["numberMatched"] = page.matched
    about["timeStamp"] = now_text()
    about["links"] = _page_links(door.links, asked, page.cursor)
    rest = orjson.dumps(about)[1:]
    body = b'{"type":"FeatureCollection","features":[%b],%b' % (page.features, rest)
    return Answer(page.tag, body, GEOJSON, headers=_headers(asked))


async def _make_feature(request: Request, asked: Asked, feature_id: str) -> Answer:
    door = door_of(request)
    query = FeatureQuery(
        collection=asked.collection,
        on_day=asked.day or today_in_vietnam(),
        properties=read_properties(asked.collection, asked.parameters.get("properties")),
        crs=read_crs("crs", asked.crs_uri)[0],
        lat_first=read_crs("crs", asked.crs_uri)[1],
    )
    tag, feature = "", None
    # PostgreSQL's text cannot hold U+0000, so no feature has such an id.
    if asked.day is not None and "\x00" not in feature_id:
        tag, feature = await read_feature(door.pool, query, feature_id)
    if feature is None:
        raise UnknownFeature(
            f"{asked.collection.collection_id} has no feature {feature_id[:80]!r}",
            expected="the id of a feature that there was on that day",
            remedy=f"see /ogc/collections/{asked.collection.collection_id}/items",
        )
    path = f"/collections/{asked.collection.collection_id}"
    links = [
        *door.links.both(
            f"{path}/items/{segment(feature_id)}", asked.parameters, "json", json_type=GEOJSON
        ),
        door.links.link("collection", "application/json", path, "Collection"),
    ]
    body = b'%b,"links":%b}' % (feature[:-1], orjson.dumps(links))
    return Answer(tag, body, GEOJSON, headers=_headers(asked))


def _headers(asked: Asked) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"content-crs", f"<{asked.crs_uri}>".encode()),
        (b"content-language", asked.language.encode()),
    )


def _page_links(links: Links, asked: Asked, cursor: str | None) -> list[Link]:
    """Links of a page: itself, other formats, the next page with all the parameters kept."""
    collection_id = asked.collection.collection_id
    path = f"/collections/{collection_id}/items"
    made = links.both(path, asked.parameters, "json", json_type=GEOJSON)
    made.append(
        links.link("collection", "application/json", f"/collections/{collection_id}", "Collection")
    )
    rest = {name: value for name, value in asked.parameters.items() if name != "cursor"}
    if cursor is not None:
        made.append(links.link("next", GEOJSON, path, "Next page", {**rest, "cursor": cursor}))
    if "cursor" in asked.parameters:
        made.append(links.link("first", GEOJSON, path, "First page", rest))
    if asked.chosen == "html":
        # Programs find them at the collection; here they would be longer than the features.
        made += download_links(links, asked.collection, rest)
    return made


def download_links(
    links: Links, collection: Collection, parameters: Mapping[str, str]
) -> list[Link]:
    """Links to a whole query as files."""
    rest = {name: value for name, value in parameters.items() if name not in ("f", "limit")}
    path = f"/collections/{collection.collection_id}/items"
    without = {name: value for name, value in rest.items() if name != "skipGeometry"}
    return [
        links.link(
            "enclosure",
            item.media_type,
            path,
            item.title_en,
            {**(rest if item.can_leave_geometry_out else without), "f": name},
        )
        for name, item in DOWNLOAD_FORMATS.items()
    ]
