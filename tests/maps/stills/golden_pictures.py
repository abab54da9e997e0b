"""Pictures kept to compare with, and how far apart two pictures are.

`ZONEMAP_RENEW_GOLDENS=1 pytest tests/maps/stills/test_goldens.py` writes them anew: look at each
before it is committed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from layers.settings import CHECKOUT

GOLDEN_DIR: Final = Path(__file__).parent / "golden"
DIFF_DIR: Final = CHECKOUT / ".stills-diff"
"""Where differences of a failed run are kept; git does not look at it."""

WIDTH_PX: Final = 480
MOST_MEAN: Final = 0.6
"""Mean difference of the channels, of 255, that rounding on another machine may make."""

MOST_OFF: Final = 0.002
"""Share of pixels that may differ by more than `_OFF` in a channel."""

_OFF: Final = 32

_WIDE: Final[Mapping[str, Any]] = {"as_of": "2026-11-28"}
_TALL: Final[Mapping[str, Any]] = {**_WIDE, "size": "vertical", "theme": "newsroom"}
CASES: Final[Mapping[str, Mapping[str, Any]]] = {
    "overview": {**_WIDE},
    "overview-tall": {**_TALL, "language": "en", "measure": "status"},
    "locator": {**_WIDE, "template": "locator", "zones": ["khu-12"]},
    "locator-tall": {**_TALL, "template": "locator", "zones": ["khu-12"], "language": "en"},
    "ranking": {**_WIDE, "template": "ranking", "zones": ["khu-4", "khu-6"]},
    "ranking-square": {
        **_WIDE, "template": "ranking", "size": "square", "language": "en", "theme": "newsroom",
        "measure": "occupancy",
    },
    "ranking-tall": {**_TALL, "template": "ranking", "theme": "neutral"},
    "distances": {**_WIDE, "template": "distances", "zones": ["khu-10"]},
    "before-after": {**_WIDE, "template": "before_after", "before": "2024-01-01"},
    "before-after-portrait": {
        **_WIDE, "template": "before_after", "before": "2024-01-01", "size": "portrait",
        "theme": "newsroom", "language": "en", "measure": "status",
    },
    "corridor": {**_WIDE, "template": "corridor", "zones": ["khu-10"]},
    "claim": {**_WIDE, "template": "claim"},
    "claim-tall": {**_TALL, "template": "claim", "language": "en", "qr": True},
    "lower-third": {**_WIDE, "template": "lower_third", "zones": ["khu-4"], "theme": "newsroom"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures are apart.

    Attributes
    ----------
    mean
        Of all channels of all pixels, of 255.
    off
        Share of pixels that are plainly another colour.
    """

    mean: float
    off: float

    @property
    def is_small(self) -> bool:
        """Whether nobody would see it."""
        return self.mean <= MOST_MEAN and self.off <= MOST_OFF


def pixels_of(png: bytes) -> NDArray[np.int16]:
    """Pixels over mid grey, so that what is transparent compares as it looks."""
    with Image.open(io.BytesIO(png)) as picture:
        whole = picture.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "#808080")
    ground.alpha_composite(whole)
    return np.asarray(ground.convert("RGB"), dtype=np.int16)


def compare(one: NDArray[np.int16], other: NDArray[np.int16]) -> Difference:
    """Difference of two pictures; of different sizes nothing is alike."""
    if one.shape != other.shape:
        return Difference(255.0, 1.0)
    apart = np.abs(one - other)
    return Difference(float(apart.mean()), float((apart.max(axis=2) > _OFF).mean()))


def is_renewing() -> bool:
    """Whether golden pictures are to be written, not compared."""
    return os.environ.get("ZONEMAP_RENEW_GOLDENS") == "1"


def write_golden(name: str, png: bytes) -> None:
    """Keep a picture to compare with, as small as PNG goes."""
    with Image.open(io.BytesIO(png)) as picture:
        is_opaque = picture.convert("RGBA").getextrema()[3] == (255, 255)
        kept = picture.convert("RGB" if is_opaque else "RGBA")
    GOLDEN_DIR.mkdir(exist_ok=True)
    kept.save(GOLDEN_DIR / f"{name}.png", optimize=True)


def keep_difference(
    name: str, golden: NDArray[np.int16], now: NDArray[np.int16], folder: Path
) -> Path:
    """Write golden, picture and their difference beside each other, to look at."""
    rows = [golden, now]
    if golden.shape == now.shape:
        rows.append(255 - np.minimum(255, 4 * np.abs(golden - now)))
    height = max(one.shape[0] for one in rows)
    padded = [
        np.pad(one, ((0, height - one.shape[0]), (0, 8), (0, 0)), constant_values=128)
        for one in rows
    ]
    picture = Image.fromarray(np.hstack(padded).astype(np.uint8))
    path = folder / f"{name}.png"
    for target in (path, DIFF_DIR / path.name):
        target.parent.mkdir(parents=True, exist_ok=True)
        picture.save(target)
    return path
