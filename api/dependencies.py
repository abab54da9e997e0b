"""What routes are handed: the read pool, the day asked for, the format, checked parameters.

All are coroutines: the framework runs plain functions in a thread each, which takes longer than
most of our answers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Literal

from fastapi import Depends, Query, Request

from geo.errors import InvalidParameter
from geo.vietnam_time import today_in_vietnam
from layers.database import ReadPool

GEOJSON_TYPE = "application/geo+json"


async def get_pool(request: Request) -> ReadPool:
    """The read pool of the app."""
    pool: ReadPool = request.app.state.pool
    return pool


def read_day(as_of: str | None) -> date:
    """Day of a text, today where there is none.

    Raises
    ------
    InvalidParameter
        If it is not a day, or has not come yet.
    """
    if as_of is None:
        return today_in_vietnam()
    try:
        day = date.fromisoformat(as_of)
        if day.isoformat() != as_of:  # Python also reads 20260101 and 2026-W01-1
            raise ValueError
        if day > today_in_vietnam():  # nobody knows yet how things will stand
            raise ValueError
        return day
    except ValueError as error:
        raise InvalidParameter(
            f"as_of is {as_of[:40]!r}",
            expected="a day as YYYY-MM-DD, today at the latest",
            remedy="correct it or leave it out for today",
        ) from error


async def get_day(
    as_of: Annotated[
        str | None,
        Query(
            description="Day, YYYY-MM-DD: figures and parcels as they stood then. Default today."
        ),
    ] = None,
) -> date:
    """Day on which figures and parcels are taken; errors as `read_day`."""
    return read_day(as_of)


async def get_format(
    request: Request,
    format_name: Annotated[
        Literal["json", "geojson"] | None,
        Query(alias="format", description="json or geojson; default by the Accept header."),
    ] = None,
) -> Literal["json", "geojson"]:
    """Format of the answer: the parameter, else what the client accepts, else JSON."""
    if format_name is not None:
        return format_name
    return "geojson" if GEOJSON_TYPE in request.headers.get("accept", "") else "json"


def only_parameters(*names: str) -> Callable[[Request], Awaitable[None]]:
    """Refuse any query parameter that is not one of some names: a typo must not be ignored."""

    async def check(request: Request) -> None:
        for name in request.query_params:
            if name not in names:
                raise InvalidParameter(
                    f"there is no parameter {name[:40]!r}",
                    expected=f"only {', '.join(names)}" if names else "no parameter",
                    remedy="correct or remove it",
                )
        for name in names:
            if len(request.query_params.getlist(name)) > 1:
                raise InvalidParameter(
                    f"{name} is given more than once", expected="one value", remedy="remove one"
                )

    return check


Pool = Annotated[ReadPool, Depends(get_pool)]
Day = Annotated[date, Depends(get_day)]
Format = Annotated[Literal["json", "geojson"], Depends(get_format)]
