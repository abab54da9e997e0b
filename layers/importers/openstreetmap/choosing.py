"""Which objects are zones, roads, railways, ports and airports, and why the others are not.

Ports are told from fishing harbours, ferries, passenger piers and marinas; airports from
airstrips and from what is disused; outlines of zones from the plants and roads in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from layers.importers.openstreetmap.elements import OsmElement
from layers.importers.openstreetmap.names import is_zone_name, mentions_zone, plain, road_numbers

Subject = Literal["zone", "road", "railway", "port", "airport"]
Status = Literal["operating", "under_construction", "planned"]

ROAD_CLASSES: Final = ("motorway", "trunk")
_ZONE_LAND: Final = ("industrial", "construction")
_FACILITY_KEYS: Final = (
    "amenity",
    "building",
    "highway",
    "man_made",
    "military",
    "office",
    "power",
    "public_transport",
    "railway",
    "shop",
    "tourism",
)
_FISHING_WORDS: Final = ("cang ca", "fishing", "seafood", "hai san", "thuy san", "ben ca")
_PASSENGER_WORDS: Final = (
    "ben pha",
    "ferry",
    "canh ngam",
    "hydrofoil",
    "ben tau",
    "cang tau",
    "tau khach",
    "hanh khach",
    "passenger",
    "waterbus",
)
_FISHING: Final = frozenset({"fishing"})
_PASSENGER: Final = frozenset({"ferry", "passenger", "cruise"})
_LEISURE: Final = frozenset({"marina", "marina_no_facilities", "yacht_berth", "yacht_club"})
_DEAD: Final = ("abandoned", "disused")


@dataclass(frozen=True, slots=True)
class Chosen:
    """An object that is one of ours by its tags.

    Attributes
    ----------
    road_class
        `motorway` or `trunk`; empty for anything but roads.
    """

    element: OsmElement
    subject: Subject
    status: Status
    road_class: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An object that is left out, with the code of the reason (see `wording.REASONS`)."""

    element: OsmElement
    subject: Subject
    reason: str
    detail: str = ""


@dataclass(slots=True)
class Choice:
    """What was chosen from a file and what was left out."""

    chosen: list[Chosen] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def of(self, *subjects: Subject) -> list[Chosen]:
        """The chosen objects of some subjects."""
        return [one for one in self.chosen if one.subject in subjects]


def is_wanted(tags: Mapping[str, str]) -> bool:
    """Whether an object may be one of ours, or speaks of one: readers keep these."""
    if _road(tags) or _rail(tags) or _aerodrome(tags) or _is_harbour(tags):
        return True
    land = tags.get("landuse") or tags.get("construction:landuse") or tags.get("proposed:landuse")
    return land in _ZONE_LAND or any(
        mentions_zone(tags.get(key, "")) for key in ("name", "name:vi")
    )


def choose(elements: Iterable[OsmElement]) -> Choice:
    """Sort objects by what they are; of two with one id the first counts."""
    choice = Choice()
    seen: set[str] = set()
    for element in elements:
        if element.key in seen:
            choice.left_out.append(LeftOut(element, "zone", "twice"))
            continue
        seen.add(element.key)
        for result in _judge(element):
            if isinstance(result, Chosen):
                choice.chosen.append(result)
            else:
                choice.left_out.append(result)
    return choice


def _judge(element: OsmElement) -> list[Chosen | LeftOut]:
    tags = element.tags
    road = _road(tags)
    if road:
        return [_judge_line(element, "road", road[1], road_class=road[0])]
    rail = _rail(tags)
    if rail:
        if tags.get("service"):
            return [LeftOut(element, "railway", "rail_yard", tags["service"])]
        return [_judge_line(element, "railway", rail)]
    if _aerodrome(tags):
        return [_judge_airport(element)]
    if _is_harbour(tags):
        return [_judge_port(element)]
    if any(is_zone_name(name) or mentions_zone(name) for name in element.names):
        return [_judge_zone(element)]
    return []


def _judge_zone(element: OsmElement) -> Chosen | LeftOut:
    tags = element.tags
    if element.kind == "node":
        return LeftOut(element, "zone", "point_only")
    facility = next((key for key in _FACILITY_KEYS if tags.get(key, "no") != "no"), None)
    if facility:
        return LeftOut(element, "zone", "inside_a_zone", f"{facility}={tags[facility]}")
    if not any(is_zone_name(name) for name in element.names):
        return LeftOut(element, "zone", "inside_a_zone")
    status: Status = "operating"
    land = tags.get("landuse")
    if land == "construction" or tags.get("construction:landuse") == "industrial":
        status = "under_construction"
    elif tags.get("proposed:landuse") == "industrial":
        status = "planned"
    elif land != "industrial":
        return LeftOut(element, "zone", "no_industrial_land", land or "")
    return Chosen(element, "zone", status)


def _judge_line(
    element: OsmElement, subject: Subject, status: str, *, road_class: str = ""
) -> Chosen | LeftOut:
    if status == "dead":
        return LeftOut(element, subject, "disused")
    if element.kind != "way" or element.geometry is None:
        return LeftOut(element, subject, "no_geometry")
    if road_class == "trunk" and not (
        road_numbers(element.tags.get("ref", ""), *element.names)
        or any("vanh dai" in plain(name) for name in element.names)
    ):
        return LeftOut(element, subject, "trunk_without_number")
    if not element.names and not element.tags.get("ref"):
        return LeftOut(element, subject, "nameless")
    return Chosen(element, subject, _status(status), road_class)


def _judge_airport(element: OsmElement) -> Chosen | LeftOut:
    tags = element.tags
    if "disused:aeroway" in tags or "abandoned:aeroway" in tags or _is_dead(tags):
        return LeftOut(element, "airport", "disused")
    status: Status = "operating"
    if "construction:aeroway" in tags or tags.get("construction", "no") != "no":
        status = "under_construction"
    elif "proposed:aeroway" in tags or tags.get("proposed", "no") != "no":
        status = "planned"
    if not element.names:
        return LeftOut(element, "airport", "nameless")
    return Chosen(element, "airport", status)


def _judge_port(element: OsmElement) -> Chosen | LeftOut:
    tags = element.tags
    if _is_dead(tags):
        return LeftOut(element, "port", "disused")
    category = {part.strip() for part in tags.get("seamark:harbour:category", "").split(";")}
    names = " | ".join(plain(name) for name in element.names)
    if tags.get("port") == "fishing" or category & _FISHING or _has_word(names, _FISHING_WORDS):
        return LeftOut(element, "port", "fishing_port")
    is_cargo = tags.get("port") == "cargo" or "cargo" in tags
    if not is_cargo and (
        tags.get("amenity") == "ferry_terminal"
        or tags.get("ferry") == "yes"
        or category & _PASSENGER
        or _has_word(names, _PASSENGER_WORDS)
    ):
        return LeftOut(element, "port", "passenger_pier")
    if tags.get("leisure") == "marina" or category & _LEISURE:
        return LeftOut(element, "port", "marina")
    if not element.names:
        return LeftOut(element, "port", "nameless")
    construction = tags.get("construction", "no") != "no"
    return Chosen(element, "port", "under_construction" if construction else "operating")


def _road(tags: Mapping[str, str]) -> tuple[str, str] | None:
    """Class and status of a motorway or trunk road; slip roads are none."""
    return _lifecycle(tags, "highway", ROAD_CLASSES)


def _rail(tags: Mapping[str, str]) -> str | None:
    found = _lifecycle(tags, "railway", ("rail",))
    return found[1] if found else None


def _lifecycle(
    tags: Mapping[str, str], key: str, wanted: tuple[str, ...]
) -> tuple[str, str] | None:
    """Value and status of a way by either way of tagging what is not built yet."""
    value = tags.get(key, "")
    if value in wanted:
        return value, "dead" if _is_dead(tags) else "operating"
    for prefix, status in (
        ("construction", "under_construction"),
        ("proposed", "planned"),
        ("disused", "dead"),
        ("abandoned", "dead"),
    ):
        value_of = tags.get(f"{prefix}:{key}", "")
        if value == prefix and tags.get(prefix, "") in wanted:
            value_of = tags[prefix]
        if value_of in wanted:
            return value_of, status
    return None


def _status(word: str) -> Status:
    if word == "under_construction":
        return "under_construction"
    return "planned" if word == "planned" else "operating"


def _aerodrome(tags: Mapping[str, str]) -> bool:
    keys = ("aeroway", "construction:aeroway", "proposed:aeroway", "disused:aeroway",
            "abandoned:aeroway")  # fmt: skip
    return any(tags.get(key) == "aerodrome" for key in keys)


def _is_harbour(tags: Mapping[str, str]) -> bool:
    return (
        tags.get("industrial") == "port"
        or tags.get("seamark:type") == "harbour"
        or tags.get("harbour", "no") != "no"
        or "port" in tags
        or tags.get("amenity") == "ferry_terminal"
    )


def _is_dead(tags: Mapping[str, str]) -> bool:
    return any(tags.get(key, "no") != "no" for key in _DEAD)


def _has_word(text: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{word}\b", text) for word in words)
