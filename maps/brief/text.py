"""Text on the page: cleaned, broken into lines, drawn as it is. No markup is ever read in it."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from maps.brief.fonts import (
    FIGURE_CHARACTERS,
    LEADING,
    REGULAR,
    SEMIBOLD,
    figures_of,
    text_width,
)
from maps.plain_text import NBSP as NBSP
from maps.plain_text import can_draw
from maps.plain_text import clean as clean
from maps.style import PAPER

INK, MUTED, ACCENT = PAPER["ink"], PAPER["muted"], PAPER["accent"]

Align = Literal["left", "right", "center"]

_BREAK_AFTER = re.compile(r"[^-/–?&=._,;:+]*[-/–?&=._,;:+]+|[^-/–?&=._,;:+]+")


@dataclass(frozen=True, slots=True)
class Face:
    """How a run of text looks.

    Attributes
    ----------
    tabular
        Numbers get digits of one width.
    """

    font: str = REGULAR
    size: float = 8.5
    colour: str = INK
    tabular: bool = False

    def but(self, **changes: Any) -> Face:
        """Return this face with some things changed."""
        return replace(self, **changes)


BODY = Face()
STRONG = Face(SEMIBOLD)
SMALL = Face(size=7, colour=MUTED)

Run = tuple[str, Face]
"""A piece of text and how it looks."""


def undrawable(text: str) -> str:
    """Characters of a text that the font cannot draw, each once; marks of direction are none."""
    seen = dict.fromkeys(unicodedata.normalize("NFC", text))
    ignored = ("Cc", "Cf", "Zs", "Zl", "Zp")
    return "".join(
        one for one in seen if unicodedata.category(one) not in ignored and not can_draw(one)
    )


def layout(runs: Iterable[Run], width: float) -> list[list[Run]]:
    """Break runs of text into lines.

    Parameters
    ----------
    width
        Of a line, points. A word that is wider is broken after a hyphen, slash or the like, else
        between any two characters.

    Returns
    -------
    list[list[Run]]
        Runs of each line; at least one line.
    """
    lines: list[list[Run]] = [[]]
    used = 0.0
    waiting = deque(_words(runs))
    while waiting:
        word, space, is_break = waiting.popleft()
        if is_break:
            lines.append([])
            used = 0.0
            continue
        size = _width(word)
        if size > width and any(NBSP in text for text, _ in word):
            # What should stay on one line cannot: better between words than within one.
            apart = _words((text.replace(NBSP, " "), face) for text, face in word)
            first, *others = apart
            waiting.extendleft([*reversed(others), (first[0], space, False)])
            continue
        gap = _width([space]) if space and lines[-1] else 0.0
        if lines[-1] and used + gap + size > width:
            lines.append([])
            used, gap = 0.0, 0.0
        if size <= width:
            if gap and space:
                lines[-1].append(space)
            lines[-1] += word
            used += gap + size
            continue
        for piece in _pieces(word, width):
            size = _width([piece])
            if lines[-1] and used + size > width:
                lines.append([])
                used = 0.0
            lines[-1].append(piece)
            used += size
    return [_joined(line) for line in lines]


class Text(Flowable):
    """Words broken into lines; splits between lines, never leaving one alone."""

    def __init__(
        self,
        *runs: Run | str,
        face: Face = BODY,
        align: Align = "left",
        leading: float = LEADING,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
        link: str | None = None,
    ) -> None:
        super().__init__()
        self.runs: list[Run] = [(run, face) if isinstance(run, str) else run for run in runs]
        self.face, self.align, self.leading = face, align, leading
        self.spaceBefore, self.spaceAfter = before, after
        self.keepWithNext = 1 if keep else 0
        self.link = link
        self._lines: list[list[Run]] | None = None

    def minWidth(self) -> float:  # noqa: N802 - the library's name
        """Narrowest column that the words like."""
        return 10.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size of the words in a column."""
        if self._lines is None or width != self.width:
            self._lines = layout(self.runs, width)
        self.width = width
        self.height = sum(self._pitch(line) for line in self._lines)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part that fits and the rest; two lines at least in each."""
        self.wrap(width, height)
        lines = self._lines or []
        fitting, used = 0, 0.0
        for line in lines:
            used += self._pitch(line)
            if used > height:
                break
            fitting += 1
        if fitting < 2 or len(lines) - fitting < 1:
            return []
        if len(lines) - fitting == 1:
            fitting -= 1
        if fitting < 2:
            return []
        return [self._part(lines[:fitting]), self._part(lines[fitting:])]

    def draw(self) -> None:
        """Draw the lines from the top down."""
        y = self.height
        for line in self._lines or []:
            pitch = self._pitch(line)
            size = max((face.size for _, face in line), default=self.face.size)
            # What is left above and below the line: marks above need more.
            base = y - pitch + (pitch - size * 1.43) / 2 + size * 0.26
            x = 0.0
            if self.align != "left":
                rest = self.width - _width(line)
                x = rest if self.align == "right" else rest / 2
            draw_line(self.canv, x, base, line)
            y -= pitch
        if self.link is not None:
            box = (0, 0, self.width, self.height)
            self.canv.linkURL(self.link, box, relative=1, thickness=0)

    def _pitch(self, line: Sequence[Run]) -> float:
        return max((face.size for _, face in line), default=self.face.size) * self.leading

    def _part(self, lines: list[list[Run]]) -> Text:
        part = Text(face=self.face, align=self.align, leading=self.leading, link=self.link)
        part._lines = lines
        part.width = self.width
        part.spaceAfter = self.spaceAfter
        return part


def draw_line(canvas: Any, x: float, y: float, line: Iterable[Run]) -> None:
    """Draw runs one after the other from a point of the base line."""
    for text, face in line:
        canvas.setFillColor(HexColor(face.colour))
        for part, font in _fonts(text, face):
            canvas.setFont(font, face.size)
            canvas.drawString(x, y, part)
            x += text_width(part, font, face.size)


def line_width(line: Iterable[Run]) -> float:
    """Width of runs on one line, points."""
    return _width(line)


def _words(runs: Iterable[Run]) -> Iterator[tuple[list[Run], Run | None, bool]]:
    """Yield words, which may go over several runs, with the space before each; and line breaks."""
    word: list[Run] = []
    space: Run | None = None
    for text, face in runs:
        for piece in re.findall(r"\n| +|[^ \n]+", text):
            if piece == "\n" or piece[0] == " ":
                if word:
                    yield word, space, False
                    word, space = [], None
                if piece == "\n":
                    yield [], None, True
                else:
                    space = (" ", face)
            else:
                word.append((piece, face))
    if word:
        yield word, space, False


def _pieces(word: Iterable[Run], width: float) -> Iterator[Run]:
    """Parts of a word that is too wide for a line."""
    for text, face in word:
        for piece in _BREAK_AFTER.findall(text):
            if _width([(piece, face)]) <= width:
                yield piece, face
            else:
                yield from ((character, face) for character in piece)


def _joined(line: Iterable[Run]) -> list[Run]:
    """Neighbouring runs of one face as one."""
    joined: list[Run] = []
    for text, face in line:
        if joined and joined[-1][1] == face:
            joined[-1] = (joined[-1][0] + text, face)
        else:
            joined.append((text, face))
    return joined


def _width(line: Iterable[Run]) -> float:
    return sum(
        text_width(part, font, face.size)
        for text, face in line
        for part, font in _fonts(text, face)
    )


def _fonts(text: str, face: Face) -> Iterator[tuple[str, str]]:
    """Parts of a text with the font of each; a tabular face sets numbers in another."""
    if not face.tabular:
        yield text, face.font
        return
    parts: list[tuple[str, str]] = []
    for part in re.findall(r"[ \u00a0]+|[^ \u00a0]+", text):
        is_number = set(part) <= FIGURE_CHARACTERS and any(one.isdigit() for one in part)
        font = figures_of(face.font) if is_number else face.font
        if parts and parts[-1][1] == font:
            parts[-1] = (parts[-1][0] + part, font)
        else:
            parts.append((part, font))
    yield from parts
