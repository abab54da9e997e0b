"""How commands print tables: aligned for people, JSON and CSV for programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from api.commands.console import say


class OutputFormat(StrEnum):
    """How a table is printed."""

    text = "text"
    json = "json"
    csv = "csv"


class Language(StrEnum):
    """Language of words that are printed."""

    VI = "vi"
    EN = "en"


FormatOption = Annotated[OutputFormat, typer.Option("--format", "-f", help="text, json or csv.")]


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


def _plain(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
