"""Zones made up for tests of rankings, by hand and by hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import strategies as st

from layers.ranking.criteria import CRITERIA, WORTH
from layers.ranking.reading import UNKNOWN
from layers.ranking.scoring import Weights, WorthTable, weights_from
from layers.records import Badge, Figure, Headline, IndustrialZone, Ledger, NearestDistance

DAY = date(2026, 11, 22)
KEYS = [criterion.key for criterion in CRITERIA]


def figure(
    metric: str,
    value: float | None = None,
    *,
    unit: str,
    low: float | None = None,
    high: float | None = None,
    scope: str = "zone",
    badge: Badge = "B",
) -> Figure:
    return Figure(metric, value, low, high, None, unit, scope, "2025", badge, ("s1",), "published")


def headline(
    value: float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    state: Any = None,
    illustrative: bool = False,
) -> Headline:
    known = value is not None or low is not None or high is not None
    state = state or ("known" if known else "unknown")
    if state == "unknown":
        return Headline(None, None, None, None, None, (), None, "unknown")
    return Headline(value, low, high, "2025", "B", ("s1",), "declared", state, illustrative)


def distance(
    measure: str, distance_m: float, badge: Badge = "C", within_m: float = 50.0
) -> NearestDistance:
    near = ("x", "Nơi gần", "Near place", "operating", "boundary")
    return NearestDistance(measure, distance_m, *near, badge, within_m)


def ledger(largest_block_ha: float | None, *, illustrative: bool = False) -> Ledger:
    return Ledger(
        as_of=DAY,
        complete=True,
        illustrative=illustrative,
        gross_ha=100.0,
        net_ha=80.0,
        leased_ha=40.0,
        remaining_ha=40.0,
        available_now_ha=40.0,
        constrained_ha=0.0,
        in_preparation_ha=0.0,
        not_cleared_ha=0.0,
        reserved_ha=0.0,
        unclassified_ha=0.0,
        occupancy_decree35=0.5,
        occupancy_industrial=0.5,
        largest_block_ha=largest_block_ha,
        blocks_3_ha=1,
        blocks_5_ha=1,
        blocks_10_ha=1,
        blocks_25_ha=0,
        badge="A",
    )


def zone(zone_id: str = "a", **changes: Any) -> IndustrialZone:
    """A zone of which nothing is known but what is given."""
    bare = IndustrialZone(
        zone_id=zone_id,
        name_vi=f"Khu {zone_id}",
        name_en=f"{zone_id} Park",
        kind="KCN",
        status="operating",
        former_province="BD",
        district=None,
        official_unit=None,
        note=None,
        location=None,
        location_accuracy=None,
        location_badge=None,
        boundary=None,
        boundary_quality=None,
        measured_area_ha=None,
        figures={},
        distances={},
        ledger=None,
        remaining=headline(),
        occupancy=headline(),
    )
    return replace(bare, **changes)


WORTHS = st.integers(0, WORTH)
INTERVALS = st.tuples(WORTHS, WORTHS).map(lambda ends: (min(ends), max(ends)))
CELLS = st.one_of(
    WORTHS.map(lambda worth: (worth, worth)), INTERVALS, st.just((0, WORTH)), st.just((0, 0))
)
ROWS = st.lists(CELLS, min_size=len(KEYS), max_size=len(KEYS))
WEIGHTS = (
    st.lists(
        st.one_of(st.just(0.0), st.integers(1, 100), st.floats(0.01, 1000)),
        min_size=len(KEYS),
        max_size=len(KEYS),
    )
    .filter(any)
    .map(lambda numbers: weights_from(dict(zip(KEYS, numbers, strict=True))))
)


def table_of(rows: dict[str, list[tuple[int, int]]]) -> WorthTable:
    """A table of worths that come from nowhere."""
    ids = sorted(rows)
    ends = np.array([rows[zone_id] for zone_id in ids], dtype=np.int64).reshape(-1, len(KEYS), 2)
    return WorthTable(
        tuple(zone(zone_id) for zone_id in ids),
        tuple(tuple(UNKNOWN for _ in KEYS) for _ in ids),
        ends[:, :, 0].copy(),
        ends[:, :, 1].copy(),
    )


@st.composite
def tables(draw: Any, *, least: int = 1, most: int = 6) -> WorthTable:
    rows = draw(st.lists(ROWS, min_size=least, max_size=most))
    return table_of({f"z{n}": row for n, row in enumerate(rows)})


def only(**numbers: float) -> Weights:
    return weights_from(numbers)


_NUMBERS = st.one_of(st.none(), st.floats(0, 2000))
_RANGES = st.one_of(
    _NUMBERS.map(lambda value: {"value": value}),
    st.tuples(_NUMBERS, _NUMBERS).map(lambda ends: {"low": ends[0], "high": ends[1]}),
)


@st.composite
def zones(draw: Any, zone_id: str = "a") -> IndustrialZone:
    """A zone with any figures: numbers, ranges, open ranges, statements, nothing."""
    metrics = {
        "total_area_ha": "ha",
        "lease_price_usd_m2": "USD/m2/term",
        "wastewater_capacity_m3_day": "m3/day",
        "power_mva": "MVA",
    }
    figures = {
        metric: figure(metric, unit=unit, **draw(_RANGES), badge=draw(st.sampled_from("ABCD")))
        for metric, unit in metrics.items()
        if draw(st.booleans())
    }
    if draw(st.booleans()):
        year = draw(st.integers(2000, 2090))
        figures["lease_expiry_year"] = figure("lease_expiry_year", year, unit="year")
    distances = {
        measure: distance(
            measure, draw(st.floats(0, 200_000)), within_m=draw(st.sampled_from([50, 500, 2000]))
        )
        for measure in ("deep_sea_berth", "port", "airport", "expressway", "coastline")
        if draw(st.booleans())
    }
    left = draw(
        st.one_of(
            st.just(headline()),
            st.just(headline(state="none_left")),
            _RANGES.map(lambda numbers: headline(**numbers)),
        )
    )
    block = draw(st.one_of(st.none(), st.floats(0, 60)))
    return zone(
        zone_id,
        figures=figures,
        distances=distances,
        remaining=left,
        ledger=None if block is None else ledger(block, illustrative=draw(st.booleans())),
    )
