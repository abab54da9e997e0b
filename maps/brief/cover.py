"""The first page: title, dates, QR code, the list in short, the map of the region."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, PageBreak, Table

from maps.brief.cells import TINT, Bookmark, FigureCell, Numbered, head_cell, subheading, table
from maps.brief.content import Content, dates_text, name_of
from maps.brief.fonts import REGULAR, SEMIBOLD, text_width
from maps.brief.marks import WAY_STYLE, QrCode, draw_target, hatch
from maps.brief.sketch import RegionMap
from maps.brief.text import ACCENT, BODY, MUTED, SMALL, STRONG, Face, Run, Text, clean, layout
from maps.brief.words import phrase
from maps.labels import Language, format_date, format_number
from maps.style import LINK_KIND

_SHORT_NOTES = 420
"""Characters of notes that may stand before the map."""

# Size and most lines of a title; the last takes whatever comes.
_TITLE_SIZES = ((22.0, 2), (18.0, 3), (15.0, 4), (12.5, 6), (10.5, 10_000))


def cover_page(content: Content, width: float) -> list[Flowable]:
    """Everything on the first page, which ends with it."""
    spec, language = content.spec, content.language
    title = title_of(content)
    side = 92.0 if len(spec.link) <= 150 else 120.0
    left = width - side - 18
    block: list[Flowable] = [
        Text(phrase("eyebrow", language), face=Face(SEMIBOLD, 8, ACCENT)),
        fit_title(title, left),
        _dates(content),
        Text(
            (f"{phrase('page_online', language)}: ", SMALL.but(font=SEMIBOLD)),
            (spec.link, SMALL.but(colour=ACCENT)),
            face=SMALL,
            link=spec.link,
            before=1,
        ),
    ]
    scan = Text(phrase("scan", language), face=SMALL.but(size=6.5), align="center")
    head = Table([[block, [QrCode(spec.link, side), scan]]], colWidths=[left, side + 18])
    head.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, BODY.size),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("LEFTPADDING", (1, 0), (1, 0), 18),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(ACCENT)),
        ]
    )
    story: list[Flowable] = [Bookmark(title, "cover"), head, *_in_short(content, width)]
    notes = clean(spec.notes or "", lines=True)
    if notes and len(notes) <= _SHORT_NOTES:
        story += notes_section(content)
    if content.scene.placed:
        above = [subheading(phrase("map_title", language))]
        story.append(RegionMap(content.scene, above, [MapLegend(content), *_map_notes(content)]))
    else:
        story += _map_notes(content)
    story.append(PageBreak())
    if notes and len(notes) > _SHORT_NOTES:
        story += notes_section(content)
    return story


def title_of(content: Content) -> str:
    """The user's title, else one that says what the list is."""
    title = clean(content.spec.title or "")
    if title:
        return title
    zones = content.spec.zones
    if len(zones) == 1:
        return name_of(zones[0], content.language)
    count = format_number(len(zones), 0, content.language)
    return phrase("title_many", content.language, count=count)


def fit_title(title: str, width: float) -> Text:
    """The whole title in the largest size that takes few lines; it is never cut."""
    for size, most in _TITLE_SIZES:
        face = Face(SEMIBOLD, size)
        lines = layout([(title, face)], width)
        if len(lines) <= most:
            break
    # Lines of like length: no last word by itself.
    for share in (0.6, 0.7, 0.8, 0.9):
        even = layout([(title, face)], width * share)
        if len(even) == len(lines):
            lines = even
            break
    broken = "\n".join("".join(text for text, _ in line) for line in lines)
    return Text(broken, face=face, leading=1.36, before=1, after=3)


def notes_section(content: Content) -> list[Flowable]:
    """The user's notes, line by line as they were written."""
    notes = clean(content.spec.notes or "", lines=True)
    return [subheading(phrase("notes", content.language)), Text(notes, face=BODY, after=4)]


def _dates(content: Content) -> Text:
    spec, language = content.spec, content.language
    facts = (
        ("made_on", format_date(spec.made_at.date().isoformat(), language)),
        ("as_of", format_date(spec.as_of.isoformat(), language)),
        ("data_dates", dates_text(spec, language)),
        ("data_version", str(spec.data_version)),
    )
    runs: list[Run] = []
    for key, value in facts:
        if runs:
            runs.append((" · ", SMALL))
        fixed = f"{phrase(key, language)} ".replace(" ", "\u00a0")
        runs += [(fixed, SMALL), (value.replace(" ", "\u00a0"), SMALL.but(font=SEMIBOLD))]
    return Text(*runs, face=SMALL, after=1)


def _in_short(content: Content, width: float) -> list[Flowable]:
    """The list with the figures that are asked for first."""
    language = content.language
    keys = ("total_area_ha", "remaining", "lease_price_usd_m2", "deep_sea_berth", "expressway")
    rows = [content.row(key) for key in keys]
    face = BODY.but(size=8)
    head: list[Any] = [head_cell(phrase("zone", language))]
    head += [head_cell(f"{row.label}, {row.unit}", align="right") for row in rows]
    lines: list[list[Any]] = [head]
    commands: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, 0), "BOTTOM")]
    for place, zone in enumerate(content.spec.zones):
        words = [content.row(key).readings[place].text for key in ("status", "former_province")]
        name = Text(
            (name_of(zone, language), STRONG),
            (f"\n{' · '.join(words)}", SMALL),
            leading=1.36,
        )
        line: list[Any] = [Numbered(place + 1, name)]
        for column, row in enumerate(rows, start=1):
            is_best = place in row.best
            line.append(FigureCell(row.readings[place], face, is_best=is_best))
            if is_best:
                commands.append(("BACKGROUND", (column, place + 1), (column, place + 1), TINT))
        lines.append(line)
    each = (width - 168) / len(rows)
    made = table(lines, [168, *[each] * len(rows)], commands)
    return [
        subheading(phrase("in_short", language), before=7),
        made,
        *(
            [Text(phrase("order_preference", language), face=SMALL, before=2)]
            if len(content.spec.zones) > 1
            else []
        ),
    ]


def _map_notes(content: Content) -> list[Flowable]:
    language = content.language
    notes = []
    if content.scene.placed:
        is_sketch = any(link.geometry_quality == "schematic" for link in content.spec.links)
        notes.append(phrase("map_note" if is_sketch else "map_note_real", language))
        if any(one.is_schematic for one in content.scene.placed):
            notes.append(phrase("schematic_note", language))
    placed = {one.zone.zone_id for one in content.scene.placed}
    lost = [name_of(z, language) for z in content.spec.zones if z.zone_id not in placed]
    if lost:
        notes.append(phrase("not_on_map", language, names="; ".join(lost)))
    return [Text(" ".join(notes), face=SMALL.but(size=6.8), leading=1.34)] if notes else []


class MapLegend(Flowable):
    """What the lines and shapes of the map are."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.items = legend_items(content)
        self.language: Language = content.language

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Rows of items, left to right."""
        self.width = width
        self._rows: list[list[tuple[str, str, float]]] = [[]]
        used = 0.0
        for kind, text in self.items:
            size = 22 + text_width(text, REGULAR, 6.8) + 12
            if self._rows[-1] and used + size > width:
                self._rows.append([])
                used = 0.0
            self._rows[-1].append((kind, text, size))
            used += size
        self.height = 11 * len(self._rows) + 2
        return width, self.height

    def draw(self) -> None:
        """Draw the samples with their words."""
        y = self.height - 9.0
        for row in self._rows:
            x = 0.0
            for kind, text, size in row:
                self._sample(kind, x, y)
                self.canv.setFillColor(HexColor(MUTED))
                self.canv.setFont(REGULAR, 6.8)
                self.canv.drawString(x + 22, y, text)
                x += size
            y -= 11

    def _sample(self, kind: str, x: float, y: float) -> None:
        canvas = self.canv
        canvas.saveState()
        middle = y + 2.4
        if kind in WAY_STYLE:
            colour, dash = WAY_STYLE[kind]
            canvas.setStrokeColor(HexColor(colour))
            canvas.setLineWidth(1)
            canvas.setDash(dash)
            canvas.line(x, middle, x + 12, middle)
            draw_target(canvas, x + 14, middle, kind)
        elif kind in ("schematic", "drawn"):
            box = (x + 1, y - 0.5, x + 17, y + 6.2)
            path = canvas.beginPath()
            path.rect(box[0], box[1], box[2] - box[0], box[3] - box[1])
            if kind == "schematic":
                hatch(canvas, path, box, ACCENT)
            canvas.setStrokeColor(HexColor(ACCENT))
            canvas.setLineWidth(0.9)
            canvas.setDash([2.6, 1.6] if kind == "schematic" else [])
            canvas.rect(box[0], box[1], box[2] - box[0], box[3] - box[1], stroke=1, fill=0)
        elif kind == "point":
            canvas.setFillColor(HexColor(ACCENT))
            canvas.circle(x + 9, middle, 3, stroke=0, fill=1)
        else:
            styles = {"roads": ("expressway", "ring_road", "national_road"), "rail": ("railway",)}
            step = 16 / len(styles[kind])
            for place, one in enumerate(styles[kind]):
                canvas.setStrokeColor(HexColor(str(LINK_KIND[one]["color"])))
                canvas.setLineWidth(LINK_KIND[one]["width"] * 0.62)
                canvas.line(x + place * step, middle, x + (place + 1) * step - 0.8, middle)
        canvas.restoreState()


def legend_items(content: Content) -> list[tuple[str, str]]:
    """Samples of what is really on the map."""
    language, scene = content.language, content.scene
    items = []
    if any(one.is_schematic for one in scene.placed):
        items.append(("schematic", phrase("legend_zone_schematic", language)))
    if any(one.zone.boundary and not one.is_schematic for one in scene.placed):
        items.append(("drawn", phrase("legend_zone_drawn", language)))
    if any(one.zone.boundary is None for one in scene.placed):
        items.append(("point", phrase("legend_zone_point", language)))
    drawn = {way.measures[0] for many in scene.ways.values() for way in many}
    items += [(kind, phrase(f"legend_{kind}", language)) for kind in WAY_STYLE if kind in drawn]
    kinds = {link.kind for link, _ in scene.base.roads}
    if kinds & {"expressway", "ring_road", "national_road"}:
        items.append(("roads", phrase("legend_roads", language)))
    if "railway" in kinds:
        items.append(("rail", phrase("legend_rail", language)))
    return items
