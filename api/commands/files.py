"""Files that commands write: all of them whole, or none."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from geo.errors import InvalidParameter

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def check_outputs(paths: Iterable[Path], *, force: bool) -> None:
    """Refuse files that cannot be written, before any work is done.

    Raises
    ------
    InvalidParameter
        If one is there already and need not be written over, is a folder, or its folder is not
        there.
    """
    for path in paths:
        try:
            is_there, is_folder = os.path.lexists(path), path.is_dir()
        except OSError as error:
            raise _unwritten(path, error) from error
        if is_folder:
            raise InvalidParameter(f"{path} is a folder", remedy="name a file in it")
        if is_there and not force:
            raise InvalidParameter(
                f"{path} is there already", remedy="name another, or use --force"
            )
        if not path.parent.is_dir():
            raise InvalidParameter(
                f"the folder {path.parent} is not there", remedy="make it, or name another"
            )


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files that get their names only when all of them are on the disk.

    Raises
    ------
    InvalidParameter
        If one cannot be written, as on a full disk; then none is.
    """
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    try:
        for path, content in files.items():
            try:
                _write(parts[path], content)
            except OSError as error:
                raise _unwritten(path, error) from error
        for path, part in parts.items():
            try:
                part.replace(path)
            except OSError as error:
                raise _unwritten(path, error) from error
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink()


def read_input(path: Path, *, most_bytes: int, what: str) -> bytes:
    """Content of a file that a user names; `-` is standard input.

    Raises
    ------
    InvalidParameter
        If it is not there, is no plain file, cannot be read or is too large.
    """
    if str(path) == "-":
        content = sys.stdin.buffer.read(most_bytes + 1)
    else:
        try:
            if path.exists() and not path.is_file():
                raise InvalidParameter(f"{path} is not a file", expected=what)
            with path.open("rb") as file:
                content = file.read(most_bytes + 1)
        except OSError as error:
            raise InvalidParameter(
                f"{path} cannot be read ({error.strerror})",
                expected=what,
                remedy="correct its name or its permissions",
            ) from error
    if len(content) > most_bytes:
        raise InvalidParameter(
            f"{path} has more than {most_bytes:,} bytes", expected=what, remedy="name another file"
        )
    return content


def _write(path: Path, content: bytes) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()  # what a killed process of the same number left
    with os.fdopen(os.open(path, _NEW, 0o666), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _unwritten(path: Path, error: OSError) -> InvalidParameter:
    return InvalidParameter(
        f"{path} cannot be written ({error.strerror})", remedy="make room, or name another file"
    )
