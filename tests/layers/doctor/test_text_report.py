"""The report for a terminal, and the words it is made of."""

from __future__ import annotations

import math

import pytest

from layers.importers.doctor.text_report import LABELS, MOST_OF_A_CODE, write_text_report
from layers.importers.doctor.wording import (
    amount,
    coordinates,
    length,
    listing,
    meridian,
    position,
    share,
    shown,
)
from tests.layers.doctor.samples import diagnose, five, layer, square, zones


def test_report_of_a_good_file_says_so() -> None:
    text = write_text_report(diagnose(layer()), "en")

    assert text.splitlines()[:3] == [
        "File              lo-dat.gpkg (gpkg)",
        "Layer             lo_dat → parcels",
        f"SHA-256           {'5e' * 32}",
    ]
    assert "Result            can be taken: 0 errors, 0 questions, 0 repairs, 0 notes" in text
    assert "Area              before 5.00 ha, after 5.00 ha" in text
    assert text.endswith("Nothing was found.\n")


def test_report_of_a_refused_file_has_findings_and_readings() -> None:
    text = write_text_report(diagnose(layer(crs=None), zones()), "vi")

    assert "TỪ CHỐI, chưa lưu gì: 0 lỗi, 1 câu hỏi, 0 sửa chữa, 0 ghi chú" in text
    assert "câu hỏi     crs_missing                 cả tệp" in text
    assert "trong KCN Mẫu" in text
    assert "EPSG:5899   VN-2000 / TM-3 107-45" in text


def test_report_keeps_to_its_width() -> None:
    text = write_text_report(diagnose(layer(five(), "EPSG:9210"), zones()), "vi")

    assert max(len(line) for line in text.splitlines()) <= 100


def test_report_cuts_long_lists_and_counts_the_rest() -> None:
    rows = [{"ma_lo": "A"} for _ in range(30)]
    raw = layer([square(column) for column in range(30)], properties=rows)

    text = write_text_report(diagnose(raw), "en")

    assert text.count("error       duplicate_id") == MOST_OF_A_CODE
    assert "… and 9 more of duplicate_id" in text


def test_report_writes_out_what_would_act_on_a_terminal() -> None:
    hostile = "lô\x1b[31m\u202egnp.exe\u0007"
    raw = layer([square()], file=hostile, layer=hostile, properties=[{"ten": "a\x00\x1b]0;x"}])

    text = write_text_report(diagnose(raw), "vi")

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x00" not in text
    assert "lô\\u001b[31m\\u202egnp.exe\\u0007" in text


def test_report_lists_repairs_with_areas() -> None:
    doubled = [*square().exterior.coords[:2], *square().exterior.coords[1:]]
    text = write_text_report(diagnose(layer([square(1), type(square())(doubled)])), "en")

    assert "Repairs (1)" in text
    assert "#2 feature 2" in text
    assert "10,000.5 m² →        10,000.5 m²  proposed" in text


def test_report_has_every_word_in_both_languages() -> None:
    assert all(vi and en for vi, en in LABELS.values())


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (amount(1234.5, "m", 1), "1.234,5 m", "1,234.5 m"),
        (amount(1_000_000), "1.000.000", "1,000,000"),
        (amount(math.nan, "m²", 1), "? m²", "? m²"),
        (length(225.46), "225,5 m", "225.5 m"),
        (length(218_900), "218,9 km", "218.9 km"),
        (share(0.0123), "1,2%", "1.2%"),
        (listing([amount(1), amount(2)]), "1; 2", "1; 2"),
    ],
)
def test_words_are_written_as_each_language_does(words: object, vi: str, en: str) -> None:
    assert (words.vi, words.en) == (vi, en)  # type: ignore[attr-defined]


def test_coordinates_keep_the_digits_that_count() -> None:
    assert position(106.69831, 10.7721) == "106.69831, 10.77210"
    assert coordinates(603514.537, 1191410.466) == "603514.54, 1191410.47"
    assert coordinates(106.6983, 10.7721) == "106.698300, 10.772100"
    assert meridian(105.75) == "105°45'"
    assert meridian(105.0) == "105°00'"


def test_shown_cuts_and_writes_out() -> None:
    assert shown("Lô đất\xa0số 1") == "Lô đất\xa0số 1"
    assert shown("a" * 100) == "a" * 79 + "…"
    assert shown("a\nb\u2028c\U000e0001") == "a\\u000ab\\u2028c\\U000e0001"
