"""A drawing as pixels: PNG by resvg, without any font or file of the system.

resvg holds all pixels of a picture twice while it writes them, and the interpreter's lock all the
time. A picture of more than `MOST_AT_ONCE` pixels is therefore drawn in bands, each written before
the next is drawn, so that one of 8192x8192 takes a third of the memory.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import resvg_py

from geo.errors import InvalidSpec
from maps.stills.drawing import Drawing
from maps.stills.sizes import Size
from maps.stills.svg import svg_of

Pixels = npt.NDArray[np.uint8]
"""Rows, columns, and red, green, blue, alpha from 0 to 255; alpha not multiplied in."""

Channels = Literal["rgba", "rgb"]

MOST_AT_ONCE: Final = 9_000_000
"""Pixels drawn in one go: a little more than UHD."""

BLEED_PX: Final = 4
"""Pixels by which the colours of a fill reach beyond its key."""

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

_VIDEO: Final = np.array([16 + round(value * 219 / 255) for value in range(256)], np.uint8)
_LEVEL: Final = 6
_MARGIN_PX: Final = 16


def png_of(drawing: Drawing, *, width_px: int | None = None) -> bytes:
    """Draw pixels.

    Parameters
    ----------
    width_px
        For a preview; None is the size of the drawing.

    Returns
    -------
    PNG of 8 bits a channel, RGBA, alpha not multiplied in; the same bytes each time.
    """
    if width_px is None and not is_drawn_at_once(drawing):
        return write_png(drawing.size, bands_of(drawing))
    return _draw(svg_of(drawing), width_px)


def is_drawn_at_once(drawing: Drawing) -> bool:
    """Whether a drawing has few enough pixels to be drawn in one go."""
    return drawing.size.width_px * drawing.size.height_px <= MOST_AT_ONCE


def bands_of(drawing: Drawing, *, around: int = 0) -> Iterator[Pixels]:
    """Pixels of a drawing from top to bottom, some rows at a time.

    Parameters
    ----------
    around
        Rows that each band has in common with the one above and the one below; at the edges of the
        picture they are not there.
    """
    size = drawing.size
    if is_drawn_at_once(drawing):
        yield pixels_of(_draw(svg_of(drawing)))
        return
    rows = MOST_AT_ONCE // size.width_px
    for top in range(0, size.height_px, rows):
        first = max(0, top - around)
        last = min(size.height_px, top + rows + around)
        # Paths are cut at the edge of what is drawn, and the cut would be seen: draw past it.
        start, end = max(0, first - _MARGIN_PX), min(size.height_px, last + _MARGIN_PX)
        drawn = pixels_of(_draw(svg_of(drawing, rows=(start, end))))
        yield drawn[first - start : last - start]


def write_png(size: Size, bands: Iterable[Pixels], channels: Channels = "rgba") -> bytes:
    """Write pixels as PNG.

    Parameters
    ----------
    bands
        From top to bottom, of that width, with three channels for `rgb`.
    """
    kind = {"rgba": 6, "rgb": 2}[channels]
    packer = zlib.compressobj(_LEVEL)
    packed = []
    for band in bands:
        lines = band.reshape(band.shape[0], -1)
        # Filter 0, each row as it is: areas of one colour pack best so.
        filtered = np.zeros((lines.shape[0], lines.shape[1] + 1), np.uint8)
        filtered[:, 1:] = lines
        packed.append(packer.compress(filtered.data))
    packed.append(packer.flush())
    head = struct.pack(">IIBBBBB", size.width_px, size.height_px, 8, kind, 0, 0, 0)
    return b"".join(
        (
            PNG_SIGNATURE,
            png_chunk(b"IHDR", head),
            png_chunk(b"IDAT", b"".join(packed)),
            png_chunk(b"IEND", b""),
        )
    )


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG with its length and checksum."""
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def pixels_of(png: bytes) -> Pixels:
    """Pixels of a PNG, whatever its channels.

    Raises
    ------
    InvalidSpec
        If it cannot be decoded.
    """
    return np.asarray(_rgba(_decode(png)))


def sampled_pixels(png: bytes) -> Pixels:
    """Pixels of a PNG for looking it over: all of them, or of a large one every second or third.

    Raises
    ------
    InvalidSpec
        If it cannot be decoded.
    """
    image = _decode(png)
    step = _step(*image.size)
    if step == 1:
        return np.asarray(_rgba(image))
    width, height = image.size[0] // step, image.size[1] // step
    box = (0, 0, width * step, height * step)
    # Made small before it is given alpha: two of a large picture need not be held at once.
    return np.asarray(_rgba(image.resize((width, height), 0, box)))


def small_pixels(png: bytes, width_px: int, height_px: int) -> Pixels:
    """Pixels of a PNG made smaller, for an index of many.

    Raises
    ------
    InvalidSpec
        If it cannot be decoded.
    """
    image = _decode(png)
    # Averaged with alpha multiplied in, so that what is not seen does not tint the edges.
    small = image.convert("RGBa").resize((width_px, height_px), reducing_gap=2.0)
    return np.asarray(small.convert("RGBA"))


def video_levels(pixels: Pixels) -> Pixels:
    """Colours from 16 to 235 in place of 0 to 255; alpha, where there is any, stays as it is."""
    mapped = pixels.copy()
    mapped[..., :3] = np.take(_VIDEO, pixels[..., :3])
    return mapped


def fills_of(drawing: Drawing, bands: Iterable[Pixels] | None = None) -> Iterator[Pixels]:
    """Colours without alpha, for a mixer that multiplies them with a key.

    They are those of the PNG with alpha, not multiplied by the key: edges get no dark fringe.
    Where nothing is drawn there is black, but for a few pixels around what is drawn, which have its
    colour: video has half as many colours as pixels in a row, and would mix black into edges.

    Parameters
    ----------
    bands
        Pixels of the drawing, if they are there already: in one band.
    """
    if bands is not None or is_drawn_at_once(drawing):
        yield from (_fill(one) for one in bands or bands_of(drawing))
        return
    rows = drawing.size.height_px
    done = 0
    for band in bands_of(drawing, around=BLEED_PX):
        above = BLEED_PX if done else 0
        below = BLEED_PX if done + len(band) - above < rows else 0
        filled = _fill(band)
        yield filled[above : len(filled) - below]
        done += len(band) - above - below


def key_of(pixels: Pixels) -> Pixels:
    """Alpha as grey, in three channels."""
    return np.repeat(pixels[..., 3:], 3, axis=2)


def _fill(pixels: Pixels) -> Pixels:
    colours = np.ascontiguousarray(pixels[..., :3])
    known = pixels[..., 3] > 0
    colours[~known] = 0
    if known.all() or not known.any():
        return colours
    for _ in range(BLEED_PX):
        reached = known.copy()
        for to, by in _NEIGHBOURS:
            rows, columns = np.nonzero(known[by] & ~reached[to])
            colours[to][rows, columns] = colours[by][rows, columns]
            reached[to] |= known[by]
        known = reached
    return colours


_ALL, _BUT_FIRST, _BUT_LAST = slice(None), slice(1, None), slice(None, -1)
_NEIGHBOURS: Final[tuple[tuple[Any, Any], ...]] = (
    ((_ALL, _BUT_FIRST), (_ALL, _BUT_LAST)),
    ((_ALL, _BUT_LAST), (_ALL, _BUT_FIRST)),
    ((_BUT_FIRST, _ALL), (_BUT_LAST, _ALL)),
    ((_BUT_LAST, _ALL), (_BUT_FIRST, _ALL)),
)
"""Places, and those beside them: left, right, above, below."""


def _draw(svg: str, width_px: int | None = None) -> bytes:
    # Fonts of the system are off by being skipped; the SVG has no text that would need one.
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=width_px))


def _step(width: int, height: int) -> int:
    step = 1
    while (width // step) * (height // step) > MOST_AT_ONCE:
        step += 1
    return step


def _rgba(image: Any) -> Any:
    return image if image.mode == "RGBA" else image.convert("RGBA")


def _decode(png: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(png), formats=["PNG"])
        image.load()  # it waits till it is asked for pixels, and errors come then
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise InvalidSpec(
            f"the picture cannot be decoded: {str(error)[:80]}",
            expected="a whole PNG",
            remedy="take the file as it was written",
        ) from error
    return image
