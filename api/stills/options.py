"""What a spec may name, kept as long as the data is as it was."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from api.stills.material import read_material
from geo.vietnam_time import today_in_vietnam
from layers.data_version import VersionWatch
from layers.database import ReadPool
from maps.stills.spec import StillSpec
from maps.studio_options import still_options


class StillOptions:
    """Keeps the last answer, of one version of the data and one day."""

    def __init__(self) -> None:
        self._key: tuple[str, date] | None = None
        self._options: dict[str, Any] = {}
        self._lock = asyncio.Lock()

    async def get(self, pool: ReadPool, watch: VersionWatch) -> dict[str, Any]:
        """Everything that a spec may name, as `maps.studio_options` has it.

        Raises
        ------
        DatabaseUnavailable, DatabaseNotReady
            See `layers.database.read_snapshot`.
        """
        key = (await watch.current(), today_in_vietnam())
        async with self._lock:
            if self._key != key:
                material = await read_material(pool, StillSpec(), base_url="")
                self._options = still_options(material.region, material.claims, key[1])
                self._key = key
            return self._options
