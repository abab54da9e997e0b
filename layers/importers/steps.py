"""Steps that every table of text goes through: read, check each row, gather all faults.

A file is hostile until it is checked: wrong encoding, ragged rows, NUL bytes and unknown columns
are faults with a place, not crashes. Nothing is stored from here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from geo.errors import Fault, SourceError

LARGEST_CELL = 100_000
"""Characters one cell may hold; a quote left open swallows the rest of a file."""

_SHOWN = 80


class CellError(ValueError):
    """A cell that is wrong only in the light of others; says which one to look at.

    Parameters
    ----------
    column
        Name of the column.
    value
        What stands there.
    expected
        What would have been accepted; the text of the error.
    """

    def __init__(self, column: str, value: object, expected: str) -> None:
        super().__init__(expected)
        self.column = column
        self.value = value


class TableRow(BaseModel):
    """Base of a checked row: empty cells are None, text is NFC, unknown columns are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, cells: Any) -> Any:
        if not isinstance(cells, dict):
            return cells
        return {name: _clean_cell(name, value) for name, value in cells.items()}


RowT = TypeVar("RowT", bound=TableRow)


def read_bytes(path: Path) -> bytes:
    """Content of a file.

    Raises
    ------
    SourceError
        If it is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be read ({error.strerror})",
            expected=f"a readable file {path.name} in {path.parent}",
            remedy="restore the file, or name another folder with --data",
        ) from error


def checksum(content: bytes) -> str:
    """SHA-256 of a file's content, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_table(
    content: bytes, file: str, row_type: type[RowT]
) -> tuple[list[tuple[int, RowT]], list[Fault]]:
    """Rows of a CSV file, each checked against its type.

    Parameters
    ----------
    content
        UTF-8 text with a header row; a byte order mark is accepted.
    file
        Name shown in faults.
    row_type
        What each row must be; its fields are the columns.

    Returns
    -------
    Good rows with their line number, and every fault found.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        bad = content[error.start : error.start + 1].hex()
        return [], [Fault(file, line, None, f"byte 0x{bad}", "text in UTF-8")]
    columns = list(row_type.model_fields)
    rows: list[tuple[int, RowT]] = []
    faults: list[Fault] = []
    try:
        lines = _numbered_rows(text)
        _, header = next(lines, (1, []))
        if header != columns:
            return [], [_header_fault(file, header, columns)]
        for number, cells in lines:
            if len(cells) != len(columns):
                count = f"{len(cells)} cells"
                faults.append(Fault(file, number, None, count, f"{len(columns)} cells"))
                continue
            try:
                row = row_type.model_validate(dict(zip(columns, cells, strict=True)))
                rows.append((number, row))
            except ValidationError as error:
                faults.extend(cell_faults(file, number, error))
    except _UnreadableRowError as error:
        expected = f"cells of at most {LARGEST_CELL} characters and quotes that are closed"
        faults.append(Fault(file, error.line, None, str(error), expected))
    return rows, faults


def cell_faults(
    file: str, row: int | None, error: ValidationError, *, prefix: str = ""
) -> list[Fault]:
    """A fault for each cell that pydantic refuses.

    Parameters
    ----------
    row
        Line on which the row begins, or None where lines are not known.
    prefix
        Put before each column's name.
    """
    faults = []
    for detail in error.errors(include_url=False):
        column = ".".join(map(str, detail["loc"]))
        value = detail["input"]
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, CellError):
            column, value = cause.column, cause.value
        elif not column:
            value = "the row"
        shown = "an empty cell" if value is None else str(value)[:_SHOWN]
        message = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
        faults.append(Fault(file, row, f"{prefix}{column}" or None, shown, message))
    return faults


def duplicate_faults(file: str, column: str, keys: list[tuple[int, str]]) -> list[Fault]:
    """A fault for each key that an earlier row has already."""
    first: dict[str, int] = {}
    faults = []
    for number, key in keys:
        if key in first:
            faults.append(Fault(file, number, column, key, f"an id of its own (row {first[key]})"))
        first.setdefault(key, number)
    return faults


class _UnreadableRowError(Exception):
    """A row that is no CSV."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def _numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; blank lines are passed over."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for cells in reader:
            if cells:
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        raise _UnreadableRowError(begin, str(error)) from error


def _header_fault(file: str, header: list[str], columns: list[str]) -> Fault:
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    received = ",".join(header)[:_SHOWN]
    expected = f"the header {','.join(columns)}"
    if missing:
        expected += f" (missing: {', '.join(missing)})"
    if extra:
        expected += f" (unknown: {', '.join(extra)[:_SHOWN]})"
    return Fault(file, 1, None, received, expected)


def _clean_cell(column: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.strip())
    if any(unicodedata.category(char) == "Cc" for char in text):
        raise CellError(column, text, "text on one line, without control characters")
    return text or None
