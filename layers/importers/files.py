"""Importing a planner's file: read, examine, map, check, store - in one transaction or not at all.

Reading runs in a limited child process. Nothing is stored of a file that is refused, and nothing
of one that holds only what is known already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import shapely

from geo.errors import InvalidParameter
from layers.as_of import last_day
from layers.database import WriteConnection, read_sql, write_transaction
from layers.importers.doctor.examination import examine
from layers.importers.doctor.records import Declaration, Diagnosis
from layers.importers.doctor.zones import KnownZone, ZoneIndex
from layers.importers.import_job import FileRefused, ImportJob
from layers.importers.import_options import ImportOptions, read_profile, save_profile
from layers.importers.reading import ReadLimits, ReadOptions, read_file

__all__ = ["FileRefused", "ImportReport", "import_file"]

Progress = Callable[[str], None]
"""Told the name of each step as it begins."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes
    ----------
    import_id
        Number of the audit row; None for a dry run and where nothing was new.
    changed
        Rows changed, by table.
    unused_columns
        Columns of the file that carry no field we know.
    """

    diagnosis: Diagnosis
    import_id: int | None
    changed: Mapping[str, int] = field(default_factory=dict)
    unused_columns: tuple[str, ...] = ()


class _DryRun(Exception):  # noqa: N818 - it is no error: it takes the transaction back
    """Leaves the transaction of a dry run."""


def import_file(
    owner_url: str,
    path: Path,
    options: ImportOptions,
    *,
    data_directory: Path,
    profile: str | None = None,
    save_as: str | None = None,
    is_dry_run: bool = False,
    progress: Progress = lambda step: None,
    limits: ReadLimits | None = None,
) -> ImportReport:
    """Import one file as one transaction with one audit row.

    Parameters
    ----------
    owner_url
        Address of the role that owns the tables.
    path
        The file.
    options
        What the person said; what they left unsaid comes from the profile.
    data_directory
        Folder with the table of land-use codes.
    profile, save_as
        Names of the settings to start from, and to keep these under.
    is_dry_run
        Whether to do everything but keep it.
    progress
        Told each step as it begins.
    limits
        Bounds of the reading.

    Returns
    -------
    What the examination found and what changed.

    Raises
    ------
    FileRefused
        If the examination refuses the file; it carries the diagnosis.
    ImportRejected
        If the file cannot be read or its rows cannot be stored; with every fault.
    InvalidParameter
        If an option is missing or cannot be used.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database`.
    """
    with write_transaction(owner_url) as connection:
        if profile is not None:
            options = options.merged_over(read_profile(connection, profile))
        zones = _known_zones(connection)
    day = _require_day(options)
    progress("read the file")
    raw = read_file(path, _read_options(options), limits or ReadLimits())
    progress("examine it")
    diagnosis = examine(raw, _declaration(options), ZoneIndex(zones))
    if diagnosis.is_refused:
        raise FileRefused(diagnosis)
    report = ImportReport(diagnosis, None)
    try:
        with write_transaction(owner_url) as connection:
            progress("check and store")
            job = ImportJob(connection, diagnosis, options, day, zones)
            changed, unused = job.store(data_directory)
            report = ImportReport(job.diagnosis, None, changed, unused)
            if save_as is not None and not is_dry_run:
                save_profile(connection, save_as, options)
            if is_dry_run:
                raise _DryRun
            if any(changed.values()):
                job.record(changed, profile or save_as)
                report = ImportReport(job.diagnosis, job.import_id, changed, unused)
    except _DryRun:
        pass
    return report


def _known_zones(connection: WriteConnection) -> list[KnownZone]:
    """Zones as the examination needs them."""
    rows = connection.execute(read_sql("list_known_zones")).fetchall()
    return [
        KnownZone(
            zone_id=row["zone_id"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            outline=None if row["boundary"] is None else shapely.from_wkb(row["boundary"]),
            centre=None if row["lon"] is None else (row["lon"], row["lat"]),
            boundary_quality=row["boundary_quality"],
            area_ha=None if row["area_ha"] is None else float(row["area_ha"]),
        )
        for row in rows
    ]


def _read_options(options: ImportOptions) -> ReadOptions:
    return ReadOptions(
        layer=options.file_layer,
        encoding=options.encoding,
        x_is_north=options.x_is_north,
        crs_declared=options.crs,
        geometry_column=options.geometry_column,
        decimal=options.decimal,
    )


def _declaration(options: ImportOptions) -> Declaration:
    return Declaration(
        layer=options.layer,
        crs=options.crs,
        accept_repairs=options.accept_repairs,
        zone_id=options.zone,
        id_column=options.columns.get("parcel_id"),
        area_column=options.columns.get("area_ha") or options.columns.get("area_m2"),
        area_unit=options.area_unit,
        confirmed=options.confirmed,
    )


def _require_day(options: ImportOptions) -> date:
    """Day from which the file's state holds."""
    if options.as_of is None:
        raise InvalidParameter(
            "the import has no --as-of",
            expected="the day from which the file's state holds, YYYY-MM-DD",
            remedy="give the date of the survey, decision or table",
        )
    return last_day(options.as_of)
