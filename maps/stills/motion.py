"""Films as numbered pictures: what all have in common, and the flight from the region to a zone.

Nothing jumps: panels stand where the finished picture has them, names of places and hatching go
with the map, and its other words come when it has come to rest. The last frame of a flight is the
still of the same spec.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol, get_args

from shapely.geometry import Point

from geo.errors import InvalidSpec
from maps.stills.compose import compose_page
from maps.stills.drawing import Drawing, Item, Paint, Shape, Text
from maps.stills.fitting import fit_clear, shape_of
from maps.stills.flight_ground import FlyingName, count_sets, grounded, plan_names
from maps.stills.frame import MapFrame, fit_frame
from maps.stills.material import Material
from maps.stills.page import Page, View
from maps.stills.raster import MOST_AT_ONCE, fills_of, pixels_of, png_of, video_levels, write_png
from maps.stills.spec import StillSpec

Kind = Literal["fly", "growth"]
Rate = Literal[25, 30, 50, 60]
RATES: Final[tuple[int, ...]] = get_args(Rate)

LEAST_S, MOST_S = 1.0, 60.0
"""Length of a film, seconds."""

_HOLD_S, _FADE_S = 1.2, 0.36
"""That a film stands at its end, and that words take to come; less in a short one."""

_MOST_HOLD: Final = 0.3
_SOUTH: Final = 9.6
"""Latitude that a flight's first map ends at: Côn Đảo lies 200 km beyond the rest."""

_PAN: Final = 0.02
"""Maps whose scales differ by less than this share have no point that zooming could be about."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a film is.

    Attributes
    ----------
    seconds
        All of it.
    fps
        Frames a second.
    """

    seconds: float
    fps: int

    def __post_init__(self) -> None:
        if self.fps not in RATES:
            raise InvalidSpec(
                f"the rate {self.fps} is not one that stations work with",
                expected=f"one of {', '.join(map(str, RATES))} frames a second",
                remedy="choose one of them",
            )
        if not LEAST_S <= self.seconds <= MOST_S:
            raise InvalidSpec(
                f"the film is {self.seconds:g} s long",
                expected=f"{LEAST_S:g} to {MOST_S:g} s",
                remedy="choose another length",
            )

    @property
    def frames(self) -> int:
        """How many pictures it has."""
        return max(2, round(self.seconds * self.fps))

    @property
    def hold(self) -> int:
        """Frames at its end on which the map stands."""
        return max(1, round(min(_HOLD_S, _MOST_HOLD * self.seconds) * self.fps))

    def fade(self, index: int) -> float:
        """Opacity of the words that come when the map stands; 0 while it moves."""
        count = max(1, min(round(_FADE_S * self.fps), self.hold // 2))
        return min(1.0, max(0.0, (index - (self.frames - self.hold) + 1) / count))


class Film(Protocol):
    """A film that is ready to be drawn, frame by frame, in any order and in any process."""

    @property
    def spec(self) -> StillSpec:
        """Of the finished picture."""

    @property
    def timing(self) -> Timing:
        """How long it is."""

    def drawing(self, index: int) -> Drawing:
        """A frame; the first is 0."""

    def twin(self, index: int) -> int:
        """First frame that looks as this one does: it need not be drawn twice."""


@dataclass(frozen=True, slots=True)
class Flight:
    """From the region to the zones of a spec.

    Attributes
    ----------
    start, stop
        The first map and the last.
    still
        The finished picture, its map first.
    map_items
        How many items of it are of the map.
    names
        Of places along the way.
    """

    spec: StillSpec
    timing: Timing
    material: Material
    start: MapFrame
    stop: MapFrame
    still: Drawing
    map_items: int
    names: tuple[FlyingName, ...] = ()

    def drawing(self, index: int) -> Drawing:
        """A frame; the first is 0."""
        moving = self.timing.frames - self.timing.hold
        share = ease(index / moving) if index < moving else 1.0
        frame = between(self.start, self.stop, share)
        page = compose_page(self.spec, self.material, View(frame))
        still = self.still.items
        panels = still[self.map_items :]
        bare = page.drawing.items[: page.map_items]
        position = share * count_sets(self.start, self.stop)
        names = [item for one in self.names for item in one.items(frame, position)]
        if index >= moving:
            # Names that came along are there already.
            there = {one for one in bare if not _is_parcel(one)}.union(names)
            opacity = self.timing.fade(index)
            seen = [one if one in there else faded(one, opacity) for one in still[: self.map_items]]
        else:
            seen = [*self._flying(bare, frame), *names]
        return Drawing(self.still.size, self.still.background, [*seen, *panels])

    def _flying(self, items: Iterable[Item], frame: MapFrame) -> Iterator[Item]:
        """Items of a map on its way without parcels, which would pop up."""
        for one in items:
            if isinstance(one, Shape) and is_hatching(one):
                boundary = self.material.zone(str(one.subject)).boundary
                if boundary is not None:
                    area = frame.project(shape_of(boundary), detail=0.15)
                    yield from grounded(one, area, frame, self.stop)
            elif isinstance(one, Shape) and not _is_parcel(one):
                yield one

    def twin(self, index: int) -> int:
        """First frame that looks as this one does."""
        if index >= self.timing.frames - self.timing.hold:
            while self.timing.fade(index) == self.timing.fade(index - 1) == 1.0:
                index -= 1
        return index


def plan_flight(spec: StillSpec, material: Material, timing: Timing) -> Flight:
    """Make ready a flight from the region to the zones of a spec.

    Parameters
    ----------
    spec
        Of the picture at its end.

    Raises
    ------
    InvalidSpec
        If that cannot be drawn, its template has no map that moves, or no zone of it has a place.
    UnknownZone
        If a zone is not known.
    """
    check_size(spec)
    zones = material.zones(spec)
    if zones and all(one.location is None and one.boundary is None for one in zones):
        raise InvalidSpec(
            f"nobody knows where {', '.join(one.zone_id for one in zones[:3])} lies",
            expected="a zone whose place is known",
            remedy="choose another zone",
        )
    page = compose_page(spec, material)
    stop = map_of(page)
    start = _region_map(page)
    count = count_sets(start, stop)
    maps = [between(start, stop, number / count) for number in range(count + 1)]
    names = plan_names(spec, material, maps, page.drawing)
    return Flight(spec, timing, material, start, stop, page.drawing, page.map_items, names)


def _region_map(page: Page) -> MapFrame:
    """The whole region, between the panels, which are there from the start.

    A phone's panels leave so little between them that one would look at half of Indochina: there
    the region lies behind them.
    """
    places = [one.location for one in page.material.region.zones if one.location is not None]
    points = [Point(one) for one in places if one[1] > _SOUTH]
    if page.is_narrow:
        focus = page.canvas.inset(0.06 * page.canvas.width)
        return fit_frame(points, page.canvas, focus=focus, least_km=12)
    return fit_clear(page, points, least_km=12)


def check_size(spec: StillSpec) -> None:
    """Refuse a film of more pixels than any television has.

    Raises
    ------
    InvalidSpec
        If it is larger than UHD.
    """
    size = spec.pixels
    if size.width_px * size.height_px > MOST_AT_ONCE:
        raise InvalidSpec(
            f"a film of {size} is larger than films are made",
            expected=f"at most {MOST_AT_ONCE:,} pixels a frame, as 3840x2160",
            remedy="choose a smaller size",
        )


def map_of(page: Page) -> MapFrame:
    """Map of a finished page.

    Raises
    ------
    InvalidSpec
        If its template has none that can be chosen.
    """
    if page.frame is None or not page.map_items:
        raise InvalidSpec(
            f"the template {page.spec.template} has no map that moves",
            expected="overview or locator",
            remedy="choose one of them",
        )
    return page.frame


def frame_png(film: Film, index: int) -> bytes:
    """A frame as PNG with alpha, in the levels of the spec.

    Around what is drawn on a transparent ground, pixels that are not seen have its colour: a film
    has fewer colours than pixels, and would mix black into the edges.
    """
    drawing = film.drawing(index)
    png = png_of(drawing)
    if film.spec.levels == "full" and drawing.background is not None:
        return png
    pixels = pixels_of(png).copy()
    if drawing.background is None:
        pixels[..., :3] = next(fills_of(drawing, [pixels]))
    if film.spec.levels == "video":
        pixels = video_levels(pixels)
    return write_png(film.spec.pixels, [pixels])


def ease(share: float) -> float:
    """From 0 to 1 without a jerk: neither speed nor its change begin or end at once."""
    share = min(1.0, max(0.0, share))
    return share * share * share * (share * (6 * share - 15) + 10)


def between(start: MapFrame, stop: MapFrame, share: float) -> MapFrame:
    """A map on the way from one to another, of the same part of the picture.

    Notes
    -----
    The scale grows by the same factor in equal times, so that the eye sees one steady approach. Two
    maps of different scales have one place in common that stands still between them; zooming about
    it takes every other place on a straight line to where it has to be.
    """
    if share <= 0:
        return start
    if share >= 1:
        return stop
    first, last = start.units_per_degree, stop.units_per_degree
    scale: float = first * (last / first) ** share
    if abs(math.log(last / first)) < _PAN:
        return replace(
            start,
            west=start.west + (stop.west - start.west) * share,
            top=start.top + (stop.top - start.top) * share,
            units_per_degree=scale,
        )

    def corner(one: float, other: float) -> float:
        fixed: float = (other * last - one * first) / (last - first)
        return fixed - (fixed - one) * first / scale

    west, top = corner(start.west, stop.west), corner(start.top, stop.top)
    return replace(start, west=west, top=top, units_per_degree=scale)


def faded(item: Item, opacity: float) -> Item:
    """An item that lets through what is beneath; a logo stays as it is."""
    if opacity >= 1:
        return item
    match item:
        case Shape():
            return replace(item, paint=_thinned(item.paint, opacity))
        case Text():
            return replace(item, opacity=item.opacity * opacity)
    return item


def seen(items: Iterable[Item]) -> list[Item]:
    """Items without those that nothing is seen of."""
    return [one for one in items if not _is_gone(one)]


def _thinned(paint: Paint, opacity: float) -> Paint:
    return replace(
        paint,
        fill_opacity=paint.fill_opacity * opacity,
        stroke_opacity=paint.stroke_opacity * opacity,
    )


def _is_gone(item: Item) -> bool:
    match item:
        case Shape():
            return item.paint.fill_opacity <= 0 and item.paint.stroke_opacity <= 0
        case Text():
            return item.opacity <= 0
    return False


def is_hatching(item: Item) -> bool:
    """Whether an item is the hatching of a schematic outline."""
    return (
        isinstance(item, Shape)
        and item.role == "decoration"
        and item.subject is not None
        and item.paint.fill is None
        and item.paint.stroke_opacity < 1
    )


def _is_parcel(item: Item) -> bool:
    return isinstance(item, Shape) and item.role == "base" and item.subject is not None


def panels_of(items: Sequence[Item]) -> list[tuple[Shape | None, list[Item]]]:
    """Items by the panel that they stand on, in order; None for those that stand on none."""
    groups: list[tuple[Shape | None, list[Item]]] = []
    for item in items:
        last = groups[-1][0] if groups else None
        if last is not None and last.box.holds(item.box, 1.0):
            groups[-1][1].append(item)
        elif isinstance(item, Shape) and item.role == "panel":
            groups.append((item, [item]))
        else:
            groups.append((None, [item]))
    return groups
