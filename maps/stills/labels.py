"""Where the words of a map stand: beside what they name, off each other, off what else is shown.

Labels are placed one after another, the most important first, each at the first of its places that
is free; one that has to be there and finds no room beside its symbol stands farther off, with a
leader line. Where people moved a label, it is moved after all have been placed, so that the others
stay where they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely

from geo.errors import InvalidSpec
from maps.stills.drawing import Paint, Role, Shape, Text, polyline, rectangle
from maps.stills.page import Page
from maps.stills.sizes import Box
from maps.stills.spec import LabelMove
from maps.stills.typeface import Face, Run, Weight
from maps.stills.typeset import break_lines

HALO: Final = 0.14
"""Width of a halo over the size of its text."""

_GAP: Final = 7.0
"""From a symbol to its label, units."""

_CLEAR: Final = 3.0
"""Beyond the halo, kept between a label and anything else."""

_PANEL_GAP: Final = 10.0
_FAR: Final = (24.0, 44.0, 70.0, 100.0, 140.0, 190.0, 250.0, 320.0)
"""Lengths of leader lines that are tried, units."""

_TURNS: Final = 16
_LEADER_FROM: Final = 26.0
"""A label farther than this from its symbol has a leader line."""

_GRIDS: Final = ((36.0, 18.0), (13.0, 7.0))
"""Steps of the last search for a label that has to be there, units; across and down."""

# Beside a symbol: direction, best first; y downward.
_AROUND: Final = (
    (1, 0), (-1, 0), (0.75, -0.8), (0.75, 0.8), (-0.75, -0.8), (-0.75, 0.8), (0, -1), (0, 1),
    (1, -0.45), (1, 0.45), (-1, -0.45), (-1, 0.45),
)  # fmt: skip


def _directions() -> Any:
    """Ways that leader lines are tried, to the sides first, x and y of length 1."""
    turns = [2 * math.pi * index / _TURNS for index in range(_TURNS)]
    turns.sort(key=lambda turn: (round(abs(math.sin(turn)), 6), round(-math.cos(turn), 6), turn))
    return np.array([(math.cos(turn), math.sin(turn)) for turn in turns])


_DIRECTIONS: Final = _directions()


@dataclass(frozen=True, slots=True)
class Plate:
    """Opaque plate behind a label, as of a road's sign.

    Attributes
    ----------
    fill, edge
        `#rrggbb`.
    """

    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """A label that is wanted.

    Attributes
    ----------
    label_id
        Name by which people move it, as `zone:my-xuan-a2`.
    x, y
        Middle of what it names, units.
    radius
        Of the symbol there; 0 for a word that stands on its point, as the name of a sea.
    half
        Half the width and height of what it names, where that is no circle: an outline.
    detail
        Second line in bold: a figure, or nothing.
    colour
        Name of a colour of the theme, or `#rrggbb`.
    subject
        Id of what it names: its own symbol and outline do not stand in its way.
    priority
        The highest is placed first.
    required
        Never left out: it stands farther off, with a leader line, where there is no room.
    reach
        Longest leader line of one that is not required, units; 0 for none.
    widest
        Longer texts are broken into two lines, units.
    spots
        Middles that are tried in this order instead of places around the symbol.
    has_dot
        Its symbol is a dot that is painted only with it, and needs a free place as well.
    """

    label_id: str
    text: str
    x: float
    y: float
    radius: float = 0.0
    half: tuple[float, float] | None = None
    size: float = 34.0
    weight: Weight = "semibold"
    detail: str = ""
    colour: str = "ink"
    role: Role = "label"
    subject: str | None = None
    priority: float = 0.0
    required: bool = False
    reach: float = 0.0
    widest: float = 330.0
    spots: tuple[tuple[float, float], ...] = ()
    plate: Plate | None = None
    has_dot: bool = False


@dataclass(slots=True)
class Obstacles:
    """What labels keep off, beside the panels of the page.

    Attributes
    ----------
    circles
        x, y, radius and owner of symbols.
    boxes
        Of anything else.
    areas
        Outlines in units, with their owners.
    """

    circles: list[tuple[float, float, float, str | None]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    areas: list[tuple[Any, str | None]] = field(default_factory=list)


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
    leader: tuple[float, float, float, float] | None = None


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
    ground = _Taken(page, Obstacles() if obstacles is None else obstacles)
    ordered = sorted(requests, key=lambda one: (not one.required, -one.priority, one.label_id))
    placed = []
    for request in ordered:
        lines, width, height = _set(page, request)
        found = ground.find(request, width, height)
        if found is not None:
            placed.append(PlacedLabel(request, lines, *found))
    return _moved(placed, page.spec.labels)


def draw_labels(page: Page, placed: Iterable[PlacedLabel]) -> None:
    """Paint leader lines, then plates and words, the most important last."""
    rows = list(placed)[::-1]
    for one in rows:
        if one.leader is not None:
            _draw_leader(page, one)
    for one in rows:
        _draw_label(page, one)


def _set(page: Page, request: LabelRequest) -> tuple[tuple[Line, ...], float, float]:
    """Lines of a label around its middle, and the width and height of what they take up."""
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
        return lines, width + 27.0, max(bottom - top, size * 0.78) + 23.0
    return lines, width + 2 * margin, bottom - top + 2 * margin


class _Taken:
    """Places that are taken on a page, asked for many candidates at once."""

    def __init__(self, page: Page, obstacles: Obstacles) -> None:
        self._bounds = page.safe
        panels = [one.inset(-_PANEL_GAP) for one in page.taken]
        self._boxes = np.array(
            [(b.left, b.top, b.right, b.bottom) for b in (*panels, *obstacles.boxes)], float
        ).reshape(-1, 4)
        self._circles = np.array([one[:3] for one in obstacles.circles], float).reshape(-1, 3)
        self._circle_owners = np.array([one[3] or "" for one in obstacles.circles], dtype=object)
        self._leaders = np.empty((0, 4))
        self._tree = shapely.STRtree([one[0] for one in obstacles.areas])
        self._area_owners = np.array([one[1] or "" for one in obstacles.areas], dtype=object)

    def find(
        self, request: LabelRequest, width: float, height: float
    ) -> tuple[Box, tuple[float, float, float, float] | None] | None:
        """Box of a label and its leader line; None where it is left out.

        Raises
        ------
        InvalidSpec
            If it has to be there and has no room.
        """
        if request.has_dot and not self._takes_dot(request):
            return None
        near = _near(request, width, height)
        free = np.flatnonzero(self._is_free(near, request))
        if free.size:
            return self._take(request, near[free[0]], None)
        if request.required or request.reach > 0:
            reach = math.inf if request.required else request.reach
            for length in _FAR:
                if length <= reach:
                    far = _far(request, width, height, length)
                    found = self._first_led(far, request)
                    if found is not None:
                        return self._take(request, *found)
        return self._search(request, width, height) if request.required else None

    def _search(
        self, request: LabelRequest, width: float, height: float
    ) -> tuple[Box, tuple[float, float, float, float] | None]:
        """Free place nearest to the symbol, anywhere on the page."""
        for step in _GRIDS:
            grid = _grid(self._bounds, width, height, step)
            middles = (grid[:, :2] + grid[:, 2:]) / 2
            away = np.hypot(middles[:, 0] - request.x, middles[:, 1] - request.y)
            grid = grid[np.argsort(away, kind="stable")]
            free = grid[self._is_free(grid, request)]
            if len(free):
                break
        else:
            # Better over a symbol than not there at all; never over words or a panel.
            free = grid[self._is_free(grid, request, only_words=True)]
            free = free[np.argsort(self._covered(free, request), kind="stable")]
        if not len(free):
            raise InvalidSpec(
                f"there is no room for the label {request.label_id!r}",
                expected="room for every label that has to be there",
                remedy="highlight fewer zones, choose a larger picture, or hide some labels",
            )
        found = self._first_led(free[:60], request)
        if found is None:
            found = free[0], _leader(request, Box(*free[0]))
        return self._take(request, *found)

    def _takes_dot(self, request: LabelRequest) -> bool:
        """Whether the dot of a label has a free place."""
        x, y, radius = request.x, request.y, request.radius
        return bool(self._is_free(np.array([(x, y, x, y)]) + np.array((-1, -1, 1, 1)) * radius,
                                  request)[0])  # fmt: skip

    def _covered(self, candidates: Any, request: LabelRequest) -> Any:
        """How many symbols and outlines of others each box would cover."""
        own = request.subject or "\0"
        left, top, right, bottom = (candidates[:, index, None] for index in range(4))
        x, y, radius = self._circles[self._circle_owners != own].T
        dx = np.maximum(np.maximum(left - x, x - right), 0)
        dy = np.maximum(np.maximum(top - y, y - bottom), 0)
        covered = (dx * dx + dy * dy < radius * radius).sum(axis=1)
        if len(candidates) and len(self._area_owners):
            hit, area = self._tree.query(shapely.box(*candidates.T), predicate="intersects")
            covered += np.bincount(hit[self._area_owners[area] != own], minlength=len(candidates))
        return covered

    def _first_led(
        self, candidates: Any, request: LabelRequest
    ) -> tuple[Any, tuple[float, float, float, float] | None] | None:
        """First free candidate whose leader line crosses nothing."""
        best: tuple[float, Any, Any] | None = None
        for row in candidates[self._is_free(candidates, request)]:
            leader = _leader(request, Box(*row))
            if leader is None:
                return row, None
            crossed = self._crossed(leader, request)
            if crossed == 0:
                return row, leader
            if crossed < math.inf and (best is None or crossed < best[0]):
                best = crossed, row, leader
        return (best[1], best[2]) if best is not None and best[0] <= 1 else None

    def _is_free(self, candidates: Any, request: LabelRequest, *, only_words: bool = False) -> Any:
        """Which boxes lie within the safe area and off all that is taken, or off words alone."""
        bounds, slack = self._bounds, 0.01
        free = (
            (candidates[:, 0] >= bounds.left - slack)
            & (candidates[:, 1] >= bounds.top - slack)
            & (candidates[:, 2] <= bounds.right + slack)
            & (candidates[:, 3] <= bounds.bottom + slack)
        )
        left, top, right, bottom = (candidates[:, index, None] for index in range(4))
        taken = self._boxes
        free &= ~(
            (left < taken[:, 2]) & (right > taken[:, 0]) & (top < taken[:, 3])
            & (bottom > taken[:, 1])
        ).any(axis=1)  # fmt: skip
        if only_words:
            return free
        if len(self._circles):
            own = self._circle_owners == (request.subject or "\0")
            x, y, radius = self._circles[~own].T
            dx = np.maximum(np.maximum(left - x, x - right), 0)
            dy = np.maximum(np.maximum(top - y, y - bottom), 0)
            free &= ~(dx * dx + dy * dy < radius * radius).any(axis=1)
        if len(self._leaders) and free.any():
            free &= ~_cross(self._leaders, candidates).any(axis=0)
        if len(self._area_owners) and free.any():
            rows = np.flatnonzero(free)
            boxes = shapely.box(*candidates[rows].T)
            hit, area = self._tree.query(boxes, predicate="intersects")
            other = self._area_owners[area] != (request.subject or "\0")
            free[rows[hit[other]]] = False
        return free

    def _crossed(self, leader: tuple[float, float, float, float], request: LabelRequest) -> float:
        """How many symbols a leader line crosses; infinite if it crosses words or a leader."""
        if _cross(np.array([leader]), self._boxes).any():
            return math.inf
        if len(self._leaders) and _crosses_lines(leader, self._leaders).any():
            return math.inf
        if not len(self._circles):
            return 0
        own = self._circle_owners == (request.subject or "\0")
        x, y, radius = self._circles[~own].T
        return float((_distance_to_line(x, y, leader) < radius * 0.8).sum())

    def _take(
        self, request: LabelRequest, row: Any, leader: tuple[float, float, float, float] | None
    ) -> tuple[Box, tuple[float, float, float, float] | None]:
        left, top, right, bottom = (float(one) for one in row)
        more = _CLEAR
        kept = (left - more, top - more, right + more, bottom + more)
        self._boxes = np.vstack((self._boxes, kept))
        if request.has_dot:
            dot = np.array((request.x, request.y, request.x, request.y))
            dot += np.array((-1, -1, 1, 1)) * request.radius
            self._boxes = np.vstack((self._boxes, dot))
        if leader is not None:
            self._leaders = np.vstack((self._leaders, leader))
        return Box(left, top, right, bottom), leader


def _near(request: LabelRequest, width: float, height: float) -> Any:
    """Boxes beside the symbol, best first."""
    if request.spots:
        middles = np.array(request.spots, float)
    elif request.radius <= 0:
        middles = np.array([(request.x, request.y)])
    else:
        wide, high = request.half or (request.radius, request.radius)
        middles = np.array(
            [
                (
                    request.x + dx * (wide + _GAP) + math.copysign(width / 2, dx) * (dx != 0),
                    request.y + dy * (high + _GAP + height / 2),
                )
                for dx, dy in _AROUND
            ]
        )
    return _around(middles, width, height)


def _far(request: LabelRequest, width: float, height: float, length: float) -> Any:
    """Boxes at the ends of leader lines of a length, to the sides first."""
    away = request.radius + length
    sides = np.clip(2.5 * _DIRECTIONS[:, 0], -1, 1)
    middles = np.column_stack(
        (
            request.x + _DIRECTIONS[:, 0] * away + sides * width / 2,
            request.y + _DIRECTIONS[:, 1] * (away + height / 2),
        )
    )
    return _around(middles, width, height)


def _grid(bounds: Box, width: float, height: float, step: tuple[float, float]) -> Any:
    xs = np.arange(bounds.left + width / 2, bounds.right - width / 2 + 0.01, step[0])
    ys = np.arange(bounds.top + height / 2, bounds.bottom - height / 2 + 0.01, step[1])
    x, y = np.meshgrid(xs, ys)
    return _around(np.column_stack((x.ravel(), y.ravel())), width, height)


def _around(middles: Any, width: float, height: float) -> Any:
    half = np.array((width / 2, height / 2))
    return np.hstack((middles - half, middles + half))


def _leader(request: LabelRequest, box: Box) -> tuple[float, float, float, float] | None:
    """Line from the edge of a symbol to the nearest point of a box; None if they are close."""
    x = min(max(request.x, box.left), box.right)
    y = min(max(request.y, box.top), box.bottom)
    away = math.hypot(x - request.x, y - request.y)
    if away - request.radius < _LEADER_FROM - _GAP or away == 0:
        return None
    share = request.radius / away
    start_x = request.x + (x - request.x) * share
    start_y = request.y + (y - request.y) * share
    return start_x, start_y, x, y


def _cross(lines: Any, boxes: Any) -> Any:
    """Which lines pass through the inside of which boxes (Liang and Barsky); lines by boxes."""
    start = lines[:, None, :2]
    way = lines[:, None, 2:] - start
    low, high = boxes[None, :, :2] + 0.5, boxes[None, :, 2:] - 0.5
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - start) / way, (high - start) / way
    still = way == 0
    outside = (still & ((start <= low) | (start >= high))).any(axis=2)
    enter = np.where(still, -np.inf, np.minimum(first, second)).max(axis=2)
    leave = np.where(still, np.inf, np.maximum(first, second)).min(axis=2)
    return (np.maximum(enter, 0) < np.minimum(leave, 1)) & ~outside


def _crosses_lines(line: tuple[float, float, float, float], others: Any) -> Any:
    """Which of the other lines a line crosses."""
    ax, ay, bx, by = line
    cx, cy, dx, dy = others.T

    def side(px: Any, py: Any, qx: Any, qy: Any, rx: Any, ry: Any) -> Any:
        return np.sign((qx - px) * (ry - py) - (qy - py) * (rx - px))

    return (side(ax, ay, bx, by, cx, cy) != side(ax, ay, bx, by, dx, dy)) & (
        side(cx, cy, dx, dy, ax, ay) != side(cx, cy, dx, dy, bx, by)
    )


def _distance_to_line(x: Any, y: Any, line: tuple[float, float, float, float]) -> Any:
    ax, ay, bx, by = line
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / max(length, 1e-9), 0, 1)
    return np.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y)


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
            leader = one.leader if stays else _leader_of_moved(one.request, box)
            result.append(PlacedLabel(one.request, one.lines, box, leader))
    return result


def _leader_of_moved(request: LabelRequest, box: Box) -> tuple[float, float, float, float] | None:
    """A word that stands on its point, as the name of a sea, is moved without a line."""
    return _leader(request, box) if request.radius > 0 or request.plate is not None else None


def _draw_leader(page: Page, one: PlacedLabel) -> None:
    if one.leader is None:
        return
    x1, y1, x2, y2 = one.leader
    path = polyline([(x1, y1), (x2, y2)])
    box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    halo = Paint(stroke=page.theme["halo"], stroke_width=6.5)
    ink = Paint(stroke=page.colour(one.request.colour), stroke_width=2.6)
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
