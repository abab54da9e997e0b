"""The rules on facts made by hand: outlines, ledgers, sums with holes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from layers.reconcile import find_disagreements
from layers.reconcile_facts import Claim, Disagreement, Facts, Reading, ZoneFacts, span_of_dates
from layers.records import Figure


def figure(metric: str, value: float | None, **fields: Any) -> Figure:
    known: dict[str, Any] = {
        "metric": metric,
        "value": value,
        "low": None,
        "high": None,
        "text": None,
        "unit": "share" if metric == "occupancy_rate" else "ha",
        "scope": "zone",
        "as_of": "2024",
        "badge": "B",
        "source_keys": ("press",),
        "method": "published",
        "picked": True,
    }
    return Figure(**{**known, **fields})


def reading(value: float, unit: str = "ha", **fields: Any) -> Reading:
    known: dict[str, Any] = {"method": "published", "definition_vi": "", "definition_en": ""}
    return Reading(value=value, unit=unit, **{**known, "as_of": "2024", **fields})


def zone(zone_id: str, *figures: Figure, **fields: Any) -> ZoneFacts:
    by_metric: dict[str, list[Figure]] = {}
    for one in figures:
        by_metric.setdefault(one.metric, []).append(one)
    known: dict[str, Any] = {
        "name_vi": zone_id,
        "name_en": zone_id,
        "kind": "KCN",
        "status": "operating",
        "former_province": "BD",
        "official_unit": zone_id,
        "boundary_quality": None,
        "outline": None,
        "figures": {metric: tuple(found) for metric, found in by_metric.items()},
        "ledger": None,
        "ledger_source": None,
        "ledger_as_of": None,
    }
    return ZoneFacts(zone_id=zone_id, **{**known, **fields})


def board(*zones: ZoneFacts, claims: tuple[Claim, ...] = ()) -> tuple[Disagreement, ...]:
    return find_disagreements(Facts(on_day=date(2026, 1, 1), zones=zones, claims=claims))


def claim(metric: str, value: float, unit: str, scope: str = "bd", **fields: Any) -> Claim:
    return Claim(f"{scope}-{metric}", metric, scope, reading(value, unit, **fields))


def outlined(area: float, *figures: Figure) -> ZoneFacts:
    outline = reading(area, method="outline")
    return zone("here", *figures, boundary_quality="surveyed", outline=outline)


LEDGER = {
    "complete": True,
    "gross_ha": 100.0,
    "net_ha": 70.0,
    "leased_ha": 35.0,
    "remaining_ha": 35.0,
    "occupancy_decree35": 0.5,
    "occupancy_industrial": 0.6,
    "badge": "A",
}


@pytest.mark.parametrize(
    ("area", "cause"),
    [
        (103, "drawing_accuracy"),
        (70, "outline_incomplete"),
        (130, "outline_joins_zones"),
        (151, "includes_urban_land"),
        (66, "gross_or_net"),
        (93, "unknown"),
        (120.5, "different_date"),
    ],
)
def test_outline_against_declared_area_names_its_cause(area: float, cause: str) -> None:
    (row,) = [
        row
        for row in board(
            outlined(
                area,
                figure("total_area_ha", 100),
                figure("total_area_ha", 150, scope="wider", picked=False),
                figure("total_area_ha", 120, as_of="2010", picked=False),
                figure("leasable_area_ha", 65),
            )
        )
        if row.family == "outline"
    ]
    assert row.cause_code == cause
    assert row.difference == pytest.approx(area - 100)


@pytest.mark.parametrize("area", [100.0, 100.09, 99.91])
def test_outline_within_tolerance_is_no_disagreement(area: float) -> None:
    assert board(outlined(area, figure("total_area_ha", 100))) == ()


def test_outline_against_a_published_range_counts_from_its_nearer_end() -> None:
    (row,) = board(outlined(130, figure("total_area_ha", None, low=100.0, high=120.0)))
    assert row.difference == pytest.approx(10)
    assert board(outlined(110, figure("total_area_ha", None, low=100.0, high=120.0))) == ()


def test_outline_of_openstreetmap_replaces_the_mapped_area() -> None:
    declared, mapped = figure("total_area_ha", 100), figure("mapped_area_ha", 200)
    (row,) = board(zone("here", declared, mapped))
    assert row.quantity == "mapped_area_ha"
    outline = reading(200.4, method="outline")
    (row,) = board(
        zone("here", declared, mapped, boundary_quality="openstreetmap", outline=outline)
    )
    assert (row.quantity, row.computed.value) == ("measured_area_ha", 200.4)


@pytest.mark.parametrize(
    ("area", "as_of", "cause"),
    [
        (150, "2024", "outline_incomplete"),
        (250, "2024", "outline_joins_zones"),
        (150, "2026-08-11", "different_date"),
    ],
)
def test_outline_unlike_what_was_mapped(area: float, as_of: str, cause: str) -> None:
    outline = reading(area, method="outline", as_of=as_of)
    mapped = figure("mapped_area_ha", 200)
    (row,) = board(zone("here", mapped, boundary_quality="openstreetmap", outline=outline))
    assert (row.declared.value, row.computed.value, row.cause_code) == (200, area, cause)


def test_outline_joins_what_its_namesake_lacks() -> None:
    first = zone("east-1", figure("total_area_ha", 178), figure("mapped_area_ha", 193))
    second = zone("east-2", figure("total_area_ha", 100), figure("mapped_area_ha", 85))
    causes = {row.subject_id: row.cause_code for row in board(first, second)}
    assert causes == {"east-1": "outline_joins_zones", "east-2": "outline_incomplete"}


def test_ledger_against_declared_figures() -> None:
    rows = board(
        zone(
            "here",
            figure("total_area_ha", 100),
            figure("leasable_area_ha", 100, as_of="2019"),
            figure("leased_area_ha", 30),
            figure("occupancy_rate", 0.6),
            ledger=LEDGER,
            ledger_as_of="2025",
        )
    )
    causes = {row.quantity: row.cause_code for row in rows if row.family == "ledger"}
    assert causes == {
        "net_ha": "gross_or_net",
        "leased_ha": "different_date",
        "occupancy_decree35": "service_land",
    }


def test_ledger_that_is_not_complete_is_a_lower_bound() -> None:
    ledger = {**LEDGER, "complete": False}
    rows = board(zone("here", figure("total_area_ha", 150), ledger=ledger))
    (row,) = rows
    assert (row.computed.bound, row.is_open, row.cause_code) == ("lower", True, "figures_missing")
    (row,) = board(zone("here", figure("total_area_ha", 90), ledger=ledger))
    assert not row.is_open


def test_ledger_with_unknown_lines_gives_no_row() -> None:
    ledger = {**LEDGER, "leased_ha": None, "remaining_ha": None, "occupancy_decree35": None}
    assert board(zone("here", figure("leased_area_ha", 30), ledger=ledger)) == ()


def test_leased_land_beyond_leasable_land_is_a_disagreement() -> None:
    rows = board(
        zone("here", figure("leasable_area_ha", 12.5), figure("leased_area_ha", 125))
    )  # fmt: skip
    assert [(row.quantity, row.cause_code) for row in rows] == [("leased_area_ha", "decimal_comma")]


def test_sum_with_a_zone_missing_is_open_until_it_exceeds_the_claim() -> None:
    zones = (zone("a", figure("total_area_ha", 60)), zone("b"))
    (row,) = board(*zones, claims=(claim("operating_kcn_area", 100, "ha"),))
    assert (row.computed.value, row.computed.missing, row.computed.bound) == (60, 1, "lower")
    assert (row.is_open, row.cause_code) == (True, "figures_missing")
    (row,) = board(*zones, claims=(claim("operating_kcn_area", 50, "ha"),))
    assert not row.is_open
    assert row.difference == pytest.approx(10)


def test_sum_counts_clusters_only_to_explain() -> None:
    zones = (
        zone("a", figure("total_area_ha", 60)),
        zone("c", figure("total_area_ha", 40), kind="CCN", official_unit="(CCN)"),
    )
    (row,) = board(*zones, claims=(claim("operating_kcn_area", 100, "ha"),))
    assert (row.computed.value, row.cause_code) == (60, "clusters_counted")


def test_count_groups_phases_of_one_official_zone() -> None:
    zones = (zone("a-1", official_unit="a"), zone("a-2", official_unit="a (probably)"))
    (row,) = board(*zones, claims=(claim("operating_kcn", 1, "zones"),))
    assert (row.computed.value, row.cause_code) == (2, "phases_counted_differently")
    assert "phase" in row.computed.definition_en


def test_count_leaves_doubtful_zones_out_of_official_units() -> None:
    zones = (zone("a"), zone("b", official_unit="(doubtful)"))
    rows = board(*zones, claims=(claim("operating_kcn", 5, "zones"),))
    assert {row.computed.value for row in rows} == {1, 2}


def test_older_claim_differs_by_its_date() -> None:
    old = replace(claim("operating_kcn", 9, "zones", as_of="2020"), claim_id="old")
    rows = board(zone("a"), claims=(claim("operating_kcn", 1, "zones"), old))
    assert {row.cause_code for row in rows} == {"different_date"}
    assert {row.declared.value for row in rows if row.family == "counts"} == {9}


def test_occupancy_of_some_zones_is_a_part_and_open() -> None:
    known = zone("a", figure("leasable_area_ha", 50), figure("leased_area_ha", 40))
    rows = board(known, zone("b"), claims=(claim("occupancy", 0.6, "share"),))
    (row,) = [row for row in rows if row.family == "occupancy"]
    assert (row.computed.value, row.computed.bound, row.is_open) == (0.8, "partial", True)
    (row,) = [
        row
        for row in board(known, claims=(claim("occupancy", 0.6, "share"),))
        if row.family == "occupancy"
    ]
    assert (row.computed.bound, row.is_open) == (None, False)


def test_nothing_declared_is_no_row_and_no_zero() -> None:
    claims = (claim("operating_kcn_area", 100, "ha"), claim("occupancy", 0.6, "share"))
    assert board(zone("a"), claims=claims) == ()


def test_span_of_dates_reaches_from_first_to_last() -> None:
    assert span_of_dates(["2015", "~2024-01-24", "2022-05"]) == "2015-01/2024-01"
    assert span_of_dates(["2015", "2015"]) == "2015"
    assert span_of_dates([]) is None
