"""Text broken into lines and fitted into a width; what does not fit is refused, never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.errors import InvalidSpec
from maps.stills.bonds import TORN, break_prices
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
    is_whole
        Whether no word or name of several pieces is torn between lines.
    """

    face: Face
    size: float
    lines: tuple[str, ...]
    width: float
    is_whole: bool = True

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

    They are as few as they can be, broken where words may best be parted, see
    `maps.stills.bonds`, and about as wide as each other. One more line is taken where a name would
    be torn otherwise.
    """
    setting = _set(face, text, size, width, more=1)
    return None if setting is None else setting.lines


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
    """The text at the largest size that fits without tearing a word or name, else with it.

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
    tried, torn = size, None
    while True:
        setting = _set(face, text, tried, width, most_lines)
        if setting is not None and (setting.is_whole or torn is None):
            widest = max((face.width(line, tried) for line in setting.lines), default=0.0)
            block = Block(face, tried, setting.lines, widest, setting.is_whole)
            if setting.is_whole:
                return block
            torn = block
        if tried <= least:
            break
        tried = max(least, tried - step)
    if torn is not None:
        return torn
    raise InvalidSpec(
        f"the {what} of {len(text)} characters does not fit: {text[:60]!r}…",
        expected=f"what fits {most_lines} lines of {width:.0f} units at size {least:.0f}",
        remedy=f"shorten the {what}, or choose a larger picture",
    )


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


@dataclass(frozen=True, slots=True)
class _Setting:
    """Lines, and whether no word or name of several pieces is torn between them."""

    lines: tuple[str, ...]
    is_whole: bool


def _set(
    face: Face,
    text: str,
    size: float,
    width: float,
    most_lines: int | None = None,
    *,
    more: int = 0,
) -> _Setting | None:
    """Lines of a text, as few as can be unless more keep it whole; None if it does not fit.

    Parameters
    ----------
    most_lines
        That it may have; None for as many as it needs, and so many `more` to keep it whole.
    """
    fewest = _fill(face, text, size, width)
    if fewest is None or (most_lines is not None and len(fewest) > most_lines):
        return None
    if len(fewest) < 2:
        return _Setting(fewest, is_whole=True)
    first = None
    for count in range(len(fewest), (most_lines or len(fewest) + more) + 1):
        lines, price = _cheapest(face, text, size, width, count)
        if price < TORN:
            return _Setting(lines, is_whole=True)
        first = first or _Setting(lines, is_whole=False)
    return first


def _cheapest(
    face: Face, text: str, size: float, width: float, count: int
) -> tuple[tuple[str, ...], int]:
    """Lines of the lowest price, at most so many; of those of one price the most even."""
    paragraphs = text.split("\n")
    lines: list[str] = []
    price = 0
    for index, paragraph in enumerate(paragraphs):
        rest = [_fill(face, one, size, width) or () for one in paragraphs[index + 1 :]]
        room = count - len(lines) - sum(map(len, rest))
        found, cost = _broken(face, paragraph, size, width, room)
        lines += found
        price += cost
    return tuple(lines), price


def _broken(
    face: Face, paragraph: str, size: float, width: float, most: int
) -> tuple[list[str], int]:
    """One paragraph on at most so many lines, by the cheapest breaks."""
    pieces = _PIECES.findall(paragraph)
    if not pieces:
        return [""], 0
    # Words are measured one by one, not every line that they could make; kerning beside a space is
    # looked at in the end.
    widths, space = [face.width(one, size) for one in pieces], face.width(" ", size)
    rows, price = _by_price(pieces, widths, space, width, most)
    if any(face.width(one, size) > width for one in rows):
        kerned = max(face.width(one, size) - width for one in rows)
        rows, price = _by_price(pieces, widths, space, width - kerned, most)
    if not rows or any(face.width(one, size) > width for one in rows):
        return list(_fill(face, paragraph, size, width) or ("",)), TORN
    return rows, price


def _by_price(
    pieces: Sequence[str], widths: Sequence[float], space: float, width: float, most: int
) -> tuple[list[str], int]:
    """Pieces on at most so many lines; no lines if they do not fit."""
    prices = (*break_prices(" ".join(pieces)), 0)
    # Of the first so many pieces: price, widest line, where the last line begins; by lines.
    best: list[dict[int, tuple[int, float, int]]] = [{0: (0, 0.0, 0)}]
    for end in range(1, len(pieces) + 1):
        ways: dict[int, tuple[int, float, int]] = {}
        wide = 0.0
        for start in range(end - 1, -1, -1):
            wide += widths[start] + (space if end - start > 1 else 0.0)
            if wide > width:
                break
            for lines, (price, widest, _) in best[start].items():
                way = (price + prices[end - 1], max(widest, wide), start)
                if lines < most and (lines + 1 not in ways or way < ways[lines + 1]):
                    ways[lines + 1] = way
        best.append(ways)
    if not best[-1]:
        return [], TORN
    lines, (price, _, _) = min(best[-1].items(), key=lambda one: (one[1][0], one[0]))
    rows: list[str] = []
    end = len(pieces)
    while end:
        _, _, start = best[end][lines]
        rows.insert(0, " ".join(pieces[start:end]))
        end, lines = start, lines - 1
    return rows, price


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
