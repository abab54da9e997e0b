"""Pixels: straight alpha, video levels, fill and key, bands of large pictures, memory."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from geo.errors import InvalidSpec
from layers.settings import CHECKOUT
from maps.stills import raster
from maps.stills.drawing import Drawing, Paint, Shape, circle, rectangle
from maps.stills.sizes import Box, Size


def drawing(
    size: str = "600x400", *, background: str | None = None, opacity: float = 1.0
) -> Drawing:
    """A red disc in the middle, a blue bar across."""
    width, height = (int(one) for one in size.split("x"))
    made = Drawing(Size(width, height), background)
    x, y = made.canvas.centre
    bar = Box(0, y - 40, made.canvas.width, y + 40)
    made.add(
        Shape(rectangle(bar), Paint(fill="#0000c8"), bar),
        Shape(circle(x, y, 300), Paint(fill="#c80000", fill_opacity=opacity), bar),
    )
    return made


def pixels(made: Drawing) -> raster.Pixels:
    return raster.pixels_of(raster.png_of(made))


def test_png_has_the_size_and_the_colours() -> None:
    seen = pixels(drawing(background="#ffffff"))
    assert seen.shape == (400, 600, 4)
    assert seen[200, 300].tolist() == [200, 0, 0, 255]
    assert seen[200, 5].tolist() == [0, 0, 200, 255]
    assert seen[5, 5].tolist() == [255, 255, 255, 255]


def test_alpha_is_straight() -> None:
    seen = pixels(drawing(opacity=0.5))
    assert seen[5, 5].tolist() == [0, 0, 0, 0]
    # Above the bar the disc is on nothing: half there, and its colour not half as bright.
    red, green, blue, alpha = seen[110, 300].tolist()
    assert alpha in (127, 128)
    assert (abs(red - 200) <= 1, green, blue) == (True, 0, 0)


def test_preview_is_the_same_picture_smaller() -> None:
    small = raster.pixels_of(raster.png_of(drawing(background="#ffffff"), width_px=150))
    assert small.shape == (100, 150, 4)
    assert small[50, 75].tolist() == [200, 0, 0, 255]


def test_bands_make_the_same_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    made = drawing("1200x900", background="#ffffff")
    whole = pixels(made)
    monkeypatch.setattr(raster, "MOST_AT_ONCE", 1200 * 100)
    bands = list(raster.bands_of(made))
    assert [len(one) for one in bands] == [100] * 9
    apart = np.abs(np.concatenate(bands).astype(int) - whole)
    # Edges may be rounded otherwise here and there; no row of a seam may stand out.
    rows = (apart > 8).any(axis=2).sum(axis=1)
    assert rows.max() <= 24
    assert (apart > 8).any(axis=2).mean() < 0.001


def test_large_png_is_written_from_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    made = drawing("1200x900")
    monkeypatch.setattr(raster, "MOST_AT_ONCE", 1200 * 250)
    assert np.array_equal(pixels(made), np.concatenate(list(raster.bands_of(made))))


def test_large_picture_is_sampled_to_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    made = drawing("1200x900", background="#ffffff")
    png, whole = raster.png_of(made), pixels(made)
    monkeypatch.setattr(raster, "MOST_AT_ONCE", 400 * 300)
    assert np.array_equal(raster.sampled_pixels(png), whole[1::3, 1::3])


def test_video_levels_are_exact_and_keep_alpha() -> None:
    ramp = np.zeros((1, 256, 4), np.uint8)
    ramp[0, :, :3] = ramp[0, :, 3:] = np.arange(256)[:, None]
    mapped = raster.video_levels(ramp)
    assert mapped[0, [0, 255, 128], 0].tolist() == [16, 235, 126]
    assert mapped[0, :, 1].tolist() == [16 + round(one * 219 / 255) for one in range(256)]
    assert np.array_equal(mapped[..., 3], ramp[..., 3])


def test_fill_is_straight_and_reaches_beyond_the_key() -> None:
    made = drawing(opacity=0.5)
    (fill,) = raster.fills_of(made)
    seen = pixels(made)
    assert fill.shape == (400, 600, 3)
    assert np.array_equal(fill[seen[..., 3] > 0], seen[seen[..., 3] > 0][:, :3])
    top = int(np.nonzero(seen[:, 10, 3])[0][0])
    assert fill[top - raster.BLEED_PX : top, 10].tolist() == [[0, 0, 200]] * raster.BLEED_PX
    assert fill[top - raster.BLEED_PX - 1, 10].tolist() == [0, 0, 0]


def test_fill_of_a_large_picture_has_no_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    made = drawing("1200x900")
    (whole,) = raster.fills_of(made, [np.concatenate(list(raster.bands_of(made)))])
    monkeypatch.setattr(raster, "MOST_AT_ONCE", 1200 * 101)
    bands = list(raster.fills_of(made))
    assert [len(one) for one in bands] == [101] * 8 + [92]
    apart = np.abs(np.concatenate(bands).astype(int) - whole)
    # Where alpha is a few hundredths, colours are as coarse as alpha is.
    assert (apart > 24).any(axis=2).mean() < 0.0005


def test_key_is_alpha_as_grey() -> None:
    seen = pixels(drawing(opacity=0.5))
    key = raster.key_of(seen)
    assert key.shape == (400, 600, 3)
    assert all(np.array_equal(key[..., one], seen[..., 3]) for one in range(3))


def test_what_is_no_png_is_not_decoded() -> None:
    with pytest.raises(InvalidSpec, match="the picture cannot be decoded"):
        raster.pixels_of(b"GIF89a" + bytes(40))


LARGEST = """
from maps.stills.picture import make_stills
from maps.stills.spec import spec_of
from tests.maps.stills.invented_region import invented_material
spec = spec_of({"size": "8192x8192", "ground": "transparent"})
made = make_stills(spec, invented_material(), ("png", "fill"))
print(*(len(one.content) for one in made.values()))
print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told by /proc")
def test_largest_picture_stays_below_600_mb() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LARGEST], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    sizes, peak_mb = done.stdout.splitlines()
    assert all(int(one) > 100_000 for one in sizes.split())
    assert int(peak_mb) < 600
