"""The faces of the brief: Be Vietnam Pro as TrueType, of which the PDF gets subsets.

Where the files of `maps/static/fonts` come from: the TTFs are those of the npm package
`@expo-google-fonts/be-vietnam-pro` 0.4.1 (400Regular, 600SemiBold), version 1.002 of the font, with
the same outlines as the WOFF2 files beside them, glyph by glyph. The font has no tabular figures.
The two cuts `figures` are the digits and marks alone, each digit centred on 680 units:

    for weight in (400, 600):
        font = TTFont(f"be-vietnam-pro-{weight}-normal.ttf", recalcTimestamp=False)
        for tag in ("GSUB", "GPOS", "GDEF", "DSIG", "fpgm", "prep", "cvt ", "gasp"):
            if tag in font:
                del font[tag]
        names, widths = font.getBestCmap(), font["hmtx"].metrics
        for digit in "0123456789":
            advance, bearing = widths[names[ord(digit)]]
            shift = (680 - advance) // 2
            glyph = font["glyf"][names[ord(digit)]]
            glyph.coordinates.translate((shift, 0))
            glyph.recalcBounds(font["glyf"])
            widths[names[ord(digit)]] = (680, bearing + shift)
        subsetter = Subsetter()
        subsetter.populate(text="0123456789.,-–−+%/ ")
        subsetter.options.hinting = False
        subsetter.options.name_IDs = ["*"]
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                for old in ("BeVietnamPro", "Be Vietnam Pro"):
                    figures = "Figures" if old == "BeVietnamPro" else " Figures"
                    record.string = record.toUnicode().replace(old, old + figures)
        font.save(f"be-vietnam-pro-{weight}-figures.ttf")

A file of the PDF is known by its font's name, so the cuts have one of their own. The licence
(OFL.txt) reserves no font name.
"""

from __future__ import annotations

import threading
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from geo.errors import StaticAssetError
from maps.assets import STATIC_DIR

REGULAR = "BriefRegular"
SEMIBOLD = "BriefSemiBold"
FIGURES = "BriefFigures"
FIGURES_SEMIBOLD = "BriefFiguresSemiBold"

FIGURE_CHARACTERS = frozenset("0123456789.,-–−+%/")
"""What the cuts of figures can draw."""

LEADING = 1.46
"""Of the size: marks as of Ẵ rise up to 1.19 above the line, descenders hang up to 0.27 below."""

_FILES = {
    REGULAR: "be-vietnam-pro-400-normal.ttf",
    SEMIBOLD: "be-vietnam-pro-600-normal.ttf",
    FIGURES: "be-vietnam-pro-400-figures.ttf",
    FIGURES_SEMIBOLD: "be-vietnam-pro-600-figures.ttf",
}
_FIGURES_OF = {REGULAR: FIGURES, SEMIBOLD: FIGURES_SEMIBOLD}
_LOCK = threading.Lock()


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Read the fonts once; StaticAssetError if one is missing or broken."""
    with _LOCK:
        for name, file in _FILES.items():
            try:
                pdfmetrics.registerFont(TTFont(name, STATIC_DIR / "fonts" / file))
            except Exception as error:
                raise StaticAssetError(
                    f"the font {file} cannot be read",
                    expected=f"it in {STATIC_DIR.name}/fonts/",
                    remedy="install the package again",
                ) from error


def figures_of(font: str) -> str:
    """The cut with digits of one width that goes with a face."""
    return _FIGURES_OF[font]


def text_width(text: str, font: str, size: float) -> float:
    """Width of a text in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
