"""The bounding box: west, south, east, north in degrees, checked in one place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NoReturn

import shapely

from geo.errors import InvalidBBox

_EXPECTED: Final = "west,south,east,north in degrees, such as 105.8,8.5,108.0,11.8"
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_NOT_FINITE: Final = re.compile(r"[+-]?(?:nan|inf(?:inity)?)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class BBox:
    """A box of longitudes and latitudes, EPSG:4326, that does not cross the antimeridian.

    Parameters
    ----------
    west
        Least longitude in degrees, -180 to 180.
    south
        Least latitude in degrees, -90 to 90.
    east
        Greatest longitude in degrees, not less than `west`.
    north
        Greatest latitude in degrees, not less than `south`.

    Raises
    ------
    InvalidBBox
        If a value is not a number, not finite, out of range, or the corners are swapped.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        """Read and check the four values together."""
        for name in self.__slots__:
            object.__setattr__(self, name, _read_number(getattr(self, name)))
        self._check_range()
        self._check_order()

    @classmethod
    def parse(cls, value: object) -> BBox:
        """Bounding box from the text of a request or from a sequence.

        Parameters
        ----------
        value
            Four numbers, or six with heights in the third and sixth place (OGC API - Features
            17-069r4, 7.15.3), which are checked and set aside. Text separates them by commas.

        Returns
        -------
        BBox
            The box.

        Raises
        ------
        InvalidBBox
            For anything else; each cause has its own sentence.
        """
        return cls(*read_corners(value))

    def contains(self, lon: float, lat: float) -> bool:
        """Whether a point (degrees) lies in the box or on its edge."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def covers(self, other: BBox) -> bool:
        """Whether the other box lies wholly in this one; edges may touch."""
        return self.contains(other.west, other.south) and self.contains(other.east, other.north)

    def intersects(self, other: BBox) -> bool:
        """Whether the boxes share at least a point."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def to_shapely(self) -> shapely.Geometry:
        """Polygon of the box, EPSG:4326; a line or a point where it has no width or height."""
        low, high = (self.west, self.south), (self.east, self.north)
        if low == high:
            return shapely.Point(low)
        if self.west == self.east or self.south == self.north:
            return shapely.LineString([low, high])
        return shapely.box(*low, *high)

    def __iter__(self) -> Iterator[float]:
        """West, south, east, north, as libraries want bounds."""
        return iter((self.west, self.south, self.east, self.north))

    def __str__(self) -> str:
        """Text that `parse` reads back to the same box."""
        return ",".join(repr(value) for value in self)

    def _check_range(self) -> None:
        for name, value, limit in zip(self.__slots__, self, (180, 90, 180, 90), strict=True):
            if abs(value) > limit:
                _refuse(
                    f"the bbox has {name} = {value}, out of the range -{limit} to {limit}",
                    "give degrees, longitude before latitude",
                )

    def _check_order(self) -> None:
        if self.west > self.east:
            _refuse(f"the bbox has west {self.west} > east {self.east}", "swap the two")
        if self.south > self.north:
            _refuse(f"the bbox has south {self.south} > north {self.north}", "swap the two")


def read_corners(value: object) -> tuple[float, float, float, float]:
    """The four corners of a box in any CRS; neither their range nor their order is looked at.

    Parameters
    ----------
    value
        Four numbers, or six with heights in the third and sixth place (OGC API - Features
        17-069r4, 7.15.3), which are checked and set aside. Text separates them by commas.

    Raises
    ------
    InvalidBBox
        If a value is not a finite number, or there are more or fewer.
    """
    numbers = [_read_number(part) for part in _split(value)]
    if len(numbers) == 6:
        numbers = [*numbers[0:2], *numbers[3:5]]
    if len(numbers) != 4:
        _refuse(f"the bbox has {len(numbers)} values", "give exactly four, with decimal points")
    return (numbers[0], numbers[1], numbers[2], numbers[3])


def _split(value: object) -> list[object]:
    if isinstance(value, str):
        return list(value.split(","))
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray):
        return list(value)
    _refuse(f"the bbox is {_shorten(value)}", "give four numbers")


def _read_number(value: object) -> float:
    """Float of one value of the box; text must be a plain decimal number."""
    if isinstance(value, str):
        text = value.strip()
        if not (_NUMBER.fullmatch(text) or _NOT_FINITE.fullmatch(text)):
            _refuse(f"the bbox has {_shorten(value)}, not a number", "give four decimal numbers")
    elif isinstance(value, bool) or not hasattr(value, "__float__"):
        _refuse(f"the bbox has {_shorten(value)}, not a number", "give four decimal numbers")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    except (TypeError, ValueError):
        _refuse(f"the bbox has {_shorten(value)}, not a number", "give four decimal numbers")
    if not math.isfinite(number):
        _refuse(f"the bbox has {_shorten(value)}, not a finite number", "give four decimal numbers")
    return number


def _refuse(received: str, remedy: str) -> NoReturn:
    raise InvalidBBox(received, expected=_EXPECTED, remedy=remedy) from None


def _shorten(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


REGION: Final = BBox(105.8, 8.5, 108.0, 11.8)
"""The region: the merged Ho Chi Minh City with a margin, Con Dao included."""

MAPPED: Final = BBox(99.0, 4.0, 115.0, 16.0)
"""How far it is known what is land: beyond it a map would show all as sea."""
