"""The folder that pictures are written to: whole files, and nothing outside of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from api.stills.target import Target
from geo.errors import DownloadFailed, InvalidParameter


def test_write_makes_the_folder_and_whole_files(tmp_path: Path) -> None:
    with Target(tmp_path / "new") as target:
        target.write("a.png", b"first")
        target.write("a.png", b"second")
        assert target.names() == {"a.png"}
        assert target.read("a.png") == b"second"
        assert target.read("b.png") is None


def test_write_does_not_follow_links(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.txt", tmp_path / "folder"
    outside.write_bytes(b"untouched")
    folder.mkdir()
    for name in ("a.png", ".a.png.part", "journal"):
        (folder / name).symlink_to(outside)
    with Target(folder) as target:
        target.write("a.png", b"pixels")
        assert target.read("journal") is None
        with pytest.raises(DownloadFailed, match="journal cannot be written"):
            target.append("journal", b"line")
    assert outside.read_bytes() == b"untouched"
    assert not (folder / "a.png").is_symlink()
    assert (folder / "a.png").read_bytes() == b"pixels"


@pytest.mark.parametrize("name", ["../a.png", "/tmp/a.png", "b/a.png", "..", ".", "", "a\0.png"])
def test_write_takes_no_paths(tmp_path: Path, name: str) -> None:
    with Target(tmp_path / "folder") as target:
        for act in (target.read, target.remove, lambda one: target.write(one, b"")):
            with pytest.raises(ValueError, match="is not the name of a file"):
                act(name)
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_write_to_a_full_disk_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Target(tmp_path) as target:
        target.write("a.png", b"old")
        monkeypatch.setattr(os, "fsync", full)
        for name in ("a.png", "b.png"):
            with pytest.raises(DownloadFailed, match="No space left on device"):
                target.write(name, b"new")
        assert target.names() == {"a.png"}
        assert target.read("a.png") == b"old"


def test_write_over_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with Target(tmp_path) as target:
        with pytest.raises(DownloadFailed, match=r"a\.png cannot be written"):
            target.write("a.png", b"")
        assert target.names() == {"a.png"}


def test_target_refuses_what_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "not" / "there"):
        with pytest.raises(InvalidParameter, match=f"the folder {folder} cannot be used"):
            Target(folder)


def test_target_is_one_run_s_alone(tmp_path: Path) -> None:
    with Target(tmp_path), pytest.raises(InvalidParameter, match="another run writes into"):
        Target(tmp_path)
    with Target(tmp_path) as target:
        assert target.names() == frozenset()


def test_read_opens_no_devices(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with Target(tmp_path) as target:
        assert target.read("pipe") is None
