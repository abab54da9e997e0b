"""Writing all rows of a database to one file that says what they must come to.

Only rows are kept. The tables, views and functions are the program's own, made anew by `restore`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psycopg

from geo.errors import DatabaseError, InvalidParameter
from geo.vietnam_time import day_of
from layers.backup_contents import Connection, list_tables, read_contents
from layers.backup_file import FORMAT_VERSION, Contents, Manifest, sha256_of, write_backup_file
from layers.database import translate_errors, with_search_path
from layers.postgres_clients import connection_environment, find_clients, run_client
from layers.vocabulary import SCHEMA

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was written: the file, its size in bytes, and what it holds."""

    path: Path
    size_bytes: int
    contents: Contents


def write_backup(
    owner_url: str, path: Path, *, force: bool = False, progress: Progress = lambda step: None
) -> BackupReport:
    """Write a backup of a database, as it is at one moment.

    Parameters
    ----------
    owner_url
        libpq address of the role that owns the tables.
    path
        File to write; it appears under this name only when it is complete.
    force
        Whether a file that is there already is replaced.
    progress
        Told each step as it begins.

    Raises
    ------
    InvalidParameter
        The file is there already, or its folder is not.
    DatabaseNotFound
        There is no pg_dump on this machine that is new enough for the server.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database`.
    DatabaseError
        pg_dump failed.
    """
    _require_free(path, force=force)
    with (
        tempfile.TemporaryDirectory(prefix=".zonemap-backup-", dir=path.parent) as name,
        _snapshot(owner_url) as connection,
    ):
        folder = Path(name)
        now = datetime.now(UTC).replace(microsecond=0)
        progress("counting and hashing what is there")
        contents = read_contents(connection, day_of(now))
        progress("writing the rows")
        _dump(connection, owner_url, folder / "rows.dump")
        manifest = Manifest(
            format_version=FORMAT_VERSION,
            created_at=now,
            program=_program_version(),
            postgres=str(connection.info.server_version // 10_000),
            postgis=_postgis_version(connection),
            contents=contents,
            dump_bytes=(folder / "rows.dump").stat().st_size,
            dump_sha256=sha256_of(folder / "rows.dump"),
        )
        progress("putting the file together")
        write_backup_file(folder / "backup", manifest, folder / "rows.dump")
        _publish(folder / "backup", path, force=force)
    return BackupReport(path, path.stat().st_size, contents)


@contextmanager
def _snapshot(owner_url: str) -> Iterator[Connection]:
    """One state of the database; nobody who writes is kept waiting."""
    with (
        translate_errors(),
        psycopg.connect(
            owner_url, options=with_search_path(owner_url), connect_timeout=5
        ) as connection,
    ):
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def _dump(connection: Connection, owner_url: str, output: Path) -> None:
    """Have pg_dump write the rows that this transaction sees."""
    clients = find_clients(connection.info.server_version // 10_000)
    ((snapshot,),) = connection.execute("SELECT pg_export_snapshot()").fetchall()
    command = [clients.program("pg_dump"), "--format=custom", "--compress=6", "--data-only"]
    command += ["--no-owner", "--no-privileges", "--no-password", "--strict-names"]
    command += [f"--table={SCHEMA}.{table.name}" for table in list_tables(connection)]
    command += [f"--snapshot={snapshot}", f"--file={output.absolute()}"]
    with connection_environment(owner_url) as environment:
        done = run_client(command, environment)
    if done.returncode != 0:
        raise DatabaseError(
            f"pg_dump could not write the rows: {_last_line(done.stderr)}",
            remedy="see that the database answers and that there is room on the disk",
        )


def _require_free(path: Path, *, force: bool) -> None:
    if not path.parent.is_dir():
        raise InvalidParameter(
            f"the folder {path.parent} is not there", remedy="make it, or name another"
        )
    if path.is_dir():
        raise InvalidParameter(f"{path} is a folder", remedy="name a file in it")
    if os.path.lexists(path) and not force:
        raise _taken(path)


def _taken(path: Path) -> InvalidParameter:
    return InvalidParameter(f"{path} is there already", remedy="name another, or use --force")


def _publish(unfinished: Path, path: Path, *, force: bool) -> None:
    """Give the complete file its name; without `force` never over another that came meanwhile."""
    if force:
        unfinished.replace(path)
        return
    try:
        os.link(unfinished, path)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError:  # a file system without hard links
        _require_free(path, force=False)
        unfinished.replace(path)


def _program_version() -> str:
    with suppress(PackageNotFoundError):
        return f"zonemap {version('zonemap')}"
    return "zonemap"


def _postgis_version(connection: Connection) -> str:
    ((found,),) = connection.execute("SELECT postgis_lib_version()").fetchall()
    return str(found)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no reason was given"
