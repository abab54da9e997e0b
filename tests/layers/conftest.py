"""Fixtures of the layers' tests; what they hand out is in `by_hand`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg.rows import DictRow, dict_row

from layers.address import DatabaseAddress
from layers.settings import CHECKOUT
from tests.layers.by_hand import BundleCopy, Land

# A busy machine is no fault of the code: time is measured in tests/benchmarks. A fixture that a
# property shares between its examples is rolled back by the property itself.
settings.register_profile(
    "layers", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("layers")


@pytest.fixture
def land(connection: psycopg.Connection[Any]) -> Land:
    """Land in an empty database; rolled back."""
    return Land(connection)


@pytest.fixture
def bundle(tmp_path: Path) -> BundleCopy:
    """A copy of the bundled files that the test may spoil."""
    directory = tmp_path / "data"
    shutil.copytree(CHECKOUT / "data", directory)
    return BundleCopy(directory)


@pytest.fixture
def loaded(loaded_database: DatabaseAddress) -> Iterator[psycopg.Connection[DictRow]]:
    """Reading connection to the bundled data; rows are dictionaries."""
    options = "-c search_path=zonemap,public"
    with psycopg.connect(
        loaded_database.reader_url, row_factory=dict_row, options=options, autocommit=True
    ) as opened:
        yield opened
