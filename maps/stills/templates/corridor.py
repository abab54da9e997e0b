"""Supply corridor: zones and ports along the roads that link them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import shapely

from geo.errors import InvalidSpec
from layers.records import IndustrialZone, Link, Port
from maps.names import plain
from maps.stills.basemap import (
    declare_basemap,
    draw_basemap,
    ground_of,
    place_requests,
    road_requests,
)
from maps.stills.figures import (
    figure_text,
    target_label,
    with_badge,
    zone_label,
    zones_of,
    zones_with,
)
from maps.stills.fitting import draw_around, extent_of, fit_clear, zone_ground
from maps.stills.furniture import draw_credit, draw_logo
from maps.stills.label_request import LabelRequest
from maps.stills.legend import Entry, draw_legend, line_entries, port_entries, size_entry
from maps.stills.mapwork import (
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
from maps.stills.symbols import RINGS, ZoneMark, draw_zones
from maps.stills.targets import Spot, draw_targets

_CLUSTER: Final = "Cái Mép – Thị Vải"
"""Ports of the corridor that is shown where the spec names no zones."""

_WITHIN_M: Final = 7000.0
"""Zones of that corridor lie as near to one of its berths, metres."""

_ROAD_NEAR_KM: Final = 3.0
"""A road within this distance serves a zone or a port: positions are good to about 2 km."""

_MOST_ROADS: Final = 4
_MOST_DETAILS: Final = 5
"""Ports that are told of with the vessels that they take, on a wide picture."""

_MOST_REQUIRED: Final = 6
"""Zones whose names have to be there where the spec names them."""

_CREDIT_LINES: Final = 3
"""Of a credit that leaves a narrow picture room for its map."""

_OTHER_ROADS: Final = ("Đường khác", "Other roads")
_ROAD_KINDS: Final = ("expressway", "national_road", "ring_road", "provincial_road")


@dataclass(frozen=True, slots=True)
class Corridor:
    """What a corridor is made of.

    Attributes
    ----------
    road_ids
        Of the roads that link zones and ports.
    """

    zones: tuple[IndustrialZone, ...]
    ports: tuple[Port, ...]
    road_ids: tuple[str, ...]


@dataclass(slots=True)
class _Seen:
    entries: list[Entry] = field(default_factory=list)
    lines: list[Entry] = field(default_factory=list)
    scale: Box | None = None


def corridor_of(page: Page) -> Corridor:
    """Zones of the spec, or those of Cái Mép – Thị Vải, with their ports and roads.

    Raises
    ------
    InvalidSpec
        If no zone has a known place.
    UnknownZone
        If a zone is not known.
    """
    zones = page.material.zones(page.spec) or _default_zones(page)
    placed = tuple(one for one in zones if zone_ground(one) is not None)
    if not placed:
        raise InvalidSpec(
            "no zone of the corridor has a known place",
            expected="at least one zone with a location",
            remedy="name other zones",
        )
    ports = _ports_of(page, placed)
    return Corridor(placed, ports, _roads_of(page, placed, ports))


def draw_corridor(page: Page) -> None:
    """Draw the corridor.

    Raises
    ------
    InvalidSpec
        If no zone has a known place.
    UnknownZone
        If a zone is not known.
    """
    corridor = corridor_of(page)
    declare_basemap(page)
    details = {one.port_id: "" for one in _largest(corridor.ports)}
    if not page.is_narrow:
        for one in _largest(corridor.ports)[:_MOST_DETAILS]:
            details[one.port_id] = _detail(page, one)
    if any(one.boundary_quality == "schematic" for one in corridor.zones):
        page.note(page.say("schematic"))
    seen = _Seen()

    def panels() -> None:
        logo = draw_logo(page)
        low = page.is_narrow
        draw_column_title(page, *_title(page, corridor), logo=logo, low=low)
        credit = draw_credit(page, lines=_CREDIT_LINES if low else None)
        entries, lines = seen.entries, seen.lines
        if low:
            entries, lines = [], [*entries, *lines]
        heading = "" if low else page.say("legend")
        legend = draw_legend(page, heading, entries, above=credit.top - GAP, strip=lines)
        seen.scale = scale_place(page, draw_page_code(page, corridor.zones))
        if low and seen.scale is not None:
            # The corridor runs down the right side, where there is no room to lose.
            foot = (credit if legend is None else legend).top - GAP
            left = page.safe.left
            seen.scale = Box(left, foot - seen.scale.height, left + seen.scale.width, foot)

    draw_around(
        page,
        panels,
        lambda: _draw_map(page, corridor, details, seen),
        more=lambda: (*seen.entries, *seen.lines),
    )


def _default_zones(page: Page) -> tuple[IndustrialZone, ...]:
    """Operating zones beside the berths of Cái Mép – Thị Vải; all with a berth if none is there."""
    targets = page.material.targets()
    beside = []
    for zone in zones_of(page):
        berth = zone.distances.get("deep_sea_berth")
        port = None if berth is None else targets.get(berth.nearest_id or "")
        if berth is None or not isinstance(port, Port) or zone.status != "operating":
            continue
        if port.cluster == _CLUSTER and berth.distance_m <= _WITHIN_M and zone.kind != "CCN":
            beside.append(zone)
    return tuple(beside)


def _ports_of(page: Page, zones: Sequence[IndustrialZone]) -> tuple[Port, ...]:
    """Ports nearest to the zones, and the others of the clusters of deep-sea berths among them."""
    targets = page.material.targets()
    nearest: dict[str, Port] = {}
    clusters = set()
    for zone in zones:
        for measure in ("deep_sea_berth", "port"):
            distance = zone.distances.get(measure)
            port = None if distance is None else targets.get(distance.nearest_id or "")
            if isinstance(port, Port):
                nearest[port.port_id] = port
                if measure == "deep_sea_berth" and port.cluster is not None:
                    clusters.add(port.cluster)
    for port in page.material.region.ports:
        if port.cluster in clusters and port.status == "operating":
            nearest[port.port_id] = port
    return tuple(nearest[key] for key in sorted(nearest))


def _roads_of(
    page: Page, zones: Sequence[IndustrialZone], ports: Sequence[Port]
) -> tuple[str, ...]:
    """Roads that pass the most of the zones and ports, the nearest first among equals."""
    grounds = [ground for one in zones if (ground := zone_ground(one)) is not None]
    grounds += [shapely.Point(one.location) for one in ports]
    lat = float(shapely.total_bounds(grounds)[1])
    stretch = math.cos(math.radians(lat))
    near = [_stretched(one, stretch) for one in grounds]
    rows = []
    for link, line in ground_of(page.material.region).lines:
        if link.kind not in _ROAD_KINDS:
            continue
        away_km = shapely.distance(near, _stretched(line, stretch)) * 111.32
        served = int((away_km <= _ROAD_NEAR_KM).sum())
        if served:
            rows.append((-served, float(away_km.mean()), link.link_id))
    chosen = [link_id for _, _, link_id in sorted(rows)[:_MOST_ROADS]]
    # The expressway that most zones are measured to is part of the way, near or not.
    nearest = [zone.distances["expressway"].nearest_id for zone in zones
               if "expressway" in zone.distances]  # fmt: skip
    most = max(sorted({one for one in nearest if one}), key=nearest.count, default=None)
    return tuple(dict.fromkeys([*chosen, *([most] if most else [])]))


def _stretched(geometry: Any, stretch: float) -> Any:
    return shapely.transform(geometry, lambda points: points * [stretch, 1])


def _title(page: Page, corridor: Corridor) -> tuple[str, str]:
    clusters = {one.cluster for one in corridor.ports if one.cluster}
    subtitle = page.say(
        "subtitle_corridor", zones=str(len(corridor.zones)), ports=str(len(corridor.ports))
    )
    if len(clusters) == 1:
        cluster = clusters.pop()
        name = page.name(cluster, plain(cluster))
        return page.say("title_corridor", name=name), subtitle
    return page.say("title_corridor_plain"), subtitle


def _draw_map(page: Page, corridor: Corridor, details: Mapping[str, str], seen: _Seen) -> None:
    kept = [] if seen.scale is None else [seen.scale]
    grounds = extent_of(page) or [
        *(ground for one in corridor.zones if (ground := zone_ground(one)) is not None),
        *(shapely.Point(one.location) for one in corridor.ports),
    ]
    frame = fit_clear(page, grounds, kept=kept, margin=24, least_km=8)
    links = draw_basemap(page, frame, chosen=corridor.road_ids)
    ids = [one.zone_id for one in corridor.zones]
    marks: list[ZoneMark] = []
    if page.spec.shows("zones"):
        shown = zones_with(page, corridor.zones)
        marks = draw_zones(
            page, frame, shown, highlighted=ids, quiet=True, by_measure=False, slim=page.is_narrow
        )
    own = {one.port_id for one in corridor.ports}
    spots = draw_targets(page, frame, default=True, own=own)
    seen.entries = _entries(page, corridor, marks, _ports_in_sight(page, spots))
    others = [one for one in links if one.link_id not in corridor.road_ids]
    if page.is_narrow and any(one.symbol == "dash" for one in seen.entries):
        # One line tells of what is not open yet, whether it is of the corridor or not.
        others = [one for one in others if one.status == "operating"]
    lines = line_entries(page, others, road=page.name(*_OTHER_ROADS))
    # There a solid grey line is a road without being told.
    seen.lines = [one for one in lines if one.symbol != "line" or not page.is_narrow]
    draw_scale_at(page, frame, seen.scale)
    subjects = [
        one.outline or shapely.Point(one.x, one.y).buffer(one.radius)
        for one in marks
        if one.zone.zone_id in ids
    ]
    busy = [
        *(shapely.Point(x, y) for x, y, _, owner in spots if owner in own),
        *(one.outline for one in marks if one.zone.zone_id not in ids and one.outline is not None),
    ]
    side = 250.0 if page.is_narrow else 280.0
    draw_emptiest_inset(page, frame, subjects, busy, side=side)
    requests = [
        *_zone_requests(page, marks, ids),
        *_port_requests(page, details, spots),
        *road_requests(page, frame, chosen=corridor.road_ids, most=5),
        *place_requests(page, frame, most=4),
    ]
    write_words(page, requests, obstacles_of(marks, spots))


def _ports_in_sight(page: Page, spots: Sequence[Spot]) -> list[Port]:
    targets = page.material.targets()
    return [
        port
        for x, y, _, owner in spots
        if page.canvas.holds(Box(x, y, x, y)) and isinstance(port := targets.get(owner or ""), Port)
    ]


def _entries(
    page: Page, corridor: Corridor, marks: Sequence[ZoneMark], ports: Sequence[Port]
) -> list[Entry]:
    theme = page.theme
    lines = {link.link_id: link for link, _ in ground_of(page.material.region).lines}
    roads = [lines[one] for one in corridor.road_ids]
    entries = []
    if marks:
        dashed = any(one.outline is not None for one in marks)
        words = page.say("legend_chosen_zone")
        entries.append(Entry(words, theme["highlight"], "sketch" if dashed else "dot"))
        if not dashed:
            entries.append(size_entry(page, short=page.is_narrow))
    if any(_is_open(one) for one in roads):
        entries.append(Entry(page.say("legend_chosen_road"), theme["way_road"], "line"))
    if any(not _is_open(one) for one in roads):
        entries.append(Entry(page.say("legend_road_plan"), theme["way_road"], "dash"))
    return [*entries, *port_entries(page, ports)]


def _is_open(link: Link) -> bool:
    return link.status == "operating"


def _zone_requests(
    page: Page, marks: Sequence[ZoneMark], chosen: Sequence[str]
) -> list[LabelRequest]:
    rows = [one for one in marks if one.zone.zone_id in chosen]
    rows.sort(key=lambda one: (-one.radius, one.zone.zone_id))
    requests = []
    for rank, mark in enumerate(rows):
        half = None
        if mark.outline is not None:
            west, north, east, south = (float(one) for one in mark.outline.bounds)
            half = (east - west) / 2 + 3, (south - north) / 2 + 3
        requests.append(
            LabelRequest(
                label_id=f"zone:{mark.zone.zone_id}",
                text=zone_label(mark.zone, page.language),
                x=mark.x,
                y=mark.y,
                radius=mark.radius + RINGS[page.is_narrow],
                half=half,
                size=32.0 if page.is_narrow else 34.0,
                weight="bold",
                subject=mark.zone.zone_id,
                priority=170.0 - rank,
                # Those that were asked for, as far as a map has room for their names.
                required=mark.zone.zone_id in page.spec.zones and rank < _MOST_REQUIRED,
                reach=250.0,
                widest=420.0,
            )
        )
    return requests


def _largest(ports: Sequence[Port]) -> list[Port]:
    """Ports that take the largest vessels."""

    def tonnage(port: Port) -> float:
        figure = port.figures.get("max_vessel_dwt")
        value = None if figure is None else figure.value or figure.high
        return value or 0.0

    return sorted(ports, key=lambda one: (-tonnage(one), one.port_id))


def _detail(page: Page, port: Port) -> str:
    """Deadweight of the largest vessel that a port takes, cited; empty where it is not known."""
    figure = port.figures.get("max_vessel_dwt")
    if figure is None:
        return ""
    page.cite(figure.source_keys)
    if figure.as_of:
        page.dates.append(figure.as_of)
    return with_badge(page, figure_text(figure, "max_vessel_dwt", page.language), figure.badge)


def _port_requests(
    page: Page,
    details: Mapping[str, str],
    spots: Sequence[Spot],
) -> list[LabelRequest]:
    """Names of the ports, those that take the largest vessels first."""
    place = {spot[3]: spot for spot in spots}
    targets = page.material.targets()
    requests = []
    for rank, (port_id, detail) in enumerate(details.items()):
        if port_id not in place:
            continue
        x, y, radius, _ = place[port_id]
        requests.append(
            LabelRequest(
                label_id=f"port:{port_id}",
                text=target_label(targets[port_id], page.language),
                x=x,
                y=y,
                radius=radius,
                size=32.0,
                detail=detail,
                colour="port",
                subject=port_id,
                priority=160.0 - 4 * rank,
                reach=320.0 if page.is_narrow else 200.0,
                widest=380.0,
            )
        )
    return requests
