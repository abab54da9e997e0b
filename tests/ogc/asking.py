"""What the tests of the OGC API ask, and how they look at answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import httpx

COLLECTIONS: Final = ("zones", "parcels", "ports", "links", "coastline")
ID_PROPERTY: Final = {
    "zones": "zone_id",
    "parcels": "parcel_id",
    "ports": "port_id",
    "links": "link_id",
    "coastline": "part_id",
}
RELATION: Final = {
    "zones": "zone_feature",
    "parcels": "parcel_feature",
    "ports": "port_feature",
    "links": "link_feature",
    "coastline": "coastline_feature",
}
ORDER: Final = {**ID_PROPERTY, "coastline": "kind DESC, part_id"}
"""What features come in, as SQL, where no order is asked for."""

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GEOJSON: Final = "application/geo+json"

Json = dict[str, Any]


def get(client: httpx.Client, path: str, **parameters: Any) -> httpx.Response:
    """Answer to a GET; `_` in the name of a parameter stands for `-` where one ends so."""
    named = {
        name.replace("_", "-") if name in ("bbox_crs", "filter_crs", "filter_lang") else name: value
        for name, value in parameters.items()
    }
    return client.get(path, params=named or None)


def fetch(client: httpx.Client, path: str, **parameters: Any) -> Json:
    """JSON of an answer that must be there."""
    answer = get(client, path, **parameters)
    assert answer.status_code == 200, answer.text
    document: Json = answer.json()
    return document


def items(client: httpx.Client, collection: str, **parameters: Any) -> Json:
    """A page of features."""
    return fetch(client, f"/collections/{collection}/items", **parameters)


def ids(page: Json) -> list[str]:
    """Ids of the features of a page, in order."""
    return [feature["id"] for feature in page["features"]]


def all_ids(client: httpx.Client, collection: str, **parameters: Any) -> list[str]:
    """Ids of all features of a query, in order."""
    return ids(items(client, collection, **{"limit": 10_000, **parameters}))


def link(document: Json, rel: str, media_type: str | None = None) -> str:
    """Address of the one link with a relation, and a media type where several have it."""
    (found,) = [
        item["href"]
        for item in document["links"]
        if item["rel"] == rel and media_type in (None, item["type"])
    ]
    return str(found)


def pages(client: httpx.Client, collection: str, **parameters: Any) -> Iterator[Json]:
    """Every page of a query, by its links `next`."""
    page = items(client, collection, **parameters)
    while True:
        yield page
        following = [item for item in page["links"] if item["rel"] == "next"]
        if not following:
            return
        assert len(following) == 1
        page = fetch(client, following[0]["href"])


def quoted(text: str) -> str:
    """Text as one piece of a path."""
    return quote(text, safe="")
