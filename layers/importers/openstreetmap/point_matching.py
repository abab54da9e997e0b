"""Airports and ports: places of OpenStreetMap matched with what is on record by name and place.

An object gives the position of its outline's middle; one of which the file tells only the bounds
gives a position as rough as these are wide, and none where they are wider than 4 km.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import shapely

from geo.bbox import REGION
from geo.measures import geodesic_distance_m
from layers.importers.openstreetmap.choosing import Chosen, LeftOut
from layers.importers.openstreetmap.elements import OsmElement
from layers.importers.openstreetmap.names import place_name, plain
from layers.importers.openstreetmap.records import LinkOnRecord, PortOnRecord
from layers.importers.openstreetmap.zone_matching import Question, reason_without_geometry
from layers.vocabulary import LOCATION_ACCURACIES

EQUAL_M: Final = 5_000.0
"""How far from its place on record an object of the same name may lie."""

PARTLY_EQUAL_M: Final = 3_000.0
"""The same where one name holds the other's words and more."""

_SAME_PLACE_M: Final = 1_000.0
_SHORTEST_NAME: Final = 4
_CONTAINER_WORDS: Final = ("container", "quoc te", "international", "tong hop", "general port")
_RIVER_WORDS: Final = ("thuy noi dia", "cang song", "inland", "river")


@dataclass(frozen=True, slots=True)
class Position:
    """A point, EPSG:4326, and how well it is known (words of `layers.tables`)."""

    point: shapely.Point
    accuracy: str


@dataclass(frozen=True, slots=True)
class PointMatch:
    """An object that is one airport or port.

    Attributes
    ----------
    record
        The airport or port on record that gets its position; None = it is added.
    kind, status
        As a link or port has them; of one on record they stay what they are.
    """

    record: LinkOnRecord | PortOnRecord | None
    element: OsmElement
    position: Position
    kind: str
    status: str
    inside_region: bool = True

    @property
    def record_id(self) -> str:
        """Id on record, or one made from the object's id."""
        if isinstance(self.record, LinkOnRecord):
            return self.record.link_id
        if isinstance(self.record, PortOnRecord):
            return self.record.port_id
        return f"osm-{self.element.kind}-{self.element.number}"


@dataclass(slots=True)
class PointMatching:
    """All that matching found."""

    matches: list[PointMatch] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    other_status: list[tuple[LinkOnRecord, frozenset[str]]] = field(default_factory=list)


def match_airports(chosen: Sequence[Chosen], links: Sequence[LinkOnRecord]) -> PointMatching:
    """Match aerodromes with the airports on record; add those with an IATA code.

    Parameters
    ----------
    chosen
        Objects that are aerodromes by their tags, EPSG:4326.
    links
        The links on record, of any kind.
    """
    result = PointMatching()
    airports = [link for link in links if link.kind == "airport"]
    found, rest = _assign(chosen, airports, result)
    for link in airports:
        ways = found.get(link.link_id, [])
        if not ways:
            continue
        best = min(
            ways, key=lambda one: (one[0].element.tags.get("iata") is None, one[0].element.key)
        )
        statuses = frozenset(way.status for way, _ in ways if way.element.tags.get("iata"))
        if statuses and link.status not in statuses:
            result.other_status.append((link, statuses))
        if _is_no_worse(best[1], link.geometry_accuracy):
            result.matches.append(
                PointMatch(link, best[0].element, best[1], "airport", link.status)
            )
    for one, position in rest:
        tags = one.element.tags
        if not tags.get("iata") or tags.get("military"):
            result.left_out.append(LeftOut(one.element, "airport", "airstrip"))
        else:
            result.matches.append(PointMatch(None, one.element, position, "airport", one.status))
    return result


def match_ports(
    chosen: Sequence[Chosen],
    ports: Sequence[PortOnRecord],
    *,
    city: shapely.Geometry | None = None,
) -> PointMatching:
    """Match harbours with the ports on record; add those that say they handle cargo.

    Parameters
    ----------
    chosen
        Objects that are cargo harbours by their tags, EPSG:4326.
    ports
        The ports on record.
    city
        Outline of the merged city, EPSG:4326; without it no port is added, for nobody says on
        which side of the border it lies.
    """
    result = PointMatching()
    found, rest = _assign(chosen, ports, result)
    for port in ports:
        ways = found.get(port.port_id, [])
        if ways and _is_no_worse(ways[0][1], port.location_accuracy):
            one, position = ways[0]
            result.matches.append(PointMatch(port, one.element, position, port.kind, port.status))
    for one, position in rest:
        kind = _port_kind(one.element)
        if kind is None:
            result.left_out.append(LeftOut(one.element, "port", "cargo_unknown"))
        elif city is None:
            result.left_out.append(LeftOut(one.element, "port", "side_unknown"))
        elif not city.covers(position.point):
            result.left_out.append(LeftOut(one.element, "port", "outside_city"))
        else:
            status = "operating" if one.status == "operating" else "planned"
            result.matches.append(PointMatch(None, one.element, position, kind, status))
    return result


_EQUAL, _PARTLY = 0, 1
"""How alike two names are."""

Placed = tuple[Chosen, Position]


def _assign(
    chosen: Sequence[Chosen],
    records: Sequence[LinkOnRecord] | Sequence[PortOnRecord],
    result: PointMatching,
) -> tuple[dict[str, list[Placed]], list[Placed]]:
    """Objects by the id of the record that they are; and those that are none."""
    found: dict[str, list[tuple[int, Placed]]] = {}
    rest: list[Placed] = []
    for one in chosen:
        position = position_of(one.element)
        if position is None:
            reason = reason_without_geometry(one.element)
            result.left_out.append(LeftOut(one.element, one.subject, reason))
            continue
        if not REGION.contains(position.point.x, position.point.y):
            result.left_out.append(LeftOut(one.element, one.subject, "outside_region"))
            continue
        ranked = [
            (likeness, record)
            for record in records
            if (likeness := _likeness(one.element, position, record)) is not None
        ]
        if ranked and min(likeness for likeness, _ in ranked) == _PARTLY:
            # Part of a name must be nobody else's: "Cái Mép" is a channel with six terminals.
            ranked = [(_PARTLY, record) for record in records if _shares_name(one.element, record)]
        best = min((likeness for likeness, _ in ranked), default=None)
        ids = tuple(_id_of(record) for likeness, record in ranked if likeness == best)
        if best is None:
            rest.append((one, position))
        elif len(ids) > 1:
            result.questions.append(Question("several_places", one.element, ids))
        else:
            found.setdefault(ids[0], []).append((best, (one, position)))
    return {key: kept for key, ways in found.items() if (kept := _agree(key, ways, result))}, rest


def _agree(record_id: str, ways: list[tuple[int, Placed]], result: PointMatching) -> list[Placed]:
    """The objects of the best likeness if they lie at one place; else a question each."""
    best = min(likeness for likeness, _ in ways)
    kept = [placed for likeness, placed in ways if likeness == best]
    first = kept[0][1].point
    if any(geodesic_distance_m(first, other.point) > _SAME_PLACE_M for _, other in kept[1:]):
        result.questions.extend(
            Question("several_objects", one.element, (record_id,)) for one, _ in kept
        )
        return []
    return kept


def _likeness(
    element: OsmElement, position: Position, record: LinkOnRecord | PortOnRecord
) -> int | None:
    """How alike name and place are; None for another name or too far away."""
    distance = geodesic_distance_m(position.point, record.geometry)
    if distance > EQUAL_M:
        return None
    if any(theirs == ours for theirs, ours in _name_pairs(element, record)):
        return _EQUAL
    return _PARTLY if distance <= PARTLY_EQUAL_M and _shares_name(element, record) else None


def _shares_name(element: OsmElement, record: LinkOnRecord | PortOnRecord) -> bool:
    """Whether one name holds all words of the other."""
    return any(
        theirs == ours or _holds(theirs, ours) or _holds(ours, theirs)
        for theirs, ours in _name_pairs(element, record)
    )


def _name_pairs(
    element: OsmElement, record: LinkOnRecord | PortOnRecord
) -> list[tuple[frozenset[str], frozenset[str]]]:
    theirs = [frozenset(place_name(name).split()) for name in element.names]
    ours = [frozenset(place_name(name).split()) for name in (record.name_vi, record.name_en)]
    return [(a, b) for a in theirs for b in ours if a and b]


def _holds(longer: frozenset[str], shorter: frozenset[str]) -> bool:
    return shorter < longer and sum(map(len, shorter)) >= _SHORTEST_NAME


def position_of(element: OsmElement) -> Position | None:
    """Where an object is, and how well the file says so; None if it does not."""
    geometry = element.geometry
    if geometry is not None:
        if geometry.geom_type == "LineString" and geometry.is_closed:
            ring = shapely.Polygon(geometry.coords)
            geometry = ring if ring.is_valid else geometry.centroid
        middle = geometry.centroid
        if geometry.geom_type in ("Polygon", "MultiPolygon") and not geometry.covers(middle):
            middle = shapely.point_on_surface(geometry)
        return Position(middle, "openstreetmap")
    if element.bounds is None:
        return None
    west, south, east, north = element.bounds
    half = geodesic_distance_m(shapely.Point(west, south), shapely.Point(east, north)) / 2
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    if 0 < half <= 500:
        return Position(middle, "approx_500m")
    return Position(middle, "approx_2km") if 0 < half <= 2_000 else None


def _is_no_worse(position: Position, accuracy: str) -> bool:
    order = LOCATION_ACCURACIES
    on_record = order.index(accuracy) if accuracy in order else len(order)
    return order.index(position.accuracy) < on_record or accuracy == "openstreetmap" == (
        position.accuracy
    )


def _id_of(record: LinkOnRecord | PortOnRecord) -> str:
    return record.link_id if isinstance(record, LinkOnRecord) else record.port_id


def _port_kind(element: OsmElement) -> str | None:
    """Kind of a port that is not on record; None where it does not say that it handles cargo."""
    words = " | ".join(plain(name) for name in element.names)
    tags = element.tags
    if " icd " in f" {words} ":
        return "icd"
    if any(word in words for word in _RIVER_WORDS):
        return "river_port"
    says_cargo = tags.get("port") == "cargo" or "cargo" in tags or "ref:LOCODE" in tags
    if says_cargo or any(word in words for word in _CONTAINER_WORDS):
        return "seaport_terminal"
    return None
