"""The coordinate reference systems of the region, and the only way between them.

PROJ knows several shifts between WGS 84 and VN-2000 and chooses one per point. Inside
104.24-107.11 E, 9.35-11.04 N it prefers EPSG:5194 to the official EPSG:6960: 0.8 m off, and a
polygon that crosses the edge of that box is torn. pyproj, PostGIS and GDAL choose alike, so
comparing them hides it. Here every path is an explicit PROJ pipeline, and the shift is always
EPSG:6960 (Decision 05/2007/QD-BTNMT).

Coordinates are x, y everywhere: longitude, latitude in degrees or easting, northing in metres,
whatever axis order the EPSG register gives. Vietnamese tables write X = north and Y = east:
whoever reads one swaps the columns before calling this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import numpy as np
import pyproj
import pyproj.exceptions
import shapely

from geo.errors import CrsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas
    from numpy.typing import ArrayLike, NDArray

WGS84: Final = 4326
WEB_MERCATOR: Final = 3857
UTM_48N: Final = 32648
VN2000: Final = 4756
VN2000_UTM_48N: Final = 3405
VN2000_TM3_105_00: Final = 5897
VN2000_TM3_105_30: Final = 9209
VN2000_TM3_105_45: Final = 9210
VN2000_TM3_107_45: Final = 5899
VN2000_TM3_108_00: Final = 5898

Datum = Literal["WGS 84", "VN-2000"]
GeometryOrArray = TypeVar("GeometryOrArray", bound=Any)


@dataclass(frozen=True, slots=True)
class NamedCrs:
    """One coordinate reference system that this project reads or writes.

    Attributes
    ----------
    code
        EPSG code.
    name
        Name in the EPSG register.
    datum
        ``WGS 84`` or ``VN-2000``; both use the WGS 84 ellipsoid.
    projection
        PROJ step from longitude, latitude (radians) to easting, northing (metres); empty for a
        geographic CRS.
    """

    code: int
    name: str
    datum: Datum
    projection: str = ""

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are degrees."""
        return not self.projection


def _transverse_mercator(central_meridian_deg: float, scale: float) -> str:
    return (
        f"+proj=tmerc +lat_0=0 +lon_0={central_meridian_deg} +k={scale} "
        "+x_0=500000 +y_0=0 +ellps=WGS84"
    )


NAMED_CRS: Final[Mapping[int, NamedCrs]] = MappingProxyType(
    {
        crs.code: crs
        for crs in (
            NamedCrs(WGS84, "WGS 84", "WGS 84"),
            NamedCrs(
                WEB_MERCATOR,
                "WGS 84 / Pseudo-Mercator",
                "WGS 84",
                "+proj=webmerc +lat_0=0 +lon_0=0 +x_0=0 +y_0=0 +ellps=WGS84",
            ),
            NamedCrs(
                UTM_48N, "WGS 84 / UTM zone 48N", "WGS 84", _transverse_mercator(105.0, 0.9996)
            ),
            NamedCrs(VN2000, "VN-2000", "VN-2000"),
            NamedCrs(
                VN2000_UTM_48N,
                "VN-2000 / UTM zone 48N",
                "VN-2000",
                _transverse_mercator(105.0, 0.9996),
            ),
            NamedCrs(
                VN2000_TM3_105_00,
                "VN-2000 / TM-3 zone 482",
                "VN-2000",
                _transverse_mercator(105.0, 0.9999),
            ),
            NamedCrs(
                VN2000_TM3_105_30,
                "VN-2000 / TM-3 105-30",
                "VN-2000",
                _transverse_mercator(105.5, 0.9999),
            ),
            NamedCrs(
                VN2000_TM3_105_45,
                "VN-2000 / TM-3 105-45",
                "VN-2000",
                _transverse_mercator(105.75, 0.9999),
            ),
            NamedCrs(
                VN2000_TM3_107_45,
                "VN-2000 / TM-3 107-45",
                "VN-2000",
                _transverse_mercator(107.75, 0.9999),
            ),
            NamedCrs(
                VN2000_TM3_108_00,
                "VN-2000 / TM-3 zone 491",
                "VN-2000",
                _transverse_mercator(108.0, 0.9999),
            ),
        )
    }
)
"""The CRSs that are read and written, by EPSG code."""

DEPRECATED_CODES: Final[Mapping[int, int]] = MappingProxyType(
    {6956: 5896, 6957: 5897, 6958: 5898, 6959: 5899}
)
"""Withdrawn EPSG codes of VN-2000 and the code that replaced each."""

# EPSG:6960, VN-2000 to WGS 84 (2), Decision 05/2007/QD-BTNMT: metres, arc-seconds, ppm. Heights
# are set aside (push, pop): the store is flat, and a missing height must not move a point.
_VN2000_TO_WGS84_STEPS: Final = (
    "+step +proj=push +v_3",
    "+step +proj=cart +ellps=WGS84",
    "+step +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 "
    "+rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278 +convention=coordinate_frame",
    "+step +inv +proj=cart +ellps=WGS84",
    "+step +proj=pop +v_3",
)
_WGS84_TO_VN2000_STEPS: Final = tuple(
    step.replace("+step +proj=helmert", "+step +inv +proj=helmert")
    for step in _VN2000_TO_WGS84_STEPS
)

_CODE_PATTERN: Final = re.compile(
    r"(?:epsg:{1,2}|urn:ogc:def:crs:epsg:[\d.]*:|https?://www\.opengis\.net/def/crs/epsg/[\d.]+/)?"
    r"(\d{4,6})",
    re.IGNORECASE | re.ASCII,
)
_CRS84_PATTERN: Final = re.compile(
    r"(?:ogc:|urn:ogc:def:crs:ogc:[\d.]*:|https?://www\.opengis\.net/def/crs/ogc/[\d.]+/)?crs84",
    re.IGNORECASE | re.ASCII,
)


def parse_crs(crs: object) -> NamedCrs:
    """Named CRS from whatever a file, a request or geopandas says it is.

    Parameters
    ----------
    crs
        EPSG code, ``EPSG:9210``, OGC URN or address, ``CRS84``, WKT, or a ``pyproj.CRS``. CRS84
        and EPSG:4326 are one here, as coordinates are always longitude, latitude.

    Returns
    -------
    NamedCrs
        Entry of `NAMED_CRS`.

    Raises
    ------
    CrsError
        If it is missing, cannot be read, is one of the deprecated VN-2000 codes whose false
        easting and northing are swapped, or is not one that this project knows. Nothing is
        guessed: VN-2000 read as WGS 84 lies 225 m away, which looks plausible on a map.
    """
    if crs is None or crs == "":
        raise CrsError(
            "the coordinate reference system is missing",
            expected=f"one of {_known_codes()}",
            remedy="ask whoever made the data which one it is and declare it",
        )
    code = _read_code(crs)
    if code is not None and code in DEPRECATED_CODES:
        raise CrsError(
            f"EPSG:{code} is deprecated: its false easting and false northing are swapped",
            expected=f"EPSG:{DEPRECATED_CODES[code]}, which replaced it",
            remedy="check that eastings lie near 500000 m and declare the replacement",
        )
    if code is None or code not in NAMED_CRS:
        raise CrsError(
            f"the coordinate reference system {_shorten(crs)} is not known here",
            expected=f"one of {_known_codes()}",
            remedy="declare the EPSG code, or transform with EPSG:6960 first",
        )
    return NAMED_CRS[code]


def require_projected(crs: object) -> NamedCrs:
    """Refuse a planar measure on a CRS where it would be wrong.

    Parameters
    ----------
    crs
        Anything that `parse_crs` reads.

    Returns
    -------
    NamedCrs
        A projected CRS in metres, true to about 0.1 % in area over the region.

    Raises
    ------
    CrsError
        If the CRS is missing or unknown, if it is geographic (square degrees are no area), or if
        it is Web Mercator, which enlarges areas here by 4.1 to 4.6 %.
    """
    named = parse_crs(crs)
    if named.is_geographic or named.code == WEB_MERCATOR:
        fault = "is in degrees" if named.is_geographic else "enlarges areas here by over 4 %"
        raise CrsError(
            f"EPSG:{named.code} ({named.name}) {fault}, so no planar measure is taken in it",
            expected="a projected CRS of the region, such as EPSG:9210",
            remedy="use the geodesic measures of geo.measures, or transform the data first",
        )
    return named


def transform_points(
    x: ArrayLike, y: ArrayLike, *, source: object, target: object
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Transform coordinates from one named CRS to another.

    Parameters
    ----------
    x
        Longitudes (degrees) or eastings (metres), in `source`.
    y
        Latitudes (degrees) or northings (metres), in `source`; as many as `x`.
    source
        CRS of the coordinates; anything that `parse_crs` reads.
    target
        CRS wanted.

    Returns
    -------
    x, y
        Arrays of the shape of the input, in `target`.

    Raises
    ------
    CrsError
        If a CRS is refused by `parse_crs`, or if a coordinate cannot be expressed in `target`
        (not finite, beyond a pole).

    Notes
    -----
    Between WGS 84 and VN-2000 the shift is EPSG:6960 (Decision 05/2007/QD-BTNMT), whose published
    accuracy is 1 m. Going there and back closes to 0.3 mm over the region.
    """
    transformer = _transformer(parse_crs(source).code, parse_crs(target).code)
    x_in, y_in = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    x_out, y_out = transformer.transform(x_in, y_in)
    x_out, y_out = np.asarray(x_out, dtype=np.float64), np.asarray(y_out, dtype=np.float64)
    lost = ~(np.isfinite(x_out) & np.isfinite(y_out))
    if lost.any():
        place = f"{x_in[lost].flat[0]}, {y_in[lost].flat[0]}"
        raise CrsError(
            f"{int(lost.sum())} coordinates cannot be transformed, the first is {place}",
            expected="longitude, latitude or easting, northing within the CRS declared",
            remedy="check the declared CRS and the order of the columns (X = north in VN-2000)",
        )
    return x_out, y_out


def transform_point(x: float, y: float, *, source: object, target: object) -> tuple[float, float]:
    """Transform one point.

    Parameters
    ----------
    x
        Longitude (degrees) or easting (metres), in `source`.
    y
        Latitude (degrees) or northing (metres), in `source`.
    source
        CRS of the point; anything that `parse_crs` reads.
    target
        CRS wanted.

    Returns
    -------
    x, y
        The point in `target`.

    Raises
    ------
    CrsError
        As `transform_points`.
    """
    x_out, y_out = transform_points(x, y, source=source, target=target)
    return float(x_out), float(y_out)


def transform_geometry(
    geometry: GeometryOrArray, *, source: object, target: object
) -> GeometryOrArray:
    """Transform a geometry, or an array of geometries, vertex by vertex.

    Parameters
    ----------
    geometry
        One shapely geometry or an array of them, in `source`; None stays None.
    source
        CRS of the coordinates; anything that `parse_crs` reads.
    target
        CRS wanted.

    Returns
    -------
    geometry
        The same in `target`, without Z: the store is flat.

    Raises
    ------
    CrsError
        As `transform_points`.

    Notes
    -----
    Edges are not densified. An edge of 1 km bends by under 1 cm between these systems.
    """
    moved: GeometryOrArray = shapely.transform(geometry, _mover(source, target))
    return moved


def transform_frame(frame: geopandas.GeoDataFrame, *, target: object) -> geopandas.GeoDataFrame:
    """Transform a table of geometries by the CRS that it declares.

    Use this and not ``frame.to_crs``, which leaves the choice of the shift to PROJ.

    Parameters
    ----------
    frame
        Table with a CRS.
    target
        CRS wanted; anything that `parse_crs` reads.

    Returns
    -------
    GeoDataFrame
        A copy in `target`, its geometries without Z.

    Raises
    ------
    CrsError
        If the table declares no CRS, or as `transform_points`.
    """
    moved = frame.geometry.transform(_mover(frame.crs, target))
    return frame.set_geometry(moved.set_crs(parse_crs(target).code, allow_override=True))


def _mover(source: object, target: object) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Transform of an array of two columns, as shapely wants it."""
    source_crs, target_crs = parse_crs(source), parse_crs(target)

    def move(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = transform_points(
            coordinates[:, 0], coordinates[:, 1], source=source_crs, target=target_crs
        )
        return np.column_stack([x, y])

    return move


def _read_code(crs: object) -> int | None:
    """EPSG code said by `crs`, or None if it says something else."""
    if isinstance(crs, NamedCrs):
        return crs.code
    if isinstance(crs, int) and not isinstance(crs, bool):
        return crs
    if isinstance(crs, str):
        if match := _CODE_PATTERN.fullmatch(crs.strip()):
            return int(match[1])
        if _CRS84_PATTERN.fullmatch(crs.strip()):
            return WGS84
    try:
        read = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        return None
    if read.to_authority() == ("OGC", "CRS84"):
        return WGS84
    return read.to_epsg()


def _known_codes() -> str:
    return ", ".join(f"EPSG:{code}" for code in NAMED_CRS)


def _shorten(crs: object) -> str:
    text = " ".join(str(crs).split())
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


@lru_cache(maxsize=len(NAMED_CRS) ** 2)
def _transformer(source_code: int, target_code: int) -> pyproj.Transformer:
    """Make the transformer of the explicit pipeline between two named CRSs.

    Kept and shared: a pyproj Transformer holds its PROJ objects per thread.
    """
    source, target = NAMED_CRS[source_code], NAMED_CRS[target_code]
    return pyproj.Transformer.from_pipeline(_pipeline(source, target))


def _pipeline(source: NamedCrs, target: NamedCrs) -> str:
    steps = ["+proj=pipeline"]
    if source.is_geographic:
        steps.append("+step +proj=unitconvert +xy_in=deg +xy_out=rad")
    else:
        steps.append(f"+step +inv {source.projection}")
    if source.datum != target.datum:
        to_vietnam = target.datum == "VN-2000"
        steps.extend(_WGS84_TO_VN2000_STEPS if to_vietnam else _VN2000_TO_WGS84_STEPS)
    if target.is_geographic:
        steps.append("+step +proj=unitconvert +xy_in=rad +xy_out=deg")
    else:
        steps.append(f"+step {target.projection}")
    return " ".join(steps)
