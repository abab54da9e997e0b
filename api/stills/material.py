"""The records that a picture is drawn from, read in as few questions as it needs."""

from __future__ import annotations

from datetime import date

from layers.database import ReadPool, read_snapshot
from layers.queries import get_region, list_national_claims
from layers.records import RegionData
from maps.stills.material import Material
from maps.stills.spec import StillSpec


async def read_material(pool: ReadPool, spec: StillSpec, *, base_url: str) -> Material:
    """Read what a picture shows.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`.
    """
    day = spec.as_of or date.today()
    region = await get_region(pool, on_day=day)
    earlier: RegionData | None = None
    if spec.template == "before_after" and spec.before is not None:
        earlier = await get_region(pool, on_day=spec.before)
    async with read_snapshot(pool) as connection:
        claims = await list_national_claims(connection)
    return Material(region, day, claims, earlier, base_url)


def material_key(spec: StillSpec, today: date) -> str:
    """What the records of a picture depend on beside the version of the data."""
    before = spec.before if spec.template == "before_after" else None
    return f"{spec.as_of or today} {before or ''}".strip()
