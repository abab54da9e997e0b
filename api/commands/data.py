"""Commands on the data: load, measure, status, and rebuilding bundled files."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.console import say, step

if TYPE_CHECKING:
    from layers.address import DatabaseAddress

DataDirectory = Annotated[
    Path, typer.Option("--data", help="Folder with the bundled files.", show_default="data")
]
PLURALS = {
    "source": "sources",
    "zone": "zones",
    "figure": "figures",
    "parcel": "parcels",
    "port": "ports",
    "link": "links",
    "coastline": "parts of the coastline",
    "claim": "claims",
}
BUNDLED = Path(__file__).resolve().parents[2] / "data"

Illustrative = Annotated[
    bool,
    typer.Option(
        "--illustrative/--no-illustrative",
        envvar="ZONEMAP_ILLUSTRATIVE",
        help="Cut footprints into illustrative parcels where leased land is declared.",
    ),
]

app = typer.Typer(no_args_is_help=True, help="Rebuild bundled files from where they come from.")


def load(*, data: DataDirectory = BUNDLED, illustrative: Illustrative = True) -> None:
    """Load the bundled facts: all of them, or none if any row has a fault."""
    address = open_database()
    load_data(address, data, illustrative=illustrative)


def measure() -> None:
    """Measure distances from every zone to the sea, ports, airports and expressways."""
    address = open_database()
    measure_distances(address)


def status() -> None:
    """Tell which database is used and what it holds: counts, coverage, dates."""
    from layers.cluster import find_database
    from layers.queries import get_status
    from layers.settings import read_database_settings

    settings = read_database_settings()
    address = find_database(settings)

    async def ask() -> dict[str, Any]:
        from layers.database import create_read_pool

        pool = create_read_pool(address.reader_url, settings)
        async with pool:
            return await get_status(pool)

    held = asyncio.run(ask())
    say(f"Database:  {address.detail} (found by {address.found_by})")
    say(f"Data:      version {held['data_version']}, loaded {_moment(held['loaded_at'])}")
    say(f"Dates:     figures from {held['oldest_figure']} to {held['newest_figure']}")
    say("")
    for label, part, whole in _coverage(held):
        share = f"{100 * part / whole:5.1f} %" if whole else "    -  "
        say(f"{label:<34} {part:>6} of {whole:<6} {share}")
    say("")
    for name in ("figures", "parcels", "ports", "links", "claims", "sources"):
        say(f"{name.capitalize():<34} {held[name]:>6}")


@app.command()
def coastline(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.")] = BUNDLED
    / "coastline",
) -> None:
    """Make the coastline again from OpenStreetMap's land polygons (about 10 s, 600 MB)."""
    from geo.vietnam_time import today_in_vietnam
    from layers.importers.coastline import build_coastline

    with step("Cutting the coastline from the world's land"):
        made = build_coastline(output, today=today_in_vietnam())
    for part, count in made.items():
        say(f"{part.replace('_', ' '):<20} {count:>6}")
    say(f"Wrote {output}")


def open_database() -> DatabaseAddress:
    """Find the database, have it running, and bring its tables to this version."""
    from layers.cluster import find_database
    from layers.readiness import is_migrated
    from layers.settings import read_database_settings

    with step("Finding the database") as progress:
        address = find_database(read_database_settings(), progress=progress)
    if not is_migrated(address.owner_url):
        from layers.migrate import migrate_database

        with step("Bringing the tables up to date"):
            migrate_database(address.owner_url)
    return address


def load_data(address: DatabaseAddress, data: Path, *, illustrative: bool) -> None:
    """Load the bundle and say what changed."""
    from layers.importers.bundle import load_bundle

    with step("Loading the bundled facts") as progress:
        report = load_bundle(address.owner_url, data, illustrative=illustrative, progress=progress)
    held = ", ".join(f"{count} {PLURALS[name]}" for name, count in report.counts.items())
    say(f"Holds {held}.")
    if not report.anything_changed:
        say("Nothing was new.")


def measure_distances(address: DatabaseAddress) -> None:
    """Measure all distances and say how many."""
    from layers.measuring import measure_zones

    with step("Measuring distances"):
        measured = measure_zones(address.owner_url)
    counts = ", ".join(f"{measure} {count}" for measure, count in measured.items())
    say(f"Measured zones: {counts}.")


def _coverage(held: dict[str, Any]) -> list[tuple[str, int, int]]:
    zones = held["zones"]
    return [
        ("Zones on the map", held["zones_on_map"], zones),
        ("Zones with an outline", held["with_outline"], zones),
        ("  of which schematic", held["with_schematic_outline"], held["with_outline"]),
        ("Zones with parcels", held["with_parcels"], zones),
        ("  of which illustrative", held["with_illustrative_parcels"], held["with_parcels"]),
        ("Zones with known remaining land", held["with_remaining"], zones),
        ("Zones with known occupancy", held["with_occupancy"], zones),
        ("Zones with distances", held["with_distances"], zones),
    ]


def _moment(loaded_at: Any) -> str:
    return loaded_at.strftime("%Y-%m-%d %H:%M %Z") if loaded_at else "never"
