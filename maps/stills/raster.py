"""A drawing as pixels: PNG by resvg, without any font or file of the system."""

from __future__ import annotations

import resvg_py

from maps.stills.drawing import Drawing
from maps.stills.svg import svg_of


def png_of(drawing: Drawing, *, width_px: int | None = None) -> bytes:
    """Draw pixels.

    Parameters
    ----------
    width_px
        For a preview; None is the size of the drawing.

    Returns
    -------
    PNG of 8 bits a channel, RGBA, alpha not multiplied in; the same bytes each time.
    """
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg_of(drawing), skip_system_fonts=True, width=width_px)
    )
