"""Geometries of a batch as the words of text formats: WKT, GeoJSON and KML.

GEOS writes WKT an order of magnitude faster than Python loops over coordinates, and five times
faster than it writes GeoJSON; so all three begin as WKT, and the others replace its signs. What
that cannot do (collections, empty members) goes the slow way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

import numpy as np
import shapely

from geo.crs import NamedCrs

DEGREE_DECIMALS: Final = 9
METRE_DECIMALS: Final = 4
"""Both are 0.1 mm: less than what is lost on the way to VN-2000 and back (0.3 mm)."""

# What stands between the parts of a WKT, the outermost first, and what GeoJSON has there instead.
_SIGNS: Final = {
    "Point": ((" ", ","),),
    "LineString": ((", ", "],["), (" ", ",")),
    "Polygon": (("), (", "]],[["), (", ", "],["), (" ", ",")),
    "MultiPoint": (("), (", "],["), (" ", ",")),
    "MultiLineString": (("), (", "]],[["), (", ", "],["), (" ", ",")),
    "MultiPolygon": (
        (")), ((", "]]],[[["),
        ("), (", "]],[["),
        (", ", "],["),
        (" ", ","),
    ),
}
# How many brackets WKT and GeoJSON have around the first position.
_DEPTHS: Final = {
    "Point": (1, 1),
    "LineString": (1, 2),
    "Polygon": (2, 3),
    "MultiPoint": (2, 2),
    "MultiLineString": (2, 3),
    "MultiPolygon": (3, 4),
}
_NAMES: Final = {name.upper(): name for name in _SIGNS}


def decimals_of(crs: NamedCrs) -> int:
    """Decimals of the coordinates of text formats in a CRS."""
    return DEGREE_DECIMALS if crs.is_geographic else METRE_DECIMALS


def wkt_header(crs: NamedCrs) -> str:
    """Name of a column of WKT that says its CRS; GDAL and QGIS read it so."""
    return f"_WKT_EPSG_{crs.code}"


def wkt_texts(
    shapes: Sequence[bytes | None], crs: NamedCrs, *, is_oriented: bool = False
) -> list[str | None]:
    """WKT of geometries, x before y, without heights.

    Parameters
    ----------
    shapes
        WKB in `crs`; None stays None.
    is_oriented
        Whether rings are turned as RFC 7946 wants them: shells counter-clockwise.
    """
    geometries = shapely.from_wkb(np.array(shapes, dtype=object))
    if is_oriented:
        geometries = shapely.orient_polygons(geometries)
    return _wkt(geometries, decimals_of(crs))


def geojson_texts(
    shapes: Sequence[bytes | None], crs: NamedCrs, *, lat_first: bool = False
) -> list[str | None]:
    """GeoJSON geometries (RFC 7946, section 3.1) of WKB in a CRS; None stays None.

    Parameters
    ----------
    lat_first
        Whether y is written before x; shells are turned by what is on the ground either way.
    """
    decimals = decimals_of(crs)
    geometries = shapely.orient_polygons(shapely.from_wkb(np.array(shapes, dtype=object)))
    if lat_first:
        geometries = shapely.transform(geometries, lambda xy: xy[:, ::-1])
    return [None if wkt is None else _geojson(wkt, decimals) for wkt in _wkt(geometries, decimals)]


def kml_texts(shapes: Sequence[bytes | None], crs: NamedCrs) -> list[str | None]:
    """KML geometries (OGC 12-007r2, clause 10) of WKB; None for those without a position."""
    return [
        None if wkt is None else _kml(wkt, decimals_of(crs))
        for wkt in wkt_texts(shapes, crs, is_oriented=True)
    ]


def _wkt(geometries: Any, decimals: int) -> list[str | None]:
    texts = shapely.to_wkt(geometries, rounding_precision=decimals, output_dimension=2)
    return cast("list[str | None]", texts.tolist())


def _geojson(wkt: str, decimals: int) -> str:
    tag, _, body = wkt.partition(" ")
    name = _NAMES.get(tag)
    if name is None or "EMPTY" in body:
        return _geojson_slowly(wkt, decimals)
    depth, wanted = _DEPTHS[name]
    text = body[depth:-depth]
    for sign, instead in _SIGNS[name]:
        text = text.replace(sign, instead)
    return f'{{"type":"{name}","coordinates":{"[" * wanted}{text}{"]" * wanted}}}'


def _geojson_slowly(wkt: str, decimals: int) -> str:
    rounded = shapely.transform(shapely.from_wkt(wkt), lambda xy: np.round(xy, decimals))
    return str(shapely.to_geojson(rounded))


def _kml(wkt: str, decimals: int) -> str | None:
    tag, _, body = wkt.partition(" ")
    if body == "EMPTY":
        return None
    if tag not in _NAMES or "EMPTY" in body:
        parts = shapely.get_parts(shapely.from_wkt(wkt))
        inside = (_kml(part, decimals) for part in _wkt(parts, decimals) if part is not None)
        return _kml_multi(text for text in inside if text is not None)
    match tag:
        case "POINT":
            return _kml_point(body[1:-1])
        case "LINESTRING":
            return _kml_line(body[1:-1])
        case "POLYGON":
            return _kml_polygon(body[2:-2])
        case "MULTIPOINT":
            return _kml_multi(map(_kml_point, body[2:-2].split("), (")))
        case "MULTILINESTRING":
            return _kml_multi(map(_kml_line, body[2:-2].split("), (")))
    return _kml_multi(map(_kml_polygon, body[3:-3].split(")), ((")))


def _kml_multi(parts: Iterable[str]) -> str:
    return f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _kml_point(text: str) -> str:
    return f"<Point>{_kml_positions(text)}</Point>"


def _kml_line(text: str) -> str:
    return f"<LineString>{_kml_positions(text)}</LineString>"


def _kml_polygon(text: str) -> str:
    shell, *holes = (
        f"<LinearRing>{_kml_positions(ring)}</LinearRing>" for ring in text.split("), (")
    )
    inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><outerBoundaryIs>{shell}</outerBoundaryIs>{inner}</Polygon>"


def _kml_positions(text: str) -> str:
    positions = text.replace(", ", "\n").replace(" ", ",").replace("\n", " ")
    return f"<coordinates>{positions}</coordinates>"
