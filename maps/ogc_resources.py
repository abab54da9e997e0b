"""What the pages of documents without features say: standards, properties, tiles, problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from layers.catalog import Collection, Property
from maps.labels import Language, format_date, format_number
from maps.ogc_links import Addresses, is_template, links_of
from maps.ogc_values import definition_of, title_of, word_of
from maps.ogc_words import has_word, ogc_word

_STANDARDS: Final[Mapping[str, str]] = {
    "ogcapi-common-1": "OGC API - Common, Part 1: Core",
    "ogcapi-common-2": "OGC API - Common, Part 2: Geospatial Data",
    "ogcapi-features-1": "OGC API - Features, Part 1: Core",
    "ogcapi-features-2": "OGC API - Features, Part 2: Coordinate Reference Systems by Reference",
    "ogcapi-features-3": "OGC API - Features, Part 3: Filtering",
    "ogcapi-features-4": "OGC API - Features, Part 4: Create, Replace, Update and Delete",
    "ogcapi-features-5": "OGC API - Features, Part 5: Schemas",
    "ogcapi-features-8": "OGC API - Features, Part 8: Sorting",
    "ogcapi-tiles-1": "OGC API - Tiles, Part 1: Core",
    "cql2": "Common Query Language (CQL2)",
    "tms": "Two Dimensional Tile Matrix Set",
}
_CLASS_URI: Final = re.compile(r"/spec/([^/]+)/[\d.]+/(?:conf|req)/(.+)$")
_JSON_TYPES: Final = ("string", "number", "integer", "boolean")


def conformance_groups(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Requirements classes by standard, in the order of the document."""
    groups: dict[str, list[dict[str, str]]] = {}
    for uri in _list(document.get("conformsTo")):
        found = _CLASS_URI.search(str(uri))
        standard = found[1] if found else ""
        title = _STANDARDS.get(standard, standard or str(uri))
        name = found[2] if found else str(uri)
        groups.setdefault(title, []).append({"name": name, "uri": str(uri)})
    return [{"title": title, "classes": classes} for title, classes in groups.items()]


def schema_rows(
    document: Mapping[str, Any], collection: Collection | None, language: Language
) -> list[dict[str, Any]]:
    """Properties of a JSON Schema with titles and definitions in a language."""
    properties = document.get("properties")
    if not isinstance(properties, Mapping):
        return []
    required = {str(name) for name in _list(document.get("required"))}
    return [
        _schema_row(str(name), entry if isinstance(entry, Mapping) else {}, collection, language)
        | {"required": str(name) in required}
        for name, entry in properties.items()
    ]


def _schema_row(
    name: str, entry: Mapping[str, Any], collection: Collection | None, language: Language
) -> dict[str, Any]:
    item = collection.by_name.get(name) if collection else None
    values = [str(one) for one in _list(entry.get("enum")) if one is not None]
    unit = str((item.unit if item else None) or entry.get("x-ogc-unit") or "")
    return {
        "name": name,
        "title": title_of(item, language) if item else str(entry.get("title") or name),
        "definition": (
            definition_of(item, language) if item else str(entry.get("description") or "")
        ),
        "type": ogc_word(f"type_{_type_of(entry)}", language),
        "nullable": "null" in _list(entry.get("type")) or (item is not None and item.is_nullable),
        "unit": unit,
        "values": [
            {"value": one, "word": _meaning(item, one, language) if item else ""} for one in values
        ],
    }


def _meaning(item: Property, value: str, language: Language) -> str:
    """Word of a value, without the letter that the word of a badge begins with."""
    return word_of(item, value, language).removeprefix(f"{value}: ")


def _type_of(entry: Mapping[str, Any]) -> str:
    form = str(entry.get("format") or "")
    if form.startswith("geometry") or entry.get("x-ogc-role") == "primary-geometry":
        return "geometry"
    if form.startswith("date"):
        return "date"
    kinds = entry.get("type")
    names = [kinds] if isinstance(kinds, str) else _list(kinds)
    return next((str(one) for one in names if one in _JSON_TYPES), "other")


def extent_of(document: Mapping[str, Any]) -> list[float] | None:
    """First bounding box of a collection: west, south, east, north; None without a usable one."""
    extent = document.get("extent")
    spatial = extent.get("spatial") if isinstance(extent, Mapping) else None
    boxes = _list(spatial.get("bbox")) if isinstance(spatial, Mapping) else []
    return _box(boxes[0]) if boxes else None


def _box(values: Any) -> list[float] | None:
    numbers = _list(values)
    if len(numbers) == 6:
        numbers = [*numbers[0:2], *numbers[3:5]]
    usable = len(numbers) == 4 and all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in numbers
    )
    return [float(one) for one in numbers] if usable else None


def extent_words(box: list[float], language: Language) -> str:
    """A bounding box in words."""
    names = ("west", "south", "east", "north")
    texts = {
        name: format_number(value, 2, language) for name, value in zip(names, box, strict=True)
    }
    return ogc_word("extent_value", language, **texts)


def time_words(document: Mapping[str, Any], language: Language) -> str | None:
    """First interval of a collection in words; None where it has none."""
    extent = document.get("extent")
    temporal = extent.get("temporal") if isinstance(extent, Mapping) else None
    intervals = _list(temporal.get("interval")) if isinstance(temporal, Mapping) else []
    ends = _list(intervals[0]) if intervals else []
    if len(ends) != 2:
        return None
    start = _day(ends[0], language) or ogc_word("time_start_open", language)
    end = _day(ends[1], language) or ogc_word("time_open", language)
    return ogc_word("time_to", language, start=start, end=end)


def _day(moment: Any, language: Language) -> str:
    return format_date(str(moment)[:10], language) if moment and moment != ".." else ""


def crs_name(uri: Any) -> str:
    """Short name of a coordinate reference system's address: `EPSG:9210`, `CRS84`."""
    text = str(uri)
    found = re.search(r"/def/crs/([^/]+)/[^/]+/([^/]+)$", text)
    if not found:
        return text
    return found[2] if found[1] == "OGC" else f"{found[1]}:{found[2]}"


def tileset_rows(document: Mapping[str, Any], addresses: Addresses) -> list[dict[str, Any]]:
    """Tile sets of a list, each with the page of its own link."""
    return [_tileset_row(one, addresses) for one in _mappings(document.get("tilesets"))]


def _tileset_row(entry: Mapping[str, Any], addresses: Addresses) -> dict[str, Any]:
    grid = grid_name(entry)
    own = next((one for one in links_of(entry) if one.get("rel") == "self"), None)
    return {
        "title": str(entry.get("title") or grid),
        "grid": grid,
        "crs": crs_name(entry.get("crs") or ""),
        "content": str(entry.get("dataType") or ""),
        "href": addresses.page(str(own["href"])) if own else None,
    }


def grid_name(document: Mapping[str, Any]) -> str:
    """Name of the grid of a tile set."""
    uri = document.get("tileMatrixSetURI") or document.get("tileMatrixSetId") or ""
    if not uri:
        uri = next(
            (
                str(one["href"]).partition("?")[0]
                for one in links_of(document)
                if "tiling-scheme" in str(one.get("rel"))
            ),
            document.get("id") or document.get("title") or "",
        )
    return str(uri).rstrip("/").rpartition("/")[2]


def tile_templates(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Templates of single tiles, also with the names that map libraries use."""
    return [
        {"href": str(one["href"]), "xyz": _xyz(str(one["href"])), "type": str(one.get("type", ""))}
        for one in links_of(document)
        if is_template(one) and str(one.get("rel", "")).rpartition("/")[2] in {"item", "tile"}
    ]


def _xyz(href: str) -> str:
    names = {"{tileMatrix}": "{z}", "{tileRow}": "{y}", "{tileCol}": "{x}"}
    for name, letter in names.items():
        href = href.replace(name, letter)
    return href


def limit_rows(document: Mapping[str, Any], language: Language) -> list[dict[str, str]]:
    """Rows and columns of tiles that there are on each level."""
    rows = []
    for one in _mappings(document.get("tileMatrixSetLimits")):
        names = ("minTileRow", "maxTileRow", "minTileCol", "maxTileCol")
        ends = [one.get(name) for name in names]
        if not all(isinstance(end, int) for end in ends):
            continue
        top, bottom, left, right = (int(end or 0) for end in ends)
        rows.append(
            {
                "level": str(one.get("tileMatrix", "")),
                "rows": f"{top} – {bottom}",
                "columns": f"{left} – {right}",
                "count": format_number((bottom - top + 1) * (right - left + 1), 0, language),
            }
        )
    return rows


def layer_rows(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Layers inside the tiles of a set."""
    return [
        {
            "name": str(one.get("id") or ""),
            "text": str(one.get("title") or one.get("description") or ""),
        }
        for one in _mappings(document.get("layers") or document.get("vector_layers"))
    ]


def grid_rows(document: Mapping[str, Any], addresses: Addresses) -> list[dict[str, Any]]:
    """Tile matrix sets of a list, each with its page."""
    return [
        {
            "id": str(one.get("id") or grid_name(one)),
            "title": str(one.get("title") or ""),
            "uri": str(one.get("uri") or ""),
            "crs": crs_name(one.get("crs") or ""),
            "href": next(
                (
                    addresses.page(str(link["href"]))
                    for link in links_of(one)
                    if "tiling-scheme" in str(link.get("rel")) or link.get("rel") == "self"
                ),
                None,
            ),
        }
        for one in _mappings(document.get("tileMatrixSets"))
    ]


def level_rows(document: Mapping[str, Any], language: Language) -> list[dict[str, str]]:
    """Levels of a tile matrix set."""

    def text(value: Any, decimals: int) -> str:
        usable = isinstance(value, int | float)
        return format_number(value, decimals, language) if usable else str(value or "")

    return [
        {
            "id": str(one.get("id", "")),
            "scale": text(one.get("scaleDenominator"), 2),
            "cell": text(one.get("cellSize"), 4),
            "tile": f"{one.get('tileWidth', '')} × {one.get('tileHeight', '')}",
            "matrix": f"{text(one.get('matrixWidth'), 0)} × {text(one.get('matrixHeight'), 0)}",
        }
        for one in _mappings(document.get("tileMatrices"))
    ]


def problem_words(document: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Status of a problem, what it means, and what the service says of it."""
    status = str(document.get("status") or "")
    key = f"problem_{status}"
    return {
        "status": status,
        "meaning": ogc_word(key if has_word(key) else "problem_other", language),
        "title": str(document.get("title") or ""),
        "detail": str(document.get("detail") or ""),
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mappings(value: Any) -> Iterable[Mapping[str, Any]]:
    return [one for one in _list(value) if isinstance(one, Mapping)]
