"""The reconcile board over HTTP and on the command line."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable

import httpx
import orjson
import pytest
import typer
from typer.testing import CliRunner

from api.app import create_app
from api.commands.reconcile import reconcile
from api.reconcile_schemas import ReconcileShape
from api.routes.reconcile import router
from api.settings import ServerSettings
from layers.address import DatabaseAddress
from layers.settings import DatabaseSettings

Get = Callable[[str], httpx.Response]


@pytest.fixture
def get(loaded_database: DatabaseAddress) -> Get:
    app = create_app(ServerSettings(), DatabaseSettings(), loaded_database)
    if not any(getattr(route, "path", "") == "/api/reconcile" for route in app.routes):
        app.include_router(router)

    async def ask(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://zonemap") as client,
        ):
            return await client.get(path)

    return lambda path: asyncio.run(ask(path))


@pytest.fixture
def command(loaded_database: DatabaseAddress, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr(
        "layers.cluster.find_database", lambda settings, *, progress=None: loaded_database
    )
    return CliRunner()


def run(command: CliRunner, *options: str) -> str:
    app = typer.Typer()
    app.command()(reconcile)
    done = command.invoke(app, list(options), catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_reconcile_answers_in_its_shape(get: Get) -> None:
    answer = get("/api/reconcile?as_of=2026-11-22")
    assert answer.status_code == 200
    board = ReconcileShape.model_validate_json(answer.content)
    assert (
        board.numberMatched
        == len(board.disagreements)
        == sum(cause.rows for cause in board.causes.values())
    )
    assert board.as_of == "2026-11-22"
    named = {key for row in board.disagreements for key in row.declared.source_keys}
    assert named <= set(board.sources)


def test_reconcile_of_one_zone(get: Get) -> None:
    board = get("/api/reconcile?zone=hiep-phuoc-2").json()
    (row,) = board["disagreements"]
    assert (row["declared"]["value"], row["computed"]["value"]) == (579.0, 597.0)
    assert row["cause_vi"] == "Nhiều khả năng hai chữ số bị đảo chỗ"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("colour=red", 400, "there is no parameter 'colour'"),
        ("as_of=yesterday", 400, "as_of is 'yesterday'"),
        ("zone=atlantis", 404, "there is no zone 'atlantis'"),
        ("zone=%27%3B--", 404, "there is no zone"),
        ("zone=a&zone=b", 400, "zone is given more than once"),
    ],
)
def test_reconcile_refuses(get: Get, query: str, status: int, words: str) -> None:
    answer = get(f"/api/reconcile?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_reconcile_command_writes_text(command: CliRunner) -> None:
    text = run(command, "--zone", "song-than-1", "--as-of", "2026-11-22")
    assert "178.01 ha · undated" in text
    assert "350.10 ha · 2026-08-11 · C · outline · openstreetmap" in text
    assert "Likely the outline joins several zones" in text
    assert "Causes are likely ones, never certain." in text
    assert "Nguyên nhân chỉ là khả năng" in run(command, "--lang", "vi", "--zone", "song-than-1")


def test_reconcile_command_writes_json(command: CliRunner) -> None:
    board = orjson.loads(run(command, "--format", "json"))
    assert sum(board["causes"].values()) == len(board["disagreements"])


def test_reconcile_command_writes_csv_without_formulas(command: CliRunner) -> None:
    rows = list(csv.DictReader(io.StringIO(run(command, "--format", "csv"))))
    (row,) = [row for row in rows if row["subject_id"] == "hiep-phuoc-2"]
    assert (row["declared_value"], row["computed_value"]) == ("579.0", "597.0")
    for one in rows:
        for name, cell in one.items():
            if name not in ("difference", "relative"):
                assert not cell.startswith(("=", "+", "-", "@"))
