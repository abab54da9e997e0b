"""The end: sources, what the badges mean, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak

from maps.brief.cells import Badge, heading, table
from maps.brief.content import Content, name_of
from maps.brief.fonts import SEMIBOLD
from maps.brief.readings import licence_of, publisher_of
from maps.brief.text import BODY, SMALL, Run, Text, clean
from maps.brief.words import phrase, vocabulary
from maps.labels import WORDS, format_date
from maps.style import BADGES


def closing_section(content: Content, width: float) -> list[Flowable]:
    """Sources, badges and what is not known."""
    return [PageBreak(), *_not_known(content), *_badges(content, width), *_sources(content, width)]


def _not_known(content: Content) -> list[Flowable]:
    language, zones = content.language, content.spec.zones
    points: list[str] = []
    for place, zone in enumerate(zones):
        unknown = content.unknown_of(place)
        if unknown:
            name = name_of(zone, language)
            points.append(phrase("limit_zone", language, name=name, list=", ".join(unknown)))
    sketchy = [z for z in zones if z.boundary_quality == "schematic"]
    if sketchy:
        names = "; ".join(name_of(zone, language) for zone in sketchy)
        points.append(phrase("limit_boundary", language, names=names))
    scattered = [z for z in zones if z.ledger is None or z.ledger.illustrative]
    if scattered:
        names = "; ".join(name_of(zone, language) for zone in scattered)
        points.append(phrase("limit_blocks", language, names=names))
    points += [phrase(key, language) for key in ("limit_distance", "limit_sea")]
    points += [phrase("limit_occupancy", language), phrase("limit_advice", language)]
    title = heading(phrase("not_known", language), "not-known")
    first, *rest = [_point(text) for text in points]
    return [KeepTogether([*title, first]), *rest]


def _point(text: str) -> Flowable:
    dot = Text("•", face=BODY)
    return table([[dot, Text(text, face=BODY)]], [12, 480], [_NO_RULE], repeat=0, pad=0.6)


_NO_RULE = ("LINEBELOW", (0, 0), (-1, -1), 0, "white")


def _badges(content: Content, width: float) -> list[Flowable]:
    language = content.language
    cells: list[Any] = []
    for letter in BADGES:
        words = vocabulary(f"badge_{letter}", language).partition(": ")[2]
        cells += [Badge(letter), Text(words[:1].upper() + words[1:], face=BODY.but(size=7.8))]
    lines: list[Sequence[Any]] = [cells[:4], cells[4:]]
    half = width / 2
    made = table(lines, [16, half - 16, 16, half - 16], [_NO_RULE], repeat=0, pad=1)
    return [KeepTogether([*heading(phrase("badges", language), "badges"), made])]


def _sources(content: Content, width: float) -> list[Flowable]:
    language = content.language
    small = SMALL.but(size=6.9)
    lines: list[Sequence[Any]] = []
    for key, number in content.source_numbers.items():
        source = content.source(key)
        runs: list[Run] = [(publisher_of(source, key, language), BODY.but(size=7.8, font=SEMIBOLD))]
        link = None
        if source is not None:
            kind = f"kind_of_source_{source.kind}"
            retrieved = (
                phrase(
                    "retrieved",
                    language,
                    date=format_date(source.retrieved.isoformat(), language),
                )
                if source.retrieved
                else phrase("retrieved_unknown", language)
            )
            facts = [
                vocabulary(kind, language) if kind in WORDS else clean(source.kind),
                retrieved,
                licence_of(source, language),
            ]
            address = clean(source.address)
            runs += [(f" · {' · '.join(facts)}", small)]
            if address:
                runs.append((f"\n{address}", small))
            link = address if address.startswith(("https://", "http://")) else None
        number_text = Text(f"[{number}]", face=BODY.but(size=7.8), align="right")
        lines.append([number_text, Text(*runs, face=small, leading=1.34, link=link)])
    made = table(lines, [26, width - 26], repeat=0, pad=1.3)
    *mark, title = heading(phrase("sources", language), "sources")
    # Kept with the whole list, the title would take it to another page.
    title.keepWithNext = 0
    return [CondPageBreak(100), *mark, title, made]
