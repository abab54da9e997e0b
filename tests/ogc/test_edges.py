"""Corners of the OGC API that were once wrong."""

from __future__ import annotations

import base64

import httpx
import orjson
import pytest

from layers.address import DatabaseAddress
from layers.feature_reading import read_tag
from tests.api.conftest import Serve


def problem_of(answer: httpx.Response) -> str:
    assert answer.status_code == 400
    return str(answer.json()["detail"])


@pytest.mark.parametrize("order", ["", "&sortby=total_area_ha"])
def test_cursor_without_an_id_is_refused(ogc: httpx.Client, order: str) -> None:
    page = ogc.get(f"/collections/zones/items?limit=1{order}").json()
    (link,) = [link["href"] for link in page["links"] if link["rel"] == "next"]
    cursor = httpx.URL(link).params["cursor"]
    mark, values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    forged = base64.urlsafe_b64encode(orjson.dumps([mark, [None] * len(values)])).decode()
    answer = ogc.get(f"/collections/zones/items?limit=1{order}&cursor={forged.rstrip('=')}")
    assert "cursor" in problem_of(answer)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("T_AFTER(holds_from,INTERVAL(holds_from))", "interval"),
        ("S_INTERSECTS(geometry,POINT EMPTY)", "not cql2-text"),
        (" OR ".join(["parcel_id LIKE '%a%'"] * 13), "too often"),
    ],
)
def test_filter_is_refused(ogc: httpx.Client, text: str, said: str) -> None:
    answer = ogc.get("/collections/parcels/items", params={"filter": text})
    assert said in problem_of(answer)


@pytest.mark.parametrize("zoom", range(5))
def test_map_tile_of_the_region_is_drawn_from_far_off(ogc: httpx.Client, zoom: int) -> None:
    column, row = int((106.8 + 180) / 360 * 2**zoom), int(0.47 * 2**zoom)
    assert ogc.get(f"/tiles/WebMercatorQuad/{zoom}/{row}/{column}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/collections/zones/items/atlantis", 404),
        ("/collections/zones/items?bbox=1,2", 400),
        ("/collections/zones/items?limit=7", 200),
    ],
)
def test_star_is_known_only_where_something_is(ogc: httpx.Client, path: str, status: int) -> None:
    assert ogc.get(path, headers={"If-None-Match": "*"}).status_code == status


@pytest.mark.parametrize(("accepted", "coding"), [("gzip;q=0", None), ("gzip;q=0.5", "gzip")])
def test_gzip_is_sent_to_who_takes_it(ogc: httpx.Client, accepted: str, coding: str | None) -> None:
    headers = {"Accept-Encoding": accepted}
    for _ in range(2):
        answer = ogc.get("/collections/zones/items?limit=5", headers=headers)
        assert answer.headers.get("Content-Encoding") == coding


def test_page_for_people_has_a_thousand_features_at_most(
    serve: Serve, loaded_database: DatabaseAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.ogc.items.MOST_SHOWN", 3)
    client = serve(loaded_database)
    page = client.get("/collections/zones/items?limit=50&f=html&lang=en")
    assert page.status_code == 200
    assert page.text.count("<tr") < 40  # three rows, and those of the other tables
    assert len(client.get("/collections/zones/items?limit=50").json()["features"]) == 50


def test_number_of_features_is_left_out_where_it_is_not_known(
    serve: Serve, loaded_copy: DatabaseAddress
) -> None:
    import psycopg

    client = serve(loaded_copy)
    assert client.get("/collections/ports").json()["numberOfFeatures"] == 40
    with psycopg.connect(loaded_copy.owner_url) as owner:
        owner.execute(
            "DELETE FROM zonemap.port WHERE port_id = (SELECT min(port_id) FROM zonemap.port)"
        )
    assert "numberOfFeatures" not in client.get("/collections/ports").json()


def test_restored_database_is_told_from_the_one_it_was_taken_of(
    loaded_copy: DatabaseAddress,
    unmigrated_database: DatabaseAddress,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    import asyncio

    from layers.backup import write_backup
    from layers.database import create_read_pool
    from layers.restore import restore_backup
    from layers.settings import DatabaseSettings

    async def tag_of(address: DatabaseAddress) -> str:
        async with create_read_pool(address.reader_url, DatabaseSettings()) as pool:
            return await read_tag(pool)

    path = tmp_path_factory.mktemp("backup") / "all"
    write_backup(loaded_copy.owner_url, path)
    restore_backup(unmigrated_database.owner_url, path)
    assert asyncio.run(tag_of(unmigrated_database)) != asyncio.run(tag_of(loaded_copy))
