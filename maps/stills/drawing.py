"""A picture before it has pixels: shapes and texts in the order they are painted.

The same list is written as SVG and as PDF, and looked over by the linter, which has to know what a
shape is (`role`) and where it stands (`box`). Lengths are units, see `maps.stills.sizes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely

from maps.stills.sizes import Box, Size
from maps.stills.typeface import Face, Run

Role = Literal[
    "title", "subtitle", "label", "place", "value", "legend", "scale", "credit", "date", "badge",
    "note", "number", "logo", "qr", "zone", "port", "road", "way", "base", "panel", "decoration",
]  # fmt: skip
"""What an item is for; the linter has rules for some."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How a path is painted.

    Attributes
    ----------
    fill, stroke
        `#rrggbb`, or None for neither.
    dash
        Lengths of dashes and gaps, units.
    stroke_first
        The fill covers the inner half of the stroke, as for a halo.
    """

    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    dash: tuple[float, ...] = ()
    stroke_first: bool = False
    round_ends: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """A path.

    Attributes
    ----------
    path
        Commands M, L, Q, C and Z with absolute coordinates, as SVG writes them; holes by the
        even-odd rule.
    box
        What it covers, strokes left out.
    subject
        Id of the zone, port or link that it shows, if any.
    """

    path: str
    paint: Paint
    box: Box
    role: Role = "decoration"
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text.

    Attributes
    ----------
    x, y
        Start of its base line.
    size
        Of the face, units; `typeface.CAP_TO_TAIL` of it is the height of the text.
    halo, halo_width
        Colour and width of an outline that keeps it apart from what it stands on.
    on_block
        Whether it stands on an opaque block of one colour, which lets it be smaller.
    label_id
        Name by which people move it: `zone:my-xuan-a2`; None for what stays where it is.
    opacity
        Of letters and halo, for words that fade in.
    """

    content: str
    run: Run
    face: Face
    x: float
    y: float
    size: float
    fill: str
    role: Role
    halo: str | None = None
    halo_width: float = 0.0
    on_block: bool = False
    label_id: str | None = None
    subject: str | None = None
    opacity: float = 1.0

    @property
    def box(self) -> Box:
        """What is inked, halo left out."""
        left, bottom, right, top = self.run.ink
        return Box(
            self.x + left * self.size,
            self.y - top * self.size,
            self.x + right * self.size,
            self.y - bottom * self.size,
        )


@dataclass(frozen=True, slots=True)
class Emblem:
    """A small picture of its own: a logo as checked SVG, fitted into a box."""

    svg: str
    box: Box
    role: Role = "logo"


Item = Shape | Text | Emblem


@dataclass(slots=True)
class Drawing:
    """Items of a picture, the first painted first.

    Attributes
    ----------
    background
        Colour of the ground, or None for a transparent one.
    """

    size: Size
    background: str | None = None
    items: list[Item] = field(default_factory=list)

    @property
    def canvas(self) -> Box:
        """The whole picture."""
        return self.size.canvas

    def add(self, *items: Item) -> None:
        """Paint items over what is there."""
        self.items.extend(items)

    def texts(self) -> Iterator[Text]:
        """Every text, in order of painting."""
        return (item for item in self.items if isinstance(item, Text))


def number(value: float) -> str:
    """A coordinate as it is written: a hundredth of a unit, no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def symbol_points(symbol: str, x: float, y: float, half: float) -> list[tuple[float, float]]:
    """Corners of a `square`, `diamond` or `triangle` of about the same area around a point."""
    if symbol == "diamond":
        wide = half * 1.2
        return [(x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y)]
    if symbol == "triangle":
        wide = half * 1.15
        return [(x, y - wide), (x + wide, y + wide * 0.85), (x - wide, y + wide * 0.85)]
    return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]


def rectangle(box: Box, *, radius: float = 0.0) -> str:
    """Path of a rectangle, its corners rounded."""
    if radius <= 0:
        return polyline(
            [
                (box.left, box.top),
                (box.right, box.top),
                (box.right, box.bottom),
                (box.left, box.bottom),
            ],
            closed=True,
        )
    r = min(radius, box.width / 2, box.height / 2)
    bend = r * (1 - _ARC)
    n = number
    return (
        f"M{n(box.left + r)} {n(box.top)}L{n(box.right - r)} {n(box.top)}"
        f"C{n(box.right - bend)} {n(box.top)} {n(box.right)} {n(box.top + bend)} "
        f"{n(box.right)} {n(box.top + r)}L{n(box.right)} {n(box.bottom - r)}"
        f"C{n(box.right)} {n(box.bottom - bend)} {n(box.right - bend)} {n(box.bottom)} "
        f"{n(box.right - r)} {n(box.bottom)}L{n(box.left + r)} {n(box.bottom)}"
        f"C{n(box.left + bend)} {n(box.bottom)} {n(box.left)} {n(box.bottom - bend)} "
        f"{n(box.left)} {n(box.bottom - r)}L{n(box.left)} {n(box.top + r)}"
        f"C{n(box.left)} {n(box.top + bend)} {n(box.left + bend)} {n(box.top)} "
        f"{n(box.left + r)} {n(box.top)}Z"
    )


_ARC = 0.5522847498
"""Length of the handles of a quarter circle, over its radius."""


def circle(x: float, y: float, radius: float) -> str:
    """Path of a circle."""
    return rectangle(Box(x - radius, y - radius, x + radius, y + radius), radius=radius)


def polyline(points: Iterable[Sequence[float]], *, closed: bool = False) -> str:
    """Path through points."""
    text = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{text}{'Z' if closed else ''}" if text else ""


def outline_path(geometry: Any) -> str:
    """Path of a shapely geometry whose coordinates are units; points are left out."""
    paths = []
    for part in shapely.get_parts(shapely.get_parts(geometry)):
        if part.geom_type in ("MultiPolygon", "MultiLineString", "GeometryCollection"):
            paths.append(outline_path(part))
        elif part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                paths.append(polyline(shapely.get_coordinates(ring)[:-1], closed=True))
        elif part.geom_type in ("LineString", "LinearRing"):
            paths.append(polyline(shapely.get_coordinates(part)))
    return "".join(paths)


def box_of(geometry: Any) -> Box:
    """Bounds of a shapely geometry; a box of no size for an empty one."""
    if geometry.is_empty:
        return Box(0, 0, 0, 0)
    return Box(*(float(one) for one in geometry.bounds))


def text_path(text: Text) -> str:
    """Outlines of the letters of a text, where it stands."""
    glyphs = text.run.glyphs
    if not glyphs:
        return ""
    size = text.size
    patterns, parts = [], []
    for glyph in glyphs:
        pattern, points = _glyph_pattern(text.face, glyph.glyph_id)
        patterns.append(pattern)
        # A line at a time, and numbers by one pattern: letters are most of what a picture is.
        parts.append(points * (size, -size) + (text.x + glyph.x * size, text.y - glyph.y * size))
    numbers = np.concatenate(parts).ravel().tolist()
    return "".join(patterns) % tuple(numbers)


@lru_cache(maxsize=4096)
def _glyph_pattern(face: Face, glyph_id: int) -> tuple[str, npt.NDArray[np.float64]]:
    """Outline of a letter: its commands with places for numbers, and its points, ems."""
    commands: list[str] = []
    points: list[float] = []
    for command, flat in face.outline(glyph_id):
        commands.append(command + " ".join(["%.2f %.2f"] * (len(flat) // 2)))
        points += flat
    return "".join(commands), np.array(points, np.float64).reshape(-1, 2)
