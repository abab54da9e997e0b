from __future__ import annotations

import pytest

from geo.errors import InvalidSpec
from maps.stills.sizes import NAMED_SIZES, Box, Size, read_size, safe_box


def pixels(area: str, width: int, height: int) -> tuple[int, int, int, int]:
    box = safe_box(Box(0, 0, width, height), area)  # type: ignore[arg-type]
    return round(box.left), round(box.top), round(box.right) - 1, round(box.bottom) - 1


def test_safe_areas_are_those_of_ebu_r95() -> None:
    assert pixels("graphics", 1920, 1080) == (96, 54, 1823, 1025)
    assert pixels("graphics", 3840, 2160) == (192, 108, 3647, 2051)
    assert pixels("action", 1920, 1080) == (67, 38, 1852, 1041)
    assert pixels("legacy", 1920, 1080) == (192, 108, 1727, 971)
    assert pixels("none", 1920, 1080) == (0, 0, 1919, 1079)


def test_the_vertical_safe_area_keeps_off_what_a_phone_draws() -> None:
    box = safe_box(Box(0, 0, 1080, 1920), "vertical")
    assert (box.left, box.top) == pytest.approx((64.8, 268.8))
    assert (box.right, box.bottom) == pytest.approx((1015.2, 1248.0))


@pytest.mark.parametrize("name", NAMED_SIZES)
def test_the_shorter_side_has_1080_units(name: str) -> None:
    size = read_size(name.upper())
    assert (size.width_px, size.height_px) == NAMED_SIZES[name]
    assert min(size.canvas.width, size.canvas.height) == pytest.approx(1080)


def test_one_spec_is_one_picture_at_any_size() -> None:
    assert Size(1920, 1080).canvas == Size(3840, 2160).canvas
    assert read_size(" 1280 × 720 ") == Size(1280, 720)
    assert str(read_size("1280X720")) == "1280x720"


@pytest.mark.parametrize("text", ["", "x", "1920", "-5x5", "1e3x1e3", "1920x1080x3", "999999x2"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(InvalidSpec, match="each 180 to 8192"):
        read_size(text)


def test_boxes_hold_overlap_and_join() -> None:
    one, other = Box(0, 0, 10, 10), Box(5, 6, 20, 30)
    assert one.overlap(other) == 20
    assert one.overlap(other.moved(50, 0)) == 0
    assert one.union(other) == Box(0, 0, 20, 30)
    assert one.holds(Box(1, 1, 9, 9))
    assert not one.holds(other)
    assert one.holds(Box(-0.5, 0, 10, 10), slack=0.5)
