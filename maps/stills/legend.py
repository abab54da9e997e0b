"""What a map's colours, sizes, symbols and lines mean: the lines of legends, and their panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from layers.records import Link, Port
from maps.stills.drawing import Paint, Shape, circle, polyline, symbol_points
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.symbols import port_symbol
from maps.stills.typeset import LEAST_SIZE_ON_BLOCK, NBSP, Block, fit_block
from maps.style import NONE_LEFT, PORT_SYMBOL, UNKNOWN, ClassStyle

SMALL: Final = LEAST_SIZE_ON_BLOCK

Symbol = Literal[
    "dot",
    "ring",
    "square",
    "diamond",
    "triangle",
    "line",
    "dash",
    "dots",
    "rail",
    "sizes",
    "sketch",
]

_CIRCLE_SIZE: Final = ("Cỡ vòng tròn: diện tích khu", "Circle size: area of the zone")
_SIZE: Final = ("Cỡ: diện tích khu", "Size: area of the zone")
_NO_LAND: Final = {
    "b0": ("0 ha (có nêu số)", "0 ha (figure)"),
    "b4": ("100% (có nêu số)", "100% (figure)"),
    NONE_LEFT: ("Hết đất (không nêu số)", "None left (no figure)"),
}
"""No land left, as a figure and in words: of two colours, for two things that sources say."""

_FULL: Final = {"remaining_ha": "b0", "occupancy": "b4"}
"""Class of each measure that says the same in a figure as `none_left` does in words."""

_PORTS: Final = {
    "square": ("Cảng biển", "Seaport"),
    "diamond": ("Cảng sông", "River port"),
    "triangle": ("Cảng cạn (ICD)", "Inland depot (ICD)"),
}
_IDLE_PORTS: Final = {
    frozenset(("planned",)): ("Cảng quy hoạch", "Port, planned"),
    frozenset(("no_cargo",)): ("Cảng không làm hàng", "Port without cargo"),
    frozenset(("planned", "no_cargo")): (
        "Cảng quy hoạch, không làm hàng",
        "Port, planned or without cargo",
    ),
}
_ROADS: Final = ("expressway", "ring_road", "national_road", "provincial_road")
_ROAD: Final = ("Đường bộ", "Road")
_RAIL: Final = ("Đường sắt", "Railway")
_UNFINISHED: Final = {
    frozenset(("under_construction",)): ("Đang làm", "Being built"),
    frozenset(("partly_open",)): ("Thông một phần", "Partly open"),
    frozenset(("under_construction", "partly_open")): ("Chưa thông hết", "Not fully open"),
}
_PLANNED: Final = ("Quy hoạch", "Planned")

_ROW: Final = 42.0
_SYMBOL_ROOM: Final = 46.0
"""From the left of a line of a legend to its words, units."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Attributes
    ----------
    symbol
        `sizes` is two circles, one within the other; `sketch` a schematic outline, hatched.
    colour
        `#rrggbb`; of the edge for what is hollow.
    is_hollow
        A square, diamond or triangle that is not filled, its edge dashed.
    """

    label: str
    colour: str
    symbol: Symbol = "dot"
    is_hollow: bool = False


def class_label(page: Page, style: ClassStyle, measure_key: str, *, short: bool = False) -> str:
    """What a class of a measure is called; no land left in figures is told from that in words."""
    words = (style.short_vi, style.short_en) if short else (style.label_vi, style.label_en)
    if style.key in (NONE_LEFT, _FULL.get(measure_key)):
        words = _NO_LAND[style.key]
    return page.name(*words).replace(" ", NBSP)


def class_entry(page: Page, style: ClassStyle, measure_key: str, label: str) -> Entry:
    """The line of a class, its circle as on the map."""
    if style.key == UNKNOWN:
        return Entry(label, page.theme["panel_muted"], "ring")
    return Entry(label, page.theme.class_fill(measure_key, style.key), "dot")


def size_entry(page: Page, *, short: bool = False) -> Entry:
    """What the size of a circle means, for every map that draws zones as circles."""
    return Entry(page.name(*(_SIZE if short else _CIRCLE_SIZE)), page.theme["panel_muted"], "sizes")


def port_entries(page: Page, ports: Iterable[Port]) -> list[Entry]:
    """Lines for the kinds of ports that a map shows, and for those that take no cargo yet."""
    shown = list(ports)
    filled = {port_symbol(one) for one in shown if _is_filled(one)}
    entries = [
        Entry(page.name(*words), page.theme["port"], cast(Symbol, symbol))
        for symbol, words in _PORTS.items()
        if symbol in filled
    ]
    idle = [one for one in shown if not _is_filled(one)]
    if idle:
        words = _IDLE_PORTS[frozenset(one.status for one in idle)]
        symbol = cast(
            Symbol, port_symbol(min(idle, key=lambda one: (one.status != "planned", one.port_id)))
        )
        entries.append(Entry(page.name(*words), page.theme["panel_muted"], symbol, is_hollow=True))
    return entries


def _is_filled(port: Port) -> bool:
    state = PORT_SYMBOL["status"].get(port.status, PORT_SYMBOL["status"]["operating"])
    return bool(state["filled"])


def line_entries(page: Page, links: Iterable[Link], *, road: str | None = None) -> list[Entry]:
    """Lines for the roads and railways that a map shows, solid, dashed and dotted.

    Parameters
    ----------
    road
        What a road is called, where some roads have a line of their own; None is a road.
    """
    shown = list(links)
    roads = [one for one in shown if one.kind in _ROADS]
    rails = [one for one in shown if one.kind == "railway"]
    colour = page.theme["line_expressway"]
    entries = []
    if any(one.status == "operating" for one in roads):
        entries.append(Entry(road or page.name(*_ROAD), colour, "line"))
    unfinished = frozenset(one.status for one in (*roads, *rails)) & {
        "under_construction", "partly_open",
    }  # fmt: skip
    if unfinished:
        entries.append(Entry(page.name(*_UNFINISHED[unfinished]), colour, "dash"))
    if any(one.status == "planned" for one in (*roads, *rails)):
        entries.append(Entry(page.name(*_PLANNED), colour, "dots"))
    if rails:
        entries.append(Entry(page.name(*_RAIL), page.theme["line_railway"], "rail"))
    return entries


def draw_legend(
    page: Page,
    title: str,
    entries: Sequence[Entry],
    *,
    above: float,
    columns: int | None = None,
    strip: Sequence[Entry] = (),
    widest: float | None = None,
) -> Box | None:
    """Write a legend on a panel at the left, its foot above a height.

    Parameters
    ----------
    title
        Its heading; empty for none.
    columns
        None is two on a narrow picture, for more than a few lines.
    strip
        Lines that stand beside each other below the others, as many to a row as there is room for.
    widest
        Of a legend of such lines alone, units; None is all of the safe area.

    Raises
    ------
    InvalidSpec
        If a line is wider than the picture.
    """
    if not page.spec.legend or not (entries or strip):
        return None
    semibold = page.theme.face("semibold")
    if columns is None:
        columns = 2 if page.is_narrow and len(entries) > 3 else 1
    more = _SYMBOL_ROOM + (6 if columns == 1 else 30)
    room = (page.safe.width - 2 * GAP) / columns - more
    heading = fit_block(
        semibold, title, width=room * columns if page.is_narrow else 460, most_lines=2, size=30,
        least=SMALL, what="heading of the legend",
    ) if title else Block(semibold, SMALL, (), 0.0)  # fmt: skip
    labels = [_label(page, one, room) for one in entries]
    rows = -(-len(entries) // columns)
    row_height = max((label.height for label in labels), default=_ROW) + 2
    column = max((label.width for label in labels), default=0.0) + more
    inner = max(heading.width, column * columns if entries else 0.0)
    widest = (page.safe.width if widest is None else widest) - 2 * GAP
    flowed = flow(page, strip, widest if not entries else max(inner, min(_LEAST_STRIP, widest)))
    width = max(inner, *(row_width(page, one) for one in flowed), 0.0) + 2 * GAP
    height = heading.height + rows * row_height + len(flowed) * _ROW + GAP
    box = Box(page.safe.left, above - height, page.safe.left + width, above)
    page.panel(box)
    page.write_block(heading, box.left + GAP, box.top + GAP / 2, "legend")
    for index, (entry, label) in enumerate(zip(entries, labels, strict=True)):
        left = box.left + GAP + (index // rows) * column
        top = box.top + GAP / 2 + heading.height + (index % rows) * row_height
        draw_symbol(page, entry, left + 18, top + label.line_height / 2 + 3)
        page.write_block(label, left + _SYMBOL_ROOM, top, "legend")
    top = box.bottom - GAP / 2 - len(flowed) * _ROW
    for index, row in enumerate(flowed):
        draw_row(page, row, box.left + GAP, top + (index + 0.5) * _ROW)
    return box


_LEAST_STRIP: Final = 470.0
"""Width that a row of a strip may take though the lines above it are shorter, units."""

_BETWEEN: Final = 24.0
"""Between lines that stand beside each other, units."""


def _label(page: Page, entry: Entry, room: float) -> Block:
    return fit_block(
        page.theme.face("regular"), entry.label, width=room, most_lines=2, size=SMALL, least=SMALL,
        what="line of the legend",
    )  # fmt: skip


def entry_width(page: Page, entry: Entry) -> float:
    """Width of a line that stands beside others, units."""
    return _SYMBOL_ROOM - 4 + page.theme.face("regular").width(entry.label, SMALL)


def row_width(page: Page, row: Sequence[Entry], gap: float = _BETWEEN) -> float:
    """Width of a row of lines, units."""
    return sum(entry_width(page, one) for one in row) + gap * max(0, len(row) - 1)


def flow(page: Page, entries: Sequence[Entry], room: float) -> list[list[Entry]]:
    """Lines in rows of a width; a line that is wider than that has a row of its own."""
    rows: list[list[Entry]] = []
    for entry in entries:
        if rows and row_width(page, [*rows[-1], entry]) <= room + 0.01:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def strip_rows(page: Page, strip: Sequence[Entry]) -> int:
    """How many rows a strip takes below lines that are shorter."""
    return len(flow(page, strip, _LEAST_STRIP))


def draw_row(
    page: Page, row: Sequence[Entry], left: float, middle: float, gap: float = _BETWEEN
) -> None:
    """Paint lines of a legend beside each other."""
    for entry in row:
        draw_symbol(page, entry, left + 16, middle)
        page.write(entry.label, left + _SYMBOL_ROOM - 4, middle + 10, SMALL, "legend")
        left += entry_width(page, entry) + gap


def draw_symbol(page: Page, entry: Entry, x: float, y: float) -> None:
    """Paint the symbol of a line of a legend around a point."""
    edge = page.theme["panel_ink"]
    muted = page.theme["panel_muted"]
    box = Box(x - 13, y - 13, x + 13, y + 13)
    match entry.symbol:
        case "line" | "dash" | "dots" | "rail":
            _draw_line(page, entry, x, y)
            return
        case "square" | "diamond" | "triangle":
            box = box.inset(2)
            path = polyline(symbol_points(entry.symbol, x, y, 11), closed=True)
            paint = (
                Paint(stroke=entry.colour, stroke_width=2.6, dash=(5.0, 3.0), round_ends=False)
                if entry.is_hollow
                else Paint(fill=entry.colour, stroke=edge, stroke_width=2)
            )
        case "sizes":
            # The small one on the foot of the large one, as circles of sizes are keyed.
            path = circle(x, y, 13) + circle(x, y + 7, 6)
            paint = Paint(stroke=muted, stroke_width=2.4)
        case "sketch":
            # Not a line: roads that are not open yet are dashed as well.
            box = Box(x - 15, y - 10, x + 15, y + 10)
            hatch = [((x - 15 + 10 * n, y + 10), (x - 5 + 10 * n, y - 10)) for n in range(3)]
            thin = Paint(stroke=entry.colour, stroke_width=1.6)
            lines = "".join(polyline(one) for one in hatch)
            page.drawing.add(Shape(lines, thin, box, "decoration"))
            path = polyline(_corners(box), closed=True)
            paint = Paint(stroke=entry.colour, stroke_width=2.8, dash=(6.0, 3.5), round_ends=False)
        case "ring":
            path, paint = circle(x, y, 13), Paint(stroke=entry.colour, stroke_width=3)
        case "dot":
            path = circle(x, y, 13)
            paint = Paint(fill=entry.colour, stroke=edge, stroke_width=1.5)
    page.drawing.add(Shape(path, paint, box, "decoration"))


def _draw_line(page: Page, entry: Entry, x: float, y: float) -> None:
    box = Box(x - 16, y - 3, x + 16, y + 3)
    path = f"M{x - 16:.2f} {y:.2f}L{x + 16:.2f} {y:.2f}"
    if entry.symbol == "rail":
        # On a chip of the map's ground: its colour was chosen for that.
        chip = Box(x - 18, y - 8, x + 18, y + 8)
        paint = Paint(fill=page.theme["land"])
        page.drawing.add(Shape(polyline(_corners(chip), closed=True), paint, chip, "decoration"))
        ties = Paint(
            stroke=page.theme["casing"], stroke_width=2.2, dash=(5.0, 5.0), round_ends=False
        )
        rail = Paint(stroke=entry.colour, stroke_width=4.4, round_ends=False)
        page.drawing.add(Shape(path, rail, box, "decoration"), Shape(path, ties, box, "decoration"))
        return
    dash = {"dash": (10.0, 7.0), "dots": (3.0, 6.0)}.get(entry.symbol, ())
    paint = Paint(stroke=entry.colour, stroke_width=5, dash=dash, round_ends=not dash)
    page.drawing.add(Shape(path, paint, box, "decoration"))


def _corners(box: Box) -> list[tuple[float, float]]:
    return [(box.left, box.top), (box.right, box.top), (box.right, box.bottom),
            (box.left, box.bottom)]  # fmt: skip
