"""A drawing as one SVG text: paths alone, no fonts, no scripts, no outside links."""

from __future__ import annotations

from html import escape

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


def svg_of(drawing: Drawing, *, title: str = "", metadata: str = "") -> str:
    """Write a drawing as SVG.

    Parameters
    ----------
    title
        Read out to those who do not see the picture.
    metadata
        Text to keep in `<metadata>`.

    Returns
    -------
    The same bytes for the same drawing; texts are outlines that carry their words as labels.
    """
    canvas, size = drawing.canvas, drawing.size
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.width_px}" '
        f'height="{size.height_px}" viewBox="0 0 {number(canvas.width)} {number(canvas.height)}"'
        f' role="img">'
    )
    parts = [head]
    if title:
        parts.append(f"<title>{escape(title)}</title>")
    if metadata:
        parts.append(f"<metadata>{escape(metadata)}</metadata>")
    if drawing.background is not None:
        ground = Shape(rectangle(canvas), Paint(fill=drawing.background), canvas)
        parts.append(_write(ground))
    parts.extend(_write(item) for item in drawing.items)
    parts.append("</svg>")
    return "\n".join(parts)


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
                stroke_first=True,
            )
            label = escape(item.content)
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
