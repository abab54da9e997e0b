"""Spreadsheets of any length: openpyxl makes the book, and the rows are written into it here.

openpyxl takes 25 µs a cell even when it only writes. A row of a sheet is simple XML (ECMA-376-1,
18.3.1), so openpyxl makes the book without its rows, twice: first to know what stands before them,
then, when they are counted, for what stands after them and for the other sheets.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from geo.errors import InvalidParameter
from layers.catalog import Property
from layers.downloads.failures import failed_to_write
from layers.downloads.formats import MOST_SHEET_ROWS
from layers.downloads.layer import Batch, DownloadLayer
from layers.downloads.shapes import wkt_header, wkt_texts
from layers.exports import (
    DATE_FORMAT,
    LONGEST_XLSX_TEXT,
    NUMBER_FORMATS,
    Column,
    Table,
    fill_sheet,
    sheet_text,
)

MOST_SHEET_BYTES: Final = 2**31 - 2**20
"""XML of one sheet; beyond, the archive needs ZIP64, which not every spreadsheet opens."""

_SHEET: Final = "xl/worksheets/sheet1.xml"
_LEVEL: Final = 4
_KINDS: Final = {"ha": "area", "m2": "m2", "share": "share"}
_WIDTHS: Final = {"text": 18, "date": 12, "boolean": 10}
# Excel counts days from here, as it believes that 1900 was a leap year.
_FIRST_DAY: Final = date(1899, 12, 30)
_FIRST_TRUE_DAY: Final = date(1900, 3, 1)
# Excel reads _x0041_ as A (ECMA-376-1, 22.9.2.19), and _x005F_ as the underscore that begins it.
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_workbook(layer: DownloadLayer, path: Path, batches: Iterator[Batch]) -> None:
    """XLSX with typed cells, a sheet of notes and one that describes the columns.

    The last column is the geometry as WKT. Where a cell cannot hold it, it is left out, as half an
    outline is worse than none; the notes say how often.

    Raises
    ------
    InvalidParameter
        If a sheet cannot hold the rows.
    DownloadFailed
        If it cannot be written to its end.
    """
    sheet = _Sheet(layer)
    with (
        failed_to_write(path.suffix),
        ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as out,
    ):
        head, _ = _split(_saved(sheet.book))
        with out.open(_SHEET, "w") as rows:
            # Its extent is not known yet, and may be left out.
            rows.write(re.sub(rb"<dimension [^>]*/>", b"", head))
            size = len(head)
            for batch in batches:
                piece = sheet.rows_xml(batch)
                size += len(piece)
                if sheet.rows > MOST_SHEET_ROWS or size > MOST_SHEET_BYTES:
                    raise _too_long(sheet.rows)
                rows.write(piece)
            sheet.finish()
            book = _saved(sheet.book)
            rows.write(_split(book)[1])
        for entry in book.infolist():
            if entry.filename != _SHEET:
                out.writestr(entry.filename, book.read(entry))


class _Sheet:
    """The sheet of features: its book, and the XML of its rows."""

    def __init__(self, layer: DownloadLayer) -> None:
        self.rows = 0
        self._layer = layer
        self._left_out = self._cut = 0
        columns = [_column(item) for item in layer.properties]
        if layer.with_geometry:
            columns.append(Column(wkt_header(layer.crs), width=40))
        self._letters = [get_column_letter(at) for at in range(1, len(columns) + 1)]
        self.book = Workbook()
        self._table = Table(layer.name, tuple(columns), (), frozen_columns=1)
        fill_sheet(self._sheet, self._table)
        self._styles = self._register_styles(columns)

    @property
    def _sheet(self) -> Worksheet:
        sheet: Worksheet = self.book.worksheets[0]
        sheet.title = self._layer.name
        return sheet

    def _register_styles(self, columns: Sequence[Column]) -> list[str]:
        """Attribute of the cells of each column that shows its numbers or days rightly."""
        scratch = self.book.create_sheet()
        styles = []
        for at, column in enumerate(columns, start=1):
            shown = DATE_FORMAT if column.kind == "date" else NUMBER_FORMATS.get(column.kind)
            cell = scratch.cell(row=1, column=at)
            if shown is not None:
                cell.number_format = shown
            styles.append("" if shown is None else f' s="{cell.style_id}"')
        self.book.remove(scratch)
        return styles

    def rows_xml(self, batch: Batch) -> bytes:
        """Rows of a batch, below those that came before."""
        if not self._layer.with_geometry:
            return "".join(self._row_xml(row, row[:-1]) for row in batch).encode()
        outlines = wkt_texts([row[-1] for row in batch], self._layer.crs)
        return "".join(
            self._row_xml(row, (*row[:-1], self._short_enough(outline)))
            for row, outline in zip(batch, outlines, strict=True)
        ).encode()

    def _short_enough(self, outline: str | None) -> str | None:
        if outline is not None and len(outline) > LONGEST_XLSX_TEXT:
            self._left_out += 1
            return None
        return outline

    def _row_xml(self, row: tuple[Any, ...], values: tuple[Any, ...]) -> str:
        self.rows += 1
        number = self.rows + 1
        self._cut += sum(
            isinstance(value, str) and len(value) > LONGEST_XLSX_TEXT for value in row[:-1]
        )
        cells = "".join(
            f'<c r="{letter}{number}"{_cell_xml(value, style)}</c>'
            for letter, style, value in zip(self._letters, self._styles, values, strict=True)
            if value is not None
        )
        return f'<row r="{number}">{cells}</row>'

    def finish(self) -> None:
        """Add what is known when all rows have come: the filter, notes, and the columns."""
        self._sheet.auto_filter.ref = f"A1:{self._letters[-1]}{self.rows + 1}"
        fill_sheet(self.book.create_sheet("notes"), self._notes())
        fill_sheet(self.book.create_sheet("columns"), _descriptions(self._layer))

    def _notes(self) -> Table:
        crs = self._layer.crs
        notes = [
            self._layer.note,
            f"{self._layer.collection.title_vi} / {self._layer.collection.title_en}: "
            f"{self.rows} rows as of {self._layer.on_day}.",
        ]
        if self._layer.with_geometry:
            notes.append(f"Coordinates: EPSG:{crs.code} ({crs.name}), x before y.")
        if self._left_out:
            notes.append(
                f"{self._left_out} outlines are left out: each is longer than the "
                f"{LONGEST_XLSX_TEXT:,} characters of a cell. Other formats have them."
            )
        if self._cut:
            notes.append(f"{self._cut} texts are cut to {LONGEST_XLSX_TEXT:,} characters.")
        return Table("notes", (Column("note", "long", width=100),), [[note] for note in notes])


def _column(item: Property) -> Column:
    kind = "count" if item.kind == "integer" else _KINDS.get(item.unit or "", item.kind)
    return Column(item.name, kind, width=_WIDTHS.get(item.kind, 14))


def _descriptions(layer: DownloadLayer) -> Table:
    columns = (
        Column("column", width=28),
        Column("title_vi", "long", width=32),
        Column("title_en", "long", width=32),
        Column("unit"),
        Column("definition_vi", "long", width=60),
        Column("definition_en", "long", width=60),
    )
    rows = [
        [
            item.name,
            item.title_vi,
            item.title_en,
            item.unit,
            item.definition_vi or None,
            item.definition_en or None,
        ]
        for item in layer.properties
    ]
    return Table("columns", columns, rows)


def _cell_xml(value: Any, style: str) -> str:
    """Attributes and content of a cell, from behind its address to before its end."""
    match value:
        case str():
            return _short_text_xml(value) if len(value) < 80 else _text_xml(value)
        case bool():
            return f' t="b"><v>{int(value)}</v>'
        case date() if value >= _FIRST_TRUE_DAY:
            return f"{style}><v>{(value - _FIRST_DAY).days}</v>"
        case date():
            return _text_xml(value.isoformat())
    if not math.isfinite(value):
        return _text_xml(str(value))
    return f"{style}><v>{value}</v>"


def _text_xml(text: str) -> str:
    safe = escape(_ESCAPED.sub("_x005F_", sheet_text(text))).replace("\r", "&#13;")
    return f' t="inlineStr"><is><t xml:space="preserve">{safe}</t></is>'


# Most texts are words of short lists.
_short_text_xml = lru_cache(4096)(_text_xml)


def _saved(book: Workbook) -> ZipFile:
    out = io.BytesIO()
    book.save(out)
    return ZipFile(out)


def _split(book: ZipFile) -> tuple[bytes, bytes]:
    """The sheet of features before and after its rows."""
    before, end, after = book.read(_SHEET).partition(b"</sheetData>")
    return before, end + after


def _too_long(rows: int) -> InvalidParameter:
    return InvalidParameter(
        f"the query has over {min(rows, MOST_SHEET_ROWS):,} rows",
        expected=f"at most {MOST_SHEET_ROWS:,} rows and 2 GB in a spreadsheet",
        remedy="narrow it, or ask for csv or gpkg",
    )
