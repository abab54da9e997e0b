"""OGC API - Features Part 2: CRS by reference (18-058r1), annex A."""

from __future__ import annotations

import re
from typing import Any

import httpx
import numpy as np
import psycopg
import pytest
import shapely
import shapely.geometry

from geo.crs import WGS84, transform_geometry, transform_point
from layers.address import DatabaseAddress
from layers.database import write_transaction
from tests.api.conftest import Serve
from tests.api.test_errors import assert_problem
from tests.ogc.asking import (
    COLLECTIONS,
    CRS84,
    ID_PROPERTY,
    RELATION,
    Json,
    all_ids,
    fetch,
    get,
    ids,
    items,
    quoted,
)

EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"
WGS84_URI = EPSG.format(4326)
PROJECTED = (3857, 9210, 5899, 3405)
URIS = [CRS84, WGS84_URI, *(EPSG.format(code) for code in PROJECTED)]
URI = re.compile(r"http://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/\d+)")
DEGREES, METRES = 6e-8, 6e-5
"""Half of the last digit that is written, with a little for arithmetic."""

Sql = psycopg.Connection[tuple[Any, ...]]

each_collection = pytest.mark.parametrize("collection", COLLECTIONS)


def shapes_by_sql(sql: Sql, collection: str) -> dict[str, shapely.Geometry]:
    rows = sql.execute(
        f"SELECT {ID_PROPERTY[collection]}, ST_AsBinary(geom)"  # type: ignore[arg-type]
        f" FROM {RELATION[collection]}(today_in_vietnam()) WHERE geom IS NOT NULL"
    )
    return {name: shapely.from_wkb(bytes(wkb)) for name, wkb in rows}


def shapes(page: Json) -> dict[str, shapely.Geometry]:
    return {
        feature["id"]: shapely.geometry.shape(feature["geometry"])
        for feature in page["features"]
        if feature["geometry"] is not None
    }


def coordinates(shape: shapely.Geometry) -> Any:
    return shapely.get_coordinates(shape)


# --- A.2: discovery -------------------------------------------------------------------------------


def test_ats_crs_uri(ogc: httpx.Client) -> None:
    documents = [fetch(ogc, f"/collections/{name}") for name in COLLECTIONS]
    for described in [*documents, *fetch(ogc, "/collections")["collections"]]:
        assert described["crs"] == URIS
        for uri in [*described["crs"], described["storageCrs"]]:
            assert re.fullmatch(
                r"http://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/\d+)", uri
            )


@each_collection
def test_ats_default_crs(ogc: httpx.Client, collection: str) -> None:
    assert CRS84 in fetch(ogc, f"/collections/{collection}")["crs"]


@each_collection
def test_ats_storage_crs(ogc: httpx.Client, collection: str) -> None:
    described = fetch(ogc, f"/collections/{collection}")
    assert described["storageCrs"] in described["crs"]


# --- A.3: the parameter crs -----------------------------------------------------------------------


@each_collection
@pytest.mark.parametrize("uri", [None, *URIS])
def test_req_crs_ogc_crs_header(ogc: httpx.Client, collection: str, uri: str | None) -> None:
    asked = {} if uri is None else {"crs": uri}
    page = get(ogc, f"/collections/{collection}/items", limit=1, **asked)
    assert page.headers["Content-Crs"] == f"<{uri or CRS84}>"
    path = f"/collections/{collection}/items/{quoted(ids(page.json())[0])}"
    assert get(ogc, path, **asked).headers["Content-Crs"] == f"<{uri or CRS84}>"


@each_collection
@pytest.mark.parametrize(
    "uri",
    [
        "",
        "4326",
        "EPSG:4326",
        EPSG.format(32648),
        EPSG.format(6957),
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84h",
        "urn:ogc:def:crs:EPSG::4326",
        f"{CRS84},{CRS84}",
        f"{CRS84}\r\nX-Injected: 1",
    ],
)
@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter-crs"])
def test_ats_crs_parameter_invalid(ogc: httpx.Client, collection: str, uri: str, name: str) -> None:
    asked = {name: uri, "bbox": "1,2,3,4"}
    answer = ogc.get(f"/collections/{collection}/items", params=asked)
    problem = assert_problem(answer, 400)
    assert problem.detail.startswith(f"{name} is ")
    assert "X-Injected" not in answer.headers


def test_crs_in_brackets_is_told_without_them(ogc: httpx.Client) -> None:
    answer = get(ogc, "/collections/ports/items", limit=1, crs=f"[{WGS84_URI}]")
    assert answer.headers["Content-Crs"] == f"<{WGS84_URI}>"


@each_collection
def test_ats_crs_parameter_default(ogc: httpx.Client, collection: str) -> None:
    assert (
        items(ogc, collection, limit=50)["features"]
        == items(ogc, collection, limit=50, crs=CRS84)["features"]
    )


@each_collection
def test_ats_crs_parameter_transform_to_4326(ogc: httpx.Client, sql: Sql, collection: str) -> None:
    """EPSG:4326 has latitude first."""
    found = shapes(items(ogc, collection, limit=10_000, crs=WGS84_URI))
    expected = shapes_by_sql(sql, collection)
    assert found.keys() == expected.keys()
    for name, shape in found.items():
        swapped = coordinates(shape)[:, ::-1]
        assert np.abs(swapped - coordinates(expected[name])).max() < DEGREES


@each_collection
@pytest.mark.parametrize("code", PROJECTED)
def test_ats_crs_parameter_transform(
    ogc: httpx.Client, sql: Sql, collection: str, code: int
) -> None:
    """Every vertex is where geo.crs puts it, easting first, on a page and alone."""
    uri = EPSG.format(code)
    page = items(ogc, collection, limit=10_000, crs=uri)
    found, expected = shapes(page), shapes_by_sql(sql, collection)
    assert found.keys() == expected.keys()
    assert {item["id"] for item in page["features"]} == set(all_ids(ogc, collection))
    for name, shape in found.items():
        target = transform_geometry(expected[name], source=WGS84, target=code)
        assert np.abs(coordinates(shape) - coordinates(target)).max() < METRES
    name = next(iter(found))
    alone = fetch(ogc, f"/collections/{collection}/items/{quoted(name)}", crs=uri)
    assert shapely.geometry.shape(alone["geometry"]).equals(found[name])


# Bến Thành, Cái Mép, Mỹ Phước: longitude, latitude, CRS, easting, northing (Decision 05/2007).
CHECK_POINTS = [
    (106.6983, 10.7721, 9210, 603514.537, 1191410.466),
    (107.0300, 10.5400, 5899, 421004.421, 1165671.352),
    (106.6000, 11.1500, 9210, 592645.311, 1233180.188),
]


def test_check_points_of_vn2000(loaded_copy: DatabaseAddress, serve: Serve) -> None:
    """Three known points come out within a centimetre, whichever shift PROJ would prefer."""
    with write_transaction(loaded_copy.owner_url) as connection:
        rows = connection.execute("SELECT port_id FROM port ORDER BY port_id LIMIT 3").fetchall()
        names = [row["port_id"] for row in rows]
        for name, (lon, lat, *_) in zip(names, CHECK_POINTS, strict=True):
            connection.execute(
                "UPDATE port SET geom = ST_SetSRID(ST_MakePoint(%s, %s), 4326) WHERE port_id = %s",
                [lon, lat, name],
            )
    ogc = serve(loaded_copy)
    for name, (lon, lat, code, easting, northing) in zip(names, CHECK_POINTS, strict=True):
        path = f"/collections/ports/items/{name}"
        projected = fetch(ogc, path, crs=EPSG.format(code))["geometry"]["coordinates"]
        assert projected == pytest.approx([easting, northing], abs=0.01)
        assert fetch(ogc, path)["geometry"]["coordinates"] == [lon, lat]
        assert fetch(ogc, path, crs=WGS84_URI)["geometry"]["coordinates"] == [lat, lon]
        # And the way back: a box of 2 cm around the point finds it alone.
        box = f"{easting - 0.01},{northing - 0.01},{easting + 0.01},{northing + 0.01}"
        assert all_ids(ogc, "ports", bbox=box, bbox_crs=EPSG.format(code)) == [name]


# --- A.3: the parameter bbox-crs ------------------------------------------------------------------


@each_collection
def test_ats_bbox_crs_parameter_default(ogc: httpx.Client, collection: str) -> None:
    box = "106.5,10.6,106.9,11.0"
    assert all_ids(ogc, collection, bbox=box) == all_ids(ogc, collection, bbox=box, bbox_crs=CRS84)


@each_collection
def test_ats_bbox_crs_parameter_of_4326(ogc: httpx.Client, collection: str) -> None:
    expected = all_ids(ogc, collection, bbox="106.5,10.6,106.9,11.0")
    found = all_ids(ogc, collection, bbox="10.6,106.5,11.0,106.9", bbox_crs=WGS84_URI)
    assert found == expected
    six = all_ids(ogc, collection, bbox="10.6,106.5,-1,11.0,106.9,1", bbox_crs=WGS84_URI)
    assert six == expected


@each_collection
def test_bbox_of_4326_may_cross_the_antimeridian(ogc: httpx.Client, collection: str) -> None:
    expected = all_ids(ogc, collection, bbox="106.7,8,-170,11")
    assert all_ids(ogc, collection, bbox="8,106.7,11,-170", bbox_crs=WGS84_URI) == expected


@each_collection
@pytest.mark.parametrize("code", PROJECTED)
def test_ats_bbox_crs_parameter(ogc: httpx.Client, sql: Sql, collection: str, code: int) -> None:
    """A box in a projected CRS finds what touches it there, and not what touches its envelope."""
    x, y = transform_point(106.75, 10.85, source=WGS84, target=code)
    corners = (x - 24_000, y - 31_000, x + 27_000, y + 22_000)
    box = shapely.box(*corners)
    expected = sorted(
        name
        for name, shape in shapes_by_sql(sql, collection).items()
        if transform_geometry(shape, source=WGS84, target=code).intersects(box)
    )
    unplaced = sql.execute(
        f"SELECT {ID_PROPERTY[collection]} FROM {RELATION[collection]}(today_in_vietnam())"  # type: ignore[arg-type]
        " WHERE geom IS NULL"
    )
    expected += [row[0] for row in unplaced]
    assert expected
    asked = {"bbox": ",".join(map(repr, corners)), "bbox_crs": EPSG.format(code)}
    assert sorted(all_ids(ogc, collection, **asked)) == sorted(expected)


@pytest.mark.parametrize(
    ("bbox", "code"),
    [
        ("606000,1190000,600000,1195000", 9210),
        ("600000,1195000,606000,1190000", 9210),
        ("600000,1190000,606000", 9210),
        ("1e30,1e30,2e30,2e30", 9210),
        ("-1e12,-1e12,1e12,1e12", 3405),
        ("106.5,10.6,107,91", 4326),
        ("106.5,10.6,107,11", 4326),
        ("11,106,10,107", 4326),
        ("0,0,inf,1", 3857),
        ("a,b,c,d", 5899),
    ],
)
def test_bbox_that_means_nothing_in_its_crs(ogc: httpx.Client, bbox: str, code: int) -> None:
    asked = {"bbox": bbox, "bbox_crs": EPSG.format(code)}
    assert_problem(get(ogc, "/collections/parcels/items", **asked), 400)
