"""Schematic footprints."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeometryError
from geo.footprints import rectangle_footprint
from geo.geometry import clean_polygon
from geo.measures import GEOD, geodesic_area_m2


def sides(footprint) -> list[tuple[float, float]]:
    """Bearing (degrees) and length (metres) of each side in turn."""
    corners = list(footprint.exterior.coords)
    ways = [GEOD.inv(*a, *b) for a, b in pairwise(corners)]
    return [(azimuth % 360, length) for azimuth, _, length in ways]


def test_rectangle_of_one_hectare_has_sides_of_100_m():
    footprint = rectangle_footprint(106.7, 10.8, 10_000, length_to_width=1, bearing_deg=0)
    assert [length for _, length in sides(footprint)] == pytest.approx([100] * 4, abs=1e-4)
    assert sides(footprint)[0][0] == pytest.approx(0, abs=1e-3)


def test_rectangle_points_its_long_side_along_the_bearing():
    footprint = rectangle_footprint(107.03, 10.54, 200e4, length_to_width=2, bearing_deg=30)
    (along, length), (across, width), *_ = sides(footprint)
    assert along == pytest.approx(30, abs=0.01)
    assert across == pytest.approx(300, abs=0.01)
    assert (length, width) == pytest.approx((2000, 1000), rel=1e-5)


@given(
    lon=st.floats(105.9, 107.9),
    lat=st.floats(8.6, 11.7),
    area_m2=st.floats(1, 4e7),
    ratio=st.floats(1, 6),
    bearing=st.floats(0, 360),
)
def test_rectangle_has_its_geodesic_area(lon, lat, area_m2, ratio, bearing):
    footprint = rectangle_footprint(lon, lat, area_m2, length_to_width=ratio, bearing_deg=bearing)
    assert geodesic_area_m2(footprint) == pytest.approx(area_m2, abs=0.01)
    assert footprint.is_valid
    assert footprint.exterior.is_ccw
    assert GEOD.inv(lon, lat, footprint.centroid.x, footprint.centroid.y)[2] < 1.0


def test_rectangle_is_the_same_each_time_and_can_be_stored():
    first, second = (rectangle_footprint(106.6, 11.15, 3166e4, bearing_deg=17) for _ in range(2))
    assert first.wkb == second.wkb
    assert len(clean_polygon(first).geoms) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"area_m2": 0}, "the area in m2 of a footprint is 0"),
        ({"area_m2": -5}, "the area in m2 of a footprint is -5"),
        ({"area_m2": math.nan}, "the area in m2 of a footprint is nan"),
        ({"lat": 95}, "the latitude of a footprint is 95"),
        ({"lon": math.inf}, "the longitude of a footprint is inf"),
        ({"length_to_width": 0.5}, "the length to width of a footprint is 0.5"),
        ({"bearing_deg": math.nan}, "the bearing in degrees of a footprint is nan"),
    ],
)
def test_rectangle_refuses(change, message):
    with pytest.raises(GeometryError, match=message):
        rectangle_footprint(**{"lon": 106.7, "lat": 10.8, "area_m2": 1e4, **change})
