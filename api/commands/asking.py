"""What commands that ask the database share: the zone, the day, one question through a pool."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from layers.database import ReadPool

T = TypeVar("T")

ZoneOption = Annotated[str | None, typer.Option("--zone", "-z", help="One zone, by its id.")]
DayOption = Annotated[
    str | None, typer.Option("--as-of", help="Day, YYYY-MM-DD; default today.", metavar="DAY")
]


def read_day(text: str | None) -> date:
    """Day that an option names; today if it names none.

    Raises
    ------
    InvalidParameter
        If it is not a day.
    """
    from geo.errors import InvalidParameter
    from geo.vietnam_time import today_in_vietnam

    if text is None:
        return today_in_vietnam()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidParameter(
            f"the day is {text[:40]!r}", expected="YYYY-MM-DD", remedy="write it that way"
        ) from error


def with_pool(question: Callable[[ReadPool], Coroutine[Any, Any, T]]) -> T:
    """Ask the database one question through a pool of its own."""
    from layers.cluster import find_database
    from layers.database import create_read_pool
    from layers.settings import read_database_settings

    settings = read_database_settings()
    address = find_database(settings)

    async def ask() -> T:
        async with create_read_pool(address.reader_url, settings) as pool:
            return await question(pool)

    return asyncio.run(ask())
