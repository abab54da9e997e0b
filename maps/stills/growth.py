"""A film of the region on one day after another: circles grow and take colour by what was known.

Each day is shown as its records have it. Between two days circles only pass from one state to the
next; no state is shown that no day had, and the day that is written is the one passed to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from geo.errors import InvalidSpec
from maps.labels import format_date
from maps.stills.compose import compose_page
from maps.stills.drawing import Drawing, Item, Paint, Shape, Text
from maps.stills.material import Material
from maps.stills.motion import Timing, check_size, ease, faded, map_of, panels_of, seen
from maps.stills.page import GAP, Page, View
from maps.stills.sizes import Box
from maps.stills.spec import StillSpec
from maps.stills.symbols import class_of_zone

MOST_DAYS: Final = 60
_PASSING: Final = 0.6
"""Share of a day's time in which circles pass to its state."""

_LEAST_DAY_S: Final = 0.4
_DAY_SIZE, _DAY_WORDS_SIZE = 54.0, 30.0
_STEP: Final = 24.0
_PAIR: Final = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Day:
    """The region on one day.

    Attributes
    ----------
    zones
        Circles, in order of painting.
    panels
        What stands on the panels that tell of the day: title, legend and the day itself.
    """

    day: date
    zones: tuple[Shape, ...]
    panels: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """The region on one day after another.

    Attributes
    ----------
    ground
        What lies under the circles.
    words
        What the map says beside them, from the start.
    late_words
        Names and figures of zones, which are those of the last day.
    panels
        Those that stay as they are: credit, logo.
    """

    spec: StillSpec
    timing: Timing
    empty: Drawing
    ground: tuple[Item, ...]
    words: tuple[Item, ...]
    late_words: tuple[Item, ...]
    panels: tuple[Item, ...]
    days: tuple[Day, ...]

    def drawing(self, index: int) -> Drawing:
        """A frame; the first is 0."""
        number, share = self._moment(index)
        day = self.days[number]
        zones = day.zones if share >= 1 else passing(self.days[number - 1].zones, day.zones, share)
        opacity = self.timing.fade(index)
        late = seen([faded(one, opacity) for one in self.late_words])
        items = [*self.ground, *zones, *self.words, *late, *self.panels, *day.panels]
        return Drawing(self.empty.size, self.empty.background, items)

    def twin(self, index: int) -> int:
        """First frame that looks as this one does."""
        look = self._look(index)
        while index > 0 and self._look(index - 1) == look:
            index -= 1
        return index

    def _look(self, index: int) -> tuple[int, float, float]:
        return *self._moment(index), self.timing.fade(index)

    def _moment(self, index: int) -> tuple[int, float]:
        """Which day is shown, and how far the circles have come to it."""
        moving = self.timing.frames - self.timing.hold
        if index >= moving:
            return len(self.days) - 1, 1.0
        place = index / moving * len(self.days)
        number = min(int(place), len(self.days) - 1)
        share = 1.0 if number == 0 else min(1.0, ((place - number) / _PASSING))
        return number, ease(share)


def plan_growth(spec: StillSpec, materials: Sequence[Material], timing: Timing) -> Growth:
    """Make ready a film of several days.

    Parameters
    ----------
    spec
        Of the picture of the last day; its own day and date line are left out, for each frame has
        its day.
    materials
        One for each day, the first day first.

    Raises
    ------
    InvalidSpec
        If there are too few days or too many for the length, or the spec cannot be drawn.
    UnknownZone
        If a zone is not known.
    """
    check_size(spec)
    _check_days(materials, timing)
    last = materials[-1]
    spec = spec.but(data_date=False, as_of=last.on_day.isoformat(), qr=False)
    if Page(spec, last).is_narrow:
        # The day takes the place of the scale: a phone leaves no room for both beside a map.
        spec = spec.but(scale_bar=False, north_arrow=False)
    place = _day_place(compose_page(spec, last))
    page = compose_page(spec, last, kept=[place])
    classes = {class_of_zone(zone, spec.measure) for one in materials for zone in one.region.zones}
    view = View(map_of(page), classes=frozenset(classes))
    bare = _bare(spec, last, view)
    ids = {one.zone_id for one in last.region.zones}
    on_map = page.drawing.items[: page.map_items]
    known = set(bare)
    words = [one for one in on_map if one not in known]
    still = _panels(page)
    days = [_day(spec, one, view, place, still) for one in materials]
    return Growth(
        spec,
        timing,
        Drawing(page.drawing.size, page.drawing.background),
        tuple(one for one in bare if not _is_zone(one, ids)),
        tuple(one for one in words if _subject(one) not in ids),
        tuple(one for one in words if _subject(one) in ids),
        tuple(item for key in ("credit", "") for item in still[key]),
        tuple(days),
    )


def passing(before: Sequence[Shape], after: Sequence[Shape], share: float) -> tuple[Shape, ...]:
    """Circles on the way from one day to the next.

    A circle that was not there grows from nothing, one that is no longer there shrinks away.
    """
    old = _by_place(before)
    new = _by_place(after)
    gone = [_sized(one, 1 - share) for key, one in old.items() if key not in new]
    grown = [
        _sized(one, share) if key not in old else _between(old[key], one, share)
        for key, one in new.items()
    ]
    return (*gone, *grown)


def _by_place(shapes: Sequence[Shape]) -> Mapping[tuple[str | None, str, int], Shape]:
    """Shapes by zone, role, and how many of both came before: a ring has two circles."""
    found: dict[tuple[str | None, str, int], Shape] = {}
    for one in shapes:
        number = 0
        while (one.subject, one.role, number) in found:
            number += 1
        found[one.subject, one.role, number] = one
    return found


def _between(old: Shape, new: Shape, share: float) -> Shape:
    if old == new:
        return new
    ratio = old.box.width / new.box.width if new.box.width > 0 else 1.0
    sized = _sized(new, ratio + (1 - ratio) * share)
    return replace(sized, paint=mixed(old.paint, new.paint, share))


def _sized(shape: Shape, factor: float) -> Shape:
    """A shape made larger or smaller about its middle."""
    x, y = shape.box.centre
    wide, high = shape.box.width / 2 * factor, shape.box.height / 2 * factor
    path = _moved(shape.path, factor, x * (1 - factor), y * (1 - factor))
    return replace(shape, path=path, box=Box(x - wide, y - high, x + wide, y + high))


def mixed(old: Paint, new: Paint, share: float) -> Paint:
    """A paint on the way from one to another; what only one has fades."""
    fill, fill_opacity = _mixed_colour(
        old.fill, old.fill_opacity, new.fill, new.fill_opacity, share
    )
    stroke, stroke_opacity = _mixed_colour(
        old.stroke, old.stroke_opacity, new.stroke, new.stroke_opacity, share
    )
    width = old.stroke_width + (new.stroke_width - old.stroke_width) * share
    return replace(
        new,
        fill=fill,
        stroke=stroke,
        stroke_width=width,
        fill_opacity=fill_opacity,
        stroke_opacity=stroke_opacity,
    )


def _mixed_colour(
    old: str | None, old_opacity: float, new: str | None, new_opacity: float, share: float
) -> tuple[str | None, float]:
    old_opacity = old_opacity if old else 0.0
    new_opacity = new_opacity if new else 0.0
    opacity = old_opacity + (new_opacity - old_opacity) * share
    if not old or not new:
        return old or new, opacity
    parts = []
    for at in (1, 3, 5):
        first, second = int(old[at : at + 2], 16), int(new[at : at + 2], 16)
        parts.append(f"{round(first + (second - first) * share):02x}")
    return f"#{''.join(parts)}", opacity


def _check_days(materials: Sequence[Material], timing: Timing) -> None:
    count = len(materials)
    most = min(MOST_DAYS, int((timing.frames - timing.hold) / timing.fps / _LEAST_DAY_S))
    if not 2 <= count <= most:
        raise InvalidSpec(
            f"a film of {timing.seconds:g} s has {count} days",
            expected=f"2 to {most}, each {_LEAST_DAY_S:g} s or longer, to be seen",
            remedy="make it longer, or take days further apart",
        )


def _day(
    spec: StillSpec, material: Material, view: View, place: Box, still: Mapping[str, list[Item]]
) -> Day:
    page = compose_page(spec.but(as_of=material.on_day.isoformat()), material, view, kept=[place])
    ids = {one.zone_id for one in material.region.zones}
    zones = [
        one
        for one in page.drawing.items[: page.map_items]
        if isinstance(one, Shape) and _is_zone(one, ids)
    ]
    panels = _panels(page)
    # The credit may be a line longer on another day; what stands on it stays where it is.
    drop = _foot(still["legend"]) - _foot(panels["legend"])
    legend = [_dropped(one, drop) for one in panels["legend"]]
    written = _write_day(page, material.on_day, place)
    return Day(material.on_day, tuple(zones), (*panels["title"], *legend, *written))


def _bare(spec: StillSpec, material: Material, view: View) -> list[Item]:
    page = compose_page(spec, material, view)
    return page.drawing.items[: page.map_items]


def _panels(page: Page) -> dict[str, list[Item]]:
    """What stands after the map, by what it is for; an empty key for the rest."""
    found: dict[str, list[Item]] = {"title": [], "legend": [], "credit": [], "": []}
    for _, items in panels_of(page.drawing.items[page.map_items :]):
        roles = {one.role for one in items if isinstance(one, Text)}
        if roles & {"title", "subtitle"}:
            key = "title"
        else:
            key = next((one for one in ("legend", "credit") if one in roles), "")
        found[key].extend(items)
    return found


def _is_zone(item: Item, ids: set[str]) -> bool:
    return isinstance(item, Shape) and item.role != "road" and item.subject in ids


def _subject(item: Item) -> str | None:
    return None if not isinstance(item, (Shape, Text)) else item.subject


def _day_place(page: Page) -> Box:
    """Where the running day stands: the first free place at the edges of the safe area.

    Raises
    ------
    InvalidSpec
        If there is none.
    """
    width, height = _day_size(page)
    safe = page.safe
    tops = [safe.top + _STEP * step for step in range(int((safe.height - height) / _STEP) + 1)]
    for top in reversed(tops) if page.is_narrow else tops:
        for left in (safe.right - width, safe.left, (safe.left + safe.right - width) / 2):
            box = Box(left, top, left + width, top + height)
            if not any(box.inset(-GAP + 1).overlap(one) for one in page.taken):
                return box
    raise InvalidSpec(
        "there is no room for the running date",
        expected=f"{width:.0f} x {height:.0f} units between the panels",
        remedy="leave out the legend or shorten the title",
    )


def _day_size(page: Page) -> tuple[float, float]:
    bold, regular = page.theme.face("bold"), page.theme.face("regular")
    widest = bold.width(format_date("2028-09-28", page.language), _DAY_SIZE)
    words = regular.width(page.say("growth_day"), _DAY_WORDS_SIZE)
    return max(widest, words) + 2 * GAP, _DAY_WORDS_SIZE * 1.5 + _DAY_SIZE * 1.3 + GAP / 2


def _write_day(page: Page, day: date, place: Box) -> list[Item]:
    """The running day on its panel."""
    first = len(page.drawing.items)
    page.panel(place)
    x, top = place.left + GAP, place.top
    words = page.say("growth_day")
    page.write(words, x, top + _DAY_WORDS_SIZE * 1.3, _DAY_WORDS_SIZE, "date", colour="panel_muted")
    foot = place.bottom - _DAY_SIZE * 0.38
    text = format_date(day.isoformat(), page.language)
    page.write(text, x, foot, _DAY_SIZE, "date", weight="bold")
    return page.drawing.items[first:]


def _foot(items: Sequence[Item]) -> float:
    return max((one.box.bottom for one in items), default=0.0)


def _dropped(item: Item, by: float) -> Item:
    if abs(by) < 0.01:
        return item
    match item:
        case Shape():
            return replace(item, path=_moved(item.path, 1.0, 0.0, by), box=item.box.moved(0, by))
        case Text():
            return replace(item, y=item.y + by)
        case _:
            return replace(item, box=item.box.moved(0, by))


def _moved(path: str, factor: float, x: float, y: float) -> str:
    """A path whose every point is scaled, then moved; its coordinates are all absolute."""
    return _PAIR.sub(
        lambda pair: f"{float(pair[1]) * factor + x:.2f} {float(pair[2]) * factor + y:.2f}", path
    )
