"""Before and after: the region on two days, at one scale, and what changed between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from shapely.geometry import Point

from geo.errors import InvalidSpec
from layers.records import Badge, IndustrialZone, RegionData
from maps.stills.basemap import draw_basemap
from maps.stills.changes import Change, find_changes, zones_on_day
from maps.stills.dates import say_date
from maps.stills.drawing import Paint, Shape, polyline, rectangle
from maps.stills.figures import badged, zone_label
from maps.stills.fitting import draw_around, extent_of, fit_room
from maps.stills.frame import MapFrame
from maps.stills.furniture import (
    PAD,
    SMALL,
    draw_credit,
    draw_logo,
    draw_title,
)
from maps.stills.label_request import LabelRequest, Obstacles, Plate
from maps.stills.labels import draw_labels, place_labels
from maps.stills.legend import (
    Entry,
    class_entry,
    class_label,
    draw_row,
    flow,
    row_width,
    size_entry,
)
from maps.stills.mapwork import draw_page_code, draw_scale_at, scale_place
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.symbols import RINGS, ZoneMark, cite_measure, class_of_zone, draw_zones
from maps.stills.targets import draw_targets
from maps.stills.typeset import NBSP, break_lines, fit_block
from maps.stills.words import former_province_name
from maps.style import measure

_SOUTH: Final = 9.6
"""Latitude that the fit ends at: Côn Đảo lies 200 km beyond the rest of the region."""

_LIST_WIDTHS: Final = (420.0, 660.0)
"""Least and greatest width of the list beside the maps of a wide picture, units."""

_DATE_SIZES, _TAG = (46.0, 36.0), 1.36
"""Size of the days, on a narrow picture, and height of their panels over it."""

_MOST_CHANGES: Final = 6
_ROW, _TALL_ROW, _MOST_TALL = 44.0, 84.0, 112.0
"""Height of a change on one line, on two, and on two where there is room, units."""

_VALUE_SIZES, _ARROW = (28.0, SMALL), 46.0
"""Size of the figures of a change, on a narrow picture, and the room of the arrow between them."""

_GOOD_MAP, _LEAST_MAP = 330.0, 150.0
"""Height that maps of a narrow picture should have, and must have, units; lists have the rest."""

_CREDIT_LINES: Final = 3
"""Of a credit that leaves a narrow picture room for its maps."""

_EDGE: Final = 3.0
_SPILL: Final = 12.0
"""A basemap is drawn that far beyond its frame, units."""


def draw_before_after(page: Page) -> None:
    """Draw the region on `spec.before` and on the day of the picture.

    Where the spec has no earlier day it is the latest one with a change since.

    Raises
    ------
    InvalidSpec
        If the earlier day is missing or not earlier, or the measure is a distance, which no date
        changes.
    """
    earlier = _earlier(page)
    changes = find_changes(page, earlier)
    for region in (earlier, page.material.region):
        cite_measure(page, zones_on_day(page, region))
    layout: list[_Layout] = []

    def draw_panels() -> None:
        first, taken = len(page.drawing.items), len(page.taken)
        layout[:] = [_draw_panels(page, earlier, changes, _MOST_CHANGES)]
        # Which letters the credit explains is known when the list is: it is above the credit.
        badges = _badges_of(changes[: layout[0].listed])
        if badges != page.badges:
            page.badges = badges
            del page.drawing.items[first:]
            del page.taken[taken:]
            layout[:] = [_draw_panels(page, earlier, changes, layout[0].listed)]
            page.badges = _badges_of(changes[: layout[0].listed])

    def draw_map() -> None:
        _draw_maps(page, earlier, changes, layout[0])

    draw_around(page, draw_panels, draw_map)


def _badges_of(changes: Sequence[Change]) -> set[Badge]:
    return {badge for one in changes for badge in one.badges if badge is not None}


def _first_day(page: Page) -> date | None:
    """The earlier day: the spec's own, else the one that the records were read of."""
    return page.spec.before or page.material.before


def _earlier(page: Page) -> RegionData:
    spec, material = page.spec, page.material
    if spec.measure == "distance":
        raise InvalidSpec(
            "the measure 'distance' does not change with the date",
            expected="remaining_ha, occupancy or status for the template before_after",
            remedy="choose another measure",
        )
    before = _first_day(page)
    if before is None:
        raise InvalidSpec(
            "the picture has no earlier day, and no change is known that one could be chosen by",
            expected="`before`, a day as 2024-01-01, for the template before_after",
            remedy="write before: 2024-01-01",
        )
    if before >= material.on_day:
        raise InvalidSpec(
            f"the earlier day {before.isoformat()} is not before {material.on_day.isoformat()}",
            expected="a day before as_of, which is today unless it is given",
            remedy="choose an earlier `before`",
        )
    if material.earlier is None:
        raise InvalidSpec(
            f"the records of {before.isoformat()} were not read",
            expected="records of both days",
            remedy="ask for the picture anew",
        )
    return material.earlier


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the two maps stand, how many changes the list shows, and the place of the scale."""

    maps: tuple[Box, Box]
    listed: int
    scale: Box | None


def _draw_panels(page: Page, earlier: RegionData, changes: Sequence[Change], most: int) -> _Layout:
    style = measure(page.spec.measure)
    logo = draw_logo(page)
    key = "no_change" if not changes else "changed" if len(changes) > 1 else "changed_one"
    told = page.say(key, count=str(len(changes)))
    subject = page.name(style.label_vi, style.label_en)
    if page.spec.province is not None:
        province = former_province_name(page.spec.province, page.language)
        subject = f"{subject}{NBSP}· {province}"
    title = draw_title(page, subject, told, logo=logo, low=page.is_narrow)
    credit = draw_credit(page, lines=_CREDIT_LINES if page.is_narrow else None)
    code = draw_page_code(page)
    top = page.safe.top if title is None else title.bottom + GAP
    if logo is not None and page.theme.corner.startswith("top"):
        top = max(top, logo.bottom + GAP)
    lowest = credit.top if code is None or not page.is_narrow else min(credit.top, code.top)
    room = Box(page.safe.left, top, page.safe.right, lowest - GAP)
    scale = scale_place(page, code)
    entries = _legend_entries(page, earlier)
    if page.is_narrow:
        legend = _draw_legend_row(page, entries, Box(room.left, 0, room.right, room.bottom))
        foot = room.bottom if legend is None else legend.top - GAP
        width = room.width - 2 * PAD
        row, listed = _TALL_ROW, _rows_below(changes, foot - room.top, _TALL_ROW, most)
        for count in range(_rows_below(changes, foot - room.top, _ROW, most), listed - 1, -1):
            if _fit_beside(page, changes[:count], width):
                row, listed = _ROW, count
                break
        if changes:
            height = _list_height(changes, listed, row)
            box = Box(room.left, foot - height, room.right, foot)
            _draw_list(page, changes, listed, box, tall=row > _ROW)
            foot = box.top - GAP
        return _Layout(_split(Box(room.left, room.top, room.right, foot)), listed, None)
    right = room.right
    listed = 0
    if changes:
        below = [one.top - GAP for one in (scale, code) if one is not None]
        bottom = min(room.bottom, *below)
        rows = int((bottom - room.top - 2 * PAD - _ROW) / _TALL_ROW)
        if rows < 1:
            raise _crowded(bottom - room.top)
        listed = min(len(changes), most, rows)
        width = _list_width(page, changes[:listed])
        full = room.top + _list_height(changes, listed, _MOST_TALL)
        box = Box(room.right - width, room.top, room.right, min(bottom, full))
        _draw_list(page, changes, listed, box, tall=True)
        right = box.left - GAP
    # Beside a code the scale stands so far to the left that legend and maps make room for it.
    is_in_the_way = scale is not None and scale.left - GAP < right
    ends = scale.left - GAP if scale is not None and is_in_the_way else right
    legend = _draw_legend_row(page, entries, Box(room.left, 0, ends, room.bottom))
    foot = room.bottom if legend is None else legend.top - GAP
    if scale is not None and is_in_the_way:
        foot = min(foot, scale.top - GAP)
    return _Layout(_split(Box(room.left, room.top, right, foot)), listed, scale)


def _rows_below(changes: Sequence[Change], height: float, row: float, most: int) -> int:
    """How many changes are listed below the maps of a narrow picture, so as to leave them room."""
    rows = max(2, int((height - _GOOD_MAP - GAP - 2 * PAD - _ROW) / row))
    return min(len(changes), most, rows)


def _crowded(height: float) -> InvalidSpec:
    return InvalidSpec(
        f"the two maps have {max(0.0, height):.0f} units of height left",
        expected=f"at least {_LEAST_MAP:.0f}",
        remedy="shorten the title, switch the legend off, or choose a larger picture",
    )


def _days(page: Page) -> tuple[str, str]:
    before, after = _first_day(page), page.material.on_day
    first = "" if before is None else say_date(before.isoformat(), page.language)
    return first, say_date(after.isoformat(), page.language)


def _split(room: Box) -> tuple[Box, Box]:
    """Two boxes of one size: beside each other, or one above the other if that shows more.

    The region is about as high as it is wide.
    """
    if room.height < _LEAST_MAP:
        raise _crowded(room.height)
    half = (room.width - GAP) / 2
    if min(half, room.height) >= min(room.width, (room.height - GAP) / 2):
        return (
            Box(room.left, room.top, room.left + half, room.bottom),
            Box(room.right - half, room.top, room.right, room.bottom),
        )
    half = (room.height - GAP) / 2
    return (
        Box(room.left, room.top, room.right, room.top + half),
        Box(room.left, room.bottom - half, room.right, room.bottom),
    )


def _legend_entries(page: Page, earlier: RegionData) -> list[Entry]:
    """Classes that occur on either day, in few words, and what the size of a circle means."""
    style = measure(page.spec.measure)
    counts: Counter[str] = Counter()
    for region in (earlier, page.material.region):
        counts.update(class_of_zone(one, style.key) for one in zones_on_day(page, region))
    entries = [
        class_entry(page, one, style.key, class_label(page, one, style.key, short=True))
        for one in style.classes
        if counts[one.key]
    ]
    return [*entries, size_entry(page, short=page.is_narrow)]


def _draw_legend_row(page: Page, entries: Sequence[Entry], room: Box) -> Box | None:
    """Paint classes in rows on a panel along the foot of a room."""
    if not page.spec.legend or not entries:
        return None
    inner = room.width - 2 * GAP
    rows = flow(page, entries, inner)
    height = len(rows) * 42.0 + 14
    box = page.panel(Box(room.left, room.bottom - height, room.right, room.bottom))
    for index, row in enumerate(rows):
        # As wide apart as there is room for, within reason.
        spare = (inner - row_width(page, row, 0)) / max(1, len(row) - 1)
        draw_row(page, row, box.left + GAP, box.top + 7 + (index + 0.5) * 42, min(28.0, spare))
    return box


def _list_width(page: Page, changes: Sequence[Change]) -> float:
    semibold, bold = page.theme.face("semibold"), page.theme.face("bold")
    widest = max(
        max(
            semibold.width(zone_label(one.zone, page.language), 30),
            bold.width("".join(_values(page, one)), _VALUE_SIZES[page.is_narrow]) + _ARROW,
        )
        for one in changes
    )
    least, most = _LIST_WIDTHS
    return min(most, max(least, widest + 2 * PAD + bold.width("00", 30) + 16))


def _values(page: Page, change: Change) -> tuple[str, str]:
    """What was and what is, each with its letter of quality."""
    before, after = change.badges
    return badged(page, change.before, before), badged(page, change.after, after)


def _fit_beside(page: Page, changes: Sequence[Change], room: float) -> bool:
    """Whether names have room beside their figures on one line."""
    semibold, bold = page.theme.face("semibold"), page.theme.face("bold")
    room -= bold.width("0", 30) + 16 + _ARROW + 20
    return all(
        semibold.width(zone_label(one.zone, page.language), SMALL)
        + bold.width("".join(_values(page, one)), _VALUE_SIZES[page.is_narrow])
        <= room
        for one in changes
    )


def _list_height(changes: Sequence[Change], listed: int, row: float) -> float:
    rest = _ROW if listed < len(changes) else 0.0
    return listed * row + rest + 2 * PAD


def _draw_list(page: Page, changes: Sequence[Change], listed: int, box: Box, *, tall: bool) -> None:
    """Write the changes that there is room for, with numbers as on the maps."""
    page.panel(box)
    semibold, bold = page.theme.face("semibold"), page.theme.face("bold")
    row = _ROW
    if tall:
        # Rows are spread over a list that is higher than it has to be.
        rest = box.height - 2 * PAD - (_ROW if listed < len(changes) else 0)
        row = min(_MOST_TALL, rest / listed)
    number_room = bold.width(str(listed), 30) + 16
    for index, change in enumerate(changes[:listed]):
        page.cite(change.source_keys)
        top = box.top + PAD + index * row
        base = top + (32 if tall else 31)
        left = box.left + PAD
        page.write(
            str(index + 1), left, base, 30, "number", weight="bold", colour="panel_highlight"
        )
        left += number_room
        name = zone_label(change.zone, page.language)
        values = bold.width("".join(_values(page, change)), _VALUE_SIZES[page.is_narrow]) + _ARROW
        room = box.right - PAD - left - (0 if tall else values + 20)
        block = fit_block(
            semibold, name, width=room, most_lines=1, size=30, least=SMALL,
            what="name of a zone that changed",
        )  # fmt: skip
        page.write(name, left, base, block.size, "legend", weight="semibold")
        x, y = (left, base + 38) if tall else (box.right - PAD - values, base)
        _write_change(page, change, x, y)
    if listed < len(changes):
        more = page.say("more_changes", count=str(len(changes) - listed))
        y = box.top + PAD + listed * row + 31
        page.write(more, box.left + PAD, y, SMALL, "note", colour="panel_muted")


def _write_change(page: Page, change: Change, x: float, y: float) -> None:
    """Write what was, an arrow, and what is; the faces have no arrow."""
    before, after = _values(page, change)
    size = _VALUE_SIZES[page.is_narrow]
    first = page.write(before, x, y, size, "value", colour="panel_muted")
    start = x + first.run.advance * size + 10
    end, middle = start + _ARROW - 20, y - size * 0.3
    path = polyline([(start, middle), (end, middle)]) + polyline(
        [(end - 9, middle - 7), (end, middle), (end - 9, middle + 7)]
    )
    ink = Paint(stroke=page.theme["panel_accent"], stroke_width=3)
    box = Box(start, middle - 7, end, middle + 7)
    page.drawing.add(Shape(path, ink, box, "decoration"))
    page.write(after, end + 10, y, size, "value", weight="bold", colour="panel_accent")


def _draw_maps(page: Page, earlier: RegionData, changes: Sequence[Change], layout: _Layout) -> None:
    """Paint the two maps at one extent and scale, then what hides their spill, then words."""
    regions = (earlier, page.material.region)
    frames = _frames(page, layout.maps)
    changed = [one.zone.zone_id for one in changes]
    # An area that was published later makes no circle grow: areas are not what is compared.
    sizes = {one.zone_id: one for one in page.material.region.zones}
    marks = []
    for region, frame in zip(regions, frames, strict=True):
        draw_basemap(page, frame, roads=False)
        draw_targets(page, frame, default=False)
        zones = [
            one
            for one in zones_on_day(page, region)
            if _is_within(frame, one) and (page.spec.shows("zones") or one.zone_id in changed)
        ]
        shown = [_sized_as(one, sizes.get(one.zone_id)) for one in zones]
        marks.append(
            draw_zones(
                page, frame, shown, highlighted=changed, outlines=False, by_size=True,
                slim=page.is_narrow,
            )
        )  # fmt: skip
    if page.spec.ground == "map":
        _hide_spill(page, layout.maps)
    for box, day in zip(layout.maps, _days(page), strict=True):
        _write_day(page, box, day)
    # On the later map alone: rings stand at the same places on both, and there is enough to read.
    _draw_numbers(page, layout.maps[1], marks[1], changed, layout.listed)
    draw_scale_at(page, frames[1], layout.scale)


def _sized_as(zone: IndustrialZone, later: IndustrialZone | None) -> IndustrialZone:
    """A zone of the earlier day with the place and the area that it has on the later one."""
    if later is None or later is zone:
        return zone
    figures = {**zone.figures}
    area = later.figures.get("total_area_ha")
    if area is not None:
        figures["total_area_ha"] = area
    return replace(
        zone, figures=figures, measured_area_ha=later.measured_area_ha, location=later.location
    )


def _frames(page: Page, boxes: tuple[Box, Box]) -> tuple[MapFrame, MapFrame]:
    first, second = boxes
    if page.spec.ground != "map":
        # There is nothing that could hide what is drawn beyond the frame.
        first, second = first.inset(_SPILL), second.inset(_SPILL)
    wanted = extent_of(page) or [
        Point(one.location)
        for one in zones_on_day(page, page.material.region)
        if one.location is not None and one.location[1] > _SOUTH
    ]
    if not wanted:
        raise InvalidSpec(
            "no zone of this picture has a known place",
            expected="at least one zone with a location",
            remedy="choose another province or extent",
        )
    focus = Box(
        first.left, first.top + _DATE_SIZES[page.is_narrow] * _TAG, first.right, first.bottom
    )
    frame = fit_room(page, wanted, first, focus, margin=18, least_km=12)
    return frame, replace(frame, box=second)


def _is_within(frame: MapFrame, zone: IndustrialZone) -> bool:
    if zone.location is None:
        return False
    x, y = frame.point(*zone.location)
    return frame.box.inset(14).holds(Box(x, y, x, y))


def _hide_spill(page: Page, boxes: tuple[Box, Box]) -> None:
    """Cover the picture around the maps with its plain ground, and edge them."""
    outer = page.canvas.inset(-_SPILL)
    path = rectangle(outer) + "".join(rectangle(one) for one in boxes)
    page.drawing.add(Shape(path, Paint(fill=page.theme["ground"]), outer, "base"))
    edge = Paint(stroke=page.theme["coast"], stroke_width=_EDGE)
    for box in boxes:
        page.drawing.add(Shape(rectangle(box), edge, box, "decoration"))


def _write_day(page: Page, box: Box, day: str) -> None:
    """Write a day in large type on a panel in the corner of its map."""
    bold = page.theme.face("bold")
    size = _DATE_SIZES[page.is_narrow]
    if break_lines(bold, day, size, box.width - 2 * GAP) is None:
        size = 34.0
    width = bold.width(day, size) + 2 * GAP
    panel = page.panel(Box(box.left, box.top, box.left + width, box.top + size * _TAG), radius=0)
    page.write(day, panel.left + GAP, panel.bottom - size * 0.32, size, "date", weight="bold")


def _draw_numbers(
    page: Page, box: Box, marks: Sequence[ZoneMark], changed: Sequence[str], listed: int
) -> None:
    """Write the numbers of the list beside the zones that changed, within their map."""
    canvas = page.canvas
    around = [
        Box(canvas.left, canvas.top, canvas.right, box.top),
        Box(canvas.left, box.bottom, canvas.right, canvas.bottom),
        Box(canvas.left, canvas.top, box.left, canvas.bottom),
        Box(box.right, canvas.top, canvas.right, canvas.bottom),
    ]
    plate = Plate(page.theme["panel"], page.theme["halo"])
    obstacles = Obstacles(boxes=around)
    requests = []
    ring = RINGS[page.is_narrow]
    for mark in marks:
        if mark.zone.zone_id not in changed:
            continue
        # A number must not seem to be that of another ring, be it in the list or not.
        obstacles.circles.append((mark.x, mark.y, mark.radius + ring, mark.zone.zone_id))
        if mark.zone.zone_id not in changed[:listed]:
            continue
        number = changed.index(mark.zone.zone_id) + 1
        requests.append(
            LabelRequest(
                f"zone:{mark.zone.zone_id}", str(number), mark.x, mark.y,
                radius=mark.radius + ring, size=SMALL, weight="bold", colour="panel_ink",
                role="number", subject=mark.zone.zone_id, priority=-float(number), required=True,
                plate=plate,
            )
        )  # fmt: skip
    draw_labels(page, place_labels(page, requests, obstacles))
