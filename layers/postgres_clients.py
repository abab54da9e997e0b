"""pg_dump and pg_restore: found here, and handed an address without showing its password."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from psycopg import pq

from geo.errors import DatabaseError, DatabaseNotFound
from layers.address import safe_url
from layers.postgres_binaries import find_postgres_binaries, installation_command

_CLIENT_FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "libpq/bin"),
    ("/usr/local/opt", "libpq/bin"),
)
_SERVICE = "zonemap"


@dataclass(frozen=True, slots=True)
class ClientPrograms:
    """One installed pair of pg_dump and pg_restore.

    Attributes
    ----------
    folder
        Folder that holds both.
    major
        Major version of PostgreSQL, such as 15.
    """

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Path of one of the two programs."""
        return str(self.folder / name)


def find_clients(server_major: int = 0) -> ClientPrograms:
    """Find pg_dump and pg_restore that suit a server: its own version, else the next newer.

    Parameters
    ----------
    server_major
        Major version of the server; pg_dump refuses a server newer than itself. 0: any will do,
        and the newest is taken.

    Raises
    ------
    DatabaseNotFound
        There is no such pair on this machine.
    """
    found = {clients.major: clients for folder in _list_folders() if (clients := _inspect(folder))}
    suitable = sorted(major for major in found if major >= server_major)
    if suitable:
        return found[suitable[0] if server_major else suitable[-1]]
    have = ", ".join(str(major) for major in sorted(found)) or "none"
    raise DatabaseNotFound(
        f"no pg_dump for PostgreSQL {server_major or ''} on this machine; found: {have}",
        expected="pg_dump and pg_restore, at least as new as the server",
        remedy=f"install the client programs, for example: {installation_command()}",
    )


@contextlib.contextmanager
def connection_environment(url: str) -> Iterator[dict[str, str]]:
    """Environment in which libpq programs reach a database, with no secret in any argument.

    Parameters
    ----------
    url
        libpq address.

    Yields
    ------
    dict
        This process's environment with `PGSERVICEFILE` and `PGPASSFILE` naming two files that
        only this user may read and that are gone afterwards.

    Raises
    ------
    DatabaseError
        The address cannot be written into such a file.
    """
    options = {
        option.keyword.decode(): option.val.decode()
        for option in pq.Conninfo.parse(url.encode())
        if option.val is not None
    }
    if any("\n" in value or "\r" in value for value in options.values()):
        raise DatabaseError(
            f"the address {safe_url(url)} holds a line break",
            expected="an address on one line",
            remedy="correct DATABASE_URL",
        )
    password = options.pop("password", None)
    environment = {**os.environ, "PGSERVICE": _SERVICE}
    # The service file would otherwise give way to what the caller's environment says.
    for option in pq.Conninfo.get_defaults():
        if option.envvar and option.keyword.decode() in options:
            environment.pop(option.envvar.decode(), None)
    with tempfile.TemporaryDirectory(prefix="zonemap-") as name:
        folder = Path(name)  # mkdtemp makes it for this user alone
        lines = [f"{keyword}={value}" for keyword, value in options.items() if value]
        _write(folder / "service", "\n".join([f"[{_SERVICE}]", *lines, ""]))
        environment["PGSERVICEFILE"] = str(folder / "service")
        if password is not None:
            escaped = password.replace("\\", "\\\\").replace(":", "\\:")
            _write(folder / "password", f"*:*:*:*:{escaped}\n")
            environment["PGPASSFILE"] = str(folder / "password")
            environment.pop("PGPASSWORD", None)
        yield environment


def run_client(
    command: list[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; its words are in English and its folder is the root.

    Raises
    ------
    DatabaseNotFound
        It cannot be started.
    """
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env={**(environment or os.environ), "LC_ALL": "C.UTF-8"},
            cwd="/",
            check=False,
        )
    except OSError as error:
        raise DatabaseNotFound(
            f"{command[0]} could not be run: {error.strerror}", remedy=installation_command()
        ) from error


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _list_folders() -> Iterator[Path]:
    with contextlib.suppress(DatabaseNotFound):
        yield find_postgres_binaries().folder
    for root, pattern in _CLIENT_FOLDERS:
        yield from sorted(Path(root).glob(pattern))
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path).parent


def _inspect(folder: Path) -> ClientPrograms | None:
    """Say what a folder holds; None without both programs."""
    if not all(os.access(folder / name, os.X_OK) for name in ("pg_dump", "pg_restore")):
        return None
    told = run_client([str(folder / "pg_restore"), "--version"]).stdout
    version = re.search(r"\(PostgreSQL\) (\d+)", told)
    return ClientPrograms(folder, int(version.group(1))) if version else None
