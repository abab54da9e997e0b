"""A drawing as one SVG text: paths alone, no fonts, no scripts, no outside links."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from maps.stills.drawing import (
    Drawing,
    Emblem,
    Item,
    Paint,
    Shape,
    Text,
    number,
    rectangle,
    text_path,
)

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg_of(
    drawing: Drawing,
    *,
    title: str = "",
    description: str = "",
    metadata: str = "",
    rows: tuple[int, int] | None = None,
) -> str:
    """Write a drawing as SVG.

    Parameters
    ----------
    title, description
        Read out to those who do not see the picture.
    metadata
        XML to keep in `<metadata>`.
    rows
        First row of pixels, and the one after the last, of a part to be drawn by itself; None is
        the whole picture.

    Returns
    -------
    The same bytes for the same drawing; texts are outlines that carry their words as labels.
    """
    canvas = drawing.canvas
    parts = [_head(drawing, rows)]
    if title:
        parts.append(f"<title>{xml_text(title)}</title>")
    if description:
        parts.append(f"<desc>{xml_text(description)}</desc>")
    if metadata:
        parts.append(f"<metadata>{metadata}</metadata>")
    if drawing.background is not None:
        ground = Shape(rectangle(canvas), Paint(fill=drawing.background), canvas)
        parts.append(_write(ground))
    parts.extend(_write(item) for item in drawing.items)
    parts.append("</svg>")
    return "\n".join(parts)


def xml_text(text: str) -> str:
    """Text as XML takes it; characters that XML cannot hold are left out."""
    return escape(_NO_XML.sub("", text))


def _head(drawing: Drawing, rows: tuple[int, int] | None) -> str:
    size, canvas = drawing.size, drawing.canvas
    height_px = size.height_px
    view = f"0 0 {number(canvas.width)} {number(canvas.height)}"
    if rows is not None:
        height_px = rows[1] - rows[0]
        # Not rounded: bands have to meet to the hundredth of a pixel.
        scale = size.px_per_unit
        view = f"0 {rows[0] / scale!r} {canvas.width!r} {height_px / scale!r}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.width_px}" height="{height_px}" '
        f'viewBox="{view}" role="img">'
    )


def _write(item: Item) -> str:
    match item:
        case Shape():
            return f'<path d="{item.path}"{_attributes(item.paint)}/>'
        case Text():
            halo = item.halo is not None and item.halo_width > 0
            paint = Paint(
                fill=item.fill,
                stroke=item.halo if halo else None,
                stroke_width=2 * item.halo_width,
                fill_opacity=item.opacity,
                stroke_opacity=item.opacity,
                stroke_first=True,
            )
            label = xml_text(item.content)
            return f'<path aria-label="{label}" d="{text_path(item)}"{_attributes(paint)}/>'
        case Emblem():
            box = item.box
            # The checked SVG opens with `<svg `; place and size are set on that very tag.
            place = (
                f'<svg x="{number(box.left)}" y="{number(box.top)}" width="{number(box.width)}" '
                f'height="{number(box.height)}" '
            )
            return item.svg.replace("<svg ", place, 1)


def _attributes(paint: Paint) -> str:
    parts = [f' fill="{paint.fill}"' if paint.fill else ' fill="none"']
    if paint.fill and paint.fill_opacity < 1:
        parts.append(f' fill-opacity="{number(paint.fill_opacity)}"')
    if paint.fill and not paint.stroke_first:
        parts.append(' fill-rule="evenodd"')
    if paint.stroke:
        parts.append(f' stroke="{paint.stroke}" stroke-width="{number(paint.stroke_width)}"')
        if paint.stroke_opacity < 1:
            parts.append(f' stroke-opacity="{number(paint.stroke_opacity)}"')
        if paint.round_ends:
            parts.append(' stroke-linejoin="round" stroke-linecap="round"')
        if paint.dash:
            dash = " ".join(number(one) for one in paint.dash)
            parts.append(f' stroke-dasharray="{dash}"')
        if paint.stroke_first:
            parts.append(' paint-order="stroke"')
    return "".join(parts)
