"""Many pictures in several processes: the same bytes, what is kept, what is refused."""

from __future__ import annotations

import csv
import io
import json
import pickle
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.stills.batch import JOURNAL, Crew, Outcome, crew_size, in_one_line
from api.stills.collection import KEPT_NAMES, DataVersion, make_collection, tasks_of
from api.stills.packing import opened_output
from api.stills.target import Target
from api.stills.worker import Done
from geo.errors import DownloadFailed, InvalidParameter, ServerBusy, StillFailed
from maps.stills.series import Picture, Series, subjects_of_zones
from maps.stills.sizes import Size
from maps.stills.spec import StillSpec
from tests.maps.stills.invented_region import ON_DAY, invented_material

Make = Callable[..., Outcome]
DAY = ON_DAY.isoformat()


def pictures_of(count: int = 3, **changes: object) -> tuple[Picture, ...]:
    base = StillSpec(template="overview", size="320x180", **changes)
    series = Series("zone", base, given=frozenset({"template"}), kept_names=KEPT_NAMES)
    zones = invented_material().region.zones
    return series.pictures(subjects_of_zones(zones, ON_DAY)[:count])


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    """Two processes that the tests of this file share."""
    with Crew(2) as two:
        yield two


@pytest.fixture
def make(crew: Crew) -> Make:
    """Make pictures of the invented region into a folder or a zip."""
    pickled = pickle.dumps(invented_material())

    def run(
        output: Path,
        pictures: tuple[Picture, ...],
        *,
        by: Crew = crew,
        tag: str = "7.a",
        force: bool = False,
        sheets: bool = False,
        progress: Callable[[Outcome], None] = lambda outcome: None,
    ) -> Outcome:
        versions = {DAY: DataVersion(7, tag)}
        tasks = tasks_of(pictures, "png", versions=versions, base_url="http://x.example")
        with opened_output(output, tasks, force=force) as target:
            return make_collection(
                pictures, tasks, by, target, pickle_of=lambda key: pickled, language="vi",
                with_sheets=sheets, force=force, progress=progress,
            )  # fmt: skip

    return run


def contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir())}


def test_one_process_or_two_make_the_same_bytes(tmp_path: Path, make: Make) -> None:
    make(tmp_path / "two", pictures_of(4), sheets=True)
    with Crew(1) as one:
        make(tmp_path / "one", pictures_of(4), by=one, sheets=True)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "one")) == 4 + 3


def test_index_tells_of_each_picture(tmp_path: Path, make: Make) -> None:
    pictures = pictures_of(2)
    make(tmp_path, pictures)
    text = (tmp_path / "index.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["file"] for row in rows] == [one.file for one in pictures]
    assert {row["data_version"] for row in rows} == {"7"}
    assert {row["date"] for row in rows} == {DAY}
    assert rows[0]["title"] == pictures[0].title
    index = json.loads((tmp_path / "index.json").read_bytes())
    assert index["entries"][0]["document"]["spec"] == pictures[0].spec.document()
    assert index["entries"][0]["sha256"] == rows[0]["sha256"]
    assert JOURNAL not in contents(tmp_path)


def test_second_run_makes_what_is_missing_altered_or_of_other_data(
    tmp_path: Path, make: Make
) -> None:
    pictures = pictures_of(4)
    make(tmp_path, pictures)
    first = contents(tmp_path)
    (tmp_path / pictures[0].file).unlink()
    (tmp_path / pictures[1].file).write_bytes(b"cut off")
    changed = (*pictures[:3], *pictures_of(4, title="Another")[3:])
    again = make(tmp_path, changed)
    assert again.kept == {pictures[2].file}
    assert again.made == 3
    assert contents(tmp_path)[pictures[0].file] == first[pictures[0].file]
    assert contents(tmp_path)[pictures[3].file] != first[pictures[3].file]
    assert make(tmp_path, changed, tag="8.a").made == 4
    assert make(tmp_path, changed, tag="8.a").made == 0
    assert make(tmp_path, changed, tag="8.a", force=True).made == 4


def test_run_that_is_broken_off_is_gone_on_with(tmp_path: Path, make: Make) -> None:
    pictures = pictures_of(6)

    def stop(outcome: Outcome) -> None:
        if outcome.made == 2:
            raise KeyboardInterrupt

    with Crew(2) as two, pytest.raises(KeyboardInterrupt):
        make(tmp_path, pictures, by=two, progress=stop)
    left = contents(tmp_path)
    assert len(left) == 3
    assert all(name == JOURNAL or one.endswith(b"IEND\xaeB`\x82") for name, one in left.items())
    again = make(tmp_path, pictures)
    assert (again.made, len(again.kept)) == (4, 2)


def test_torn_journal_is_no_harm(tmp_path: Path, make: Make) -> None:
    torn = b'{"entries": [{"name": "a'
    (tmp_path / JOURNAL).write_bytes(b"[]\n\xff\n{}\n" + torn)
    assert make(tmp_path, pictures_of(1)).made == 1


def test_files_of_others_are_not_written_over(tmp_path: Path, make: Make) -> None:
    pictures = pictures_of(2)
    (tmp_path / pictures[1].file).write_bytes(b"mine")
    with pytest.raises(InvalidParameter, match=f"{pictures[1].file} in .* were not made by"):
        make(tmp_path, pictures)
    assert contents(tmp_path) == {pictures[1].file: b"mine"}
    make(tmp_path, pictures, force=True)
    assert contents(tmp_path)[pictures[1].file] != b"mine"


@pytest.mark.parametrize("name", ["index.csv", "index.json"])
def test_index_of_others_is_not_written_over(tmp_path: Path, make: Make, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(InvalidParameter, match=f"{name} in .* were not made by"):
        make(tmp_path, pictures_of(1))
    assert contents(tmp_path) == {name: b"mine"}
    make(tmp_path, pictures_of(1), force=True)
    assert make(tmp_path, pictures_of(2)).made == 1


def test_picture_that_cannot_be_drawn_leaves_the_others(tmp_path: Path, make: Make) -> None:
    pictures = list(pictures_of(3))
    words = " ".join(["Khu"] * 120)
    pictures[1] = replace(pictures[1], spec=pictures[1].spec.but(title=words))
    outcome = make(tmp_path, tuple(pictures))
    assert list(outcome.failed) == [pictures[1].file]
    assert "does not fit" in str(outcome.failed[pictures[1].file])
    assert outcome.made == 2
    rows = json.loads((tmp_path / "index.json").read_bytes())["rows"]
    assert ["does not fit" in row["error"] for row in rows] == [False, True, False]


def test_full_disk_stops_and_leaves_no_half_picture(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, pictures = Target.write, pictures_of(3)

    def full(target: Target, name: str, content: bytes) -> None:
        if JOURNAL in target.names():
            raise DownloadFailed(f"{name} cannot be written (No space left on device)")
        write(target, name, content)

    monkeypatch.setattr(Target, "write", full)
    with Crew(1) as one, pytest.raises(DownloadFailed, match="No space left"):
        make(tmp_path, pictures, by=one)
    assert sorted(contents(tmp_path)) == [JOURNAL, pictures[0].file]


def test_zip_is_made_whole_and_gone_on_with(tmp_path: Path, make: Make) -> None:
    output = tmp_path / "stills.zip"
    make(output, pictures_of(2), sheets=True)
    first = output.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["stills.zip"]
    with zipfile.ZipFile(output) as packed:
        assert packed.testzip() is None
        assert packed.namelist()[:3] == ["index-1.png", "index.csv", "index.json"]
        assert packed.infolist()[0].external_attr >> 16 & 0o777 == 0o644
    assert make(output, pictures_of(2), sheets=True).made == 0
    assert output.read_bytes() == first
    assert make(output, pictures_of(3)).kept == {one.file for one in pictures_of(2)}


def test_zip_of_others_is_not_written_over(tmp_path: Path, make: Make) -> None:
    output = tmp_path / "stills.zip"
    output.write_bytes(b"mine")
    with pytest.raises(InvalidParameter, match="is not a zip of an earlier run"):
        make(output, pictures_of(1))
    assert contents(tmp_path) == {"stills.zip": b"mine"}
    assert make(output, pictures_of(1), force=True).made == 1


def test_process_that_dies_costs_one_picture(capfd: pytest.CaptureFixture[str]) -> None:
    tasks = tasks_of(
        pictures_of(2), "png", versions={DAY: DataVersion(7, "a")}, base_url="http://x.example"
    )
    handed = iter([b"ends the process", pickle.dumps(invented_material())])
    with Crew(1) as one:
        results = [(task.name, result) for task, result in one.run(tasks, lambda key: next(handed))]
    assert [name for name, _ in results] == [task.name for task in tasks]
    assert isinstance(results[0][1], ServerBusy)
    assert isinstance(results[1][1], Done)
    assert "UnpicklingError" in capfd.readouterr().err


def test_error_of_the_program_is_told_in_one_line() -> None:
    trace = "a picture could not be made:\nTraceback:\n  File x\nNameError: name 'y'\n"
    assert in_one_line(StillFailed(trace)) == "a picture could not be made: NameError: name 'y'"
    assert in_one_line(InvalidParameter("a", remedy="b")) == "a; b"


def test_crew_is_as_large_as_cores_and_memory_allow() -> None:
    assert crew_size(Size(1920, 1080), jobs=2) == 2
    assert crew_size(Size(8192, 8192), jobs=8) == 1
    assert crew_size(Size(3840, 2160), jobs=8) == 4
