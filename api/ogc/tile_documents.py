"""Documents about tiles: the matrix set, tilesets, TileJSON."""

from __future__ import annotations

import math
from typing import Any, Final

from api.ogc.links import JSON, REL, STYLE, TILE, TILEJSON, Links
from api.ogc.negotiation import Language
from api.ogc.schemas import describe_property
from geo.bbox import REGION
from layers.catalog import Collection
from layers.collections import COASTLINE, COLLECTIONS, PARCELS, ZONES
from layers.tiles import BY_ZONE, DEEPEST_ZOOM, MAP_LAYERS, WORLD_M, ZONE_LEDGER

MATRIX_SET: Final = "WebMercatorQuad"
MATRIX_SET_URI: Final = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{MATRIX_SET}"
WEB_MERCATOR_URI: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
CRS84_URI: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
ATTRIBUTION: Final = "© OpenStreetMap contributors (ODbL)"

_TILE_PIXELS: Final = 256
_PIXEL_M: Final = 0.00028
_HALF_WORLD_M: Final = 20037508.3427892
_TEMPLATE: Final = f"{MATRIX_SET}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"


def matrix_set() -> dict[str, Any]:
    """Definition of WebMercatorQuad (OGC 17-083r4, annex D.1)."""
    return {
        "id": MATRIX_SET,
        "title": "Google Maps Compatible for the World",
        "uri": MATRIX_SET_URI,
        "crs": WEB_MERCATOR_URI,
        "orderedAxes": ["E", "N"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [
            {
                "id": str(zoom),
                "scaleDenominator": WORLD_M / _TILE_PIXELS / 2**zoom / _PIXEL_M,
                "cellSize": WORLD_M / _TILE_PIXELS / 2**zoom,
                "cornerOfOrigin": "topLeft",
                "pointOfOrigin": [-_HALF_WORLD_M, _HALF_WORLD_M],
                "tileWidth": _TILE_PIXELS,
                "tileHeight": _TILE_PIXELS,
                "matrixWidth": 2**zoom,
                "matrixHeight": 2**zoom,
            }
            for zoom in range(DEEPEST_ZOOM + 1)
        ],
    }


def tileset(collection: Collection | None, links: Links, language: Language) -> dict[str, Any]:
    """Metadata of the tiles of a collection, or of the whole map (OGC 17-083r4, clause 9)."""
    path = _tiles_path(collection)
    names = MAP_LAYERS if collection is None else (collection.collection_id,)
    return {
        "title": _title(collection, language),
        "dataType": "vector",
        "crs": WEB_MERCATOR_URI,
        "tileMatrixSetURI": MATRIX_SET_URI,
        "attribution": ATTRIBUTION,
        "boundingBox": {
            "lowerLeft": [REGION.west, REGION.south],
            "upperRight": [REGION.east, REGION.north],
            "crs": CRS84_URI,
        },
        "tileMatrixSetLimits": [_limits(zoom) for zoom in range(DEEPEST_ZOOM + 1)],
        "layers": [layer for name in names for layer in _layers(COLLECTIONS[name], language)],
        "links": [
            links.link("self", JSON, f"{path}/{MATRIX_SET}", "Tileset"),
            {
                "rel": "item",
                "type": TILE,
                "title": "Vector tiles",
                "href": f"{links.href(path)}/{_TEMPLATE}",
                "templated": True,
            },
            links.link(
                "alternate", TILEJSON, f"{path}/{MATRIX_SET}", "TileJSON", {"f": "tilejson"}
            ),
            links.link(f"{REL}tiling-scheme", JSON, f"/tileMatrixSets/{MATRIX_SET}", MATRIX_SET),
            links.link(f"{REL}styles", STYLE, "/styles/zonemap", "Style"),
        ],
    }


def tileset_list(collection: Collection | None, links: Links, language: Language) -> dict[str, Any]:
    """The one tileset that there is, as a list."""
    path = _tiles_path(collection)
    return {
        "title": _title(collection, language),
        "links": [links.link("self", JSON, path, "Tilesets")],
        "tilesets": [
            {
                "title": _title(collection, language),
                "dataType": "vector",
                "crs": WEB_MERCATOR_URI,
                "tileMatrixSetURI": MATRIX_SET_URI,
                "links": [
                    links.link("self", JSON, f"{path}/{MATRIX_SET}", MATRIX_SET),
                    links.link(
                        f"{REL}tiling-scheme", JSON, f"/tileMatrixSets/{MATRIX_SET}", MATRIX_SET
                    ),
                ],
            }
        ],
    }


def tilejson(collection: Collection | None, links: Links, language: Language) -> dict[str, Any]:
    """TileJSON 3.0 of the tiles of a collection, or of the whole map."""
    path = _tiles_path(collection)
    names = MAP_LAYERS if collection is None else (collection.collection_id,)
    return {
        "tilejson": "3.0.0",
        "name": _title(collection, language),
        "attribution": ATTRIBUTION,
        "scheme": "xyz",
        "tiles": [f"{links.href(path)}/{MATRIX_SET}/{{z}}/{{y}}/{{x}}"],
        "minzoom": 0,
        "maxzoom": DEEPEST_ZOOM,
        # The sea and the land around the region are drawn, too.
        **({} if COASTLINE.collection_id in names else {"bounds": list(REGION)}),
        "center": [106.85, 10.82, 9],
        "vector_layers": [
            {
                "id": layer["id"],
                "description": layer["title"],
                "minzoom": int(layer["minTileMatrix"]),
                "maxzoom": int(layer["maxTileMatrix"]),
                "fields": {
                    name: schema["title"]
                    for name, schema in layer["propertiesSchema"]["properties"].items()
                },
            }
            for name in names
            for layer in _layers(COLLECTIONS[name], language)
        ],
    }


def _tiles_path(collection: Collection | None) -> str:
    return "/tiles" if collection is None else f"/collections/{collection.collection_id}/tiles"


def _title(collection: Collection | None, language: Language) -> str:
    if collection is None:
        return "Cả bản đồ" if language == "vi" else "The whole map"
    return collection.title_vi if language == "vi" else collection.title_en


def _layers(collection: Collection, language: Language) -> list[dict[str, Any]]:
    """Layers that a collection has in its tiles: parcels have a second one for low zooms."""
    drawn = _layer(
        collection.collection_id,
        collection,
        collection.tile_properties,
        (collection.min_zoom, DEEPEST_ZOOM),
        language,
    )
    if collection is not PARCELS:
        return [drawn]
    names = ("zone_id", *ZONE_LEDGER)
    # Tiles that would be too large have it at higher zooms, too.
    return [drawn, _layer(BY_ZONE, ZONES, names, (0, DEEPEST_ZOOM), language)]


def _layer(
    layer_id: str,
    collection: Collection,
    names: tuple[str, ...],
    zooms: tuple[int, int],
    language: Language,
) -> dict[str, Any]:
    properties = {name: describe_property(collection.by_name[name], language) for name in names}
    described: dict[str, Any] = {
        "id": layer_id,
        "title": _title(collection, language),
        "dataType": "vector",
        "minTileMatrix": str(zooms[0]),
        "maxTileMatrix": str(zooms[1]),
        "propertiesSchema": {"type": "object", "properties": properties},
    }
    dimension = {"point": 0, "multipolygon": 2}.get(collection.geometry)
    if dimension is not None:
        described["geometryDimension"] = dimension
    return described


def _limits(zoom: int) -> dict[str, Any]:
    """Tiles of a zoom that the region lies in."""
    west, north = _tile_at(REGION.west, REGION.north, zoom)
    east, south = _tile_at(REGION.east, REGION.south, zoom)
    return {
        "tileMatrix": str(zoom),
        "minTileRow": north,
        "maxTileRow": south,
        "minTileCol": west,
        "maxTileCol": east,
    }


def _tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Column and row of the tile that a place lies in."""
    across = (lon + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int(across * 2**zoom), int(down * 2**zoom)
