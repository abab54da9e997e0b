"""The page of the studio: pictures chosen, seen as they will be, mended and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import jinja2

from maps import assets
from maps.embed import json_for_script
from maps.stills.spec import LONGEST_TEXT, StillSpec
from maps.studio_words import studio_word, studio_word_table
from maps.style import DARK, LIGHT, scheme_rules

_TEMPLATES: Final = Path(__file__).parent / "templates"
_STYLES: Final = ("css/fonts.css", "css/studio.css")
_FOLDER: Final = "studio"
_SHARED_MODULES: Final = ("zonemap/dom", "zonemap/text", "zonemap/words")


def build_studio_page(
    options: Mapping[str, Any], *, nonce: str, static_url: str = "/static"
) -> str:
    """Page of the studio.

    Parameters
    ----------
    options
        As `maps.studio_options.still_options` makes them.
    nonce
        Nonce of the response's content security policy. That policy must let pictures be shown
        that the page itself fetched: `img-src blob:`.
    static_url
        Where the files of `maps/static` are served.

    Returns
    -------
    One HTML text; the same options and arguments give the same text.

    Raises
    ------
    StaticAssetError
        A file of the page is missing.
    """
    modules = _modules(static_url)
    fields = {"names": list(StillSpec.model_fields), "longest_text": LONGEST_TEXT}
    context = {
        "nonce": nonce,
        "w": lambda key: studio_word(key, "vi"),
        "light": LIGHT,
        "dark": DARK,
        "schemes": scheme_rules(),
        "icon": assets.versioned_url(static_url, "icon.svg"),
        "styles": [assets.versioned_url(static_url, name) for name in _STYLES],
        "import_map": json_for_script({"imports": modules}),
        "preloads": list(modules.values()),
        "data": json_for_script(
            {"options": options, "words": studio_word_table(), "fields": fields}
        ),
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("studio.html").render(c=context)


def _modules(static_url: str) -> dict[str, str]:
    """Modules of the page, and those of the other pages that it uses."""
    imports = assets.import_map(static_url, _FOLDER, standalone=False)["imports"]
    return {
        name: address
        for name, address in imports.items()
        if name in _SHARED_MODULES or name.startswith(f"zonemap/{_FOLDER}/")
    }
