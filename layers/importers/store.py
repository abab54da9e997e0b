"""Storing checked rows: only what differs is written, so that a second load changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import shapely
from psycopg import sql
from sqlalchemy import Table

from layers.as_of import first_day, last_day
from layers.badges import badge_for
from layers.columns import SRID
from layers.database import WriteConnection, read_sql
from layers.importers.bundle_rows import FigureRow, split_keys
from layers.tables import claim, coastline, link, port, source, zone

if TYPE_CHECKING:
    from layers.importers.bundle import Bundle

BUNDLE = "bundle"
"""Value of `origin` for rows that came with the project."""

COUNTED = ("source", "zone", "figure", "parcel", "port", "link", "coastline", "claim")

FIGURE_COLUMNS = (
    "fingerprint",
    "subject_kind",
    "subject_id",
    "metric",
    "value",
    "value_low",
    "value_high",
    "value_text",
    "unit",
    "scope",
    "as_of",
    "as_of_begin",
    "as_of_end",
    "method",
    "badge",
    "note",
    "ordinal",
)


def store_bundle_tables(connection: WriteConnection, bundle: Bundle) -> dict[str, int]:
    """Store all tables of the bundle but footprints and parcels.

    Returns
    -------
    Rows changed, by table.
    """
    changed = {
        "source": upsert(connection, source, _source_rows(bundle)),
        "zone": upsert(connection, zone, _zone_rows(bundle)),
        "port": upsert(connection, port, _port_rows(bundle)),
        "link": upsert(connection, link, _link_rows(bundle)),
        "claim": upsert(connection, claim, _claim_rows(bundle)),
        "coastline": upsert(connection, coastline, _coastline_rows(bundle)),
        "figure": _store_bundle_figures(connection, bundle),
    }
    for table in (zone, port, link, claim, coastline):
        changed[table.name] += _remove_departed(connection, table)
    return changed


def count_rows(connection: WriteConnection) -> dict[str, int]:
    """Rows now held by table; of figures and parcels those in force."""
    counts = {}
    for name in COUNTED:
        query = sql.SQL("SELECT count(*) AS n FROM {}").format(sql.Identifier(name))
        if name in ("figure", "parcel"):
            query += sql.SQL(" WHERE upper_inf(recorded)")
        row = connection.execute(query).fetchone()
        counts[name] = row["n"] if row else 0
    return counts


def copy_rows(
    connection: WriteConnection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows by COPY; a geometry is given as EWKB in hexadecimal."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), _identifiers(columns)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def ewkb(geometry: shapely.Geometry) -> str:
    """Hexadecimal EWKB of an EPSG:4326 geometry."""
    return str(shapely.to_wkb(shapely.set_srid(geometry, SRID), hex=True, include_srid=True))


def upsert(
    connection: WriteConnection,
    table: Table,
    rows: list[dict[str, Any]],
    *,
    over_imports: bool = False,
) -> int:
    """Insert new rows and replace those that differ.

    Parameters
    ----------
    rows
        All with the same columns.
    over_imports
        Whether rows that an import brought may be replaced; the bundle leaves them alone.

    Returns
    -------
    How many rows were inserted or replaced.
    """
    columns = list(rows[0]) if rows else []
    staged = f"staged_{table.name}"
    keys = [column.name for column in table.primary_key]
    values = [name for name in columns if name not in keys]
    told = [name for name in values if name != "origin"]
    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(staged)))
    connection.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(
            sql.Identifier(staged), _identifiers(columns or keys), sql.Identifier(table.name)
        )
    )
    if not rows:
        return 0
    copy_rows(connection, staged, columns, ([row[name] for name in columns] for row in rows))
    text = (
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged}"
        " ON CONFLICT ({keys}) DO UPDATE SET ({values}) = ROW ({new})"
        " WHERE ({old}) IS DISTINCT FROM ({told})"
    )
    if "origin" in columns and not over_imports:
        text += " AND {table}.origin = excluded.origin"
    statement = sql.SQL(text).format(
        table=sql.Identifier(table.name),
        columns=_identifiers(columns),
        staged=sql.Identifier(staged),
        keys=_identifiers(keys),
        values=_identifiers(values),
        old=_identifiers(told, of=table.name),
        new=_identifiers(values, of="excluded"),
        told=_identifiers(told, of="excluded"),
    )
    return connection.execute(statement).rowcount


def _remove_departed(connection: WriteConnection, table: Table) -> int:
    """Remove bundled rows that are no longer in the bundle.

    A zone whose parcels are on record stays: the land book must still be able to name it.
    """
    (key,) = [column.name for column in table.primary_key]
    text = (
        "DELETE FROM {table} AS t WHERE NOT EXISTS"
        " (SELECT FROM {staged} AS s WHERE s.{key} = t.{key})"
    )
    if "origin" in table.columns:
        text += " AND t.origin = 'bundle'"
    if table is zone:
        text += " AND NOT EXISTS (SELECT FROM parcel AS p WHERE p.{key} = t.{key})"
    statement = sql.SQL(text).format(
        table=sql.Identifier(table.name),
        staged=sql.Identifier(f"staged_{table.name}"),
        key=sql.Identifier(key),
    )
    return connection.execute(statement).rowcount


def insert_figures(
    connection: WriteConnection, figures: Iterable[FigureRow], *, origin: str
) -> int:
    """Insert the figures that are not in force yet, each with its sources.

    Parameters
    ----------
    figures
        Checked figures; one that is in force word for word is passed over.
    origin
        `bundle`, or the import that brings them.

    Returns
    -------
    How many were inserted.
    """
    _stage_figures(connection, figures)
    return connection.execute(read_sql("insert_new_figures"), {"origin": origin}).rowcount


def _store_bundle_figures(connection: WriteConnection, bundle: Bundle) -> int:
    """End the figures that changed or left, and insert the new ones."""
    _stage_figures(connection, bundle.figures)
    ended = connection.execute(read_sql("end_departed_figures")).rowcount
    values = {"origin": BUNDLE}
    return ended + connection.execute(read_sql("insert_new_figures"), values).rowcount


def _stage_figures(connection: WriteConnection, figures: Iterable[FigureRow]) -> None:
    columns = _identifiers(FIGURE_COLUMNS)
    connection.execute("DROP TABLE IF EXISTS staged_figure")
    connection.execute(
        sql.SQL(
            "CREATE TEMPORARY TABLE staged_figure ON COMMIT DROP AS"
            " SELECT {}, NULL::text[] AS source_keys FROM figure LIMIT 0"
        ).format(columns)
    )
    copy_rows(connection, "staged_figure", (*FIGURE_COLUMNS, "source_keys"), _figure_cells(figures))


def _source_rows(bundle: Bundle) -> list[dict[str, Any]]:
    return [
        {
            "source_key": row.key,
            "publisher": row.publisher,
            "address": row.address,
            "kind": row.kind,
            "licence": row.licence,
            "retrieved": row.retrieved,
            "note": row.note,
        }
        for row in bundle.sources
    ]


def _zone_rows(bundle: Bundle) -> list[dict[str, Any]]:
    rows = []
    for row in bundle.zones:
        cells = row.model_dump(exclude={"lon", "lat"})
        cells["location"] = (
            None if row.lon is None or row.lat is None else ewkb(shapely.Point(row.lon, row.lat))
        )
        rows.append({**cells, "origin": BUNDLE})
    return rows


def _port_rows(bundle: Bundle) -> list[dict[str, Any]]:
    rows = []
    for row in bundle.ports:
        cells = row.model_dump(exclude={"lon", "lat", "location_badge"})
        place = ewkb(shapely.Point(row.lon, row.lat))
        rows.append({**cells, "geom": place, "badge": row.location_badge, "origin": BUNDLE})
    return rows


def _link_rows(bundle: Bundle) -> list[dict[str, Any]]:
    rows = []
    for row in bundle.links:
        cells = row.model_dump(exclude={"geometry_wkt", "sources"})
        cells["geom"] = ewkb(shapely.from_wkt(row.geometry_wkt))
        cells["source_keys"] = row.sources
        rows.append({**cells, "geometry_quality": "schematic", "origin": BUNDLE})
    return rows


def _claim_rows(bundle: Bundle) -> list[dict[str, Any]]:
    rows = []
    for ordinal, row in enumerate(bundle.claims, start=1):
        cells = row.model_dump(exclude={"sources"})
        rows.append({**cells, "source_keys": row.sources, "ordinal": ordinal, "origin": BUNDLE})
    return rows


def _coastline_rows(bundle: Bundle) -> list[dict[str, Any]]:
    parts = bundle.coastline
    kind_of = {row.key: row.kind for row in bundle.sources}
    return [
        {
            "part_id": part_id,
            "kind": kind,
            "geom": ewkb(geometry),
            "source_key": parts.source_key,
            "badge": badge_for(kind_of[parts.source_key], None),
        }
        for part_id, kind, geometry in parts.parts
    ]


def _figure_cells(figures: Iterable[FigureRow]) -> Iterable[list[Any]]:
    seen: set[str] = set()
    for ordinal, row in enumerate(figures, start=1):
        fingerprint = hashlib.sha256(row.model_dump_json().encode()).hexdigest()
        if fingerprint in seen:
            continue
        seen.add(fingerprint)
        cells = {
            **row.model_dump(exclude={"sources"}),
            "fingerprint": fingerprint,
            "as_of_begin": first_day(row.as_of) if row.as_of else None,
            "as_of_end": last_day(row.as_of) if row.as_of else None,
            "ordinal": ordinal,
        }
        yield [*(cells[name] for name in FIGURE_COLUMNS), list(split_keys(row.sources))]


def _identifiers(names: Iterable[str], *, of: str | None = None) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.Identifier(of, name) if of else sql.Identifier(name) for name in names
    )
