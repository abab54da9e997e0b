"""Reaching the database: the read pool, the engine for imports, migrations and SQL by file name.

Driver errors become ours here, at the edge; nothing above this module knows the driver's.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

import psycopg
from psycopg.pq.abc import PGresult
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

from geo.errors import DatabaseError, DatabaseNotReady, DatabaseUnavailable, ZonemapError
from geo.vietnam_time import today_in_vietnam
from layers.read_connection import ReadConnection as ReadConnection  # for whoever reads
from layers.read_connection import require_alive
from layers.settings import DatabaseSettings
from layers.vocabulary import SCHEMA
from layers.wide_questions import WideQuestions

SQL_DIRECTORY = Path(__file__).parent / "sql"


class ReadPool(AsyncConnectionPool[ReadConnection]):
    """Connections for reading, and who may use how many of them.

    Attributes
    ----------
    wide
        Whose turn it is of the questions that may take long.
    """

    wide: WideQuestions


WriteConnection = psycopg.Connection[DictRow]
"""A connection of the owner, inside one transaction."""

WRITERS_LOCK = 7_140_266
"""Advisory lock that migrations, loads and measuring take, any fixed number: one at a time."""

GRACE_S = 2.0
"""Seconds after the statement timeout in which the server has to say that it ended a query."""

REPLACED_AGAIN_S = 1.0
"""Seconds after which idle connections that are found broken are replaced again."""

_RETRY = "try again in a few seconds; `zonemap db status` tells whether it runs"


@cache
def read_sql(name: str) -> bytes:
    """Text of one query file.

    Parameters
    ----------
    name
        File name in `layers/sql/queries` without `.sql`.

    Returns
    -------
    The statement, as the driver wants it.
    """
    return (SQL_DIRECTORY / "queries" / f"{name}.sql").read_bytes()


def function_files() -> list[Path]:
    """Files of views and functions, in the order in which they depend on each other."""
    return sorted((SQL_DIRECTORY / "functions").glob("*.sql"))


@cache
def functions_checksum() -> str:
    """SHA-256 over all files of views and functions, to apply them only when they changed."""
    digest = hashlib.sha256()
    for path in function_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def create_read_pool(reader_url: str, settings: DatabaseSettings) -> ReadPool:
    """Pool of read-only connections that serve pages; opened by the caller.

    Parameters
    ----------
    reader_url
        Address of the serving role.
    settings
        Pool sizes, and how long a request may wait for a connection, seconds.

    Returns
    -------
    A pool that waits a bounded time and queues a bounded number of requests.
    """
    replaced_at = -REPLACED_AGAIN_S

    async def configure(connection: ReadConnection) -> None:
        connection.silence_s = settings.statement_timeout_ms / 1000 + GRACE_S
        # Said here, every BEGIN carries it, and no transaction needs a round trip to say it.
        await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        await connection.set_read_only(True)

    async def replace_idle() -> None:
        # Where one has broken the others have, and the pool tries only two of them at once
        # before it waits for seconds. Requests that find the rest meanwhile need no new round.
        nonlocal replaced_at
        if time.monotonic() - replaced_at >= REPLACED_AGAIN_S:
            replaced_at = time.monotonic()
            await pool.drain()

    async def check(connection: ReadConnection) -> None:
        await require_alive(connection, or_else=replace_idle)

    pool = ReadPool(
        reader_url,
        connection_class=ReadConnection,
        kwargs={
            "row_factory": dict_row,
            "autocommit": True,
            "client_encoding": "UTF8",
            "options": with_search_path(reader_url),
            "connect_timeout": 2,
        },
        min_size=settings.pool_min_size,
        max_size=settings.pool_max_size,
        timeout=settings.pool_wait_s,
        max_waiting=settings.pool_max_waiting,
        configure=configure,
        check=check,
        reconnect_timeout=5,
        open=False,
        name="zonemap-read",
    )
    pool.wide = WideQuestions(settings)
    return pool


@asynccontextmanager
async def read_snapshot(pool: ReadPool) -> AsyncIterator[ReadConnection]:
    """Borrow a connection whose queries all see the same state of the database.

    Raises
    ------
    DatabaseUnavailable
        If no connection comes in time, or the database goes away.
    DatabaseNotReady
        If the tables are not there.
    """
    with translate_errors():
        async with pool.connection() as connection, connection.transaction():
            yield connection


async def fetch_all(connection: ReadConnection, name: str, **values: Any) -> list[dict[str, Any]]:
    """Rows of one query file.

    Parameters
    ----------
    name
        File name in `layers/sql/queries` without `.sql`.
    values
        Its parameters.
    """
    cursor = await connection.execute(read_sql(name), values)
    return await cursor.fetchall()


async def fetch_rows(
    pool: ReadPool, statement: bytes, values: Mapping[str, Any] | None, *, prepare: bool
) -> list[dict[str, Any]]:
    """Rows of one statement that needs no transaction.

    Parameters
    ----------
    prepare
        Whether it is planned once for all values.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `translate_errors`.
    """
    with translate_errors():
        connection = await pool.getconn()
        try:
            # As `pool.connection()` does it, but for ending a transaction that there is none of.
            cursor = await connection.execute(statement, values, prepare=prepare, binary=True)
            return await cursor.fetchall()
        finally:
            await pool.putconn(connection)


async def fetch_texts(
    pool: ReadPool, statement: bytes, values: Mapping[str, Any] | None, *, prepare: bool
) -> PGresult:
    """As `fetch_rows`, for columns of text, which are left as the UTF-8 that they come in.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `translate_errors`.
    """
    with translate_errors():
        connection = await pool.getconn()
        try:
            cursor = await connection.execute(statement, values, prepare=prepare, binary=True)
            return cast("PGresult", cursor.pgresult)
        finally:
            await pool.putconn(connection)


@asynccontextmanager
async def wide_snapshot(pool: ReadPool) -> AsyncIterator[ReadConnection]:
    """As `read_snapshot`, for a question that may take long: it waits for its turn first.

    Raises
    ------
    ServerBusy, QueryTooSlow
        See `layers.wide_questions.WideQuestions`.
    DatabaseUnavailable, DatabaseNotReady
        See `translate_errors`.
    """
    # Inside out: a query that was ended is told of as too slow before it is told of as a failure.
    with translate_errors():
        async with pool.wide.turn(), pool.connection() as connection, connection.transaction():
            await connection.execute(pool.wide.limit_statement)
            yield connection


@contextmanager
def write_transaction(owner_url: str) -> Iterator[WriteConnection]:
    """Open a transaction of the owner: all of it is stored, or nothing. Writers wait in line.

    What is kept of today's zones for pages and features is brought up to date at its end.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be reached.
    DatabaseNotReady
        If the tables are not there.
    """
    with (
        translate_errors(),
        psycopg.connect(
            owner_url, row_factory=dict_row, options=with_search_path(owner_url), connect_timeout=5
        ) as connection,
    ):
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_LOCK])
        yield connection
        publish_zones(connection)


def publish_zones(connection: WriteConnection) -> None:
    """Keep what is measured of today's zones, if what is kept is out of date.

    Parameters
    ----------
    connection
        Of the owner, at the end of a transaction that changed data: what it changes afterwards is
        not kept, and then measured anew for each request until the next change.
    """
    known = connection.execute("SELECT to_regclass('zone_published') AS view").fetchone()
    if known is None or known["view"] is None:  # a database of an older version of the program
        return
    row = connection.execute(
        "SELECT published FROM is_published(%s)", [today_in_vietnam()]
    ).fetchone()
    if row is not None and not row["published"]:
        # Readers go on with what was kept until this transaction is committed.
        for view in ("zone_published", "collection_published"):
            connection.execute(f"REFRESH MATERIALIZED VIEW CONCURRENTLY {view}".encode())


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn the driver's errors into ours, so that none of its words reach a user.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be reached, is busy, or a query takes too long.
    DatabaseNotReady
        If the tables are not there.
    DatabaseError
        If the role may not do what was asked.
    """
    try:
        yield
    except psycopg.Error as error:
        ours = _translate(error)
        if ours is None:
            raise
        raise ours from error


def _translate(error: psycopg.Error) -> ZonemapError | None:
    """Our error for one of the driver's; None for one that only a mistake of ours can cause."""
    match error:
        case PoolTimeout() | TooManyRequests():
            return DatabaseUnavailable("the database is busy or away", remedy=_RETRY)
        case (
            psycopg.errors.UndefinedTable()
            | psycopg.errors.UndefinedFunction()
            | psycopg.errors.InvalidSchemaName()
        ):
            return DatabaseNotReady(
                "the database has no tables of ours", remedy="run `zonemap load`"
            )
        case psycopg.errors.UndefinedColumn():
            return DatabaseNotReady(
                "the database's tables are those of an older version", remedy="run `zonemap load`"
            )
        case psycopg.errors.InsufficientPrivilege() | psycopg.errors.ReadOnlySqlTransaction():
            return DatabaseError(
                "the role may not do this in the database",
                expected="the role that owns the tables",
                remedy="correct DATABASE_URL",
            )
        case psycopg.errors.QueryCanceled():
            return DatabaseUnavailable("the query took too long", remedy=_RETRY)
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return DatabaseUnavailable("the database does not answer", remedy=_RETRY)
    return None


def with_search_path(url: str) -> str:
    """Connection options: those that the address carries already, and where our tables are."""
    carried = psycopg.conninfo.conninfo_to_dict(url).get("options") or ""
    return f"{carried} -c search_path={SCHEMA},public".strip()
