"""The reading process: takes one job from its standard input, answers on its standard output."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import orjson

from geo.errors import Fault, ImportRejected
from layers.importers.reading import guard, wire
from layers.importers.reading.options import ReadLimits, ReadOptions


def main() -> None:
    """Do the job and end; every ending but a crash is an answer."""
    line = _read_line()
    job = orjson.loads(line)
    limits = ReadLimits(**job["limits"])
    guard.limit_process(limits)
    gc.disable()  # short-lived, and nothing here makes cycles worth looking for
    guard.end_with_parent(job["folder"])
    answer_pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answer
    answer = _answer(Path(job["path"]), job["folder"], ReadOptions(**job["options"]), limits)
    with answer_pipe:
        answer_pipe.write(answer)
    os._exit(0)


def _answer(path: Path, folder: str, options: ReadOptions, limits: ReadLimits) -> bytes:
    file = path.name.encode("utf-8", "replace").decode()
    try:
        from layers.importers.reading import dispatch

        guard.deny_everything_but_reading(folder)
        return wire.encode_layer(dispatch.read_layer(path, file, folder, options, limits))
    except ImportRejected as refusal:
        return wire.encode_faults(refusal.faults)
    except MemoryError:
        return _too_large(file, limits)
    except RecursionError:
        reason = "it nests deeper than any file of this kind needs"
        code, remedy = "reader_failed", "export it again without nesting"
    except OSError as error:
        reason = f"it cannot be read: {error.strerror or error}"
        code, remedy = "file_unreadable", "check that it is there and that you may read it"
    except Exception as error:
        # The last resort: a stranger's file may hold what no reader thought of.
        if "bad_alloc" in str(error) or "memory" in str(error):
            return _too_large(file, limits)
        reason = f"the reader does not know what to make of it ({type(error).__name__})"
        code, remedy = "reader_failed", "open it in the program that made it and save it again"
    return wire.encode_faults([Fault(file, None, None, "", "", None, reason, remedy, code)])


def _too_large(file: str, limits: ReadLimits) -> bytes:
    reason = f"reading it needs more than {limits.memory_mb} MB of memory"
    remedy = "split the file, or simplify it where it was drawn"
    return wire.encode_faults(
        [Fault(file, None, None, "", "", None, reason, remedy, "reader_memory")]
    )


def _read_line() -> bytes:
    """One line from the pipe, byte by byte: what follows belongs to the life line."""
    line = bytearray()
    while (part := os.read(0, 1)) not in (b"", b"\n"):
        line += part
    if not line:
        sys.exit(1)
    return bytes(line)
