"""What a file says of its coordinate reference system, as text that `geo.crs` can judge."""

from __future__ import annotations

import re
from typing import Final

import pyproj
import pyproj.exceptions

LONGEST_WKT: Final = 20_000
"""Characters; the longest WKT of the EPSG register is shorter."""

WGS84_BY_FORMAT: Final = "EPSG:4326"

_NAME: Final = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:)?(?P<authority>[A-Za-z]{2,10}):+(?:[\d.]*:)?(?P<code>\w{1,12})",
    re.ASCII,
)
# Withdrawn codes whose false easting and northing are swapped, by central meridian.
_SWAPPED: Final = {102.0: 6956, 105.0: 6957, 108.0: 6958, 107.75: 6959}


def crs_from_wkt(wkt: str) -> tuple[str | None, str | None]:
    """EPSG code of a WKT where it has one, else the WKT itself, and a note.

    Parameters
    ----------
    wkt
        Text of a .prj or of a GeoPackage's register; any of the dialects that PROJ reads.

    Returns
    -------
    crs_found, crs_note
        ``EPSG:n`` if the definition is exactly that of an entry of the register, deprecated ones
        included; otherwise the WKT. None with a note if it cannot be read.
    """
    text = wkt.strip().strip("\x00").strip()
    if not text:
        return None, "the definition of the reference system is empty"
    if len(text) > LONGEST_WKT:
        return None, f"the definition of the reference system has {len(text)} characters"
    try:
        crs = pyproj.CRS.from_wkt(text)
    except pyproj.exceptions.CRSError:
        return None, f"the definition of the reference system cannot be read: {text[:60]}"
    note = f"defined in the file as {crs.name}"
    swapped = _deprecated_code(crs)
    if swapped is not None:
        return f"EPSG:{swapped}", f"{note}; false easting and false northing are swapped"
    code = crs.to_epsg()
    if code is None:
        return text, f"{note}, which is no entry of the EPSG register"
    return f"EPSG:{code}", note


def crs_from_name(name: str) -> str:
    """``EPSG:9210`` from a URN or address of it; other names as they are."""
    text = name.strip()
    if match := re.fullmatch(r"https?://www\.opengis\.net/def/crs/(\w+)/[\w.]+/(\w+)", text):
        authority, code = match.groups()
    elif match := _NAME.fullmatch(text):
        authority, code = match["authority"], match["code"]
    else:
        return text[:200]
    if code.upper() == "CRS84":
        return "OGC:CRS84"
    return f"{authority.upper()}:{code}"


def _deprecated_code(crs: pyproj.CRS) -> int | None:
    operation, geodetic = crs.coordinate_operation, crs.geodetic_crs
    if operation is None or geodetic is None or geodetic.datum is None:
        return None
    if "vietnam" not in geodetic.datum.name.lower():
        return None
    values = {parameter.name: float(parameter.value) for parameter in operation.params}
    if (values.get("False easting"), values.get("False northing")) != (0, 500_000):
        return None
    return _SWAPPED.get(values.get("Longitude of natural origin", 0))
