from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import DatabaseNotFound
from layers.postgres_binaries import find_postgres_binaries, installation_command


def make_installation(
    root: Path, *, major: int = 15, postgis: str | None = "3.3.2", gist: bool = True
) -> Path:
    programs = root / str(major) / "bin"
    extensions = root / str(major) / "share" / "extension"
    programs.mkdir(parents=True)
    extensions.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "pg_isready", "postgres"):
        program = programs / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {major}.4 (Made up)'\n")
        program.chmod(0o755)
    share = programs / "pg_config"
    share.write_text(f"#!/bin/sh\necho '{extensions.parent}'\n")
    share.chmod(0o755)
    if postgis is not None:
        (extensions / "postgis.control").write_text(f"default_version = '{postgis}'\n")
    if gist:
        (extensions / "btree_gist.control").write_text("default_version = '1.7'\n")
    return programs


def test_newest_with_postgis_is_taken(tmp_path: Path) -> None:
    folders = [
        make_installation(tmp_path, major=14),
        make_installation(tmp_path, major=16),
        make_installation(tmp_path, major=17, postgis=None),
    ]
    found = find_postgres_binaries(folders=folders)
    assert (found.major, found.postgis, found.folder) == (16, "3.3.2", folders[1])


def test_asked_for_version_is_taken(tmp_path: Path) -> None:
    folders = [make_installation(tmp_path, major=14), make_installation(tmp_path, major=16)]
    assert find_postgres_binaries(major=14, folders=folders).major == 14


@pytest.mark.parametrize(
    ("installation", "reason"),
    [
        ({"postgis": None}, "is PostgreSQL 15 without PostGIS"),
        ({"gist": False}, "is PostgreSQL 15 without the extension btree_gist"),
        ({"major": 13}, "is PostgreSQL 13, too old"),
        ({"postgis": "3.1.9"}, "has PostGIS 3.1.9, too old"),
    ],
)
def test_unusable_installation_is_named_with_its_reason(
    tmp_path: Path, installation: dict[str, object], reason: str
) -> None:
    folder = make_installation(tmp_path, **installation)  # type: ignore[arg-type]
    with pytest.raises(DatabaseNotFound) as caught:
        find_postgres_binaries(folders=[folder])
    assert f"{folder} {reason}" in str(caught.value)
    assert caught.value.expected == "PostgreSQL 14 or newer with PostGIS 3.2 or newer"


def test_nothing_installed_tells_the_command() -> None:
    with pytest.raises(DatabaseNotFound) as caught:
        find_postgres_binaries(folders=[])
    assert "no PostgreSQL server is installed" in str(caught.value)
    assert str(caught.value).endswith(f"run: {installation_command()}")


@pytest.mark.parametrize(
    ("platform", "tool", "command"),
    [
        ("linux", "apt-get", "apt-get install --no-install-recommends postgresql-postgis"),
        ("linux", "dnf", "dnf install postgresql-server postgresql-contrib postgis"),
        ("darwin", "brew", "brew install postgis"),
        ("linux", None, "docker compose up --detach --wait database"),
    ],
)
def test_installation_command_fits_the_system(
    monkeypatch: pytest.MonkeyPatch, platform: str, tool: str | None, command: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == tool else None)
    assert command in installation_command()


def test_folder_without_a_server_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "psql").touch()
    with pytest.raises(DatabaseNotFound, match="no PostgreSQL server is installed"):
        find_postgres_binaries(folders=[tmp_path, tmp_path / "absent"])
