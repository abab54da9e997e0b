"""The broadcast linter: every rule, over a picture's layout and its pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import InvalidSpec
from maps.stills.layout import Layout
from maps.stills.lint.areas import find_strays
from maps.stills.lint.contrast import find_bare_text, find_flat_text, find_lost_text
from maps.stills.lint.credits import find_missing_credits
from maps.stills.lint.crowding import (
    find_covered_marks,
    find_covered_panels,
    find_covered_subjects,
    find_covered_symbols,
    find_crowds,
    find_overlaps,
)
from maps.stills.lint.findings import Finding
from maps.stills.lint.lettering import (
    find_long_lines,
    find_lost_blocks,
    find_missing_letters,
    find_small_text,
)
from maps.stills.lint.levels import find_illegal_levels
from maps.stills.lint.links import find_private_codes
from maps.stills.lint.reading import find_haste
from maps.stills.lint.subjects import (
    find_absent_subjects,
    find_hidden_subjects,
    find_idle_legends,
    find_misplaced_labels,
    find_straying_subjects,
    find_unnamed_subjects,
)

MOST_OF_A_RULE: Final = 100
"""Findings: a layout of strangers may have a million texts over each other."""

_RULES: Final[tuple[Callable[[Layout], Iterator[Finding]], ...]] = (
    find_strays,
    find_small_text,
    find_lost_blocks,
    find_missing_letters,
    find_flat_text,
    find_bare_text,
    find_overlaps,
    find_covered_panels,
    find_covered_marks,
    find_covered_subjects,
    find_covered_symbols,
    find_absent_subjects,
    find_straying_subjects,
    find_unnamed_subjects,
    find_hidden_subjects,
    find_misplaced_labels,
    find_idle_legends,
    find_missing_credits,
    find_haste,
    find_crowds,
    find_long_lines,
)

_PIXEL_RULES: Final[tuple[Callable[[Layout, NDArray[np.uint8]], Iterator[Finding]], ...]] = (
    find_lost_text,
    find_illegal_levels,
)


def lint(
    layout: Layout, pixels: NDArray[np.uint8] | None, *, base_url: str | None = None
) -> tuple[Finding, ...]:
    """Look a picture over.

    Parameters
    ----------
    pixels
        RGBA, 8 bits a channel, alpha not multiplied in: the picture or a smaller preview of it.
        None leaves out the rules that look at pixels: contrast with a map, levels.
    base_url
        Address that a QR code leads to; None leaves out the rule that looks at it.

    Returns
    -------
    Faults first, each sort in the order of the rules.

    Raises
    ------
    InvalidSpec
        If the pixels are not a picture of that layout.
    """
    found = [finding for rule in _RULES for finding in islice(rule(layout), MOST_OF_A_RULE)]
    if base_url is not None:
        found += find_private_codes(layout, base_url)
    if pixels is not None:
        _check_pixels(layout, pixels)
        for rule in _PIXEL_RULES:
            found += islice(rule(layout, pixels), MOST_OF_A_RULE)
    return tuple(sorted(found, key=lambda one: one.severity != "fault"))


def has_faults(findings: Iterable[Finding]) -> bool:
    """Whether anything keeps a picture off air."""
    return any(one.severity == "fault" for one in findings)


def _check_pixels(layout: Layout, pixels: NDArray[np.uint8]) -> None:
    size = layout.size
    is_rgba = pixels.ndim == 3 and pixels.shape[2] == 4 and pixels.dtype == np.uint8
    # A preview is rounded to whole pixels.
    is_shaped = (
        is_rgba and abs(pixels.shape[0] - pixels.shape[1] * size.height_px / size.width_px) <= 1.5
    )
    if not is_shaped:
        raise InvalidSpec(
            f"the pixels are {'x'.join(str(one) for one in pixels.shape)}",
            expected=f"RGBA of 8 bits in the shape of {size}, height first",
            remedy="give the picture that the layout came with",
        )
