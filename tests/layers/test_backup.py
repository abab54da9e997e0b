"""Writing backups: complete or not at all, of one moment, never over another file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from geo.errors import DatabaseNotReady, InvalidParameter
from geo.vietnam_time import today_in_vietnam
from layers import backup
from layers.address import DatabaseAddress
from layers.backup import write_backup
from layers.backup_contents import read_contents
from layers.backup_file import Contents
from layers.database import with_search_path
from layers.restore import restore_backup


def contents_of(address: DatabaseAddress) -> Contents:
    options = with_search_path(address.owner_url)
    with psycopg.connect(address.owner_url, options=options) as connection:
        return read_contents(connection, today_in_vietnam())


def test_backup_never_overwrites_without_force(
    loaded_database: DatabaseAddress, tmp_path: Path
) -> None:
    path = tmp_path / "b"
    path.write_text("mine")
    with pytest.raises(InvalidParameter, match="is there already"):
        write_backup(loaded_database.owner_url, path)
    assert path.read_text() == "mine"
    report = write_backup(loaded_database.owner_url, path, force=True)
    assert path.stat().st_size == report.size_bytes > 100_000
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["b"]


def test_backup_that_fails_leaves_nothing(
    loaded_database: DatabaseAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers.backup.write_backup_file", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_backup(loaded_database.owner_url, tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_backup_needs_a_folder_and_tables(
    unmigrated_database: DatabaseAddress, tmp_path: Path
) -> None:
    with pytest.raises(InvalidParameter, match=r"the folder .* is not there"):
        write_backup(unmigrated_database.owner_url, tmp_path / "absent" / "b")
    with pytest.raises(InvalidParameter, match="is a folder"):
        write_backup(unmigrated_database.owner_url, tmp_path)
    with pytest.raises(DatabaseNotReady, match="has no tables of ours"):
        write_backup(unmigrated_database.owner_url, tmp_path / "b")


def test_backup_is_of_one_moment(
    loaded_copy: DatabaseAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows written between the counting and the dumping are in neither."""
    before = contents_of(loaded_copy)
    dump = backup._dump

    def write_then_dump(*given: Any) -> None:
        with psycopg.connect(loaded_copy.owner_url) as owner:
            owner.execute("UPDATE zonemap.zone SET note = 'meanwhile'")
        dump(*given)

    monkeypatch.setattr(backup, "_dump", write_then_dump)
    report = write_backup(loaded_copy.owner_url, tmp_path / "b")
    assert report.contents == before
    restore_backup(loaded_copy.owner_url, tmp_path / "b", force=True)
    assert contents_of(loaded_copy).tables["zone"] == before.tables["zone"]
