"""`zonemap stills` and `zonemap motion`: what they make, refuse, and leave when broken off."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api import cli
from layers.address import DatabaseAddress
from layers.managed import ManagedCluster
from layers.settings import CHECKOUT
from tests.maps.stills.test_patterns import PATH_TRICKS
from tests.patience import PATIENCE_S

SMALL = ("--size", "320x180", "--no-sheet")
PNG_END = b"IEND\xaeB`\x82"


@dataclass(frozen=True)
class Done:
    """What a command left: exit code and both streams."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def loaded_url(loaded_database: DatabaseAddress, throwaway_cluster: ManagedCluster) -> str:
    """Address of the bundled data."""
    return throwaway_cluster.admin_url(urlsplit(loaded_database.owner_url).path.strip("/"))


@pytest.fixture
def run(
    loaded_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Run:
    """Run `zonemap` in this process against the bundled data."""
    monkeypatch.setenv("DATABASE_URL", loaded_url)

    def call(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["zonemap", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        streams = capfd.readouterr()
        return Done(code, streams.out, streams.err)

    return call


def rows_of(folder: Path) -> list[dict[str, str]]:
    text = (folder / "index.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_stills_of_zones_that_a_filter_picks(run: Run, tmp_path: Path) -> None:
    done = run(
        "stills", "--filter", "zone_id LIKE 'my-xuan-%' AND status = 'operating'",
        "--province", "BRVT", "--language", "vi", "--language", "en",
        "--pattern", "{index}_{name}_{language}.png", "-o", tmp_path / "out", *SMALL,
    )  # fmt: skip
    assert done.code == 0, done.err
    rows = rows_of(tmp_path / "out")
    ids = [row["zone_id"] for row in rows]
    assert ids == sorted(ids)
    assert len(ids) == 2 * len({one for one in ids if one.startswith("my-xuan-")}) == 10
    assert rows[2]["file"] == "003_khu-cong-nghiep-my-xuan-a2_vi.png"
    assert done.out.startswith(f"Made {len(rows)} pictures in {tmp_path / 'out'}")
    again = run(
        "stills", "--filter", "zone_id LIKE 'my-xuan-%' AND status = 'operating'",
        "--province", "BRVT", "--language", "vi", "--language", "en",
        "--pattern", "{index}_{name}_{language}.png", "-o", tmp_path / "out", *SMALL,
    )  # fmt: skip
    assert f"Made 0 pictures in {tmp_path / 'out'}, {len(rows)} were there already" in again.out


def test_stills_of_days_read_the_records_of_each(run: Run, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text("template: overview\nmeasure: occupancy\nsize: 320x180\ntitle: '{date}'\n")
    done = run(
        "stills", spec, "--each", "date", "--from", "2020-01-01", "--to", "2022-01-01",
        "-o", tmp_path / "a.zip", "--no-sheet",
    )  # fmt: skip
    assert done.code == 0, done.err
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        names = [f"{year}-01-01-vi-320x180.png" for year in (2020, 2021, 2022)]
        assert packed.namelist() == ["index.csv", "index.json", *names]
        index = json.loads(packed.read("index.json"))
        assert len({packed.read(name) for name in names}) == 3
    specs = [one["document"]["spec"] for one in index["entries"]]
    assert [one["as_of"] for one in specs] == ["2020-01-01", "2021-01-01", "2022-01-01"]
    assert specs[0]["title"] == "01/01/2020"


def test_stills_come_as_fill_and_key(run: Run, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text("template: locator\nground: transparent\nsize: 320x180\n")
    folder = tmp_path / "out"
    command = ("stills", spec, "--zone", "my-xuan-a2", "--zone", "chau-duc", "--key", "-o", folder)
    done = run(*command, "--no-sheet")
    assert done.code == 0, done.err
    assert done.out.startswith(f"Made 2 pictures in {folder}\n")
    assert "white all over" not in done.err

    alone = run("still", spec, "--zone", "chau-duc", "--key", "-o", tmp_path / "one.png")
    assert alone.code == 0, alone.err
    row = rows_of(folder)[0]
    assert (row["file"], row["key_file"]) == (
        "chau-duc-vi-320x180.png",
        "chau-duc-vi-320x180.key.png",
    )
    assert (folder / row["file"]).read_bytes() == (tmp_path / "one.png").read_bytes()
    assert (folder / row["key_file"]).read_bytes() == (tmp_path / "one.key.png").read_bytes()

    (folder / row["key_file"]).unlink()
    again = run(*command, "--no-sheet")
    assert f"Made 0 pictures in {folder}, 2 were there already" in again.out
    assert (folder / row["key_file"]).read_bytes() == (tmp_path / "one.key.png").read_bytes()


def test_stills_of_other_files_have_no_key(run: Run, tmp_path: Path) -> None:
    done = run("stills", "--key", "--pattern", "{zone_id}.svg", "-o", tmp_path / "out")
    assert done.code == 1
    assert "--key is given, but the pattern names .svg files" in done.err


@pytest.mark.parametrize("pattern", PATH_TRICKS.values(), ids=PATH_TRICKS)
def test_stills_write_nothing_for_a_pattern_with_a_trick(
    run: Run, tmp_path: Path, pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("stills", "--zone", "my-xuan-a2", "--pattern", pattern, "-o", "out", *SMALL)
    assert done.code == 1
    assert "the pattern " in done.err
    assert not names_in(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--filter", "status = "), "the filter is not cql2-text"),
        (("--filter", "colour = 'red'"), "colour"),
        (("--zone", "no-such-zone"), "there is no zone 'no-such-zone'"),
        (("--province", "BD", "--zone", "my-xuan-a2"), "no zone is as asked for"),
        (("--each", "date"), "--each date is given without days"),
        (("--each", "province", "--kind", "KCN"), "zones are picked, but --each is province"),
        (("--dates", "2024-02-30"), "--dates is '2024-02-30'"),
        (("--dates", "2024-01-01", "--from", "2024-01-01"), "--dates and --from are both given"),
        (("--to", "2024-01-01"), "--to is given without --from"),
        (("--dates", "2099-01-01"), "2099-01-01 has not come yet"),
        (("--size", "99x99"), "the size 99x99 is out of bounds"),
        (("--zone", "my-xuan-a2", "--theme", "nowhere"), "there is no theme 'nowhere'"),
        (("missing.yaml",), "missing.yaml cannot be read"),
    ],
)
def test_stills_refuse(run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run("stills", *arguments, "-o", tmp_path / "out")
    assert done.code == 1
    assert told in done.err
    assert not names_in(tmp_path)


def start(arguments: list[str], url: str, folder: Path) -> subprocess.Popen[str]:
    """A run of its own, as from a terminal: one in the background of a shell ignores Ctrl-C."""
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", *arguments], cwd=folder, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def wait_for(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 3 * PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        if folder.is_dir() and len(list(folder.glob("*.png"))) >= count:
            return
        time.sleep(0.02)
    pytest.fail(f"not {count} pictures in time; {process.poll()}")


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stills_that_are_broken_off_leave_whole_pictures(
    run: Run, loaded_url: str, tmp_path: Path, number: signal.Signals
) -> None:
    # All zones, so that there is time to break in.
    process = start(["stills", "-o", "out", *SMALL], loaded_url, tmp_path)
    with ended(process):
        wait_for(tmp_path / "out", 3, process)
        # The terminal sends Ctrl-C to all processes of the run.
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "the same command goes on from there" in err
    assert "Traceback" not in err
    left = [one for one in (tmp_path / "out").iterdir() if one.name != ".zonemap-progress.jsonl"]
    assert len(left) >= 3
    assert all(one.suffix == ".png" and one.read_bytes().endswith(PNG_END) for one in left)
    done = run("stills", "-o", tmp_path / "out", *SMALL)
    assert done.code == 0, done.err
    assert f"{len(left)} were there already" in done.out
    assert len(rows_of(tmp_path / "out")) == len(list((tmp_path / "out").glob("*.png")))


def test_motion_flies_to_a_zone(run: Run, tmp_path: Path) -> None:
    arguments = (
        "motion", "--zone", "my-xuan-a2", "--seconds", "1", "--size", "320x180", "--lang", "en",
        "--ground", "transparent", "-o", tmp_path / "fly",
    )  # fmt: skip
    done = run(*arguments)
    assert done.code == 0, done.err
    assert f"Made 25 frames in {tmp_path / 'fly'}, 25 a second" in done.out
    told = json.loads((tmp_path / "fly" / "index.json").read_bytes())
    assert told["spec"]["zones"] == ["my-xuan-a2"]
    assert (told["fps"], told["alpha"], told["spec"]["language"]) == (25, "straight", "en")
    assert len(list((tmp_path / "fly").glob("frame_*.png"))) == 25


def test_motion_shows_the_region_day_after_day(run: Run, tmp_path: Path) -> None:
    done = run(
        "motion", "--kind", "growth", "--dates", "2015-01-01,2026-01-01", "--seconds", "1.5",
        "--size", "320x180", "-o", tmp_path / "growth",
    )  # fmt: skip
    assert done.code == 0, done.err
    told = json.loads((tmp_path / "growth" / "index.json").read_bytes())
    assert (told["motion"], told["days"]) == ("growth", ["2015-01-01", "2026-01-01"])
    digests = [one["sha256"] for one in told["entries"]]
    assert len(digests) == 38
    assert digests[0] == digests[1] != digests[-1] == digests[-2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "there is no zone to fly to"),
        (("--zone", "my-xuan-a2", "--fps", "24"), "the rate 24 is not one"),
        (("--zone", "my-xuan-a2", "--seconds", "0.2"), "the film is 0.2 s long"),
        (("--zone", "no-such-zone"), "there is no zone 'no-such-zone'"),
        (("--zone", "my-xuan-a2", "--dates", "2024-01-01"), "days are given, but --kind is fly"),
        (("--kind", "growth"), "--kind growth is given without days"),
        (("--kind", "growth", "--dates", "2024-01-01"), "has 1 days"),
        (("--zone", "my-xuan-a2", "--size", "8192x8192"), "a film of 8192x8192 is larger"),
    ],
)
def test_motion_refuses(run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run("motion", *arguments, "-o", tmp_path / "out")
    assert done.code == 1
    assert told in done.err
    assert not names_in(tmp_path)


def test_motion_says_what_installs_ffmpeg(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("motion", "--zone", "my-xuan-a2", "-o", tmp_path / "a.mov")
    assert done.code == 1
    assert "install it with `apt-get install ffmpeg`" in done.err
    assert not names_in(tmp_path)


def test_motion_writes_over_no_film(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.mov").write_bytes(b"mine")
    done = run("motion", "--zone", "my-xuan-a2", "-o", tmp_path / "a.mov")
    assert done.code == 1
    assert (tmp_path / "a.mov").read_bytes() == b"mine"
