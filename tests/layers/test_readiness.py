"""A step of the set-up is done again just when it would change something."""

from __future__ import annotations

import psycopg
import pytest

from geo.errors import ImportRejected
from layers import readiness
from layers.address import DatabaseAddress
from layers.database import write_transaction
from layers.importers.bundle import load_bundle
from layers.measuring import measure_zones
from layers.readiness import head, is_loaded, is_measured, is_migrated
from layers.settings import CHECKOUT
from tests.layers.by_hand import BundleCopy

DATA = CHECKOUT / "data"


def execute(address: DatabaseAddress, statement: str) -> None:
    with psycopg.connect(address.owner_url) as connection:
        connection.execute(statement.encode())


def test_migrated_until_tables_or_functions_differ(
    unmigrated_database: DatabaseAddress, fresh_database: DatabaseAddress
) -> None:
    assert not is_migrated(unmigrated_database.owner_url)
    assert is_migrated(fresh_database.owner_url)
    execute(fresh_database, "UPDATE zonemap.state SET value = 'x' WHERE key = 'functions_sha256'")
    assert not is_migrated(fresh_database.owner_url)


def test_head_is_the_newest_revision(connection: psycopg.Connection[tuple[str]]) -> None:
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (head(),)


def test_loaded_from_just_these_files(loaded_copy: DatabaseAddress, bundle: BundleCopy) -> None:
    url = loaded_copy.owner_url
    load_bundle(url, DATA, illustrative=True)
    assert is_loaded(url, DATA, illustrative=True)
    assert not is_loaded(url, DATA, illustrative=False)
    assert is_loaded(url, bundle.directory, illustrative=True)
    bundle.change("zones.csv", 2, name_en="New name")
    assert not is_loaded(url, bundle.directory, illustrative=True)
    load_bundle(url, bundle.directory, illustrative=False)
    assert is_loaded(url, bundle.directory, illustrative=False)
    assert not is_loaded(url, DATA, illustrative=True)


def test_loaded_by_just_this_program(
    loaded_copy: DatabaseAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = readiness._bundle_stamp(DATA, illustrative=True)
    monkeypatch.setattr(readiness, "_bundle_stamp", lambda *_, **__: f"{stamp}, newer")
    assert not is_loaded(loaded_copy.owner_url, DATA, illustrative=True)


def test_refused_load_is_not_noted(loaded_copy: DatabaseAddress, bundle: BundleCopy) -> None:
    bundle.change("zones.csv", 2, kind="KKT")
    with pytest.raises(ImportRejected):
        load_bundle(loaded_copy.owner_url, bundle.directory)
    assert not is_loaded(loaded_copy.owner_url, bundle.directory, illustrative=True)


def _sea_distance_m(url: str, zone_id: str) -> float:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT distance_m FROM zonemap.zone_distance"
            " WHERE zone_id = %s AND measure = 'coastline'",
            [zone_id],
        ).fetchone()
    assert row is not None
    return float(row[0])


def test_measured_until_something_else_changes_the_data(loaded_copy: DatabaseAddress) -> None:
    url = loaded_copy.owner_url
    measure_zones(url)
    assert is_measured(url)
    with write_transaction(url) as connection:
        connection.execute("SELECT count_data_change()")
    assert not is_measured(url)
    measure_zones(url)
    assert is_measured(url)


def test_load_measures_a_zone_that_moved(loaded_copy: DatabaseAddress, bundle: BundleCopy) -> None:
    url = loaded_copy.owner_url
    before = _sea_distance_m(url, "tan-thuan")
    bundle.change("zones.csv", 2, lon="107.1420", lat="10.4070")
    load_bundle(url, bundle.directory)
    assert is_measured(url)
    assert _sea_distance_m(url, "tan-thuan") < before / 10
