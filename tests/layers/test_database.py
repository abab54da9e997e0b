"""Reaching the database: bounded waits, snapshots, and whose words an error has."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import psycopg_pool
import pytest

from geo.errors import DatabaseError, DatabaseNotReady, DatabaseUnavailable, ZonemapError
from layers.address import DatabaseAddress
from layers.database import (
    ReadPool,
    create_read_pool,
    function_files,
    functions_checksum,
    read_snapshot,
    read_sql,
    translate_errors,
    with_search_path,
    write_transaction,
)
from layers.settings import DatabaseSettings

PID_AND_WAIT = "SELECT pg_backend_pid() AS pid FROM pg_sleep(0.2)"

DRIVER_WORDS = (
    "psycopg",
    "SELECT",
    "FATAL",
    "connection to server",
    "socket",
    "relation",
    "LINE 1",
)


def with_pool(url: str, work: Callable[[ReadPool], Awaitable[Any]], **settings: Any) -> Any:
    """Run some work with a read pool that is open for just as long."""

    async def run() -> Any:
        pool = create_read_pool(url, DatabaseSettings(**settings))
        await pool.open(wait=False)
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


async def ask(pool: ReadPool, query: str) -> list[dict[str, Any]]:
    async with read_snapshot(pool) as connection:
        cursor = await connection.execute(query.encode())
        return await cursor.fetchall()


def assert_our_words(error: ZonemapError) -> None:
    assert not [word for word in DRIVER_WORDS if word in str(error)]
    assert error.__cause__ is not None


def test_read_pool_waits_no_longer_than_told(shared_database: DatabaseAddress) -> None:
    async def work(pool: ReadPool) -> float:
        async with read_snapshot(pool):
            started = time.monotonic()
            with pytest.raises(DatabaseUnavailable, match="the database is busy or away") as caught:
                await ask(pool, "SELECT 1")
            assert_our_words(caught.value)
            return time.monotonic() - started

    waited = with_pool(shared_database.reader_url, work, pool_max_size=1, pool_wait_s=0.2)
    assert 0.2 <= waited < 20  # the pool's own wait is of 30 s


def test_read_pool_queues_no_more_than_told(shared_database: DatabaseAddress) -> None:
    async def work(pool: ReadPool) -> list[Any]:
        async with read_snapshot(pool):
            asking = [asyncio.create_task(ask(pool, "SELECT 1")) for _ in range(4)]
            await asyncio.sleep(0.1)
            refused = [task for task in asking if task.done()]
        await asyncio.gather(*asking, return_exceptions=True)
        return [task.exception() for task in refused]

    settings = {"pool_max_size": 1, "pool_max_waiting": 2, "pool_wait_s": 5}
    refused = with_pool(shared_database.reader_url, work, **settings)
    assert [type(error) for error in refused] == [DatabaseUnavailable] * 2


def test_read_pool_of_an_unreachable_server(shared_database: DatabaseAddress) -> None:
    url = "postgresql://u:geheim@127.0.0.1:9/zones"
    with pytest.raises(DatabaseUnavailable) as caught:
        with_pool(url, lambda pool: ask(pool, "SELECT 1"), pool_wait_s=0.3)
    assert_our_words(caught.value)
    assert "geheim" not in str(caught.value)


def test_read_pool_replaces_a_connection_that_was_cut(shared_database: DatabaseAddress) -> None:
    async def work(pool: ReadPool) -> list[dict[str, Any]]:
        (row,) = await ask(pool, "SELECT pg_backend_pid() AS pid")
        with psycopg.connect(shared_database.reader_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", [row["pid"]])
        return await ask(pool, "SELECT 1 AS one")

    assert with_pool(shared_database.reader_url, work) == [{"one": 1}]


def test_read_pool_replaces_all_its_connections_that_were_cut(
    shared_database: DatabaseAddress,
) -> None:
    """Every one that is idle is dead, and the next request still gets its answer, at once."""

    async def work(pool: ReadPool) -> tuple[Any, Any, float]:
        pids = await asyncio.gather(*[ask(pool, PID_AND_WAIT) for _ in range(6)])
        before = {row["pid"] for rows in pids for row in rows}
        with psycopg.connect(shared_database.reader_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 2000) FROM unnest(%s) AS pid", [[*before]]
            )
        started = time.monotonic()
        answers = await asyncio.gather(*[ask(pool, PID_AND_WAIT) for _ in range(6)])
        took_s = time.monotonic() - started
        return before, {row["pid"] for rows in answers for row in rows}, took_s

    times_s: list[float] = []
    # The best of some, as other tests may run beside this one.
    while len(times_s) < 5 and min(times_s, default=9) >= 1.5:
        before, after, took_s = with_pool(shared_database.reader_url, work, pool_wait_s=30)
        # All six, unless the machine is so busy that one ends before another.
        assert len(before) > 1
        assert after
        assert not before & after
        times_s.append(took_s)
    assert min(times_s) < 1.5


def test_read_pool_asks_nothing_of_a_connection_that_is_quiet(
    shared_database: DatabaseAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(connection: Any) -> None:
        raise AssertionError

    async def work(pool: ReadPool) -> list[dict[str, Any]]:
        await ask(pool, "SELECT 1")
        return await ask(pool, "SELECT 2 AS two")

    monkeypatch.setattr(psycopg_pool.AsyncConnectionPool, "check_connection", refuse)
    assert with_pool(shared_database.reader_url, work) == [{"two": 2}]


def test_read_snapshot_is_repeatable_and_read_only(shared_database: DatabaseAddress) -> None:
    query = (
        "SELECT current_setting('transaction_isolation') AS isolation,"
        " current_setting('transaction_read_only') AS read_only"
    )
    assert with_pool(shared_database.reader_url, lambda pool: ask(pool, query)) == [
        {"isolation": "repeatable read", "read_only": "on"}
    ]


def test_read_connection_is_cut_when_the_server_falls_silent(
    shared_database: DatabaseAddress,
) -> None:
    """The server would sleep for longer than the limit; we do not wait for it."""

    async def work(pool: ReadPool) -> tuple[float, int, int]:
        started = time.monotonic()
        async with pool.connection() as borrowed:
            before = borrowed.info.backend_pid
            borrowed.silence_s = 0.3
        with pytest.raises(DatabaseUnavailable, match="the database does not answer") as caught:
            await ask(pool, "SELECT pg_sleep(14)")
        assert_our_words(caught.value)
        took_s = time.monotonic() - started
        (row,) = await ask(pool, "SELECT pg_backend_pid() AS pid")
        return took_s, before, row["pid"]

    took_s, before, after = with_pool(shared_database.reader_url, work, pool_max_size=1)
    assert took_s < 10
    assert before != after


def test_read_connection_is_cancelled_with_its_task(shared_database: DatabaseAddress) -> None:
    """The query ends in the server, and the connection goes back and is used again."""

    async def work(pool: ReadPool) -> tuple[int, int, Any]:
        (before,) = await ask(pool, "SELECT pg_backend_pid() AS pid")
        asking = asyncio.create_task(ask(pool, "SELECT pg_sleep(20)"))
        await asyncio.sleep(0.2)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        (after,) = await ask(pool, "SELECT pg_backend_pid() AS pid")
        return before["pid"], after["pid"], pool.get_stats()

    before, after, stats = with_pool(shared_database.reader_url, work, pool_max_size=1)
    assert before == after
    assert (stats["pool_size"], stats["pool_available"]) == (1, 1)


def test_read_snapshot_sees_one_state_and_cannot_write(loaded_copy: DatabaseAddress) -> None:
    async def work(pool: ReadPool) -> tuple[Any, ...]:
        count = b"SELECT count(*) AS n FROM zone"
        async with read_snapshot(pool) as connection:
            before = await (await connection.execute(count)).fetchone()
            with write_transaction(loaded_copy.owner_url) as owner:
                owner.execute("DELETE FROM zone WHERE location IS NULL")
            after = await (await connection.execute(count)).fetchone()
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                await connection.execute(b"DELETE FROM zone")
        return before, after, (await ask(pool, count.decode()))[0]

    assert with_pool(loaded_copy.reader_url, work) == ({"n": 119}, {"n": 119}, {"n": 107})


def test_read_snapshot_that_takes_too_long(shared_database: DatabaseAddress) -> None:
    async def work(pool: ReadPool) -> None:
        async with read_snapshot(pool) as connection:
            await connection.execute("SET LOCAL statement_timeout = 50")
            await connection.execute("SELECT pg_sleep(5)")

    with pytest.raises(DatabaseUnavailable, match="the query took too long; try again") as caught:
        with_pool(shared_database.reader_url, work)
    assert_our_words(caught.value)


def test_read_snapshot_without_tables(unmigrated_database: DatabaseAddress) -> None:
    with pytest.raises(DatabaseNotReady, match="no tables of ours; run `zonemap load`") as caught:
        with_pool(unmigrated_database.reader_url, lambda pool: ask(pool, "SELECT 1 FROM zone"))
    assert_our_words(caught.value)


def test_read_snapshot_of_tables_of_another_version(shared_database: DatabaseAddress) -> None:
    with pytest.raises(DatabaseNotReady, match="of an older version; run `zonemap load`") as caught:
        with_pool(
            shared_database.reader_url, lambda pool: ask(pool, "SELECT not_there_yet FROM zone")
        )
    assert_our_words(caught.value)


def test_write_transaction_stores_all_or_nothing(fresh_database: DatabaseAddress) -> None:
    def fail_half_way() -> None:
        with write_transaction(fresh_database.owner_url) as connection:
            connection.execute("INSERT INTO state (key, value) VALUES ('a', 'b')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with write_transaction(fresh_database.owner_url) as connection:
        rows = connection.execute("SELECT * FROM state WHERE key = 'a'").fetchall()
    assert rows == []


def test_write_transaction_as_the_reader_is_refused(shared_database: DatabaseAddress) -> None:
    with (
        pytest.raises(DatabaseError, match="the role may not do this in the database") as caught,
        write_transaction(shared_database.reader_url) as connection,
    ):
        connection.execute("DELETE FROM zone")
    assert_our_words(caught.value)


def test_write_transactions_wait_in_line(fresh_database: DatabaseAddress) -> None:
    with (
        write_transaction(fresh_database.owner_url),
        psycopg.connect(fresh_database.owner_url, autocommit=True) as other,
    ):
        row = other.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ).fetchone()
    assert row == (1,)


def test_mistake_of_ours_is_not_hidden() -> None:
    """An error that only wrong SQL can cause keeps its name, for the log."""
    with pytest.raises(psycopg.errors.SyntaxError), translate_errors():
        raise psycopg.errors.SyntaxError("SELEC")


def test_search_path_keeps_the_options_of_the_address() -> None:
    url = "postgresql://h/d?options=-c%20role%3Dzonemap_reader"
    assert with_search_path(url) == "-c role=zonemap_reader -c search_path=zonemap,public"
    assert with_search_path("postgresql://h/d") == "-c search_path=zonemap,public"


def test_sql_files_are_found_by_name_and_in_order() -> None:
    assert read_sql("get_status").startswith(b"-- What the database holds")
    names = [file.name for file in function_files()]
    assert names == sorted(names)
    assert names[0] == "004_today_in_vietnam.sql"
    assert len(functions_checksum()) == 64
