"""Cells of a table to values: a whole column is a number or a date, or stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from layers.importers.raw import Value
from layers.importers.reading.grid import Grid, Row
from layers.importers.reading.headers import Header, plain_words
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.numbers import (
    column_decimal,
    date_from_serial,
    has_leading_zero,
    looks_like_date,
    read_date,
    read_number,
)
from layers.importers.reading.options import Decimal

_NAMES_OF_IDS: Final = re.compile(
    r"\b(id|ma|ten|name|code|key|so hieu|ky hieu|so thua|so lo|so to|lo|thua|lot|plot|parcel|stt)\b"
)
_NAMES_OF_DATES: Final = re.compile(r"\b(ngay|date|day|as of|valid from|valid to|thoi diem)\b")


def read_columns(
    grid: Grid, rows: Sequence[Row], header: Header, wanted: Sequence[int], notes: Notebook
) -> dict[int, list[Value]]:
    """Values of attribute columns.

    Parameters
    ----------
    grid
        The table, for places.
    rows
        Rows below the header.
    header
        Its header.
    wanted
        Columns to read.
    notes
        Findings and faults.

    Returns
    -------
    Values of each column, one for each row. Columns that name things stay text, so that ``0012``
    and ``1.10`` keep their signs.
    """
    places = [grid.place(row) for row in rows]
    return {
        column: read_values(header.names[column], [row.at(column) for row in rows], places, notes)
        for column in wanted
    }


def read_coordinates(
    grid: Grid, rows: Sequence[Row], header: Header, column: int, notes: Notebook
) -> list[float | None]:
    """Numbers of a coordinate column; None for an empty cell or, after a fault, a broken one."""
    readings = {at: read_number(c) for at, c in _texts(rows, column)}
    decimal = column_decimal(readings.values(), notes.options.decimal)
    role = header.roles[column]
    if decimal == "auto" and role in ("lon", "lat"):
        decimal = "point"
    numbers: list[float | None] = []
    for at, row in enumerate(rows):
        cell = row.at(column)
        number = _native(cell) if at not in readings else readings[at].value(decimal or "auto")
        if number is None and cell is not None:
            is_unclear = at in readings and readings[at].style == "unclear"
            _fault_number(
                is_unclear, grid.place(row), row.number, header.names[column], cell, notes
            )
        numbers.append(None if number is None else float(number))
    return numbers


def is_number(cell: Value) -> bool:
    """Whether a cell is a number or a text that can be read as one."""
    if isinstance(cell, str):
        return read_number(cell).style is not None
    return _native(cell) is not None


def _fault_number(
    is_unclear: bool, place: str, row: int, column: str, cell: Value, notes: Notebook
) -> None:
    if is_unclear:
        notes.fault(
            "number_ambiguous",
            "the coordinate can be read as two numbers",
            place=place,
            row=row,
            column=column,
            value=cell,
            remedy="say with --decimal whether the comma or the point stands before decimals",
        )
        return
    notes.fault(
        "number_broken",
        "the coordinate is no number",
        place=place,
        row=row,
        column=column,
        value=cell,
        expected="a number such as 603514.537 or 603.514,537",
        remedy="correct the cell",
    )


def _texts(rows: Sequence[Row], column: int) -> list[tuple[int, str]]:
    found = []
    for at, row in enumerate(rows):
        cell = row.at(column)
        if isinstance(cell, str):
            found.append((at, cell))
    return found


def _native(cell: Value) -> float | int | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    return None


def read_values(
    name: str, values: Sequence[Value], places: Sequence[str], notes: Notebook
) -> list[Value]:
    """Values of one attribute: all numbers, all dates, or as they stood.

    Parameters
    ----------
    name
        Name of the column.
    values
        Its cells, one for each feature or row.
    places
        Where each stands.
    notes
        Findings and faults.
    """
    read = [notes.value(value, place, name) for value, place in zip(values, places, strict=True)]
    words = plain_words(name)
    if _NAMES_OF_IDS.search(words):
        return read
    if _NAMES_OF_DATES.search(words):
        read = _read_serials(places, read, name, notes)
    texts = [cell for cell in read if isinstance(cell, str)]
    if not texts:
        return read
    if all(looks_like_date(cell) for cell in texts):
        return _read_dates(places, read, name, notes)
    return _read_numbers(places, read, name, notes)


def _read_serials(
    places: Sequence[str], values: list[Value], name: str, notes: Notebook
) -> list[Value]:
    read: list[Value] = []
    for place, value in zip(places, values, strict=True):
        number = _native(value)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == 5:
            number = int(value)
        day = None if number is None else date_from_serial(number)
        if day is not None:
            notes.find("date_serial", place, f"column {shorten(name)}: {value} = {day}")
        read.append(day or value)
    return read


def _read_dates(
    places: Sequence[str], values: list[Value], name: str, notes: Notebook
) -> list[Value]:
    read: list[Value] = []
    for place, value in zip(places, values, strict=True):
        day = read_date(value) if isinstance(value, str) else value
        if day is None and value is not None:
            notes.find("date_unclear", place, f"column {shorten(name)}: {value}")
            return values
        read.append(day)
    return read


def _read_numbers(
    places: Sequence[str], values: list[Value], name: str, notes: Notebook
) -> list[Value]:
    """Column of numbers, if every text in it is one and none is a code with leading zeros."""
    readings = {at: read_number(cell) for at, cell in enumerate(values) if isinstance(cell, str)}
    texts = [value for value in values if isinstance(value, str)]
    if any(reading.style is None for reading in readings.values()):
        return values
    if any(has_leading_zero(text) for text in texts):
        return values
    decimal: Decimal | None = column_decimal(readings.values(), notes.options.decimal)
    first = min(readings)
    if decimal is None:
        notes.find(
            "number_mixed", places[first], f"column {shorten(name)}: decimal commas and points"
        )
        return values
    numbers = {at: reading.value(decimal) for at, reading in readings.items()}
    if any(number is None for number in numbers.values()):
        at = next(at for at, number in numbers.items() if number is None)
        notes.find("number_ambiguous", places[at], f"column {shorten(name)}: {values[at]}")
        return values
    return [numbers.get(at, value) for at, value in enumerate(values)]
