"""Hostile requests: refused or harmless, never our fault, never slow, and nothing is changed."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
import pytest

from layers.address import DatabaseAddress
from layers.database import with_search_path
from tests.api.test_errors import FOREIGN_WORDS
from tests.ogc.asking import COLLECTIONS
from tests.patience import PATIENCE_S

SLOWEST_S = 1.0
TABLES = ("zone", "parcel", "port", "link", "coastline", "figure", "source", "state")

HOSTILE = {
    "always true": "*' OR '1'='1",
    "sleep": "'; SELECT pg_sleep(5)--",
    "drop": "x'); DROP TABLE zonemap.zone; --",
    "quoted identifier": 'zone_id" OR "1"="1',
    "comment": "a/**/OR/**/1=1",
    "dollars": "$$; SELECT pg_sleep(5); $$",
    "placeholder": "%(day)s %s {} {0}",
    "template": "{{7*7}}",
    "expression": "${alert(1)}",
    "script": "<script>alert(1)</script>",
    "path": "../../../../etc/passwd",
    "format": "%n%n%s%x",
    "nul": "a\x00b",
    "newline": "a\r\nSet-Cookie: x=1",
    "long": "a" * 3_000,
    "many quotes": "'" * 500,
    "backslashes": "\\" * 501,
    "right to left": "\u202etxt.exe",
    "not a character": "\ufffe",
    "emoji": "💣" * 20,
    "number": "1e400",
    "minus": "-" + "9" * 400,
    "nan": "NaN",
    "brackets": "[" * 500,
    "json": '{"$gt": ""}',
    "array": "[]",
}
PARAMETERS = (
    "f",
    "lang",
    "limit",
    "cursor",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "properties",
    "sortby",
    "skipGeometry",
)


@pytest.fixture(scope="module", autouse=True)
def nothing_is_changed(loaded_database: DatabaseAddress) -> Iterator[None]:
    """Rows of every table are counted before and after the tests of this file."""

    def count() -> list[Any]:
        url = loaded_database.owner_url
        with psycopg.connect(url, options=with_search_path(url)) as connection:
            return [
                connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # type: ignore[arg-type]
                for name in TABLES
            ]

    before = count()
    yield
    assert count() == before


def ask(ogc: httpx.Client, path: str, statuses: tuple[int, ...] = (400, 404)) -> httpx.Response:
    """Answer that comes at once and, where it refuses, is a problem in our own words."""
    for _ in range(5):  # the machine may be busy: what is slow is slow again and again
        started = time.perf_counter()
        answer = ogc.get(path)
        took = time.perf_counter() - started
        if took < SLOWEST_S:
            break
    assert answer.status_code in statuses, (path[:200], answer.status_code, answer.text[:300])
    assert took < SLOWEST_S, path[:200]
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == answer.status_code
        # What the client sent may be said back; nothing else of ours may be in it.
        own = answer.text.replace(problem["instance"], "")
        sent = {word for word in FOREIGN_WORDS if word in httpx.URL(path).raw_path.decode()}
        assert [word for word in FOREIGN_WORDS if word in own and word not in sent] == []
        assert len(problem["detail"]) < 1_000
    assert "Set-Cookie" not in answer.headers
    return answer


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("name", PARAMETERS)
def test_hostile_parameter(ogc: httpx.Client, collection: str, name: str) -> None:
    for text in HOSTILE.values():
        ask(ogc, f"/collections/{collection}/items?{quote(name)}={quote(text)}")


@pytest.mark.parametrize("name", ["zone_id", "parcel_id", "source_key", "constraint_kind"])
def test_hostile_value_of_a_free_property(ogc: httpx.Client, name: str) -> None:
    """Any text can be looked for; what nobody has finds nothing."""
    for text in HOSTILE.values():
        answer = ask(ogc, f"/collections/parcels/items?{name}={quote(text)}", (200, 400))
        if answer.status_code == 200:
            assert answer.json()["features"] == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_name_anywhere(ogc: httpx.Client, text: str) -> None:
    for path in (
        "/collections/{}",
        "/collections/{}/items",
        "/collections/{}/queryables",
        "/collections/zones/items/{}",
        "/collections/parcels/items/{}?crs=http://www.opengis.net/def/crs/EPSG/0/9210",
        "/collections/{}/tiles/WebMercatorQuad/0/0/0",
        "/collections/zones/tiles/{}/0/0/0",
        "/collections/zones/tiles/WebMercatorQuad/{}/0/0",
        "/collections/zones/tiles/WebMercatorQuad/0/{}/0",
        "/tiles/WebMercatorQuad/0/0/{}",
        "/tiles/WebMercatorQuad/0/0/0?collections={}",
        "/tiles/WebMercatorQuad/0/0/0?datetime={}",
        "/tileMatrixSets/{}",
        "/styles/{}",
        "/collections/zones/items?{}=1",
        "/collections/zones/items?a{}",
        "/conformance?f={}",
        "/api?{}",
        "/{}",
    ):
        ask(ogc, path.format(quote(text, safe="")))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_literal_in_a_filter(ogc: httpx.Client, text: str) -> None:
    """Within quotes any text is only text: it is bound, and finds nothing."""
    literal = "'" + text.replace("'", "''") + "'"
    for collection in ("zones", "parcels"):
        for operator in ("=", "LIKE"):
            key = "zone_id"
            asked = quote(f"{key} {operator} {literal}")
            answer = ask(ogc, f"/collections/{collection}/items?filter={asked}", (200, 400))
            if answer.status_code == 200:
                assert answer.json()["features"] == []
    as_json = quote(json.dumps({"op": "=", "args": [{"property": "zone_id"}, text]}))
    answer = ask(
        ogc, f"/collections/zones/items?filter-lang=cql2-json&filter={as_json}", (200, 400)
    )
    if answer.status_code == 200:
        assert answer.json()["features"] == []
    as_name = quote(json.dumps({"op": "isNull", "args": [{"property": text}]}))
    ask(ogc, f"/collections/zones/items?filter-lang=cql2-json&filter={as_name}")
    as_function = quote(json.dumps({"op": text, "args": [True, True]}))
    ask(ogc, f"/collections/zones/items?filter-lang=cql2-json&filter={as_function}")


def nested(depth: int) -> str:
    return "(" * depth + "kind = 'a'" + ")" * depth


BOMBS = {
    "deep brackets": nested(3_000),
    "brackets that stay open": "(" * 3_000,
    "deep not": "NOT " * 1_500 + "true",
    "deep not in brackets": "NOT (" * 900 + "true" + ")" * 900,
    "long or": " OR ".join(["zone_id = 'a'"] * 500),
    "long and of words": " AND ".join(["true"] * 1_000),
    "long in": f"zone_id IN ({','.join(['1'] * 3_000)})",
    "many functions": "CASEI(" * 900 + "zone_id" + ")" * 900 + " = 'a'",
    "like of signs": f"name_vi LIKE '{'%a' * 1_500}'",
    "like of gaps": f"name_vi LIKE '{'_' * 3_000}%'",
    "like that never ends": "name_vi LIKE '%%%%%%%%%%%%%%%%%%%%%%%%%x'",
    "like of the most signs": f"note LIKE '{'%a' * 10}x'",
    "long arithmetic": "total_area_ha > " + "+".join(["1"] * 2_000),
    "deepest arithmetic": "total_area_ha > " + "+".join(["1"] * 79),
    "too deep arithmetic": "total_area_ha > " + "+".join(["1"] * 240),
    "too deep not": "NOT " * 240 + "true",
    "many minus": "total_area_ha > " + "-" * 3_000 + "1",
    "power of powers": "total_area_ha > 9^9^9^9^9",
    "large number": "total_area_ha > 1e400",
    "many digits": "total_area_ha > " + "9" * 4_000,
    "overflow": "total_area_ha * 1e308 * 1e308 > 1",
    "underflow": "total_area_ha / 1e308 / 1e308 > 1",
    "complex power": "(0 - total_area_ha) ^ 0.5 > 1",
    "division": "total_area_ha / (total_area_ha - total_area_ha) > 1",
    "large remainder": "(total_area_ha * 1e300) % 1e-300 > 1",
    "long polygon": f"S_INTERSECTS(geometry, POLYGON(({','.join(['0 0'] * 1_500)})))",
    "polygon of no area": "S_WITHIN(geometry, POLYGON((0 0, 0 0, 0 0, 0 0)))",
    "large coordinates": "S_INTERSECTS(geometry, POINT(1e300 1e300))",
    "coordinates that are none": "S_INTERSECTS(geometry, POINT(NaN Inf))",
    "large box": "S_INTERSECTS(geometry, BBOX(-1e308, -1e308, 1e308, 1e308))",
    "day before days": "zone_id = 'a' OR DATE('0000-00-00') = DATE('0000-00-00')",
    "day after days": "TIMESTAMP('99999-01-01T00:00:00Z') = TIMESTAMP('9999-01-01T00:00:00Z')",
    "last day": "TIMESTAMP('9999-12-31T23:59:59-23:00') > DATE('9999-12-31')",
    "first day": "TIMESTAMP('0001-01-01T00:00:00+23:00') > DATE('0001-01-01')",
    "quotes": "'" * 3_001,
    "many names": " = ".join(["zone_id"] * 600),
    "emoji": "💣" * 900,
    "nul": "zone_id = '\x00'",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=list(BOMBS))
def test_bomb_in_a_filter(ogc: httpx.Client, text: str) -> None:
    for collection in ("zones", "parcels"):
        ask(ogc, f"/collections/{collection}/items?filter={quote(text)}", (200, 400))


def deep_json(depth: int) -> str:
    return '{"op":"not","args":[' * depth + "true" + "]}" * depth


@pytest.mark.parametrize(
    "text",
    [
        deep_json(3),
        deep_json(350),
        "[" * 3_000,
        '{"a":' * 1_000,
        '{"op":"and","args":[' + ",".join(["true"] * 1_500) + "]}",
        '{"op":"in","args":[{"property":"zone_id"},[' + ",".join(['"a"'] * 1_500) + "]]}",
        '{"op":"=","args":[{"property":"total_area_ha"},1e400]}',
        '{"op":"=","args":[{"property":"total_area_ha"},' + "9" * 3_000 + "]}",
        '{"op":"=","args":[{"property":"zone_id"},"\\ud800"]}',
        '{"op":"=","args":[{"property":"zone_id"},"\\u0000"]}',
        '{"op":"=","op":"<>","args":[1,1]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"GeometryCollection",'
        '"geometries":[{"type":"GeometryCollection","geometries":[]}]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[1]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"LineString",'
        '"coordinates":[[0,0]]}]}',
        '{"op":"s_crosses","args":[{"property":"geometry"},{"type":"Point","coordinates":[1,2,3]}]}',
        '{"op":"s_intersects","args":[{"bbox":[1,2,3,4]},{"bbox":[1,2,3,4]}]}',
        '{"op":"t_during","args":[{"interval":["..",".."]},{"interval":["..",".."]}]}',
        '{"op":"t_during","args":[{"interval":[1,2]},{"interval":[{"property":"zone_id"},".."]}]}',
        '{"op":"casei","args":["a"]}',
        '{"op":"like","args":["a",{"op":"casei","args":[{"property":"zone_id"}]}]}',
        '{"property":"zone_id"}',
        '{"property":{"property":"zone_id"}}',
        '{"date":"2020-01-01"}',
        '{"op":"between","args":[{"date":"2020-01-01"},"2020-01-01","soon"]}',
    ],
)
def test_bomb_in_a_json_filter(ogc: httpx.Client, text: str) -> None:
    for collection in ("zones", "parcels"):
        path = f"/collections/{collection}/items?filter-lang=cql2-json&filter={quote(text)}"
        ask(ogc, path, (200, 400))


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        ("limit=1000000000", (200,)),
        ("limit=" + "9" * 30, (200,)),
        ("limit=" + "9" * 300, (400,)),
        ("offset=10", (400,)),
        ("startindex=10", (400,)),
        ("limit=10&limit=20", (400,)),
        ("bbox=1,2,3,4&bbox=1,2,3,4", (400,)),
        ("filter=true&filter=false", (400,)),
        ("zone_id=%ff%fe", (400,)),
        ("filter=%C3%28", (400,)),
        ("filter=%ED%A0%80", (400,)),  # a lone surrogate, as UTF-8 cannot have it
        ("%ED%A0%80=1", (400,)),
        ("zone_id=%F4%90%80%80", (400,)),
        ("zone_id=%00", (400,)),
        ("zone_id=%", (200,)),
        ("zone_id=%zz", (200,)),
        ("zone_id=%u0041", (200,)),
        ("&&&", (200,)),
        ("=1", (400,)),
        ("zone_id", (200,)),
        (";limit=1", (400,)),
        ("limit=1;limit=2", (400,)),
        ("a=" * 3_000, (400,)),
        ("&".join(f"a{n}=1" for n in range(1_500)), (400,)),
        ("zone_id=" + "a" * 13_000, (400,)),
        ("bbox=" + ",".join(["1"] * 3_000), (400,)),
        ("properties=" + ",".join(["zone_id"] * 1_000), (200,)),
        ("sortby=" + ",".join(["zone_id"] * 1_000), (400,)),
        ("bbox=-180,-90,180,90&limit=10000", (200,)),
        ("bbox=1e-320,1e-320,1e-319,1e-319", (200,)),
        ("bbox=0,0,0,0", (200,)),
        ("bbox=-0.0,-0.0,0.0,0.0", (200,)),
        ("datetime=9999-12-31T23:59:59.999999999999Z", (200,)),
        ("datetime=0001-01-01T00:00:00%2B14:00", (400,)),
        ("datetime=0001-01-01", (200,)),
        ("datetime=../0001-01-01", (200,)),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_strange_query(ogc: httpx.Client, query: str, statuses: tuple[int, ...]) -> None:
    for collection in ("zones", "parcels"):
        if "zone_id" in query and collection == "parcels":
            continue
        ask(ogc, f"/collections/{collection}/items?{query}", statuses)


def exchange(ogc: httpx.Client, request: bytes) -> bytes:
    """What comes back for bytes that no tidy client sends; empty where the line is cut."""
    host, port = ogc.base_url.host, ogc.base_url.port
    answer = b""
    with socket.create_connection((host, port), timeout=PATIENCE_S) as connection:
        try:
            connection.sendall(request)
            while chunk := connection.recv(65_536):
                answer += chunk
        except (BrokenPipeError, ConnectionResetError):
            pass
    return answer


def test_filter_of_ten_megabytes_is_cut_off(ogc: httpx.Client) -> None:
    """The server's limit on a request line answers, or the line is cut; we are up afterwards."""
    path = b"/ogc/collections/zones/items?filter=" + b"a" * 10_000_000
    started = time.perf_counter()
    answer = exchange(ogc, b"GET " + path + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert time.perf_counter() - started < 30
    assert answer == b"" or answer.split(b" ", 2)[1] in (b"400", b"414", b"431")
    assert ogc.get("/").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        b"/ogc/collections/zones/items?zone_id=\xff\xfe",
        b"/ogc/collections/zones/items?zone_id=\xc3\xa9",
        b"/ogc/collections/zones/items?filter='",
        b"/ogc/collections/zones/items?\x00",
        b"/ogc/collections/\xed\xa0\x80",
        b"/ogc/collections/zones/items/../../../../etc/passwd",
        b"//ogc/collections",
        b"/ogc/../../etc/passwd",
        b"/ogc/collections/zones/items?limit=1 HTTP/1.1\r\nX: 1",
        b"http://evil.example/ogc/collections/zones",
        b"*",
    ],
)
def test_raw_target_meets_no_fault_of_ours(ogc: httpx.Client, target: bytes) -> None:
    answer = exchange(ogc, b"GET " + target + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 404", b"HTTP/1.1 200")), answer[:200]
    assert b"root:" not in answer
    assert b"evil.example" not in answer


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "a" * 8_000},
        {"Accept": ",".join(["*/*;q=0.1"] * 1_000)},
        {"Accept": "application/geo+json;q=inf, text/html;q=nan"},
        {"Accept-Language": "vi;q=" + "9" * 400},
        {"Accept-Language": "<script>"},
        {"Accept-Encoding": "gzip;q=0, *;q=x"},
        {"If-None-Match": '"' * 3_000},
        {"If-None-Match": "W/" * 2_000},
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"Range": "bytes=0-1"},
        {"Content-Length": "3"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_strange_headers(ogc: httpx.Client, headers: dict[str, str]) -> None:
    content = b"abc" if "Content-Length" in headers else None
    for path in ("/collections/zones/items?limit=1", "/tiles/WebMercatorQuad/5/15/25"):
        answer = ogc.request("GET", path, headers=headers, content=content)
        assert answer.status_code == 200, headers
        assert "evil.example" not in answer.text
