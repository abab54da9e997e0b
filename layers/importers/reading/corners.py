"""Tables of corners as Vietnamese decisions print them, put together into polygons.

One row is one corner: a number, X = north, Y = east, perhaps the length of the side to the next.
Parcels follow each other: parted by a heading row, by a column with the parcel's number, or by the
numbering that begins again. The first corner may be repeated at the end or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from layers.importers.raw import Value
from layers.importers.reading.axes import order_axes
from layers.importers.reading.cells import is_number, read_coordinates
from layers.importers.reading.grid import Grid, Row
from layers.importers.reading.headers import Header, is_header_again, plain_words
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.shapes import polygon_from

PARCEL: Final = "parcel"
HEADING: Final = "heading"
AREA: Final = "area_text"

_PARCEL_WORDS: Final = re.compile(
    r"\b(?:thửa(?:\s+đất)?|lô(?:\s+đất)?|ô\s+đất|khu\s+đất|khu(?=\s+\w{1,3}\b)|parcel|plot|lot)"
    r"(?:\s+số)?\s*[:.]?\s+(?P<id>[^,;:(]{1,80})",
    re.IGNORECASE,
)
_AREA_WORDS: Final = re.compile(r"\b(dien tich|area)\b")
_TOTAL_WORDS: Final = re.compile(r"(?:tong|total)\b|cong(?: \d|$)")
_COLUMN_NUMBER: Final = re.compile(r"\(\d{1,2}\)", re.ASCII)
_SHORTEST_RUN: Final = 3


@dataclass(slots=True)
class _Parcel:
    """Corners gathered so far."""

    name: Value
    heading: str | None
    rows: list[Row] = field(default_factory=list)
    corners: list[tuple[float, float]] = field(default_factory=list)
    labels: list[Value] = field(default_factory=list)
    area: str | None = None

    @property
    def is_closed(self) -> bool:
        return len(self.corners) > _SHORTEST_RUN and self.corners[0] == self.corners[-1]


def is_corner_table(header: Header, rows: Sequence[Row]) -> bool:
    """Whether the rows of a table are corners of outlines and not features.

    They are where the table has nothing but corners: a number or a parcel, coordinates, sides and
    notes; or where a parcel's number stands in three rows or more on end.
    """
    roles = set(header.roles)
    pair = header.pair()
    if pair is None:
        return False
    if "other" not in _used_roles(header, rows):
        if roles & {"ordinal", "parcel"}:
            return True
        return pair[2] != "lon-lat" and any(_is_heading(row, header) for row in rows)
    parcel = header.column("parcel")
    if parcel is None:
        return False
    runs = list(_runs(row.at(parcel) for row in rows if row.at(pair[0]) is not None))
    return bool(runs) and min(runs) >= _SHORTEST_RUN


def read_corners(grid: Grid, rows: Sequence[Row], header: Header, notes: Notebook) -> list[str]:
    """Add the polygon of each parcel to the notes.

    Returns
    -------
    Names of the attributes: the parcel's name, the heading, and columns with other words.
    """
    kept = [row for row in rows if not _is_decoration(row, header)]
    corner_rows = [row for row in kept if _is_corner(row, header, grid, notes)]
    pair = header.pair()
    if pair is None:
        raise ValueError("the header places no corners")
    first = read_coordinates(grid, corner_rows, header, pair[0], notes)
    second = read_coordinates(grid, corner_rows, header, pair[1], notes)
    notes.settle()
    if not corner_rows:
        notes.refuse(
            "table_empty",
            "the table has a header and no corners",
            place=grid.place(grid.rows[header.position]),
        )
    xs = [x for x in first if x is not None]
    ys = [y for y in second if y is not None]
    place = grid.place(grid.rows[header.position])
    east_first = order_axes(header, xs, ys, place, notes, is_corner_table=True)
    points = zip(xs, ys, strict=True) if east_first else zip(ys, xs, strict=True)
    placed = dict(zip((row.number for row in corner_rows), points, strict=True))
    parcels = _Gatherer(grid, header, notes).gather(kept, placed)
    return _add_parcels(parcels, grid, header, notes)


class _Gatherer:
    """Walks down the rows and parts them into parcels."""

    def __init__(self, grid: Grid, header: Header, notes: Notebook) -> None:
        self._grid = grid
        self._header = header
        self._notes = notes
        self._parcels: list[_Parcel] = []
        self._pending: Row | None = None
        self._name: Value = None

    def gather(self, rows: Sequence[Row], placed: dict[int, tuple[float, float]]) -> list[_Parcel]:
        """Parcels of the rows; `placed` has the corner of each row that is one."""
        for row in rows:
            corner = placed.get(row.number)
            if corner is None:
                self._take_words(row)
            else:
                self._take_corner(row, corner)
        if self._pending is not None:
            self._pass_over(self._pending)
        return self._parcels

    def _take_words(self, row: Row) -> None:
        text = _row_text(row)
        words = plain_words(text)
        if not text or _TOTAL_WORDS.match(words):
            if text:
                self._pass_over(row)
            return
        if self._parcels and _AREA_WORDS.search(words) and not _PARCEL_WORDS.search(text):
            self._parcels[-1].area = text
            return
        if self._pending is not None:
            if _PARCEL_WORDS.search(_row_text(self._pending)) and not _PARCEL_WORDS.search(text):
                self._pass_over(row)
                return
            self._pass_over(self._pending)
        self._pending = row

    def _take_corner(self, row: Row, corner: tuple[float, float]) -> None:
        ordinal = row.at(self._header.column("ordinal"))
        parcel_cell = row.at(self._header.column("parcel"))
        if not self._parcels or self._begins(row, corner, ordinal, parcel_cell):
            self._begin(parcel_cell)
        elif self._pending is not None:
            self._pass_over(self._pending)
        self._pending = None
        current = self._parcels[-1]
        current.rows.append(row)
        current.corners.append(corner)
        current.labels.append(ordinal)

    def _begins(
        self, row: Row, corner: tuple[float, float], ordinal: Value, parcel_cell: Value
    ) -> bool:
        """Whether a corner belongs to a new parcel."""
        current = self._parcels[-1]
        if self._pending is not None and _PARCEL_WORDS.search(_row_text(self._pending)):
            return True
        if self._header.column("parcel") is not None:
            return parcel_cell is not None and parcel_cell != current.name
        restarts = (
            ordinal is not None
            and len(current.corners) >= _SHORTEST_RUN
            and ordinal == current.labels[0]
            and corner != current.corners[0]
        )
        if not (restarts or current.is_closed):
            return False
        if self._pending is None:
            place = self._grid.place(row)
            self._notes.find("parcel_by_restart", place, f"corner {shorten(ordinal)}")
        return True

    def _begin(self, parcel_cell: Value) -> None:
        heading = _row_text(self._pending) if self._pending is not None else None
        name = parcel_cell
        if name is None and heading is not None:
            match = _PARCEL_WORDS.search(heading)
            name = match["id"].strip() if match else heading
        if name is None:
            name = str(len(self._parcels) + 1) if self._header.column("parcel") is None else None
        self._parcels.append(_Parcel(name, heading))

    def _pass_over(self, row: Row) -> None:
        self._notes.find("row_not_read", self._grid.place(row), shorten(_row_text(row)))


def _add_parcels(parcels: list[_Parcel], grid: Grid, header: Header, notes: Notebook) -> list[str]:
    at = header.column("parcel")
    name_column = PARCEL if at is None else header.names[at]
    others = [
        column
        for column, role in enumerate(header.roles)
        if role in ("other", "note") and any(row.at(column) for p in parcels for row in p.rows)
    ]
    columns = [name_column]
    columns += [HEADING] if any(parcel.heading for parcel in parcels) else []
    columns += [AREA] if any(parcel.area for parcel in parcels) else []
    columns += [header.names[column] for column in others]
    for parcel in parcels:
        place = grid.places(parcel.rows[0], parcel.rows[-1])
        values: dict[str, Value] = {name_column: _text(parcel.name)}
        values |= {HEADING: parcel.heading} if HEADING in columns else {}
        values |= {AREA: parcel.area} if AREA in columns else {}
        for column in others:
            values[header.names[column]] = _shared(parcel, column, header, place, notes)
        checked = {key: notes.value(value, place, key) for key, value in values.items()}
        if len(set(parcel.corners)) < _SHORTEST_RUN:
            notes.fault(
                "corners_too_few",
                f"the parcel has {len(set(parcel.corners))} different corners",
                place=place,
                row=parcel.rows[0].number,
                value=parcel.name or "",
                expected="at least three",
                remedy="check that no heading stands within the parcel",
            )
            continue
        ring = np.array(parcel.corners, dtype=np.float64)
        if parcel.corners[0] != parcel.corners[-1]:
            ring = np.vstack([ring, ring[:1]])
        notes.add(place, polygon_from([ring], place, notes), checked)
    return columns


def _shared(parcel: _Parcel, column: int, header: Header, place: str, notes: Notebook) -> Value:
    """Value of an attribute that all corners of a parcel share; the first where they differ."""
    cells = [row.at(column) for row in parcel.rows if row.at(column) is not None]
    if len(set(cells)) > 1:
        notes.find("parcel_value_differs", place, f"column {shorten(header.names[column])}")
    return cells[0] if cells else None


def _is_decoration(row: Row, header: Header) -> bool:
    """Header repeated on a page, a row that numbers the columns, or a row of a side length."""
    cells = [cell for cell in row.cells if cell is not None]
    if is_header_again(row, header):
        return True
    if cells and all(isinstance(cell, str) and _COLUMN_NUMBER.fullmatch(cell) for cell in cells):
        return True
    numbers = [_whole(cell) for cell in cells]
    if len(cells) == len(header.names) and numbers == list(range(1, len(cells) + 1)):
        return True
    sides = [at for at, role in enumerate(header.roles) if role == "side"]
    return bool(cells) and all(
        cell is None or (at in sides and is_number(cell)) for at, cell in enumerate(row.cells)
    )


def _is_corner(row: Row, header: Header, grid: Grid, notes: Notebook) -> bool:
    pair = header.pair()
    if pair is None:
        return False
    first, second = row.at(pair[0]), row.at(pair[1])
    if first is None and second is None:
        return False
    if _is_heading(row, header):
        return False
    if first is None or second is None:
        notes.fault(
            "corner_incomplete",
            "the corner has one coordinate and not the other",
            place=grid.place(row),
            row=row.number,
            column=header.names[pair[0] if first is None else pair[1]],
            expected="X and Y",
            remedy="fill in the missing one",
        )
        return False
    if not grid.is_sheet and len(row.cells) > len(header.names):
        notes.fault(
            "csv_ragged",
            f"the row has {len(row.cells)} cells, the header {len(header.names)}",
            place=grid.place(row),
            row=row.number,
            expected=f"at most {len(header.names)} cells",
            remedy="use another separator than the decimal mark, such as a semicolon",
        )
        return False
    return True


def _is_heading(row: Row, header: Header) -> bool:
    """Whether a row holds words and no coordinate, wherever merged cells put them."""
    pair = header.pair()
    if pair is None:
        return False
    if any(is_number(row.at(at)) for at in pair[:2]):
        return False
    cells = [cell for cell in row.cells if cell is not None]
    in_pair = [row.at(at) for at in pair[:2] if row.at(at) is not None]
    return bool(cells) and (not in_pair or len(cells) == 1)


def _used_roles(header: Header, rows: Sequence[Row]) -> set[str]:
    """Roles of the columns that hold anything."""
    return {
        role
        for column, role in enumerate(header.roles)
        if any(row.at(column) is not None for row in rows)
    }


def _runs(values: Iterator[Value]) -> Iterator[int]:
    """Lengths of runs of one value; a blank continues the run."""
    length, current = 0, None
    for value in values:
        if value is not None and value != current and length:
            yield length
            length = 0
        current = value if value is not None else current
        length += 1
    if length:
        yield length


def _row_text(row: Row) -> str:
    return " ".join(str(cell) for cell in row.cells if cell is not None)


def _text(value: Value) -> Value:
    """Name of a parcel as text: 12, not 12.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)


def _whole(cell: Value) -> int | None:
    if isinstance(cell, str) and cell.isascii() and cell.isdigit():
        return int(cell)
    return cell if isinstance(cell, int) and not isinstance(cell, bool) else None
