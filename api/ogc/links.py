"""Every address that the OGC API hands out; the Host header of a request is never in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

JSON = "application/json"
HTML = "text/html"
GEOJSON = "application/geo+json"
SCHEMA_JSON = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
TILE = "application/vnd.mapbox-vector-tile"
TILEJSON = "application/vnd.mapbox.tile+json"
STYLE = "application/vnd.mapbox.style+json"

REL = "http://www.opengis.net/def/rel/ogc/1.0/"

_PLAIN = re.compile(r"[A-Za-z0-9._~-]*")
"""What needs no percent signs (RFC 3986, 2.3); most of what is linked is such text."""

Link = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links below the public address of the server.

    Attributes
    ----------
    base_url
        Without a slash at its end.
    """

    base_url: str

    def href(self, path: str, parameters: Mapping[str, str] | None = None) -> str:
        """Address of a path below `/ogc`, which begins with a slash or is empty."""
        if not parameters:
            return f"{self.base_url}/ogc{path}"
        pairs = [f"{segment(name)}={segment(value)}" for name, value in parameters.items()]
        return f"{self.base_url}/ogc{path}?{'&'.join(pairs)}"

    def link(
        self,
        rel: str,
        media_type: str,
        path: str,
        title: str,
        parameters: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Link:
        """One link with all that a client looks at."""
        href = self.href(path, parameters)
        return {"rel": rel, "type": media_type, "title": title, "href": href, **more}

    def both(
        self, path: str, parameters: Mapping[str, str], shown: str, *, json_type: str = JSON
    ) -> list[Link]:
        """`self` in the format that is shown, and `alternate` in the other one.

        Parameters
        ----------
        shown
            `json` or `html`.
        """
        types = {"json": json_type, "html": HTML}
        titles = {"json": "JSON", "html": "HTML"}
        other = "html" if shown == "json" else "json"
        rest = {name: value for name, value in parameters.items() if name != "f"}
        return [
            self.link("self", types[shown], path, titles[shown], dict(parameters)),
            self.link("alternate", types[other], path, titles[other], {**rest, "f": other}),
        ]


@lru_cache(maxsize=500)
def segment(text: str) -> str:
    """Text as one piece of a path or of a query.

    An answer writes the same parameters into several links, and many answers the same names.
    """
    return text if _PLAIN.fullmatch(text) else quote(text, safe="")
