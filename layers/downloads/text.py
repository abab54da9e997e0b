"""Formats that are written as the rows come: GeoJSON, its text sequence, and CSV."""

from __future__ import annotations

import csv
import io
from typing import Any, Final, Protocol

import orjson

from geo.crs import WGS84
from layers.downloads.layer import Batch, DownloadLayer
from layers.downloads.shapes import geojson_texts, wkt_header, wkt_texts
from layers.exports import csv_cell, safe_text

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
RECORD_SEPARATOR: Final = b"\x1e"


class TextWriter(Protocol):
    """Writes one file, piece by piece."""

    def begin(self) -> bytes:
        """What stands before the first feature."""
        ...

    def write(self, batch: Batch) -> bytes:
        """The features of a batch."""
        ...

    def end(self) -> bytes:
        """What stands after the last feature."""
        ...


class GeoJsonWriter:
    """A FeatureCollection.

    RFC 7946 knows only longitude and latitude; another CRS is said by the `crs` member of the 2008
    form, which GDAL and QGIS read.
    """

    def __init__(self, layer: DownloadLayer) -> None:
        self._layer = layer
        self._separator = b""

    def begin(self) -> bytes:
        """Members of the collection, and the beginning of its features."""
        collection: dict[str, Any] = {"type": "FeatureCollection", "name": self._layer.name}
        if self._layer.crs.code != WGS84:
            urn = f"urn:ogc:def:crs:EPSG::{self._layer.crs.code}"
            collection["crs"] = {"type": "name", "properties": {"name": urn}}
        note = self._layer.note
        if self._layer.lat_first:
            note += " Coordinates: EPSG:4326, latitude before longitude."
        collection["note"] = note
        return orjson.dumps(collection)[:-1] + b',"features":[\n'

    def write(self, batch: Batch) -> bytes:
        """Features with commas between them, one a line."""
        if not batch:
            return b""
        before, self._separator = self._separator, b",\n"
        return before + b",\n".join(_features(self._layer, batch))

    def end(self) -> bytes:
        """The end of the collection."""
        return b"\n]}\n"


class GeoJsonSequenceWriter:
    """A text sequence of features (RFC 8142): each after a record separator, on its own line."""

    def __init__(self, layer: DownloadLayer) -> None:
        self._layer = layer

    def begin(self) -> bytes:
        """Nothing."""
        return b""

    def write(self, batch: Batch) -> bytes:
        """Features, one a line."""
        return b"".join(
            b"%b%b\n" % (RECORD_SEPARATOR, feature) for feature in _features(self._layer, batch)
        )

    def end(self) -> bytes:
        """Nothing."""
        return b""


class CsvWriter:
    """Comma-separated text (RFC 4180) with a byte-order mark, so that Excel reads it.

    The last column is the geometry as WKT; its name says the CRS. No cell begins a formula.
    """

    def __init__(self, layer: DownloadLayer) -> None:
        self._layer = layer

    def begin(self) -> bytes:
        """The header."""
        header = list(map(safe_text, self._layer.names))
        if self._layer.with_geometry:
            header.append(wkt_header(self._layer.crs))
        return BYTE_ORDER_MARK + _csv_lines([header])

    def write(self, batch: Batch) -> bytes:
        """Lines of the features; unknown is empty."""
        if not self._layer.with_geometry:
            return _csv_lines(map(csv_cell, row[:-1]) for row in batch)
        outlines = wkt_texts([row[-1] for row in batch], self._layer.crs)
        return _csv_lines(
            [*map(csv_cell, row[:-1]), outline or ""]
            for row, outline in zip(batch, outlines, strict=True)
        )

    def end(self) -> bytes:
        """Nothing."""
        return b""


def _features(layer: DownloadLayer, batch: Batch) -> list[bytes]:
    names = layer.names
    outlines = geojson_texts([row[-1] for row in batch], layer.crs, lat_first=layer.lat_first)
    return [
        orjson.dumps(
            {
                "type": "Feature",
                "id": row[0],
                "geometry": None if outline is None else orjson.Fragment(outline),
                "properties": dict(zip(names, row[:-1], strict=True)),
            },
            # A number that PostgreSQL keeps as `numeric` comes as a Decimal.
            default=float,
        )
        for row, outline in zip(batch, outlines, strict=True)
    ]


def _csv_lines(rows: Any) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
