"""Files that people take away: typed spreadsheets, CSV, and names that say what is inside.

No cell of any file begins a formula: text that a spreadsheet would run gets an apostrophe before
it, and numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | bool | Decimal | date | None

LONGEST_XLSX_TEXT = 32_767
"""Characters that one cell of a spreadsheet holds."""

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*\Z")
# Full-width signs begin a formula in East Asian settings.
_FORMULA_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
_INVISIBLE = " \t\r\n\v\f\u00a0\u200b\u200c\u200d\u2060\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9.-]+")

_HEADER_FONT = Font(bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor="0B6E69")

NUMBER_FORMATS = {"area": "#,##0.00", "m2": "#,##0.0", "share": "0.0%", "count": "0"}
"""How spreadsheets show the numbers of a kind of column."""

DATE_FORMAT = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    kind
        text, area (hectares), m2, share (0 to 1), count, date or flag.
    width
        In characters, for spreadsheets.
    """

    header: str
    kind: str = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; a value is None where unknown."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    frozen_columns: int = 0


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file as it is sent."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula and that XML can hold.

    Parameters
    ----------
    text
        Anything a person typed or a file brought.

    Returns
    -------
    The text; with an apostrophe before it if its first visible character could begin a formula,
    or if it begins with a tab or a line end. Plain negative numbers stay as they are. Control
    characters become U+FFFD.
    """
    clean = printable_text(text)
    seen = clean.lstrip(_INVISIBLE)
    begins_formula = seen[:1] and seen[0] in _FORMULA_SIGNS and not _NUMBER.match(clean)
    return f"'{clean}" if begins_formula or clean[:1] in ("\t", "\r", "\n") else clean


def printable_text(text: str) -> str:
    """Text that XML can hold: control characters but tabs and line ends become U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def sheet_text(text: str) -> str:
    """Text as a cell of a spreadsheet holds it: `safe_text`, cut with an ellipsis if too long."""
    safe = safe_text(text)
    return safe if len(safe) <= LONGEST_XLSX_TEXT else f"{safe[: LONGEST_XLSX_TEXT - 1]}…"


def write_csv(table: Table) -> bytes:
    """Comma-separated text of a table: UTF-8 with a byte-order mark, so that Excel reads it.

    Returns
    -------
    Header and rows, RFC 4180; numbers with a decimal point, days as ISO text, unknown is empty.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(column.header) for column in table.columns])
    for row in table.rows:
        writer.writerow([csv_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(tables: Iterable[Table]) -> bytes:
    """Spreadsheet with one sheet a table: typed cells, header frozen, filters on.

    Returns
    -------
    An XLSX file; unknown is an empty cell. It holds no formula.
    """
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        fill_sheet(book.create_sheet(table.name[:31]), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file_name(*parts: str, extension: str) -> str:
    """Name of a file from words, joined by underscores.

    Parameters
    ----------
    parts
        What it holds, of which zone, on which day, in which CRS; may be hostile.
    extension
        Without its dot.
    """
    words = (_UNSAFE_IN_NAME.sub("-", part).strip("-.")[:60] for part in parts)
    return "_".join(word for word in words if word) + f".{extension}"


def fill_sheet(sheet: Worksheet, table: Table) -> None:
    """Write a table into an empty sheet."""
    for number, column in enumerate(table.columns, start=1):
        cell = sheet.cell(row=1, column=number)
        _set_text(cell, column.header)
        cell.font = _HEADER_FONT
        cell.fill = _HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for row_number, row in enumerate(table.rows, start=2):
        for number, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            if value is not None:
                _set_cell(sheet.cell(row=row_number, column=number), value, column.kind)
    # By its address: to ask for the cell itself would make it, and its row.
    sheet.freeze_panes = f"{get_column_letter(table.frozen_columns + 1)}2"
    last = f"{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.auto_filter.ref = f"A1:{last}"


def _set_cell(cell: SheetCell, value: Value, kind: str) -> None:
    if isinstance(value, str):
        _set_text(cell, value)
        cell.alignment = Alignment(vertical="top", wrap_text=kind == "long")
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT
    elif kind in NUMBER_FORMATS:
        cell.number_format = NUMBER_FORMATS[kind]


def _set_text(cell: SheetCell, text: str) -> None:
    cell.value = sheet_text(text)
    # openpyxl makes a formula of text with an equals sign before it unless told otherwise.
    cell.data_type = "s"


def csv_cell(value: Value) -> str:
    """A value as a cell of CSV: numbers with a point, days as ISO text, unknown is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case int() | float():
            return repr(value)
    return safe_text(value)


def rows_of(records: Iterable[Mapping[str, Any]], keys: Sequence[str]) -> Iterator[list[Value]]:
    """Rows of some records, cell by cell in the order of `keys`; what a record lacks is None."""
    for record in records:
        yield [record.get(key) for key in keys]
