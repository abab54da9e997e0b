"""`zonemap backup` and `zonemap restore`: all rows to one file, and back into an empty database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import say, step, tell

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


def backup(
    file: BackupFile,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there already.")
    ] = False,
) -> None:
    """Write all rows to one file, with counts, hashes, areas and the ledger to compare by."""
    from layers.backup import write_backup
    from layers.cluster import find_database
    from layers.settings import read_database_settings

    with step("Finding the database") as progress:
        address = find_database(read_database_settings(), progress=progress)
    with step("Writing the backup") as progress:
        report = write_backup(address.owner_url, file, force=force, progress=progress)
    rows = sum(table.rows for table in report.contents.tables.values())
    say(f"Wrote {file} ({report.size_bytes / 1e6:.2f} MB), tables of {report.contents.revision}.")
    say(f"Holds {rows:,} rows in {len(report.contents.tables)} tables.")


def restore(
    file: BackupFile,
    *,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace all that the database holds, if it is not empty."),
    ] = False,
) -> None:
    """Check a backup whole, then restore it into an empty database: all of it or nothing."""
    from layers.cluster import find_database
    from layers.restore import restore_backup
    from layers.settings import read_database_settings

    with step("Finding the database") as progress:
        address = find_database(read_database_settings(), progress=progress)
    tell(f"Restoring into {address.detail}")
    with step("Restoring the backup") as progress:
        report = restore_backup(address.owner_url, file, force=force, progress=progress)
    contents = report.contents
    rows = sum(table.rows for table in contents.tables.values())
    geometries = sum(column.count for column in contents.geometries.values())
    area_km2 = sum(column.area_m2 for column in contents.geometries.values()) / 1e6
    say(f"Restored {file} of {report.manifest.created_at:%Y-%m-%d %H:%M} UTC.")
    say(f"Rows:        {rows:,} in {len(contents.tables)} tables, the same")
    say(f"Geometries:  {geometries:,}, {area_km2:,.2f} km2, the same")
    ledger = contents.ledger
    if report.same_ledger:
        say(f"Ledger:      {ledger.zones} zones, {ledger.gross_ha:,.2f} ha, the same")
    else:
        say("Ledger:      reckoned otherwise by this version or this PostGIS; rows are the same")
    if report.revision != contents.revision:
        say(f"Tables:      brought from revision {contents.revision} to {report.revision}")
