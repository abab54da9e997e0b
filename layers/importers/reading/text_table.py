"""CSV and other separated text."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath
from typing import Final, NoReturn

from layers.importers.raw import RawLayer, Value
from layers.importers.reading.dispatch import Job
from layers.importers.reading.encodings import decode_bytes
from layers.importers.reading.grid import Grid, Row
from layers.importers.reading.headers import SEARCHED_ROWS, find_header
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.tables import read_table

_SEPARATORS: Final = ("\t", ";", "|", ",")
_SAMPLE: Final = 1_000_000


def read(job: Job) -> RawLayer:
    """Read a CSV file; see `dispatch.read_layer`."""
    notes = job.notes
    text, encoding = decode_bytes(job.content, notes)
    job.content = b""
    _refuse_nul(text, notes)
    csv.field_size_limit(max(len(text), 1) + 1)
    name = notes.text(PurePath(notes.file).stem, "the file name")
    separator = _find_separator(text, name, job)
    rows = list(_rows(text, separator, notes))
    if encoding == "utf-8":
        job.legacy.learn(_texts(rows))
        rows = [_free(row, job) for row in rows]
        encoding = job.legacy.encoding or encoding
    _note_formulas(rows, notes)
    grid = Grid(name, rows, is_sheet=False)
    header = find_header(grid, notes)
    if header is None:
        refuse_header(notes, rows)
    return read_table(job, grid, header, format_="csv", layers=[name], encoding=encoding)


def refuse_header(notes: Notebook, rows: list[Row]) -> NoReturn:
    """Refuse a table in which no row names columns that place a feature."""
    if notes.options.geometry_column is not None:
        notes.refuse(
            "columns_missing",
            "the table has no such column",
            value=notes.options.geometry_column,
            remedy="name the column that holds the geometry as it stands in the header",
        )
    first = [str(cell) for cell in rows[0].cells if cell is not None] if rows else []
    notes.refuse(
        "columns_missing" if rows else "table_empty",
        "no header row names columns that place a feature" if rows else "the table has no rows",
        value=", ".join(shorten(cell) for cell in first[:10]),
        expected="WKT or WKB, lon and lat, north and east, or X and Y of corners",
        remedy="name these columns in a header row",
    )


def _refuse_nul(text: str, notes: Notebook) -> None:
    at = text.find("\x00")
    if at >= 0:
        row = text.count("\n", 0, at) + 1
        notes.refuse(
            "control_character",
            "the text holds the character U+0000",
            place=f"row {row}",
            row=row,
            expected="text without control characters",
            remedy="save the file again from the program that made it",
        )


def _find_separator(text: str, name: str, job: Job) -> str:
    """First separator under which a header is found, else the one that parts most cells."""
    widths = {}
    sample = text[:_SAMPLE]
    for separator in _SEPARATORS:
        rows: list[Row] = []
        with contextlib.suppress(csv.Error):
            rows.extend(islice(_parse(sample, separator), SEARCHED_ROWS))
        if find_header(Grid(name, rows, is_sheet=False), job.notes):
            return separator
        widths[separator] = max((len(row.cells) for row in rows), default=0)
    return max(_SEPARATORS, key=widths.__getitem__)


def _rows(text: str, separator: str, notes: Notebook) -> Iterator[Row]:
    count, row = 0, None
    try:
        for row in _parse(text, separator):
            yield row
            count += 1
            if count > notes.limits.vertices:
                notes.refuse(
                    "too_many_features",
                    f"the table has more than {notes.limits.vertices} rows",
                    remedy="split the file",
                )
    except csv.Error as error:
        after = row.number if row is not None else 0
        open_quote = "end of data" in str(error)
        notes.refuse(
            "csv_broken",
            "a quotation mark is opened and never closed"
            if open_quote
            else f"the text is not CSV: {error}",
            place=f"after row {after}",
            row=after or None,
            expected="quotation marks in pairs, doubled inside a quoted cell",
            remedy="correct the row, or save the table again as CSV",
        )


def _parse(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    begin = 1
    for cells in reader:
        stripped = tuple(cell.strip() or None for cell in cells)
        if any(cell is not None for cell in stripped):
            yield Row(begin, stripped)
        begin = reader.line_num + 1


def _texts(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        for cell in row.cells:
            if isinstance(cell, str):
                yield cell


def _free(row: Row, job: Job) -> Row:
    if job.legacy.encoding is None:
        return row
    return Row(row.number, tuple(free_cell(cell, job) for cell in row.cells))


def free_cell(cell: Value, job: Job) -> Value:
    """Cell freed from old fonts."""
    return job.legacy.convert(cell) if isinstance(cell, str) else cell


def _note_formulas(rows: list[Row], notes: Notebook) -> None:
    for row in rows:
        for column, cell in enumerate(row.cells, start=1):
            if isinstance(cell, str) and cell.startswith("=") and len(cell) > 1:
                notes.find("formula_cell", f"row {row.number}", f"column {column}: {shorten(cell)}")
