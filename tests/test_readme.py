"""The README names every command, setting and layer that there is."""

from __future__ import annotations

import re

import pytest
import typer.main
from pydantic_settings import BaseSettings

from api.cli import app
from api.settings import ServerSettings
from layers.collections import COLLECTIONS
from layers.downloads.formats import DOWNLOAD_FORMATS
from layers.importers.import_job import COLUMNS_OF
from layers.settings import CHECKOUT, DatabaseSettings, OverpassSettings
from layers.vocabulary import DISTANCE_MEASURES
from maps.settings import StillSettings

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
CODE = " ".join(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", README, flags=re.DOTALL)))


def command_names() -> list[str]:
    """Every command, a group's with its group's name."""
    names = []
    for name, command in typer.main.get_command(app).commands.items():
        subcommands = getattr(command, "commands", None)
        names += [f"{name} {sub}" for sub in subcommands] if subcommands else [name]
    return names


def setting_names() -> list[str]:
    """Every environment variable that is read."""
    models: list[type[BaseSettings]] = [
        DatabaseSettings,
        OverpassSettings,
        ServerSettings,
        StillSettings,
    ]
    return [
        str(field.validation_alias) for model in models for field in model.model_fields.values()
    ]


@pytest.mark.parametrize("name", command_names())
def test_readme_names_the_command(name: str) -> None:
    group, _, sub = name.partition(" ")
    if sub and group == "db":
        assert f"`{sub}`" in README or f"zonemap {name}" in CODE
    else:
        assert f"zonemap {name}" in CODE


@pytest.mark.parametrize("name", setting_names())
def test_readme_names_the_setting(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("measure", DISTANCE_MEASURES)
def test_readme_defines_the_distance(measure: str) -> None:
    assert f"| `{measure}` |" in README


@pytest.mark.parametrize("field", COLUMNS_OF["parcels"])
def test_readme_names_the_parcel_field(field: str) -> None:
    assert f"`{field}`" in README


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_readme_names_the_collection(collection: str) -> None:
    assert f"`{collection}`" in README


@pytest.mark.parametrize("format_id", DOWNLOAD_FORMATS)
def test_readme_names_the_format(format_id: str) -> None:
    assert f"`{format_id}`" in README


def test_readme_shows_the_two_commands() -> None:
    assert "make run" in README
    assert "make test" in README


@pytest.mark.parametrize("picture", re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README))
def test_readme_has_its_pictures(picture: str) -> None:
    assert (CHECKOUT / picture).stat().st_size > 10_000
