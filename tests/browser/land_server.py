"""A server of the land book for browser tests: bundled data and one zone with a history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from layers.address import DatabaseAddress
from layers.managed import ManagedCluster
from tests.api.conftest import served
from tests.land_history import make_land_database
from tests.patience import PATIENT


@contextmanager
def land_served(
    cluster: ManagedCluster, loaded: DatabaseAddress, name: str
) -> Iterator[tuple[str, DatabaseAddress]]:
    """Address of the server without a slash at its end, and of its database."""
    address = make_land_database(cluster, loaded, name)
    with served(address, **PATIENT) as client:
        yield str(client.base_url).rstrip("/"), address
    cluster.drop_database(name)
