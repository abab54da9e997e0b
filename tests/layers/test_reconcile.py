"""The board on the bundled data: every known conflict is on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

import psycopg
import pytest

from geo.errors import UnknownZone
from layers.address import DatabaseAddress
from layers.database import create_read_pool
from layers.reconcile import (
    CAUSES,
    Disagreement,
    count_causes,
    disagreement_row,
    list_disagreements,
)
from layers.settings import DatabaseSettings
from tests.layers.by_hand import Land, hectares

DAY = date(2026, 11, 22)
Find = Callable[..., list[Disagreement]]


def read_board(
    address: DatabaseAddress, day: date = DAY, zone_id: str | None = None
) -> tuple[Disagreement, ...]:
    async def ask() -> tuple[Disagreement, ...]:
        async with create_read_pool(address.reader_url, DatabaseSettings()) as pool:
            return await list_disagreements(pool, day, zone_id=zone_id)

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def board(loaded_database: DatabaseAddress) -> tuple[Disagreement, ...]:
    return read_board(loaded_database)


@pytest.fixture(scope="module")
def find(board: tuple[Disagreement, ...]) -> Find:
    def find_rows(subject: str, quantity: str, family: str | None = None) -> list[Disagreement]:
        return [
            row
            for row in board
            if (row.subject_id, row.quantity) == (subject, quantity)
            and family in (None, row.family)
        ]

    return find_rows


def values(rows: list[Disagreement]) -> set[tuple[float | None, float | None]]:
    return {(row.declared.value, row.computed.value) for row in rows}


def test_board_has_three_occupancies_of_chau_duc(find: Find) -> None:
    rows = find("chau-duc", "occupancy_rate", "rivals")
    assert values(rows) == {(0.482, 0.62), (0.482, 0.484)}
    assert {row.cause_code for row in rows} == {"different_date"}
    assert {(row.spread_low, row.spread_high, row.spread_count) for row in rows} == {
        (0.482, 0.62, 3)
    }
    assert rows[0].difference == pytest.approx(0.138)
    assert rows[0].relative == pytest.approx(0.138 / 0.482, abs=1e-6)


def test_board_has_hiep_phuoc_2_as_a_digit_swap(find: Find) -> None:
    (row,) = find("hiep-phuoc-2", "total_area_ha")
    assert (row.declared.value, row.computed.value) == (579, 597)
    assert row.cause_code == "digit_swap"
    assert (row.declared.badge, row.computed.badge) == ("B", "C")
    assert row.computed.source_keys[:2] == ("hipc-2018", "baodautu-hiep-phuoc")


@pytest.mark.parametrize(
    ("zone_id", "after", "before"),
    [
        ("song-than-3", 427, {534, 533.8, 533}),
        ("dai-dang", 219, {274, 274.3}),
        ("phu-tan", 107, {133}),
        ("kim-huy", 172, {205, 214, 237}),
        ("tan-dong-hiep-b", 150, {163, 164.12}),
    ],
)
def test_board_has_areas_of_binh_duong_before_and_after_the_cut(
    find: Find, zone_id: str, after: float, before: set[float]
) -> None:
    rows = find(zone_id, "total_area_ha", "rivals")
    assert values(rows) == {(after, value) for value in before}
    assert {row.cause_code for row in rows} == {"different_date"}


def test_board_has_song_than_wider_on_openstreetmap_than_declared(find: Find) -> None:
    (row,) = find("song-than-1", "mapped_area_ha")
    assert (row.declared.value, row.computed.value) == (178.01, 350.1)
    assert row.cause_code == "outline_joins_zones"
    assert row.computed.source_keys == ("openstreetmap",)


def test_board_has_outlines_that_miss_parts(find: Find) -> None:
    (row,) = find("phu-tan", "mapped_area_ha")
    assert (row.declared.value, row.computed.value) == (107, 36.2)
    assert row.cause_code == "outline_incomplete"


def test_board_has_31_rows_of_binh_duong_against_28(find: Find) -> None:
    rows = find("bd", "zones_operating", "counts")
    assert values(rows) == {(28, 31), (28, 29)}
    assert {row.cause_code for row in rows} == {"phases_counted_differently"}


def test_board_has_66_established_against_58_operating(find: Find) -> None:
    rows = [
        row for row in find("hcmc_merged", "zones_established", "claims")
        if row.cause_code == "established_or_operating"
    ]  # fmt: skip
    assert values(rows) == {(66, 58)}


def test_board_has_the_regions_claim_against_its_provinces(find: Find) -> None:
    rows = find("hcmc_merged", "zones_established", "claims")
    assert (66, 65) in values(rows)


def test_board_has_both_national_figures(find: Find) -> None:
    (land,) = find("vietnam", "industrial_land")
    assert (land.declared.value, land.computed.value) == (101_600, 180_000)
    left = find("vietnam", "industrial_land_left")
    assert (47_500, 80_000) in values(left)
    assert land.cause_code == "planned_or_built"


def test_board_has_co_khi_o_to_and_vsip(find: Find) -> None:
    (row,) = find("co-khi-o-to", "occupancy_rate")
    assert row.declared.value == 0.8
    assert row.computed.value == pytest.approx(20 / 30, abs=1e-6)
    assert row.computed.badge == "C"
    (row,) = find("vsip-1", "leasable_area_ha")
    assert (row.declared.value, row.computed.value) == (500, 490)
    assert row.cause_code == "gross_or_net"


def test_board_never_reads_no_land_left_as_a_number(find: Find) -> None:
    (row,) = find("tan-tao", "no_land_left")
    assert row.cause_code == "statement_not_measure"
    assert row.declared.value is None
    assert (row.difference, row.relative, row.size) == (None, None, None)


def test_board_counts_statements_as_the_board_of_zones_did(find: Find) -> None:
    assert find("hcmc_former", "no_land_left") == []


def test_board_leaves_clusters_and_high_tech_parks_out_of_zone_counts(find: Find) -> None:
    rows = find("hcmc_former", "zones_operating", "counts")
    # 15 industrial parks and 3 export zones, of which Hiệp Phước 1 and 2 are one official zone.
    assert values(rows) == {(17, 18)}


def test_board_says_how_many_zones_a_sum_lacks(find: Find) -> None:
    (row,) = find("brvt", "leasable")
    assert row.computed.bound == "lower"
    assert (row.computed.counted, row.computed.missing) == (6, 7)
    assert row.is_open
    assert row.cause_code == "figures_missing"
    (row,) = [r for r in find("hcmc_former", "occupancy") if r.declared.as_of == "2024-07"]
    assert row.computed.bound == "partial"


def test_board_gives_no_sum_where_nothing_is_known(find: Find) -> None:
    assert find("bd", "clusters_area") == []


def test_board_does_not_compare_schematic_outlines_or_illustrative_parcels(
    board: tuple[Disagreement, ...],
) -> None:
    assert not [row for row in board if row.quantity == "measured_area_ha"]
    assert not [row for row in board if row.family == "ledger"]


def test_board_is_sorted_by_size_with_open_rows_and_statements_last(
    board: tuple[Disagreement, ...],
) -> None:
    keys = [(row.size is None, row.is_open, -(row.size or 0)) for row in board]
    assert keys == sorted(keys)


def test_board_gives_every_row_both_passports(board: tuple[Disagreement, ...]) -> None:
    for row in board:
        for side in (row.declared, row.computed):
            assert side.definition_vi
            assert side.definition_en
            assert side.method
            assert side.method == "count" or side.badge in set("ABCD")
            assert side.method == "count" or side.source_keys
        assert row.cause_code in CAUSES
        assert disagreement_row(row)["declared"]["unit"] == row.unit


def test_board_of_one_zone_is_its_part_of_the_board(
    loaded_database: DatabaseAddress, board: tuple[Disagreement, ...]
) -> None:
    rows = read_board(loaded_database, zone_id="chau-duc")
    assert rows == tuple(row for row in board if row.subject_id == "chau-duc")
    with pytest.raises(UnknownZone, match="there is no zone 'atlantis'"):
        read_board(loaded_database, zone_id="atlantis")


def test_board_of_an_earlier_day_knows_nothing_later(loaded_database: DatabaseAddress) -> None:
    rows = read_board(loaded_database, date(2022, 8, 15))
    assert not [row for row in rows if row.subject_kind == "country"]
    shares = [
        row for row in rows if (row.subject_id, row.quantity) == ("chau-duc", "occupancy_rate")
    ]
    assert shares == []


def test_count_causes_adds_up(board: tuple[Disagreement, ...]) -> None:
    assert sum(count_causes(board).values()) == len(board)


def test_board_is_empty_on_an_empty_database(shared_database: DatabaseAddress) -> None:
    assert read_board(shared_database) == ()


def test_board_compares_a_real_outline_and_real_parcels(fresh_database: DatabaseAddress) -> None:
    with psycopg.connect(
        fresh_database.owner_url, options="-c search_path=zonemap,public"
    ) as connection:
        land = Land(connection)
        land.source()
        land.zone(boundary=hectares(wide=4), boundary_badge="A")
        land.figure("total_area_ha", 5, as_of="2020-01-01", sources=["s1"])
        land.figure("leasable_area_ha", 3, as_of="2020-01-01", sources=["s1"])
        for column in range(4):
            use = "industrial" if column < 2 else "green"
            land.parcel(f"p{column}", hectares(column), use=use, commercial="leased")
    rows = {(row.family, row.quantity): row for row in read_board(fresh_database)}
    assert set(rows) == {
        ("outline", "measured_area_ha"), ("ledger", "net_ha"), ("ledger", "gross_ha"),
    }  # fmt: skip
    assert rows["outline", "measured_area_ha"].computed.value == pytest.approx(4, abs=1e-4)
    net = rows["ledger", "net_ha"]
    assert (net.declared.value, net.cause_code) == (3, "different_date")
    assert net.computed.value == pytest.approx(2, abs=1e-4)
