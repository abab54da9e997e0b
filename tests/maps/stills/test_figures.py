from __future__ import annotations

from dataclasses import replace

from layers.records import Headline
from maps.stills.figures import (
    area_fact,
    headline_fact,
    ranked,
    zone_label,
)
from tests.maps.invented_shortlist import NOTHING, figure, known, zone


def test_headline_of_nothing_is_unknown_and_never_ranked() -> None:
    assert headline_fact(NOTHING, "remaining", "vi").value == "chưa rõ"
    fact = headline_fact(NOTHING, "remaining", "en")
    assert (fact.value, fact.passport, fact.is_known) == ("unknown", "", False)
    assert ranked(NOTHING) is None


def test_headline_has_unit_date_and_badge() -> None:
    fact = headline_fact(known(40.25), "remaining", "vi")
    assert fact.value == "40,25\u00a0ha"
    assert fact.passport == "B\u00a0· 10/2024"
    assert fact.source_keys == ("press",)


def test_range_stays_a_range_and_ranks_by_its_middle() -> None:
    ranged = Headline(None, 0.8, 0.9, "2024", "C", ("press",), "declared", "known")
    assert headline_fact(ranged, "occupancy", "en").value == "80\u00a0–\u00a090%"
    assert ranked(ranged) == (0.8 + 0.9) / 2


def test_none_left_is_words_and_not_ranked() -> None:
    none_left = Headline(None, None, None, "2024", "B", ("press",), "statement", "none_left")
    assert headline_fact(none_left, "remaining", "vi").value == "Hết đất cho thuê"
    assert ranked(none_left) is None


def test_illustrative_land_is_not_ranked() -> None:
    assert ranked(replace(known(12.0), illustrative=True)) is None


def test_area_of_a_part_does_not_stand_for_the_zone() -> None:
    part = zone(1, figures={"total_area_ha": figure("total_area_ha", 12.0, scope="part")})
    assert area_fact(part, "vi").value == "chưa rõ"
    assert area_fact(zone(1), "vi").value == "1.235,5\u00a0ha"


def test_zone_label_drops_the_kind_is_never_cut_and_keeps_its_number() -> None:
    long = zone(1, name_vi="Khu công nghiệp Khoa học Công nghệ Nông nghiệp Bàu Bàng Lai Uyên")
    assert zone_label(long, "vi").endswith("Lai Uyên")
    assert zone_label(zone(1), "en") == "Ngu E O\u00a01"
