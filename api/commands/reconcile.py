"""`zonemap reconcile`: the board of disagreements as text, JSON or CSV."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import say, step
from api.commands.printing import Language

if TYPE_CHECKING:
    from datetime import date

    from layers.reconcile import Disagreement, Reading


class BoardFormat(StrEnum):
    """How the board is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def reconcile(
    *,
    board_format: Annotated[
        BoardFormat, typer.Option("--format", help="text, json or csv.")
    ] = BoardFormat.TEXT,
    zone: Annotated[
        str | None, typer.Option("--zone", help="Id of a zone: only rows about it.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Day, YYYY-MM-DD: as things stood then. Default today."),
    ] = None,
    language: Annotated[
        Language, typer.Option("--lang", help="Words of text and CSV: vi or en.")
    ] = Language.EN,
) -> None:
    """List every disagreement between declared and computed, the largest first."""
    from datetime import date

    from geo.errors import InvalidParameter
    from geo.vietnam_time import today_in_vietnam
    from layers.cluster import find_database
    from layers.settings import read_database_settings

    try:
        day = today_in_vietnam() if as_of is None else date.fromisoformat(as_of)
    except ValueError as error:
        raise InvalidParameter(
            f"--as-of is {str(as_of)[:40]!r}",
            expected="a day as YYYY-MM-DD",
            remedy="correct it or leave it out for today",
        ) from error
    with step("Finding the database") as progress:
        address = find_database(read_database_settings(), progress=progress)
    rows = _read_board(address.reader_url, day, zone)
    if board_format is BoardFormat.JSON:
        _say_json(rows, day)
    elif board_format is BoardFormat.CSV:
        say(_csv(rows, language).rstrip("\n"))
    else:
        _say_text(rows, day, language)


def _read_board(reader_url: str, day: date, zone: str | None) -> Sequence[Disagreement]:
    from layers.database import create_read_pool
    from layers.reconcile import list_disagreements
    from layers.settings import read_database_settings

    async def ask() -> Sequence[Disagreement]:
        pool = create_read_pool(reader_url, read_database_settings())
        async with pool:
            return await list_disagreements(pool, day, zone_id=zone)

    return asyncio.run(ask())


def _say_json(rows: Sequence[Disagreement], day: date) -> None:
    import orjson

    from layers.reconcile import count_causes, disagreement_row

    body = {
        "as_of": day.isoformat(),
        "causes": count_causes(rows),
        "disagreements": [disagreement_row(row) for row in rows],
    }
    say(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())


def _say_text(rows: Sequence[Disagreement], day: date, language: Language) -> None:
    """Two lines a row: what disagrees by how much, then both passports and the cause."""
    from layers.reconcile import count_causes

    is_vi = language is Language.VI
    for row in rows:
        subject = row.subject_vi if is_vi else row.subject_en
        quantity = row.quantity_vi if is_vi else row.quantity_en
        gap = "" if row.difference is None else f"  {_gap(row.difference, row.unit, language)}"
        if row.relative is not None:
            gap += f" ({row.relative:+.1%})"
        is_open = ("  còn mở" if is_vi else "  open") if row.is_open else ""
        say(f"{subject} - {quantity}:{gap}{is_open}")
        for side in (row.declared, row.computed):
            say(f"    {_passport(side, language)}")
        say(f"    {row.cause_vi if is_vi else row.cause_en} [{row.cause_code}]")
    counts = ", ".join(f"{code} {number}" for code, number in count_causes(rows).items())
    if is_vi:
        say(f"{len(rows)} chỗ không khớp tính đến {day}: {counts or 'không có'}")
    else:
        say(f"{len(rows)} disagreements as of {day}: {counts or 'none'}")
    say(
        "Nguyên nhân chỉ là khả năng, không phải kết luận."
        if is_vi
        else "Causes are likely ones, never certain."
    )


def _passport(reading: Reading, language: Language) -> str:
    """Value, date, badge, method, sources and zones missing, in one line."""
    is_vi = language is Language.VI
    parts = [_value(reading, language)]
    parts.append(reading.as_of or ("không rõ ngày" if is_vi else "undated"))
    if reading.badge is not None:
        parts.append(reading.badge)
    parts.append(reading.method if reading.scope == "zone" else f"{reading.method} {reading.scope}")
    if reading.missing:
        words = "khu thiếu số liệu" if is_vi else "zones without a figure"
        parts.append(f"{reading.missing} {words}")
    # A sum has dozens of sources; JSON names them all.
    keys = reading.source_keys
    if keys:
        parts.append("+".join(keys[:4]) + (f"+{len(keys) - 4}" if len(keys) > 4 else ""))
    return " · ".join(parts)


def _value(reading: Reading, language: Language) -> str:
    if reading.value is not None:
        shown = _number(reading.value, reading.unit)
    elif reading.low is not None and reading.high is not None:
        shown = f"{_number(reading.low, reading.unit)} - {_number(reading.high, reading.unit)}"
    else:
        return reading.text or "?"
    if reading.bound == "lower":
        shown = f"{'ít nhất' if language is Language.VI else 'at least'} {shown}"
    return shown


def _number(value: float, unit: str) -> str:
    from geo.units import round_half_up, shown_percent

    if unit == "share":
        return f"{shown_percent(value)} %"
    if unit == "ha":
        return f"{round_half_up(value, 2):,} ha"
    return f"{value:,.10g} {unit}"


def _gap(value: float, unit: str, language: Language) -> str:
    """A difference with its sign; of shares in percentage points."""
    from geo.units import round_half_up

    sign = "+" if value > 0 else "-"
    if unit == "share":
        points = "điểm %" if language is Language.VI else "percentage points"
        return f"{sign}{round_half_up(abs(value) * 100, 2)} {points}"
    return f"{sign}{_number(abs(value), unit)}"


def _csv(rows: Sequence[Disagreement], language: Language) -> str:
    """One line a row; numbers unrounded, shares 0 to 1, empty for unknown."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    sides = [
        f"{side}_{name}"
        for side in ("declared", "computed")
        for name in ("value", "low", "high", "text", "as_of", "badge", "method", "scope",
                     "counted", "missing", "bound", "sources", "definition", "note")
    ]  # fmt: skip
    writer.writerow(
        ["family", "subject_kind", "subject_id", "subject", "quantity", "quantity_label", "unit",
         *sides, "difference", "relative", "size", "is_open", "cause_code", "cause"]
    )  # fmt: skip
    for row in rows:
        cells: list[object] = [row.family, row.subject_kind, row.subject_id]
        is_vi = language is Language.VI
        cells += [row.subject_vi if is_vi else row.subject_en, row.quantity]
        cells += [row.quantity_vi if is_vi else row.quantity_en, row.unit]
        for side in (row.declared, row.computed):
            cells += [side.value, side.low, side.high, side.text, side.as_of, side.badge]
            cells += [side.method, side.scope, side.counted, side.missing, side.bound]
            cells += ["+".join(side.source_keys)]
            cells += [side.definition_vi if is_vi else side.definition_en, side.note]
        cells += [row.difference, row.relative, row.size, row.is_open, row.cause_code]
        cells.append(row.cause_vi if is_vi else row.cause_en)
        writer.writerow([_safe(cell) for cell in cells])
    return file.getvalue()


def _safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return cell
