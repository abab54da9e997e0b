"""The bounding box."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.bbox import REGION, BBox
from geo.errors import InvalidBBox

# To the tenth of a millimetre: below 1e-150 GEOS itself underflows.
lons = st.floats(-180, 180).map(lambda degrees: round(degrees, 9))
lats = st.floats(-90, 90).map(lambda degrees: round(degrees, 9))
boxes = st.builds(
    lambda x1, y1, x2, y2: BBox(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)),
    *(lons, lats, lons, lats),
)


@pytest.mark.parametrize(
    "value",
    [
        "105.8,8.5,108,11.8",
        " 105.8 , 8.5 , 1.08e2 , +11.8 ",
        (105.8, 8.5, 108, 11.8),
        ["105.8", "8.5", "108", "11.8"],
        np.array([105.8, 8.5, 108.0, 11.8]),
        "105.8,8.5,-10,108,11.8,500",
    ],
)
def test_parse_reads_text_and_sequences(value):
    assert BBox.parse(value) == REGION


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("west,8,108,11", "the bbox has 'west', not a number"),
        ("", "the bbox has '', not a number"),
        ("1_05,8,108,11", "the bbox has '1_05', not a number"),
        ([None, 8, 108, 11], "the bbox has None, not a number"),
        ([True, 8, 108, 11], "the bbox has True, not a number"),
        ("nan,8,108,11", "the bbox has 'nan', not a finite number"),
        ((105, 8, math.inf, 11), "the bbox has inf, not a finite number"),
        ((10**400, 8, 108, 11), "the bbox has 1000.*, not a finite number"),
        ("105,8,108", "the bbox has 3 values"),
        ("105,8,8,5,108,0,11,8", "the bbox has 8 values"),
        ("108,8,105,11", "the bbox has west 108.0 > east 105.0"),
        ("105,11,108,8", "the bbox has south 11.0 > north 8.0"),
        ("105,8,181,11", "the bbox has east = 181.0, out of the range -180 to 180"),
        ("8,105,11,108", "the bbox has south = 105.0, out of the range -90 to 90"),
        (None, "the bbox is None"),
        (b"1234", "the bbox is b'1234'"),
    ],
)
def test_parse_refuses_each_fault_with_its_own_sentence(value, message):
    with pytest.raises(InvalidBBox, match=message) as caught:
        BBox.parse(value)
    assert caught.value.expected.startswith("west,south,east,north in degrees")
    assert caught.value.remedy


def test_bbox_refuses_swapped_corners_without_parse():
    with pytest.raises(InvalidBBox, match="swap the two"):
        BBox(108, 8, 105, 11)


anything = st.one_of(
    st.text(),
    st.text(alphabet="0123456789.,-+eE naif"),
    st.lists(st.one_of(st.floats(), st.integers(), st.text(), st.none(), st.binary()), max_size=7),
    st.none(),
    st.complex_numbers(),
    st.binary(),
    st.dictionaries(st.text(), st.integers()),
)


@given(anything)
def test_parse_raises_nothing_but_invalid_bbox(value):
    try:
        box = BBox.parse(value)
    except InvalidBBox:
        return
    assert all(math.isfinite(number) for number in box)


@given(boxes)
def test_parse_reads_back_what_it_prints(box):
    assert BBox.parse(str(box)) == box
    assert BBox.parse(list(box)) == box


@given(boxes, boxes)
def test_bbox_relations_agree_with_shapely(box, other):
    assert box.intersects(other) == box.to_shapely().intersects(other.to_shapely())
    assert box.covers(other) == box.to_shapely().covers(other.to_shapely())


def test_region_contains_con_dao_and_not_hanoi():
    assert REGION.contains(106.6, 8.69)
    assert not REGION.contains(105.85, 21.03)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1,2,3,4", "Polygon"), ("1,2,3,2", "LineString"), ("1,2,1,2", "Point")],
)
def test_to_shapely_is_always_valid(text, kind):
    shape = BBox.parse(text).to_shapely()
    assert (shape.geom_type, shape.is_valid) == (kind, True)
