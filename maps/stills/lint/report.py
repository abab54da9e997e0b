"""A picture of what the linter found: the picture dimmed, numbered boxes, and the sentences."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Final

import resvg_py

from maps.labels import Language
from maps.stills.drawing import Drawing, Paint, Shape, Text, circle, number, rectangle
from maps.stills.layout import Layout
from maps.stills.lint.areas import action_box
from maps.stills.lint.findings import Finding
from maps.stills.sizes import LEAST_PX, UNITS, Box, Size
from maps.stills.svg import svg_of
from maps.stills.typeface import LINE, Face, face
from maps.stills.typeset import break_lines
from maps.stills.words import phrase

MOST_TOLD: Final = 60
"""Findings that are numbered and told; how many more there are is said."""

_LONGER_PX: Final = 1920
"""Longer side of the picture within the report, pixels at most."""

_LIST_PX: Final = 900
"""Width of the list beside an upright picture, pixels."""

_TEXT_PX: Final = 24.0
_MARGIN_PX: Final = 36.0
_PAPER, _INK, _MUTED = "#11181c", "#f4f6f6", "#b9c6cc"
_COLOURS: Final = {"fault": "#ff5a4f", "warning": "#ffc233"}
_ON_COLOUR: Final = "#11181c"
_SAFE, _ACTION = "#5fd0ff", "#c9a5ff"


def draw_findings(
    png: bytes, layout: Layout, findings: Sequence[Finding], language: Language
) -> bytes:
    """Draw a picture with what was found in it.

    Parameters
    ----------
    png
        The picture, or a smaller preview of it.

    Returns
    -------
    PNG: the picture dimmed, the safe area chosen and action safe as dashed lines, a numbered box
    over each finding that has a place, and the sentences in a language: below a wide picture,
    beside an upright one. The same bytes each time.
    """
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_report(png, layout, findings, language), skip_system_fonts=True
        )
    )


def _report(png: bytes, layout: Layout, findings: Sequence[Finding], language: Language) -> str:
    size, canvas = layout.size, layout.canvas
    scale_px = min(_LONGER_PX, max(size.width_px, size.height_px)) / max(
        canvas.width, canvas.height
    )
    width_px, height_px = canvas.width * scale_px, canvas.height * scale_px
    is_beside = height_px > width_px
    list_px = _LIST_PX if is_beside else max(width_px, 3.0 * LEAST_PX)
    listed = _List(findings, language, list_px - 2 * _MARGIN_PX)
    if is_beside:
        whole = Size(round(width_px + list_px), round(max(height_px, listed.height)))
        corner = (width_px, 0.0)
    else:
        whole = Size(round(list_px), round(height_px + listed.height))
        corner = (0.0, height_px)
    drawing = Drawing(whole)
    # The drawing counts in units of its own shorter side; all here is laid out in pixels.
    unit = min(whole.width_px, whole.height_px) / UNITS
    pen = _Pen(drawing, unit)
    picture = Box(0, 0, width_px, height_px)
    pen.fill(Box(0, 0, whole.width_px, whole.height_px), _PAPER)
    pen.fill(picture, "#000000", opacity=0.35)
    _draw_guides(pen, layout, scale_px)
    _draw_boxes(pen, findings[:MOST_TOLD], scale_px, picture)
    listed.draw(pen, *corner)
    lines = svg_of(drawing).split("\n")
    # After the opening tag and the paper, under the shade that dims it.
    lines.insert(2, _image(png, picture, unit))
    return "\n".join(lines)


def _image(png: bytes, box: Box, unit: float) -> str:
    data = b64encode(png).decode("ascii")
    return (
        f'<image width="{number(box.width / unit)}" height="{number(box.height / unit)}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'
    )


class _Pen:
    """Draws in pixels of the report."""

    def __init__(self, drawing: Drawing, px_per_unit: float) -> None:
        self._drawing, self._px = drawing, px_per_unit

    def _units(self, box: Box) -> Box:
        px = self._px
        return Box(box.left / px, box.top / px, box.right / px, box.bottom / px)

    def fill(self, box: Box, colour: str, *, opacity: float = 1.0) -> None:
        units = self._units(box)
        self._drawing.add(Shape(rectangle(units), Paint(colour, fill_opacity=opacity), units))

    def frame(
        self,
        box: Box,
        colour: str,
        width: float,
        *,
        dash: tuple[float, ...] = (),
        radius: float = 0,
    ) -> None:
        units, px = self._units(box), self._px
        paint = Paint(stroke=colour, stroke_width=width / px, dash=tuple(one / px for one in dash))
        self._drawing.add(Shape(rectangle(units, radius=radius / px), paint, units))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        px = self._px
        box = self._units(Box(x - radius, y - radius, x + radius, y + radius))
        path = circle(x / px, y / px, radius / px)
        self._drawing.add(Shape(path, Paint(colour, _PAPER, 2 / px), box))

    def write(
        self, text: str, x: float, y: float, size: float, colour: str, using: Face,
        *, centred: bool = False,
    ) -> None:  # fmt: skip
        px, run = self._px, using.shape(text)
        x -= run.advance * size / 2 if centred else 0.0
        self._drawing.add(Text(text, run, using, x / px, y / px, size / px, colour, "note"))


def _draw_guides(pen: _Pen, layout: Layout, scale_px: float) -> None:
    for box, colour in (
        (action_box(layout.canvas, layout.area), _ACTION),
        (layout.safe, _SAFE),
    ):
        pen.frame(_scaled(box, scale_px), colour, 2, dash=(12, 8))


def _draw_boxes(pen: _Pen, findings: Sequence[Finding], scale_px: float, picture: Box) -> None:
    for finding in findings:
        if finding.box is not None:
            box = _clipped(_scaled(finding.box, scale_px).inset(-5), picture.inset(2))
            pen.frame(box, _PAPER, 6, radius=5)
            pen.frame(box, _COLOURS[finding.severity], 3, radius=5)
    # Numbers over every frame: those of close boxes stay readable.
    taken: list[Box] = []
    for index, finding in enumerate(findings, start=1):
        if finding.box is not None:
            box = _clipped(_scaled(finding.box, scale_px).inset(-5), picture.inset(2))
            x, y = _free_place(box, picture, taken)
            _draw_number(pen, index, x, y, finding)


_RADIUS_PX: Final = 18.0


def _free_place(box: Box, picture: Box, taken: list[Box]) -> tuple[float, float]:
    """Middle of a number at a corner of a box where none is yet; along its edge for want of one."""
    r = _RADIUS_PX
    room = picture.inset(r + 2)
    corners = [(box.left, box.top), (box.right, box.top), (box.left, box.bottom),
               (box.right, box.bottom)]  # fmt: skip
    along = [(box.left + step * 2.2 * r, box.top) for step in range(1, 12)]
    best: tuple[float, float] | None = None
    for x, y in corners + along:
        x, y = min(max(x, room.left), room.right), min(max(y, room.top), room.bottom)
        place = Box(x - r, y - r, x + r, y + r)
        best = best or (x, y)
        if not any(place.overlap(other) for other in taken):
            best = (x, y)
            break
    x, y = best or box.centre
    taken.append(Box(x - r, y - r, x + r, y + r))
    return x, y


def _draw_number(pen: _Pen, index: int, x: float, y: float, finding: Finding) -> None:
    bold = face("be-vietnam-pro", "bold")
    pen.disc(x, y, _RADIUS_PX, _COLOURS[finding.severity])
    pen.write(str(index), x, y + 7.5, 21, _ON_COLOUR, bold, centred=True)


class _List:
    """The sentences, broken into lines of a width."""

    def __init__(self, findings: Sequence[Finding], language: Language, width_px: float) -> None:
        self._regular = face("be-vietnam-pro", "regular")
        self._semibold = face("be-vietnam-pro", "semibold")
        self._told = findings[:MOST_TOLD]
        faults = sum(one.severity == "fault" for one in findings)
        counts = {"faults": str(faults), "warnings": str(len(findings) - faults)}
        self._head = self._broken(
            phrase("lint_head" if findings else "lint_clean", language, **counts),
            self._semibold,
            width_px,
        )
        self._rows = [
            self._broken(one.text(language), self._regular, width_px - 54) for one in self._told
        ]
        rest = len(findings) - len(self._told)
        self._rest = phrase("lint_rest", language, count=str(rest)) if rest else ""
        self._guides = (phrase("lint_safe", language), phrase("lint_action", language))

    def _broken(self, text: str, using: Face, width_px: float) -> tuple[str, ...]:
        lines = break_lines(using, text, _TEXT_PX, width_px)
        # A word alone may be wider than the list: it runs over rather than be left out.
        return lines if lines is not None else tuple(text.split("\n"))

    @property
    def height(self) -> float:
        """Pixels, margins counted."""
        lines = len(self._head) + sum(map(len, self._rows)) + 1 + bool(self._rest)
        return 2 * _MARGIN_PX + lines * _TEXT_PX * LINE + (len(self._rows) + 2) * 10

    def draw(self, pen: _Pen, left: float, top: float) -> None:
        """Write the list into a corner of the report."""
        step = _TEXT_PX * LINE
        x, y = left + _MARGIN_PX, top + _MARGIN_PX + _TEXT_PX
        for line in self._head:
            pen.write(line, x, y, _TEXT_PX, _INK, self._semibold)
            y += step
        for colour, guide in zip((_SAFE, _ACTION), self._guides, strict=True):
            pen.fill(Box(x, y - 10, x + 36, y - 6), colour)
            pen.write(guide, x + 48, y, _TEXT_PX * 0.9, _MUTED, self._regular)
            x += 48 + self._regular.width(guide, _TEXT_PX * 0.9) + 40
        x, y = left + _MARGIN_PX, y + step + 20
        for index, (finding, row) in enumerate(zip(self._told, self._rows, strict=True), start=1):
            _draw_number(pen, index, x + _RADIUS_PX, y - 8, finding)
            for line in row:
                pen.write(line, x + 54, y, _TEXT_PX, _INK, self._regular)
                y += step
            y += 10
        if self._rest:
            pen.write(self._rest, x, y, _TEXT_PX, _MUTED, self._regular)


def _scaled(box: Box, scale: float) -> Box:
    return Box(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)


def _clipped(box: Box, within: Box) -> Box:
    """The part of a box within another; a sliver at its edge for one that lies outside."""
    left = min(max(box.left, within.left), within.right - 8)
    top = min(max(box.top, within.top), within.bottom - 8)
    return Box(
        left,
        top,
        max(min(box.right, within.right), left + 8),
        max(min(box.bottom, within.bottom), top + 8),
    )
