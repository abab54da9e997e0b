"""Ranking: zones in order of a measure, as bars from zero, their ranks repeated on a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shapely.geometry import Point

from geo.errors import InvalidSpec
from maps.stills.basemap import draw_basemap
from maps.stills.dots import draw_dot, draw_dots
from maps.stills.drawing import Paint, Shape, rectangle
from maps.stills.figures import (
    Fact,
    use_fact,
    zone_label,
    zones_of,
)
from maps.stills.fitting import draw_around, extent_of, fit_room
from maps.stills.frame import fit_frame
from maps.stills.furniture import (
    PAD,
    SMALL,
    draw_badge,
    draw_credit,
    draw_logo,
    draw_title,
)
from maps.stills.label_request import LabelRequest, Obstacles, Plate
from maps.stills.labels import draw_labels, place_labels
from maps.stills.mapwork import draw_page_code, draw_scale_at, scale_place
from maps.stills.page import GAP, Page
from maps.stills.ranks import Entry, Ranking, rank_zones
from maps.stills.sizes import Box
from maps.stills.stack import Row, stack_height, write_stack
from maps.stills.targets import draw_targets
from maps.stills.typeface import Face
from maps.stills.typeset import NBSP, Block, fit_block
from maps.stills.words import former_province_name

_TOP, _FEWEST, _VERY_FEWEST = 8, 5, 3
_LEAST_MAP: Final = 215.0
"""Height that a map below the list should have, units."""

_ROW, _LEAST_ROW = 78.0, 40.0
"""Height of a row, units: as high as there is room for, within these bounds."""

_LIST_SHARE: Final = 0.62
"""Of the width of a wide picture, taken by the list; the map has the rest."""

_LEAST_BAR, _GOOD_BAR = 110.0, 280.0
_TWO_LINES: Final = 62.0
"""Height of a row that has room for a name on two lines, units."""

_TWO_LINES_HIGH: Final = 2.3
"""Two lines of a name from their highest marks to their lowest tails, over their size."""

_DOT: Final = 12.0


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
    room: list[tuple[Box, Box | None]] = []

    def draw_panels() -> None:
        room[:] = [_draw_panels(page, ranking)]

    def draw_map() -> None:
        if page.spec.ground == "map":
            _draw_map(page, ranking, *room[0])

    draw_around(page, draw_panels, draw_map)


def _cited(page: Page, top: int) -> Ranking:
    """The ranking, with what the credit says of it."""
    ranking = rank_zones(page, top)
    for entry in ranking.entries:
        use_fact(page, entry.fact)
    if page.spec.measure == "distance":
        page.note(page.say("straight_line"))
    return ranking


def _fitting_top(page: Page) -> int:
    """How many rows are shown: as asked, else as many as leave room for the map below them."""
    spec = page.spec
    if spec.top is not None:
        return spec.top
    most = 0
    # Fewer than a few rows only where nothing else fits, as beside a QR code.
    for top in range(_TOP, _VERY_FEWEST - 1, -1):
        if top < _FEWEST and most:
            break
        probe = Page(spec, page.material)
        try:
            room, _ = _draw_panels(probe, _cited(probe, top))
        except InvalidSpec:
            continue
        if spec.ground != "map" or not page.is_narrow or room.height >= _LEAST_MAP:
            return top
        most = max(most, top)
    return most or _VERY_FEWEST


def _draw_panels(page: Page, ranking: Ranking) -> tuple[Box, Box | None]:
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
        fill=beside,
    )  # fmt: skip
    credit = draw_credit(page)
    top = page.safe.top if title is None else title.bottom + GAP
    if title is None and logo is not None and logo.top < top + 10:
        top = logo.bottom + GAP
    room = Box(page.safe.left, top, page.safe.left + width, credit.top - GAP)
    code = draw_page_code(page, page.material.zones(spec))
    if code is not None and not beside:
        room = _beside_code(page, room, code)
    box = _draw_list(page, ranking, room, fill=not beside and not has_map)
    if beside:
        is_above = logo is not None and logo.top < page.safe.centre[1]
        head = logo.bottom + GAP if logo is not None and is_above else page.safe.top
        scale = scale_place(page, code)
        foot = min(one.top for one in (credit, code, scale) if one is not None)
        return Box(box.right + GAP, head, page.safe.right, foot - GAP), scale
    return Box(page.safe.left, top, page.safe.right, box.top - GAP), None


def _beside_code(page: Page, room: Box, code: Box) -> Box:
    """What a code at the right of the foot leaves of a room: all left of it, or all above it."""
    if page.is_narrow:
        return Box(room.left, room.top, room.right, min(room.bottom, code.top - GAP))
    return Box(room.left, room.top, min(room.right, code.left - GAP), room.bottom)


def _draw_list(page: Page, ranking: Ranking, room: Box, *, fill: bool) -> Box:
    """Paint rows and foot on a panel; at the top of its room beside a map, else at the foot."""
    foot = _foot_rows(page, ranking, room.width - 2 * PAD)
    rest = room.height - 2 * PAD - stack_height(foot) - (20.0 if foot else 0.0)
    height = min(_ROW, rest / len(ranking.entries))
    compact = _LEAST_ROW + 8
    if page.is_narrow and not fill and rest - compact * len(ranking.entries) >= _LEAST_MAP + GAP:
        # What the rows leave free above them goes to the map.
        height = min(height, compact)
    if height < _LEAST_ROW:
        raise InvalidSpec(
            f"{len(ranking.entries)} rows of a ranking do not fit",
            expected=f"at most {max(0, int(rest / _LEAST_ROW))} rows on {page.spec.size}",
            remedy="show fewer with `top`, or choose a larger picture",
        )
    full = height * len(ranking.entries) + room.height - rest
    is_below = page.is_narrow
    top = room.bottom - full if is_below else room.top
    box = page.panel(Box(room.left, top, room.right, top + full))
    _draw_rows(page, ranking, box, height)
    write_stack(page, foot, box.left + PAD, box.bottom - PAD - stack_height(foot))
    return box


def _foot_rows(page: Page, ranking: Ranking, room: float) -> list[Row]:
    """What the ranking leaves out, in one or two sentences."""
    parts = []
    if ranking.tied:
        parts.append(page.say("ranking_tied", count=str(ranking.tied)))
    parts.append(page.say("ranking_known", count=str(ranking.known)))
    if ranking.unknown:
        parts.append(page.say("ranking_unknown", count=str(ranking.unknown)))
    if ranking.none_left:
        parts.append(page.say("ranking_none_left", count=str(ranking.none_left)))
    if page.spec.measure != "distance" and any(one.low != one.high for one in ranking.entries):
        parts.append(page.say("ranking_ranges"))
    unplaced = [str(one.rank) for one in ranking.entries if one.rank and one.zone.location is None]
    if unplaced and page.spec.ground == "map":
        parts.append(page.say("ranking_unplaced", ranks=", ".join(unplaced)))
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
    rank = max(bold.width(str(one.rank or "–"), 32) for one in entries)
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
    bar = max(_LEAST_BAR, min(_GOOD_BAR, free - longest / lines * 1.2))
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
    for index, (entry, name) in enumerate(zip(entries, columns.names, strict=True)):
        middle = box.top + PAD + (index + 0.5) * row
        base = middle + 11
        colour = "panel_highlight" if entry.is_highlighted else "panel_accent"
        rank = "–" if entry.rank is None else str(entry.rank)
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
        columns.bar - 1.5, box.top + PAD, columns.bar + 1.5, box.top + PAD + len(entries) * row
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


def _draw_map(page: Page, ranking: Ranking, focus: Box, scale: Box | None) -> None:
    """A quiet map: ranked zones as dots with their ranks, the others faint.

    Where the list leaves no room for ranks, the dots stand on what is free of the picture.
    """
    has_room = min(focus.width, focus.height) >= _LEAST_MAP
    if not has_room:
        foot = max((one.bottom for one in page.taken), default=page.safe.bottom)
        focus = Box(page.safe.left, foot + GAP, page.safe.right, page.canvas.bottom - GAP)
    zones = [(one, one.location) for one in zones_of(page) if one.location is not None]
    wanted = extent_of(page) or [Point(location) for _, location in zones]
    is_shown = has_room or focus.height >= _LEAST_MAP
    wanted = wanted or [Point(106.8, 10.8)]
    if not is_shown:
        draw_basemap(page, fit_frame(wanted, page.canvas), roads=False)
        return
    margin = 30.0 if focus.height > 400 else 18.0
    frame = fit_room(page, wanted, page.canvas, focus, margin=margin, least_km=4)
    draw_basemap(page, frame, roads=False)
    draw_targets(page, frame, default=False)
    first = {one.zone.zone_id: one for one in ranking.entries if one.rank}
    rest = [zone for zone, _ in zones]
    draw_dots(page, frame, rest, meant=(), left_out=first)
    places = {zone.zone_id: location for zone, location in zones}
    dots = []
    for entry in first.values():
        if entry.zone.zone_id not in places:
            continue
        x, y = frame.point(*places[entry.zone.zone_id])
        draw_dot(page, entry.zone, x, y, _DOT, "highlight" if entry.is_highlighted else "accent")
        dots.append((entry, x, y))
    if has_room:
        _draw_numbers(page, dots)
    draw_scale_at(page, frame, scale)


def _draw_numbers(page: Page, dots: Sequence[tuple[Entry, float, float]]) -> None:
    plate = Plate(page.theme["panel"], page.theme["halo"])
    requests = [
        LabelRequest(
            f"zone:{entry.zone.zone_id}", str(entry.rank), x, y, radius=_DOT, size=SMALL + 2,
            weight="bold", colour="panel_ink", role="number", subject=entry.zone.zone_id,
            priority=-float(entry.rank or 0), required=True, plate=plate,
        )
        for entry, x, y in dots
    ]  # fmt: skip
    obstacles = Obstacles(circles=[(x, y, _DOT, entry.zone.zone_id) for entry, x, y in dots])
    draw_labels(page, place_labels(page, requests, obstacles))
