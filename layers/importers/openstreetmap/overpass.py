"""Reading the JSON of an Overpass server, and GeoJSON that carries OpenStreetMap ids.

Geometry comes with the object (`out geom`) or as nodes to look up; objects with no more than tags,
a centre or bounds are kept without geometry. What an object has wrong is noted and the object is
left out or kept without geometry; only what makes the whole file unusable is refused.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any, Final

import orjson
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

_KINDS: Final = ("node", "way", "relation")
_EXPECTED: Final = "the JSON of an Overpass server, or GeoJSON with OpenStreetMap ids"
_LARGEST_ID: Final = 2**53
Coordinates = list[tuple[float, float]]


def read_json(content: bytes, file: str, sha256: str, limits: OsmLimits) -> OsmFile:
    """Objects of an Overpass answer or a GeoJSON file.

    Parameters
    ----------
    content
        UTF-8 JSON, already decompressed.
    file, sha256
        Name without folder, and hash of the file.
    limits
        Counts of elements and vertices.

    Raises
    ------
    ImportRejected
        If it is no such JSON, an Overpass server says that its answer is incomplete, or a limit
        is passed.
    """
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if "memory" in str(error):
            raise MemoryError from error
        raise _refused(file, str(error)[:80], _EXPECTED) from error
    if not isinstance(document, dict):
        raise _refused(file, f"a {type(document).__name__}", _EXPECTED)
    if document.get("type") == "FeatureCollection":
        return _GeoJson(file, limits).read(document, sha256)
    return _Overpass(file, limits).read(document, sha256)


class _Reader:
    """What both forms share: counting, and notes on what cannot be used."""

    def __init__(self, file: str, limits: OsmLimits) -> None:
        self.file = file
        self.limits = limits
        self.notes: list[ReadNote] = []
        self.vertices = 0

    def note(self, code: str, place: str | None, detail: str) -> None:
        self.notes.append(ReadNote(code, place, detail[:200]))

    def count_vertices(self, number: int) -> None:
        self.vertices += number
        if self.vertices > self.limits.vertices:
            most = f"at most {self.limits.vertices:,} vertices"
            raise _refused(self.file, f"over {self.limits.vertices:,} vertices", most)

    def listed(self, document: dict[str, Any], key: str) -> list[Any]:
        found = document.get(key)
        if not isinstance(found, list):
            raise _refused(self.file, f"no list named {key!r}", _EXPECTED)
        if len(found) > self.limits.elements:
            most = f"at most {self.limits.elements:,} objects"
            raise _refused(self.file, f"{len(found):,} objects", most)
        return found

    def tags_of(self, raw: Any, place: str) -> dict[str, str]:
        """Checked tags; empty where they cannot be trusted."""
        tags, wrong = clean_tags(raw)
        if wrong:
            self.note("bad_text", place, wrong)
        return tags


class _Overpass(_Reader):
    def read(self, document: dict[str, Any], sha256: str) -> OsmFile:
        remark = document.get("remark")
        if remark:
            raise _refused(
                self.file, f"the server's remark {str(remark)[:80]}", "a complete answer"
            )
        raw = [one for one in self.listed(document, "elements") if self._has_id(one)]
        self.nodes = self._node_places(raw)
        self.ways = {one["id"]: one for one in raw if one["type"] == "way"}
        elements = []
        for one in raw:
            place = f"{one['type']}/{one['id']}"
            tags = self.tags_of(one.get("tags", {}), place)
            if tags and is_wanted(tags):
                elements.append(self._element(one, place, tags))
        meta = document.get("osm3s")
        base = day_of(meta.get("timestamp_osm_base")) if isinstance(meta, dict) else None
        counts = Counter(one["type"] for one in raw)
        return OsmFile(
            self.file, sha256, "overpass", base, tuple(elements), tuple(self.notes), dict(counts)
        )

    def _has_id(self, one: Any) -> bool:
        if isinstance(one, dict):
            kind, number = one.get("type"), one.get("id")
            if kind in _KINDS and type(number) is int and 0 < number < _LARGEST_ID:
                return True
            if kind in ("count", "area", "timeline"):
                return False
        self.note("bad_object", None, f"an element without type and id: {str(one)[:60]}")
        return False

    def _node_places(self, raw: list[dict[str, Any]]) -> dict[int, tuple[float, float]]:
        places = {}
        for one in raw:
            if one["type"] == "node":
                point = _position(one)
                if point:
                    places[one["id"]] = point
        return places

    def _element(self, one: dict[str, Any], place: str, tags: dict[str, str]) -> OsmElement:
        geometry: shapely.Geometry | None = None
        try:
            if one["type"] == "node":
                geometry = self._point(one, place)
            elif one["type"] == "way":
                geometry = self._line(one, place)
            else:
                geometry = self._relation(one, place, tags)
        except GeometryError as error:
            self.note("broken_geometry", place, error.received)
        return OsmElement(one["type"], one["id"], tags, geometry, _bounds(one))

    def _point(self, one: dict[str, Any], place: str) -> shapely.Point | None:
        point = _position(one)
        if point is None:
            self.note("bad_coordinate", place, f"lat {one.get('lat')}, lon {one.get('lon')}")
            return None
        return shapely.Point(point)

    def _line(self, one: dict[str, Any], place: str) -> shapely.LineString | None:
        coordinates = self._coordinates(one, place)
        if coordinates is None:
            return None
        self.count_vertices(len(coordinates))
        if len(set(coordinates)) < 2:
            self.note("broken_geometry", place, "a way of fewer than two places")
            return None
        return shapely.LineString(coordinates)

    def _coordinates(self, one: dict[str, Any], place: str) -> Coordinates | None:
        """Coordinates of a way, from its own geometry or from its nodes."""
        own = one.get("geometry")
        if isinstance(own, list) and own:
            if any(vertex is None for vertex in own):
                self.note("clipped", place, "its geometry was cut to a box")
                return None
            points = [_position(vertex) for vertex in own]
        else:
            nodes = one.get("nodes")
            if not isinstance(nodes, list) or not nodes:
                return None
            points = [self.nodes.get(node) if type(node) is int else None for node in nodes]
            if any(point is None for point in points) and self.nodes:
                missing = sum(point is None for point in points)
                self.note("missing_nodes", place, f"{missing} of {len(points)} nodes not in file")
                return None
        coordinates = [point for point in points if point is not None]
        if len(coordinates) < len(points):
            if isinstance(own, list) and own:
                self.note("bad_coordinate", place, "a vertex that is no longitude and latitude")
            return None
        return coordinates

    def _relation(
        self, one: dict[str, Any], place: str, tags: dict[str, str]
    ) -> shapely.MultiPolygon | None:
        members = one.get("members")
        if not isinstance(members, list) or not members:
            return None
        if tags.get("type") not in ("multipolygon", "boundary"):
            return None
        found: list[Member] = []
        for member in members:
            if not isinstance(member, dict) or member.get("type") != "way":
                continue
            line = self._member_line(member, place)
            if line is None:
                self.note("missing_members", place, f"way/{member.get('ref')} has no geometry")
                return None
            found.append(Member(str(member.get("role") or ""), line))
        return assemble_multipolygon(found)

    def _member_line(self, member: dict[str, Any], place: str) -> shapely.LineString | None:
        if isinstance(member.get("geometry"), list):
            return self._line(member, place)
        way = self.ways.get(member["ref"]) if type(member.get("ref")) is int else None
        return self._line(way, place) if way else None


class _GeoJson(_Reader):
    def read(self, document: dict[str, Any], sha256: str) -> OsmFile:
        elements = []
        features = self.listed(document, "features")
        for number, feature in enumerate(features, start=1):
            element = self._element(feature, f"feature {number}")
            if element is not None:
                elements.append(element)
        if features and not elements and not self.notes:
            raise _refused(self.file, "GeoJSON without OpenStreetMap ids", _EXPECTED)
        counts = Counter(element.kind for element in elements)
        base = day_of(document.get("timestamp"))
        return OsmFile(
            self.file, sha256, "geojson", base, tuple(elements), tuple(self.notes), dict(counts)
        )

    def _element(self, feature: Any, place: str) -> OsmElement | None:
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            self.note("bad_object", place, "a feature without properties")
            return None
        properties = feature["properties"]
        key = _geojson_id(feature, properties)
        if key is None:
            self.note("bad_object", place, "no OpenStreetMap id (osm_type and osm_id, or @id)")
            return None
        tags = self.tags_of(
            {name: value for name, value in properties.items() if isinstance(value, str)}, place
        )
        if not tags or not is_wanted(tags):
            return None
        geometry: shapely.Geometry | None = None
        if feature.get("geometry") is not None:
            try:
                geometry = shapely.force_2d(shapely.from_geojson(orjson.dumps(feature["geometry"])))
                self.count_vertices(int(shapely.get_num_coordinates(geometry)))
                if not _in_range(geometry):
                    self.note("bad_coordinate", place, "coordinates that are no degrees")
                    geometry = None
            except (shapely.errors.GEOSException, orjson.JSONEncodeError) as error:
                self.note("broken_geometry", place, str(error))
        return OsmElement(key[0], key[1], tags, geometry)


def _geojson_id(feature: dict[str, Any], properties: dict[str, Any]) -> tuple[str, int] | None:
    kind, number = properties.get("osm_type"), properties.get("osm_id")
    text = properties.get("@id") or feature.get("id")
    if not (kind and number) and isinstance(text, str) and text.count("/") == 1:
        kind, number = text.split("/")
    try:
        value = int(str(number))
    except ValueError:
        return None
    return (kind, value) if kind in _KINDS and 0 < value < _LARGEST_ID else None


def _position(one: Any) -> tuple[float, float] | None:
    """Longitude and latitude of a node or vertex; None if they are no degrees."""
    if not isinstance(one, dict):
        return None
    lon, lat = one.get("lon"), one.get("lat")
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    if not (math.isfinite(lon) and math.isfinite(lat)) or abs(lon) > 180 or abs(lat) > 90:
        return None
    return float(lon), float(lat)


def _bounds(one: dict[str, Any]) -> tuple[float, float, float, float] | None:
    """Bounds of an object, or its centre as bounds without extent."""
    raw = one.get("bounds")
    if isinstance(raw, dict):
        low = _position({"lon": raw.get("minlon"), "lat": raw.get("minlat")})
        high = _position({"lon": raw.get("maxlon"), "lat": raw.get("maxlat")})
        if low and high and low[0] <= high[0] and low[1] <= high[1]:
            return (*low, *high)
    centre = _position(one.get("center"))
    return (*centre, *centre) if centre else None


def _in_range(geometry: shapely.Geometry) -> bool:
    if geometry.is_empty:
        return False
    return all(
        math.isfinite(value) and abs(value) <= limit
        for value, limit in zip(geometry.bounds, (180, 90, 180, 90), strict=True)
    )


def _refused(file: str, value: str, expected: str) -> ImportRejected:
    return ImportRejected([Fault(file, None, None, value, expected)])
