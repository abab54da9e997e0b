"""Bringing the rows of a backup into a database: all of them, as they were, or nothing.

Nothing that a backup says is run as SQL. pg_restore only decodes the dump to text; of that text
the rows alone are used, and they go through COPY statements made here, into tables made by our
own migrations, whose constraints hold as ever.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from alembic import command as alembic
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection as EngineConnection

from geo.errors import DatabaseError, DatabaseUnavailable, InvalidParameter, SourceError
from layers.backup_contents import (
    FUNCTIONS_KEY,
    VERSION_TABLE,
    TableShape,
    list_tables,
    read_geometries,
    read_ledger,
    read_sequences,
    read_tables,
    sequence_of,
)
from layers.backup_file import Contents, Manifest, open_backup_file
from layers.database import WRITERS_LOCK, function_files, functions_checksum
from layers.migrate import MIGRATIONS, alembic_config, owner_transaction
from layers.postgres_clients import ClientPrograms, find_clients, run_client
from layers.vocabulary import SCHEMA

Progress = Callable[[str], None]
Connection = psycopg.Connection[Any]

_LOCK_WAIT_S = 10
_PIECE = 1 << 16
_ENTRY = re.compile(r"\d+; \d+ \d+ (TABLE DATA|SEQUENCE SET) (\S+) (\S+) \S.*")
_COPY = re.compile(rb'COPY "?([a-z_0-9]+)"?\."?([a-z_0-9]+)"? \(([a-z_0-9", ]+)\) FROM stdin;\n')
_HARMLESS = re.compile(
    rb"(--.*|SET [a-z_]+ = [^;]*;|SELECT pg_catalog\.set_config\('search_path', '', false\);"
    rb"|\\(un)?restrict [A-Za-z0-9]+)?\n"
)


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored and compared.

    Attributes
    ----------
    contents
        As the backup described them, and as they were found again.
    revision
        Of the tables now: newer than the backup's if it was made by an older version.
    same_ledger
        Whether the ledger came out the same. It may differ only where the backup was made by a
        version that reckons it otherwise, or under another PostGIS.
    """

    manifest: Manifest
    contents: Contents
    revision: str
    same_ledger: bool


def restore_backup(
    owner_url: str, path: Path, *, force: bool = False, progress: Progress = lambda step: None
) -> RestoreReport:
    """Restore a backup into an empty database, in one transaction.

    The file is checked whole before the database is touched, and the rows are counted, hashed and
    measured before they stand. Whatever goes wrong leaves the database as it was.

    Parameters
    ----------
    owner_url
        libpq address of the role that owns, or will own, the tables.
    path
        A file of `layers.backup.write_backup`.
    force
        Whether a database that holds rows is emptied first, in the same transaction. All that is
        in our schema goes, also what was made there by hand.
    progress
        Told each step as it begins.

    Raises
    ------
    SourceError
        The file is no backup, is damaged, holds anything but rows, comes from a newer version, or
        its rows are not what it says.
    InvalidParameter
        The database holds rows and `force` is not set.
    DatabaseNotFound
        There is no pg_restore on this machine.
    DatabaseUnavailable
        The database does not answer, or others kept its tables in use for 10 s.
    """
    with tempfile.TemporaryDirectory(prefix="zonemap-restore-") as name:
        progress("checking the file")
        with open_backup_file(path, Path(name)) as (manifest, dump):
            clients = find_clients()
            _require_known_revision(manifest, path)
            _require_only_rows(clients, manifest, dump, path)
            source = _Source(path, manifest, dump, clients)
            with owner_transaction(owner_url) as connection:
                return _restore(connection, source, force=force, progress=progress)


@dataclass(frozen=True, slots=True)
class _Source:
    """A checked backup and what decodes it."""

    path: Path
    manifest: Manifest
    dump: Path
    clients: ClientPrograms


def _restore(
    connection: EngineConnection, source: _Source, *, force: bool, progress: Progress
) -> RestoreReport:
    """Do all of it inside the open transaction."""
    contents = source.manifest.contents
    raw = _driver_connection(connection)
    progress("making the tables")
    version_before = _make_room(raw, force=force)
    config = alembic_config(connection)
    alembic.upgrade(config, contents.revision)
    tables = list_tables(raw)
    _require_same_names(source, tables)
    for table in tables:
        progress(f"restoring {table.name}")
        _copy_table(raw, source, table)
    _set_sequences(raw, contents)
    raw.execute("DELETE FROM state WHERE key = %s", [FUNCTIONS_KEY])
    progress("comparing counts, hashes and areas")
    _require_same_contents(source, raw)
    progress("making views and functions")
    alembic.upgrade(config, "head")
    _apply_functions(raw)
    progress("comparing the ledger")
    same_ledger = _compare_ledger(source, raw)
    if version_before is not None:
        _count_on(raw, version_before)
    _begin_anew(raw)
    head = ScriptDirectory.from_config(config).get_current_head() or ""
    return RestoreReport(source.manifest, contents, head, same_ledger)


def _make_room(connection: Connection, *, force: bool) -> int | None:
    """Have an empty schema of ours and nobody else in it; see `_require_empty`."""
    try:
        connection.execute(f"SET LOCAL lock_timeout = '{_LOCK_WAIT_S}s'".encode())
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_LOCK])
        version_before = _require_empty(connection, force=force)
        schema = sql.Identifier(SCHEMA)
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
    except psycopg.errors.LockNotAvailable as error:
        raise DatabaseUnavailable(
            f"others kept the tables in use for {_LOCK_WAIT_S} s",
            remedy="end imports and long queries, and try again",
        ) from error
    return version_before


def _require_known_revision(manifest: Manifest, path: Path) -> None:
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if manifest.contents.revision not in known:
        raise SourceError(
            f"{path.name} has tables of revision {manifest.contents.revision}",
            expected=f"one of {', '.join(sorted(known))}",
            remedy="it was made by a newer version of the program: update this checkout",
        )


def _require_only_rows(clients: ClientPrograms, manifest: Manifest, dump: Path, path: Path) -> None:
    """Refuse a dump that lists anything but the rows of the manifest's tables, each once."""
    done = run_client([clients.program("pg_restore"), "--list", str(dump)])
    if done.returncode != 0:
        is_newer = "unsupported version" in done.stderr
        raise SourceError(
            f"pg_restore {clients.major} cannot read the rows in {path.name}",
            expected=f"rows written by pg_dump {clients.major} or older"
            if is_newer
            else "rows as pg_dump wrote them",
            remedy="install newer client programs of PostgreSQL"
            if is_newer
            else "take another backup; nothing was changed",
        )
    listed: list[str] = []
    for line in done.stdout.splitlines():
        if not line.strip() or line.startswith(";"):
            continue
        entry = _ENTRY.fullmatch(line)
        if entry is None or entry.group(2) != SCHEMA:
            raise _foreign(path, f"it lists {line.partition(' ')[2][:80]!r}")
        if entry.group(1) == "TABLE DATA":
            listed.append(entry.group(3))
    if sorted(listed) != sorted(manifest.contents.tables):
        raise _foreign(path, "it lists other tables than its manifest")


def _require_empty(connection: Connection, *, force: bool) -> int | None:
    """Refuse a database that holds anything, unless told to replace it.

    Returns
    -------
    The version of the data that is replaced; None where there is none.
    """
    (found,) = _rows(connection, "SELECT to_regnamespace(%s) IS NOT NULL", SCHEMA)
    if found != (True,):
        return None
    held = []
    for (name,) in _rows(
        connection,
        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s)"
        " AND relkind IN ('r', 'p') AND relname NOT IN (%s, 'state') ORDER BY relname",
        SCHEMA,
        VERSION_TABLE,
    ):
        query = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(SCHEMA, name))
        if connection.execute(query).fetchone() == (True,):
            held.append(str(name))
    if held and not force:
        raise InvalidParameter(
            f"the database holds rows already, in {', '.join(held[:6])}"
            + (" and others" if len(held) > 6 else ""),
            expected="an empty database",
            remedy="name another in DATABASE_URL, or use --force to replace all that it holds",
        )
    if not held:
        return None
    state = sql.Identifier(SCHEMA, "state")
    query = sql.SQL("SELECT CAST(value AS bigint) FROM {} WHERE key = 'data_version'").format(state)
    found_version = connection.execute(query).fetchone()
    return int(found_version[0]) if found_version else 0


def _require_same_names(source: _Source, tables: tuple[TableShape, ...]) -> None:
    """The manifest names exactly the tables that its revision has."""
    if {table.name for table in tables} != set(source.manifest.contents.tables):
        raise _foreign(source.path, "its tables are not those of its revision")


def _copy_table(connection: Connection, source: _Source, table: TableShape) -> None:
    """Bring the rows of one table in, through a COPY statement of our own."""
    expected = source.manifest.contents.tables[table.name].rows
    # The dump brings the row that says which functions were there; it is no part of the data.
    expected += table.name == "state"
    try:
        with _decoded(source, table.name) as stream:
            columns = _read_head(source, table, stream)
            if columns is None:
                copied = 0
            else:
                statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                    sql.Identifier(SCHEMA, table.name),
                    sql.SQL(", ").join(map(sql.Identifier, columns)),
                )
                with connection.cursor() as cursor, cursor.copy(statement) as copy:
                    copied = 0
                    for piece, is_end in _row_pieces(stream):
                        copied += is_end
                        if copied > expected:
                            raise _foreign(source.path, f"{table.name} has too many rows")
                        copy.write(piece)
                _read_rest(source, table, stream)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        named = error.diag.constraint_name or error.diag.column_name or "their form"
        raise SourceError(
            f"the rows of {table.name} in {source.path.name} were refused by the database: {named}",
            expected="rows as `zonemap backup` wrote them",
            remedy="take another backup; nothing was changed",
        ) from error
    if copied != expected:
        raise _foreign(source.path, f"{table.name} has {copied} rows, not {expected}")


@contextmanager
def _decoded(source: _Source, table: str) -> Iterator[IO[bytes]]:
    """The text into which pg_restore decodes one table's rows."""
    command = [source.clients.program("pg_restore"), "--data-only", "--file=-"]
    command += [f"--schema={SCHEMA}", f"--table={table}", str(source.dump)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            yield process.stdout
            code = process.wait()
        finally:
            process.kill()
    if code != 0:
        raise _foreign(source.path, f"the rows of {table} cannot be decoded")


def _read_head(source: _Source, table: TableShape, stream: IO[bytes]) -> list[str] | None:
    """Read up to the rows; the columns that they bring, or None if the table brings none."""
    while line := stream.readline(_PIECE):
        found = _COPY.fullmatch(line)
        if found is None:
            if _HARMLESS.fullmatch(line) is None:
                raise _foreign(source.path, f"something other than rows stands in {table.name}")
            continue
        schema, name, listed = (group.decode() for group in found.groups())
        columns = [column.strip().strip('"') for column in listed.split(",")]
        if (schema, name) != (SCHEMA, table.name) or sorted(columns) != sorted(table.columns):
            raise _foreign(source.path, f"{table.name} has other columns than its revision")
        return columns
    return None


def _row_pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield the rows in pieces of bounded size, and whether each piece ends a row."""
    is_start = True
    while piece := stream.readline(_PIECE):
        if is_start and piece == b"\\.\n":
            return
        is_start = piece.endswith(b"\n")
        yield piece, is_start


def _read_rest(source: _Source, table: TableShape, stream: IO[bytes]) -> None:
    while line := stream.readline(_PIECE):
        if _HARMLESS.fullmatch(line) is None:
            raise _foreign(source.path, f"something other than rows follows in {table.name}")


def _set_sequences(connection: Connection, contents: Contents) -> None:
    """Have each numbered column go on where it stood, and never behind a row that is there."""
    for place in read_sequences(connection):
        table, _, column = place.partition(".")
        query = sql.SQL(
            "SELECT setval(CAST({} AS regclass),"
            " greatest(coalesce(max({}), 0) + 1, CAST(%s AS bigint)), false) FROM {}"
        ).format(
            sequence_of(table, column).as_string(connection),
            sql.Identifier(column),
            sql.Identifier(table),
        )
        connection.execute(query, [max(contents.sequences.get(place, 1), 1)])


def _require_same_contents(source: _Source, connection: Connection) -> None:
    """Refuse rows that do not come to what the manifest says."""
    contents = source.manifest.contents
    found: dict[str, dict[str, Any]] = {
        "rows": dict(read_tables(connection)),
        "geometries": dict(read_geometries(connection)),
        "numbering": dict(read_sequences(connection)),
    }
    said: dict[str, dict[str, Any]] = {
        "rows": dict(contents.tables),
        "geometries": dict(contents.geometries),
        "numbering": dict(contents.sequences),
    }
    for what, parts in said.items():
        for place in sorted(parts.keys() | found[what].keys()):
            one, other = parts.get(place), found[what].get(place)
            if one != other and not _differ_by_a_hair(one, other):
                raise _foreign(source.path, f"the {what} of {place} are not as it says")


def _differ_by_a_hair(one: Any, other: Any) -> bool:
    """Whether areas of the same geometries differ by less than another PostGIS may make of them."""
    areas = getattr(one, "area_m2", None), getattr(other, "area_m2", None)
    if areas[0] is None or areas[1] is None or one.sha256 != other.sha256:
        return False
    return bool(one.count == other.count and abs(areas[0] - areas[1]) <= 1e-8 * areas[0] + 0.1)


def _compare_ledger(source: _Source, connection: Connection) -> bool:
    """Whether the ledger is the same; refuse one that differs without an explanation."""
    manifest = source.manifest
    said = manifest.contents.ledger
    found = read_ledger(connection, said.on_day)
    if found == said:
        return True
    (version,) = _rows(connection, "SELECT postgis_lib_version()")
    is_explained = (
        manifest.contents.functions_sha256 != functions_checksum()
        or manifest.postgis != str(version[0])
    )
    if not is_explained:
        raise _foreign(source.path, "the land ledger is not as it says")
    return False


def _apply_functions(connection: Connection) -> None:
    for path in function_files():
        connection.execute(path.read_bytes())
    connection.execute(
        "INSERT INTO state (key, value) VALUES (%s, %s)", [FUNCTIONS_KEY, functions_checksum()]
    )


def _count_on(connection: Connection, version_before: int) -> None:
    """Have the data's version rise, so that no page built from the replaced rows is shown."""
    connection.execute(
        "INSERT INTO state (key, value) VALUES ('data_version', %s) ON CONFLICT (key) DO UPDATE"
        " SET value = CAST(greatest(CAST(state.value AS bigint), %s) + 1 AS text)",
        [str(version_before + 1), version_before],
    )


def _begin_anew(connection: Connection) -> None:
    """Have this database's versions differ from the backup's, and keep today's zones.

    From here on it goes its own way: what was kept under a version of either is not the other's.
    """
    connection.execute(
        "INSERT INTO state (key, value) VALUES ('data_mark', CAST(gen_random_uuid() AS text))"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    )
    for view in ("zone_published", "collection_published"):
        connection.execute(f"REFRESH MATERIALIZED VIEW {view}".encode())


def _driver_connection(connection: EngineConnection) -> Connection:
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise DatabaseError(f"the driver's connection is {type(raw).__name__}", expected="psycopg")
    return raw


def _rows(connection: Connection, query: str, *values: object) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode(), values or None).fetchall()


def _foreign(path: Path, reason: str) -> SourceError:
    return SourceError(
        f"{path.name} was refused: {reason}",
        expected="a backup as `zonemap backup` wrote it",
        remedy="take another backup; nothing was changed",
    )
