"""The house: which folders there are, and that imports run downward only."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from layers.settings import CHECKOUT

PACKAGES = ("geo", "layers", "maps", "api")
# What each package may import of the others. `maps` draws what it is handed, so it sees
# the records and the catalogue of `layers`, never the database.
MAY_IMPORT = {
    "geo": {"geo"},
    "layers": {"geo", "layers"},
    "maps": {"geo", "layers", "maps"},
    "api": {"geo", "layers", "maps", "api"},
}
DRIVERS = {"psycopg", "psycopg_pool", "sqlalchemy", "geoalchemy2", "alembic"}
NOT_IN = {
    "geo": DRIVERS | {"fastapi", "starlette", "httpx", "folium", "typer"},
    "layers": {"fastapi", "starlette", "folium", "typer"},
    "maps": DRIVERS | {"fastapi", "starlette", "typer"},
}
TOP_LEVEL = {"geo", "layers", "api", "maps", "data", "tests"}
TOP_LEVEL_FILES = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "compose.yaml",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
}

MODULES = [
    pytest.param(file, id=file.relative_to(CHECKOUT).as_posix())
    for package in PACKAGES
    for file in sorted((CHECKOUT / package).rglob("*.py"))
]

# A migration is written once, one column a line, and never edited.
EDITED_MODULES = [module for module in MODULES if "/versions/" not in str(module.id)]


def imported_names(file: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every import, those inside functions included."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively"
            assert node.module is not None
            yield node.lineno, node.module


def tracked_names() -> set[str]:
    """Names at the top of the checkout that git keeps."""
    done = subprocess.run(
        ["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return {Path(line).parts[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("file", MODULES)
def test_module_imports_downward_only(file: Path) -> None:
    package = file.relative_to(CHECKOUT).parts[0]
    faults = [
        f"line {line}: {name}"
        for line, name in imported_names(file)
        if (
            (top := name.partition(".")[0]) in {*PACKAGES, "tests"}
            and top not in MAY_IMPORT[package]
        )
        or name.partition(".")[0] in NOT_IN.get(package, set())
    ]
    assert faults == []


@pytest.mark.parametrize("file", EDITED_MODULES)
def test_module_is_short(file: Path) -> None:
    length = len(file.read_text(encoding="utf-8").splitlines())
    assert length <= 500


def test_top_level_holds_what_the_design_names() -> None:
    names = {name for name in tracked_names() if not name.startswith(".")}
    assert names <= TOP_LEVEL | TOP_LEVEL_FILES


def test_every_package_is_listed_by_name() -> None:
    listed = set(
        tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    )
    found = {
        ".".join(file.parent.relative_to(CHECKOUT).parts)
        for package in PACKAGES
        for file in (CHECKOUT / package).rglob("__init__.py")
    }
    assert found <= listed


def test_errors_import_nothing_of_ours() -> None:
    names = {name.partition(".")[0] for _, name in imported_names(CHECKOUT / "geo" / "errors.py")}
    assert names <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("module", ["fastapi", "geopandas", "folium", "sqlalchemy", "psycopg"])
def test_command_line_loads_without(module: str) -> None:
    script = f"import sys, api.cli; sys.exit({module!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, check=False)
    assert done.returncode == 0


def test_reading_settings_opens_no_module_level_object() -> None:
    """An engine, app or settings object at module level would have to be patched by tests."""
    for file in CHECKOUT.glob("*/settings.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                called = ast.unparse(node.value.func)
                assert not called.endswith("Settings"), f"{file}:{node.lineno}"
