"""Cutting a footprint into parcels."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeometryError
from geo.footprints import rectangle_footprint
from geo.geometry import clean_polygon
from geo.measures import geodesic_area_m2
from geo.parcelling import Parcelling, parcel_footprint


def cut(total_ha: float, shares: dict[str, float], bearing_deg: float = 33.3) -> Parcelling:
    """Parcels of a rectangle, by shares of its area."""
    footprint = rectangle_footprint(107.03, 10.54, total_ha * 1e4, bearing_deg=bearing_deg)
    return parcel_footprint(footprint, {name: s * total_ha * 1e4 for name, s in shares.items()})


def area_of(parcelling: Parcelling, group: str) -> float:
    """Area of a group, square metres."""
    return math.fsum(p.area_m2 for p in parcelling.parcels if p.group == group)


def narrowest_m(polygon: shapely.Polygon) -> tuple[float, float]:
    """Short and long side of the rectangle round a polygon, metres to 1 %."""
    flat = shapely.transform(polygon, lambda xy: xy * [109_500, 110_600])
    a, b, c = shapely.get_coordinates(shapely.minimum_rotated_rectangle(flat))[:3]
    return tuple(sorted((math.dist(a, b), math.dist(b, c))))


SHARES = {"leased": 0.615, "available": 0.085, "rest": 0.3}


@pytest.mark.parametrize("bearing_deg", [0, 33.3, 90, 200])
@pytest.mark.parametrize("total_ha", [16.5, 352.5, 1556.14, 3166])
class TestRealSizes:
    """Zones of the sizes that the region has."""

    def test_groups_have_their_areas(self, total_ha, bearing_deg):
        parcelling = cut(total_ha, SHARES, bearing_deg)
        for group, share in SHARES.items():
            assert area_of(parcelling, group) == pytest.approx(share * total_ha * 1e4, abs=0.05)

    def test_parcels_partition_the_outline(self, total_ha, bearing_deg):
        parcelling = cut(total_ha, SHARES, bearing_deg)
        polygons = np.array([parcel.polygon for parcel in parcelling.parcels])
        union = shapely.union_all(polygons)
        assert shapely.is_valid(polygons).all()
        assert shapely.coverage_is_valid(polygons)
        assert all(a.touches(b) or a.disjoint(b) for a, b in itertools.combinations(polygons, 2))
        assert union.equals(parcelling.outline)
        assert geodesic_area_m2(union) == pytest.approx(total_ha * 1e4, abs=0.1)

    def test_outline_is_the_footprint_with_more_corners(self, total_ha, bearing_deg):
        footprint = rectangle_footprint(107.03, 10.54, total_ha * 1e4, bearing_deg=bearing_deg)
        outline = cut(total_ha, SHARES, bearing_deg).outline
        corners = set(outline.exterior.coords)
        assert set(footprint.exterior.coords) <= corners
        assert geodesic_area_m2(outline) == pytest.approx(geodesic_area_m2(footprint), abs=0.01)
        # Straight in degrees and geodesic differ by up to 0.3 m on a side of 7 km.
        assert footprint.hausdorff_distance(outline) * 111_000 < 0.5

    def test_parcels_are_plots_not_slivers(self, total_ha, bearing_deg):
        parcelling = cut(total_ha, SHARES, bearing_deg)
        assert len(parcelling.parcels) <= 24
        for parcel in parcelling.parcels:
            narrow_m, long_m = narrowest_m(parcel.polygon)
            assert narrow_m > 50
            assert long_m / narrow_m < 4.5


def test_parcel_footprint_takes_parcels_of_about_5_ha():
    parcelling = cut(100, {"leased": 0.5, "rest": 0.5})
    assert [round(p.area_m2) for p in parcelling.parcels] == [50_000] * 20
    assert [p.group for p in parcelling.parcels] == ["leased"] * 10 + ["rest"] * 10


def test_parcel_footprint_grades_down_to_a_small_group():
    parcelling = cut(3000, {"leased": 0.9999, "available": 0.0001})
    (small,) = (p for p in parcelling.parcels if p.group == "available")
    narrow_m, long_m = narrowest_m(small.polygon)
    assert small.area_m2 == pytest.approx(3000, abs=0.05)
    assert long_m / narrow_m < 4.5


def test_parcel_footprint_gives_an_empty_group_no_parcel():
    parcelling = cut(16.5, {"leased": 1.0, "available": 0.0})
    assert {p.group for p in parcelling.parcels} == {"leased"}


def test_parcel_footprint_is_the_same_each_time_and_can_be_stored():
    first, second = (cut(352.5, SHARES) for _ in range(2))
    assert [p.polygon.wkb for p in first.parcels] == [p.polygon.wkb for p in second.parcels]
    assert all(clean_polygon(p.polygon).area > 0 for p in first.parcels)


@settings(max_examples=60)
@given(
    total_m2=st.floats(1e4, 3.2e7),
    weights=st.lists(st.floats(0, 1), min_size=1, max_size=5).filter(lambda w: sum(w) > 0.01),
    bearing=st.floats(0, 360),
    ratio=st.floats(1, 4),
)
def test_parcel_footprint_reproduces_any_areas(total_m2, weights, bearing, ratio):
    footprint = rectangle_footprint(
        106.6, 11.15, total_m2, bearing_deg=bearing, length_to_width=ratio
    )
    groups = {f"group {i}": total_m2 * w / sum(weights) for i, w in enumerate(weights)}
    groups = {name: area if area > 1 else 0.0 for name, area in groups.items()}
    groups["rest"] = max(0.0, geodesic_area_m2(footprint) - math.fsum(groups.values()))
    parcelling = parcel_footprint(footprint, groups)
    polygons = np.array([parcel.polygon for parcel in parcelling.parcels])
    for group, area_m2 in groups.items():
        assert area_of(parcelling, group) == pytest.approx(area_m2, abs=0.05)
    assert all(parcel.area_m2 > 0 for parcel in parcelling.parcels)
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ({"leased": 90_000.0}, "the groups add up to 90000.00 m2; expected the area of"),
        ({}, "the groups add up to 0.00 m2"),
        ({"leased": 110_000.0, "rest": -10_000.0}, "the area of the group 'rest' is -10000.0 m2"),
        ({"leased": math.nan}, "cut no parcels where a figure is unknown"),
    ],
)
def test_parcel_footprint_refuses_areas_that_do_not_fit(groups, message):
    with pytest.raises(GeometryError, match=message):
        parcel_footprint(rectangle_footprint(106.7, 10.8, 1e5), groups)


@pytest.mark.parametrize(
    ("footprint", "message"),
    [
        (shapely.Polygon([(106, 10), (106.1, 10), (106, 10.1)]), "3 corners and 0 holes"),
        (shapely.Point(106, 10), "the geometry is a Point"),
        (None, "the geometry is missing"),
    ],
)
def test_parcel_footprint_refuses_what_is_no_rectangle(footprint, message):
    with pytest.raises(GeometryError, match=message):
        parcel_footprint(footprint, {"leased": 1.0})
