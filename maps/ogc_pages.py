"""The HTML face of the OGC API: one page for each kind of document.

Written for people who look, GIS staff and journalists. Everything is in the HTML itself; scripts
add the map, the link between rows and map, and buttons to copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import jinja2

from layers.catalog import Collection
from maps import assets
from maps.embed import json_for_script
from maps.labels import LANGUAGES, Language, format_number
from maps.ogc_kinds import CONTEXT_OF, Context, collection_name, link_row, script_words
from maps.ogc_links import Addresses, links_of
from maps.ogc_style import colouring_of, style_sheet
from maps.ogc_words import ogc_word

PageKind = Literal[
    "landing",
    "conformance",
    "collections",
    "collection",
    "items",
    "item",
    "queryables",
    "schema",
    "tilesets",
    "tileset",
    "tile_matrix_sets",
    "tile_matrix_set",
    "problem",
]

_TEMPLATES: Final = Path(__file__).parent / "templates"
_STYLES: Final = ("css/fonts.css", "css/ogc.css")
_MAP_STYLES: Final = ("leaflet/leaflet.css",)
_MAP_SCRIPTS: Final = ("leaflet/leaflet.js",)
_MODULES: Final = ("zonemap/dom", "zonemap/geometry", "zonemap/leaflet")


def build_ogc_page(
    kind: PageKind,
    document: Mapping[str, Any],
    *,
    language: Language,
    nonce: str,
    base_url: str,
    path: str,
    collection: Collection | None = None,
    static_url: str = "/static",
) -> str:
    """Page of one document of the OGC API.

    Parameters
    ----------
    document
        The JSON document of the resource, or an RFC 9457 problem.
    nonce
        Nonce of the response's content security policy. That policy must also allow the filter's
        form, which sends itself to where it came from: `form-action 'self'`.
    base_url
        Address of the whole site as the document's links write it.
    path
        Path and query of the request, without `lang`. The page leads on with `f=html` and `lang`;
        without JavaScript its form sends empty parameters, which mean none.
    collection
        What the document is about, for titles, units and definitions in the page's language.
    static_url
        Where the files of `maps/static` are served.

    Returns
    -------
    str
        The page. The same document and arguments give the same text.

    Raises
    ------
    StaticAssetError
        A file of the page is missing.
    """
    addresses = Addresses(base_url, path, language)
    context = {
        **_frame(kind, document, addresses, nonce, static_url, collection),
        **CONTEXT_OF[kind](document, collection, addresses),
    }
    context["styles"] = [
        assets.versioned_url(static_url, name)
        for name in ((*_MAP_STYLES, *_STYLES) if context["map"] else _STYLES)
    ]
    context["scripts"] = [
        assets.versioned_url(static_url, name) for name in (_MAP_SCRIPTS if context["map"] else ())
    ]
    context["data"] = json_for_script(context["data"])
    return _environment().get_template(f"ogc/{kind}.html").render(context)


def _frame(
    kind: PageKind,
    document: Mapping[str, Any],
    addresses: Addresses,
    nonce: str,
    static_url: str,
    collection: Collection | None,
) -> Context:
    """What every page has."""
    language = addresses.language
    colouring = colouring_of(collection)
    return {
        "kind": kind,
        "language": language,
        "languages": LANGUAGES,
        "nonce": nonce,
        "w": _words_in(language),
        "a": addresses,
        "document": document,
        "collection": collection,
        "name": collection_name(document, collection, language),
        "lead": "",
        "crumbs": _crumbs(kind, collection, addresses),
        "links": [link_row(one, addresses) for one in links_of(document)],
        "icon": assets.versioned_url(static_url, "icon.svg"),
        "import_map": json_for_script(_import_map(static_url)),
        "preloads": list(_ogc_modules(static_url).values()),
        "style": style_sheet(colouring),
        "map": False,
        "data": {"kind": kind, "words": script_words(language)},
        "number": lambda value: format_number(value, 0, language),
    }


def _words_in(language: Language) -> Callable[..., str]:
    return lambda key, **values: ogc_word(key, language, **values)


@cache
def _environment() -> jinja2.Environment:
    """Templates that include one another; every text is escaped."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _ogc_modules(static_url: str) -> dict[str, str]:
    """The modules of these pages, and those of the other pages that they use."""
    imports = assets.import_map(static_url, "ogc", standalone=False)["imports"]
    return {
        name: address
        for name, address in imports.items()
        if name in _MODULES or name.startswith("zonemap/ogc/")
    }


def _import_map(static_url: str) -> dict[str, dict[str, str]]:
    return {"imports": _ogc_modules(static_url)}


def _crumbs(
    kind: PageKind, collection: Collection | None, addresses: Addresses
) -> list[tuple[str, str]]:
    """Address and words of the pages above this one."""
    language = addresses.language
    if kind == "landing":
        return []
    crumbs = [(addresses.ogc(), ogc_word("crumb_landing", language))]
    if kind == "tile_matrix_set":
        crumbs.append(
            (addresses.ogc("tileMatrixSets"), ogc_word("title_tile_matrix_sets", language))
        )
    if collection is not None and kind != "problem":
        own = ("collections", collection.collection_id)
        crumbs.append((addresses.ogc("collections"), ogc_word("title_collections", language)))
        if kind != "collection":
            title = collection.title_vi if language == "vi" else collection.title_en
            crumbs.append((addresses.ogc(*own), title))
        if kind == "item":
            crumbs.append((addresses.ogc(*own, "items"), ogc_word("crumb_items", language)))
        if kind == "tileset":
            crumbs.append((addresses.ogc(*own, "tiles"), ogc_word("crumb_tiles", language)))
    elif kind == "collection":
        crumbs.append((addresses.ogc("collections"), ogc_word("title_collections", language)))
    elif kind == "tileset":
        crumbs.append((addresses.ogc("tiles"), ogc_word("title_tilesets", language)))
    return crumbs
