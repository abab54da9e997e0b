"""Reading an extract (.osm.pbf): only the objects with a tag of ours, and the nodes they need.

The file is read three times, so that memory holds what is kept and not the country: objects with
the tags, then the ways that relations are made of, then the nodes of all these ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import osmium
import shapely

from geo.errors import Fault, GeometryError, ImportRejected
from layers.importers.openstreetmap.choosing import is_wanted
from layers.importers.openstreetmap.elements import (
    OsmElement,
    OsmFile,
    OsmLimits,
    ReadNote,
    clean_tags,
    day_of,
)
from layers.importers.openstreetmap.rings import Member, assemble_multipolygon

_STATES: Final = ("construction", "proposed")
_ROADS: Final = ("motorway", "trunk")
_TAGS: Final = (
    ("landuse", "industrial"),
    ("landuse", "construction"),
    *[(f"{state}:landuse", "industrial") for state in _STATES],
    *[("highway", value) for value in _ROADS],
    *[(f"{state}:highway", value) for state in _STATES for value in _ROADS],
    *[(state, value) for state in _STATES for value in (*_ROADS, "rail")],
    *[(f"{prefix}railway", "rail") for prefix in ("", "construction:", "proposed:")],
    *[(f"{prefix}aeroway", "aerodrome") for prefix in ("", "construction:", "proposed:")],
    ("industrial", "port"),
    ("seamark:type", "harbour"),
    ("port", "cargo"),
    ("harbour", "yes"),
)
"""Tags looked for; `is_wanted` has the last word."""

_STEPS: Final = ("osmosis_replication_timestamp", "timestamp")


def read_extract(path: Path, file: str, sha256: str, limits: OsmLimits) -> OsmFile:
    """Objects of an .osm.pbf file.

    Parameters
    ----------
    path
        The file.
    file, sha256
        Name without folder, and hash of the file.
    limits
        Counts of kept elements and vertices.

    Raises
    ------
    ImportRejected
        If it is no such file, is cut off, or a limit is passed.
    """
    try:
        return _Extract(path, file, limits).read(sha256)
    except (RuntimeError, ValueError) as error:
        # libosmium's errors; its words name the path, so they are not passed on.
        fault = Fault(
            file, None, None, type(error).__name__, "a whole .osm.pbf file", remedy="fetch it again"
        )
        raise ImportRejected([fault]) from error


class _Extract:
    def __init__(self, path: Path, file: str, limits: OsmLimits) -> None:
        # The format is named: libosmium would read other formats by the file's suffix.
        self.source = osmium.io.File(str(path), "pbf")
        self.file = file
        self.limits = limits
        self.notes: list[ReadNote] = []
        self.kept = 0

    def read(self, sha256: str) -> OsmFile:
        nodes: list[OsmElement] = []
        ways: dict[int, tuple[dict[str, str], list[int]]] = {}
        relations: dict[int, tuple[dict[str, str], list[tuple[int, str]]]] = {}
        for one in self._objects(osmium.osm.ALL, osmium.filter.TagFilter(*_TAGS)):
            self._count()
            place = f"{_kind(one)}/{one.id}"
            tags, wrong = clean_tags({tag.k: tag.v for tag in one.tags})
            if wrong:
                self.notes.append(ReadNote("bad_text", place, wrong))
            if not is_wanted(tags):
                continue
            if one.is_node():
                point = shapely.Point(one.location.lon, one.location.lat)
                nodes.append(OsmElement("node", one.id, tags, point))
            elif one.is_way():
                ways[one.id] = (tags, [node.ref for node in one.nodes])
            elif one.is_relation():
                members = [(m.ref, str(m.role)) for m in one.members if m.type == "w"]
                relations[one.id] = (tags, members)
        parts = self._member_ways(
            {ref for tags, members in relations.values() for ref, _ in members} - ways.keys()
        )
        parts |= {number: refs for number, (_, refs) in ways.items()}
        places = self._places({ref for refs in parts.values() for ref in refs})
        lines = {number: self._line(number, refs, places) for number, refs in parts.items()}
        elements = [
            *nodes,
            *(OsmElement("way", number, tags, lines[number]) for number, (tags, _) in ways.items()),
            *(
                OsmElement("relation", number, tags, self._surface(number, tags, members, lines))
                for number, (tags, members) in relations.items()
            ),
        ]
        counts = Counter(element.kind for element in elements)
        return OsmFile(
            self.file, sha256, "pbf", self._day(), tuple(elements), tuple(self.notes), dict(counts)
        )

    def _objects(self, kinds: Any, chosen: Any) -> Iterator[Any]:
        return iter(osmium.FileProcessor(self.source, kinds).with_filter(chosen))

    def _member_ways(self, wanted: set[int]) -> dict[int, list[int]]:
        if not wanted:
            return {}
        self._count(len(wanted))
        found = self._objects(osmium.osm.WAY, osmium.filter.IdFilter(wanted))
        return {way.id: [node.ref for node in way.nodes] for way in found}

    def _places(self, wanted: set[int]) -> dict[int, tuple[float, float]]:
        if len(wanted) > self.limits.vertices:
            most = f"at most {self.limits.vertices:,} vertices"
            raise ImportRejected([Fault(self.file, None, None, f"{len(wanted):,} vertices", most)])
        if not wanted:
            return {}
        found = self._objects(osmium.osm.NODE, osmium.filter.IdFilter(wanted))
        return {node.id: (node.location.lon, node.location.lat) for node in found}

    def _line(
        self, number: int, refs: list[int], places: dict[int, tuple[float, float]]
    ) -> shapely.LineString | None:
        missing = sum(ref not in places for ref in refs)
        if missing:
            detail = f"{missing} of {len(refs)} nodes not in file"
            self.notes.append(ReadNote("missing_nodes", f"way/{number}", detail))
            return None
        coordinates = [places[ref] for ref in refs]
        if len(set(coordinates)) < 2:
            detail = "a way of fewer than two places"
            self.notes.append(ReadNote("broken_geometry", f"way/{number}", detail))
            return None
        return shapely.LineString(coordinates)

    def _surface(
        self,
        number: int,
        tags: dict[str, str],
        members: list[tuple[int, str]],
        lines: dict[int, shapely.LineString | None],
    ) -> shapely.MultiPolygon | None:
        place = f"relation/{number}"
        if tags.get("type") not in ("multipolygon", "boundary") or not members:
            return None
        found = []
        for ref, role in members:
            line = lines.get(ref)
            if line is None:
                detail = f"way/{ref} has no geometry"
                self.notes.append(ReadNote("missing_members", place, detail))
                return None
            found.append(Member(role, line))
        try:
            return assemble_multipolygon(found)
        except GeometryError as error:
            self.notes.append(ReadNote("broken_geometry", place, error.received))
            return None

    def _count(self, number: int = 1) -> None:
        self.kept += number
        if self.kept > self.limits.elements:
            most = f"at most {self.limits.elements:,} objects of ours"
            raise ImportRejected([Fault(self.file, None, None, f"{self.kept:,} objects", most)])

    def _day(self) -> str | None:
        with osmium.io.Reader(self.source) as reader:
            header = reader.header()
            return next((day for key in _STEPS if (day := day_of(header.get(key, "")))), None)


def _kind(one: Any) -> str:
    if one.is_node():
        return "node"
    return "way" if one.is_way() else "relation"
