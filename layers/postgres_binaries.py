"""Finds PostgreSQL programs on this machine that have PostGIS beside them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DatabaseNotFound

OLDEST_POSTGRES = 14
OLDEST_POSTGIS = (3, 2)
EXTENSIONS = ("postgis", "btree_gist")

_PROGRAMS = ("initdb", "pg_ctl", "pg_isready", "postgres")
_BINARY_FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin"),  # PostgreSQL's own packages for Fedora and Red Hat
    ("/opt/homebrew/opt", "postgresql*/bin"),  # Homebrew on Apple silicon
    ("/usr/local/opt", "postgresql*/bin"),  # Homebrew on Intel
    ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
)


@dataclass(frozen=True, slots=True)
class PostgresBinaries:
    """One installed PostgreSQL that can make a PostGIS database.

    Attributes
    ----------
    folder
        Folder with initdb, pg_ctl, pg_isready and postgres.
    major
        Major version of PostgreSQL, such as 15.
    postgis
        Version of PostGIS as its control file says, such as "3.3.2".
    """

    folder: Path
    major: int
    postgis: str

    def program(self, name: str) -> str:
        """Path of one program of this PostgreSQL."""
        return str(self.folder / name)


@dataclass(frozen=True, slots=True)
class RejectedBinaries:
    """One installed PostgreSQL that cannot be used, with the reason in words."""

    folder: Path
    reason: str


def find_postgres_binaries(
    *, major: int | None = None, folders: Iterable[Path] | None = None
) -> PostgresBinaries:
    """Find the newest PostgreSQL on this machine that has PostGIS.

    Parameters
    ----------
    major
        Take only this major version: a cluster opens with the version that made it.
    folders
        Where to look; the usual places of Linux and macOS if not given.

    Returns
    -------
    PostgresBinaries
        The newest that can be used.

    Raises
    ------
    DatabaseNotFound
        There is none; the message says what was found instead and the command that installs one.

    Notes
    -----
    Debian has PostgreSQL without PostGIS installed as often as not, so the extension's control
    file is looked for, not only the programs.
    """
    usable: list[PostgresBinaries] = []
    rejected: list[RejectedBinaries] = []
    for folder in _list_folders() if folders is None else folders:
        found = _inspect(folder)
        if isinstance(found, PostgresBinaries):
            if major is None or found.major == major:
                usable.append(found)
            else:
                rejected.append(RejectedBinaries(folder, f"is PostgreSQL {found.major}"))
        elif found is not None:
            rejected.append(found)
    if usable:
        return max(usable, key=lambda binaries: binaries.major)
    reasons = "; ".join(f"{one.folder} {one.reason}" for one in rejected)
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST_POSTGRES} or newer"
    raise DatabaseNotFound(
        "no usable database on this machine: DATABASE_URL is not set and "
        + (reasons or "no PostgreSQL server is installed"),
        expected=f"{wanted} with PostGIS {'.'.join(map(str, OLDEST_POSTGIS))} or newer",
        remedy=f"run: {installation_command()}",
    )


def installation_command() -> str:
    """Give the command that installs PostgreSQL with PostGIS on this system.

    Returns
    -------
    str
        One shell line; docker compose where the system's package manager is not known.
    """
    sudo = "" if os.geteuid() == 0 else "sudo "
    if sys.platform == "darwin":
        return "brew install postgis"
    if shutil.which("apt-get"):
        return f"{sudo}apt-get install --no-install-recommends postgresql-postgis"
    if shutil.which("dnf"):
        return f"{sudo}dnf install postgresql-server postgresql-contrib postgis"
    if shutil.which("pacman"):
        return f"{sudo}pacman -S postgresql postgis"
    return (
        "docker compose up --detach --wait database && "
        "export DATABASE_URL=postgresql://zonemap:zonemap@127.0.0.1:5433/zonemap"
    )


def _list_folders() -> Iterator[Path]:
    """Yield each folder that may hold the programs, once."""
    seen: set[Path] = set()
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    for root, pattern in _BINARY_FOLDERS:
        candidates += sorted(Path(root).glob(pattern), reverse=True)
    for folder in candidates:
        if (resolved := folder.resolve()) not in seen:
            seen.add(resolved)
            yield resolved


def _inspect(folder: Path) -> PostgresBinaries | RejectedBinaries | None:
    """Say what one folder holds; None if it holds no server."""
    if not (folder / "postgres").is_file():
        return None
    if missing := [name for name in _PROGRAMS if not os.access(folder / name, os.X_OK)]:
        return RejectedBinaries(folder, f"has no {missing[0]}")
    answer = _answer_of(folder / "postgres", "--version")
    version = re.search(r"\(PostgreSQL\) (\d+)", answer)
    if version is None:
        return RejectedBinaries(folder, "does not tell its version")
    major = int(version.group(1))
    if major < OLDEST_POSTGRES:
        return RejectedBinaries(folder, f"is PostgreSQL {major}, too old")
    controls = {name: _find_control(folder, major, name) for name in EXTENSIONS}
    for name, control in controls.items():
        if control is None:
            package = "PostGIS" if name == "postgis" else f"the extension {name}"
            return RejectedBinaries(folder, f"is PostgreSQL {major} without {package}")
    postgis = _read_version(controls["postgis"])
    numbers = tuple(int(part) for part in re.findall(r"\d+", postgis)[:2])
    if numbers < OLDEST_POSTGIS:
        return RejectedBinaries(folder, f"has PostGIS {postgis or 'of no known version'}, too old")
    return PostgresBinaries(folder=folder, major=major, postgis=postgis)


def _find_control(folder: Path, major: int, extension: str) -> Path | None:
    """Find an extension's control file in the share folder that belongs to the programs."""
    shares = [
        Path("/usr/share/postgresql") / str(major),
        folder.parent / "share",
        folder.parent / "share" / "postgresql",
        folder.parent / "share" / f"postgresql@{major}",
        folder.parent / "share" / "pgsql",
    ]
    if (folder / "pg_config").is_file():
        told = _answer_of(folder / "pg_config", "--sharedir")
        if told:
            shares = [Path(told)]
    for share in shares:
        control = share / "extension" / f"{extension}.control"
        if control.is_file():
            return control
    return None


def _read_version(control: Path | None) -> str:
    """Read `default_version` from a control file; empty if it has none."""
    if control is None:
        return ""
    text = control.read_text(encoding="utf-8", errors="replace")
    match = re.search(r"^default_version\s*=\s*'([^']+)'", text, re.MULTILINE)
    return match.group(1) if match else ""


def _answer_of(program: Path, option: str) -> str:
    """Run a program that answers at once; empty if it does not."""
    try:
        done = subprocess.run(
            [program, option], capture_output=True, text=True, timeout=10, check=False, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
