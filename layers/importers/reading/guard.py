"""What the reading process denies itself before it opens a stranger's file."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import threading
from typing import Any, Final

from layers.importers.reading.options import ReadLimits

try:
    import resource
except ImportError:  # no such bounds on this system; the time limit of the parent still holds
    resource = None  # type: ignore[assignment]

_MIB: Final = 1024 * 1024
_MOST_OPEN_FILES: Final = 64
_DENIED_EVENTS: Final = (
    "ctypes.",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.kill",
    "os.link",
    "os.posix_spawn",
    "os.spawn",
    "os.symlink",
    "os.system",
    "pty.",
    "shutil.",
    "socket.",
    "sqlite3.enable_load_extension",
    "sqlite3.load_extension",
    "subprocess.",
    "urllib.",
    "webbrowser.",
)
_CHANGING_FLAGS: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit_process(limits: ReadLimits) -> None:
    """Bound time, memory, file size and open files of this process for good."""
    seconds = math.ceil(limits.seconds) + 1
    with contextlib.suppress(AttributeError, ValueError):
        # Fires in C code as well, and when the parent is no longer there to watch the clock.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)
    if resource is None:
        return
    for kind, most in (
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_AS", limits.memory_mb * _MIB),
        ("RLIMIT_FSIZE", limits.archive_mb * _MIB),
        ("RLIMIT_NOFILE", _MOST_OPEN_FILES),
        ("RLIMIT_CORE", 0),
    ):
        number = getattr(resource, kind, None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(number, (bound, bound))


def end_with_parent(folder: str) -> None:
    """Watch the pipe from the parent; when it closes, clear the temp folder and end."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        remove_tree(folder)
        os._exit(1)

    threading.Thread(target=watch, name="life-line", daemon=True).start()


def remove_tree(folder: str) -> None:
    """Remove a folder with plain calls that the guard allows."""
    for root, folders, files in os.walk(folder, topdown=False):
        for name in files:
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(root, name))
        for name in folders:
            with contextlib.suppress(OSError):
                os.rmdir(os.path.join(root, name))
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def deny_everything_but_reading(folder: str) -> None:
    """Refuse network, programs and writing outside the temp folder, from here on.

    Notes
    -----
    An audit hook cannot be taken away again. It sees what Python does, not what C code does by
    itself; the readers use no library that opens connections or starts programs.
    """
    inside = os.path.join(os.path.realpath(folder), "")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            target, mode, flags = (*arguments, None, None, None)[:3]
            if not _is_writing(mode, flags) or target == os.devnull:
                return
            if isinstance(target, str | bytes | os.PathLike):
                name = os.fsdecode(target)
                if os.path.realpath(name).startswith(inside):
                    return
            elif isinstance(target, int):
                return
            raise PermissionError("the reading process writes only to its temp folder")
        if event.startswith(_DENIED_EVENTS):
            raise PermissionError(f"the reading process may not use {event}")

    sys.addaudithook(hook)


def _is_writing(mode: object, flags: object) -> bool:
    if isinstance(mode, str) and any(sign in mode for sign in "wax+"):
        return True
    return isinstance(flags, int) and bool(flags & _CHANGING_FLAGS)
