"""What the columns of a table are for, by the words that Vietnamese tables head them with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layers.importers.raw import Value
from layers.importers.reading.grid import Grid, Row
from layers.importers.reading.notebook import Notebook

SEARCHED_ROWS: Final = 60
"""Rows at the top of a table among which its header is looked for; titles may stand above it."""

_ABOVE: Final = 2
_LONGEST_NAME: Final = 200
_WKT: Final = re.compile(
    r"\s*(?:SRID\s*=\s*\d+\s*;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\b",
    re.IGNORECASE,
)
_WKB: Final = re.compile(r"\s*0[01][0-9A-F]{16}", re.IGNORECASE | re.ASCII)
_WORDS: Final = re.compile(r"[a-z0-9]+")
_NOISE: Final = frozenset(
    {"m", "toa", "do", "vn", "2000", "vn2000", "he", "mui", "chieu", "utm", "tm3"}
    | {"coord", "coordinate", "deg", "degree", "degrees"}
)
_AXES: Final = {
    frozenset({"x"}): "x",
    frozenset({"y"}): "y",
    frozenset({"lon"}): "lon",
    frozenset({"lng"}): "lon",
    frozenset({"long"}): "lon",
    frozenset({"longitude"}): "lon",
    frozenset({"kinh"}): "lon",
    frozenset({"lat"}): "lat",
    frozenset({"latitude"}): "lat",
    frozenset({"vi"}): "lat",
}
_NORTH: Final = frozenset({"bac", "north", "northing", "n"})
_EAST: Final = frozenset({"dong", "east", "easting", "e"})
_GEOMETRY: Final = frozenset(
    {"wkt", "wkb", "ewkt", "ewkb", "geom", "geometry", "the geom", "geometry wkt", "geom wkt"}
    | {"wkt geom", "geometry wkb", "shape", "hinh hoc"}
)
_ORDINAL: Final = frozenset(
    {"stt", "tt", "so tt", "so thu tu", "thu tu", "so hieu", "so hieu diem", "so hieu moc"}
    | {"so hieu dinh", "so hieu goc", "so hieu goc ranh", "goc ranh", "ten diem", "ten moc"}
    | {"ten dinh", "ky hieu diem", "ky hieu moc", "diem", "moc", "dinh", "goc", "diem so"}
    | {"diem goc", "diem moc", "moc gioi", "so diem", "so moc", "dinh thua", "point", "point no"}
    | {"point id", "corner", "corner no", "vertex", "no", "ordinal", "dinh so", "moc so"}
    | {"so hieu diem goc", "ten diem goc", "so hieu moc gioi", "dinh ranh"}
)
_PARCEL: Final = frozenset(
    {"thua", "so thua", "thua so", "thua dat", "thua dat so", "so hieu thua", "so thua dat"}
    | {"so hieu thua dat", "ten thua", "ma thua", "lo", "lo dat", "ten lo", "lo so", "so lo"}
    | {"ky hieu lo", "ky hieu lo dat", "so hieu lo", "ma lo", "o dat", "khu dat", "ten khu dat"}
    | {"parcel", "parcel id", "parcel no", "parcel number", "lot", "lot no", "plot", "plot no"}
)
_SIDE: Final = frozenset({"canh", "side", "length", "distance", "khoang", "dai"})
_SIDE_LETTERS: Final = frozenset({"s", "d", "l"})
_NOTES: Final = frozenset({"ghi chu", "note", "notes", "remark", "remarks"})


@dataclass(frozen=True, slots=True)
class Header:
    """Header of a table.

    Attributes
    ----------
    position
        Index in `Grid.rows` of its last row.
    names
        Name of each column; those without one are numbered.
    roles
        What each column is for: ``geometry x y north east lon lat ordinal parcel side note`` or
        ``other``.
    """

    position: int
    names: tuple[str, ...]
    roles: tuple[str, ...]

    def column(self, role: str) -> int | None:
        """First column of a role, None if there is none."""
        return self.roles.index(role) if role in self.roles else None

    def pair(self) -> tuple[int, int, str] | None:
        """Columns that place a point - easting first - and their kind; None if there are none.

        The kind is ``lon-lat``, ``east-north``, or ``x-y`` where the words do not tell the axes.
        """
        for first, second in (("lon", "lat"), ("east", "north"), ("x", "y")):
            at = self.column(first), self.column(second)
            if at[0] is not None and at[1] is not None:
                return at[0], at[1], f"{first}-{second}"
        return None

    @property
    def places_features(self) -> bool:
        """Whether the table can be read as features or corners."""
        return "geometry" in self.roles or self.pair() is not None


def find_header(grid: Grid, notes: Notebook) -> Header | None:
    """Header of a table, or None if no row looks like one."""
    wanted = notes.options.geometry_column
    for position, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        names = _names(grid.rows, position)
        roles = [_role(name, wanted) for name in names]
        if wanted is None and "geometry" not in roles and position + 1 < len(grid.rows):
            roles = _geometry_by_content(roles, grid.rows[position + 1])
        header = Header(position, tuple(names), tuple(roles))
        if header.places_features and not any(map(looks_like_geometry, row.cells)):
            return header
    return None


def check_header(header: Header, grid: Grid, notes: Notebook) -> None:
    """Refuse two tables side by side, and note two columns of one name."""
    place = grid.place(grid.rows[header.position])
    for role in ("x", "y", "north", "east", "lon", "lat"):
        if header.roles.count(role) > 1:
            notes.refuse(
                "tables_side_by_side",
                "the header has its coordinate columns twice",
                place=place,
                expected="one table under the other",
                remedy="move the second table below the first",
            )
    seen: set[str] = set()
    for name in header.names:
        if name in seen:
            notes.fault(
                "column_duplicate",
                "two columns have one name",
                place=place,
                value=name,
                remedy="rename one of them",
            )
        seen.add(name)


def is_header_again(row: Row, header: Header) -> bool:
    """Whether a row repeats the header, as tables do on each page."""
    pair = header.pair()
    if pair is None:
        return False
    return all(_is_name_of(row.at(at), header.roles[at]) for at in pair[:2])


def _is_name_of(cell: Value, role: str) -> bool:
    return isinstance(cell, str) and not cell[0].isdigit() and _role(cell, None) == role


def plain_words(text: str) -> str:
    """Lower-case words of a text without tone marks: ``Số hiệu điểm`` gives ``so hieu diem``."""
    lowered = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(_WORDS.findall("".join(sign for sign in lowered if sign.isascii())))


def looks_like_geometry(cell: Value) -> bool:
    """Whether a cell begins as WKT or hexadecimal WKB does."""
    return isinstance(cell, str) and bool(_WKT.match(cell) or _WKB.match(cell))


def _names(rows: Sequence[Row], position: int) -> list[str]:
    """Names of the columns; a cell that is empty takes the word above it, as merged cells do."""
    row = rows[position]
    width = len(row.cells)
    above = []
    for other in reversed(rows[max(0, position - _ABOVE) : position]):
        texts = [cell for cell in other.cells if isinstance(cell, str)]
        if len(texts) < 2 or len(texts) < sum(cell is not None for cell in other.cells):
            break
        above.append(other)
        width = max(width, len(other.cells))
    names = []
    for column in range(width):
        cells = [row.at(column), *(other.at(column) for other in above)]
        name = next((str(cell) for cell in cells if cell is not None), "")
        is_name = name and len(name) <= _LONGEST_NAME
        names.append(" ".join(name.split()) if is_name else name or f"column {column + 1}")
    return names


def _role(name: str, geometry_column: str | None) -> str:
    if len(name) > _LONGEST_NAME:
        return "other"
    if geometry_column is not None:
        if name.casefold() == geometry_column.strip().casefold():
            return "geometry"
    elif plain_words(name) in _GEOMETRY:
        return "geometry"
    words = plain_words(name)
    axis = _axis(frozenset(words.split()))
    if axis:
        return axis
    for role, known in (("ordinal", _ORDINAL), ("parcel", _PARCEL), ("note", _NOTES)):
        if words in known:
            return role
    tokens = frozenset(words.split())
    is_letter = len(tokens - {"m"}) == 1 and tokens - {"m"} <= _SIDE_LETTERS
    return "side" if is_letter or tokens & _SIDE else "other"


def _axis(tokens: frozenset[str]) -> str | None:
    left = tokens - _NOISE
    if left in _AXES:
        return _AXES[left]
    if not left or not left <= _NORTH | _EAST | {"x", "y"}:
        return None
    if left & _NORTH and not left & _EAST:
        return "north"
    if left & _EAST and not left & _NORTH:
        return "east"
    return None


def _geometry_by_content(roles: list[str], below: Row) -> list[str]:
    found = list(roles)
    for column, role in enumerate(roles):
        if role == "other" and looks_like_geometry(below.at(column)):
            found[column] = "geometry"
            break
    return found
