"""`zonemap still` and `zonemap lint`: what they write, say and refuse."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from api import cli
from api.stills.material import material_key
from layers.address import DatabaseAddress
from layers.managed import ManagedCluster
from layers.settings import CHECKOUT
from maps.stills.metadata import read_png_imprint, with_imprint
from maps.stills.raster import pixels_of, write_png
from maps.stills.sizes import Size
from maps.stills.spec import spec_of

Run = Callable[..., tuple[int, str, str]]
UrlOf = Callable[[DatabaseAddress], str]
SMALL = ("--size", "640x360")


@pytest.fixture
def url_of(throwaway_cluster: ManagedCluster) -> UrlOf:
    """Address of a database for who names it in DATABASE_URL."""
    return lambda address: throwaway_cluster.admin_url(urlsplit(address.owner_url).path.strip("/"))


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    loaded_database: DatabaseAddress,
    url_of: UrlOf,
    tmp_path: Path,
) -> Run:
    """Run `zonemap` in an empty folder on the bundled data: exit code and both streams."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url_of(loaded_database))

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["zonemap", *arguments])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        streams = capfd.readouterr()
        return code, streams.out, streams.err

    return call


@pytest.fixture
def picture(run: Run) -> Path:
    """A small picture that was made."""
    assert run("still", *SMALL, "-o", "made.png")[0] == 0
    return Path("made.png")


def files() -> list[str]:
    return sorted(os.listdir())


def test_zone_alone_makes_a_good_picture(run: Run) -> None:
    code, out, _ = run("still", "--zone", "my-xuan-a2", "-o", "a2.png")
    assert (code, files()) == (0, ["a2.png", "a2.png.json"])
    assert out.startswith("Wrote a2.png (1920x1080, ")
    imprint = read_png_imprint(Path("a2.png").read_bytes())
    assert imprint is not None
    assert (imprint.spec.template, imprint.spec.zones) == ("locator", ("my-xuan-a2",))
    assert "Mỹ Xuân A2" in imprint.title
    assert run("lint", "a2.png")[0] == 0


def test_sidecar_says_what_the_picture_says(picture: Path) -> None:
    told = json.loads(Path("made.png.json").read_text())
    imprint = read_png_imprint(picture.read_bytes())
    assert imprint is not None
    (file,) = told.pop("files")
    assert (file["name"], file["bytes"]) == ("made.png", picture.stat().st_size)
    assert isinstance(told.pop("findings"), list)
    assert told == imprint.document()


def test_options_come_before_the_spec(run: Run) -> None:
    Path("spec.yaml").write_text("size: 640x360\ntitle: Cũ\nlanguage: vi\nlegend: true\n")
    code, _, _ = run(
        "still", "spec.yaml", "--title", "New", "--lang", "en", "--no-legend",
        "--layers", "zones, roads", "--bbox", "106.5,10.5,107,11", "--no-sidecar", "-o", "n.svg",
    )  # fmt: skip
    assert (code, files()) == (0, ["n.svg", "spec.yaml"])
    text = Path("n.svg").read_text()
    assert 'width="640" height="360"' in text
    assert "<title>New</title>" in text
    assert '"bbox":[106.5,10.5,107.0,11.0]' in text.replace("&quot;", '"')


def test_spec_comes_through_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    class Pipe:
        buffer = io.BytesIO(b"template: lower_third\nsize: 640x360\nzones: [my-xuan-a2]\n")

    monkeypatch.setattr(sys, "stdin", Pipe)
    assert run("still", "-", "-o", "strip.pdf")[0] == 0
    assert Path("strip.pdf").read_bytes().startswith(b"%PDF")


def test_fill_and_key_are_written_beside_each_other(run: Run) -> None:
    code, out, err = run("still", *SMALL, "--ground", "transparent", "--key", "-o", "pair.png")
    assert (code, files()) == (0, ["pair.key.png", "pair.png", "pair.png.json"])
    assert "Wrote pair.key.png" in out
    assert "white all over" not in err
    key = pixels_of(Path("pair.key.png").read_bytes())
    assert set(map(int, (key[..., 0].min(), key[..., 0].max()))) == {0, 255}
    assert "so the key is white all over" in run("still", *SMALL, "--key", "-o", "full.png")[2]


def test_the_same_bytes_are_made_again(run: Run, picture: Path) -> None:
    code, out, _ = run("still", "--from", "made.png", "-o", "again.png")
    assert (code, out.splitlines()[-1]) == (0, "The same bytes as made.png.")
    assert Path("again.png").read_bytes() == picture.read_bytes()


def test_picture_of_another_server_is_made_again_with_its_links(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZONEMAP_BASE_URL", "https://kcn.example:8443/maps")
    assert run("still", *SMALL, "--qr", "-o", "there.png")[0] == 0
    monkeypatch.delenv("ZONEMAP_BASE_URL")
    code, out, _ = run("still", "--from", "there.png", "-o", "again.png")
    assert (code, out.splitlines()[-1]) == (0, "The same bytes as there.png.")
    assert Path("again.png").read_bytes() == Path("there.png").read_bytes()


def test_pair_is_made_again_from_either(run: Run) -> None:
    assert run("still", *SMALL, "--key", "-o", "pair.png")[0] == 0
    refused = run("still", "--from", "pair.key.png", "-o", "x.png")
    assert (refused[0], "pair.key.png is the key of a pair; use --key" in refused[2]) == (1, True)
    assert run("still", "--from", "pair.key.png", "--key", "-o", "again.png")[0] == 0
    assert Path("again.key.png").read_bytes() == Path("pair.key.png").read_bytes()
    assert Path("again.png").read_bytes() == Path("pair.png").read_bytes()


def test_what_has_changed_since_is_said(
    run: Run,
    picture: Path,
    loaded_copy: DatabaseAddress,
    url_of: UrlOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", url_of(loaded_copy))
    assert run("still", "--from", "made.png", "-o", "same.png")[0] == 0
    with psycopg.connect(loaded_copy.owner_url) as connection:
        connection.execute("UPDATE zonemap.source SET licence = licence || ' (again)'")
    code, _, err = run("still", "--from", "made.png", "-o", "new.png")
    imprint = read_png_imprint(picture.read_bytes())
    assert imprint is not None
    old = imprint.data_version
    assert code == 1
    assert "made.png cannot be made again as it was: it was made from data " in err
    assert f"version {old}, now there is version {old + 1}; what is drawn is the same" in err
    assert "use --accept-changes to make it as of now" in err
    assert "new.png" not in files()
    code, _, err = run("still", "--from", "made.png", "--accept-changes", "-o", "new.png")
    assert (code, "Not the same as made.png: " in err) == (0, True)


def test_picture_altered_by_others_is_not_taken_for_the_same(run: Run, picture: Path) -> None:
    imprint = read_png_imprint(picture.read_bytes())
    assert imprint is not None
    pixels = pixels_of(picture.read_bytes()).copy()
    pixels[:40, :40, :3] = 255
    picture.write_bytes(with_imprint(write_png(Size(640, 360), [pixels]), imprint))
    code, _, err = run("still", "--from", "made.png", "-o", "again.png")
    assert (code, "the data are the same, so the program, its fonts or" in err) == (1, True)


def test_another_day_is_drawn_as_of_then(run: Run, picture: Path) -> None:
    assert run("still", *SMALL, "--as-of", "2024-01-01", "-o", "then.png")[0] == 0
    imprint = read_png_imprint(Path("then.png").read_bytes())
    assert imprint is not None
    assert imprint.on_day.isoformat() == "2024-01-01"
    assert run("still", "--from", "then.png", "-o", "again.png")[0] == 0


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "no such spec": (("none.yaml", "-o", "x.png"), "none.yaml cannot be read (No such file"),
    "a folder for a spec": ((".", "-o", "x.png"), ". is not a file"),
    "a spec that is not text": (("latin.yaml", "-o", "x.png"), "latin.yaml is not UTF-8 (byte 7)"),
    "a picture for a spec": (("made.png", "-o", "x.png"), "made.png has more than 100,000 bytes"),
    "another suffix": (("-o", "x.gif"), "expected a name that ends in .png, .svg or .pdf"),
    "no suffix": (("-o", "png"), "the file is 'png'"),
    "a file that is there": (("-o", "made.png"), "made.png is there already; name another, or"),
    "a folder that is not there": (("-o", "no/x.png"), "the folder no is not there; make it"),
    "a folder for a file": (("-o", "folder.png"), "folder.png is a folder; name a file in it"),
    "a name that is too long": (("-o", "x" * 300 + ".png"), "cannot be written (File name too"),
    "a report over the picture": (
        ("-o", "x.png", "--lint-report", "./x.png"), "are the same file; name different files",
    ),
    "a key of a PDF": (("--key", "-o", "x.pdf"), "expected a PNG: fill and key are pixels"),
    "an unknown zone": (("--zone", "nowhere", "-o", "x.png"), "there is no zone 'nowhere'"),
    "an unknown theme": (("--theme", "loud", "-o", "x.png"), "there is no theme 'loud'"),
    "too many pixels": (("--size", "9000x9000", "-o", "x.png"), "the size 9000x9000 is out of"),
    "a day to come": (("--as-of", "2999-01-01", "-o", "x.png"), "has not come yet"),
    "no day": (("--as-of", "yesterday", "-o", "x.png"), "as_of ('yesterday')"),
    "half a box": (("--bbox", "106,10", "-o", "x.png"), "the bbox has 2 values"),
    "video levels of a PDF": (("--levels", "video", "-o", "x.pdf"), "which pdf does not know"),
    "a right-to-left title": (("--title", "abc\u202edef", "-o", "x.png"), "U+202E"),
    "from and more": (("--from", "made.png", "--title", "x", "-o", "x.png"), "with --title;"),
    "from and a spec": (("s.yaml", "--from", "made.png", "-o", "x.png"), "with s.yaml; expected"),
    "from no PNG": (("--from", "made.png.json", "-o", "x.png"), "it is not a PNG"),
    "from nothing": (("--from", "none.png", "-o", "x.png"), "none.png cannot be read (No such"),
    "from a foreign PNG": (("--from", "foreign.png", "-o", "x.png"), "has no words of zonemap"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_one_line(case: str, run: Run, picture: Path) -> None:
    Path("folder.png").mkdir()
    foreign = write_png(Size(192, 108), [pixels_of(picture.read_bytes())[:108, :192]])
    Path("foreign.png").write_bytes(foreign)
    Path("latin.yaml").write_bytes(b"title: \xd0\xfa")
    before = files()
    arguments, told = REFUSED[case]
    code, out, err = run("still", *arguments)
    (line,) = [one for one in err.splitlines() if one.startswith("zonemap: ")]
    assert (code, out) == (1, "")
    assert told in line
    assert "Traceback" not in err
    assert files() == before


def test_unreadable_spec_is_one_line(run: Run) -> None:
    Path("spec.yaml").write_text("size: hd")
    Path("spec.yaml").chmod(0)
    if os.access("spec.yaml", os.R_OK):
        pytest.skip("root reads everything")
    assert "cannot be read (Permission denied)" in run("still", "spec.yaml", "-o", "x.png")[2]


def test_no_database_ends_with_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")
    code, _, err = run("still", "-o", "x.png")
    assert (code, files(), "Traceback" in err) == (3, [], False)


def test_strict_writes_nothing_but_the_report(run: Run) -> None:
    # Nothing on it says where the map is from.
    arguments = ("--size", "640x360", "--safe-area", "legacy", "--no-data-date", "--strict")
    code, out, err = run("still", *arguments, "--lint-report", "report.png", "-o", "x.png")
    assert (code, out) == (1, "")
    assert "fault " in err
    assert "--strict was given; nothing was written" in err
    assert files() == ["report.png"]
    assert pixels_of(Path("report.png").read_bytes()).shape[2] == 4


def test_full_disk_leaves_no_half_picture(
    picture: Path, loaded_database: DatabaseAddress, url_of: UrlOf
) -> None:
    before = picture.read_bytes()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    environment = {
        **os.environ, "PYTHONPATH": str(CHECKOUT), "DATABASE_URL": url_of(loaded_database),
    }  # fmt: skip
    command = [sys.executable, "-m", "api.cli", "still", *SMALL, "--force", "-o", "made.png"]
    done = subprocess.run(
        command, env=environment, preexec_fn=limit, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "made.png cannot be written (File too large); make room, or name" in done.stderr
    assert files() == ["made.png", "made.png.json"]
    assert picture.read_bytes() == before


def test_lint_tells_of_a_picture_of_others(run: Run, picture: Path) -> None:
    foreign = write_png(Size(192, 108), [pixels_of(picture.read_bytes())[:108, :192]])
    Path("foreign.png").write_bytes(foreign)
    code, out, _ = run("lint", "foreign.png")
    assert code == 0
    assert "warning no-imprint: The picture has no words of zonemap" in out
    assert out.splitlines()[-1] == "0 faults, 3 warnings"
    assert "Hình không mang thông tin" in run("lint", "foreign.png", "--lang", "vi")[1]


def test_lint_finds_faults_and_draws_them(run: Run) -> None:
    assert run("still", *SMALL, "--no-data-date", "-o", "undated.png")[0] == 0
    code, out, _ = run("lint", "undated.png", "--json", "--report", "report.png")
    told = json.loads(out)
    assert code == 1
    assert {one["severity"] for one in told["findings"]} >= {"fault"}
    assert told["imprint"]["spec"]["data_date"] is False
    assert pixels_of(Path("report.png").read_bytes()).shape[1] >= 640
    assert "report.png is there already" in run("lint", "undated.png", "--report", "report.png")[2]


def test_still_loads_no_large_library(loaded_database: DatabaseAddress, url_of: UrlOf) -> None:
    code = (
        "import sys\nfrom api.cli import app\n"
        "try:\n    app(['still', '--size', '640x360', '-o', sys.argv[1]])\n"
        "except BaseException as error:\n    print(error)\n"
        "print(*sorted({one.split('.')[0] for one in sys.modules}"
        " & {'reportlab', 'geopandas', 'pandas', 'fastapi', 'folium', 'sqlalchemy'}))"
    )
    environment = {**os.environ, "DATABASE_URL": url_of(loaded_database)}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", code, f"{folder}/x.png"],
            cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
    wrote, ended, loaded = done.stdout.split("\n")[:3]
    assert (wrote.startswith("Wrote "), ended, loaded) == (True, "0", "")


def test_overview_of_a_spec_stays_an_overview(run: Run) -> None:
    Path("spec.yaml").write_text("template: overview\nsize: 640x360\nzones: [my-xuan-a2]\n")
    assert run("still", "spec.yaml", "-o", "x.png")[0] == 0
    assert run("still", "--from", "x.png", "-o", "y.png")[0] == 0
    for name in ("x.png", "y.png"):
        imprint = read_png_imprint(Path(name).read_bytes())
        assert imprint is not None
        assert imprint.spec.template == "overview"


def test_two_days_are_compared_without_a_word_of_the_earlier_one(run: Run) -> None:
    two_days = ("still", "-t", "before_after", "--as-of", "2026-11-28", "--lang", "en")
    code, out, err = run(*two_days, "-o", "a.png", *SMALL)
    assert (code, "Wrote a.png" in out) == (0, True)
    found = re.search(r"Compared with (\S+), after which figures changed last\.", err)
    assert found is not None
    day = date.fromisoformat(found[1])
    assert day < date(2026, 11, 28)
    sidecar = json.loads(Path("a.png.json").read_text())
    assert "before" not in sidecar["spec"]
    assert f"{day.day} {day:%b} {day.year}" in sidecar["description"]
    # The same picture, told which day: no later one has anything to show.
    code, _, err = run(*two_days, "-o", "b.png", *SMALL, "--before", found[1])
    assert (code, "Compared with" in err) == (0, False)
    assert (
        pixels_of(Path("a.png").read_bytes()).tobytes()
        == pixels_of(Path("b.png").read_bytes()).tobytes()
    )
    later = (day + timedelta(days=1)).isoformat()
    run(*two_days, "-o", "c.png", *SMALL, "--before", later)
    assert "No change" in json.loads(Path("c.png.json").read_text())["description"]


def test_the_records_of_two_days_are_told_apart_by_what_is_compared() -> None:
    def key(**fields: object) -> str:
        return material_key(spec_of({"template": "before_after", **fields}), date(2026, 11, 28))

    chosen = [key(), key(measure="occupancy"), key(province="BD"), key(before="2024-01-01")]
    assert len(set(chosen)) == 4
    assert key(before="2024-01-01", measure="occupancy") == chosen[3]


def test_a_measure_that_never_changed_asks_for_a_day(run: Run) -> None:
    code, _, err = run("still", "-t", "before_after", "--measure", "status", "-o", "a.png", *SMALL)
    assert code == 1
    assert "no change is known that one could be chosen by" in err
    assert not Path("a.png").exists()
