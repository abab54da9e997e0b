"""Partial dates, as sources give them."""

from __future__ import annotations

import calendar
import contextlib
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.errors import InvalidParameter
from layers.as_of import age_years, first_day, last_day

DAYS = st.dates(min_value=date(1, 1, 1))
PARTIAL = st.one_of(
    DAYS.map(lambda day: day.isoformat()),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
)


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2019-04-08", "2019-04-08", "2019-04-08"),
        ("~2014", "2014-01-01", "2014-12-31"),
        ("2025/2026", "2025-01-01", "2026-12-31"),
        ("2024-11/2025-02", "2024-11-01", "2025-02-28"),
        ("~2024-01-24/2024-02-01", "2024-01-24", "2024-02-01"),
    ],
)
def test_as_of_spans_the_time_it_names(as_of: str, first: str, last: str) -> None:
    assert (first_day(as_of).isoformat(), last_day(as_of).isoformat()) == (first, last)


@given(DAYS)
def test_as_of_of_a_day_is_that_day(day: date) -> None:
    assert first_day(day.isoformat()) == last_day(day.isoformat()) == day


@given(DAYS)
def test_as_of_of_a_month_is_the_whole_month(day: date) -> None:
    month = day.isoformat()[:7]
    assert first_day(month) == day.replace(day=1)
    assert last_day(month) == day.replace(day=calendar.monthrange(day.year, day.month)[1])


@given(DAYS)
def test_as_of_of_a_year_holds_its_months(day: date) -> None:
    year, month = day.isoformat()[:4], day.isoformat()[:7]
    assert first_day(year) <= first_day(month) <= day <= last_day(month) <= last_day(year)


@given(PARTIAL)
def test_as_of_approximate_is_the_same_time(as_of: str) -> None:
    assert first_day(f"~{as_of}") == first_day(as_of)
    assert last_day(f"~{as_of}") == last_day(as_of)


@given(PARTIAL, PARTIAL)
def test_as_of_interval_runs_from_first_to_last(begin: str, end: str) -> None:
    assume(first_day(begin) <= last_day(end))
    assert first_day(f"{begin}/{end}") == first_day(begin)
    assert last_day(f"{begin}/{end}") == last_day(end)


@given(PARTIAL, PARTIAL)
def test_as_of_interval_that_ends_before_it_begins_is_refused(begin: str, end: str) -> None:
    assume(last_day(end) < first_day(begin))
    with pytest.raises(InvalidParameter):
        last_day(f"{begin}/{end}")


@given(st.one_of(st.text(), st.text(alphabet="0123456789-/~")))
def test_as_of_of_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidParameter):
        assert first_day(text) <= last_day(text)


@pytest.mark.parametrize(
    "as_of",
    [
        "",
        "~",
        "24",
        "0000",
        "2024-13",
        "2024-00",
        "2023-02-29",
        "2024-05-00",
        "2024-1",
        "2024/",
        "2024/2025/2026",
        "~~2024",
        "2024/~2025",
        " 2024",
        "2024-10-10T00:00",
        "10/10/2024",
        "２０２４",
        "٢٠٢٤",
        "2024\n",
    ],
)
def test_as_of_in_another_form_is_refused(as_of: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        last_day(as_of)
    assert caught.value.received == f"the date {as_of!r} cannot be read"


@pytest.mark.parametrize(
    ("as_of", "day", "years"),
    [
        ("2019-04-08", date(2026, 11, 28), 7),
        ("2019-04-08", date(2026, 4, 7), 6),
        ("2019-04-08", date(2026, 4, 8), 7),
        ("2019-04", date(2026, 4, 29), 6),
        ("2019-04", date(2026, 4, 30), 7),
        ("~2023", date(2026, 12, 30), 2),
        ("2019/2021", date(2026, 12, 31), 5),
        ("2027", date(2026, 1, 1), 0),
        (None, date(2026, 1, 1), None),
    ],
)
def test_age_is_of_whole_years_since_the_last_day(
    as_of: str | None, day: date, years: int | None
) -> None:
    assert age_years(as_of, day) == years
