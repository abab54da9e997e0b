"""The folder that pictures are written to: each file whole or not at all, nothing outside of it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

from geo.errors import DownloadFailed, InvalidParameter

MOST_READ_BYTES: Final = 512 * 2**20

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_ADD: Final = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Target:
    """A folder, held open: its files are reached from it, by names without folders.

    A link that stands in it under a name of ours is replaced by the file, never followed.

    Parameters
    ----------
    folder
        Made where it is not there; the folder above has to be.

    Raises
    ------
    InvalidParameter
        If it cannot be made or opened, or another run has it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            if not folder.is_dir():
                folder.mkdir()
            self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise InvalidParameter(
                f"the folder {folder} cannot be used ({error.strerror})",
                expected="a folder, or the name of a new one in a folder that is there",
                remedy="make it, or name another",
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            raise InvalidParameter(
                f"another run writes into {folder}", remedy="wait for it, or name another folder"
            ) from error

    def __enter__(self) -> Target:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def names(self) -> frozenset[str]:
        """Names of all that is in the folder."""
        return frozenset(os.listdir(self._descriptor))

    def write(self, name: str, content: bytes) -> None:
        """Write a file; it has its name only when all of it is on the disk.

        Raises
        ------
        DownloadFailed
            If it cannot be written: the disk is full, or a folder has its name.
        """
        part = f".{_plain(name)}.part"
        with self._told(name):
            try:
                self.remove(part)  # what a killed run left
                descriptor = os.open(part, _NEW, 0o666, dir_fd=self._descriptor)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(part, name, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)
            except BaseException:
                self.remove(part)
                raise

    def append(self, name: str, line: bytes) -> None:
        """Add a line to a file.

        Raises
        ------
        DownloadFailed
            If it cannot be written.
        """
        with self._told(name):
            descriptor = os.open(_plain(name), _ADD, 0o666, dir_fd=self._descriptor)
            with os.fdopen(descriptor, "ab") as file:
                file.write(line)

    def read(self, name: str) -> bytes | None:
        """Content of a file; None where there is no plain file of that name, or a very large one.

        Neither links nor devices are opened.
        """
        try:
            descriptor = os.open(_plain(name), _OLD, dir_fd=self._descriptor)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or state.st_size > MOST_READ_BYTES:
                return None
            return file.read()

    def remove(self, name: str) -> None:
        """Remove a file or link, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(_plain(name), dir_fd=self._descriptor)

    @contextlib.contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DownloadFailed(
                f"{self.folder / name} cannot be written ({error.strerror})",
                remedy="make room or name another folder; the same command goes on from there",
            ) from error


def _plain(name: str) -> str:
    """The name, having made sure that it leads nowhere else; a fault of ours if it does."""
    if "/" in name or "\0" in name or name in ("", ".", ".."):
        raise ValueError(f"{name!r} is not the name of a file")
    return name
