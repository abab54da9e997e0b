"""Bad files, one for each way that a file can be damaged, ambiguous or made to harm."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ezdxf
import openpyxl

from layers.importers.reading import ReadOptions
from tests.layers.reading import makers

SQUARE = [[106.7, 10.7], [106.71, 10.7], [106.71, 10.71], [106.7, 10.71], [106.7, 10.7]]
SQUARE_WKT = "POLYGON((106.7 10.7,106.71 10.7,106.71 10.71,106.7 10.7))"


@dataclass(frozen=True)
class BadFile:
    """A bad file and what must be said of it.

    `words` must stand in the refusal; `place` is where a person finds it, if anywhere.
    """

    name: str
    make: Callable[[Path], Path]
    code: str
    words: str
    place: str = ""
    options: ReadOptions | None = None


def text(name: str, content: str) -> Callable[[Path], Path]:
    """Maker of a file of text."""
    return data(name, content.encode("utf-8", "surrogatepass"))


def data(name: str, content: bytes) -> Callable[[Path], Path]:
    """Maker of a file of bytes."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def cut(maker: makers.Maker, share: float, suffix: str = "") -> Callable[[Path], Path]:
    """Maker of a good file cut off behind a share of its bytes, or of one part of it."""

    def make(folder: Path) -> Path:
        path = maker(folder, makers.HOME_CRS)
        part = path.with_suffix(suffix) if suffix else path
        content = part.read_bytes()
        part.write_bytes(content[: int(len(content) * share)])
        return path

    return make


def feature(**changes: Any) -> dict[str, Any]:
    """A good GeoJSON feature with changes."""
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    return {"type": "Feature", "properties": {"id": "A"}, "geometry": geometry} | changes


def geojson(*features: dict[str, Any] | str, name: str = "bad.geojson") -> Callable[[Path], Path]:
    """Maker of a FeatureCollection; a feature given as text goes in as it is."""
    parts = [item if isinstance(item, str) else json.dumps(item) for item in features]
    return text(name, f'{{"type":"FeatureCollection","features":[{",".join(parts)}]}}')


def polygon_text(coordinates: str) -> str:
    """GeoJSON feature with coordinates as text."""
    return (
        '{"type":"Feature","properties":{},"geometry":'
        f'{{"type":"Polygon","coordinates":{coordinates}}}}}'
    )


def archive(name: str, *members: tuple[str, bytes]) -> Callable[[Path], Path]:
    """Maker of a ZIP with these members."""

    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as opened:
            for member, content in members:
                info = zipfile.ZipInfo(member)
                info.compress_type = zipfile.ZIP_DEFLATED
                opened.writestr(info, content)
        return folder / name

    return make


def link_archive(folder: Path) -> Path:
    """ZIP with a symbolic link to a file of the system."""
    info = zipfile.ZipInfo("parcels.shp")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "links.zip", "w") as opened:
        opened.writestr(info, "/etc/passwd")
    return folder / "links.zip"


def patched_archive(find: bytes, at: int, value: bytes) -> Callable[[Path], Path]:
    """Maker of a KMZ whose records that begin with `find` have bytes replaced."""

    def make(folder: Path) -> Path:
        path = makers.write_kmz(folder)
        content = bytearray(path.read_bytes())
        begin = content.find(find)
        while begin >= 0:
            content[begin + at : begin + at + len(value)] = value
            begin = content.find(find, begin + 1)
        path.write_bytes(content)
        return path

    return make


def repeated_member(folder: Path) -> Path:
    """ZIP with two members of one name, but for the case of letters."""
    return archive("twice.zip", ("a/parcels.shp", b"1"), ("a/PARCELS.SHP", b"2"))(folder)


def overlapping(folder: Path) -> Path:
    """ZIP whose directory lists one member twice, under two names."""
    path = archive("overlap.zip", ("a.shp", b"x" * 100), ("b.shp", b"y" * 100))(folder)
    content = bytearray(path.read_bytes())
    second = content.rfind(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(content)
    return path


def spoiled_shapefile(change: Callable[[Path], None]) -> Callable[[Path], Path]:
    """Maker of a loose shapefile that `change` has spoiled."""

    def make(folder: Path) -> Path:
        path = makers.write_shapefile(folder)
        change(path)
        return path

    return make


def drop_row(path: Path) -> None:
    """Say in the .dbf that it has one row less."""
    part = path.with_suffix(".dbf")
    content = bytearray(part.read_bytes())
    content[4:8] = struct.pack("<I", len(makers.PARCELS) - 1)
    part.write_bytes(content)


def set_vertex_nan(path: Path) -> None:
    """Put NaN into the first vertex of the first record."""
    content = bytearray(path.read_bytes())
    content[100 + 8 + 48 : 100 + 8 + 56] = struct.pack("<d", float("nan"))
    path.write_bytes(content)


def overlong_record(path: Path) -> None:
    """Say that the first record is far longer than the file."""
    content = bytearray(path.read_bytes())
    content[104:108] = struct.pack(">i", 1_000_000)
    path.write_bytes(content)


def many_parts(path: Path) -> None:
    """Say that the first shape has two thousand million parts."""
    content = bytearray(path.read_bytes())
    content[100 + 8 + 36 : 100 + 8 + 44] = struct.pack("<ii", 2_000_000_000, 2_000_000_001)
    path.write_bytes(content)


def unlink(suffix: str) -> Callable[[Path], None]:
    """Remove one part."""
    return lambda path: path.with_suffix(suffix).unlink()


def geopackage(*statements: str) -> Callable[[Path], Path]:
    """Maker of a good GeoPackage after some SQL."""

    def make(folder: Path) -> Path:
        path = makers.write_geopackage(folder)
        connection = sqlite3.connect(path)
        # Triggers of the spatial index call functions that only GDAL has; none fires here.
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path

    return make


def two_layers(folder: Path) -> Path:
    """GeoPackage of two layers."""
    path = makers.write_geopackage(folder)
    makers.frame().to_file(path, layer="old parcels", driver="GPKG")
    return path


def open_elsewhere(folder: Path) -> Path:
    """GeoPackage with a journal of changes beside it."""
    path = makers.write_geopackage(folder)
    path.with_name(f"{path.name}-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(100))
    return path


def geometry_blob(blob: str) -> Callable[[Path], Path]:
    """Maker of a GeoPackage whose first geometry is replaced."""

    def make(folder: Path) -> Path:
        path = folder / "parcels.gpkg"
        makers.frame().to_file(path, layer="parcels", driver="GPKG", SPATIAL_INDEX="NO")
        connection = sqlite3.connect(path)
        connection.execute(f"UPDATE parcels SET geom = x'{blob}' WHERE fid = 1")
        connection.commit()
        connection.close()
        return path

    return make


def two_sheets(folder: Path) -> Path:
    """Workbook of two tables."""
    path = makers.write_workbook(folder)
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.active).title = "Thửa đất cũ"
    book.save(path)
    return path


def drawing(draw: Callable[[Any], None]) -> Callable[[Path], Path]:
    """Maker of a drawing."""

    def make(folder: Path) -> Path:
        document = ezdxf.new("R2010", units=6)
        draw(document.modelspace())
        document.saveas(folder / "bad.dxf")
        return folder / "bad.dxf"

    return make


def draw_two_layers(model: Any) -> None:
    """Closed outlines on two layers."""
    for layer in ("RANH_THUA", "NHA"):
        ring = [(0, 0), (10, 0), (10, 10)]
        model.add_lwpolyline(ring, close=True, dxfattribs={"layer": layer})


def draw_arc(model: Any) -> None:
    """An outline with an arc."""
    model.add_lwpolyline([(0, 0, 0.5), (10, 0, 0), (10, 10, 0)], format="xyb", close=True)


def draw_open(model: Any) -> None:
    """An outline that is open."""
    model.add_lwpolyline([(0, 0), (10, 0), (10, 10), (0, 10)])


def kml(body: str, head: str = "") -> Callable[[Path], Path]:
    """Maker of a KML."""
    return text(
        "bad.kml",
        f'<?xml version="1.0"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document>{body}</Document></kml>",
    )


def place(geometry: str, name: str = "A") -> str:
    """A placemark."""
    return f"<Placemark><name>{name}</name>{geometry}</Placemark>"


def kml_ring(coordinates: str) -> str:
    """A KML polygon."""
    return (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{coordinates}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    )


def workbook_with(part: str, content: bytes) -> Callable[[Path], Path]:
    """Maker of a workbook one part of which is replaced."""

    def make(folder: Path) -> Path:
        good = makers.write_workbook(folder).read_bytes()
        path = folder / "bad.xlsx"
        with (
            zipfile.ZipFile(io.BytesIO(good)) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                target.writestr(name, content if name == part else source.read(name))
        return path

    return make


def folder_named(name: str) -> Callable[[Path], Path]:
    """Maker of a folder."""

    def make(folder: Path) -> Path:
        (folder / name).mkdir()
        return folder / name

    return make


def pipe(folder: Path) -> Path:
    """A named pipe: reading it would wait for ever."""
    os.mkfifo(folder / "pipe.geojson")
    return folder / "pipe.geojson"


def missing(name: str) -> Callable[[Path], Path]:
    """Maker of no file."""
    return lambda folder: folder / name


LAUGHS = (
    '<!DOCTYPE kml [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
EXTERNAL = '<!DOCTYPE kml SYSTEM "file:///etc/passwd">'
ENTITY = '<!DOCTYPE kml [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'
