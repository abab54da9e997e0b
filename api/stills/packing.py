"""Where a batch goes: a folder, or a zip that is packed from a folder beside it."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import orjson

from api.stills.batch import INDEX, JOURNAL, OURS, Task
from api.stills.collection import KEPT_NAMES
from api.stills.target import MOST_READ_BYTES, Target
from geo.errors import DownloadFailed, InvalidParameter

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Time of the files in a zip: the same pictures are the same zip."""


@contextmanager
def opened_output(output: Path, tasks: Sequence[Task], *, force: bool) -> Iterator[Target]:
    """A folder to make files in; packed on leaving if the output is a zip.

    The folder of a zip stands beside it while it is not done, so that a run that was broken off
    is gone on with.

    Raises
    ------
    InvalidParameter
        If the output cannot be used, or a file stands there that no earlier run made.
    DownloadFailed
        If the zip cannot be written.
    """
    if output.suffix.lower() != ".zip":
        with Target(output) as target:
            yield target
        return
    staging = output.with_name(f".{output.name}.part")
    try:
        with Target(staging) as target:
            if output.exists() and not force:
                unpack_zip(output, target, tasks)
            yield target
            names = [one.name for one in tasks]
            rest = sorted(target.names().intersection(KEPT_NAMES))
            write_zip(target, [*rest, *names], output)
            for name in target.names():
                target.remove(name)
    finally:
        # What was made stays if the run was broken off.
        with suppress(OSError):
            staging.rmdir()


def write_zip(target: Target, names: Sequence[str], path: Path) -> None:
    """Pack files into a zip that appears whole or not at all.

    Raises
    ------
    DownloadFailed
        If it cannot be written.
    """
    part = path.with_name(f".{path.name}.new")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w") as packed:
                for name in names:
                    content = target.read(name)
                    if content is not None:
                        # Pixels do not get smaller a second time.
                        is_plain = name.endswith((".png", ".pdf"))
                        kind = zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED
                        member = zipfile.ZipInfo(name, _EPOCH)
                        member.external_attr = (stat.S_IFREG | 0o644) << 16
                        packed.writestr(member, content, kind)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise DownloadFailed(
            f"{path} cannot be written ({error.strerror})",
            remedy="make room or name another file; the same command goes on from there",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def unpack_zip(path: Path, target: Target, tasks: Sequence[Task]) -> None:
    """Take from a zip of an earlier run what this one would make again.

    Raises
    ------
    InvalidParameter
        If the file is not such a zip.
    """
    there = target.names()
    try:
        with zipfile.ZipFile(path) as packed:
            index = _read_member(packed, INDEX)
            if index is None or not index.startswith(OURS):
                raise zipfile.BadZipFile
            known = {str(one["name"]): one for one in orjson.loads(index)["entries"]}
            for task in tasks:
                one = known.get(task.name)
                if one is None or task.name in there or task.recipe != one["recipe"]:
                    continue
                content = _read_member(packed, task.name)
                if content is not None and hashlib.sha256(content).hexdigest() == one["sha256"]:
                    target.write(task.name, content)
                    target.append(JOURNAL, orjson.dumps({"entries": [one]}) + b"\n")
            for name in set(packed.namelist()).intersection(KEPT_NAMES) - there:
                target.write(name, _read_member(packed, name) or b"")
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidParameter(
            f"{path} is there already and is not a zip of an earlier run",
            remedy="name another file, or use --force to write over it",
        ) from error


def _read_member(packed: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        found = packed.getinfo(name)
    except KeyError:
        return None
    return packed.read(found) if found.file_size <= MOST_READ_BYTES else None
