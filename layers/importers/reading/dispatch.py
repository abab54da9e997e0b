"""Which reader a file goes to: by what it holds, and its name must agree.

Runs in the reading process. GDAL is not used here at all: it closes rings, turns holes into parts
and recodes text while it reads, in silence, and a stranger's bytes would meet its many drivers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final

from layers.importers.raw import RawLayer
from layers.importers.reading.encodings import LegacyText
from layers.importers.reading.notebook import Notebook
from layers.importers.reading.options import ReadLimits, ReadOptions

READABLE: Final = "GeoJSON, GeoPackage, Shapefile, KML, KMZ, CSV, XLSX or DXF"
_SUFFIXES: Final = {
    "geojson": (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl"),
    "geopackage": (".gpkg",),
    "shapefile": (".shp", ".zip"),
    "kml": (".kml", ".kmz"),
    "workbook": (".xlsx", ".xlsm"),
    "drawing": (".dxf",),
    "text_table": (".csv", ".tsv", ".txt"),
}
_NEEDS_ANOTHER: Final = {
    b"\xd0\xcf\x11\xe0": ("an old or a password-protected Office file", "save it as .xlsx"),
    b"AC10": ("an AutoCAD drawing (DWG)", "save it as DXF"),
    b"AutoCAD Binary DXF": ("a binary DXF", "save it as DXF in text form"),
    b"%PDF": ("a PDF", "ask for the table or the drawing itself"),
    b"Rar!": ("a RAR archive", "pack it as ZIP"),
    b"7z\xbc\xaf": ("a 7z archive", "pack it as ZIP"),
    b"\x1f\x8b": ("a gzip archive", "unpack it first"),
    b"<OGRVRT": ("a GDAL virtual file", "import the file that it points to"),
    b"PAR1": ("a Parquet file", "export it as GeoPackage"),
}


@dataclass(slots=True)
class Job:
    """One file on its way through a reader.

    Attributes
    ----------
    path
        The file; of a shapefile the .shp, whose parts lie beside it.
    content
        Its bytes.
    sha256
        Of the bytes; the reader of loose shapefiles sets that of all parts.
    folder
        Temp folder of the reading process.
    notes
        Findings, faults, options and limits.
    legacy
        Turns text of old Vietnamese fonts into Unicode.
    """

    path: Path
    content: bytes
    sha256: str
    folder: Path
    notes: Notebook
    legacy: LegacyText = field(init=False)

    def __post_init__(self) -> None:
        """Text of this file goes through one converter."""
        self.legacy = LegacyText(self.notes)


def read_layer(
    path: Path, file: str, folder: str, options: ReadOptions, limits: ReadLimits
) -> RawLayer:
    """Read a file in this process, by the reader that its content asks for.

    Raises
    ------
    ImportRejected
        As `layers.importers.reading.read_file`.
    """
    notes = Notebook(file, options, limits)
    with path.open("rb") as stream:
        content = stream.read()
    kind = _kind(content, path.suffix.lower(), notes)
    job = Job(path, content, hashlib.sha256(content).hexdigest(), Path(folder), notes)
    reader: Callable[[Job], RawLayer] = import_module(f"layers.importers.reading.{kind}").read
    raw = reader(job)
    notes.settle()
    return raw


def _kind(content: bytes, suffix: str, notes: Notebook) -> str:
    """Module that reads such content."""
    start = content[:512].lstrip()
    for magic, (what, remedy) in _NEEDS_ANOTHER.items():
        if start.startswith(magic):
            notes.refuse("format_variant", f"it is {what}", expected=READABLE, remedy=remedy)
    kind = _kind_by_content(content, start, suffix)
    if kind is None:
        notes.refuse(
            "format_unknown",
            "its content is of no format that is read",
            expected=READABLE,
            remedy="export it as one of these; OpenStreetMap files go to `zonemap import osm`",
        )
    if suffix not in _SUFFIXES[kind]:
        notes.refuse(
            "format_other",
            f"it is named {suffix or 'without an ending'} but holds {_WORDS[kind]}",
            expected=f"the ending {' or '.join(_SUFFIXES[kind])}",
            remedy="rename it if the content is meant, or export it again",
        )
    return kind


_WORDS: Final = {
    "geojson": "JSON",
    "geopackage": "an SQLite database",
    "shapefile": "a shapefile or a ZIP archive",
    "kml": "XML or a KMZ archive",
    "workbook": "a workbook",
    "drawing": "a DXF drawing",
    "text_table": "text",
}


def _kind_by_content(content: bytes, start: bytes, suffix: str) -> str | None:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(content, suffix)
    if content.startswith(b"SQLite format 3\x00"):
        return "geopackage"
    if content.startswith(b"\x00\x00\x27\x0a"):
        return "shapefile"
    text = _first_text(content)
    if text.startswith(("{", "[", "\x1e")):
        return "geojson"
    if text.startswith("<"):
        return "kml"
    for kind in ("text_table", "drawing", "geojson", "kml", "geopackage", "shapefile", "workbook"):
        if suffix in _SUFFIXES[kind]:
            return kind
    return None


def _kind_of_archive(content: bytes, suffix: str) -> str:
    """By its ending if that is one of an archive, else by the member names it shows."""
    for kind, endings in (("workbook", (".xlsx", ".xlsm")), ("kml", (".kmz",))):
        if suffix in endings:
            return kind
    if b"xl/workbook.xml" in content:
        return "workbook"
    return "kml" if b"doc.kml" in content and suffix != ".zip" else "shapefile"


def _first_text(content: bytes) -> str:
    """First characters of a text, whatever its Unicode form."""
    head = content[:200]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").lstrip("\ufeff \t\r\n")
    return head.decode("utf-8-sig", "replace").lstrip(" \t\r\n")
