"""Temporal functions of CQL2: instants and intervals compared by their ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from psycopg import sql

from geo.errors import InvalidParameter
from layers.cql.terms import Bound, Term

Ends = tuple[sql.Composable, sql.Composable]
"""Beginning and end, both timestamptz; the same for an instant."""

# By the beginnings and ends of the two operands (OGC 21-065r2, table 11).
RELATIONS: Final[Mapping[str, str]] = {
    "t_after": "{a_begin} > {b_end}",
    "t_before": "{a_end} < {b_begin}",
    "t_contains": "{a_begin} < {b_begin} AND {a_end} > {b_end}",
    "t_disjoint": "{a_end} < {b_begin} OR {a_begin} > {b_end}",
    "t_during": "{a_begin} > {b_begin} AND {a_end} < {b_end}",
    "t_equals": "{a_begin} = {b_begin} AND {a_end} = {b_end}",
    "t_finishedby": "{a_begin} < {b_begin} AND {a_end} = {b_end}",
    "t_finishes": "{a_begin} > {b_begin} AND {a_end} = {b_end}",
    "t_intersects": "{a_begin} <= {b_end} AND {a_end} >= {b_begin}",
    "t_meets": "{a_end} = {b_begin}",
    "t_metby": "{a_begin} = {b_end}",
    "t_overlappedby": "{a_begin} > {b_begin} AND {a_begin} < {b_end} AND {a_end} > {b_end}",
    "t_overlaps": "{a_begin} < {b_begin} AND {a_end} > {b_begin} AND {a_end} < {b_end}",
    "t_startedby": "{a_begin} = {b_begin} AND {a_end} > {b_end}",
    "t_starts": "{a_begin} = {b_begin} AND {a_end} < {b_end}",
}


def compare_times(name: str, first: Ends, second: Ends) -> sql.Composed:
    """Condition that one of `RELATIONS` holds between two times."""
    return sql.SQL("(" + RELATIONS[name] + ")").format(
        a_begin=first[0], a_end=first[1], b_begin=second[0], b_end=second[1]
    )


def ends_of_term(term: Term) -> Ends:
    """Both ends of a date or timestamp: a date is its first moment, UTC."""
    moment = as_timestamp(term)
    return moment, moment


def ends_of_interval(value: Any, bound: Bound) -> Ends:
    """Both ends of `{"interval": [begin, end]}`; `..` is open.

    Raises
    ------
    InvalidParameter
        If it has not two ends, one of them is no time, or it ends before it begins.
    """
    if not isinstance(value, list) or len(value) != 2:
        raise InvalidParameter("an interval of the filter has not two ends", expected="begin, end")
    begin, end = (None if part == ".." else read_moment(part) for part in value)
    if begin is not None and end is not None and begin > end:
        raise InvalidParameter(
            f"an interval of the filter ends on {end} before it begins",
            expected="the earlier end first",
        )
    return (
        bound.bind("-infinity" if begin is None else begin, "timestamptz"),
        bound.bind("infinity" if end is None else end, "timestamptz"),
    )


def as_timestamp(term: Term) -> sql.Composable:
    """A date or timestamp as timestamptz."""
    if term.kind == "timestamp":
        return term.sql
    if term.kind != "date":
        raise InvalidParameter(
            f"the filter takes a {term.kind} for a time", expected="a date or a timestamp"
        )
    return sql.SQL("(CAST({} AS timestamp) AT TIME ZONE 'UTC')").format(term.sql)


def read_day(text: Any) -> date:
    """Day of `{"date": ...}`.

    Raises
    ------
    InvalidParameter
        If it is not a day of the calendar as YYYY-MM-DD.
    """
    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError
    except (TypeError, ValueError) as error:
        raise InvalidParameter(
            f"the date {str(text)[:40]!r} of the filter is none", expected="YYYY-MM-DD"
        ) from error
    return day


def read_moment(text: Any) -> datetime:
    """Moment of `{"timestamp": ...}`, or the first of a day, UTC.

    Raises
    ------
    InvalidParameter
        If it is neither.
    """
    if isinstance(text, dict):
        text = text.get("date", text.get("timestamp"))
    if isinstance(text, str) and len(text) == 10:
        return datetime.combine(read_day(text), datetime.min.time(), UTC)
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidParameter(
            f"the timestamp {str(text)[:40]!r} of the filter is none",
            expected="a time as RFC 3339 has it, such as 2026-01-31T00:00:00Z",
        ) from error
