"""One zone, or a few, close up: where it lies, what is near, and what is known of it.

A zone whose place nobody knows gets a picture all the same, for a batch over all zones should not
end at it: the region with the words that the place is not known, and the zone's figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import shapely
from shapely.geometry import box as rectangle_of

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
from maps.stills.figures import (
    cite_place,
    target_label,
    use_fact,
    zone_label,
    zone_name,
    zones_with,
)
from maps.stills.fitting import draw_around, extent_of, fit_clear, largest_free
from maps.stills.frame import MapFrame
from maps.stills.furniture import draw_credit, draw_logo
from maps.stills.label_request import LabelRequest
from maps.stills.legend import (
    Entry,
    Symbol,
    draw_legend,
    line_entries,
    port_entries,
    strip_rows,
)
from maps.stills.mapwork import (
    COLUMN,
    LEAST_INSET,
    beside_table,
    clear_corner,
    draw_column_title,
    draw_corner_scale,
    draw_emptiest_inset,
    draw_inset_at,
    draw_page_code,
    draw_scale_at,
    free_place,
    obstacles_of,
    scale_place,
    write_words,
)
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.surroundings import around_zones
from maps.stills.symbols import (
    ZoneMark,
    draw_edge,
    draw_parcels,
    draw_zones,
)
from maps.stills.targets import Spot, draw_targets
from maps.stills.typeset import NBSP, fit_block
from maps.stills.words import former_province_name
from maps.stills.zone_facts import MOST_ROWS, ZoneFacts, draw_table, facts_of
from maps.style import PARCEL_COMMERCIAL

_FEWEST_ROWS: Final = 3
_MOST_BESIDE_CODE: Final = 4
_PARCELS_FROM: Final = 420.0
"""Shorter side of a zone from which its parcels are shown without being asked for, units."""

_GLUED: Final = 12
"""Letters of a name in a title that stays on one line."""

_MAP_SHARE: Final = 0.4
"""Of the height of a narrow picture, which panels have to leave free for its map."""

_LOW_LEGEND: Final = 78.0
"""Height that a legend of one row takes from it, units."""

_LEFT_OUT: Final = ("railway", "planned", "under_construction")
"""What a narrow map does without, so that its legend is short."""

_CREDIT_LINES, _LOW_CREDIT = 3, 130.0
"""Lines of the credit of a narrow picture, and the height of that many, units."""


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
    inset
        Place kept for it beside the figures of a narrow picture.
    window
        What the panels of a narrow picture leave free for the map.
    """

    parcel_zones: frozenset[str] | None = None
    entries: list[Entry] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    lines: list[Entry] = field(default_factory=list)
    scale: Box | None = None
    inset: Box | None = None
    window: Box | None = None
    credit_height: float = 0.0


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
    facts = facts_of(page, zones)
    facts = replace(facts, known=facts.known[: _fitting_rows(page, zones, facts)])
    _cite(page, zones, facts)
    seen = _Seen()

    def panels() -> None:
        _draw_panels(page, zones, facts, seen)

    def map_() -> None:
        if all(one.location is None and one.boundary is None for one in zones):
            _draw_region(page, seen)
        else:
            _draw_close(page, zones, seen)

    draw_around(page, panels, map_, more=lambda: (*seen.entries, *seen.lines))


def _cite(page: Page, zones: Sequence[IndustrialZone], facts: ZoneFacts) -> None:
    """Have the credit name what the picture shows."""
    declare_basemap(page)
    if any(one.boundary_quality == "schematic" for one in zones):
        page.note(page.say("schematic"))
    for zone in zones:
        cite_place(page, zone)
    if any(one in facts.measured for one in facts.known):
        page.note(page.say("straight_line"))


def _fitting_rows(page: Page, zones: Sequence[IndustrialZone], facts: ZoneFacts) -> int:
    """How many figures are shown: the map of a narrow picture is not to be the least of it."""
    if not page.is_narrow:
        return MOST_ROWS
    if page.is_tall or page.spec.ground != "map":
        return _FEWEST_ROWS if page.is_tall else _MOST_BESIDE_CODE
    # Beside a code no more than are as high as it.
    most = _MOST_BESIDE_CODE if page.spec.qr else MOST_ROWS
    for rows in range(min(most, len(facts.known)), _FEWEST_ROWS, -1):
        probe = Page(page.spec, page.material)
        fewer = replace(facts, known=facts.known[:rows])
        _cite(probe, zones, fewer)
        seen = _Seen()
        window = _draw_panels(probe, zones, fewer, seen)
        has_room = window.height - _LOW_LEGEND >= _MAP_SHARE * page.canvas.height
        if has_room and seen.credit_height <= _LOW_CREDIT:
            return rows
    return _FEWEST_ROWS


def _draw_panels(page: Page, zones: Sequence[IndustrialZone], facts: ZoneFacts, seen: _Seen) -> Box:
    """Paint what stands around the map; returns what a narrow picture leaves free for it."""
    logo = draw_logo(page)
    title = draw_column_title(page, *_title(page, zones), logo=logo, low=page.is_narrow)
    for fact in facts.known:
        use_fact(page, fact)
    credit = draw_credit(page, lines=_CREDIT_LINES)
    seen.credit_height = credit.height
    top = page.safe.top if title is None else title.bottom + GAP
    if not page.is_narrow:
        table = draw_table(page, facts, COLUMN + 170, bottom=credit.top - GAP)
        _draw_legend(page, seen, table, top - GAP)
        code = draw_page_code(page, zones)
        seen.scale = scale_place(page, code)
        return page.safe
    room = page.safe.width
    if page.spec.qr and not page.is_tall:
        # So that the code stands beside the figures, not above them, where the map is.
        room -= QR_SIDE + GAP
    elif page.spec.inset:
        room -= LEAST_INSET + GAP
    place = {"top": top} if page.is_tall else {"bottom": credit.top - GAP}
    table = draw_table(page, facts, room, **place)
    seen.inset = None if page.spec.qr and not page.is_tall else beside_table(page, table)
    code = draw_page_code(page, zones)
    foot = min(one.top for one in (credit, code) if one is not None)
    # Left of a code, which is higher than what is beside it.
    widest = None if code is None else code.left - GAP - page.safe.left
    if page.is_tall:
        legend = _draw_legend(page, seen, credit, top - GAP, widest)
        foot = min(foot, credit.top if legend is None else legend.top)
        seen.window = Box(page.safe.left, table.bottom + GAP, page.safe.right, foot - GAP)
        return seen.window
    free = Box(page.safe.left, top, page.safe.right, min(table.top, foot) - GAP)
    legend = _draw_legend(page, seen, table, top - GAP, widest)
    if legend is not None:
        free = replace(free, bottom=min(free.bottom, legend.top - GAP))
    seen.window = free
    return free


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


def _draw_legend(
    page: Page, seen: _Seen, table: Box, top: float, widest: float | None = None
) -> Box | None:
    """Legend above the figures, or above the credit of a tall picture."""
    if not seen.entries:
        return None
    if page.is_narrow:
        # Beside each other: two rows leave the map more room than a list in two columns.
        # A solid line is a road without being told.
        strip = [*seen.entries, *(one for one in seen.lines if one.symbol != "line")]
        return draw_legend(page, "", [], above=table.top - GAP, strip=strip, widest=widest)
    rows = len(seen.entries) + strip_rows(page, seen.lines)
    if _LEGEND_HEAD + _LEGEND_ROW * rows <= table.top - top - 2 * GAP:
        heading, above = page.say("legend"), table.top - GAP
        return draw_legend(page, heading, seen.entries, above=above, columns=1, strip=seen.lines)
    strip = [*seen.entries, *seen.lines]
    return draw_legend(page, "", [], above=table.top - GAP, strip=strip, widest=table.width)


def _draw_close(page: Page, zones: Sequence[IndustrialZone], seen: _Seen) -> None:
    frame = _fit(page, zones, seen)
    links = draw_basemap(page, frame, leave_out=_LEFT_OUT if page.is_narrow else ())
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
    seen.links |= {one.link_id: one for one in links}
    seen.lines = line_entries(page, seen.links.values())
    _draw_furniture(page, frame, seen, marks, chosen, spots)
    requests = [
        *_zone_requests(page, marks, chosen),
        *_target_requests(page, chosen, spots, targets),
        *place_requests(page, frame, most=4),
        *road_requests(page, frame, most=4),
        *water_requests(page, frame, most=1),
    ]
    write_words(page, requests, obstacles_of(marks, spots))


def _fit(page: Page, zones: Sequence[IndustrialZone], seen: _Seen) -> MapFrame:
    kept = [one for one in (seen.scale, seen.inset) if one is not None]
    grounds = extent_of(page)
    if grounds:
        return fit_clear(page, grounds, kept=kept, least_km=2)
    return fit_clear(page, around_zones(page, zones), kept=kept, least_km=4)


def _draw_furniture(
    page: Page,
    frame: MapFrame,
    seen: _Seen,
    marks: Sequence[ZoneMark],
    chosen: Sequence[ZoneMark],
    spots: Sequence[Spot],
) -> None:
    """Scale and inset where they hide the least."""
    subjects = [_shape_of(one) for one in chosen]
    others = [_shape_of(one) for one in marks if one not in chosen]
    busy = [*(shapely.Point(x, y) for x, y, _, _ in spots), *others]
    if seen.inset is not None:
        draw_inset_at(page, frame, seen.inset)
    if seen.window is not None:
        corner = clear_corner(page, frame, seen.window, subjects, busy)
        if corner is not None:
            draw_corner_scale(page, frame, corner[0])
    else:
        draw_scale_at(page, frame, seen.scale)
    if seen.inset is None:
        side = 300.0 if not page.is_narrow else 220.0
        draw_emptiest_inset(page, frame, subjects, busy, side=side)


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
        entries.append(Entry(page.say("legend_schematic"), theme["highlight"], "sketch"))
    if qualities - {"schematic"}:
        entries.append(Entry(page.say("legend_outline"), theme["highlight"], "line"))
    if any(one.zone.boundary is None for one in chosen):
        entries.append(Entry(page.say("legend_centre"), theme["highlight"], "ring"))
    others = [
        one for one in marks if one not in chosen and safe.holds(Box(one.x, one.y, one.x, one.y))
    ]
    if not states and others:
        outlined = sum(one.outline is not None for one in others)
        symbol: Symbol = "sketch" if 2 * outlined >= len(others) else "ring"
        key = "legend_other_short" if page.is_narrow else "legend_other_zone"
        entries.append(Entry(page.say(key), theme["unknown"], symbol))
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
    _draw_furniture(page, frame, seen, [], [], [])
    x, y = largest_free(page).centre
    semibold = page.theme.face("semibold")
    block = fit_block(
        semibold, page.say("place_unknown"), width=min(560.0, page.safe.width - 4 * GAP),
        most_lines=3, size=40, least=32, what="note",
    )  # fmt: skip
    box = Box(0, 0, block.width + 3 * GAP, block.height + GAP)
    free = free_place(page, box, x, y)
    page.panel(free)
    page.write_block(block, free.left + 1.5 * GAP, free.top + GAP / 2, "note")
    requests = [*place_requests(page, frame, most=6), *road_requests(page, frame, most=3)]
    write_words(page, requests, obstacles_of(()))
