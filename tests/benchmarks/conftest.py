"""Benchmarks are collected only when their folder is named, as `make bench` does."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect `bench_*.py`, which pytest takes for tests only when named whole."""
    named = any("benchmarks" in argument for argument in parent.config.args)
    is_collected_anyway = parent.session.isinitpath(file_path)
    if named and file_path.match("bench_*.py") and not is_collected_anyway:
        return pytest.Module.from_parent(parent, path=file_path)
    return None
