"""What of a drawing belongs together: lines of a legend and the map, zones and their names.

The linter asks for it, and cannot find out from boxes alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from maps.names import plain
from maps.stills.drawing import Drawing, Item, Role, Shape, Text
from maps.stills.sizes import Box
from maps.stills.spec import StillSpec, Template
from maps.stills.theme import Theme, theme

_BESIDE: Final = 70.0
"""From the left of a symbol of a legend to its words at most, units."""

_LONGER: Final = 1.2
_TITLED: Final[frozenset[Template]] = frozenset(("locator", "distances", "lower_third"))
"""Templates whose own title is the name of their zone."""

_TELLING: Final[frozenset[Role]] = frozenset(("title", "subtitle", "label", "legend"))
_CORNER: Final = re.compile(r"[ML](-?[\d.]+) (-?[\d.]+)")
_NO_NAMES: Final = frozenset(("ccn", "mr", "mr2", "new", "bd"))
"""Parts of ids that are in no name."""

_WORD: Final = re.compile(r"[a-z0-9]+")


def legend_lines(drawing: Drawing, spec: StillSpec) -> list[tuple[Text, bool]]:
    """First line of each entry of a legend, and whether the map shows what it explains."""
    lines = [
        (symbol, text)
        for symbol, text in pairwise(drawing.items)
        if isinstance(symbol, Shape) and isinstance(text, Text) and _is_line(symbol, text)
    ]
    if not lines:
        return []
    on_map = [one for one in drawing.items if _is_on_map(one, drawing.canvas)]
    shapes = [one for one in on_map if isinstance(one, Shape)]
    look = theme(spec.theme)
    return [(text, _is_shown(symbol, shapes, look)) for symbol, text in lines]


def _is_line(symbol: Shape, text: Text) -> bool:
    """Whether a shape is the symbol of a line of a legend, and a text its words."""
    is_symbol = symbol.role == "decoration" and symbol.subject is None
    box, words = symbol.box, text.box
    is_beside = 0 < words.left - box.left < _BESIDE and box.top < words.bottom + 12
    return is_symbol and text.role == "legend" and is_beside and box.bottom > words.top - 12


def _is_on_map(item: Item, canvas: Box) -> bool:
    """Whether a shape stands for something, within the picture."""
    if not isinstance(item, Shape) or item.subject is None:
        return False
    box = item.box
    # A line along an axis has a box without an area.
    return (
        box.left <= canvas.right
        and box.right >= canvas.left
        and box.top <= canvas.bottom
        and box.bottom >= canvas.top
    )


def _is_shown(symbol: Shape, shapes: Sequence[Shape], look: Theme) -> bool:
    """Whether any shape of the map looks like a symbol of the legend."""
    fill, stroke, kind = symbol.paint.fill, symbol.paint.stroke, shape_kind(symbol.path)
    if kind == "line":
        is_road = stroke in {look[one] for one in _LINES}
        return any(one.paint.stroke == stroke or (is_road and one.role == "road") for one in shapes)
    if kind == "circle":
        zones = [one for one in shapes if one.role == "zone"]
        if fill is None:
            return any(shape_kind(one.path) == "circle" for one in zones)
        return any(one.paint.fill == fill for one in zones)
    if fill is None and symbol.box.width > _LONGER * symbol.box.height:
        # An outline: ports are as wide as they are high.
        return any(one.paint.stroke == stroke for one in shapes)
    return any(
        (one.role == "port" and shape_kind(one.path) == kind)
        or (one.role == "base" and fill is not None and one.paint.fill == fill)
        for one in shapes
    )


_LINES: Final = ("line_expressway", "line_railway", "way_road", "casing")
"""Colours of a legend's lines for roads and railways of any kind."""


def shape_kind(path: str) -> str:
    """`circle`, `line`, `triangle`, `square`, `diamond`, or nothing for other shapes."""
    if "C" in path:
        return "circle"
    corners = [(float(x), float(y)) for x, y in _CORNER.findall(path)]
    if not path.endswith("Z"):
        return "line"
    if len(corners) == 3:
        return "triangle"
    if len(corners) != 4:
        return ""
    return "square" if corners[0][1] == corners[1][1] else "diamond"


def named_zones(drawing: Drawing, spec: StillSpec) -> tuple[str, ...]:
    """Zones of the spec whose names the picture says, by a label, its title or any other words."""
    if not spec.zones:
        return ()
    if len(spec.zones) == 1 and spec.title is None and spec.template in _TITLED:
        return spec.zones
    texts = [one for one in drawing.texts() if one.role in _TELLING]
    labels = {one.label_id for one in texts}
    said = [f" {_words(one)} " for one in _joined(texts)]

    def is_said(zone_id: str) -> bool:
        # An id has more than the name, as `ccn-an-thanh` or `bau-bang-mr`.
        name = " ".join(one for one in _words(zone_id).split() if one not in _NO_NAMES)
        return any(f" {name} " in text for text in said)

    return tuple(one for one in spec.zones if f"zone:{one}" in labels or is_said(one))


def _joined(texts: Iterable[Text]) -> list[str]:
    """Texts of each role in one: a name may go on in the next line."""
    whole: dict[Role, str] = {}
    for one in texts:
        whole[one.role] = f"{whole.get(one.role, '')} {one.content}"
    return list(whole.values())


def _words(text: str) -> str:
    return " ".join(_WORD.findall(plain(text).lower()))


def led_subjects(drawing: Drawing) -> frozenset[str]:
    """Ids of what a leader line leads to from its label."""
    return frozenset(
        one.subject
        for one in drawing.items
        if isinstance(one, Shape)
        and one.role == "decoration"
        and one.subject is not None
        and one.paint.fill is None
        and one.path.count("L") == 1
        and shape_kind(one.path) == "line"
    )
