"""Which of two coordinate columns is north: said by the header, by the person, or by custom.

Vietnamese tables print X = north and Y = east. The custom is followed in tables of corners; where
the sizes of the numbers speak against it, or say nothing, that is a finding and not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from layers.importers.reading.headers import Header
from layers.importers.reading.notebook import Notebook

# Metres of VN-2000 over southern Viet Nam, and degrees: no easting is as large as any northing,
# no latitude as large as any longitude.
_NORTHINGS: Final = (900_000, 1_450_000)
_EASTINGS: Final = (150_000, 850_000)
_LATITUDES: Final = (8, 24)
_LONGITUDES: Final = (102, 110)


def order_axes(
    header: Header,
    first: Sequence[float],
    second: Sequence[float],
    place: str,
    notes: Notebook,
    *,
    is_corner_table: bool,
) -> bool:
    """Whether the first column of `Header.pair` is east (x) and the second north (y).

    Parameters
    ----------
    header
        Header of the table.
    first
        Numbers of the first column, such as X.
    second
        Numbers of the second column, such as Y.
    place
        Where the table is.
    notes
        Holds what the person said; takes findings.
    is_corner_table
        Whether custom may decide.

    Raises
    ------
    ImportRejected
        If nothing tells the axes of a table of points.
    """
    pair = header.pair()
    if pair is None or pair[2] != "x-y":
        return True
    if notes.options.x_is_north is not None:
        return not notes.options.x_is_north
    x_is_north = _judge(first, second)
    if is_corner_table:
        shown = f"the first corner has X {first[0]:.12g}, Y {second[0]:.12g}" if first else ""
        if x_is_north is None:
            notes.find("axes_assumed", place, f"X taken as north; {shown}")
        elif not x_is_north:
            notes.find("axes_contradict_convention", place, f"X taken as north; {shown}")
        return False
    if x_is_north is None:
        notes.refuse(
            "axes_unclear",
            "columns X and Y do not say which is north",
            place=place,
            expected="columns named north and east, or longitude and latitude",
            remedy="rename them, or say that X is north or east",
        )
    word = "north" if x_is_north else "east"
    notes.find("axes_assumed", place, f"X taken as {word} by the size of its numbers")
    return not x_is_north


def _judge(x: Sequence[float], y: Sequence[float]) -> bool | None:
    """Whether X is north by the size of the numbers; None if they do not tell."""
    if not x or not y:
        return None
    middle_x, middle_y = median(x), median(y)
    for north, east in ((_NORTHINGS, _EASTINGS), (_LATITUDES, _LONGITUDES)):
        if _within(middle_x, north) and _within(middle_y, east):
            return True
        if _within(middle_x, east) and _within(middle_y, north):
            return False
    return None


def _within(number: float, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= number <= bounds[1]
