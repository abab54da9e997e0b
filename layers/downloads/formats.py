"""The formats that a collection is handed out in, and what each of them can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from geo.crs import NAMED_CRS, WGS84
from geo.errors import InvalidParameter
from layers.downloads.layer import DownloadLayer

MOST_SHEET_ROWS: Final = 1_048_575
"""Rows that a spreadsheet holds below its header."""

_ANY_CRS: Final = frozenset(NAMED_CRS)
_ONLY_WGS84: Final = frozenset({WGS84})


@dataclass(frozen=True, slots=True)
class DownloadFormat:
    """One format of files.

    Attributes
    ----------
    extension
        Without its dot.
    crs_codes
        EPSG codes that a file can say; no other is written.
    has_null_geometry
        Whether features without a geometry are kept.
    has_note
        Whether the file carries the note of its layer.
    has_lat_first
        Whether it follows the order of axes of EPSG:4326; the others have longitude first.
    can_leave_geometry_out
        Whether a file without geometries is of use.
    most_rows
        Features that a file holds; None where there is no limit.
    """

    format_id: str
    media_type: str
    extension: str
    title_vi: str
    title_en: str
    crs_codes: frozenset[int] = _ANY_CRS
    has_null_geometry: bool = True
    has_note: bool = True
    has_lat_first: bool = False
    can_leave_geometry_out: bool = False
    most_rows: int | None = None


DOWNLOAD_FORMATS: Final[Mapping[str, DownloadFormat]] = MappingProxyType(
    {
        item.format_id: item
        for item in (
            DownloadFormat(
                "geojson",
                "application/geo+json",
                "geojson",
                "GeoJSON",
                "GeoJSON",
                has_lat_first=True,
                can_leave_geometry_out=True,
            ),
            DownloadFormat(
                "geojsonl",
                "application/geo+json-seq",
                "geojsons",
                "Chuỗi GeoJSON (RFC 8142)",
                "GeoJSON text sequence (RFC 8142)",
                # A sequence has no place to say another one.
                crs_codes=_ONLY_WGS84,
                has_note=False,
                can_leave_geometry_out=True,
            ),
            DownloadFormat(
                "csv",
                "text/csv; charset=utf-8",
                "csv",
                "CSV (hình dạng ở dạng WKT)",
                "CSV (outlines as WKT)",
                has_note=False,
                can_leave_geometry_out=True,
            ),
            DownloadFormat(
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "xlsx",
                "Bảng tính Excel",
                "Excel spreadsheet",
                can_leave_geometry_out=True,
                most_rows=MOST_SHEET_ROWS,
            ),
            DownloadFormat(
                "gpkg", "application/geopackage+sqlite3", "gpkg", "GeoPackage", "GeoPackage"
            ),
            DownloadFormat("fgb", "application/vnd.flatgeobuf", "fgb", "FlatGeobuf", "FlatGeobuf"),
            DownloadFormat(
                "kml",
                "application/vnd.google-earth.kml+xml",
                "kml",
                "KML (Google Earth)",
                "KML (Google Earth)",
                # OGC 12-007r2 knows only longitude and latitude.
                crs_codes=_ONLY_WGS84,
            ),
            DownloadFormat(
                "parquet", "application/vnd.apache.parquet", "parquet", "GeoParquet", "GeoParquet"
            ),
        )
    }
)
"""Every format by its id, in the order in which they are listed."""


def require_format(format_id: str, layer: DownloadLayer) -> DownloadFormat:
    """Format of an id, if it can say the CRS of a layer.

    Raises
    ------
    InvalidParameter
        If there is no such format, or it cannot say that CRS.
    """
    chosen = DOWNLOAD_FORMATS.get(format_id)
    if chosen is None:
        raise InvalidParameter(
            f"the format {format_id[:40]!r} is not known",
            expected=f"one of {', '.join(DOWNLOAD_FORMATS)}",
            remedy="choose one of them",
        )
    if layer.crs.code not in chosen.crs_codes:
        codes = ", ".join(f"EPSG:{code}" for code in sorted(chosen.crs_codes))
        raise InvalidParameter(
            f"{chosen.title_en} cannot say that its coordinates are EPSG:{layer.crs.code}",
            expected=codes,
            remedy="ask for that CRS, or for another format such as gpkg",
        )
    return chosen
