"""A table as rows of cells, whether it came from a CSV file or from a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layers.importers.raw import Value


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank.

    Attributes
    ----------
    number
        Row number as an editor or a spreadsheet shows it.
    cells
        Values; an empty cell is None, text is stripped.
    """

    number: int
    cells: tuple[Value, ...]

    def at(self, column: int | None) -> Value:
        """Cell of a column, None where the row has no such cell."""
        if column is None or column >= len(self.cells):
            return None
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of one table.

    Attributes
    ----------
    name
        Name of the sheet, or of the file for a CSV.
    rows
        Rows that are not blank, in order.
    is_sheet
        Whether it is a sheet of a workbook.
    """

    name: str
    rows: Sequence[Row]
    is_sheet: bool

    def place(self, row: Row) -> str:
        """Where a person finds a row."""
        return f"sheet {self.name}, row {row.number}" if self.is_sheet else f"row {row.number}"

    def places(self, first: Row, last: Row) -> str:
        """Where a person finds a run of rows."""
        words = f"rows {first.number}-{last.number}"
        return f"sheet {self.name}, {words}" if self.is_sheet else words
