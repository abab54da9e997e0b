"""Region overview: every zone as a circle of its area, coloured by a measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely

from geo.errors import InvalidSpec
from layers.records import IndustrialZone, Link
from maps.stills.basemap import (
    declare_basemap,
    draw_basemap,
    place_requests,
    road_requests,
    shown_links,
    water_requests,
)
from maps.stills.figures import (
    Fact,
    area_fact,
    distance_fact,
    headline_fact,
    ranked,
    with_badge,
    zone_label,
    zones_of,
    zones_with,
)
from maps.stills.fitting import draw_around, extent_of, fit_clear, zone_ground
from maps.stills.furniture import LONGEST_SCALE, draw_credit, draw_logo
from maps.stills.label_request import LabelRequest
from maps.stills.legend import (
    Entry,
    class_entry,
    class_label,
    draw_legend,
    line_entries,
    port_entries,
    size_entry,
)
from maps.stills.mapwork import (
    LOW_SCALE,
    SCALE,
    draw_column_title,
    draw_emptiest_inset,
    draw_page_code,
    draw_scale_at,
    obstacles_of,
    scale_place,
    write_words,
)
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.spec import Extent
from maps.stills.symbols import (
    ZoneMark,
    cite_measure,
    class_of_zone,
    draw_zones,
)
from maps.stills.targets import draw_targets
from maps.stills.words import former_province_name
from maps.style import measure

_LEFT_OUT: Final = (
    ("provincial_road", "railway"),
    ("provincial_road", "railway", "planned", "under_construction", "partly_open"),
)
"""Roads that a map of the region does without; a narrow one has to keep its legend short too."""

_MOST_NAMED: Final = 6
"""Zones that are named where the spec highlights none."""

_FIRST: Final = 3
"""Of those, the first must be named: a picture that leaves them out says something else."""

_MOST_REQUIRED: Final = 30
"""Highlighted zones whose names have to be there; more would leave no map to see."""

_SOUTH: Final = 9.6
"""Latitude that the fit ends at: Côn Đảo lies 200 km beyond the rest of the region."""


def draw_overview(page: Page) -> None:
    """Draw the region.

    Raises
    ------
    InvalidSpec
        If no zone of the picture has a known place.
    UnknownZone
        If a zone is not known.
    """
    zones = zones_of(page)
    chosen = page.material.zones(page.spec)
    cite_measure(page, zones)
    named = chosen or _newsworthy(page, zones)
    details = {one.zone_id: _detail(page, one) for one in named}
    places: dict[str, Box | None] = {}
    # Most pictures show the whole region, and so need not be drawn twice.
    lines = _lines(page, shown_links(page, leave_out=_LEFT_OUT[page.is_narrow]))

    declare_basemap(page)

    def panels() -> None:
        logo = draw_logo(page)
        title, subtitle = _title(page, zones)
        draw_column_title(page, title, subtitle, logo=logo, low=page.is_narrow)
        credit = draw_credit(page, lines=3)
        heading, entries = _legend(page, zones)
        legend = draw_legend(page, heading, entries, above=credit.top - GAP, columns=1, strip=lines)
        code = draw_page_code(page, chosen)
        places["scale"] = scale_place(page, code)
        if page.is_narrow and legend is not None and places["scale"] is not None:
            # The coast is at the lower right, where a narrow picture has no room to lose.
            width, height = LOW_SCALE + SCALE[0] - LONGEST_SCALE, SCALE[1]
            foot = legend.top - GAP
            left = page.safe.left
            places["scale"] = Box(left, foot - height, left + width, foot)

    def map_() -> None:
        links = _draw_map(page, zones, chosen, details, places["scale"])
        lines[:] = _lines(page, links)

    draw_around(page, panels, map_, more=lambda: tuple(lines))


def _lines(page: Page, links: Sequence[Link]) -> list[Entry]:
    """What lines mean; on a narrow picture a solid one is a road without being told."""
    return [one for one in line_entries(page, links) if one.symbol != "line" or not page.is_narrow]


def _title(page: Page, zones: Sequence[IndustrialZone]) -> tuple[str, str]:
    unplaced = sum(1 for one in zones if one.location is None)
    key = "zones_unplaced" if unplaced else "zones_placed"
    subtitle = page.say(key, count=str(len(zones)), unplaced=str(unplaced))
    if page.spec.province is None:
        return page.say("title_overview"), subtitle
    province = former_province_name(page.spec.province, page.language)
    if page.language == "en":
        province = province.replace("Former", "former", 1)
    return page.say("title_overview_province", province=province), subtitle


def _legend(page: Page, zones: Sequence[IndustrialZone]) -> tuple[str, list[Entry]]:
    """Classes that occur, with how many zones each has; unknown stands among them."""
    style = measure(page.spec.measure)
    counts = Counter(class_of_zone(one, style.key) for one in zones)
    entries = []
    # A map without zones has nothing in their colours that a legend could explain.
    for one in style.classes if page.spec.shows("zones") else ():
        if not counts[one.key] and not page.lists(one.key):
            continue
        label = class_label(page, one, style.key)
        entries.append(class_entry(page, one, style.key, f"{label}: {counts[one.key]}"))
    if entries:
        entries.append(size_entry(page, short=page.is_narrow))
    if page.spec.shows("ports", default=False):
        entries += port_entries(page, page.material.region.ports)
    return page.name(style.label_vi, style.label_en), entries


def _draw_map(
    page: Page,
    zones: Sequence[IndustrialZone],
    chosen: Sequence[IndustrialZone],
    details: Mapping[str, str],
    scale: Box | None,
) -> list[Link]:
    grounds = extent_of(page)
    if not grounds:
        grounds = [
            ground
            for one in (*zones, *chosen)
            if one.location and one.location[1] > _SOUTH and (ground := zone_ground(one))
        ]
    if not grounds:
        raise InvalidSpec(
            "no zone of this picture has a known place",
            expected="at least one zone with a location",
            remedy="choose another province or extent",
        )
    kept = [] if scale is None else [scale]
    frame = fit_clear(page, grounds, kept=kept, margin=36 if page.is_narrow else 16, least_km=12)
    links = draw_basemap(page, frame, leave_out=_LEFT_OUT[page.is_narrow])
    spots = draw_targets(page, frame, default=False)
    ids = [one.zone_id for one in chosen]
    shown = zones_with(page, chosen)
    marks = []
    if page.spec.shows("zones"):
        marks = draw_zones(page, frame, shown, highlighted=ids, outlines=False)
    draw_scale_at(page, frame, scale, LOW_SCALE if page.is_narrow else LONGEST_SCALE)
    if page.spec.province is not None or page.spec.extent != Extent():
        named = [_spot(one) for one in marks if one.zone.zone_id in details]
        side = 210.0 if page.is_narrow else 280.0
        draw_emptiest_inset(page, frame, named, [_spot(one) for one in marks], side=side)
    requests = [
        *_zone_requests(page, marks, ids, details),
        *place_requests(page, frame, most=6),
        *road_requests(page, frame, most=5),
        *water_requests(page, frame, most=1),
    ]
    write_words(page, requests, obstacles_of(marks, spots))
    return links


def _spot(mark: ZoneMark) -> Any:
    return shapely.Point(mark.x, mark.y).buffer(mark.radius)


def _zone_requests(
    page: Page, marks: Sequence[ZoneMark], chosen: Sequence[str], details: Mapping[str, str]
) -> list[LabelRequest]:
    """Names of zones with their figures, in the order of the figures."""
    order = list(details)
    named = sorted(
        (one for one in marks if one.zone.zone_id in details),
        key=lambda one: order.index(one.zone.zone_id),
    )
    requests = []
    # Before the name of the city, which has more places to stand in; where there is little room
    # the city is needed more.
    newsworthy = 100.0 if page.is_narrow else 160.0
    before: str | None = None
    for rank, mark in enumerate(named):
        is_chosen = mark.zone.zone_id in chosen
        label_id = f"zone:{mark.zone.zone_id}"
        requests.append(
            LabelRequest(
                label_id=label_id,
                text=zone_label(mark.zone, page.language),
                x=mark.x,
                y=mark.y,
                radius=mark.radius + (8 if is_chosen else 0),
                size=36.0 if is_chosen else 32.0 if page.is_narrow else 34.0,
                weight="bold" if is_chosen else "semibold",
                detail=details[mark.zone.zone_id],
                subject=mark.zone.zone_id,
                priority=(200.0 if is_chosen else newsworthy) - rank,
                required=rank < (_MOST_REQUIRED if is_chosen else _FIRST),
                reach=250.0,
                widest=370.0 if page.is_narrow else 460.0,
                # None is named where one with more found no room.
                after=None if is_chosen else before,
            )
        )
        before = label_id
    return requests


def _detail(page: Page, zone: IndustrialZone) -> str:
    """The figure under a zone's name; it is cited, its badge explained.

    Its date is not taken for that of the picture, which is of all zones.
    """
    fact = _fact(page, zone)
    if not fact.is_known:
        return ""
    page.cite(fact.source_keys)
    return with_badge(page, fact.value, fact.badge)


def _newsworthy(page: Page, zones: Sequence[IndustrialZone]) -> list[IndustrialZone]:
    """Those with the most land left, the lowest occupancy, nearest to the sea, or the largest."""
    key = page.spec.measure

    def worth(zone: IndustrialZone) -> float | None:
        if key == "remaining_ha":
            return ranked(zone.remaining) or None
        if key == "occupancy":
            occupancy = ranked(zone.occupancy)
            return None if occupancy is None else -occupancy
        if key == "distance":
            coast = zone.distances.get("coastline")
            return None if coast is None else -coast.distance_m
        area = zone.figures.get("total_area_ha")
        return None if area is None or area.scope != "zone" else area.value

    placed = (one for one in zones if one.location is not None)
    rows = [(value, one) for one in placed if (value := worth(one)) is not None]
    rows.sort(key=lambda row: (-row[0], row[1].zone_id))
    return [one for _, one in rows[:_MOST_NAMED]]


def _fact(page: Page, zone: IndustrialZone) -> Fact:
    """The figure that stands under a zone's name."""
    language = page.language
    match page.spec.measure:
        case "remaining_ha":
            return headline_fact(zone.remaining, "remaining", language)
        case "occupancy":
            return headline_fact(zone.occupancy, "occupancy", language)
        case "distance":
            return distance_fact(zone, "coastline", page.material, language)
        case _:
            return area_fact(zone, language)
