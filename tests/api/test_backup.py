"""`zonemap backup` and `zonemap restore` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.commands.backup import backup, restore
from geo.errors import SourceError
from layers.address import DatabaseAddress


def run(monkeypatch: pytest.MonkeyPatch, address: DatabaseAddress, *arguments: str) -> str:
    monkeypatch.setattr("layers.cluster.find_database", lambda settings, *, progress=None: address)
    app = typer.Typer()
    app.command()(backup)
    app.command()(restore)
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_backup_and_restore_tell_what_they_did(
    monkeypatch: pytest.MonkeyPatch,
    loaded_database: DatabaseAddress,
    unmigrated_database: DatabaseAddress,
    tmp_path: Path,
) -> None:
    file = tmp_path / "b.zonemap"
    told = run(monkeypatch, loaded_database, "backup", str(file))
    assert f"Wrote {file}" in told
    told = run(monkeypatch, unmigrated_database, "restore", str(file))
    assert "Rows: " in told
    assert told.count(", the same") == 3


def test_restore_of_a_damaged_file_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, unmigrated_database: DatabaseAddress, tmp_path: Path
) -> None:
    file = tmp_path / "b.zonemap"
    file.write_bytes(b"x" * 3000)
    with pytest.raises(SourceError, match="is not a backup of this program"):
        run(monkeypatch, unmigrated_database, "restore", str(file))
