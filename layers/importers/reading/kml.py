"""KML (OGC 12-007) and KMZ. Only what stands in the file is read, never what it points to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from defusedxml.ElementTree import fromstring

from layers.importers.raw import RawLayer, Value
from layers.importers.reading.archives import names_by_suffix, open_archive, read_member
from layers.importers.reading.cells import read_values
from layers.importers.reading.choice import choose_layer, finish
from layers.importers.reading.crs_text import WGS84_BY_FORMAT
from layers.importers.reading.dispatch import Job
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.shapes import Coordinates, polygon_from
from layers.importers.reading.xml_check import check_xml

_NOTE: Final = "KML is longitude, latitude on WGS 84 (OGC 12-007r2, 7.1)"
_CONTAINERS: Final = ("Document", "Folder")
_LINKS: Final = ("NetworkLink", "NetworkLinkControl")
_GEOMETRIES: Final = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
_OTHER_GEOMETRIES: Final = ("Model", "Track", "MultiTrack")
_DEEPEST_MULTI: Final = 3
_WORDS: Final = ("name", "description")


def read(job: Job) -> RawLayer:
    """Read the placemarks of one folder; see `dispatch.read_layer`."""
    notes = job.notes
    is_archive = job.content.startswith(b"PK")
    content = _main_document(job.content, notes) if is_archive else job.content
    job.content = b""
    check_xml(content, None, notes)
    root = fromstring(content, forbid_dtd=True)
    del content
    if _tag(root) not in ("kml", *_CONTAINERS, "Placemark"):
        notes.refuse(
            "format_other",
            "the XML is not KML",
            value=_tag(root),
            expected="the element kml",
            remedy="export the layer as KML",
        )
    _refuse_links(root, notes)
    folders = list(_folders(root, "", notes))
    names = _unique([name for name, _ in folders], notes)
    at = choose_layer(names, "folder", notes)
    columns: dict[str, None] = {}
    for number, placemark in enumerate(folders[at][1], start=1):
        _read_placemark(placemark, number, columns, notes)
    _read_columns(list(columns), notes)
    return finish(
        job,
        format_="kmz" if is_archive else "kml",
        layer=names[at],
        layers=names,
        crs_found=WGS84_BY_FORMAT,
        crs_note=_NOTE,
        encoding="utf-8",
        columns=list(columns),
    )


def _main_document(content: bytes, notes: Notebook) -> bytes:
    archive = open_archive(content, notes)
    documents = names_by_suffix(archive, ".kml")
    if not documents:
        notes.refuse(
            "archive_part_missing",
            "the archive holds no .kml",
            expected="doc.kml",
            remedy="save the places again as KMZ",
        )
    main = [name for name in documents if name.lower() == "doc.kml"] or documents
    if len(main) > 1:
        notes.refuse(
            "layer_choice",
            f"the archive holds {len(main)} KML files and none is doc.kml",
            expected=f"one of: {'; '.join(shorten(name) for name in main[:20])}",
            remedy="unpack the archive and import the one that is meant",
        )
    return read_member(archive, main[0], notes)


def _refuse_links(root: Element, notes: Notebook) -> None:
    for element in root.iter():
        if _tag(element) in _LINKS:
            notes.refuse(
                "kml_network_link",
                "the KML refers to another address, which is not followed",
                value=" ".join("".join(element.itertext()).split()),
                expected="places that stand in the file itself",
                remedy="open it where it was made, save the places themselves and import those",
            )


def _folders(element: Element, path: str, notes: Notebook) -> Iterator[tuple[str, list[Element]]]:
    """Folders that hold placemarks themselves, by their path of names."""
    placemarks = [child for child in element if _tag(child) == "Placemark"]
    if _tag(element) == "Placemark":
        placemarks = [element]
    if placemarks:
        yield path or "Placemarks", placemarks
    for child in element:
        if _tag(child) in _CONTAINERS:
            name = _text(child, "name", "a folder", notes)
            below = f"{path}/{name}" if path and name else name or path
            yield from _folders(child, below, notes)


def _unique(names: list[str], notes: Notebook) -> list[str]:
    """Names with a number behind those that stand twice."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def _read_placemark(
    placemark: Element, number: int, columns: dict[str, None], notes: Notebook
) -> None:
    name = _text(placemark, "name", f"feature {number}", notes)
    place = f"feature {number} ({shorten(name)})" if name else f"feature {number}"
    values: dict[str, Value] = {"name": name or None}
    description = _text(placemark, "description", place, notes)
    if description:
        values["description"] = description
    for key, value in _extended_data(placemark):
        column = notes.text(key, place)
        values[column] = notes.text(value.strip(), place, column) or None
    columns.update(dict.fromkeys(values))
    shapes = [child for child in placemark if _tag(child) in _GEOMETRIES]
    for child in placemark:
        if _tag(child) in _OTHER_GEOMETRIES:
            notes.find("geometry_type_skipped", place, _tag(child))
    geometry = _geometry(shapes[0], place, notes) if shapes else None
    notes.add(place, geometry, values, number)


def _read_columns(columns: list[str], notes: Notebook) -> None:
    """Numbers and dates of the attributes: KML writes all of them as text."""
    places = [feature.place for feature in notes.features]
    for column in columns:
        if column in _WORDS:
            continue
        cells = [feature.properties.get(column) for feature in notes.features]
        values = read_values(column, cells, places, notes)
        for at, value in enumerate(values):
            feature = notes.features[at]
            if column in feature.properties:
                properties = {**feature.properties, column: value}
                notes.features[at] = replace(feature, properties=properties)


def _extended_data(placemark: Element) -> Iterator[tuple[str, str]]:
    for data in placemark:
        if _tag(data) != "ExtendedData":
            continue
        for item in data.iter():
            key = item.get("name", "")
            if _tag(item) == "SimpleData" and key:
                yield key, item.text or ""
            elif _tag(item) == "Data" and key:
                value = next((child.text for child in item if _tag(child) == "value"), None)
                yield key, value or ""


def _geometry(
    element: Element, place: str, notes: Notebook, depth: int = 0
) -> shapely.Geometry | None:
    kind = _tag(element)
    if kind == "Polygon":
        return _polygon(element, place, notes)
    if kind == "MultiGeometry":
        return _multi(element, place, notes, depth)
    positions = _positions(element, place, notes)
    if positions is None:
        return None
    if kind == "Point":
        return shapely.points(positions[0]) if len(positions) else shapely.Point()
    if len(positions) < 2:
        notes.fault("geometry_broken", "a line of fewer than two points", place=place)
        return None
    return shapely.linestrings(positions)


def _polygon(element: Element, place: str, notes: Notebook) -> shapely.Geometry | None:
    outer: list[Element] = []
    inner: list[Element] = []
    for boundary in element:
        if _tag(boundary) in ("outerBoundaryIs", "innerBoundaryIs"):
            for ring in boundary:
                if _tag(ring) == "LinearRing":
                    (outer if _tag(boundary) == "outerBoundaryIs" else inner).append(ring)
    if len(outer) != 1:
        notes.fault(
            "geometry_broken",
            f"the Polygon has {len(outer)} outer boundaries",
            place=place,
            expected="one outerBoundaryIs with a LinearRing",
        )
        return None
    rings = [_positions(ring, place, notes) for ring in (*outer, *inner)]
    made = [ring for ring in rings if ring is not None]
    return polygon_from(made, place, notes) if len(made) == len(rings) else None


def _multi(element: Element, place: str, notes: Notebook, depth: int) -> shapely.Geometry | None:
    if depth >= _DEEPEST_MULTI:
        notes.fault("geometry_broken", "MultiGeometry in MultiGeometry", place=place)
        return None
    parts = [
        _geometry(child, place, notes, depth + 1) for child in element if _tag(child) in _GEOMETRIES
    ]
    if any(part is None for part in parts):
        return None
    kinds = {part.geom_type for part in parts if part is not None}
    if kinds == {"Polygon"}:
        return shapely.MultiPolygon(parts)
    if kinds == {"LineString"}:
        return shapely.MultiLineString(parts)
    if kinds == {"Point"}:
        return shapely.MultiPoint(parts)
    return shapely.GeometryCollection(parts)


def _positions(element: Element, place: str, notes: Notebook) -> Coordinates | None:
    """Longitude, latitude and perhaps altitude of each vertex."""
    text = next((child.text for child in element if _tag(child) == "coordinates"), None) or ""
    tuples = text.split()
    if not tuples:
        return np.empty((0, 2))
    width = min(3, tuples[0].count(",") + 1)
    try:
        if width < 2:
            raise ValueError("a position of one number")
        rows = [item.split(",")[:width] for item in tuples]
        return np.array(rows, dtype=np.float64)
    except ValueError:
        bad = next((item for item in tuples if not _is_position(item, width)), tuples[0])
        notes.fault(
            "geometry_broken",
            "the coordinates are not longitude,latitude[,altitude]",
            place=place,
            value=bad,
            expected="numbers with a decimal point, a comma between and a space after each vertex",
        )
        return None


def _is_position(text: str, width: int) -> bool:
    parts = text.split(",")
    try:
        return width >= 2 and len([float(part) for part in parts]) >= width
    except ValueError:
        return False


def _text(element: Element, tag: str, place: str, notes: Notebook) -> str:
    found = next((child.text for child in element if _tag(child) == tag), None)
    return notes.text((found or "").strip(), place, tag)


def _tag(element: Element) -> str:
    """Name of an element without its namespace; comments have none."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
