"""Tables whose rows are features: WKT or WKB in a column, or a point in two."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely

from layers.importers.raw import RawLayer, Value
from layers.importers.reading.axes import order_axes
from layers.importers.reading.cells import read_columns, read_coordinates
from layers.importers.reading.choice import finish
from layers.importers.reading.corners import is_corner_table, read_corners
from layers.importers.reading.dispatch import Job
from layers.importers.reading.grid import Grid, Row
from layers.importers.reading.headers import Header, check_header, is_header_again
from layers.importers.reading.notebook import Notebook
from layers.importers.reading.shapes import geometry_from_wkb, geometry_from_wkt


def read_table(
    job: Job,
    grid: Grid,
    header: Header,
    *,
    format_: str,
    layers: Sequence[str],
    encoding: str | None,
) -> RawLayer:
    """Layer of a table whose header was found; its text is Unicode already.

    Parameters
    ----------
    job
        The file.
    grid
        Its table.
    header
        The table's header.
    format_
        ``csv`` or ``xlsx``.
    layers
        All tables of the file that could be read.
    encoding
        Encoding of the bytes.
    """
    notes = job.notes
    check_header(header, grid, notes)
    rows = grid.rows[header.position + 1 :]
    is_corners = "geometry" not in header.roles and is_corner_table(header, rows)
    if is_corners:
        columns = read_corners(grid, rows, header, notes)
        crs_found, note = None, "a table of corners names no reference system"
    else:
        rows = [row for row in rows if not is_header_again(row, header)]
        _check_widths(grid, rows, header, notes)
        notes.settle()
        if not rows:
            notes.refuse(
                "table_empty",
                "the table has a header and no rows",
                place=grid.place(grid.rows[header.position]),
                remedy="export the layer again",
            )
        read = _read_geometries if "geometry" in header.roles else _read_points
        columns, crs_found = read(grid, rows, header, notes)
        note = "named by the SRID of the geometries" if crs_found else _note(header)
    return finish(
        job,
        format_=f"{format_}-corners" if is_corners else format_,
        layer=grid.name,
        layers=layers,
        crs_found=crs_found,
        crs_note=note,
        encoding=encoding,
        columns=columns,
        kind="corners" if is_corners else "features",
        is_unicode=True,
    )


def _note(header: Header) -> str:
    pair = header.pair()
    if pair is not None and pair[2] == "lon-lat" and "geometry" not in header.roles:
        return "the columns are longitude and latitude; the table names no datum"
    return "a table names no reference system"


def _check_widths(grid: Grid, rows: Sequence[Row], header: Header, notes: Notebook) -> None:
    """Refuse rows with more or fewer cells than the header; a sheet's rows have no fixed end."""
    width = len(header.names)
    for row in rows:
        count = len(row.cells)
        if count == width or (grid.is_sheet and count < width):
            continue
        notes.fault(
            "csv_ragged",
            f"the row has {count} cells, the header {width}",
            place=grid.place(row),
            row=row.number,
            expected=f"{width} cells",
            remedy="put text that holds the separator in quotation marks",
        )


def _read_geometries(
    grid: Grid, rows: Sequence[Row], header: Header, notes: Notebook
) -> tuple[list[str], str | None]:
    at = header.roles.index("geometry")
    wanted = [column for column in range(len(header.names)) if column != at]
    values = read_columns(grid, rows, header, wanted, notes)
    srids: set[int] = set()
    for index, row in enumerate(rows):
        place = grid.place(row)
        geometry, srid = _geometry(row.at(at), place, header.names[at], notes)
        if srid is not None:
            srids.add(srid)
        notes.add(place, geometry, _properties(header, values, index))
    if len(srids) > 1:
        notes.find("several_crs", None, ", ".join(f"EPSG:{srid}" for srid in sorted(srids)))
        srids.clear()
    found = f"EPSG:{srids.pop()}" if srids else None
    return [header.names[column] for column in wanted], found


def _geometry(
    cell: Value, place: str, column: str, notes: Notebook
) -> tuple[shapely.Geometry | None, int | None]:
    if cell is None:
        return None, None
    if not isinstance(cell, str):
        notes.fault(
            "geometry_broken",
            "the cell is no WKT or WKB",
            place=place,
            column=column,
            value=cell,
            expected="well-known text such as POLYGON((...))",
        )
        return None, None
    plain = cell.strip()
    if plain[:2] in ("00", "01"):
        try:
            return geometry_from_wkb(bytes.fromhex(plain), place, column, notes)
        except ValueError:
            notes.fault(
                "geometry_broken",
                "the WKB is no hexadecimal text, or cut off",
                place=place,
                column=column,
                value=plain,
            )
            return None, None
    return geometry_from_wkt(plain, place, column, notes)


def _read_points(
    grid: Grid, rows: Sequence[Row], header: Header, notes: Notebook
) -> tuple[list[str], str | None]:
    pair = header.pair()
    if pair is None:
        raise ValueError("the header places no features")
    first = read_coordinates(grid, rows, header, pair[0], notes)
    second = read_coordinates(grid, rows, header, pair[1], notes)
    wanted = [column for column in range(len(header.names)) if column not in pair[:2]]
    values = read_columns(grid, rows, header, wanted, notes)
    notes.settle()
    known = [(x, y) for x, y in zip(first, second, strict=True) if x is not None and y is not None]
    is_east_first = order_axes(
        header,
        [x for x, _ in known],
        [y for _, y in known],
        grid.place(grid.rows[header.position]),
        notes,
        is_corner_table=False,
    )
    for index, row in enumerate(rows):
        x, y = first[index], second[index]
        if (x is None) != (y is None):
            notes.fault(
                "corner_incomplete",
                "the row has one coordinate and not the other",
                place=grid.place(row),
                row=row.number,
                remedy="fill in both, or neither where the place is unknown",
            )
        point = None
        if x is not None and y is not None and math.isfinite(x) and math.isfinite(y):
            point = shapely.Point((x, y) if is_east_first else (y, x))
        notes.add(grid.place(row), point, _properties(header, values, index))
    return [header.names[column] for column in wanted], None


def _properties(header: Header, values: dict[int, list[Value]], index: int) -> dict[str, Value]:
    return {header.names[column]: cells[index] for column, cells in values.items()}
