"""One page a zone: why, what not, figures with their passports, ledger, distances, where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from reportlab.platypus import Flowable, PageBreak, Table

from layers.metrics import METRICS
from layers.records import Headline, IndustrialZone, Link, Port
from maps.brief.cells import Bookmark, FigureCell, Numbered, head_cell, subheading, table
from maps.brief.charts import LedgerBar
from maps.brief.comparison import definition_of, label_of
from maps.brief.content import Content, figures_of, name_of
from maps.brief.fonts import REGULAR, SEMIBOLD
from maps.brief.readings import (
    DISTANCES,
    Reading,
    aged,
    distance_reading,
    figure_reading,
    headline_reading,
    publisher_of,
)
from maps.brief.sketch import LocatorMap
from maps.brief.text import BODY, MUTED, SMALL, STRONG, Align, Face, Run, Text, clean
from maps.brief.words import phrase, told, vocabulary
from maps.labels import Language, format_date

_MAP = (212.0, 168.0)


def zone_page(content: Content, place: int, width: float) -> list[Flowable]:
    """The page of one zone; it goes on to another only if its figures are many."""
    zone, language = content.spec.zones[place], content.language
    name = name_of(zone, language)
    story: list[Flowable] = [
        PageBreak(),
        Bookmark(f"{place + 1}. {name}", f"zone-{place + 1}"),
        Numbered(place + 1, Text(name, face=Face(SEMIBOLD, 15), leading=1.36), radius=9),
        Text(_about(zone, language), face=BODY.but(colour=MUTED), before=1),
    ]
    story += _verdict(content, place)
    story.append(subheading(phrase("key_figures", language)))
    story += _figures(content, zone, width)
    if zone.ledger is not None and zone.ledger.net_ha:
        story.append(subheading(_ledger_title(zone, language)))
        story.append(LedgerBar(zone.ledger, language))
    story += _where(content, place, width)
    if zone.note:
        story.append(
            Text(
                (f"{phrase('note', language)} ", SMALL.but(font=SEMIBOLD)),
                (clean(zone.note), SMALL),
                face=SMALL,
                before=4,
            )
        )
    return story


def passports(content: Content, zone: IndustrialZone) -> list[tuple[str, str, Reading]]:
    """Label, definition and reading of every figure known of a zone, each once."""
    language = content.language
    found: list[tuple[str, str, Reading]] = []
    # What was worked out from other figures stands beside what was declared.
    worked_out = {
        metric: headline_reading(headline, quantity, language)
        for metric, quantity, headline in _headlines(zone)
        if headline.state == "known" and headline.method in ("computed", "ledger")
    }
    for key in METRICS:
        reading = figure_reading(zone.figures.get(key), key, language)
        if reading.is_known:
            found.append((label_of(key, language), definition_of(key, language), reading))
        if key in worked_out:
            label = phrase("as_compared", language, label=label_of(key, language))
            found.append((label, definition_of(key, language), worked_out[key]))
    day = content.spec.as_of
    return [(label, means, aged(reading, day, language)) for label, means, reading in found]


def _headlines(
    zone: IndustrialZone,
) -> tuple[tuple[str, Literal["remaining", "occupancy"], Headline], ...]:
    return (
        ("remaining_area_ha", "remaining", zone.remaining),
        ("occupancy_rate", "occupancy", zone.occupancy),
    )


def _about(zone: IndustrialZone, language: Language) -> str:
    other = clean(zone.name_en if language == "vi" else zone.name_vi)
    parts = [
        other,
        told("kind", zone.kind, language),
        told("status", zone.status, language),
        clean(zone.district or ""),
        told("province", zone.former_province, language),
    ]
    return " · ".join(part for part in parts if part)


def _verdict(content: Content, place: int) -> list[Flowable]:
    """What the zone leads the list in, what is not known of it, and where figures are weak."""
    language = content.language
    zone = content.spec.zones[place]
    lines: list[tuple[str, str]] = []
    if len(content.spec.zones) > 1:
        best = [
            f"{row.label} ({row.readings[place].joined})"
            for row in content.rows
            if place in row.best
        ]
        key = "leads" if best else "leads_nothing"
        lines.append((phrase(key, language), "; ".join(best)))
    unknown = content.unknown_of(place)
    if unknown:
        lines.append((phrase("still_unknown", language), "; ".join(unknown)))
    disputed = [label_of(key, language) for key, figure in figures_of(zone) if figure.conflict]
    if disputed:
        lines.append((phrase("in_dispute", language), "; ".join(disputed)))
    plain = BODY.but(size=8)
    return [
        Text((f"{head} ", plain.but(font=SEMIBOLD)), (f"{text}." if text else "", plain), before=2)
        for head, text in lines
    ]


def _figures(content: Content, zone: IndustrialZone, width: float) -> list[Flowable]:
    language = content.language
    rows = passports(content, zone)
    if not rows:
        return [Text(phrase("no_figures", language), face=BODY)]
    widths = [180.0, 106.0, 60.0, width - 346.0]
    lines: list[Sequence[Any]] = [
        [
            head_cell(phrase("figure", language)),
            head_cell(phrase("value", language), align="right"),
            head_cell(phrase("date", language)),
            head_cell(phrase("source_and_method", language)),
        ]
    ]
    face = BODY.but(size=8)
    small = SMALL.but(size=6.6)
    for label, definition, reading in rows:
        is_words = reading.span is None and not any(one.isdigit() for one in reading.text[:6])
        align: Align = "left" if is_words and len(reading.text) > 18 else "right"
        lines.append(
            [
                # On one line with the label, or a page would not hold them all.
                Text((label, STRONG.but(size=8)), (f"  {definition}", small), leading=1.3),
                FigureCell(reading, face, with_unit=True, align=align, with_age=False),
                Text(*_date(reading, language), face=BODY.but(size=7.4)),
                Text(*_passport(content, reading), face=small, leading=1.34),
            ]
        )
    return [
        table(lines, widths, pad=1.3),
        Text(phrase("method_unless_said", language), face=small, before=1),
    ]


def _date(reading: Reading, language: Language) -> list[Run]:
    """Date of a figure, with its age once it is old."""
    face = BODY.but(size=7.4)
    runs: list[Run] = [(format_date(reading.as_of, language), face)]
    if reading.age:
        runs.append((f" ({reading.age})", SMALL.but(size=6.6)))
    return runs


def _passport(content: Content, reading: Reading) -> list[Run]:
    """Publishers with their numbers, how the figure was come by, doubts and notes."""
    language = content.language
    plain, small = BODY.but(size=7.4), SMALL.but(size=6.6)
    names = []
    for key in reading.source_keys:
        number = content.source_numbers.get(key)
        mark = f"\u00a0[{number}]" if number else ""
        names.append(publisher_of(content.source(key), key, language) + mark)
    runs: list[Run] = [("; ".join(names), plain)] if names else []
    published = vocabulary("method_published", language)
    method = "" if reading.method == published else reading.method
    note = phrase("figure_note", language, note=reading.note) if reading.note else ""
    rest = [one for one in (method, reading.doubt and f"≠ {reading.doubt}", note) if one]
    if rest:
        text = ". ".join(one[:1].upper() + one[1:] for one in rest)
        runs.append(((". " if names else "") + text + ".", small))
    return runs


def _ledger_title(zone: IndustrialZone, language: Language) -> str:
    title = vocabulary("ledger", language)
    if zone.ledger is not None and zone.ledger.illustrative:
        title += f" – {phrase('ledger_illustrative', language)}"
    return title


def _where(content: Content, place: int, width: float) -> list[Flowable]:
    """Distances with what is nearest, beside a map."""
    zone, language = content.spec.zones[place], content.language
    is_placed = any(one.number == place + 1 for one in content.scene.placed)
    if not is_placed:
        return [
            subheading(vocabulary("distances", language)),
            Text(phrase("place_unknown", language), face=BODY),
        ]
    left = width - _MAP[0] - 12
    lines: list[Sequence[Any]] = [
        [
            head_cell(phrase("nearest", language)),
            head_cell(phrase("straight_line", language), align="right"),
        ]
    ]
    for measure in DISTANCES:
        reading = distance_reading(zone, measure, language)
        label = vocabulary(f"distance_{measure}", language)
        nearest = _nearest(content, zone, measure)
        runs: list[Run] = [(label, STRONG.but(size=8))]
        if nearest:
            runs.append((f"\n{nearest}", SMALL))
        lines.append(
            [
                Text(*runs, face=BODY, leading=1.32),
                FigureCell(reading, BODY.but(size=8), with_unit=True),
            ]
        )
    is_centre = any(one.measured_from == "centre" for one in zone.distances.values())
    note = vocabulary("distances_note_centre" if is_centre else "distances_note", language)
    quality = zone.boundary_quality or "none"
    boundary = told("boundary", quality, language)
    accuracy = vocabulary(f"accuracy_{_accuracy(zone)}", language)
    column: list[Flowable] = [
        table(lines, [left - 92, 92], pad=1.5),
        Text(f"{note} {boundary}. {accuracy}.", face=SMALL.but(size=6.6), before=2),
    ]
    both = Table(
        [[column, LocatorMap(content.scene, place + 1, *_MAP)]],
        colWidths=[left + 12, _MAP[0]],
    )
    both.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, BODY.size),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (0, 0), 12),
            ("RIGHTPADDING", (1, 0), (1, 0), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return [subheading(vocabulary("distances", language)), both]


def _accuracy(zone: IndustrialZone) -> str:
    accuracy = zone.location_accuracy or "none"
    known = ("openstreetmap", "approx_500m", "approx_2km", "none")
    return accuracy if accuracy in known else "openstreetmap"


def _nearest(content: Content, zone: IndustrialZone, measure: str) -> str:
    """Name of what is nearest, and that it is not open if it is not."""
    language = content.language
    distance = zone.distances.get(measure)
    if distance is None or measure == "coastline":
        return ""
    name = distance.nearest_name_vi if language == "vi" else distance.nearest_name_en
    target: Port | Link | None = content.targets.get(distance.nearest_id or "")
    status = distance.nearest_status
    parts = [clean(name or "")]
    if status and status != "operating":
        parts.append(told("status", status, language).lower())
    if isinstance(target, Port) and measure == "deep_sea_berth":
        vessel = figure_reading(target.figures.get("max_vessel_dwt"), "max_vessel_dwt", language)
        if vessel.is_known:
            marks = [
                f"[{content.source_numbers[key]}]"
                for key in vessel.source_keys
                if key in content.source_numbers
            ]
            parts.append(f"{vessel.joined} {''.join(marks)}".strip())
    return ", ".join(part for part in parts if part)
