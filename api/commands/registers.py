"""`zonemap sources` and `zonemap imports`: where figures come from, and what files brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.asking import with_pool
from api.commands.printing import (
    FormatOption,
    OutputFormat,
    print_csv,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from layers.database import ReadPool
    from layers.records import Source


def sources(*, output_format: FormatOption = OutputFormat.text) -> None:
    """List the source register: key, kind, publisher."""
    from dataclasses import asdict

    listed = with_pool(_list_sources)
    if output_format is OutputFormat.json:
        print_json([asdict(source) for source in listed])
    elif output_format is OutputFormat.csv:
        print_csv([asdict(source) for source in listed])
    else:
        rows = [[source.key, source.kind, source.publisher] for source in listed]
        print_table(f"{len(rows)} sources", ["key", "kind", "publisher"], rows, text_columns=3)


def imports(
    *,
    most: Annotated[int, typer.Option("--most", min=1, max=1000, help="How many.")] = 20,
    output_format: FormatOption = OutputFormat.text,
) -> None:
    """List the latest imports: who, when, which file, what it changed."""
    from layers.ledger import list_imports

    listed = with_pool(lambda pool: list_imports(pool, most=most))
    if output_format is OutputFormat.json:
        print_json(list(listed))
    elif output_format is OutputFormat.csv:
        print_csv([dict(row) for row in listed])
    else:
        header = ["import", "when", "who", "layer", "file", "changed"]
        rows = [_import_cells(row) for row in listed]
        print_table(f"{len(rows)} imports", header, rows, text_columns=6)


async def _list_sources(pool: ReadPool) -> list[Source]:
    from layers.database import read_snapshot
    from layers.queries import list_sources

    async with read_snapshot(pool) as connection:
        return list((await list_sources(connection)).values())


def _import_cells(row: dict[str, Any]) -> list[str]:
    changed = ", ".join(f"{name} {count}" for name, count in row["counts"].items() if count)
    return [
        str(row["import_id"]),
        row["imported_at"].strftime("%Y-%m-%d %H:%M"),
        row["imported_by"],
        row["layer"],
        row["file"],
        changed,
    ]
