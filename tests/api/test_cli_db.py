from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from layers.address import DatabaseAddress
from layers.managed import ManagedCluster
from layers.postgres_binaries import PostgresBinaries
from layers.settings import CHECKOUT
from tests.patience import PATIENCE_S


def zonemap(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE_S,
        check=False,
    )


def test_db_up_status_url_down(state_dir: Path, postgres_binaries: PostgresBinaries) -> None:
    here = {"ZONEMAP_STATE_DIR": str(state_dir)}
    try:
        before = zonemap("db", "status", **here)
        up = zonemap("db", "up", **here)
        running = zonemap("db", "status", **here)
        url = zonemap("db", "url", "--reader", **here)
        down = zonemap("db", "down", **here)
        after = zonemap("db", "status", **here)
    finally:
        ManagedCluster.locate(state_dir, binaries=postgres_binaries).destroy()
    assert before.returncode == 3
    assert before.stdout.endswith("State:     not created; run `zonemap db up`\n")
    assert (up.returncode, up.stdout.splitlines()[-1]) == (
        0,
        f"Database: PostgreSQL {postgres_binaries.major} with PostGIS "
        f"{postgres_binaries.postgis} in {state_dir}/postgres",
    )
    assert (running.returncode, running.stdout.splitlines()[-1]) == (0, "State:     running")
    assert url.stdout.startswith(f"postgresql://zonemap_reader@/zonemap?host={state_dir}/")
    assert down.stdout.startswith("Stopped the private database in ")
    assert (after.returncode, after.stdout.splitlines()[-1]) == (
        3,
        "State:     stopped; run `zonemap db up`",
    )


def test_db_down_with_nothing_running(state_dir: Path, postgres_binaries: PostgresBinaries) -> None:
    done = zonemap("db", "down", ZONEMAP_STATE_DIR=str(state_dir))
    assert (done.returncode, done.stdout) == (0, "The private database was not running.\n")


def test_db_status_of_a_named_database(
    throwaway_cluster: ManagedCluster, make_database: Callable[[str | None], DatabaseAddress]
) -> None:
    name = urlsplit(make_database(None).owner_url).path.strip("/")
    done = zonemap("db", "status", DATABASE_URL=throwaway_cluster.admin_url(name))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "State:     running")
    assert throwaway_cluster.binaries.postgis in done.stdout


def test_db_status_with_a_role_that_can_only_read(unmigrated_database: DatabaseAddress) -> None:
    done = zonemap("db", "status", DATABASE_URL=unmigrated_database.reader_url)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("environment", "code", "words"),
    [
        (
            {"DATABASE_URL": "postgresql://u:geheim@127.0.0.1:9/d"},
            3,
            "zonemap: nothing answers at postgresql://u:***@127.0.0.1:9/d; start that server",
        ),
        ({"DATABASE_URL": "mysql://u:geheim@h/d"}, 3, "zonemap: DATABASE_URL begins with 'mysql'"),
        ({"ZONEMAP_POOL_WAIT_S": "soon"}, 1, "zonemap: ZONEMAP_POOL_WAIT_S: Input should be"),
    ],
)
def test_db_up_fails_in_one_line(environment: dict[str, str], code: int, words: str) -> None:
    done = zonemap("db", "up", **environment)
    assert done.returncode == code
    assert done.stderr.startswith(words)
    assert done.stderr.count("\n") == 1
    assert "geheim" not in done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["db", "--help"], ["db", "up", "--help"]])
def test_help_names_the_program(arguments: list[str]) -> None:
    done = zonemap(*arguments)
    assert done.returncode == 0
    assert "Usage: zonemap" in done.stdout


def test_unknown_command_is_wrong_use() -> None:
    assert zonemap("db", "sideways").returncode == 2
