"""What stands around a map: title, scale, arrow, inset and QR code.

Credit and logo are in `maps.stills.credit_line`, legends in `maps.stills.legend`.
"""

from __future__ import annotations

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
    rectangle,
)
from maps.stills.frame import MapFrame, fit_frame
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.stack import Row, stack_height, stack_width, write_stack
from maps.stills.typeface import Face
from maps.stills.typeset import (
    LEAST_SIZE_ON_BLOCK,
    Block,
    break_lines,
    check_drawable,
    fit_block,
)

TITLE_SIZE: Final = 58.0
SUBTITLE_SIZE: Final = 36.0
SMALL: Final = LEAST_SIZE_ON_BLOCK
PAD: Final = 24.0
"""From the edge of a panel to what is seen of its words, units."""

_FEW_LINES_TITLE, _LEAST_TITLE = 48.0, 38.0
_FEW_LINES_SUBTITLE: Final = 31.0
_MOST_TITLE_LINES: Final = 3
_LOW_TITLE, _LOW_LINES = 42.0, 48.0
"""Least size of a low title on one line, and its largest on more of them."""

LONGEST_SCALE: Final = 260.0

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
    low: bool = False,
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
    low
        Rather set the title smaller than on more lines: what is below needs the height.

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
    rows = title_rows(page, title, subtitle, room - _BAR_ROOM - PAD, low=low)
    if not rows:
        return None
    full = room if fill else _BAR_ROOM + stack_width(rows) + PAD
    pad = GAP if low else PAD
    box = Box(
        left,
        page.safe.top,
        left + full,
        page.safe.top + stack_height(rows) + 2 * pad,
    )
    page.panel(box)
    draw_bar(page, box)
    write_stack(page, rows, box.left + _BAR_ROOM, box.top + pad)
    return box


def title_rows(
    page: Page, title: str, subtitle: str, room: float, *, low: bool = False
) -> list[Row]:
    """Title and subtitle fitted into a width, on fewer lines if that takes little off the size."""
    title = title if page.spec.title is None else page.spec.title
    subtitle = subtitle if page.spec.subtitle is None else page.spec.subtitle
    bold, regular = page.theme.face("bold"), page.theme.face("regular")
    check_drawable(bold, [title], "title")
    check_drawable(regular, [subtitle], "subtitle")
    rows = []
    if title:
        most = 3 if page.is_narrow else 2
        broken = break_lines(bold, title, _LOW_TITLE if low else _FEW_LINES_TITLE, room)
        lines = most if broken is None else min(most, len(broken))
        size = _LOW_LINES if low and lines > 1 else TITLE_SIZE
        block = _fit_title(bold, title, room, lines, size)
        if not block.is_whole and lines < _MOST_TITLE_LINES and not low:
            # Rather a line more than a name that goes on in the next one.
            higher = _fit_title(bold, title, room, lines + 1, size)
            block = higher if higher.is_whole else block
        rows.append(Row(block, "title"))
    if subtitle:
        broken = break_lines(regular, subtitle, SMALL if low else _FEW_LINES_SUBTITLE, room)
        block = fit_block(
            regular, subtitle, width=room, most_lines=3 if broken is None else min(3, len(broken)),
            size=SUBTITLE_SIZE, least=SMALL, what="subtitle",
        )  # fmt: skip
        rows.append(Row(block, "subtitle", "panel_muted", gap=14 if low else 20))
    return rows


def _fit_title(face: Face, title: str, room: float, lines: int, size: float) -> Block:
    """A title fitted into a width.

    Raises
    ------
    InvalidSpec
        If it does not fit.
    """
    return fit_block(
        face, title, width=room, most_lines=lines, size=size, least=_LEAST_TITLE, what="title"
    )


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

    It stands on a panel. Where the spec wants no explanation there is no letter either.
    """
    radius = size * 0.68
    box = Box(x - radius, y - radius, x + radius, y + radius)
    if not page.spec.badge_notes:
        return box
    ring = Paint(stroke=page.theme["panel_muted"], stroke_width=2.4)
    page.drawing.add(Shape(circle(x, y, radius), ring, box, "badge"))
    page.write(
        letter, x, y + 0.36 * size, size, "badge", weight="semibold", colour="panel_ink",
        anchor="middle",
    )  # fmt: skip
    page.badges.add(letter)
    return box


def scale_size(
    page: Page, frame: MapFrame, longest: float = LONGEST_SCALE
) -> tuple[float, float, float] | None:
    """Width and height of the panel of a scale and length of its bar; None for none."""
    if not (page.spec.scale_bar or page.spec.north_arrow):
        return None
    length, text = _bar_of(page, frame, longest)
    label = max(length, page.theme.face("semibold").width(text, SMALL))
    width = label + (44 if page.spec.north_arrow else 0) + 2 * GAP
    return width, 84.0 if page.spec.north_arrow else 72.0, length


def _bar_of(page: Page, frame: MapFrame, longest: float) -> tuple[float, str]:
    """Length of a bar and what it is called; nothing where no bar is asked for."""
    if not page.spec.scale_bar:
        return 0.0, ""
    per_unit = frame.metres_of(1)
    metres = max((one for one in _SCALES_M if one / per_unit <= longest), default=_SCALES_M[0])
    return metres / per_unit, f"{format_number(metres / 1000, 1, page.language)} km"


def draw_scale(
    page: Page,
    frame: MapFrame,
    *,
    right: float,
    bottom: float,
    left: float | None = None,
    longest: float = LONGEST_SCALE,
    is_fixed: bool = False,
) -> Box | None:
    """Paint a scale bar of a round length, true in the middle of the map, and a north arrow.

    Parameters
    ----------
    right, bottom
        Its corner, units; it stands at the foot of the safe area instead if that is free there.
    left
        Its edge, units, where it has to be flush with what is below it, not at the right.
    longest
        Of the bar, units.
    is_fixed
        It stands at its corner whatever is free below.
    """
    size = scale_size(page, frame, longest)
    if size is None:
        return None
    width, height, length = size
    _, text = _bar_of(page, frame, longest)
    if left is not None:
        right = left + width
    low = Box(right - width, page.safe.bottom - height, right, page.safe.bottom)
    if is_fixed or any(low.inset(-GAP).overlap(one) for one in page.taken):
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
