"""The date a figure speaks of, as sources give it: a day, a month, a year, a span, or about then.

ISO 8601 partial dates, an interval as `a/b`, `~` before what is approximate.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from geo.errors import InvalidParameter

_PART = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?)?"
)


def first_day(as_of: str) -> date:
    """First day of the time a figure speaks of; on earlier days it was not known.

    Parameters
    ----------
    as_of
        YYYY, YYYY-MM, YYYY-MM-DD, or two of them as a/b; `~` before it is passed over.

    Raises
    ------
    InvalidParameter
        If it is none of these, or no such day exists.
    """
    year, month, day = _parts(as_of)[0]
    return _day(as_of, year, month or 1, day or 1)


def last_day(as_of: str) -> date:
    """Last day of the time a figure speaks of; it orders figures by date.

    Parameters
    ----------
    as_of
        As for `first_day`.

    Raises
    ------
    InvalidParameter
        As `first_day`, and if an interval ends before it begins.
    """
    year, month, day = _parts(as_of)[-1]
    month = month or 12
    end = _day(as_of, year, month, day or calendar.monthrange(year, month)[1])
    if end < first_day(as_of):
        raise _refusal(as_of)
    return end


STALE_YEARS = 3
"""From this age on a figure says how old it is."""


def age_years(as_of: str | None, on_day: date) -> int | None:
    """Whole years from the last day of the time a figure speaks of; None where it is undated."""
    if as_of is None:
        return None
    last = last_day(as_of)
    is_before_its_day = (on_day.month, on_day.day) < (last.month, last.day)
    return max(0, on_day.year - last.year - is_before_its_day)


def _parts(as_of: str) -> list[tuple[int, int, int]]:
    """Year, month and day of each end; 0 for what is not given."""
    matches = [_PART.fullmatch(part) for part in as_of.removeprefix("~").split("/")]
    if len(matches) > 2:
        raise _refusal(as_of)
    parts = []
    for match in matches:
        if match is None or match["year"] == "0000":
            raise _refusal(as_of)
        parts.append((int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)))
    return parts


def _day(as_of: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _refusal(as_of) from error


def _refusal(as_of: str) -> InvalidParameter:
    return InvalidParameter(
        f"the date {as_of[:40]!r} cannot be read",
        expected="YYYY, YYYY-MM, YYYY-MM-DD or an interval a/b, with ~ before an approximate one",
        remedy="write the date that way, or leave the cell empty",
    )
