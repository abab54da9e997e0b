from __future__ import annotations

import math

import pytest
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry import box as rectangle_of

from geo.measures import GEOD
from maps.stills.frame import fit_frame
from maps.stills.sizes import Box

CANVAS = Box(0, 0, 1920, 1080)
REGION = rectangle_of(106.2, 10.3, 107.6, 11.5)


def test_what_has_to_be_seen_lies_within_the_focus() -> None:
    focus = Box(1000, 100, 1800, 900)
    frame = fit_frame([REGION], CANVAS, focus=focus, padding=0.1)
    corners = [frame.point(lon, lat) for lon, lat in shapely.get_coordinates(REGION)]
    assert all(focus.inset(79).holds(Box(x, y, x, y)) for x, y in corners)
    xs, ys = zip(*corners, strict=True)
    assert (min(xs) + max(xs)) / 2 == pytest.approx(1400)
    assert (min(ys) + max(ys)) / 2 == pytest.approx(500)


def test_places_and_points_go_round_trip_north_up() -> None:
    frame = fit_frame([REGION], CANVAS)
    for lon, lat in ((106.5, 10.4), (107.3, 11.4)):
        assert frame.place(*frame.point(lon, lat)) == pytest.approx((lon, lat))
    assert frame.point(107, 11.4)[1] < frame.point(107, 10.4)[1]
    assert frame.point(106.3, 11)[0] < frame.point(107.3, 11)[0]


def test_a_point_alone_gets_the_least_extent() -> None:
    frame = fit_frame([Point(106.8, 10.8)], CANVAS, least_km=20)
    assert frame.metres_of(CANVAS.height) == pytest.approx(20_000, rel=0.01)
    assert frame.point(106.8, 10.8) == pytest.approx(CANVAS.centre)


def test_lengths_are_those_on_the_ground() -> None:
    frame = fit_frame([REGION], CANVAS)
    west, lat = frame.place(860, 540)
    east, _ = frame.place(1060, 540)
    assert frame.metres_of(200) == pytest.approx(GEOD.inv(west, lat, east, lat)[2])
    degrees = 200 / frame.units_per_degree
    round_earth = degrees * 111_320 * math.cos(math.radians(lat))
    assert frame.metres_of(200) == pytest.approx(round_earth, rel=0.01)


def test_what_is_drawn_is_cut_near_the_frame_and_no_finer_than_it_shows() -> None:
    frame = fit_frame([REGION], CANVAS)
    wide = LineString([(100 + 0.0001 * step, 10.9 + 1e-7 * (step % 2)) for step in range(150_000)])
    seen = frame.project(wide)
    left, _, right, _ = seen.bounds
    assert (left, right) == pytest.approx((-12, 1932), abs=0.1)
    assert len(shapely.get_coordinates(seen)) < 20
    assert frame.project(Point(0, 0)).is_empty


def test_nothing_cannot_be_fitted() -> None:
    with pytest.raises(ValueError, match="nothing to fit a map to"):
        fit_frame([Point()], CANVAS)
