"""`/api/land`: the land book - all zones on a day, one with its parcels, and what changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import Day, Pool, only_parameters, read_day
from api.land_schemas import LandBookShape, LandDaysShape, LandDiffShape, LandZoneShape
from api.problems import describe_problems
from geo.errors import InvalidParameter
from layers.land_book import get_land_book, get_land_zone, require_possible
from layers.land_features import book_dict, diff_dict, zone_dict
from layers.ledger import diff_ledger, list_parcel_days

router = APIRouter(prefix="/api/land", tags=["land"])

_PROBLEMS = describe_problems(400, 503)
_ZONE_PROBLEMS = describe_problems(400, 404, 503)


async def get_two_days(
    first: Annotated[
        str | None, Query(alias="from", description="First day, YYYY-MM-DD. Needed.")
    ] = None,
    to: Annotated[str | None, Query(description="Second day, YYYY-MM-DD. Default today.")] = None,
) -> tuple[date, date]:
    """Days that a difference is asked between.

    Raises
    ------
    InvalidParameter
        If the first is missing, or one of them is not a day.
    """
    if first is None:
        raise InvalidParameter(
            "from is missing", expected="a day as YYYY-MM-DD", remedy="give the first day"
        )
    return _day("from", first), read_day(None) if to is None else _day("to", to)


TwoDays = Annotated[tuple[date, date], Depends(get_two_days)]


@router.get(
    "",
    summary="Every zone with its ledger and what is declared",
    dependencies=[Depends(only_parameters("as_of"))],
    responses={200: {"model": LandBookShape}, **_PROBLEMS},
)
async def read_book(pool: Pool, day: Day) -> Response:
    """Answer with all zones, totals of what is shown, coverage and freshness."""
    return _json(book_dict(await get_land_book(pool, on_day=day)))


@router.get(
    "/{zone_id}",
    summary="One zone with its parcels, blocks, days of change and imports",
    dependencies=[Depends(only_parameters("as_of"))],
    responses={200: {"model": LandZoneShape}, **_ZONE_PROBLEMS},
)
async def read_land_zone(pool: Pool, day: Day, zone_id: str) -> Response:
    """Answer with one zone as it stood on a day."""
    return _json(zone_dict(await get_land_zone(pool, zone_id, on_day=day)))


@router.get(
    "/{zone_id}/diff",
    summary="What changed in one zone between two days",
    dependencies=[Depends(only_parameters("from", "to"))],
    responses={200: {"model": LandDiffShape}, **_ZONE_PROBLEMS},
)
async def read_diff(pool: Pool, days: TwoDays, zone_id: str) -> Response:
    """Answer with the parcels that changed and the hectares that moved from line to line."""
    require_possible(zone_id)
    diff = await diff_ledger(pool, *days, zone_id=zone_id)
    return _json({"zone_id": zone_id, **diff_dict(diff)})


@router.get(
    "/{zone_id}/days",
    summary="Days on which the parcels of one zone changed",
    dependencies=[Depends(only_parameters())],
    responses={200: {"model": LandDaysShape}, **_ZONE_PROBLEMS},
)
async def read_days(pool: Pool, zone_id: str) -> Response:
    """Answer with the days, oldest first."""
    require_possible(zone_id)
    days = await list_parcel_days(pool, zone_id)
    return _json({"zone_id": zone_id, "days": [day.isoformat() for day in days]})


def _day(name: str, text: str) -> date:
    """Day of a parameter, told apart by its name in the refusal."""
    try:
        return read_day(text)
    except InvalidParameter as error:
        raise InvalidParameter(
            f"{name} is {text[:40]!r}", expected=error.expected, remedy="correct it"
        ) from error


def _json(body: dict[str, Any]) -> Response:
    return Response(orjson.dumps(body), media_type="application/json")
