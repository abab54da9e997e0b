"""Invented OpenStreetMap data: objects as an Overpass server gives them, and zones to match."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest
import shapely

from layers.address import DatabaseAddress
from layers.importers.store import ewkb

BASE = "2026-08-11T11:15:39Z"
GEODATA = os.environ.get("ZONEMAP_GEODATA")
needs_geodata = pytest.mark.skipif(
    not (GEODATA and Path(GEODATA).is_dir()), reason="ZONEMAP_GEODATA names no folder"
)


def geodata(name: str) -> Path:
    return Path(str(GEODATA)) / name


def ring(lon: float, lat: float, side: float = 0.01) -> list[dict[str, float]]:
    """Closed square with its south-west corner at a place, degrees; 0.01 is about 1.1 km."""
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return [{"lon": round(lon + x, 7), "lat": round(lat + y, 7)} for x, y in corners]


def path(*places: tuple[float, float]) -> list[dict[str, float]]:
    return [{"lon": lon, "lat": lat} for lon, lat in places]


def way(number: int, geometry: list[Any] | None, /, **tags: str) -> dict[str, Any]:
    """A way; `_` in a tag's name stands for the colon."""
    one: dict[str, Any] = {"type": "way", "id": number, "tags": named(tags)}
    if geometry is not None:
        one["geometry"] = geometry
    return one


def park(number: int, name: str, lon: float, lat: float, side: float = 0.01) -> dict[str, Any]:
    return way(number, ring(lon, lat, side), landuse="industrial", name=name)


def named(tags: dict[str, str]) -> dict[str, str]:
    return {key.replace("_", ":"): value for key, value in tags.items()}


def answer(*elements: dict[str, Any], base: str | None = BASE, **more: Any) -> bytes:
    """Overpass JSON."""
    meta = {"timestamp_osm_base": base} if base else {}
    return orjson.dumps({"version": 0.6, "osm3s": meta, "elements": list(elements), **more})


def written(folder: Path, content: bytes, name: str = "answer.json") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


class Record:
    """A database with a few zones, links and ports, put in by hand and committed."""

    def __init__(self, address: DatabaseAddress) -> None:
        self.url = address.owner_url
        self.run(
            "INSERT INTO source (source_key, publisher, address, kind, licence) VALUES"
            " ('openstreetmap', 'OpenStreetMap contributors', 'https://www.openstreetmap.org',"
            "  'openstreetmap', 'ODbL-1.0'),"
            " ('estimate', 'estimate', 'estimate', 'estimate', 'CC0')"
        )

    def run(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            connection.execute("SET search_path TO zonemap, public")
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def zone(
        self,
        zone_id: str,
        name: str,
        place: tuple[float, float] | None,
        *,
        kind: str = "KCN",
        osm_ids: str | None = None,
        boundary: shapely.Polygon | None = None,
        quality: str = "schematic",
    ) -> None:
        point = ewkb(shapely.Point(place)) if place else None
        outline = ewkb(shapely.MultiPolygon([boundary])) if boundary is not None else None
        self.run(
            "INSERT INTO zone (zone_id, name_vi, name_en, kind, former_province, status, location,"
            " location_accuracy, location_source, location_badge, osm_ids, boundary,"
            " boundary_quality, boundary_badge, origin)"
            " VALUES (%s, %s, %s, %s, 'BD', 'operating', %s, %s, %s, %s, %s, %s, %s, %s, 'bundle')",
            [
                *(zone_id, name, name, kind, point),
                *(("approx_2km", "estimate", "D") if place else (None, None, None)),
                *(osm_ids, outline, quality if outline else None, "D" if outline else None),
            ],
        )

    def parcel(self, zone_id: str, outline: shapely.Polygon) -> None:
        self.run(
            "INSERT INTO parcel (parcel_id, zone_id, geom, illustrative, badge, origin, valid)"
            " VALUES (%s, %s, %s, true, 'C', 'bundle', '[2020-01-01,)')",
            [f"{zone_id}-illustrative-01", zone_id, ewkb(shapely.MultiPolygon([outline]))],
        )

    def area(self, zone_id: str, hectares: float) -> None:
        self.run(
            "INSERT INTO figure (fingerprint, subject_kind, subject_id, metric, value, unit, scope,"
            " method, badge, ordinal, origin) VALUES"
            " (%s, 'zone', %s, 'total_area_ha', %s, 'ha', 'zone', 'published', 'C', 1, 'bundle')",
            [f"area-{zone_id}", zone_id, hectares],
        )

    def link(
        self,
        link_id: str,
        name: str,
        kind: str,
        wkt: str,
        *,
        status: str = "operating",
        quality: str = "schematic",
    ) -> None:
        self.run(
            "INSERT INTO link (link_id, name_vi, name_en, kind, status, geom, geometry_accuracy,"
            " geometry_quality, badge, source_keys, note, origin) VALUES (%s, %s, %s, %s, %s,"
            " ST_GeomFromText(%s, 4326), 'approx_2km', %s, 'D', 'estimate', 'a note', 'bundle')",
            [link_id, name, name, kind, status, wkt, quality],
        )

    def port(self, port_id: str, name: str, place: tuple[float, float]) -> None:
        self.run(
            "INSERT INTO port (port_id, name_vi, name_en, kind, status, inside_region, geom,"
            " location_accuracy, location_source, badge, origin) VALUES (%s, %s, %s,"
            " 'seaport_terminal', 'operating', true, %s, 'approx_2km', 'estimate', 'D', 'bundle')",
            [port_id, name, name, ewkb(shapely.Point(place))],
        )
