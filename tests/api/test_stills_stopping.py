"""Batches and films that are broken off: what is said of them, and what they leave behind."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

import pytest

from api.commands.making import stoppable
from api.stills.spool import remove_abandoned


def stop(output: Path, capsys: pytest.CaptureFixture[str], *made: Path) -> str:
    """What is told when a run is stopped after it made some files."""

    def run() -> None:
        with stoppable(output):
            for one in made:
                one.parent.mkdir(exist_ok=True)
                one.write_bytes(b"x")
            raise KeyboardInterrupt

    with pytest.raises(SystemExit) as end:
        run()
    assert end.value.code == 130
    return capsys.readouterr().err


def test_stopped_before_the_first_frame_says_that_nothing_was_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / "can.mov"
    assert stop(film, capsys) == f"Stopped before anything of {film} was made.\n"
    assert list(tmp_path.iterdir()) == []


def test_film_of_an_earlier_run_is_not_taken_for_what_was_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / "can.mov"
    film.write_bytes(b"an earlier one")
    assert "before anything" in stop(film, capsys)
    assert film.read_bytes() == b"an earlier one"


@pytest.mark.parametrize(
    ("output", "made"),
    [
        ("can.mov", ".can.mov.frames/frame_00001.png"),
        ("all.zip", ".all.zip.part/a.png"),
        ("folder", "folder/a.png"),
    ],
)
def test_stopped_later_says_how_to_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str, made: str
) -> None:
    told = stop(tmp_path / output, capsys, tmp_path / made)
    assert "is whole; the same command goes on from there" in told
    assert (tmp_path / made).is_file()


def folder_of(parent: Path, name: str, *, age_s: float = 600) -> Path:
    folder = parent / f"zonemap-stills-{name}"
    folder.mkdir()
    (folder / "lock").write_bytes(b"")
    (folder / "2026-01-01").write_bytes(b"records")
    then = time.time() - age_s
    os.utime(folder, (then, then))
    return folder


def test_folders_of_killed_runs_are_removed_and_those_of_others_kept(tmp_path: Path) -> None:
    dead, running = folder_of(tmp_path, "dead"), folder_of(tmp_path, "running")
    young = folder_of(tmp_path, "young", age_s=0)
    bare, old = folder_of(tmp_path, "bare"), folder_of(tmp_path, "old", age_s=100_000)
    for one, age_s in ((bare, 600), (old, 100_000)):
        (one / "lock").unlink()
        os.utime(one, (time.time() - age_s,) * 2)
    elsewhere = folder_of(tmp_path, "x").rename(tmp_path / "elsewhere")
    (tmp_path / "zonemap-stills-link").symlink_to(elsewhere)
    with (running / "lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        remove_abandoned(tmp_path)
    assert not dead.exists()
    assert (running / "2026-01-01").is_file()
    assert young.is_dir()
    assert bare.is_dir()
    assert not old.exists()
    assert (elsewhere / "lock").is_file()


def test_empty_folder_of_frames_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frames = tmp_path / ".can.mov.frames"
    made = frames / "frame_00001.png"

    def run() -> None:
        with stoppable(tmp_path / "can.mov"):
            frames.mkdir()
            made.write_bytes(b"x")
            made.unlink()
            raise KeyboardInterrupt

    with pytest.raises(SystemExit):
        run()
    assert "before anything" in capsys.readouterr().err
    assert not frames.exists()
