"""`zonemap ledger` and `zonemap diff`: what land is left, and what moved between two days."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.asking import DayOption, ZoneOption, read_day, with_pool
from api.commands.console import say
from api.commands.printing import (
    FormatOption,
    OutputFormat,
    print_csv,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from datetime import date

    from layers.ledger import LedgerDiff, LedgerRow, LedgerTotal, ParcelChange

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
