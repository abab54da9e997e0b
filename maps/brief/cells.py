"""Cells and tables: figures with their badges, headings, rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Table

from maps.brief.fonts import REGULAR, SEMIBOLD
from maps.brief.marks import BADGE_SIDE, draw_badge, draw_disc, draw_tick
from maps.brief.readings import Reading
from maps.brief.text import ACCENT, BODY, MUTED, SMALL, Align, Face, Run, Text
from maps.style import PAPER

RULE = HexColor(PAPER["line"])
TINT = HexColor("#e3f1ef")
GROUND = HexColor("#f2f5f6")

_GAP = 3.0
_TICK = 7.0


class FigureCell(Flowable):
    """A reading in a cell: the number against the right edge, its badge in a column beside it."""

    def __init__(
        self,
        reading: Reading,
        face: Face,
        *,
        is_best: bool = False,
        with_unit: bool = False,
        align: Align = "right",
        has_badge: bool = True,
        with_age: bool = True,
    ) -> None:
        super().__init__()
        self.reading, self.is_best = reading, is_best
        number = face.but(tabular=True, font=SEMIBOLD if is_best else face.font)
        runs: list[Run] = []
        if not reading.is_known:
            runs.append((reading.text, face.but(colour=MUTED)))
        else:
            runs.append((reading.joined if with_unit else reading.text, number))
            if reading.doubt:
                runs.append(("\u00a0≠", face.but(colour="#a3551f", font=SEMIBOLD)))
            if reading.mark:
                runs.append((f" ({reading.mark})", SMALL))
            if reading.age and with_age:
                runs.append((f" ({reading.age})", SMALL))
        self._text = Text(*runs, face=face, align=align)
        self._size = face.size
        self._beside = BADGE_SIDE + _GAP if has_badge else 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size of the words beside the badge."""
        self.width = width
        tick = _TICK if self.is_best else 0.0
        _, self.height = self._text.wrap(width - self._beside - tick, height)
        return width, self.height

    def draw(self) -> None:
        """Draw number, badge and, for the best, a tick."""
        self._text.drawOn(self.canv, _TICK if self.is_best else 0, 0)
        # The badge stands by the first line.
        middle = self.height - self._size * 0.71
        if self.reading.badge is not None:
            draw_badge(
                self.canv, self.width - BADGE_SIDE, middle - BADGE_SIDE / 2, self.reading.badge
            )
        if self.is_best:
            draw_tick(self.canv, 0, middle - 2.2)


class Headed(Flowable):
    """Words under a numbered disc, for narrow columns."""

    def __init__(self, number: int, text: Text, radius: float = 5.6) -> None:
        super().__init__()
        self.number, self.text, self.radius = number, text, radius

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size of disc and words."""
        self.width = width
        self.height = self.text.wrap(width, height)[1] + 2 * self.radius + 2
        return width, self.height

    def draw(self) -> None:
        """Draw both against the right edge, where the numbers stand."""
        edge = self.width - self.radius
        draw_disc(self.canv, edge, self.height - self.radius, self.number, self.radius)
        self.text.drawOn(self.canv, 0, 0)


class Badge(Flowable):
    """A badge by itself."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.letter = letter
        self.width, self.height = BADGE_SIDE, BADGE_SIDE + 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        draw_badge(self.canv, 0, 1, self.letter)


class Numbered(Flowable):
    """Words with a numbered disc before them."""

    def __init__(self, number: int, text: Text, radius: float = 6.2) -> None:
        super().__init__()
        self.number, self.text, self.radius = number, text, radius

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size of the words, the disc included."""
        self.width = width
        _, inner = self.text.wrap(width - self._indent, height)
        self.height = max(inner, 2 * self.radius + 1)
        return width, self.height

    @property
    def _indent(self) -> float:
        return 2 * self.radius + 4.5

    def draw(self) -> None:
        """Draw disc and words, whose first lines stand level."""
        first = self.text.face.size * self.text.leading
        middle = self.height - max(first / 2, self.radius)
        draw_disc(self.canv, self.radius, middle, self.number, self.radius)
        self.text.drawOn(self.canv, self._indent, self.height - self.text.height)


class Bookmark(Flowable):
    """An entry of the outline that a reader shows beside the pages."""

    width = height = 0.0

    def __init__(self, title: str, key: str, level: int = 0) -> None:
        super().__init__()
        self.title, self.key, self.level = title, key, level
        self.keepWithNext = 1

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Nothing to see."""
        return 0, 0

    def draw(self) -> None:
        """Set the mark."""
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.title, self.key, self.level)


def heading(text: str, key: str, *, before: float = 14) -> list[Flowable]:
    """A heading of a section, with its entry in the outline; never the last on a page."""
    face = Face(SEMIBOLD, 12.5)
    return [Bookmark(text, key), Text(text, face=face, before=before, after=3, keep=True)]


def subheading(text: str, *, before: float = 9) -> Text:
    """A smaller heading."""
    return Text(text, face=Face(SEMIBOLD, 9, ACCENT), before=before, after=2, keep=True)


def table(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    commands: Sequence[tuple[Any, ...]] = (),
    *,
    repeat: int = 1,
    pad: float = 2.1,
) -> Table:
    """A table with thin rules under its rows, whose heading is repeated on each page."""
    made = Table(
        [list(row) for row in rows], colWidths=list(widths), repeatRows=repeat, hAlign="LEFT"
    )
    made.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, BODY.size),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), pad),
            ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
            *commands,
        ]
    )
    return made


def head_cell(text: str, *, align: Align = "left") -> Text:
    """Heading of a column."""
    face = BODY.but(size=7.2, colour=MUTED, font=SEMIBOLD)
    return Text(text, face=face, align=align)
