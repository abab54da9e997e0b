"""The bundled data: read all files, check them together, store them or nothing.

Loading is idempotent: what is unchanged stays as it is, what changed is replaced (figures and
parcels are ended and kept), what left the bundle is removed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from geo.errors import Fault, ImportRejected
from layers.badges import badge_for, best, worst
from layers.database import WriteConnection, read_sql, write_transaction
from layers.importers.bundle_rows import (
    ClaimRow,
    FigureRow,
    LinkRow,
    PortRow,
    SourceRow,
    ZoneRow,
    split_keys,
)
from layers.importers.coastline import CoastlineParts, read_coastline
from layers.importers.footprints import store_footprints
from layers.importers.steps import (
    RowT,
    cell_faults,
    checksum,
    duplicate_faults,
    read_bytes,
    read_table,
)
from layers.importers.store import count_rows, store_bundle_tables
from layers.readiness import note_loaded, note_measured
from layers.records import LoadReport

Progress = Callable[[str], None]
"""Told the name of each step as it begins."""

Numbered = list[tuple[int, RowT]]
"""Rows with the line of the file on which each begins."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """All bundled files, read and checked."""

    sources: list[SourceRow]
    zones: list[ZoneRow]
    figures: list[FigureRow]
    ports: list[PortRow]
    links: list[LinkRow]
    claims: list[ClaimRow]
    coastline: CoastlineParts
    checksums: dict[str, str]


def load_bundle(
    owner_url: str,
    data_directory: Path,
    *,
    illustrative: bool = True,
    progress: Progress = lambda step: None,
) -> LoadReport:
    """Load the bundled files into the database and measure anew, in one transaction.

    Parameters
    ----------
    owner_url
        Address of the role that owns the tables.
    data_directory
        Folder with `sources.toml`, the CSV files and `coastline/`.
    illustrative
        Whether zones with declared leasable and leased land get illustrative parcels.
    progress
        Told each step as it begins.

    Returns
    -------
    Rows now held and rows changed, by table.

    Raises
    ------
    ImportRejected
        With every fault of every file; nothing is stored.
    SourceError
        If a file is missing or is not the one its checksum names.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database`.
    """
    progress("read and check the files")
    bundle = read_bundle(data_directory)
    with write_transaction(owner_url) as connection:
        progress("store sources, zones, figures, ports, links and claims")
        changed = store_bundle_tables(connection, bundle)
        progress("draw footprints and parcels")
        changed |= store_footprints(connection, illustrative=illustrative)
        if any(changed.values()):
            progress("measure distances")
            # A zone that moved must never be seen with the distances of its old place.
            connection.execute(read_sql("measure_distances"))
            _record_load(connection, bundle, changed, {"illustrative": illustrative})
            note_measured(connection)
        note_loaded(connection, data_directory, illustrative=illustrative)
        counts = count_rows(connection)
    return LoadReport(counts=counts, changed=changed)


def read_bundle(data_directory: Path) -> Bundle:
    """Read every bundled file and check each row, and all of them against each other.

    Raises
    ------
    ImportRejected
        With every fault of every file.
    SourceError
        If a file is missing or is not the one its checksum names.
    """
    checksums: dict[str, str] = {}
    faults: list[Fault] = []

    def read(file: str, row_type: type[RowT]) -> Numbered[RowT]:
        content = read_bytes(data_directory / file)
        checksums[file] = checksum(content)
        rows, found = read_table(content, file, row_type)
        faults.extend(found)
        return rows

    sources_content = read_bytes(data_directory / "sources.toml")
    checksums["sources.toml"] = checksum(sources_content)
    sources, source_faults = _read_sources(sources_content)
    faults.extend(source_faults)
    zones = read("zones.csv", ZoneRow)
    figures = read("figures.csv", FigureRow)
    ports = read("ports.csv", PortRow)
    links = read("links.csv", LinkRow)
    claims = read("claims.csv", ClaimRow)
    coastline = None
    try:
        coastline = read_coastline(data_directory / "coastline")
    except ImportRejected as error:
        faults.extend(error.faults)
    if coastline is not None and not faults:
        checksums.update(coastline.checksums)
        # A reference to a row that was itself refused would only be a second complaint.
        faults = _cross_check(sources, zones, figures, ports, links, claims, coastline)
    if faults or coastline is None:
        raise ImportRejected(faults)
    return Bundle(
        sources=sources,
        zones=[row for _, row in zones],
        figures=[row for _, row in figures],
        ports=[row for _, row in ports],
        links=[row for _, row in links],
        claims=[row for _, row in claims],
        coastline=coastline,
        checksums=checksums,
    )


def _read_sources(content: bytes) -> tuple[list[SourceRow], list[Fault]]:
    file = "sources.toml"
    try:
        entries: Any = tomllib.loads(content.decode("utf-8")).get("source", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return [], [Fault(file, None, None, str(error)[:80], "TOML in UTF-8")]
    if not isinstance(entries, list):
        return [], [Fault(file, None, "source", str(entries)[:80], "tables headed [[source]]")]
    sources: list[SourceRow] = []
    faults: list[Fault] = []
    for number, entry in enumerate(entries, start=1):
        try:
            sources.append(SourceRow.model_validate(entry))
        except ValidationError as error:
            faults.extend(cell_faults(file, None, error, prefix=f"source {number}: "))
    keys = [(number, source.key) for number, source in enumerate(sources, start=1)]
    return sources, faults + duplicate_faults(file, "key", keys)


def _cross_check(
    sources: list[SourceRow],
    zones: Numbered[ZoneRow],
    figures: Numbered[FigureRow],
    ports: Numbered[PortRow],
    links: Numbered[LinkRow],
    claims: Numbered[ClaimRow],
    coastline: CoastlineParts,
) -> list[Fault]:
    """Ids that occur twice, references to nothing, badges that the rule does not give."""
    kinds = {source.key: source.kind for source in sources}
    subjects = {
        "zone": {row.zone_id for _, row in zones},
        "port": {row.port_id for _, row in ports},
    }
    faults = [
        *duplicate_faults("zones.csv", "zone_id", [(n, row.zone_id) for n, row in zones]),
        *duplicate_faults("ports.csv", "port_id", [(n, row.port_id) for n, row in ports]),
        *duplicate_faults("links.csv", "link_id", [(n, row.link_id) for n, row in links]),
        *duplicate_faults("claims.csv", "claim_id", [(n, row.claim_id) for n, row in claims]),
    ]
    for number, row in figures:
        if row.subject_id not in subjects[row.subject_kind]:
            known = f"the id of a {row.subject_kind} in {row.subject_kind}s.csv"
            faults.append(Fault("figures.csv", number, "subject_id", row.subject_id, known))

    def check(
        file: str, number: int, keys: str, as_of: str | None, badge: str, *, of: str = ""
    ) -> None:
        """`of` stands before the names of the columns; a computed figure has the worst badge."""
        names = split_keys(keys)
        unknown = [key for key in names if key not in kinds]
        for key in unknown:
            column = f"{of}source" if of else "sources"
            faults.append(Fault(file, number, column, key, "a key of sources.toml"))
        if unknown:
            return
        badges = [badge_for(kinds[key], as_of) for key in names]
        due = worst(badges) if (file, number) in computed else best(badges)
        if badge != due:
            expected = f"{due}, by the rule in README.md"
            faults.append(Fault(file, number, f"{of}badge", badge, expected))

    computed = {("figures.csv", number) for number, row in figures if row.method == "computed"}
    for number, row in figures:
        check("figures.csv", number, row.sources, row.as_of, row.badge)
    for number, zone in zones:
        if zone.location_source and zone.location_badge:
            place = (zone.location_source, zone.location_as_of, zone.location_badge)
            check("zones.csv", number, *place, of="location_")
    for number, port in ports:
        place = (port.location_source, None, port.location_badge)
        check("ports.csv", number, *place, of="location_")
    for number, link in links:
        check("links.csv", number, link.sources, None, link.badge)
    for number, claim in claims:
        check("claims.csv", number, claim.sources, claim.as_of, claim.badge)
    if coastline.source_key not in kinds:
        key = coastline.source_key[:80]
        fault = Fault("SOURCE.toml", None, "source_key", key, "a key of sources.toml")
        faults.append(fault)
    return faults


def _record_load(
    connection: WriteConnection, bundle: Bundle, changed: dict[str, int], options: dict[str, Any]
) -> None:
    connection.execute(
        "INSERT INTO load_run (files, options, changed) VALUES (%s, %s, %s)",
        [orjson.dumps(part).decode() for part in (bundle.checksums, options, changed)],
    )
