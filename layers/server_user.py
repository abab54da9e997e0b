"""Whom the database server runs as, and what is done as that user.

PostgreSQL refuses to run as root. Where the program runs as root, the server runs as the user
`postgres`, or as whoever owns the cluster already; else as the user of the program.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import stat
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DatabaseError, DatabaseUnavailable

_SERVER_ACCOUNT = "postgres"


@dataclass(frozen=True, slots=True)
class ServerUser:
    """An account, and whether this process has to become it first.

    Attributes
    ----------
    name
        Login name.
    uid, gid
        Its numbers.
    is_other
        True if the program runs as root and the server must not.
    """

    name: str
    uid: int
    gid: int
    is_other: bool

    def run(
        self, command: Sequence[str], *, timeout_s: float, folder: Path = Path("/")
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, with a plain environment.

        Parameters
        ----------
        command
            Program and arguments.
        timeout_s
            Seconds after which it is ended.
        folder
            Where it runs. The caller's own folder may be closed to this user, hence the root.

        Returns
        -------
        subprocess.CompletedProcess
            Its exit code and what it wrote.

        Raises
        ------
        DatabaseUnavailable
            It could not be run, or did not end in time.
        """
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }
        try:
            return subprocess.run(
                list(command),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                env=environment,
                cwd=folder,
                timeout=timeout_s,
                check=False,
                user=self.uid if self.is_other else None,
                group=self.gid if self.is_other else None,
                extra_groups=[] if self.is_other else None,
            )
        except subprocess.TimeoutExpired as error:
            raise DatabaseUnavailable(
                f"{Path(command[0]).name} did not end within {timeout_s:.0f} s",
                remedy="try again; the machine may be busy",
            ) from error
        except OSError as error:
            raise DatabaseUnavailable(
                f"{command[0]} could not be run as {self.name!r}: {error.strerror}",
                remedy="check that the program and that user are there",
            ) from error

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may reach what is in the folder."""
        if not self.is_other:
            return True
        return self.run(["test", "-x", str(folder)], timeout_s=10).returncode == 0

    def own_folder(self, folder: Path) -> None:
        """Make a folder that only this user may enter.

        Raises
        ------
        OSError
            It cannot be made, or is there and belongs to somebody else.
        """
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if self.is_other:
                os.chown(folder, self.uid, self.gid)
        # In the temporary folder anybody may have made it first, also as a link.
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid:
            raise PermissionError(1, "it belongs to another user", str(folder))
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)

    def open_passage(self, folder: Path) -> None:
        """Make a folder and those above it that are missing, so that this user can pass.

        Raises
        ------
        OSError
            One of them cannot be made.
        """
        if folder.is_dir():
            return
        self.open_passage(folder.parent)
        folder.mkdir(exist_ok=True)
        if self.is_other:
            folder.chmod(0o755)  # whatever root's umask is

    def write(self, file: Path, text: str) -> None:
        """Write a file of this user in one step, readable by nobody else."""
        fresh = file.with_name(file.name + ".new")
        fresh.write_text(text)
        fresh.chmod(0o600)
        if self.is_other:
            os.chown(fresh, self.uid, self.gid)
        fresh.replace(file)

    @contextlib.contextmanager
    def lock(self, file: Path, *, timeout_s: float) -> Iterator[None]:
        """Hold a lock that one process at a time can have; it ends with the process.

        Parameters
        ----------
        file
            File to lock; made if absent.
        timeout_s
            Seconds to wait for another holder.

        Raises
        ------
        DatabaseUnavailable
            Another process held it all the time.
        """
        deadline = time.monotonic() + timeout_s
        with file.open("a") as handle:
            if self.is_other:
                os.fchown(handle.fileno(), self.uid, self.gid)
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() > deadline:
                        raise DatabaseUnavailable(
                            f"another process has been starting the database for {timeout_s:.0f} s",
                            remedy="wait for it, or end it, and try again",
                        ) from error
                    time.sleep(0.05)
            yield

    def is_server(self, pid: int, data: Path) -> bool:
        """Whether a process is the PostgreSQL server of a data folder, and alive."""
        if pid <= 0:
            return False
        place = Path("/proc") / str(pid)
        if Path("/proc/self").exists():
            try:
                # The server works in its data folder; a zombie has no folder any more.
                return (place / "cwd").resolve(strict=True) == data.resolve()
            except OSError:
                return False
        return "postgres" in self.run(["ps", "-p", str(pid), "-o", "command="], timeout_s=10).stdout


def find_server_user(data: Path) -> ServerUser:
    """Choose whom the server of a data folder runs as.

    Parameters
    ----------
    data
        Folder of the cluster, made or to be made.

    Returns
    -------
    ServerUser
        This user; for root the cluster's owner, or else `postgres`.

    Raises
    ------
    DatabaseError
        Root runs the program and there is no account for the server.
    """
    me = os.geteuid()
    if me != 0:
        return ServerUser(_name_of(me), me, os.getegid(), is_other=False)
    with contextlib.suppress(OSError):
        found = data.stat()
        if found.st_uid != 0:
            return ServerUser(_name_of(found.st_uid), found.st_uid, found.st_gid, is_other=True)
    try:
        account = pwd.getpwnam(_SERVER_ACCOUNT)
    except KeyError as error:
        raise DatabaseError(
            f"PostgreSQL does not run as root, and there is no user {_SERVER_ACCOUNT!r}",
            remedy="run as an ordinary user, or set DATABASE_URL to a running database",
        ) from error
    return ServerUser(account.pw_name, account.pw_uid, account.pw_gid, is_other=True)


def _name_of(uid: int) -> str:
    """Login name of a number; the number itself for an account without a name."""
    with contextlib.suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return str(uid)
