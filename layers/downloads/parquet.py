"""GeoParquet 1.1: Parquet whose footer has the CRS, the extent and the kinds of geometries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from layers.downloads.arrow import GEOMETRY, arrow_schema, record_batches
from layers.downloads.failures import failed_to_write
from layers.downloads.layer import Batch, DownloadLayer

VERSION: Final = "1.1.0"
ROWS_OF_GROUP: Final = 20_000
BYTES_OF_GROUP: Final = 32 * 1024 * 1024
"""A group of rows is written when it has so many rows or bytes; it is in memory until then."""

BBOX: Final = "bbox"
# In the order of `shapely.GeometryType`.
_KINDS: Final = (
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)
_EDGES: Final = ("xmin", "ymin", "xmax", "ymax")
_BBOX_TYPE: Final = pa.struct([(edge, pa.float64()) for edge in _EDGES])


def write_parquet(layer: DownloadLayer, path: Path, batches: Iterator[Batch]) -> None:
    """GeoParquet with a bounding box beside each geometry, so that readers can pass over groups.

    Raises
    ------
    DownloadFailed
        If it cannot be written to its end.
    """
    schema = arrow_schema(layer)
    whole = schema.append(pa.field(BBOX, _BBOX_TYPE))
    seen = _Seen()
    with (
        failed_to_write(path.suffix),
        pq.ParquetWriter(path, whole, compression="zstd", store_schema=False) as writer,
    ):
        boxed = (
            pa.record_batch([*batch.columns, seen.look_at(batch.column(GEOMETRY))], schema=whole)
            for batch in record_batches(schema, batches)
        )
        for group in _groups(boxed):
            writer.write_table(group, row_group_size=len(group))
        writer.add_key_value_metadata(
            {"description": layer.note, "geo": json.dumps(_geo(layer, seen))}
        )


def _groups(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches joined until they are worth a group."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= ROWS_OF_GROUP or size >= BYTES_OF_GROUP:
            yield pa.Table.from_batches(waiting)
            waiting, rows, size = [], 0, 0
    if waiting:
        yield pa.Table.from_batches(waiting)


class _Seen:
    """What the footer says of geometries that have gone by."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self._bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])

    @property
    def bounds(self) -> list[float] | None:
        """West, south, east, north of all; None if there was no position."""
        return self._bounds.tolist() if np.isfinite(self._bounds).all() else None

    def look_at(self, column: pa.Array) -> pa.Array:
        """Bounding box of each geometry of a column; null where it has none."""
        geometries = shapely.from_wkb(column.to_numpy(zero_copy_only=False))
        self.kinds.update(_kinds(geometries))
        bounds = shapely.bounds(geometries).reshape(-1, 4)
        is_known = ~np.isnan(bounds[:, 0])
        if is_known.any():
            known = bounds[is_known]
            self._bounds[:2] = np.minimum(self._bounds[:2], known[:, :2].min(axis=0))
            self._bounds[2:] = np.maximum(self._bounds[2:], known[:, 2:].max(axis=0))
        return pa.StructArray.from_arrays(
            [pa.array(edge) for edge in bounds.T], fields=list(_BBOX_TYPE), mask=pa.array(~is_known)
        )


def _kinds(geometries: Any) -> set[str]:
    """Names of kinds of geometries as the standard has them."""
    present = geometries[~shapely.is_missing(geometries)]
    return {
        f"{_KINDS[kind]}{' Z' if has_z else ''}"
        for kind, has_z in set(
            zip(shapely.get_type_id(present).tolist(), shapely.has_z(present).tolist(), strict=True)
        )
    }


def _geo(layer: DownloadLayer, seen: _Seen) -> dict[str, Any]:
    """The metadata that the standard wants under the key `geo`."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(seen.kinds),
        # Coordinates are x, y in GeoParquet, whatever order the CRS gives its axes.
        "crs": pyproj.CRS.from_epsg(layer.crs.code).to_json_dict(),
        "covering": {"bbox": {edge: [BBOX, edge] for edge in _EDGES}},
    }
    if seen.bounds is not None:
        column["bbox"] = seen.bounds
    return {"version": VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
