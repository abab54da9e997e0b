"""The coastline of record: OpenStreetMap's land polygons as the package roaring-landmask has them.

`build_coastline` makes the committed file from the package; `read_coastline` reads it back,
checks it against its checksum and derives sea and shore. Sea is the region's box less its land,
taken before any projection: edge slivers would give false distances otherwise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import orjson
import shapely

from geo.bbox import MAPPED, REGION, BBox
from geo.errors import Fault, ImportRejected, SourceError
from layers.importers.steps import checksum, read_bytes

FILE = "land.geojson"
PASSPORT = "SOURCE.toml"
SOURCE_KEY = "openstreetmap-land"
CONTEXT = MAPPED
"""How far land is drawn beyond the region, for wide screens; nothing is measured there."""

CONTEXT_TOLERANCE_DEG = 0.01
CONTEXT_SMALLEST_DEG2 = 0.001
"""Islands beyond the region below about 12 km2 are left out: at that scale nobody sees them."""

DECIMALS = 7


CoastlinePart = tuple[str, str, shapely.Geometry]
"""Id, kind and geometry of one part: land, sea or shore of the region, or context beyond it."""


@dataclass(frozen=True, slots=True)
class CoastlineParts:
    """Land, sea and shore of the region and land beyond it; EPSG:4326.

    Attributes
    ----------
    parts
        Land and sea are polygons that fill the region's box together; shore are the lines between
        the two, the box's own edge left out; context is simplified land around it, for drawing.
    source_key
        Its entry in the source register.
    checksums
        SHA-256 by file.
    """

    parts: tuple[CoastlinePart, ...]
    source_key: str
    checksums: dict[str, str]


def build_coastline(directory: Path, *, today: date) -> dict[str, int]:
    """Make the coastline files from the installed package.

    Parameters
    ----------
    directory
        Folder to write to; made if missing.
    today
        Day noted as the day of retrieval.

    Returns
    -------
    Number of polygons and vertices, by part.

    Raises
    ------
    SourceError
        If roaring-landmask is not installed.

    Notes
    -----
    Takes about 5 s and 600 MB: the package holds the whole world.
    """
    try:
        from roaring_landmask import LandmaskProvider, Shapes
    except ImportError as error:
        raise SourceError(
            "the package roaring-landmask is not installed",
            expected="the optional dependency `coastline`",
            remedy="run `make test` once, or `.venv/bin/pip install roaring-landmask`",
        ) from error
    world = shapely.from_wkb(bytes(Shapes.wkb(LandmaskProvider.Osm)))
    polygons = shapely.get_parts(world)
    land = _clip(polygons, REGION)
    beyond = [
        shapely.simplify(polygon, CONTEXT_TOLERANCE_DEG)
        for polygon in _clip(polygons, CONTEXT)
        if polygon.area > CONTEXT_SMALLEST_DEG2
    ]
    hole = shapely.box(*REGION)
    context = [part for polygon in beyond for part in _polygons(polygon.difference(hole))]
    features = [_feature("land", polygon) for polygon in land]
    features += [_feature("context", polygon) for polygon in context]
    content = orjson.dumps(
        {"type": "FeatureCollection", "features": features}, option=orjson.OPT_APPEND_NEWLINE
    )
    directory.mkdir(parents=True, exist_ok=True)
    (directory / FILE).write_bytes(content)
    (directory / PASSPORT).write_text(
        _passport(content, metadata.version("roaring-landmask"), today), encoding="utf-8"
    )
    return {
        "land_polygons": len(land),
        "land_vertices": int(shapely.get_num_coordinates(land).sum()),
        "context_polygons": len(context),
        "context_vertices": int(shapely.get_num_coordinates(context).sum()),
    }


def read_coastline(directory: Path) -> CoastlineParts:
    """Read the committed coastline and derive sea and shore.

    Raises
    ------
    SourceError
        If a file is missing or the land is not the one its checksum names.
    ImportRejected
        If the land cannot be read, is invalid or leaves the region.
    """
    passport_content = read_bytes(directory / PASSPORT)
    content = read_bytes(directory / FILE)
    passport = _read_passport(passport_content)
    if checksum(content) != passport["checksum_sha256"]:
        raise SourceError(
            f"{FILE} has SHA-256 {checksum(content)}",
            expected=passport["checksum_sha256"],
            remedy="restore the file, or make it again with `zonemap data coastline`",
        )
    by_kind = _read_features(content)
    parts = derive_parts(shapely.union_all(by_kind["land"]))
    parts += _number("context", by_kind["context"])
    return CoastlineParts(
        parts=tuple(parts),
        source_key=passport["source_key"],
        checksums={
            f"coastline/{FILE}": checksum(content),
            f"coastline/{PASSPORT}": checksum(passport_content),
        },
    )


def derive_parts(land: shapely.Geometry) -> list[CoastlinePart]:
    """Land, sea and shore of the region from its land.

    Parameters
    ----------
    land
        Polygons inside the region, EPSG:4326.
    """
    box = shapely.box(*REGION)
    shore = shapely.difference(shapely.boundary(land), box.exterior)
    # Outlines run as RFC 7946, 3.1.6, wants them: a union turns them round.
    return [
        *_number("land", shapely.orient_polygons(_polygons(land))),
        *_number("sea", shapely.orient_polygons(_polygons(shapely.difference(box, land)))),
        *_number("shore", shapely.get_parts(shapely.line_merge(shore))),
    ]


def _number(kind: str, geometries: Iterable[shapely.Geometry]) -> list[CoastlinePart]:
    return [(f"{kind}-{n}", kind, geometry) for n, geometry in enumerate(geometries, start=1)]


def _read_passport(content: bytes) -> dict[str, str]:
    try:
        passport = tomllib.loads(content.decode("utf-8"))
        return {name: str(passport[name]) for name in ("source_key", "checksum_sha256")}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        fault = Fault(PASSPORT, None, None, str(error)[:80], "source_key and checksum in TOML")
        raise ImportRejected([fault]) from error


def _read_features(content: bytes) -> dict[str, list[shapely.Polygon]]:
    by_kind: dict[str, list[shapely.Polygon]] = {"land": [], "context": []}
    faults: list[Fault] = []
    try:
        features: list[Any] = list(orjson.loads(content)["features"])
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        expected = "a GeoJSON FeatureCollection"
        raise ImportRejected([Fault(FILE, None, None, str(error)[:80], expected)]) from error
    for number, feature in enumerate(features, start=1):
        try:
            geometry = shapely.from_geojson(orjson.dumps(feature["geometry"]))
            kind = feature["properties"]["kind"]
        except (shapely.errors.GEOSException, KeyError, TypeError):
            value = str(feature)[:80]
            faults.append(Fault(FILE, None, f"feature {number}", value, "a feature with its kind"))
            continue
        fault = _land_fault(number, kind, geometry)
        if fault is not None:
            faults.append(fault)
        else:
            by_kind[kind].append(geometry)
    if faults:
        raise ImportRejected(faults)
    return by_kind


def _land_fault(number: int, kind: object, geometry: shapely.Geometry | None) -> Fault | None:
    place = f"feature {number}"
    if kind not in ("land", "context"):
        return Fault(FILE, None, place, str(kind)[:80], "kind land or context")
    if geometry is None or geometry.geom_type != "Polygon" or geometry.is_empty:
        value = "no geometry" if geometry is None else geometry.geom_type
        return Fault(FILE, None, place, value, "a Polygon with coordinates")
    if not geometry.is_valid:
        return Fault(FILE, None, place, shapely.is_valid_reason(geometry)[:80], "a valid Polygon")
    if kind == "land" and not shapely.box(*REGION).covers(geometry):
        return Fault(FILE, None, place, f"bounds {geometry.bounds}", f"land inside {REGION}")
    return None


def _clip(polygons: Any, box: BBox) -> list[shapely.Polygon]:
    """Polygons cut to a box, largest first, coordinates rounded to the centimetre."""
    frame = shapely.box(*box)
    near = polygons[shapely.intersects(polygons, frame)]
    cut = shapely.intersection(near, frame)
    parts = _polygons(shapely.set_precision(shapely.union_all(cut), 10**-DECIMALS))
    return sorted(parts, key=lambda polygon: (-polygon.area, polygon.bounds))


def _polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Polygons of a geometry, without the points and lines that clipping may leave."""
    return [
        part
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon" and part.area > 0
    ]


def _feature(kind: str, polygon: shapely.Polygon) -> dict[str, Any]:
    rounded = shapely.transform(shapely.orient_polygons(polygon), lambda xy: xy.round(DECIMALS))
    return {
        "type": "Feature",
        "properties": {"kind": kind},
        "geometry": orjson.loads(shapely.to_geojson(rounded)),
    }


def _passport(content: bytes, version: str, today: date) -> str:
    return f"""# Made by `zonemap data coastline`; do not edit by hand.
source_key = "{SOURCE_KEY}"
package = "roaring-landmask"
package_version = "{version}"
licence = "ODbL-1.0"
attribution = "© OpenStreetMap contributors"
retrieved = {today.isoformat()}
crs = "EPSG:4326"
region = [{", ".join(map(str, REGION))}]
context = [{", ".join(map(str, CONTEXT))}]
context_tolerance_deg = {CONTEXT_TOLERANCE_DEG}
checksum_sha256 = "{checksum(content)}"
"""
