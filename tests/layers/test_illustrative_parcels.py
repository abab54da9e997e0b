"""Footprints and illustrative parcels agree with the declared figures they are drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import psycopg
import pytest
import shapely
from psycopg.rows import DictRow

from geo.measures import geodesic_area_m2

DAY = "2026-11-22"
HA_TOLERANCE = Decimal("0.00001")  # 0.1 m2, the last digit that is shown of a parcel

DECLARED = f"""
SELECT z.zone_id, leasable.value AS leasable_ha, leased.value AS leased_ha,
  greatest(leasable.badge, leased.badge) AS badge, z.boundary IS NULL AS bare,
  CASE z.boundary_metric WHEN 'total_area_ha' THEN t.value ELSE m.value END AS area_ha
FROM zone AS z
LEFT JOIN declared_land('{DAY}') AS leasable
  ON leasable.zone_id = z.zone_id AND leasable.quantity = 'leasable'
LEFT JOIN declared_land('{DAY}') AS leased
  ON leased.zone_id = z.zone_id AND leased.quantity = 'leased'
LEFT JOIN ranked_figure('{DAY}') AS t
  ON t.picked AND t.subject_id = z.zone_id AND t.metric = 'total_area_ha'
LEFT JOIN ranked_figure('{DAY}') AS m
  ON m.picked AND m.subject_id = z.zone_id AND m.metric = 'mapped_area_ha'
"""

SHOWN = f"""
SELECT zone_id, count(*) AS parcels,
  coalesce(sum(area_m2) FILTER (WHERE use = 'industrial'), 0) / 10000 AS leasable_ha,
  coalesce(sum(area_m2) FILTER (WHERE commercial = 'leased'), 0) / 10000 AS leased_ha,
  sum(area_m2) / 10000 AS gross_ha, bool_and(illustrative) AS illustrative, max(badge) AS badge
FROM parcel_state('{DAY}') GROUP BY zone_id
"""


@pytest.fixture
def declared(loaded: psycopg.Connection[DictRow]) -> dict[str, DictRow]:
    return {row["zone_id"]: row for row in loaded.execute(DECLARED).fetchall()}


@pytest.fixture
def shown(loaded: psycopg.Connection[DictRow]) -> dict[str, DictRow]:
    return {row["zone_id"]: row for row in loaded.execute(SHOWN).fetchall()}


def parcels_by_zone(
    loaded: psycopg.Connection[DictRow],
) -> Iterator[tuple[shapely.Geometry, list[shapely.Geometry]]]:
    rows = loaded.execute(
        "SELECT ST_AsBinary(z.boundary) AS outline, array_agg(ST_AsBinary(p.geom)) AS parcels"
        " FROM zone AS z JOIN parcel AS p USING (zone_id) WHERE upper_inf(p.recorded)"
        " GROUP BY z.zone_id"
    ).fetchall()
    for row in rows:
        parcels = [shapely.from_wkb(bytes(part)) for part in row["parcels"]]
        yield shapely.from_wkb(bytes(row["outline"])), parcels


def test_parcels_as_shown_add_up_to_the_declared_land(
    declared: dict[str, DictRow], shown: dict[str, DictRow]
) -> None:
    assert len(shown) == 11
    for zone_id, row in shown.items():
        told = declared[zone_id]
        assert abs(row["leasable_ha"] - told["leasable_ha"]) <= HA_TOLERANCE, zone_id
        assert abs(row["leased_ha"] - told["leased_ha"]) <= HA_TOLERANCE, zone_id
        assert abs(row["gross_ha"] - told["area_ha"]) <= HA_TOLERANCE, zone_id


def test_ledger_of_parcels_agrees_and_says_no_more_than_declared(
    loaded: psycopg.Connection[DictRow], declared: dict[str, DictRow]
) -> None:
    rows = loaded.execute(f"SELECT * FROM zone_ledger('{DAY}')").fetchall()
    for row in rows:
        told = declared[row["zone_id"]]
        expected = told["leased_ha"] / told["leasable_ha"]
        assert float(row["occupancy_industrial"]) == pytest.approx(float(expected), abs=6e-5)
        # Nobody has told of service land, nor of what is reserved.
        assert (row["occupancy_decree35"], row["reserved_ha"]) == (None, None)
        assert row["remaining_ha"] == pytest.approx(
            told["leasable_ha"] - told["leased_ha"], abs=2 * HA_TOLERANCE
        )


def test_parcels_exist_just_where_both_figures_are_known(
    declared: dict[str, DictRow], shown: dict[str, DictRow]
) -> None:
    due = {
        zone_id
        for zone_id, row in declared.items()
        if row["leasable_ha"] is not None
        and row["leased_ha"] is not None
        and not row["bare"]
        and row["leased_ha"] <= row["leasable_ha"] <= row["area_ha"]
    }
    assert set(shown) == due
    half_known = [
        zone_id
        for zone_id, row in declared.items()
        if (row["leasable_ha"] is None) != (row["leased_ha"] is None)
    ]
    assert len(half_known) >= 5
    assert not set(half_known) & set(shown)


def test_every_bundled_parcel_is_marked(
    loaded: psycopg.Connection[DictRow], declared: dict[str, DictRow], shown: dict[str, DictRow]
) -> None:
    assert all(row["illustrative"] for row in shown.values())
    assert {zone_id: row["badge"] for zone_id, row in shown.items()} == {
        zone_id: declared[zone_id]["badge"] for zone_id in shown
    }
    row = loaded.execute(
        "SELECT bool_and(illustrative) AS marked, bool_and(parcel_id ~ '-illustrative-[0-9]{2}$')"
        " AS named, array_agg(DISTINCT origin) AS origins FROM parcel"
    ).fetchone()
    assert row == {"marked": True, "named": True, "origins": ["bundle"]}


def test_parcels_say_nothing_that_the_figures_do_not(
    loaded: psycopg.Connection[DictRow],
) -> None:
    rows = loaded.execute(
        "SELECT DISTINCT use, commercial, clearance, servicing, occupation, constraint_kind,"
        " option_expires FROM parcel ORDER BY 1, 2"
    ).fetchall()
    assert [(row["use"], row["commercial"]) for row in rows] == [
        ("industrial", "available"),
        ("industrial", "leased"),
        ("other", "not_for_lease"),
    ]
    for row in rows:
        assert (row["clearance"], row["servicing"], row["occupation"]) == ("unknown",) * 3
        assert (row["constraint_kind"], row["option_expires"]) == ("none", None)


def test_parcels_hold_from_the_day_on_which_all_figures_are_known(
    loaded: psycopg.Connection[DictRow],
) -> None:
    rows = loaded.execute(
        "SELECT zone_id, lower(valid) AS begin, upper_inf(valid) AS goes_on,"
        " (SELECT max(f.as_of_begin) FROM ranked_figure('2026-11-22') AS f WHERE f.picked"
        "  AND f.subject_id = p.zone_id AND f.metric IN ('leasable_area_ha', 'leased_area_ha',"
        "  'occupancy_rate')) AS known FROM parcel AS p"
    ).fetchall()
    assert [row for row in rows if row["begin"] != row["known"] or not row["goes_on"]] == []


def test_parcels_partition_their_outline(loaded: psycopg.Connection[DictRow]) -> None:
    zones = 0
    for outline, parcels in parcels_by_zone(loaded):
        parts = [part for parcel in parcels for part in shapely.get_parts(parcel)]
        assert shapely.coverage_is_valid(parts)
        assert shapely.coverage_union_all(parts).equals(outline)
        zones += 1
    assert zones == 11


def test_parcels_are_of_a_size_that_can_be_drawn(loaded: psycopg.Connection[DictRow]) -> None:
    row = loaded.execute(
        f"SELECT max(n) AS most, min(n) AS least FROM (SELECT count(*) AS n"
        f" FROM parcel_state('{DAY}') GROUP BY zone_id) AS c"
    ).fetchone()
    assert row is not None
    assert 1 <= row["least"] <= row["most"] <= 60


def test_footprint_has_the_declared_area(
    loaded: psycopg.Connection[DictRow], declared: dict[str, DictRow]
) -> None:
    rows = loaded.execute(
        "SELECT zone_id, ST_AsBinary(boundary) AS geom, boundary_quality FROM zone"
        " WHERE boundary IS NOT NULL"
    ).fetchall()
    assert len(rows) == 98
    for row in rows:
        area_m2 = geodesic_area_m2(shapely.from_wkb(bytes(row["geom"])))
        expected_m2 = float(declared[row["zone_id"]]["area_ha"]) * 10_000
        assert area_m2 == pytest.approx(expected_m2, abs=0.05), row["zone_id"]
        assert row["boundary_quality"] == "schematic"


def test_footprint_is_there_just_where_centre_and_area_are_known(
    loaded: psycopg.Connection[DictRow],
) -> None:
    rows = loaded.execute(
        "SELECT z.zone_id, z.boundary IS NOT NULL AS drawn, z.location IS NOT NULL AS placed,"
        f" EXISTS (SELECT FROM ranked_figure('{DAY}') AS f WHERE f.picked AND f.value > 0"
        "  AND f.subject_id = z.zone_id AND f.metric IN ('total_area_ha', 'mapped_area_ha'))"
        " AS sized FROM zone AS z"
    ).fetchall()
    assert all(row["drawn"] == (row["placed"] and row["sized"]) for row in rows)
    assert sum(row["drawn"] for row in rows) == 98


def test_footprint_prefers_the_declared_to_the_mapped_area(
    loaded: psycopg.Connection[DictRow],
) -> None:
    rows = loaded.execute(
        "SELECT zone_id, boundary_metric, EXISTS (SELECT FROM ranked_figure('2026-11-22') AS f"
        " WHERE f.picked AND f.value > 0 AND f.subject_id = z.zone_id"
        " AND f.metric = 'total_area_ha') AS declared FROM zone AS z WHERE boundary IS NOT NULL"
    ).fetchall()
    for row in rows:
        expected = "total_area_ha" if row["declared"] else "mapped_area_ha"
        assert row["boundary_metric"] == expected, row["zone_id"]


def test_footprint_badge_is_the_worst_of_area_and_place(
    loaded: psycopg.Connection[DictRow],
) -> None:
    rows = loaded.execute(
        "SELECT z.zone_id, z.boundary_badge, greatest(f.badge, z.location_badge) AS due"
        " FROM zone AS z JOIN ranked_figure('2026-11-22') AS f ON f.subject_id = z.zone_id"
        " AND f.picked AND f.metric = z.boundary_metric"
    ).fetchall()
    assert len(rows) == 98
    assert [row for row in rows if row["boundary_badge"] != row["due"]] == []


def test_footprint_lies_around_its_centre(loaded: psycopg.Connection[DictRow]) -> None:
    row = loaded.execute(
        "SELECT max(ST_Distance(ST_Centroid(boundary::geography), location::geography)) AS off_m"
        " FROM zone WHERE boundary IS NOT NULL"
    ).fetchone()
    assert row is not None
    assert row["off_m"] < 1
