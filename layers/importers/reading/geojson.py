"""GeoJSON (RFC 7946), newline-delimited GeoJSON and RFC 8142 text sequences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, Final, NoReturn

import numpy as np
import shapely

from layers.importers.raw import RawLayer, Value
from layers.importers.reading.choice import finish
from layers.importers.reading.crs_text import WGS84_BY_FORMAT, crs_from_name
from layers.importers.reading.dispatch import Job
from layers.importers.reading.encodings import decode_bytes
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.shapes import Coordinates, polygon_from

_RFC: Final = "GeoJSON is longitude, latitude on WGS 84 (RFC 7946)"
_MOST_COLLECTIONS: Final = 3
_RECORD: Final = "\x1e"


class _Repeated(dict[str, Any]):
    """Object in which a key stood twice; `key` is the first such."""

    key = ""


def read(job: Job) -> RawLayer:
    """Read the features of a GeoJSON file; see `dispatch.read_layer`."""
    notes = job.notes
    text, encoding = decode_bytes(job.content, notes)
    job.content = b""
    documents = _documents(text, notes)
    root = _parse(text, notes, None) if documents is None else None
    members = _members(root, notes) if documents is None else _lines(documents, notes)
    crs_found, crs_note = _crs(root, notes)
    del text
    columns: dict[str, None] = {}
    for number, (place, member) in enumerate(members, start=1):
        _read_feature(member, number, place, columns, notes)
    name = root.get("name") if isinstance(root, dict) else None
    layer = PurePath(notes.file).stem
    if isinstance(name, str) and name:
        layer = notes.text(name, "the file", "name")
    return finish(
        job,
        format_="geojson" if documents is None else "geojsonl",
        layer=layer,
        layers=[layer],
        crs_found=crs_found,
        crs_note=crs_note,
        encoding=encoding,
        columns=list(columns),
        is_unicode=encoding in ("tcvn3", "vni"),
    )


def _documents(text: str, notes: Notebook) -> list[tuple[int, str]] | None:
    """Lines of a sequence with their numbers, or None if the text is one document."""
    if _RECORD in text[:3]:
        records = []
        row = 1
        for part in text.split(_RECORD):
            if part.strip():
                records.append((row, part))
            row += part.count("\n")
        return records
    first, _, rest = text.lstrip().partition("\n")
    first = first.rstrip("\r ,")
    if not (first.startswith("{") and first.endswith("}") and rest.strip().startswith("{")):
        return None
    return [(row, line) for row, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _lines(documents: list[tuple[int, str]], notes: Notebook) -> Iterator[tuple[str, Any]]:
    for row, line in documents:
        yield f"row {row}", _parse(line, notes, row)


def _parse(text: str, notes: Notebook, row: int | None) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_integer)
    except json.JSONDecodeError as error:
        at = row if row is not None else error.lineno
        notes.refuse(
            "json_broken",
            f"the text is not JSON or is cut off: {error.msg}",
            place=f"row {at}, character {error.colno}",
            row=at,
            remedy="export or copy the file again",
        )
    except RecursionError:
        notes.refuse(
            "json_nested",
            "lists and objects are nested too deep",
            expected="GeoJSON, which nests no deeper than ten",
            remedy="export the file again from the program that holds the data",
        )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeated, seen = _Repeated(found), set()
    for key, _ in pairs:
        if key in seen:
            repeated.key = key
            break
        seen.add(key)
    return repeated


def _integer(digits: str) -> int | float:
    """Integer of JSON; one too long to be an integer anywhere is a float, perhaps infinite."""
    return int(digits) if len(digits) < 20 else float(digits)


def _members(root: Any, notes: Notebook) -> Iterator[tuple[str, Any]]:
    if not isinstance(root, dict):
        _refuse_shape("the file does not hold a JSON object", notes)
    _check_keys(root, "the file", notes)
    kind = root.get("type")
    if kind == "FeatureCollection":
        features = root.get("features")
        if not isinstance(features, list):
            _refuse_shape("the FeatureCollection has no list of features", notes)
        return ((f"feature {n}", feature) for n, feature in enumerate(features, start=1))
    if kind == "Feature" or kind in _BUILDERS or kind == "GeometryCollection":
        return iter([("feature 1", root)])
    if "elements" in root:
        notes.refuse(
            "geojson_shape",
            "the file is Overpass JSON",
            remedy="import it with `zonemap import osm`",
        )
    if kind == "Topology":
        _refuse_shape("the file is TopoJSON", notes)
    _refuse_shape(f"the file holds the type {shorten(kind)!r}", notes)


def _refuse_shape(reason: str, notes: Notebook) -> NoReturn:
    notes.refuse(
        "geojson_shape",
        reason,
        expected="a FeatureCollection, a Feature or a geometry (RFC 7946)",
        remedy="export the layer as GeoJSON",
    )


def _crs(root: Any, notes: Notebook) -> tuple[str | None, str | None]:
    """What the `crs` member of the 2008 form says; RFC 7946 has none."""
    if not isinstance(root, dict) or "crs" not in root:
        return WGS84_BY_FORMAT, _RFC
    member = root["crs"]
    if member is None:
        notes.find("crs_not_stated", None, "the crs member is null")
        return None, "the crs member is null: the file does not say"
    if isinstance(member, dict):
        properties = member.get("properties")
        name = properties.get("name") if isinstance(properties, dict) else None
        if member.get("type") == "name" and isinstance(name, str):
            name = notes.text(name, "the file", "crs")
            found = crs_from_name(name)
            if found == "OGC:CRS84":
                found = WGS84_BY_FORMAT
            return found, f"named by the crs member: {shorten(name)}"
    return None, "the crs member is not a name; links are not followed"


def _read_feature(
    member: Any, number: int, place: str, columns: dict[str, None], notes: Notebook
) -> None:
    if not isinstance(member, dict):
        notes.fault("geojson_shape", "it is not a Feature", place=place, value=shorten(member))
        return
    _check_keys(member, place, notes)
    if member.get("type") == "Feature":
        geometry_member, properties = member.get("geometry"), member.get("properties")
        if "geometry" not in member or not isinstance(properties, dict | None):
            notes.fault(
                "geojson_shape",
                "the Feature has no geometry member, or properties that are no object",
                place=place,
                expected="type, geometry and properties (RFC 7946, 3.2)",
            )
            return
    else:
        geometry_member, properties = member, None
    values: dict[str, Value] = {}
    for key, value in (properties or {}).items():
        name = notes.text(key, place)
        values[name] = notes.value(value, place, name)
    if isinstance(properties, dict):
        _check_keys(properties, place, notes)
    if isinstance(member.get("id"), str | int | float) and "id" not in values:
        values["id"] = notes.value(member["id"], place, "id")
    columns.update(dict.fromkeys(values))
    geometry = None
    if geometry_member is not None:
        geometry = _geometry(geometry_member, place, notes)
    notes.add(place, geometry, values, number)


def _check_keys(member: Mapping[str, Any], place: str, notes: Notebook) -> None:
    if isinstance(member, _Repeated):
        notes.fault(
            "json_duplicate_key",
            "an object has one key twice",
            place=place,
            value=member.key,
            expected="each key once",
            remedy="delete the one that is not meant",
        )


def _geometry(member: Any, place: str, notes: Notebook, depth: int = 0) -> shapely.Geometry | None:
    if not isinstance(member, dict):
        notes.fault("geojson_shape", "the geometry is no object", place=place)
        return None
    _check_keys(member, place, notes)
    kind = member.get("type")
    if kind == "GeometryCollection" and depth < _MOST_COLLECTIONS:
        parts = member.get("geometries")
        if isinstance(parts, list):
            made = [_geometry(part, place, notes, depth + 1) for part in parts]
            if any(part is None for part in made):
                return None
            return shapely.GeometryCollection(made)
    build = _BUILDERS.get(kind) if isinstance(kind, str) else None
    if build is None:
        notes.fault(
            "geojson_shape",
            "the geometry is of no type of GeoJSON",
            place=place,
            value=shorten(kind),
            expected="Point, LineString, Polygon or their Multi forms",
        )
        return None
    try:
        geometry: shapely.Geometry | None = build(member.get("coordinates"), place, notes)
    except (ValueError, TypeError, OverflowError):
        notes.fault(
            "geometry_broken",
            f"the coordinates are not those of a {kind}",
            place=place,
            value=shorten(json.dumps(member.get("coordinates"))[:200]),
            expected="positions of two or three numbers, nested as RFC 7946 asks",
            remedy="export the layer again",
        )
        return None
    return geometry


def _positions(value: Any) -> Coordinates:
    """Array of positions.

    Raises
    ------
    ValueError
        If it is not a list of positions of one length, of numbers.
    """
    if not isinstance(value, list):
        raise ValueError("no list of positions")
    if not value:
        return np.empty((0, 2))
    array = np.asarray(value)
    if array.ndim != 2 or array.shape[1] < 2 or array.dtype.kind not in "iuf":
        raise ValueError("no list of positions")
    return array[:, :3].astype(np.float64)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def _point(value: Any, place: str, notes: Notebook) -> shapely.Geometry:
    if value == []:
        return shapely.Point()
    return shapely.points(_finite(_positions([value]), place, notes)[0])


def _multi_point(value: Any, place: str, notes: Notebook) -> shapely.Geometry:
    return shapely.multipoints(shapely.points(_finite(_positions(value), place, notes)))


def _line(value: Any, place: str, notes: Notebook) -> shapely.Geometry:
    line = _finite(_positions(value), place, notes)
    return shapely.linestrings(line) if len(line) else shapely.LineString()


def _multi_line(value: Any, place: str, notes: Notebook) -> shapely.Geometry:
    return shapely.MultiLineString([_line(part, place, notes) for part in _list(value)])


def _polygon(value: Any, place: str, notes: Notebook) -> shapely.Geometry | None:
    return polygon_from([_positions(ring) for ring in _list(value)], place, notes)


def _multi_polygon(value: Any, place: str, notes: Notebook) -> shapely.Geometry | None:
    parts = [_polygon(part, place, notes) for part in _list(value)]
    if any(part is None for part in parts):
        return None
    return shapely.MultiPolygon(parts)


def _finite(positions: Coordinates, place: str, notes: Notebook) -> Coordinates:
    """Positions with those that are not finite put to 0 after a fault, so that reading goes on."""
    lost = ~np.isfinite(positions).all(axis=1)
    if lost.any():
        index = int(np.flatnonzero(lost)[0])
        notes.fault_not_finite(index, positions[index], place)
        return np.zeros_like(positions)
    return positions


_BUILDERS: Final = {
    "Point": _point,
    "MultiPoint": _multi_point,
    "LineString": _line,
    "MultiLineString": _multi_line,
    "Polygon": _polygon,
    "MultiPolygon": _multi_polygon,
}
