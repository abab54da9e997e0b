"""Order and pages: unknown values last, ties told apart, and nothing lost while data change."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import orjson
import psycopg
import pytest

from layers.address import DatabaseAddress
from layers.collections import COLLECTIONS as CATALOGUE
from layers.database import with_search_path
from tests.api.conftest import Serve
from tests.api.test_errors import assert_problem
from tests.ogc.asking import (
    ID_PROPERTY,
    RELATION,
    Json,
    all_ids,
    fetch,
    get,
    ids,
    items,
    link,
    pages,
)

Sql = psycopg.Connection[tuple[Any, ...]]

ORDERS = [
    ("zones", "total_area_ha"),
    ("zones", "-total_area_ha"),
    ("zones", "remaining_ha"),
    ("zones", "-remaining_ha"),
    ("zones", "former_province,-total_area_ha"),
    ("zones", "-status,kind,remaining_ha"),
    ("zones", "ledger_illustrative,-tenants"),
    ("zones", "-zone_id"),
    ("zones", "name_vi"),
    ("zones", "zone_id,total_area_ha"),
    ("parcels", "use"),
    ("parcels", "-ledger_line,-area_m2"),
    ("parcels", "option_expires,-holds_from"),
    ("ports", "-max_vessel_dwt"),
    ("ports", "un_locode,inside_region"),
    ("links", "opened_or_planned_year"),
    ("coastline", "-kind"),
]


def ids_by_sql(sql: Sql, collection: str, sortby: str) -> list[str]:
    parts = []
    for name in sortby.split(","):
        parts.append(f"{name.removeprefix('-')} {'DESC' if name[0] == '-' else 'ASC'} NULLS LAST")
    order = ", ".join([*parts, ID_PROPERTY[collection]])
    rows = sql.execute(
        f"SELECT {ID_PROPERTY[collection]} FROM {RELATION[collection]}(today_in_vietnam())"  # type: ignore[arg-type]
        f" ORDER BY {order}"
    ).fetchall()
    return [row[0] for row in rows]


@pytest.mark.parametrize(("collection", "sortby"), ORDERS)
def test_sortby_on_one_page_and_on_many(
    ogc: httpx.Client,
    sql: Sql,
    history: httpx.Client,
    history_sql: Sql,
    collection: str,
    sortby: str,
) -> None:
    """As SQL orders, unknown values last whichever way; pages cut through ties and NULLs."""
    client, same = (history, history_sql) if collection == "parcels" else (ogc, sql)
    expected = ids_by_sql(same, collection, sortby)
    assert all_ids(client, collection, sortby=sortby) == expected
    found = pages(client, collection, sortby=sortby, limit=13, properties=ID_PROPERTY[collection])
    assert [feature for page in found for feature in ids(page)] == expected


def test_orders_above_have_unknown_values_and_ties(sql: Sql) -> None:
    row = sql.execute(
        "SELECT count(*) FILTER (WHERE remaining_ha IS NULL), count(remaining_ha),"
        " count(DISTINCT status) FROM zone_feature(today_in_vietnam())"
    ).fetchone()
    assert row is not None
    assert row[0] > 13
    assert row[1] > 13
    assert row[2] < 13


def test_plus_and_spaces_mean_ascending(ogc: httpx.Client) -> None:
    expected = all_ids(ogc, "zones", sortby="status,-zone_id")
    path = "/collections/zones/items?limit=10000&sortby="
    for text in ("%2Bstatus,-zone_id", "+status,-zone_id", "status,%20-zone_id"):
        assert ids(fetch(ogc, path + text)) == expected


@pytest.mark.parametrize(
    "sortby",
    [
        "",
        ",",
        "kind,",
        "--kind",
        "kind,kind",
        "kind,-kind",
        "kind desc",
        "kind;status",
        "geometry",
        "1",
        "kind,status,note,name_vi,name_en,zone_id",
        "-",
    ],
)
def test_sortby_that_names_no_order(ogc: httpx.Client, sortby: str) -> None:
    problem = assert_problem(get(ogc, "/collections/zones/items", sortby=sortby), 400)
    assert problem.detail.startswith("sortby ")


def test_every_property_can_be_paged_by(ogc: httpx.Client) -> None:
    """Cursors of every kind of value are read again; ties and NULLs included."""
    for collection, described in CATALOGUE.items():
        everything = set(all_ids(ogc, collection))
        for item in described.properties[::8]:
            asked = {"sortby": f"-{item.name}", "properties": described.id_property}
            first = items(ogc, collection, limit=len(everything) - 5, **asked)
            second = fetch(ogc, link(first, "next"))
            assert {*ids(first), *ids(second)} == everything
            assert len(ids(first)) + len(ids(second)) == len(everything)
            assert link(second, "first") == link(first, "self")


# --- Cursors --------------------------------------------------------------------------------------


def cursor_of(page: Json) -> str:
    return httpx.URL(link(page, "next")).params["cursor"]


@pytest.mark.parametrize(
    ("collection", "asked"),
    [
        ("zones", {"sortby": "-kind"}),
        ("zones", {"sortby": "kind,status"}),
        ("zones", {"sortby": "status"}),
        ("zones", {}),
        ("ports", {"sortby": "kind"}),
        ("links", {"sortby": "kind"}),
    ],
)
def test_cursor_of_another_order_is_refused(
    ogc: httpx.Client, collection: str, asked: dict[str, str]
) -> None:
    cursor = cursor_of(items(ogc, "zones", sortby="kind", limit=3))
    answer = get(ogc, f"/collections/{collection}/items", cursor=cursor, **asked)
    assert "with the same sortby" in assert_problem(answer, 400).detail


def forged(page: Json, values: Any) -> str:
    """A cursor with a true mark, and values of somebody else's."""
    padded = cursor_of(page)
    mark = orjson.loads(base64.urlsafe_b64decode(padded + "=" * (-len(padded) % 4)))[0]
    return base64.urlsafe_b64encode(orjson.dumps([mark, values])).decode().rstrip("=")


@pytest.mark.parametrize(
    "values",
    [
        [],
        ["a"],
        [1, 2, 3],
        ["x", "a"],
        [True, "a"],
        [{"a": 1}, "a"],
        [[1], "a"],
        [1, 2],
        [1, "a\x00"],
        [1, None, None],
        "ab",
        {"a": 1, "b": 2},
        None,
        3,
    ],
)
def test_forged_cursor_is_refused(ogc: httpx.Client, values: Any) -> None:
    cursor = forged(items(ogc, "zones", sortby="total_area_ha", limit=3), values)
    answer = get(ogc, "/collections/zones/items", sortby="total_area_ha", cursor=cursor)
    assert_problem(answer, 400)


@pytest.mark.parametrize("values", [[10**18, "a"], [-5, "'; DROP TABLE zone--"], [None, "zzz"]])
def test_forged_cursor_of_the_right_kinds_does_no_harm(ogc: httpx.Client, values: Any) -> None:
    cursor = forged(items(ogc, "zones", sortby="total_area_ha", limit=3), values)
    answer = get(ogc, "/collections/zones/items", sortby="total_area_ha", cursor=cursor)
    assert answer.status_code == 200


def raw(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "a",
        "====",
        "é",
        "W10",
        raw(b"[]"),
        raw(b"null"),
        raw(b'["abc"]'),
        raw(b'["abc", ["a"]]'),
        raw(b"[" * 3000),
        raw(b'["abc", [' + b"9" * 400 + b"]]"),
        raw(b"\xff\xfe"),
        "A" * 4001,
    ],
)
def test_cursor_that_is_none_is_refused(ogc: httpx.Client, cursor: str) -> None:
    assert_problem(get(ogc, "/collections/zones/items", cursor=cursor), 400)


# --- While data change ----------------------------------------------------------------------------

INSERT = (
    "INSERT INTO parcel (parcel_id, zone_id, geom, use, illustrative, badge, origin, valid)"
    " SELECT %(id)s, zone_id, geom, 'industrial', false, 'A', 'test', daterange('2020-01-01', NULL)"
    " FROM parcel ORDER BY parcel_version LIMIT 1"
)
END = "UPDATE parcel SET recorded = tstzrange(lower(recorded), now()) WHERE parcel_id = %(id)s"


@pytest.mark.parametrize("sortby", [None, "-area_m2", "use"])
def test_pages_lose_and_repeat_nothing_while_rows_come_and_go(
    loaded_copy: DatabaseAddress, serve: Serve, sortby: str | None
) -> None:
    """Between pages a parcel is added before and behind the cursor, and others end."""
    ogc = serve(loaded_copy)
    asked = {"limit": 20} | ({} if sortby is None else {"sortby": sortby})
    start = all_ids(ogc, "parcels", **asked | {"limit": 10_000})
    url = loaded_copy.owner_url
    seen: list[str] = []
    ended: set[str] = set()
    with psycopg.connect(url, options=with_search_path(url), autocommit=True) as connection:
        page = items(ogc, "parcels", **asked)
        for number in range(1000):
            seen += ids(page)
            following = [item for item in page["links"] if item["rel"] == "next"]
            if not following:
                break
            for name in (f"!new-{number}", f"~new-{number}"):
                connection.execute(INSERT, {"id": name})
            # The last one that was seen, and one that is still to come.
            for name in {seen[-1], *start[len(seen) + 7 : len(seen) + 8]}:
                connection.execute(END, {"id": name})
                ended.add(name)
            page = fetch(ogc, following[0]["href"])
    assert len(seen) == len(set(seen))
    assert set(start) - ended <= set(seen)
    assert {name for name in seen if name in start} <= set(start)
    assert ended
