"""A panel of figures: what it is, the value with its unit, badge and date, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maps.stills.drawing import Paint, Shape, polyline, rectangle
from maps.stills.figures import Fact
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.typeset import LEAST_SIZE_ON_BLOCK, break_lines

_SMALL: Final = LEAST_SIZE_ON_BLOCK
_VALUE: Final = 34.0
_ROW: Final = 47.0
_MORE: Final = 36.0
"""Height that a second line of a label adds."""

_BETWEEN: Final = 22.0
_SWATCH: Final = 76.0


@dataclass(frozen=True, slots=True)
class Swatch:
    """Line beside a fact that stands for it on the map.

    Attributes
    ----------
    colour
        `#rrggbb`.
    """

    colour: str
    dash: tuple[float, ...] = ()


def draw_facts(
    page: Page,
    facts: Sequence[Fact],
    *,
    left: float,
    bottom: float,
    widest: float,
    swatches: Sequence[Swatch] = (),
) -> Box:
    """Write facts on a panel that grows upward from its foot.

    Parameters
    ----------
    widest
        Of the panel, units; labels are broken into lines where it is too narrow for them.
    swatches
        One for each fact, or none.
    """
    regular, bold = page.theme.face("regular"), page.theme.face("bold")
    value_sizes = [_VALUE if fact.is_known else _SMALL for fact in facts]
    values = max(
        bold.width(fact.value, size) for fact, size in zip(facts, value_sizes, strict=True)
    )
    passports = max(regular.width(fact.passport, _SMALL) for fact in facts)
    indent = _SWATCH if swatches else 0.0
    room = widest - 2 * GAP - indent - values - passports - _BETWEEN * (2 if passports else 1)
    broken = [
        break_lines(regular, fact.label, _SMALL, max(room, 120.0)) or (fact.label,)
        for fact in facts
    ]
    labels = max(regular.width(line, _SMALL) for lines in broken for line in lines)
    heights = [_ROW + _MORE * (len(lines) - 1) for lines in broken]
    column = left + GAP + indent + labels + _BETWEEN
    width = column + values + (passports + _BETWEEN if passports else 0) + GAP - left
    box = Box(left, bottom - sum(heights) - GAP, left + width, bottom)
    page.panel(box)
    top = box.top + GAP / 2
    for index, (fact, lines, height) in enumerate(zip(facts, broken, heights, strict=True)):
        base = top + height / 2 + 0.33 * _SMALL - _MORE * (len(lines) - 1) / 2
        if swatches:
            _draw_swatch(page, swatches[index], left + GAP, top + height / 2)
        for row, line in enumerate(lines):
            page.write(line, left + GAP + indent, base + row * _MORE, _SMALL, "legend",
                       colour="panel_muted")  # fmt: skip
        middle = top + height / 2 + 0.33 * _SMALL
        page.write(
            fact.value, column, middle, value_sizes[index],
            "value" if fact.is_known else "legend",
            weight="bold" if fact.is_known else "regular",
            colour="panel_ink" if fact.is_known else "panel_muted",
        )  # fmt: skip
        if fact.passport:
            page.write(fact.passport, column + values + _BETWEEN, middle, _SMALL, "date",
                       colour="panel_muted")  # fmt: skip
        top += height
    return box


def _draw_swatch(page: Page, swatch: Swatch, x: float, y: float) -> None:
    """The line as it is on the map: on the colour that surrounds it there."""
    chip = Box(x - 4, y - 12, x + _SWATCH - 12, y + 12)
    path = polyline([(x + 2, y), (x + _SWATCH - 18, y)])
    paint = Paint(
        stroke=swatch.colour, stroke_width=5.5, dash=swatch.dash, round_ends=not swatch.dash
    )
    page.drawing.add(
        Shape(rectangle(chip, radius=4), Paint(fill=page.theme["halo"]), chip, "decoration"),
        Shape(path, paint, chip, "decoration"),
    )
