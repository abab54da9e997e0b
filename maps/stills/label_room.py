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
_NUMBER_NEARER: Final = 30.0
"""The same of a number, which says nothing of what it is of, units."""

_MOST_CROSSED: Final = 3
"""Symbols that the leader line of a label that has to be there may cross, rather than be long."""

_MOST_TRIED: Final = 240
_WORTH, _UNTOLD, _OVER_WORDS = 120.0, 3.0, 40.0
"""Length of a leader line that is as bad as crossing a symbol, units; and how many symbols it is
worth not to be told from the label of another symbol, and not to cross words."""

_NOBODY: Final = "?"
"""Owner that no symbol has; numpy takes a NUL for an empty text, which is the owner of those whose
symbol has no name."""

_NEARER: Final = 4.0
"""A label without a leader line is nearer to its own symbol than to any other by this, units."""

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

    def find(
        self, request: LabelRequest, outline: Footprint, *, may_cover: bool = True
    ) -> tuple[Box, Leader | None] | None:
        """Box of a label and its leader line; None where it is left out.

        Parameters
        ----------
        may_cover
            Whether one that has to be there may cover symbols of others where nothing is free.

        Raises
        ------
        InvalidSpec
            If it has to be there and has no room.
        """
        if request.has_dot and not self._takes_dot(request):
            return None
        near = _near(request, outline)
        free = np.flatnonzero(self._is_free(near, request))
        free = free[self._is_told(near[free], request)]
        if free.size:
            return self._take(request, near[free[0]], None)
        if request.required or request.reach > 0:
            found = self._led(request, outline)
            if found is not None:
                return self._take(request, *found)
        return self._search(request, outline, may_cover) if request.required else None

    def _search(
        self, request: LabelRequest, outline: Footprint, may_cover: bool
    ) -> tuple[Box, Leader | None] | None:
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
            if not may_cover:
                return None
            # Better over a symbol than not there at all; never over words or a panel.
            free = grid[self._is_free(grid, request, only_words=True)]
            free = free[np.argsort(self._covered(free, request), kind="stable")]
        if not len(free):
            raise InvalidSpec(
                f"there is no room for the label {request.label_id!r}",
                expected="room for every label that has to be there",
                remedy="highlight fewer zones, choose a larger picture, or hide some labels",
            )
        led = self._first_led(free[:60], request, outline)
        found = None if led is None or led[0] > 1 else led[1:]
        if found is None:
            found = self._least_crossed(free[:_MOST_TRIED], request, outline)
        return self._take(request, *found)

    def _least_crossed(
        self, candidates: Any, request: LabelRequest, outline: Footprint
    ) -> tuple[Any, Leader | None]:
        """Of free candidates the one whose leader line crosses little and is not long."""
        best: tuple[float, Any, Leader | None] | None = None
        for row in candidates:
            leader = leader_to(request, Box(*row), outline)
            length = 0.0 if leader is None else math.dist(leader[:2], leader[2:])
            crossed = 0.0 if leader is None else min(self._crossed(leader, request), _OVER_WORDS)
            if leader is None and not self._is_told(row[None, :], request)[0]:
                crossed = _UNTOLD
            cost = crossed + length / _WORTH
            if best is None or cost < best[0]:
                best = cost, row, leader
        return (candidates[0], None) if best is None else best[1:]

    def _takes_dot(self, request: LabelRequest) -> bool:
        """Whether the dot of a label has a free place."""
        x, y, radius = request.x, request.y, request.radius
        return bool(self._is_free(np.array([(x, y, x, y)]) + np.array((-1, -1, 1, 1)) * radius,
                                  request)[0])  # fmt: skip

    def _covered(self, candidates: Any, request: LabelRequest) -> Any:
        """How many symbols and outlines of others each box would cover."""
        own = request.subject or _NOBODY
        left, top, right, bottom = (candidates[:, index, None] for index in range(4))
        x, y, radius = self._circles[self._circle_owners != own].T
        dx = np.maximum(np.maximum(left - x, x - right), 0)
        dy = np.maximum(np.maximum(top - y, y - bottom), 0)
        covered = (dx * dx + dy * dy < radius * radius).sum(axis=1)
        if len(candidates) and len(self._area_owners):
            hit, area = self._tree.query(shapely.box(*candidates.T), predicate="intersects")
            covered += np.bincount(hit[self._area_owners[area] != own], minlength=len(candidates))
        return covered

    def _led(self, request: LabelRequest, outline: Footprint) -> tuple[Any, Leader | None] | None:
        """Place at the end of a leader line that is short and crosses little; None for none."""
        reach = math.inf if request.required else request.reach
        best: tuple[float, Any, Leader | None] | None = None
        for length in _FAR:
            if length > reach or (best is not None and best[0] <= length / _WORTH):
                break
            found = self._first_led(_far(request, outline, length), request, outline)
            if found is not None and found[0] <= (_MOST_CROSSED if request.required else 1):
                cost = found[0] + length / _WORTH
                if best is None or cost < best[0]:
                    best = cost, *found[1:]
        return None if best is None else best[1:]

    def _first_led(
        self, candidates: Any, request: LabelRequest, outline: Footprint
    ) -> tuple[float, Any, Leader | None] | None:
        """First free candidate whose leader line crosses the fewest symbols, after their number."""
        best: tuple[float, Any, Leader | None] | None = None
        for row in candidates[self._is_free(candidates, request)]:
            leader = leader_to(request, Box(*row), outline)
            if leader is None:
                if self._is_told(row[None, :], request)[0]:
                    return 0.0, row, None
                continue
            crossed = self._crossed(leader, request)
            if crossed == 0:
                return 0.0, row, leader
            if crossed < math.inf and (best is None or crossed < best[0]):
                best = crossed, row, leader
        return best

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
            own = self._circle_owners == (request.subject or _NOBODY)
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
            other = self._area_owners[area] != (request.subject or _NOBODY)
            free[rows[hit[other]]] = False
        return free

    def _is_told(self, candidates: Any, request: LabelRequest) -> Any:
        """Which boxes are nearer to what they name than to anything else that has a name.

        The name of a town is told from that of a symbol by how it is written.
        """
        told = np.ones(len(candidates), dtype=bool)
        if request.radius <= 0 or request.spots or request.role == "place" or not len(told):
            return told
        name = request.subject or _NOBODY
        left, top, right, bottom = (candidates[:, index, None] for index in range(4))
        away = np.full(len(candidates), np.inf)
        if len(self._circles):
            x, y, radius = self._circles[self._circle_owners != name].T
            dx = np.maximum(np.maximum(left - x, x - right), 0)
            dy = np.maximum(np.maximum(top - y, y - bottom), 0)
            away = np.min(np.hypot(dx, dy) - radius, axis=1, initial=np.inf)
        is_other = self._area_owners != name
        if is_other.any():
            boxes, others = shapely.box(*candidates.T), self._tree.geometries[is_other]
            near = shapely.distance(boxes[:, None], others[None, :]).min(axis=1)
            away = np.minimum(away, near)
        nearer = _NEARER if request.plate is None else _NUMBER_NEARER
        return told & (away >= _own_distance(candidates, request) + nearer)

    def _crossed(self, leader: Leader, request: LabelRequest) -> float:
        """How many symbols a leader line crosses; infinite if it crosses words or a leader."""
        if _cross(np.array([leader]), self._boxes).any():
            return math.inf
        if len(self._leaders) and _crosses_lines(leader, self._leaders).any():
            return math.inf
        if not len(self._circles):
            return 0
        own = self._circle_owners == (request.subject or _NOBODY)
        x, y, radius = self._circles[~own].T
        # A number has nothing but its line to say whose it is: that keeps off other circles whole.
        reach = radius * 0.8 if request.plate is None else radius + _CLEAR
        return float((_distance_to_line(x, y, leader) < reach).sum())

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


def _own_distance(candidates: Any, request: LabelRequest) -> Any:
    """How far boxes are from the edge of what they name."""
    left, top, right, bottom = candidates.T
    wide, high = request.half or (0.0, 0.0)
    dx = np.maximum(np.maximum(left - request.x - wide, request.x - wide - right), 0)
    dy = np.maximum(np.maximum(top - request.y - high, request.y - high - bottom), 0)
    return np.maximum(np.hypot(dx, dy) - (0.0 if request.half else request.radius), 0)


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
