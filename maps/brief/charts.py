"""Charts as vectors: the ledger bar, the scores, and the steps between first and runner-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from layers.records import Ledger
from maps.brief.fonts import FIGURES, REGULAR, SEMIBOLD, text_width
from maps.brief.marks import draw_disc, hatch
from maps.brief.ranking import BriefRanking, Score, Step
from maps.brief.readings import unit_word
from maps.brief.text import NBSP, SMALL, Face, draw_line
from maps.brief.words import phrase, vocabulary
from maps.labels import Language, format_number
from maps.land_style import PARCEL_AXIS_COLOURS
from maps.style import PAPER

_LINES = (
    "leased_ha",
    "reserved_ha",
    "not_cleared_ha",
    "in_preparation_ha",
    "constrained_ha",
    "available_now_ha",
    "unclassified_ha",
)
_PALETTE = (
    "#01554f", "#2a8a82", "#74c0b5", "#5d6f9c", "#8f8296", "#bf812d", "#d39a3c", "#b5655a",
    "#7d6a4c", "#5fa3d0", "#2672b3", "#86b36b", "#9a8cc8",
)  # fmt: skip


class LedgerBar(Flowable):
    """What each hectare of the leasable land is; hatched where parcels only illustrate."""

    BAR = 11.0

    def __init__(self, ledger: Ledger, language: Language) -> None:
        super().__init__()
        self.ledger, self.language = ledger, language
        self.parts = ledger_parts(ledger, language)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Height of the bar and of the words under it."""
        self.width = width
        self._rows = self._flow(width)
        self.height = self.BAR + 3 + 10 * len(self._rows)
        return width, self.height

    def draw(self) -> None:
        """Draw the bar, then its key."""
        canvas = self.canv
        known = [part for part in self.parts if part[2] is not None and part[2][1] > 0]
        total = sum(part[2][1] for part in known if part[2] is not None)
        x, bottom = 0.0, self.height - self.BAR
        canvas.setLineWidth(0.6)
        for _, _, drawn in known:
            assert drawn is not None  # noqa: S101 - chosen above
            colour, hectares = drawn
            width = self.width * hectares / total
            self._segment(x, bottom, width, colour)
            x += width
        y = bottom - 10
        for row in self._rows:
            x = 0.0
            for label, hectares_text, drawn in row:
                self._key(x, y, label, hectares_text, drawn)
                x += self._key_width(label, hectares_text)
            y -= 10

    def _segment(self, x: float, bottom: float, width: float, colour: str) -> None:
        canvas = self.canv
        path = canvas.beginPath()
        path.rect(x, bottom, width, self.BAR)
        canvas.setFillColor(HexColor(colour or "#ffffff"))
        canvas.drawPath(path, stroke=0, fill=1)
        if self.ledger.illustrative or not colour:
            outline = canvas.beginPath()
            outline.rect(x, bottom, width, self.BAR)
            ink = "#ffffff" if colour else PAPER["unknown_stroke"]
            hatch(canvas, outline, (x, bottom, x + width, bottom + self.BAR), ink)
        canvas.setStrokeColor(HexColor("#ffffff" if colour else PAPER["unknown_stroke"]))
        canvas.setDash([2, 1.4] if self.ledger.illustrative and not colour else [])
        canvas.rect(x, bottom, width, self.BAR, stroke=1, fill=0)
        canvas.setDash()

    def _key(self, x: float, y: float, label: str, value: str, drawn: Any) -> None:
        canvas = self.canv
        if drawn is not None:
            colour = drawn[0]
            canvas.setFillColor(HexColor(colour or "#ffffff"))
            canvas.setStrokeColor(HexColor(colour or PAPER["unknown_stroke"]))
            canvas.setLineWidth(0.6)
            canvas.rect(x, y + 1, 5.5, 5.5, stroke=1, fill=1)
        draw_line(canvas, x + 8, y + 1.4, [(f"{label} ", SMALL), (value, _VALUE)])

    def _key_width(self, label: str, value: str) -> float:
        return 20 + text_width(f"{label} ", REGULAR, SMALL.size) + text_width(value, SEMIBOLD, 7)

    def _flow(self, width: float) -> list[list[Any]]:
        rows: list[list[Any]] = [[]]
        used = 0.0
        for part in self.parts:
            size = self._key_width(part[0], part[1])
            if rows[-1] and used + size > width:
                rows.append([])
                used = 0.0
            rows[-1].append(part)
            used += size
        return rows


_VALUE = Face(SEMIBOLD, 7)


def ledger_parts(
    ledger: Ledger, language: Language
) -> list[tuple[str, str, tuple[str, float] | None]]:
    """Lines of a ledger: label, hectares in words, and colour and hectares where known.

    Illustrative parcels tell what is leased and what is not, nothing else.
    """
    colours = PARCEL_AXIS_COLOURS["line"]
    values: dict[str, float | None] = {name: getattr(ledger, name) for name in _LINES}
    labels = {name: vocabulary(f"ledger_{name}", language) for name in _LINES}
    if ledger.illustrative:
        values = {"leased_ha": ledger.leased_ha, "unclassified_ha": ledger.remaining_ha}
        labels["unclassified_ha"] = phrase("rest_of_net", language)
    parts: list[tuple[str, str, tuple[str, float] | None]] = []
    for name, value in values.items():
        if value is None:
            parts.append((labels[name], phrase("unknown_value", language), None))
        elif value > 0 or name == "leased_ha" or ledger.illustrative:
            text = f"{format_number(value, 2, language)}{NBSP}{unit_word('ha', language)}"
            parts.append((labels[name], text, (colours[name.removesuffix("_ha")], value)))
    return parts


class ScoreBars(Flowable):
    """Scores of the zones as stacked bars, what is not certain as an open end."""

    ROW = 17.0

    def __init__(
        self, ranking: BriefRanking, numbers: Mapping[str, int], language: Language
    ) -> None:
        super().__init__()
        self.ranking, self.numbers, self.language = ranking, numbers, language

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A row a zone, an axis, and the key."""
        self.width = width
        runs: list[list[Any]] = [[]]
        used = 0.0
        for key in self._keys:
            size = text_width(self._label(key), REGULAR, SMALL.size) + 18
            if runs[-1] and used + size > width:
                runs.append([])
                used = 0.0
            runs[-1].append((key, size))
            used += size
        self._key_rows = runs
        self.height = self.ROW * len(self.ranking.scores) + 16 + 10 * len(runs)
        return width, self.height

    @property
    def _keys(self) -> list[str]:
        return list(self.ranking.labels)

    def _label(self, key: str) -> str:
        percent = format_number(self.ranking.weights[key] * 100, 0, self.language)
        return f"{self.ranking.labels[key]} ({percent}%)"

    def draw(self) -> None:
        """Draw bars, axis and key."""
        canvas = self.canv
        left, right = 22.0, self.width - 78
        unit = (right - left) / 100
        y = self.height - self.ROW
        for score in self.ranking.scores:
            draw_disc(canvas, 7, y + 6.5, self.numbers[score.zone_id], 6)
            self._bar(score, left, y + 1.5, unit)
            text = self._score_text(score)
            draw_line(canvas, right + 8, y + 4, [(text, Face(SEMIBOLD, 9, tabular=True))])
            y -= self.ROW
        canvas.setFont(FIGURES, 6)
        canvas.setFillColor(HexColor(PAPER["muted"]))
        canvas.setStrokeColor(HexColor(PAPER["line"]))
        canvas.setLineWidth(0.5)
        top = self.height
        for mark in (0, 25, 50, 75, 100):
            x = left + mark * unit
            canvas.line(x, y + self.ROW - 2, x, y + self.ROW - 5)
            canvas.drawCentredString(x, y + self.ROW - 12, str(mark))
        canvas.line(left, y + self.ROW - 2, left, top)
        row_y = 10 * (len(self._key_rows) - 1) + 1.0
        for row in self._key_rows:
            x = 0.0
            for key, size in row:
                canvas.setFillColor(HexColor(self._colour(key)))
                canvas.rect(x, row_y + 1, 5.5, 5.5, stroke=0, fill=1)
                draw_line(canvas, x + 8, row_y + 1.4, [(self._label(key), SMALL)])
                x += size
            row_y -= 10

    def _bar(self, score: Score, x: float, y: float, unit: float) -> None:
        canvas = self.canv
        left = x
        for key in self._keys:
            certain = score.parts.get(key, (0.0, 0.0))[0]
            canvas.setFillColor(HexColor(self._colour(key)))
            canvas.rect(x, y, certain * unit, 10, stroke=0, fill=1)
            x += certain * unit
        end = left + score.high * unit
        if end - x > 0.3:
            path = canvas.beginPath()
            path.rect(x, y, end - x, 10)
            hatch(canvas, path, (x, y, end, y + 10), PAPER["unknown_stroke"])
            canvas.setStrokeColor(HexColor(PAPER["unknown_stroke"]))
            canvas.setLineWidth(0.6)
            canvas.setDash([1.6, 1.2])
            canvas.rect(x, y, end - x, 10, stroke=1, fill=0)
            canvas.setDash()

    def _score_text(self, score: Score) -> str:
        low = format_number(score.low, 1, self.language)
        high = format_number(score.high, 1, self.language)
        return low if low == high else f"{low}{NBSP}–{NBSP}{high}"

    def _colour(self, key: str) -> str:
        return _PALETTE[self._keys.index(key) % len(_PALETTE)]


class Waterfall(Flowable):
    """Steps from the runner-up's certain score to the first's, a row a criterion."""

    ROW = 13.0

    def __init__(
        self, ranking: BriefRanking, numbers: Mapping[str, int], language: Language
    ) -> None:
        super().__init__()
        self.ranking, self.numbers, self.language = ranking, numbers, language
        self._steps = [step for step in ranking.steps if abs(step.difference) >= 0.05]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A row a step and one for either end."""
        self.width = width
        self.height = self.ROW * (len(self._steps) + 2)
        return width, self.height

    def draw(self) -> None:
        """Draw the rows from the runner-up down to the first."""
        assert self.ranking.pair is not None  # noqa: S101 - there are no steps otherwise
        first, second = self.ranking.pair
        first_score, second_score = self.ranking.pair_scores
        # From zero, so that no bar looks longer than it is.
        high = max(first_score, second_score, *(max(one.start, one.end) for one in self._steps))
        names = [text_width(self._label(step), REGULAR, SMALL.size) for step in self._steps]
        left, right = max(names, default=0.0) + 24, self.width - 40
        unit = (right - left) / max(high, 1)

        def place(value: float) -> float:
            return left + value * unit

        y = self.height - self.ROW
        self._end(y, second, second_score, left, place(second_score))
        for step in self._steps:
            y -= self.ROW
            self._step(y, step, place(step.start), place(step.end))
        y -= self.ROW
        self._end(y, first, first_score, left, place(first_score))

    def _end(self, y: float, zone_id: str, score: float, left: float, right: float) -> None:
        canvas = self.canv
        draw_disc(canvas, left - 12, y + 5.5, self.numbers[zone_id], 5.2)
        canvas.setFillColor(HexColor(PAPER["port"]))
        canvas.rect(left, y + 1.5, right - left, 8, stroke=0, fill=1)
        text = format_number(score, 1, self.language)
        draw_line(canvas, right + 4, y + 2.8, [(text, Face(SEMIBOLD, 7.4, tabular=True))])

    def _label(self, step: Step) -> str:
        return self.ranking.labels.get(step.criterion, step.criterion)

    def _step(self, y: float, step: Step, start: float, end: float) -> None:
        canvas = self.canv
        gains = step.difference > 0
        canvas.setFillColor(HexColor("#2a8a82" if gains else "#bf812d"))
        canvas.rect(min(start, end), y + 2, max(0.8, abs(end - start)), 7, stroke=0, fill=1)
        draw_line(canvas, 0, y + 3, [(self._label(step), SMALL)])
        sign = "+" if gains else "−"
        amount = f"{sign}{format_number(abs(step.difference), 1, self.language)}"
        draw_line(canvas, max(start, end) + 4, y + 3, [(amount, Face(size=7.2, tabular=True))])


def shown_chances(scores: Sequence[Score]) -> list[int]:
    """Tops of which something is told."""
    return sorted({top for score in scores for top in score.chances})
