"""Sequences of frames, and films of them: alpha, rate, count, and what ffmpeg cannot do."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from api.stills.batch import OURS, Crew
from api.stills.sequence import frame_name, make_sequence
from api.stills.target import Target
from api.stills.video import container_of, encode, find_ffmpeg
from geo.errors import DownloadFailed, InvalidParameter
from maps.stills.motion import Flight, Timing, frame_png, plan_flight
from maps.stills.raster import pixels_of
from maps.stills.spec import StillSpec
from tests.maps.stills.invented_region import invented_material

FFMPEG = shutil.which("ffmpeg")
needs_ffmpeg = pytest.mark.skipif(FFMPEG is None, reason="needs ffmpeg: apt-get install ffmpeg")
ABOUT = {"motion": "fly", "data_version": 7}


def flight(seconds: float = 1.0) -> Flight:
    material = invented_material()
    spec = StillSpec(
        template="locator", zones=(material.region.zones[0].zone_id,), size="320x180",
        ground="transparent",
    )  # fmt: skip
    return plan_flight(spec, material, Timing(seconds, 25))


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(2) as two:
        yield two


@pytest.fixture(scope="module")
def frames(crew: Crew, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Frames of one second, in a folder whose name ffmpeg could take for a pattern."""
    folder = tmp_path_factory.mktemp("100%d frames")
    film = flight()
    with Target(folder) as target:
        make_sequence(film, pickle.dumps(film), ABOUT, crew, target)
    return folder


def probe(path: Path, *decoder: str) -> dict[str, str]:
    command = [
        "ffprobe", "-v", "error", "-count_frames", *decoder, "-show_streams", "-of", "json", path,
    ]  # fmt: skip
    said = subprocess.run(command, capture_output=True, check=True).stdout
    stream: dict[str, str] = json.loads(said)["streams"][0]
    return stream


def first_frame(path: Path, *decoder: str) -> np.ndarray:
    command = [
        "ffmpeg", "-v", "error", *decoder, "-i", path, "-frames:v", "1", "-pix_fmt", "rgba",
        "-f", "rawvideo", "-",
    ]  # fmt: skip
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(180, 320, 4).astype(int)


def test_sequence_is_numbered_from_one_with_a_manifest(frames: Path) -> None:
    names = sorted(one.name for one in frames.iterdir())
    assert names == [f"frame_{number:05d}.png" for number in range(1, 26)] + ["index.json"]
    told = json.loads((frames / "index.json").read_bytes())
    expected = {
        "fps": 25, "frames": 25, "first": 1, "width_px": 320, "alpha": "straight", "motion": "fly",
        "data_version": 7,
    }  # fmt: skip
    assert expected.items() <= told.items()
    assert [one["name"] for one in told["entries"]] == names[:-1]


def test_sequence_of_several_processes_is_that_of_one(frames: Path) -> None:
    film = flight()
    for index in (0, 9, 24):
        assert (frames / frame_name(index)).read_bytes() == frame_png(film, index)


def test_sequence_removes_nothing_that_a_made_up_index_names(crew: Crew, tmp_path: Path) -> None:
    film, folder = flight(), tmp_path / "frames"
    folder.mkdir()
    names = ["../outside.png", "notes.txt", "/etc/passwd", "frame_00099.png/..", ""]
    entries = [{"name": one, "recipe": "", "sha256": "", "document": {}} for one in names]
    told = f'{OURS.decode()}frames 1", "entries": {json.dumps(entries)}}}'
    assert json.loads(told)["entries"] == entries
    (folder / "index.json").write_text(told)
    for path in (tmp_path / "outside.png", folder / "notes.txt"):
        path.write_text("mine")
    with Target(folder) as target:
        make_sequence(film, pickle.dumps(film), ABOUT, crew, target)
    assert (tmp_path / "outside.png").read_text() == (folder / "notes.txt").read_text() == "mine"


def test_sequence_is_gone_on_with_and_made_shorter(crew: Crew, tmp_path: Path) -> None:
    film, shorter = flight(1.2), flight(1.0)
    with Target(tmp_path) as target:
        make_sequence(film, pickle.dumps(film), ABOUT, crew, target)
        assert len(target.names()) == 31
        for name in (frame_name(0), frame_name(29)):
            (tmp_path / name).unlink()
        again, _ = make_sequence(film, pickle.dumps(film), ABOUT, crew, target)
        assert frame_name(0) not in again.kept
        assert frame_name(5) in again.kept
        assert len(target.names()) == 31
        (tmp_path / frame_name(40)).write_bytes(b"of somebody else")
        other = {**ABOUT, "seconds": 1.0}
        make_sequence(shorter, pickle.dumps(shorter), other, crew, target)
        assert sorted(target.names())[-3:] == [frame_name(24), frame_name(40), "index.json"]


@needs_ffmpeg
def test_prores_has_alpha_rate_count_and_colours(frames: Path, tmp_path: Path) -> None:
    done: list[int] = []
    encode(frames, tmp_path / "a.mov", count=25, fps=25, ffmpeg=find_ffmpeg(), progress=done.append)
    stream = probe(tmp_path / "a.mov")
    assert (stream["codec_name"], stream["profile"]) == ("prores", "4444")
    assert stream["pix_fmt"].startswith("yuva444p1")
    assert (stream["r_frame_rate"], stream["nb_read_frames"]) == ("25/1", "25")
    tags = ("color_range", "color_space", "color_transfer", "color_primaries")
    assert [stream[one] for one in tags] == ["tv", "bt709", "bt709", "bt709"]
    assert done[-1] == 25
    drawn = pixels_of((frames / frame_name(0)).read_bytes()).astype(int)
    shown = first_frame(tmp_path / "a.mov")
    assert np.abs(shown - drawn)[..., 3].max() <= 2
    assert np.abs(shown - drawn)[drawn[..., 3] == 255].mean() < 1.5
    assert [one.name for one in tmp_path.iterdir()] == ["a.mov"]


@needs_ffmpeg
def test_webm_has_alpha_rate_and_count(frames: Path, tmp_path: Path) -> None:
    encode(frames, tmp_path / "a.webm", count=25, fps=50, ffmpeg=find_ffmpeg())
    stream = probe(tmp_path / "a.webm")
    assert (stream["codec_name"], stream["tags"]["alpha_mode"]) == ("vp9", "1")
    assert (stream["r_frame_rate"], stream["nb_read_frames"]) == ("50/1", "25")
    drawn = pixels_of((frames / frame_name(0)).read_bytes()).astype(int)
    shown = first_frame(tmp_path / "a.webm", "-c:v", "libvpx-vp9")
    assert np.abs(shown - drawn)[..., 3].mean() < 3


@needs_ffmpeg
def test_film_that_cannot_be_made_leaves_nothing(frames: Path, tmp_path: Path) -> None:
    broken = tmp_path / "frames"
    shutil.copytree(frames, broken)
    (broken / frame_name(12)).write_bytes(b"no picture")
    with pytest.raises(DownloadFailed, match=r"a\.mov could not be made .*ffmpeg says '") as told:
        encode(broken, tmp_path / "a.mov", count=25, fps=25, ffmpeg=find_ffmpeg())
    assert "\n" not in str(told.value)
    assert [one.name for one in tmp_path.iterdir()] == ["frames"]


def test_film_that_is_broken_off_ends_ffmpeg(frames: Path, tmp_path: Path) -> None:
    slow = tmp_path / "ffmpeg"
    slow.write_text('#!/bin/sh\necho $$ > "$0.pid"\necho frame=1\nexec sleep 60\n')
    slow.chmod(0o755)

    def stop(frame: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode(frames, tmp_path / "a.mov", count=25, fps=25, ffmpeg=str(slow), progress=stop)
    pid = (tmp_path / "ffmpeg.pid").read_text().strip()
    assert not Path(f"/proc/{pid}").exists()
    assert not list(tmp_path.glob("*.mov")) + list(tmp_path.glob(".*part"))


def test_missing_ffmpeg_is_told_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InvalidParameter, match="install it with `apt-get install ffmpeg`"):
        find_ffmpeg()


def test_container_is_chosen_by_suffix() -> None:
    assert container_of(Path("a.MOV")) == ".mov"
    assert container_of(Path("a.webm")) == ".webm"
    assert container_of(Path("frames")) is None
    with pytest.raises(InvalidParameter, match=r"the film a\.mp4 cannot be made"):
        container_of(Path("a.mp4"))
