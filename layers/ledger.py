"""The land ledger of many zones on a day, and what changed between two days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from geo.errors import UnknownZone
from geo.units import total_shown
from layers.database import ReadConnection, ReadPool, fetch_all, read_snapshot

LEDGER_LINES = (
    "available_now_ha",
    "constrained_ha",
    "in_preparation_ha",
    "not_cleared_ha",
    "reserved_ha",
    "unclassified_ha",
)
"""Lines that remaining land is the sum of, in the order in which people read them."""

SUMMED = ("gross_ha", "net_ha", "leased_ha", "remaining_ha", *LEDGER_LINES)
"""Columns of the ledger that add up over zones."""

HECTARE_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The ledger of one zone with its declared figures; columns as in `list_ledger.sql`.

    Attributes
    ----------
    values
        Column to value; hectares and shares as Decimal, None for unknown.
    """

    zone_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LedgerTotal:
    """Sum of one column over the zones that have it.

    Attributes
    ----------
    total_ha
        Sum of what is shown, hectares; None if no zone has the figure.
    known, unknown
        How many zones have it, and how many do not: these make it a lower bound.
    """

    total_ha: Decimal | None
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ParcelChange:
    """One parcel whose state differs between two days.

    Attributes
    ----------
    changes
        Axis to (before, after); for a parcel that came or went, all its axes.
    area_before_m2, area_after_m2
        Square metres; None where it was not there.
    """

    parcel_id: str
    zone_id: str
    area_before_m2: Decimal | None
    area_after_m2: Decimal | None
    line_before: str | None
    line_after: str | None
    changes: Mapping[str, tuple[str | None, str | None]]
    reshaped: bool
    illustrative: bool


@dataclass(frozen=True, slots=True)
class MovedLand:
    """Hectares that moved from one line of the ledger to another in one zone."""

    zone_id: str
    line_before: str
    line_after: str
    moved_ha: Decimal


@dataclass(frozen=True, slots=True)
class LedgerDiff:
    """What changed between two days."""

    first_day: date
    second_day: date
    parcels: tuple[ParcelChange, ...]
    moved: tuple[MovedLand, ...]


async def list_ledger(
    pool: ReadPool, *, on_day: date, zone_id: str | None = None
) -> tuple[LedgerRow, ...]:
    """Ledger of every zone on a day, zones without parcels included.

    Parameters
    ----------
    on_day
        Day whose state is asked for.
    zone_id
        One zone, or None for all.

    Raises
    ------
    UnknownZone
        If no zone has that id.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`.
    """
    async with read_snapshot(pool) as connection:
        rows = await fetch_all(connection, "list_ledger", on_day=on_day, zone_id=zone_id)
    if zone_id is not None and not rows:
        raise _unknown_zone(zone_id)
    return tuple(LedgerRow(row["zone_id"], row) for row in rows)


def sum_ledger(rows: Iterable[LedgerRow]) -> dict[str, LedgerTotal]:
    """Totals of the columns that add up: sums of what is shown, with what they leave out.

    Parameters
    ----------
    rows
        Rows shown.

    Returns
    -------
    Total by column.
    """
    listed = list(rows)
    totals = {}
    for column in SUMMED:
        known = [row.values[column] for row in listed if row.values[column] is not None]
        totals[column] = LedgerTotal(
            total_ha=total_shown(known, HECTARE_DECIMALS) if known else None,
            known=len(known),
            unknown=len(listed) - len(known),
        )
    return totals


async def diff_ledger(
    pool: ReadPool, first_day: date, second_day: date, *, zone_id: str | None = None
) -> LedgerDiff:
    """Compare the parcels of two days.

    Parameters
    ----------
    first_day, second_day
        Days to compare; the second may be the earlier one.
    zone_id
        One zone, or None for all.

    Returns
    -------
    Parcels that changed, and hectares that moved from line to line.

    Raises
    ------
    UnknownZone
        If no zone has that id.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`.
    """
    days = {"first_day": first_day, "second_day": second_day, "zone_id": zone_id}
    async with read_snapshot(pool) as connection:
        if zone_id is not None:
            await _require_zone(connection, zone_id)
        parcels = await fetch_all(connection, "list_changed_parcels", **days)
        moved = await fetch_all(connection, "list_moved_hectares", **days)
    return LedgerDiff(
        first_day=first_day,
        second_day=second_day,
        parcels=tuple(_parcel_change(row) for row in parcels),
        moved=tuple(MovedLand(**row) for row in moved),
    )


async def list_parcel_days(pool: ReadPool, zone_id: str) -> tuple[date, ...]:
    """Days on which the parcels of a zone changed, oldest first.

    Raises
    ------
    UnknownZone
        If no zone has that id.
    """
    async with read_snapshot(pool) as connection:
        await _require_zone(connection, zone_id)
        rows = await fetch_all(connection, "list_parcel_days", zone_id=zone_id)
    return tuple(row["day"] for row in rows)


async def list_imports(pool: ReadPool, *, most: int = 50) -> tuple[dict[str, Any], ...]:
    """The latest imports, newest first; columns as in `list_imports.sql`."""
    async with read_snapshot(pool) as connection:
        return tuple(await fetch_all(connection, "list_imports", most=most))


async def _require_zone(connection: ReadConnection, zone_id: str) -> None:
    cursor = await connection.execute("SELECT FROM zone WHERE zone_id = %s", [zone_id])
    if cursor.rowcount == 0:
        raise _unknown_zone(zone_id)


def _unknown_zone(zone_id: str) -> UnknownZone:
    return UnknownZone(
        f"there is no zone {zone_id[:80]!r}",
        expected="the id of a zone, as in `zonemap ledger`",
        remedy="look the zone up there",
    )


def _parcel_change(row: Mapping[str, Any]) -> ParcelChange:
    before, after = row["before"] or {}, row["after"] or {}
    return ParcelChange(
        parcel_id=row["parcel_id"],
        zone_id=row["zone_id"],
        area_before_m2=row["area_before_m2"],
        area_after_m2=row["area_after_m2"],
        line_before=row["line_before"],
        line_after=row["line_after"],
        changes={
            axis: (before.get(axis), after.get(axis))
            for axis in (before or after)
            if before.get(axis) != after.get(axis)
        },
        reshaped=bool(before and after and row["reshaped"]),
        illustrative=row["illustrative"],
    )
