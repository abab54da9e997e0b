"""One zone, or a few, close up: where it lies, what is near, and what is known of it.

A zone whose place nobody knows gets a picture all the same, for a batch over all zones should not
end at it: the region with the words that the place is not known, and the zone's figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import shapely
from shapely.geometry import box as rectangle_of
from shapely.geometry import shape

from geo.errors import InvalidSpec
from layers.records import IndustrialZone, Link, Port
from maps.labels import word
from maps.stills.basemap import (
    declare_basemap,
    draw_basemap,
    place_requests,
    road_requests,
    water_requests,
)
from maps.stills.credit_line import QR_SIDE
from maps.stills.factpanel import draw_facts
from maps.stills.figures import (
    Fact,
    area_fact,
    cite_place,
    distance_fact,
    headline_fact,
    target_label,
    use_fact,
    zone_label,
    zone_name,
    zones_with,
)
from maps.stills.fitting import draw_around, extent_of, fit_clear, largest_free, zone_ground
from maps.stills.frame import MapFrame
from maps.stills.furniture import Entry, draw_credit, draw_legend, draw_logo
from maps.stills.label_request import LabelRequest
from maps.stills.mapwork import (
    COLUMN,
    draw_column_title,
    draw_emptiest_inset,
    draw_page_code,
    draw_scale_at,
    obstacles_of,
    port_entries,
    scale_place,
    write_words,
)
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.symbols import (
    ZoneMark,
    draw_edge,
    draw_parcels,
    draw_zones,
)
from maps.stills.targets import Spot, draw_targets
from maps.stills.typeset import NBSP, fit_block
from maps.stills.words import former_province_name
from maps.style import PARCEL_COMMERCIAL

_DISTANCES: Final = ("coastline", "deep_sea_berth", "expressway")
_MOST_ROWS: Final = 6
_MOST_BESIDE_CODE: Final = 4
_AROUND: Final = (1.15, 0.35)
"""How much of its own size is shown around a zone, on each side; on a narrow picture."""

_LEAST_AROUND_KM: Final = (3.2, 1.4)
_NEAR_M: Final = (6000.0, 2000.0)
"""A port or an expressway as near as this is brought into the picture; a narrow one."""

_PARCELS_FROM: Final = 420.0
"""Shorter side of a zone from which its parcels are shown without being asked for, units."""

_GLUED: Final = 12
"""Letters of a name in a title that stays on one line."""

_LEAST_MAP: Final = 330.0
"""Height that a legend has to leave for the map of a narrow picture, units."""

_LEGEND_HEAD, _LEGEND_ROW = 62.0, 43.0
_REGION: Final = (106.3, 10.25, 107.6, 11.5)
_SOUTH: Final = 9.6
"""Latitude that the fit ends at: Côn Đảo lies 200 km beyond the rest of the region."""


@dataclass(slots=True)
class _Seen:
    """What the map turned out to show, which the legend explains.

    Attributes
    ----------
    parcel_zones
        Zones with parcels, decided when the map is first drawn: the legend that they need makes it
        smaller, and must not make them go again. None before that.
    """

    parcel_zones: frozenset[str] | None = None
    entries: list[Entry] = field(default_factory=list)
    scale: Box | None = None


def draw_locator(page: Page) -> None:
    """Draw the zones of the spec.

    Raises
    ------
    InvalidSpec
        If the spec names no zone.
    UnknownZone
        If a zone is not known.
    """
    zones = page.material.zones(page.spec)
    if not zones:
        raise InvalidSpec(
            "the template locator has no zone",
            expected="the id of at least one zone in `zones`",
            remedy="name a zone, as --zone my-xuan-a2",
        )
    declare_basemap(page)
    if any(one.boundary_quality == "schematic" for one in zones):
        page.note(page.say("schematic"))
    facts = _facts(page, zones)
    if len(zones) == 1 and not any(fact.is_known for fact in facts):
        page.note(page.say("nothing_published"))
    for zone in zones:
        cite_place(page, zone)
    if len(zones) == 1 and zones[0].distances:
        page.note(page.say("straight_line"))
    seen = _Seen()

    def panels() -> None:
        logo = draw_logo(page)
        title = draw_column_title(page, *_title(page, zones), logo=logo)
        for fact in facts:
            use_fact(page, fact)
        credit = draw_credit(page)
        room = page.safe.width if page.is_narrow else COLUMN + 170
        if page.is_narrow and page.spec.qr:
            # So that the code stands beside the figures, not above them, where the map is.
            room -= QR_SIDE + GAP
        table = draw_facts(page, facts, left=page.safe.left, bottom=credit.top - GAP, widest=room)
        top = page.safe.top if title is None else title.bottom
        _draw_legend(page, seen, table, top)
        code = draw_page_code(page, zones)
        seen.scale = scale_place(page, code)

    def map_() -> None:
        if all(one.location is None and one.boundary is None for one in zones):
            _draw_region(page, seen)
        else:
            _draw_close(page, zones, seen)

    draw_around(page, panels, map_, more=lambda: tuple(seen.entries))


def _title(page: Page, zones: Sequence[IndustrialZone]) -> tuple[str, str]:
    provinces = list(dict.fromkeys(one.former_province for one in zones))
    subtitle = ", ".join(
        former_province_name(one, page.language).replace(" ", NBSP) for one in provinces
    )
    if len(zones) == 1:
        return zone_name(zones[0], page.language), subtitle
    names = [zone_label(one, page.language) for one in zones]
    if len(names) > 3:
        return page.say("title_zones", count=str(len(names))), subtitle
    # Long names are broken all the same, rather than set too small.
    names = [one.replace(" ", NBSP) if len(one) <= _GLUED else one for one in names]
    return f"{', '.join(names[:-1])} {page.say('and')} {names[-1]}", subtitle


def _facts(page: Page, zones: Sequence[IndustrialZone]) -> list[Fact]:
    """Figures of one zone, as many as there is room for; of several the land left in each."""
    language = page.language
    if len(zones) > 1:
        return [
            headline_fact(
                one.remaining, "remaining", language,
                label=page.say("land_left_in", name=zone_label(one, language)),
            )
            for one in zones[:_MOST_ROWS]
        ]  # fmt: skip
    zone = zones[0]
    facts = [
        area_fact(zone, language),
        headline_fact(zone.remaining, "remaining", language),
        headline_fact(zone.occupancy, "occupancy", language),
        *(distance_fact(zone, one, page.material, language) for one in _DISTANCES),
    ]
    # Beside a code no more than are as high as it: the map needs the rest.
    return facts[:_MOST_BESIDE_CODE] if page.is_narrow and page.spec.qr else facts


def _draw_legend(page: Page, seen: _Seen, table: Box, top: float) -> None:
    """Legend above the figures, where it leaves the map of a narrow picture enough room."""
    if not seen.entries:
        return
    room = table.top - top - 2 * GAP - (_LEAST_MAP if page.is_narrow else 0.0)
    for columns in (2,) if page.is_narrow else (1, 2):
        if _LEGEND_HEAD + _LEGEND_ROW * -(-len(seen.entries) // columns) <= room:
            heading = page.say("legend")
            draw_legend(page, heading, seen.entries, above=table.top - GAP, columns=columns)
            return


def _draw_close(page: Page, zones: Sequence[IndustrialZone], seen: _Seen) -> None:
    kept = [] if seen.scale is None else [seen.scale]
    grounds = extent_of(page)
    frame = (
        fit_clear(page, grounds, kept=kept, least_km=2)
        if grounds
        else fit_clear(page, _around(page, zones), kept=kept, least_km=4)
    )
    draw_basemap(page, frame)
    ids = [one.zone_id for one in zones]
    marks: list[ZoneMark] = []
    if page.spec.shows("zones"):
        shown = zones_with(page, zones)
        marks = draw_zones(
            page, frame, shown, highlighted=ids, outlines=True, quiet=True, by_measure=False
        )
    chosen = [one for one in marks if one.zone.zone_id in ids]
    states = _draw_parcels(page, frame, chosen, seen)
    spots = draw_targets(page, frame, default=True, stations=True)
    targets = page.material.targets()
    # Entries stay once they are there: a legend that comes and goes would move the map each time.
    ports = [
        port
        for x, y, _, owner in spots
        if page.safe.holds(Box(x, y, x, y)) and isinstance(port := targets.get(owner or ""), Port)
    ]
    entries = _entries(page, chosen, marks, ports, states)
    seen.entries = list(dict.fromkeys([*seen.entries, *entries]))
    draw_scale_at(page, frame, seen.scale)
    subjects = [_shape_of(one) for one in chosen]
    others = [one.outline for one in marks if one not in chosen and one.outline is not None]
    busy = [*(shapely.Point(x, y) for x, y, _, _ in spots), *others]
    side = 300.0 if not page.is_narrow else 250.0
    draw_emptiest_inset(page, frame, subjects, busy, side=side)
    requests = [
        *_zone_requests(page, marks, chosen),
        *_target_requests(page, chosen, spots, targets),
        *place_requests(page, frame, most=4),
        *road_requests(page, frame, most=4),
        *water_requests(page, frame, most=1),
    ]
    write_words(page, requests, obstacles_of(marks, spots))


def _around(page: Page, zones: Sequence[IndustrialZone]) -> list[Any]:
    """A window around zones, and what is nearest to them where that is near."""
    grounds = [ground for one in zones if (ground := zone_ground(one)) is not None]
    west, south, east, north = (float(one) for one in shapely.total_bounds(grounds))
    km = 1 / 111.32
    narrow = int(page.is_narrow)
    more = max(_LEAST_AROUND_KM[narrow] * km, _AROUND[narrow] * max(east - west, north - south))
    shown: list[Any] = [rectangle_of(west - more, south - more, east + more, north + more)]
    targets = page.material.targets()
    for zone in zones:
        for measure in ("port", "deep_sea_berth", "expressway"):
            distance = zone.distances.get(measure)
            if distance is None or distance.distance_m > _NEAR_M[narrow]:
                continue
            target = targets.get(distance.nearest_id or "")
            if isinstance(target, Port):
                shown.append(shapely.Point(target.location))
            elif target is not None:
                nearest = shapely.shortest_line(shape(target.geometry), shown[0].centroid)
                shown.append(shapely.get_point(nearest, 0))
    return shown


def _draw_parcels(
    page: Page, frame: MapFrame, chosen: Sequence[ZoneMark], seen: _Seen
) -> list[str]:
    if seen.parcel_zones is None:
        seen.parcel_zones = frozenset(
            one.zone.zone_id
            for one in chosen
            if page.spec.shows(
                "parcels", default=one.outline is not None and 2 * one.radius >= _PARCELS_FROM
            )
        )
    ids = seen.parcel_zones
    parcels = [one for one in page.material.region.parcels if one.zone_id in ids]
    states = draw_parcels(page, frame, parcels) if parcels else []
    for one in chosen:
        if one.zone.zone_id in ids:
            draw_edge(page, one)
    return states


def _entries(
    page: Page,
    chosen: Sequence[ZoneMark],
    marks: Sequence[ZoneMark],
    ports: Sequence[Port],
    states: Sequence[str],
) -> list[Entry]:
    """Legend of what is in sight and does not explain itself."""
    theme, safe = page.theme, page.safe
    entries = []
    qualities = {one.zone.boundary_quality for one in chosen if one.outline is not None}
    if "schematic" in qualities:
        entries.append(Entry(page.say("legend_schematic"), theme["highlight"], "dash"))
    if qualities - {"schematic"}:
        entries.append(Entry(page.say("legend_outline"), theme["highlight"], "line"))
    if any(one.zone.boundary is None for one in chosen):
        entries.append(Entry(page.say("legend_centre"), theme["highlight"], "ring"))
    others = [
        one for one in marks if one not in chosen and safe.holds(Box(one.x, one.y, one.x, one.y))
    ]
    if not states and others:
        outlined = sum(one.outline is not None for one in others)
        symbol = "dash" if 2 * outlined >= len(others) else "ring"
        entries.append(Entry(page.say("legend_other_zone"), theme["unknown"], symbol))
    for state in states:
        colour = PARCEL_COMMERCIAL.get(state) or theme["halo"]
        label = page.say("legend_parcel", state=word(f"commercial_{state}", page.language))
        entries.append(Entry(label, colour, "square"))
    return [*entries, *port_entries(page, ports)]


def _zone_requests(
    page: Page, marks: Sequence[ZoneMark], chosen: Sequence[ZoneMark]
) -> list[LabelRequest]:
    """The zones of the picture, and the nearest of the others."""
    middle = shapely.union_all([_shape_of(one) for one in chosen]) if chosen else shapely.Point()
    others = sorted(
        (one for one in marks if one not in chosen),
        key=lambda one: (round(float(shapely.distance(middle, shapely.Point(one.x, one.y))), 3),
                         one.zone.zone_id),
    )  # fmt: skip
    requests = []
    for rank, mark in enumerate([*chosen, *others[:2]]):
        is_chosen = rank < len(chosen)
        if not (page.safe.left < mark.x < page.safe.right and mark.y < page.safe.bottom):
            continue
        requests.append(
            LabelRequest(
                label_id=f"zone:{mark.zone.zone_id}",
                text=zone_label(mark.zone, page.language),
                x=mark.x,
                y=mark.y,
                radius=mark.radius + 8,
                half=_half_of(mark),
                size=40.0 if is_chosen else 32.0,
                weight="bold" if is_chosen else "regular",
                colour="ink" if is_chosen else "muted",
                subject=mark.zone.zone_id,
                priority=(300.0 if is_chosen else 50.0) - rank,
                # The title names one zone alone: where there is hardly room, that is enough.
                required=is_chosen and not (page.is_narrow and len(chosen) == 1),
                reach=320.0 if is_chosen else 0.0,
                widest=460.0,
            )
        )
    return requests


def _half_of(mark: ZoneMark) -> tuple[float, float] | None:
    """Half the width and height of an outline."""
    if mark.outline is None:
        return None
    west, north, east, south = (float(one) for one in mark.outline.bounds)
    return (east - west) / 2 + 3, (south - north) / 2 + 3


def _target_requests(
    page: Page,
    chosen: Sequence[ZoneMark],
    spots: Sequence[Spot],
    targets: Mapping[str, Port | Link],
) -> list[LabelRequest]:
    """Names of the nearest ports and stations, those that distances are measured to first."""
    nearest = {distance.nearest_id for one in chosen for distance in one.zone.distances.values()}
    middle = shapely.union_all([_shape_of(one) for one in chosen]) if chosen else shapely.Point()
    rows = []
    for x, y, radius, target_id in spots:
        symbol = Box(x - radius, y - radius, x + radius, y + radius)
        is_covered = any(one.overlap(symbol) > 0 for one in page.taken)
        if target_id is None or is_covered or not page.safe.holds(Box(x, y, x, y)):
            continue
        away = float(shapely.distance(middle, shapely.Point(x, y)))
        rows.append((target_id not in nearest, away, target_id, x, y, radius))
    requests = []
    for rank, (is_other, _, target_id, x, y, radius) in enumerate(sorted(rows)[:3]):
        target = targets[target_id]
        kind = "port" if isinstance(target, Port) else "place"
        requests.append(
            LabelRequest(
                label_id=f"{kind}:{target_id}",
                text=target_label(target, page.language),
                x=x,
                y=y,
                radius=radius,
                size=32.0,
                colour="port" if kind == "port" else "way_airport",
                subject=target_id,
                priority=(60.0 if is_other else 120.0) - rank,
                reach=0.0 if is_other else 140.0,
            )
        )
    return requests


def _shape_of(mark: ZoneMark) -> Any:
    return (
        mark.outline
        if mark.outline is not None
        else shapely.Point(mark.x, mark.y).buffer(mark.radius)
    )


def _draw_region(page: Page, seen: _Seen) -> None:
    """The region, with the words that nobody knows where in it the zone lies."""
    kept = [] if seen.scale is None else [seen.scale]
    located = [one.location for one in page.material.region.zones if one.location is not None]
    region = [shapely.Point(one) for one in located if one[1] > _SOUTH]
    frame = fit_clear(page, extent_of(page) or region or [rectangle_of(*_REGION)], kept=kept)
    draw_basemap(page, frame, leave_out=("provincial_road", "railway"))
    draw_scale_at(page, frame, seen.scale)
    x, y = largest_free(page).centre
    semibold = page.theme.face("semibold")
    block = fit_block(
        semibold, page.say("place_unknown"), width=min(560.0, page.safe.width - 4 * GAP),
        most_lines=3, size=40, least=32, what="note",
    )  # fmt: skip
    box = Box(0, 0, block.width + 3 * GAP, block.height + GAP)
    free = _free_place(page, box, x, y)
    page.panel(free)
    page.write_block(block, free.left + 1.5 * GAP, free.top + GAP / 2, "note")
    requests = [*place_requests(page, frame, most=6), *road_requests(page, frame, most=3)]
    write_words(page, requests, obstacles_of(()))


def _free_place(page: Page, box: Box, x: float, y: float) -> Box:
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
