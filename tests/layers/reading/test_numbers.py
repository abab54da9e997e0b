from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.importers.reading import ReadOptions, read_file
from layers.importers.reading.numbers import (
    column_decimal,
    date_from_serial,
    read_date,
    read_number,
)

POINT = '"POINT(1 2)"'


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1.234,5", "comma", 1234.5),
        ("1 234,5", "comma", 1234.5),
        ("1\u00a0234,5", "comma", 1234.5),
        ("1.191.410,466", "comma", 1191410.466),
        ("1.191.410", "comma", 1191410),
        ("603514,537", "comma", 603514.537),
        ("12,5", "comma", 12.5),
        ("0,125", "comma", 0.125),
        ("1234.5", "point", 1234.5),
        ("1,234.5", "point", 1234.5),
        ("0.125", "point", 0.125),
        ("1,234,567", "point", 1234567),
        ("1.5e3", "point", 1500.0),
        ("-12", "whole", -12),
        ("\u221212", "whole", -12),
        ("12", "whole", 12),
        ("1.234", "unclear", None),
        ("1,234", "unclear", None),
    ],
)
def test_read_number(text: str, style: str, value: float | None) -> None:
    reading = read_number(text)
    assert (reading.style, reading.value("auto")) == (style, value)


@pytest.mark.parametrize(
    "text", ["", "nan", "inf", "12 m2", "1.23.4", "1,2,3", "--1", "1 23", "٣", "1" * 30, "0x10"]
)
def test_read_number_refuses(text: str) -> None:
    assert read_number(text).style is None


def test_read_number_takes_a_declared_mark() -> None:
    reading = read_number("1.234")
    assert (reading.value("comma"), reading.value("point")) == (1234, 1.234)
    assert read_number("1.234,5").value("point") is None


@given(st.decimals(min_value=-10_000_000, max_value=10_000_000, places=3))
def test_read_number_reads_back_what_vietnam_writes(number: Any) -> None:
    text = f"{number:,.3f}".translate(str.maketrans(",.", ".,"))
    assert read_number(text).value("comma") == float(number)
    assert read_number(f"{number:,.3f}").value("point") == float(number)


def test_column_decimal_needs_proof() -> None:
    unclear, comma, point = map(read_number, ("1.234", "1,5", "1.5"))
    assert column_decimal([unclear], "auto") == "auto"
    assert column_decimal([unclear, comma], "auto") == "comma"
    assert column_decimal([unclear, point], "auto") == "point"
    assert column_decimal([comma, point], "auto") is None
    assert column_decimal([comma, point], "point") == "point"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("1-2-2026", date(2026, 2, 1)),
        ("03.04.2024", date(2024, 4, 3)),
        ("2026-12-31", date(2026, 12, 31)),
        ("31/13/2026", None),
        ("30/02/2026", None),
        ("12/2026", None),
    ],
)
def test_read_date(text: str, day: date | None) -> None:
    assert read_date(text) == day


def test_date_from_serial_counts_as_spreadsheets_do() -> None:
    assert date_from_serial(45_000) == date(2023, 3, 15)
    assert date_from_serial(12) is None
    assert date_from_serial(45_000.5) is None


def read_column(folder: Path, name: str, cells: list[str], **options: Any) -> tuple[Any, Any]:
    """Values of one CSV column, and the codes of what was found."""
    path = folder / "a.csv"
    rows = "".join(f"{cell};{POINT}\n" for cell in cells)
    path.write_text(f"{name};wkt\n{rows}", encoding="utf-8")
    raw = read_file(path, ReadOptions(**options))
    values = [feature.properties[name] for feature in raw.features]
    return values, [finding.code for finding in raw.findings]


def test_read_file_reads_a_column_of_vietnamese_numbers(tmp_path: Path) -> None:
    values, codes = read_column(tmp_path, "diện tích", ["1.234", "5.678,9", "12", ""])
    assert (values, codes) == ([1234, 5678.9, 12, None], [])


def test_read_file_asks_about_unclear_numbers(tmp_path: Path) -> None:
    values, codes = read_column(tmp_path, "area", ["1.234", "5.678"])
    assert (values, codes) == (["1.234", "5.678"], ["number_ambiguous"])


def test_read_file_takes_the_declared_decimal_mark(tmp_path: Path) -> None:
    assert read_column(tmp_path, "area", ["1.234"], decimal="comma") == ([1234], [])
    assert read_column(tmp_path, "area", ["1.234"], decimal="point") == ([1.234], [])


def test_read_file_leaves_mixed_numbers_as_text(tmp_path: Path) -> None:
    values, codes = read_column(tmp_path, "area", ["1234.5", "1234,5"])
    assert (values, codes) == (["1234.5", "1234,5"], ["number_mixed"])


@pytest.mark.parametrize("name", ["parcel_id", "Số thửa", "Ký hiệu lô", "Mã", "name_vi"])
def test_read_file_keeps_names_as_text(name: str, tmp_path: Path) -> None:
    assert read_column(tmp_path, name, ["1.10", "0012", "7"]) == (["1.10", "0012", "7"], [])


def test_read_file_keeps_codes_with_leading_zeros(tmp_path: Path) -> None:
    assert read_column(tmp_path, "to_khai", ["0012", "7"]) == (["0012", "7"], [])


def test_read_file_reads_dates_day_first(tmp_path: Path) -> None:
    values, codes = read_column(tmp_path, "hạn", ["03/04/2024", "31/12/2049", ""])
    assert (values, codes) == ([date(2024, 4, 3), date(2049, 12, 31), None], [])


def test_read_file_leaves_dates_that_do_not_exist(tmp_path: Path) -> None:
    values, codes = read_column(tmp_path, "hạn", ["12/31/2049", "03/04/2024"])
    assert (values, codes) == (["12/31/2049", "03/04/2024"], ["date_unclear"])


def test_read_file_reads_day_numbers_in_columns_of_dates(tmp_path: Path) -> None:
    values, codes = read_column(tmp_path, "Ngày ký", ["45000", "45001"])
    assert (values, codes) == (
        [date(2023, 3, 15), date(2023, 3, 16)],
        ["date_serial", "date_serial"],
    )
    assert read_column(tmp_path, "area", ["45000"]) == ([45000], [])
