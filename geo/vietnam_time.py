"""What day it is in the region, wherever the server stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM_TIME: Final = timezone(timedelta(hours=7))
"""Vietnam's time since 13 June 1975 (IANA, Asia/Ho_Chi_Minh); it has no summer time."""


def today_in_vietnam() -> date:
    """The day that it is in Vietnam now."""
    return datetime.now(VIETNAM_TIME).date()


def day_of(moment: datetime) -> date:
    """The day that it is in Vietnam at a moment.

    Parameters
    ----------
    moment
        With its offset from UTC.

    Raises
    ------
    OverflowError
        If that day is outside the calendar of four-digit years.
    """
    return moment.astimezone(VIETNAM_TIME).date()
