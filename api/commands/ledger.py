"""`zonemap ledger` and `zonemap diff`: what land is left, and what moved between two days."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from api.commands.console import say

if TYPE_CHECKING:
    from layers.database import ReadPool
    from layers.ledger import LedgerDiff, LedgerRow, LedgerTotal, ParcelChange

T = TypeVar("T")


class OutputFormat(StrEnum):
    """How a table is printed."""

    text = "text"
    json = "json"
    csv = "csv"


ZoneOption = Annotated[str | None, typer.Option("--zone", "-z", help="One zone, by its id.")]
DayOption = Annotated[
    str | None, typer.Option("--as-of", help="Day, YYYY-MM-DD; default today.", metavar="DAY")
]
FormatOption = Annotated[OutputFormat, typer.Option("--format", "-f", help="text, json or csv.")]

COLUMNS = {
    "gross_ha": "gross",
    "net_ha": "net",
    "leased_ha": "leased",
    "remaining_ha": "left",
    "available_now_ha": "now",
    "constrained_ha": "constr.",
    "in_preparation_ha": "in prep.",
    "not_cleared_ha": "uncleared",
    "reserved_ha": "reserved",
    "unclassified_ha": "unclass.",
    "largest_block_ha": "largest",
}


def ledger(
    *,
    zone: ZoneOption = None,
    as_of: DayOption = None,
    output_format: FormatOption = OutputFormat.text,
) -> None:
    """Show what land each zone has and what is left, line by line, in hectares."""
    from layers.ledger import list_ledger, sum_ledger

    day = read_day(as_of)
    rows = with_pool(lambda pool: list_ledger(pool, on_day=day, zone_id=zone))
    if output_format is OutputFormat.json:
        print_json({"as_of": day, "zones": [dict(row.values) for row in rows]})
    elif output_format is OutputFormat.csv:
        print_csv([dict(row.values) for row in rows])
    else:
        _print_ledger(rows, sum_ledger(rows), day)


def diff(
    first_day: Annotated[str, typer.Argument(help="Day, YYYY-MM-DD.", metavar="DAY")],
    second_day: Annotated[str, typer.Argument(help="Day, YYYY-MM-DD.", metavar="DAY")],
    *,
    zone: ZoneOption = None,
    output_format: FormatOption = OutputFormat.text,
) -> None:
    """Show which parcels changed between two days, and how many hectares moved where."""
    from layers.ledger import diff_ledger

    days = read_day(first_day), read_day(second_day)
    found = with_pool(lambda pool: diff_ledger(pool, *days, zone_id=zone))
    if output_format is OutputFormat.json:
        print_json(asdict(found))
    elif output_format is OutputFormat.csv:
        print_csv([_flat_change(change) for change in found.parcels])
    else:
        _print_diff(found)


def read_day(text: str | None) -> date:
    """Day that an option names; today if it names none.

    Raises
    ------
    InvalidParameter
        If it is not a day.
    """
    from geo.errors import InvalidParameter

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidParameter(
            f"the day is {text[:40]!r}", expected="YYYY-MM-DD", remedy="write it that way"
        ) from error


def with_pool(question: Callable[[ReadPool], Coroutine[Any, Any, T]]) -> T:
    """Ask the database one question through a pool of its own."""
    from layers.cluster import find_database
    from layers.database import create_read_pool
    from layers.settings import read_database_settings

    settings = read_database_settings()
    address = find_database(settings)

    async def ask() -> T:
        async with create_read_pool(address.reader_url, settings) as pool:
            return await question(pool)

    return asyncio.run(ask())


def print_json(value: Any) -> None:
    """Print a value as JSON; days as ISO text, exact numbers as numbers."""
    import orjson

    text = orjson.dumps(value, default=_plain, option=orjson.OPT_INDENT_2)
    say(text.decode())


def print_csv(rows: list[dict[str, Any]]) -> None:
    """Print rows as CSV with a header; unknown is an empty cell."""
    import csv
    import sys

    if rows:
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def print_table(title: str, header: list[str], rows: list[list[str]], *, text_columns: int) -> None:
    """Print an aligned table; numbers after the text columns stand to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for number, name in enumerate(header):
        is_number = number >= text_columns
        table.add_column(name, justify="right" if is_number else "left", no_wrap=is_number)
    for row in rows:
        # Text, not markup: a name may hold brackets.
        table.add_row(*(Text(cell) for cell in row))
    Console(width=None if _is_terminal() else 200, highlight=False).print(table)


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()


def _print_ledger(rows: tuple[LedgerRow, ...], totals: dict[str, LedgerTotal], day: date) -> None:
    known = [row for row in rows if row.values["gross_ha"] is not None]
    lines = [
        [
            f"{row.zone_id}{' *' if row.values['illustrative'] else ''}",
            *(_hectares(row.values[column]) for column in COLUMNS),
            _percent(row.values["occupancy_decree35"]),
        ]
        for row in known
    ]
    sums = [totals[column].total_ha if column in totals else None for column in COLUMNS]
    lines.append(["total", *(_hectares(total) if total is not None else "" for total in sums), ""])
    print_table(
        f"Land ledger on {day}, hectares",
        ["zone", *COLUMNS.values(), "occup."],
        lines,
        text_columns=1,
    )
    say("? unknown; * illustrative parcels, which only repeat declared figures")
    say(f"{len(rows) - len(known)} of {len(rows)} zones have no parcels: their land is unknown.")


def _print_diff(found: LedgerDiff) -> None:
    moved = [
        [move.zone_id, move.line_before, move.line_after, _hectares(move.moved_ha)]
        for move in found.moved
    ]
    title = f"Land that moved from {found.first_day} to {found.second_day}, hectares"
    print_table(title, ["zone", "from", "to", "ha"], moved, text_columns=3)
    changes = [[c.zone_id, c.parcel_id, _words(c)] for c in found.parcels]
    say("")
    print_table(
        f"{len(changes)} parcels changed", ["zone", "parcel", "what"], changes, text_columns=3
    )


def _words(change: ParcelChange) -> str:
    if change.area_before_m2 is None:
        return f"new, {change.line_after or 'not net'}"
    if change.area_after_m2 is None:
        return f"gone, was {change.line_before or 'not net'}"
    parts = [f"{axis} {old} -> {new}" for axis, (old, new) in change.changes.items()]
    if change.reshaped:
        parts.append(f"outline {change.area_before_m2} -> {change.area_after_m2} m2")
    return ", ".join(parts) or f"{change.line_before} -> {change.line_after}"


def _flat_change(change: ParcelChange) -> dict[str, Any]:
    flat = asdict(change)
    del flat["changes"]
    return {**flat, "what": _words(change)}


def _hectares(value: Any) -> str:
    from geo.units import round_half_up

    return "?" if value is None else str(round_half_up(value, 2))


def _percent(share: Any) -> str:
    from geo.units import shown_percent

    return "?" if share is None else f"{shown_percent(share)} %"


def _plain(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
