"""The commands that load, measure, tell and draw: what they print, write and refuse."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
import typer
from typer.testing import CliRunner

import maps.interactive
from api import cli
from layers.address import DatabaseAddress
from layers.managed import ManagedCluster
from layers.settings import CHECKOUT
from tests.patience import PATIENCE_S


@dataclass(frozen=True)
class Done:
    """What a command left: exit code and both streams."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]
AdminUrl = Callable[[DatabaseAddress], str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `zonemap` in this process, as the console script does."""

    def call(*arguments: str, **environment: str) -> Done:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["zonemap", *arguments])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        streams = capfd.readouterr()
        return Done(code, streams.out, streams.err)

    return call


@pytest.fixture
def admin_url(throwaway_cluster: ManagedCluster) -> AdminUrl:
    """Address of a database of the run's cluster as a role that may prepare it."""
    return lambda address: throwaway_cluster.admin_url(urlsplit(address.owner_url).path.strip("/"))


@pytest.fixture
def loaded_url(loaded_database: DatabaseAddress, admin_url: AdminUrl) -> str:
    """Address of the bundled data, for commands that only read."""
    return admin_url(loaded_database)


def commands(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """Path of a command and of all below it."""
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, *path, name)


@pytest.mark.parametrize("path", list(commands(typer.main.get_command(cli.app))), ids="-".join)
def test_every_command_has_help(path: tuple[str, ...]) -> None:
    done = CliRunner().invoke(cli.app, [*path, "--help"], prog_name="zonemap")
    assert done.exit_code == 0
    usage, _, told = done.stdout.strip().partition("\n")
    assert " ".join(("Usage: zonemap", *path)) in usage
    assert len(told.strip()) > 40


def test_commands_are_those_of_the_design() -> None:
    names = {" ".join(path) for path in commands(typer.main.get_command(cli.app))}
    assert {
        "db up",
        "db down",
        "db status",
        "db url",
        "load",
        "measure",
        "map",
        "serve",
        "run",
        "status",
        "data coastline",
    } <= names


@pytest.mark.parametrize(
    "arguments", [["sideways"], ["load", "--sideways"], ["map"], ["serve", "--port", "0"]]
)
def test_wrong_use_ends_with_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.err


def test_status_tells_counts_coverage_and_dates(run: Run, loaded_url: str) -> None:
    done = run("status", DATABASE_URL=loaded_url)
    assert (done.code, done.err) == (0, "")
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert lines[0].startswith("Database: ")
    assert lines[0].endswith("(found by DATABASE_URL)")
    for line in (
        "Zones on the map 107 of 119 89.9 %",
        "Zones with an outline 98 of 119 82.4 %",
        "of which schematic 98 of 98 100.0 %",
        "of which illustrative 11 of 11 100.0 %",
        "Zones with known remaining land 17 of 119 14.3 %",
        "Zones with known occupancy 39 of 119 32.8 %",
        "Figures 827",
        "Sources 186",
    ):
        assert line in lines
    assert any(line.startswith("Dates: figures from ") for line in lines)


def test_status_of_an_empty_database(
    run: Run, shared_database: DatabaseAddress, admin_url: AdminUrl
) -> None:
    done = run("status", DATABASE_URL=admin_url(shared_database))
    assert done.code == 0
    assert "loaded never" in done.out
    assert "0 of 0" in done.out


def test_status_before_any_table(
    run: Run, unmigrated_database: DatabaseAddress, admin_url: AdminUrl
) -> None:
    done = run("status", DATABASE_URL=admin_url(unmigrated_database))
    assert (done.code, done.out) == (3, "")
    assert done.err == "zonemap: the database has no tables of ours; run `zonemap load`\n"


def test_load_and_measure_from_nothing(
    run: Run, unmigrated_database: DatabaseAddress, admin_url: AdminUrl
) -> None:
    url = admin_url(unmigrated_database)
    first = run("load", DATABASE_URL=url)
    second = run("load", DATABASE_URL=url)
    measured = run("measure", DATABASE_URL=url)
    holds = (
        "Holds 186 sources, 119 zones, 827 figures, 258 parcels, 40 ports, 40 links, 110 parts of"
        " the coastline, 59 claims.\n"
    )
    assert (first.code, first.out) == (0, holds)
    assert (second.code, second.out) == (0, f"{holds}Nothing was new.\n")
    assert measured.out == (
        "Measured zones: airport 107, coastline 107, deep_sea_berth 107, expressway 107,"
        " port 107.\n"
    )
    steps = [line.rsplit(maxsplit=2) for line in first.err.splitlines()]
    assert [step[0] for step in steps] == [
        "Finding the database",
        "Bringing the tables up to date",
        "Loading the bundled facts",
    ]
    assert all(float(step[1]) >= 0 and step[2] == "s" for step in steps)


def test_load_without_illustrative_parcels(
    run: Run, loaded_copy: DatabaseAddress, admin_url: AdminUrl
) -> None:
    done = run("load", "--no-illustrative", DATABASE_URL=admin_url(loaded_copy))
    assert (done.code, " 0 parcels," in done.out) == (0, True)


def test_load_refuses_a_bad_file(
    run: Run, loaded_copy: DatabaseAddress, admin_url: AdminUrl, tmp_path: Path
) -> None:
    shutil.copytree(CHECKOUT / "data", tmp_path / "data")
    links = tmp_path / "data" / "links.csv"
    text = links.read_text(encoding="utf-8")
    links.write_text(text.replace("POINT(106.652 10.8188)", "POINT(10.8188 106.652)"), "utf-8")
    done = run("load", "--data", str(tmp_path / "data"), DATABASE_URL=admin_url(loaded_copy))
    assert (done.code, done.out) == (1, "")
    told = done.err[done.err.index("zonemap: ") :]
    assert told == (
        "zonemap: 1 fault found, nothing was stored:\n"
        "  links.csv, row 2, column geometry_wkt: 'POINT(10.8188 106.652)'; expected degrees of"
        " longitude, latitude inside 105.8,8.5,108.0,11.8 (the Point spans"
        " 10.8188,106.652,10.8188,106.652)\n"
        "; correct the file and load it again\n"
    )


def test_load_of_a_folder_that_is_not_there(run: Run, loaded_url: str, tmp_path: Path) -> None:
    done = run("load", "--data", str(tmp_path / "nowhere"), DATABASE_URL=loaded_url)
    assert done.code == 1
    assert done.err.splitlines()[-1] == (
        "zonemap: sources.toml cannot be read (No such file or directory); expected a readable"
        f" file sources.toml in {tmp_path / 'nowhere'}; restore the file, or name another folder"
        " with --data"
    )


@pytest.mark.parametrize("command", ["load", "measure", "status", "serve"])
def test_command_without_a_database_says_one_line(run: Run, command: str) -> None:
    done = run(command, DATABASE_URL="postgresql://u:geheim@127.0.0.1:9/zones", PORT="9871")
    assert (done.code, done.out) == (3, "")
    assert done.err.count("\n") == 1
    assert done.err.startswith("zonemap: nothing answers at postgresql://u:***@127.0.0.1:9/zones;")


def test_map_writes_one_whole_file(run: Run, loaded_url: str, tmp_path: Path) -> None:
    output = tmp_path / "map.html"
    done = run("map", "-o", str(output), DATABASE_URL=loaded_url)
    assert done.code == 0
    assert done.out.startswith(f"Wrote {output} (")
    page = output.read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert "Khu chế xuất Tân Thuận" in page
    assert 'src="/static' not in page
    assert 'src="http' not in page
    assert list(tmp_path.iterdir()) == [output]


def test_map_keeps_a_file_that_is_there(run: Run, loaded_url: str, tmp_path: Path) -> None:
    output = tmp_path / "map.html"
    output.write_text("mine")
    refused = run("map", "-o", str(output), DATABASE_URL=loaded_url)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (f"zonemap: {output} is there already; name another, or use --force\n")
    assert output.read_text() == "mine"
    assert run("map", "-o", str(output), "--force", DATABASE_URL=loaded_url).code == 0
    assert output.stat().st_size > 100_000


def test_map_that_fails_leaves_the_file_that_was_there(
    run: Run, loaded_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "map.html"
    output.write_text("mine")
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    done = run("map", "-o", str(output), "--force", DATABASE_URL=loaded_url)
    assert done.code == 1
    assert done.err.splitlines()[-1] == (
        f"zonemap: {output} cannot be written (No space left on device); name another file"
    )
    assert output.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [output]


def test_map_is_refused_where_it_cannot_be_written(
    run: Run, loaded_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps.interactive, "build_page", lambda *_, **__: "<!doctype html>")
    nowhere = run("map", "-o", str(tmp_path / "no" / "map.html"), DATABASE_URL=loaded_url)
    folder = run("map", "-o", str(tmp_path), "--force", DATABASE_URL=loaded_url)
    assert nowhere.err == (
        f"zonemap: the folder {tmp_path / 'no'} is not there; make it, or name another\n"
    )
    assert (nowhere.code, folder.code) == (1, 1)
    assert folder.err.splitlines()[-1].startswith(f"zonemap: {tmp_path} cannot be written (")
    assert list(tmp_path.iterdir()) == []


def test_map_of_an_empty_database(
    run: Run, shared_database: DatabaseAddress, admin_url: AdminUrl, tmp_path: Path
) -> None:
    output = tmp_path / "map.html"
    done = run("map", "-o", str(output), DATABASE_URL=admin_url(shared_database))
    assert done.code == 3
    assert done.err.splitlines()[-1] == (
        "zonemap: the database holds no coastline; run `zonemap load`"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "run"])
def test_serving_on_a_taken_port(run: Run, loaded_url: str, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(command, DATABASE_URL=loaded_url, PORT=str(port), HOST="127.0.0.1")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"zonemap: port {port} on 127.0.0.1 cannot be used (Address already in use); end what"
        " uses it, or name another with PORT=8001\n"
    )


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"PORT": "web"}, "zonemap: PORT is 'web'; expected a valid integer"),
        ({"PORT": "70000"}, "zonemap: PORT is '70000'; expected less than or equal to 65535"),
        ({"HOST": "no.such.host.invalid"}, "zonemap: port 8000 on no.such.host.invalid cannot be"),
    ],
)
def test_serving_with_a_wrong_setting(
    run: Run, loaded_url: str, environment: dict[str, str], told: str
) -> None:
    done = run("serve", DATABASE_URL=loaded_url, **environment)
    assert done.code == 1
    assert done.err.startswith(told)
    assert done.err.count("\n") == 1


def free_port() -> int:
    """A free port below those that the system hands out, so that no other test is given it."""
    for port in range(20_000 + os.getpid() % 10_000, 32_768):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no port is free")


@pytest.fixture
def server(
    unmigrated_database: DatabaseAddress, admin_url: AdminUrl
) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """`zonemap run` as a process of its own, answering."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "run"],
        cwd=CHECKOUT,
        env=os.environ | {"DATABASE_URL": admin_url(unmigrated_database), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S) as client:
            deadline = time.monotonic() + 180  # 4 s where nothing else runs
            while process.poll() is None and time.monotonic() < deadline:
                try:
                    client.get("/api/health/live")
                    break
                except httpx.ConnectError:
                    time.sleep(0.1)
            yield process, client
    finally:
        process.kill()
        process.communicate()


def test_run_sets_up_serves_and_ends_on_ctrl_c(
    server: tuple[subprocess.Popen[str], httpx.Client], unmigrated_database: DatabaseAddress
) -> None:
    process, client = server
    assert client.get("/api/zones").json()["numberMatched"] == 119
    assert len(client.get("/").text) > 100_000
    assert client.get("/api/health/ready").json()["status"] == "ready"
    status = Path(f"/proc/{process.pid}/status").read_text()
    resident_kb = int(status.partition("VmRSS:")[2].split()[0])
    assert resident_kb < 300_000
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode in (0, 130)
    assert "Serving the map on http://127.0.0.1:" in out
    assert "Traceback" not in err
    with psycopg.connect(unmigrated_database.owner_url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    assert row == (0,)


def test_output_to_a_reader_that_left(loaded_url: str) -> None:
    """As in `zonemap status | head -1`: no traceback."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'"{sys.executable}" -m api.cli status | true'],
        cwd=CHECKOUT,
        env=os.environ | {"DATABASE_URL": loaded_url},
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE_S,
        check=False,
    )
    assert done.returncode in (0, 1)
    assert done.stderr == ""
