"""What a definition of a coordinate reference system says that is no entry of the register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pyproj
import pyproj.exceptions

from geo.crs import DEPRECATED_CODES, NAMED_CRS, WEB_MERCATOR, NamedCrs

_CODE: Final = re.compile(r"(?:.*[:/])?(\d{4,6})", re.ASCII)
_WKT: Final = re.compile(
    r"\s*(?:PROJCS|PROJCRS|PROJECTEDCRS|BOUNDCRS|COMPD_CS|COMPOUNDCRS)\s*[\[(]"
)
_LONGEST_WKT: Final = 20_000
_MERIDIAN: Final = "Longitude of natural origin"
_SCALE: Final = "Scale factor at natural origin"


@dataclass(frozen=True, slots=True)
class LikeCrs:
    """A named CRS of the same projection, and whether the definition is on WGS 84."""

    crs: NamedCrs
    is_wgs84: bool


def is_code_or_wkt(crs: str) -> bool:
    """Whether a text may be shown to PROJ: its own strings can name files to be read."""
    text = crs.lstrip()
    return len(crs) <= _LONGEST_WKT and text[:1] not in ("+", "{") and "init=" not in text.lower()


def deprecated_code(crs: str) -> int | None:
    """Withdrawn EPSG code that a text names, or None."""
    match = _CODE.fullmatch(crs.strip()) if len(crs) <= 100 else None
    code = int(match[1]) if match else None
    return code if code in DEPRECATED_CODES else None


def same_projection(wkt: str) -> LikeCrs | None:
    """Named VN-2000 CRS whose central meridian and scale a WKT has.

    Parameters
    ----------
    wkt
        Well-known text; anything else has no answer.

    Returns
    -------
    LikeCrs or None
        None if the text is no transverse Mercator that is known here.
    """
    if len(wkt) > _LONGEST_WKT or not _WKT.match(wkt):
        return None
    try:
        crs = pyproj.CRS.from_wkt(wkt)
    except pyproj.exceptions.CRSError:
        return None
    operation, geodetic = crs.coordinate_operation, crs.geodetic_crs
    if operation is None or geodetic is None:
        return None
    values = {parameter.name: float(parameter.value) for parameter in operation.params}
    for named in NAMED_CRS.values():
        wanted = f"+lon_0={values.get(_MERIDIAN, 0.0)} +k={values.get(_SCALE, 1.0)} "
        is_vietnamese = named.datum == "VN-2000" and named.code != WEB_MERCATOR
        if is_vietnamese and wanted in named.projection:
            name = geodetic.datum.name if geodetic.datum else geodetic.name
            return LikeCrs(named, is_wgs84="1984" in name or "WGS 84" in name)
    return None
