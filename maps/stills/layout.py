"""What stands where in a picture: its texts and blocks, small enough to go along with it.

The linter looks a layout over, the studio shows and drags its labels, and the PNG carries it in its
metadata, from where it is read back: a file of strangers, so nothing in it is taken on trust.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, cast, get_args

from geo.errors import InvalidSpec
from maps.labels import LANGUAGES, Language
from maps.stills.drawing import Drawing, Emblem, Role, Shape, Text
from maps.stills.keys import led_subjects, legend_lines, named_zones
from maps.stills.sizes import Box, SafeArea, Size, read_size, safe_box
from maps.stills.spec import LONGEST_TEXT, MOST_ZONES, Ground, Levels, StillSpec, Template

VERSION: Final = 1
"""Of the document; another one is refused."""

MOST_TEXTS: Final = 1500
MOST_MARKS: Final = 400
MOST_SYMBOLS: Final = 800

_MARK_ROLES: Final[frozenset[Role]] = frozenset(("panel", "logo", "qr", "scale"))
_MAP_ROLES: Final[frozenset[Role]] = frozenset(("base", "road", "zone"))
_SYMBOL_ROLES: Final[frozenset[Role]] = frozenset(("zone", "port"))
_LARGEST_SYMBOL: Final = 160.0
"""Side, units; what is larger is an outline, whose box says little of what it covers."""

_FURTHEST: Final = 50_000.0
"""Units; nothing stands further away, not even a label that people moved."""

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LABEL_ID: Final = re.compile(r"[a-z]+:[\w./ -]{1,100}")
_SUBJECT: Final = re.compile(r"[\w./-]{1,80}")


@dataclass(frozen=True, slots=True)
class LaidText:
    """One line of text.

    Attributes
    ----------
    box
        What is inked, halo left out; units.
    size
        Of the face, units; `typeface.CAP_TO_TAIL` of it is the height of the text.
    halo
        Colour of its outline, None for none; `halo_width` is its width, units.
    block
        Colour of the opaque block that it stands on whole, None for none: found in the drawing, not
        what the template says.
    is_on_block
        What the template says: that it stands on a block.
    label_id
        Name by which people move it, None for what stays where it is.
    missing
        Characters that the face cannot draw.
    """

    content: str
    role: Role
    box: Box
    size: float
    fill: str
    halo: str | None = None
    halo_width: float = 0.0
    block: str | None = None
    is_on_block: bool = False
    label_id: str | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A panel, logo, QR code or scale.

    Attributes
    ----------
    colour
        It is filled with, None for a frame or a picture of its own.
    """

    role: Role
    box: Box
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Symbol:
    """Mark of a zone or port on the map.

    Attributes
    ----------
    role
        `zone` or `port`.
    subject
        Id of the zone or port.
    """

    role: Role
    subject: str
    box: Box


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A line of a legend.

    Attributes
    ----------
    is_on_map
        Whether the map shows what it explains.
    """

    content: str
    box: Box
    is_on_map: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where in a picture.

    Attributes
    ----------
    about
        Ids of the zones that the picture is about.
    seconds
        That the picture is on air.
    has_map
        Whether any of it is drawn from OpenStreetMap: land and coast, roads, zones.
    texts, marks, symbols
        In order of painting; a symbol is small, or one that the picture is about.
    legend
        Its lines with a symbol.
    named
        Ids of the zones that the picture is about and names; None in one of an older program.
    led
        Ids of what a line leads to from its label.
    """

    size: Size
    template: Template
    area: SafeArea
    ground: Ground
    levels: Levels
    seconds: float
    theme: str
    language: Language
    about: tuple[str, ...]
    has_map: bool
    texts: tuple[LaidText, ...]
    marks: tuple[Mark, ...]
    symbols: tuple[Symbol, ...] = ()
    legend: tuple[LegendLine, ...] = ()
    named: tuple[str, ...] | None = None
    led: tuple[str, ...] = ()

    @property
    def canvas(self) -> Box:
        """The whole picture, units."""
        return self.size.canvas

    @property
    def safe(self) -> Box:
        """Where words may stand, units."""
        return safe_box(self.canvas, self.area)

    def texts_of(self, *roles: Role) -> Iterator[LaidText]:
        """Texts of some roles."""
        return (one for one in self.texts if one.role in roles)

    def marks_of(self, *roles: Role) -> Iterator[Mark]:
        """Marks of some roles."""
        return (one for one in self.marks if one.role in roles)

    def to_document(self) -> dict[str, Any]:
        """The layout as plain values; texts and marks are rows, for shortness."""
        return {
            "version": VERSION,
            "size": str(self.size),
            "template": self.template,
            "area": self.area,
            "ground": self.ground,
            "levels": self.levels,
            "seconds": self.seconds,
            "theme": self.theme,
            "language": self.language,
            "about": list(self.about),
            "has_map": self.has_map,
            "texts": [_text_row(one) for one in self.texts],
            "marks": [[one.role, *_corners(one.box), one.colour] for one in self.marks],
            "symbols": [[one.role, one.subject, *_corners(one.box)] for one in self.symbols],
            "legend": [[one.content, *_corners(one.box), one.is_on_map] for one in self.legend],
            "named": None if self.named is None else list(self.named),
            "led": list(self.led),
        }


def layout_of(drawing: Drawing, spec: StillSpec) -> Layout:
    """Say what stands where in a drawing.

    Lengths are rounded to a hundredth of a unit, so that a layout read back is the same.
    """
    texts: list[LaidText] = []
    marks: list[Mark] = []
    blocks: list[Shape] = []
    symbols: dict[tuple[Role, str], Box] = {}
    has_map = False
    for item in drawing.items:
        match item:
            case Text():
                texts.append(_lay_text(item, blocks))
            case Shape():
                has_map = has_map or item.role in _MAP_ROLES
                if item.subject is not None and _is_symbol(item, spec.zones):
                    # A zone and a port may share an id; the last one painted lies on top.
                    symbols.pop((item.role, item.subject), None)
                    symbols[item.role, item.subject] = _rounded(item.box)
                if _is_block(item):
                    blocks.append(item)
                if item.role in _MARK_ROLES:
                    marks.append(Mark(item.role, _rounded(item.box), item.paint.fill))
            case Emblem():
                marks.append(Mark(item.role, _rounded(item.box)))
    return Layout(
        drawing.size,
        spec.template,
        spec.area,
        spec.ground,
        spec.levels,
        float(spec.seconds),
        spec.theme,
        spec.language,
        spec.zones,
        has_map,
        tuple(texts),
        tuple(marks),
        tuple(Symbol(role, subject, box) for (role, subject), box in symbols.items()),
        tuple(
            LegendLine(text.content, _rounded(text.box), is_on_map)
            for text, is_on_map in legend_lines(drawing, spec)
        ),
        named_zones(drawing, spec),
        tuple(sorted(led_subjects(drawing))),
    )


def _is_symbol(shape: Shape, about: Sequence[str]) -> bool:
    is_small = max(shape.box.width, shape.box.height) <= _LARGEST_SYMBOL
    is_meant = shape.role == "zone" and shape.subject in about
    return shape.role in _SYMBOL_ROLES and (is_small or is_meant)


def _is_block(shape: Shape) -> bool:
    is_opaque = shape.paint.fill is not None and shape.paint.fill_opacity >= 1
    # Land and the outlines of zones have any shape: their boxes say nothing of what they cover.
    return is_opaque and shape.role not in ("base", "road", "way")


def _lay_text(text: Text, blocks: Sequence[Shape]) -> LaidText:
    box = _rounded(text.box)
    block = _block_under(box, blocks) if text.on_block else None
    return LaidText(
        text.content,
        text.role,
        box,
        round(float(text.size), 2),
        text.fill,
        text.halo,
        round(float(text.halo_width), 2),
        block,
        text.on_block,
        text.label_id,
        text.run.missing,
    )


def _block_under(box: Box, blocks: Sequence[Shape]) -> str | None:
    """Colour of the last block painted whose box holds a text, up to a unit."""
    for shape in reversed(blocks):
        if shape.box.holds(box, slack=1.0):
            return shape.paint.fill
    return None


def _rounded(box: Box) -> Box:
    return Box(*_corners(box))


def _corners(box: Box) -> list[float]:
    return [round(float(one), 2) for one in (box.left, box.top, box.right, box.bottom)]


def _text_row(text: LaidText) -> list[Any]:
    row: list[Any] = [
        text.content, text.role, *_corners(text.box), text.size, text.fill, text.halo,
        text.halo_width, text.block, text.is_on_block, text.label_id, text.missing,
    ]  # fmt: skip
    return row


def from_document(document: object) -> Layout:
    """Read a layout back.

    Raises
    ------
    InvalidSpec
        If it is not a layout that `Layout.to_document` could have written.
    """
    if not isinstance(document, Mapping):
        _refuse(f"it is {type(document).__name__}, not a list of fields")
    if document.get("version") != VERSION or isinstance(document.get("version"), bool):
        _refuse(f"its version is {str(document.get('version'))[:20]!r}, not {VERSION}")
    extra = [str(one)[:30] for one in document if one not in _FIELDS]
    if extra:
        _refuse(f"it has the field {extra[0]!r}")
    seconds = _number(document.get("seconds"), "seconds")
    if not 0 < seconds <= 3600:
        _refuse(f"seconds is {seconds:g}")
    theme = document.get("theme")
    if not isinstance(theme, str) or not _NAME.fullmatch(theme):
        _refuse("theme is not a name")
    size = document.get("size")
    if not isinstance(size, str):
        _refuse("size is not a text")
    return Layout(
        read_size(size),
        cast(Template, _choice(document, "template", get_args(Template))),
        cast(SafeArea, _choice(document, "area", get_args(SafeArea))),
        cast(Ground, _choice(document, "ground", get_args(Ground))),
        cast(Levels, _choice(document, "levels", get_args(Levels))),
        seconds,
        theme,
        cast(Language, _choice(document, "language", LANGUAGES)),
        _subjects(document, "about", MOST_ZONES),
        _flag(document.get("has_map"), "has_map"),
        tuple(_read_text(one) for one in _rows(document, "texts", MOST_TEXTS, 14)),
        tuple(_read_mark(one) for one in _rows(document, "marks", MOST_MARKS, 6)),
        tuple(_read_symbol(one) for one in _rows(document, "symbols", MOST_SYMBOLS, 6)),
        tuple(_read_line(one) for one in _later(document, "legend", MOST_TEXTS, 6)),
        None if document.get("named") is None else _subjects(document, "named", MOST_ZONES),
        () if document.get("led") is None else _subjects(document, "led", MOST_TEXTS),
    )


_FIELDS: Final = (
    "version", "size", "template", "area", "ground", "levels", "seconds", "theme", "language",
    "about", "has_map", "texts", "marks", "symbols", "legend", "named", "led",
)  # fmt: skip


def _read_text(row: Sequence[Any]) -> LaidText:
    size = _number(row[6], "the size of a text")
    halo_width = _number(row[9], "the width of a halo")
    if not 0 < size <= 2000 or not 0 <= halo_width <= 500:
        _refuse(f"a text has the size {size:g}, a halo of {halo_width:g}")
    label_id = row[12]
    if label_id is not None and not (
        isinstance(label_id, str) and _LABEL_ID.fullmatch(label_id) is not None
    ):
        _refuse(f"{str(label_id)[:40]!r} is not the name of a label")
    return LaidText(
        _words(row[0]),
        _role(row[1]),
        _box(row[2:6]),
        size,
        _colour(row[7]),
        None if row[8] is None else _colour(row[8]),
        halo_width,
        None if row[10] is None else _colour(row[10]),
        _flag(row[11], "whether a text is on a block"),
        label_id,
        _words(row[13]),
    )


def _read_mark(row: Sequence[Any]) -> Mark:
    return Mark(_role(row[0]), _box(row[1:5]), None if row[5] is None else _colour(row[5]))


def _read_symbol(row: Sequence[Any]) -> Symbol:
    return Symbol(_role(row[0]), _subject(row[1]), _box(row[2:6]))


def _read_line(row: Sequence[Any]) -> LegendLine:
    return LegendLine(
        _words(row[0]), _box(row[1:5]), _flag(row[5], "whether a line of the legend is on the map")
    )


def _subjects(document: Mapping[str, Any], name: str, most: int) -> tuple[str, ...]:
    value = document.get(name)
    if not isinstance(value, list) or len(value) > most:
        _refuse(f"{name} is not a list of at most {most}")
    return tuple(_subject(one) for one in value)


def _later(
    document: Mapping[str, Any], name: str, most: int, width: int
) -> Sequence[Sequence[Any]]:
    """Rows that pictures of an older program do not have."""
    return () if document.get(name) is None else _rows(document, name, most, width)


def _subject(value: object) -> str:
    if not isinstance(value, str) or not _SUBJECT.fullmatch(value):
        _refuse(f"{str(value)[:40]!r} is not the id of a zone or port")
    return value


def _rows(document: Mapping[str, Any], name: str, most: int, width: int) -> Sequence[Sequence[Any]]:
    rows = document.get(name)
    if not isinstance(rows, list) or len(rows) > most:
        _refuse(f"{name} is not a list of at most {most}")
    for row in rows:
        if not isinstance(row, list) or len(row) != width:
            _refuse(f"{name} has a row that is not {width} values")
    return rows


def _words(value: object) -> str:
    """A text as pictures show them; what a face cannot draw may be any character but a control."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        _refuse(f"a text is not one of at most {LONGEST_TEXT} characters")
    for one in value:
        if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp"):
            _refuse(f"a text has the character U+{ord(one):04X}")
    return value


def _box(values: Sequence[Any]) -> Box:
    left, top, right, bottom = (_number(one, "a corner of a box") for one in values)
    if left > right or top > bottom:
        _refuse("a box is turned inside out")
    return Box(left, top, right, bottom)


def _number(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        _refuse(f"{what} is not a number")
    # A whole number may be too large to be made a float of.
    if not -_FURTHEST <= value <= _FURTHEST or math.isnan(value):
        _refuse(f"{what} is out of bounds")
    return float(value)


def _colour(value: object) -> str:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        _refuse(f"{str(value)[:20]!r} is not a colour as #0b6e69")
    return value


def _flag(value: object, what: str) -> bool:
    if not isinstance(value, bool):
        _refuse(f"{what} is neither true nor false")
    return value


def _role(value: object) -> Role:
    if not isinstance(value, str) or value not in get_args(Role):
        _refuse(f"{str(value)[:30]!r} is not a role")
    return cast(Role, value)


def _choice(document: Mapping[str, Any], name: str, allowed: Sequence[str]) -> str:
    value = document.get(name)
    if not isinstance(value, str) or value not in allowed:
        _refuse(f"{name} is {str(value)[:30]!r}")
    return value


def _refuse(fault: str) -> NoReturn:
    raise InvalidSpec(
        f"the layout that came with the picture cannot be read: {fault}",
        expected="the layout that zonemap writes into its pictures",
        remedy="make the picture again from its spec",
    )
