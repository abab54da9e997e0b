"""Roads and railways: ways of one number or name are joined, and matched with what is on record.

A link on record is recognised by its number (QL.13, ĐT.743) or its name; a sketch far from the
ways of its number is a question. Ways of roads that are not on record become links of their own
where they pass near a zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import shapely

from geo.bbox import REGION
from layers.importers.openstreetmap.choosing import Chosen, LeftOut, Status
from layers.importers.openstreetmap.elements import OsmElement
from layers.importers.openstreetmap.names import (
    is_later_phase,
    plain,
    rail_name,
    road_name,
    road_numbers,
)
from layers.importers.openstreetmap.records import LinkOnRecord
from layers.importers.openstreetmap.zone_matching import Question

ROAD_KINDS: Final = ("expressway", "national_road", "provincial_road", "ring_road")
SKETCH_M: Final = 5_000.0
"""How far the ways of a road may lie from what is on record of it, which may be a rough sketch."""

_SKETCH_SHARE: Final = 0.5
_LINE_SHARE: Final = 0.9
"""Share of a sketch, or of a real line, that ways must accompany to replace it: a file that holds
a piece of a road must not cut the road on record down to that."""

NEAR_ZONES_M: Final = 10_000.0
"""Roads and railways that are not on record are added if they pass a zone this near."""

_BRIDGE_M: Final = 1_000.0
_NOT_THE_ROAD: Final = ("cau ", "ham ", "di ", "nut giao ", "nhanh ", "duong so ")
_DEGREE_M: Final = 110_000.0


@dataclass(frozen=True, slots=True)
class LineMatch:
    """Ways that are one link.

    Attributes
    ----------
    link
        The link on record whose sketch they replace; None = they become a link of their own.
    geometry
        LineString or MultiLineString, EPSG:4326, inside the region.
    kind, status, name_vi, name_en
        As a link has them; of a link on record they stay what they are.
    own_id
        Id of a link that is added, made from the lowest id of the ways that are its alone.
    """

    link: LinkOnRecord | None
    elements: tuple[OsmElement, ...]
    geometry: shapely.Geometry
    kind: str
    status: Status
    name_vi: str
    name_en: str
    own_id: str = ""

    @property
    def link_id(self) -> str:
        """Id on record, or its own."""
        return self.link.link_id if self.link is not None else self.own_id


@dataclass(slots=True)
class LineMatching:
    """All that matching found."""

    matches: list[LineMatch] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    other_status: list[tuple[LinkOnRecord, frozenset[str]]] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    """Ways of one road or railway."""

    key: str
    kind: str
    ways: list[Chosen] = field(default_factory=list)
    refs: set[str] = field(default_factory=set)


def match_lines(
    chosen: Sequence[Chosen], links: Sequence[LinkOnRecord], places: Sequence[shapely.Geometry]
) -> LineMatching:
    """Match roads and railways with the links on record.

    Parameters
    ----------
    chosen
        Ways that are roads or railways by their tags, EPSG:4326.
    links
        The links on record.
    places
        Where the zones on record are, EPSG:4326: roads not on record are added near them.

    Returns
    -------
    LineMatching
        Links that get real geometry, and links to be added; questions; what was left out.
    """
    result = LineMatching()
    inside = [one for one in chosen if _is_inside(one, result)]
    roads = _group_roads([one for one in inside if one.subject == "road"])
    rails = _group_rails([one for one in inside if one.subject == "railway"])
    for kinds, groups in ((ROAD_KINDS, roads), (("railway",), rails)):
        _match(groups, [link for link in links if link.kind in kinds], places, result)
    return result


def _match(
    groups: list[_Group],
    links: Sequence[LinkOnRecord],
    places: Sequence[shapely.Geometry],
    result: LineMatching,
) -> None:
    of_link: dict[str, list[_Group]] = {}
    rest: list[_Group] = []
    for group in groups:
        named = [link for link in links if group.key in _keys_of(link)]
        if len(named) > 1:
            ids = tuple(link.link_id for link in named)
            result.questions.append(Question("several_links", group.ways[0].element, ids))
        elif named:
            of_link.setdefault(named[0].link_id, []).append(group)
        else:
            rest.append(group)
    for link in links:
        if link.link_id in of_link:
            _replace(link, of_link[link.link_id], result)
    carried = Counter(way.element.number for group in groups for way in group.ways)
    shared = frozenset(number for number, count in carried.items() if count > 1)
    for group in rest:
        _add(group, places, shared, result)


def _replace(link: LinkOnRecord, groups: list[_Group], result: LineMatching) -> None:
    """Give a link on record the geometry of its ways."""
    ways = [way for group in groups for way in group.ways]
    built = {way.status for way in ways if not _is_later(way)}
    if link.status == "operating":
        used = [way for way in ways if way.status == "operating"]
        if not used:
            result.questions.append(
                Question("not_built_there", ways[0].element, (link.link_id,), ", ".join(built))
            )
            return
    else:
        used = [way for way in ways if not _is_later(way)] or ways
        if built and link.status not in built and link.status != "partly_open":
            result.other_status.append((link, frozenset(built)))
    geometry = _join(way.element for way in used)
    if geometry is None:
        return
    share = _share_covered(link, geometry)
    if share < (_SKETCH_SHARE if link.geometry_quality == "schematic" else _LINE_SHARE):
        code = "link_far_away" if share == 0 else "link_in_part"
        ids = (link.link_id,)
        result.questions.append(Question(code, ways[0].element, ids, f"{100 * share:.0f} %"))
        return
    elements = tuple(sorted({way.element.number: way.element for way in used}.values(),
                            key=lambda element: element.number))  # fmt: skip
    status = _as_status(link.status)
    result.matches.append(
        LineMatch(link, elements, geometry, link.kind, status, link.name_vi, link.name_en)
    )


def _share_covered(link: LinkOnRecord, geometry: shapely.Geometry) -> float:
    """Share of a link on record that ways accompany, 0 to 1: near it, and as long."""
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(link.geometry, 0.01)))
    shapely.prepare(geometry)
    near = float(shapely.dwithin(geometry, points, SKETCH_M / _DEGREE_M).mean())
    return min(near, float(geometry.length / link.geometry.length))


def _add(
    group: _Group,
    places: Sequence[shapely.Geometry],
    shared: frozenset[int],
    result: LineMatching,
) -> None:
    """Make links of a road that is not on record, one for each state of building.

    Ways that carry two numbers are part of both roads; a road of such ways alone is the other one.
    """
    by_status: dict[Status, list[Chosen]] = {}
    for way in group.ways:
        by_status.setdefault(way.status, []).append(way)
    for status, ways in by_status.items():
        geometry = _join(way.element for way in ways)
        if geometry is None:
            continue
        if not _is_near(geometry, places):
            subject = ways[0].subject
            result.left_out.extend(LeftOut(way.element, subject, "far_from_zones") for way in ways)
            continue
        name_vi, name_en = _names_of(group, ways)
        elements = tuple(sorted((way.element for way in ways), key=lambda one: one.number))
        alone = [element.number for element in elements if element.number not in shared]
        if not alone:
            continue
        own_id = f"osm-way-{min(alone)}"
        result.matches.append(
            LineMatch(None, elements, geometry, group.kind, status, name_vi, name_en, own_id)
        )


def _group_roads(chosen: list[Chosen]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    bridges: list[Chosen] = []

    def put(key: str, kind: str, way: Chosen) -> None:
        group = groups.setdefault(key, _Group(key, kind))
        group.ways.append(way)
        group.refs.update(road_numbers(way.element.tags.get("ref", "")))

    for way in chosen:
        numbers = road_numbers(way.element.tags.get("ref", ""), *way.element.names)
        name = next((road_name(name) for name in way.element.names), "")
        if name.startswith("vanh dai"):
            put(name, "ring_road", way)
        elif way.road_class == "motorway":
            if name and not _is_beside(way):
                put(name, "expressway", way)
            else:
                bridges.append(way)
        else:
            for number in numbers:
                kind = "national_road" if number.startswith("ql") else "provincial_road"
                if not number.startswith("ct"):
                    put(number, kind, way)
    for way in bridges:
        own = set(road_numbers(way.element.tags.get("ref", "")))
        near = _nearest_group(way, [group for group in groups.values() if group.refs & own])
        if near is not None:
            near.ways.append(way)
        elif own:
            put(min(own), "expressway", way)
    return list(groups.values())


def _nearest_group(way: Chosen, groups: list[_Group]) -> _Group | None:
    """The road whose ways a bridge of the same number continues."""
    best: tuple[float, _Group] | None = None
    for group in groups:
        lines = [one.element.geometry for one in group.ways]
        distance = min(shapely.distance(way.element.geometry, lines)) * _DEGREE_M
        if distance <= _BRIDGE_M and (best is None or distance < best[0]):
            best = (float(distance), group)
    return best[1] if best else None


def _group_rails(chosen: list[Chosen]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    bridges: list[Chosen] = []
    for way in chosen:
        key = next((rail_name(name) for name in way.element.names), "")
        key = key or f"ref {plain(way.element.tags.get('ref', ''))}"
        if _is_beside(way):
            bridges.append(way)
        else:
            groups.setdefault(key, _Group(key, "railway")).ways.append(way)
    for way in bridges:
        near = _nearest_group(way, list(groups.values()))
        if near is not None:
            near.ways.append(way)
    return list(groups.values())


def _keys_of(link: LinkOnRecord) -> tuple[str, ...]:
    if link.kind == "railway":
        return (rail_name(link.name_vi),)
    return road_numbers(link.name_vi) or (road_name(link.name_vi),)


def _is_inside(way: Chosen, result: LineMatching) -> bool:
    geometry = way.element.geometry
    if geometry is not None and geometry.intersects(REGION.to_shapely()):
        return True
    result.left_out.append(LeftOut(way.element, way.subject, "outside_region"))
    return False


def _is_beside(way: Chosen) -> bool:
    """Whether a way is named after a bridge, tunnel or street, not after its road."""
    return any(
        plain(name).startswith(word) for name in way.element.names[:1] for word in _NOT_THE_ROAD
    )


def _is_later(way: Chosen) -> bool:
    return any(is_later_phase(name) for name in way.element.names)


def _is_near(geometry: shapely.Geometry, places: Sequence[shapely.Geometry]) -> bool:
    # A degree of longitude is 1.5 % to 2 % shorter here than one of latitude: near enough.
    return bool(shapely.dwithin(geometry, list(places), NEAR_ZONES_M / _DEGREE_M).any())


def _join(elements: Iterable[OsmElement]) -> shapely.Geometry | None:
    """Ways joined end to end, inside the region; None if nothing is left."""
    lines = {element.number: element.geometry for element in elements}
    joined = shapely.line_merge(shapely.union_all([lines[number] for number in sorted(lines)]))
    clipped = shapely.intersection(joined, REGION.to_shapely())
    parts = [part for part in shapely.get_parts(clipped) if part.geom_type == "LineString"]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.normalize(shapely.MultiLineString(parts))


def _names_of(group: _Group, ways: list[Chosen]) -> tuple[str, str]:
    """Vietnamese and English name of a road that is not on record."""
    words = {"ql": ("Quốc lộ", "National Highway"), "dt": ("Đường tỉnh", "Provincial Road"),
             "ct": ("Cao tốc CT", "Expressway CT")}  # fmt: skip
    if road_numbers(group.key) == (group.key,):
        vi, en = words[group.key[:2]]
        number = group.key[2:].upper()
        return (f"{vi}{'.' if vi.endswith('CT') else ' '}{number}",
                f"{en}{'.' if en.endswith('CT') else ' '}{number}")  # fmt: skip
    vi = _commonest(way.element.names[0] for way in ways if way.element.names)
    vi = vi or _commonest(way.element.tags.get("ref", "") for way in ways)
    return vi, _commonest(way.element.tags.get("name:en", "") for way in ways) or vi


def _commonest(names: Iterable[str]) -> str:
    counted = Counter(name for name in names if name)
    return min(counted, key=lambda name: (-counted[name], name)) if counted else ""


def _as_status(status: str) -> Status:
    if status in ("operating", "partly_open"):
        return "operating"
    return "planned" if status == "planned" else "under_construction"
