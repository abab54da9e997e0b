"""Good files: the same five parcels of invented ground in every format that is read.

The ground is drawn in EPSG:9210 to the millimetre and moved to other systems by `geo.crs`. Nothing
here is a real parcel. GeoPackage and Shapefile are written by GDAL, DXF by ezdxf and XLSX by
openpyxl, so that the readers are tried on what other programs write.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ezdxf
import geopandas
import openpyxl
import shapely

from geo.crs import transform_geometry
from geo.units import hectares_from_m2

HOME_CRS = 9210
SHEET = "Bảng tọa độ"


@dataclass(frozen=True)
class MadeParcel:
    """One invented parcel; `ring` is easting, northing in EPSG:9210, not repeated at the end."""

    parcel_id: str
    name_vi: str
    use: str
    area_m2: float
    ring: tuple[tuple[float, float], ...]

    def polygon(self, crs: int = HOME_CRS) -> shapely.Polygon:
        """Outline in a named system."""
        return transform_geometry(shapely.Polygon(self.ring), source=HOME_CRS, target=crs)

    def properties(self) -> dict[str, Any]:
        """Attributes, with the area declared in hectares."""
        return {
            "parcel_id": self.parcel_id,
            "name_vi": self.name_vi,
            "use": self.use,
            "area_ha": hectares_from_m2(self.area_m2),
        }


PARCELS = (
    MadeParcel(
        "LO-A1",
        "Lô A1 - nhà xưởng",
        "industrial",
        10_000.0,
        ((603500, 1191400), (603600, 1191400), (603600, 1191500), (603500, 1191500)),
    ),
    MadeParcel(
        "LO-A2",
        "Lô A2 - kho bãi cảng",
        "industrial",
        30_000.0,
        ((603620, 1191400), (603820, 1191400), (603820, 1191550), (603620, 1191550)),
    ),
    MadeParcel(
        "LO-B1",
        "Lô B1 - dịch vụ",
        "service",
        6_000.0,
        ((603500, 1191520), (603620.0, 1191520), (603500, 1191620)),
    ),
    MadeParcel(
        "LO-B2",
        "Lô B2 - hạ tầng kỹ thuật",
        "infrastructure",
        15_000.0,
        (
            (603840, 1191400),
            (603990, 1191400),
            (603990, 1191450),
            (603890, 1191450),
            (603890, 1191600),
            (603840, 1191600),
            (603840, 1191500.5),
        ),
    ),
    MadeParcel(
        "LO-C1",
        "Lô C1 - cây xanh Đỗ Quyên",
        "green",
        9_375.0,
        (
            (603640.25, 1191570),
            (603740.25, 1191570),
            (603765.25, 1191620),
            (603690.25, 1191670),
            (603640.25, 1191645),
        ),
    ),
)
"""The five parcels; their areas are planar in EPSG:9210, m2."""


def frame(crs: int = HOME_CRS) -> geopandas.GeoDataFrame:
    """The parcels as a table of geometries."""
    return geopandas.GeoDataFrame(
        [parcel.properties() for parcel in PARCELS],
        geometry=[parcel.polygon(crs) for parcel in PARCELS],
        crs=crs,
    )


def feature_collection(crs: int = 4326) -> dict[str, Any]:
    """The parcels as GeoJSON; other systems than WGS 84 by the `crs` member of the 2008 form."""
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features(crs)}
    if crs != 4326:
        name = f"urn:ogc:def:crs:EPSG::{crs}"
        collection["crs"] = {"type": "name", "properties": {"name": name}}
    return collection


def features(crs: int = 4326) -> list[dict[str, Any]]:
    """GeoJSON features of the parcels."""
    return [
        {
            "type": "Feature",
            "properties": parcel.properties(),
            "geometry": shapely.geometry.mapping(parcel.polygon(crs)),
        }
        for parcel in PARCELS
    ]


def write_geojson(folder: Path, crs: int = 4326) -> Path:
    """GeoJSON."""
    path = folder / "parcels.geojson"
    path.write_text(json.dumps(feature_collection(crs), ensure_ascii=False), encoding="utf-8")
    return path


def write_geojson_lines(folder: Path, crs: int = 4326) -> Path:
    """Newline-delimited GeoJSON, always WGS 84."""
    path = folder / "parcels.geojsonl"
    lines = (json.dumps(feature, ensure_ascii=False) for feature in features(4326))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def write_geojson_records(folder: Path, crs: int = 4326) -> Path:
    """GeoJSON text sequence (RFC 8142), always WGS 84."""
    path = folder / "parcels.geojsons"
    lines = (json.dumps(feature, indent=1, ensure_ascii=False) for feature in features(4326))
    path.write_text("".join(f"\x1e{line}\n" for line in lines), encoding="utf-8")
    return path


def write_geopackage(folder: Path, crs: int = HOME_CRS) -> Path:
    """GeoPackage with a spatial index, by GDAL."""
    path = folder / "parcels.gpkg"
    frame(crs).to_file(path, layer="parcels", driver="GPKG")
    return path


def write_shapefile(folder: Path, crs: int = HOME_CRS) -> Path:
    """Loose shapefile in UTF-8, by GDAL."""
    path = folder / "parcels.shp"
    frame(crs).to_file(path, driver="ESRI Shapefile", encoding="UTF-8")
    return path


def write_zipped_shapefile(folder: Path, crs: int = HOME_CRS) -> Path:
    """Shapefile in a ZIP."""
    loose = folder / "loose"
    loose.mkdir(exist_ok=True)
    write_shapefile(loose, crs)
    path = folder / "parcels.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(loose.iterdir()):
            archive.write(part, f"giao/{part.name}")
    return path


def kml_text() -> str:
    """KML of the parcels."""
    placemarks = []
    for parcel in PARCELS:
        ring = [*parcel.polygon(4326).exterior.coords]
        positions = " ".join(f"{x!r},{y!r}" for x, y in ring)
        data = "".join(
            f'<Data name="{key}"><value>{value}</value></Data>'
            for key, value in parcel.properties().items()
        )
        placemarks.append(
            f"<Placemark><name>{parcel.parcel_id}</name><ExtendedData>{data}</ExtendedData>"
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
            f"{positions}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><name>parcels</name>{''.join(placemarks)}</Document></kml>\n"
    )


def write_kml(folder: Path, crs: int = 4326) -> Path:
    """KML, always WGS 84."""
    path = folder / "parcels.kml"
    path.write_text(kml_text(), encoding="utf-8")
    return path


def write_kmz(folder: Path, crs: int = 4326) -> Path:
    """KMZ, always WGS 84."""
    path = folder / "parcels.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml_text())
    return path


def table_rows(crs: int = HOME_CRS) -> list[list[Any]]:
    """Header and rows with WKT."""
    header = ["parcel_id", "name_vi", "use", "area_ha", "wkt"]
    wkts = shapely.to_wkt([parcel.polygon(crs) for parcel in PARCELS], rounding_precision=9)
    return [
        header,
        *([*p.properties().values(), wkt] for p, wkt in zip(PARCELS, wkts, strict=True)),
    ]


def csv_text(rows: list[list[Any]], separator: str = ",") -> str:
    """Separated text of rows."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def write_csv(folder: Path, crs: int = HOME_CRS) -> Path:
    """CSV with WKT."""
    path = folder / "parcels.csv"
    path.write_text(csv_text(table_rows(crs)), encoding="utf-8-sig", newline="")
    return path


def write_workbook(folder: Path, crs: int = HOME_CRS) -> Path:
    """XLSX with WKT."""
    return save_rows(folder / "parcels.xlsx", table_rows(crs))


def corners(parcel: MadeParcel, crs: int = HOME_CRS) -> list[tuple[float, float]]:
    """Corners as northing, easting, to 0.1 mm."""
    ring = parcel.polygon(crs).exterior.coords[:-1]
    return [(round(y, 4), round(x, 4)) for x, y in ring]


def vietnamese(number: float, decimals: int = 4) -> str:
    """Number as Vietnam writes it: 1.191.410,4660."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def corner_rows(crs: int = HOME_CRS) -> list[list[Any]]:
    """Table of corners as decisions print it: headings, merged header, sides, closing rows."""
    rows: list[list[Any]] = [
        ["BẢNG KÊ TỌA ĐỘ RANH GIỚI CÁC LÔ ĐẤT"],
        ["Số hiệu điểm", "Tọa độ VN-2000", None, "Chiều dài cạnh (m)"],
        [None, "X (m)", "Y (m)", None],
        ["(1)", "(2)", "(3)", "(4)"],
    ]
    for index, parcel in enumerate(PARCELS):
        rows.append([f"Thửa đất {parcel.parcel_id}: {parcel.name_vi}"])
        placed = corners(parcel, crs)
        if index % 2:
            placed.append(placed[0])
        for number, (north, east) in enumerate(placed, start=1):
            label = 1 if number > len(parcel.ring) else number
            rows.append([label, north, east, 12.3])
    rows.append(["Tổng cộng: 5 thửa đất"])
    return rows


def write_corner_csv(folder: Path, crs: int = HOME_CRS) -> Path:
    """CSV corner table with semicolons and decimal commas."""
    path = folder / "corners.csv"
    rows = [
        [vietnamese(cell) if isinstance(cell, float) else cell for cell in row]
        for row in corner_rows(crs)
    ]
    path.write_text(csv_text(rows, ";"), encoding="utf-8-sig", newline="")
    return path


def write_corner_workbook(folder: Path, crs: int = HOME_CRS) -> Path:
    """XLSX corner table with merged cells in its header."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row in corner_rows(crs):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("D2:D3")
    path = folder / "corners.xlsx"
    book.save(path)
    return path


def write_drawing(folder: Path, crs: int = HOME_CRS) -> Path:
    """DXF: closed polylines on a layer, the number of each as a text in it."""
    drawing = ezdxf.new("R2010", units=6)
    model = drawing.modelspace()
    drawing.layers.add("RANH_THUA")
    drawing.layers.add("SO_THUA")
    for index, parcel in enumerate(PARCELS):
        polygon = parcel.polygon(crs)
        ring = [(x, y) for x, y in polygon.exterior.coords]
        attributes = {"layer": "RANH_THUA"}
        if index % 2:
            model.add_lwpolyline(ring, dxfattribs=attributes)
        else:
            model.add_polyline2d(ring[:-1], close=True, dxfattribs=attributes)
        inside = polygon.representative_point()
        text = model.add_text(parcel.parcel_id, height=5, dxfattribs={"layer": "SO_THUA"})
        text.set_placement((inside.x, inside.y))
    path = folder / "parcels.dxf"
    drawing.saveas(path)
    return path


def save_rows(path: Path, rows: list[list[Any]], title: str = "Thửa đất") -> Path:
    """Workbook of one sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


Maker = Callable[[Path, int], Path]

IN_ANY_CRS: dict[str, Maker] = {
    "geojson": write_geojson,
    "gpkg": write_geopackage,
    "shapefile": write_shapefile,
    "shapefile-zip": write_zipped_shapefile,
    "csv": write_csv,
    "xlsx": write_workbook,
    "csv-corners": write_corner_csv,
    "xlsx-corners": write_corner_workbook,
    "dxf": write_drawing,
}
"""Makers of formats that hold any system, by a name for each."""

IN_WGS84: dict[str, Maker] = {
    "geojson-wgs84": write_geojson,
    "geojsonl": write_geojson_lines,
    "geojson-records": write_geojson_records,
    "kml": write_kml,
    "kmz": write_kmz,
}
"""Makers of formats that are always longitude, latitude on WGS 84."""


def made_files(folder: Path) -> dict[str, tuple[Path, int]]:
    """Every good file, each in a folder of its own, with the EPSG code of its coordinates."""
    files: dict[str, tuple[Path, int]] = {}
    for name, maker in IN_ANY_CRS.items():
        for crs in (9210, 5899):
            own = folder / f"{name}-{crs}"
            own.mkdir()
            files[own.name] = maker(own, crs), crs
    for name, maker in IN_WGS84.items():
        own = folder / name
        own.mkdir()
        files[name] = maker(own, 4326), 4326
    return files
