"""Pixels that no television signal may have.

Notes
-----
EBU R 103 (Video signal tolerance in digital television systems) lets at most 1 % of a picture
leave the limits. Since version 2.0 (June 2016), and in 3.0 (May 2020), they are -5 to 105 % for
red, green, blue and luma alike: 5 to 246 in 8 bits. Version 1.1 (2000), still in delivery
specifications of broadcasters, keeps luma within -1 to 103 %. Both are asked for here: -5 to 105 %
of red, green and blue, -1 to 103 % of luma.

Luma is that of ITU-R BT.709-6: 0.2126 R + 0.7152 G + 0.0722 B. A picture in full range becomes
narrow range on its way to air, 0 to 255 as 16 to 235: nothing of it can leave the limits, which the
tables below find out by themselves. A picture in video levels goes on air as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maps.stills.layout import Layout
from maps.stills.lint.findings import Finding
from maps.stills.lint.telling import figures
from maps.stills.sizes import Box
from maps.stills.spec import Levels

Pixels = NDArray[np.uint8]

MOST_OUTSIDE: Final = 0.01
"""Share of the picture."""

_BLACK, _WHITE = 16.0, 235.0
_LUMA: Final = (0.2126, 0.7152, 0.0722)
_LEAST_RGB, _MOST_RGB = -0.05, 1.05
_LEAST_LUMA, _MOST_LUMA = -0.01, 1.03
_STRIP: Final = 64
"""Rows that are looked at together: what is worked on stays in the cache of the processor."""


@lru_cache(maxsize=2)
def _signal(levels: Levels) -> NDArray[np.float64]:
    """Signal of each value of a pixel, 0 for black and 1 for white."""
    values = np.arange(256.0)
    if levels == "full":
        values = np.round(_BLACK + values * (_WHITE - _BLACK) / 255)
    return (values - _BLACK) / (_WHITE - _BLACK)


@lru_cache(maxsize=2)
def _tables(levels: Levels) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """For each value: its part in luma by channel, in millionths; whether it is outside itself."""
    signal = _signal(levels)
    parts = np.rint(np.outer(_LUMA, signal) * 1e6).astype(np.int32)
    return parts, (signal < _LEAST_RGB) | (signal > _MOST_RGB)


def share_outside(pixels: Pixels, levels: Levels) -> tuple[float, tuple[int, int, int, int] | None]:
    """How much of a picture leaves the limits.

    Parameters
    ----------
    pixels
        RGBA, 8 bits a channel.

    Returns
    -------
    Share of what is painted: a pixel counts by its alpha. And where: left, top, right, bottom,
    pixels, None if there is none.
    """
    parts, is_outside = _tables(levels)
    low, high = _LEAST_LUMA * 1e6, _MOST_LUMA * 1e6
    lightest, darkest = parts.max(axis=1).sum(), parts.min(axis=1).sum()
    if not is_outside.any() and lightest <= high and darkest >= low:
        return 0.0, None
    outside = 0.0
    rows = np.zeros(len(pixels), dtype=bool)
    columns = np.zeros(pixels.shape[1], dtype=bool)
    for top in range(0, len(pixels), _STRIP):
        strip = pixels[top : top + _STRIP]
        red, green, blue, alpha = (strip[..., one] for one in range(4))
        luma = parts[0][red] + parts[1][green] + parts[2][blue]
        bad = (luma < low) | (luma > high)
        bad |= is_outside[red] | is_outside[green] | is_outside[blue]
        bad &= alpha > 0
        if bad.any():
            outside += float(alpha[bad].sum(dtype=np.int64))
            rows[top : top + len(strip)] |= bad.any(axis=1)
            columns |= bad.any(axis=0)
    if not outside:
        return 0.0, None
    painted = float(pixels[..., 3].sum(dtype=np.int64))
    y, x = np.flatnonzero(rows), np.flatnonzero(columns)
    return outside / painted, (int(x[0]), int(y[0]), int(x[-1]) + 1, int(y[-1]) + 1)


def find_illegal_levels(layout: Layout, pixels: Pixels) -> Iterator[Finding]:
    """Pictures of which more leaves the limits than is let."""
    share, place = share_outside(pixels, layout.levels)
    if share <= MOST_OUTSIDE or place is None:
        return
    scale = layout.canvas.width / pixels.shape[1]
    share_vi, share_en = figures(share * 100)
    yield Finding(
        "levels-outside",
        "fault",
        Box(*(one * scale for one in place)),
        f"{share_vi} % hình vượt mức tín hiệu của EBU R 103 (độ chói −1 đến 103 %, R, G, B −5 đến "
        f"105 %); tối đa 1 %: dùng màu từ 16 đến 235, hoặc đặt levels là full.",
        f"{share_en} % of the picture leaves the levels of EBU R 103 (luma -1 to 103 %, R, G, B -5 "
        f"to 105 %); at most 1 % may: use colours from 16 to 235, or set levels to full.",
    )
