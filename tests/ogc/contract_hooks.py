"""What schemathesis cannot read from a schema: languages, cursors, and which tiles there are.

Loaded by schemathesis itself. A request that its schemas allow is made one that means something;
what they forbid is sent as it is.
"""

from __future__ import annotations

from typing import Any

import schemathesis
from schemathesis import Case, HookContext

from api.ogc.parameters import MOST_FEATURES

MEANT = {
    "filter": "true",
    "filter-lang": "cql2-text",
    "datetime": "2020-01-01/..",
    "bbox": "106,10,107.5,11.5",
    "bbox-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
}


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Give values to what has a grammar of its own."""
    meta = case.meta
    query = case.query or {}
    if meta is None:
        return
    if not meta.generation.mode.is_positive:
        # The description has a maximum, and more is no fault (17-069r4, fc-limit-response-1).
        if str(query.get("limit")).isdecimal() and int(query["limit"]) > MOST_FEATURES:
            query["limit"] = "0"
        return
    for name in MEANT.keys() & query.keys():
        query[name] = MEANT[name]
    # A cursor comes out of a link, for one order only.
    query.pop("cursor", None)
    # `kind` and `-kind` differ, and name the same property.
    if isinstance(query.get("sortby"), list):
        query["sortby"] = query["sortby"][:1]
    # Some files are made of geometries.
    if query.get("f") not in (None, "json", "html"):
        query.pop("skipGeometry", None)
    place = case.path_parameters or {}
    if {"tileMatrix", "tileRow", "tileCol"} <= place.keys():
        for name in ("tileRow", "tileCol"):
            place[name] = int(place[name]) % 2 ** int(place["tileMatrix"])
