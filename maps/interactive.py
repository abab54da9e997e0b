"""The investors' map: one HTML page, made by folium, from a map document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from folium.template import Template
from markupsafe import Markup

from maps import assets
from maps.embed import json_for_script
from maps.folium_parts import MAP_NAME, render_page
from maps.labels import word
from maps.land_style import PARCEL_AXIS_COLOURS
from maps.offline import Shell, make_shell
from maps.style import DARK, LIGHT, scheme_rules
from maps.view import page_view

_TEMPLATE = Path(__file__).parent / "templates" / "page.html"
_SCRIPTS = ("leaflet/leaflet.js",)
_STYLES = (
    "leaflet/leaflet.css",
    "css/fonts.css",
    "css/legend.css",
    "css/page.css",
    "css/sheet.css",
    "css/map.css",
    "css/investor.css",
    "css/find.css",
    "css/decide.css",
    "css/look.css",
    "css/print.css",
)
_TILE_SCRIPT = "protomaps-leaflet/protomaps-leaflet.js"
"""Loaded when parcels are first drawn."""

_ICON = "icon.svg"
_FOLDERS = ("compare", "find", "look", "rank", "shortlist")
"""Folders of modules that are loaded when they are first needed."""

_KEEPING = "offline"
"""Folder of the modules of a page that a service worker keeps."""


def build_page(
    document: Mapping[str, Any],
    *,
    standalone: bool,
    nonce: str | None = None,
    static_url: str = "/static",
    api_url: str = "/api",
    parcels_url: str | None = None,
    worker_url: str | None = None,
) -> str:
    """The investors' map as one HTML text.

    Parameters
    ----------
    document
        The map document.
    standalone
        Put every script, style, font and image inside, for a file that opens from disk. Such a page
        forbids itself every request by its own content security policy.
    nonce
        Nonce of the response's content security policy, for the inline scripts. A standalone page
        makes its own.
    static_url
        Where the files of `maps/static` are served.
    api_url
        Where the API is served; a standalone page asks nothing of it.
    parcels_url
        What the OGC API's address starts with, for a document without parcels: the page then draws
        them from vector tiles. None draws those of the document.
    worker_url
        Where the service worker of `page_shell` is served; None, or a standalone page, has none.

    Returns
    -------
    str
        The page. The same document and arguments give the same text.

    Raises
    ------
    StaticAssetError
        A file of the page is missing.
    """
    data = json_for_script(document)
    view = json_for_script(_view(document))
    if standalone:
        nonce = _nonce_of(data, view)
    worker = None
    folders: tuple[str, ...] = _FOLDERS
    if worker_url is not None and not standalone:
        worker = {"address": worker_url, "version": page_shell(static_url).version}
        folders = (*_FOLDERS, _KEEPING)
    context: dict[str, Any] = {
        "standalone": standalone,
        "nonce": nonce,
        "policy": _policy(nonce) if standalone else None,
        "document": data,
        "view": view,
        "import_map": json_for_script(
            assets.import_map(static_url, *folders, standalone=standalone)
        ),
        "api": None if standalone else api_url.rstrip("/"),
        "tiles": None if standalone or parcels_url is None else _tiles(static_url, parcels_url),
        "worker": worker,
        "map_name": MAP_NAME,
        "schemes": scheme_rules(),
        "light": LIGHT,
        "dark": DARK,
        "w": lambda key: word(key, "vi"),
        **_assets(static_url, standalone=standalone),
    }
    template = Template(_TEMPLATE.read_text(encoding="utf-8"), autoescape=True)
    # In Leaflet's own spelling: folium keeps min_zoom and max_zoom for tiles.
    return render_page(template, context, minZoom=7.5, maxZoom=17)


def page_shell(static_url: str = "/static") -> Shell:
    """The files of a served page, those that are loaded later included.

    Raises
    ------
    StaticAssetError
        A file of the page is missing.
    """
    modules = [f"js/{name}.js" for name in assets.module_names(*_FOLDERS, _KEEPING)]
    return make_shell(static_url, [*_SCRIPTS, *_STYLES, _TILE_SCRIPT, _ICON, *modules])


def _view(document: Mapping[str, Any]) -> dict[str, Any]:
    view = page_view(document)
    style = {**view["style"], "parcel_line": PARCEL_AXIS_COLOURS["line"]}
    return {**view, "style": style}


def _tiles(static_url: str, parcels_url: str) -> dict[str, str]:
    """Addresses of the drawing library and of the server of the tiles."""
    return {
        "script": assets.versioned_url(static_url, _TILE_SCRIPT),
        "url": parcels_url.rstrip("/"),
    }


def _assets(static_url: str, *, standalone: bool) -> dict[str, Any]:
    """Scripts, styles and images as the template wants them: addresses, or texts."""
    if standalone:
        return {
            "scripts": [Markup(assets.inline_script(name)) for name in _SCRIPTS],  # noqa: S704
            "styles": [Markup(assets.inline_css(name)) for name in _STYLES],  # noqa: S704
            "preloads": [],
            "icon": assets.data_url(_ICON),
            "leaflet_images": "",
        }
    return {
        "scripts": [assets.versioned_url(static_url, name) for name in _SCRIPTS],
        "styles": [assets.versioned_url(static_url, name) for name in _STYLES],
        "preloads": [
            assets.versioned_url(static_url, f"js/{name}.js") for name in assets.module_names()
        ],
        "icon": assets.versioned_url(static_url, _ICON),
        "leaflet_images": f"{static_url.rstrip('/')}/leaflet/images/",
    }


def _nonce_of(*texts: str) -> str:
    """A nonce from the content itself: the same each time, and no content can hold its own hash."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:32]


def _policy(nonce: str | None) -> str:
    """Content security policy of a standalone page: what it carries may run, nothing is fetched."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
