"""OGC API - Tiles (20-057) and Mapbox Vector Tiles 2.1: what tiles hold, what is said of them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pyogrio
import pytest
import shapely
from shapely.affinity import affine_transform

from api.settings import ServerSettings
from geo.bbox import REGION
from geo.crs import WEB_MERCATOR, WGS84, transform_geometry, transform_point
from layers.address import DatabaseAddress
from layers.collections import COLLECTIONS as CATALOGUE
from layers.database import write_transaction
from layers.tiles import MAP_LAYERS, MOST_BYTES
from tests.api.conftest import Serve
from tests.api.test_errors import assert_problem
from tests.ogc.asking import COLLECTIONS, Json, fetch, get, link
from tests.ogc.tile_reading import Layer, read_tile, rings_of

Sql = psycopg.Connection[tuple[Any, ...]]

QUAD = "WebMercatorQuad"
TILE = "application/vnd.mapbox-vector-tile"
TAN_THUAN = (106.742, 10.757)

each_collection = pytest.mark.parametrize("collection", COLLECTIONS)


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Row and column of the tile that a place lies in."""
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int(down * 2**zoom), int((lon + 180) / 360 * 2**zoom)


def path_of(collection: str | None, zoom: int, place: tuple[float, float] = TAN_THUAN) -> str:
    row, column = tile_of(*place, zoom)
    begin = "" if collection is None else f"/collections/{collection}"
    return f"{begin}/tiles/{QUAD}/{zoom}/{row}/{column}"


def layers_at(ogc: httpx.Client, path: str, **parameters: Any) -> dict[str, Layer]:
    answer = get(ogc, path, **parameters)
    if answer.status_code == 204:
        return {}
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == TILE
    return read_tile(answer.content)


# --- What tiles hold ------------------------------------------------------------------------------


@each_collection
def test_req_core_tc_success(ogc: httpx.Client, collection: str) -> None:
    """Zoom 0 has every feature that is drawn there, each with the properties that are declared."""
    layers = layers_at(ogc, f"/collections/{collection}/tiles/{QUAD}/0/0/0")
    name = "parcels_by_zone" if collection == "parcels" else collection
    assert list(layers) == [name]
    assert (layers[name].version, layers[name].extent) == (2, 4096)
    declared = set(CATALOGUE[collection].tile_properties)
    if collection == "parcels":
        declared = {"zone_id"} | {item for item in layers[name].properties[0] if "ledger" in item}
    for properties in layers[name].properties:
        assert properties.keys() <= declared
        assert properties.keys() & {"zone_id", "port_id", "link_id", "part_id"}


@pytest.mark.parametrize("zoom", [0, 5, 9, 12, 13, 16, 22])
def test_tile_of_the_map_is_the_tiles_of_its_collections(ogc: httpx.Client, zoom: int) -> None:
    whole = get(ogc, path_of(None, zoom)).content
    single = [get(ogc, path_of(name, zoom)).content for name in MAP_LAYERS]
    assert whole == b"".join(single)
    some = get(ogc, path_of(None, zoom), collections="ports,zones").content
    assert some == single[MAP_LAYERS.index("zones")] + single[MAP_LAYERS.index("ports")]


@pytest.mark.parametrize("zoom", [4, 9, 12, 14])
def test_tile_can_be_read_by_gdal(ogc: httpx.Client, tmp_path: Path, zoom: int) -> None:
    """GDAL finds the same layers and as many features, and puts them where they are."""
    row, column = tile_of(*TAN_THUAN, zoom)
    content = get(ogc, path_of(None, zoom)).content
    file = tmp_path / "tile.mvt"
    file.write_bytes(content)
    ours = read_tile(content)
    assert {name for name, _ in pyogrio.list_layers(file)} == set(ours)
    size = 40075016.6855785 / 2**zoom
    west, north = column * size - 20037508.3427892, 20037508.3427892 - row * size
    more = size / 50
    box = shapely.box(west - more, north - size - more, west + size + more, north + more)
    for name, layer in ours.items():
        _, _, shapes, _ = pyogrio.raw.read(file, layer=name, X=column, Y=row, Z=zoom, CLIP="NO")
        assert len(shapes) == len(layer.features)
        assert shapely.covered_by(shapely.from_wkb(shapes), box).all()


def test_tile_puts_a_point_where_it_is(ogc: httpx.Client, sql: Sql) -> None:
    """Rows from the north, columns from the west: each port is in its own tile of zoom 14."""
    rows = sql.execute("SELECT port_id, ST_X(geom), ST_Y(geom) FROM port ORDER BY port_id LIMIT 8")
    for name, lon, lat in rows.fetchall():
        row, column = tile_of(lon, lat, 14)
        layer = layers_at(ogc, f"/collections/ports/tiles/{QUAD}/14/{row}/{column}")["ports"]
        x, y = transform_point(lon, lat, source=WGS84, target=WEB_MERCATOR)
        size = 40075016.6855785 / 2**14
        expected = (
            (x + 20037508.3427892) / size * 4096 - column * 4096,
            (20037508.3427892 - y) / size * 4096 - row * 4096,
        )
        near = [
            corner
            for corner, item in zip(layer.corners(), layer.features, strict=True)
            if item[0]["port_id"] == name
        ]
        assert near[0] == pytest.approx(expected, abs=1)
        neighbour = f"/collections/ports/tiles/{QUAD}/14/{row + 3}/{column}"
        found = layers_at(ogc, neighbour).get("ports", Layer())
        assert name not in [item["port_id"] for item in found.properties]


@pytest.mark.parametrize(("zoom", "names"), [(12, ["parcels_by_zone"]), (13, ["parcels"])])
def test_parcels_are_drawn_from_zoom_13_on(
    ogc: httpx.Client, sql: Sql, zoom: int, names: list[str]
) -> None:
    layers = layers_at(ogc, path_of("parcels", zoom))
    assert list(layers) == names
    if zoom == 12:
        known = dict(
            sql.execute(  # what the tile says is what the zone says
                "SELECT zone_id, ledger_gross_ha FROM zone_feature(today_in_vietnam())"
            ).fetchall()
        )
        for item in layers["parcels_by_zone"].properties:
            assert item["ledger_gross_ha"] == pytest.approx(known[item["zone_id"]])
    else:
        assert {item["zone_id"] for item in layers["parcels"].properties} >= {"tan-thuan"}


def test_every_parcel_is_in_some_tile(ogc: httpx.Client, sql: Sql) -> None:
    (expected,) = sql.execute(
        "SELECT array_agg(parcel_id ORDER BY parcel_id) FROM parcel_feature(today_in_vietnam())"
        " WHERE zone_id = 'tan-thuan'"
    ).fetchone() or ([],)
    row, column = tile_of(*TAN_THUAN, 13)
    found = set()
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            path = f"/collections/parcels/tiles/{QUAD}/13/{row + down}/{column + across}"
            layer = layers_at(ogc, path).get("parcels", Layer())
            found |= {item["parcel_id"] for item in layer.properties}
    assert set(expected) <= found


def test_tile_keeps_to_its_edges(ogc: httpx.Client) -> None:
    """Outlines are cut a little outside of the tile, as its buffer says."""
    for zoom in (8, 11, 14):
        for layer in layers_at(ogc, path_of(None, zoom)).values():
            assert all(-64 <= x <= 4160 and -64 <= y <= 4160 for x, y in layer.corners())


# In degrees from a corner: a square drawn either way around, one with a hole, two squares, and a
# square with a slit of 4 cm, which is narrower than a tile's unit.
OUTLINES = {
    "clockwise": "((0 0, 0 5, 5 5, 5 0, 0 0))",
    "counter-clockwise": "((0 0, 5 0, 5 5, 0 5, 0 0))",
    "hole": "((0 0, 5 0, 5 5, 0 5, 0 0), (2 2, 2 3, 3 3, 3 2, 2 2))",
    "two": "((0 0, 2 0, 2 2, 0 2, 0 0)), ((3 3, 5 3, 5 5, 3 5, 3 3))",
    "slit": "((0 0, 5 0, 5 5, 2.004 5, 2.002 1, 2 5, 0 5, 0 0))",
}


@pytest.mark.parametrize("zoom", [14, 16, 22])
def test_outlines_of_parcels_are_valid_and_the_right_way_around(
    loaded_copy: DatabaseAddress, serve: Serve, zoom: int
) -> None:
    """As Mapbox Vector Tiles 2.1, 4.3.4.4, wants it: outer rings clockwise, holes the other way."""
    west, south = 106.735, 10.752
    with write_transaction(loaded_copy.owner_url) as connection:
        connection.execute("TRUNCATE parcel")
        for number, (name, rings) in enumerate(OUTLINES.items()):
            connection.execute(
                "INSERT INTO parcel (parcel_id, zone_id, geom, illustrative, badge, origin, valid)"
                " VALUES (%s, 'tan-thuan', ST_Translate(ST_Scale(ST_GeomFromText(%s, 4326),"
                " 0.0001, 0.0001), %s, %s), false, 'A', 'test', daterange('2020-01-01', NULL))",
                [name, f"MULTIPOLYGON({rings})", west + 0.001 * number, south],
            )
    ogc = serve(loaded_copy)
    half_m = 20037508.342789
    units = 2**zoom * 4096 / (2 * half_m)
    for number, name in enumerate(OUTLINES):
        # Wholly inside the tile at 14; at 22 each tile has a piece, and an edge on most sides.
        place = (west + 0.001 * number + 0.0001, south + 0.0001)
        row, column = tile_of(*place, zoom)
        layer = layers_at(ogc, path_of("parcels", zoom, place))["parcels"]
        ((_, kind, commands),) = [one for one in layer.features if one[0]["parcel_id"] == name]
        rings = [shapely.LinearRing(ring) for ring in rings_of(commands)]
        # With y downward what is clockwise on the screen is counter-clockwise to shapely.
        assert kind == 3
        assert rings[0].is_ccw
        outer = shapely.union_all([shapely.Polygon(ring) for ring in rings if ring.is_ccw])
        holes = shapely.union_all([shapely.Polygon(ring) for ring in rings if not ring.is_ccw])
        assert all(shapely.Polygon(ring).is_valid for ring in rings)
        drawn = outer - holes
        geometry = fetch(ogc, f"/collections/parcels/items/{name}")["geometry"]
        in_tile = affine_transform(
            transform_geometry(shapely.geometry.shape(geometry), source=WGS84, target=WEB_MERCATOR),
            [units, 0, 0, -units, (half_m * units) - column * 4096, (half_m * units) - row * 4096],
        )
        awaited = in_tile.intersection(shapely.box(-64, -64, 4160, 4160))
        # Each corner is half a unit off at most.
        assert drawn.symmetric_difference(awaited).area <= awaited.length


def test_tile_of_a_day(history: httpx.Client, history_sql: Sql) -> None:
    place = history_sql.execute(
        "SELECT ST_X(p), ST_Y(p) FROM zone, ST_Centroid(boundary) AS p WHERE zone_id = 'an-ha'"
    ).fetchone()
    assert place is not None
    path = path_of("parcels", 15, (place[0], place[1]))
    lines = {
        day: {
            item["parcel_id"]: item.get("ledger_line")
            for item in layers_at(history, path, datetime=day).get("parcels", Layer()).properties
        }
        for day in ("2024-08-31", "2024-09-01", "2020-01-01")
    }
    assert lines["2020-01-01"] == {}
    assert lines["2024-08-31"].keys() == lines["2024-09-01"].keys()
    assert lines["2024-08-31"] != lines["2024-09-01"]
    assert get(history, path, datetime="2999-01-01").status_code == 204


@pytest.mark.parametrize("zoom", range(0, 23, 2))
def test_same_data_give_the_same_bytes(
    ogc: httpx.Client, loaded_database: DatabaseAddress, serve: Serve, zoom: int
) -> None:
    first = get(ogc, path_of(None, zoom))
    # As behind one public address, which entity tags depend on.
    server = ServerSettings(access_log=False, public_url=str(ogc.base_url)[:-5])
    second = get(serve(loaded_database, server=server), path_of(None, zoom))
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert len(first.content) <= MOST_BYTES


def test_tile_without_anything_is_empty(ogc: httpx.Client) -> None:
    answer = get(ogc, f"/tiles/{QUAD}/10/0/0")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "Content-Type" not in answer.headers
    again = ogc.get(f"/tiles/{QUAD}/10/0/0", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


# --- Addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("begin", ["/tiles", "/collections/zones/tiles"])
@pytest.mark.parametrize(
    "address",
    [
        "0/0/1",
        "0/1/0",
        "1/2/0",
        "1/0/2",
        "23/0/0",
        "-1/0/0",
        "0/-1/0",
        "a/b/c",
        "1.0/0/0",
        "0/0/0.mvt",
        "99999999999999999999/0/0",
        "22/4194304/0",
        "10/0/999999999",
        "+1/0/0",
        "%20/0/0",
        "١/0/0",
        "0x1/0/0",
    ],
)
def test_req_core_tc_error(ogc: httpx.Client, begin: str, address: str) -> None:
    assert_problem(ogc.get(f"{begin}/{QUAD}/{address}"), 400)


@pytest.mark.parametrize("name", ["WorldCRS84Quad", "webmercatorquad", "nope", "%00", "'"])
def test_unknown_matrix_set(ogc: httpx.Client, name: str) -> None:
    for path in (f"/tiles/{name}/0/0/0", f"/tiles/{name}", f"/tileMatrixSets/{name}"):
        assert_problem(ogc.get(path), 404)


@pytest.mark.parametrize(
    "query",
    ["f=png", "datetime=soon", "collections=nope", "collections=", "bbox=1,2,3,4"],
)
def test_tile_with_a_wrong_parameter(ogc: httpx.Client, query: str) -> None:
    assert_problem(ogc.get(f"/tiles/{QUAD}/0/0/0?{query}"), 400)


# --- Hostile sizes --------------------------------------------------------------------------------

MANY = 1_000_000
# A star around a centre, whose edge goes in and out a million times; it never crosses itself.
STAR = """
UPDATE zone SET boundary = (
  SELECT ST_Multi(ST_MakePolygon(ST_MakeLine(
    ST_SetSRID(ST_MakePoint(
      106.742 + cos(angle) * reach, 10.757 + sin(angle) * reach), 4326) ORDER BY n)))
  FROM (
    SELECT n, 2 * pi() * (n %% %(many)s) / %(many)s AS angle,
      0.05 + 0.00001 * ((n %% %(many)s) %% 2) AS reach
    FROM generate_series(0, %(many)s) AS n
  ) AS corner
) WHERE zone_id = 'tan-thuan'
"""


@pytest.mark.slow
def test_outline_with_a_million_corners_makes_no_large_tile(
    loaded_copy: DatabaseAddress, serve: Serve
) -> None:
    with write_transaction(loaded_copy.owner_url) as connection:
        connection.execute(STAR, {"many": MANY})
        row = connection.execute(
            "SELECT ST_NPoints(boundary) AS n FROM zone WHERE zone_id = 'tan-thuan'"
        ).fetchone()
        assert row is not None
        assert row["n"] == MANY + 1
    ogc = serve(loaded_copy, statement_timeout_ms=60_000)
    with httpx.Client(base_url=ogc.base_url, timeout=120) as patient:
        for zoom in (9, 13):
            answer = patient.get(path_of("zones", zoom))
            assert answer.status_code == 200
            assert len(answer.content) <= MOST_BYTES
            assert "zones" in read_tile(answer.content)


def many_parcels(address: DatabaseAddress, count: int) -> None:
    """Real parcels side by side in a single tile of zoom 13."""
    with write_transaction(address.owner_url) as connection:
        connection.execute("TRUNCATE parcel")
        connection.execute(
            "INSERT INTO parcel (parcel_id, zone_id, geom, use, clearance, servicing, commercial,"
            " illustrative, badge, origin, valid)"
            " SELECT 'tan-thuan/' || lpad(n::text, 6, '0'), 'tan-thuan',"
            " ST_Multi(ST_MakeEnvelope(x, y, x + 0.00018, y + 0.00018, 4326)),"
            " 'industrial', 'cleared', 'serviced', 'leased', false, 'A', 'test',"
            " daterange('2020-01-01', NULL)"
            " FROM (SELECT n, 106.72 + 0.0002 * (n %% 150) AS x, 10.74 + 0.0002 * (n / 150) AS y"
            " FROM generate_series(0, %s) AS n) AS cell",
            [count - 1],
        )


def test_twenty_thousand_parcels_in_a_tile_are_added_up(
    loaded_copy: DatabaseAddress, serve: Serve
) -> None:
    many_parcels(loaded_copy, 20_000)
    ogc = serve(loaded_copy)
    answer = get(ogc, path_of("parcels", 13, (106.735, 10.753)))
    assert answer.status_code == 200
    assert len(answer.content) <= MOST_BYTES
    layers = read_tile(answer.content)
    assert list(layers) == ["parcels_by_zone"]
    (item,) = layers["parcels_by_zone"].properties
    assert item["zone_id"] == "tan-thuan"
    assert item["ledger_gross_ha"] > 100
    # Closer, where fewer lie in a tile, they are drawn themselves.
    near = layers_at(ogc, path_of("parcels", 17, (106.735, 10.753)))
    assert len(near["parcels"].features) > 50
    for zoom in (10, 14, 15, 16):
        answer = get(ogc, path_of(None, zoom, (106.735, 10.753)))
        assert len(answer.content) <= MOST_BYTES


# --- What is said of tiles ------------------------------------------------------------------------


def tile_paths() -> list[str]:
    return ["/tiles", *(f"/collections/{name}/tiles" for name in COLLECTIONS)]


@pytest.mark.parametrize("path", tile_paths())
def test_req_tilesets_list(ogc: httpx.Client, path: str) -> None:
    (listed,) = fetch(ogc, path)["tilesets"]
    assert listed["dataType"] == "vector"
    assert listed["crs"].endswith("/EPSG/0/3857")
    assert listed["tileMatrixSetURI"].endswith(f"/tilematrixset/OGC/1.0/{QUAD}")
    tileset = ogc.get(link(listed, "self")).json()
    assert tileset["title"] == listed["title"]
    scheme = ogc.get(link(listed, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme")).json()
    assert scheme["id"] == QUAD


@pytest.mark.parametrize("path", tile_paths())
def test_req_tileset_metadata(ogc: httpx.Client, path: str) -> None:
    """Limits hold the region; the template leads to tiles; every layer is described."""
    tileset = fetch(ogc, f"{path}/{QUAD}")
    limits = {item["tileMatrix"]: item for item in tileset["tileMatrixSetLimits"]}
    assert list(limits) == [str(zoom) for zoom in range(23)]
    for zoom, item in limits.items():
        north, west = tile_of(REGION.west, REGION.north, int(zoom))
        south, east = tile_of(REGION.east, REGION.south, int(zoom))
        assert (item["minTileRow"], item["maxTileRow"]) == (north, south)
        assert (item["minTileCol"], item["maxTileCol"]) == (west, east)
    (template,) = [item for item in tileset["links"] if item.get("templated")]
    assert template["type"] == TILE
    row, column = tile_of(*TAN_THUAN, 9)
    href = template["href"].format(tileMatrix=9, tileRow=row, tileCol=column)
    described = {item["id"]: item for item in tileset["layers"]}
    for name, layer in read_tile(ogc.get(href).content).items():
        fields = described[name]["propertiesSchema"]["properties"]
        assert {key for item in layer.properties for key in item} <= fields.keys()


@pytest.mark.parametrize("path", tile_paths())
def test_tilejson(ogc: httpx.Client, path: str) -> None:
    answer = get(ogc, f"{path}/{QUAD}", f="tilejson")
    assert answer.headers["Content-Type"] == "application/vnd.mapbox.tile+json"
    described = answer.json()
    assert described["tilejson"] == "3.0.0"
    # The coastline goes beyond the region.
    is_wider = path in ("/tiles", "/collections/coastline/tiles")
    assert described.get("bounds") == (None if is_wider else list(REGION))
    assert described["minzoom"] == 0
    assert described["attribution"].startswith("©")
    row, column = tile_of(*TAN_THUAN, 14)
    (template,) = described["tiles"]
    found = read_tile(ogc.get(template.format(z=14, x=column, y=row)).content)
    fields = {item["id"]: item["fields"].keys() for item in described["vector_layers"]}
    assert found.keys() <= fields.keys()
    for name, layer in found.items():
        assert {key for item in layer.properties for key in item} <= fields[name]


def test_req_tilematrixsets(ogc: httpx.Client) -> None:
    """WebMercatorQuad as 17-083r4, annex D.1, defines it."""
    listed = fetch(ogc, "/tileMatrixSets")["tileMatrixSets"]
    assert [item["id"] for item in listed] == [QUAD]
    defined = ogc.get(link(listed[0], "self")).json()
    first, last = defined["tileMatrices"][0], defined["tileMatrices"][22]
    assert first["scaleDenominator"] == pytest.approx(559082264.028717, rel=1e-12)
    assert first["cellSize"] == pytest.approx(156543.033928041, rel=1e-12)
    assert first["pointOfOrigin"] == pytest.approx([-20037508.3427892, 20037508.3427892])
    assert last["scaleDenominator"] == pytest.approx(133.295598, rel=1e-6)
    assert last["matrixWidth"] == last["matrixHeight"] == 2**22
    assert (first["tileWidth"], first["tileHeight"]) == (256, 256)


def test_style_names_layers_and_properties_that_there_are(ogc: httpx.Client) -> None:
    answer = get(ogc, "/styles/zonemap")
    assert answer.headers["Content-Type"] == "application/vnd.mapbox.style+json"
    style = answer.json()
    assert style["version"] == 8
    (source,) = style["sources"].values()
    described = get(ogc, f"/tiles/{QUAD}", f="tilejson").json()
    assert source["tiles"] == described["tiles"]
    fields = {item["id"]: set(item["fields"]) for item in described["vector_layers"]}
    drawn = [layer for layer in style["layers"] if layer["type"] != "background"]
    assert {layer["source-layer"] for layer in drawn} <= fields.keys()
    assert {"zones", "parcels", "ports", "links", "coastline"} <= {
        layer["source-layer"] for layer in drawn
    }
    for layer in drawn:
        assert layer["source"] in style["sources"]
        assert names_in(layer) <= fields[layer["source-layer"]], layer["id"]
    assert len({layer["id"] for layer in style["layers"]}) == len(style["layers"])


def names_in(value: Any) -> set[str]:
    """Properties that the expressions of a style read."""
    if isinstance(value, list):
        own = {str(value[1])} if value[:1] in (["get"], ["has"]) and len(value) == 2 else set()
        return own.union(*map(names_in, value))
    if isinstance(value, dict):
        return set().union(*map(names_in, value.values()))
    return set()


def test_style_speaks_both_languages(ogc: httpx.Client) -> None:
    names: list[Json] = [get(ogc, "/styles/zonemap", lang=lang).json() for lang in ("vi", "en")]
    assert names[0]["name"] != names[1]["name"]
    assert_problem(get(ogc, "/styles/zonemap", f="xml"), 400)
