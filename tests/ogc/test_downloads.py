"""Whole queries as files: what they say of themselves, and how long they may take."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import openpyxl
import pytest

from api.ogc import downloading
from api.ogc.items import download_links
from api.ogc.links import Links
from geo.errors import DownloadFailed, ServerBusy
from layers.collections import COLLECTIONS
from layers.downloads.formats import DOWNLOAD_FORMATS
from tests.api.test_errors import assert_problem
from tests.ogc.asking import CRS84, get, items
from tests.patience import PATIENCE_S

WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
VN2000 = "http://www.opengis.net/def/crs/EPSG/0/9210"
PORTS = "/collections/ports/items"


def features_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """Features of a collection, or of a text sequence."""
    if answer.headers["content-type"] == "application/geo+json-seq":
        return [json.loads(text) for text in answer.text.split("\x1e")[1:]]
    found: list[dict[str, Any]] = answer.json()["features"]
    return found


def test_file_has_latitude_first_where_its_header_says_so(ogc: httpx.Client) -> None:
    page = items(ogc, "ports", crs=WGS84, limit=10_000)
    answer = get(ogc, PORTS, crs=WGS84, f="geojson")
    assert answer.headers["content-crs"] == f"<{WGS84}>"
    wanted = {one["id"]: one["geometry"] for one in page["features"] if one["geometry"]}
    found = {one["id"]: one["geometry"] for one in features_of(answer) if one["geometry"]}
    assert found.keys() == wanted.keys()
    for key, geometry in found.items():
        assert geometry["coordinates"] == pytest.approx(wanted[key]["coordinates"], abs=1e-6)
        assert geometry["coordinates"][0] < 12 < 100 < geometry["coordinates"][1]


def test_outline_with_latitude_first_goes_round_as_on_the_ground(ogc: httpx.Client) -> None:
    path = "/collections/zones/items"
    plain = features_of(get(ogc, path, f="geojson"))
    turned = features_of(get(ogc, path, f="geojson", crs=WGS84))
    outlines = [
        [
            [[[y, x] for x, y in ring] for ring in polygon]
            for polygon in one["geometry"]["coordinates"]
        ]
        for one in plain
        if one["geometry"] and one["geometry"]["type"] == "MultiPolygon"
    ]
    assert outlines
    assert outlines == [
        one["geometry"]["coordinates"]
        for one in turned
        if one["geometry"] and one["geometry"]["type"] == "MultiPolygon"
    ]


@pytest.mark.parametrize("f", ["geojsonl", "csv", "xlsx", "gpkg", "fgb", "kml", "parquet"])
def test_file_with_longitude_first_says_so(ogc: httpx.Client, f: str) -> None:
    assert get(ogc, PORTS, crs=WGS84, f=f).headers["content-crs"] == f"<{CRS84}>"


@pytest.mark.parametrize("crs", [CRS84, VN2000])
def test_tables_leave_geometries_out(ogc: httpx.Client, crs: str) -> None:
    asked = {"skipGeometry": "true", "crs": crs}
    rows = list(csv.reader(io.StringIO(get(ogc, PORTS, f="csv", **asked).text)))
    book = openpyxl.load_workbook(io.BytesIO(get(ogc, PORTS, f="xlsx", **asked).content))
    sheet = list(book["ports"].iter_rows(values_only=True))
    assert len(rows) == len(sheet) == 41
    assert not [name for name in [*rows[0], *map(str, sheet[0])] if "WKT" in name]
    assert len(rows[0]) == len(rows[1]) == len(sheet[0])


@pytest.mark.parametrize("f", ["geojson", "geojsonl"])
def test_features_leave_geometries_out(ogc: httpx.Client, f: str) -> None:
    found = features_of(get(ogc, PORTS, f=f, skipGeometry="true"))
    assert [one["geometry"] for one in found] == [None] * 40


@pytest.mark.parametrize("f", ["gpkg", "fgb", "kml", "parquet"])
def test_files_made_of_geometries_do_not_leave_them_out(ogc: httpx.Client, f: str) -> None:
    problem = assert_problem(get(ogc, PORTS, f=f, skipGeometry="true"), 400)
    assert "csv" in problem.detail


def test_page_without_geometries_links_to_files_that_there_are() -> None:
    links = download_links(Links(""), COLLECTIONS["ports"], {"skipGeometry": "true"})
    assert {one["href"].rpartition("f=")[2] for one in links if "skipGeometry" in one["href"]} == {
        "geojson",
        "geojsonl",
        "csv",
        "xlsx",
    }
    assert len(links) == len(DOWNLOAD_FORMATS)


def test_file_that_is_known_is_not_made_again(ogc: httpx.Client) -> None:
    first = get(ogc, PORTS, f="csv")
    headers = {"If-None-Match": first.headers["etag"]}
    again = ogc.get(PORTS, params={"f": "csv"}, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert ogc.get(PORTS, params={"f": "kml"}, headers=headers).status_code == 200
    anything = ogc.get(PORTS, params={"f": "csv"}, headers={"If-None-Match": "*"})
    assert anything.status_code == 200


async def pieces(count: int) -> AsyncGenerator[bytes, None]:
    for number in range(count):
        yield b"%d" % number


async def nothing() -> AsyncGenerator[Any, None]:
    return
    yield


def made(turns: asyncio.Semaphore, count: int, *, longest_s: float = PATIENCE_S) -> Any:
    return downloading._pieces(turns, longest_s, pieces(count), nothing())


def test_file_waits_for_another_to_be_made() -> None:
    async def run() -> list[bytes]:
        turns = asyncio.Semaphore(1)
        first, second = made(turns, 50), made(turns, 3)
        assert await anext(first) == b"0"
        waiting = asyncio.create_task(anext(second))
        rest = [piece async for piece in first]
        assert len(rest) == 49
        return [await waiting, *[piece async for piece in second]]

    assert asyncio.run(run()) == [b"0", b"1", b"2"]


def test_file_waits_no_longer_than_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "DOWNLOAD_WAIT_S", 0.05)

    async def run() -> None:
        with pytest.raises(ServerBusy, match="too many files"):
            await anext(made(asyncio.Semaphore(0), 1))

    asyncio.run(run())


def test_file_that_nobody_takes_gives_its_turn_back() -> None:
    async def run() -> None:
        turns = asyncio.Semaphore(1)
        taken = made(turns, 1_000, longest_s=0.2)
        assert await anext(taken) == b"0"
        assert turns.locked()
        async with asyncio.timeout(PATIENCE_S):
            await turns.acquire()
        with pytest.raises(DownloadFailed, match=r"within 0\.2 s"):
            async for _ in taken:
                pass

    asyncio.run(run())


def test_file_that_is_left_gives_its_turn_back() -> None:
    async def run() -> None:
        turns = asyncio.Semaphore(1)
        taken = made(turns, 1_000)
        assert await anext(taken) == b"0"
        await taken.aclose()
        async with asyncio.timeout(PATIENCE_S):
            await turns.acquire()

    asyncio.run(run())
