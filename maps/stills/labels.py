"""Where the words of a map stand: beside what they name, off each other, off what else is shown.

Labels are placed one after another, the most important first, each at the first of its places that
is free; one that has to be there and finds no room beside its symbol stands farther off, with a
leader line. Where people moved a label, it is moved after all have been placed, so that the others
stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from maps.stills.drawing import Paint, Shape, Text, polyline, rectangle
from maps.stills.label_request import LabelRequest, Obstacles
from maps.stills.label_room import Footprint, Leader, Room, leader_to
from maps.stills.page import Page
from maps.stills.sizes import Box
from maps.stills.spec import LabelMove
from maps.stills.typeface import Face, Run
from maps.stills.typeset import break_lines

HALO: Final = 0.14
"""Width of a halo over the size of its text."""

_NEAR: Final = 140.0
"""Length of a leader line from which on a label is rather broken into more lines, units."""

_NARROWER: Final = (0.8, 0.6)
"""Of its width, tried for a label that has to be there and finds no room near by."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label, from the middle of the label."""

    run: Run
    face: Face
    size: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label and where it stands.

    Attributes
    ----------
    box
        Its ink, with halo and plate.
    leader
        Line from its symbol, or None.
    """

    request: LabelRequest
    lines: tuple[Line, ...]
    box: Box
    leader: Leader | None = None


def place_labels(
    page: Page, requests: Sequence[LabelRequest], obstacles: Obstacles | None = None
) -> list[PlacedLabel]:
    """Find a place for each label; those that need not be there may be left out.

    Parameters
    ----------
    obstacles
        Symbols and outlines; panels are those that the page has taken.

    Returns
    -------
    In order of importance, moved as the spec has it. The same requests give the same places.

    Raises
    ------
    InvalidSpec
        If a required label has no room anywhere.
    """
    page.label_ids.update(one.label_id for one in requests)
    room = Room(page, Obstacles() if obstacles is None else obstacles)
    ordered = sorted(requests, key=lambda one: (not one.required, -one.priority, one.label_id))
    placed: list[PlacedLabel] = []
    for request in ordered:
        if request.after is not None and not any(
            one.request.label_id == request.after for one in placed
        ):
            continue
        found = _find(page, room, request)
        if found is not None:
            placed.append(found)
    return _moved(placed, page.spec.labels)


def _find(page: Page, room: Room, request: LabelRequest) -> PlacedLabel | None:
    """Place of a label; one that has to be there is rather broken than far off or over others."""
    lines, outline = _set(page, request)
    if not request.required or request.plate is not None or " " not in request.text:
        found = room.find(request, outline)
        return None if found is None else PlacedLabel(request, lines, *found)
    near = replace(request, required=False, reach=_NEAR)
    shapes = [(lines, outline)]
    for share in _NARROWER:
        narrower = _set(page, replace(request, widest=outline.width * share))
        if narrower[1].width < shapes[-1][1].width - 1 and len(narrower[0]) <= len(lines) + 1:
            shapes.append(narrower)
    for asked in (near, request):
        for set_lines, one in shapes:
            found = room.find(asked, one, may_cover=False)
            if found is not None:
                return PlacedLabel(request, set_lines, *found)
    found = room.find(request, shapes[-1][1])
    return None if found is None else PlacedLabel(request, shapes[-1][0], *found)


def draw_labels(page: Page, placed: Iterable[PlacedLabel]) -> None:
    """Paint leader lines, then plates and words, the most important last."""
    rows = list(placed)[::-1]
    for one in rows:
        if one.leader is not None:
            _draw_leader(page, one)
    for one in rows:
        _draw_label(page, one)


def _set(page: Page, request: LabelRequest) -> tuple[tuple[Line, ...], Footprint]:
    """Lines of a label around its middle, and what they take up."""
    face, bold = page.theme.face(request.weight), page.theme.face("bold")
    size = request.size
    broken = break_lines(face, request.text, size, request.widest) or (request.text,)
    rows = [(face.shape(one), face, size) for one in broken]
    if request.detail:
        rows.append((bold.shape(request.detail), bold, size))
    # Base lines as close as the ink allows: marks as of Ế must not touch the line above.
    base, bases = 0.0, []
    for index, (run, _, _) in enumerate(rows):
        if index:
            above = rows[index - 1][0].ink
            base += max(1.16, run.ink[3] - above[1] + 0.1) * size
        bases.append(base)
    top = -rows[0][0].ink[3] * size
    bottom = bases[-1] - rows[-1][0].ink[1] * size
    width = max((run.ink[2] - run.ink[0]) * size for run, _, _ in rows)
    middle = (top + bottom) / 2
    lines = tuple(
        Line(run, used, size, -(run.ink[0] + run.ink[2]) / 2 * size, base - middle)
        for (run, used, _), base in zip(rows, bases, strict=True)
    )
    margin = size * HALO
    if request.plate is not None:
        return lines, Footprint(width + 27.0, max(bottom - top, size * 0.78) + 23.0)
    return lines, Footprint(width + 2 * margin, bottom - top + 2 * margin, _inks_of(lines))


def _inks_of(lines: Iterable[Line]) -> tuple[Box, ...]:
    """What each line inks, from the middle of the label."""
    return tuple(
        Box(
            one.dx + one.run.ink[0] * one.size,
            one.dy - one.run.ink[3] * one.size,
            one.dx + one.run.ink[2] * one.size,
            one.dy - one.run.ink[1] * one.size,
        )
        for one in lines
    )


def _moved(placed: Sequence[PlacedLabel], moves: Mapping[str, LabelMove]) -> list[PlacedLabel]:
    """Labels as people moved them, once all have a place of their own."""
    result = []
    for one in placed:
        move = moves.get(one.request.label_id)
        if move is None:
            result.append(one)
        elif not move.hidden:
            box = one.box.moved(move.dx, move.dy)
            stays = move.dx == 0 and move.dy == 0
            leader = one.leader if stays else _leader_of_moved(one, box)
            result.append(PlacedLabel(one.request, one.lines, box, leader))
    return result


def _leader_of_moved(label: PlacedLabel, box: Box) -> Leader | None:
    """A word that stands on its point, as the name of a sea, is moved without a line."""
    request = label.request
    if request.plate is not None:
        return leader_to(request, box, Footprint(box.width, box.height))
    if request.radius <= 0:
        return None
    return leader_to(request, box, Footprint(box.width, box.height, _inks_of(label.lines)))


def _draw_leader(page: Page, one: PlacedLabel) -> None:
    if one.leader is None:
        return
    x1, y1, x2, y2 = one.leader
    path = polyline([(x1, y1), (x2, y2)])
    box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    halo = Paint(stroke=page.theme["halo"], stroke_width=6.5)
    plate = one.request.plate
    colour = page.colour(one.request.colour) if plate is None else plate.fill
    ink = Paint(stroke=colour, stroke_width=2.6 if plate is None else 3.4)
    page.drawing.add(
        Shape(path, halo, box, "decoration", one.request.subject),
        Shape(path, ink, box, "decoration", one.request.subject),
    )


def _draw_label(page: Page, one: PlacedLabel) -> None:
    request = one.request
    x, y = one.box.centre
    if request.plate is not None:
        paint = Paint(fill=request.plate.fill, stroke=request.plate.edge, stroke_width=2.2)
        shape = rectangle(one.box, radius=8)
        page.drawing.add(Shape(shape, paint, one.box, "decoration", request.subject))
    for line in one.lines:
        page.drawing.add(
            Text(
                line.run.text,
                line.run,
                line.face,
                x + line.dx,
                y + line.dy,
                line.size,
                page.colour(request.colour),
                request.role,
                halo=None if request.plate else page.theme["halo"],
                halo_width=0.0 if request.plate else line.size * HALO,
                on_block=request.plate is not None,
                label_id=request.label_id,
                subject=request.subject,
            )
        )
