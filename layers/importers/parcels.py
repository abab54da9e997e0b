"""Storing parcels over time: what held from which day, and when we learnt it.

A file tells the state from its day on. A version that it changes is ended in the record and kept;
what held before that day is written again as the shorter version it has become. Later days that
are known already stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely

from layers.database import WriteConnection, read_sql
from layers.importers.store import copy_rows, ewkb
from layers.records import Badge

_STAGED = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged_parcel_state (
  parcel_id text, zone_id text, geom geometry, use text, clearance text, servicing text,
  commercial text, occupation text, constraint_kind text, option_expires date,
  land_use_code text, badge text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS parcel_change (parcel_version bigint) ON COMMIT DROP;
TRUNCATE staged_parcel_state, parcel_change
"""


@dataclass(frozen=True, slots=True)
class ParcelState:
    """One parcel and its state, as a file tells it.

    Attributes
    ----------
    parcel_id
        The zone's id, a slash, and the label that people use.
    outline
        Polygons, EPSG:4326, checked.
    option_expires
        Last day of an option to lease, or None.
    """

    parcel_id: str
    zone_id: str
    outline: shapely.MultiPolygon
    use: str = "unknown"
    clearance: str = "unknown"
    servicing: str = "unknown"
    commercial: str = "unknown"
    occupation: str = "unknown"
    constraint_kind: str = "none"
    option_expires: date | None = None
    land_use_code: str | None = None
    badge: Badge = "C"


@dataclass(frozen=True, slots=True)
class ParcelChanges:
    """What storing parcels changed.

    Attributes
    ----------
    begun
        Versions that begin on the file's day.
    ended
        Versions that the file ended or shortened.
    departed
        Of these, parcels that are no longer there.
    illustrative_ended
        Illustrative parcels that gave way to real ones.
    """

    begun: int
    ended: int
    departed: int
    illustrative_ended: int

    @property
    def anything(self) -> bool:
        """Whether any row was written."""
        return bool(self.begun or self.ended or self.illustrative_ended)


def store_parcels(
    connection: WriteConnection,
    parcels: Sequence[ParcelState],
    *,
    from_day: date,
    origin: str,
    whole_zones: Collection[str] = (),
) -> ParcelChanges:
    """Store the state of parcels from a day on.

    Parameters
    ----------
    connection
        Inside the transaction of the import.
    parcels
        Each parcel once.
    from_day
        First day on which the state holds.
    origin
        The import that brings it.
    whole_zones
        Zones whose parcels are all in `parcels`: any other parcel of theirs ends on that day.

    Returns
    -------
    Counts; all zero if the database held just this already.
    """
    connection.execute(_STAGED)
    columns = (
        "parcel_id",
        "zone_id",
        "geom",
        "use",
        "clearance",
        "servicing",
        "commercial",
        "occupation",
        "constraint_kind",
        "option_expires",
        "land_use_code",
        "badge",
    )
    copy_rows(connection, "staged_parcel_state", columns, (_cells(parcel) for parcel in parcels))
    # Not now(): several stores in one transaction must not claim the same moment.
    moment = connection.execute("SELECT clock_timestamp() AS moment").fetchone()
    values: dict[str, Any] = {
        "from_day": from_day,
        "origin": origin,
        "zones": sorted({parcel.zone_id for parcel in parcels} | set(whole_zones)),
        "whole_zones": sorted(whole_zones),
        "moment": moment["moment"] if moment else None,
    }

    def run(name: str) -> int:
        return connection.execute(read_sql(name), values).rowcount

    illustrative = run("end_illustrative_of_zones")
    ended = run("find_changed_parcels")
    departed = run("count_departed_parcels")
    run("end_changed_parcels")
    run("shorten_changed_parcels")
    return ParcelChanges(
        begun=run("begin_parcel_states"),
        ended=ended,
        departed=departed,
        illustrative_ended=illustrative,
    )


def _cells(parcel: ParcelState) -> tuple[Any, ...]:
    return (
        parcel.parcel_id,
        parcel.zone_id,
        ewkb(parcel.outline),
        parcel.use,
        parcel.clearance,
        parcel.servicing,
        parcel.commercial,
        parcel.occupation,
        parcel.constraint_kind,
        parcel.option_expires,
        parcel.land_use_code,
        parcel.badge,
    )
