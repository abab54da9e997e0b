"""GeoPackage (OGC 12-128), read as the SQLite file it is, without running anything in it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import shapely

from layers.importers.raw import RawLayer, Value
from layers.importers.reading.choice import choose_layer, finish
from layers.importers.reading.crs_text import crs_from_wkt
from layers.importers.reading.dispatch import Job
from layers.importers.reading.notebook import Notebook, shorten
from layers.importers.reading.numbers import read_date
from layers.importers.reading.shapes import geometry_from_wkb

_APPLICATION_IDS: Final = (b"GPKG", b"GP10", b"GP11")
_ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_RTREE_TRIGGERS: Final = ("insert", "delete", *(f"update{n}" for n in range(1, 8)))
_ALLOWED_ACTIONS: Final = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_PRAGMA,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_TRANSACTION,
}
_ALLOWED_FUNCTIONS: Final = {"count", "lower", "coalesce"}
_DAMAGED: Final = "the GeoPackage is cut off or damaged"
_REMEDY_DAMAGED: Final = "copy or export it again"
_REMEDY_EXTRAS: Final = "export the layer alone into a new GeoPackage"


@dataclass(frozen=True, slots=True)
class _Layer:
    """One feature table by the register of the file."""

    table: str
    column: str
    srs_id: int


def read(job: Job) -> RawLayer:
    """Read one feature table of a GeoPackage; see `dispatch.read_layer`."""
    notes = job.notes
    _check_header(job.content, job.path, notes)
    copy = job.folder / "copy.gpkg"
    copy.write_bytes(job.content)
    job.content = b""
    connection = sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        copy.unlink()
        _harden(connection, notes)
        return _read_layer(connection, job)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        notes.refuse(
            "gpkg_truncated", f"{_DAMAGED} ({shorten(str(error))})", remedy=_REMEDY_DAMAGED
        )
    finally:
        connection.close()


def _check_header(content: bytes, path: Path, notes: Notebook) -> None:
    """Check size, kind and journal by the first 100 bytes (https://sqlite.org/fileformat2.html)."""
    page = int.from_bytes(content[16:18], "big")
    page = 65_536 if page == 1 else page
    pages = int.from_bytes(content[28:32], "big")
    if len(content) < 100 or page < 512 or len(content) < page * max(1, pages):
        notes.refuse(
            "gpkg_truncated",
            f"{_DAMAGED}: {len(content)} of {page * pages} bytes are there",
            remedy=_REMEDY_DAMAGED,
        )
    if content[68:72] not in _APPLICATION_IDS:
        notes.refuse(
            "gpkg_application",
            "the file is an SQLite database but does not call itself a GeoPackage",
            value=content[68:72].hex(),
            expected="the application id GPKG",
            remedy="export the layer as GeoPackage",
        )
    journal = path.with_name(f"{path.name}-wal")
    if journal.exists() and journal.stat().st_size:
        notes.refuse(
            "gpkg_journal",
            "a program has the file open; what it changed last is not in it yet",
            value=journal.name,
            remedy="close the file there and try again",
        )


def _harden(connection: sqlite3.Connection, notes: Notebook) -> None:
    connection.text_factory = bytes
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA query_only = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, notes.limits.archive_mb * 1024 * 1024)
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action not in _ALLOWED_ACTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and second not in _ALLOWED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _read_layer(connection: sqlite3.Connection, job: Job) -> RawLayer:
    notes = job.notes
    layers = _list_layers(connection, notes)
    if not layers:
        choose_layer([], "layer", notes)
    _check_schema(connection, layers, notes)
    _check_pages(connection, notes)
    names = [layer.table for layer in layers]
    layer = layers[choose_layer(names, "layer", notes)]
    types, key = _list_columns(connection, layer, notes)
    columns = list(types)
    crs_found, crs_note = _crs(connection, layer, notes)
    for number, row in enumerate(_rows(connection, layer, key, columns), start=1):
        _read_row(number, row, layer, types, notes)
    return finish(
        job,
        format_="gpkg",
        layer=layer.table,
        layers=names,
        crs_found=crs_found,
        crs_note=crs_note,
        encoding="utf-8",
        columns=columns,
    )


def _list_layers(connection: sqlite3.Connection, notes: Notebook) -> list[_Layer]:
    try:
        rows = connection.execute(
            "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents AS c"
            " JOIN gpkg_geometry_columns AS g ON lower(g.table_name) = lower(c.table_name)"
            " WHERE c.data_type = 'features' ORDER BY c.rowid"
        ).fetchall()
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):
            raise
        _refuse_schema(f"a table of its register is missing ({shorten(str(error))})", notes)
    layers = []
    for table, column, srs_id in rows:
        if not isinstance(srs_id, int):
            _refuse_schema("the register names a reference system that is no number", notes)
        layers.append(_Layer(_name(table, notes), _name(column, notes), srs_id))
    return layers


def _check_schema(connection: sqlite3.Connection, layers: list[_Layer], notes: Notebook) -> None:
    """Refuse what may run or invent rows: triggers, views and virtual tables but the standard's."""
    tables = set()
    for kind, name, table, sql in connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
    ):
        what, shown, on = _name(kind, notes), _name(name, notes), _name(table, notes)
        text = " ".join(_name(sql, notes).split()) if sql else ""
        if what == "view":
            recursive = " that refers to itself" if re.search(r"\brecursive\b", text, re.I) else ""
            _refuse_extra("gpkg_view", f"a view{recursive}", shown, notes)
        elif what == "trigger" and not _is_standard_trigger(shown, on, layers):
            _refuse_extra("gpkg_trigger", "a trigger", shown, notes)
        elif what == "table":
            tables.add(shown.lower())
            is_virtual = text.lower().startswith("create virtual table")
            if is_virtual and not _is_spatial_index(shown, text, layers):
                _refuse_extra("gpkg_virtual_table", "a virtual table", shown, notes)
    for layer in layers:
        if layer.table.lower() not in tables:
            _refuse_schema(f"the register names a table {shorten(layer.table)!r}", notes)


def _is_standard_trigger(name: str, table: str, layers: list[_Layer]) -> bool:
    """Triggers of the spatial index, of GDAL's feature count and of the standard's own tables."""
    known = {f"rtree_{x.table}_{x.column}_{end}" for x in layers for end in _RTREE_TRIGGERS}
    known |= {f"trigger_{verb}_feature_count_{x.table}" for x in layers for verb in _COUNTED}
    return name in known or (name.startswith("gpkg_") and table.startswith("gpkg_"))


_COUNTED: Final = ("insert", "delete")


def _is_spatial_index(name: str, sql: str, layers: list[_Layer]) -> bool:
    is_rtree = re.search(r"\busing\s+rtree\s*\(", sql, re.IGNORECASE) is not None
    return is_rtree and name in {f"rtree_{layer.table}_{layer.column}" for layer in layers}


def _check_pages(connection: sqlite3.Connection, notes: Notebook) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != b"ok":
        notes.refuse(
            "gpkg_truncated",
            f"{_DAMAGED} ({shorten(verdict.decode('utf-8', 'replace'))})",
            remedy=_REMEDY_DAMAGED,
        )


def _list_columns(
    connection: sqlite3.Connection, layer: _Layer, notes: Notebook
) -> tuple[dict[str, str], str | None]:
    """Declared type of each attribute column, and the key column."""
    types: dict[str, str] = {}
    key, has_geometry = None, False
    for _, raw_name, raw_type, _, _, is_key, hidden in connection.execute(
        f"PRAGMA table_xinfo({_quote(layer.table)})"
    ):
        name, type_ = _name(raw_name, notes), _name(raw_type or b"", notes).upper()
        if hidden:
            _refuse_extra("gpkg_generated_column", "a computed column", name, notes)
        if name.lower() == layer.column.lower():
            has_geometry = True
        elif is_key and type_ == "INTEGER":
            key = name
        elif "BLOB" in type_:
            notes.find("blob_column", None, f"column {shorten(name)}")
        else:
            types[name] = type_
    if not has_geometry:
        _refuse_schema(f"the table has no column {shorten(layer.column)!r}", notes)
    return types, key


def _crs(
    connection: sqlite3.Connection, layer: _Layer, notes: Notebook
) -> tuple[str | None, str | None]:
    if layer.srs_id in (0, -1):
        notes.find("crs_not_stated", None, f"the layer has srs_id {layer.srs_id}")
        return None, "the layer says that its reference system is not defined"
    row = connection.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
        " WHERE srs_id = ?",
        (layer.srs_id,),
    ).fetchone()
    if row is None:
        return None, f"the layer names reference system {layer.srs_id}, which the file lacks"
    organization = _name(row[0], notes).upper()
    if organization in ("NONE", "") or not isinstance(row[1], int):
        return crs_from_wkt(_name(row[2], notes))
    return f"{organization}:{row[1]}", None


def _rows(
    connection: sqlite3.Connection, layer: _Layer, key: str | None, columns: list[str]
) -> Iterator[tuple[Any, ...]]:
    wanted = [_quote(key) if key else "NULL", _quote(layer.column), *map(_quote, columns)]
    # Identifiers cannot be bound; each is quoted, and the authorizer lets nothing but reads pass.
    yield from connection.execute(
        f"SELECT {', '.join(wanted)} FROM {_quote(layer.table)}"  # noqa: S608
    )


def _read_row(
    number: int,
    row: tuple[Any, ...],
    layer: _Layer,
    types: dict[str, str],
    notes: Notebook,
) -> None:
    place = f"feature {number}" if row[0] is None else f"feature {number} (fid {row[0]})"
    values: dict[str, Value] = {}
    for (column, type_), cell in zip(types.items(), row[2:], strict=True):
        values[column] = _value(cell, place, column, type_, notes)
    geometry = None if row[1] is None else _geometry(row[1], layer, place, notes)
    notes.add(place, geometry, values, number)


def _value(cell: object, place: str, column: str, type_: str, notes: Notebook) -> Value:
    if type_ == "BOOLEAN" and cell in (0, 1):
        return bool(cell)
    if not isinstance(cell, bytes):
        return notes.value(cell, place, column)
    try:
        text = cell.decode("utf-8")
    except UnicodeDecodeError:
        notes.fault(
            "encoding_wrong",
            "the text is not UTF-8",
            place=place,
            column=column,
            value=cell[:40].hex(),
            remedy="export the layer again with UTF-8 text",
        )
        return None
    if type_ == "DATE":
        return read_date(text) or notes.text(text, place, column)
    return notes.text(text, place, column)


def _geometry(blob: object, layer: _Layer, place: str, notes: Notebook) -> shapely.Geometry | None:
    """Geometry behind the header of OGC 12-128, 2.1.3."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        notes.fault(
            "geometry_broken", "the geometry has no GeoPackage header", place=place, value=""
        )
        return None
    flags = blob[3]
    envelope = _ENVELOPE_BYTES.get(flags >> 1 & 7)
    if envelope is None or flags & 0x20:
        notes.fault("geometry_broken", "the geometry is of an unknown extension", place=place)
        return None
    srs_id = int.from_bytes(blob[4:8], "little" if flags & 1 else "big", signed=True)
    if srs_id != layer.srs_id:
        notes.find("several_crs", place, f"{srs_id} in the geometry, {layer.srs_id} in the layer")
    geometry, _ = geometry_from_wkb(blob[8 + envelope :], place, None, notes)
    return geometry


def _name(value: object, notes: Notebook) -> str:
    """Name in the file's register as text."""
    if not isinstance(value, bytes):
        _refuse_schema("its register holds something that is no text", notes)
    try:
        return notes.text(value.decode("utf-8"), "the register")
    except UnicodeDecodeError:
        _refuse_schema("its register holds text that is not UTF-8", notes)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _refuse_schema(reason: str, notes: Notebook) -> NoReturn:
    notes.refuse(
        "gpkg_schema",
        f"the GeoPackage contradicts itself: {reason}",
        expected="tables as OGC 12-128 asks",
        remedy=_REMEDY_EXTRAS,
    )


def _refuse_extra(code: str, what: str, name: str, notes: Notebook) -> NoReturn:
    notes.refuse(
        code,
        f"the GeoPackage holds {what}",
        place=shorten(name),
        expected="plain tables; nothing that runs or is computed",
        remedy=_REMEDY_EXTRAS,
    )
