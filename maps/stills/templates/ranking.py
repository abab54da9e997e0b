"""Ranking: zones in order of a measure, as bars from zero, their ranks repeated on a map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from shapely.geometry import Point

from geo.errors import InvalidSpec
from layers.records import IndustrialZone
from maps.stills.basemap import draw_basemap, place_requests
from maps.stills.dots import draw_dot, draw_dots
from maps.stills.drawing import Paint, Shape, rectangle
from maps.stills.figures import (
    Fact,
    use_fact,
    zone_label,
    zones_of,
)
from maps.stills.fitting import draw_around, extent_of, fit_room
from maps.stills.frame import MapFrame, fit_frame
from maps.stills.furniture import (
    PAD,
    SMALL,
    draw_badge,
    draw_credit,
    draw_logo,
    draw_title,
)
from maps.stills.label_request import LabelRequest, Obstacles, Plate
from maps.stills.mapwork import (
    clear_corner,
    draw_corner_scale,
    draw_page_code,
    draw_scale_at,
    scale_place,
    write_words,
)
from maps.stills.page import GAP, Page
from maps.stills.ranks import Entry, Ranking, equals_of, rank_zones
from maps.stills.sizes import Box
from maps.stills.stack import Row, stack_height, write_stack
from maps.stills.targets import draw_targets
from maps.stills.typeface import Face
from maps.stills.typeset import NBSP, Block, fit_block
from maps.stills.words import former_province_name

_TOP, _FEWEST = 8, 3
_LEAST_MAP: Final = 170.0
"""Height of a map that has room for numbers, units."""

_MAP_SHARE: Final = 0.35
"""Of the height of a narrow picture, left for its map where the spec does not say how many rows."""

_TALL_MAP: Final = 330.0
"""The same of a tall one, whose map goes on below the words, units."""

_ROW, _LOW_ROW, _LEAST_ROW = 78.0, 48.0, 42.0
"""Height of a row, units: as high as there is room for, within these bounds; above a map."""

_CREDIT_LINES: Final = 3
_LEAST_KM, _MOST_TOWNS = 30.0, 3
"""Kilometres that a narrow map shows at least, and the towns that it names at most."""

_LIST_SHARE: Final = 0.62
"""Of the width of a wide picture, taken by the list; the map has the rest."""

_LOW_BAR, _LEAST_BAR, _GOOD_BAR = 70.0, 110.0, 280.0
"""Length of the longest bar, units: the least on a narrow picture, on others, and enough."""

_TWO_LINES: Final = 62.0
"""Height of a row that has room for a name on two lines, units."""

_TWO_LINES_HIGH: Final = 2.3
"""Two lines of a name from their highest marks to their lowest tails, over their size."""

_DOT: Final = 12.0
_MIDDLE: Final = Point(106.8, 10.8)
"""Of the region, shown where no place is known."""


@dataclass(slots=True)
class _Around:
    """What stands around the map.

    Attributes
    ----------
    room
        What panels leave free for the map.
    scale
        Place of the scale beside a list; below one it stands where it hides the least.
    beyond
        Numbers of the rows whose places are too far off for the map.
    """

    room: Box
    scale: Box | None = None
    beyond: tuple[int, ...] = ()


def draw_ranking(page: Page) -> None:
    """Draw the ranking of `spec.measure`.

    Raises
    ------
    InvalidSpec
        If the measure has no order, or nothing is known of it.
    UnknownZone
        If a zone to highlight is not known.
    """
    ranking = _cited(page, _fitting_top(page))
    around = _Around(page.safe)

    def draw_panels() -> None:
        around.room, around.scale = _draw_panels(page, ranking, around.beyond)

    def draw_map() -> None:
        if page.spec.ground == "map":
            _draw_map(page, ranking, around)

    draw_around(page, draw_panels, draw_map, more=lambda: around.beyond)


def _cited(page: Page, top: int) -> Ranking:
    """The ranking, with what the credit says of it."""
    ranking = rank_zones(page, top)
    for entry in ranking.entries:
        use_fact(page, entry.fact)
    if page.spec.measure == "distance":
        page.note(page.say("straight_line"))
    return ranking


def _fitting_top(page: Page) -> int:
    """How many rows are shown: as asked, else as many as leave the map what is due to it."""
    spec = page.spec
    if spec.top is not None:
        return spec.top
    for top in range(_TOP, _FEWEST, -1):
        probe = Page(spec, page.material)
        try:
            room, _ = _draw_panels(probe, _cited(probe, top))
        except InvalidSpec:
            continue
        if spec.ground != "map" or not page.is_narrow or room.height >= _due_to_map(page) - 0.5:
            return top
    return _FEWEST


def _due_to_map(page: Page) -> float:
    """Height that rows should leave for the map of a narrow picture, units."""
    return _TALL_MAP if page.is_tall else _MAP_SHARE * page.canvas.height - 2 * GAP


def _draw_panels(
    page: Page, ranking: Ranking, beyond: Sequence[int] = ()
) -> tuple[Box, Box | None]:
    """Paint what stands around the map; returns what is left for it and for its scale."""
    measure, spec = page.spec.measure, page.spec
    logo = draw_logo(page)
    province = former_province_name(spec.province, page.language) if spec.province else None
    place = page.say("region") if province is None else province
    subtitle = page.say(f"ranking_by_{measure}", place=place)
    has_map = spec.ground == "map"
    beside = has_map and not page.is_narrow
    width = page.safe.width * (_LIST_SHARE if beside else 1.0)
    title = draw_title(
        page, page.say(f"ranking_{measure}"), subtitle, width=width if beside else None, logo=logo,
        fill=beside, low=page.is_narrow,
    )  # fmt: skip
    credit = draw_credit(page, lines=_CREDIT_LINES)
    top = page.safe.top if title is None else title.bottom + GAP
    if title is None and logo is not None and logo.top < top + 10:
        top = logo.bottom + GAP
    room = Box(page.safe.left, top, page.safe.left + width, credit.top - GAP)
    code = draw_page_code(page, page.material.zones(spec))
    if code is not None and not beside:
        room = _beside_code(page, room, code)
    box = _draw_list(page, ranking, room, beyond, fill=not beside and not has_map)
    if beside:
        is_above = logo is not None and logo.top < page.safe.centre[1]
        head = logo.bottom + GAP if logo is not None and is_above else page.safe.top
        scale = scale_place(page, code)
        foot = min(one.top for one in (credit, code, scale) if one is not None)
        return Box(box.right + GAP, head, page.safe.right, foot - GAP), scale
    if page.is_tall:
        return Box(page.safe.left, box.bottom + GAP, page.safe.right, room.bottom), None
    return Box(page.safe.left, top, page.safe.right, box.top - GAP), None


def _beside_code(page: Page, room: Box, code: Box) -> Box:
    """What a code at the right of the foot leaves of a room: all left of it, or all above it."""
    if page.is_narrow:
        return Box(room.left, room.top, room.right, min(room.bottom, code.top - GAP))
    return Box(room.left, room.top, min(room.right, code.left - GAP), room.bottom)


def _draw_list(
    page: Page, ranking: Ranking, room: Box, beyond: Sequence[int], *, fill: bool
) -> Box:
    """Paint rows and foot on a panel: beside a map and in a tall picture at the top of its room.

    In other narrow pictures it stands at the foot, below the map.
    """
    foot = _foot_rows(page, ranking, beyond, room.width - 2 * PAD)
    count = len(ranking.entries)
    pad = _pad(page)
    rest = room.height - 2 * pad - stack_height(foot) - (pad if foot else 0.0)
    height = min(_ROW, rest / count)
    if page.is_narrow and not fill:
        # What the rows can do without goes to the map.
        low = min(_LOW_ROW, (rest - _due_to_map(page) - GAP) / count)
        height = min(height, max(_LEAST_ROW, low))
        if height < _TWO_LINES <= rest / count and not _names_fit(page, ranking, room, height):
            height = _TWO_LINES
    if height < _LEAST_ROW:
        raise InvalidSpec(
            f"{count} rows of a ranking do not fit",
            expected=f"at most {max(0, int(rest / _LEAST_ROW))} rows on {page.spec.size}",
            remedy="show fewer with `top`, or choose a larger picture",
        )
    full = height * count + room.height - rest
    is_below = page.is_narrow and not page.is_tall
    top = room.bottom - full if is_below else room.top
    box = page.panel(Box(room.left, top, room.right, top + full))
    _draw_rows(page, ranking, box, height)
    write_stack(page, foot, box.left + PAD, box.bottom - pad - stack_height(foot))
    return box


def _names_fit(page: Page, ranking: Ranking, room: Box, row: float) -> bool:
    """Whether every name finds room in rows of a height."""
    try:
        _columns(page, ranking.entries, room, row)
    except InvalidSpec:
        return False
    return True


def _pad(page: Page) -> float:
    """Kept above and below the rows, units."""
    return GAP if page.is_narrow else PAD


def _foot_rows(page: Page, ranking: Ranking, beyond: Sequence[int], room: float) -> list[Row]:
    """What the ranking leaves out, in one or two sentences."""
    parts = []
    if equal := equals_of(ranking.entries):
        parts.append(page.say("ranking_equal", ranks=", ".join(equal)))
    if ranking.tied:
        parts.append(page.say("ranking_tied", count=str(ranking.tied)))
    parts.append(page.say("ranking_known", count=str(ranking.known)))
    if ranking.unknown:
        parts.append(page.say("ranking_unknown", count=str(ranking.unknown)))
    if ranking.none_left:
        parts.append(page.say("ranking_none_left", count=str(ranking.none_left)))
    if page.spec.measure != "distance" and any(one.low != one.high for one in ranking.entries):
        parts.append(page.say("ranking_ranges"))
    unplaced = [
        str(one.number) for one in ranking.entries if one.number and one.zone.location is None
    ]
    if unplaced and page.spec.ground == "map":
        parts.append(page.say("ranking_unplaced", ranks=", ".join(unplaced)))
    if beyond:
        parts.append(page.say("ranking_beyond", ranks=", ".join(map(str, beyond))))
    text = f"{NBSP}· ".join(parts)
    block = fit_block(
        page.theme.face("regular"), text, width=room, most_lines=4, size=SMALL, least=SMALL,
        what="foot of the ranking",
    )  # fmt: skip
    return [Row(block, "note", "panel_muted")]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a list stand, units; and the names as they are set."""

    rank: float
    name: float
    bar: float
    bar_width: float
    value: float
    badge: float
    passport: float
    names: tuple[Block, ...]


def _columns(page: Page, entries: Sequence[Entry], box: Box, row: float) -> _Columns:
    bold, semibold = page.theme.face("bold"), page.theme.face("semibold")
    regular = page.theme.face("regular")
    between = 18.0
    inner = box.width - 2 * PAD
    rank = max(bold.width(str(one.number or "–"), 32) for one in entries)
    value = max(bold.width(one.fact.value, 32) for one in entries)
    dates = max(regular.width(_dated(one.fact), SMALL) for one in entries)
    labels = [zone_label(one.zone, page.language) for one in entries]
    longest = max(semibold.width(one, SMALL) for one in labels)
    passport = dates + 48 if dates else 40.0
    free = inner - rank - value - passport - 4 * between
    lines = 2 if row >= _TWO_LINES else 1
    if free < longest / lines * 1.2 + _GOOD_BAR and dates:
        # The credit still says how new the newest figure is.
        free += passport - 40
        passport = 40.0
    least = _LOW_BAR if page.is_narrow else _LEAST_BAR
    bar = max(least, min(_GOOD_BAR, free - longest / lines * 1.2))
    names = [_fit_name(semibold, one, free - bar, lines, row) for one in labels]
    name = max(one.width for one in names)
    left = box.left + PAD
    bar_left = left + rank + between + name + between
    right = box.right - PAD
    return _Columns(
        rank=left + rank,
        name=left + rank + between,
        bar=bar_left,
        bar_width=free - name,
        value=right - passport - between,
        badge=right - passport + 19,
        passport=right - passport + 48 if passport > 40 else 0.0,
        names=tuple(names),
    )


def _fit_name(face: Face, name: str, width: float, most_lines: int, row: float) -> Block:
    """A name on one line, or on two that keep clear of those of the next row."""
    size = 32.0 if row > 50 else 30.0
    what = "name of a zone in the ranking"
    block = fit_block(
        face, name, width=width, most_lines=most_lines, size=size, least=SMALL, what=what
    )
    if len(block.lines) == 1:
        return block
    size = min(block.size, max(SMALL, row / _TWO_LINES_HIGH))
    return fit_block(face, name, width=width, most_lines=2, size=size, least=SMALL, what=what)


def _dated(fact: Fact) -> str:
    """The date of a passport, whose letter stands in a ring before it."""
    return fact.passport.split(f"{NBSP}· ", 1)[1] if fact.as_of and fact.passport else ""


def _draw_rows(page: Page, ranking: Ranking, box: Box, row: float) -> None:
    entries = ranking.entries
    columns = _columns(page, entries, box, row)
    most = 1.0 if page.spec.measure == "occupancy" else max(one.high for one in entries) or 1.0
    thick = min(26.0, row * 0.45)
    pad = _pad(page)
    for index, (entry, name) in enumerate(zip(entries, columns.names, strict=True)):
        middle = box.top + pad + (index + 0.5) * row
        base = middle + 11
        colour = "panel_highlight" if entry.is_highlighted else "panel_accent"
        rank = "–" if entry.number is None else str(entry.number)
        page.write(
            rank, columns.rank, base, 32, "number", weight="bold", colour=colour, anchor="end"
        )
        lines = len(name.lines)
        for number, line in enumerate(name.lines):
            y = base + (number - (lines - 1) / 2) * name.size * 1.2
            page.write(line, columns.name, y, name.size, "legend", weight="semibold")
        if entry.rank is not None:
            _draw_bar(page, entry, columns, middle, thick, most, colour)
        page.write(entry.fact.value, columns.value, base, 32, "value", weight="bold", anchor="end")
        if entry.fact.badge is not None:
            draw_badge(page, entry.fact.badge, columns.badge, middle)
        if columns.passport:
            page.write(
                _dated(entry.fact), columns.passport, base - 1, SMALL, "note", colour="panel_muted"
            )
    axis = Box(
        columns.bar - 1.5, box.top + pad, columns.bar + 1.5, box.top + pad + len(entries) * row
    )
    page.drawing.add(
        Shape(rectangle(axis), Paint(fill=page.theme["panel_muted"]), axis, "decoration")
    )


def _draw_bar(
    page: Page, entry: Entry, columns: _Columns, middle: float, thick: float, most: float,
    colour: str,
) -> None:  # fmt: skip
    """A bar from zero to the value; of a range solid to its low end, pale to its high one."""
    left, width = columns.bar, columns.bar_width
    if page.spec.measure == "occupancy":
        # A share has an end of its own, which the empty part of its track shows.
        track = Box(left, middle - thick / 2, left + width, middle + thick / 2)
        paint = Paint(fill=page.theme["panel_muted"], fill_opacity=0.25)
        page.drawing.add(Shape(rectangle(track), paint, track, "decoration"))
    for end, opacity in ((entry.high, 0.45), (entry.low, 1.0)):
        if opacity < 1 and entry.low == entry.high:
            continue
        bar = Box(left, middle - thick / 2, left + width * end / most, middle + thick / 2)
        paint = Paint(fill=page.theme[colour], fill_opacity=opacity)
        page.drawing.add(Shape(rectangle(bar), paint, bar, "decoration", entry.zone.zone_id))


def _draw_map(page: Page, ranking: Ranking, around: _Around) -> None:
    """A quiet map: ranked zones as dots with their numbers, the others faint.

    Where the list leaves no room for numbers there is the ground alone.
    """
    zones = [(one, one.location) for one in zones_of(page) if one.location is not None]
    ranked = [
        (one, one.zone.location)
        for one in ranking.entries
        if one.number and one.zone.location is not None
    ]
    if min(around.room.width, around.room.height) < _LEAST_MAP:
        ground = [Point(location) for _, location in (*ranked, *zones)] or [_MIDDLE]
        draw_basemap(page, fit_frame(ground, page.canvas), roads=False)
        return
    frame = _fit(page, ranked, zones, around)
    draw_basemap(page, frame, roads=False)
    draw_targets(page, frame, default=False)
    first = {one.zone.zone_id for one, _ in ranked}
    draw_dots(page, frame, [zone for zone, _ in zones], meant=(), left_out=first)
    dots = []
    for entry, location in ranked:
        if entry.number in around.beyond:
            continue
        x, y = frame.point(*location)
        draw_dot(page, entry.zone, x, y, _DOT, "highlight" if entry.is_highlighted else "accent")
        dots.append((entry, x, y))
    if not page.is_narrow:
        _draw_words(page, dots, [])
        draw_scale_at(page, frame, around.scale)
        return
    spots = [Point(x, y).buffer(_DOT + 40) for _, x, y in dots]
    faint = [Point(frame.point(*location)) for _, location in zones]
    corner = clear_corner(page, frame, around.room, spots, faint)
    if corner is not None:
        draw_corner_scale(page, frame, corner[0])
    _draw_words(page, dots, place_requests(page, frame, most=_MOST_TOWNS))


def _fit(
    page: Page,
    ranked: Sequence[tuple[Entry, tuple[float, float]]],
    zones: Sequence[tuple[IndustrialZone, tuple[float, float]]],
    around: _Around,
) -> MapFrame:
    """The map of a wide picture shows all zones, that of a narrow one those that are ranked.

    A place so far off that with it the map would reach beyond what is known is left out.
    """
    room = around.room
    margin = 30.0 if page.is_narrow or room.height > 400 else 18.0

    def fit(wanted: Sequence[Any], least_km: float = 4.0) -> MapFrame:
        return fit_room(page, wanted, page.canvas, room, margin=margin, least_km=least_km)

    if extent := extent_of(page):
        return fit(extent)
    if not page.is_narrow:
        return fit([Point(location) for _, location in zones] or [_MIDDLE])
    shown = list(ranked)
    while shown:
        try:
            frame = fit([Point(location) for _, location in shown], _LEAST_KM)
        except InvalidSpec:
            shown.remove(_farthest(shown))
            continue
        around.beyond = tuple(one[0].number for one in ranked if one[0].number and one not in shown)
        return frame
    around.beyond = tuple(one.number for one, _ in ranked if one.number)
    return fit([_MIDDLE], _LEAST_KM)


def _farthest(
    shown: Sequence[tuple[Entry, tuple[float, float]]],
) -> tuple[Entry, tuple[float, float]]:
    """Which of some places is the farthest from the middle of them."""
    middle = [median(one[axis] for _, one in shown) for axis in (0, 1)]
    return max(shown, key=lambda one: math.dist(one[1], middle))


def _draw_words(
    page: Page, dots: Sequence[tuple[Entry, float, float]], towns: Sequence[LabelRequest]
) -> None:
    plate = Plate(page.theme["panel"], page.theme["halo"])
    requests = [
        LabelRequest(
            f"zone:{entry.zone.zone_id}", str(entry.number), x, y, radius=_DOT, size=SMALL + 2,
            weight="bold", colour="panel_ink", role="number", subject=entry.zone.zone_id,
            priority=-float(entry.number or 0), required=True, plate=plate,
        )
        for entry, x, y in dots
    ]  # fmt: skip
    obstacles = Obstacles(circles=[(x, y, _DOT, entry.zone.zone_id) for entry, x, y in dots])
    write_words(page, [*requests, *towns], obstacles)
