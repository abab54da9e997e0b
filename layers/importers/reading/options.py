"""What the person says about a file, and how much of the machine reading it may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Decimal = Literal["auto", "comma", "point"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What was declared about a file; None = not said.

    Attributes
    ----------
    layer
        Layer, sheet, folder or drawing layer to read; needed where the file has several.
    encoding
        ``utf-8``, ``utf-16``, ``cp1258``, ``tcvn3`` (ABC) or ``vni``; wins over what is detected.
    x_is_north
        Whether the columns X and Y hold northing and easting, as Vietnamese tables print them.
    crs_declared
        EPSG code declared by the person. Readers do not use it to move or to judge coordinates.
    geometry_column
        Column of a table that holds WKT or WKB.
    decimal
        Mark before the decimals in numbers written as text: ``comma`` (1.234,5), ``point``
        (1,234.5), or ``auto`` = by column, where the column itself proves it.
    """

    layer: str | None = None
    encoding: str | None = None
    x_is_north: bool | None = None
    crs_declared: str | None = None
    geometry_column: str | None = None
    decimal: Decimal = "auto"


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds of one reading; beyond any of them the file is refused.

    Attributes
    ----------
    seconds
        Wall-clock and computing time, seconds.
    memory_mb
        Address space of the reading process, MiB.
    archive_mb
        Size of the file, and of what an archive unpacks to, MiB.
    archive_members
        Files in one archive.
    features
        Features in one layer, or rows in one sheet.
    vertices
        Vertices in one layer.
    cell_chars
        Characters in one attribute; geometry columns are bounded by `vertices`.
    """

    seconds: float = 10
    memory_mb: int = 1024
    archive_mb: int = 512
    archive_members: int = 200
    features: int = 200_000
    vertices: int = 5_000_000
    cell_chars: int = 100_000
