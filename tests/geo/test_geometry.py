"""Checks and cleaning of geometries."""

from __future__ import annotations

import math

import pytest
import shapely
from shapely import from_wkt

from geo.bbox import BBox
from geo.errors import GeometryError
from geo.geometry import clean_line, clean_point, clean_polygon, drop_z, require_valid

SQUARE = "POLYGON ((106.6 10.7, 106.7 10.7, 106.7 10.8, 106.6 10.8, 106.6 10.7))"


def test_clean_polygon_makes_a_flat_multipolygon():
    cleaned = clean_polygon(
        from_wkt("POLYGON Z ((106.6 10.7 5, 106.7 10.7 5, 106.7 10.8 5, 106.6 10.7 5))")
    )
    assert cleaned.wkt == "MULTIPOLYGON (((106.6 10.7, 106.7 10.7, 106.7 10.8, 106.6 10.7)))"


def test_clean_polygon_turns_shells_left_and_holes_right():
    clockwise = shapely.reverse(from_wkt(SQUARE))
    hole = shapely.box(106.64, 10.74, 106.66, 10.76)
    (part,) = clean_polygon(clockwise.difference(hole)).geoms
    assert part.exterior.is_ccw
    assert not part.interiors[0].is_ccw


def test_clean_polygon_keeps_every_part_and_hole():
    two = from_wkt(SQUARE).union(shapely.box(106.9, 10.7, 107.0, 10.8))
    cleaned = clean_polygon(two)
    assert len(cleaned.geoms) == 2
    assert cleaned.equals(two)


def test_clean_polygon_refuses_a_bow_tie_with_reason_and_place():
    bow_tie = "POLYGON ((106.6 10.7, 106.7 10.8, 106.7 10.7, 106.6 10.8, 106.6 10.7))"
    with pytest.raises(GeometryError) as caught:
        clean_polygon(from_wkt(bow_tie))
    assert caught.value.received == "the Polygon is not valid: self-intersection at 106.65, 10.75"
    assert caught.value.expected.startswith("rings that do not cross")
    assert "not repaired" in caught.value.remedy


@pytest.mark.parametrize(
    ("wkt", "message"),
    [
        ("POLYGON EMPTY", "the Polygon is empty"),
        ("POINT (106.6 10.7)", "the geometry is a Point; expected Polygon or MultiPolygon"),
        ("GEOMETRYCOLLECTION (POINT (106 10))", "the geometry is a GeometryCollection"),
        (
            "POLYGON ((106.6 10.7, 106.7 10.7, 106.6 10.7, 106.6 10.7))",
            "too few points in geometry component",
        ),
        (
            "POLYGON ((106.6 10.7, 106.7 10.7, 106.7 10.8, 106.6 10.7), "
            "(107.6 10.7, 107.7 10.7, 107.7 10.8, 107.6 10.7))",
            "hole lies outside shell at 107",
        ),
        (
            "POLYGON ((603514 1191410, 603614 1191410, 603614 1191510, 603514 1191410))",
            "expected degrees of longitude, latitude inside 105.8,8.5,108.0,11.8",
        ),
        (
            "POLYGON ((10.7 106.6, 10.8 106.6, 10.8 106.7, 10.7 106.6))",
            "check the declared CRS and the order of the columns",
        ),
    ],
)
def test_clean_polygon_refuses(wkt, message):
    with pytest.raises(GeometryError, match=message):
        clean_polygon(from_wkt(wkt))


@pytest.mark.parametrize("clean", [clean_polygon, clean_line, clean_point])
def test_clean_refuses_a_missing_geometry(clean):
    with pytest.raises(GeometryError, match="the geometry is missing"):
        clean(None)


def test_clean_polygon_takes_another_region():
    with pytest.raises(GeometryError, match=r"inside 106\.0,10\.0,106\.5,10\.5"):
        clean_polygon(from_wkt(SQUARE), region=BBox(106, 10, 106.5, 10.5))


def test_clean_polygon_counts_the_edge_of_the_region_as_inside():
    corner = shapely.box(105.8, 8.5, 105.9, 8.6)
    assert clean_polygon(corner).equals(corner)


def test_clean_point_refuses_what_is_not_finite():
    with pytest.raises(GeometryError, match="invalid coordinate"):
        clean_point(shapely.Point(106.7, math.nan))


def test_clean_point_and_line_drop_z():
    assert clean_point(from_wkt("POINT Z (106.7 10.7 3)")).wkt == "POINT (106.7 10.7)"
    line = clean_line(from_wkt("LINESTRING Z (106.6 10.7 3, 106.7 10.7 3)"))
    assert line.wkt == "LINESTRING (106.6 10.7, 106.7 10.7)"


def test_clean_line_refuses_a_line_without_length():
    with pytest.raises(GeometryError, match="too few points"):
        clean_line(from_wkt("LINESTRING (106.6 10.7, 106.6 10.7)"))


def test_require_valid_returns_the_same_geometry():
    square = from_wkt(SQUARE)
    assert require_valid(square) is square


def test_drop_z_keeps_the_coordinates():
    assert drop_z(from_wkt("POINT Z (106.7 10.7 3)")).coords[:] == [(106.7, 10.7)]
