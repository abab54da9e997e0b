"""Programs of others read the API: GDAL by itself and in pyogrio, and OWSLib."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import orjson
import psycopg
import pyogrio
import pytest
import shapely
import shapely.geometry
from owslib.ogcapi.features import Features

from geo.measures import geodesic_areas_m2
from tests.ogc.asking import COLLECTIONS, all_ids
from tests.patience import PATIENCE_S

Sql = psycopg.Connection[tuple[Any, ...]]


# --- GDAL's own programs --------------------------------------------------------------------------


@pytest.fixture(scope="session")
def gdal() -> None:
    """GDAL's programs; without them a skip, or a failure under `make test`."""
    if shutil.which("ogr2ogr") is None:
        if os.environ.get("ZONEMAP_REQUIRE_GDAL") == "1":
            pytest.fail("ogr2ogr is not installed (Debian: gdal-bin)", pytrace=False)
        pytest.skip("ogr2ogr is not installed (Debian: gdal-bin)")


def run(*arguments: str) -> str:
    done = subprocess.run(
        [*arguments, "--config", "GDAL_HTTP_TIMEOUT", "60"],
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def taken(ogc: httpx.Client, folder: Path, collection: str, *options: str) -> list[dict[str, Any]]:
    """Features of a collection as ogr2ogr takes them, 37 a page."""
    file = folder / f"{collection}.geojson"
    source = f"OAPIF:{ogc.base_url}"
    run("ogr2ogr", "-oo", "PAGE_SIZE=37", *options, "-f", "GeoJSON", str(file), source, collection)
    features: list[dict[str, Any]] = orjson.loads(file.read_bytes())["features"]
    return features


# Coordinates are written to a centimetre: a hundred-thousandth of such areas at most.
TOLERANCE = 1e-5


def area_m2(features: list[dict[str, Any]]) -> float:
    shapes = [shapely.geometry.shape(item["geometry"]) for item in features if item["geometry"]]
    return float(geodesic_areas_m2([shape for shape in shapes if shape.area > 0]).sum())


def area_by_sql(sql: Sql, relation: str, where: str = "true") -> tuple[int, float]:
    row = sql.execute(
        "SELECT count(*), sum(ST_Area(geom::geography)) FILTER (WHERE ST_Dimension(geom) = 2)"  # type: ignore[arg-type]
        f" FROM {relation}(today_in_vietnam()) WHERE {where}"
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def test_gdal_lists_the_collections(gdal: None, ogc: httpx.Client) -> None:
    listed = run("ogrinfo", "-q", f"OAPIF:{ogc.base_url}")
    for name in COLLECTIONS:
        assert f": {name}" in listed


@pytest.mark.parametrize(
    ("collection", "relation"), [("parcels", "parcel_feature"), ("zones", "zone_feature")]
)
def test_gdal_pages_through_a_collection(
    gdal: None, ogc: httpx.Client, sql: Sql, tmp_path: Path, collection: str, relation: str
) -> None:
    """Every feature once, and not a square metre less."""
    features = taken(ogc, tmp_path, collection)
    count, area = area_by_sql(sql, relation)
    assert len(features) == count > 3 * 37
    assert area_m2(features) == pytest.approx(area, rel=TOLERANCE)
    key = "zone_id" if collection == "zones" else "parcel_id"
    assert {item["properties"][key] for item in features} == set(all_ids(ogc, collection))


def test_gdal_filters(gdal: None, ogc: httpx.Client, sql: Sql, tmp_path: Path) -> None:
    features = taken(ogc, tmp_path, "parcels", "-where", "zone_id = 'tan-thuan'")
    count, area = area_by_sql(sql, "parcel_feature", "zone_id = 'tan-thuan'")
    assert len(features) == count > 0
    assert area_m2(features) == pytest.approx(area, rel=TOLERANCE)
    larger = taken(ogc, tmp_path, "parcels", "-where", "area_m2 > 300000 AND use = 'industrial'")
    count, _ = area_by_sql(sql, "parcel_feature", "area_m2 > 300000 AND use = 'industrial'")
    assert len(larger) == count > 0


def test_gdal_takes_what_touches_a_box(
    gdal: None, ogc: httpx.Client, sql: Sql, tmp_path: Path
) -> None:
    box = ("106.6", "10.7", "106.9", "11.0")
    features = taken(ogc, tmp_path, "parcels", "-spat", *box)
    where = f"ST_Intersects(geom, ST_MakeEnvelope({', '.join(box)}, 4326))"
    count, area = area_by_sql(sql, "parcel_feature", where)
    assert len(features) == count > 0
    assert area_m2(features) == pytest.approx(area, rel=TOLERANCE)


def test_gdal_knows_the_kinds_of_properties(gdal: None, ogc: httpx.Client) -> None:
    told = run("ogrinfo", "-so", f"OAPIF:{ogc.base_url}", "parcels")
    assert "Feature Count: 258" in told
    assert "area_m2: Real" in told
    assert "illustrative: Integer(Boolean)" in told
    assert "WGS 84" in told


# --- GDAL in pyogrio ------------------------------------------------------------------------------

# In a process of its own: it keeps Python's lock while it waits, and our server is in this one.
READ = """
import sys
import pyogrio
_, _, shapes, _ = pyogrio.raw.read(sys.argv[1], layer=sys.argv[2], PAGE_SIZE=50)
print("\\n".join(shape.hex() for shape in shapes))
"""


@pytest.mark.skipif("OAPIF" not in pyogrio.list_drivers(), reason="built without OAPIF")
@pytest.mark.parametrize(
    ("collection", "relation"), [("parcels", "parcel_feature"), ("ports", "port_feature")]
)
def test_pyogrio_reads_a_collection(
    ogc: httpx.Client, sql: Sql, collection: str, relation: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ, f"OAPIF:{ogc.base_url}", collection],
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shapes = shapely.from_wkb([bytes.fromhex(line) for line in done.stdout.split()])
    count, area = area_by_sql(sql, relation)
    assert len(shapes) == count
    if area:
        assert float(geodesic_areas_m2(list(shapes)).sum()) == pytest.approx(area, rel=TOLERANCE)


# --- OWSLib ---------------------------------------------------------------------------------------


@pytest.fixture
def owslib(ogc: httpx.Client) -> Features:
    return Features(str(ogc.base_url))


def test_owslib_reads_what_there_is(owslib: Features) -> None:
    assert owslib.feature_collections() == list(COLLECTIONS)
    assert (
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
        in (owslib.conformance()["conformsTo"])
    )
    assert owslib.api()["openapi"].startswith("3.0")
    assert owslib.collection("zones")["itemType"] == "feature"
    queryables = owslib.collection_queryables("zones")
    assert queryables["properties"]["total_area_ha"]["type"] == "number"


def test_owslib_pages_through_a_collection(owslib: Features, ogc: httpx.Client) -> None:
    found: list[str] = []
    page = owslib.collection_items("zones", limit=50)
    while True:
        found += [feature["id"] for feature in page["features"]]
        following = [item["href"] for item in page["links"] if item["rel"] == "next"]
        if not following:
            break
        cursor = httpx.URL(following[0]).params["cursor"]
        page = owslib.collection_items("zones", limit=50, cursor=cursor)
    assert found == all_ids(ogc, "zones")


def test_owslib_filters_and_sorts(owslib: Features, ogc: httpx.Client) -> None:
    asked = "total_area_ha > 300 AND kind = 'KCN'"
    page = owslib.collection_items(
        "zones", filter=asked, sortby=("total_area_ha", "desc"), bbox=[106, 10, 108, 12], limit=100
    )
    found = [feature["id"] for feature in page["features"]]
    assert found == all_ids(
        ogc, "zones", filter=asked, sortby="-total_area_ha", bbox="106,10,108,12"
    )
    assert found
    item = owslib.collection_item("zones", found[0])
    assert item["properties"]["total_area_ha"] > 300
