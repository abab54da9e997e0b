"""A shortlist as a PDF for the board: put together, numbered, written."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from maps.brief.closing import closing_section
from maps.brief.content import Content, dates_text, make_content
from maps.brief.cover import cover_page, title_of
from maps.brief.fonts import REGULAR, load_fonts, text_width
from maps.brief.spec import BriefSpec
from maps.brief.tables import comparison_section, ranking_section
from maps.brief.text import SMALL, draw_line, layout
from maps.brief.words import phrase
from maps.brief.zone_page import zone_page
from maps.style import PAPER

SIDE, TOP, FOOT = 45.0, 40.0, 52.0
WIDTH = A4[0] - 2 * SIDE


def build_brief(spec: BriefSpec) -> bytes:
    """Draw the brief of a shortlist.

    Parameters
    ----------
    spec
        What is shown; see `BriefSpec`, which checks it.

    Returns
    -------
    bytes
        A PDF, A4 portrait; the same for the same spec.

    Raises
    ------
    StaticAssetError
        If a font is missing.
    """
    load_fonts()
    content = make_content(spec)
    story: list[Flowable] = [
        *cover_page(content, WIDTH),
        *comparison_section(content, WIDTH),
        *ranking_section(content, WIDTH),
    ]
    for place in range(len(spec.zones)):
        story += zone_page(content, place, WIDTH)
    story += closing_section(content, WIDTH)
    return _write(content, story)


def _write(content: Content, story: list[Flowable]) -> bytes:
    target = io.BytesIO()
    frame = Frame(
        SIDE, FOOT, WIDTH, A4[1] - TOP - FOOT,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        pageTemplates=[PageTemplate(frames=[frame])],
        title=title_of(content),
        subject=phrase("subject", content.language),
        author="Zonemap",
        creator=f"Zonemap, data version {content.spec.data_version}",
    )

    def make_canvas(*arguments: Any, **options: Any) -> _NumberedCanvas:
        canvas = _NumberedCanvas(
            *arguments,
            **{
                **options,
                "invariant": 1,
                "pageCompression": 1,
                "lang": content.language,
                "initialFontName": REGULAR,
            },
        )
        canvas.prepare(content)
        return canvas

    document.build(story, canvasmaker=make_canvas)
    return target.getvalue()


class _NumberedCanvas(Canvas):
    """A canvas that holds its pages back until it knows how many there are."""

    def prepare(self, content: Content) -> None:
        """Set when the file was made, which is never what the clock says."""
        self._content = content
        self._held: list[dict[str, Any]] = []
        self.showOutline()
        canvas: Any = self  # what follows has no types
        _set_time(canvas._doc, content.spec.made_at)
        # Readers, and who hears them read out, get the title and not the name of the file.
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def showPage(self) -> None:  # noqa: N802 - the library's name
        """Hold a page back."""
        self._held.append(dict(self.__dict__))
        canvas: Any = self
        canvas._startPage()

    def save(self) -> None:
        """Write every page with its foot."""
        pages = len(self._held)
        canvas: Any = self
        notes = canvas._annotationCount
        for number, state in enumerate(self._held, start=1):
            self.__dict__.update(state)
            # The foot's link must not take the number of one on a later page.
            canvas._annotationCount = notes + number
            _draw_foot(self, self._content, number, pages)
            super().showPage()
        super().save()


def _set_time(document: Any, made_at: datetime) -> None:
    stamp = document._timeStamp
    offset = made_at.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    stamp.t = made_at.timestamp() if made_at.tzinfo else 0.0
    stamp.lt = made_at.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.dhh, stamp.dmm = int(minutes / 60), abs(minutes) % 60


def _draw_foot(canvas: Any, content: Content, number: int, pages: int) -> None:
    """Page number, date of the data, and the link: whole where it fits, else where it stands."""
    spec, language = content.spec, content.language
    face = SMALL.but(size=6.8)
    canvas.setStrokeColor(HexColor(PAPER["line"]))
    canvas.setLineWidth(0.5)
    canvas.setDash()
    canvas.line(SIDE, FOOT - 12, SIDE + WIDTH, FOOT - 12)
    page = phrase("page_of", language, page=str(number), pages=str(pages))
    data = phrase(
        "foot_data", language, dates=dates_text(spec, language), version=str(spec.data_version)
    )
    room = WIDTH - text_width(page, REGULAR, face.size) - 12
    title_row = [(f"Zonemap · {data}", face)]
    draw_line(canvas, SIDE, FOOT - 22, title_row)
    draw_line(canvas, SIDE + room + 12, FOOT - 22, [(page, face)])
    lines = layout([(spec.link, face)], WIDTH)
    if len(lines) > 2:
        base = spec.link.partition("?")[0]
        lines = layout([(f"{base} ({phrase('foot_link', language)})", face)], WIDTH)[:1]
    for place, line in enumerate(lines):
        draw_line(canvas, SIDE, FOOT - 31 - 8.4 * place, line)
    bottom = FOOT - 34 - 8.4 * (len(lines) - 1)
    canvas.linkURL(spec.link, (SIDE, bottom, SIDE + WIDTH, FOOT - 24), thickness=0)
