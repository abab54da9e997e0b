"""The named CRSs and the one shift between WGS 84 and VN-2000."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import geopandas
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import crs
from geo.bbox import REGION
from geo.errors import CrsError
from geo.measures import GEOD, geodesic_area_m2

# Places known in both systems: longitude, latitude, EPSG code, easting, northing.
CHECK_POINTS = [
    pytest.param(106.6983, 10.7721, 9210, 603514.537, 1191410.466, id="Ben Thanh"),
    pytest.param(107.0300, 10.5400, 5899, 421004.421, 1165671.352, id="Cai Mep"),
    pytest.param(106.6000, 11.1500, 9210, 592645.311, 1233180.188, id="My Phuoc"),
]
VIETNAMESE_CODES = [code for code, named in crs.NAMED_CRS.items() if named.datum == "VN-2000"]
longitudes = st.floats(REGION.west, REGION.east)
latitudes = st.floats(REGION.south, REGION.north)


def square_of_64_ha(lon: float, lat: float, code: int) -> shapely.Polygon:
    """Square of 800 m round a place, in a projected CRS."""
    x, y = crs.transform_point(lon, lat, source=crs.WGS84, target=code)
    return shapely.box(x - 400, y - 400, x + 400, y + 400)


@pytest.mark.parametrize(("lon", "lat", "code", "easting", "northing"), CHECK_POINTS)
def test_transform_point_reaches_check_point(lon, lat, code, easting, northing):
    x, y = crs.transform_point(lon, lat, source="EPSG:4326", target=code)
    assert (x, y) == pytest.approx((easting, northing), abs=0.01)


@pytest.mark.parametrize(("lon", "lat", "code", "easting", "northing"), CHECK_POINTS)
def test_transform_point_returns_from_check_point(lon, lat, code, easting, northing):
    back = crs.transform_point(easting, northing, source=code, target="EPSG:4326")
    assert GEOD.inv(lon, lat, *back)[2] < 0.01


def test_transform_point_shifts_geographic_vn2000_by_225_m_to_northwest():
    ben_thanh = (106.6983, 10.7721)
    shifted = crs.transform_point(*ben_thanh, source=crs.WGS84, target=crs.VN2000)
    azimuth, _, distance = GEOD.inv(*shifted, *ben_thanh)
    assert distance == pytest.approx(225.5, abs=0.5)
    assert azimuth % 360 == pytest.approx(120, abs=1) or azimuth % 360 == pytest.approx(300, abs=1)


@pytest.mark.parametrize("code", VIETNAMESE_CODES)
@given(lon=longitudes, lat=latitudes)
def test_transform_points_round_trip_closes_to_1_mm(code, lon, lat):
    there = crs.transform_point(lon, lat, source=crs.WGS84, target=code)
    back = crs.transform_point(*there, source=code, target=crs.WGS84)
    assert GEOD.inv(lon, lat, *back)[2] < 0.001


@given(lon=longitudes, lat=latitudes)
def test_transform_points_between_vietnamese_zones_needs_no_shift(lon, lat):
    direct = crs.transform_point(
        *crs.transform_point(lon, lat, source=crs.WGS84, target=9210), source=9210, target=5899
    )
    assert direct == pytest.approx(
        crs.transform_point(lon, lat, source=crs.WGS84, target=5899), abs=1e-6
    )


def test_transform_points_differs_from_the_choice_of_proj_inside_the_trap_only():
    by_choice = pyproj.Transformer.from_crs(4326, 9210, always_xy=True)
    apart = [
        np.hypot(
            *np.subtract(
                by_choice.transform(lon, lat),
                crs.transform_point(lon, lat, source=4326, target=9210),
            )
        )
        for lon, lat in [(106.6983, 10.7721), (107.05, 10.5), (106.6, 11.15), (107.2, 10.5)]
    ]
    assert apart == pytest.approx([0.80, 0.80, 0.0, 0.0], abs=0.03)


@pytest.mark.parametrize("code", [9210, 5899])
@pytest.mark.parametrize(("lon", "lat"), [(107.11, 10.5), (106.7, 11.04), (107.11, 11.04)])
def test_transform_geometry_keeps_the_area_of_a_square_astride_the_trap(lon, lat, code):
    square = square_of_64_ha(lon, lat, code)
    on_globe = crs.transform_geometry(square, source=code, target=crs.WGS84)
    back = crs.transform_geometry(on_globe, source=crs.WGS84, target=code)
    again = crs.transform_geometry(back, source=code, target=crs.WGS84)
    assert back.area == pytest.approx(640_000, abs=0.01)
    assert geodesic_area_m2(again) == pytest.approx(geodesic_area_m2(on_globe), abs=0.01)
    assert back.equals_exact(square, 0.001)


@pytest.mark.parametrize("code", [9210, 5899])
def test_transform_geometry_agrees_with_the_scale_of_the_projection(code):
    square = square_of_64_ha(107.11, 10.5, code)
    on_globe = crs.transform_geometry(square, source=code, target=crs.WGS84)
    scale = pyproj.Proj(crs.NAMED_CRS[code].projection).get_factors(107.11, 10.5).areal_scale
    assert square.area / geodesic_area_m2(on_globe) == pytest.approx(scale, abs=2e-6)


@pytest.mark.parametrize(
    ("lon", "lat", "moved_m"),
    [(107.11, 10.5, [0, 0, 0.8, 0.8]), (106.7, 11.04, [0.8, 0, 0, 0.8])],
)
def test_the_choice_of_proj_tears_the_square_that_is_kept_here(lon, lat, moved_m):
    square = square_of_64_ha(lon, lat, 9210)
    on_globe = crs.transform_geometry(square, source=9210, target=4326)
    by_choice = pyproj.Transformer.from_crs(4326, 9210, always_xy=True)
    torn = np.column_stack(by_choice.transform(*shapely.get_coordinates(on_globe).T))
    apart_m = np.hypot(*(torn - shapely.get_coordinates(square)).T)
    assert apart_m[:4] == pytest.approx(moved_m, abs=0.03)


@pytest.mark.parametrize("code", [crs.WEB_MERCATOR, crs.UTM_48N])
def test_transform_points_equals_pyproj_where_no_shift_is_involved(code):
    lon, lat = np.meshgrid(np.linspace(105.8, 108.0, 12), np.linspace(8.5, 11.8, 12))
    expected = pyproj.Transformer.from_crs(4326, code, always_xy=True).transform(lon, lat)
    found = crs.transform_points(lon, lat, source=crs.WGS84, target=code)
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("code", sorted(set(crs.NAMED_CRS) - {4326, 4756}))
def test_named_crs_has_the_parameters_of_the_register(code):
    named, registered = crs.NAMED_CRS[code], pyproj.CRS(code)
    assert named.name == registered.name
    in_datum = pyproj.Transformer.from_crs(registered.geodetic_crs, registered, always_xy=True)
    expected = in_datum.transform(106.9, 10.6)
    assert pyproj.Proj(named.projection)(106.9, 10.6) == pytest.approx(expected, abs=1e-6)


def test_transform_geometry_keeps_holes_arrays_and_none_and_drops_z():
    ring = shapely.Polygon(
        [(106.6, 10.7, 3), (106.7, 10.7, 3), (106.7, 10.8, 3)],
        [[(106.66, 10.71, 3), (106.69, 10.71, 3), (106.69, 10.74, 3)]],
    )
    moved, nothing = crs.transform_geometry(
        np.array([ring, None]), source=crs.WGS84, target=crs.VN2000_TM3_105_45
    )
    assert not moved.has_z
    assert len(moved.interiors) == 1
    assert nothing is None


def test_transform_frame_shifts_by_the_declared_crs():
    frame = geopandas.GeoDataFrame(
        {"name": ["Ben Thanh"]},
        geometry=geopandas.points_from_xy([603514.537], [1191410.466], crs=9210),
    ).rename_geometry("geom")
    moved = crs.transform_frame(frame, target="CRS84")
    assert moved.crs == "EPSG:4326"
    assert frame.crs == "EPSG:9210"
    point = moved.loc[0, "geom"]
    assert GEOD.inv(106.6983, 10.7721, point.x, point.y)[2] < 0.01


def test_transform_frame_refuses_a_table_without_crs():
    frame = geopandas.GeoDataFrame(geometry=[shapely.Point(106.7, 10.8)])
    with pytest.raises(CrsError, match="is missing; expected one of EPSG:4326"):
        crs.transform_frame(frame, target=9210)


def test_transform_points_refuses_what_has_no_place():
    with pytest.raises(CrsError, match=r"2 coordinates cannot be .* the first is 106\.0, 95\.0"):
        crs.transform_points([106.0, 106.0, 1e9], [10.0, 95.0, 1e9], source=4326, target=9210)


def test_transform_points_gives_the_same_in_every_thread():
    lon, lat = np.linspace(105.8, 108.0, 500), np.linspace(8.5, 11.8, 500)

    def run(_: int) -> bytes:
        x, y = crs.transform_points(lon, lat, source=4326, target=5899)
        return x.tobytes() + y.tobytes()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(run, range(64)))) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (9210, 9210),
        ("9210", 9210),
        (" epsg:5899 ", 5899),
        ("urn:ogc:def:crs:EPSG::3405", 3405),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", 4326),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326),
        ("OGC:CRS84", 4326),
        (pyproj.CRS("OGC:CRS84"), 4326),
        (pyproj.CRS(4756), 4756),
        (pyproj.CRS(9210).to_wkt("WKT1_ESRI"), 9210),
        (pyproj.CRS(5899).to_wkt("WKT1_GDAL"), 5899),
    ],
)
def test_parse_crs_reads_the_usual_spellings(said, code):
    assert crs.parse_crs(said).code == code


@pytest.mark.parametrize(
    ("code", "successor"), [(6956, 5896), (6957, 5897), (6958, 5898), (6959, 5899)]
)
def test_parse_crs_refuses_deprecated_code_with_its_successor(code, successor):
    with pytest.raises(CrsError, match="false northing are swapped") as caught:
        crs.parse_crs(f"EPSG:{code}")
    assert caught.value.expected == f"EPSG:{successor}, which replaced it"


@pytest.mark.parametrize("said", [None, ""])
def test_parse_crs_refuses_missing_crs(said):
    with pytest.raises(CrsError, match="is missing"):
        crs.parse_crs(said)


@pytest.mark.parametrize(
    "said", ["HCMC", 27700, True, 1.5, pyproj.CRS(6957).to_wkt("WKT1_ESRI"), "EPSG:999999"]
)
def test_parse_crs_refuses_unknown_crs(said):
    with pytest.raises(CrsError, match="is not known here"):
        crs.parse_crs(said)


@pytest.mark.parametrize("code", [9210, 5899, 3405, 32648])
def test_require_projected_lets_the_region_grids_pass(code):
    assert crs.require_projected(code).code == code


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (4326, "EPSG:4326 .* is in degrees"),
        (4756, "EPSG:4756 .* is in degrees"),
        (3857, "enlarges areas here by over 4 %"),
        (None, "is missing"),
        (6957, "is deprecated"),
    ],
)
def test_require_projected_refuses_planar_measures(said, message):
    with pytest.raises(CrsError, match=message):
        crs.require_projected(said)
