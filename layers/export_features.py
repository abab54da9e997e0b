"""Parcels as files of a geographic information system, named so that they can be imported again.

Coordinates go to VN-2000 through `geo.crs` alone. In EPSG:4326 they are those stored, to the last
digit, so that importing an export changes nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import orjson
import pyogrio.raw
import shapely
from shapely.geometry import mapping

from geo.crs import VN2000_TM3_105_45, VN2000_TM3_107_45, WGS84, NamedCrs, transform_geometry
from layers.exports import Column, Table
from layers.land_book import LandParcel

ExportCode = Literal[4326, 9210, 5899]
EXPORT_CODES: Final = (WGS84, VN2000_TM3_105_45, VN2000_TM3_107_45)
"""EPSG codes that parcels are handed out in."""

LAYER = "parcels"
TRANSFORMATION = (
    "VN-2000 from WGS 84 by EPSG:6960 (Decision 05/2007/QD-BTNMT), pinned; published accuracy 1 m"
)
ILLUSTRATIVE_WARNING = (
    "Some parcels are illustrative: split to match declared figures, not real plots. "
    "Do not import them as real ones."
)

PARCEL_FIELDS: Final = (
    Column("parcel_id", width=26),
    Column("zone_id", width=18),
    Column("use"),
    Column("clearance"),
    Column("servicing"),
    Column("commercial"),
    Column("occupation"),
    Column("constraint_kind", width=18),
    Column("option_expires", "date"),
    Column("land_use_code"),
    Column("area_m2", "m2"),
    Column("ledger_line"),
    Column("illustrative", "flag"),
    Column("badge"),
    Column("holds_from", "date"),
)
"""Columns of a parcel in every format; the first eleven are those that an import reads."""


def write_geojson(parcels: Sequence[LandParcel], crs: NamedCrs, *, on_day: date) -> bytes:
    """FeatureCollection of parcels.

    Parameters
    ----------
    parcels
        In EPSG:4326.
    crs
        CRS of the file. RFC 7946 knows only longitude and latitude; another CRS is said by the
        `crs` member of the 2008 form, which GDAL and QGIS read.
    on_day
        Day on which the parcels stood so.
    """
    features = [
        {
            "type": "Feature",
            "id": parcel.parcel_id,
            "geometry": mapping(shapely.orient_polygons(outline)),
            "properties": dict(zip(_FIELD_NAMES, _json_values(parcel), strict=True)),
        }
        for parcel, outline in zip(parcels, _outlines(parcels, crs), strict=True)
    ]
    collection: dict[str, Any] = {"type": "FeatureCollection", "name": LAYER}
    if crs.code != WGS84:
        urn = f"urn:ogc:def:crs:EPSG::{crs.code}"
        collection["crs"] = {"type": "name", "properties": {"name": urn}}
    collection["note"] = describe(parcels, crs, on_day=on_day)
    return orjson.dumps({**collection, "features": features})


def write_geopackage(parcels: Sequence[LandParcel], crs: NamedCrs, *, on_day: date) -> bytes:
    """GeoPackage of parcels: one layer, without a spatial index, so without virtual tables.

    Parameters
    ----------
    parcels
        In EPSG:4326.
    crs
        CRS of the file.
    on_day
        Day on which the parcels stood so.
    """
    columns = list(zip(*(_values(parcel) for parcel in parcels), strict=True)) or [
        () for _ in PARCEL_FIELDS
    ]
    with tempfile.TemporaryDirectory(prefix="zonemap-export-") as folder:
        path = Path(folder) / f"{LAYER}.gpkg"
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(_outlines(parcels, crs)),
            field_data=[
                _array(column, values)
                for column, values in zip(PARCEL_FIELDS, columns, strict=True)
            ],
            fields=np.array(_FIELD_NAMES, dtype=object),
            layer=LAYER,
            driver="GPKG",
            geometry_type="MultiPolygon",
            crs=f"EPSG:{crs.code}",
            layer_options={
                "DESCRIPTION": describe(parcels, crs, on_day=on_day),
                "SPATIAL_INDEX": "NO",
            },
            dataset_options={"ADD_GPKG_OGR_CONTENTS": "NO"},
        )
        return path.read_bytes()


def parcel_table(parcels: Sequence[LandParcel], crs: NamedCrs, *, longest_wkt: int) -> Table:
    """Parcels as a table with their outlines as WKT in a CRS, x = longitude or easting.

    Parameters
    ----------
    parcels
        In EPSG:4326.
    crs
        CRS of the outlines.
    longest_wkt
        Characters that a cell can hold. If one outline needs more, all are left out: half an
        outline is worse than none.
    """
    outlines = shapely.to_wkt(_outlines(parcels, crs), rounding_precision=-1)
    fits = all(len(wkt) <= longest_wkt for wkt in outlines)
    columns = (*PARCEL_FIELDS, Column("wkt", width=40)) if fits else PARCEL_FIELDS
    rows = [
        [*_values(parcel), wkt] if fits else list(_values(parcel))
        for parcel, wkt in zip(parcels, outlines, strict=True)
    ]
    return Table(LAYER, columns, rows, frozen_columns=1)


def describe(parcels: Sequence[LandParcel], crs: NamedCrs, *, on_day: date) -> str:
    """What a file of parcels says of itself: day, CRS, shift, and whether some are illustrative."""
    parts = [f"Parcels as of {on_day}. EPSG:{crs.code} ({crs.name})."]
    if crs.datum == "VN-2000":
        parts.append(f"{TRANSFORMATION}.")
    if any(parcel.illustrative for parcel in parcels):
        parts.append(ILLUSTRATIVE_WARNING)
    return " ".join(parts)


_FIELD_NAMES = tuple(column.header for column in PARCEL_FIELDS)


def _outlines(parcels: Sequence[LandParcel], crs: NamedCrs) -> Any:
    """Array of outlines in a CRS; those stored, untouched, in EPSG:4326."""
    outlines = np.array([parcel.outline for parcel in parcels], dtype=object)
    if crs.code == WGS84 or not parcels:
        return outlines
    return transform_geometry(outlines, source=WGS84, target=crs)


def _values(parcel: LandParcel) -> tuple[Any, ...]:
    return (
        parcel.parcel_id,
        parcel.zone_id,
        parcel.use,
        parcel.clearance,
        parcel.servicing,
        parcel.commercial,
        parcel.occupation,
        parcel.constraint_kind,
        parcel.option_expires,
        parcel.land_use_code,
        float(parcel.area_m2),
        parcel.line,
        parcel.illustrative,
        parcel.badge,
        parcel.holds_from,
    )


def _json_values(parcel: LandParcel) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in _values(parcel)]


def _array(column: Column, values: Sequence[Any]) -> Any:
    """Values of a column as the driver wants them."""
    match column.kind:
        case "m2":
            return np.array(values, dtype=np.float64)
        case "flag":
            return np.array(values, dtype=np.bool_)
        case "date":
            return np.array([np.datetime64(value or "NaT", "D") for value in values], "M8[D]")
    return np.array(values, dtype=object)
