"""The page that describes the interfaces: Swagger UI from our own files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2

from maps import assets
from maps.embed import json_for_script
from maps.style import PAPER

_TEMPLATES = Path(__file__).parent / "templates"
_STYLES = ("swagger-ui/swagger-ui.css", "css/fonts.css", "css/docs.css")
_SCRIPTS = ("swagger-ui/swagger-ui-bundle.js", "swagger-ui/swagger-ui-standalone-preset.js")
_MODULES = "docs"


def build_docs_page(
    descriptions: Sequence[tuple[str, str]], *, nonce: str, static_url: str = "/static"
) -> str:
    """Page with the operations of one description and a choice among all.

    Parameters
    ----------
    descriptions
        Name and address of each OpenAPI description; the first is shown at first.
    nonce
        Nonce of the response's content security policy.
    static_url
        Where the files of `maps/static` are served.

    Returns
    -------
    One HTML text; the same arguments give the same text.

    Raises
    ------
    StaticAssetError
        A file of the page is missing.
    """
    offered = [{"name": name, "url": url} for name, url in descriptions]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    context = {
        "nonce": nonce,
        "paper": PAPER,
        "icon": assets.versioned_url(static_url, "icon.svg"),
        "styles": [assets.versioned_url(static_url, name) for name in _STYLES],
        "scripts": [assets.versioned_url(static_url, name) for name in _SCRIPTS],
        "import_map": json_for_script(assets.import_map(static_url, _MODULES, standalone=False)),
        "descriptions": offered,
        "descriptions_json": json_for_script(offered),
    }
    return environment.get_template("docs.html").render(c=context)
