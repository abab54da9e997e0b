"""A drawing as PDF: the same paths as the SVG, and beneath them words that can be searched.

A pixel of the picture is 0.75 pt, as at 96 pixels an inch.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import resvg_py
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from maps.stills.drawing import Drawing, Emblem, Paint, Shape, Text, rectangle, text_path
from maps.stills.imprint import Imprint, xmp_packet
from maps.stills.typeface import FAMILIES, Face

_POINTS_PER_PX: Final = 0.75
_EMBLEM_PX_PER_PX: Final = 4
"""Pixels of a logo for each of the picture: print shows more than a screen."""

_TOKEN: Final = re.compile(r"([MLQCZ])|(-?[\d.]+)")
_NUMBERS_OF: Final = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}
_EVEN_ODD, _NON_ZERO = 0, 1
_INVISIBLE: Final = 3
_SVG_MITRE: Final = 4
_FONT_LOCK = threading.Lock()


def pdf_of(drawing: Drawing, imprint: Imprint) -> bytes:
    """Write a drawing as a PDF of one page.

    Parameters
    ----------
    imprint
        Its title, language and words go into the file; see `maps.stills.imprint.xmp_of`.

    Returns
    -------
    The same bytes for the same drawing and imprint.
    """
    size = drawing.size
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(size.width_px * _POINTS_PER_PX, size.height_px * _POINTS_PER_PX),
        pageCompression=1,
        invariant=1,
        lang=imprint.spec.language,
    )
    _tell(canvas, imprint)
    painter = _Painter(canvas, drawing)
    if drawing.background is not None:
        painter.paint(rectangle(drawing.canvas), Paint(fill=drawing.background))
    for item in drawing.items:
        painter.draw(item)
    for text in drawing.texts():
        painter.write_unseen(text)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _tell(canvas: Any, imprint: Imprint) -> None:
    """Say in the file what it is; dated by the day that it shows, not by the clock."""
    canvas.setTitle(imprint.title)
    canvas.setSubject(imprint.description)
    canvas.setAuthor(imprint.credit)
    canvas.setCreator(imprint.program)
    canvas.setKeywords(imprint.permalink)
    stamp = canvas._doc._timeStamp
    stamp.YMDhms = (*imprint.on_day.timetuple()[:3], 0, 0, 0)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    stream = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary(
            {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
        ),
        xmp_packet(imprint).encode(),
        # Not packed, so that programs which know no PDF find it.
        filters=[],
    )
    canvas._doc.Catalog.Metadata = canvas._doc.Reference(stream, "zonemap-metadata")


class _Painter:
    """Puts items of a drawing on a page, y upward from its foot."""

    def __init__(self, canvas: Canvas, drawing: Drawing) -> None:
        self._canvas: Any = canvas
        self._scale = drawing.size.px_per_unit * _POINTS_PER_PX
        self._height = drawing.size.height_px * _POINTS_PER_PX
        self._px_per_unit = drawing.size.px_per_unit

    def draw(self, item: Shape | Text | Emblem) -> None:
        """Paint one item."""
        match item:
            case Shape():
                self.paint(item.path, item.paint)
            case Text():
                self._draw_text(item)
            case Emblem():
                self._draw_emblem(item)

    def paint(self, path: str, paint: Paint, *, rule: int = _EVEN_ODD) -> None:
        """Paint a path."""
        if not path or (paint.fill is None and paint.stroke is None):
            return
        self._canvas.saveState()
        self._set(paint)
        fill, stroke = paint.fill is not None, paint.stroke is not None
        if fill and stroke and paint.stroke_first:
            self._put(path, rule, stroke=True)
            self._put(path, rule, fill=True)
        else:
            self._put(path, rule, fill=fill, stroke=stroke)
        self._canvas.restoreState()

    def write_unseen(self, text: Text) -> None:
        """Write a text without ink where its letters are, to be searched and copied."""
        if not text.content.strip() or text.run.advance <= 0:
            return
        font = _font_of(text.face)
        size = text.size * self._scale
        natural = pdfmetrics.stringWidth(text.content, font, size)
        line = self._canvas.beginText(*self._point(text.x, text.y))
        line.setFont(font, size)
        line.setTextRenderMode(_INVISIBLE)
        if natural > 0:
            line.setHorizScale(100 * text.run.advance * size / natural)
        line.textOut(text.content)
        self._canvas.drawText(line)

    def _draw_text(self, text: Text) -> None:
        halo = text.halo is not None and text.halo_width > 0
        paint = Paint(
            fill=text.fill,
            stroke=text.halo if halo else None,
            stroke_width=2 * text.halo_width,
            fill_opacity=text.opacity,
            stroke_opacity=text.opacity,
            stroke_first=True,
        )
        self.paint(text_path(text), paint, rule=_NON_ZERO)

    def _draw_emblem(self, emblem: Emblem) -> None:
        """Paint a logo as a picture: it may have any SVG that draws shapes."""
        from PIL import Image

        box = emblem.box
        width_px = max(1, round(box.width * self._px_per_unit * _EMBLEM_PX_PER_PX))
        svg = emblem.svg.replace("<svg ", f'<svg width="{box.width}" height="{box.height}" ', 1)
        png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=width_px)
        x, y = self._point(box.left, box.bottom)
        self._canvas.drawImage(
            ImageReader(Image.open(io.BytesIO(png))),
            x,
            y,
            box.width * self._scale,
            box.height * self._scale,
            mask="auto",
        )

    def _set(self, paint: Paint) -> None:
        canvas = self._canvas
        if paint.fill is not None:
            canvas.setFillColorRGB(*_rgb(paint.fill))
            canvas.setFillAlpha(paint.fill_opacity)
        if paint.stroke is not None:
            canvas.setStrokeColorRGB(*_rgb(paint.stroke))
            canvas.setStrokeAlpha(paint.stroke_opacity)
            canvas.setLineWidth(paint.stroke_width * self._scale)
            canvas.setLineCap(1 if paint.round_ends else 0)
            canvas.setLineJoin(1 if paint.round_ends else 0)
            canvas.setMiterLimit(_SVG_MITRE)
            if paint.dash:
                canvas.setDash([one * self._scale for one in paint.dash])

    def _put(self, path: str, rule: int, *, fill: bool = False, stroke: bool = False) -> None:
        pen = self._canvas.beginPath()
        at = start = (0.0, 0.0)
        for command, numbers in _commands(path):
            points = [self._point(*numbers[i : i + 2]) for i in range(0, len(numbers), 2)]
            match command:
                case "M":
                    pen.moveTo(*points[0])
                    start = points[0]
                case "L":
                    pen.lineTo(*points[0])
                case "C":
                    pen.curveTo(*points[0], *points[1], *points[2])
                case "Q":
                    pen.curveTo(*_cubic(at, points[0], points[1]))
                case _:
                    pen.close()
            at = points[-1] if points else start
        self._canvas.drawPath(pen, fill=int(fill), stroke=int(stroke), fillMode=rule)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return x * self._scale, self._height - y * self._scale


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Commands of a path with their numbers; one that is repeated may stand once."""
    command, numbers = "", []
    for letter, value in _TOKEN.findall(path):
        if letter:
            command = letter
            if letter == "Z":
                yield "Z", []
            continue
        numbers.append(float(value))
        if len(numbers) == _NUMBERS_OF[command]:
            yield command, numbers
            # As SVG has it: what follows a move without a letter is a line.
            command, numbers = "L" if command == "M" else command, []


def _cubic(
    start: tuple[float, float], bend: tuple[float, float], end: tuple[float, float]
) -> tuple[float, ...]:
    """Handles and end of the cubic curve that is the same as a quadratic one."""
    return (
        start[0] + 2 / 3 * (bend[0] - start[0]),
        start[1] + 2 / 3 * (bend[1] - start[1]),
        end[0] + 2 / 3 * (bend[0] - end[0]),
        end[1] + 2 / 3 * (bend[1] - end[1]),
        *end,
    )


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


@lru_cache(maxsize=4 * len(FAMILIES))
def _font_of(face: Face) -> str:
    """Name of a face for the unseen words; only the letters used go into a file."""
    name = f"Still-{face.family}-{face.weight}"
    with _FONT_LOCK:
        pdfmetrics.registerFont(TTFont(name, str(face.path)))
    return name
