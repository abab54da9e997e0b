"""Fixtures of the readers' tests."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers.importers.reading.process import TEMP_PREFIX


@pytest.fixture
def temp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temp folder of the test's own, in which the readers must leave nothing."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(folder))
    yield folder
    left = [path.name for path in folder.iterdir() if path.name.startswith(TEMP_PREFIX)]
    assert left == []
