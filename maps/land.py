"""Pages of the land book: all zones, one zone, and the page for a zone that is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from maps import assets
from maps.embed import json_for_script
from maps.folium_parts import MAP_NAME, render_page
from maps.land_style import land_style_table
from maps.land_words import land_word, land_word_table
from maps.style import LIGHT
from maps.view import page_view

_TEMPLATES = Path(__file__).parent / "templates"
_STYLES = (
    "leaflet/leaflet.css",
    "css/fonts.css",
    "css/page.css",
    "css/legend.css",
    "css/sheet.css",
    "css/map.css",
    "css/land.css",
    "css/land-zone.css",
)
_SCRIPTS = ("leaflet/leaflet.js",)
_MODULES = "land"


def build_land_page(document: Mapping[str, Any], *, nonce: str, static_url: str = "/static") -> str:
    """Page of all zones.

    Parameters
    ----------
    document
        As `layers.land_features.book_document` makes it.
    nonce
        Nonce of the response's content security policy.
    static_url
        Where the files of `maps/static` are served.

    Returns
    -------
    One HTML text; the same document and arguments give the same text.

    Raises
    ------
    StaticAssetError
        A file of the page is missing.
    """
    return _render("land.html", document, nonce, static_url, title="land_title_long")


def build_land_zone_page(
    document: Mapping[str, Any], *, nonce: str, static_url: str = "/static"
) -> str:
    """Page of one zone; `document` as `layers.land_features.zone_document` makes it.

    Parameters and errors as `build_land_page`.
    """
    return _render("land_zone.html", document, nonce, static_url, title="land_title_long")


def build_missing_page(
    zone_id: str,
    near: Sequence[Mapping[str, str]],
    *,
    nonce: str,
    static_url: str = "/static",
) -> str:
    """Page that says that a zone is not there and names those that may have been meant.

    Parameters
    ----------
    zone_id
        As it was asked for; may be hostile.
    near
        `zone_id`, `name_vi` and `name_en` of zones with an id or name like it.

    Other parameters and errors as `build_land_page`.
    """
    document = {"zone_id": zone_id[:80], "near": list(near)}
    context = _context(document, {"words": land_word_table()}, nonce, static_url)
    template = _environment().get_template("land_missing.html")
    return template.render(c={**context, "title": "missing_title", "scripts": []})


def _render(
    template: str, document: Mapping[str, Any], nonce: str, static_url: str, *, title: str
) -> str:
    view = {**page_view(document), "words": land_word_table(), "land": land_style_table()}
    context = _context(document, view, nonce, static_url)
    return render_page(
        _environment().get_template(template),
        {**context, "title": title},
        minZoom=7.5,
        maxZoom=19,
    )


def _context(
    document: Mapping[str, Any], view: Mapping[str, Any], nonce: str, static_url: str
) -> dict[str, Any]:
    return {
        "nonce": nonce,
        "document": json_for_script(document),
        "view": json_for_script(view),
        "import_map": json_for_script(assets.import_map(static_url, _MODULES, standalone=False)),
        "map_name": MAP_NAME,
        "paper": LIGHT,
        "w": lambda key: land_word(key, "vi"),
        "icon": assets.versioned_url(static_url, "icon.svg"),
        "styles": [assets.versioned_url(static_url, name) for name in _STYLES],
        "scripts": [assets.versioned_url(static_url, name) for name in _SCRIPTS],
        "leaflet_images": f"{static_url.rstrip('/')}/leaflet/images/",
    }


def _environment() -> jinja2.Environment:
    """Templates that include one another; every text is escaped."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
