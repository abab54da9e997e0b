"""Which figure is picked among rivals, what is computed from two, and what a zone is headed by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from tests.layers.by_hand import TODAY, Land, hectares


@pytest.fixture(autouse=True)
def _zone(land: Land) -> None:
    land.zone()


def ranked(land: Land, metric: str, on_day: date = TODAY) -> list[DictRow]:
    return land.ask(
        "SELECT * FROM ranked_figure(%(day)s) WHERE metric = %(metric)s ORDER BY figure_id",
        day=on_day,
        metric=metric,
    )


def picked(land: Land, metric: str = "total_area_ha", on_day: date = TODAY) -> list[Decimal]:
    return [row["value"] for row in ranked(land, metric, on_day) if row["picked"]]


def test_pick_prefers_the_best_badge_to_the_latest_date(land: Land) -> None:
    land.figure("total_area_ha", 300, badge="B", as_of="2024-01-01")
    land.figure("total_area_ha", 310, badge="A", as_of="2015-01-01")
    land.figure("total_area_ha", 320, badge="C", as_of="2026-01-01")
    assert picked(land) == [310]


def test_pick_prefers_the_latest_date_among_equal_badges(land: Land) -> None:
    land.figure("total_area_ha", 300, badge="C")
    land.figure("total_area_ha", 310, badge="C", as_of="2020-01-01")
    land.figure("total_area_ha", 320, badge="C", as_of="2024-01-01")
    land.figure("total_area_ha", 330, badge="C", as_of="2022-01-01")
    assert picked(land) == [320]


def test_pick_orders_dates_by_their_last_day(land: Land) -> None:
    year = {"as_of": "2024", "as_of_begin": "2024-01-01", "as_of_end": "2024-12-31"}
    land.figure("total_area_ha", 300, as_of="2024-06-01")
    land.figure("total_area_ha", 310, **year)
    assert picked(land) == [310]


def test_pick_prefers_the_first_in_the_file_at_last(land: Land) -> None:
    land.figure("total_area_ha", 300, as_of="2024-01-01", ordinal=8)
    land.figure("total_area_ha", 310, as_of="2024-01-01", ordinal=7)
    assert picked(land) == [310]


@pytest.mark.parametrize("scope", ["part", "group", "wider", "planned", "near"])
def test_pick_never_takes_another_scope(land: Land, scope: str) -> None:
    land.figure("total_area_ha", 300, badge="A", as_of="2026-01-01", scope=scope)
    assert picked(land) == []
    land.figure("total_area_ha", 310, badge="D")
    assert picked(land) == [310]


def test_pick_never_takes_a_rival_centre(land: Land) -> None:
    land.figure("location", unit="deg", value_text="106.7 10.8")
    assert [row["picked"] for row in ranked(land, "location")] == [False]


def test_pick_leaves_out_what_begins_later(land: Land) -> None:
    land.figure("total_area_ha", 300, as_of="2020-01-01")
    land.figure("total_area_ha", 310, as_of="2026-01-01")
    assert picked(land, on_day=date(2025, 12, 31)) == [300]
    assert picked(land, on_day=date(2026, 1, 1)) == [310]
    assert picked(land, on_day=date(2019, 12, 31)) == []


def test_pick_leaves_out_what_was_ended(land: Land) -> None:
    land.figure("total_area_ha", 300, as_of="2020-01-01", recorded="[2024-01-01,2025-01-01)")
    land.figure("total_area_ha", 310, as_of="2019-01-01")
    assert picked(land) == [310]


def test_rivals_and_conflict_are_told(land: Land) -> None:
    land.figure("total_area_ha", 300, badge="A")
    land.figure("total_area_ha", 300.00, badge="B")
    land.figure("leased_area_ha", 100, badge="A")
    land.figure("leased_area_ha", 101, badge="B")
    land.figure("tenants", 12, unit="tenants")
    land.figure("workers", 9, unit="persons", scope="part")
    land.figure("workers", 12, unit="persons")
    told = {
        metric: [(row["rivals"], row["conflict"]) for row in ranked(land, metric) if row["picked"]]
        for metric in ("total_area_ha", "leased_area_ha", "tenants", "workers")
    }
    assert told == {
        "total_area_ha": [(1, False)],
        "leased_area_ha": [(1, True)],
        "tenants": [(0, False)],
        "workers": [(1, False)],
    }


def test_sources_are_named_in_their_order(land: Land) -> None:
    for key in ("nld19", "hepza"):
        land.source(key)
    land.figure("total_area_ha", 300, sources=["nld19", "hepza"])
    assert ranked(land, "total_area_ha")[0]["source_keys"] == ["nld19", "hepza"]


def test_bundled_pick_follows_the_written_rule(loaded: psycopg.Connection[DictRow]) -> None:
    """The rule again, in Python, over all that is loaded."""
    rows = loaded.execute(
        "SELECT r.*, f.ordinal FROM ranked_figure('2026-11-22') AS r JOIN figure AS f"
        " USING (figure_id) WHERE r.metric <> 'location' AND r.scope IN ('zone', 'port')"
    ).fetchall()
    best: dict[tuple[str, str, str], tuple[Any, ...]] = {}
    for row in rows:
        key = (row["subject_kind"], row["subject_id"], row["metric"])
        age = -row["as_of_end"].toordinal() if row["as_of_end"] else 0
        rank = (row["badge"], age, row["ordinal"], row["figure_id"])
        best[key] = min(best.get(key, rank), rank)
    assert {row["figure_id"] for row in rows if row["picked"]} == {r[-1] for r in best.values()}
    assert len(best) > 500


def test_declared_leased_is_computed_from_occupancy(land: Land) -> None:
    for key in ("s1", "s2"):
        land.source(key)
    land.figure("leasable_area_ha", 200, badge="A", as_of="2020-06-01", sources=["s1", "s2"])
    land.figure("occupancy_rate", 0.8, badge="C", as_of="2024-06-01", sources=["s2"])
    row = land.declared("leased")
    assert row is not None
    assert row["value"] == Decimal("160.00")
    assert (row["badge"], row["as_of"], row["method"]) == ("C", "2020-06-01", "computed")
    assert row["source_keys"] == ["s1", "s2"]
    remaining = land.declared("remaining")
    assert remaining is not None
    assert (remaining["value"], remaining["badge"], remaining["as_of"]) == (40, "C", "2020-06-01")


def test_declared_leased_as_published_goes_before_a_rounded_share(land: Land) -> None:
    land.figure("leasable_area_ha", 200, as_of="2024-01-01")
    land.figure("occupancy_rate", 0.8, as_of="2024-01-01")
    land.figure("leased_area_ha", 157.3, badge="C", as_of="2019-01-01")
    row = land.declared("leased")
    assert row is not None
    assert (row["value"], row["method"], row["badge"]) == (Decimal("157.3"), "declared", "C")


def test_declared_leased_as_a_range_gives_way_to_a_number(land: Land) -> None:
    land.figure("leasable_area_ha", 200)
    land.figure("occupancy_rate", 0.8)
    land.figure("leased_area_ha", value_low=150, value_high=170)
    row = land.declared("leased")
    assert row is not None
    assert (row["value"], row["method"]) == (Decimal("160.00"), "computed")


def test_declared_remaining_of_a_better_badge_wins(land: Land) -> None:
    land.figure("leasable_area_ha", 200, badge="B", as_of="2024-01-01")
    land.figure("leased_area_ha", 150, badge="B", as_of="2024-01-01")
    land.figure("remaining_area_ha", 70, badge="C", as_of="2025-01-01")
    computed = land.declared("remaining")
    land.figure("remaining_area_ha", 60, badge="B", as_of="2025-01-01")
    declared = land.declared("remaining")
    assert computed is not None
    assert (computed["value"], computed["method"]) == (50, "computed")
    assert declared is not None
    assert (declared["value"], declared["method"]) == (60, "declared")


def test_declared_remaining_is_not_computed_from_more_leased_than_leasable(land: Land) -> None:
    land.figure("leasable_area_ha", 100)
    land.figure("leased_area_ha", 120)
    assert land.declared("remaining") is None
    assert land.declared("occupancy") is None


def test_declared_occupancy_is_computed(land: Land) -> None:
    land.figure("leasable_area_ha", 300, badge="A", as_of="2024-01-01")
    land.figure("leased_area_ha", 100, badge="B")
    row = land.declared("occupancy")
    assert row is not None
    assert row["value"] == Decimal("0.3333")
    assert (row["badge"], row["as_of"], row["as_of_end"]) == ("B", None, None)


def test_declared_land_of_nothing_leasable_is_unknown(land: Land) -> None:
    land.figure("leasable_area_ha", 0)
    land.figure("leased_area_ha", 0)
    assert land.declared("occupancy") is None


@pytest.mark.parametrize("metric", ["leasable_area_ha", "leased_area_ha", "occupancy_rate"])
def test_declared_land_is_not_computed_from_one_figure(land: Land, metric: str) -> None:
    land.figure(metric, 0.5)
    land.figure("total_area_ha", 300)
    assert land.declared("remaining") is None
    rows = land.ask("SELECT quantity FROM declared_land(%(day)s)", day=TODAY)
    assert len(rows) == 1


def test_declared_land_is_not_computed_from_ranges(land: Land) -> None:
    land.figure("leasable_area_ha", value_low=100, value_high=120)
    land.figure("occupancy_rate", 0.5)
    assert land.declared("leased") is None
    row = land.declared("leasable")
    assert row is not None
    assert (row["value"], row["value_low"], row["value_high"]) == (None, 100, 120)


def test_headline_of_a_zone_without_figures_is_unknown(land: Land) -> None:
    for quantity in ("remaining", "occupancy"):
        row = land.headline(quantity)
        assert row["state"] == "unknown"
        assert (row["value"], row["badge"], row["method"], row["as_of"]) == (None,) * 4


def test_headline_takes_the_declared_figure(land: Land) -> None:
    land.source("s1")
    land.figure("remaining_area_ha", 12.5, badge="B", as_of="2024-01-01", sources=["s1"])
    row = land.headline("remaining")
    assert (row["value"], row["state"], row["method"]) == (Decimal("12.5"), "known", "declared")
    assert (row["as_of"], row["badge"], row["source_keys"]) == ("2024-01-01", "B", ["s1"])
    assert land.headline("occupancy")["state"] == "unknown"


def test_headline_keeps_a_range(land: Land) -> None:
    land.figure("remaining_area_ha", value_low=10, value_high=15)
    row = land.headline("remaining")
    assert (row["state"], row["value"]) == ("known", None)
    assert (row["value_low"], row["value_high"]) == (10, 15)


def test_headline_keeps_a_published_zero(land: Land) -> None:
    land.figure("remaining_area_ha", 0)
    row = land.headline("remaining")
    assert (row["state"], row["value"]) == ("known", 0)


def say_no_land_left(land: Land, as_of: str = "2019-04-08") -> None:
    land.source("nld19")
    land.figure(
        "no_land_left",
        value_text="no land left to lease",
        unit=None,
        method="statement",
        badge="B",
        as_of=as_of,
        sources=["nld19"],
    )


def test_headline_of_no_land_left_is_no_number(land: Land) -> None:
    say_no_land_left(land)
    for quantity in ("remaining", "occupancy"):
        row = land.headline(quantity)
        assert row["state"] == "none_left"
        assert (row["value"], row["value_low"], row["value_high"]) == (None, None, None)
        assert (row["method"], row["as_of"], row["badge"]) == ("statement", "2019-04-08", "B")
        assert row["source_keys"] == ["nld19"]


def test_headline_before_no_land_left_was_said(land: Land) -> None:
    say_no_land_left(land)
    assert land.headline("remaining", date(2019, 4, 7))["state"] == "unknown"


def test_headline_of_no_land_left_gives_way_to_a_later_occupancy(land: Land) -> None:
    say_no_land_left(land)
    land.figure("occupancy_rate", 0.96, badge="C", as_of="2023-09-16")
    remaining, occupancy = land.headline("remaining"), land.headline("occupancy")
    assert (remaining["state"], remaining["value"]) == ("unknown", None)
    assert (occupancy["state"], occupancy["value"]) == ("known", Decimal("0.96"))


def test_headline_of_no_land_left_gives_way_to_later_remaining_land(land: Land) -> None:
    say_no_land_left(land)
    land.figure("remaining_area_ha", 5, badge="C", as_of="2022-01-01")
    assert land.headline("remaining")["value"] == 5
    assert land.headline("occupancy")["state"] == "unknown"


@pytest.mark.parametrize(
    ("value", "as_of"), [(1, "2023-01-01"), (0.9, "2018-01-01"), (0.9, "2019-04-08"), (0.9, None)]
)
def test_headline_of_no_land_left_stands(land: Land, value: float, as_of: str | None) -> None:
    """Beside a later 100 %, an older or undated share, it is not contradicted."""
    say_no_land_left(land)
    dated = {} if as_of is None else {"as_of": as_of}
    land.figure("occupancy_rate", value, badge="C", **dated)
    assert land.headline("remaining")["state"] == "none_left"
    occupancy = land.headline("occupancy")
    assert (occupancy["state"], float(occupancy["value"])) == ("known", value)


def test_headline_takes_real_parcels_first(land: Land) -> None:
    land.figure("remaining_area_ha", 12.5, badge="B", as_of="2024-01-01")
    axes = {"use": "industrial", "clearance": "cleared", "servicing": "serviced"}
    land.parcel("p1", hectares(0), commercial="available", **axes)
    land.parcel("p2", hectares(1), commercial="leased", **axes)
    remaining, occupancy = land.headline("remaining"), land.headline("occupancy")
    assert (remaining["value"], remaining["method"], remaining["state"]) == (1, "ledger", "known")
    assert (remaining["as_of"], remaining["badge"]) == (TODAY.isoformat(), "A")
    assert occupancy["value"] == Decimal("0.5")


def test_headline_of_real_parcels_that_say_too_little_is_declared(land: Land) -> None:
    land.figure("remaining_area_ha", 12.5)
    land.parcel("p1", hectares(0))
    row = land.headline("remaining")
    assert (row["value"], row["method"]) == (Decimal("12.5"), "declared")


def test_headline_never_comes_from_illustrative_parcels(land: Land) -> None:
    land.parcel("p1", hectares(), use="industrial", commercial="available", illustrative=True)
    assert land.headline("remaining")["state"] == "unknown"


def test_bundled_headlines_of_the_eleven_full_zones(loaded: psycopg.Connection[DictRow]) -> None:
    rows = loaded.execute(
        "SELECT zone_id, quantity, value, state FROM zone_headline('2026-11-22') WHERE zone_id IN"
        " (SELECT subject_id FROM figure WHERE metric = 'no_land_left') ORDER BY 1, 2"
    ).fetchall()
    assert len(rows) == 22
    assert all(row["value"] is None for row in rows if row["state"] != "known")
    states = {(row["zone_id"], row["quantity"]): row["state"] for row in rows}
    assert states["tan-binh", "remaining"] == states["tan-binh", "occupancy"] == "none_left"
    assert states["hiep-phuoc-1", "remaining"] == "unknown"  # 96 % in 2023
    assert states["tan-tao", "occupancy"] == "known"
    assert states["cat-lai-2", "remaining"] == "known"  # a zone sheet says 0 ha


def test_bundled_headlines_are_one_a_zone_and_quantity(
    loaded: psycopg.Connection[DictRow],
) -> None:
    row = loaded.execute(
        "SELECT count(*) AS rows, count(DISTINCT (zone_id, quantity)) AS keys,"
        " count(*) FILTER (WHERE state = 'known') AS known,"
        " bool_and((state = 'known') = (coalesce(value, value_low) IS NOT NULL)) AS sound"
        " FROM zone_headline('2026-11-22')"
    ).fetchone()
    assert row == {"rows": 238, "keys": 238, "known": 56, "sound": True}
