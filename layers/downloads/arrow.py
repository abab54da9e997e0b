"""Batches as Arrow: the types of the properties, their titles, and the geometry as WKB."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from layers.catalog import Property
from layers.downloads.layer import Batch, DownloadLayer

GEOMETRY: Final = "geometry"

_TYPES: Final = {
    "text": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_WKB: Final = {"ARROW:extension:name": "geoarrow.wkb"}


def arrow_schema(layer: DownloadLayer) -> pa.Schema:
    """Schema of the rows of a layer, the geometry last.

    GDAL keeps the titles where a format has a place for them: QGIS shows them in its tables.
    """
    fields, taken = [], set[str]()
    for item in layer.properties:
        title = f"{item.title_vi}, {item.unit}" if item.unit else item.title_vi
        if title in taken:  # GeoPackage wants each of a table once
            title = f"{title} ({item.name})"
        taken.add(title)
        fields.append(pa.field(item.name, _TYPES[item.kind], metadata=_titles(item, title)))
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary(), metadata=_WKB)])


def record_batches(schema: pa.Schema, batches: Iterator[Batch]) -> Iterator[pa.RecordBatch]:
    """Each batch as a record batch; those without rows are left out."""
    for batch in batches:
        if batch:
            columns = zip(*batch, strict=True)
            yield pa.record_batch(
                [_array(values, kind) for values, kind in zip(columns, schema.types, strict=True)],
                schema=schema,
            )


def _titles(item: Property, title: str) -> dict[str, str]:
    return {
        "GDAL:OGR:alternative_name": title,
        "GDAL:OGR:comment": ". ".join(filter(None, (item.title_en, item.definition_en))),
    }


def _array(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    if pa.types.is_floating(kind):
        # A number that PostgreSQL keeps as `numeric` comes as a Decimal.
        values = tuple(None if value is None else float(value) for value in values)
    return pa.array(values, kind)
