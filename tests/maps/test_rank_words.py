"""Sentences about a ranking, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from layers.ranking.criteria import CRITERION_BY_KEY
from layers.ranking.explaining import Explanation, explain
from layers.ranking.reading import Known
from layers.ranking.scoring import build_table, rank, weights_from
from layers.ranking.stability import chances
from layers.records import Figure, Headline, IndustrialZone, NearestDistance
from maps.labels import Language
from maps.rank_words import doubt_sentence, figure_text, lead_sentence, missing_sentence

DAY = date(2026, 11, 22)
HOSTILE = "</script><img src=x onerror=alert(1)>${alert(1)}{first}%s"
NOTHING = Headline(None, None, None, None, None, (), None, "unknown")


def zone(zone_id: str, *, port_m: float | None = None, **rent: float) -> IndustrialZone:
    figures = {}
    if rent:
        ends = {name: rent.get(name) for name in ("value", "low", "high")}
        figures["lease_price_usd_m2"] = Figure(
            "lease_price_usd_m2",
            **ends,
            text=None,
            unit="USD/m2/term",
            scope="zone",
            as_of="2025",
            badge="B",
            source_keys=("s1",),
            method="published",
        )
    distances = {}
    if port_m is not None:
        distances["port"] = NearestDistance(
            "port", port_m, "p", "Cảng Mơ", "Mo Port", "operating", "boundary", "D", 2000.0
        )
    return IndustrialZone(
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
        figures=figures,
        distances=distances,
        ledger=None,
        remaining=NOTHING,
        occupancy=NOTHING,
    )


def explained(*zones: IndustrialZone, **weights: float) -> Explanation:
    explanation = explain(rank(build_table(zones, DAY), weights_from(weights)))
    assert explanation is not None
    return explanation


def doubt(language: Language, *zones: IndustrialZone, **weights: float) -> str:
    ranking = rank(build_table(zones, DAY), weights_from(weights))
    explanation = explain(ranking)
    assert explanation is not None
    found = chances(ranking.table, ranking.weights.in_play)
    return doubt_sentence(explanation, found, ranking, language)


@pytest.fixture
def two() -> Explanation:
    return explained(
        zone("A", port_m=1_500.0, value=1_150.0), zone("B", low=120, high=180), port=3, rent=1
    )


def test_sentence_in_vietnamese(two: Explanation) -> None:
    assert lead_sentence(two, "vi") == (
        "Khu A đứng đầu với 71,5 điểm, hơn Khu B (12,5 điểm) 59 điểm. Hơn nhiều nhất ở khoảng cách "
        "đến cảng hàng hóa hoặc ICD (dưới\u00a02 km so với chưa rõ: +71,5 điểm). Kém nhất ở "
        "giá thuê đất (1.150 USD/m²/kỳ hạn thuê so với 120–180 USD/m²/kỳ hạn thuê: −12,5 điểm)."
    )
    assert missing_sentence(two, "vi") == (
        "Chưa chắc về Khu A: khoảng cách đến cảng hàng hóa hoặc ICD (có thể thêm 3,5 điểm). "
        "Chưa chắc về Khu B: đến cảng hàng hóa hoặc ICD (có thể thêm 75 điểm); giá thuê đất (có "
        "thể thêm 6,3 điểm). Nếu mọi số liệu chưa chắc đều ở mức tốt nhất, Khu B đạt 93,8 điểm và "
        "có thể vượt."
    ).replace(": đến cảng", ": khoảng cách đến cảng")


def test_sentence_in_english(two: Explanation) -> None:
    assert lead_sentence(two, "en") == (
        "A Park comes first with 71.5 points, 59 ahead of B Park (12.5). It gains most in distance "
        "to a cargo port or ICD (under\u00a02 km against unknown: +71.5 points). It loses most "
        "in land rent (1,150 USD/m²/lease term against 120–180 USD/m²/lease term: −12.5 points)."
    )
    assert missing_sentence(two, "en").endswith(
        "With all that is not sure at its best, B Park would have 93.8 points and could lead."
    )


def test_likelier_zone_than_the_first_is_named() -> None:
    # A is sure of a little, B may be anything: B wins nearly whenever it can.
    of = (zone("A", port_m=50_000.0), zone("B"), zone("C", port_m=55_000.0))
    assert (
        "First by score is A Park; B Park, in place 3 by score, comes first more often: in 88"
        in doubt("en", *of, port=1)
    )
    assert (
        "Đứng đầu theo điểm là Khu A, nhưng Khu B (hạng 3 theo điểm) đứng đầu thường hơn: trong 88"
        in doubt("vi", *of, port=1)
    )
    sure = doubt("en", zone("A", value=50.0), zone("B", value=200.0), rent=1)
    assert "more often" not in sure


def test_lead_is_the_difference_of_what_is_shown() -> None:
    close = explained(zone("A", value=120.0), zone("B", value=120.02), rent=1)
    assert "less than 0.1 ahead of B Park (75)" in lead_sentence(close, "en")
    assert "hơn Khu B (75 điểm) chưa đến 0,1 điểm" in lead_sentence(close, "vi")
    assert "It gains" not in lead_sentence(close, "en")


def test_runner_up_that_cannot_lead_is_told() -> None:
    sure = explained(zone("A", value=50.0), zone("B", low=180, high=250), rent=1)
    assert missing_sentence(sure, "en") == (
        "Not sure of B Park: land rent (may add 25 points). Even with all that is not sure at its "
        "best, B Park would have 50 points and stay behind."
    )
    assert missing_sentence(sure, "vi").endswith("Khu B chỉ đạt 50 điểm, không vượt.")


def test_tie_is_told_as_one() -> None:
    tied = explained(zone("A", value=120.0), zone("B", value=120.0), rent=1)
    assert lead_sentence(tied, "en").startswith("A Park and B Park tie in what is certain (75 p")
    assert lead_sentence(tied, "vi").startswith("Khu A và Khu B bằng nhau ở phần chắc chắn (75 đ")


def test_single_zone_is_told_as_such() -> None:
    alone = explained(zone("A", value=120.0), rent=1)
    assert lead_sentence(
        alone, "en"
    ) == "A Park is the only zone ranked, with 75 points that are" + (" certain.")
    assert missing_sentence(alone, "vi") == ""


def test_doubt_has_the_chance_and_the_rivals() -> None:
    zones = [zone("A", value=60.0), *(zone(name) for name in "BCDEF")]
    told = doubt("en", *zones, rent=1)
    assert "% of 10,000 random weightings and among the first five in" in told
    assert told.endswith(
        "With these weights 5 other zones could lead if what is not sure of them turns out well."
    )
    assert "của 10.000 bộ trọng số ngẫu nhiên và ở trong năm khu đầu" in doubt("vi", *zones, rent=1)
    few = doubt("en", zone("A", value=60.0), zone("B"), rent=1)
    assert "among the first five" not in few
    assert "1 other zone could lead if what is not sure of it turns out well." in few
    none = doubt("vi", zone("A", value=60.0), zone("B", value=70.0), rent=1)
    assert none.startswith("Khu A đứng đầu trong 100 % của 10.000")
    assert none.endswith("Không khu nào khác có thể vượt với trọng số này.")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_hostile_name_is_only_text(language: Language) -> None:
    named = replace(zone("A", value=60.0), name_vi=HOSTILE, name_en=HOSTILE)
    explanation = explained(named, zone("B", value=200.0), rent=1)
    assert lead_sentence(explanation, language).startswith(HOSTILE)
    assert doubt(language, named, zone("B"), rent=1).startswith(HOSTILE)


@pytest.mark.parametrize(
    ("known", "key", "vi", "en"),
    [
        (Known("unknown"), "rent", "chưa rõ", "unknown"),
        (Known("none_left"), "remaining_ha", "hết đất cho thuê", "no land left to lease"),
        (Known("known", 0.0), "remaining_ha", "0 ha", "0 ha"),
        (Known("known", 1_234.5), "remaining_ha", "1.234,5 ha", "1,234.5 ha"),
        (
            Known("bounded", low=0.0, high=13.0),
            "largest_block_ha",
            "nhiều nhất 13 ha",
            "at most 13 ha",
        ),
        (Known("range", low=80.0), "rent", "từ 80 USD/m²/kỳ hạn thuê", "from 80 USD/m²/lease term"),
        (Known("range", high=80.0), "power", "nhiều nhất 80 MVA", "at most 80 MVA"),
        (Known("known", 31.0), "years_left", "31 năm", "31 years"),
        (Known("known", 0.525), "data_quality", "53 %", "53 %"),
        (Known("known", 12_340.0), "airport", "12,3 km", "12.3 km"),
    ],
)
def test_figure_for_people(known: Known, key: str, vi: str, en: str) -> None:
    assert figure_text(known, CRITERION_BY_KEY[key], "vi") == vi
    assert figure_text(known, CRITERION_BY_KEY[key], "en") == en
