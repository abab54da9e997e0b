"""A contact sheet: small pictures of a batch with their names and what the linter found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from maps.labels import Language
from maps.stills.drawing import Drawing, Paint, Shape, Text, rectangle
from maps.stills.raster import Pixels, pixels_of, png_of, write_png
from maps.stills.sizes import Box, Size
from maps.stills.typeface import Face, Weight, face
from maps.stills.words import phrase

SHEET_SIZE: Final = Size(1920, 2400)
"""Of a full sheet; the last one is as high as it has to be."""

COLUMNS: Final = 4
_MARGIN, _GAP, _HEADER = 28.0, 16.0, 74.0
_NAME, _LEAST_NAME, _LINE = 14.0, 9.0, 18.0
_CAPTION: Final = 3 * _LINE + 10
_GROUND, _INK, _MUTED = "#f3f4f4", "#14232b", "#4c5c64"
_BEHIND: Final = "#b9c0c4"
"""Behind pictures with a transparent ground."""

_GOOD, _WARNING, _FAULT = "#0b6e69", "#8a5a00", "#b3261e"


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture on a sheet.

    Attributes
    ----------
    thumb
        Pixels as `small_pixels` makes them in the size of `thumb_size`; None for a picture that
        could not be made.
    size
        Of the picture itself.
    faults, warnings
        How many the linter found.
    """

    file: str
    title: str
    size: Size
    thumb: Pixels | None
    faults: int = 0
    warnings: int = 0


def cells_a_page(sizes: Sequence[Size]) -> int:
    """How many pictures a sheet holds."""
    canvas = SHEET_SIZE.canvas
    room = canvas.height - 2 * _MARGIN - _HEADER
    return COLUMNS * max(1, int((room + _GAP) / (_thumb_height(sizes) + _CAPTION + _GAP)))


def thumb_size(size: Size, sizes: Sequence[Size]) -> tuple[int, int]:
    """Width and height that a picture has on a sheet, pixels.

    Parameters
    ----------
    sizes
        Of all pictures of the batch.
    """
    scale = SHEET_SIZE.px_per_unit
    wide, high = _cell_width() * scale, _thumb_height(sizes) * scale
    share = min(wide / size.width_px, high / size.height_px)
    return max(1, int(size.width_px * share)), max(1, int(size.height_px * share))


def draw_sheet(
    cells: Sequence[Cell],
    sizes: Sequence[Size],
    *,
    heading: str,
    page: int,
    pages: int,
    language: Language,
) -> bytes:
    """Draw a sheet.

    Parameters
    ----------
    cells
        At most `cells_a_page(sizes)`.
    sizes
        Of all pictures of the batch, so that its sheets look alike.
    heading
        What the batch is of.

    Returns
    -------
    PNG; the same bytes for the same pictures.
    """
    height = _thumb_height(sizes)
    drawing = Drawing(SHEET_SIZE, _GROUND)
    canvas = drawing.canvas
    numbers = phrase("sheet_page", language, page=str(page), pages=str(pages))
    room = canvas.width - 2 * _MARGIN - _width(numbers, 20, "regular") - 2 * _GAP
    _write(drawing, heading, _MARGIN, _MARGIN + 32, 28, "bold", _INK, room)
    right = canvas.right - _MARGIN - _width(numbers, 20, "regular")
    _write(drawing, numbers, right, _MARGIN + 32, 20, "regular", _MUTED, room)
    width = _cell_width()
    places = []
    for index, cell in enumerate(cells):
        left = _MARGIN + (index % COLUMNS) * (width + _GAP)
        top = _MARGIN + _HEADER + (index // COLUMNS) * (height + _CAPTION + _GAP)
        places.append(Box(left, top, left + width, top + height))
        _draw_cell(drawing, cell, places[-1], language)
    pixels = pixels_of(png_of(drawing)).copy()
    for cell, place in zip(cells, places, strict=True):
        if cell.thumb is not None:
            _paste(pixels, cell.thumb, place)
    rows_px = _rows_px(len(cells), height)
    return write_png(Size(SHEET_SIZE.width_px, rows_px), [pixels[:rows_px]])


def _draw_cell(drawing: Drawing, cell: Cell, box: Box, language: Language) -> None:
    drawing.add(Shape(rectangle(box), Paint(fill="#e3e6e7"), box))
    top = box.bottom + _LINE
    _write(drawing, cell.file, box.left, top, _NAME, "semibold", _INK, box.width)
    _write(drawing, cell.title, box.left, top + _LINE, _NAME, "regular", _INK, box.width)
    words, colour = _verdict(cell, language)
    _write(drawing, words, box.left, top + 2 * _LINE, _NAME, "semibold", colour, box.width)


def _verdict(cell: Cell, language: Language) -> tuple[str, str]:
    if cell.thumb is None:
        return phrase("sheet_failed", language), _FAULT
    told = []
    if cell.faults:
        told.append(phrase("sheet_faults", language, count=str(cell.faults)))
    if cell.warnings:
        told.append(phrase("sheet_warnings", language, count=str(cell.warnings)))
    colour = _FAULT if cell.faults else _WARNING if cell.warnings else _GOOD
    return ", ".join(told) or phrase("sheet_clean", language), colour


def _paste(sheet: Pixels, thumb: Pixels, place: Box) -> None:
    """Put a small picture into the middle of its place, over a grey that shows what is clear."""
    scale = SHEET_SIZE.px_per_unit
    high, wide = thumb.shape[:2]
    x, y = place.centre
    left, top = round(x * scale - wide / 2), round(y * scale - high / 2)
    behind = np.array([int(_BEHIND[at : at + 2], 16) for at in (1, 3, 5)], np.float32)
    alpha = thumb[..., 3:].astype(np.float32) / 255
    mixed = thumb[..., :3] * alpha + behind * (1 - alpha)
    sheet[top : top + high, left : left + wide, :3] = np.rint(mixed).astype(np.uint8)


def _write(
    drawing: Drawing,
    text: str,
    x: float,
    y: float,
    size: float,
    weight: Weight,
    colour: str,
    room: float,
) -> None:
    """Write one line, smaller where it is long; the CSV beside has what is longer still."""
    letters = _face(weight)
    width = letters.width(text, size)
    if width > room:
        size = max(_LEAST_NAME, 0.999 * size * room / width)
    shown = _shortened(letters, text, size, room)
    run = letters.shape(shown)
    drawing.add(Text(shown, run, letters, x, y, size, colour, "decoration"))


def _shortened(letters: Face, text: str, size: float, room: float) -> str:
    """The text, or both its ends with an ellipsis between them: ends of file names tell apart."""
    if letters.width(text, size) <= room:
        return text
    kept = len(text) - 1
    while kept > 2:
        head, tail = text[: kept // 2], text[-(kept - kept // 2) :]
        if letters.width(f"{head}…{tail}", size) <= room:
            return f"{head}…{tail}"
        kept -= 1
    return "…"


def _face(weight: Weight) -> Face:
    return face("be-vietnam-pro", weight)


def _width(text: str, size: float, weight: Weight) -> float:
    return _face(weight).width(text, size)


def _cell_width() -> float:
    return (SHEET_SIZE.canvas.width - 2 * _MARGIN - (COLUMNS - 1) * _GAP) / COLUMNS


def _rows_px(count: int, thumb_height: float) -> int:
    """Height of a sheet that is not full, pixels."""
    rows = -(-count // COLUMNS)
    units = 2 * _MARGIN + _HEADER + rows * (thumb_height + _CAPTION + _GAP)
    return min(SHEET_SIZE.height_px, math.ceil(units * SHEET_SIZE.px_per_unit))


def _thumb_height(sizes: Sequence[Size]) -> float:
    """Of the tallest picture at the width of a cell, within reason."""
    tallest = max((one.height_px / one.width_px for one in sizes), default=1.0)
    return _cell_width() * min(1.34, max(0.5, tallest))
