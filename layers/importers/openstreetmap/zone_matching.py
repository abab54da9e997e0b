"""Which outline belongs to which zone: by OpenStreetMap id, then by name and place.

What is ambiguous stays a question; nothing is decided by place alone. Several outlines of one
zone are united; an outline that covers the centres of other zones is said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import shapely

from geo.bbox import REGION, BBox
from geo.errors import GeometryError
from geo.geometry import clean_polygon
from geo.measures import geodesic_area_m2, geodesic_distance_m
from geo.units import hectares_from_m2
from layers.importers.openstreetmap.choosing import Chosen, LeftOut
from layers.importers.openstreetmap.elements import OsmElement
from layers.importers.openstreetmap.names import ZoneName, plain, read_zone_name
from layers.importers.openstreetmap.records import ZoneOnRecord
from layers.importers.openstreetmap.rings import rings_from_lines, surface_of

How = Literal["id", "name and place"]
Sureness = Literal["sure", "likely"]

NEAR_M: Final = 2_000.0
"""An equal name this near is sure: the roughest centres on record are said to be within 2 km."""

FAR_M: Final = 5_000.0
"""An equal name up to here is likely; farther away it is a question."""

FARTHEST_M: Final = 15_000.0
"""An equal name beyond this is another place of that name, and an id that strays is a question."""

_OUTSIDE_WORDS: Final = ("long an", "tay ninh", "dong nai", "tien giang", "dong thap", "binh phuoc")
_SMALL_OVERLAP: Final = 0.02


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """Outlines that belong to one zone, and how we know.

    Attributes
    ----------
    outline
        Their union, EPSG:4326, as it is to be stored.
    area_ha
        Its geodesic area, hectares.
    distance_m
        From the centre on record to the outline, metres; 0 inside, None without a centre.
    covers
        Other zones whose centre lies inside and that have no outline of their own.
    """

    zone: ZoneOnRecord
    elements: tuple[OsmElement, ...]
    how: How
    sure: Sureness
    outline: shapely.MultiPolygon
    area_ha: float
    distance_m: float | None
    covers: tuple[str, ...] = ()

    @property
    def osm_ids(self) -> str:
        """Ids of the objects, as `zone.osm_ids` holds them."""
        return ";".join(element.key for element in self.elements)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person has to decide; nothing was stored for it."""

    code: str
    element: OsmElement
    candidates: tuple[str, ...]
    detail: str = ""


@dataclass(slots=True)
class ZoneMatching:
    """All that matching found."""

    matches: list[ZoneMatch] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    overlaps: list[tuple[str, str, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Outline:
    element: OsmElement
    surface: shapely.MultiPolygon
    readings: tuple[ZoneName, ...]


def match_zones(
    chosen: Sequence[Chosen],
    zones: Sequence[ZoneOnRecord],
    *,
    city: shapely.Geometry | None = None,
) -> ZoneMatching:
    """Match outlines with zones.

    Parameters
    ----------
    chosen
        Objects that are zones by their tags, EPSG:4326.
    zones
        The zones on record.
    city
        Outline of the merged city, EPSG:4326: what lies outside stays out. Without it neighbours
        are told by their address tags and by their distance from the zones on record.

    Returns
    -------
    ZoneMatching
        Matches with a sound outline; questions; what was left out and why.
    """
    result = ZoneMatching()
    outlines = [
        outline for outline in _outlines(chosen, result) if not _is_outside(outline, city, result)
    ]
    by_id = {key: zone for zone in zones for key in zone.osm_ids}
    found: dict[str, list[tuple[_Outline, How, Sureness]]] = {}
    claimed = {by_id[one.element.key].zone_id for one in outlines if one.element.key in by_id}
    for outline in outlines:
        verdict = _match_by_id(outline, by_id.get(outline.element.key))
        if verdict is None:
            verdict = _match_by_name(outline, zones, claimed)
        if isinstance(verdict, Question):
            result.questions.append(verdict)
        elif isinstance(verdict, LeftOut):
            result.left_out.append(verdict)
        else:
            zone, how, sure = verdict
            found.setdefault(zone.zone_id, []).append((outline, how, sure))
    zone_of = {zone.zone_id: zone for zone in zones}
    for zone_id, parts in found.items():
        _unite(zone_of[zone_id], parts, result)
    result.matches = _find_covered(result.matches, zones)
    result.overlaps = _find_overlaps(result.matches)
    return result


def _outlines(chosen: Iterable[Chosen], result: ZoneMatching) -> list[_Outline]:
    """Surfaces of the objects; open ways of one name are tried as parts of a ring."""
    outlines: list[_Outline] = []
    open_ways: dict[str, list[OsmElement]] = {}
    for one in chosen:
        element = one.element
        if one.status == "planned":
            result.left_out.append(LeftOut(element, "zone", "not_built"))
            continue
        if element.geometry is None:
            result.left_out.append(LeftOut(element, "zone", reason_without_geometry(element)))
            continue
        try:
            surface = surface_of(element.geometry)
            if surface is None:
                open_ways.setdefault(plain(element.names[0]), []).append(element)
                continue
            outlines.append(_outline(element, clean_polygon(surface)))
        except GeometryError as error:
            result.left_out.append(LeftOut(element, "zone", _reason_of(error), error.received))
    for ways in open_ways.values():
        try:
            rings = rings_from_lines([way.geometry for way in ways if way.geometry is not None])
            surface = clean_polygon(shapely.MultiPolygon(rings))
            outlines.append(_outline(ways[0], surface))
        except GeometryError as error:
            result.left_out.extend(LeftOut(way, "zone", "open_way", error.received) for way in ways)
    return outlines


def _outline(element: OsmElement, surface: shapely.MultiPolygon) -> _Outline:
    readings = [reading for name in element.names for reading in read_zone_name(name)]
    return _Outline(element, surface, tuple(dict.fromkeys(readings)))


def reason_without_geometry(element: OsmElement) -> str:
    """Why an object without geometry is left out: its bounds may lie elsewhere anyway."""
    if element.bounds is None:
        return "no_geometry"
    return "no_outline" if BBox(*element.bounds).intersects(REGION) else "outside_region"


def _reason_of(error: GeometryError) -> str:
    return "outside_region" if "spans" in error.received else "broken_geometry"


def _is_outside(outline: _Outline, city: shapely.Geometry | None, result: ZoneMatching) -> bool:
    """Whether an outline lies outside the city, by its outline or by its address tags."""
    if city is not None:
        inside = not city.is_empty and city.covers(shapely.point_on_surface(outline.surface))
        if not inside:
            result.left_out.append(LeftOut(outline.element, "zone", "outside_city"))
        return not inside
    tags = outline.element.tags
    keys = ("addr:province", "is_in:province", "is_in", "addr:city", "addr:district")
    for key in keys:
        text = plain(tags.get(key, ""))
        if any(word in text for word in _OUTSIDE_WORDS):
            detail = f"{key}={tags[key]}"
            result.left_out.append(LeftOut(outline.element, "zone", "outside_city", detail))
            return True
    return False


Verdict = tuple[ZoneOnRecord, How, Sureness] | Question | LeftOut


def _match_by_id(outline: _Outline, zone: ZoneOnRecord | None) -> Verdict | None:
    """Match by the id on record, unless name or place speak against it: ids are reused."""
    if zone is None:
        return None
    distance = _distance(outline.surface, zone)
    words = {word for reading in outline.readings for word in reading.base.split()}
    known = {word for reading in zone.readings for word in reading.base.split()}
    if distance is not None and distance > FARTHEST_M:
        detail = f"{distance / 1000:.1f} km"
        return Question("id_far_away", outline.element, (zone.zone_id,), detail)
    if not words & known:
        detail = outline.element.names[0] if outline.element.names else ""
        return Question("id_other_name", outline.element, (zone.zone_id,), detail)
    return zone, "id", "sure"


def _match_by_name(outline: _Outline, zones: Sequence[ZoneOnRecord], claimed: set[str]) -> Verdict:
    """Match by name, held against the place; `claimed` zones have their outline by id."""
    ranked: list[tuple[int, float, ZoneOnRecord]] = []
    for zone in zones:
        likeness = _likeness(outline.readings, zone, zones)
        if likeness is None:
            continue
        distance = _distance(outline.surface, zone)
        if distance is not None and distance > FARTHEST_M:
            continue
        ranked.append((likeness, FARTHEST_M if distance is None else distance, zone))
    if not ranked:
        return LeftOut(outline.element, "zone", "unknown_zone")
    ranked.sort(key=lambda one: (one[0], one[1], one[2].zone_id))
    best, distance, zone = ranked[0]
    rivals = [one for one in ranked[1:] if one[0] == best]
    ids = tuple(one[2].zone_id for one in ranked if one[0] == best)
    if rivals:
        return Question("several_zones", outline.element, ids)
    if best == _FAMILY:
        return Question("no_number", outline.element, ids)
    if zone.zone_id in claimed:
        return Question("second_outline", outline.element, ids)
    if zone.location is None:
        near = tuple(one[2].zone_id for one in ranked)
        return Question("unplaced_zone", outline.element, near)
    if distance > FAR_M:
        return Question("name_far_away", outline.element, ids, f"{distance / 1000:.1f} km")
    sure: Sureness = "sure" if best == _EQUAL and distance <= NEAR_M else "likely"
    return zone, "name and place", sure


_EQUAL, _ALMOST, _FAMILY = 0, 1, 2
"""How alike two names are: equal; a part of the zone, or "1" that the other leaves out; the same
name without the number that tells several zones apart."""


def _likeness(
    readings: Sequence[ZoneName], zone: ZoneOnRecord, zones: Sequence[ZoneOnRecord]
) -> int | None:
    """Best likeness of any two readings; None = different names."""
    found = [
        likeness
        for ours in zone.readings
        for theirs in readings
        if (likeness := _compare(theirs, ours, zone, zones)) is not None
    ]
    return min(found, default=None)


def _compare(
    theirs: ZoneName, ours: ZoneName, zone: ZoneOnRecord, zones: Sequence[ZoneOnRecord]
) -> int | None:
    if theirs.cluster is not None and theirs.cluster != (zone.kind == "CCN"):
        return None
    if None not in (theirs.extension, ours.extension) and theirs.extension != ours.extension:
        return None
    if theirs.part and f"{theirs.base} {theirs.part}" == ours.base:
        return _EQUAL if theirs.number == ours.number else None
    if theirs.base != ours.base:
        return None
    if theirs.number == ours.number:
        if theirs.number is None and _has_numbered_sibling(ours, zone, zones):
            return _ALMOST
        return _ALMOST if theirs.part else _EQUAL
    if theirs.number is None:
        return _FAMILY
    # "Đồng An 1" is the park that others call "Đồng An" when there is a second one.
    return _ALMOST if theirs.number == "1" and ours.number is None else None


def _has_numbered_sibling(
    name: ZoneName, zone: ZoneOnRecord, zones: Sequence[ZoneOnRecord]
) -> bool:
    return any(
        reading.base == name.base and reading.number not in (None, "1")
        for other in zones
        if other.zone_id != zone.zone_id
        for reading in other.readings
    )


def _distance(surface: shapely.MultiPolygon, zone: ZoneOnRecord) -> float | None:
    """Metres from an outline to where the zone is on record; 0 where they meet."""
    place = zone.place
    if place is None:
        return None
    if surface.intersects(place):
        return 0.0
    return geodesic_distance_m(surface, place)


def _unite(
    zone: ZoneOnRecord, parts: list[tuple[_Outline, How, Sureness]], result: ZoneMatching
) -> None:
    """One match of all outlines of a zone; those matched by id alone if there are any."""
    by_id = [part for part in parts if part[1] == "id"]
    parts = by_id or parts
    missing = set(zone.osm_ids) - {part[0].element.key for part in parts}
    if by_id and missing:
        # Half of a zone must not pass for the whole.
        detail = ", ".join(sorted(missing))
        result.questions.append(
            Question("ids_missing", parts[0][0].element, (zone.zone_id,), detail)
        )
        return
    if not by_id and len(parts) > 1 and not _are_parts(parts):
        ids = (zone.zone_id,)
        result.questions.extend(Question("several_outlines", one[0].element, ids) for one in parts)
        return
    try:
        outline = clean_polygon(shapely.union_all([part[0].surface for part in parts]))
    except GeometryError as error:
        result.left_out.extend(
            LeftOut(part[0].element, "zone", "broken_geometry", error.received) for part in parts
        )
        return
    result.matches.append(
        ZoneMatch(
            zone=zone,
            elements=tuple(part[0].element for part in parts),
            how=parts[0][1],
            sure="likely" if any(part[2] == "likely" for part in parts) else "sure",
            outline=outline,
            area_ha=hectares_from_m2(geodesic_area_m2(outline)),
            distance_m=_distance(outline, zone),
        )
    )


def _are_parts(parts: list[tuple[_Outline, How, Sureness]]) -> bool:
    """Whether outlines of one name are near enough to be parts of one zone."""
    first = parts[0][0].surface
    return all(geodesic_distance_m(first, part[0].surface) <= NEAR_M for part in parts[1:])


def _find_covered(matches: list[ZoneMatch], zones: Sequence[ZoneOnRecord]) -> list[ZoneMatch]:
    """The same matches with the other zones that each outline covers."""
    own = {match.zone.zone_id for match in matches}
    free = [zone for zone in zones if zone.zone_id not in own and zone.location is not None]
    return [
        ZoneMatch(
            match.zone,
            match.elements,
            match.how,
            match.sure,
            match.outline,
            match.area_ha,
            match.distance_m,
            tuple(zone.zone_id for zone in free if match.outline.covers(zone.location)),
        )
        for match in matches
    ]


def _find_overlaps(matches: list[ZoneMatch]) -> list[tuple[str, str, float]]:
    """Pairs of outlines that share land, and how much of the smaller, 0 to 1."""
    tree = shapely.STRtree([match.outline for match in matches])
    found = []
    for number, match in enumerate(matches):
        for other in tree.query(match.outline, predicate="intersects"):
            if other <= number:
                continue
            shared = shapely.intersection(match.outline, matches[other].outline).area
            share = shared / min(match.outline.area, matches[other].outline.area)
            if share > _SMALL_OVERLAP:
                found.append((match.zone.zone_id, matches[other].zone.zone_id, share))
    return found
