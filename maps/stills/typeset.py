"""Text broken into lines and fitted into a width; what does not fit is refused, never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.errors import InvalidSpec
from maps.stills.typeface import CAP_TO_TAIL, LINE, Face

LEAST_SIZE: Final = 32.0
"""Smallest size of text on a map: 30 lines of HD from capital to tail."""

LEAST_SIZE_ON_BLOCK: Final = 28.0
"""The same on an opaque block: 26 lines."""

NBSP: Final = "\u00a0"
_PIECES: Final = re.compile(r"[^ \n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size.

    Attributes
    ----------
    width
        Of the widest line, units.
    """

    face: Face
    size: float
    lines: tuple[str, ...]
    width: float

    @property
    def line_height(self) -> float:
        """From base line to base line: stacked marks as of Ế keep clear of the line above."""
        return self.size * LINE

    @property
    def height(self) -> float:
        """From the highest mark of the first line to the lowest tail of the last."""
        return self.line_height * len(self.lines)

    def baselines(self, top: float) -> Iterator[tuple[str, float]]:
        """Each line with the y of its base line, for a block whose top is there."""
        first = top + self.size * 1.2
        for index, line in enumerate(self.lines):
            yield line, first + index * self.line_height


def break_lines(face: Face, text: str, size: float, width: float) -> tuple[str, ...] | None:
    """Lines of a text no wider than a width; None if a word alone is wider.

    Short last lines are evened out by taking the narrowest width that needs no more lines.
    """
    lines = _fill(face, text, size, width)
    if lines is None or len(lines) < 2:
        return lines
    low, high = width * 0.5, width
    for _ in range(7):
        middle = (low + high) / 2
        tried = _fill(face, text, size, middle)
        if tried is not None and len(tried) == len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def fit_block(
    face: Face,
    text: str,
    *,
    width: float,
    most_lines: int,
    size: float,
    least: float,
    what: str,
) -> Block:
    """The text at the largest size that fits.

    Parameters
    ----------
    size, least
        Largest and smallest size, units.
    what
        Name of the text for the error: `title`.

    Raises
    ------
    InvalidSpec
        If it does not fit at the smallest size.
    """
    step = max(1.0, (size - least) / 12)
    tried = size
    while True:
        lines = break_lines(face, text, tried, width)
        if lines is not None and len(lines) <= most_lines:
            widest = max((face.width(line, tried) for line in lines), default=0.0)
            return Block(face, tried, lines, widest)
        if tried <= least:
            raise InvalidSpec(
                f"the {what} of {len(text)} characters does not fit: {text[:60]!r}…",
                expected=f"what fits {most_lines} lines of {width:.0f} units at size {least:.0f}",
                remedy=f"shorten the {what}, or choose a larger picture",
            )
        tried = max(least, tried - step)


def text_height(size: float) -> float:
    """Height of a text from the top of a capital to the foot of a descender."""
    return size * CAP_TO_TAIL


def check_drawable(face: Face, texts: Sequence[str], what: str) -> None:
    """Refuse what the face has no letters for.

    Raises
    ------
    InvalidSpec
        If there is any; it names the characters.
    """
    missing = "".join(dict.fromkeys("".join(face.missing(one.replace("\n", " ")) for one in texts)))
    if missing:
        raise InvalidSpec(
            f"the {what} has characters that the font cannot draw: {missing[:20]!r}",
            expected="Latin letters, Vietnamese marks, digits and common signs",
            remedy="leave them out, or choose a theme with Noto Sans",
        )


def _fill(face: Face, text: str, size: float, width: float) -> tuple[str, ...] | None:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECES.findall(paragraph):
            longer = f"{line} {piece}" if line else piece
            if face.width(longer, size) <= width:
                line = longer
                continue
            if face.width(piece, size) > width:
                return None
            lines.append(line)
            line = piece
        lines.append(line)
    return tuple(lines)
