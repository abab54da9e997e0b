"""Numbers and dates as Vietnam writes them: 1.234,5 and 31/12/2026.

A number written as text may be read two ways: 1.234 is a thousand here and a little over one
elsewhere. A column that holds a number of which only one reading is possible settles the rest of
the column; nothing else does, short of the person saying so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from layers.importers.reading.options import Decimal

Style = Literal["whole", "comma", "point", "unclear"]

_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_WHOLE: Final = re.compile(r"[+-]?\d+", re.ASCII)
_GROUPED: Final = {
    "comma": re.compile(r"[+-]?[1-9]\d{0,2}(?:[. ]\d{3})+(?:,\d+)?", re.ASCII),
    "point": re.compile(r"[+-]?[1-9]\d{0,2}(?:[, ]\d{3})+(?:\.\d+)?", re.ASCII),
}
_PLAIN: Final = {
    "comma": re.compile(r"[+-]?(?:\d+,?\d*|,\d+)(?:e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE),
    "point": re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE),
}
_LEADING_ZERO: Final = re.compile(r"[+-]?0\d", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII)
_FIRST_SERIAL: Final = 20_000
_LAST_SERIAL: Final = 80_000
_EPOCH: Final = date(1899, 12, 30)
_MOST_DIGITS: Final = 17


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a text can mean as a number.

    Attributes
    ----------
    style
        ``whole`` = no mark, one meaning; ``comma`` or ``point`` = the decimal mark it proves;
        ``unclear`` = two meanings. None = not a number.
    by_comma
        Its value with a decimal comma, None if it has none.
    by_point
        Its value with a decimal point, None if it has none.
    """

    style: Style | None
    by_comma: float | int | None = None
    by_point: float | int | None = None

    def value(self, decimal: Decimal) -> float | int | None:
        """The number under a style; with ``auto`` only if it has one meaning."""
        if decimal == "comma":
            return self.by_comma
        if decimal == "point":
            return self.by_point
        if self.style == "comma":
            return self.by_comma
        return self.by_point if self.style in ("point", "whole") else None


@lru_cache(maxsize=100_000)
def read_number(text: str) -> NumberReading:
    """Both meanings of a text as a number.

    Parameters
    ----------
    text
        Such as ``1.234,5``, ``1 234,5``, ``1234.5``, ``-12``, ``1.2e6``.

    Returns
    -------
    NumberReading
        Meanings and what the text proves; ``nan`` and ``inf`` are no numbers.
    """
    plain = _SPACES.sub(" ", text.strip()).replace("\u2212", "-")
    if not plain or (not plain[-1].isdigit() and plain[-1] not in ".,"):
        return NumberReading(None)
    by_comma, by_point = _value(plain, "comma"), _value(plain, "point")
    if by_comma is None and by_point is None:
        return NumberReading(None)
    if by_comma == by_point:
        return NumberReading("whole", by_comma, by_point)
    if by_point is None:
        return NumberReading("comma", by_comma, None)
    if by_comma is None:
        return NumberReading("point", None, by_point)
    return NumberReading("unclear", by_comma, by_point)


def column_decimal(readings: Iterable[NumberReading], declared: Decimal) -> Decimal | None:
    """Decimal mark of a column of numbers.

    Returns
    -------
    ``comma`` or ``point`` where declared or proved by a number of the column, ``auto`` where
    nothing depends on it or nothing tells, None where the column proves both.
    """
    if declared != "auto":
        return declared
    styles = {reading.style for reading in readings}
    if {"comma", "point"} <= styles:
        return None
    if "comma" in styles:
        return "comma"
    return "point" if "point" in styles else "auto"


def has_leading_zero(text: str) -> bool:
    """Whether a text is a code such as 0012, which as a number would lose its zeros."""
    return bool(_LEADING_ZERO.match(text.strip()))


def read_date(text: str) -> date | None:
    """Date of a text: day/month/year, or year-month-day; None if it is neither."""
    plain = text.strip()
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = map(int, match.groups())
    elif match := _ISO.fullmatch(plain):
        year, month, day = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def looks_like_date(text: str) -> bool:
    """Whether a text has the form of a date, even of one that does not exist."""
    plain = text.strip()
    return bool(_DAY_FIRST.fullmatch(plain) or _ISO.fullmatch(plain))


def date_from_serial(number: float) -> date | None:
    """Date of a spreadsheet's day number (1900 system), from 1954 to 2119; else None."""
    if not math.isfinite(number) or number != int(number):
        return None
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return None
    return _EPOCH + timedelta(days=int(number))


def _value(text: str, decimal: Literal["comma", "point"]) -> float | int | None:
    """Value of a text with one decimal mark, or None if it is not written so."""
    if len(text) > _MOST_DIGITS and sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return None
    if not (_GROUPED[decimal].fullmatch(text) or _PLAIN[decimal].fullmatch(text)):
        return None
    if decimal == "comma":
        text = text.replace(" ", "").replace(".", "").replace(",", ".")
    else:
        text = text.replace(" ", "").replace(",", "")
    if _WHOLE.fullmatch(text):
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else None
