"""The land ledger, on squares of 100 m that are 1 ha each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.rows import DictRow

from layers.vocabulary import PARCEL_AXES
from tests.layers.by_hand import TODAY, Land, hectares

READY = {
    "use": "industrial",
    "clearance": "cleared",
    "servicing": "serviced",
    "commercial": "available",
    "occupation": "vacant",
}
LEASED = {**READY, "commercial": "leased"}
LINES = (
    "available_now_ha",
    "constrained_ha",
    "in_preparation_ha",
    "not_cleared_ha",
    "reserved_ha",
    "unclassified_ha",
)
SQUARES = [hectares(column) for column in range(5)]


@pytest.fixture(autouse=True)
def _zone(land: Land) -> None:
    land.zone()


def lines(land: Land, on_day: date = TODAY) -> dict[str, float]:
    """Lines of the ledger that are not 0, hectares."""
    row = land.ledger(on_day=on_day)
    return {name: float(row[name]) for name in (*LINES, "leased_ha") if row[name]}


@pytest.mark.parametrize(
    ("axes", "line"),
    [
        ({}, "available_now_ha"),
        ({"use": "service"}, "available_now_ha"),
        ({"occupation": "unknown"}, "available_now_ha"),
        ({"commercial": "leased"}, "leased_ha"),
        ({"commercial": "leased", "clearance": "not_cleared"}, "leased_ha"),
        ({"commercial": "leased", "constraint_kind": "dispute"}, "leased_ha"),
        ({"commercial": "reserved", "clearance": "not_cleared"}, "reserved_ha"),
        ({"commercial": "optioned"}, "reserved_ha"),
        ({"commercial": "optioned", "option_expires": "2026-11-22"}, "reserved_ha"),
        ({"commercial": "optioned", "option_expires": "2026-11-21"}, "available_now_ha"),
        ({"clearance": "not_cleared"}, "not_cleared_ha"),
        ({"clearance": "under_way", "servicing": "not_serviced"}, "not_cleared_ha"),
        ({"clearance": "not_cleared", "constraint_kind": "flood"}, "not_cleared_ha"),
        ({"servicing": "not_serviced"}, "in_preparation_ha"),
        ({"servicing": "under_way", "constraint_kind": "flood"}, "in_preparation_ha"),
        ({"constraint_kind": "flood"}, "constrained_ha"),
        ({"constraint_kind": "hành lang điện"}, "constrained_ha"),
        ({"commercial": "not_for_lease"}, "constrained_ha"),
        ({"clearance": "unknown"}, "unclassified_ha"),
        ({"servicing": "unknown"}, "unclassified_ha"),
    ],
)
def test_ledger_line_of_a_parcel(land: Land, axes: dict[str, str], line: str) -> None:
    land.parcel("p", SQUARES[0], **{**READY, **axes})
    row = land.ledger()
    assert lines(land) == {line: 1.0}
    assert (row["gross_ha"], row["net_ha"]) == (1, 1)
    told = {name for name in LINES if row[name] is not None}
    assert told == ({"unclassified_ha", "reserved_ha"} if line == "unclassified_ha" else {*LINES})
    assert row["remaining_ha"] == (0 if line == "leased_ha" else 1)


@pytest.mark.parametrize("use", ["worker_housing", "infrastructure", "green", "water", "other"])
def test_ledger_leaves_out_what_is_not_net(land: Land, use: str) -> None:
    land.parcel("p", SQUARES[0], **{**READY, "use": use})
    row = land.ledger()
    assert (row["gross_ha"], row["net_ha"], row["remaining_ha"]) == (1, 0, 0)
    assert lines(land) == {}
    assert (row["occupancy_decree35"], row["occupancy_industrial"]) == (None, None)


def test_ledger_has_both_occupancies(land: Land) -> None:
    land.parcel("p0", SQUARES[0], **LEASED)
    land.parcel("p1", SQUARES[1], **READY)
    land.parcel("p2", SQUARES[2], **{**LEASED, "use": "service"})
    land.parcel("p3", SQUARES[3], **{**LEASED, "use": "service"})
    land.parcel("p4", SQUARES[4], **{**READY, "use": "green"})
    row = land.ledger()
    assert row["occupancy_decree35"] == Decimal("0.75")  # 3 of 4 ha
    assert row["occupancy_industrial"] == Decimal("0.5")  # 1 of 2 ha
    assert (row["gross_ha"], row["net_ha"], row["leased_ha"]) == (5, 4, 3)


def test_ledger_without_industrial_land_has_no_industrial_occupancy(land: Land) -> None:
    land.parcel("p", SQUARES[0], **{**LEASED, "use": "service"})
    row = land.ledger()
    assert (row["occupancy_decree35"], row["occupancy_industrial"]) == (1, None)


def test_ledger_of_a_zone_without_parcels_has_no_row(land: Land) -> None:
    assert land.ask("SELECT * FROM zone_ledger(%(day)s)", day=TODAY) == []


def test_ledger_of_an_unknown_use_is_unknown(land: Land) -> None:
    land.parcel("p0", SQUARES[0], **LEASED)
    land.parcel("p1", SQUARES[1], **{**READY, "use": "unknown"})
    row = land.ledger()
    assert row["gross_ha"] == 2
    unknown = ["net_ha", "leased_ha", "remaining_ha", *LINES, "occupancy_decree35"]
    assert {row[name] for name in unknown} == {None}
    assert (row["occupancy_industrial"], row["largest_block_ha"], row["blocks_3_ha"]) == (
        None,
        None,
        None,
    )


def test_ledger_of_unknown_lease_knows_only_the_net_land(land: Land) -> None:
    land.parcel("p0", SQUARES[0], **LEASED)
    land.parcel("p1", SQUARES[1], **{**READY, "commercial": "unknown"})
    row = land.ledger()
    assert (row["gross_ha"], row["net_ha"]) == (2, 2)
    unknown = ["leased_ha", "remaining_ha", *LINES, "occupancy_decree35", "occupancy_industrial"]
    assert {row[name] for name in unknown} == {None}


def test_ledger_of_unknown_lease_outside_net_land_is_known(land: Land) -> None:
    land.parcel("p0", SQUARES[0], **LEASED)
    land.parcel("p1", SQUARES[1], use="green")
    assert land.ledger()["remaining_ha"] == 0


def test_ledger_of_unknown_clearance_knows_what_remains_but_no_blocks(land: Land) -> None:
    land.parcel("p0", SQUARES[0], **READY)
    land.parcel("p1", SQUARES[1], **{**READY, "clearance": "unknown"})
    row = land.ledger()
    assert (row["remaining_ha"], row["available_now_ha"], row["unclassified_ha"]) == (2, 1, 1)
    assert {row[f"blocks_{size}_ha"] for size in (3, 5, 10, 25)} == {None}
    assert row["largest_block_ha"] is None


axes_of_a_parcel = st.fixed_dictionaries(
    {axis: st.sampled_from(words) for axis, words in PARCEL_AXES.items()}
    | {
        "constraint_kind": st.sampled_from(["none", "flood"]),
        "option_expires": st.sampled_from([None, date(2026, 1, 1), date(2027, 1, 1)]),
    }
)


@settings(max_examples=40)
@given(st.lists(axes_of_a_parcel, min_size=1, max_size=5))
def test_ledger_adds_up_whatever_the_axes(land: Land, parcels: list[dict[str, Any]]) -> None:
    with land.connection.transaction(force_rollback=True):
        for number, axes in enumerate(parcels):
            land.parcel(f"p{number}", SQUARES[number], **axes)
        row = land.ledger()
    uses = [axes["use"] for axes in parcels]
    net = [axes for axes in parcels if axes["use"] in ("industrial", "service")]
    assert row["gross_ha"] == len(parcels)
    assert row["net_ha"] == (None if "unknown" in uses else len(net))
    told = "unknown" not in uses and all(axes["commercial"] != "unknown" for axes in net)
    if not told:
        assert {row[name] for name in ("leased_ha", "remaining_ha", *LINES)} == {None}
        return
    leased = sum(axes["commercial"] == "leased" for axes in net)
    assert row["leased_ha"] == leased
    assert row["remaining_ha"] == row["net_ha"] - row["leased_ha"]
    assert row["remaining_ha"] == sum(row[name] or 0 for name in LINES)
    # While land is unclassified, a line of which nothing is told is unknown rather than 0.
    assert all(row[name] is not None or row["unclassified_ha"] > 0 for name in LINES)
    assert all(row[name] is None or row[name] >= 0 for name in LINES)
    if net:
        assert row["occupancy_decree35"] == round(Decimal(leased) / len(net), 4)


@settings(max_examples=20)
@given(axes_of_a_parcel)
def test_ledger_never_offers_what_is_not_for_lease(land: Land, axes: dict[str, Any]) -> None:
    with land.connection.transaction(force_rollback=True):
        land.parcel("p", SQUARES[0], **{**axes, "commercial": "not_for_lease"})
        row = land.ledger()
        blocks = land.ask("SELECT * FROM zone_block(%(day)s)", day=TODAY)
    assert not row["available_now_ha"]
    assert not row["leased_ha"]
    assert blocks == []


def test_ledger_of_a_day_takes_the_state_of_that_day(land: Land) -> None:
    land.parcel("p", SQUARES[0], **READY, valid="[2024-01-01,2025-06-01)")
    land.parcel("p", SQUARES[0], **LEASED, valid="[2025-06-01,)")
    assert lines(land, date(2025, 5, 31)) == {"available_now_ha": 1}
    assert lines(land, date(2025, 6, 1)) == {"leased_ha": 1}
    assert land.ask("SELECT * FROM zone_ledger('2023-12-31')") == []


def test_ledger_of_a_day_believes_what_we_know_now(land: Land) -> None:
    """Learnt later that the parcel was leased already: the old belief is kept, not used."""
    held = "[2024-01-01,)"
    land.parcel("p", SQUARES[0], **READY, valid=held, recorded="[2024-02-01,2026-01-01)")
    land.parcel("p", SQUARES[0], **LEASED, valid=held, recorded="[2026-01-01,)")
    assert lines(land, date(2024, 6, 1)) == {"leased_ha": 1}
    assert land.ask("SELECT count(*) AS n FROM parcel") == [{"n": 2}]


def test_ledger_without_parcel_splits_and_joins(land: Land) -> None:
    """A parcel that is split on a day is two afterwards, and the land is the same."""
    land.parcel("p", hectares(0, wide=2), **READY, valid="[2024-01-01,2025-01-01)")
    land.parcel("p-a", SQUARES[0], **LEASED, valid="[2025-01-01,)")
    land.parcel("p-b", SQUARES[1], **READY, valid="[2025-01-01,)")
    assert lines(land, date(2024, 6, 1)) == {"available_now_ha": 2}
    assert lines(land, date(2025, 6, 1)) == {"available_now_ha": 1, "leased_ha": 1}


@pytest.mark.parametrize(
    ("outline", "complete"),
    [
        (hectares(wide=3), True),
        (hectares(wide=4), False),
        (None, False),
    ],
)
def test_ledger_is_complete_where_parcels_fill_the_outline(
    land: Land, outline: Any, complete: bool
) -> None:
    if outline is not None:
        land.zone("drawn", boundary=outline)
    zone_id = "z" if outline is None else "drawn"
    for number in range(3):
        land.parcel(f"p{number}", SQUARES[number], zone_id, **READY)
    assert land.ledger(zone_id)["complete"] is complete


def test_ledger_completeness_forgives_500_m2_or_a_thousandth(land: Land) -> None:
    from geo.footprints import rectangle_footprint

    for zone_id, area_m2 in (("near", 10_499), ("far", 10_501)):
        land.zone(zone_id, boundary=rectangle_footprint(106.7, 10.8, area_m2))
        land.parcel(zone_id, SQUARES[0], zone_id, **READY)
    for zone_id, area_m2 in (("near-wide", 2_001_900), ("far-wide", 2_002_100)):
        land.zone(zone_id, boundary=rectangle_footprint(106.7, 10.8, area_m2))
        land.parcel(zone_id, hectares(wide=20, high=10), zone_id, **READY)
    told = {
        zone_id: land.ledger(zone_id)["complete"]
        for zone_id in ("near", "far", "near-wide", "far-wide")
    }
    assert told == {"near": True, "far": False, "near-wide": True, "far-wide": False}


def test_ledger_badge_is_the_worst_of_its_parcels(land: Land) -> None:
    land.parcel("p0", SQUARES[0], **READY, badge="B")
    land.parcel("p1", SQUARES[1], **READY, badge="D")
    land.parcel("p2", SQUARES[2], **READY, badge="A")
    row = land.ledger()
    assert (row["badge"], row["illustrative"]) == ("D", False)


def test_ledger_with_one_illustrative_parcel_is_illustrative(land: Land) -> None:
    land.parcel("p0", SQUARES[0], **READY)
    land.parcel("p1", SQUARES[1], **READY, illustrative=True)
    assert land.ledger()["illustrative"] is True


def block_counts(row: DictRow) -> list[int]:
    return [row[f"blocks_{size}_ha"] for size in (3, 5, 10, 25)]


def test_block_counts_of_3_5_10_and_25_ha(land: Land) -> None:
    """Blocks of 2, 3, 5, 10 and 25 ha, 200 m apart."""
    column = 0
    for wide, high in ((2, 1), (3, 1), (5, 1), (5, 2), (5, 5)):
        land.parcel(f"p{wide}x{high}", hectares(column, 0, wide, high), **READY)
        column += wide + 2
    row = land.ledger()
    assert block_counts(row) == [4, 3, 2, 1]
    assert row["largest_block_ha"] == 25
    assert row["available_now_ha"] == 45


def test_block_joins_parcels_across_a_road_of_30_m(land: Land) -> None:
    land.parcel("p0", hectares(0, wide=2), **READY)
    land.parcel("p1", hectares(2, wide=2, east_m=29.5), **READY)
    assert land.ledger()["largest_block_ha"] == 4  # the road is not counted
    assert block_counts(land.ledger()) == [1, 0, 0, 0]


def test_block_ends_at_a_wider_gap(land: Land) -> None:
    land.parcel("p0", hectares(0, wide=2), **READY)
    land.parcel("p1", hectares(2, wide=2, east_m=30.5), **READY)
    assert land.ledger()["largest_block_ha"] == 2
    assert block_counts(land.ledger()) == [0, 0, 0, 0]
    assert land.ledger(gap_m=40)["largest_block_ha"] == 4


def test_block_holds_only_available_land(land: Land) -> None:
    land.parcel("p0", hectares(0), **READY)
    land.parcel("p1", hectares(1), **LEASED)
    land.parcel("p2", hectares(2), **READY)
    land.parcel("p3", hectares(3), **{**READY, "constraint_kind": "flood"})
    assert land.ledger()["largest_block_ha"] == 1


def test_block_passes_a_chain_of_parcels(land: Land) -> None:
    for number in range(5):
        land.parcel(f"p{number}", hectares(number, number), **READY)  # corner to corner
    assert land.ledger()["largest_block_ha"] == 5


def test_block_stays_in_its_zone(land: Land) -> None:
    land.zone("y")
    land.parcel("p0", hectares(0, wide=2), **READY)
    land.parcel("p1", hectares(2, wide=2), "y", **READY)
    assert land.ledger("z")["largest_block_ha"] == 2
    assert land.ledger("y")["largest_block_ha"] == 2


def test_block_of_a_zone_without_available_land_is_0(land: Land) -> None:
    land.parcel("p0", SQUARES[0], **LEASED)
    row = land.ledger()
    assert (row["largest_block_ha"], *block_counts(row)) == (0, 0, 0, 0, 0)


def test_parcel_area_is_what_is_shown(land: Land) -> None:
    """Totals are sums of areas rounded to 0.1 m2, as a reader would add them up."""
    from geo.footprints import rectangle_footprint

    for number in range(3):
        land.parcel(f"p{number}", rectangle_footprint(106.7 + number / 10, 10.8, 1_000.04), **READY)
    assert land.ledger()["gross_ha"] == Decimal("0.3")


def test_ledgers_of_two_zones_do_not_mix(land: Land) -> None:
    land.zone("y")
    land.parcel("p0", SQUARES[0], **READY)
    land.parcel("p1", SQUARES[1], "y", **LEASED)
    assert (land.ledger("z")["remaining_ha"], land.ledger("y")["remaining_ha"]) == (1, 0)


def test_bundled_ledgers_add_up(loaded: psycopg.Connection[DictRow]) -> None:
    rows = loaded.execute("SELECT * FROM zone_ledger('2026-11-22')").fetchall()
    assert len(rows) == 11
    for row in rows:
        assert row["complete"], row["zone_id"]
        assert row["illustrative"], row["zone_id"]
        assert row["remaining_ha"] == row["net_ha"] - row["leased_ha"]
        assert row["remaining_ha"] == sum(row[name] or 0 for name in LINES)
