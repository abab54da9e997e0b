"""A small server of pages of the OGC API about invented places, with the policy of the real one."""

from __future__ import annotations

import mimetypes
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson

from api.routes.pages import content_security_policy
from layers.catalog import Collection
from layers.collections import COLLECTIONS
from maps.assets import STATIC_DIR
from maps.labels import Language
from maps.ogc_pages import PageKind, build_ogc_page
from tests.maps.invented_ogc import documents, hostile, items, parcels, zones

TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
Page = tuple[PageKind, dict[str, Any], Collection | None]

_LAND = {
    "type": "Polygon",
    "coordinates": [[[105.8, 10.3], [108, 10.3], [108, 11.8], [105.8, 11.8], [105.8, 10.3]]],
}


class OgcServer(ThreadingHTTPServer):
    """Pages by path; anything else is a problem."""

    daemon_threads = True
    pages: Mapping[str, Page]
    problem: Page

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: OgcServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qsl(parts.query, keep_blank_values=True)
        file = STATIC_DIR / parts.path.removeprefix("/static/")
        if parts.path.startswith("/static/") and file.is_file():
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain"
            self._answer(kind, file.read_bytes())
        elif parts.path.endswith("/coastline/items") and ("f", "json") in query:
            land = {"type": "Feature", "id": "land-1", "geometry": _LAND, "properties": {}}
            self._answer("application/geo+json", orjson.dumps({"features": [land]}))
        else:
            self._answer_page(parts.path, query)

    def _answer_page(self, path: str, query: list[tuple[str, str]]) -> None:
        kind, document, collection = self.server.pages.get(path, self.server.problem)
        given = dict(query)
        if given.get("f") == "json":
            self._answer("application/json", orjson.dumps(document))
            return
        language: Language = "en" if given.get("lang") == "en" else "vi"
        rest = [pair for pair in query if pair[0] != "lang"]
        nonce = secrets.token_urlsafe(16)
        page = build_ogc_page(
            kind,
            document,
            language=language,
            nonce=nonce,
            base_url=self.server.base_url,
            path=path + (f"?{urlencode(rest)}" if rest else ""),
            collection=collection,
        )
        self._answer("text/html; charset=utf-8", page.encode(), nonce)

    def _answer(self, kind: str, body: bytes, nonce: str = "none") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", content_security_policy(nonce, has_form=True))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests' own output is enough."""


@contextmanager
def ogc_served(*, is_hostile: bool = False) -> Iterator[tuple[str, Mapping[PageKind, str]]]:
    """Address of a server, and the path of each kind of page."""
    server = OgcServer(("127.0.0.1", 0), _Handler)
    turn = hostile if is_hostile else dict
    known = documents(server.base_url)
    pages: dict[str, Page] = {
        urlsplit(path).path: (kind, turn(document), collection)
        for kind, (path, document, collection) in known.items()
    }
    for collection_id, features in (("zones", zones()), ("parcels", parcels())):
        path = f"/ogc/collections/{collection_id}/items"
        document = items(server.base_url, collection_id, features)
        pages[path] = ("items", turn(document), COLLECTIONS[collection_id])
        for feature in features:
            alone = turn({**feature, "links": []})
            pages[f"{path}/{feature['id']}"] = ("item", alone, COLLECTIONS[collection_id])
    server.pages = pages
    server.problem = ("problem", turn(known["problem"][1]), None)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    paths = {kind: path for kind, (path, _, _) in known.items()}
    # The query of the invented problem makes none here.
    paths["problem"] = "/ogc/collections/nothing"
    try:
        yield server.base_url, paths
    finally:
        server.shutdown()
        server.server_close()
