"""What stands around a map: title, legend, scale, arrow, inset and QR code.

Credit and logo are in `maps.stills.credit_line`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import segno
from shapely.geometry import box as rectangle_of

from layers.records import Badge
from maps.labels import format_number
from maps.stills.basemap import ground_of
from maps.stills.credit_line import draw_credit as draw_credit
from maps.stills.credit_line import draw_logo as draw_logo
from maps.stills.drawing import (
    Paint,
    Shape,
    box_of,
    circle,
    number,
    outline_path,
    polyline,
    rectangle,
    symbol_points,
)
from maps.stills.frame import MapFrame, fit_frame
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.stack import Row, stack_height, stack_width, write_stack
from maps.stills.typeset import LEAST_SIZE_ON_BLOCK, break_lines, check_drawable, fit_block

TITLE_SIZE: Final = 58.0
SUBTITLE_SIZE: Final = 36.0
SMALL: Final = LEAST_SIZE_ON_BLOCK
PAD: Final = 24.0
"""From the edge of a panel to what is seen of its words, units."""

_FEW_LINES_TITLE, _LEAST_TITLE = 48.0, 38.0
_FEW_LINES_SUBTITLE: Final = 31.0

_BAR_ROOM: Final = PAD + 20.0
_SCALES_M: Final = (200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000)
_INSET_EDGE: Final = 6.0
REGION: Final = (105.95, 10.0, 107.85, 11.6)
"""What an inset shows, degrees: the region without Côn Đảo."""


def draw_title(
    page: Page,
    title: str,
    subtitle: str,
    *,
    width: float | None = None,
    logo: Box | None = None,
    fill: bool = False,
) -> Box | None:
    """Write title and subtitle on a panel at the top of the safe area.

    Parameters
    ----------
    title, subtitle
        What the template says; the spec's own come first. Either may be empty.
    width
        Of the panel at most, units; None is two thirds of the safe area, all of a narrow one.
    logo
        Kept free.
    fill
        Take all of that width, to be flush with a panel below.

    Raises
    ------
    InvalidSpec
        If a text does not fit, or has letters that the font lacks.
    """
    room = page.safe.width * (1.0 if page.is_narrow else 0.66) if width is None else width
    left = page.safe.left
    if logo is not None and logo.top < page.safe.top + 10:
        room = min(room, page.safe.width - logo.width - GAP)
        left = logo.right + GAP if page.theme.corner == "top-left" else left
    rows = title_rows(page, title, subtitle, room - _BAR_ROOM - PAD)
    if not rows:
        return None
    full = room if fill else _BAR_ROOM + stack_width(rows) + PAD
    box = Box(
        left,
        page.safe.top,
        left + full,
        page.safe.top + stack_height(rows) + 2 * PAD,
    )
    page.panel(box)
    draw_bar(page, box)
    write_stack(page, rows, box.left + _BAR_ROOM, box.top + PAD)
    return box


def title_rows(page: Page, title: str, subtitle: str, room: float) -> list[Row]:
    """Title and subtitle fitted into a width, on fewer lines if that takes little off the size."""
    title = title if page.spec.title is None else page.spec.title
    subtitle = subtitle if page.spec.subtitle is None else page.spec.subtitle
    bold, regular = page.theme.face("bold"), page.theme.face("regular")
    check_drawable(bold, [title], "title")
    check_drawable(regular, [subtitle], "subtitle")
    rows = []
    if title:
        most = 3 if page.is_narrow else 2
        broken = break_lines(bold, title, _FEW_LINES_TITLE, room)
        lines = most if broken is None else min(most, len(broken))
        block = fit_block(
            bold, title, width=room, most_lines=lines, size=TITLE_SIZE, least=_LEAST_TITLE,
            what="title",
        )  # fmt: skip
        rows.append(Row(block, "title"))
    if subtitle:
        broken = break_lines(regular, subtitle, _FEW_LINES_SUBTITLE, room)
        block = fit_block(
            regular, subtitle, width=room, most_lines=3 if broken is None else min(3, len(broken)),
            size=SUBTITLE_SIZE, least=SMALL, what="subtitle",
        )  # fmt: skip
        rows.append(Row(block, "subtitle", "panel_muted", gap=20))
    return rows


def draw_bar(page: Page, box: Box) -> None:
    """Paint the accent at the left of a panel: along its edge, or within rounded corners."""
    bar = Box(box.left, box.top, box.left + 10, box.bottom)
    radius = 0.0
    if page.theme.radius > 0:
        bar = Box(box.left + PAD - 6, box.top + PAD, box.left + PAD + 2, box.bottom - PAD)
        radius = 4.0
    paint = Paint(fill=page.theme["panel_accent" if radius else "accent"])
    page.drawing.add(Shape(rectangle(bar, radius=radius), paint, bar, "decoration"))


def draw_badge(page: Page, letter: Badge, x: float, y: float, *, size: float = SMALL) -> Box:
    """Paint a letter of quality in a ring around a point, and have the credit explain it.

    It stands on a panel.
    """
    radius = size * 0.68
    box = Box(x - radius, y - radius, x + radius, y + radius)
    ring = Paint(stroke=page.theme["panel_muted"], stroke_width=2.4)
    page.drawing.add(Shape(circle(x, y, radius), ring, box, "badge"))
    page.write(
        letter, x, y + 0.36 * size, size, "badge", weight="semibold", colour="panel_ink",
        anchor="middle",
    )  # fmt: skip
    page.badges.add(letter)
    return box


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Attributes
    ----------
    symbol
        `dot`, `ring`, `square`, `diamond`, `triangle`, `line` or `dash`.
    colour
        `#rrggbb`; of the edge for a ring.
    """

    label: str
    colour: str
    symbol: str = "dot"


def draw_legend(
    page: Page, title: str, entries: Sequence[Entry], *, above: float, columns: int | None = None
) -> Box | None:
    """Write a legend on a panel at the left, its foot above a height.

    Parameters
    ----------
    columns
        None is two on a narrow picture, for more than a few lines.

    Raises
    ------
    InvalidSpec
        If a line is wider than the picture.
    """
    if not page.spec.legend or not entries:
        return None
    regular, semibold = page.theme.face("regular"), page.theme.face("semibold")
    if columns is None:
        columns = 2 if page.is_narrow and len(entries) > 3 else 1
    room = (page.safe.width - 2 * GAP) / columns - (52 if columns == 1 else 76)
    heading = fit_block(
        semibold, title, width=room * columns if page.is_narrow else 460, most_lines=2, size=30,
        least=SMALL, what="heading of the legend",
    )  # fmt: skip
    labels = [
        fit_block(
            regular, one.label, width=room, most_lines=2, size=SMALL, least=SMALL,
            what="line of the legend",
        )
        for one in entries
    ]  # fmt: skip
    rows = -(-len(entries) // columns)
    row_height = max(label.height for label in labels) + 2
    column = max(label.width for label in labels) + (52 if columns == 1 else 76)
    width = max(heading.width, column * columns) + 2 * GAP
    height = heading.height + rows * row_height + GAP
    box = Box(page.safe.left, above - height, page.safe.left + width, above)
    page.panel(box)
    page.write_block(heading, box.left + GAP, box.top + GAP / 2, "legend")
    for index, (entry, label) in enumerate(zip(entries, labels, strict=True)):
        left = box.left + GAP + (index // rows) * column
        top = box.top + GAP / 2 + heading.height + (index % rows) * row_height
        draw_symbol(page, entry, left + 18, top + label.line_height / 2 + 3)
        page.write_block(label, left + 46, top, "legend")
    return box


def draw_symbol(page: Page, entry: Entry, x: float, y: float) -> None:
    """Paint the symbol of a line of a legend around a point."""
    edge = page.theme["panel_ink"]
    if entry.symbol in ("line", "dash"):
        dash = (10.0, 7.0) if entry.symbol == "dash" else ()
        box = Box(x - 16, y - 3, x + 16, y + 3)
        path = f"M{x - 16:.2f} {y:.2f}L{x + 16:.2f} {y:.2f}"
        paint = Paint(stroke=entry.colour, stroke_width=5, dash=dash, round_ends=not dash)
    elif entry.symbol in ("square", "diamond", "triangle"):
        box = Box(x - 11, y - 11, x + 11, y + 11)
        path = polyline(symbol_points(entry.symbol, x, y, 11), closed=True)
        paint = Paint(fill=entry.colour, stroke=edge, stroke_width=2)
    else:
        box = Box(x - 13, y - 13, x + 13, y + 13)
        hollow = entry.symbol == "ring"
        path = circle(x, y, 13)
        paint = Paint(
            fill=None if hollow else entry.colour,
            stroke=entry.colour if hollow else edge,
            stroke_width=3 if hollow else 1.5,
        )
    page.drawing.add(Shape(path, paint, box, "decoration"))


def draw_scale(
    page: Page, frame: MapFrame, *, right: float, bottom: float, left: float | None = None
) -> Box | None:
    """Paint a scale bar of a round length, true in the middle of the map, and a north arrow.

    Parameters
    ----------
    right, bottom
        Its corner, units; it stands at the foot of the safe area instead if that is free there.
    left
        Its edge, units, where it has to be flush with what is below it, not at the right.
    """
    if not (page.spec.scale_bar or page.spec.north_arrow):
        return None
    per_unit = frame.metres_of(1)
    metres = max((one for one in _SCALES_M if one / per_unit <= 260), default=_SCALES_M[0])
    length = metres / per_unit if page.spec.scale_bar else 0.0
    text = f"{format_number(metres / 1000, 1, page.language)} km" if page.spec.scale_bar else ""
    label = max(length, page.theme.face("semibold").width(text, SMALL))
    width = label + (44 if page.spec.north_arrow else 0) + 2 * GAP
    height = 84.0 if page.spec.north_arrow else 72.0
    if left is not None:
        right = left + width
    low = Box(right - width, page.safe.bottom - height, right, page.safe.bottom)
    if any(low.inset(-GAP).overlap(one) for one in page.taken):
        low = low.moved(0, bottom - low.bottom)
    box = page.panel(low)
    start, foot = box.left + GAP, box.bottom - 16
    ink = Paint(stroke=page.theme["panel_ink"], stroke_width=4, round_ends=False)
    if page.spec.scale_bar:
        path = (
            f"M{start:.2f} {foot - 12:.2f}L{start:.2f} {foot:.2f}"
            f"L{start + length:.2f} {foot:.2f}L{start + length:.2f} {foot - 12:.2f}"
        )
        bar = Box(start, foot - 12, start + length, foot)
        page.drawing.add(Shape(path, ink, bar, "scale"))
        page.write(text, start, foot - 20, SMALL, "scale", weight="semibold")
    if page.spec.north_arrow:
        x = box.right - GAP - 14
        arrow = Box(x - 12, box.top + 8, x + 12, box.top + 42)
        path = (
            f"M{x:.2f} {arrow.top:.2f}L{arrow.right:.2f} {arrow.bottom:.2f}"
            f"L{x:.2f} {arrow.bottom - 9:.2f}L{arrow.left:.2f} {arrow.bottom:.2f}Z"
        )
        fill = Paint(fill=page.theme["panel_ink"])
        page.drawing.add(Shape(path, fill, arrow, "scale"))
        page.write(
            page.say("north"), x, box.bottom - 10, SMALL, "scale", weight="semibold",
            anchor="middle",
        )  # fmt: skip
    return box


def draw_inset(page: Page, frame: MapFrame, corner: Box) -> Box | None:
    """Paint the region as a small map into a box, with what the large map shows on it."""
    if not page.spec.inset:
        return None
    small = fit_frame([rectangle_of(*REGION)], corner)
    land = small.project(ground_of(page.material.region).land, margin=0, detail=0.5)
    page.drawing.add(
        Shape(rectangle(corner), Paint(fill=page.theme["sea"]), corner, "base"),
        Shape(outline_path(land), Paint(fill=page.theme["land"], stroke=page.theme["coast"],
                                        stroke_width=1.5), box_of(land), "base"),
    )  # fmt: skip
    dots = [
        small.point(*one.location) for one in page.material.region.zones if one.location is not None
    ]
    # Lines of no length with round ends: circles that overlap would cut holes in each other.
    path = "".join(
        f"M{number(x)} {number(y)}L{number(x + 0.01)} {number(y)}"
        for x, y in dots
        if corner.holds(Box(x, y, x, y), -4)
    )
    dot = Paint(stroke=page.theme["unknown"], stroke_width=5)
    page.drawing.add(Shape(path, dot, corner, "base"))
    west, south, east, north = frame.bounds
    left, top = small.point(west, north)
    right, bottom = small.point(east, south)
    least = 14.0
    if right - left < least:
        middle = (left + right) / 2
        left, right = middle - least / 2, middle + least / 2
    if bottom - top < least:
        middle = (top + bottom) / 2
        top, bottom = middle - least / 2, middle + least / 2
    within = corner.inset(_INSET_EDGE)
    window = Box(
        max(left, within.left), max(top, within.top), min(right, within.right),
        min(bottom, within.bottom),
    )  # fmt: skip
    # Within the corner, so that it is flush with the panels and keeps to the safe area.
    edge = Paint(stroke=page.theme["panel"], stroke_width=_INSET_EDGE)
    frame_box = corner.inset(_INSET_EDGE / 2)
    mark = Paint(stroke=page.theme["highlight"], stroke_width=5)
    page.drawing.add(
        Shape(rectangle(window), mark, window, "decoration"),
        Shape(rectangle(frame_box), edge, corner, "panel"),
    )
    return page.take(corner)


def draw_qr(page: Page, address: str, *, right: float, bottom: float, side: float = 190) -> Box:
    """Paint a QR code that leads to an address, with the quiet zone that readers need."""
    code = segno.make(address, micro=False, error="m", boost_error=False)
    rows = [bytes(row) for row in code.matrix_iter(border=4)]
    module = side / len(rows)
    box = Box(right - side, bottom - side, right, bottom)
    runs = []
    for index, row in enumerate(rows):
        column = 0
        while column < len(row):
            end = column
            while end < len(row) and row[end]:
                end += 1
            if end > column:
                top = box.top + index * module
                left = box.left + column * module
                runs.append(rectangle(Box(left, top, box.left + end * module, top + module)))
            column = max(end, column + 1)
    page.drawing.add(
        Shape(rectangle(box), Paint(fill="#ffffff"), box, "qr"),
        Shape("".join(runs), Paint(fill="#000000"), box, "qr"),
    )
    return page.take(box)
