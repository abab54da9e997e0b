"""What the templates with a map share: where panels, scale and QR code stand, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

import shapely

from geo.errors import InvalidSpec
from layers.records import IndustrialZone
from maps.stills.basemap import draw_place_dots
from maps.stills.credit_line import QR_SIDE
from maps.stills.frame import MapFrame
from maps.stills.furniture import (
    LONGEST_SCALE,
    REGION,
    draw_inset,
    draw_qr,
    draw_scale,
    draw_title,
    scale_size,
)
from maps.stills.label_request import LabelRequest, Obstacles
from maps.stills.labels import PlacedLabel, draw_labels, place_labels
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.symbols import ZoneMark

_MOST_OF_REGION: Final = 0.8
"""Share of what an inset shows, from which a map needs none."""

COLUMN: Final = 620.0
"""Width of the panels at the left of a wide picture, units."""


SCALE: Final = (340.0, 84.0)
"""Room that a scale bar with a north arrow takes at most, units."""

LEAST_INSET: Final = 190.0
"""Width that an inset beside figures takes at least, units."""

_LEAST_INSET_HEIGHT: Final = 140.0
_INSET_RATIO: Final = 1.16
"""Width of an inset over its height: that of the region."""

LOW_SCALE: Final = 170.0
"""Longest bar of a scale on a narrow picture, units."""


def draw_column_title(
    page: Page, title: str, subtitle: str, *, logo: Box | None, low: bool = False
) -> Box | None:
    """Title in the column of panels; across the picture if it is too long for that.

    Parameters
    ----------
    low
        Have it as low as it can be on a narrow picture.

    Raises
    ------
    InvalidSpec
        If it does not fit there either.
    """
    if page.is_narrow:
        return draw_title(page, title, subtitle, logo=logo, low=low)
    for width in (COLUMN, 0.66 * page.safe.width):
        try:
            return draw_title(page, title, subtitle, width=width, logo=logo)
        except InvalidSpec:
            continue
    return draw_title(page, title, subtitle, width=page.safe.width, logo=logo)


def foot_of(page: Page, width: float, height: float, *, right: float | None = None) -> Box:
    """Place for something at the right of the foot, as low as the panels there let it be."""
    right = page.safe.right if right is None else right
    place = Box(right - width, page.safe.bottom - height, right, page.safe.bottom)
    for _ in page.taken:
        under = [one for one in page.taken if place.inset(-GAP + 0.5).overlap(one)]
        if not under:
            break
        place = place.moved(0, min(one.top for one in under) - GAP - place.bottom)
    return place


def draw_page_code(page: Page, zones: Sequence[IndustrialZone] = ()) -> Box | None:
    """QR code to the page of what the picture shows, if the spec asks for it.

    Raises
    ------
    InvalidSpec
        If the panels leave no room for it.
    """
    if not page.spec.qr:
        return None
    place = foot_of(page, QR_SIDE, QR_SIDE)
    if not page.safe.holds(place, slack=0.5):
        raise InvalidSpec(
            "there is no room for the QR code beside what else the picture says",
            expected=f"{QR_SIDE:.0f} units of height left free by title, list and credit",
            remedy="show fewer rows or a shorter title, or leave the code out",
        )
    address = page_address(page, zones)
    return draw_qr(page, address, right=place.right, bottom=place.bottom, side=QR_SIDE)


def page_address(page: Page, zones: Sequence[IndustrialZone] = ()) -> str:
    """Address of the map's page with a zone opened, or a few side by side."""
    parts = [f"lang={page.language}"]
    if len(zones) == 1:
        parts.append(f"zone={quote(zones[0].zone_id, safe='')}")
    elif zones:
        parts.append("s=" + ",".join(quote(one.zone_id, safe="") for one in zones[:20]))
    return f"{page.material.base_url.rstrip('/')}/#{'&'.join(parts)}"


def scale_place(page: Page, code: Box | None) -> Box | None:
    """Where the scale will stand, to be kept free while the map is fitted; None without one."""
    if not (page.spec.scale_bar or page.spec.north_arrow):
        return None
    # A narrow picture has no room to spare beside its code.
    right = None if code is None or page.is_narrow else code.left - GAP
    return foot_of(page, *SCALE, right=right)


def draw_scale_at(
    page: Page, frame: MapFrame, place: Box | None, longest: float = LONGEST_SCALE
) -> None:
    """Scale bar and north arrow at the place kept for them, flush with the nearer side."""
    if place is None or page.is_bare:
        return
    left = place.left if place.left == page.safe.left else None
    draw_scale(page, frame, right=place.right, bottom=place.bottom, left=left, longest=longest)


def clear_corner(
    page: Page, frame: MapFrame, window: Box, subjects: Sequence[Any], busy: Sequence[Any]
) -> tuple[Box, bool] | None:
    """Corner of a narrow picture's map in which a scale hides the least.

    Parameters
    ----------
    window
        What panels leave free for the map, units.
    subjects, busy
        Geometries in units that have to stay in sight, and that should.

    Returns
    -------
    Its place, and whether no subject lies under it; None without a scale.
    """
    size = scale_size(page, frame, LOW_SCALE)
    if size is None:
        return None
    width, height, _ = size
    best: tuple[float, Box, bool] | None = None
    for bottom in (window.bottom, window.top + height):
        for right in (window.right, window.left + width):
            place = Box(right - width, bottom - height, right, bottom)
            around = shapely.box(*_edges(place.inset(-GAP)))
            hit = sum(bool(shapely.intersects(around, one)) for one in subjects)
            if any(place.inset(-GAP + 1).overlap(one) > 0 for one in page.taken):
                continue
            cost = 1000.0 * hit + _hidden(place, busy)
            if best is None or cost < best[0] - 1e-9:
                best = cost, place, not hit
    return None if best is None else best[1:]


def draw_corner_scale(page: Page, frame: MapFrame, place: Box) -> Box | None:
    """Scale bar and north arrow where `clear_corner` has found room for them."""
    if page.is_bare:
        return None
    return draw_scale(
        page, frame, right=place.right, bottom=place.bottom, longest=LOW_SCALE, is_fixed=True
    )


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def obstacles_of(
    marks: Iterable[ZoneMark], spots: Iterable[tuple[float, float, float, str | None]] = ()
) -> Obstacles:
    """What labels keep off: circles and outlines of zones, other symbols."""
    obstacles = Obstacles(circles=list(spots))
    for mark in marks:
        if mark.outline is None:
            obstacles.circles.append((mark.x, mark.y, mark.radius + 3, mark.zone.zone_id))
        else:
            obstacles.areas.append((mark.outline, mark.zone.zone_id))
    return obstacles


def write_words(
    page: Page, requests: Sequence[LabelRequest], obstacles: Obstacles
) -> list[PlacedLabel]:
    """Place and paint the words of a map, with the dots of its towns."""
    if page.is_bare:
        return []
    placed = place_labels(page, requests, obstacles)
    draw_place_dots(page, placed)
    draw_labels(page, placed)
    return placed


def draw_emptiest_inset(
    page: Page, frame: MapFrame, subjects: Sequence[Any], busy: Sequence[Any], *, side: float
) -> Box | None:
    """Inset of the region in whichever corner of the safe area the map has least to show.

    There is none where it would hide what the picture is about, nor beside a map that shows the
    region itself.

    Parameters
    ----------
    subjects
        Geometries in units that have to stay in sight.
    busy
        Those that should.
    side
        Width of the inset, units.
    """
    if not page.spec.inset or page.is_bare or _shows_region(frame):
        return None
    safe = page.safe
    width, height = side, side * 0.86
    taken = page.taken
    lefts = (safe.right - width, safe.left)
    # Below or above whatever stands in a corner, as near to it as there is room.
    tops = [safe.top, safe.bottom - height]
    tops += [one.bottom + GAP for one in taken] + [one.top - GAP - height for one in taken]
    best: tuple[float, Box] | None = None
    for left in lefts:
        for top in tops:
            box = Box(left, top, left + width, top + height)
            if not safe.holds(box, 0.01) or any(box.inset(-GAP + 1).overlap(b) for b in taken):
                continue
            window = shapely.box(box.left - GAP, box.top - GAP, box.right + GAP, box.bottom + GAP)
            if any(shapely.intersects(window, one) for one in subjects):
                continue
            cost = _hidden(box, busy) + min(top - safe.top, safe.bottom - box.bottom) * 0.02
            if best is None or cost < best[0] - 1e-9:
                best = cost, box
    return None if best is None else draw_inset(page, frame, best[1])


def draw_inset_at(page: Page, frame: MapFrame, place: Box) -> Box | None:
    """Inset of the region at a place of its own; none beside a map of the region itself."""
    return None if page.is_bare or _shows_region(frame) else draw_inset(page, frame, place)


def beside_table(page: Page, table: Box) -> Box | None:
    """Place for an inset at the right of the figures, as high as they are."""
    left = table.right + GAP
    width = min(page.safe.right - left, max(table.height * _INSET_RATIO, LEAST_INSET))
    height = max(table.height, width / _INSET_RATIO) if page.is_tall else table.height
    if not page.spec.inset or width < LEAST_INSET - 1 or height < _LEAST_INSET_HEIGHT:
        return None
    return Box(left, table.top, left + width, table.top + height)


def _shows_region(frame: MapFrame) -> bool:
    seen = shapely.intersection(shapely.box(*frame.bounds), shapely.box(*REGION))
    return float(shapely.area(seen)) > _MOST_OF_REGION * float(shapely.area(shapely.box(*REGION)))


def _hidden(box: Box, busy: Sequence[Any]) -> float:
    """How much of what should be seen a box would hide, and a little what it is near to."""
    window = shapely.box(box.left, box.top, box.right, box.bottom)
    near = sum(1.0 / (1.0 + float(shapely.distance(window, one)) / 60) for one in busy)
    within = sum(1 for one in busy if shapely.intersects(window, one))
    return 40.0 * within + 4.0 * near


def free_place(page: Page, box: Box, x: float, y: float) -> Box:
    """The box around a point, moved as little as has to be to keep off panels."""
    start = box.moved(x - box.width / 2, y - box.height / 2)
    steps = [(40.0 * i, 40.0 * j) for i in range(-30, 31) for j in range(-30, 31)]
    steps.sort(key=lambda one: (one[0] ** 2 + one[1] ** 2, one))
    for dx, dy in steps:
        moved = start.moved(dx, dy)
        if page.safe.holds(moved) and not any(moved.inset(-GAP).overlap(b) for b in page.taken):
            return moved
    raise InvalidSpec(
        "there is no room for the note that the place is not known",
        expected="free room between the panels",
        remedy="choose a larger picture, or leave out the legend",
    )
