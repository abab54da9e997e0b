"""A panel of figures: what it is, the value with its unit, badge and date, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maps.stills.drawing import Paint, Shape, polyline, rectangle
from maps.stills.figures import Fact, passport_of
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.typeset import LEAST_SIZE_ON_BLOCK, break_lines

_SMALL: Final = LEAST_SIZE_ON_BLOCK
_VALUE: Final = 34.0
_ROW, _LOW_ROW = 47.0, 42.0
"""Height of a row, units; on a narrow picture, whose map needs the rest."""

_MORE: Final = 36.0
"""Height that a second line of a label adds."""

_BETWEEN: Final = 22.0
_LEAST_CLOSING: Final = 460.0
"""Width that a panel takes for what there is no figure for, before it is broken into lines."""

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
    widest: float,
    top: float | None = None,
    bottom: float = 0.0,
    swatches: Sequence[Swatch] = (),
    closing: str = "",
) -> Box:
    """Write facts on a panel that grows upward from its foot, or downward from its top.

    Parameters
    ----------
    widest
        Of the panel, units; labels are broken into lines where it is too narrow for them.
    top
        Of the panel; None where its foot is given.
    swatches
        One for each fact, or none.
    closing
        What there is no figure for, said once below them; there may be nothing else.
    """
    regular, bold = page.theme.face("regular"), page.theme.face("bold")
    if not facts:
        return _draw_closing_alone(page, closing, left=left, widest=widest, top=top, bottom=bottom)
    value_sizes = [_VALUE if fact.is_known else _SMALL for fact in facts]
    values = max(
        bold.width(fact.value, size) for fact, size in zip(facts, value_sizes, strict=True)
    )
    written = [passport_of(page, fact) for fact in facts]
    passports = max(regular.width(one, _SMALL) for one in written)
    indent = _SWATCH if swatches else 0.0
    room = widest - 2 * GAP - indent - values - passports - _BETWEEN * (2 if passports else 1)
    broken = [
        break_lines(regular, fact.label, _SMALL, max(room, 120.0)) or (fact.label,)
        for fact in facts
    ]
    labels = max(regular.width(line, _SMALL) for lines in broken for line in lines)
    least = _LOW_ROW if page.is_narrow else _ROW
    heights = [least + _MORE * (len(lines) - 1) for lines in broken]
    column = left + GAP + indent + labels + _BETWEEN
    width = column + values + (passports + _BETWEEN if passports else 0) + GAP - left
    rest = _closing_lines(page, closing, max(width, min(widest, _LEAST_CLOSING)) - 2 * GAP)
    width = max([width, *(regular.width(one, _SMALL) + 2 * GAP for one in rest)])
    height = sum(heights) + _closing_height(rest) + GAP
    if top is not None:
        bottom = top + height
    box = Box(left, bottom - height, left + width, bottom)
    page.panel(box)
    _write_closing(page, rest, box)
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
        if written[index]:
            page.write(written[index], column + values + _BETWEEN, middle, _SMALL, "date",
                       colour="panel_muted")  # fmt: skip
        top += height
    return box


def _closing_lines(page: Page, text: str, width: float) -> tuple[str, ...]:
    if not text:
        return ()
    return break_lines(page.theme.face("regular"), text, _SMALL, width) or (text,)


def _closing_height(lines: Sequence[str]) -> float:
    return _ROW + _MORE * (len(lines) - 1) if lines else 0.0


def _write_closing(page: Page, lines: Sequence[str], box: Box) -> None:
    """Lines at the foot of a panel, as far apart as those of a label."""
    base = box.bottom - GAP / 2 - _closing_height(lines) + _ROW / 2 + 0.33 * _SMALL
    for row, line in enumerate(lines):
        page.write(line, box.left + GAP, base + row * _MORE, _SMALL, "legend", colour="panel_muted")


def _draw_closing_alone(
    page: Page, text: str, *, left: float, widest: float, top: float | None, bottom: float
) -> Box:
    lines = _closing_lines(page, text, widest - 2 * GAP)
    regular = page.theme.face("regular")
    width = max((regular.width(one, _SMALL) for one in lines), default=0.0) + 2 * GAP
    height = _closing_height(lines) + GAP
    top = bottom - height if top is None else top
    box = page.panel(Box(left, top, left + width, top + height))
    _write_closing(page, lines, box)
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
