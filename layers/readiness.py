"""What is still to be done before the map can be served: cheap checks that spare a second start.

Each step of the set-up notes what it was made from; while that is the same, doing the step again
would change nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from geo.errors import DatabaseNotReady
from geo.vietnam_time import today_in_vietnam
from layers.database import WriteConnection, functions_checksum, read_sql, write_transaction

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def is_migrated(owner_url: str) -> bool:
    """Whether tables and functions are those of this version of the program.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be reached.
    """
    try:
        with write_transaction(owner_url) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            functions = _noted(connection, "functions_sha256")
    except DatabaseNotReady:
        return False
    return row is not None and row["version_num"] == head() and functions == functions_checksum()


def head() -> str:
    """Newest revision of the tables, by the names of the migrations' files."""
    names = sorted(
        path.stem for path in (PACKAGE / "migrations" / "versions").glob("revision_*.py")
    )
    return names[-1].split("_")[1]


def is_loaded(owner_url: str, data_directory: Path, *, illustrative: bool) -> bool:
    """Whether the bundle was loaded from just these files, by just this program.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database`.
    """
    with write_transaction(owner_url) as connection:
        made_from = _bundle_stamp(data_directory, illustrative=illustrative)
        return _noted(connection, "bundle_of") == made_from


def note_loaded(connection: WriteConnection, data_directory: Path, *, illustrative: bool) -> None:
    """Note what the bundle was loaded from; inside the transaction that loads it."""
    _note(connection, "bundle_of", _bundle_stamp(data_directory, illustrative=illustrative))


def is_measured(owner_url: str) -> bool:
    """Whether the stored distances are those of the present data, statements and day.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database`.
    """
    with write_transaction(owner_url) as connection:
        return _noted(connection, "distances_of") == _distances_stamp(connection)


def note_measured(connection: WriteConnection) -> None:
    """Note what the distances were measured from; inside the transaction that stores them."""
    _note(connection, "distances_of", _distances_stamp(connection))


def _bundle_stamp(data_directory: Path, *, illustrative: bool) -> str:
    files = sorted(path for path in data_directory.rglob("*") if path.is_file())
    code = sorted([*(CHECKOUT / "geo").rglob("*.py"), *PACKAGE.rglob("*.py")])
    statements = sorted((PACKAGE / "sql").rglob("*.sql"))
    return f"{_hash([*files, *code, *statements])} {illustrative}"


def _distances_stamp(connection: WriteConnection) -> str:
    version = _noted(connection, "data_version")
    statements = hashlib.sha256(read_sql("measure_distances")).hexdigest()
    return f"{version} {statements} {functions_checksum()} {today_in_vietnam()}"


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _noted(connection: WriteConnection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM state WHERE key = %s", [key]).fetchone()
    return None if row is None else str(row["value"])


def _note(connection: WriteConnection, key: str, value: str) -> None:
    connection.execute(
        "INSERT INTO state (key, value) VALUES (%s, %s)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )
