"""Documents of the OGC API about invented places, one for each kind of page."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from layers.catalog import Collection
from layers.collections import COLLECTIONS, PARCELS, ZONES
from maps.ogc_pages import PageKind
from tests.maps.invented import HOSTILE_TEXTS

JsonObject = dict[str, Any]

REL = "http://www.opengis.net/def/rel/ogc/1.0/"
DOWNLOADS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "fgb": "application/vnd.flatgeobuf",
    "kml": "application/vnd.google-earth.kml+xml",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
}


def link(base_url: str, rel: str, path: str, media_type: str, **more: Any) -> JsonObject:
    """One link as the service writes it."""
    href = f"{base_url}/ogc{path}"
    return {"rel": rel, "type": media_type, "title": rel, "href": href, **more}


def zone(zone_id: str, name: str, *, lon: float | None = 106.7, **known: Any) -> JsonObject:
    """A zone of which nothing is known but what is given."""
    properties: JsonObject = {item.name: None for item in ZONES.properties}
    properties |= {
        "zone_id": zone_id,
        "name_vi": f"Khu công nghiệp {name}",
        "name_en": f"{name} Industrial Park",
        "kind": "KCN",
        "status": "operating",
        "former_province": "BD",
        "remaining_ha_state": "unknown",
        "occupancy_rate_state": "unknown",
        **known,
    }
    geometry = None if lon is None else _square(lon, 10.9)
    return {"type": "Feature", "id": zone_id, "geometry": geometry, "properties": properties}


def zones() -> list[JsonObject]:
    """One zone with figures, one full, one with a range, one of which little is known."""
    figures = {
        "total_area_ha": 1234.5,
        "total_area_ha_as_of": "2025-03-31",
        "total_area_ha_badge": "B",
        "total_area_ha_sources": "gazette-1+daily-2",
        "remaining_ha": 611.0,
        "remaining_ha_state": "known",
        "remaining_ha_method": "ledger",
        "remaining_ha_badge": "C",
        "remaining_ha_sources": "gazette-1",
        "boundary_quality": "schematic",
        "distance_measured_from": "boundary",
        "distance_to_port_m": 24650.0,
        "distance_to_port_badge": "C",
        "nearest_port_id": "ben-mo",
        "nearest_port_name_vi": "Cảng Bến Mơ",
        "nearest_port_name_en": "Ben Mo Port",
        "ledger_gross_ha": 1234.5,
        "ledger_illustrative": True,
    }
    full = {
        "remaining_ha_state": "none_left",
        "occupancy_rate": 1.0,
        "occupancy_rate_state": "known",
        "boundary_quality": "openstreetmap",
    }
    a_range = {"lease_price_usd_m2_low": 80.0, "lease_price_usd_m2_high": 125.0}
    return [
        zone("may-trang", "Mây Trắng", lon=106.62, **figures),
        zone("da-vang", "Đá Vàng", lon=106.78, **full),
        zone("doi-sim", "Đồi Sim", lon=107.05, status="planned", **a_range),
        zone("xa-xoi", "Xa Xôi", lon=None),
    ]


def parcels() -> list[JsonObject]:
    """An illustrative parcel and a real one."""
    return [
        {
            "type": "Feature",
            "id": parcel_id,
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [_square(106.62, 10.9, 0.004)["coordinates"]],
            },
            "properties": {
                **{item.name: None for item in PARCELS.properties},
                "parcel_id": parcel_id,
                "zone_id": "may-trang",
                "use": "industrial",
                "commercial": "available",
                "constraint_kind": "none",
                "ledger_line": "unclassified",
                "area_m2": 62121.8,
                "illustrative": is_illustrative,
                "badge": "C",
            },
        }
        for parcel_id, is_illustrative in (("lo-1", True), ("lo-2", False))
    ]


def items(base_url: str, collection_id: str, features: list[JsonObject], **more: Any) -> JsonObject:
    """A page of features, with another one after it."""
    path = f"/collections/{collection_id}/items"
    return {
        "type": "FeatureCollection",
        "timeStamp": "2026-11-28T00:00:00Z",
        "numberReturned": len(features),
        "features": features,
        "links": [
            link(base_url, "self", f"{path}?f=html", "text/html"),
            link(base_url, "alternate", f"{path}?f=json", "application/geo+json"),
            link(base_url, "first", f"{path}?f=json", "application/geo+json"),
            link(base_url, "next", f"{path}?f=json&cursor=abc", "application/geo+json"),
            *(
                link(base_url, "enclosure", f"{path}?f={form}", media_type)
                for form, media_type in DOWNLOADS.items()
            ),
        ],
        **more,
    }


def collection_entry(base_url: str, collection: Collection) -> JsonObject:
    """A collection as the service describes it."""
    path = f"/collections/{collection.collection_id}"
    return {
        "id": collection.collection_id,
        "title": collection.title_en,
        "description": collection.description_en,
        "itemType": "feature",
        "extent": {
            "spatial": {"bbox": [[106.2, 10.3, 107.4, 11.4]]},
            "temporal": {"interval": [["2005-12-31T00:00:00Z", None]]},
        },
        "crs": [
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "http://www.opengis.net/def/crs/EPSG/0/9210",
        ],
        "storageCrs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "links": [
            link(base_url, "self", path, "application/json"),
            link(base_url, "items", f"{path}/items", "application/geo+json"),
            link(base_url, f"{REL}queryables", f"{path}/queryables", "application/schema+json"),
        ],
    }


def schema(base_url: str, collection: Collection) -> JsonObject:
    """A JSON Schema of a collection, as the service writes it."""
    kinds = {"text": "string", "date": "string"}
    properties: JsonObject = {
        item.name: {
            "title": item.title_en,
            "type": kinds.get(item.kind, item.kind),
            **({"enum": list(item.words)} if item.words else {}),
            **({"x-ogc-unit": item.unit} if item.unit else {}),
        }
        for item in collection.properties
    }
    properties["geom"] = {"format": "geometry-any", "x-ogc-role": "primary-geometry"}
    path = f"/collections/{collection.collection_id}/schema"
    return {
        "title": collection.title_en,
        "type": "object",
        "properties": properties,
        "links": [link(base_url, "self", path, "application/schema+json")],
    }


def tileset(base_url: str) -> JsonObject:
    """A tile set with two levels."""
    path = "/collections/zones/tiles/WebMercatorQuad"
    return {
        "title": "Zones",
        "dataType": "vector",
        "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
        "tileMatrixSetURI": "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
        "layers": [{"id": "zones", "title": "Zones"}],
        "tileMatrixSetLimits": [
            {
                "tileMatrix": str(zoom),
                "minTileRow": 0,
                "maxTileRow": zoom,
                "minTileCol": 0,
                "maxTileCol": zoom,
            }
            for zoom in range(2)
        ],
        "links": [
            link(base_url, "self", path, "application/json"),
            link(
                base_url,
                "item",
                f"{path}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
                "application/vnd.mapbox-vector-tile",
                templated=True,
            ),
            link(base_url, "alternate", f"{path}?f=tilejson", "application/vnd.mapbox.tile+json"),
        ],
    }


def matrix_set(base_url: str) -> JsonObject:
    """A tile matrix set of one level."""
    path = "/tileMatrixSets/WebMercatorQuad"
    return {
        "id": "WebMercatorQuad",
        "title": "Whole world",
        "uri": "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
        "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
        "orderedAxes": ["E", "N"],
        "links": [link(base_url, "self", path, "application/json")],
        "tileMatrices": [
            {
                "id": "0",
                "scaleDenominator": 559082264.0287178,
                "cellSize": 156543.03392804097,
                "tileWidth": 256,
                "tileHeight": 256,
                "matrixWidth": 1,
                "matrixHeight": 1,
            }
        ],
    }


def documents(base_url: str) -> dict[PageKind, tuple[str, JsonObject, Collection | None]]:
    """Path, document and collection by kind of page."""
    item = {
        **zones()[0],
        "links": [link(base_url, "self", "/collections/zones/items/may-trang", "text/html")],
    }
    about = "/collections/zones"
    set_path = f"{about}/tiles/WebMercatorQuad"
    return {
        "landing": (
            "/ogc",
            {
                "title": "Zones",
                "description": "All.",
                "links": [
                    link(base_url, "self", "", "application/json"),
                    link(base_url, "data", "/collections", "application/json"),
                    {
                        "rel": "license",
                        "type": "text/html",
                        "title": "ODbL",
                        "href": "https://licences.example/odbl",
                    },
                ],
            },
            None,
        ),
        "conformance": (
            "/ogc/conformance",
            {
                "conformsTo": [
                    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                    "https://standards.example/of/our/own",
                ],
                "links": [link(base_url, "self", "/conformance", "application/json")],
            },
            None,
        ),
        "collections": (
            "/ogc/collections",
            {
                "links": [link(base_url, "self", "/collections", "application/json")],
                "collections": [collection_entry(base_url, one) for one in COLLECTIONS.values()],
            },
            None,
        ),
        "collection": (f"/ogc{about}", collection_entry(base_url, ZONES), ZONES),
        "items": (
            f"/ogc{about}/items?limit=4&filter=status%3D%27operating%27",
            items(base_url, "zones", zones()),
            ZONES,
        ),
        "item": (f"/ogc{about}/items/may-trang", item, ZONES),
        "queryables": (f"/ogc{about}/queryables", schema(base_url, ZONES), ZONES),
        "schema": (f"/ogc{about}/schema", schema(base_url, ZONES), ZONES),
        "tilesets": (
            f"/ogc{about}/tiles",
            {
                "links": [link(base_url, "self", f"{about}/tiles", "application/json")],
                "tilesets": [
                    {
                        "title": "Zones",
                        "tileMatrixSetURI": "http://sets.example/WebMercatorQuad",
                        "links": [link(base_url, "self", set_path, "application/json")],
                    }
                ],
            },
            ZONES,
        ),
        "tileset": (f"/ogc{set_path}", tileset(base_url), ZONES),
        "tile_matrix_sets": (
            "/ogc/tileMatrixSets",
            {
                "links": [link(base_url, "self", "/tileMatrixSets", "application/json")],
                "tileMatrixSets": [matrix_set(base_url)],
            },
            None,
        ),
        "tile_matrix_set": (
            "/ogc/tileMatrixSets/WebMercatorQuad",
            matrix_set(base_url),
            None,
        ),
        "problem": (
            "/ogc/collections/zones/items?limit=ten",
            {
                "type": "about:blank",
                "title": "Bad Request",
                "status": 400,
                "detail": "limit is 'ten'; expected a whole number",
            },
            None,
        ),
    }


def hostile(document: JsonObject) -> JsonObject:
    """The document with every text of people's replaced by one that would run if it were HTML."""
    count = 0

    def turn() -> str:
        nonlocal count
        count += 1
        return HOSTILE_TEXTS[count % len(HOSTILE_TEXTS)]

    changed: JsonObject = _turned(copy.deepcopy(document), turn)
    links = changed.get("links")
    if isinstance(links, list):
        links.append({"rel": turn(), "type": turn(), "href": "javascript:globalThis.__hacked=8"})
        links.append({"rel": "next", "type": turn(), "href": "javascript:globalThis.__hacked=9"})
        links.append({"rel": "item", "href": "data:text/html,<script>{tileMatrix}"})
    return changed


_KEPT = frozenset({"type", "rel", "href", "format", "x-ogc-role"})


def _turned(value: Any, turn: Callable[[], str]) -> Any:
    if isinstance(value, dict):
        return {
            key: one
            if key in _KEPT or key == "coordinates"
            else turn()
            if isinstance(one, str)
            else _turned(one, turn)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [turn() if isinstance(one, str) else _turned(one, turn) for one in value]
    return value


def _square(lon: float, lat: float, half: float = 0.02) -> JsonObject:
    west, east, south, north = lon - half, lon + half, lat - half, lat + half
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
