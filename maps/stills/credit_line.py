"""What a picture owes to others: its logo, the date of its data, sources, map and their quality."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from geo.errors import InvalidSpec
from maps.brief.readings import publisher_of
from maps.stills.dates import data_as_of, latest, say_date
from maps.stills.drawing import Emblem
from maps.stills.logo import view_box
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.typeface import Face
from maps.stills.typeset import LEAST_SIZE_ON_BLOCK, NBSP, check_drawable

SMALL: Final = LEAST_SIZE_ON_BLOCK
QR_SIDE: Final = 190.0
"""Side of a QR code, units."""

_CREDIT_LINE: Final = 37.0
_LOGO_HEIGHT: Final = 64.0
_MOST_SOURCES: Final = 3
_UNPUBLISHED: Final = ("general_knowledge", "estimate")


def logo_box(page: Page) -> Box | None:
    """Where the theme's logo stands, if it has one."""
    logo, corner = page.theme.logo, page.theme.corner
    if logo is None or corner == "none":
        return None
    wide, high = view_box(logo)
    width, height = _LOGO_HEIGHT * wide / high, _LOGO_HEIGHT
    left = page.safe.left if corner.endswith("left") else page.safe.right - width
    top = page.safe.top if corner.startswith("top") else page.safe.bottom - height
    return Box(left, top, left + width, top + height)


def draw_logo(page: Page) -> Box | None:
    """Paint the theme's logo into its corner of the safe area."""
    box = logo_box(page)
    if box is None or page.theme.logo is None:
        return None
    page.drawing.add(Emblem(page.theme.logo, box))
    return page.take(box)


def credit_text(page: Page, most_sources: int = _MOST_SOURCES) -> str:
    """What the credit says: sources, map, notes, letters of quality."""
    parts = []
    if page.spec.source_line:
        names = source_names(page, most_sources)
        if names:
            parts.append(page.say("sources", names=names))
    parts += [page.say("osm"), *page.notes]
    if page.spec.badge_notes:
        notes = [page.say(f"badge_{letter}") for letter in sorted(page.badges)]
        parts += [one.replace(": ", f":{NBSP}", 1) for one in notes]
    return f"{NBSP}· ".join(parts)


def source_names(page: Page, most: int = _MOST_SOURCES) -> str:
    """Publishers of the figures shown, those of most figures first; how many more there are."""
    sources, counts = page.material.region.sources, page.citations
    # What is no publication, as general knowledge, is told last.
    keys = sorted(
        (key for key in page.source_keys if key in sources),
        key=lambda key: (sources[key].kind in _UNPUBLISHED, -counts[key]),
    )
    publishers = list(dict.fromkeys(publisher_of(sources[key], key, page.language) for key in keys))
    shown = ", ".join(publishers[:most])
    rest = len(publishers) - most
    if rest <= 0:
        return shown
    return f"{shown} {page.say('more_sources', count=str(rest))}"


def date_text(page: Page) -> str:
    """What the picture says of its time; the date of the data as exactly as it is known."""
    parts = []
    as_of = latest(page.dates) if page.dates else data_as_of(page.material.region)
    if as_of is not None:
        parts.append(page.say("data_to", date=say_date(as_of, page.language)))
    elif page.dates:
        parts.append(page.say("data_undated"))
    if page.spec.as_of is not None:
        day_text = say_date(page.spec.as_of.isoformat(), page.language)
        parts.append(page.say("as_of", date=day_text))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class _Credit:
    """A credit broken into lines, the first of which begins after the date.

    Attributes
    ----------
    indent
        Of the first line, units.
    """

    dated: str
    indent: float
    lines: tuple[str, ...]
    width: float

    @property
    def height(self) -> float:
        """Of its panel."""
        return len(self.lines) * _CREDIT_LINE + 16


def draw_credit(page: Page) -> Box:
    """Write the date of the data and the credit on a panel at the foot of the safe area.

    The attribution is always there: the licence of the coastline asks for it. Where the width is
    short fewer sources are named, and the rest are counted.

    Raises
    ------
    InvalidSpec
        If it does not fit all the same.
    """
    logo = logo_box(page)
    safe = page.safe
    if logo is not None and page.theme.corner.startswith("bottom"):
        is_left = page.theme.corner == "bottom-left"
        left = logo.right + GAP if is_left else safe.left
        safe = Box(left, safe.top, safe.right if is_left else logo.left - GAP, safe.bottom)
    credit = _beside_code(page, safe.width - 2 * GAP)
    width = credit.width + 2 * GAP
    box = Box(safe.left, safe.bottom - credit.height, safe.left + width, safe.bottom)
    page.panel(box)
    base = box.top + 8 + _CREDIT_LINE * 0.74
    if credit.dated:
        page.write(credit.dated, box.left + GAP, base, SMALL, "date", weight="semibold")
    for index, line in enumerate(credit.lines):
        x = box.left + GAP + (0.0 if index else credit.indent)
        page.write(line, x, base + index * _CREDIT_LINE, SMALL, "credit", colour="panel_muted")
    return box


def _beside_code(page: Page, room: float) -> _Credit:
    """The credit narrow enough for a QR code beside it, where that costs no more than its height.

    On a wide picture codes find their place without.
    """
    if not page.is_narrow:
        return _fit_credit(page, room, 3)
    if page.spec.qr:
        with suppress(InvalidSpec):
            return _fit_credit(page, room - QR_SIDE - GAP, int((QR_SIDE - 16) / _CREDIT_LINE))
    return _fit_credit(page, room, 7)


def _fit_credit(page: Page, room: float, most_lines: int) -> _Credit:
    dated = date_text(page) if page.spec.data_date else ""
    semibold, regular = page.theme.face("semibold"), page.theme.face("regular")
    check_drawable(regular, [credit_text(page)], "credit")
    indent = semibold.width(dated, SMALL) + 8 if dated else 0.0
    for most_sources in range(_MOST_SOURCES, 0, -1):
        words = credit_text(page, most_sources).split(" ")
        if dated:
            words[0] = f"·{NBSP}{words[0]}"
        lines = _fill_credit(regular, words, room, indent)
        if lines is not None and len(lines) <= most_lines:
            return _even_credit(regular, words, room, dated, indent, lines)
    raise InvalidSpec(
        f"the credit of {len(credit_text(page, 1))} characters does not fit the picture",
        expected=f"at most {most_lines} lines of {room:.0f} units",
        remedy="choose a wider picture, or switch badge_notes off",
    )


def _even_credit(
    face: Face, words: list[str], room: float, dated: str, indent: float, lines: tuple[str, ...]
) -> _Credit:
    """Lines as even as they can be without another one: the panel is no wider than it has to be."""
    low, high = room * 0.4, room
    for _ in range(8):
        middle = (low + high) / 2
        tried = _fill_credit(face, words, middle, indent)
        if tried is not None and len(tried) == len(lines):
            lines, high = tried, middle
        else:
            low = middle
    widths = [face.width(line, SMALL) for line in lines]
    widths[0] += indent
    return _Credit(dated, indent, lines, max(widths))


def _fill_credit(
    face: Face, words: list[str], room: float, indent: float
) -> tuple[str, ...] | None:
    """Words filled into lines, the first of them shorter; None if a word is wider than a line."""
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if face.width(longer, SMALL) <= room - (0.0 if lines else indent):
            line = longer
            continue
        if not line or face.width(word, SMALL) > room:
            return None
        lines.append(line)
        line = word
    return (*lines, line)
