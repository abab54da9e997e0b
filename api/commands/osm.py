"""Commands on OpenStreetMap data: import a file, or ask an Overpass server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import say, step

if TYPE_CHECKING:
    from layers.importers.openstreetmap.importing import OsmOptions
    from layers.importers.openstreetmap.report import OsmReport

app = typer.Typer(no_args_is_help=True, help="Ask others for newer data.")

DryRun = Annotated[bool, typer.Option("--dry-run", help="Match and report; store nothing.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Day of the data, YYYY-MM-DD, for a file that does not tell."),
]
City = Annotated[
    Path | None,
    typer.Option(
        "--city",
        help="GeoJSON outline of the merged city, EPSG:4326: what lies outside stays out.",
    ),
]


def import_osm(
    file: Annotated[
        Path, typer.Argument(help="Overpass JSON (.json, .json.gz), its GeoJSON, or .osm.pbf.")
    ],
    *,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    city: City = None,
) -> None:
    """Import zone outlines, roads, railways, airports and ports of OpenStreetMap."""
    from api.commands.data import open_database
    from layers.importers.openstreetmap.importing import import_osm as run

    options = _options(dry_run=dry_run, as_of=as_of, city=city)
    address = open_database()
    with step("Importing OpenStreetMap data") as progress:
        report = run(address.owner_url, file, options, progress=progress)
    tell_report(report)


@app.command("osm")
def refresh_osm(*, dry_run: DryRun = False, city: City = None) -> None:
    """Ask the Overpass server of OVERPASS_URL for the region, and import what it answers."""
    from api.commands.data import open_database
    from layers.importers.openstreetmap.refreshing import refresh_osm as run
    from layers.settings import read_overpass_settings

    settings = read_overpass_settings()
    options = _options(dry_run=dry_run, as_of=None, city=city)
    address = open_database()
    with step("Refreshing from OpenStreetMap") as progress:
        report = run(address.owner_url, settings, options, progress=progress)
    tell_report(report)


def tell_report(report: OsmReport) -> None:
    """Say what was matched, replaced, added and left out, and why."""
    objects = ", ".join(f"{count} {kind}s" for kind, count in report.objects.items())
    say(f"{report.file}: {objects or 'no objects'}; data of {report.as_of or 'an unknown day'}.")
    if report.zones:
        say("")
        say(f"{len(report.zones)} zone outlines:")
        _table(
            ("zone", "OpenStreetMap", "by", "", "mapped ha", "declared ha", "outline"),
            [
                (
                    line.zone_id,
                    line.osm_ids,
                    line.how,
                    line.sure,
                    f"{line.area_ha:,.2f}",
                    "-" if line.declared_ha is None else f"{line.declared_ha:,.2f}",
                    line.action,
                )
                for line in report.zones
            ],
            right=(4, 5),
        )
    if report.places:
        say("")
        say(f"{len(report.places)} roads, railways, airports and ports:")
        _table(
            ("id", "name", "kind", "objects", "geometry"),
            [
                (line.record_id, line.name_vi, line.kind, str(line.objects), line.action)
                for line in report.places
            ],
            right=(3,),
        )
    _tell_findings(report)
    say("")
    changed = ", ".join(f"{count} {table}" for table, count in report.counts.items() if count)
    if report.is_dry_run:
        say(f"Dry run: nothing was stored; rows that would change: {changed or 'none'}.")
    elif report.import_id is None:
        say("Nothing was new.")
    else:
        say(f"Import {report.import_id}: rows changed: {changed}.")
        say("Outlines and lines © OpenStreetMap contributors, ODbL 1.0.")


def _tell_findings(report: OsmReport) -> None:
    for severity, title in (("question", "Questions"), ("note", "Notes")):
        found = [one for one in report.findings if one.severity == severity]
        if not found:
            continue
        say("")
        say(f"{title}:")
        for one in found:
            count = f" ({one.number})" if one.number and one.number > 1 else ""
            place = f"{one.place}: " if one.place else ""
            say(f"  {place}{one.message_en}{count}")
            if one.value:
                say(f"      {one.value}")
            if one.remedy_en:
                say(f"      -> {one.remedy_en}")


def _options(*, dry_run: bool, as_of: str | None, city: Path | None) -> OsmOptions:
    from layers.importers.openstreetmap.importing import OsmOptions, read_city_outline

    outline = read_city_outline(city) if city is not None else None
    return OsmOptions(as_of=as_of, city=outline, is_dry_run=dry_run)


def _table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, right: tuple[int, ...] = ()
) -> None:
    """Columns as wide as their longest cell."""
    lines = [list(head), *[list(row) for row in rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        say(f"  {'  '.join(cells)}".rstrip())
