"""What real readers find in a file: rows of values with a geometry, and the CRS."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import shapely
from shapely.geometry import shape

from tests.layers.downloads.made_layers import PLOTS

NAMES = tuple(item.name for item in PLOTS.properties)


@dataclass(frozen=True, slots=True)
class Found:
    """Rows in the order of the file: values of the properties, then the geometry."""

    rows: list[tuple[Any, ...]]
    code: int


def read(format_id: str, path: Path) -> Found:
    readers = {
        "geojson": _geojson,
        "geojsonl": _geojson_sequence,
        "csv": _csv,
        "xlsx": _xlsx,
        "parquet": _parquet,
    }
    return readers.get(format_id, _gdal)(path)


def _geojson(path: Path) -> Found:
    document = json.loads(path.read_text())
    gdal = pyogrio.read_info(path)
    return Found([_feature(item) for item in document["features"]], _code(gdal["crs"]))


def _geojson_sequence(path: Path) -> Found:
    texts = path.read_bytes().split(b"\x1e")
    assert texts[0] == b""
    assert all(text.endswith(b"}\n") for text in texts[1:])
    return Found([_feature(json.loads(text)) for text in texts[1:]], 4326)


def _feature(item: dict[str, Any]) -> tuple[Any, ...]:
    properties = dict(item["properties"])
    assert item["id"] == properties["plot_id"]
    assert tuple(properties) == NAMES
    if properties["since"] is not None:
        properties["since"] = date.fromisoformat(properties["since"])
    geometry = None if item["geometry"] is None else shape(item["geometry"])
    return (*properties.values(), geometry)


def _csv(path: Path) -> Found:
    text = path.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header[:-1]) == NAMES
    return Found([_from_texts(row) for row in rows], int(header[-1].removeprefix("_WKT_EPSG_")))


def _from_texts(cells: list[str]) -> tuple[Any, ...]:
    kinds = {
        "number": float,
        "integer": int,
        "boolean": {"true": True, "false": False}.__getitem__,
        "date": date.fromisoformat,
    }
    values = [
        kinds.get(item.kind, str)(cell) if cell else None
        for item, cell in zip(PLOTS.properties, cells[:-1], strict=True)
    ]
    return (*values, shapely.from_wkt(cells[-1]) if cells[-1] else None)


def _xlsx(path: Path) -> Found:
    # Row by row, as big files are read: a row that came twice would show.
    book = openpyxl.load_workbook(path, read_only=True)
    header, *rows = book["plots"].iter_rows(values_only=True)
    book.close()
    assert header[:-1] == NAMES
    found = [_from_cells([*row, *[None] * (len(header) - len(row))]) for row in rows]
    return Found(found, int(header[-1].removeprefix("_WKT_EPSG_")))


def _from_cells(cells: list[Any]) -> tuple[Any, ...]:
    values = [value.date() if isinstance(value, datetime) else value for value in cells[:-1]]
    return (*values, shapely.from_wkt(cells[-1]) if cells[-1] else None)


def _parquet(path: Path) -> Found:
    table = pq.read_table(path)
    geo = json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]
    code = pyproj.CRS.from_json_dict(geo["crs"]).to_epsg()
    return Found(_from_arrow(table, "geometry"), code)


def _gdal(path: Path) -> Found:
    # GDAL's own quick way from FlatGeobuf to Arrow mistakes features without a geometry (3.12).
    pyogrio.set_gdal_config_options({"OGR_FLATGEOBUF_STREAM_BASE_IMPL": True})
    try:
        meta, table = pyogrio.read_arrow(path)
    finally:
        pyogrio.set_gdal_config_options({"OGR_FLATGEOBUF_STREAM_BASE_IMPL": None})
    return Found(_from_arrow(table, meta["geometry_name"] or "wkb_geometry"), _code(meta["crs"]))


def _from_arrow(table: pa.Table, geometry: str) -> list[tuple[Any, ...]]:
    return [
        (
            *(_plain(name, item[name]) for name in NAMES),
            None if item[geometry] is None else shapely.from_wkb(item[geometry]),
        )
        for item in table.to_pylist()
    ]


def _plain(name: str, value: Any) -> Any:
    """A day where a format only has times (FlatGeobuf) or text (KML)."""
    if name == "since" and value is not None:
        return date.fromisoformat(str(value)[:10])
    return value


def _code(crs: str) -> int:
    code = pyproj.CRS.from_user_input(crs).to_epsg()
    assert code is not None
    return code
