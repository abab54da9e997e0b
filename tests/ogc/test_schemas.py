"""OGC API - Features Part 5: Schemas (23-058r1): schema, queryables and sortables."""

from __future__ import annotations

import re
from typing import Any

import httpx
import jsonschema_rs
import pytest
import shapely.geometry

from layers.collections import COLLECTIONS as CATALOGUE
from tests.api.test_errors import assert_problem
from tests.ogc.asking import COLLECTIONS, ID_PROPERTY, Json, fetch, get, items, link

KINDS = ("schema", "queryables", "sortables")
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
GEOMETRY_TYPES = {
    "geometry-point": {"Point"},
    "geometry-multipolygon": {"MultiPolygon"},
    "geometry-any": {"Point", "LineString", "Polygon", "MultiPolygon"},
}
# Words of the Unified Code for Units of Measure (UCUM 2.1), c/s.
UCUM = {"har", "m", "m2", "m3/d", "MV.A", "t", "1"}

each_collection = pytest.mark.parametrize("collection", COLLECTIONS)
each_kind = pytest.mark.parametrize("kind", KINDS)


@each_collection
@each_kind
def test_req_schemas_link(ogc: httpx.Client, collection: str, kind: str) -> None:
    described = fetch(ogc, f"/collections/{collection}")
    href = link(described, f"{REL}{kind}", "application/schema+json")
    answer = ogc.get(href)
    assert answer.headers["Content-Type"] == "application/schema+json"
    if kind == "schema":
        assert link(described, "describedby") == href


@each_collection
@each_kind
def test_req_schemas_json_schema(ogc: httpx.Client, collection: str, kind: str) -> None:
    """A valid schema of 2020-12, which its $id leads to."""
    schema = fetch(ogc, f"/collections/{collection}/{kind}")
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "?" not in schema["$id"]
    again = ogc.get(schema["$id"], headers={"Accept": "application/schema+json, text/html;q=0.9"})
    assert again.headers["Content-Type"] == "application/schema+json"
    assert again.json() == schema
    assert schema["type"] == "object"
    assert schema["title"]


@each_collection
@each_kind
def test_req_schemas_properties(ogc: httpx.Client, collection: str, kind: str) -> None:
    schema = fetch(ogc, f"/collections/{collection}/{kind}", lang="en")
    for name, item in schema["properties"].items():
        assert item["title"], name
        if name == "geometry":
            assert item["format"] in GEOMETRY_TYPES
            assert not {"type", "$ref"} & item.keys()
        else:
            assert item["type"] in ("string", "number", "integer", "boolean"), name
        own = {word for word in item if word.startswith("x-")}
        assert own <= {"x-ogc-role", "x-ogc-unit", "x-ogc-unitLang"}
    assert schema["additionalProperties"] is False


@each_collection
def test_req_schemas_unit(ogc: httpx.Client, collection: str) -> None:
    """Every number of a unit has it in UCUM; what UCUM does not know is in braces."""
    schema = fetch(ogc, f"/collections/{collection}/schema")
    for name, item in schema["properties"].items():
        if "x-ogc-unit" not in item:
            assert not re.search(r"(?<!\d)_(ha|m|m2|mva)$", name), name
            continue
        assert item["x-ogc-unitLang"] == "UCUM"
        assert item["x-ogc-unit"] in UCUM or re.match(r"\{\w+\}(/(a|m2))?$", item["x-ogc-unit"])
        assert item["type"] in ("number", "integer")


@each_collection
@each_kind
def test_req_schemas_role_id(ogc: httpx.Client, collection: str, kind: str) -> None:
    schema = fetch(ogc, f"/collections/{collection}/{kind}")
    roles = {
        name: item["x-ogc-role"]
        for name, item in schema["properties"].items()
        if "x-ogc-role" in item
    }
    expected = {
        "schema": {ID_PROPERTY[collection]: "id", "geometry": "primary-geometry"},
        "queryables": {"geometry": "primary-geometry"},
        "sortables": {},
    }
    assert roles == expected[kind]


@each_collection
def test_req_core_roles_features_primary_geometry(ogc: httpx.Client, collection: str) -> None:
    """The geometries are of the kind that is declared."""
    declared = fetch(ogc, f"/collections/{collection}/schema")["properties"]["geometry"]["format"]
    found = {
        feature["geometry"]["type"]
        for feature in items(ogc, collection, limit=10_000)["features"]
        if feature["geometry"] is not None
    }
    assert found <= GEOMETRY_TYPES[declared]


def as_feature_schema(schema: Json) -> Json:
    """The logical schema as one of the properties of GeoJSON features; any may be unknown."""
    properties = {
        name: {"anyOf": [item, {"type": "null"}]}
        for name, item in schema["properties"].items()
        if name != "geometry"
    }
    return {
        "$schema": schema["$schema"],
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@each_collection
def test_req_returnables_and_receivables_response(ogc: httpx.Client, collection: str) -> None:
    """Every feature has just the properties of the schema, and values of their kinds."""
    schema = as_feature_schema(fetch(ogc, f"/collections/{collection}/schema"))
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    nullable = {name for name, item in CATALOGUE[collection].by_name.items() if item.is_nullable}
    for feature in items(ogc, collection, limit=10_000)["features"]:
        validator.validate(feature["properties"])
        unknown = {name for name, value in feature["properties"].items() if value is None}
        assert unknown <= nullable


@each_collection
def test_req_sortables_response(ogc: httpx.Client, collection: str) -> None:
    """No geometry, nothing that is not a plain value; every one of them can be sorted by."""
    schema = fetch(ogc, f"/collections/{collection}/sortables")
    assert "geometry" not in schema["properties"]
    for name in list(schema["properties"])[::7]:
        assert get(ogc, f"/collections/{collection}/items", sortby=f"-{name}").status_code == 200
    for name in ("nope", "geometry", "geom", "NAME_VI", ""):
        answer = get(ogc, f"/collections/{collection}/items", sortby=name)
        assert "sortby names" in assert_problem(answer, 400).detail


@each_collection
@each_kind
@pytest.mark.parametrize(("lang", "word"), [("vi", "Thuộc|Lược"), ("en", "Quer|Schema|Sort")])
def test_schema_speaks_both_languages(
    ogc: httpx.Client, collection: str, kind: str, lang: str, word: str
) -> None:
    answer = get(ogc, f"/collections/{collection}/{kind}", lang=lang)
    assert re.search(word, answer.json()["title"])
    assert answer.headers["Content-Language"] == lang


def test_feature_without_a_place_is_valid(ogc: httpx.Client) -> None:
    """Unknown is null, in GeoJSON as in the schema."""
    unplaced = items(ogc, "zones", filter="geometry IS NULL", limit=100)["features"]
    assert unplaced
    assert {feature["geometry"] for feature in unplaced} == {None}
    placed: list[Any] = items(ogc, "zones", filter="geometry IS NOT NULL", limit=1)["features"]
    assert shapely.geometry.shape(placed[0]["geometry"]).is_valid
