"""A made-up collection with a property of each kind, and downloads of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from geo.crs import NAMED_CRS, WGS84, transform_geometry
from layers.catalog import Collection, Property
from layers.downloads.formats import DOWNLOAD_FORMATS
from layers.downloads.layer import Batch, DownloadLayer
from layers.downloads.stream import stream_download

DAY = date(2026, 11, 22)
NOTE = 'Plots as of 2026-11-22, use <> "green" & more.'
PLOTS = Collection(
    collection_id="plots",
    relation="plot_feature",
    id_property="plot_id",
    geometry="any",
    title_vi="Lô",
    title_en="Plots",
    description_vi="Lô",
    description_en="Plots",
    properties=(
        Property("plot_id", "text", "Mã lô", "Id", is_nullable=False),
        Property("name_vi", "text", "Tên", "Name"),
        Property("area_ha", "number", "Diện tích", "Area", "Trên elipxoit.", "Geodesic.", "ha"),
        Property("tenants", "integer", "Số doanh nghiệp", "Tenants"),
        Property("real", "boolean", "Thật", "Real"),
        Property("since", "date", "Từ ngày", "Since"),
    ),
    tile_properties=("plot_id",),
)
Row = tuple[Any, ...]

BEN_THANH = (106.6983, 10.7721)
SQUARE = shapely.box(106.6983, 10.7721, 106.6993, 10.7731)
# Shell and hole both turn the wrong way for RFC 7946.
RING = shapely.Polygon(
    [(106.6, 10.7), (106.6, 10.8), (106.7, 10.8), (106.7, 10.7), (106.6, 10.7)],
    [[(106.62, 10.72), (106.64, 10.72), (106.64, 10.74), (106.62, 10.74), (106.62, 10.72)]],
)
LINE = shapely.LineString([(106.6, 10.7), (106.123456789, 10.7), (106.7, 10.9)])
SHAPES = {
    "polygon": RING,
    "multipolygon": shapely.MultiPolygon([SQUARE, RING]),
    "point": shapely.Point(BEN_THANH),
    "line": LINE,
    "lines": shapely.MultiLineString([LINE, LINE.reverse()]),
    "points": shapely.MultiPoint([BEN_THANH, (106.5, 10.5)]),
    "collection": shapely.GeometryCollection([shapely.Point(BEN_THANH), SQUARE]),
    "nowhere": None,
}


def layer(code: int = WGS84, **values: Any) -> DownloadLayer:
    return DownloadLayer(
        **{
            "collection": PLOTS,
            "properties": PLOTS.properties,
            "crs": NAMED_CRS[code],
            "on_day": DAY,
            "note": NOTE,
            **values,
        }
    )


def row(plot_id: str, shape: Any = SHAPES["point"], *, code: int = WGS84, **values: Any) -> Row:
    """Row of a plot, its shape taken to a CRS; values that are not given are unknown."""
    if shape is not None and code != WGS84:
        shape = transform_geometry(shape, source=WGS84, target=NAMED_CRS[code])
    named = {"plot_id": plot_id, **values}
    wkb = None if shape is None else shapely.to_wkb(shape)
    return (*(named.get(item.name) for item in PLOTS.properties), wkb)


def mixed_rows(code: int = WGS84) -> list[Row]:
    """A row of each kind of geometry; every value is known in one, unknown in the next."""
    known = {"area_ha": 12.25, "tenants": 7, "real": True, "since": date(2025, 6, 30)}
    return [
        row(f"a/{name}", shape, code=code, name_vi=f"Đất {name}", **(known if at % 2 else {}))
        for at, (name, shape) in enumerate(SHAPES.items())
    ] + [
        row("z/zero", code=code, name_vi="", area_ha=0.0, tenants=0, real=False, since=DAY),
        row("z/low", code=code, area_ha=-0.5, tenants=-(2**31)),
    ]


async def in_batches(rows: Sequence[Row], size: int = 1000) -> AsyncIterator[Batch]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def download(format_id: str, of: DownloadLayer, rows: Sequence[Row], *, size: int = 1000) -> bytes:
    """The whole of a file."""

    async def run() -> bytes:
        async with aclosing(stream_download(format_id, of, in_batches(rows, size))) as pieces:
            return b"".join([piece async for piece in pieces])

    return asyncio.run(run())


def download_to(
    folder: Path, format_id: str, of: DownloadLayer, rows: Sequence[Row], *, size: int = 1000
) -> Path:
    """A file as a browser would save it."""
    path = folder / f"{of.name}.{DOWNLOAD_FORMATS[format_id].extension}"
    path.write_bytes(download(format_id, of, rows, size=size))
    return path
