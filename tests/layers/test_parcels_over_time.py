"""Parcels over time: what a file changes, what stays on record, and totals on every day."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

import psycopg
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from geo.measures import geodesic_area_m2
from geo.units import shown_parcel_area_m2
from layers.importers.parcels import ParcelState, store_parcels

ZONE = "khu-thu"
FIRST_DAY = date(2025, 1, 1)
DAYS = 60
PLOTS = 6

AXES = {
    "use": ("industrial", "service", "green"),
    "clearance": ("not_cleared", "under_way", "cleared"),
    "servicing": ("not_serviced", "serviced"),
    "commercial": ("available", "optioned", "reserved", "leased", "not_for_lease"),
    "constraint_kind": ("none", "flood"),
}


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def plot(number: int, **axes: str) -> ParcelState:
    west = 106.7 + number * 0.001
    outline = shapely.MultiPolygon([shapely.box(west, 10.8, west + 0.001, 10.801)])
    told = {"use": "industrial", "clearance": "cleared", "servicing": "serviced"} | axes
    return ParcelState(f"{ZONE}/{number}", ZONE, outline, **told)


@pytest.fixture
def zone_connection(shared_database):
    """Connection with one zone that has no parcels; what it does is rolled back."""
    options = "-c search_path=zonemap,public"
    with (
        psycopg.connect(shared_database.owner_url, row_factory=dict_row, options=options) as opened,
        opened.transaction(force_rollback=True),
    ):
        opened.execute(
            "INSERT INTO zone (zone_id, name_vi, name_en, kind, former_province, status, origin)"
            " VALUES (%s, 'Khu thử', 'Trial zone', 'KCN', 'HCMC', 'operating', 'bundle')",
            [ZONE],
        )
        yield opened


def store(connection, parcels, number, **options):
    return store_parcels(connection, parcels, from_day=day(number), origin="import:1", **options)


def ledger_on(connection, number):
    return connection.execute(
        "SELECT * FROM zone_ledger(%s) WHERE zone_id = %s", [day(number), ZONE]
    ).fetchone()


def test_store_parcels_begins_on_its_day(zone_connection):
    changes = store(zone_connection, [plot(0), plot(1)], 10)
    assert (changes.begun, changes.ended, changes.departed) == (2, 0, 0)
    assert ledger_on(zone_connection, 9) is None
    assert ledger_on(zone_connection, 10)["gross_ha"] > 2.4


def test_store_parcels_twice_adds_nothing(zone_connection):
    store(zone_connection, [plot(0), plot(1)], 10)
    assert not store(zone_connection, [plot(0), plot(1)], 10).anything


def test_store_parcels_keeps_what_held_before(zone_connection):
    store(zone_connection, [plot(0, commercial="available")], 0)
    store(zone_connection, [plot(0, commercial="leased")], 20)
    assert ledger_on(zone_connection, 19)["leased_ha"] == 0
    assert ledger_on(zone_connection, 20)["leased_ha"] > 1.2
    ended = zone_connection.execute(
        "SELECT count(*) AS n FROM parcel WHERE NOT upper_inf(recorded)"
    ).fetchone()
    assert ended["n"] == 1


def test_store_parcels_of_an_earlier_day_leaves_later_days_alone(zone_connection):
    store(zone_connection, [plot(0, commercial="available")], 0)
    store(zone_connection, [plot(0, commercial="leased")], 30)
    store(zone_connection, [plot(0, commercial="reserved")], 10)
    lines = [ledger_on(zone_connection, n) for n in (5, 15, 35)]
    assert [bool(line["available_now_ha"]) for line in lines] == [True, False, False]
    assert [bool(line["reserved_ha"]) for line in lines] == [False, True, False]
    assert [bool(line["leased_ha"]) for line in lines] == [False, False, True]


def test_store_parcels_of_a_whole_zone_ends_those_that_left(zone_connection):
    store(zone_connection, [plot(0), plot(1)], 0)
    changes = store(zone_connection, [plot(0)], 10, whole_zones=[ZONE])
    assert (changes.begun, changes.ended, changes.departed) == (0, 1, 1)
    assert (
        ledger_on(zone_connection, 9)["gross_ha"] == 2 * ledger_on(zone_connection, 10)["gross_ha"]
    )


def test_store_parcels_of_a_part_leaves_the_others(zone_connection):
    store(zone_connection, [plot(0), plot(1)], 0)
    changes = store(zone_connection, [plot(0, commercial="leased")], 10)
    assert changes.departed == 0
    assert ledger_on(zone_connection, 10)["gross_ha"] == ledger_on(zone_connection, 9)["gross_ha"]


def test_store_parcels_ends_illustrative_ones_of_its_zone(zone_connection):
    zone_connection.execute(
        "INSERT INTO parcel (parcel_id, zone_id, geom, illustrative, badge, origin, valid)"
        " VALUES ('x', %s, ST_Multi(ST_MakeEnvelope(106.7, 10.8, 106.71, 10.81, 4326)), true,"
        " 'C', 'bundle', daterange(NULL, NULL))",
        [ZONE],
    )
    assert store(zone_connection, [plot(0)], 0).illustrative_ended == 1
    assert ledger_on(zone_connection, 0)["illustrative"] is False


@dataclass
class Model:
    """The same history, kept by hand: for each plot the states by the day they begin."""

    states: dict[int, dict[int, ParcelState]] = field(default_factory=dict)

    def state(self, number: int, on: int) -> ParcelState | None:
        begun = [begin for begin in self.states.get(number, {}) if begin <= on]
        return self.states[number][max(begun)] if begun else None

    def edit(self, number: int, on: int, state: ParcelState) -> None:
        if self.state(number, on) != state:
            self.states.setdefault(number, {})[on] = state

    def totals_ha(self, on: int) -> dict[str, Decimal]:
        totals: Counter[str] = Counter()
        for number in self.states:
            state = self.state(number, on)
            if state is not None:
                area_m2 = shown_parcel_area_m2(geodesic_area_m2(state.outline))
                for line in ("gross", *lines_of(state)):
                    totals[line] += area_m2
        return {line: Decimal(area) / 10_000 for line, area in totals.items()}


def lines_of(state: ParcelState) -> list[str]:
    """Lines of the ledger that a parcel counts for, by the rules in words."""
    if state.use not in ("industrial", "service"):
        return []
    if state.commercial == "leased":
        return ["net", "leased"]
    if state.commercial in ("reserved", "optioned"):
        return ["net", "remaining", "reserved"]
    if state.clearance != "cleared":
        return ["net", "remaining", "not_cleared"]
    if state.servicing != "serviced":
        return ["net", "remaining", "in_preparation"]
    if state.constraint_kind != "none" or state.commercial == "not_for_lease":
        return ["net", "remaining", "constrained"]
    return ["net", "remaining", "available_now"]


LINES = (
    "gross",
    "net",
    "leased",
    "remaining",
    "reserved",
    "not_cleared",
    "in_preparation",
    "constrained",
    "available_now",
)


def replay(connection, edits):
    """Store the edits, keep the model beside them, and compare the totals of every day."""
    model = Model()
    for number, on, axes in edits:
        state = plot(number, **axes)
        store(connection, [state], on)
        model.edit(number, on, state)
    for on in range(DAYS):
        expected = model.totals_ha(on)
        row = ledger_on(connection, on)
        found = {line: row[f"{line}_ha"] for line in LINES} if row else dict.fromkeys(LINES, 0)
        assert found == {line: expected.get(line, 0) for line in LINES}, f"day {on}"


edit_strategy = st.tuples(
    st.integers(0, PLOTS - 1),
    st.integers(0, DAYS - 1),
    st.fixed_dictionaries({axis: st.sampled_from(words) for axis, words in AXES.items()}),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=st.lists(edit_strategy, max_size=25))
def test_totals_of_every_day_equal_a_ledger_made_from_scratch(zone_connection, edits):
    zone_connection.execute("DELETE FROM parcel WHERE zone_id = %s", [ZONE])
    replay(zone_connection, edits)


@pytest.mark.slow
def test_a_thousand_edits_replayed_give_the_ledger_of_every_day(zone_connection):
    rng = random.Random(2026)  # noqa: S311 - any order will do, the same each time
    edits = [
        (
            rng.randrange(PLOTS),
            rng.randrange(DAYS),
            {axis: rng.choice(words) for axis, words in AXES.items()},
        )
        for _ in range(1000)
    ]
    replay(zone_connection, edits)


def test_a_reshaped_plot_counts_with_its_new_area(zone_connection):
    store(zone_connection, [plot(0)], 0)
    half = shapely.MultiPolygon([shapely.box(106.7, 10.8, 106.7005, 10.801)])
    store(zone_connection, [replace(plot(0), outline=half)], 10)
    before, after = (ledger_on(zone_connection, n)["gross_ha"] for n in (9, 10))
    assert after == pytest.approx(before / 2, abs=Decimal("0.00001"))
