"""How colours look beside each other, also to eyes that lack one kind of cone."""

from __future__ import annotations

import numpy as np

# Machado, Oliveira and Fernandes, IEEE TVCG 15(6), 2009: severity 1, linear RGB.
_SIGHTS = {
    "usual": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
_WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> np.ndarray:
    """Linear RGB of `#rrggbb`."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """Contrast of WCAG 2, from 1 to 21."""
    dark, light = sorted(float(linear(one) @ _TO_XYZ[1]) for one in (first, second))
    return (light + 0.05) / (dark + 0.05)


def seen_by(sight: str, colour: str) -> np.ndarray:
    """Linear RGB that a colour looks like to an eye."""
    return np.clip(_SIGHTS[sight] @ linear(colour), 0, 1)


def difference(first: np.ndarray, second: np.ndarray) -> float:
    """Distance of two linear RGB colours in CIELAB (1976)."""
    return float(np.linalg.norm(_lab(first) - _lab(second)))


def _lab(colour: np.ndarray) -> np.ndarray:
    x, y, z = np.cbrt(np.maximum((_TO_XYZ @ colour) / _WHITE, 216 / 24389))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
