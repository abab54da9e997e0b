"""Addresses on the pages of the OGC API: other pages, the same in JSON, downloads, languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from maps.labels import Language

Pairs = list[tuple[str, str]]

_FORMATS: Final[Mapping[str, str]] = {
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/geopackage+sqlite3": "gpkg",
    "application/vnd.sqlite3": "gpkg",
    "application/flatgeobuf": "fgb",
    "application/vnd.flatgeobuf": "fgb",
    "application/vnd.fgb": "fgb",
    "application/vnd.google-earth.kml+xml": "kml",
    "application/vnd.apache.parquet": "parquet",
    "application/x-parquet": "parquet",
    "application/geo+json": "geojson",
    "application/geo+json-seq": "geojsonl",
    "application/vnd.shp": "shp",
    "application/x-shapefile": "shp",
}
_ORDER: Final = ("csv", "xlsx", "geojson", "gpkg", "fgb", "kml", "parquet", "shp", "geojsonl")
_DOWNLOAD_RELS: Final = ("enclosure", "alternate", "items", "self")
_QUERY_SAFE: Final = ",:/'()*"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page offers; `form` is csv, xlsx, ... or the subtype where it is another."""

    form: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Makes the addresses of one page.

    Attributes
    ----------
    base_url
        Where the whole site is, as its documents write it.
    path
        Path and query of the request, without `lang`.
    """

    base_url: str
    path: str
    language: Language

    @property
    def root(self) -> str:
        """Path of the whole site, without a slash at its end."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def service(self) -> str:
        """Absolute address of the OGC API, as people copy it."""
        return f"{self.base_url.rstrip('/')}/ogc"

    @property
    def query(self) -> Pairs:
        """Query of the request, without format and language."""
        return [pair for pair in _pairs_of(self.path) if pair[0] not in {"f", "lang"}]

    @property
    def is_lon_lat(self) -> bool:
        """Whether coordinates are longitude and latitude: no other CRS is asked for."""
        asked = [value for name, value in self.query if name == "crs" and value]
        return all(value.rstrip("/]").endswith("/CRS84") for value in asked)

    @property
    def day(self) -> dict[str, str]:
        """The day that was asked for, as a parameter of other pages; none where it is today."""
        return {name: value for name, value in self.query if name == "datetime" and value}

    @property
    def own_path(self) -> str:
        """Path of the request, without its query."""
        return self.path.partition("?")[0]

    def site(self, path: str) -> str:
        """Address of a page outside the OGC API."""
        return f"{self.root}{path}?lang={self.language}"

    def zone_in_land_book(self, zone_id: str) -> str:
        """Address of a zone's page in the land book."""
        return self.site(f"/land/{quote(zone_id, safe='')}")

    def ogc(self, *parts: str, **query: str) -> str:
        """Address of a page of the OGC API by the parts of its path, which may hold anything."""
        path = "".join(f"/{quote(part, safe='')}" for part in parts)
        return self._as_page(f"{self.root}/ogc{path}", list(query.items()))

    def data(self, *parts: str, **query: str) -> str:
        """Absolute address of a resource, to copy."""
        path = "".join(f"/{quote(part, safe='')}" for part in parts)
        return self.service + path + _question(list(query.items()))

    def page(self, href: str) -> str | None:
        """Address of the page of a document's link; None where it is no address of the web.

        Ours become relative, so that a page leads on to where it was read from.
        """
        relative = self._relative(href)
        if relative is None:
            return href if is_web_address(href) else None
        pairs = [pair for pair in _pairs_of(relative) if pair[0] not in {"f", "lang"}]
        return self._as_page(relative.partition("?")[0], pairs)

    def file(self, href: str) -> str | None:
        """Address of a file or document as its link gives it; None where it is none of the web."""
        relative = self._relative(href)
        if relative is not None:
            return relative
        return href if is_web_address(href) else None

    def with_query(self, pairs: Pairs) -> str:
        """The same page with another query."""
        return self._as_page(self.own_path, pairs)

    def in_language(self, language: Language) -> str:
        """The same page in a language."""
        pairs = _pairs_of(self.path)
        return self.own_path + _question([*pairs, ("lang", language)])

    def as_json(self) -> str:
        """The same resource in JSON."""
        return self.own_path + _question([*self.query, ("f", "json")])

    def _as_page(self, path: str, pairs: Pairs) -> str:
        return path + _question([*pairs, ("f", "html"), ("lang", self.language)])

    def _relative(self, href: str) -> str | None:
        """Path and query of one of our own addresses; None for others."""
        base = self.base_url.rstrip("/")
        if href == base or href.startswith((f"{base}/", f"{base}?")):
            return self.root + (href[len(base) :] or "/")
        is_path = href.startswith("/") and not href.startswith(("//", "/\\"))
        return href if is_path else None


def links_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Links of a document that have an address."""
    found = document.get("links")
    if not isinstance(found, list):
        return []
    return [one for one in found if isinstance(one, Mapping) and isinstance(one.get("href"), str)]


def link_of(document: Mapping[str, Any], *rels: str) -> Mapping[str, Any] | None:
    """First link of a relation, by its short name or the one that is an address."""
    for rel in rels:
        for one in links_of(document):
            if str(one.get("rel", "")).rstrip("/").rpartition("/")[2] == rel:
                return one
    return None


def downloads_of(links: Iterable[Mapping[str, Any]]) -> list[Download]:
    """Files among links, one of each form, those that most people want first.

    A whole query as a file (`enclosure`) goes before one page of it.
    """
    found: dict[str, Download] = {}
    usable = [one for one in links if str(one.get("rel")) in _DOWNLOAD_RELS]
    for one in sorted(usable, key=lambda one: _DOWNLOAD_RELS.index(str(one["rel"]))):
        form = _FORMATS.get(str(one.get("type", "")).partition(";")[0].strip().lower())
        if form and form not in found:
            found[form] = Download(form, str(one["href"]), str(one.get("title") or ""))
    return sorted(found.values(), key=lambda one: _ORDER.index(one.form))


def is_template(link: Mapping[str, Any]) -> bool:
    """Whether a link's address has gaps to fill in."""
    return bool(link.get("templated")) or "{" in str(link.get("href"))


def is_web_address(href: str) -> bool:
    """Only http and https: `javascript:` and `data:` never become links."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _pairs_of(address: str) -> Pairs:
    return parse_qsl(address.partition("#")[0].partition("?")[2], keep_blank_values=True)


def _question(pairs: Pairs) -> str:
    return f"?{urlencode(pairs, quote_via=quote, safe=_QUERY_SAFE)}" if pairs else ""
