"""The OpenAPI description: every reference leads somewhere, every answer is one that we give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from api.descriptions import mend_description


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(target := node.get("$ref"), str):
            yield target
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_reference_leads_somewhere(api: httpx.Client) -> None:
    description = api.get("/api/openapi.json").json()
    schemas = description["components"]["schemas"]
    found = set(references(description))
    assert "#/components/schemas/ZoneFeatureShape" in found
    assert {target.removeprefix("#/components/schemas/") for target in found} <= schemas.keys()
    assert "$defs" not in api.get("/api/openapi.json").text


def test_no_operation_promises_what_is_never_sent(api: httpx.Client) -> None:
    description = api.get("/api/openapi.json").json()
    promised = {
        status
        for path in description["paths"].values()
        for operation in path.values()
        for status in operation["responses"]
    }
    assert promised == {"200", "400", "404", "503"}
    assert "HTTPValidationError" not in description["components"]["schemas"]


def test_parts_inside_parts_are_moved_too() -> None:
    inner = {"type": "object", "properties": {"b": {"$ref": "#/$defs/B"}}}
    schema = {"$ref": "#/$defs/A", "$defs": {"A": inner, "B": {"type": "string"}}}
    description = {"paths": {}, "x": schema}
    assert mend_description(description) == {
        "paths": {},
        "x": {"$ref": "#/components/schemas/A"},
        "components": {
            "schemas": {
                "A": {"type": "object", "properties": {"b": {"$ref": "#/components/schemas/B"}}},
                "B": {"type": "string"},
            }
        },
    }
