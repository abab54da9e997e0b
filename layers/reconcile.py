"""The reconcile board: every disagreement between what is declared and what it is held against.

Compared are, of each zone, the declared area with its real outline, each figure with its rivals,
leasable, leased and remaining land and occupancy with each other, and declared figures with the
ledger of real parcels; of each former province and the region, claims with what our zones come
to; and claims with each other. Schematic outlines and illustrative parcels agree with declared
figures by construction and are not compared.

Nothing is corrected here, and no claim enters a total: the board only shows both sides, the size
of the gap and a likely cause, with the passports of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from geo.errors import UnknownZone
from layers.as_of import first_day
from layers.database import ReadConnection, ReadPool, fetch_all, read_snapshot
from layers.metrics import METRICS
from layers.reconcile_causes import CAUSES
from layers.reconcile_claims import describe_claim, find_claim_disagreements, known_claims
from layers.reconcile_facts import Claim, Disagreement, Facts, Reading, ZoneFacts
from layers.reconcile_zones import find_zone_disagreements
from layers.records import Figure

__all__ = [
    "CAUSES",
    "Disagreement",
    "Reading",
    "count_causes",
    "disagreement_row",
    "find_disagreements",
    "list_disagreements",
    "list_disagreements_in",
]

Row = Mapping[str, Any]


async def list_disagreements(
    pool: ReadPool, on_day: date, *, zone_id: str | None = None
) -> tuple[Disagreement, ...]:
    """The board as of one day, the largest disagreement first.

    Parameters
    ----------
    on_day
        Figures, parcels and claims are taken as they stood then; what was said of a later time is
        left out.
    zone_id
        Only rows about this zone.

    Returns
    -------
    Rows by size. Those that could still close when missing figures come in (`is_open`) follow
    the others, and statements without a number come last.

    Raises
    ------
    UnknownZone
        If no zone has that id.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`.
    """
    async with read_snapshot(pool) as connection:
        return await list_disagreements_in(connection, on_day, zone_id=zone_id)


async def list_disagreements_in(
    connection: ReadConnection, on_day: date, *, zone_id: str | None = None
) -> tuple[Disagreement, ...]:
    """`list_disagreements` inside a snapshot that is open already."""
    facts = await _read_facts(connection, on_day)
    if zone_id is None:
        return find_disagreements(facts)
    if all(zone.zone_id != zone_id for zone in facts.zones):
        raise UnknownZone(
            f"there is no zone {zone_id[:80]!r}",
            expected="the id of a zone, as in /api/zones",
            remedy="look the zone up in /api/zones",
        )
    return tuple(
        row
        for row in find_disagreements(facts)
        if row.subject_kind == "zone" and row.subject_id == zone_id
    )


def find_disagreements(facts: Facts) -> tuple[Disagreement, ...]:
    """All rows of the board from facts at hand, sorted as `list_disagreements` says."""
    rows = [*find_zone_disagreements(facts), *find_claim_disagreements(facts)]
    return tuple(sorted(rows, key=_order))


def disagreement_row(row: Disagreement) -> dict[str, Any]:
    """One row as JSON-ready data: both readings nested, null where unknown."""
    return asdict(row)


def count_causes(rows: Iterable[Disagreement]) -> dict[str, int]:
    """How many rows each likely cause has, the most frequent first."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.cause_code] = counts.get(row.cause_code, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _order(row: Disagreement) -> tuple[bool, bool, float, str, str, str]:
    return (
        row.size is None,
        row.is_open,
        -(row.size or 0.0),
        row.subject_id,
        row.quantity,
        str(row.computed.value),
    )


async def _read_facts(connection: ReadConnection, on_day: date) -> Facts:
    figures: dict[str, dict[str, list[Figure]]] = {}
    for row in await fetch_all(connection, "list_land_figures", on_day=on_day):
        zone_id = row.pop("zone_id")
        figure = Figure(**{**row, "source_keys": tuple(row["source_keys"])})
        figures.setdefault(zone_id, {}).setdefault(figure.metric, []).append(figure)
    zones = await fetch_all(connection, "list_outlines_and_ledgers", on_day=on_day)
    claims = await fetch_all(connection, "list_claims")
    return Facts(
        on_day=on_day,
        zones=tuple(_zone(row, figures.get(row["zone_id"], {})) for row in zones),
        claims=known_claims([_claim(row) for row in claims if _was_said(row, on_day)]),
    )


def _zone(row: Row, figures: Mapping[str, list[Figure]]) -> ZoneFacts:
    return ZoneFacts(
        zone_id=row["zone_id"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        kind=row["kind"],
        status=row["status"],
        former_province=row["former_province"],
        official_unit=row["official_unit"],
        boundary_quality=row["boundary_quality"],
        outline=_outline(row),
        figures={metric: tuple(known) for metric, known in figures.items()},
        ledger=row["ledger"],
        ledger_source=row["ledger_source"],
        ledger_as_of=row["ledger_as_of"],
    )


def _outline(row: Row) -> Reading | None:
    """The measured area of a real outline."""
    if row["outline_ha"] is None:
        return None
    source = row["outline_source"]
    if source is None and row["boundary_quality"] == "openstreetmap":
        source = "openstreetmap"
    definition = METRICS["measured_area_ha"]
    return Reading(
        value=round(row["outline_ha"], 6),
        unit="ha",
        method="outline",
        definition_vi=definition.definition_vi,
        definition_en=definition.definition_en,
        source_keys=(source,) if source else (),
        as_of=row["outline_as_of"],
        badge=row["outline_badge"],
        note=f"outline: {row['boundary_quality']}",
    )


def _claim(row: Row) -> Claim:
    definition = describe_claim(row["metric"], row["scope"]) or ("", "")
    return Claim(
        claim_id=row["claim_id"],
        metric=row["metric"],
        scope=row["scope"],
        reading=Reading(
            value=row["value"],
            low=row["low"],
            high=row["high"],
            text=row["text"],
            unit=row["unit"],
            method="published",
            definition_vi=definition[0],
            definition_en=definition[1],
            source_keys=tuple(row["source_keys"]),
            as_of=row["as_of"],
            badge=row["badge"],
            scope=row["scope"],
            note=row["note"],
        ),
    )


def _was_said(row: Row, on_day: date) -> bool:
    return row["as_of"] is None or first_day(row["as_of"]) <= on_day
