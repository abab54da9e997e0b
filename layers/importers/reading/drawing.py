"""DXF drawings: closed polylines of one layer, with the texts that stand in them."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import ezdxf.filemanagement
import numpy as np
import shapely
from ezdxf.lldxf.const import DXFError

from layers.importers.raw import RawLayer, Value
from layers.importers.reading.choice import choose_layer, finish
from layers.importers.reading.dispatch import Job
from layers.importers.reading.encodings import declared_encoding, decode_declared
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.shapes import Coordinates, is_closed, polygon_from

if TYPE_CHECKING:
    from ezdxf.document import Drawing

# What ezdxf raises on a drawing that is cut off or contradicts itself.
_BROKEN: Final = (DXFError, ValueError, KeyError, IndexError, TypeError, AttributeError)
_METRES: Final = 6
_UNIT_NAMES: Final = {
    1: "inches",
    2: "feet",
    3: "miles",
    4: "millimetres",
    5: "centimetres",
    6: "metres",
    7: "kilometres",
}
_HEAD_BYTES: Final = 20_000
_CODE_PAGE: Final = re.compile(rb"\$DWGCODEPAGE\s+3\s+([\w\-]{1,30})", re.IGNORECASE)
_VERSION: Final = re.compile(rb"\$ACADVER\s+1\s+AC(\d{4})", re.IGNORECASE)
_FIRST_UTF8: Final = 1021
_UNITS: Final = re.compile(r"\$INSUNITS\s+70\s+(\d{1,3})\b")
_COLUMNS: Final = ("layer", "handle", "text")
_MTEXT_CODE: Final = re.compile(r"\\[A-Za-z][^;\\]{0,80};|[{}]")


@dataclass(frozen=True, slots=True)
class _Outline:
    """One polyline as drawn."""

    layer: str
    handle: str
    vertices: Coordinates
    closed: bool
    arcs: bool

    @property
    def place(self) -> str:
        return f"entity {self.handle} (layer {shorten(self.layer)})"


def read(job: Job) -> RawLayer:
    """Read the closed polylines of one layer; see `dispatch.read_layer`."""
    notes = job.notes
    text, encoding = _decode(job.content, notes)
    job.content = b""
    if text.rstrip()[-3:] != "EOF":
        notes.refuse(
            "dxf_broken",
            "the drawing is broken or cut off: it does not end with EOF",
            remedy="save it again as DXF in text form",
        )
    units = _UNITS.search(text[:_HEAD_BYTES])
    try:
        drawing = ezdxf.filemanagement.read(io.StringIO(text.replace("\r\n", "\n")))
        outlines = _outlines(drawing, notes)
        texts = _texts(drawing, notes)
    except _BROKEN as error:
        notes.refuse(
            "dxf_broken",
            f"the drawing is broken or cut off: {shorten(str(error) or type(error).__name__)}",
            remedy="open it in the program that made it, audit it and save it again as DXF",
        )
    del text
    closed = Counter(item.layer for item in outlines if item.closed)
    names = sorted(closed)
    if not names:
        notes.refuse(
            "layer_none",
            f"the drawing has {len(outlines)} polylines and none is closed",
            expected="closed LWPOLYLINE or POLYLINE entities in model space",
            remedy="join the lines and close each outline (PEDIT, Close)",
        )
    layer = names[choose_layer(names, "drawing layer", notes)]
    note = _note_units(int(units[1]) if units else 0, notes)
    _add_features([item for item in outlines if item.layer == layer], texts, notes)
    return finish(
        job,
        format_="dxf",
        layer=layer,
        layers=names,
        crs_found=None,
        crs_note=note,
        encoding=encoding,
        columns=_COLUMNS,
        is_unicode=encoding in ("tcvn3", "vni"),
    )


def _decode(content: bytes, notes: Notebook) -> tuple[str, str]:
    """Text of a drawing; UTF-8 from the 2007 form on, else in the code page it names."""
    declared = declared_encoding(notes)
    head = content[:_HEAD_BYTES]
    version, page = _VERSION.search(head), _CODE_PAGE.search(head)
    encoding = declared or "cp1252"
    if declared is None and version and int(version[1]) >= _FIRST_UTF8:
        encoding = "utf-8"
    elif declared is None and page and page[1].lower() == b"ansi_1258":
        encoding = "cp1258"
    try:
        text = decode_declared(content, "latin-1" if encoding == "cp1252" else encoding)
    except UnicodeDecodeError as error:
        notes.refuse(
            "encoding_wrong",
            f"byte 0x{content[error.start]:02x} is not text in {encoding}",
            place=f"row {content.count(10, 0, error.start) + 1}",
            remedy="declare the encoding with --encoding, or save as DXF 2007 or later",
        )
    if "\x00" in text:
        notes.refuse(
            "control_character",
            "the drawing holds the character U+0000",
            place=f"row {text.count(chr(10), 0, text.index(chr(0))) + 1}",
            remedy="save the drawing again as DXF",
        )
    return text, encoding


def _outlines(drawing: Drawing, notes: Notebook) -> list[_Outline]:
    outlines = []
    for entity in drawing.modelspace():
        kind = entity.dxftype()
        if kind == "LWPOLYLINE":
            outlines.append(_light(entity, notes))
        elif kind == "POLYLINE":
            outline = _heavy(entity, notes)
            if outline is not None:
                outlines.append(outline)
        elif kind == "INSERT":
            notes.find("block_not_read", _place(entity), f"block {shorten(entity.dxf.name)}")
    return outlines


def _light(entity: Any, notes: Notebook) -> _Outline:
    points = np.array(entity.get_points("xyb"), dtype=np.float64).reshape(-1, 3)
    return _outline(entity, points[:, :2], points[:, 2], bool(entity.closed), notes)


def _heavy(entity: Any, notes: Notebook) -> _Outline | None:
    """2D or 3D polyline; meshes are no outlines."""
    if not (entity.is_2d_polyline or entity.is_3d_polyline):
        notes.find("geometry_type_skipped", _place(entity), "a mesh")
        return None
    vertices = [(*vertex.dxf.location.xyz, vertex.dxf.bulge) for vertex in entity.vertices]
    points = np.array(vertices, dtype=np.float64).reshape(-1, 4)
    width = 3 if entity.is_3d_polyline else 2
    return _outline(entity, points[:, :width], points[:, 3], bool(entity.is_closed), notes)


def _outline(
    entity: Any, vertices: Coordinates, bulges: Coordinates, closed: bool, notes: Notebook
) -> _Outline:
    notes.count_vertices(len(vertices), _place(entity))
    ends_at_start = is_closed(vertices) and len(vertices) > 3
    # The bulge of the last vertex bends the edge back to the first: it counts only if there is one.
    bent = bulges if closed and not ends_at_start else bulges[:-1]
    return _Outline(
        layer=notes.text(str(entity.dxf.layer), "a layer name"),
        handle=str(entity.dxf.handle),
        vertices=vertices,
        closed=closed or ends_at_start,
        arcs=bool(np.any(bent != 0)),
    )


def _add_features(
    outlines: list[_Outline], texts: list[tuple[shapely.Point, str]], notes: Notebook
) -> None:
    tree = shapely.STRtree([point for point, _ in texts])
    for outline in outlines:
        place = outline.place
        if not outline.closed:
            ends = outline.vertices[[0, -1], :2] if len(outline.vertices) else np.zeros((2, 2))
            gap = float(np.hypot(*(ends[0] - ends[1])))
            notes.find("open_polyline", place, f"the gap is {gap:.6g} drawing units")
            continue
        if outline.arcs:
            notes.fault(
                "dxf_arc",
                "the polyline has arcs, whose area would be lost",
                place=place,
                expected="straight edges",
                remedy="turn the arcs into short edges in the drawing program",
            )
            continue
        ring = outline.vertices
        if not is_closed(ring) and len(ring):
            ring = np.vstack([ring, ring[:1]])
        polygon = polygon_from([ring], place, notes)
        if polygon is None:
            continue
        inside = sorted(tree.query(polygon, predicate="intersects"))
        words = " | ".join(texts[at][1] for at in inside)
        values: dict[str, Value] = {
            "layer": outline.layer,
            "handle": outline.handle,
            "text": notes.text(words, place, "text") or None,
        }
        notes.add(place, polygon, values)


def _texts(drawing: Drawing, notes: Notebook) -> list[tuple[shapely.Point, str]]:
    """Texts of model space with the point where each stands."""
    found = []
    for entity in drawing.modelspace().query("TEXT MTEXT"):
        words, point = _plain_text(entity), _anchor(entity)
        if words and np.isfinite(point).all():
            found.append((shapely.Point(point), notes.text(words, _place(entity), "text")))
    return found


def _plain_text(entity: Any) -> str:
    text = entity.plain_text() if hasattr(entity, "plain_text") else ""
    text = text if isinstance(text, str) else " ".join(text)
    return " ".join(_MTEXT_CODE.sub("", text).split())


def _anchor(entity: Any) -> tuple[float, float]:
    """Where a text stands: its alignment point if it is aligned by one, else its insertion."""
    point = entity.dxf.insert
    is_aligned = entity.dxf.get("halign", 0) or entity.dxf.get("valign", 0)
    if is_aligned and entity.dxf.hasattr("align_point"):
        point = entity.dxf.align_point
    return float(point.x), float(point.y)


def _note_units(units: int, notes: Notebook) -> str:
    if units == _METRES:
        return "the drawing's unit is the metre; it names no reference system"
    name = _UNIT_NAMES.get(units)
    if name is None:
        notes.find("units_unknown", None, f"INSUNITS is {units}")
        return "the drawing names neither its unit nor a reference system"
    notes.find("units_not_metres", None, f"the drawing says {name}")
    return f"the drawing says its unit is {name}; it names no reference system"


def _place(entity: Any) -> str:
    return f"entity {entity.dxf.handle} (layer {shorten(str(entity.dxf.layer))})"
