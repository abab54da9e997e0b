"""Fixtures of the database: a throw-away PostGIS cluster of the test run, never the user's.

`connection` and `reader_connection` roll back; `fresh_database` is a copy that may be committed
to; `loaded_database` holds the bundled data, measured, and is only read.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from geo.errors import DatabaseNotFound
from layers.address import DatabaseAddress
from layers.managed import ManagedCluster
from layers.postgres_binaries import PostgresBinaries, find_postgres_binaries
from layers.settings import CHECKOUT

TEMPLATE = "zonemap_template"
SHARED = "zonemap_shared"
LOADED = "zonemap_loaded"
# Kept short: the socket's path below it has to stay under the kernel's limit.
FOLDER_PREFIX = "zonemap-test-"
# What the run must have, what it renews, and where the real files are that some tests read.
KEPT_VARIABLES = ("ZONEMAP_REQUIRE_", "ZONEMAP_RENEW_", "ZONEMAP_GEODATA")
DATABASE_FIXTURES = frozenset({"throwaway_cluster", "postgres_binaries"})

_names = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Forget the user's database before anything of ours can look at it."""
    for name in list(os.environ):
        if name.startswith("PG") or name in {"DATABASE_URL", "DATABASE_READER_URL"}:
            del os.environ[name]
        if name.startswith("ZONEMAP_") and not name.startswith(KEPT_VARIABLES):
            del os.environ[name]
    # Whoever reads the settings without a fixture gets a folder that cannot be made.
    os.environ["ZONEMAP_STATE_DIR"] = "/dev/null/no-database-outside-the-fixtures"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Workers of `-n auto`: one more than cores, as half the time is waiting, and at most four.

    Each has a cluster and a browser of its own.
    """
    return min(4, (os.cpu_count() or 1) + 1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for the cluster, and put those of the browser last.

    Playwright keeps an event loop running from its first test to the end of the run, and
    `asyncio.run` in a later test would be refused. Several workers share the tests out in this
    order (`--dist load`), so that it holds in each, and the last ones are as short as can be.
    """
    for item in items:
        if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
    items.sort(key=lambda item: item.path.is_relative_to(CHECKOUT / "tests" / "browser"))


@pytest.fixture(scope="session")
def postgres_binaries() -> PostgresBinaries:
    """PostgreSQL with PostGIS; without it a skip, or a failure under `make test`."""
    try:
        return find_postgres_binaries()
    except DatabaseNotFound as error:
        if os.environ.get("ZONEMAP_REQUIRE_DATABASE") == "1":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))


@pytest.fixture
def state_dir() -> Iterator[Path]:
    """A folder for one cluster, which the server's user can reach; pytest's own is closed to it."""
    folder = _make_folder()
    yield folder
    _remove_folder(folder)


@pytest.fixture(scope="session")
def throwaway_cluster(postgres_binaries: PostgresBinaries) -> Iterator[ManagedCluster]:
    """A running cluster of this test run; nothing in it outlives the run."""
    _remove_what_killed_runs_left(postgres_binaries)
    folder = _make_folder()
    cluster = ManagedCluster.locate(folder, is_durable=False, binaries=postgres_binaries)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.destroy()
        _remove_folder(folder)


@pytest.fixture(scope="session")
def template_database(throwaway_cluster: ManagedCluster) -> str:
    """Name of a migrated, empty database to copy from; nobody stays connected to it."""
    from layers.migrate import migrate_database

    address = throwaway_cluster.create_database(TEMPLATE)
    migrate_database(address.owner_url)
    _end_connections(throwaway_cluster, TEMPLATE)
    return TEMPLATE


@pytest.fixture
def make_database(
    throwaway_cluster: ManagedCluster,
) -> Iterator[Callable[[str | None], DatabaseAddress]]:
    """Make databases that are dropped after the test: copies, or with PostGIS only."""
    made: list[str] = []

    def make(template: str | None = None) -> DatabaseAddress:
        name = f"zonemap_{os.getpid()}_{next(_names)}"
        made.append(name)
        return throwaway_cluster.create_database(name, template=template)

    yield make
    for name in made:
        throwaway_cluster.drop_database(name)


@pytest.fixture
def unmigrated_database(
    make_database: Callable[[str | None], DatabaseAddress],
) -> DatabaseAddress:
    """A database with the extensions and roles, and no tables."""
    return make_database(None)


@pytest.fixture
def fresh_database(
    make_database: Callable[[str | None], DatabaseAddress], template_database: str
) -> DatabaseAddress:
    """A migrated, empty database of the test's own, which may be committed to."""
    return make_database(template_database)


@pytest.fixture(scope="session")
def shared_database(throwaway_cluster: ManagedCluster, template_database: str) -> DatabaseAddress:
    """A migrated, empty database for tests that roll back."""
    return throwaway_cluster.create_database(SHARED, template=template_database)


@pytest.fixture
def connection(
    shared_database: DatabaseAddress,
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Connection of the owner to an empty, migrated database; what it does is rolled back."""
    with psycopg.connect(shared_database.owner_url) as opened:
        opened.execute("SET search_path TO zonemap, public")
        with opened.transaction(force_rollback=True):
            yield opened


@pytest.fixture
def reader_connection(
    shared_database: DatabaseAddress,
) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Connection of the reading role to an empty, migrated database."""
    with psycopg.connect(shared_database.reader_url) as opened:
        opened.execute("SET search_path TO zonemap, public")
        with opened.transaction(force_rollback=True):
            yield opened


@pytest.fixture(scope="session")
def loaded_database(throwaway_cluster: ManagedCluster, template_database: str) -> DatabaseAddress:
    """The bundled data, illustrative parcels included, loaded and measured; only read it."""
    from layers.importers.bundle import load_bundle
    from layers.measuring import measure_zones

    address = throwaway_cluster.create_database(LOADED, template=template_database)
    load_bundle(address.owner_url, CHECKOUT / "data", illustrative=True)
    measure_zones(address.owner_url)
    return address


@pytest.fixture
def loaded_copy(
    make_database: Callable[[str | None], DatabaseAddress],
    loaded_database: DatabaseAddress,
    throwaway_cluster: ManagedCluster,
) -> DatabaseAddress:
    """A copy of the loaded database that the test may change and commit to."""
    _end_connections(throwaway_cluster, LOADED)
    return make_database(LOADED)


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-"))
    folder.chmod(0o755)
    return folder


def _remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _end_connections(cluster: ManagedCluster, database: str) -> None:
    """Close what pools left open; a template that somebody uses cannot be copied."""
    with psycopg.connect(cluster.admin_url("postgres"), autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = %s",
            [database],
        )


def _remove_what_killed_runs_left(binaries: PostgresBinaries) -> None:
    """Stop and delete clusters of test runs that ended without tidying up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*-*"):
        pid = folder.name.removeprefix(FOLDER_PREFIX).partition("-")[0]
        if not pid.isdigit() or _is_alive(int(pid)):
            continue
        with contextlib.suppress(Exception):
            ManagedCluster.locate(folder, is_durable=False, binaries=binaries).destroy()
        _remove_folder(folder)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
