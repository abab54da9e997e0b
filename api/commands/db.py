"""`zonemap db`: the database, found, started, stopped and told about."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from api.commands.console import EXIT_DATABASE, say, step

app = typer.Typer(
    no_args_is_help=True,
    help="Find, start and stop the database. DATABASE_URL names one of yours; without it a "
    "private one is kept in this checkout.",
)


@app.command()
def up() -> None:
    """Have the database running; create the private one if there is none."""
    from layers.cluster import find_database
    from layers.settings import read_database_settings

    with step("Starting the database") as progress:
        address = find_database(read_database_settings(), progress=progress)
    say(f"Database: {address.detail}")


@app.command()
def down() -> None:
    """Stop the private database; its data stay. One named by DATABASE_URL is left alone."""
    from geo.errors import DatabaseNotFound
    from layers.cluster import is_managed, managed_cluster
    from layers.settings import read_database_settings

    settings = read_database_settings()
    started = time.monotonic()
    try:
        was_running = managed_cluster(settings).stop()
    except DatabaseNotFound:
        was_running = False  # without programs nothing of ours can be running
    if was_running:
        say(f"Stopped the private database in {time.monotonic() - started:.1f} s.")
    else:
        say("The private database was not running.")
    if not is_managed(settings):
        say("The database of DATABASE_URL is not ours to stop.")


@app.command()
def status() -> None:
    """Tell which database is used and whether it answers; exit code 3 if it does not."""
    from layers.cluster import find_database, is_managed, managed_cluster
    from layers.settings import read_database_settings

    settings = read_database_settings()
    if not is_managed(settings):
        address = find_database(settings)
        say("Found by:  DATABASE_URL")
        say(f"Database:  {address.detail}")
        say("State:     running")
        return
    found = managed_cluster(settings).status()
    say("Found by:  programs on this machine (DATABASE_URL is not set)")
    say(f"Programs:  PostgreSQL {found.postgres}, PostGIS {found.postgis}")
    say(f"Folder:    {found.home}")
    if not found.is_running:
        say(f"State:     {'stopped' if found.is_created else 'not created'}; run `zonemap db up`")
        raise typer.Exit(EXIT_DATABASE)
    say("State:     running")


@app.command()
def url(
    *,
    reader: Annotated[
        bool, typer.Option("--reader", help="Give the address of the role that can only read.")
    ] = False,
) -> None:
    """Print the address for psql and other programs, its password included."""
    from layers.cluster import find_database
    from layers.settings import read_database_settings

    address = find_database(read_database_settings())
    say(address.reader_url if reader else address.owner_url)
