"""What a picture owes to others: its logo, the date of its data, sources, map and their quality."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from geo.errors import InvalidSpec
from maps.brief.readings import publisher_of
from maps.stills.dates import data_as_of, latest, measured_year, say_date
from maps.stills.drawing import Emblem
from maps.stills.logo import view_box
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.spec import Template
from maps.stills.typeface import Face
from maps.stills.typeset import LEAST_SIZE_ON_BLOCK, NBSP, check_drawable

SMALL: Final = LEAST_SIZE_ON_BLOCK
QR_SIDE: Final = 190.0
"""Side of a QR code, units."""

_CREDIT_LINE: Final = 37.0
_LOGO_HEIGHT: Final = 64.0
_MOST_SOURCES: Final = 3
_BRIEF: Final = ("osm", "sketched_roads", "straight_line", "badge_B", "badge_C")
"""Words of the credit that there are shorter ones for."""

_MOST_LINES: Final = 7
_UNPUBLISHED: Final = ("general_knowledge", "estimate")
_MAPPED: Final = "openstreetmap"
_KINDS: Final = (
    "official", "press_quoting_official", "securities_report", "developer", "broker", "press",
    "list",
)  # fmt: skip
"""Kinds of sources, the best first."""

_OF_REGION: Final[frozenset[Template]] = frozenset(("overview", "before_after", "lower_third"))
"""Templates that speak of the whole region where they show no figure."""


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


def credit_text(page: Page, most_sources: int = _MOST_SOURCES, *, brief: bool = False) -> str:
    """What the credit says: sources, map, notes, letters of quality; the same in fewer words."""

    def say(key: str) -> str:
        return page.say(f"{key}_brief" if brief and key in _BRIEF else key)

    parts = []
    if page.spec.source_line:
        parts += _sources_text(page, most_sources)
    shorter = {page.say(key): say(key) for key in _BRIEF}
    if page.has_map:
        parts.append(say("osm"))
    elif any(page.material.region.sources[one].kind == _MAPPED for one in _cited(page)):
        parts.append(page.say("osm_brief"))
    parts += [shorter.get(one, one) for one in page.notes]
    if page.spec.badge_notes:
        notes = [say(f"badge_{letter}") for letter in sorted(page.badges)]
        parts += [one.replace(": ", f":{NBSP}", 1) for one in notes]
    return f"{NBSP}· ".join(parts)


def source_names(page: Page, most: int = _MOST_SOURCES) -> str:
    """Publishers of the figures shown, the best first; how many more there are.

    General knowledge and estimates are no publication, and told by their letter; OpenStreetMap is
    named with its licence.
    """
    sources, counts = page.material.region.sources, page.citations
    keys = [key for key in _cited(page) if sources[key].kind not in (*_UNPUBLISHED, _MAPPED)]
    keys.sort(key=lambda key: (_worth(sources[key].kind), -counts[key]))
    publishers = list(dict.fromkeys(publisher_of(sources[key], key, page.language) for key in keys))
    shown = ", ".join(publishers[:most])
    rest = len(publishers) - most
    if rest <= 0:
        return shown
    return f"{shown} {page.say('more_sources', count=str(rest))}"


def _sources_text(page: Page, most: int) -> list[str]:
    """The source line; where nothing was published, how the figures were come by."""
    names = source_names(page, most)
    if names:
        return [page.say("sources", names=names)]
    if page.is_measured:
        return [page.say("sources_measured")]
    return [page.say("sources_estimated")] if "D" in page.badges else []


def _cited(page: Page) -> list[str]:
    return [one for one in page.source_keys if one in page.material.region.sources]


def _worth(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS) - 1


def date_text(page: Page) -> str:
    """What the picture says of its time; the date of the data as exactly as it is known.

    It is that of the published figures that are shown, not that of others, nor of a distance.
    """
    language, material = page.language, page.material
    has_all = not (page.dates or page.shows_few) and page.spec.template in _OF_REGION
    as_of = data_as_of(material.region) if has_all else latest(page.dates)
    measured = measured_year(material.region) if page.is_measured else None
    parts = []
    if as_of is not None:
        parts.append(page.say("data_to", date=say_date(as_of, language)))
    else:
        if page.has_undated or "" in page.dates:
            parts.append(page.say("data_undated"))
        if measured is not None:
            parts.append(page.say("measured_in", year=str(measured)))
    if page.spec.as_of is not None:
        parts.append(page.say("as_of", date=say_date(page.spec.as_of.isoformat(), language)))
    elif as_of is None and measured is None:
        parts.append(page.say("looked_up", date=say_date(material.on_day.isoformat(), language)))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


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
        lines = max(len(self.lines), 1 if self.dated else 0)
        return lines * _CREDIT_LINE + 16 if lines else 0.0


def draw_credit(page: Page, *, lines: int | None = None) -> Box:
    """Write the date of the data and the credit on a panel at the foot of the safe area.

    The attribution of a map is always there: the licence of the coastline asks for it, as it does
    for distances to the coast. A picture with neither may have no credit. Where the width is
    short fewer sources are named, and the rest are counted.

    Parameters
    ----------
    lines
        As many as it should keep to on a narrow picture, if need be in fewer words.

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
    credit = _beside_code(page, safe.width - 2 * GAP, lines)
    width = credit.width + 2 * GAP
    box = Box(safe.left, safe.bottom - credit.height, safe.left + width, safe.bottom)
    if not credit.height:
        return box
    page.panel(box)
    base = box.top + 8 + _CREDIT_LINE * 0.74
    if credit.dated:
        page.write(credit.dated, box.left + GAP, base, SMALL, "date", weight="semibold")
    for index, line in enumerate(credit.lines):
        x = box.left + GAP + (0.0 if index else credit.indent)
        page.write(line, x, base + index * _CREDIT_LINE, SMALL, "credit", colour="panel_muted")
    return box


def _beside_code(page: Page, room: float, wanted: int | None) -> _Credit:
    """The credit narrow enough for a QR code beside it, where that costs no more than its height.

    On a wide picture codes find their place without.
    """
    if not page.is_narrow:
        return _fit_credit(page, room, 3)
    lengths = (False,) if wanted is None else (False, True)
    if page.spec.qr:
        for brief in lengths:
            with suppress(InvalidSpec):
                high = int((QR_SIDE - 16) / _CREDIT_LINE)
                return _fit_credit(page, room - QR_SIDE - GAP, high, brief=brief)
    for most in range(_MOST_LINES if wanted is None else wanted, _MOST_LINES):
        for brief in lengths:
            with suppress(InvalidSpec):
                return _fit_credit(page, room, most, brief=brief)
    return _fit_credit(page, room, _MOST_LINES)


def _fit_credit(page: Page, room: float, most_lines: int, *, brief: bool = False) -> _Credit:
    dated = date_text(page) if page.spec.data_date else ""
    semibold, regular = page.theme.face("semibold"), page.theme.face("regular")
    check_drawable(regular, [credit_text(page)], "credit")
    indent = semibold.width(dated, SMALL) + 8 if dated else 0.0
    for most_sources in range(_MOST_SOURCES, 0, -1):
        words = credit_text(page, most_sources, brief=brief).split(" ")
        if words == [""]:
            return _Credit(dated, indent, (), max(0.0, indent - 8))
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
