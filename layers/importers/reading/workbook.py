"""XLSX workbooks, read by openpyxl row by row after the archive and its XML were checked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Final, NoReturn

import openpyxl
from openpyxl.utils import get_column_letter

from layers.importers.raw import RawLayer, Value
from layers.importers.reading.archives import open_archive, read_member
from layers.importers.reading.choice import choose_layer
from layers.importers.reading.dispatch import Job
from layers.importers.reading.grid import Grid, Row
from layers.importers.reading.headers import SEARCHED_ROWS, find_header
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.tables import read_table
from layers.importers.reading.text_table import free_cell, refuse_header
from layers.importers.reading.xml_check import check_xml

_NEEDED: Final = "xl/workbook.xml"
_XML_ENDINGS: Final = (".xml", ".rels", ".vml")


def read(job: Job) -> RawLayer:
    """Read one sheet of a workbook; see `dispatch.read_layer`."""
    notes = job.notes
    archive = open_archive(job.content, notes)
    if _NEEDED not in archive.namelist():
        notes.refuse(
            "workbook_broken",
            "the archive is no workbook",
            expected=f"a part {_NEEDED}",
            remedy="save it again as .xlsx",
        )
    has_formulas = _check_parts(archive, notes)
    book = _open(job.content, notes, data_only=True)
    sheets = _visible_sheets(book, notes)
    tables = [sheet for sheet in sheets if _has_table(sheet, job)]
    if not tables:
        rows = list(_rows(sheets[0], notes, most=SEARCHED_ROWS)) if sheets else []
        refuse_header(notes, rows)
    names = [str(sheet.title) for sheet in tables]
    at = choose_layer(names, "sheet", notes)
    if has_formulas:
        _note_formulas(job.content, names[at], tables[at], notes)
    job.content = b""
    grid = _grid(tables[at], job, notes)
    header = find_header(grid, notes)
    if header is None:
        refuse_header(notes, list(grid.rows))
    layers = [notes.text(str(free_cell(name, job)), "a sheet name") for name in names]
    return read_table(
        job,
        grid,
        header,
        format_="xlsx",
        layers=layers,
        encoding=job.legacy.encoding or "utf-8",
    )


def _check_parts(archive: zipfile.ZipFile, notes: Notebook) -> bool:
    """Check every XML part; whether any sheet has a formula."""
    has_formulas = False
    for name in archive.namelist():
        if name.lower().endswith(_XML_ENDINGS):
            tags = check_xml(read_member(archive, name, notes), shorten(name), notes)
            if name.startswith("xl/worksheets/"):
                has_formulas |= any(tag.rpartition(":")[2] == "f" for tag in tags)
    return has_formulas


def _open(content: bytes, notes: Notebook, *, data_only: bool) -> Any:
    try:
        return openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile) as e:
        _refuse_broken(e, notes)


def _refuse_broken(error: Exception, notes: Notebook) -> NoReturn:
    notes.refuse(
        "workbook_broken",
        f"the workbook cannot be read: {shorten(str(error) or type(error).__name__)}",
        remedy="open it in a spreadsheet program and save it again as .xlsx",
    )


def _visible_sheets(book: Any, notes: Notebook) -> list[Any]:
    """Sheets that a person sees, and the one that was asked for."""
    visible = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" or sheet.title == notes.options.layer:
            visible.append(sheet)
        else:
            notes.find("hidden_sheet", f"sheet {shorten(sheet.title)}", str(sheet.sheet_state))
    return visible


def _has_table(sheet: Any, job: Job) -> bool:
    notes = job.notes
    rows = list(_rows(sheet, Notebook(notes.file, notes.options, notes.limits), most=SEARCHED_ROWS))
    job.legacy.learn(cell for row in rows for cell in row.cells if isinstance(cell, str))
    freed = [Row(row.number, tuple(free_cell(cell, job) for cell in row.cells)) for row in rows]
    return find_header(Grid(str(sheet.title), freed, is_sheet=True), notes) is not None


def _grid(sheet: Any, job: Job, notes: Notebook) -> Grid:
    rows = list(_rows(sheet, notes, most=None))
    job.legacy.learn(cell for row in rows for cell in row.cells if isinstance(cell, str))
    freed = [Row(row.number, tuple(free_cell(cell, job) for cell in row.cells)) for row in rows]
    name = notes.text(str(free_cell(str(sheet.title), job)), "a sheet name")
    return Grid(name, freed, is_sheet=True)


def _rows(sheet: Any, notes: Notebook, *, most: int | None) -> Iterator[Row]:
    """Rows that are not blank; the size that the sheet declares is not believed."""
    sheet.reset_dimensions()
    place = f"sheet {shorten(sheet.title)}"
    try:
        for number, cells in enumerate(islice(sheet.iter_rows(), most), start=1):
            values = tuple(_value(cell, place, number, notes) for cell in cells)
            last = max(
                (at for at, cell in enumerate(values, start=1) if cell is not None), default=0
            )
            if last:
                yield Row(number, values[:last])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        _refuse_broken(error, notes)


def _value(cell: Any, place: str, row: int, notes: Notebook) -> Value:
    value = cell.value
    if value is None:
        return None
    if isinstance(value, str):
        if cell.data_type == "e":
            where = f"column {get_column_letter(cell.column)}: {value}"
            notes.find("error_cell", f"{place}, row {row}", where)
            return None
        return value.strip() or None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return value.date() if value.time() == value.min.time() else value.isoformat(" ")
    return value if isinstance(value, date) else str(value)


def _note_formulas(content: bytes, title: str, values: Any, notes: Notebook) -> None:
    """Note each formula of a sheet with the value that was last computed for it."""
    formulas = _open(content, notes, data_only=False)[title]
    formulas.reset_dimensions()
    values.reset_dimensions()
    pairs = zip(formulas.iter_rows(), values.iter_rows(), strict=False)
    for number, (cells, computed) in enumerate(pairs, start=1):
        for cell, last in zip(cells, computed, strict=False):
            if cell.data_type == "f":
                where = f"column {get_column_letter(cell.column)}: {shorten(cell.value)}"
                notes.find(
                    "formula_cell",
                    f"sheet {shorten(title)}, row {number}",
                    f"{where}; last value {shorten(last.value)}",
                )
