"""What is known of each collection as a whole: how many features, where, from which day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geo.bbox import BBox
from layers.database import ReadPool, fetch_all, read_snapshot


@dataclass(frozen=True, slots=True)
class Extent:
    """Place and time of a collection.

    Attributes
    ----------
    features
        Features today; None where only counting them anew would tell.
    bbox
        Box around all of them; None where there are none.
    begins
        First day that anything is known of; None where that is open, or it carries no time.
    """

    features: int | None
    bbox: BBox | None
    begins: date | None


async def list_extents(pool: ReadPool) -> tuple[str, Mapping[str, Extent]]:
    """Version of the data, and the extent of each collection by its id.

    Raises
    ------
    DatabaseUnavailable, DatabaseNotReady
        See `layers.database.read_snapshot`.
    """
    async with read_snapshot(pool) as connection:
        rows = await fetch_all(connection, "list_collection_extents")
    extents = {
        row["collection_id"]: Extent(
            row["features"],
            None
            if row["west"] is None
            else BBox(row["west"], row["south"], row["east"], row["north"]),
            row["begins"],
        )
        for row in rows
    }
    return rows[0]["tag"], extents
