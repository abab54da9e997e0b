"""What a database holds, in numbers and hashes: two databases are the same if these are.

Everything is read from the catalogue and the rows of one transaction; text does not depend on the
session's settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from geo.errors import DatabaseNotReady
from layers.backup_file import Contents, GeometryContent, LedgerContent, TableContent
from layers.tables import metadata
from layers.vocabulary import SCHEMA

Connection = psycopg.Connection[Any]

VERSION_TABLE = "alembic_version"
FUNCTIONS_KEY = "functions_sha256"
"""Key in `state` that says which functions are there; not a part of the data."""

# Every session writes rows as the same text, whatever its defaults.
_PLAIN_TEXT: tuple[LiteralString, ...] = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
)


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table as the catalogue has it: columns that rows bring, and those that number them."""

    name: str
    columns: tuple[str, ...]
    numbered: tuple[str, ...]
    geometries: tuple[str, ...]


def list_tables(connection: Connection) -> tuple[TableShape, ...]:
    """Tables of our schema, each after those that it refers to; Alembic's own is left out."""
    rows = _fetch(
        connection,
        """
        SELECT c.relname AS name,
          array_agg(CAST(a.attname AS text) ORDER BY a.attnum) AS columns,
          coalesce(array_agg(CAST(a.attname AS text) ORDER BY a.attnum)
            FILTER (WHERE a.attidentity <> ''), '{}') AS numbered,
          coalesce(array_agg(CAST(a.attname AS text) ORDER BY a.attnum)
            FILTER (WHERE t.typname = 'geometry'), '{}') AS geometries
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE c.relnamespace = CAST(%(schema)s AS regnamespace) AND c.relkind = 'r'
          AND c.relname <> %(versions)s
          AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY c.relname
        """,
        schema=SCHEMA,
        versions=VERSION_TABLE,
    )
    order = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
    shapes = [
        TableShape(
            row["name"], tuple(row["columns"]), tuple(row["numbered"]), tuple(row["geometries"])
        )
        for row in rows
    ]
    return tuple(sorted(shapes, key=lambda shape: (order.get(shape.name, len(order)), shape.name)))


def read_contents(connection: Connection, on_day: date) -> Contents:
    """Everything that a restored database is compared by.

    Parameters
    ----------
    connection
        Inside a transaction that sees one state; `search_path` finds our schema.
    on_day
        Day on which the ledger is taken.
    """
    return Contents(
        revision=read_revision(connection),
        functions_sha256=_read_functions(connection),
        tables=read_tables(connection),
        geometries=read_geometries(connection),
        sequences=read_sequences(connection),
        ledger=read_ledger(connection, on_day),
    )


def read_tables(connection: Connection) -> dict[str, TableContent]:
    """Rows and hash of each table."""
    _write_plain_text(connection)
    found = {}
    for table in list_tables(connection):
        only = sql.SQL("WHERE t.key <> {}").format(FUNCTIONS_KEY) if table.name == "state" else None
        query = sql.SQL(
            "SELECT count(*) AS rows, encode(sha256(convert_to("
            "coalesce(string_agg(h, '' ORDER BY h), ''), 'UTF8')), 'hex') AS sha256 "
            "FROM (SELECT encode(sha256(convert_to(CAST(ROW(t.*) AS text), 'UTF8')), 'hex') AS h "
            "FROM {} AS t {}) AS hashed"
        ).format(sql.Identifier(table.name), only or sql.SQL(""))
        (row,) = _fetch(connection, query)
        found[table.name] = TableContent(**row)
    return found


def read_geometries(connection: Connection) -> dict[str, GeometryContent]:
    """Number, hash and geodesic area of each column of geometries."""
    found = {}
    for table in list_tables(connection):
        for column in table.geometries:
            query = sql.SQL(
                "SELECT count({0}) AS count, encode(sha256(convert_to(coalesce(string_agg("
                "encode(sha256(ST_AsEWKB({0})), 'hex'), '' "
                "ORDER BY encode(sha256(ST_AsEWKB({0})), 'hex')), ''), 'UTF8')), 'hex') AS sha256, "
                "CAST(coalesce(sum(round(CAST(ST_Area(CAST({0} AS geography)) AS numeric), 1)), 0) "
                "AS float8) AS area_m2 FROM {1}"
            ).format(sql.Identifier(column), sql.Identifier(table.name))
            (row,) = _fetch(connection, query)
            found[f"{table.name}.{column}"] = GeometryContent(**row)
    return found


def read_sequences(connection: Connection) -> dict[str, int]:
    """Next value of each numbered column."""
    found = {}
    for table in list_tables(connection):
        for column in table.numbered:
            query = sql.SQL("SELECT last_value + CAST(is_called AS integer) AS next FROM {}")
            (row,) = _fetch(connection, query.format(sequence_of(table.name, column)))
            found[f"{table.name}.{column}"] = int(row["next"])
    return found


def sequence_of(table: str, column: str) -> sql.Identifier:
    """The sequence that numbers a column: PostgreSQL names it so when it makes the column."""
    return sql.Identifier(f"{table}_{column}_seq")


def read_ledger(connection: Connection, on_day: date) -> LedgerContent:
    """The land ledger of every zone that has parcels, illustrative ones included."""
    _write_plain_text(connection)
    (row,) = _fetch(
        connection,
        """
        SELECT count(*) AS zones, count(l.leased_ha) AS zones_known,
          CAST(coalesce(sum(l.gross_ha), 0) AS float8) AS gross_ha,
          CAST(coalesce(sum(l.net_ha), 0) AS float8) AS net_ha,
          CAST(coalesce(sum(l.leased_ha), 0) AS float8) AS leased_ha,
          encode(sha256(convert_to(
            coalesce(string_agg(CAST(ROW(l.*) AS text), E'\\n' ORDER BY l.zone_id), ''), 'UTF8'
          )), 'hex') AS sha256
        FROM zone_ledger(%(on_day)s) AS l
        """,
        on_day=on_day,
    )
    return LedgerContent(on_day=on_day, **row)


def read_revision(connection: Connection) -> str:
    """Revision of the tables, as Alembic knows it."""
    query = sql.SQL("SELECT version_num FROM {}").format(sql.Identifier(VERSION_TABLE))
    (row,) = _fetch(connection, query)
    return str(row["version_num"])


def _read_functions(connection: Connection) -> str:
    rows = _fetch(connection, "SELECT value FROM state WHERE key = %(key)s", key=FUNCTIONS_KEY)
    if not rows:
        raise DatabaseNotReady(
            "the database has tables and no functions", remedy="run `zonemap load`"
        )
    return str(rows[0]["value"])


def _write_plain_text(connection: Connection) -> None:
    for statement in _PLAIN_TEXT:
        connection.execute(statement)


def _fetch(
    connection: Connection, query: LiteralString | sql.Composed, **values: Any
) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, values or None).fetchall()
