"""OGC API - Features Part 1: Core (17-069r4), annex A: the abstract tests, for each collection.

Each test is named after the requirement that it verifies; `ats_` ones are of the annex alone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import httpx
import psycopg
import pytest
import schemathesis
import shapely
import shapely.geometry

from api.ogc.conformance import CONFORMS_TO
from api.ogc.routes import ogc_routes
from geo.bbox import REGION
from geo.vietnam_time import today_in_vietnam
from layers.importers.coastline import CONTEXT
from tests.api.test_errors import assert_problem
from tests.ogc.asking import (
    COLLECTIONS,
    CRS84,
    GEOJSON,
    ID_PROPERTY,
    ORDER,
    RELATION,
    Json,
    all_ids,
    fetch,
    get,
    ids,
    items,
    link,
    pages,
    quoted,
)

Sql = psycopg.Connection[tuple[Any, ...]]

DOCUMENTS = (
    "/",
    "/conformance",
    "/collections",
    *(f"/collections/{name}" for name in COLLECTIONS),
    *(f"/collections/{name}/queryables" for name in COLLECTIONS),
    "/tiles",
    "/tileMatrixSets",
)
TODAY = today_in_vietnam()
TOMORROW = TODAY + timedelta(days=1)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

each_collection = pytest.mark.parametrize("collection", COLLECTIONS)


def ids_by_sql(sql: Sql, collection: str, day: date = TODAY, where: str = "true") -> list[str]:
    key = ID_PROPERTY[collection]
    rows = sql.execute(
        f"SELECT {key} FROM {RELATION[collection]}(%s) AS f"  # type: ignore[arg-type]
        f" WHERE {where} ORDER BY {ORDER[collection]}",
        [day],
    ).fetchall()
    return [row[0] for row in rows]


# --- A.2.1 General --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS)
def test_req_core_http(ogc: httpx.Client, path: str) -> None:
    answer = ogc.get(path)
    assert (answer.status_code, answer.http_version) == (200, "HTTP/1.1")
    assert ogc.head(path).status_code == 200
    assert ogc.head(path).content == b""


@pytest.mark.parametrize("path", [*DOCUMENTS, "/api", "/styles/zonemap"])
@pytest.mark.parametrize("name", ["nonsense", "offset", "BBOX", "filter[]", "%2e"])
def test_req_core_query_param_unknown(ogc: httpx.Client, path: str, name: str) -> None:
    problem = assert_problem(ogc.get(f"{path}?{name}=1"), 400)
    assert problem.detail.startswith("there is no parameter ")


@each_collection
def test_req_core_query_param_unknown_of_features(ogc: httpx.Client, collection: str) -> None:
    path = f"/collections/{collection}/items"
    first = ids(items(ogc, collection, limit=1))[0]
    assert_problem(ogc.get(path, params={"nonsense": "1"}), 400)
    assert_problem(ogc.get(f"{path}/{quoted(first)}", params={"bbox": "0,0,1,1"}), 400)
    assert_problem(ogc.get(f"/collections/{collection}/tiles/WebMercatorQuad/0/0/0?limit=1"), 400)


@each_collection
@pytest.mark.parametrize(
    "query",
    [
        "f=xml",
        "lang=fr",
        "crs=EPSG:4326",
        "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/1",
        "filter-lang=cql-text",
        "skipGeometry=yes",
        "properties=",
        "properties=nope",
        "sortby=nope",
        "cursor=nope",
        "limit=ten",
        "bbox=1,2,3",
        "datetime=soon",
        "filter=",
    ],
)
def test_req_core_query_param_invalid(ogc: httpx.Client, collection: str, query: str) -> None:
    assert_problem(ogc.get(f"/collections/{collection}/items?{query}"), 400)


@each_collection
def test_req_core_query_param_given_twice(ogc: httpx.Client, collection: str) -> None:
    problem = assert_problem(ogc.get(f"/collections/{collection}/items?limit=1&limit=2"), 400)
    assert problem.detail.startswith("limit is given more than once")


@each_collection
def test_req_core_crs84(ogc: httpx.Client, collection: str) -> None:
    """Without a parameter crs, coordinates are longitude and latitude."""
    page = items(ogc, collection, limit=1000)
    shapes = [
        shapely.geometry.shape(feature["geometry"])
        for feature in page["features"]
        if feature["geometry"] is not None
    ]
    assert shapes
    west, south, east, north = shapely.total_bounds(shapes)
    within = CONTEXT if collection == "coastline" else REGION
    assert within.west - 1 <= west <= east <= within.east + 1
    assert within.south - 1 <= south <= north <= within.north + 1


# --- A.2.2 Landing page ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "/"])
def test_req_core_root_op(ogc: httpx.Client, path: str) -> None:
    base = str(ogc.base_url).rstrip("/")
    assert ogc.get(f"{base}{path}").status_code == 200


def test_req_core_root_success(ogc: httpx.Client) -> None:
    answer = ogc.get("/")
    assert answer.headers["Content-Type"] == "application/json"
    landing = answer.json()
    assert landing["title"]
    for rel in ("service-desc", "service-doc", "conformance", "data", "self"):
        assert link(landing, rel)
    types = {item["rel"]: item["type"] for item in landing["links"]}
    assert types["service-desc"] == "application/vnd.oai.openapi+json;version=3.0"
    assert types["service-doc"] == "text/html"


@pytest.mark.parametrize(("lang", "title"), [("vi", "Khu công nghiệp"), ("en", "Industrial zones")])
def test_landing_page_speaks_both_languages(ogc: httpx.Client, lang: str, title: str) -> None:
    assert fetch(ogc, "/", lang=lang)["title"].startswith(title)
    by_header = ogc.get("/", headers={"Accept-Language": f"fr, {lang};q=0.5"})
    assert by_header.json()["title"].startswith(title)
    assert by_header.headers["Content-Language"] == lang


# --- A.2.3 API definition -------------------------------------------------------------------------


def test_req_core_api_definition_op(ogc: httpx.Client) -> None:
    landing = fetch(ogc, "/")
    for rel in ("service-desc", "service-doc"):
        assert ogc.get(link(landing, rel)).status_code == 200


def test_req_core_api_definition_success(ogc: httpx.Client) -> None:
    answer = ogc.get("/api")
    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    schemathesis.openapi.from_dict(answer.json()).validate()


# --- A.2.4 Conformance ----------------------------------------------------------------------------


def test_req_core_conformance_op(ogc: httpx.Client) -> None:
    landing = fetch(ogc, "/")
    assert ogc.get("/conformance").json() == ogc.get(link(landing, "conformance")).json()


def test_req_core_conformance_success(ogc: httpx.Client) -> None:
    declared = fetch(ogc, "/conformance")["conformsTo"]
    assert len(declared) == len(set(declared))
    assert declared == list(CONFORMS_TO)
    for name in ("core", "geojson", "html", "oas30"):
        assert f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" in declared


# --- A.2.5 Collections ----------------------------------------------------------------------------


def test_req_core_fc_md_op(ogc: httpx.Client) -> None:
    assert ogc.get(link(fetch(ogc, "/"), "data")).json()["collections"]


def test_req_core_fc_md_links(ogc: httpx.Client) -> None:
    document = fetch(ogc, "/collections")
    assert link(document, "self", "application/json") == str(ogc.base_url) + "collections"
    assert ogc.get(link(document, "alternate", "text/html")).status_code == 200


def test_req_core_fc_md_items(ogc: httpx.Client) -> None:
    assert [item["id"] for item in fetch(ogc, "/collections")["collections"]] == list(COLLECTIONS)


@each_collection
def test_req_core_fc_md_items_links(ogc: httpx.Client, collection: str) -> None:
    (listed,) = [
        item for item in fetch(ogc, "/collections")["collections"] if item["id"] == collection
    ]
    for media_type in (GEOJSON, "text/html"):
        answer = ogc.get(link(listed, "items", media_type))
        assert answer.headers["Content-Type"].partition(";")[0] == media_type


@each_collection
def test_req_core_fc_md_extent(ogc: httpx.Client, sql: Sql, collection: str) -> None:
    """The extent holds every feature, and begins no later than anything known."""
    extent = fetch(ogc, f"/collections/{collection}")["extent"]
    assert extent["spatial"]["crs"] == CRS84
    ((west, south, east, north),) = extent["spatial"]["bbox"]
    (covered,) = sql.execute(
        f"SELECT bool_and(geom @ ST_Expand(ST_MakeEnvelope(%s, %s, %s, %s, 4326), 1e-6))"  # type: ignore[arg-type]
        f" FROM {RELATION[collection]}(today_in_vietnam())",
        [west, south, east, north],
    ).fetchone() or (None,)
    assert covered is True
    if collection in ("links", "coastline"):
        assert "temporal" not in extent
        return
    ((begin, end),) = extent["temporal"]["interval"]
    assert end is None
    if collection == "parcels":  # the illustrative ones have stood for ever, as far as we know
        (is_open,) = sql.execute("SELECT bool_or(lower_inf(valid)) FROM parcel").fetchone() or ()
        assert (begin is None) == is_open
    else:
        assert RFC3339.fullmatch(begin)


@each_collection
def test_req_core_sfc_md_success(ogc: httpx.Client, collection: str) -> None:
    (listed,) = [
        item for item in fetch(ogc, "/collections")["collections"] if item["id"] == collection
    ]
    alone = fetch(ogc, f"/collections/{collection}")
    for name in ("id", "title", "description", "extent", "itemType", "crs", "storageCrs"):
        assert alone[name] == listed[name]
    assert alone["itemType"] == "feature"
    assert {item["href"] for item in listed["links"]} <= {item["href"] for item in alone["links"]}


@pytest.mark.parametrize("name", ["nope", "ZONES", "zone_feature", "zones%20", "zones;", "%00"])
@pytest.mark.parametrize("below", ["", "/items", "/items/1", "/queryables", "/tiles"])
def test_req_core_sfc_md_op_of_an_unknown_collection(
    ogc: httpx.Client, name: str, below: str
) -> None:
    assert_problem(ogc.get(f"/collections/{name}{below}"), 404)


# --- Links ----------------------------------------------------------------------------------------


def links_of(document: Any) -> list[Json]:
    """All links in a document, however deep."""
    if isinstance(document, dict):
        own = [item for item in document.get("links", ()) if isinstance(item, dict)]
        rest = [value for name, value in document.items() if name != "links"]
        return own + [found for value in rest for found in links_of(value)]
    if isinstance(document, list):
        return [found for value in document for found in links_of(value)]
    return []


def test_req_core_fc_rel_type(ogc: httpx.Client) -> None:
    """Every link has rel and type, and leads to what it says."""
    found: dict[tuple[str, str], Json] = {}
    paths = [*DOCUMENTS]
    for collection in COLLECTIONS:
        first = ids(items(ogc, collection, limit=1))[0]
        paths += [
            f"/collections/{collection}/items?limit=2",
            f"/collections/{collection}/items/{quoted(first)}",
            f"/collections/{collection}/tiles",
            f"/collections/{collection}/tiles/WebMercatorQuad",
        ]
    for path in paths:
        for item in links_of(fetch(ogc, path)):
            assert item["rel"], item
            assert item["type"], item
            if not item.get("templated"):
                found[item["href"], item["type"]] = item
    ours = str(ogc.base_url.copy_with(path="/"))
    assert len(found) > 80
    for (href, media_type), item in found.items():
        if not href.startswith(ours):
            assert item["rel"] == "license"
            continue
        answer = ogc.get(href, headers={"Accept": f"{media_type}, */*;q=0.1"})
        assert answer.status_code == 200, href
        assert answer.headers["Content-Type"].partition(";")[0] == media_type.partition(";")[0]


# --- A.2.7 Features -------------------------------------------------------------------------------


@each_collection
def test_req_core_fc_op(ogc: httpx.Client, sql: Sql, collection: str) -> None:
    assert all_ids(ogc, collection) == ids_by_sql(sql, collection)


@each_collection
def test_req_core_fc_response(ogc: httpx.Client, collection: str) -> None:
    answer = get(ogc, f"/collections/{collection}/items", limit=7)
    assert answer.headers["Content-Type"] == GEOJSON
    page = answer.json()
    assert page["type"] == "FeatureCollection"
    assert len(page["features"]) == 7
    for feature in page["features"]:
        assert feature["type"] == "Feature"
        assert feature["properties"][ID_PROPERTY[collection]] == feature["id"]


@each_collection
def test_req_core_fc_links(ogc: httpx.Client, collection: str) -> None:
    page = items(ogc, collection, limit=3, lang="en")
    address = f"{ogc.base_url}collections/{collection}/items"
    assert link(page, "self", GEOJSON) == f"{address}?limit=3&lang=en"
    assert link(page, "alternate", "text/html") == f"{address}?limit=3&lang=en&f=html"
    assert link(page, "collection") == f"{ogc.base_url}collections/{collection}"


@each_collection
def test_req_core_fc_timestamp(ogc: httpx.Client, collection: str) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    stamp = items(ogc, collection, limit=1, datetime=f"../{TODAY}T23:59:59Z")["timeStamp"]
    assert RFC3339.fullmatch(stamp)
    assert datetime.fromisoformat(stamp) >= before.replace(microsecond=0)


@each_collection
@pytest.mark.parametrize("limit", [1, 3, 10_000])
def test_req_core_fc_number_returned(ogc: httpx.Client, collection: str, limit: int) -> None:
    page = items(ogc, collection, limit=limit)
    assert page["numberReturned"] == len(page["features"]) <= limit


@each_collection
@pytest.mark.parametrize("day", [None, "2020-01-01", "2016-06-01"])
@pytest.mark.parametrize(
    ("bbox", "filtered"), [(None, None), ("106,10.5,107,11", None), (None, "badge_or_kind")]
)
def test_req_core_fc_number_matched(
    ogc: httpx.Client, collection: str, day: str | None, bbox: str | None, filtered: str | None
) -> None:
    """It is exact, or it is not there."""
    asked: dict[str, Any] = {} if day is None else {"datetime": day}
    if bbox is not None:
        asked["bbox"] = bbox
    if filtered is not None:
        asked["filter"] = f"{ID_PROPERTY[collection]} LIKE '%a%'"
    everything = all_ids(ogc, collection, **asked)
    for limit in (1, 10, 10_000):
        page = items(ogc, collection, limit=limit, **asked)
        assert page.get("numberMatched", len(everything)) == len(everything)
    assert items(ogc, collection, limit=10_000, **asked)["numberMatched"] == len(everything)


# --- limit ----------------------------------------------------------------------------------------


def parameter(ogc: httpx.Client, collection: str, name: str) -> Json:
    """A parameter of the items of a collection in the API's description, references followed."""
    document = fetch(ogc, "/api")
    for item in document["paths"][f"/collections/{collection}/items"]["get"]["parameters"]:
        if "$ref" in item:
            item = document["components"]["parameters"][item["$ref"].rpartition("/")[2]]
        if item["name"] == name:
            found: Json = item
            return found
    raise AssertionError(f"{name} is not described")


@each_collection
def test_req_core_fc_limit_definition(ogc: httpx.Client, collection: str) -> None:
    described = parameter(ogc, collection, "limit")
    assert (described["in"], described["required"]) == ("query", False)
    assert (described["style"], described["explode"]) == ("form", False)
    schema = described["schema"]
    assert schema == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 10}


@each_collection
def test_req_core_fc_limit_response(ogc: httpx.Client, sql: Sql, collection: str) -> None:
    everything = ids_by_sql(sql, collection)
    assert ids(items(ogc, collection)) == everything[:10]
    for limit in (1, 2, 39, 40, 41, 10_000, 10_001, 10**9, 10**25):
        assert ids(items(ogc, collection, limit=limit)) == everything[:limit]


@each_collection
@pytest.mark.parametrize(
    "limit", ["0", "-1", "abc", "1.5", "1e3", "0x10", "", " ", "١٠", "nan", "1,2", "+0", "9" * 40]
)
def test_req_core_fc_limit_invalid(ogc: httpx.Client, collection: str, limit: str) -> None:
    problem = assert_problem(get(ogc, f"/collections/{collection}/items", limit=limit), 400)
    assert problem.detail.startswith("limit is ")


# --- bbox -----------------------------------------------------------------------------------------


@each_collection
def test_req_core_fc_bbox_definition(ogc: httpx.Client, collection: str) -> None:
    described = parameter(ogc, collection, "bbox")
    assert (described["in"], described["required"]) == ("query", False)
    assert (described["style"], described["explode"]) == ("form", False)
    schema = described["schema"]
    assert (schema["type"], schema["items"]["type"]) == ("array", "number")
    assert schema["oneOf"] == [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]


BOXES = {
    "106.5,10.7,106.8,10.9": "ST_MakeEnvelope(106.5, 10.7, 106.8, 10.9, 4326)",
    "106.5,10.7,-5,106.8,10.9,500": "ST_MakeEnvelope(106.5, 10.7, 106.8, 10.9, 4326)",
    "-180,-90,180,90": "ST_MakeEnvelope(-180, -90, 180, 90, 4326)",
    "106.6,10.8,106.6,10.8": "ST_SetSRID(ST_MakePoint(106.6, 10.8), 4326)",
    "106.0,10.8,107.5,10.8": "ST_GeomFromText('LINESTRING(106 10.8, 107.5 10.8)', 4326)",
    "107,8,-170,11": "ST_MakeEnvelope(107, 8, 180, 11, 4326)",
    "170,8,106.7,11": "ST_MakeEnvelope(-180, 8, 106.7, 11, 4326)",
    "1.06e2,+10.7,106.8,10.9": "ST_MakeEnvelope(106, 10.7, 106.8, 10.9, 4326)",
}


@each_collection
@pytest.mark.parametrize("bbox", BOXES)
def test_req_core_fc_bbox_response(ogc: httpx.Client, sql: Sql, collection: str, bbox: str) -> None:
    """Features that touch the box, and those that have no place at all (17-069r4, 7.15.3)."""
    expected = ids_by_sql(
        sql, collection, where=f"ST_Intersects(f.geom, {BOXES[bbox]}) OR f.geom IS NULL"
    )
    assert all_ids(ogc, collection, bbox=bbox) == expected


@each_collection
@pytest.mark.parametrize(
    "bbox", ["-180,80,180,90", "0,-90,0,-90", "179,-10,-179,10", "-180,90,180,90", "170,80,-170,90"]
)
def test_req_core_fc_bbox_far_away(ogc: httpx.Client, sql: Sql, collection: str, bbox: str) -> None:
    assert all_ids(ogc, collection, bbox=bbox) == ids_by_sql(sql, collection, where="geom IS NULL")


@each_collection
@pytest.mark.parametrize(
    "bbox",
    [
        "a,b,c,d",
        "nan,0,1,1",
        "0,0,inf,1",
        "-Infinity,0,1,1",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,4,5,6,7",
        "106,11,107,10",
        "106,10,0,107,9,0",
        "106,10,107,91",
        "-181,10,107,11",
        "106,10,107,1e400",
        "",
        ",,,",
        "106;10;107;11",
        "106,10,107,",
        "0x1,0,1,1",
        "1_0,0,20,1",
        "[106,10,107,11]",
        "106 10 107 11",
    ],
)
def test_req_core_fc_bbox_invalid(ogc: httpx.Client, collection: str, bbox: str) -> None:
    problem = assert_problem(get(ogc, f"/collections/{collection}/items", bbox=bbox), 400)
    assert "bbox" in problem.detail


# --- datetime -------------------------------------------------------------------------------------


@each_collection
def test_req_core_fc_time_definition(ogc: httpx.Client, collection: str) -> None:
    described = parameter(ogc, collection, "datetime")
    assert (described["in"], described["required"]) == ("query", False)
    assert (described["style"], described["explode"]) == ("form", False)
    assert described["schema"]["type"] == "string"


INSTANTS = {
    "2020-01-01": date(2020, 1, 1),
    "2020-01-01T00:00:00Z": date(2020, 1, 1),
    "2020-01-01t23:59:59z": date(2020, 1, 2),
    "2020-01-01T00:00:00.123+07:00": date(2020, 1, 1),
    "2019-12-31T16:59:59Z": date(2019, 12, 31),
    "2019-12-31T17:00:00Z": date(2020, 1, 1),
    "2020-01-01T23:00:00-07:00": date(2020, 1, 2),
    "2012-02-29/2020-01-01": date(2020, 1, 1),
    "2012-02-29T00:00:00Z/2020-01-01T12:00:00Z": date(2020, 1, 1),
    "../2016-06-30": date(2016, 6, 30),
    "/2016-06-30": date(2016, 6, 30),
    "2016-06-30/..": TODAY,
    "2016-06-30/": TODAY,
    "../..": TODAY,
    "/": TODAY,
    f"2016-06-30/{TODAY + timedelta(days=400)}": TODAY,
    "1900-01-01": date(1900, 1, 1),
}


@each_collection
@pytest.mark.parametrize("when", INSTANTS)
def test_req_core_fc_time_response(ogc: httpx.Client, sql: Sql, collection: str, when: str) -> None:
    """Features as they stood on the instant, or on the last day of the interval."""
    assert all_ids(ogc, collection, datetime=when) == ids_by_sql(sql, collection, INSTANTS[when])


@each_collection
@pytest.mark.parametrize("when", [f"{TOMORROW}", f"{TOMORROW}/..", "9999-12-31", "2999-01-01/"])
def test_req_core_fc_time_of_the_future(
    ogc: httpx.Client, sql: Sql, collection: str, when: str
) -> None:
    """Nobody knows that day; what carries no time matches any (17-069r4, 7.15.4)."""
    expected = ids_by_sql(sql, collection) if collection in ("links", "coastline") else []
    page = items(ogc, collection, datetime=when, limit=10_000)
    assert ids(page) == expected
    assert page["numberMatched"] == len(expected)


@each_collection
@pytest.mark.parametrize(
    "when",
    [
        "",
        "..",
        "soon",
        "2020",
        "2020-01",
        "2020-13-01",
        "2021-02-29",
        "2020-01-01T00:00:00",
        "2020-01-01T25:00:00Z",
        "2020-01-01 00:00:00Z",
        "2020-01-01T00:00Z",
        "01/02/2020",
        "2020-01-01/2019-01-01",
        "2020-01-01/2020-01-02/2020-01-03",
        ".../2020-01-01",
        "2020-01-01/...",
        "P1D/2020-01-01",
        "0000-01-01",
        "٢٠٢٠-٠١-٠١",
        "2020-01-01T00:00:00+99:99",
        "20200101",
        "null",
    ],
)
def test_req_core_fc_time_invalid(ogc: httpx.Client, collection: str, when: str) -> None:
    problem = assert_problem(get(ogc, f"/collections/{collection}/items", datetime=when), 400)
    assert problem.detail.startswith("datetime is ")


# --- Paging ---------------------------------------------------------------------------------------


@each_collection
@pytest.mark.parametrize("limit", [7, 40])
def test_ats_next_links_lead_to_every_feature_once(
    ogc: httpx.Client, sql: Sql, collection: str, limit: int
) -> None:
    found = list(pages(ogc, collection, limit=limit))
    assert [feature for page in found for feature in ids(page)] == ids_by_sql(sql, collection)
    assert all(page["numberReturned"] == limit for page in found[:-1])
    assert 1 <= found[-1]["numberReturned"] <= limit


@each_collection
def test_ats_next_links_keep_what_was_asked(ogc: httpx.Client, collection: str) -> None:
    key = ID_PROPERTY[collection]
    asked = {
        "bbox": "106.3,10.2,107.4,11.3",
        "bbox-crs": CRS84,
        "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
        "datetime": f"2012-01-01/{TODAY}",
        "filter": f"{key} LIKE '%a%' AND {key} <> 'a%b&c=d'",
        "filter-lang": "cql2-text",
        "lang": "en",
        "limit": "2",
        "properties": key,
        "sortby": f"-{key}",
    }
    found = list(pages(ogc, collection, **asked))
    assert len(found) > 2
    for page in found[:-1]:
        query = dict(httpx.URL(link(page, "next")).params)
        assert query.pop("cursor")
        assert query == asked
    together = [feature for page in found for feature in ids(page)]
    assert together == all_ids(ogc, collection, **(asked | {"limit": "10000"}))
    assert together == sorted(set(together), reverse=True)
    assert {name for page in found for item in page["features"] for name in item["properties"]} == {
        key
    }


# --- A.2.8 Feature --------------------------------------------------------------------------------


@each_collection
def test_req_core_f_op(ogc: httpx.Client, collection: str) -> None:
    """Each feature has an address of its own, and is there what it is on a page."""
    for feature in items(ogc, collection, limit=10_000)["features"][::9]:
        answer = ogc.get(f"/collections/{collection}/items/{quoted(feature['id'])}")
        assert answer.status_code == 200, feature["id"]
        alone = answer.json()
        assert {name: alone[name] for name in feature} == feature


@each_collection
def test_req_core_f_success(ogc: httpx.Client, collection: str) -> None:
    first = ids(items(ogc, collection, limit=1))[0]
    answer = ogc.get(f"/collections/{collection}/items/{quoted(first)}")
    assert answer.headers["Content-Type"] == GEOJSON
    assert answer.json()["type"] == "Feature"


@each_collection
def test_req_core_f_links(ogc: httpx.Client, collection: str) -> None:
    first = ids(items(ogc, collection, limit=1))[0]
    feature = fetch(ogc, f"/collections/{collection}/items/{quoted(first)}")
    assert ogc.get(link(feature, "self", GEOJSON)).json()["id"] == first
    page = ogc.get(link(feature, "alternate", "text/html"))
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert link(feature, "collection") == f"{ogc.base_url}collections/{collection}"


@each_collection
@pytest.mark.parametrize("name", ["nope", "%00", "...", "a" * 3000, "%C3%28", "%F0%9F%92%A9"])
def test_req_core_f_op_of_an_unknown_feature(ogc: httpx.Client, collection: str, name: str) -> None:
    raw = str(ogc.base_url.copy_with(path="/")) + f"ogc/collections/{collection}/items/{name}"
    assert_problem(ogc.get(raw), 404)


def test_req_core_f_op_of_an_id_with_slashes(history: httpx.Client) -> None:
    """Ids of real parcels begin with that of their zone; encoded or not, a slash is one."""
    found = [name for name in all_ids(history, "parcels", zone_id="an-ha") if "/" in name]
    assert len(found) > 20
    for name in found:
        feature = fetch(history, f"/collections/parcels/items/{quoted(name)}")
        assert feature["id"] == name
        assert history.get(link(feature, "self")).json()["id"] == name
    assert fetch(history, "/collections/parcels/items/an-ha/A1")["id"] == "an-ha/A1"
    assert_problem(history.get("/collections/parcels/items/an-ha/nope"), 404)
    for path in ("/collections/parcels/items/", "/collections/parcels/items/an-ha/A1/"):
        answer = history.get(path)
        assert answer.status_code == 307
        assert not answer.headers["Location"].endswith("/")


def test_req_core_f_op_of_a_day_that_nobody_knows(ogc: httpx.Client, sql: Sql) -> None:
    (first,) = ids_by_sql(sql, "parcels")[:1]
    path = f"/collections/parcels/items/{quoted(first)}"
    assert fetch(ogc, path, datetime=f"{TODAY}")["id"] == first
    assert_problem(get(ogc, path, datetime=f"{TOMORROW}"), 404)


# --- A.3 GeoJSON ----------------------------------------------------------------------------------


@each_collection
def test_req_geojson_definition(ogc: httpx.Client, collection: str) -> None:
    path = f"/collections/{collection}/items"
    for accept in (GEOJSON, "application/json", "*/*", "application/*", "image/png, */*;q=0.1"):
        answer = ogc.get(path, headers={"Accept": accept})
        assert answer.headers["Content-Type"] == GEOJSON, accept
    # Who would take a page as well still gets what is asked for first.
    answer = ogc.get(path, headers={"Accept": "application/json, text/html;q=0.5"})
    assert answer.headers["Content-Type"] == GEOJSON
    assert ogc.get(f"/collections/{collection}").headers["Content-Type"] == "application/json"


@each_collection
def test_req_geojson_content(ogc: httpx.Client, collection: str) -> None:
    """Features are as RFC 7946 has them: geometries valid and rings by the right-hand rule."""
    page = items(ogc, collection, limit=10_000)
    assert isinstance(page["links"], list)
    for feature in page["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        if feature["geometry"] is None:
            continue
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid, feature["id"]
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw, feature["id"]
                assert not any(ring.is_ccw for ring in part.interiors), feature["id"]


# --- A.4 HTML -------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What is looked at in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.doctype = ""
        self.text = ""
        self.feed(text)

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def html_paths(collection: str) -> list[str]:
    return [
        f"/collections/{collection}",
        f"/collections/{collection}/items",
        f"/collections/{collection}/queryables",
        f"/collections/{collection}/schema",
        f"/collections/{collection}/sortables",
        f"/collections/{collection}/tiles",
        f"/collections/{collection}/tiles/WebMercatorQuad",
    ]


@pytest.mark.parametrize(
    "path",
    [
        *DOCUMENTS[:3],
        "/tiles",
        "/tileMatrixSets",
        *(path for name in COLLECTIONS for path in html_paths(name)),
    ],
)
def test_req_html_definition(ogc: httpx.Client, path: str) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for answer in (
        ogc.get(path, params={"f": "html"}),
        ogc.get(path, headers={"Accept": browser}),
    ):
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        page = Page(answer.text)
        assert page.doctype.lower() == "doctype html"
        assert ("html", {"lang": "vi"}) in page.tags
        assert "title" in [tag for tag, _ in page.tags]
        sources = [attributes.get("src") or "" for _, attributes in page.tags]
        assert not [source for source in sources if "//" in source]


@each_collection
def test_req_html_content(ogc: httpx.Client, collection: str) -> None:
    """The page has what the JSON has."""
    first = items(ogc, collection, limit=3, lang="en")
    answer = get(ogc, f"/collections/{collection}/items", limit=3, lang="en", f="html")
    page = Page(answer.text)
    addresses = [attributes.get("href") or "" for _, attributes in page.tags]
    for feature in first["features"]:
        assert any(quoted(feature["id"]) in address for address in addresses), feature["id"]
        alone = get(
            ogc, f"/collections/{collection}/items/{quoted(feature['id'])}", f="html", lang="en"
        )
        assert feature["id"] in Page(alone.text).text


# --- A.5 OpenAPI 3.0 ------------------------------------------------------------------------------


def test_req_oas30_oas_definition_1(ogc: httpx.Client) -> None:
    landing = fetch(ogc, "/")
    answer = ogc.get(link(landing, "service-desc"))
    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    page = ogc.get(link(landing, "service-doc"))
    assert page.headers["Content-Type"].startswith("text/html")


def test_req_oas30_oas_definition_2(ogc: httpx.Client) -> None:
    """All that the document refers to is in it, and its server is this one."""
    document = fetch(ogc, "/api")
    assert document["openapi"].startswith("3.0.")
    assert [server["url"] for server in document["servers"]] == [str(ogc.base_url).rstrip("/")]
    for reference in re.findall(r'"\$ref":"#/([^"]+)"', ogc.get("/api").text):
        found: Any = document
        for part in reference.split("/"):
            found = found[part]
    operations = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(operations) == len(set(operations))


def test_req_oas30_oas_impl(ogc: httpx.Client) -> None:
    """All that is served is described."""
    served = {
        path.replace("{collection_id}", name)
        .replace("{matrix_set}", "WebMercatorQuad")
        .replace("{feature_id:feature}", "{featureId}")
        .replace("{feature_id}", "{featureId}")
        for route in ogc_routes()
        for name in COLLECTIONS
        if (path := str(getattr(route, "path", "")).removeprefix("/ogc") or "/")
    }
    assert served == set(fetch(ogc, "/api")["paths"])


def test_req_oas30_completeness(ogc: httpx.Client) -> None:
    for path, described in fetch(ogc, "/api")["paths"].items():
        assert set(described) == {"get"}
        responses = described["get"]["responses"]
        assert {"200", "400"} <= set(responses), path
        if "/collections/" in path:
            assert {"404", "503"} <= set(responses), path


def test_req_oas30_exceptions_codes(ogc: httpx.Client) -> None:
    for response in fetch(ogc, "/api")["components"]["responses"].values():
        assert "application/problem+json" in response["content"]


def test_req_oas30_security(ogc: httpx.Client) -> None:
    """Everything is open, and nothing says otherwise."""
    document = fetch(ogc, "/api")
    assert "security" not in document
    assert "securitySchemes" not in document["components"]
