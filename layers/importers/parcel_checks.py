"""Parcels of a file held against each other, against those on record, and against their zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import shapely

from layers.database import WriteConnection, read_sql
from layers.importers.doctor.coverage import list_coverage_findings, measure_coverage
from layers.importers.doctor.records import Finding
from layers.importers.doctor.zones import KnownZone
from layers.importers.parcels import ParcelState
from layers.importers.raw import RawFeature


def check_parcels(
    connection: WriteConnection,
    parcels: Sequence[ParcelState],
    features: Sequence[RawFeature],
    *,
    zones: Mapping[str, KnownZone],
    on_day: date,
    is_partial: bool,
    is_complete: bool,
) -> list[Finding]:
    """Find overlaps, land outside its zone, gaps and sums that do not fit.

    Parameters
    ----------
    connection
        Inside the transaction of the import.
    parcels, features
        What the file brings, in the same order.
    zones
        Known zones by id.
    on_day
        Day from which the parcels hold.
    is_partial
        Whether the parcels on record that the file lacks stay beside them.
    is_complete
        Whether the parcels must cover their zone.

    Returns
    -------
    Findings, zone by zone. A schematic outline is not held against anything: it says nothing of
    where the zone's edge is.
    """
    by_zone: dict[str, list[int]] = defaultdict(list)
    for index, parcel in enumerate(parcels):
        by_zone[parcel.zone_id].append(index)
    findings: list[Finding] = []
    for zone_id, indices in sorted(by_zone.items()):
        own = [features[index] for index in indices]
        shapes = [parcels[index].outline for index in indices]
        if is_partial:
            staying = _parcels_on_record(
                connection, zone_id, on_day, {parcels[i].parcel_id for i in indices}
            )
            own += staying
            shapes += [feature.geometry for feature in staying]
        zone = zones[zone_id]
        if zone.boundary_quality == "schematic":
            zone = replace(zone, outline=None, boundary_quality=None)
        coverage = measure_coverage(shapes, zone, is_complete=is_complete)
        findings += list_coverage_findings(coverage, own, is_complete=is_complete)
    return findings


def _parcels_on_record(
    connection: WriteConnection, zone_id: str, on_day: date, brought: set[str]
) -> list[RawFeature]:
    """Real parcels of a zone in force on a day that a file does not bring."""
    rows = connection.execute(
        read_sql("list_real_parcels"), {"zone_id": zone_id, "on_day": on_day}
    ).fetchall()
    return [
        RawFeature(0, f"parcel {row['parcel_id']} on record", shapely.from_wkb(row["geom"]), {})
        for row in rows
        if row["parcel_id"] not in brought
    ]
