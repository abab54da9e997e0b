"""Shapefile (ESRI white paper, July 1998), loose with its parts beside it, or in a ZIP."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
import shapely

from layers.importers.raw import RawLayer
from layers.importers.reading.archives import names_by_suffix, open_archive, read_member
from layers.importers.reading.choice import choose_layer, finish
from layers.importers.reading.crs_text import crs_from_wkt
from layers.importers.reading.dbf import DbfTable
from layers.importers.reading.dispatch import Job
from layers.importers.reading.notebook import Notebook
from layers.importers.reading.shapes import Coordinates, ring_from

_HEAD: Final = struct.Struct(">i20xi")
_RECORD: Final = struct.Struct(">ii")
_HEADER_BYTES: Final = 100
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED: Final = (".shp", ".shx", ".dbf")
_KINDS: Final = {1: "point", 3: "line", 5: "polygon", 8: "multipoint"}
_COUNTER_CLOCKWISE: Final = "no ring is clockwise, as shells of a shapefile are"
_REMEDY: Final = "copy or export the shapefile again, with all its parts"


def read(job: Job) -> RawLayer:
    """Read a shapefile; see `dispatch.read_layer`."""
    notes = job.notes
    if job.content.startswith(b"PK"):
        parts, layer, layers = _parts_of_archive(job.content, notes)
    else:
        parts, layer, layers = _parts_beside(job)
    job.content = b""
    for suffix in _NEEDED:
        if suffix not in parts:
            notes.fault(
                "shapefile_part_missing",
                f"the shapefile has no {suffix}",
                expected="at least .shp, .shx and .dbf",
                remedy="add the file; a shapefile is several files of one name",
            )
    notes.settle()
    crs_found, crs_note = _crs(parts)
    code_page = parts[".cpg"].decode("latin-1")[:100] if ".cpg" in parts else None
    table = DbfTable(parts[".dbf"], code_page, notes)
    records = _split_records(parts[".shp"], notes)
    _check_counts(len(records), parts[".shx"], table.count, notes)
    _read_features(parts[".shp"], records, table, notes)
    return finish(
        job,
        format_="shapefile",
        layer=layer,
        layers=layers,
        crs_found=crs_found,
        crs_note=crs_note,
        encoding=table.encoding,
        columns=table.columns,
        is_unicode=table.encoding in ("tcvn3", "vni"),
    )


def _crs(parts: dict[str, bytes]) -> tuple[str | None, str | None]:
    if ".prj" not in parts:
        return None, "there is no .prj: the file does not say"
    return crs_from_wkt(parts[".prj"].decode("utf-8", "replace"))


def _parts_of_archive(content: bytes, notes: Notebook) -> tuple[dict[str, bytes], str, list[str]]:
    archive = open_archive(content, notes)
    shapes = names_by_suffix(archive, ".shp")
    if not shapes:
        notes.refuse(
            "archive_part_missing",
            "the archive holds no .shp",
            expected="a zipped shapefile: .shp, .shx, .dbf, .prj and .cpg",
            remedy="pack these, or import other files without an archive",
        )
    stems = [name[:-4] for name in shapes]
    layers = [notes.text(PurePosixPath(stem).name, "the archive") for stem in stems]
    at = choose_layer(layers, "shapefile", notes)
    return _members(archive, stems[at], notes), layers[at], layers


def _members(archive: zipfile.ZipFile, stem: str, notes: Notebook) -> dict[str, bytes]:
    by_name = {name.lower(): name for name in archive.namelist()}
    return {
        suffix: read_member(archive, by_name[stem.lower() + suffix], notes)
        for suffix in _PARTS
        if stem.lower() + suffix in by_name
    }


def _parts_beside(job: Job) -> tuple[dict[str, bytes], str, list[str]]:
    """Parts in the folder of the .shp; the hash is that of all of them, in name order."""
    stem = job.path.stem
    found = {
        path.suffix.lower(): path
        for path in sorted(job.path.parent.iterdir())
        if path.stem.lower() == stem.lower() and path.suffix.lower() in _PARTS
    }
    parts = {suffix: _read_part(path, job.notes) for suffix, path in found.items()}
    parts[".shp"] = job.content
    digest = hashlib.sha256()
    for suffix in sorted(parts):
        digest.update(parts[suffix])
    job.sha256 = digest.hexdigest()
    layer = job.notes.text(stem, "the file name")
    return parts, layer, [layer]


def _read_part(path: Path, notes: Notebook) -> bytes:
    if not path.is_file() or path.stat().st_size > notes.limits.archive_mb * 1024 * 1024:
        notes.refuse(
            "file_too_large",
            f"the part {path.suffix} is no file, or too large",
            expected=f"at most {notes.limits.archive_mb} MB",
        )
    return path.read_bytes()


def _split_records(shp: bytes, notes: Notebook) -> list[tuple[int, int]]:
    """Begin and end of each record's content."""
    magic, words = _HEAD.unpack_from(shp) if len(shp) >= _HEADER_BYTES else (0, 0)
    if magic != 9994:
        _refuse_cut("the .shp has no complete header", notes)
    end = words * 2
    if end > len(shp):
        _refuse_cut(f"the .shp is cut off: {len(shp)} of {end} bytes are there", notes)
    if end < len(shp):
        notes.find("file_tail", None, f"{len(shp) - end} bytes after the end of the .shp")
    records: list[tuple[int, int]] = []
    at = _HEADER_BYTES
    while at < end:
        if at + 12 > end:
            _refuse_cut(f"the .shp ends within the head of record {len(records) + 1}", notes)
        number, length = _RECORD.unpack_from(shp, at)
        begin, at = at + 8, at + 8 + length * 2
        place = f"feature {len(records) + 1}"
        if length < 2 or at > end:
            _refuse_cut(f"record {number} of the .shp reaches beyond its end", notes, place)
        if number != len(records) + 1:
            notes.refuse(
                "shapefile_header",
                "the records of the .shp are not numbered in order",
                place=place,
                value=number,
                expected=str(len(records) + 1),
                remedy=_REMEDY,
            )
        records.append((begin, at))
        if len(records) > notes.limits.features:
            notes.refuse(
                "too_many_features",
                f"the layer has more than {notes.limits.features} features",
                remedy="split the file",
            )
    return records


def _check_counts(shapes: int, shx: bytes, rows: int, notes: Notebook) -> None:
    if len(shx) < _HEADER_BYTES:
        _refuse_cut("the .shx has no complete header", notes)
    _, words = _HEAD.unpack_from(shx)
    if words * 2 > len(shx):
        _refuse_cut(f"the .shx is cut off: {len(shx)} of {words * 2} bytes are there", notes)
    entries = (words * 2 - _HEADER_BYTES) // 8
    if not shapes == entries == rows:
        notes.refuse(
            "shapefile_counts",
            f"the parts disagree: {shapes} shapes in the .shp, {entries} entries in the .shx, "
            f"{rows} rows in the .dbf",
            expected="as many in each",
            remedy="export the shapefile again; a part of another one may have been mixed in",
        )


def _read_features(
    shp: bytes, records: list[tuple[int, int]], table: DbfTable, notes: Notebook
) -> None:
    for number, ((begin, end), values) in enumerate(
        zip(records, table.rows(), strict=True), start=1
    ):
        place = f"feature {number}"
        if values is None:
            notes.find("deleted_record", place, "marked deleted in the .dbf")
            continue
        geometry = _Shape(shp[begin:end], place, notes).read()
        notes.add(place, geometry, values, number)


class _Shape:
    """One record's content on its way to a geometry."""

    def __init__(self, content: bytes, place: str, notes: Notebook) -> None:
        self._content = content
        self._place = place
        self._notes = notes

    def read(self) -> shapely.Geometry | None:
        """Geometry, or None where there is none or it cannot be read (a fault)."""
        code = int.from_bytes(self._content[:4], "little")
        if code == 0:
            return None
        has_z = 10 < code < 20
        kind = _KINDS.get(code % 10) if code < 30 else None
        if kind is None:
            self._fault("geometry_curve" if code == 31 else "geometry_broken", f"type {code}")
            return None
        readers: dict[str, Callable[[bool], shapely.Geometry | None]] = {
            "point": self._point,
            "line": self._line,
            "polygon": self._polygon,
            "multipoint": self._multi_point,
        }
        try:
            return readers[kind](has_z)
        except (ValueError, struct.error):
            self._fault("shapefile_truncated", "the record is shorter than it says")
            return None

    def _point(self, has_z: bool) -> shapely.Geometry:
        return shapely.points(self._floats(4, 3 if has_z else 2))

    def _multi_point(self, has_z: bool) -> shapely.Geometry:
        (count,) = struct.unpack_from("<i", self._content, 36)
        return shapely.multipoints(shapely.points(self._vertices(40, count, has_z)))

    def _line(self, has_z: bool) -> shapely.Geometry | None:
        parts = self._parts(has_z)
        if any(len(part) < 2 for part in parts):
            self._fault("geometry_broken", "a line of one point")
            return None
        lines = [shapely.linestrings(part) for part in parts]
        return lines[0] if len(lines) == 1 else shapely.multilinestrings(lines)

    def _polygon(self, has_z: bool) -> shapely.Geometry | None:
        rings = [ring_from(part, self._place, self._notes) for part in self._parts(has_z)]
        made = [ring for ring in rings if ring is not None]
        if len(made) < len(rings):
            return None
        return assemble_polygons(made, self._place, self._notes)

    def _parts(self, has_z: bool) -> list[Coordinates]:
        parts, count = struct.unpack_from("<ii", self._content, 36)
        if parts < 0 or parts > count:
            raise ValueError("more parts than points")
        starts = np.frombuffer(self._content, "<i4", parts, 44)
        if parts and (starts[0] != 0 or (parts > 1 and (np.diff(starts) <= 0).any())):
            raise ValueError("parts out of order")
        if parts and starts[-1] >= count:
            raise ValueError("a part without points")
        vertices = self._vertices(44 + 4 * parts, count, has_z)
        if parts == 1:
            return [vertices]
        return np.split(vertices, starts[1:]) if parts else []

    def _vertices(self, at: int, count: int, has_z: bool) -> Coordinates:
        if count < 0:
            raise ValueError("fewer than no points")
        plane = self._floats(at, 2 * count).reshape(count, 2)
        if not has_z:
            return plane
        heights = self._floats(at + 16 * count + 16, count)
        return np.column_stack([plane, heights])

    def _floats(self, at: int, count: int) -> Coordinates:
        return np.frombuffer(self._content, "<f8", count, at).astype(np.float64)

    def _fault(self, code: str, reason: str) -> None:
        self._notes.fault(
            code,
            f"the shape cannot be read: {reason}",
            place=self._place,
            remedy=_REMEDY,
        )


def assemble_polygons(
    rings: list[shapely.LinearRing], place: str, notes: Notebook
) -> shapely.Geometry:
    """Polygon of rings whose direction tells shell from hole.

    Notes
    -----
    Clockwise rings are shells. A hole goes to the smallest shell that holds it; one
    that lies in none goes to the first shell, so that it is found to be outside it. Where no ring
    is clockwise, rings that lie in no other are taken as shells, and the direction is noted.
    """
    if not rings:
        return shapely.Polygon()
    if len(rings) == 1:
        if shapely.is_ccw(rings[0]):
            notes.find("ring_direction", place, _COUNTER_CLOCKWISE)
        return shapely.polygons(rings[0])
    array = np.array(rings, dtype=object)
    is_shell = ~shapely.is_ccw(array)
    filled = shapely.polygons(array)
    if not is_shell.any():
        notes.find("ring_direction", place, _COUNTER_CLOCKWISE)
        starts = shapely.points(shapely.get_coordinates(array)[_first_vertices(array)])
        inside = np.array(
            [
                any(
                    shapely.contains_properly(filled[other], starts[at])
                    for other in range(len(rings))
                    if other != at
                )
                for at in range(len(rings))
            ]
        )
        is_shell = ~inside
        if not is_shell.any():
            is_shell[0] = True
    shells = np.flatnonzero(is_shell)
    areas = shapely.area(filled[shells])
    holes: dict[int, list[shapely.LinearRing]] = {int(at): [] for at in shells}
    for at in np.flatnonzero(~is_shell):
        around = shapely.covers(filled[shells], filled[at])
        if not around.any():
            start = shapely.points(shapely.get_coordinates(array[at])[0])
            around = shapely.intersects(filled[shells], start)
        sizes = np.where(around, areas, np.inf)
        owner = shells[int(np.argmin(sizes))] if around.any() else shells[0]
        holes[int(owner)].append(array[at])
    made = [shapely.polygons(array[at], holes[int(at)] or None) for at in shells]
    return made[0] if len(made) == 1 else shapely.multipolygons(made)


def _first_vertices(rings: np.ndarray) -> np.ndarray:
    counts = shapely.get_num_coordinates(rings)
    return np.concatenate([[0], np.cumsum(counts)[:-1]])


def _refuse_cut(reason: str, notes: Notebook, place: str | None = None) -> None:
    notes.refuse("shapefile_truncated", reason, place=place, remedy=_REMEDY)
