"""Reading a file in a child process of its own, so that a hostile one harms nothing else.

The child is a fresh interpreter with bounds on time, memory, file size and open files, a temp
folder of its own as its home, and an audit hook against everything but reading. It answers in
JSON and WKB over a pipe. Its other pipe is its life line: when we die, it ends itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final, NoReturn

import orjson

from geo.errors import Fault, ImportRejected
from layers.importers.raw import RawLayer
from layers.importers.reading import wire
from layers.importers.reading.options import ReadLimits, ReadOptions

TEMP_PREFIX: Final = "zonemap-read-"
_ROOT: Final = Path(__file__).resolve().parents[3]
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from layers.importers.reading.child import main; main()"
)
_MIB: Final = 1024 * 1024
_KEPT_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a child ended: its answer, its exit code, and whether we had to end it."""

    answer: bytes
    code: int
    is_late: bool
    is_long: bool


def read_file(
    path: Path, options: ReadOptions | None = None, limits: ReadLimits | None = None
) -> RawLayer:
    """Read one layer of a planner's file.

    Parameters
    ----------
    path
        The file: GeoJSON, newline-delimited GeoJSON, GeoPackage, Shapefile (.shp or .zip), KML,
        KMZ, CSV, XLSX or DXF.
    options
        What the person declared about it.
    limits
        Bounds of the reading.

    Returns
    -------
    RawLayer
        What stands in the file, in the file's own coordinates; nothing is mended.

    Raises
    ------
    ImportRejected
        If the file is not read, with every fault found: place, reason, remedy and a code of
        `layers.importers.reading.codes.FAULTS`.

    Notes
    -----
    Starting the child takes 0.1 to 0.5 s. Nothing is left in the temp folder, however it ends.
    """
    options, limits = options or ReadOptions(), limits or ReadLimits()
    file = path.name.encode("utf-8", "replace").decode()
    _check_file(path, file, limits)
    folder = tempfile.mkdtemp(prefix=TEMP_PREFIX)
    try:
        outcome = _run(path, folder, options, limits)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if outcome.is_late or outcome.is_long or outcome.code != 0:
        _refuse_ended(file, outcome, limits)
    try:
        return wire.decode(outcome.answer)
    except ValueError:
        _refuse(
            file,
            "reader_crashed",
            "the reading process ended without an answer",
            "check the file in the program that made it and save it again",
        )


def _run(path: Path, folder: str, options: ReadOptions, limits: ReadLimits) -> _Outcome:
    """Start the child, hand it the job, and wait for its answer within the time allowed."""
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    environment |= {
        "HOME": folder,
        "TMPDIR": folder,
        "TEMP": folder,
        "TMP": folder,
        "XDG_CACHE_HOME": folder,
        "XDG_CONFIG_HOME": folder,
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
    }
    child = subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )
    job = {
        "path": os.fspath(path.absolute()),
        "folder": folder,
        "options": asdict(options),
        "limits": asdict(limits),
    }
    return _converse(child, orjson.dumps(job) + b"\n", limits)


def _converse(child: subprocess.Popen[bytes], job: bytes, limits: ReadLimits) -> _Outcome:
    """Send the job, collect the answer; end the child if it is late or answers without end."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the child was started without pipes")
    late = threading.Event()

    def end() -> None:
        late.set()
        _kill(child)

    clock = threading.Timer(limits.seconds, end)
    clock.daemon = True
    clock.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(job)
            child.stdin.flush()
        answer, is_long = _collect(child.stdout, limits.memory_mb * _MIB)
        if is_long:
            _kill(child)
        code = child.wait()
        return _Outcome(answer, code, late.is_set(), is_long)
    finally:
        clock.cancel()
        _kill(child)
        child.wait()
        child.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            child.stdin.close()


def _collect(pipe: IO[bytes], most: int) -> tuple[bytes, bool]:
    parts, size = [], 0
    while part := pipe.read(_MIB):
        parts.append(part)
        size += len(part)
        if size > most:
            return b"", True
    return b"".join(parts), False


def _kill(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()


def _check_file(path: Path, file: str, limits: ReadLimits) -> None:
    """Refuse what is not a regular file of bearable size, before a process is started for it."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        _refuse(file, "file_missing", "there is no such file", "check the path")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be used"
        _refuse(file, "file_unreadable", f"it cannot be opened: {reason}", "check the path")
    if not stat.S_ISREG(status.st_mode):
        _refuse(
            file,
            "file_not_regular",
            "it is a folder or a device, not a file",
            "name the file itself; of a shapefile the .shp or a .zip of its parts",
        )
    if status.st_size == 0:
        _refuse(file, "file_empty", "the file is empty", "export or copy it again")
    if status.st_size > limits.archive_mb * _MIB:
        _refuse(
            file,
            "file_too_large",
            f"the file has {status.st_size / _MIB:.0f} MB",
            "split it",
            expected=f"at most {limits.archive_mb} MB",
        )


def _refuse_ended(file: str, outcome: _Outcome, limits: ReadLimits) -> NoReturn:
    """Refuse a file on which the child died, naming the likely cause."""
    code = outcome.code
    if outcome.is_late or code in (-signal.SIGXCPU, -signal.SIGALRM):
        _refuse(
            file,
            "reader_timeout",
            f"reading it took more than {limits.seconds:g} s and was stopped",
            "split the file, or simplify it where it was drawn",
        )
    if outcome.is_long or code in (-signal.SIGKILL, -signal.SIGABRT):
        _refuse(
            file,
            "reader_memory",
            f"reading it needs more than {limits.memory_mb} MB of memory",
            "split the file, or simplify it where it was drawn",
        )
    signals = {-number: signal.strsignal(number) for number in signal.valid_signals()}
    ending = (signals.get(code) or f"exit code {code}").lower()
    _refuse(
        file,
        "reader_crashed",
        f"the reading process died on it ({ending}); the file is likely damaged or made to harm",
        "open it in the program that made it and save it again",
    )


def _refuse(file: str, code: str, reason: str, remedy: str, *, expected: str = "") -> NoReturn:
    raise ImportRejected([Fault(file, None, None, "", expected, None, reason, remedy, code)])
