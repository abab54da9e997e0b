"""The comparison and the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable

from maps.brief.cells import (
    GROUND,
    TINT,
    FigureCell,
    Headed,
    Numbered,
    head_cell,
    heading,
    subheading,
    table,
)
from maps.brief.charts import ScoreBars, Waterfall, shown_chances
from maps.brief.comparison import Row
from maps.brief.content import Content, name_of
from maps.brief.fonts import SEMIBOLD
from maps.brief.ranking import BriefRanking
from maps.brief.text import ACCENT, BODY, MUTED, SMALL, Face, Text
from maps.brief.words import phrase
from maps.labels import format_number


def comparison_section(content: Content, width: float) -> list[Flowable]:
    """Every zone beside the others, by group."""
    language, zones = content.language, content.spec.zones
    is_tight = len(zones) > 3
    first = 132.0 if is_tight else 160.0
    column = min(150.0, (width - first) / len(zones))
    size = 8.0 if len(zones) <= 4 else 7.4
    face = BODY.but(size=size)
    names: list[Any] = [head_cell("")]
    for number, zone in enumerate(zones, start=1):
        if is_tight:
            narrow = Face(SEMIBOLD, 7.2)
            name = Text(name_of(zone, language), face=narrow, align="right", leading=1.36)
            names.append(Headed(number, name))
        else:
            name = Text(name_of(zone, language), face=Face(SEMIBOLD, 8.2))
            names.append(Numbered(number, name, radius=5.6))
    lines: list[list[Any]] = [names]
    commands: list[tuple[Any, ...]] = []
    if is_tight:
        commands += [(f"{side}PADDING", (1, 1), (-1, -1), 1.5) for side in ("LEFT", "RIGHT")]
    for group in content.groups:
        place = len(lines)
        title = Text(group.label, face=Face(SEMIBOLD, 8, ACCENT))
        lines.append([title, *[""] * len(zones)])
        commands += [
            ("SPAN", (0, place), (-1, place)),
            ("BACKGROUND", (0, place), (-1, place), GROUND),
            # A group's name is never the last line of a page.
            ("NOSPLIT", (0, place), (-1, place + 1)),
        ]
        for row in group.rows:
            line = len(lines)
            cells = [_cell(row, one, face, is_tight=is_tight) for one in range(len(zones))]
            lines.append([_label(row, size), *cells])
            commands += [
                ("BACKGROUND", (one + 1, line), (one + 1, line), TINT) for one in sorted(row.best)
            ]
    made = table(lines, [first, *[column] * len(zones)], commands, pad=1.5)
    made.spaceAfter = 3
    key = "comparison" if len(zones) > 1 else "comparison_of_one"
    note = Text(phrase(f"{key}_note", language), face=SMALL)
    return [*heading(phrase(key, language), "comparison", before=6), made, note]


def ranking_section(content: Content, width: float) -> list[Flowable]:
    """Scores, the sentence, the steps and the chances; nothing without a ranking."""
    ranking, language = content.ranking, content.language
    if ranking is None:
        return []
    story: list[Flowable] = [
        CondPageBreak(330),
        *heading(phrase("ranking", language), "ranking"),
        *(Text(sentence, face=BODY.but(size=9), after=4) for sentence in ranking.sentences),
    ]
    story += [
        ScoreBars(ranking, content.numbers, language),
        Text(phrase("ranking_note", language), face=SMALL, before=2),
    ]
    if ranking.steps:
        story += [
            subheading(phrase("waterfall", language, **_pair(content, ranking))),
            Waterfall(ranking, content.numbers, language),
        ]
    return story + _chances(content, ranking, width)


def _pair(content: Content, ranking: BriefRanking) -> dict[str, str]:
    """Numbers of the two zones that the steps lie between."""
    first, second = ranking.pair or ("", "")
    numbers = content.numbers
    return {"first": str(numbers.get(first, "")), "second": str(numbers.get(second, ""))}


def _label(row: Row, size: float) -> Text:
    runs = [(row.label, BODY.but(size=size))]
    if row.unit:
        runs.append((f" ({row.unit})".replace(") ", ")"), BODY.but(size=size - 0.8, colour=MUTED)))
    return Text(*runs, face=BODY.but(size=size))


def _cell(row: Row, place: int, face: Face, *, is_tight: bool) -> FigureCell:
    # Words need the room of the badge that they do not have.
    if row.is_words and is_tight:
        return FigureCell(row.readings[place], face.but(size=7), has_badge=False)
    return FigureCell(row.readings[place], face, is_best=place in row.best)


def _chances(content: Content, ranking: BriefRanking, width: float) -> list[Flowable]:
    """How often each zone is first, or among the first, as the weights change."""
    language = content.language
    tops = [top for top in shown_chances(ranking.scores) if top == 1 or top < ranking.ranked]
    if not tops:
        return []
    count = ranking.weightings
    title = (
        phrase(
            "chances", language, zones=str(ranking.ranked), count=format_number(count, 0, language)
        )
        if count
        else phrase("chances_plain", language, zones=str(ranking.ranked))
    )
    head: list[Any] = [head_cell(phrase("zone", language))]
    head += [
        head_cell(
            phrase("chance_of_first", language)
            if top == 1
            else phrase("chance_of_top", language, count=str(top)),
            align="right",
        )
        for top in tops
    ]
    lines: list[Sequence[Any]] = [head]
    face = BODY.but(size=8, tabular=True)
    # By chance, not by score: who wins most often stands first.
    for score in sorted(ranking.scores, key=lambda score: -score.chances.get(1, 0.0)):
        zone = next(z for z in content.spec.zones if z.zone_id == score.zone_id)
        name = Text(name_of(zone, language), face=BODY.but(size=8))
        cells: list[Any] = [Numbered(content.numbers[score.zone_id], name, radius=5.2)]
        for top in tops:
            share = score.chances.get(top)
            text = (
                phrase("unknown_value", language)
                if share is None
                else f"{format_number(share * 100, 1, language)}%"
            )
            cells.append(Text(text, face=face, align="right"))
        lines.append(cells)
    widths = [width - 90.0 * len(tops), *[90.0] * len(tops)]
    return [subheading(title), table(lines, widths)]
