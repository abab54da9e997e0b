"""Small drawings: badge, tick, numbered disc, symbols of the map, hatching, QR code."""

from __future__ import annotations

import math
from typing import Any

import segno
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from maps.brief.fonts import SEMIBOLD, text_width
from maps.style import LINK_KIND, PAPER

BADGE_SIDE = 8.6

BADGE_COLOURS: dict[str, tuple[str, str, str]] = {
    "A": ("#0b6e69", "#0b6e69", "#ffffff"),
    "B": ("#dcefec", "#0b6e69", "#084f4b"),
    "C": ("#eef2f3", "#b9c5cb", "#43545c"),
    "D": ("#ffffff", "#8fa0a8", "#54666f"),
}
"""Fill, edge and letter, as on the pages."""

WAY_STYLE: dict[str, tuple[str, list[float]]] = {
    "deep_sea_berth": ("#24405f", [4, 1.6]),
    "port": ("#2672b3", [1.4, 1.6]),
    "airport": ("#6a4c7d", [5, 1.6, 1, 1.6]),
    "expressway": ("#a3551f", [2.4, 1.6]),
}
"""Colour and pattern of distance lines, apart without colour as well."""


def draw_badge(canvas: Any, x: float, y: float, letter: str) -> None:
    """A quality badge with its lower left corner at a point."""
    fill, edge, ink = BADGE_COLOURS[letter]
    canvas.saveState()
    canvas.setFillColor(HexColor(fill))
    canvas.setStrokeColor(HexColor(edge))
    canvas.setLineWidth(0.5)
    canvas.setDash([1.2, 0.9] if letter == "D" else [])
    canvas.roundRect(x, y, BADGE_SIDE, BADGE_SIDE, 1.6, stroke=1, fill=1)
    canvas.setFillColor(HexColor(ink))
    canvas.setFont(SEMIBOLD, 6.4)
    canvas.drawCentredString(x + BADGE_SIDE / 2, y + 2.05, letter)
    canvas.restoreState()


def draw_tick(canvas: Any, x: float, y: float, side: float = 5) -> None:
    """A tick with its lower left corner at a point."""
    canvas.saveState()
    canvas.setStrokeColor(HexColor(PAPER["accent"]))
    canvas.setLineWidth(1.1)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    path.moveTo(x, y + side * 0.45)
    path.lineTo(x + side * 0.36, y + side * 0.08)
    path.lineTo(x + side, y + side * 0.9)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def draw_disc(canvas: Any, x: float, y: float, number: int, radius: float) -> None:
    """A disc with a number, its middle at a point."""
    size = radius * 1.35
    canvas.setFillColor(HexColor(PAPER["accent"]))
    canvas.setStrokeColor(HexColor("#ffffff"))
    canvas.setLineWidth(radius * 0.14)
    canvas.setDash()
    canvas.circle(x, y, radius, stroke=1, fill=1)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.setFont(SEMIBOLD, size)
    text = str(number)
    canvas.drawString(x - text_width(text, SEMIBOLD, size) / 2, y - size * 0.36, text)


def draw_target(canvas: Any, x: float, y: float, kind: str) -> None:
    """Symbol of what a distance was measured to: port, airport, or a point of a road."""
    canvas.setDash()
    canvas.setLineWidth(0.7)
    canvas.setStrokeColor(HexColor("#ffffff"))
    if kind == "airport":
        canvas.setFillColor(HexColor(LINK_KIND["airport"]["color"]))
        path = canvas.beginPath()
        path.moveTo(x, y + 3.6)
        path.lineTo(x + 3.5, y - 2.6)
        path.lineTo(x - 3.5, y - 2.6)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
    elif kind == "expressway":
        canvas.setFillColor(HexColor(WAY_STYLE["expressway"][0]))
        canvas.circle(x, y, 1.9, stroke=1, fill=1)
    else:
        canvas.setFillColor(HexColor(PAPER["port"]))
        canvas.rect(x - 2.7, y - 2.7, 5.4, 5.4, stroke=1, fill=1)


def hatch(canvas: Any, path: Any, box: tuple[float, float, float, float], colour: str) -> None:
    """Fill a path with slanting lines; `box` holds it: left, bottom, right, top."""
    left, bottom, right, top = box
    canvas.saveState()
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(0.45)
    canvas.setDash()
    rise = top - bottom
    step = 2.6
    start = math.floor((left - rise) / step) * step
    lines = []
    while start < right:
        lines.append((start, bottom, start + rise, top))
        start += step
    canvas.lines(lines)
    canvas.restoreState()


class QrCode(Flowable):
    """A QR code as one path of squares; its address can be clicked as well."""

    def __init__(self, address: str, side: float) -> None:
        super().__init__()
        self.address = address
        self.code = segno.make(address, micro=False, error="m", boost_error=False)
        self.width = self.height = side

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its side, whatever the room."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw runs of dark modules as rectangles, the quiet zone of 4 modules left free."""
        rows = list(self.code.matrix_iter(border=4))
        module = self.width / len(rows)
        canvas = self.canv
        canvas.setFillColor(HexColor("#000000"))
        path = canvas.beginPath()
        for place, row in enumerate(rows):
            bottom = self.height - (place + 1) * module
            start = None
            for column, dark in enumerate([*row, 0]):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    path.rect(start * module, bottom, (column - start) * module, module)
                    start = None
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.linkURL(self.address, (0, 0, self.width, self.height), relative=1, thickness=0)
