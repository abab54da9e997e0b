"""Blocks of text one under the other, spaced by what is seen of them rather than by their lines.

A line leaves room for the highest marks of Vietnamese; where there are none, that room would make
a panel top-heavy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maps.stills.drawing import Role
from maps.stills.page import Page
from maps.stills.sizes import Box
from maps.stills.typeset import Block

FIRST_BASE: Final = 1.2
"""Base line of a block's first line below its top, over the size; see `Block.baselines`."""

_CAPITAL, _TAIL = 0.72, 0.22
"""Height of a capital and depth of a tail, over the size."""


@dataclass(frozen=True, slots=True)
class Row:
    """A block within a stack.

    Attributes
    ----------
    gap
        Kept above it, to what is seen of the row before; units. Nothing above the first.
    """

    block: Block
    role: Role
    colour: str = "panel_ink"
    gap: float = 12.0


def seen_above(block: Block) -> float:
    """From the first base line up to what is seen: a capital, or a mark that rises higher."""
    top = block.face.shape(block.lines[0]).ink[3] if block.lines else 0.0
    return block.size * max(_CAPITAL, top)


def seen_height(block: Block) -> float:
    """Height of a block from the top of its first capital or mark to the foot of its tails."""
    lines = max(0, len(block.lines) - 1) * block.line_height
    return lines + seen_above(block) + _TAIL * block.size


def stack_height(rows: Sequence[Row]) -> float:
    """Height of rows with the gaps between them."""
    heights = sum(seen_height(row.block) for row in rows)
    return heights + sum(row.gap for row in rows[1:])


def stack_width(rows: Sequence[Row]) -> float:
    """Width of the widest row."""
    return max((row.block.width for row in rows), default=0.0)


def write_seen(
    page: Page, block: Block, x: float, top: float, role: Role, *, colour: str = "panel_ink"
) -> Box:
    """Write a block so that what is seen of it begins at `top`; returns what is seen."""
    page.write_block(
        block, x, top + seen_above(block) - FIRST_BASE * block.size, role, colour=colour
    )
    return Box(x, top, x + block.width, top + seen_height(block))


def write_stack(page: Page, rows: Sequence[Row], x: float, top: float) -> Box:
    """Write rows from a top downward; returns what they take up."""
    y = top
    for index, row in enumerate(rows):
        y += row.gap if index else 0.0
        y = write_seen(page, row.block, x, y, row.role, colour=row.colour).bottom
    return Box(x, top, x + stack_width(rows), y)
