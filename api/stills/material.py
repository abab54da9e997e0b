"""The records that a picture is drawn from, read in as few questions as it needs."""

from __future__ import annotations

from datetime import date
from typing import Final

from geo.errors import InvalidSpec
from geo.vietnam_time import today_in_vietnam
from layers.database import ReadConnection, ReadPool, read_snapshot
from layers.queries import get_data_tag, list_national_claims, read_region
from layers.records import RegionData
from maps.stills.material import Material
from maps.stills.spec import StillSpec, Template

DRAWING_PARCELS: Final[frozenset[Template]] = frozenset(("locator",))
"""Templates that draw parcels without being told to; of those there may be many."""

MOST_DAYS_TRIED: Final = 8
"""Days that are read in search of the latest with a change, where a spec names none."""


async def read_material(
    pool: ReadPool, spec: StillSpec, *, base_url: str, on_day: date | None = None
) -> Material:
    """Read what a picture shows, all of it from one snapshot of the database.

    Parameters
    ----------
    base_url
        Address that links in the picture begin with.
    on_day
        Day whose state is shown where the spec names none; None is today.

    Raises
    ------
    InvalidSpec
        If a day has not come yet.
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`.
    """
    _check_days(spec)
    day = spec.as_of or on_day or today_in_vietnam()
    with_parcels = draws_parcels(spec)
    earlier: RegionData | None = None
    async with read_snapshot(pool) as connection:
        region = await read_region(connection, on_day=day, with_parcels=with_parcels)
        before: date | None = None
        if spec.template == "before_after":
            before, earlier = await _read_earlier(connection, spec, region, day)
        claims = await list_national_claims(connection)
        tag = await get_data_tag(connection)
    chosen = before if spec.before is None else None
    return Material(region, day, claims, earlier, base_url, tag, chosen)


async def _read_earlier(
    connection: ReadConnection, spec: StillSpec, region: RegionData, day: date
) -> tuple[date | None, RegionData | None]:
    """The earlier day and its records: the spec's, else the latest with a change since.

    Neither where no figure of the spec's measure has changed on the last `MOST_DAYS_TRIED` days
    that figures speak of: each is read whole.
    """
    if spec.before is not None:
        return spec.before, await read_region(
            connection, on_day=spec.before, with_parcels=draws_parcels(spec)
        )
    # Imported here: the other templates need none of it.
    from maps.stills.changes import days_before_changes, find_changes
    from maps.stills.page import Page

    for before in days_before_changes(region.zones, spec.measure)[:MOST_DAYS_TRIED]:
        earlier = await read_region(connection, on_day=before, with_parcels=draws_parcels(spec))
        if find_changes(Page(spec, Material(region, day)), earlier):
            return before, earlier
    return None, None


def _check_days(spec: StillSpec) -> None:
    for name, day in (("as_of", spec.as_of), ("before", spec.before)):
        if day is not None and day > today_in_vietnam():
            raise InvalidSpec(
                f"the spec cannot be drawn: {name} ({day.isoformat()!r}) has not come yet",
                expected="a day up to today",
                remedy="correct it, or leave it out",
            )


def draws_parcels(spec: StillSpec) -> bool:
    """Whether a picture shows parcels."""
    return spec.shows("parcels", default=spec.template in DRAWING_PARCELS)


def material_key(spec: StillSpec, today: date) -> str:
    """What the records of a picture depend on beside the version of the data."""
    parts = [str(spec.as_of or today)]
    if spec.template == "before_after":
        # Which day is chosen depends on what is compared.
        chosen = f"{spec.measure} {spec.province}"
        parts.append(f"before {spec.before or chosen}")
    if draws_parcels(spec):
        parts.append("parcels")
    return " ".join(parts)
