"""GeoPackage and FlatGeobuf, written by GDAL from a stream of Arrow batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyogrio
import pyogrio.errors
import pyogrio.raw

from geo.errors import DownloadFailed
from layers.downloads.arrow import GEOMETRY, arrow_schema, record_batches
from layers.downloads.failures import failed_to_write
from layers.downloads.layer import Batch, DownloadLayer

MOST_INDEXED: Final = 50_000
"""Features of a FlatGeobuf that has a spatial index: GDAL makes it in memory, 83 bytes each, and
lets no other thread of Python run meanwhile, 0.2 s for so many."""


def write_geopackage(layer: DownloadLayer, path: Path, batches: Iterator[Batch]) -> None:
    """GeoPackage of one layer of any geometries, with a spatial index; its note is the description.

    Raises
    ------
    DownloadFailed
        If GDAL cannot write it to its end.
    """
    counted = _Counted(record_batches(arrow_schema(layer), batches))
    _write(
        layer,
        path,
        counted,
        driver="GPKG",
        options={"DESCRIPTION": layer.note, "SPATIAL_INDEX": "YES", "GEOMETRY_NAME": "geom"},
    )
    _require_all(path, counted.rows)


def write_flatgeobuf(layer: DownloadLayer, path: Path, batches: Iterator[Batch]) -> None:
    """FlatGeobuf of one layer of any geometries; its note is the description.

    The format cannot index a feature without a geometry. So the rows first go to a file of Arrow;
    if one of them has no geometry, or if they are many, the FlatGeobuf gets no index, and says so
    in its description. It keeps every feature either way. It has no days, only times: a day
    becomes its midnight.

    Raises
    ------
    DownloadFailed
        If it cannot be written to its end.
    """
    schema = arrow_schema(layer)
    waiting = path.with_suffix(".arrows")
    has_null = False
    counted = _Counted(record_batches(schema, batches))
    with (
        failed_to_write(path.suffix),
        pa.OSFile(str(waiting), "wb") as sink,
        pa.ipc.new_stream(sink, schema) as writer,
    ):
        for batch in counted:
            has_null = has_null or batch.column(GEOMETRY).null_count > 0
            writer.write_batch(batch)
    is_indexed = not has_null and counted.rows <= MOST_INDEXED
    note = layer.note if is_indexed else f"{layer.note} This file has no spatial index."
    with pa.OSFile(str(waiting), "rb") as source, pa.ipc.open_stream(source) as reader:
        _write(
            layer,
            path,
            reader,
            driver="FlatGeobuf",
            options={
                "TITLE": layer.collection.title_en,
                "DESCRIPTION": note,
                "SPATIAL_INDEX": "YES" if is_indexed else "NO",
            },
        )
    _require_all(path, counted.rows)


class _Counted:
    """Batches, and how many rows have come so far."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self.rows = 0
        self._batches = batches

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.rows += batch.num_rows
            yield batch


def _write(
    layer: DownloadLayer,
    path: Path,
    batches: Iterable[pa.RecordBatch],
    *,
    driver: str,
    options: Mapping[str, str],
) -> None:
    """Write a file with GDAL.

    Raises
    ------
    DownloadFailed
        If GDAL says that it cannot.
    """
    with failed_to_write(path.suffix):
        pyogrio.raw.write_arrow(
            pa.RecordBatchReader.from_batches(arrow_schema(layer), batches),
            path,
            layer=layer.name,
            driver=driver,
            geometry_name=GEOMETRY,
            geometry_type="Unknown",
            crs=f"EPSG:{layer.crs.code}",
            layer_options=dict(options),
        )


def _require_all(path: Path, rows: int) -> None:
    """Refuse a file that lacks features: GDAL does not say everything that went wrong."""
    found = pyogrio.read_info(path, force_feature_count=True)["features"]
    if found != rows:
        raise DownloadFailed(
            f"{found} of {rows} features are in the {path.suffix} file",
            expected="all of them",
            remedy="see whether the disk is full, and ask again",
        )
