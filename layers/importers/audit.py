"""The audit row of an import: who, when, which file with which hash, what it changed."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from layers.database import WriteConnection, read_sql


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What is written down of one import.

    Attributes
    ----------
    file, sha256
        Name without its folder, and hash of the content.
    layer
        zones, parcels, ports, links, coastline or openstreetmap.
    counts
        Rows begun, ended and changed, by table.
    findings
        What the examination of the file found, JSON-ready.
    """

    file: str
    sha256: str
    layer: str
    source_key: str | None
    as_of: str | None
    options: Mapping[str, Any]
    counts: Mapping[str, int]
    findings: Sequence[Mapping[str, Any]] = ()
    profile: str | None = None


def begin_import(connection: WriteConnection) -> int:
    """Number of the import that this transaction is, for `origin` of the rows it writes."""
    row = connection.execute(
        "SELECT nextval(pg_get_serial_sequence('import_run', 'import_id')) AS import_id"
    ).fetchone()
    return int(row["import_id"]) if row else 0


def record_import(connection: WriteConnection, import_id: int, record: ImportRecord) -> None:
    """Write the audit row; the database counts it as a change of the data.

    Parameters
    ----------
    connection
        Inside the transaction of the import: the row stands if and only if the import does.
    import_id
        From `begin_import`.
    """
    connection.execute(
        read_sql("insert_import_run"),
        {
            "import_id": import_id,
            "imported_by": _account(),
            "file": record.file,
            "sha256": record.sha256,
            "layer": record.layer,
            "profile": record.profile,
            "source_key": record.source_key,
            "as_of": record.as_of,
            "options": _json(record.options),
            "counts": _json(record.counts),
            "findings": _json(list(record.findings)),
        },
    )


def origin_of(import_id: int) -> str:
    """Value of `origin` for the rows that an import writes."""
    return f"import:{import_id}"


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
