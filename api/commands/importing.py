"""`zonemap import`: a planner's file, examined, and stored whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.console import EXIT_REFUSED, say, step, tell
from api.commands.data import BUNDLED
from api.commands.printing import Language

if TYPE_CHECKING:
    from layers.importers.doctor.records import Diagnosis
    from layers.importers.files import ImportReport
    from layers.importers.import_options import ImportOptions

OSM = "osm"


def import_file(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="GeoJSON, GeoPackage, Shapefile (zip or loose), KML/KMZ, CSV, XLSX or DXF; "
            "`osm FILE` for OpenStreetMap data.",
        ),
    ],
    *,
    layer: Annotated[
        str | None, typer.Option(help="parcels (default), zones, ports, links or coastline.")
    ] = None,
    file_layer: Annotated[
        str | None, typer.Option(help="Layer, sheet or drawing layer, where the file has several.")
    ] = None,
    crs: Annotated[
        str | None, typer.Option(help="Coordinate reference system, as EPSG:9210.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Key of the source register.")] = None,
    publisher: Annotated[
        str | None, typer.Option(help="Who published it; with --source-kind for a new source.")
    ] = None,
    source_kind: Annotated[
        str | None, typer.Option(help="official, developer, broker, ...; decides the badge.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Day from which the file's state holds, YYYY-MM-DD.")
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="Zone of the rows that name none, by its id.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="FIELD=COLUMN; may be given several times."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="utf-8, utf-16, cp1258, tcvn3 or vni.")
    ] = None,
    x_is_north: Annotated[
        bool | None,
        typer.Option("--x-is-north/--x-is-east", help="What column X of a corner table holds."),
    ] = None,
    geometry_column: Annotated[
        str | None, typer.Option(help="Column with WKT or WKB, where its name does not tell.")
    ] = None,
    decimal: Annotated[
        str | None, typer.Option(help="Mark before decimals in text: comma, point or auto.")
    ] = None,
    area_unit: Annotated[
        str | None, typer.Option(help="Unit of the area column: m2 or ha.")
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option(help="Code of a question that is answered with yes; may be repeated."),
    ] = None,
    accept_repairs: Annotated[
        bool, typer.Option("--accept-repairs", help="Make the repairs that the report lists.")
    ] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Parcels that the file lacks stay as they are.")
    ] = False,
    complete: Annotated[
        bool, typer.Option("--complete", help="The parcels must cover their zone without gaps.")
    ] = False,
    number: Annotated[
        bool, typer.Option("--number", help="Name parcels without a label by their place.")
    ] = False,
    profile: Annotated[
        str | None, typer.Option(help="Named settings of an earlier import to start from.")
    ] = None,
    save_profile: Annotated[
        str | None, typer.Option(help="Keep these settings under a name for the next file.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Examine and check everything, store nothing.")
    ] = False,
    city: Annotated[
        Path | None,
        typer.Option(help="With `osm`: GeoJSON outline of the merged city; the rest stays out."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write the examination as an HTML file with a map.")
    ] = None,
    language: Annotated[
        Language, typer.Option("--lang", help="Language of the examination: vi or en.")
    ] = Language.EN,
) -> None:
    """Import a file: examined first, stored whole in one transaction or not at all."""
    from layers.importers.import_options import make_options

    if files[0] == OSM and len(files) > 1:
        from api.commands.osm import import_osm

        import_osm(_only_file(files[1:]), dry_run=dry_run, as_of=as_of, city=city)
        return
    path = _only_file(files)
    options = make_options(
        layer=layer,
        file_layer=file_layer,
        crs=crs,
        source=source,
        publisher=publisher,
        source_kind=source_kind,
        as_of=as_of,
        zone=zone,
        columns=_read_columns(columns or []),
        encoding=encoding,
        x_is_north=x_is_north,
        geometry_column=geometry_column,
        decimal=decimal,
        area_unit=area_unit,
        confirmed=frozenset(confirm or []),
        accept_repairs=accept_repairs or None,
        is_partial=partial or None,
        is_complete=complete or None,
        is_numbered=number or None,
    )
    _import(
        path,
        options,
        profile=profile,
        save_as=save_profile,
        is_dry_run=dry_run,
        report=report,
        language=language,
    )


def _import(
    path: Path,
    options: ImportOptions,
    *,
    report: Path | None,
    language: Language,
    **settings: Any,
) -> None:
    from api.commands.data import measure_distances, open_database
    from layers.importers.files import FileRefused, import_file

    address = open_database()
    try:
        with step(f"Importing {path.name}") as progress:
            done = import_file(
                address.owner_url,
                path,
                options,
                data_directory=BUNDLED,
                progress=progress,
                **settings,
            )
    except FileRefused as refusal:
        _show(refusal.diagnosis, report, language)
        tell(f"zonemap: {path.name} was refused; nothing was stored")
        raise typer.Exit(EXIT_REFUSED) from refusal
    _show(done.diagnosis, report, language)
    _tell_outcome(done, is_dry_run=settings["is_dry_run"])
    if done.import_id is not None and options.layer != "parcels":
        measure_distances(address)


def _tell_outcome(done: ImportReport, *, is_dry_run: bool) -> None:
    if done.unused_columns:
        say(f"Columns that carry no field we know: {', '.join(done.unused_columns)[:300]}")
    changes = ", ".join(f"{name} {count}" for name, count in done.changed.items() if count)
    if is_dry_run:
        say(f"Dry run, nothing was stored. It would change: {changes or 'nothing'}.")
    elif done.import_id is None:
        say("Nothing was new: the database holds this already.")
    else:
        say(f"Stored as import {done.import_id}: {changes}.")


def _show(diagnosis: Diagnosis, report: Path | None, language: Language) -> None:
    """Print the examination, and write it as HTML if that was asked for."""
    from layers.importers.doctor.text_report import write_text_report

    say(write_text_report(diagnosis, language.value))
    if report is not None:
        from maps.doctor_report import build_report

        report.write_text(build_report(diagnosis, land=_land()), encoding="utf-8")
        say(f"Wrote {report}")


def _land() -> dict[str, Any]:
    """Land of the region for the report's map."""
    import shapely

    from layers.importers.coastline import read_coastline

    parts = read_coastline(BUNDLED / "coastline").parts
    land = shapely.union_all([geometry for _, kind, geometry in parts if kind == "land"])
    return dict(shapely.geometry.mapping(land))


def _only_file(files: list[str]) -> Path:
    from geo.errors import InvalidParameter

    if len(files) != 1:
        raise InvalidParameter(
            f"{len(files)} files are named",
            expected="one file, or `osm FILE`",
            remedy="import one after the other",
        )
    path = Path(files[0])
    if not path.exists():
        raise InvalidParameter(f"there is no file {path}", remedy="check its name and folder")
    return path


def _read_columns(pairs: list[str]) -> dict[str, str]:
    from geo.errors import InvalidParameter

    columns = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field or not column:
            raise InvalidParameter(
                f"--map is {pair[:60]!r}", expected="FIELD=COLUMN", remedy="write it that way"
            )
        columns[field] = column
    return columns
