from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from geo.errors import ImportRejected
from layers.importers.reading import ReadLimits, process, read_file
from layers.settings import CHECKOUT
from tests.layers.reading import makers
from tests.patience import PATIENCE_S

ENDLESS = "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))"
HOOKED = """
import sys, tempfile
sys.path.insert(0, sys.argv[1])
from layers.importers.reading import guard
folder = tempfile.mkdtemp()
guard.deny_everything_but_reading(folder)
open(folder + "/inside", "w").close()
open("/etc/hostname").close()
def denied(action):
    try:
        action()
    except PermissionError as error:
        return str(error)
    return "allowed"
import os, shutil, socket, subprocess
print(denied(lambda: open("/tmp/outside-" + str(os.getpid()), "w")))
print(denied(lambda: socket.create_connection(("127.0.0.1", 9))))
print(denied(lambda: subprocess.run(["true"])))
print(denied(lambda: os.system("true")))
print(denied(lambda: os.symlink("/etc/passwd", folder + "/link")))
guard.remove_tree(folder)
print(os.path.exists(folder))
"""
ORPHAN = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from layers.importers.reading import process
process._START = '''
import os, sys
sys.path.insert(0, sys.argv[1])
from layers.importers.reading import child, guard
import orjson
folder = orjson.loads(child._read_line())["folder"]
guard.end_with_parent(folder)
print(os.getpid(), file=open(os.environ["HOME"] + "/pid", "w"), flush=True)
while True:
    sum(range(1000))
'''
process.read_file(Path(sys.argv[2]))
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return makers.write_geojson(tmp_path)


def refusal_code(path: Path, limits: ReadLimits | None = None) -> tuple[str, str]:
    """Code and sentence of the one fault of a file."""
    with pytest.raises(ImportRejected) as refusal:
        read_file(path, limits=limits)
    (fault,) = refusal.value.faults
    return fault.code, str(fault)


def test_read_file_stops_a_reader_that_takes_too_long(
    good: Path, temp_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_START", "while True: pass")
    begin = time.monotonic()
    code, sentence = refusal_code(good, ReadLimits(seconds=1))
    assert code == "reader_timeout"
    assert "took more than 1 s and was stopped; split the file" in sentence
    assert time.monotonic() - begin < 20


def test_read_file_names_the_signal_of_a_crash(
    good: Path, temp_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_START", "import os, signal; os.kill(os.getpid(), 11)")
    code, sentence = refusal_code(good)
    assert code == "reader_crashed"
    assert "segmentation fault" in sentence
    assert "likely damaged or made to harm" in sentence


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("import os; os.kill(os.getpid(), 9)", "reader_memory"),
        ("raise SystemExit(3)", "reader_crashed"),
        ("pass", "reader_crashed"),
        ("print('not an answer')", "reader_crashed"),
        ("import os; os.write(1, b'ZMRAW1' + bytes([255] * 8))", "reader_crashed"),
        ("import os; os.write(1, b'ZMRAW1' + bytes([2] + [0] * 7) + b'{}')", "reader_crashed"),
    ],
)
def test_read_file_does_not_believe_its_child(
    start: str, code: str, good: Path, temp_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_START", start)
    assert refusal_code(good)[0] == code


def test_read_file_ends_an_answer_without_end(
    good: Path, temp_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_START", ENDLESS)
    assert refusal_code(good, ReadLimits(memory_mb=50))[0] == "reader_memory"


def test_read_file_bounds_memory(tmp_path: Path, temp_folder: Path) -> None:
    path = tmp_path / "large.geojson"
    path.write_text(f'{{"type":"FeatureCollection","features":[{"[1,2]," * 3_000_000}[]]}}')
    code, sentence = refusal_code(path, ReadLimits(memory_mb=400))
    assert code == "reader_memory"
    assert "more than 400 MB of memory" in sentence


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (ReadLimits(features=4), "too_many_features"),
        (ReadLimits(vertices=20), "too_many_vertices"),
        (ReadLimits(cell_chars=10), "cell_too_long"),
        (ReadLimits(archive_mb=0), "file_too_large"),
    ],
)
def test_read_file_keeps_its_limits(limits: ReadLimits, code: str, good: Path) -> None:
    with pytest.raises(ImportRejected) as refusal:
        read_file(good, limits=limits)
    assert refusal.value.faults[0].code == code


def test_read_file_takes_its_bounds_in_the_child(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import resource\n"
        "from layers.importers.reading import child, guard, options\n"
        "child._read_line(); guard.limit_process(options.ReadLimits())\n"
        "bounds = [resource.getrlimit(getattr(resource, f'RLIMIT_{kind}'))[0]"
        " for kind in ('AS', 'CPU', 'CORE', 'NOFILE', 'FSIZE')]\n"
        "sys.exit(bounds == [1 << 30, 11, 0, 64, 512 << 20] and 77)"
    )
    monkeypatch.setattr(process, "_START", probe)
    assert "exit code 77" in refusal_code(good)[1]


def test_guard_denies_all_but_reading() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", HOOKED, str(CHECKOUT)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "the reading process writes only to its temp folder",
        "the reading process may not use socket.getaddrinfo",
        "the reading process may not use subprocess.Popen",
        "the reading process may not use os.system",
        "the reading process may not use os.symlink",
        "False",
    ]


def test_reader_ends_and_clears_up_when_its_parent_is_killed(good: Path, tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(CHECKOUT), str(good)],
        env={**os.environ, "TMPDIR": str(temp)},
    )
    try:
        pid = int(wait_for(lambda: next(iter(temp.glob("*/pid"))).read_text()))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        wait_for(lambda: not is_running(pid) or None)
        wait_for(lambda: not list(temp.iterdir()) or None)
    finally:
        parent.kill()
        parent.wait()


def test_read_file_works_from_several_threads(good: Path, temp_folder: Path) -> None:
    counts: list[int] = []

    def read() -> None:
        counts.append(len(read_file(good).features))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [5, 5, 5]


def test_reader_loads_no_gdal() -> None:
    code = (
        "import sys; from layers.importers.reading import dispatch;"
        "[__import__(f'layers.importers.reading.{kind}') for kind in dispatch._SUFFIXES];"
        "print([name for name in ('pyogrio', 'geopandas', 'osgeo', 'pandas')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def is_running(pid: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_for(question):  # type: ignore[no-untyped-def]
    """Answer of a question, once it has one."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            answer = question()
        except (StopIteration, FileNotFoundError):
            answer = None
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError("no answer")
