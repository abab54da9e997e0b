"""Records of several days, read once each and kept on the disk until pictures are made of them."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pickle
import shutil
import tempfile
import time
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Final

from api.stills.material import read_material
from layers.collections import ZONES
from layers.cql.compiling import compile_filter
from layers.cql.terms import Filter
from layers.database import ReadPool, create_read_pool
from layers.feature_query import FeatureQuery
from layers.feature_reading import stream_rows
from layers.settings import read_database_settings
from maps.stills.material import Material
from maps.stills.spec import StillSpec

_PREFIX: Final = "zonemap-stills-"
_LOCK: Final = "lock"
_YOUNG_S: Final = 60.0
_OLD_S: Final = 86_400.0


def remove_abandoned(parent: Path) -> None:
    """Remove folders that runs which were killed left; those of others who run are locked."""
    for folder in parent.glob(f"{_PREFIX}*"):
        lock = folder / _LOCK
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            # One that is being made has no lock yet; one that stays without was made by a killed
            # run too.
            age_s = time.time() - folder.stat().st_mtime
            if age_s < (_YOUNG_S if lock.exists() else _OLD_S):
                continue
            if not lock.exists():
                shutil.rmtree(folder)
                continue
            descriptor = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(descriptor)


def _locked(path: Path) -> int:
    """Descriptor of a new file that is locked until it is closed, as when the process ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


class Spool:
    """Materials by day, in a folder that goes away with the spool.

    Parameters
    ----------
    reader_url
        Address of the database for the role that only reads.
    spec
        What all pictures have in common: it says whether parcels are needed, or a day before.
    base_url
        Address that links in pictures begin with.
    """

    def __init__(self, reader_url: str, spec: StillSpec, *, base_url: str) -> None:
        self._spec = spec
        self._base_url = base_url
        remove_abandoned(Path(tempfile.gettempdir()))
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX)
        self._lock = _locked(Path(self._folder.name) / _LOCK)
        self._runner = asyncio.Runner()
        self._pool = create_read_pool(reader_url, read_database_settings())
        self.pickled = lru_cache(maxsize=3)(self._read_file)

    def __enter__(self) -> Spool:
        try:
            self._runner.run(self._pool.open())
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._runner.run(self._pool.close())
        self._runner.close()
        self._folder.cleanup()
        os.close(self._lock)

    def read(self, day: date) -> Material:
        """Read the records of a day, and keep them; `pickled` has them by the day's ISO text.

        Raises
        ------
        DatabaseUnavailable, DatabaseNotReady
            See `layers.database.read_snapshot`.
        """
        reading = read_material(self._pool, self._spec, base_url=self._base_url, on_day=day)
        material = self._runner.run(reading)
        path = Path(self._folder.name) / day.isoformat()
        path.write_bytes(pickle.dumps(material, protocol=5))
        return material

    def zone_ids(self, text: str, day: date) -> frozenset[str]:
        """Zones that a CQL2 text is true of on a day.

        Raises
        ------
        InvalidParameter
            If it is not CQL2, or names what zones do not have.
        DatabaseUnavailable, DatabaseNotReady
            See `layers.database.translate_errors`.
        """
        condition = compile_filter(text, "cql2-text", ZONES)
        return self._runner.run(_list_ids(self._pool, condition, day))

    def _read_file(self, key: str) -> bytes:
        return (Path(self._folder.name) / key).read_bytes()


async def _list_ids(pool: ReadPool, condition: Filter, day: date) -> frozenset[str]:
    query = FeatureQuery(
        collection=ZONES,
        on_day=day,
        properties=(ZONES.by_name[ZONES.id_property],),
        condition=condition,
        with_geometry=False,
    )
    found: set[str] = set()
    async for rows in stream_rows(pool, query):
        found.update(str(row[0]) for row in rows)
    return frozenset(found)
