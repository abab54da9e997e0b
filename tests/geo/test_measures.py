"""Area and distance on the ellipsoid."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon

from geo import crs
from geo.errors import GeometryError
from geo.footprints import rectangle_footprint
from geo.measures import (
    GEOD,
    find_nearest,
    find_nearest_of,
    geodesic_area_m2,
    geodesic_areas_m2,
    geodesic_distance_m,
    geodesic_length_m,
)

SQUARE = shapely.box(106.6, 10.7, 106.7, 10.8)
lons = st.floats(106.0, 107.8)
lats = st.floats(8.7, 11.6)


def points_along(geometry: shapely.Geometry, step_m: float) -> np.ndarray:
    """Points on the geodesic edges of a line or ring, at most a step apart."""
    lon, lat = shapely.get_coordinates(geometry).T
    azimuth, _, length = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    runs = []
    for i, edge_m in enumerate(length):
        along = np.linspace(0, edge_m, max(2, math.ceil(edge_m / step_m) + 1))
        start = (np.full_like(along, value[i]) for value in (lon, lat, azimuth))
        runs.append(np.column_stack(GEOD.fwd(*start, along)[:2]))
    return np.vstack(runs)


def brute_distance_m(geometry: shapely.Geometry, other: shapely.Geometry, step_m: float) -> float:
    """Least geodesic distance between points on the edges, too large by under a step."""
    points = points_along(other, step_m)
    return min(
        GEOD.inv(*(np.full(len(points), value) for value in place), *points.T)[2].min()
        for place in points_along(geometry, step_m)
    )


def test_area_of_a_hectare_drawn_in_the_region_grid():
    x, y = crs.transform_point(106.7, 10.8, source=4326, target=9210)
    hectare = crs.transform_geometry(shapely.box(x, y, x + 100, y + 100), source=9210, target=4326)
    # The grid shrinks areas here by 0.02 % less what the distance to its meridian gives back.
    assert geodesic_area_m2(hectare) == pytest.approx(10_000, rel=1e-4)


def test_area_equals_the_authalic_area_of_a_quadrangle():
    # Parallels bend off their chords, so the quadrangle is cut fine: formula of Snyder 1987, 3-12.
    lon = np.linspace(106, 107, 20001)
    cell = Polygon([*((x, 10.0) for x in lon), *((x, 11.0) for x in reversed(lon))])
    assert geodesic_area_m2(cell) == pytest.approx(authalic_area_m2(1.0, 10.0, 11.0), rel=1e-9)


def authalic_area_m2(width_deg: float, south_deg: float, north_deg: float) -> float:
    """Area between two meridians and two parallels."""
    e = math.sqrt(GEOD.es)

    def q(lat_deg: float) -> float:
        s = math.sin(math.radians(lat_deg))
        return (1 - e * e) * (
            s / (1 - e * e * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e)
        )

    return GEOD.a**2 * math.radians(width_deg) * (q(north_deg) - q(south_deg)) / 2


@pytest.mark.parametrize("turn", [lambda g: g, shapely.reverse])
def test_area_subtracts_holes_whatever_way_rings_run(turn):
    hole = shapely.box(106.62, 10.72, 106.64, 10.74)
    ring = Polygon(turn(SQUARE.exterior), [hole.exterior])
    expected = geodesic_area_m2(SQUARE) - geodesic_area_m2(hole)
    assert geodesic_area_m2(ring) == pytest.approx(expected, abs=1e-3)


@given(st.floats(106.61, 106.69), st.floats(10.71, 10.79))
def test_area_is_additive(lon, lat):
    # Cut along the meridian and its geodesics, where both readings of an edge are one.
    south, north = (GEOD.npts(106.6, y, 106.7, y, 1)[0][1] for y in (10.7, 10.8))
    middle = [(106.65, south), (106.65, north)]
    west = Polygon([(106.6, 10.7), *middle, (106.6, 10.8)])
    east = Polygon([middle[0], (106.7, 10.7), (106.7, 10.8), middle[1]])
    assert geodesic_area_m2(west) + geodesic_area_m2(east) == pytest.approx(
        geodesic_area_m2(SQUARE), abs=1e-3
    )
    fan = [Polygon([(lon, lat), *edge]) for edge in zip(*corner_pairs(SQUARE), strict=True)]
    assert math.fsum(geodesic_areas_m2(fan)) == pytest.approx(geodesic_area_m2(SQUARE), abs=0.01)


def corner_pairs(polygon: Polygon) -> tuple[list, list]:
    """Start and end of each edge."""
    corners = list(polygon.exterior.coords)
    return corners[:-1], corners[1:]


@given(st.permutations(range(4)), st.integers(0, 3))
def test_area_does_not_depend_on_order(order, start):
    parts = [
        shapely.box(106 + 0.1 * i, 10, 106.05 + 0.1 * i, 10.01 * (1 + i / 1000)) for i in order
    ]
    ring = [*SQUARE.exterior.coords[:-1]]
    rolled = Polygon([*ring[start:], *ring[:start]])
    assert geodesic_area_m2(rolled) == pytest.approx(geodesic_area_m2(SQUARE), abs=1e-3)
    assert geodesic_area_m2(MultiPolygon(parts)) == pytest.approx(
        math.fsum(sorted(geodesic_areas_m2(parts))), abs=1e-3
    )


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (Point(106, 10), "the geometry is a Point"),
        (Polygon(), "the Polygon is empty"),
        (None, "the geometry is missing"),
        (shapely.box(603514, 1191410, 603614, 1191510), "transform it with geo.crs"),
    ],
)
def test_area_refuses(geometry, message):
    with pytest.raises(GeometryError, match=message):
        geodesic_area_m2(geometry)


def test_length_of_a_line_is_the_sum_of_its_geodesics():
    line = LineString([(106, 10), (107, 10.5), (107.5, 9)])
    expected = GEOD.inv(106, 10, 107, 10.5)[2] + GEOD.inv(107, 10.5, 107.5, 9)[2]
    assert geodesic_length_m(line) == pytest.approx(expected, abs=1e-6)
    assert geodesic_length_m(Point(106, 10)) == 0


@given(lons, lats, lons, lats)
def test_distance_between_points_is_the_geodesic(lon, lat, other_lon, other_lat):
    found = geodesic_distance_m(Point(lon, lat), Point(other_lon, other_lat))
    assert found == pytest.approx(GEOD.inv(lon, lat, other_lon, other_lat)[2], abs=1e-6)


@pytest.mark.parametrize("kilometres", [1, 20, 150, 300])
def test_distance_to_a_line_straight_ahead(kilometres):
    # The geodesic leaves the meridian square, so its start is the foot.
    lon, lat, _ = GEOD.fwd(107.5, 10.5, 270, kilometres * 1000)
    meridian = LineString([(107.5, 8.0), (107.5, 13.0)])
    nearest = find_nearest(Point(lon, lat), meridian)
    assert nearest.distance_m == pytest.approx(kilometres * 1000, abs=1e-6)
    assert (nearest.lon, nearest.lat) == pytest.approx((107.5, 10.5), abs=1e-8)


@settings(max_examples=25)
@given(
    lon=lons,
    lat=lats,
    size=st.floats(10, 3000),
    bearing=st.floats(0, 180),
    ends=st.lists(st.tuples(lons, lats), min_size=2, max_size=4, unique=True),
)
def test_distance_equals_brute_force_on_dense_edges(lon, lat, size, bearing, ends):
    zone = rectangle_footprint(lon, lat, size * 1e4, bearing_deg=bearing)
    coast = LineString(ends)
    step_m = max(20.0, geodesic_length_m(coast) / 1500)
    brute_m = brute_distance_m(zone.exterior, coast, step_m)
    found_m = geodesic_distance_m(zone, coast)
    assert found_m <= brute_m + 1e-6
    if found_m > step_m:
        # Sampling overshoots by at most half a step squared over the distance, a side.
        assert found_m >= brute_m - step_m * step_m / found_m - 1e-3


def test_distance_is_the_same_from_either_side():
    coast = LineString([(106.0, 9.0), (107.0, 10.0), (107.8, 10.4)])
    there, back = find_nearest(SQUARE, coast), find_nearest(coast, SQUARE)
    assert there.distance_m == pytest.approx(back.distance_m, abs=1e-6)
    assert (there.lon, there.lat) == pytest.approx((back.from_lon, back.from_lat), abs=1e-9)
    assert there.distance_m == pytest.approx(
        GEOD.inv(there.from_lon, there.from_lat, there.lon, there.lat)[2], abs=1e-6
    )


def test_distance_is_not_caught_by_the_nearer_looking_bay():
    # Two headlands of one coast; the farther one by degrees is the nearer one by metres.
    zone = Point(106.5, 10.5)
    by_lon, by_lat = Point(106.5 + 0.2001, 10.5), Point(106.5, 10.5 + 0.2)
    assert zone.distance(by_lat) < zone.distance(by_lon)
    index, nearest = find_nearest_of(zone, [by_lat, by_lon])
    assert index == 1
    assert nearest.distance_m == pytest.approx(GEOD.inv(106.5, 10.5, 106.7001, 10.5)[2], abs=1e-6)
    both = MultiPoint([by_lat, by_lon])
    assert geodesic_distance_m(zone, both) == pytest.approx(nearest.distance_m, abs=1e-9)


@given(st.floats(0.001, 0.5), st.floats(0.001, 0.5))
def test_distance_falls_as_the_coast_nears(one, other):
    near, far = sorted((one, other))
    coasts = [LineString([(106.7 + gap, 10.0), (106.7 + gap, 11.5)]) for gap in (near, far)]
    near_m, far_m = (geodesic_distance_m(SQUARE, coast) for coast in coasts)
    assert near_m <= far_m + 1e-6


@pytest.mark.parametrize(
    "other",
    [
        Point(106.65, 10.75),
        Point(106.7, 10.8),
        LineString([(106.5, 10.75), (106.8, 10.76)]),
        LineString([(106.7, 10.0), (106.7, 11.0)]),
        shapely.box(106.7, 10.7, 106.8, 10.8),
        shapely.box(106.0, 10.0, 107.0, 11.0),
    ],
)
def test_distance_is_zero_where_they_touch(other):
    nearest = find_nearest(SQUARE, other)
    assert nearest.distance_m == 0
    assert SQUARE.distance(Point(nearest.lon, nearest.lat)) < 1e-9
    assert other.distance(Point(nearest.lon, nearest.lat)) < 1e-9


def test_distance_is_zero_where_only_the_geodesic_edges_touch():
    # An east-west edge of 100 km bows 40 m poleward of its parallel.
    road = LineString([(106.4, 10.6), (107.3, 10.6)])
    zone = shapely.box(106.84, 10.6001, 106.86, 10.6010)
    assert not road.intersects(zone)
    nearest = find_nearest(zone, road)
    assert nearest.distance_m == 0
    assert (nearest.lon, nearest.lat) == pytest.approx((106.85, 10.6001), abs=0.02)


def test_distance_from_a_hole_is_measured_to_its_rim():
    ring = SQUARE.difference(shapely.box(106.62, 10.72, 106.68, 10.78))
    expected = GEOD.inv(106.65, 10.75, 106.65, 10.72)[2]
    assert geodesic_distance_m(Point(106.65, 10.75), ring) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (Point(), "the Point is empty"),
        (None, "the geometry is missing"),
        (Point(603514, 1191410), "transform it with geo.crs"),
        (Point(-70, -10), "reach over 5,000 km"),
    ],
)
def test_distance_refuses(other, message):
    with pytest.raises(GeometryError, match=message):
        find_nearest(SQUARE, other)


def test_find_nearest_of_refuses_an_empty_list():
    with pytest.raises(GeometryError, match="nothing to measure"):
        find_nearest_of(SQUARE, [])
