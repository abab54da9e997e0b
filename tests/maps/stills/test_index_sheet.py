"""Contact sheets: as many pictures as fit, each in its place, and what the linter says of it."""

from __future__ import annotations

import numpy as np
import pytest

from maps.stills.index_sheet import COLUMNS, Cell, cells_a_page, draw_sheet, thumb_size
from maps.stills.raster import Pixels, pixels_of, small_pixels, write_png
from maps.stills.sizes import Size

HD, VERTICAL = Size(1920, 1080), Size(1080, 1920)


def plain(size: Size, colour: tuple[int, int, int, int]) -> Pixels:
    return np.full((size.height_px, size.width_px, 4), colour, np.uint8)


def sheet(*cells: Cell, sizes: tuple[Size, ...] = (HD,)) -> Pixels:
    drawn = draw_sheet(cells, sizes, heading="Ế Ộ Ữ", page=1, pages=2, language="vi")
    return pixels_of(drawn)


@pytest.mark.parametrize(("sizes", "count"), [((HD,), 20), ((VERTICAL,), 12), ((HD, VERTICAL), 12)])
def test_cells_a_page_follow_the_tallest(sizes: tuple[Size, ...], count: int) -> None:
    assert cells_a_page(sizes) == count
    assert count % COLUMNS == 0


def test_thumb_size_keeps_the_shape_of_a_picture() -> None:
    wide, high = thumb_size(HD, [HD])
    assert wide / high == pytest.approx(16 / 9, abs=0.01)
    narrow, tall = thumb_size(VERTICAL, [HD, VERTICAL])
    assert narrow / tall == pytest.approx(9 / 16, abs=0.01)
    assert tall > high


def test_sheet_shows_each_picture_in_its_place() -> None:
    colours = [(200, 30, 30, 255), (30, 30, 200, 255)]
    size = Size(*thumb_size(HD, [HD]))
    cells = [Cell(f"{n}.png", "Mây", HD, plain(size, one)) for n, one in enumerate(colours)]
    pixels = sheet(*cells)
    assert 500 < pixels.shape[0] < 700
    for index, colour in enumerate(colours):
        ys, xs = np.nonzero((pixels == colour).all(axis=2))
        assert len(ys) == size.width_px * size.height_px
        assert (xs.max() < 960) == (index == 0) or index == 1
        assert abs((xs.min() + xs.max()) / 2 - (255 + 473 * index)) < 12


def test_sheet_shows_grey_behind_what_is_clear() -> None:
    size = Size(*thumb_size(HD, [HD]))
    pixels = sheet(Cell("a.png", "Mây", HD, plain(size, (255, 0, 0, 0))))
    assert (pixels == (0xB9, 0xC0, 0xC4, 255)).all(axis=2).sum() == size.width_px * size.height_px
    assert not (pixels[..., 3] < 255).any()


def test_sheet_tells_of_faults_and_of_what_is_missing() -> None:
    size = Size(*thumb_size(HD, [HD]))
    thumb = plain(size, (0, 0, 0, 255))
    good = sheet(Cell("a.png", "Mây", HD, thumb))
    for other in (
        Cell("a.png", "Mây", HD, thumb, faults=1),
        Cell("a.png", "Mây", HD, thumb, warnings=2),
        Cell("a.png", "Mây", HD, None),
    ):
        assert (sheet(other) != good).any()
    red = (0xB3, 0x26, 0x1E, 255)
    assert not (good == red).all(axis=2).any()
    assert (sheet(Cell("a.png", "Mây", HD, thumb, faults=1)) == red).all(axis=2).any()


def test_sheet_holds_names_of_any_length() -> None:
    size = Size(*thumb_size(HD, [HD]))
    long = Cell(f"{'dài-' * 44}.png", "Khu công nghiệp " * 12, HD, plain(size, (0, 0, 0, 255)))
    pixels = sheet(long)
    ground = (0xF3, 0xF4, 0xF4, 255)
    rows, right = slice(400, 520), 28 + 472
    assert (pixels[rows, right : right + 12] == ground).all()


def test_small_pixels_do_not_take_colour_from_what_is_clear() -> None:
    pixels = plain(Size(40, 40), (255, 0, 0, 0))
    pixels[:, 20:] = (0, 0, 255, 255)
    small = small_pixels(write_png(Size(40, 40), [pixels]), 10, 10)
    seen = small[..., 3] > 0
    assert (small[seen][:, 0] == 0).all()
    assert small.shape == (10, 10, 4)
