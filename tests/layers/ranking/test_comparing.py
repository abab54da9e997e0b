"""Zones side by side: what is marked as the best, and what is never."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from layers.positions import shown_distance_m
from layers.ranking.comparing import CompareCell, ComparedRow, compare
from layers.records import IndustrialZone
from tests.layers.ranking.made_zones import DAY, distance, figure, headline, zone, zones


def row_of(key: str, *compared: IndustrialZone) -> ComparedRow:
    return next(row for row in compare(compared, DAY) if row.row.key == key)


def marks(key: str, *compared: IndustrialZone) -> list[bool]:
    return [cell.is_best for cell in row_of(key, *compared).cells]


def rent(zone_id: str, value: float | None = None, **ends: float) -> IndustrialZone:
    made = figure("lease_price_usd_m2", value, unit="USD/m2/term", **ends)
    return zone(zone_id, figures={"lease_price_usd_m2": made})


def test_lower_rent_is_best_and_the_others_say_by_how_much() -> None:
    row = row_of("rent", rent("a", 150), rent("b", 100), zone("c"))
    assert [cell.is_best for cell in row.cells] == [False, True, False]
    assert [cell.difference for cell in row.cells] == [50, 0, None]
    assert (row.known_count, row.differs) == (2, True)


def test_missing_figure_never_wins_nor_does_one_alone() -> None:
    assert marks("rent", zone("a"), zone("b")) == [False, False]
    assert marks("rent", rent("a", 150), zone("b")) == [False, False]


def test_ties_are_all_marked() -> None:
    assert marks("rent", rent("a", 100), rent("b", 100), rent("c", 120)) == [True, True, False]
    near = [zone(one, distances={"port": distance("port", m)}) for one, m in (("a", 1), ("b", 40))]
    assert marks("port", *near) == [True, True]  # both are shown as 0 km


def test_distances_are_told_apart_no_finer_than_they_are_shown() -> None:
    def at(zone_id: str, metres: float, within_m: float) -> IndustrialZone:
        return zone(zone_id, distances={"port": distance("port", metres, "D", within_m)})

    under = row_of("port", at("a", 747.0, 2000.0), at("b", 1_900.0, 2000.0))
    assert [cell.is_best for cell in under.cells] == [True, True]
    assert not under.differs
    # Under 2 km may be 2 km; 1.4 km is sure.
    assert marks("port", at("a", 747.0, 2000.0), at("b", 1_400.0, 50.0)) == [False, True]
    about = row_of("port", at("a", 6_600.0, 2000.0), at("b", 8_200.0, 2000.0))
    assert [cell.difference for cell in about.cells] == [0.0, 1000.0]


def test_range_wins_only_if_its_worse_end_is_best() -> None:
    assert marks("rent", rent("a", low=80, high=125), rent("b", 100)) == [False, True]
    assert marks("rent", rent("a", low=80, high=95), rent("b", 100)) == [True, False]
    assert marks("rent", rent("a", low=80), rent("b", 300)) == [False, True]


def test_no_land_left_as_a_statement_never_wins() -> None:
    said = zone("a", remaining=headline(state="none_left"))
    assert marks("remaining_ha", said, zone("b", remaining=headline(5.0))) == [False, True]
    assert marks("remaining_ha", said, zone("b")) == [False, False]
    # At most what remains: a bound, no figure.
    known = zone("b", remaining=headline(50.0))
    assert marks("largest_block_ha", known, zone("c", remaining=headline(9.0))) == [False, False]


def test_rows_without_a_better_end_mark_nothing() -> None:
    coast = [
        zone(one, distances={"coastline": distance("coastline", metres)})
        for one, metres in (("a", 100.0), ("b", 9_000.0))
    ]
    row = row_of("coastline", *coast)
    assert (row.row.better, row.differs) == (None, True)
    assert not any(cell.is_best or cell.difference is not None for cell in row.cells)


def test_words_are_kept_as_they_are() -> None:
    made = figure("developer", unit="", badge="C")
    hostile = replace(made, text="<img src=x onerror=alert(1)>")
    row = row_of("developer", zone("a", figures={"developer": hostile}), zone("b"))
    assert [cell.text for cell in row.cells] == ["<img src=x onerror=alert(1)>", None]
    assert (row.cells[0].known.badge, row.cells[1].known.state) == ("C", "unknown")
    assert [cell.text for cell in row_of("kind", zone("a"), zone("b")).cells] == ["KCN", "KCN"]


@given(st.lists(zones(), min_size=2, max_size=6))
def test_best_is_known_and_nobody_is_surely_better(made: list[IndustrialZone]) -> None:
    for row in compare(made, DAY):
        best = [cell for cell in row.cells if cell.is_best]
        assert len(best) == 0 or row.known_count > 1
        for cell in best:
            assert cell.known.state in ("known", "range")
        if row.row.unit is None:
            continue
        for low, high in map(ends_of, best):
            for other_low, other_high in map(ends_of, row.cells):
                assert not (other_low > high if row.row.better == "more" else other_high < low)


def ends_of(cell: CompareCell) -> tuple[float, float]:
    """Least and most that a figure may be, as it is shown; what is not known beats nothing.

    Figures are compared as they are shown, to two digits after the point.
    """
    known = cell.known
    if known.state != "known" or known.value is None:
        return -math.inf, math.inf
    if known.within is not None:
        return shown_distance_m(known.value, known.within)
    return known.value - 0.01, known.value + 0.01
