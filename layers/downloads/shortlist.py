"""Files of a few zones in an order of their own, with a title and the version of the data."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import orjson
from openpyxl import load_workbook

from layers.downloads.kml import KmlWriter
from layers.downloads.layer import DownloadLayer
from layers.downloads.text import GeoJsonWriter
from layers.downloads.workbook import write_workbook
from layers.exports import Table, fill_sheet

ShortlistFormat = Literal["xlsx", "kml", "geojson"]


@dataclass(frozen=True, slots=True)
class ShortlistFile:
    """What a file of a shortlist holds.

    Attributes
    ----------
    layer, rows
        Every property of the zones, in the order of the list.
    table
        The same for people to read.
    title
        What the list is called.
    about
        Members that tell of the file: version of the data, day, link.
    """

    layer: DownloadLayer
    rows: Sequence[tuple[Any, ...]]
    table: Table
    title: str
    about: dict[str, str]


def write_shortlist(file: ShortlistFile, chosen: ShortlistFormat) -> bytes:
    """The file in a format."""
    match chosen:
        case "xlsx":
            return _workbook(file)
        case "kml":
            named = replace(file.layer.collection, title_vi=file.title, title_en=_told(file))
            writer = KmlWriter(replace(file.layer, collection=named))
            return writer.begin() + writer.write(file.rows) + writer.end()
    text = GeoJsonWriter(file.layer)
    collection = orjson.loads(text.begin() + text.write(file.rows) + text.end())
    features = collection.pop("features")
    told = {"name": file.title, **file.about}
    return orjson.dumps({**collection, **told, "features": features})


def _told(file: ShortlistFile) -> str:
    return "; ".join(f"{key} {value}" for key, value in file.about.items())


def _workbook(file: ShortlistFile) -> bytes:
    """The readable sheet first, then every column, notes, and what the columns mean."""
    with tempfile.TemporaryDirectory(prefix="zonemap-shortlist-") as folder:
        path = Path(folder) / "zones.xlsx"
        write_workbook(file.layer, path, _once(file.rows))
        book = load_workbook(path)
    fill_sheet(book.create_sheet(file.table.name[:31], 0), file.table)
    book.active = 0
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _once(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    yield rows
