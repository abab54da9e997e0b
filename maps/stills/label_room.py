"""Where on a page a label still has room: places beside its symbol, then at leader lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from geo.errors import InvalidSpec
from maps.stills.label_request import LabelRequest, Obstacles
from maps.stills.page import Page
from maps.stills.sizes import Box

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


Leader = tuple[float, float, float, float]
"""x and y where a line leaves its symbol, x and y where it reaches its label; units."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a label takes up, wherever it stands.

    Attributes
    ----------
    width, height
        With halo or plate, units.
    inks
        What its lines ink, from its middle: leader lines end there, for beside a short line the
        footprint is empty. None for a plate, which has an edge of its own.
    """

    width: float
    height: float
    inks: tuple[Box, ...] = ()


class Room:
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

    def find(self, request: LabelRequest, outline: Footprint) -> tuple[Box, Leader | None] | None:
        """Box of a label and its leader line; None where it is left out.

        Raises
        ------
        InvalidSpec
            If it has to be there and has no room.
        """
        if request.has_dot and not self._takes_dot(request):
            return None
        near = _near(request, outline)
        free = np.flatnonzero(self._is_free(near, request))
        if free.size:
            return self._take(request, near[free[0]], None)
        if request.required or request.reach > 0:
            reach = math.inf if request.required else request.reach
            for length in _FAR:
                if length <= reach:
                    far = _far(request, outline, length)
                    found = self._first_led(far, request, outline)
                    if found is not None:
                        return self._take(request, *found)
        return self._search(request, outline) if request.required else None

    def _search(self, request: LabelRequest, outline: Footprint) -> tuple[Box, Leader | None]:
        """Free place nearest to the symbol, anywhere on the page."""
        for step in _GRIDS:
            grid = _grid(self._bounds, outline, step)
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
        found = self._first_led(free[:60], request, outline)
        if found is None:
            found = free[0], leader_to(request, Box(*free[0]), outline)
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
        self, candidates: Any, request: LabelRequest, outline: Footprint
    ) -> tuple[Any, Leader | None] | None:
        """First free candidate whose leader line crosses nothing."""
        best: tuple[float, Any, Any] | None = None
        for row in candidates[self._is_free(candidates, request)]:
            leader = leader_to(request, Box(*row), outline)
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

    def _crossed(self, leader: Leader, request: LabelRequest) -> float:
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
        self, request: LabelRequest, row: Any, leader: Leader | None
    ) -> tuple[Box, Leader | None]:
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


def _near(request: LabelRequest, outline: Footprint) -> Any:
    """Boxes beside the symbol, best first."""
    width, height = outline.width, outline.height
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
    return _around(middles, outline)


def _far(request: LabelRequest, outline: Footprint, length: float) -> Any:
    """Boxes at the ends of leader lines of a length, to the sides first."""
    width, height = outline.width, outline.height
    away = request.radius + length
    sides = np.clip(2.5 * _DIRECTIONS[:, 0], -1, 1)
    middles = np.column_stack(
        (
            request.x + _DIRECTIONS[:, 0] * away + sides * width / 2,
            request.y + _DIRECTIONS[:, 1] * (away + height / 2),
        )
    )
    return _around(middles, outline)


def _grid(bounds: Box, outline: Footprint, step: tuple[float, float]) -> Any:
    width, height = outline.width, outline.height
    xs = np.arange(bounds.left + width / 2, bounds.right - width / 2 + 0.01, step[0])
    ys = np.arange(bounds.top + height / 2, bounds.bottom - height / 2 + 0.01, step[1])
    x, y = np.meshgrid(xs, ys)
    return _around(np.column_stack((x.ravel(), y.ravel())), outline)


def _around(middles: Any, outline: Footprint) -> Any:
    half = np.array((outline.width / 2, outline.height / 2))
    return np.hstack((middles - half, middles + half))


def leader_to(request: LabelRequest, box: Box, outline: Footprint) -> Leader | None:
    """Line from the edge of a symbol to the nearest ink of a label; None if they are close."""
    if _away(request, box) - request.radius < _LEADER_FROM - _GAP:
        return None
    inks = [one.moved(*box.centre) for one in outline.inks] or [box]
    ink = min(inks, key=lambda one: _away(request, one))
    x, y = _nearest(request, ink)
    away = math.hypot(x - request.x, y - request.y)
    if away <= request.radius:
        return None
    share = request.radius / away
    start_x = request.x + (x - request.x) * share
    start_y = request.y + (y - request.y) * share
    return start_x, start_y, x, y


def _nearest(request: LabelRequest, box: Box) -> tuple[float, float]:
    """Point of a box that is the nearest to what a label names."""
    x = min(max(request.x, box.left), box.right)
    y = min(max(request.y, box.top), box.bottom)
    return x, y


def _away(request: LabelRequest, box: Box) -> float:
    x, y = _nearest(request, box)
    return math.hypot(x - request.x, y - request.y)


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


def _crosses_lines(line: Leader, others: Any) -> Any:
    """Which of the other lines a line crosses."""
    ax, ay, bx, by = line
    cx, cy, dx, dy = others.T

    def side(px: Any, py: Any, qx: Any, qy: Any, rx: Any, ry: Any) -> Any:
        return np.sign((qx - px) * (ry - py) - (qy - py) * (rx - px))

    return (side(ax, ay, bx, by, cx, cy) != side(ax, ay, bx, by, dx, dy)) & (
        side(cx, cy, dx, dy, ax, ay) != side(cx, cy, dx, dy, bx, by)
    )


def _distance_to_line(x: Any, y: Any, line: Leader) -> Any:
    ax, ay, bx, by = line
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / max(length, 1e-9), 0, 1)
    return np.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y)
