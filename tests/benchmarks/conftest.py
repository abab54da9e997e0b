"""Benchmarks are collected only when their folder is named, as `make bench` does."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect `bench_*.py`, which pytest does not take for tests of their own."""
    named = any("benchmarks" in argument for argument in parent.config.args)
    if named and file_path.match("bench_*.py"):
        return pytest.Module.from_parent(parent, path=file_path)
    return None
