"""What each kind of page of the OGC API says, out of its document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from geo.bbox import REGION
from layers.catalog import Collection
from layers.collections import COLLECTIONS
from maps.labels import Language, format_number
from maps.ogc_examples import FILTERS, snippets_of
from maps.ogc_features import (
    columns_of,
    described,
    id_of,
    legend_of,
    look_of,
    looks_of,
    main_columns,
    map_features,
    marks_of,
    name_of,
    notices_of,
    plain_rows,
    properties_of,
    rows_of,
)
from maps.ogc_form import filter_form, head_sorting
from maps.ogc_item import feature_tables, related_links
from maps.ogc_links import Addresses, downloads_of, is_template, link_of, links_of
from maps.ogc_resources import (
    conformance_groups,
    crs_name,
    extent_of,
    extent_words,
    grid_name,
    grid_rows,
    layer_rows,
    level_rows,
    limit_rows,
    problem_words,
    schema_rows,
    tile_templates,
    tileset_rows,
    time_words,
)
from maps.ogc_values import title_of
from maps.ogc_words import ogc_word

Context = dict[str, Any]

_BROWSED: Final = "500"
"""Features that people are shown at first: all zones, ports and links stand on one page."""

_BASE_FILTER: Final = "kind='land' OR kind='context'"
_SCRIPT_WORDS: Final = (
    "copied",
    "copy_failed",
    "columns_all",
    "columns_few",
    "open_feature",
    "map_whole",
    "zoom_in",
    "zoom_out",
    "unknown_small",
    "close",
    "credit_osm",
)


def script_words(language: Language) -> dict[str, str]:
    """Words that the scripts write."""
    return {key: ogc_word(key, language) for key in _SCRIPT_WORDS}


def collection_name(
    document: Mapping[str, Any], collection: Collection | None, language: Language
) -> str:
    """Title of the collection in the page's language; what the document says where it is none."""
    known = collection or COLLECTIONS.get(str(document.get("id")))
    if known is not None:
        return known.title_vi if language == "vi" else known.title_en
    return str(document.get("title") or document.get("id") or "")


def link_row(link: Mapping[str, Any], addresses: Addresses) -> dict[str, Any]:
    """A link as the table of links writes it; `address` is None where it cannot be followed."""
    href = str(link["href"])
    return {
        "rel": str(link.get("rel") or ""),
        "type": str(link.get("type") or ""),
        "title": str(link.get("title") or ""),
        "href": href,
        "address": None if is_template(link) else addresses.file(href),
    }


def _landing(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    language = addresses.language
    docs = link_of(document, "service-doc")
    return {
        "title": ogc_word("title_landing", language),
        "lead": ogc_word("landing_lead", language),
        "cards": [_card(one, addresses) for one in COLLECTIONS.values()],
        "snippets": snippets_of(addresses, "zones"),
        "tile_address": _tile_address(addresses),
        "docs": addresses.file(str(docs["href"])) if docs else f"{addresses.root}/docs",
    }


def _card(collection: Collection, addresses: Addresses) -> dict[str, str]:
    is_vi = addresses.language == "vi"
    own = ("collections", collection.collection_id)
    return {
        "id": collection.collection_id,
        "title": collection.title_vi if is_vi else collection.title_en,
        "text": collection.description_vi if is_vi else collection.description_en,
        "browse": addresses.ogc(*own, "items", limit=_BROWSED),
        "href": addresses.ogc(*own),
    }


def _tile_address(addresses: Addresses) -> str:
    """Address of the tiles of the whole map, as QGIS writes it."""
    grid = addresses.data("tiles", "WebMercatorQuad")
    return f"{grid}/{{z}}/{{y}}/{{x}}"


def _conformance(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    return {
        "title": ogc_word("title_conformance", addresses.language),
        "lead": ogc_word("conformance_lead", addresses.language),
        "groups": conformance_groups(document),
    }


def _collections(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    found = document.get("collections")
    entries = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    return {
        "title": ogc_word("title_collections", addresses.language),
        "cards": [_collection_card(one, addresses) for one in entries],
    }


def _collection_card(entry: Mapping[str, Any], addresses: Addresses) -> dict[str, Any]:
    language = addresses.language
    collection_id = str(entry.get("id") or "")
    known = COLLECTIONS.get(collection_id)
    box = extent_of(entry)
    own = ("collections", collection_id)
    text = str(entry.get("description") or "")
    if known is not None:
        text = known.description_vi if language == "vi" else known.description_en
    return {
        "id": collection_id,
        "title": collection_name(entry, known, language),
        "text": text,
        "browse": addresses.ogc(*own, "items", limit=_BROWSED),
        "href": addresses.ogc(*own),
        "extent": extent_words(box, language) if box else ogc_word("unknown_small", language),
        "time": time_words(entry, language),
        "downloads": downloads_of(links_of(entry)),
        "links": [link_row(one, addresses) for one in links_of(entry)],
    }


def _collection(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    language = addresses.language
    card = _collection_card(document, addresses)
    collection_id = collection.collection_id if collection else str(card["id"])
    box = extent_of(document)
    own = ("collections", collection_id)
    systems = document.get("crs")
    stored = document.get("storageCrs")
    return {
        "title": collection_name(document, collection, language),
        "lead": card["text"],
        "card": {
            **card,
            "id": collection_id,
            "browse": addresses.ogc(*own, "items", limit=_BROWSED),
        },
        "pages": [
            (addresses.ogc(*own, "queryables"), ogc_word("crumb_queryables", language)),
            (addresses.ogc(*own, "schema"), ogc_word("crumb_schema", language)),
            (addresses.ogc(*own, "tiles"), ogc_word("title_tilesets", language)),
        ],
        "systems": [(crs_name(one), str(one)) for one in systems]
        if isinstance(systems, list)
        else [],
        "count": _count_of(document, language),
        "stored": crs_name(stored) if stored else "",
        "snippets": snippets_of(addresses, collection_id),
        "map": box is not None,
        "data": {
            "kind": "collection",
            "words": script_words(language),
            "box": box,
            **_base(addresses),
        },
    }


def _count_of(document: Mapping[str, Any], language: Language) -> str:
    """Number of features of a collection; empty where the document does not say."""
    count = document.get("numberOfFeatures")
    if not isinstance(count, int) or isinstance(count, bool):
        return ""
    return format_number(count, 0, language)


def _base(addresses: Addresses) -> dict[str, Any]:
    """Where the script fetches land from the site that the page came from, and its box."""
    items = addresses.data(
        "collections", "coastline", "items", filter=_BASE_FILTER, limit="1000", f="json"
    )
    return {"base": addresses.file(items), "region": list(REGION)}


def _items(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    language = addresses.language
    features = _features(document)
    items = described(collection, features)
    columns = columns_of(main_columns(collection, items, features), language)
    rows = rows_of(features, collection, [one.item for one in columns], language)
    drawn = map_features(features, collection, language) if addresses.is_lon_lat else []
    name = collection_name(document, collection, language)
    head_name, head_title = _head(collection, language)
    return {
        "title": name,
        "name": name,
        "rows": [(row, _item_address(row.feature_id, collection, addresses)) for row in rows],
        "columns": columns,
        "head": head_title,
        "head_sorting": head_sorting(head_name, head_title, addresses),
        "sortings": [head_sorting(one.item.name, one.title, addresses) for one in columns],
        "column_count": len(items),
        "count": _count_words(document, len(features), language),
        "pager": _pager(document, addresses),
        "downloads": [(one, addresses.file(one.href)) for one in downloads_of(links_of(document))],
        "form": filter_form(collection, addresses),
        "notices": notices_of(features, collection, language),
        "unplaced": sum(not row.is_placed for row in rows),
        "legend": legend_of(drawn, collection, language),
        "looks": looks_of(drawn, collection, language),
        "map": addresses.is_lon_lat,
        "data": {
            "kind": "items",
            "words": script_words(language),
            "features": drawn,
            **_base(addresses),
            "columns": [
                {
                    "title": title_of(one.item, language),
                    "unit": one.unit,
                    "number": one.is_number,
                    "name": one.item.name,
                }
                for one in columns_of(items, language)
            ],
            "cells": plain_rows(features, items, language),
        },
    }


def _features(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = document.get("features")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _head(collection: Collection | None, language: Language) -> tuple[str, str]:
    """Name and title of the property that heads each row: the name, or else the id."""
    if collection is None:
        return "id", ogc_word("column_name", language)
    item = collection.by_name.get(f"name_{language}") or collection.by_name[collection.id_property]
    return item.name, title_of(item, language)


def _item_address(
    feature_id: str, collection: Collection | None, addresses: Addresses
) -> str | None:
    if not feature_id:
        return None
    if collection is not None:
        return addresses.ogc(
            "collections", collection.collection_id, "items", feature_id, **addresses.day
        )
    parts = addresses.own_path.removeprefix(f"{addresses.root}/ogc/").strip("/").split("/")
    return addresses.ogc(*parts, feature_id)


def _count_words(document: Mapping[str, Any], shown: int, language: Language) -> str:
    """How many are shown, and of how many where that is known."""
    matched = document.get("numberMatched")
    number = format_number(shown, 0, language)
    if isinstance(matched, int) and not isinstance(matched, bool):
        if not matched and not shown:
            return ogc_word("count_none", language)
        if matched == shown:
            return ogc_word("count_all", language, shown=number)
        of = format_number(matched, 0, language)
        return ogc_word("count_of", language, shown=number, matched=of)
    if link_of(document, "next"):
        return ogc_word("count_more", language, shown=number)
    return ogc_word("count_last" if shown else "count_none", language, shown=number)


def _pager(document: Mapping[str, Any], addresses: Addresses) -> list[tuple[str, str, str]]:
    """Relation, address and words of the other pages of an answer."""
    relations = (("first", "first"), ("prev", "previous"), ("next", "next"))
    found = []
    for rel, key in relations:
        link = link_of(document, rel, key)
        href = addresses.page(str(link["href"])) if link else None
        if href:
            found.append((rel, href, ogc_word(f"page_{key}", addresses.language)))
    return found


def _item(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    language = addresses.language
    drawn = map_features([document], collection, language) if addresses.is_lon_lat else []
    properties = properties_of(document)
    other: Language = "en" if language == "vi" else "vi"
    name = name_of(document, collection, language)
    second = str(properties.get(f"name_{other}") or "")
    return {
        "title": name or ogc_word("crumb_items", language),
        "name": collection_name({}, collection, language),
        "second": second if second != name else "",
        "second_language": other,
        "feature_id": id_of(document, collection),
        "tables": feature_tables(document, collection, addresses),
        "related": related_links(document, collection, addresses),
        "marks": marks_of(properties, language),
        "look": look_of(document),
        "notices": notices_of([document], collection, language),
        "looks": looks_of(drawn, collection, language),
        "legend": legend_of(drawn, collection, language),
        "downloads": [(one, addresses.file(one.href)) for one in downloads_of(links_of(document))],
        "map": bool(drawn),
        "data": {
            "kind": "item",
            "words": script_words(language),
            "features": drawn,
            **_base(addresses),
        },
    }


def _properties_page(title: str, lead: str) -> Callable[..., Context]:
    def build(
        document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
    ) -> Context:
        language = addresses.language
        name = collection_name(document, collection, language)
        examples = FILTERS.get(collection.collection_id, ()) if collection else ()
        example = examples[0].filter if examples else "kind='…'"
        return {
            "title": ogc_word(title, language, collection=name),
            "name": name,
            "lead": ogc_word(lead, language, example=example),
            "rows": schema_rows(document, collection, language),
        }

    return build


def _tilesets(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    language = addresses.language
    name = collection_name({}, collection, language)
    return {
        "title": ogc_word("title_tilesets_of", language, collection=name)
        if collection
        else ogc_word("title_tilesets", language),
        "lead": ogc_word("tilesets_lead", language),
        "rows": tileset_rows(document, addresses),
    }


def _tileset(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    language = addresses.language
    limits = limit_rows(document, language)
    grid = grid_name(document)
    return {
        "title": ogc_word("title_tileset", language, name=grid),
        "lead": collection_name(document, collection, language),
        "grid": grid,
        "grid_href": addresses.ogc("tileMatrixSets", grid) if grid else None,
        "crs": crs_name(document.get("crs") or ""),
        "content": str(document.get("dataType") or ""),
        "templates": tile_templates(document),
        "limits": limits,
        "layers": layer_rows(document),
    }


def _grids(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    return {
        "title": ogc_word("title_tile_matrix_sets", addresses.language),
        "lead": ogc_word("link_tms_text", addresses.language),
        "rows": grid_rows(document, addresses),
    }


def _grid(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    axes = document.get("orderedAxes")
    name = str(document.get("id") or grid_name(document))
    return {
        "title": ogc_word("title_tile_matrix_set", addresses.language, name=name),
        "lead": str(document.get("title") or ""),
        "crs": crs_name(document.get("crs") or ""),
        "uri": str(document.get("uri") or ""),
        "axes": ", ".join(str(one) for one in axes) if isinstance(axes, list) else "",
        "rows": level_rows(document, addresses.language),
    }


def _problem(
    document: Mapping[str, Any], collection: Collection | None, addresses: Addresses
) -> Context:
    words = problem_words(document, addresses.language)
    return {
        "title": ogc_word("title_problem", addresses.language),
        "lead": words["meaning"],
        "problem": words,
        "plain_href": addresses.with_query([]) if addresses.query else None,
    }


CONTEXT_OF: Final[Mapping[str, Callable[..., Context]]] = {
    "landing": _landing,
    "conformance": _conformance,
    "collections": _collections,
    "collection": _collection,
    "items": _items,
    "item": _item,
    "queryables": _properties_page("title_queryables", "queryables_lead"),
    "schema": _properties_page("title_schema", "schema_lead"),
    "tilesets": _tilesets,
    "tileset": _tileset,
    "tile_matrix_sets": _grids,
    "tile_matrix_set": _grid,
    "problem": _problem,
}
