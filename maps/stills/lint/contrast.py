"""Words that do not stand out from what is behind them.

Notes
-----
The ratio is that of WCAG 2.2 (success criterion 1.4.3): 4.5 to 1, and 3 to 1 for large text. WCAG
calls text large from 1.5 times that of a page; here from 1.5 times the smallest that a picture may
have on its map. Behind a text lies its halo if it has one, else the block that it stands on. What
the pixels show around the ink is asked too: a block may have been painted over.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maps.stills.layout import LaidText, Layout
from maps.stills.lint.findings import Finding
from maps.stills.lint.levels import Pixels
from maps.stills.lint.telling import begun, figures, named
from maps.stills.spec import Levels
from maps.stills.typeset import LEAST_SIZE

LEAST_RATIO: Final = 4.5
LEAST_RATIO_LARGE: Final = 3.0
LARGE_SIZE: Final = 1.5 * LEAST_SIZE
"""Units."""

LEAST_HALO: Final = 0.06
"""Width of a halo over the size of its text; a thinner one is not seen."""

_BUSY_SHARE: Final = 0.1
"""Share of what surrounds a text that may be too close to it: a line that passes behind."""

_NEAR_BLOCK: Final = 24
_BLOCK_SHARE: Final = 0.25
"""Share of what surrounds a text that has the colour of its block, within 24 of 255, at least."""

_FEWEST_PIXELS: Final = 8
_WEIGHTS: Final = np.array((0.2126, 0.7152, 0.0722))
"""Of red, green and blue light in luminance."""

_SEEN_SHARE: Final = 0.02
"""Share of its box that a text inks at least, of thin and short letters too."""

_MOST_PIXELS: Final = 12_000
"""Of a text that are looked at, about."""

_NEAR: Final = 40
"""Of 255, in each channel: as far as a pixel in the middle of a letter is off its colour."""

_LEAST_VARIETY: Final = 16
"""Of 255: pixels that differ by less in every channel are one area of colour, without letters."""

_STEM: Final = 0.09
"""Width of a stroke over the size of a text."""

_THINNEST_STEM_PX: Final = 0.4
"""In a smaller preview letters are mixed with what is behind them, and cannot be told from it."""


@lru_cache(maxsize=2)
def _linear(levels: Levels) -> NDArray[np.float64]:
    """Light of each value of a pixel, 0 to 1 (WCAG 2.2, relative luminance)."""
    values = np.arange(256.0) / 255
    if levels == "video":
        values = np.clip((values * 255 - 16) / 219, 0, 1)
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=512)
def luminance(colour: str) -> float:
    """Relative luminance of a colour `#rrggbb`, 0 to 1."""
    return float(_linear("full")[list(_channels(colour))] @ _WEIGHTS)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: float, other: float) -> float:
    """Ratio of two luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def least_ratio(text: LaidText) -> float:
    """Ratio that a text needs."""
    return LEAST_RATIO_LARGE if text.size >= LARGE_SIZE else LEAST_RATIO


def has_halo(text: LaidText) -> bool:
    """Whether a halo that is seen keeps a text apart."""
    return text.halo is not None and text.halo_width >= LEAST_HALO * text.size


def find_flat_text(layout: Layout) -> Iterator[Finding]:
    """Texts too close in colour to their halo or block."""
    for text in layout.texts:
        behind = text.halo if has_halo(text) else text.block
        if behind is None:
            continue
        ratio = contrast(luminance(text.fill), luminance(behind))
        if ratio < least_ratio(text):
            yield _flat(text, ratio)


def find_bare_text(layout: Layout) -> Iterator[Finding]:
    """Texts on a transparent ground with nothing of their own behind them."""
    if layout.ground != "transparent":
        return
    for text in layout.texts:
        if has_halo(text) or text.block is not None:
            continue
        vi, en = named(text.role, text.content)
        yield Finding(
            "text-on-transparent",
            "fault",
            text.box,
            f"{begun(vi)} nằm trên nền trong suốt mà không có viền hay khối nền; hình bên dưới có "
            f"thể nuốt mất chữ: thêm viền chữ hoặc khối nền đặc.",
            f"{begun(en)} stands on a transparent ground without halo or block; the picture under "
            f"it may swallow it: give it a halo or an opaque block.",
        )


def find_lost_text(layout: Layout, pixels: Pixels) -> Iterator[Finding]:
    """Texts that the pixels show too little of: painted over, or too close to what is around."""
    for text in layout.texts:
        window = _Window(text, layout, pixels)
        if not window.is_seen:
            continue
        if not window.shows_ink():
            yield _hidden(text)
        elif not has_halo(text) and not window.shows_block():
            ratio = window.ratio()
            if ratio is not None and ratio < least_ratio(text):
                yield _flat(text, ratio)


class _Window:
    """The pixels of a text and around it."""

    def __init__(self, text: LaidText, layout: Layout, pixels: Pixels) -> None:
        height, width = pixels.shape[:2]
        box, scale = text.box, width / layout.canvas.width
        left, right = max(0, int(box.left * scale)), min(width, math.ceil(box.right * scale))
        top, bottom = max(0, int(box.top * scale)), min(height, math.ceil(box.bottom * scale))
        self.is_seen = bool(text.content.strip()) and right - left > 1 and bottom - top > 1
        if not self.is_seen:
            return
        self._text, self._levels = text, layout.levels
        self._stem_px = _STEM * text.size * scale
        # Of a text as large as the picture every so-manyth pixel tells as much.
        step = max(1, math.isqrt((right - left) * (bottom - top) // _MOST_PIXELS))
        self._inside = pixels[top:bottom:step, left:right:step]
        rim = max(1, round(2 * scale))
        parts = (
            pixels[max(0, top - 2 * rim) : max(0, top - rim), left:right],
            pixels[bottom + rim : bottom + 2 * rim, left:right],
            pixels[top:bottom, max(0, left - 2 * rim) : max(0, left - rim)],
            pixels[top:bottom, right + rim : right + 2 * rim],
        )
        around = np.concatenate([one.reshape(-1, 4) for one in parts])
        self._around = around[around[:, 3] > 127]

    def shows_ink(self) -> bool:
        """Whether enough of the pixels have the colour of the text, or what a thin stroke has."""
        if self._stem_px < _THINNEST_STEM_PX:
            return True
        if (np.ptp(self._inside[..., :3], axis=(0, 1)) < _LEAST_VARIETY).all():
            return False
        allowed = _NEAR + 255 * (1 - min(1.0, self._stem_px))
        inked = self._is_near(self._inside, self._text.fill, allowed) & (self._inside[..., 3] > 127)
        return float(inked.mean()) >= _SEEN_SHARE

    def shows_block(self) -> bool:
        """Whether the block of the text is what lies around it; if so it has been looked at.

        Rings and bars may stand on a block, beside its words; in a small preview they run into
        them, and the block is taken on trust.
        """
        block = self._text.block
        if block is None or not len(self._around):
            return False
        if self._stem_px < 1:
            return True
        return float(self._is_near(self._around, block, _NEAR_BLOCK).mean()) >= _BLOCK_SHARE

    def ratio(self) -> float | None:
        """Contrast of the text with all but the nearest tenth of what is around it.

        None where too little of the surroundings is painted to tell.
        """
        if len(self._around) < _FEWEST_PIXELS:
            return None
        ink = luminance(self._text.fill)
        behind = _linear(self._levels)[self._around[:, :3]] @ _WEIGHTS
        ratios = (np.maximum(behind, ink) + 0.05) / (np.minimum(behind, ink) + 0.05)
        return float(np.quantile(ratios, _BUSY_SHARE))

    def _is_near(self, pixels: Pixels, colour: str, allowed: float) -> NDArray[np.bool_]:
        """Which pixels have a colour, up to a distance in each channel."""
        wanted = np.array(_channels(colour), dtype=np.int16)
        if self._levels == "video":
            wanted = np.rint(16 + wanted * (219 / 255)).astype(np.int16)
        off = np.abs(pixels[..., :3].astype(np.int16) - wanted)
        near: NDArray[np.bool_] = (off <= allowed).all(axis=-1)
        return near


def _flat(text: LaidText, ratio: float) -> Finding:
    # Down, so that what is just too little is not told as enough.
    told = figures(math.floor(ratio * 10) / 10)
    (vi, en), (ratio_vi, ratio_en) = named(text.role, text.content), told
    least_vi, least_en = figures(least_ratio(text))
    return Finding(
        "low-contrast",
        "fault",
        text.box,
        f"{begun(vi)} có độ tương phản {ratio_vi}:1 với nền; cần ít nhất {least_vi}:1: đổi màu "
        f"chữ, thêm viền chữ hoặc khối nền đặc.",
        f"{begun(en)} has a contrast of {ratio_en}:1 with what is behind it; expected at least "
        f"{least_en}:1: change its colour, or give it a halo or an opaque block.",
    )


def _hidden(text: LaidText) -> Finding:
    vi, en = named(text.role, text.content)
    return Finding(
        "text-hidden",
        "fault",
        text.box,
        f"{begun(vi)} gần như không thấy trong hình; chữ phải nằm trên cùng: có thứ khác vẽ đè "
        f"lên, hãy dời đi.",
        f"{begun(en)} is hardly seen in the picture; texts have to lie on top: something is "
        f"painted over it, move it away.",
    )
