"""Questions that take long are ended soon, told apart from a database that is away, and bounded."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest

from layers.address import DatabaseAddress
from tests.api.conftest import Serve
from tests.api.test_errors import assert_problem
from tests.ogc.asking import get, items
from tests.ogc.conftest import Sql
from tests.patience import PATIENCE_S, PATIENT, wait_for

WIDE: dict[str, Any] = {"filter": "use = 'industrial'"}


@contextmanager
def locked(address: DatabaseAddress, table: str) -> Iterator[None]:
    """Let every question to a table wait, as if it took long to answer."""
    with psycopg.connect(address.owner_url) as owner:
        owner.execute(f"LOCK TABLE zonemap.{table} IN ACCESS EXCLUSIVE MODE")  # type: ignore[arg-type]
        yield
        owner.rollback()


@pytest.mark.parametrize(
    "asked",
    [
        WIDE,
        {"sortby": "-area_m2"},
        {"use": "industrial"},
        {**WIDE, "zone_id": "tan-thuan"},
        {**WIDE, "crs": "http://www.opengis.net/def/crs/EPSG/0/9210"},
        {**WIDE, "f": "csv"},
    ],
)
def test_query_that_takes_too_long_is_refused_and_says_so(
    serve: Serve, loaded_copy: DatabaseAddress, asked: dict[str, Any]
) -> None:
    client = serve(loaded_copy, filter_timeout_ms=200, **PATIENT)
    with locked(loaded_copy, "parcel"):
        answer = get(client, "/collections/parcels/items", **asked)
    problem = assert_problem(answer, 400)
    assert problem.detail == (
        "the query took longer than 0.2 s; narrow the filter to a smaller area or to one zone, "
        "or leave the order out"
    )
    assert "retry-after" not in answer.headers


def test_wide_queries_leave_half_of_the_connections_to_others(
    serve: Serve, loaded_copy: DatabaseAddress
) -> None:
    client = serve(
        loaded_copy,
        pool_min_size=2,
        pool_max_size=2,
        pool_wait_s=1.0,
        filter_timeout_ms=60_000,
        statement_timeout_ms=60_000,
    )
    items(client, "ports")
    answers: list[httpx.Response] = []

    def ask() -> None:
        with httpx.Client(base_url=client.base_url, timeout=PATIENCE_S) as own:
            answers.append(get(own, "/collections/parcels/items", **WIDE))

    with locked(loaded_copy, "parcel"):
        asking = [threading.Thread(target=ask) for _ in range(4)]
        for thread in asking:
            thread.start()
        # All but the one whose turn it is have waited in vain.
        wait_for(lambda: len(answers) == 3)
        assert items(client, "ports")["numberReturned"] == 10
        assert [answer.status_code for answer in answers] == [503, 503, 503]
        assert all(answer.headers["retry-after"] for answer in answers)
        assert "filter or an order" in answers[0].json()["detail"]
    for thread in asking:
        thread.join()
    assert answers[3].status_code == 200


def test_text_without_accents_is_not_searched_for_them(sql: Sql) -> None:
    def seconds(text: str) -> float:
        """Time of the quickest of some tries."""
        taken = []
        for _ in range(3):
            started = time.perf_counter()
            sql.execute(
                "SELECT count(*) FROM generate_series(1, 10000) AS n"
                " WHERE without_accents(%s || n::text) = ''",
                [text],
            )
            taken.append(time.perf_counter() - started)
        return min(taken)

    assert seconds("lo dat khu dong ") * 3 < seconds("lô đất khu đông ")
