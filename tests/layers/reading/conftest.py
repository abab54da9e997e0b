"""Fixtures of the readers' tests."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from layers.importers.reading import process
from layers.importers.reading.process import TEMP_PREFIX
from layers.settings import CHECKOUT
from tests.layers.reading.forked import ForkServer

STARTED_ANEW = frozenset({"test_process", "test_read_file_gives_the_same_five_parcels"})
"""What of these tests has its children started as users have; all others have them forked."""


@pytest.fixture(scope="session")
def fork_server() -> Iterator[ForkServer]:
    server = ForkServer(str(CHECKOUT))
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _forked_children(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the readers' children forked, but those that prove how they start."""
    if STARTED_ANEW & {request.path.stem, request.function.__name__}:
        return
    server: ForkServer = request.getfixturevalue("fork_server")
    forking = SimpleNamespace(Popen=server.start, PIPE=subprocess.PIPE, DEVNULL=subprocess.DEVNULL)
    monkeypatch.setattr(process, "subprocess", forking)


@pytest.fixture
def temp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temp folder of the test's own, in which the readers must leave nothing."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(folder))
    yield folder
    left = [path.name for path in folder.iterdir() if path.name.startswith(TEMP_PREFIX)]
    assert left == []
