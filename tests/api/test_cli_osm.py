from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.commands import data, osm
from layers.address import DatabaseAddress
from tests.layers.osm_made import Record, answer, park, path, way, written


@pytest.fixture
def commands(fresh_database: DatabaseAddress, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """The commands, on a database of one zone."""
    record = Record(fresh_database)
    record.zone("amata", "KCN Amata", (106.705, 10.905))
    record.area("amata", 60)
    monkeypatch.setattr(data, "open_database", lambda: fresh_database)
    app = typer.Typer()
    app.command(name="import")(osm.import_osm)
    app.command(name="refresh")(osm.refresh_osm)
    return app


def test_import_osm_prints_matches_reasons_and_changes(
    commands: typer.Typer, tmp_path: Path
) -> None:
    content = answer(
        park(1, "KCN Amata", 106.7, 10.9),
        way(2, path((106.7, 10.9), (106.7, 10.95)), highway="trunk", ref="QL.1K"),
        way(3, path((106.7, 10.9), (106.7, 10.95)), highway="trunk", name="Nguyễn Văn Linh"),
    )
    file = str(written(tmp_path, content))
    done = CliRunner().invoke(commands, ["import", file])
    assert done.exit_code == 0, done.output
    for words in (
        "answer.json: 3 ways; data of 2026-08-11.",
        "1 zone outlines:",
        "way/1          name and place  sure     120.93        60.00  drawn",
        "osm-way-2  Quốc lộ 1K  national_road        1  added",
        "Left out: a trunk road without a national or provincial number",
        "Import 1: rows changed: 1 zone, 1 figure, 1 link.",
        "© OpenStreetMap contributors, ODbL 1.0",
    ):
        assert words in done.output
    assert "Nothing was new." in CliRunner().invoke(commands, ["import", file]).output


def test_import_osm_dry_run_says_so(commands: typer.Typer, tmp_path: Path) -> None:
    file = str(written(tmp_path, answer(park(1, "KCN Amata", 106.7, 10.9))))
    done = CliRunner().invoke(commands, ["import", file, "--dry-run"])
    assert "Dry run: nothing was stored; rows that would change: 1 zone, 1 figure." in done.output


def test_refresh_osm_without_a_server_fails(
    commands: typer.Typer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OVERPASS_URL", raising=False)
    done = CliRunner().invoke(commands, ["refresh"])
    assert done.exit_code == 1
    assert "no Overpass server is named" in str(done.exception)
