"""Bringing a database to the tables and functions of this version of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from geo.errors import DatabaseError
from layers.database import (
    WRITERS_LOCK,
    function_files,
    functions_checksum,
    translate_errors,
    with_search_path,
)
from layers.vocabulary import SCHEMA

MIGRATIONS = Path(__file__).parent / "migrations"


def create_owner_engine(owner_url: str) -> Engine:
    """SQLAlchemy engine of the role that owns the tables.

    Parameters
    ----------
    owner_url
        libpq address.
    """

    def connect() -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(owner_url, options=with_search_path(owner_url), connect_timeout=5)

    return create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)


@contextmanager
def owner_transaction(owner_url: str) -> Iterator[Connection]:
    """Open a transaction of SQLAlchemy as the owner: all of it is stored, or nothing.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady, DatabaseError
        See `layers.database.translate_errors`.
    """
    with translate_errors():
        try:
            with create_owner_engine(owner_url).begin() as connection:
                yield connection
        except DBAPIError as error:
            # SQLAlchemy wraps what the driver raised.
            if error.orig is None:
                raise
            raise error.orig from error


def migrate_database(owner_url: str) -> bool:
    """Create or update our schema: tables by Alembic, then views and functions.

    All of it is one transaction. Safe to run when nothing is to be done, and from two processes.

    Parameters
    ----------
    owner_url
        libpq address of the role that owns the tables.

    Returns
    -------
    Whether anything was changed.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be reached.
    DatabaseError
        If the database was migrated by a newer version of the program.
    """
    with owner_transaction(owner_url) as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})"))
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        config = alembic_config(connection)
        current = MigrationContext.configure(
            connection, opts={"version_table_schema": SCHEMA}
        ).get_current_revision()
        scripts = ScriptDirectory.from_config(config)
        known = {script.revision for script in scripts.walk_revisions()}
        if current is not None and current not in known:
            raise DatabaseError(
                f"the database is at revision {current}",
                expected=f"one of {', '.join(sorted(known))}",
                remedy="it was made by a newer version of the program: update this checkout",
            )
        if current != scripts.get_current_head():
            if current is not None:
                # Views read columns that a migration may change; all are made again below.
                _drop_functions(connection)
                connection.execute(text("DELETE FROM state WHERE key = 'functions_sha256'"))
            command.upgrade(config, "head")
        changed_functions = _apply_functions(connection)
        return current != scripts.get_current_head() or changed_functions


def alembic_config(connection: Connection) -> Config:
    """Alembic configuration for an open connection; no file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _apply_functions(connection: Connection) -> bool:
    """Replace all views and functions, if they are not those of this version."""
    wanted = functions_checksum()
    current = connection.execute(
        text("SELECT value FROM state WHERE key = 'functions_sha256'")
    ).scalar()
    if current == wanted:
        return False
    _drop_functions(connection)
    for path in function_files():
        connection.exec_driver_sql(path.read_text(encoding="utf-8").replace("%", "%%"))
    connection.execute(
        text(
            "INSERT INTO state (key, value) VALUES ('functions_sha256', :wanted)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        ),
        {"wanted": wanted},
    )
    return True


def _drop_functions(connection: Connection) -> None:
    """Drop every function of our schema: their order of dependence does not matter then."""
    functions = connection.execute(
        text(
            "SELECT CAST(CAST(p.oid AS regprocedure) AS text) FROM pg_proc AS p"
            " WHERE p.pronamespace = CAST(:schema AS regnamespace)"
        ),
        {"schema": SCHEMA},
    ).scalars()
    for function in functions.all():
        connection.execute(text(f"DROP FUNCTION IF EXISTS {function} CASCADE"))
