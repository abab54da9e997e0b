"""One import inside its transaction: features become rows, rows are checked and stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from geo.errors import Fault, ImportRejected, InvalidParameter
from geo.vietnam_time import today_in_vietnam
from layers.badges import badge_for
from layers.database import WriteConnection
from layers.importers.audit import ImportRecord, begin_import, origin_of, record_import
from layers.importers.doctor.examination import add_findings
from layers.importers.doctor.records import Diagnosis
from layers.importers.doctor.zones import KnownZone
from layers.importers.import_options import ImportOptions
from layers.importers.land_use import read_land_uses
from layers.importers.mapping import FieldColumns, map_parcels, match_columns_of
from layers.importers.outlines import ZONE_COLUMNS, map_outlines, store_outlines
from layers.importers.parcel_checks import check_parcels
from layers.importers.parcels import store_parcels
from layers.importers.places import (
    LINK_COLUMNS,
    PORT_COLUMNS,
    map_links,
    map_ports,
    store_links,
    store_ports,
)
from layers.importers.raw import RawLayer
from layers.importers.shore import store_coastline
from layers.importers.words import PARCEL_COLUMNS
from layers.records import Badge

Changes = dict[str, int]
"""Rows changed, by table."""

COLUMNS_OF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "parcels": PARCEL_COLUMNS,
    "zones": ZONE_COLUMNS,
    "ports": PORT_COLUMNS,
    "links": LINK_COLUMNS,
    "coastline": {},
}
"""Fields of each layer and the names by which they go in files."""

MOST_FINDINGS = 1000
"""Findings kept in the audit row."""


class FileRefused(ImportRejected):
    """A file that the examination refused; carries the diagnosis."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.diagnosis = diagnosis
        standing = [f for f in diagnosis.findings if f.severity != "note"]
        file = diagnosis.raw.file
        super().__init__(
            [
                Fault(file, None, f.place, f.value or f.code, f"{f.message_en} {f.remedy_en}")
                for f in standing
            ]
        )


class ImportJob:
    """One import inside its transaction.

    Parameters
    ----------
    connection
        Inside the transaction; leaving it with an error takes everything back.
    diagnosis
        Examination of the file, not refused.
    options
        What the person said.
    from_day
        Day from which the file's state holds.
    zones
        Zones there are.

    Raises
    ------
    InvalidParameter
        If the source is missing or not in the register.
    """

    def __init__(
        self,
        connection: WriteConnection,
        diagnosis: Diagnosis,
        options: ImportOptions,
        from_day: date,
        zones: Sequence[KnownZone],
    ) -> None:
        self.diagnosis = diagnosis
        self._connection = connection
        self._raw = diagnosis.raw
        self._options = options
        self._from_day = from_day
        self._zones = {zone.zone_id: zone for zone in zones}
        self._source, self._kind = _require_source(connection, options, diagnosis.raw)
        self.import_id = begin_import(connection)

    def store(self, data_directory: Path) -> tuple[Changes, tuple[str, ...]]:
        """Map, check and store the features.

        Parameters
        ----------
        data_directory
            Folder with the table of land-use codes.

        Returns
        -------
        Rows changed, and columns of the file that carry no field we know.

        Raises
        ------
        ImportRejected
            With every fault of the rows.
        FileRefused
            If parcels overlap, leave their zone or do not cover it as they should.
        """
        columns, faults = match_columns_of(
            self._raw.columns,
            self._options.columns,
            names=COLUMNS_OF[self._options.layer],
            file=self._raw.file,
        )
        self._refuse(faults)
        store: dict[str, Callable[[FieldColumns], Changes]] = {
            "parcels": lambda fields: self._store_parcels(fields, data_directory),
            "zones": self._store_outlines,
            "ports": self._store_ports,
            "links": self._store_links,
            "coastline": self._store_coastline,
        }
        return store[self._options.layer](columns), columns.unused

    def record(self, changed: Mapping[str, int], profile: str | None) -> None:
        """Write the audit row."""
        findings = [
            {
                "code": f.code,
                "severity": f.severity,
                "place": f.place,
                "message_vi": f.message_vi,
                "message_en": f.message_en,
            }
            for f in self.diagnosis.findings
        ]
        record_import(
            self._connection,
            self.import_id,
            ImportRecord(
                file=self._raw.file,
                sha256=self._raw.sha256,
                layer=self._options.layer,
                source_key=self._source,
                as_of=self._options.as_of,
                options=self._options.as_told(),
                counts=changed,
                findings=findings[:MOST_FINDINGS],
                profile=profile,
            ),
        )

    def _store_parcels(self, columns: FieldColumns, data_directory: Path) -> Changes:
        parcels, faults = map_parcels(
            self.diagnosis.features,
            columns,
            file=self._raw.file,
            zone_id=self._options.zone,
            known_zones=self._known,
            land_uses=read_land_uses(data_directory),
            badge=self._badge,
            is_numbered=self._options.is_numbered,
        )
        self._refuse(faults)
        findings = check_parcels(
            self._connection,
            parcels,
            self.diagnosis.features,
            zones=self._zones,
            on_day=self._from_day,
            is_partial=self._options.is_partial,
            is_complete=self._options.is_complete,
        )
        self.diagnosis = add_findings(self.diagnosis, findings)
        if self.diagnosis.is_refused:
            raise FileRefused(self.diagnosis)
        stored = store_parcels(
            self._connection,
            parcels,
            from_day=self._from_day,
            origin=self._origin,
            whole_zones=set() if self._options.is_partial else {p.zone_id for p in parcels},
        )
        return {
            "parcel_begun": stored.begun,
            "parcel_ended": stored.ended,
            "illustrative_ended": stored.illustrative_ended,
        }

    def _store_outlines(self, columns: FieldColumns) -> Changes:
        outlines, faults = map_outlines(
            self.diagnosis.features,
            columns,
            file=self._raw.file,
            zone_id=self._options.zone,
            known_zones=self._known,
        )
        self._refuse(faults)
        return store_outlines(
            self._connection,
            outlines,
            quality=self._quality,
            badge=self._badge,
            source_key=self._source,
            as_of=self._options.as_of,
            origin=self._origin,
        )

    def _store_ports(self, columns: FieldColumns) -> Changes:
        ports, faults = map_ports(
            self.diagnosis.features,
            columns,
            file=self._raw.file,
            source_key=self._source,
            badge=self._badge,
        )
        self._refuse(faults)
        return {"port": store_ports(self._connection, ports, origin=self._origin)}

    def _store_links(self, columns: FieldColumns) -> Changes:
        links, faults = map_links(
            self.diagnosis.features,
            columns,
            file=self._raw.file,
            source_key=self._source,
            badge=self._badge,
        )
        self._refuse(faults)
        stored = store_links(self._connection, links, quality=self._quality, origin=self._origin)
        return {"link": stored}

    def _store_coastline(self, columns: FieldColumns) -> Changes:
        del columns  # land has no fields
        stored = store_coastline(
            self._connection,
            self.diagnosis.features,
            source_key=self._source,
            badge=self._badge,
        )
        return {"coastline": stored}

    def _refuse(self, faults: list[Fault]) -> None:
        if faults:
            raise ImportRejected(faults)

    @property
    def _known(self) -> frozenset[str]:
        return frozenset(self._zones)

    @property
    def _origin(self) -> str:
        return origin_of(self.import_id)

    @property
    def _badge(self) -> Badge:
        return badge_for(self._kind, self._options.as_of)

    @property
    def _quality(self) -> Literal["surveyed", "openstreetmap"]:
        return "openstreetmap" if self._kind == "openstreetmap" else "surveyed"


def _require_source(
    connection: WriteConnection, options: ImportOptions, raw: RawLayer
) -> tuple[str, str]:
    """Key and kind of the source; a new one is registered with the file's checksum."""
    if options.source is None:
        raise InvalidParameter(
            "the import has no --source",
            expected="a key of the register, or a new one with --publisher and --source-kind",
            remedy="say where the file comes from",
        )
    row = connection.execute(
        "SELECT kind FROM source WHERE source_key = %s", [options.source]
    ).fetchone()
    if row is not None:
        return options.source, str(row["kind"])
    if options.publisher is None or options.source_kind is None:
        raise InvalidParameter(
            f"the source {options.source!r} is not in the register",
            expected="a known key, or --publisher and --source-kind for a new one",
            remedy="give both, or one of the keys that `zonemap sources` lists",
        )
    connection.execute(
        "INSERT INTO source (source_key, publisher, address, kind, licence, retrieved, note)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [
            options.source,
            options.publisher,
            raw.file,
            options.source_kind,
            "as agreed with the publisher",
            today_in_vietnam(),
            f"first file {raw.file}, SHA-256 {raw.sha256}",
        ],
    )
    return options.source, options.source_kind
