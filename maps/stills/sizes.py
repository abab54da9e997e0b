"""Sizes of pictures, and the parts of them that a set or a screen is sure to show.

All that is drawn is laid out in units: the shorter side of every picture has 1080 of them, so that
the same spec is the same picture at 1920x1080 and at 3840x2160, only finer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from geo.errors import InvalidSpec

UNITS: Final = 1080
"""Units of the shorter side of every picture."""

LEAST_PX, MOST_PX = 180, 8192
"""Bounds of a side of a picture, pixels."""

MOST_RATIO: Final = 6.0
"""Of the longer side to the shorter."""

NAMED_SIZES: Final[dict[str, tuple[int, int]]] = {
    "hd": (1920, 1080),
    "uhd": (3840, 2160),
    "vertical": (1080, 1920),
    "square": (1080, 1080),
    "portrait": (1080, 1350),
}

SafeArea = Literal["graphics", "action", "legacy", "vertical", "none"]

_WRITTEN: Final = re.compile(r"([0-9]{1,5})\s*[x×]\s*([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a picture, y downward; units unless said otherwise."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def inset(self, x: float, y: float | None = None) -> Box:
        """Smaller on each side; larger for a negative length."""
        y = x if y is None else y
        return Box(self.left + x, self.top + y, self.right - x, self.bottom - y)

    def moved(self, x: float, y: float) -> Box:
        """The same box elsewhere."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Whether another box lies within, up to `slack` units."""
        return (
            other.left >= self.left - slack
            and other.top >= self.top - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def overlap(self, other: Box) -> float:
        """Square units that two boxes share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    def union(self, other: Box) -> Box:
        """Smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Size:
    """Size of a picture.

    Attributes
    ----------
    width_px, height_px
        Pixels.
    """

    width_px: int
    height_px: int

    @property
    def px_per_unit(self) -> float:
        """Pixels of a unit."""
        return min(self.width_px, self.height_px) / UNITS

    @property
    def canvas(self) -> Box:
        """The whole picture, units."""
        scale = self.px_per_unit
        return Box(0, 0, self.width_px / scale, self.height_px / scale)

    def __str__(self) -> str:
        """As it is written: `1920x1080`."""
        return f"{self.width_px}x{self.height_px}"


def read_size(text: str) -> Size:
    """Size of a name, or of a width and a height.

    Parameters
    ----------
    text
        `hd`, `uhd`, `vertical`, `square`, `portrait`, or as `1280x720`.

    Raises
    ------
    InvalidSpec
        If it is neither, or out of bounds.
    """
    named = NAMED_SIZES.get(text.strip().lower())
    if named is not None:
        return Size(*named)
    written = _WRITTEN.fullmatch(text.strip().lower())
    expected = (
        f"{', '.join(NAMED_SIZES)}, or width x height in pixels, each {LEAST_PX} to {MOST_PX}, "
        f"the longer side at most {MOST_RATIO:.0f} times the shorter"
    )
    if written is None:
        raise InvalidSpec(
            f"the size {text[:40]!r} is not one that can be drawn",
            expected=expected,
            remedy="write the size as 1920x1080",
        )
    width, height = int(written[1]), int(written[2])
    is_allowed = min(width, height) >= LEAST_PX and max(width, height) <= MOST_PX
    if not is_allowed or max(width, height) > MOST_RATIO * min(width, height):
        raise InvalidSpec(
            f"the size {width}x{height} is out of bounds",
            expected=expected,
            remedy="choose another size",
        )
    return Size(width, height)


def safe_box(canvas: Box, area: SafeArea) -> Box:
    """Part of a picture that words and figures have to stay in.

    Parameters
    ----------
    canvas
        The whole picture, in units or in pixels.
    area
        `graphics` leaves 5 % an edge and `action` 3.5 % (EBU R95: 96, 54 to 1823, 1025 in HD);
        `legacy` 10 % an edge, for sets that show less; `vertical` keeps off what a phone draws over
        a video: the top 14 %, the bottom 35 %, 6 % at the sides. `none` is all of it.
    """
    width, height = canvas.width, canvas.height
    if area == "vertical":
        return Box(
            canvas.left + 0.06 * width,
            canvas.top + 0.14 * height,
            canvas.right - 0.06 * width,
            canvas.bottom - 0.35 * height,
        )
    share = {"graphics": 0.05, "action": 0.035, "legacy": 0.1, "none": 0.0}[area]
    return canvas.inset(share * width, share * height)
