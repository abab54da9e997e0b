"""GeoPackage and FlatGeobuf, written by GDAL from a stream of Arrow batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyogrio
import pyogrio.raw
import shapely

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
    _require_whole(path, counted.rows, is_indexed=True)


def write_flatgeobuf(layer: DownloadLayer, path: Path, batches: Iterator[Batch]) -> None:
    """FlatGeobuf of one layer of any geometries; its note is the description.

    The format cannot index a feature without a position. So the rows first go to a file of Arrow;
    if one of them has none, or if they are many, the FlatGeobuf gets no index, and says so in its
    description. It keeps every feature either way. It has no days, only times: a day becomes its
    midnight.

    Raises
    ------
    DownloadFailed
        If it cannot be written to its end.
    """
    schema = arrow_schema(layer)
    waiting = path.with_suffix(".arrows")
    has_gap = False
    counted = _Counted(record_batches(schema, batches))
    with (
        failed_to_write(path.suffix),
        pa.OSFile(str(waiting), "wb") as sink,
        pa.ipc.new_stream(sink, schema) as writer,
    ):
        for batch in counted:
            has_gap = has_gap or (counted.rows <= MOST_INDEXED and _has_gap(batch))
            writer.write_batch(batch)
    is_indexed = not has_gap and counted.rows <= MOST_INDEXED
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
    _require_whole(path, counted.rows, is_indexed=is_indexed and counted.rows > 0)


def _has_gap(batch: pa.RecordBatch) -> bool:
    """Whether a feature has no geometry, or an empty one."""
    column = batch.column(GEOMETRY)
    if column.null_count:
        return True
    geometries = shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    return bool(shapely.is_empty(geometries).any())


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


def _require_whole(path: Path, rows: int, *, is_indexed: bool) -> None:
    """Read a file through, and refuse it if anything is missing.

    GDAL does not say what goes wrong while it closes a file: on a full disk the last features of
    a FlatGeobuf or the index of a GeoPackage are missing without an error.
    """
    with failed_to_write(path.suffix):
        with pyogrio.open_arrow(
            path, columns=[], read_geometry=False, return_fids=True, use_pyarrow=True
        ) as (_, reader):
            found = sum(batch.num_rows for batch in reader)
        has_index = pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"]
    if found != rows or (is_indexed and not has_index):
        raise DownloadFailed(
            f"the {path.suffix} file could not be written to its end: {found} of {rows} features",
            expected="all of them, and their index" if is_indexed else "all of them",
            remedy="see whether the disk is full, and ask again",
        )
