"""Answers are kept, and are never older than what was committed before the request came."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import httpx
import psycopg
import pytest
import shapely

import api.ogc.items
import api.ogc.parameters
from api.settings import ServerSettings
from geo.vietnam_time import today_in_vietnam
from layers.address import DatabaseAddress
from layers.database import with_search_path, write_transaction
from layers.importers.parcels import ParcelState, store_parcels
from tests.api.conftest import Serve
from tests.land_history import grid
from tests.ogc.asking import fetch, get, ids, items, quoted
from tests.ogc.tile_reading import read_tile

PATHS = (
    "/collections/zones/items?limit=3",
    "/collections/parcels/items?sortby=-area_m2&limit=5",
    "/collections/parcels/items?bbox=106.5,10.5,107,11&filter=area_m2%20%3E%201000",
    "/collections/ports/items?crs=http://www.opengis.net/def/crs/EPSG/0/9210&limit=3",
    "/collections/zones/items/tan-thuan",
    "/tiles/WebMercatorQuad/9/240/407",
    "/collections/parcels/tiles/WebMercatorQuad/14/7700/13045",
)


@contextmanager
def editing(address: DatabaseAddress) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Plain SQL of the owner, committed at once, as somebody at a prompt would."""
    url = address.owner_url
    with psycopg.connect(url, options=with_search_path(url), autocommit=True) as connection:
        yield connection


# --- Headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_etag_and_revalidation(ogc: httpx.Client, path: str) -> None:
    first = ogc.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Accept", "Accept-Encoding", "Accept-Language"} <= {
        name.strip() for name in first.headers["Vary"].split(",")
    }
    strong = tag.removeprefix("W/")
    for known in (tag, strong, "*", f'"other", {tag}', f'W/"a,b" ,{strong}'):
        again = ogc.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b""), known
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert "Content-Type" not in again.headers
    for other in ('"other"', "nonsense", "", f'{strong[:-2]}x"'):
        assert ogc.get(path, headers={"If-None-Match": other}).status_code == first.status_code
    assert ogc.get(path).headers["ETag"] == tag


@pytest.mark.parametrize("path", PATHS)
def test_kept_and_made_answers_are_the_same(
    ogc: httpx.Client, loaded_database: DatabaseAddress, serve: Serve, path: str
) -> None:
    """With a cache and without one; but for the time of making."""
    server = ServerSettings(cache_mb=0, access_log=False, public_url=str(ogc.base_url)[:-5])
    uncached = serve(loaded_database, server=server)
    kept, made = [ogc.get(path) for _ in range(2)][1], uncached.get(path)
    assert kept.headers["ETag"] == made.headers["ETag"]
    if "json" in kept.headers.get("Content-Type", ""):
        one, two = kept.json(), made.json()
        assert one.pop("timeStamp", None) is None or two.pop("timeStamp")
        assert one == two
    else:
        assert kept.content == made.content


def test_entity_tags_of_other_formats_languages_and_queries_differ(ogc: httpx.Client) -> None:
    path = "/collections/zones/items"
    tags = [
        get(ogc, path, **asked).headers["ETag"]
        for asked in (
            {},
            {"limit": 11},
            {"lang": "en"},
            {"crs": "http://www.opengis.net/def/crs/EPSG/0/3857"},
            {"datetime": "2020-01-01"},
        )
    ]
    tags.append(ogc.get(path, headers={"Accept-Language": "en"}).headers["ETag"])
    assert len(set(tags)) == len(tags)


def test_page_for_people_is_never_kept(ogc: httpx.Client) -> None:
    """Its nonce is another each time."""
    first, second = (get(ogc, "/collections/zones/items", f="html") for _ in range(2))
    assert "ETag" not in first.headers
    assert first.headers["Cache-Control"] == "no-cache"
    policies = {answer.headers["Content-Security-Policy"] for answer in (first, second)}
    assert len(policies) == 2


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_kept_answer_goes_out_in_every_encoding(ogc: httpx.Client, encoding: str) -> None:
    path = "/collections/zones/items?limit=100"
    plain = ogc.get(path, headers={"Accept-Encoding": "identity"})
    answer = ogc.get(path, headers={"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert answer.content == plain.content
    assert answer.headers["ETag"] == plain.headers["ETag"]


# --- Two servers over one database ----------------------------------------------------------------


def rename(address: DatabaseAddress, name: str) -> None:
    """By plain SQL."""
    with editing(address) as connection:
        connection.execute("UPDATE zone SET name_en = %s WHERE zone_id = 'tan-thuan'", [name])


def rename_as_imports_do(address: DatabaseAddress, name: str) -> None:
    """Through the one transaction of all that writes."""
    with write_transaction(address.owner_url) as connection:
        connection.execute("UPDATE zone SET name_en = %s WHERE zone_id = 'tan-thuan'", [name])


@pytest.mark.parametrize("edit", [rename, rename_as_imports_do])
def test_edit_is_seen_by_the_next_request_to_any_server(
    loaded_copy: DatabaseAddress, serve: Serve, edit: Any
) -> None:
    servers = [serve(loaded_copy), serve(loaded_copy)]
    tile = "/collections/zones/tiles/WebMercatorQuad/12/1925/3262"
    for number in range(6):
        edit(loaded_copy, f"Zone {number}")
        for server in servers:
            page = items(server, "zones", filter="zone_id = 'tan-thuan'")
            assert page["features"][0]["properties"]["name_en"] == f"Zone {number}"
            alone = fetch(server, "/collections/zones/items/tan-thuan")
            assert alone["properties"]["name_en"] == f"Zone {number}"
            drawn = read_tile(server.get(tile).content)["zones"].properties
            assert f"Zone {number}" in [item["name_en"] for item in drawn]


def test_edit_ends_what_clients_know(loaded_copy: DatabaseAddress, serve: Serve) -> None:
    # As they are behind one public address, which is in the links of their answers.
    server = ServerSettings(access_log=False, public_url="https://maps.example.org")
    one, other = serve(loaded_copy, server=server), serve(loaded_copy, server=server)
    tags = {path: one.get(path).headers["ETag"] for path in PATHS}
    for path, tag in tags.items():
        assert other.get(path, headers={"If-None-Match": tag}).status_code == 304
    rename(loaded_copy, "Another name")
    for path, tag in tags.items():
        answer = other.get(path, headers={"If-None-Match": tag})
        assert answer.status_code in (200, 204)
        assert answer.headers["ETag"] != tag


def test_import_of_parcels_is_seen_at_once(loaded_copy: DatabaseAddress, serve: Serve) -> None:
    """Illustrative parcels go as real ones come; pages, ledger and tiles of both servers follow."""
    servers = [serve(loaded_copy), serve(loaded_copy)]
    for server in servers:
        found = items(server, "parcels", zone_id="tan-thuan", limit=100)
        assert {item["properties"]["illustrative"] for item in found["features"]} == {True}
    with write_transaction(loaded_copy.owner_url) as connection:
        row = connection.execute(
            "SELECT ST_AsBinary(boundary) AS outline FROM zone WHERE zone_id = 'tan-thuan'"
        ).fetchone()
        assert row is not None
        outlines = grid(shapely.from_wkb(bytes(row["outline"])), 3, 2)
        states = [
            ParcelState(f"tan-thuan/R{number}", "tan-thuan", outline, use="industrial", badge="A")
            for number, outline in enumerate(outlines)
        ]
        store_parcels(
            connection,
            states,
            from_day=date(2024, 1, 1),
            origin="test",
            whole_zones=["tan-thuan"],
        )
    for server in servers:
        found = items(server, "parcels", zone_id="tan-thuan", limit=100)
        assert ids(found) == [state.parcel_id for state in states]
        path = f"/collections/parcels/items/{quoted('tan-thuan/R0')}"
        assert fetch(server, path)["properties"]["illustrative"] is False
        zone = fetch(server, "/collections/zones/items/tan-thuan")["properties"]
        assert zone["ledger_illustrative"] is False


def test_edit_that_is_rolled_back_changes_nothing(
    loaded_copy: DatabaseAddress, serve: Serve
) -> None:
    server = serve(loaded_copy)
    before = server.get(PATHS[0]).headers["ETag"]
    url = loaded_copy.owner_url
    with psycopg.connect(url, options=with_search_path(url)) as connection:
        connection.execute("UPDATE zone SET name_en = 'x'")
        assert server.get(PATHS[0]).headers["ETag"] == before
        connection.rollback()
    assert server.get(PATHS[0]).headers["ETag"] == before


def test_edits_that_touch_no_row_change_nothing(loaded_copy: DatabaseAddress, serve: Serve) -> None:
    server = serve(loaded_copy)
    before = server.get(PATHS[0]).headers["ETag"]
    with editing(loaded_copy) as connection:
        connection.execute("UPDATE zone SET name_en = 'x' WHERE zone_id = 'nope'")
        connection.execute("DELETE FROM parcel WHERE false")
    assert server.get(PATHS[0]).headers["ETag"] == before


@pytest.mark.slow
def test_readers_never_see_less_than_was_committed_before(
    loaded_copy: DatabaseAddress, serve: Serve
) -> None:
    """200 readers of two servers while another edits: each sees what stood when it began, or newer.

    The number that the editor writes grows; it is noted only after its commit.
    """
    patience = {"pool_max_waiting": 500, "pool_wait_s": 30}
    servers = [serve(loaded_copy, **patience), serve(loaded_copy, **patience)]
    committed = 0
    ended = threading.Event()

    def edit() -> None:
        nonlocal committed
        with editing(loaded_copy) as connection:
            for number in range(1, 100_000):
                connection.execute(
                    "UPDATE parcel SET land_use_code = %s"
                    " WHERE parcel_id = 'tan-thuan-illustrative-01'",
                    [str(number)],
                )
                committed = number
                if ended.wait(0.02):
                    return

    async def read(client: httpx.AsyncClient, path: str, seen: list[tuple[int, int]]) -> None:
        for _ in range(3):
            floor = committed
            answer = await client.get(path)
            assert answer.status_code == 200, answer.text
            document = answer.json()
            feature = document["features"][0] if "features" in document else document
            seen.append((floor, int(feature["properties"]["land_use_code"] or 0)))

    async def read_all() -> list[tuple[int, int]]:
        seen: list[tuple[int, int]] = []
        limits = httpx.Limits(max_connections=100)
        clients = [
            httpx.AsyncClient(base_url=server.base_url, timeout=60, limits=limits)
            for server in servers
        ]
        paths = (
            "/collections/parcels/items/tan-thuan-illustrative-01",
            "/collections/parcels/items?zone_id=tan-thuan",
            "/collections/parcels/items?filter=zone_id%20%3D%20'tan-thuan'",
        )
        await asyncio.gather(
            *(read(clients[n % 2], paths[n % len(paths)], seen) for n in range(200))
        )
        for client in clients:
            await client.aclose()
        return seen

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        seen = asyncio.run(read_all())
    finally:
        ended.set()
        editor.join()
    assert len(seen) == 600
    assert committed > 10
    assert [pair for pair in seen if pair[1] < pair[0]] == []


def test_another_day_is_another_answer(ogc: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no day is said it is today's, and what is kept of yesterday is not today's."""
    path = "/collections/parcels/items?limit=7"
    today = ogc.get(path)
    tile = "/collections/parcels/tiles/WebMercatorQuad/13/3850/6524"
    tile_today = ogc.get(tile)

    def tomorrow_in_vietnam() -> date:
        return today_in_vietnam() + timedelta(days=1)

    monkeypatch.setattr(api.ogc.parameters, "today_in_vietnam", tomorrow_in_vietnam)
    monkeypatch.setattr(api.ogc.items, "today_in_vietnam", tomorrow_in_vietnam)
    tomorrow = ogc.get(path, headers={"If-None-Match": today.headers["ETag"]})
    assert tomorrow.status_code == 200
    assert tomorrow.headers["ETag"] != today.headers["ETag"]
    known = {"If-None-Match": tile_today.headers["ETag"]}
    assert ogc.get(tile, headers=known).status_code in (200, 204)
    monkeypatch.undo()
    assert ogc.get(path).headers["ETag"] == today.headers["ETag"]
