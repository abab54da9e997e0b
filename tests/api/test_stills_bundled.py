"""Pictures of the bundled data: each that can be asked for by name is made, and has its due map."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from api.stills.material import read_material
from layers.address import DatabaseAddress
from layers.database import create_read_pool
from layers.settings import DatabaseSettings
from maps.stills.compose import compose
from maps.stills.layout import layout_of
from maps.stills.lint.linter import lint
from maps.stills.material import Material
from maps.stills.spec import spec_of

SIZES = ("hd", "vertical", "square", "portrait")
"""UHD is laid out as HD is."""


@pytest.fixture(scope="module")
def material(loaded_database: DatabaseAddress) -> Material:
    async def read() -> Material:
        async with create_read_pool(loaded_database.reader_url, DatabaseSettings()) as pool:
            return await read_material(pool, spec_of({}), base_url="http://127.0.0.1:8000")

    return asyncio.run(read())


def faults_of(material: Material, **fields: Any) -> list[str]:
    spec = spec_of(fields)
    found = lint(layout_of(compose(spec, material), spec), None)
    return [one.en for one in found if one.severity == "fault"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("template", ["overview", "ranking"])
def test_maps_of_each_measure_are_made(
    template: str, size: str, language: str, material: Material
) -> None:
    measures = ["remaining_ha", "occupancy", "distance"]
    for measure in [*measures, "status"] if template == "overview" else measures:
        asked = {"template": template, "size": size, "language": language, "measure": measure}
        assert faults_of(material, **asked) == [], measure


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("zone", ["my-xuan-a2", "tan-phu-trung-2", "an-phu"])
def test_locators_are_made_of_zones_of_which_much_or_nothing_is_known(
    zone: str, size: str, language: str, material: Material
) -> None:
    asked = {"template": "locator", "size": size, "language": language, "zones": [zone]}
    assert faults_of(material, **asked) == []


@pytest.mark.parametrize("size", ["vertical", "square", "portrait"])
def test_overview_names_the_zones_with_the_most_land(size: str, material: Material) -> None:
    spec = spec_of({"template": "overview", "size": size})
    named = {one.label_id for one in compose(spec, material).texts()}
    assert {"zone:chau-duc", "zone:nam-tan-uyen-mr2"} <= named
