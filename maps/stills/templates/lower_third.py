"""Lower third: a strip to lay over video, with a title or with what is known of one zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shapely.geometry import Point

from geo.errors import InvalidSpec
from layers.records import IndustrialZone
from maps.labels import Language
from maps.names import plain
from maps.plain_text import clean
from maps.stills.basemap import draw_basemap
from maps.stills.dots import draw_dots
from maps.stills.drawing import Paint, Shape, rectangle
from maps.stills.figures import (
    Fact,
    area_fact,
    distance_fact,
    headline_fact,
    passport_of,
    use_fact,
    zone_name,
    zones_of,
)
from maps.stills.fitting import draw_around, extent_of, fit_room
from maps.stills.furniture import PAD, SMALL, draw_bar, draw_credit, draw_logo, title_rows
from maps.stills.mapwork import draw_page_code
from maps.stills.page import GAP, Page
from maps.stills.sizes import Box
from maps.stills.stack import Row, seen_above, stack_height, stack_width, write_stack
from maps.stills.targets import draw_targets
from maps.stills.typeset import NBSP, Block
from maps.stills.words import former_province_name

_BAR_ROOM: Final = PAD + 20.0
_UNITS_EN: Final = {"Huyện": "District", "Quận": "District", "TP": "City", "TX": "Town"}
_MOST_FACTS: Final = 3
_BETWEEN: Final = 40.0
"""Between columns of facts, units."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A fact set in type: its label, its value, badge and date."""

    fact: Fact
    rows: tuple[Row, ...]

    @property
    def width(self) -> float:
        return stack_width(self.rows)

    @property
    def height(self) -> float:
        return stack_height(self.rows)


def draw_lower_third(page: Page) -> None:
    """Draw the strip; over a map only where the spec asks for one."""
    zone = _zone_of(page)
    if zone is None:
        count = len(zones_of(page))
        title, subtitle = page.say("title_overview"), page.say("strip_count", count=str(count))
    else:
        title, subtitle = zone_name(zone, page.language), _place_of(page, zone)
    columns = _columns(page, zone) if zone is not None else []
    rows, columns = _fit_strip(page, title, subtitle, columns)
    for column in columns:
        use_fact(page, column.fact)
    if columns and not any(column.fact.is_known for column in columns):
        page.note(page.say("nothing_published"))
    shown = [] if zone is None else [zone]
    foot: list[float] = []

    def draw_panels() -> None:
        draw_logo(page)
        top = draw_credit(page).top
        if page.is_narrow:
            # Beside the credit; on a wide picture it stands on the strip.
            code = draw_page_code(page, shown)
            top = top if code is None else min(top, code.top)
        foot[:] = [_draw_strip(page, rows, columns, top).top]
        if not page.is_narrow:
            draw_page_code(page, shown)

    def draw_map() -> None:
        if page.spec.ground == "map":
            _draw_ground(page, zone, foot[0])

    draw_around(page, draw_panels, draw_map)


def _zone_of(page: Page) -> IndustrialZone | None:
    zones = page.material.zones(page.spec)
    if len(zones) > 1:
        raise InvalidSpec(
            f"the spec names {len(zones)} zones",
            expected="one zone, or none, for a lower third",
            remedy="leave the others out, or choose the template ranking",
        )
    return zones[0] if zones else None


def _place_of(page: Page, zone: IndustrialZone) -> str:
    province = former_province_name(zone.former_province, page.language)
    district = "" if zone.district is None else district_name(zone.district, page.language)
    return f"{NBSP}· ".join(one for one in (district, province) if one)


def district_name(district: str, language: Language) -> str:
    """Districts as the language has them: `Huyện Châu Đức`, `Chau Duc District`, `District 7`."""
    parts = [clean(one) for one in district.split(" / ")]
    if language == "en":
        parts = [_in_english(one) for one in parts]
    return " / ".join(parts)


def _in_english(district: str) -> str:
    unit, _, name = district.partition(" ")
    word_en = _UNITS_EN.get(unit)
    if word_en is None or not name:
        return plain(district)
    return f"{word_en} {name}" if name.isdigit() else f"{plain(name)} {word_en}"


def _columns(page: Page, zone: IndustrialZone) -> list[_Column]:
    """Known facts of a zone, the most asked for first; land left also where it is unknown."""
    language = page.language
    facts = [
        headline_fact(zone.remaining, "remaining", language),
        headline_fact(zone.occupancy, "occupancy", language),
        area_fact(zone, language),
        distance_fact(zone, "coastline", page.material, language),
    ]
    shown = [one for index, one in enumerate(facts) if one.is_known or index == 0]
    return [_column(page, one) for one in shown[:_MOST_FACTS]]


def _column(page: Page, fact: Fact) -> _Column:
    regular, bold = page.theme.face("regular"), page.theme.face("bold")

    def row(text: str, size: float, colour: str, *, is_value: bool = False) -> Row:
        face = bold if is_value else regular
        block = Block(face, size, (text,), face.width(text, size))
        return Row(block, "value" if is_value else "note", colour, gap=12)

    rows = [
        row(fact.label, SMALL, "panel_muted"),
        row(fact.value, 46, "panel_accent" if fact.is_known else "panel_ink", is_value=True),
    ]
    passport = passport_of(page, fact)
    if passport:
        rows.append(row(passport, SMALL, "panel_muted"))
    return _Column(fact, tuple(rows))


def _fit_strip(
    page: Page, title: str, subtitle: str, columns: Sequence[_Column]
) -> tuple[list[Row], list[_Column]]:
    """Words and as many facts as there is room for beside them, or below them on a narrow one."""
    room = page.safe.width - _BAR_ROOM - PAD
    for count in range(len(columns), -1, -1):
        shown = list(columns[:count])
        taken = _columns_width(shown)
        if page.is_narrow:
            if taken <= room:
                return title_rows(page, title, subtitle, room), shown
            continue
        try:
            left = room - taken - (2 * _BETWEEN if shown else 0)
            return title_rows(page, title, subtitle, left), shown
        except InvalidSpec:
            if not shown:
                raise
    return title_rows(page, title, subtitle, room), []


def _columns_width(columns: Sequence[_Column]) -> float:
    return sum(one.width for one in columns) + _BETWEEN * max(0, len(columns) - 1)


def _draw_strip(page: Page, rows: Sequence[Row], columns: Sequence[_Column], foot: float) -> Box:
    words, facts = stack_height(rows), max((one.height for one in columns), default=0.0)
    below = page.is_narrow and bool(columns)
    between = 28.0 if below and rows else 0.0
    height = (words + between + facts if below else max(words, facts)) + 2 * PAD
    bottom = foot - GAP / 2
    box = page.panel(Box(page.safe.left, bottom - height, page.safe.right, bottom))
    draw_bar(page, box)
    left, top = box.left + _BAR_ROOM, box.top + PAD
    if below:
        write_stack(page, rows, left, top)
        step = (box.right - PAD - left - _columns_width(columns)) / max(1, len(columns))
        _write_columns(page, columns, left, top + words + between, _BETWEEN + min(step, 80))
        return box
    write_stack(page, rows, left, top + max(0.0, facts - words) / 2)
    start = box.right - PAD - _columns_width(columns)
    if columns:
        rule = Box(start - _BETWEEN - 1.5, box.top + PAD, start - _BETWEEN + 1.5, box.bottom - PAD)
        paint = Paint(fill=page.theme["panel_muted"], fill_opacity=0.5)
        page.drawing.add(Shape(rectangle(rule), paint, rule, "decoration"))
    _write_columns(page, columns, start, top + max(0.0, words - facts) / 2, _BETWEEN)
    return box


def _write_columns(
    page: Page, columns: Sequence[_Column], left: float, top: float, between: float
) -> None:
    """Write columns whose lines share their base lines, whatever marks they have."""
    lines = max((len(one.rows) for one in columns), default=0)
    above = [
        max(seen_above(one.rows[line].block) for one in columns if line < len(one.rows))
        for line in range(lines)
    ]
    for column in columns:
        y = top
        for row, highest in zip(column.rows, above, strict=False):
            block = row.block
            y += highest
            page.write(
                block.lines[0], left, y, block.size, row.role, weight=block.face.weight,
                colour=row.colour,
            )  # fmt: skip
            y += 0.22 * block.size + row.gap
        left += column.width + between


def _draw_ground(page: Page, zone: IndustrialZone | None, foot: float) -> None:
    """A map above the strip: around the zone, or of the region."""
    zones = zones_of(page)
    places = [zone] if zone is not None and zone.location else zones
    points = [Point(one.location) for one in places if one.location]
    if not points:
        points = [Point(one.location) for one in page.material.region.zones if one.location]
    room = Box(page.safe.left, page.safe.top, page.safe.right, foot - GAP)
    wanted = extent_of(page) or points
    frame = fit_room(page, wanted, page.canvas, room, margin=24, least_km=24)
    draw_basemap(page, frame)
    draw_targets(page, frame, default=False)
    draw_dots(page, frame, zones, meant=None if zone is None else {zone.zone_id})
